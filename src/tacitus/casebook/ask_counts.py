"""Counts events: over time, and between whom. What happened counts (occurred, ongoing) unless a status is asked for.

`reports` counts events as articles tell them, `deeds` what is left when reports of one deed are one. The four
columns of quad classes count deeds; `intensity` is the mean on PLOVER's scale, from -10 (conflict) to 10.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.ask_filters import HAPPENED, UNITS, Filters, day_between, end_of, one_of, rejected, takes_part
from tacitus.casebook.store import Casebook
from tacitus.errors import InputError
from tacitus.records import EVENT_TYPES, STATUSES

PLOVER = Path(__file__).parent.parent / "codebook" / "plover.toml"
QUADS = ("Verbal cooperation", "Material cooperation", "Verbal conflict", "Material conflict")
PARTICIPANTS = "participants_record_id_role_name_country_sector"
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


@dataclass(slots=True)
class _Count:
    """Adds up reports."""

    reports: int = 0
    worth: float = 0.0
    deeds: dict[str, str | None] = field(default_factory=dict)
    first: str = ""
    last: str = ""

    def add(self, deed: str, of_type: str, quad: str | None, day: str) -> None:
        """Count one report."""
        self.reports += 1
        if deed not in self.deeds:
            self.deeds[deed] = quad
            self.worth += scores().get(of_type, 0.0)
        if day:
            self.first = min(self.first, day) if self.first else day
            self.last = max(self.last, day)

    def columns(self) -> tuple[int, int, int, int, int, int, float | None]:
        """Return reports, deeds, deeds by quad class, and intensity."""
        of = Counter(self.deeds.values())
        mean = round(self.worth / len(self.deeds), 1) if self.deeds else None
        return (self.reports, len(self.deeds), of[QUADS[0]], of[QUADS[1]], of[QUADS[2]], of[QUADS[3]], mean)


def timeline(book: Casebook, filters: Filters = Filters(), unit: str = "month") -> list[PeriodRow]:  # noqa: B008
    """Count events by day, week, month or year; of an actor, a country, a sector, or what they did to `filters.to`."""
    if unit not in UNITS:
        raise InputError(f"'{unit}' is no unit; there are {', '.join(UNITS)}")
    e, r = book.tables["events"], book.tables["deed_reports"]
    with book.reading() as connection:
        asked = sa.select(r.c.day, sa.func.coalesce(r.c.deed_id, r.c.event_id), e.c.type, e.c.quad_class)
        asked = asked.select_from(r).join(e, e.c.id == r.c.event_id).where(*_conditions(book, connection, filters))
        rows = connection.execute(_hinted(book, asked)).all()
    period: Callable[[str], str] = _monday if unit == "week" else lambda day: day[: LENGTHS[unit]]
    counts: dict[str, _Count] = {}
    for day, deed, of_type, quad in rows:
        counts.setdefault(period(day), _Count()).add(deed, of_type, quad, day)
    return [PeriodRow(p or None, *counts[p].columns()) for p in sorted(counts)]


def dyads(book: Casebook, filters: Filters = Filters(), by: str = "name") -> list[DyadRow]:  # noqa: B008
    """Count what each actor did to each other, by name or by country; the pairs with the most deeds first."""
    if by not in LEVELS:
        raise InputError(f"dyads are of {' or '.join(LEVELS)}, not '{by}'")
    e, r, p = book.tables["events"], book.tables["deed_reports"], book.tables["participants"]
    doer, done_to = p.alias("doer"), p.alias("done_to")
    actor, recipient = doer.c[by], done_to.c[by]
    with book.reading() as connection:
        where = _conditions(book, connection, replace(filters, role=None))
        where += takes_part(book, connection, doer, filters.actor, filters.country, filters.sector)
        if filters.to:
            where.append(end_of(book, connection, done_to, filters.to))
        asked = sa.select(actor, recipient, r.c.day, sa.func.coalesce(r.c.deed_id, r.c.event_id), e.c.type)
        asked = asked.add_columns(e.c.quad_class, r.c.event_id).select_from(r).join(e, e.c.id == r.c.event_id)
        asked = asked.join(doer, sa.and_(doer.c.record_id == e.c.id, doer.c.role == "actor"))
        asked = asked.join(done_to, sa.and_(done_to.c.record_id == e.c.id, done_to.c.role == "recipient"))
        asked = asked.where(actor.is_not(None), recipient.is_not(None), *where)
        for side in (doer, done_to):
            asked = asked.with_hint(side, f"INDEXED BY {PARTICIPANTS}", "sqlite")
        rows = connection.execute(_hinted(book, asked)).all()
    counts: dict[tuple[str, str], _Count] = {}
    for one, other, day, deed, of_type, quad, _ in dict.fromkeys(tuple(row) for row in rows):
        counts.setdefault((one, other), _Count()).add(deed, of_type, quad, day)
    pairs = sorted(counts, key=lambda pair: (-len(counts[pair].deeds), -counts[pair].reports, pair))[: filters.limit]
    made = [(pair, counts[pair]) for pair in pairs]
    return [DyadRow(pair[0], pair[1], *c.columns(), c.first or None, c.last or None) for pair, c in made]


def _hinted(book: Casebook, asked: sa.Select[Any]) -> sa.Select[Any]:
    """Tell SQLite the indexes that hold all that is asked of events and their reports, both in the order of the ids."""
    asked = asked.with_hint(book.tables["events"], "INDEXED BY events_id_type_quad_class_status", "sqlite")
    return asked.with_hint(book.tables["deed_reports"], "INDEXED BY deed_reports_event_id_day_deed_id", "sqlite")


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


@lru_cache(maxsize=65536)
def _monday(day: str) -> str:
    try:
        whole = date.fromisoformat(day)
        return (whole - timedelta(days=whole.weekday())).isoformat()
    except (ValueError, OverflowError):
        return day
