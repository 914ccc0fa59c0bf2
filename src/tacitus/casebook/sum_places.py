"""Counts events by the country where they happened, or by the country of those who act.

Where an event happened is what its own words for the place say, if the entity tables know them: a country, its
capital, a seat of its government, a place in it. Else the country of the first recipient stands for it, and
what was taken for what is counted apart. A deed counts once in each country.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from tacitus.casebook.ask_counts import QUADS
from tacitus.casebook.ask_filters import Filters, counted, tie_conditions
from tacitus.casebook.day_columns import Days, Numbering, Numbers
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


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Events and the countries they count in, in columns (n,) by day.

    A row is an event and one country, -1 if it has none. `land`, `quad` and `unknown` number what `lands`, QUADS and
    `names` (words for places that no table knows) hold; `told` says whether the place's own words name the country.
    """

    days: Days
    lands: list[str]
    names: list[str]
    deed: Numbers
    event: Numbers
    land: Numbers
    quad: Numbers
    unknown: Numbers
    told: npt.NDArray[np.bool_]

    def between(self, since: str | None = None, until: str | None = None) -> Places:
        """Count the events of some time, as `Days.cut` takes it."""
        cut = self.days.cut(since, until)
        land, deed, told = self.land[cut], self.deed[cut], self.told[cut]
        placed = land >= 0
        counts = np.bincount(self.unknown[cut][self.unknown[cut] >= 0], minlength=len(self.names))
        unknown = sorted(((self.names[k], int(counts[k])) for k in np.flatnonzero(counts)), key=lambda x: (-x[1], x[0]))
        everything, somewhere = len(np.unique(deed)), len(np.unique(deed[placed]))
        return Places(self._rows(cut, placed, told), everything, everything - somewhere, unknown)

    def _rows(self, cut: slice, placed: npt.NDArray[np.bool_], told: npt.NDArray[np.bool_]) -> list[CountryRow]:
        n = len(self.lands)
        first = np.argsort(~told[placed], kind="stable")  # where a deed's place is told once, that tells of the deed
        land, deed, event, quad = (x[cut][placed][first] for x in (self.land, self.deed, self.event, self.quad))
        told = told[placed][first]
        _, one = np.unique(land * (1 + deed.max(initial=0)) + deed, return_index=True)
        reports = np.unique(land * (1 + event.max(initial=0)) + event) // (1 + event.max(initial=0))
        columns = [np.bincount(land[one], minlength=n), np.bincount(reports, minlength=n)]
        columns += [np.bincount(land[one][told[one] == by_words], minlength=n) for by_words in (True, False)]
        columns += [np.bincount(land[one][quad[one] == q], minlength=n) for q in range(len(QUADS))]
        counted_ = zip(self.lands, *(c.tolist() for c in columns), strict=True)
        rows = [CountryRow(code, codes_of(code).name or code, *counts) for code, *counts in counted_ if counts[0]]
        return sorted(rows, key=lambda row: (-row.deeds, row.name))


@cache
def _tables() -> EntityTables:
    return EntityTables()


@lru_cache(maxsize=65536)
def country_of_place(words: str) -> str | None:
    """Return the code of the country that words for a place stand for: "Caracas", "the Gaza Strip", "Lima, Peru"."""
    whole = one_line(words)
    ways = [whole, *reversed([part.strip() for part in whole.split(",") if part.strip()])] if "," in whole else [whole]
    return next((code for way in ways if (code := _tables().country_of(way))), None)


def place_table(book: Casebook, filters: Filters = Filters(), of: str = RECIPIENT) -> PlaceTable:  # noqa: B008
    """Return the table to count by: where events happened, or with `of` = ACTOR by the countries of those who act.

    A deed done by two countries together counts in both.
    """
    rows = sorted(_events(book, filters, of), key=lambda row: row[0] or "")
    deeds, events, lands, names = (Numbering() for _ in range(4))
    columns: list[tuple[int, ...]] = []
    told: list[bool] = []
    for _, deed, event, quad, place, country in rows:
        found = country_of_place(place) if place and of == RECIPIENT else None
        missed = one_line(place) if place and of == RECIPIENT and found is None else None
        quad_number = QUADS.index(quad) if quad in QUADS else -1
        columns.append((deeds.of(deed), events.of(event), lands.of(found or country), quad_number, names.of(missed)))
        told.append(found is not None)
    days = Days.of(row[0] for row in rows)
    deed_, event_, land_, quad_, unknown = np.array(columns, np.int64).reshape(-1, 5).T
    return PlaceTable(days, list(lands), list(names), deed_, event_, land_, quad_, unknown, np.array(told, bool))


def _events(book: Casebook, filters: Filters, role: str) -> Iterable[Any]:
    """Yield day, deed, event, quad class, words for the place, and the country of one who takes part in `role`.

    Of recipients that is the first; an event that several actors did comes once for each.
    """
    what = counted(book, "events")
    e, r, p = what.table, what.around, book.tables["participants"]
    takes_part = [p.c.record_id == e.c.id, p.c.role == role, *([p.c.rank == 0] if role == RECIPIENT else [])]
    deed = sa.func.coalesce(r.c.deed_id, r.c.event_id)
    asked = sa.select(what.day, deed, e.c.id, e.c.quad_class, e.c.place_text, p.c.country)
    asked = asked.select_from(what.rows.outerjoin(p, sa.and_(*takes_part)))
    with book.reading() as connection:
        where = tie_conditions(book, connection, "events", filters)
        return connection.execute(what.hinted(asked.where(*where))).all()
