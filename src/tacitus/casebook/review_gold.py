"""Turns verdicts into gold: articles all of whose records were judged, as annotated ledgers to score with.

A file is one article: {"id", "title", "published", "source", "text", "records"}, with the records in the exchange
format (docs/records.md). What is wrong is left out and what was corrected is as the reviewer has it. What the machine
did not find at all is not in it: precision measured with it is right, recall is too high. The exchange format has dates
as they are written; a date that was corrected stands there as the reviewer gave it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store import Casebook
from tacitus.casebook.store_rows import select_in
from tacitus.errors import InputError
from tacitus.ledger import KINDS, Ledger
from tacitus.storable import storable
from tacitus.writing.exchange import to_exchange

JUDGED = ("right", "wrong", "corrected")
OURS = re.compile(r".*\.(a_[0-9a-f]+)\.json")


@dataclass(frozen=True, slots=True)
class GoldRow:
    """An article that was reviewed: how many records it has, how many were judged, and its file if one was written."""

    article_id: str
    key: str
    records: int
    judged: int
    file: str | None


def export_gold(book: Casebook, folder: Path, partial: bool = False) -> list[GoldRow]:
    """Write the articles all of whose records were judged; with `partial` also the others, with what was judged.

    What an earlier export of this casebook wrote into the folder is replaced, and goes where it holds no more. Raises
    InputError if the folder holds something else than such files.
    """
    if folder.exists() and (not folder.is_dir() or not all(OURS.fullmatch(p.name) for p in folder.iterdir())):
        raise InputError(f"{folder} is there and holds other things; name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    out = []
    for ledger, verdicts in _reviewed(book):
        records = [r.id for kind in KINDS for r in getattr(ledger, kind)]
        judged = [i for i in records if verdicts.get(i) in JUDGED]
        file = None
        if judged and (partial or len(judged) == len(records)):
            kept = {i for i in judged if verdicts[i] != "wrong"}
            file = f"{re.sub(r'[^A-Za-z0-9._-]+', '_', ledger.article.key)[:80] or 'article'}.{ledger.article.id}.json"
            told = json.dumps(
                storable(_gold(ledger, book.ledger(ledger.article.id), kept)), ensure_ascii=False, indent=1
            )
            (folder / file).write_text(told + "\n", "utf-8")
        out.append(GoldRow(ledger.article.id, ledger.article.key, len(records), len(judged), file))
    _clear(book, folder, {row.file for row in out})
    return out


def _clear(book: Casebook, folder: Path, written: set[str | None]) -> None:
    """Remove the files of articles of this casebook that are no gold any more, since verdicts were withdrawn."""
    a = book.tables["articles"]
    old = {m[1]: p for p in folder.iterdir() if p.name not in written and (m := OURS.fullmatch(p.name))}
    with book.reading() as connection:
        for row in select_in(connection, sa.select(a.c.id), a.c.id, list(old)):
            old[row.id].unlink()


def _reviewed(book: Casebook) -> Iterator[tuple[Ledger, dict[str, str]]]:
    v, a = book.tables["verdicts"], book.tables["articles"]
    asked = sa.select(v.c.article_id, v.c.record_id, v.c.verdict).join(a, a.c.id == v.c.article_id)
    verdicts: dict[str, dict[str, str]] = {}
    with book.reading() as connection:
        for row in connection.execute(asked.where(a.c.newest).order_by(a.c.number)):
            verdicts.setdefault(row.article_id, {})[row.record_id] = row.verdict
    for article_id, found in verdicts.items():
        yield book.today(article_id), found


def _gold(ledger: Ledger, coded: Ledger, kept: set[str]) -> dict[str, Any]:
    found = {e.id: e.date for e in coded.events}
    ledger.events = [e if e.date == found[e.id] else replace(e, date_text=e.date) for e in ledger.events]
    for kind in KINDS:
        setattr(ledger, kind, [r for r in getattr(ledger, kind) if r.id in kept])
    article = ledger.article
    about = {n: getattr(article, n) for n in ("title", "published", "source", "text")}
    exchange = to_exchange(ledger)
    return {"id": exchange["id"], **about, "records": exchange["records"]}
