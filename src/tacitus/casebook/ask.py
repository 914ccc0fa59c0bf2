"""Asks a casebook: one function for each question. The newest version of each article counts, and what reviewers
found wrong does not, unless `Filters.rejected` is set.

    with Casebook("venezuela.db", create=False) as book:
        for row in ask.events(book, Filters(actor="Maduro", type="SANCTION", since="2019")):
            print(row.date, row.actor, row.recipient, row.sentence)

Here are the three that list records. The others stand in `ask_counts` (timeline, dyads), `ask_sides`,
`ask_sources` (sources, chain) and `ask_conflicts` (contested, conflicts), and can be had from here too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import sqlalchemy as sa

from tacitus.casebook.ask_conflicts import conflicts, contested
from tacitus.casebook.ask_counts import dyads, timeline
from tacitus.casebook.ask_filters import Filters, article_conditions, counted, named, record_conditions, verdicts_on
from tacitus.casebook.ask_sides import sides
from tacitus.casebook.ask_sources import chain, sources
from tacitus.casebook.ask_words import fits, sense
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_reports import participants, sentence_of
from tacitus.casebook.store_rows import select_in
from tacitus.show_text import one_line

# in whose roles the filters look for one participant, and in whose for the other
ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "statements": (("speaker",), ("addressee",)),
    "events": (("actor", "recipient"), ("actor", "recipient")),
    "positions": (("holder",), ("target_actor",)),
}

__all__ = [
    "Filters", "articles", "chain", "conflicts", "contested", "count", "dyads", "events", "positions", "sides",
    "sources", "statements", "timeline",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatementRow:
    """Somebody is reported to have said something; `reports` counts the articles' reports of the same saying."""

    date: str | None
    speaker: str | None
    via: str | None
    addressee: str | None
    cue: str | None
    quotation: str
    content: str
    reports: int
    outlet: str | None
    verdict: str | None
    id: str
    article_id: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """Somebody did something to somebody; `reports` counts the reports of the same deed."""

    date: str | None
    type: str
    mode: str | None
    actor: str | None
    recipient: str | None
    status: str
    quad_class: str | None
    place: str | None
    killed: int | None
    injured: int | None
    source: str | None
    trigger: str
    sentence: str
    reports: int
    outlet: str | None
    verdict: str | None
    id: str
    deed_id: str | None
    article_id: str


