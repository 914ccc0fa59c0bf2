"""Flat tables with everything joined: what opens first in R, pandas, a spreadsheet.

One row a record. Where several take part, their names, countries and sectors stand in step, joined by
" | ", best first; nothing stands for an empty one.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, ClassVar

import pyarrow as pa
import pyarrow.parquet as pq

from tacitus.errors import StoreError
from tacitus.exports.export_tables import Actor, Book
from tacitus.records import Event, Position, Record, Statement, arrow_schema, columns, rows
from tacitus.show_text import one_line
from tacitus.storable import storable

JOINT = " | "


@dataclass(frozen=True, slots=True)
class EventFlat:
    """An event with its article, its actors and recipients, who vouches for it, and its sentence."""

    table: ClassVar[str] = "events_flat"
    id: str
    article_id: str
    article_key: str
    title: str | None
    published: str | None
    outlet: str | None
    url: str | None
    type: str
    mode: str | None
    cameo: str | None
    quad_class: str | None
    status: str
    date: str | None
    date_text: str | None
    place: str | None
    actor: str | None
    actor_country: str | None
    actor_sector: str | None
    recipient: str | None
    recipient_country: str | None
    recipient_sector: str | None
    killed: int | None
    injured: int | None
    claimed_by: str | None
    trigger: str
    sentence: str
    trigger_start: int
    trigger_end: int
    inside: str | None
    found_by: str


@dataclass(frozen=True, slots=True)
class PositionFlat:
    """A position with its article, its holder, its target, who vouches for it, and the quoted evidence."""

    table: ClassVar[str] = "positions_flat"
    id: str
    article_id: str
    article_key: str
    title: str | None
    published: str | None
    outlet: str | None
    url: str | None
    holder: str | None
    holder_country: str | None
    holder_sector: str | None
    stance: str
    target: str
    target_actor: str | None
    target_actor_country: str | None
    target_actor_sector: str | None
    status: str
    date: str | None
    claimed_by: str | None
    evidence: str
    sentence: str
    evidence_start: int
    evidence_end: int
    inside: str | None
    found_by: str


@dataclass(frozen=True, slots=True)
class StatementFlat:
    """A statement with its article, its speaker, who relays it, and what was said."""

    table: ClassVar[str] = "statements_flat"
    id: str
    article_id: str
    article_key: str
    title: str | None
    published: str | None
    outlet: str | None
    url: str | None
    speaker: str | None
    speaker_country: str | None
    speaker_sector: str | None
    via: str | None
    addressee: str | None
    addressee_country: str | None
    quotation: str
    cue: str | None
    content: str
    venue: str | None
    date: str | None
    sentence: str
    content_start: int | None
    content_end: int | None
    inside: str | None
    found_by: str


FLAT: tuple[type, ...] = (EventFlat, PositionFlat, StatementFlat)


def flat_tables(book: Book) -> dict[str, list[Any]]:
    """Return the rows of the three flat tables by name."""
    return {
        "events_flat": [flat_event(book, e) for e in book.tables.events],
        "positions_flat": [flat_position(book, p) for p in book.tables.positions],
        "statements_flat": [flat_statement(book, s) for s in book.tables.statements],
    }


def _article(book: Book, record: Record) -> dict[str, Any]:
    a = book.article(record)
    return {
        "id": record.id,
        "article_id": a.id,
        "article_key": a.key,
        "title": a.title,
        "published": a.published,
        "outlet": a.source,
        "url": a.url,
        "date": book.day(record),
        "inside": record.inside,
        "found_by": record.found_by,
        "sentence": one_line(book.sentence(record)),
    }


def joined(values: Sequence[str | None]) -> str | None:
    """Join what stands in step; None where there is nothing at all."""
    return JOINT.join(v or "" for v in values) if any(values) else None


def _people(name: str, actors: list[Actor]) -> dict[str, Any]:
    return {
        name: joined([a.label for a in actors]),
        f"{name}_country": joined([a.country for a in actors]),
        f"{name}_sector": joined([a.sector for a in actors]),
    }


def flat_event(book: Book, e: Event) -> EventFlat:
    """Join an event into one row."""
    return EventFlat(
        **_article(book, e),
        **_people("actor", book.actors(e.id, "actor")),
        **_people("recipient", book.actors(e.id, "recipient")),
        type=e.type,
        mode=e.mode,
        cameo=e.cameo,
        quad_class=e.quad_class,
        status=e.status,
        date_text=e.date_text,
        place=e.place_text,
        killed=e.killed,
        injured=e.injured,
        claimed_by=joined([a.label for a in book.actors(e.id, "source")]),
        trigger=one_line(e.trigger_text),
        trigger_start=e.trigger_start,
        trigger_end=e.trigger_end,
    )


def flat_position(book: Book, p: Position) -> PositionFlat:
    """Join a position into one row."""
    return PositionFlat(
        **_article(book, p),
        **_people("holder", book.actors(p.id, "holder")),
        **_people("target_actor", book.actors(p.id, "target_actor")),
        stance=p.stance,
        target=one_line(p.target),
        status=p.status,
        claimed_by=joined([a.label for a in book.actors(p.id, "source")]),
        evidence=one_line(p.evidence_text),
        evidence_start=p.evidence_start,
        evidence_end=p.evidence_end,
    )


def flat_statement(book: Book, s: Statement) -> StatementFlat:
    """Join a statement into one row; the pieces of a split quotation are joined by " ... "."""
    pieces = book.contents(s.id)
    to = book.actors(s.id, "addressee")
    return StatementFlat(
        **_article(book, s),
        **_people("speaker", book.actors(s.id, "speaker")),
        via=joined([a.label for a in book.actors(s.id, "via")]),
        addressee=joined([a.label for a in to]),
        addressee_country=joined([a.country for a in to]),
        quotation=s.quotation,
        cue=one_line(s.cue_text) if s.cue_text else None,
        content=" ... ".join(one_line(c.text) for c in pieces),
        venue=s.venue_text,
        content_start=min((c.start for c in pieces), default=None),
        content_end=max((c.end for c in pieces), default=None),
    )


def write_flat_csv(book: Book, out: Path) -> list[Path]:
    """Write the three tables as CSV files (UTF-8, header) into the folder `out`."""
    files = []
    tables = flat_tables(book)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for kind in FLAT:
            path = out / f"{kind.table}.csv"  # type: ignore[attr-defined]
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow([name for name, _, _ in columns(kind)])
                for row in tables[path.stem]:
                    writer.writerow(["" if v is None else storable(v) for v in astuple(row)])
            files.append(path)
    except OSError as e:
        raise StoreError(f"{out}: cannot be written: {e.strerror}") from e
    return files


def write_flat_parquet(book: Book, out: Path) -> list[Path]:
    """Write the three tables as Parquet files into the folder `out`."""
    files = []
    tables = flat_tables(book)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for kind in FLAT:
            path = out / f"{kind.table}.parquet"  # type: ignore[attr-defined]
            made = pa.Table.from_pylist([storable(r) for r in rows(tables[path.stem])], schema=arrow_schema(kind))
            pq.write_table(made, path, compression="zstd")
            files.append(path)
    except OSError as e:
        raise StoreError(f"{out}: cannot be written: {e.strerror}") from e
    return files
