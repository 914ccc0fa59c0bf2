"""What to review next, how far a review has come, and how much of the machine's records is right.

    for row in queue(book, "sample", kind="events", reviewer="Ana"):   # a fair draw, for an estimate of error
        book.add_review(new_review(row.record_id, "right", "Ana"))
    precision(book)                                                    # with an interval

Certainty and lot of a record stand in the table `certainties`, see `review_certainty`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.ask import ENDS
from tacitus.casebook.ask_filters import Filters, counted, one_of, record_conditions
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_rows import select_in
from tacitus.errors import InputError
from tacitus.ledger import KINDS
from tacitus.records import EVENT_TYPES

ORDERS = ("uncertain", "sample", "date")
SURE = ("right", "wrong", "corrected")
Z = 1.959964  # of the normal distribution, for an interval of 95%


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A record to review; `verdict` and `by` are of whoever decided on it before, if somebody did."""

    record_id: str
    kind: str
    article_id: str
    type: str
    certainty: float
    day: str | None
    verdict: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many records there are, how many have a verdict and which, and how many of them `mine`."""

    records: int
    reviewed: int
    right: int
    wrong: int
    corrected: int
    unsure: int
    mine: int


@dataclass(frozen=True, slots=True)
class PrecisionRow:
    """Of `judged` records of a kind or type so many are right: a `share`, at 95% between `low` and `high`."""

    kind: str
    type: str
    right: int
    judged: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One verdict that was given, with what it was put right to."""

    at: str
    by: str
    verdict: str
    record_id: str
    note: str | None
    correction: str | None
    article_id: str | None
    id: str


def reviews(book: Casebook, limit: int | None = None, by: str | None = None) -> list[ReviewRow]:
    """List every verdict that was ever given, or those of one reviewer, the newest first."""
    v = book.tables["reviews"]
    asked = sa.select(*(v.c[f.name] for f in fields(ReviewRow))).order_by(v.c.at.desc(), v.c.number.desc())
    asked = asked if by is None else asked.where(v.c.by == by)
    with book.reading() as connection:
        return [ReviewRow(*row) for row in connection.execute(asked.limit(limit))]


def queue(
    book: Casebook,
    order: str = "uncertain",
    kind: str | None = None,
    filters: Filters = Filters(),  # noqa: B008 - it cannot change
    reviewer: str | None = None,
    limit: int = 20,
    offset: int = 0,
    again: bool = False,
) -> list[QueueRow]:
    """List what to review next: the least certain first, a fair draw, or by date.

    What anybody has decided on is left out, and what `reviewer` left unsure comes last, what he left first before the
    rest; with `again` the records that others decided on and he did not come instead, for a measure of agreement.
    Raises InputError for an order or a kind that is none.
    """
    if order not in ORDERS:
        raise InputError(f"'{order}' is no order; there are {', '.join(ORDERS)}")
    c, v, a = book.tables["certainties"], book.tables["verdicts"], book.tables["articles"]
    asked = sa.select(c, v.c.verdict, v.c.by).join(a, a.c.id == c.c.article_id)
    asked = asked.outerjoin(v, v.c.record_id == c.c.record_id).where(a.c.newest, *_of_kind(c, kind))
    if again:
        asked = asked.where(v.c.verdict.in_(SURE))
    else:
        asked = asked.where(sa.or_(v.c.verdict.is_(None), v.c.verdict == "unsure"))
    by: dict[str, list[Any]] = {
        "uncertain": [c.c.certainty, c.c.record_id],
        "sample": [c.c.lot],
        "date": [c.c.day, c.c.record_id],
    }
    with book.reading() as connection:
        if narrows(filters):
            asked = asked.where(c.c.record_id.in_(_filtered(book, connection, kind, filters)))
        first = asked.where(c.c.record_id.not_in(reviewed_by(book, reviewer))) if reviewer else asked
        rows = list(connection.execute(first.order_by(*by[order]).limit(limit).offset(offset or None)))
        if reviewer and not again and len(rows) < limit:
            over = 0
            if offset and not rows:
                many = sa.select(sa.func.count()).select_from(first.subquery())
                over = offset - connection.execute(many).scalar_one()
            rows += _left_unsure(book, connection, asked, reviewer)[over:]
    return [
        QueueRow(r.record_id, r.kind, r.article_id, r.type, r.certainty, r.day or None, r.verdict, r.by)
        for r in rows[:limit]
    ]


