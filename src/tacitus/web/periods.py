"""Time as the pages lay it out: the periods between two days without gaps, and the headings above them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from tacitus.casebook.ask_filters import UNITS
from tacitus.casebook.sum_time import fitting_unit, previous_period
from tacitus.web.pages import Query

WIDTHS = {"day": 10, "week": 10, "month": 7, "year": 4}
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def unit_of(query: Query, first: str | None, last: str | None, most: int) -> tuple[str, str]:
    """Return the unit asked for ("auto" for none), and the unit to use, else the finest with `most` periods."""
    asked = query.choice("by", ("auto", *UNITS))
    return asked, fitting_unit(first, last, most) if asked == "auto" else asked


def axis(periods: Iterable[str | None], unit: str, most: int) -> tuple[list[str], int]:
    """Return the periods from the first to the last without gaps, or the last `most`, and how many come before these.

    Only periods that were given count as left out. One less precise than the unit ("2019" among months) stands before
    the first of its own.
    """
    there = sorted({p for p in periods if p})
    exact = [p for p in there if len(p) == WIDTHS[unit]]
    made: list[str] = []
    now: str | None = exact[-1] if exact else None
    while now and now >= exact[0] and len(made) < most:
        made.append(now)
        now = previous_period(now, unit)
    shown = sorted({*made, *there})[-most:]
    return shown, sum(p < shown[0] for p in there) if shown else 0


def heads(periods: list[str], unit: str) -> list[dict[str, Any]]:
    """Return the upper row of headings: what several periods have in common, and how many they are."""
    parts = [(period[:4] if unit in ("month", "year") or len(period) < 7 else month(period)) for period in periods]
    return [{"words": words, "span": len(list(run))} for words, run in groupby(parts)]


def label(period: str, unit: str) -> str:
    """Return the lower heading of a period, short: "Feb" or "23"; a less precise one says that it is one."""
    if unit == "year" or len(period) < 7:
        return "all" if unit != "year" else period
    if unit == "month":
        return MONTHS[int(period[5:7]) - 1] if period[5:7].isdigit() and 1 <= int(period[5:7]) <= 12 else period
    return str(int(period[8:10])) if len(period) == 10 and period[8:10].isdigit() else "all"


def month(day: str) -> str:
    """Return the month of a date in words: Feb 2019."""
    number = day[5:7]
    known = number.isdigit() and 1 <= int(number) <= 12
    return f"{MONTHS[int(number) - 1]} {day[:4]}" if known else day[:7]


def in_words(period: str | None, unit: str) -> str:
    """Return a period in words: 23 Jan 2019, week of 21 Jan 2019, Jan 2019, 2019."""
    if not period:
        return "no date"
    if len(period) < 10:
        words = month(period) if len(period) == 7 else period
        return words if len(period) >= WIDTHS[unit] else f"{words}, no {'month' if len(period) == 4 else 'day'}"
    try:
        day = date.fromisoformat(period)
    except ValueError:
        return period
    words = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"week of {words}" if unit == "week" else words
