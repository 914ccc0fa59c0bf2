"""Timeline: events by quad class and by type over time, of an actor, a country or a dyad, with their intensity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tacitus.casebook.ask_counts import QUADS
from tacitus.casebook.ask_filters import HAPPENED, UNITS
from tacitus.casebook.store import Casebook
from tacitus.casebook.sum_time import TypeRow, ends_of, mean_intensity, span, type_table
from tacitus.records import EVENT_TYPES
from tacitus.web.kept import kept
from tacitus.web.pages import Page, Pager, Query
from tacitus.web.periods import axis, in_words, unit_of

FIT_MOST, PERIODS_MOST = 130, 400
KEYS = tuple(q.lower().replace(" ", "_") for q in QUADS)


def answer(book: Casebook, query: Query) -> dict[str, Any]:
    """Count events by period; without dates, over the time in which the articles were published."""
    filters = query.filters()
    first, last = kept(book, ("span",), lambda: span(book, "positions"))
    by, unit = unit_of(query, filters.since or first, filters.until or last, FIT_MOST)
    ever = replace(filters, since=None, until=None)  # the table is kept, so that another time is seen at once
    table = kept(book, ("types", ever), lambda: type_table(book, ever))
    rows = kept(book, ("by type", filters, unit), lambda: table.between(unit, filters.since, filters.until))
    inside, before, after, undated = _split(rows, first, last, bool(filters.since), bool(filters.until))
    periods, earlier = axis((r.period for r in inside), unit, PERIODS_MOST)
    shown = set(periods)
    counts = _periods([r for r in inside if r.period in shown], periods, unit, query)
    whole = [p for p in counts if p["deeds"]]
    if query.form == "csv":
        return {"rows": [{k: v for k, v in p.items() if k not in ("words", "types", "url")} for p in whole]}
    pager = Pager.of(query, len(whole), 60)
    types = _types([r for r in inside if r.period in shown])
    return {
        "by": by,
        "unit": unit,
        "UNITS": ("auto", *UNITS),
        "periods": counts,
        "rows": whole[pager.offset : pager.offset + pager.size],
        "pager": pager,
        "types": types,
        "deeds": sum(t["deeds"] for t in types),
        "reports": sum(r.reports for r in inside if r.period in shown),
        "first": first,
        "last": last,
        "earlier": earlier,
        "before": before,
        "after": after,
        "undated": undated,
        "whom": _whom(query),
        "KEYS": KEYS,
    }


def _split(
    rows: Iterable[TypeRow], first: str | None, last: str | None, since: bool, until: bool
) -> tuple[list[TypeRow], int, int, int]:
    """Part what lies outside the time of the articles (unless it is asked for) and what has no date from the rest.

    Texts tell of 1945 and of 2050; a picture that reaches so far shows nothing of the weeks in between.
    """
    inside: list[TypeRow] = []
    before = after = undated = 0
    for row in rows:
        if row.period is None:
            undated += row.deeds
        elif not since and first and row.period < first[: len(row.period)] and not _holds(row.period, first):
            before += row.deeds
        elif not until and last and row.period > last[: len(row.period)]:
            after += row.deeds
        else:
            inside.append(row)
    return inside, before, after, undated


def _holds(period: str, day: str) -> bool:
    """Say whether a week begins less than seven days before a day."""
    return len(period) == 10 and ends_of(period, "week")[1] >= day[:10] if len(day) >= 10 else False


def _periods(rows: list[TypeRow], periods: list[str], unit: str, query: Query) -> list[dict[str, Any]]:
    """Return one row for each period, empty ones too, with the address of its records."""
    own: dict[str, list[TypeRow]] = {p: [] for p in periods}
    for row in rows:
        if row.period:
            own[row.period].append(row)
    made = []
    for period, inside in own.items():
        quads: Counter[str | None] = Counter()
        of_type: Counter[str] = Counter()
        for row in inside:
            quads[row.quad_class] += row.deeds
            of_type[row.type] += row.deeds
        since, until = ends_of(period, unit)
        made.append(
            {
                "period": period,
                "words": in_words(period, unit),
                **{key: quads[q] for key, q in zip(KEYS, QUADS, strict=True)},
                "deeds": sum(of_type.values()),
                "reports": sum(row.reports for row in inside),
                "intensity": mean_intensity(of_type),
                "types": dict(of_type),
                "url": _records(query, since=since, until=until),
            }
        )
    return made


def _types(rows: list[TypeRow]) -> list[dict[str, Any]]:
    """Return one row for each type of event, by quad class, then by number."""
    deeds: Counter[tuple[str, str | None]] = Counter()
    for row in rows:
        deeds[row.type, row.quad_class] += row.deeds
    place = {quad: n for n, quad in enumerate(QUADS)}
    order = sorted(deeds, key=lambda t: (place.get(t[1] or "", 9), -deeds[t], EVENT_TYPES.index(t[0])))
    return [{"type": t, "quad_class": quad, "deeds": deeds[t, quad]} for t, quad in order]


def _records(query: Query, **dates: str) -> str:
    """Return the address of the events counted: the same filters, those dates."""
    status = query.one("status") or ",".join(HAPPENED)
    return query.url("/search", kind="events", status=status, by=None, page=None, **dates)


def _whom(query: Query) -> str:
    """Say of whom the events are: "Venezuela to United States"."""
    who = " ".join(v for v in (query.one("actor"), query.one("country"), query.one("sector")) if v)
    return f"{who or 'anybody'} to {query.one('to')}" if query.one("to") else who


PAGES = (
    Page(
        "/timeline",
        "Timeline",
        "timeline.html",
        answer,
        group="When and where",
        order=40,
        scripts=("timeline.js",),
        vendor=("d3.min.js", "plot.umd.min.js"),
        styles=("graphics.css",),
        table="rows",
    ),
)