def _left_unsure(book: Casebook, connection: sa.Connection, asked: sa.Select[Any], reviewer: str) -> list[Any]:
    """Return the records asked for that a reviewer left unsure, what he left first before the rest."""
    c, v = book.tables["certainties"], book.tables["reviews"]
    last = _last_of(book, reviewer).subquery()
    asked = asked.join(v, v.c.record_id == c.c.record_id).where(v.c.number.in_(sa.select(last)))
    return list(connection.execute(asked.where(v.c.verdict == "unsure").order_by(v.c.number)))


def narrows(filters: Filters) -> bool:
    """Say whether filters ask for anything; how many rows are shown, and whether wrong ones are, is none of it."""
    return replace(filters, limit=None, offset=0, rejected=False) != Filters()


def _last_of(book: Casebook, reviewer: str) -> sa.Select[Any]:
    v = book.tables["reviews"]
    return sa.select(sa.func.max(v.c.number)).where(v.c.by == reviewer).group_by(v.c.record_id)


def reviewed_by(book: Casebook, reviewer: str) -> sa.Select[Any]:
    """Select the ids of the records on which a reviewer's word stands, `unsure` too."""
    v = book.tables["reviews"]
    last = _last_of(book, reviewer)
    return sa.select(v.c.record_id).where(v.c.number.in_(last), v.c.verdict != "withdrawn")


def progress(
    book: Casebook,
    kind: str | None = None,
    reviewer: str | None = None,
    filters: Filters = Filters(),  # noqa: B008 - it cannot change
) -> Progress:
    """Count the records of newest versions, or those that filters ask for, and the verdicts on them."""
    c, v, a = book.tables["certainties"], book.tables["verdicts"], book.tables["articles"]
    with book.reading() as connection:
        only = _only(book, connection, kind, filters)
        asked = sa.select(sa.func.count()).select_from(c).where(*_of_kind(c, kind), *only(c))
        total = connection.execute(asked).scalar_one()
        replaced = connection.execute(sa.select(a.c.id).where(~a.c.newest)).scalars().all()
        total -= sum(row[0] for row in select_in(connection, asked, c.c.article_id, replaced))
        verdicts = sa.select(v.c.verdict, sa.func.count()).join(a, a.c.id == v.c.article_id)
        verdicts = verdicts.where(a.c.newest, *_of_kind(v, kind), *only(v)).group_by(v.c.verdict)
        counts = {row[0]: row[1] for row in connection.execute(verdicts)}
        own = reviewed_by(book, reviewer) if reviewer else None
        asked = sa.select(sa.func.count()).select_from(v).where(*_of_kind(v, kind), *only(v))
        mine = connection.execute(asked.where(v.c.record_id.in_(own))).scalar_one() if own is not None else 0
    by_verdict = {verdict: counts.get(verdict, 0) for verdict in (*SURE, "unsure")}
    return Progress(records=total, reviewed=sum(counts.values()), mine=mine, **by_verdict)


def precision(
    book: Casebook,
    by: str = "kind",
    kind: str | None = None,
    filters: Filters = Filters(),  # noqa: B008 - it cannot change
    drawn: bool = False,
) -> list[PrecisionRow]:
    """Say what share of the records that were judged is right, by kind or by type, with an interval.

    It holds for all records only where those judged were drawn by lot (order `sample`); what is least certain is
    wrong more often. With `drawn` only these count: of each kind or type (and of what filters ask for) those before the
    first by lot that nobody has looked at. A corrected record was not right. Type and stance are those that the machine
    gave it, in filters too, since what was put right would else leave the very count in which it was wrong; all
    other filters heed what stands today.
    """
    if by not in ("kind", "type"):
        raise InputError(f"precision is by kind or type, not '{by}'")
    c, v, a = book.tables["certainties"], book.tables["verdicts"], book.tables["articles"]
    asked = sa.select(v.c.kind, c.c.type, v.c.verdict, c.c.lot).join(c, c.c.record_id == v.c.record_id)
    asked = asked.join(a, a.c.id == v.c.article_id).where(a.c.newest, v.c.verdict.in_(SURE))
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    with book.reading() as connection:
        only = _only(book, connection, kind, replace(filters, type=None, stance=None))
        where = [*_of_kind(c, kind), *_as_coded(c, filters), *only(c)]
        judged: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for name, of_type, verdict, lot in connection.execute(asked.where(*where)):
            judged.setdefault((name, of_type if by == "type" else ""), []).append((lot, verdict))
        ends = {group: _end(book, connection, group, where) for group in judged} if drawn else {}
    for group, found in judged.items():
        end = ends.get(group)
        verdicts = [verdict for lot, verdict in found if end is None or lot < end]
        if verdicts:
            counts[group] = (verdicts.count("right"), len(verdicts))
    return [
        PrecisionRow(name, of_type, right, n, round(right / n, 3), *wilson(right, n))
        for (name, of_type), (right, n) in sorted(counts.items())
    ]


