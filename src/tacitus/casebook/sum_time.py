"""Counts events over time by type, for pictures of many years.

What happened counts (occurred, ongoing) unless a status is asked for, as in `ask_counts`; a deed that is told on
several days counts once in each period in which it is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import sqlalchemy as sa

from tacitus.casebook.ask_counts import LENGTHS, scores
from tacitus.casebook.ask_filters import UNITS, Filters, counted, tie_conditions
from tacitus.casebook.day_columns import Days, Numbering, Numbers
from tacitus.casebook.store import Casebook
from tacitus.errors import InputError

DAYS = {"day": 1, "week": 7, "month": 30}  # in each unit, roughly


@dataclass(frozen=True, slots=True)
class TypeRow:
    """The events of one type in one period; a week stands under its Monday, and None are those without a date."""

    period: str | None
    type: str
    quad_class: str | None
    reports: int
    deeds: int


def span(book: Casebook, kind: str = "events") -> tuple[str | None, str | None]:
    """Return the first and the last day of the records of a kind: events, or positions."""
    what = counted(book, kind)
    day = what.around.c.published if kind == "positions" else what.day
    with book.reading() as connection:
        low = connection.execute(sa.select(sa.func.min(day)).where(day > "")).scalar()
        high = connection.execute(sa.select(sa.func.max(day)).where(day > "")).scalar()
    return low, high


def fitting_unit(first: str | None, last: str | None, most: int) -> str:
    """Choose the finest unit of which at most `most` make up a span of time."""
    if not first or not last:
        return "month"
    days = (whole(last, end=True) - whole(first)).days
    return next((unit for unit, length in DAYS.items() if days <= most * length), "year")


def whole(day: str, end: bool = False) -> date:
    """Return the first day (the last, roughly, with `end`) of an ISO date that may be a month or a year."""
    tail = {4: "-12-28" if end else "-01-01", 7: "-28" if end else "-01"}.get(len(day), "")
    try:
        return date.fromisoformat(day[:10] + tail)
    except ValueError:
        return date(1, 1, 1)


def period_of(day: str | None, unit: str) -> str | None:
    """Return the period of a day: itself, its week's Monday, its month or year; a shorter date stays as it is."""
    if not day:
        return None
    if unit != "week":
        return day[: LENGTHS[unit]]
    if len(day) < 10:
        return day
    return _monday(day)


@lru_cache(maxsize=65536)
def _monday(day: str) -> str:
    known = whole(day)
    return (known - timedelta(days=known.weekday())).isoformat() if known.year > 1 else day


def previous_period(period: str, unit: str) -> str | None:
    """Return the period before one; None before the first of all, and before what is no period of this unit."""
    try:
        if unit in ("day", "week"):
            return (date.fromisoformat(period) - timedelta(days=1 if unit == "day" else 7)).isoformat()
        if unit == "year":
            return f"{int(period) - 1:04}" if len(period) == 4 and int(period) > 1 else None
        first = date.fromisoformat(period + "-01")
        return (first - timedelta(days=1)).isoformat()[:7]
    except (ValueError, OverflowError):
        return None


def ends_of(period: str, unit: str) -> tuple[str, str]:
    """Return what to ask for as `since` and `until` to get the records of a period."""
    if unit == "week" and len(period) == 10:
        return period, (date.fromisoformat(period) + timedelta(days=6)).isoformat()
    return period, period


@dataclass(frozen=True, slots=True)
class TypeTable:
    """Events in columns (n,) by day; `kind` numbers the type and quad class in `kinds`, `reports` counts reports."""

    days: Days
    kinds: list[tuple[str, str | None]]
    kind: Numbers
    deed: Numbers
    reports: Numbers

    def between(self, unit: str, since: str | None = None, until: str | None = None) -> list[TypeRow]:
        """Count the events of some time, as `Days.cut` takes it, by period."""
        if unit not in UNITS:
            raise InputError(f"'{unit}' is no unit; there are {', '.join(UNITS)}")
        cut = self.days.cut(since, until)
        periods = Numbering()
        of_day = np.array([periods.of(period_of(day, unit)) for day in self.days.names], np.int64)
        names: list[str | None] = [*periods, None]  # -1, the last, is no day
        if not len(self.kind[cut]):
            return []
        key = (of_day[self.days.day[cut]] % len(names)) * len(self.kinds) + self.kind[cut]
        most = 1 + int(self.deed.max())
        once = np.unique(key * most + self.deed[cut]) // most
        size = len(names) * len(self.kinds)
        reports = np.bincount(key, self.reports[cut], size).astype(np.int64)
        deeds = np.bincount(once, minlength=size)
        made = []
        for k in np.flatnonzero(deeds).tolist():
            period, kind = divmod(k, len(self.kinds))
            made.append(TypeRow(names[period], *self.kinds[kind], int(reports[k]), int(deeds[k])))
        return sorted(made, key=lambda x: (x.period or "", x.type, x.quad_class or ""))


def type_table(book: Casebook, filters: Filters = Filters()) -> TypeTable:  # noqa: B008 - it cannot change
    """Return the table to count by: each deed once for each day and type that it is told under."""
    what = counted(book, "events")
    e, r = what.table, what.around
    columns: list[Any] = [r.c.day, e.c.type, e.c.quad_class, sa.func.coalesce(r.c.deed_id, r.c.event_id)]
    asked = sa.select(*columns, sa.func.count()).select_from(what.rows).group_by(*columns)
    with book.reading() as connection:
        where = tie_conditions(book, connection, "events", filters)
        asked = what.hinted(asked.where(*where)).with_hint(e, "INDEXED BY events_id_type_quad_class_status", "sqlite")
        rows = sorted(connection.execute(asked), key=lambda row: row[0] or "")
    kinds: dict[tuple[str, str | None], int] = {}
    deeds = Numbering()
    numbers = [(kinds.setdefault((of_type, quad), len(kinds)), deeds.of(deed), n) for _, of_type, quad, deed, n in rows]
    kind, deed, reports = np.array(numbers, np.int64).reshape(-1, 3).T
    return TypeTable(Days.of(row[0] for row in rows), list(kinds), kind, deed, reports)


def mean_intensity(counts: dict[str, int]) -> float | None:
    """Return the mean of PLOVER's scale over deeds, given how many there are of each type; None for no deed."""
    number = sum(counts.values())
    return round(sum(scores().get(t, 0.0) * n for t, n in counts.items()) / number, 1) if number else None
