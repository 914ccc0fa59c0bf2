"""Counts events: over time, and between whom. What happened counts (occurred, ongoing) unless a status is asked for.

`reports` counts events as articles tell them, `deeds` what is left when reports of one deed are one. The four
columns of quad classes count deeds; `intensity` is the mean on PLOVER's scale, from -10 (conflict) to 10.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tacitus.ask_filters import HAPPENED, UNITS, Filters, day_between, end_of, one_of, rejected, takes_part
from tacitus.errors import InputError
from tacitus.records import EVENT_TYPES, STATUSES
from tacitus.store import Casebook

PLOVER = Path(__file__).parent / "codebook" / "plover.toml"
QUADS = ("Verbal cooperation", "Material cooperation", "Verbal conflict", "Material conflict")
LEVELS = ("name", "country")
LENGTHS = {"day": 10, "month": 7, "year": 4}


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """The events of one day, week (by its Monday), month or year; a date less precise than that stands by itself."""

    period: str | None
    reports: int
    deeds: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    intensity: float | None


@dataclass(frozen=True, slots=True)
class DyadRow:
    """What one actor did to another."""

    actor: str
    recipient: str
    reports: int
    deeds: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    intensity: float | None
    first: str | None
    last: str | None


@cache
def scores() -> dict[str, float]:
    """Return the intensity of each type of event on PLOVER's scale."""
    with PLOVER.open("rb") as file:
        return {rule["id"]: float(rule["score"]) for rule in tomllib.load(file)["rule"]}


def timeline(book: Casebook, filters: Filters = Filters(), unit: str = "month") -> list[PeriodRow]:  # noqa: B008
    """Count events by day, week, month or year; of an actor, a country, a sector, or what they did to `filters.to`."""
    if unit not in UNITS:
        raise InputError(f"'{unit}' is no unit; there are {', '.join(UNITS)}")
    e, r = book.tables["events"], book.tables["deed_reports"]
    deed = sa.func.coalesce(r.c.deed_id, r.c.event_id)
    period = sa.func.substr(r.c.day, 1, LENGTHS[unit]) if unit in LENGTHS else r.c.day
    with book.reading() as connection:
        where = _conditions(book, connection, filters)
        columns: list[Any] = [period.label("period"), e.c.type, e.c.quad_class]
        asked = sa.select(*columns, *([deed.label("deed")] if unit == "week" else []), sa.func.count().label("reports"))
        asked = asked.add_columns(sa.func.count(deed.distinct()).label("deeds"))
        asked = asked.select_from(r).join(e, e.c.id == r.c.event_id).where(*where)
        rows = connection.execute(asked.group_by(*columns, *([deed] if unit == "week" else []))).all()
    cells: dict[tuple[str, str, str | None], list[Any]] = {}
    for row in rows:
        key = (_monday(row.period) if unit == "week" else row.period, row.type, row.quad_class)
        cell = cells.setdefault(key, [0, 0, set()])
        cell[0] += row.reports
        if unit == "week":
            cell[2].add(row.deed)
        cell[1] = len(cell[2]) if unit == "week" else cell[1] + row.deeds
    return [_period(p, [(k, c) for k, c in cells.items() if k[0] == p]) for p in sorted({k[0] for k in cells})]


def dyads(book: Casebook, filters: Filters = Filters(), by: str = "name") -> list[DyadRow]:  # noqa: B008
    """Count what each actor did to each other, by name or by country; the pairs with the most deeds first."""
    if by not in LEVELS:
        raise InputError(f"dyads are of {' or '.join(LEVELS)}, not '{by}'")
    e, r, p = book.tables["events"], book.tables["deed_reports"], book.tables["participants"]
    doer, done_to = p.alias("doer"), p.alias("done_to")
    actor, recipient = doer.c[by], done_to.c[by]
    deed = sa.func.coalesce(r.c.deed_id, r.c.event_id)
    quads = [sa.func.count(sa.case((e.c.quad_class == q, deed)).distinct()) for q in QUADS]
    worth = sa.case(scores(), value=e.c.type, else_=0.0)
    with book.reading() as connection:
        where = _conditions(book, connection, replace(filters, actor=None, country=None, sector=None, to=None))
        where += takes_part(book, connection, doer, filters.actor, filters.country, filters.sector)
        if filters.to:
            where.append(end_of(book, connection, done_to, filters.to))
        asked = sa.select(
            actor, recipient, sa.func.count(r.c.event_id.distinct()), sa.func.count(deed.distinct()).label("deeds"),
            *quads, sa.func.avg(worth), sa.func.min(r.c.day), sa.func.max(r.c.day),
        )  # fmt: skip
        asked = asked.select_from(r).join(e, e.c.id == r.c.event_id)
        asked = asked.join(doer, sa.and_(doer.c.record_id == e.c.id, doer.c.role == "actor"))
        asked = asked.join(done_to, sa.and_(done_to.c.record_id == e.c.id, done_to.c.role == "recipient"))
        asked = asked.where(actor.is_not(None), recipient.is_not(None), *where).group_by(actor, recipient)
        asked = asked.order_by(sa.desc("deeds"), actor, recipient).limit(filters.limit)
        rows = connection.execute(asked).all()
    return [
        DyadRow(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            row[6],
            row[7],
            round(float(row[8]), 1),
            row[9] or None,
            row[10] or None,
        )
        for row in rows
    ]


def _conditions(book: Casebook, connection: sa.Connection, f: Filters) -> list[sa.ColumnElement[bool]]:
    """Return what the filters ask of events that are joined with their reports, which only newest versions have."""
    e, r, p, a = (book.tables[n] for n in ("events", "deed_reports", "participants", "articles"))
    out = one_of(e.c.status, f.status, STATUSES, "status") or [e.c.status.in_(HAPPENED)]
    out += one_of(e.c.type, f.type, EVENT_TYPES, "type of event") + day_between(r.c.day, f.since, f.until)
    if not f.rejected:
        out.append(e.c.id.not_in(rejected(book)))
    of_events = sa.select(p.c.record_id).where(p.c.kind == "events")
    if f.actor or f.country or f.sector:
        role = f.role or ("actor" if f.to else None)  # in a dyad the actor acts
        roles = (role,) if role else ("actor", "recipient")
        asked = takes_part(book, connection, p, f.actor, f.country, f.sector)
        out.append(e.c.id.in_(of_events.where(p.c.role.in_(roles), *asked)))
    if f.to:
        out.append(e.c.id.in_(of_events.where(p.c.role == "recipient", end_of(book, connection, p, f.to))))
    if f.source:
        like = sa.func.lower(a.c.source).contains(f.source.lower(), autoescape=True)
        out.append(r.c.article_id.in_(sa.select(a.c.id).where(like)))
    if words := " ".join(w for w in (f.text, f.issue) if w):
        out.append(r.c.article_id.in_(sa.select(a.c.id).where(book.matches("articles", words))))
    return out


def _period(period: str, cells: list[tuple[tuple[str, str, str | None], list[Any]]]) -> PeriodRow:
    deeds = sum(c[1] for _, c in cells)
    quads = [sum(c[1] for k, c in cells if k[2] == q) for q in QUADS]
    worth = sum(scores().get(k[1], 0.0) * c[1] for k, c in cells)
    mean = round(worth / deeds, 1) if deeds else None
    return PeriodRow(period or None, sum(c[0] for _, c in cells), deeds, quads[0], quads[1], quads[2], quads[3], mean)


def _monday(day: str) -> str:
    try:
        whole = date.fromisoformat(day)
        return (whole - timedelta(days=whole.weekday())).isoformat()
    except (ValueError, OverflowError):
        return day