def _as_coded(c: sa.Table, filters: Filters) -> list[sa.ColumnElement[bool]]:
    """Return the conditions that the machine gave a record a type of event, or a stance."""
    out: list[sa.ColumnElement[bool]] = []
    if filters.type:
        out += [c.c.kind == "events", *one_of(c.c.type, filters.type, EVENT_TYPES, "type of event")]
    if filters.stance:
        out += [c.c.kind == "positions", *one_of(c.c.type, filters.stance, ("for", "against"), "stance")]
    return out


def _end(
    book: Casebook, connection: sa.Connection, group: tuple[str, str], where: list[sa.ColumnElement[bool]]
) -> str | None:
    """Return where the draw from a kind, or from a type of it, ends: the first lot that nobody has looked at."""
    c, v, a = book.tables["certainties"], book.tables["verdicts"], book.tables["articles"]
    asked = sa.select(c.c.lot).join(a, a.c.id == c.c.article_id).outerjoin(v, v.c.record_id == c.c.record_id)
    asked = asked.where(c.c.kind == group[0], v.c.record_id.is_(None), a.c.newest, *where)
    asked = asked.where(c.c.type == group[1]) if group[1] else asked
    return connection.execute(asked.order_by(c.c.lot).limit(1)).scalar()


def _only(
    book: Casebook, connection: sa.Connection, kind: str | None, filters: Filters
) -> Callable[[sa.Table], list[sa.ColumnElement[bool]]]:
    """Return what makes, for a table with a `record_id`, the condition that filters ask for the record."""
    found = _filtered(book, connection, kind, filters) if narrows(filters) else None
    return lambda table: [] if found is None else [table.c.record_id.in_(found)]


def wilson(right: int, judged: int) -> tuple[float, float]:
    """Return the interval of 95% around a share, after Wilson (1927)."""
    if not judged:
        return 0.0, 1.0
    share, square = right / judged, Z * Z / judged
    middle = (share + square / 2) / (1 + square)
    half = Z / (1 + square) * math.sqrt(share * (1 - share) / judged + square / (4 * judged))
    return round(max(0.0, middle - half), 3), round(min(1.0, middle + half), 3)


def _of_kind(table: sa.Table, kind: str | None) -> list[sa.ColumnElement[bool]]:
    if kind is not None and kind not in KINDS:
        raise InputError(f"'{kind}' is no kind of record; there are {', '.join(KINDS)}")
    return [] if kind is None else [table.c.kind == kind]


def _filtered(book: Casebook, connection: sa.Connection, kind: str | None, filters: Filters) -> sa.CompoundSelect[Any]:
    """Select the ids of the records of a kind, or of all kinds, that filters ask for."""
    f = replace(filters, rejected=True)
    made = []
    for name in [kind] if kind else list(KINDS):
        if (name != "events" and f.type) or (name != "positions" and f.stance) or (name == "statements" and f.status):
            continue  # it has no such column
        where = record_conditions(book, connection, name, f, *ENDS[name])
        made.append(sa.select(book.tables[name].c.id).select_from(counted(book, name).rows).where(*where))
    if not made:
        made.append(sa.select(sa.null()).where(sa.false()))
    return sa.union_all(*made)
