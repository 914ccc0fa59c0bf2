"""Counts events by the country where they happened, or by the country of those who act.

Where an event happened is what its own words for the place say, if the entity tables know them: a country, its
capital, a seat of its government, a place in it. Else the country of the first recipient stands for it, and
what was taken for what is counted apart. A deed counts once in each country.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.ask_counts import QUADS
from tacitus.casebook.ask_filters import HAPPENED, Filters, counted, record_conditions
from tacitus.casebook.store import Casebook
from tacitus.entities.country_codes import codes_of
from tacitus.entities.entity_tables import EntityTables
from tacitus.show_text import one_line

ACTOR, RECIPIENT = "actor", "recipient"


@dataclass(frozen=True, slots=True)
class CountryRow:
    """The deeds of one country. `by_place` rest on the words for the place, `by_recipient` on who was acted upon."""

    country: str
    name: str
    deeds: int
    reports: int
    by_place: int
    by_recipient: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int


@dataclass(slots=True)
class Places:
    """Events by country. `nowhere` are deeds that could be put in none; `unknown` are places that no table knows."""

    rows: list[CountryRow] = field(default_factory=list)
    deeds: int = 0
    nowhere: int = 0
    unknown: list[tuple[str, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Land:
    reports: set[str] = field(default_factory=set)
    deeds: dict[str, tuple[str | None, bool]] = field(default_factory=dict)  # quad class, and whether by the place


@cache
def _tables() -> EntityTables:
    return EntityTables()


@lru_cache(maxsize=65536)
def country_of_place(words: str) -> str | None:
    """Return the code of the country that words for a place stand for: "Caracas", "the Gaza Strip", "Lima, Peru"."""
    whole = one_line(words)
    ways = [whole, *reversed([part.strip() for part in whole.split(",") if part.strip()])] if "," in whole else [whole]
    return next((code for way in ways if (code := _tables().country_of(way))), None)


def by_place(book: Casebook, filters: Filters = Filters()) -> Places:  # noqa: B008 - it cannot change
    """Count events by the country where they happened."""
    lands: dict[str, _Land] = {}
    unknown: Counter[str] = Counter()
    placed: set[str] = set()
    deeds: set[str] = set()
    for deed, event, quad, place, country in _events(book, filters, RECIPIENT):
        deeds.add(deed)
        found = country_of_place(place) if place else None
        if place and found is None:
            unknown[one_line(place)] += 1
        if code := found or country:
            placed.add(deed)
            _count(lands, code, event, deed, quad, found is not None)
    return Places(_rows(lands), len(deeds), len(deeds - placed), _most(unknown))


def by_actor(book: Casebook, filters: Filters = Filters()) -> Places:  # noqa: B008 - it cannot change
    """Count events by the country of those who act; a deed done by two countries together counts in both."""
    lands: dict[str, _Land] = {}
    placed: set[str] = set()
    deeds: set[str] = set()
    for deed, event, quad, _, country in _events(book, filters, ACTOR):
        deeds.add(deed)
        if country:
            placed.add(deed)
            _count(lands, country, event, deed, quad, False)
    return Places(_rows(lands), len(deeds), len(deeds - placed))


def _events(book: Casebook, filters: Filters, role: str) -> Iterable[Any]:
    """Yield deed, quad class, words for the place, and the country of one who takes part in `role`.

    Of recipients that is the first; an event that several actors did comes once for each.
    """
    what = counted(book, "events")
    e, r, p = what.table, what.around, book.tables["participants"]
    takes_part = [p.c.record_id == e.c.id, p.c.role == role, *([p.c.rank == 0] if role == RECIPIENT else [])]
    deed = sa.func.coalesce(r.c.deed_id, r.c.event_id)
    asked = sa.select(deed, e.c.id, e.c.quad_class, e.c.place_text, p.c.country)
    asked = asked.select_from(what.rows.outerjoin(p, sa.and_(*takes_part)))
    ends = (ACTOR,) if filters.to else (ACTOR, RECIPIENT)
    with book.reading() as connection:
        words = " ".join(w for w in (filters.text, filters.issue) if w) or None
        f = replace(filters, text=words, issue=None)
        where = record_conditions(book, connection, "events", f, ends, (RECIPIENT,))
        if not filters.status:
            where.append(e.c.status.in_(HAPPENED))
        return connection.execute(what.hinted(asked.where(*where))).all()


def _count(lands: dict[str, _Land], code: str, event: str, deed: str, quad: str | None, told: bool) -> None:
    land = lands.setdefault(code, _Land())
    land.reports.add(event)
    if deed not in land.deeds or told:
        land.deeds[deed] = (quad, told)


def _rows(lands: dict[str, _Land]) -> list[CountryRow]:
    made = []
    for code, land in lands.items():
        quads = Counter(quad for quad, _ in land.deeds.values())
        told = sum(by_words for _, by_words in land.deeds.values())
        of_quads = (quads[q] for q in QUADS)
        counts = (len(land.deeds), len(land.reports), told, len(land.deeds) - told, *of_quads)
        made.append(CountryRow(code, codes_of(code).name or code, *counts))
    return sorted(made, key=lambda row: (-row.deeds, row.name))


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