@dataclass(frozen=True, slots=True)
class PositionRow:
    """Somebody is for or against something."""

    date: str | None
    holder: str | None
    stance: str
    target: str
    status: str
    source: str | None
    evidence: str
    outlet: str | None
    verdict: str | None
    id: str
    article_id: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article, its beginning, and how many records it has."""

    date: str | None
    title: str | None
    key: str
    outlet: str | None
    lead: str
    statements: int
    events: int
    positions: int
    id: str


def statements(book: Casebook, filters: Filters = Filters()) -> list[StatementRow]:  # noqa: B008 - it cannot change
    """List statements by date."""
    r, a = book.tables["statements"], book.tables["articles"]
    reports, sayings, c = book.tables["saying_reports"], book.tables["sayings"], book.tables["contents"]
    with book.reading() as connection:
        base = _page(book, connection, "statements", filters)
        asked = sa.select(r, base.c.day, a.c.source, sayings.c.reports).join(base, base.c.id == r.c.id)
        asked = asked.join(a, a.c.id == r.c.article_id).outerjoin(reports, reports.c.statement_id == r.c.id)
        asked = asked.outerjoin(sayings, sayings.c.id == reports.c.saying_id).order_by(base.c.day, r.c.id)
        rows = connection.execute(asked).all()
        ids = [row.id for row in rows]
        who, verdicts = participants(connection, book.tables, ids), verdicts_on(book, connection, ids)
        said: dict[str, list[str]] = {}
        pieces = sa.select(c.c.statement_id, c.c.text).order_by(c.c.statement_id, c.c.piece)
        for piece in select_in(connection, pieces, c.c.statement_id, ids):
            said.setdefault(piece.statement_id, []).append(one_line(piece.text))
    return [
        StatementRow(
            row.day or None, named(who, row.id, "speaker"), named(who, row.id, "via"), named(who, row.id, "addressee"),
            row.cue_text, row.quotation, " … ".join(said.get(row.id, ())), row.reports or 1, row.source,
            verdicts.get(row.id), row.id, row.article_id,
        )
        for row in rows
    ]  # fmt: skip


def events(book: Casebook, filters: Filters = Filters()) -> list[EventRow]:  # noqa: B008 - it cannot change
    """List events by date, one row for each report."""
    r, a = book.tables["events"], book.tables["articles"]
    reports, deeds = book.tables["deed_reports"], book.tables["deeds"]
    sentence = sentence_of(a, r)
    with book.reading() as connection:
        base = _page(book, connection, "events", filters)
        asked = sa.select(r, base.c.day, a.c.source, sentence.label("sentence"), deeds.c.reports, reports.c.deed_id)
        asked = asked.join(base, base.c.id == r.c.id)
        asked = asked.join(a, a.c.id == r.c.article_id).outerjoin(reports, reports.c.event_id == r.c.id)
        asked = asked.outerjoin(deeds, deeds.c.id == reports.c.deed_id).order_by(base.c.day, r.c.id)
        rows = connection.execute(asked).all()
        ids = [row.id for row in rows]
        who, verdicts = participants(connection, book.tables, ids), verdicts_on(book, connection, ids)
    return [
        EventRow(
            row.day or None, row.type, row.mode, named(who, row.id, "actor"), named(who, row.id, "recipient"),
            row.status, row.quad_class, row.place_text, row.killed, row.injured, named(who, row.id, "source"),
            one_line(row.trigger_text), one_line(row.sentence), row.reports or 1, row.source, verdicts.get(row.id),
            row.id, row.deed_id, row.article_id,
        )
        for row in rows
    ]  # fmt: skip


def positions(book: Casebook, filters: Filters = Filters()) -> list[PositionRow]:  # noqa: B008 - it cannot change
    """List positions by date. With an issue, those whose target is about it, see `ask_words`."""
    r, a = book.tables["positions"], book.tables["articles"]
    lead = sa.func.substr(a.c.text, 1, 500)
    with book.reading() as connection:
        base = _page(book, connection, "positions", filters)
        asked = sa.select(r, base.c.day, a.c.source, a.c.title, lead.label("lead")).join(base, base.c.id == r.c.id)
        asked = asked.join(a, a.c.id == r.c.article_id).order_by(base.c.day, r.c.id)
        rows = list(connection.execute(asked))
        if filters.issue:
            about = sense(filters.issue)
            rows = [x for x in rows if fits(about, sense(x.target), f"{x.title} {x.lead}")]
            rows = rows[filters.offset :][: filters.limit]
        ids = [row.id for row in rows]
        who, verdicts = participants(connection, book.tables, ids), verdicts_on(book, connection, ids)
    return [
        PositionRow(
            row.day or None, named(who, row.id, "holder"), row.stance, row.target, row.status,
            named(who, row.id, "source"), one_line(row.evidence_text), row.source, verdicts.get(row.id), row.id,
            row.article_id,
        )
        for row in rows
    ]  # fmt: skip


def articles(book: Casebook, filters: Filters = Filters()) -> list[ArticleRow]:  # noqa: B008 - it cannot change
    """List articles by date, the newest first, with how many records each has."""
    a = book.tables["articles"]
    asked = sa.select(a.c.id, a.c.published, a.c.title, a.c.key, a.c.source, sa.func.substr(a.c.text, 1, 400))
    with book.reading() as connection:
        asked = asked.where(*article_conditions(book, connection, filters))
        asked = (
            asked.order_by(a.c.published.desc().nulls_last(), a.c.id)
            .limit(filters.limit)
            .offset(filters.offset or None)
        )
        rows = connection.execute(asked).all()
        ids = [row.id for row in rows]
        counts: dict[str, Counter[str]] = {}
        for kind in ("statements", "events", "positions"):
            r = book.tables[kind]
            many = sa.select(r.c.article_id, sa.func.count()).group_by(r.c.article_id)
            counts[kind] = Counter(dict(tuple(row) for row in select_in(connection, many, r.c.article_id, ids)))
    return [
        ArticleRow(
            day,
            title,
            key,
            source,
            one_line(lead),
            counts["statements"][i],
            counts["events"][i],
            counts["positions"][i],
            i,
        )
        for i, day, title, key, source, lead in rows
    ]


def count(book: Casebook, kind: str, filters: Filters = Filters()) -> int:  # noqa: B008 - it cannot change
    """Count the articles, statements, events or positions that a list of them would have without a limit."""
    if kind == "positions" and filters.issue:
        return len(positions(book, replace(filters, limit=None, offset=0)))
    with book.reading() as connection:
        if kind == "articles":
            where = article_conditions(book, connection, filters)
            asked = sa.select(sa.func.count()).select_from(book.tables["articles"]).where(*where)
        else:
            what = counted(book, kind)
            where = record_conditions(book, connection, kind, filters, *ENDS[kind])
            asked = sa.select(sa.func.count()).select_from(what.rows).where(*where)
        return int(connection.execute(asked).scalar_one())


def _page(book: Casebook, connection: sa.Connection, kind: str, f: Filters) -> sa.Subquery:
    """Select the ids and days of the records asked for, the first ones by date."""
    what = counted(book, kind)
    asked = sa.select(what.table.c.id, what.day.label("day")).select_from(what.rows)
    asked = asked.where(*record_conditions(book, connection, kind, f, *ENDS[kind]))
    asked = asked.order_by(what.day, what.table.c.id)
    if (f.limit is not None or f.offset) and not (kind == "positions" and f.issue):
        asked = asked.limit(f.limit).offset(f.offset or None)
    return asked.subquery()
