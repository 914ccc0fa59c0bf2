"""Map: events by the country where they happened, or by the country of those who act."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from tacitus.casebook.ask_filters import HAPPENED
from tacitus.casebook.store import Casebook
from tacitus.casebook.sum_places import ACTOR, RECIPIENT, CountryRow, place_table
from tacitus.web.kept import kept
from tacitus.web.pages import Page, Query

MODES = {"place": "where it happened", "actor": "who acts"}
SORTS = ("deeds", "name", "by_place", "by_recipient", "conflict", "reports")
BINS = 5
SHAPES = Path(__file__).parent / "country_shapes.csv"


@cache
def shapes() -> dict[str, list[str]]:
    """Return the shapes of each country on the map, by their ISO 3166 numeric code, or a name where they have none."""
    out: dict[str, list[str]] = {}
    with SHAPES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            out.setdefault(row["iso3"], []).append(row["shape"])
    return out


def answer(book: Casebook, query: Query) -> dict[str, Any]:
    """Count events by country."""
    mode, filters = query.choice("where", MODES), query.filters()
    of = RECIPIENT if mode == "place" else ACTOR
    always = replace(filters, since=None, until=None)  # the table is kept, so that another time is seen at once
    found = kept(book, ("places", of, always), lambda: place_table(book, always, of)).between(
        filters.since, filters.until
    )
    sort = query.choice("sort", SORTS)
    rows = [_row(query, row, mode) for row in found.rows]
    rows.sort(key=(lambda r: r["name"]) if sort == "name" else lambda r: (-r[sort], r["name"]))
    if query.form == "csv":
        return {"rows": [{k: v for k, v in row.items() if k not in ("shapes", "url")} for row in rows]}
    return {
        "mode": mode,
        "MODES": MODES,
        "rows": rows,
        "sort": sort,
        "steps": steps([row.deeds for row in found.rows]),
        "deeds": found.deeds,
        "nowhere": found.nowhere,
        "placed": found.deeds - found.nowhere,
        "by_place": sum(row.by_place for row in found.rows),
        "by_recipient": sum(row.by_recipient for row in found.rows),
        "unknown": found.unknown[:12],
        "unknown_places": len(found.unknown),
        "small": [row for row in rows if not row["shapes"]],
    }


def _row(query: Query, row: CountryRow, mode: str) -> dict[str, Any]:
    """Return a country with the address of its records."""
    return {
        "country": row.country,
        "name": row.name,
        "shapes": shapes().get(row.country, []),
        "deeds": row.deeds,
        "reports": row.reports,
        "by_place": row.by_place,
        "by_recipient": row.by_recipient,
        "cooperation": row.verbal_cooperation + row.material_cooperation,
        "conflict": row.verbal_conflict + row.material_conflict,
        "material_conflict": row.material_conflict,
        "url": query.url("/search", kind="events", where=None, sort=None, **_end(query, row.country, mode)),
    }


def _end(query: Query, country: str, mode: str) -> dict[str, str]:
    """Return the filters for the events counted in a country; who else takes part may be asked for already."""
    asked = {"status": query.one("status") or ",".join(HAPPENED)}
    if mode == "actor":
        return asked | {"country": country, "role": "actor"}
    if query.one("actor") or query.one("country") or query.one("sector"):
        return asked | {"to": country}
    return asked | {"country": country, "role": "recipient"}


def steps(counts: list[int]) -> list[int]:
    """Return the lower ends of at most five classes, each about as many times the one before: 1, 4, 16 ..."""
    most = max(counts, default=0)
    if most <= BINS:
        return list(range(1, most + 1))
    ratio = (most + 1) ** (1 / BINS)
    ends = [1]
    for n in range(1, BINS):
        raw = ratio**n
        size = 10 ** max(0, len(str(int(raw))) - 1)
        ends.append(max(ends[-1] + 1, round(raw / size) * size if size > 1 else round(raw)))
    return ends


PAGES = (
    Page(
        "/map",
        "Map",
        "map.html",
        answer,
        group="When and where",
        order=50,
        scripts=("map.js",),
        vendor=("d3.min.js", "topojson-client.min.js"),
        styles=("graphics.css",),
        table="rows",
    ),
)
