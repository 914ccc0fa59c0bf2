"""Sides: who is for an issue and who against over time, who changed, on whose word, and how the evidence fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from tacitus.casebook.ask_filters import UNITS
from tacitus.casebook.ask_stands import Stand, stands
from tacitus.casebook.store import Casebook
from tacitus.casebook.sum_sides import issues
from tacitus.casebook.sum_time import period_of
from tacitus.errors import InputError
from tacitus.web.kept import kept
from tacitus.web.pages import Page, Pager, Query
from tacitus.web.periods import axis, heads, in_words, label, unit_of

ALSO_MOST = 8
FIT_MOST = 26  # columns that fit on a screen
PERIODS_MOST = 60  # columns at most, where a unit is asked for
SIDES = {"for": "For", "against": "Against", "changed": "Changed sides"}
REVIEWED = {"": "any", "right": "found right", "open": "not reviewed"}
FITS = {
    "same": "the text says the same",
    "narrower": "the text says more than the issue",
    "broader": "the text says less: it adds nothing else",
    "by context": "the country stands in the sentence, the headline or the lead",
}
TURNED = "it is about the opposite, so that for and against are exchanged"
CHOSEN = ("also", "by", "reviewed")


def answer(book: Casebook, query: Query) -> dict[str, Any]:
    """Lay out the evidence on an issue by actor and time; without an issue, list those with most positions."""
    issue = query.one("issue")
    also = [words for given in query.given.get("also", []) if (words := given.strip())][:ALSO_MOST]
    query.one("also")  # says so if it is too long
    reviewed = query.one("reviewed") or ""
    if reviewed not in REVIEWED:
        raise InputError(f"'{reviewed}' is no choice of reviewed; there are {', '.join(filter(None, REVIEWED))}")
    shared = {"issue": issue, "also": also, "reviewed": reviewed, "REVIEWED": REVIEWED, "UNITS": ("auto", *UNITS)}
    if issue is None:
        rows, wordings, grouped = kept(book, ("issues",), lambda: issues(book))
        return shared | {"issues": rows, "wordings": wordings, "grouped": grouped, "stands": [], "by": "auto"}
    filters = query.filters()
    found = kept(book, ("stands", issue, filters, tuple(also)), lambda: stands(book, issue, filters, also))
    found = [s for s in found if _reviewed(s, reviewed)]
    days = [s.day for s in found if s.day]
    by, unit = unit_of(query, min(days, default=None), max(days, default=None), FIT_MOST)
    periods, earlier = axis((period_of(day, unit) for day in days), unit, PERIODS_MOST)
    holders = holders_of(found, unit, set(periods))
    pager = Pager.of(query, len(holders), 40)
    shown = holders[pager.offset : pager.offset + pager.size]
    return shared | {
        "by": by,
        "unit": unit,
        "periods": [{"id": p, "label": label(p, unit), "words": in_words(p, unit)} for p in periods],
        "heads": heads(periods, unit) if unit != "year" else [],
        "earlier": earlier,
        "before": periods[0] if periods else None,
        "counts": Counter(h["side"] for h in holders),
        "holders": shown,
        "pager": pager,
        "words": Counter(s.word for s in found).most_common(12),
        "picked": _picked(found, query, unit),
        "stands": found,
        "SIDES": SIDES,
        "FITS": FITS,
        "TURNED": TURNED,
        "title": f"Sides: {issue}",
    }


def _reviewed(stand: Stand, asked: str) -> bool:
    return not asked or (stand.verdict in ("right", "corrected") if asked == "right" else stand.verdict is None)


def holders_of(found: Iterable[Stand], unit: str, periods: set[str]) -> list[dict[str, Any]]:
    """Return one row for each actor: those for it first, the most often told first."""
    own: dict[str, list[Stand]] = {}
    for stand in found:
        own.setdefault(stand.holder, []).append(stand)
    made = [_holder(name, rows, unit, periods) for name, rows in own.items()]
    order = tuple(SIDES)
    made.sort(key=lambda h: (order.index(h["side"]), -h["times"], h["first"].day or "", h["holder"]))
    return made


def _holder(name: str, rows: list[Stand], unit: str, periods: set[str]) -> dict[str, Any]:
    changes = [s for n, s in enumerate(rows) if not n or rows[n - 1].stance != s.stance]
    cells: dict[str, dict[str, int]] = {}
    for stand in rows:
        period = period_of(stand.day, unit)
        if period in periods and period:
            cell = cells.setdefault(period, {"for": 0, "against": 0, "changed": 0})
            cell[stand.stance] += 1
    for change in changes[1:]:
        if (period := period_of(change.day, unit)) in cells and period:
            cells[period]["changed"] = 1
    who = rows[0]
    return {
        "holder": name,
        "named": who.named,
        "country": who.country,
        "sector": who.sector,
        "side": rows[0].stance if len(changes) == 1 else "changed",
        "times": len(rows),
        "articles": len({s.article_id for s in rows}),
        "first": rows[0],
        "last": rows[-1],
        "changes": changes[1:],
        "words": Counter(s.word for s in rows).most_common(),
        "cells": cells,
        "undated": sum(not s.day for s in rows),
    }


def _picked(found: list[Stand], query: Query, unit: str) -> dict[str, Any] | None:
    """Return the evidence of one cell, or of one actor: what `who` and `at` ask for."""
    who, at = query.one("who"), query.one("at")
    if who is None:
        return None
    own = [s for s in found if s.holder == who and (at is None or period_of(s.day, unit) == at)]
    return {"who": who, "at": at, "words": in_words(at, unit) if at else "", "stands": own}


PAGES = (
    Page(
        "/sides",
        "Sides",
        "sides.html",
        answer,
        group="Who",
        order=20,
        scripts=("panel.js",),
        styles=("sides.css",),
        table="stands",
    ),
)
