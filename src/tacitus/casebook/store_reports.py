"""Reads the reports of deeds and sayings out of a casebook, with what they are compared by."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tacitus.casebook.compare_reports import DeedReport, SayingReport, Who, is_negated, names_of, numbers_of, words_of
from tacitus.casebook.store_rows import Tables, select_in
from tacitus.entities.name_keys import name_key

Sides = dict[tuple[str, str], list[Any]]


def sentence_of(articles: sa.FromClause, records: sa.FromClause) -> sa.ColumnElement[str]:
    """Return the sentence of a record, cut out of its article. PostgreSQL's `substr` takes no wider numbers."""
    start, end = records.c.sentence_start, records.c.sentence_end
    return sa.func.substr(articles.c.text, sa.cast(start + 1, sa.Integer), sa.cast(end - start, sa.Integer))


def load_deed_reports(connection: sa.Connection, tables: Tables, where: sa.ColumnElement[bool]) -> list[DeedReport]:
    """Read the events that `where`, a condition on `deed_reports`, picks."""
    e, a, r = tables["events"], tables["articles"], tables["deed_reports"]
    asked = sa.select(e, r.c.day, a.c.published, a.c.source, sentence_of(a, e).label("sentence"))
    asked = asked.join(r, r.c.event_id == e.c.id).join(a, a.c.id == e.c.article_id).where(where)
    rows = connection.execute(asked).all()
    ids = [row.id for row in rows]
    sides, wrong = participants(connection, tables, ids), _wrong(connection, tables, ids)
    return [
        DeedReport(
            id=row.id,
            day=row.day,
            order=(row.published or "", row.article_id, row.sentence_start, row.id),
            article_id=row.article_id,
            sentence=row.sentence_start,
            words=frozenset() if row.id in wrong else words_of(row.sentence),
            names=names_of(row.sentence),
            trigger=words_of(row.trigger_text),
            actors=_whos(sides, row.id, "actor"),
            recipients=_whos(sides, row.id, "recipient"),
            date=row.date,
            published=row.published,
            place=row.place_text or "",
            status=row.status,
            killed=row.killed,
            injured=row.injured,
            per=_per(sides, row.id, "source", row.source),
        )
        for row in rows
    ]


def load_saying_reports(connection: sa.Connection, tables: Tables, where: sa.ColumnElement[bool]) -> list[SayingReport]:
    """Read the statements that `where`, a condition on `saying_reports`, picks."""
    s, a, r, c = tables["statements"], tables["articles"], tables["saying_reports"], tables["contents"]
    asked = sa.select(s.c.id, s.c.article_id, s.c.sentence_start, r.c.day, a.c.published, a.c.source)
    asked = asked.join(r, r.c.statement_id == s.c.id).join(a, a.c.id == s.c.article_id).where(where)
    rows = connection.execute(asked).all()
    ids = [row.id for row in rows]
    sides, wrong = participants(connection, tables, ids), _wrong(connection, tables, ids)
    texts: dict[str, list[str]] = {}
    pieces = sa.select(c.c.statement_id, c.c.text).order_by(c.c.statement_id, c.c.piece)
    for piece in select_in(connection, pieces, c.c.statement_id, ids):
        texts.setdefault(piece.statement_id, []).append(piece.text)
    made = []
    for row in rows:
        text = " ".join(texts.get(row.id, ()))
        made.append(
            SayingReport(
                id=row.id,
                day=row.day,
                order=(row.published or "", row.article_id, row.sentence_start, row.id),
                words=frozenset() if row.id in wrong else words_of(text),
                speakers=_whos(sides, row.id, "speaker"),
                numbers=numbers_of(text),
                negated=is_negated(text),
                published=row.published,
                per=_per(sides, row.id, "via", row.source),
            )
        )
    return made


def participants(connection: sa.Connection, tables: Tables, record_ids: list[str]) -> Sides:
    """Read who takes part in some records: (record, role) -> participants, best first."""
    p = tables["participants"]
    sides: Sides = {}
    asked = sa.select(p).order_by(p.c.record_id, p.c.role, p.c.rank)
    for row in select_in(connection, asked, p.c.record_id, record_ids):
        sides.setdefault((row.record_id, row.role), []).append(row)
    return sides


def _wrong(connection: sa.Connection, tables: Tables, record_ids: list[str]) -> set[str]:
    """Return which records were found wrong. Without words to be compared by, each of them stands alone."""
    v = tables["verdicts"]
    asked = sa.select(v.c.record_id).where(v.c.verdict == "wrong")
    return {row.record_id for row in select_in(connection, asked, v.c.record_id, record_ids)}


def _whos(sides: Sides, record_id: str, role: str) -> tuple[Who, ...]:
    return tuple(
        Who(name_key(p.name or ""), p.country, p.sector, (p.entity_id or "").split(":")[0])
        for p in sides.get((record_id, role), ())
    )


def _per(sides: Sides, record_id: str, role: str, source: str | None) -> str:
    """Say who vouches for a report: the party it names, else the outlet."""
    return next((p.name or p.text for p in sides.get((record_id, role), ())), source or "")
