"""Reads articles with their records back out of a casebook: as the ledgers that went in, or as corrected."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store_rows import Tables, select_in
from tacitus.ledger import KINDS, Ledger
from tacitus.records import CODED, Article, Content, Status, columns

REVIEWER = "reviewer"  # what found a mention that stands for somebody whom the machine did not find
ORDER = (
    "statement_id", "piece", "start", "trigger_start", "evidence_start", "sentence_start",
    "cue_start", "mention_id", "record_id", "role", "rank", "id",
)  # fmt: skip


def read_ledgers(
    connection: sa.Connection, tables: Tables, article_ids: Sequence[str], corrected: bool = False
) -> list[Ledger]:
    """Read some articles back, in the order of `article_ids`; one that is not there is left out.

    Their records are as the machine wrote them, or with `corrected` as their rows stand today.
    """
    articles = tables["articles"]
    ledgers: dict[str, Ledger] = {}
    asked = sa.select(*(articles.c[n] for n, _, _ in columns(Article)))
    for found in select_in(connection, asked, articles.c.id, article_ids):
        ledgers[found.id] = Ledger(Article(*found))
    for kind in CODED:
        table = tables[kind.table]
        asked = sa.select(table.c.article_id, *(table.c[n] for n, _, _ in columns(kind)))
        for article_id, *values in select_in(
            connection, asked.order_by(*_text_order(table)), table.c.article_id, article_ids
        ):
            into: list[Any] = getattr(ledgers[article_id], kind.table)
            into.append(kind(*values))
    if not corrected:
        _put_back(connection, tables, ledgers)
    return [ledgers[i] for i in article_ids if i in ledgers]


def _put_back(connection: sa.Connection, tables: Tables, ledgers: dict[str, Ledger]) -> None:
    """Put the machine's rows in the place of corrected ones."""
    for ledger in ledgers.values():
        ledger.mentions = [m for m in ledger.mentions if m.found_by != REVIEWER]
    kept = tables["as_coded"]
    for found in select_in(connection, sa.select(kept), kept.c.article_id, list(ledgers)):
        ledger, row = ledgers[found.article_id], json.loads(found.row)
        pieces, judged = row.pop("contents", None), row.pop("statuses", None)
        kind = KINDS[found.kind]
        made = kind(**{n: row[n] for n, _, _ in columns(kind)})
        others: list[Any] = [r for r in getattr(ledger, found.kind) if r.id != made.id]
        setattr(ledger, found.kind, sorted([*others, made], key=_place))
        if pieces is not None:
            contents = [c for c in ledger.contents if c.statement_id != made.id]
            contents += [Content(**{n: p[n] for n, _, _ in columns(Content)}) for p in pieces]
            ledger.contents = sorted(contents, key=_place)
        if judged is not None:
            statuses = [s for s in ledger.statuses if s.record_id != made.id]
            statuses += [Status(**{n: s[n] for n, _, _ in columns(Status)}) for s in judged]
            ledger.statuses = sorted(statuses, key=_place)


def _place(row: Any) -> tuple[Any, ...]:
    return tuple((v is not None, v) for n in ORDER if (v := getattr(row, n, "")) != "")


def _text_order(table: sa.Table) -> list[sa.ColumnElement[Any]]:
    """Order the rows of an article as they stand in its text, as far as they have a place there."""
    if table.name == "mentions":
        return [table.c.start, table.c.end.desc(), table.c.id]
    return [table.c[n] for n in ORDER if n in table.c]
