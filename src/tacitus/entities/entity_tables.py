"""The entity tables: countries, offices with dates, organisations, armed groups, companies, outlets.

The files in `entities/` are data; `scripts/build_entities.py` makes them. A user's overlay files have the
same columns and stand over ours: what is found in an overlay is preferred. Which table a file belongs to
shows in its columns: `person` makes it offices, `demonyms` countries, else it holds bodies.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from tacitus.entities.name_keys import alike, loose_key, name_key
from tacitus.errors import InputError
from tacitus.records import SECTORS

HOME = Path(__file__).parent
FILES = ("countries.csv", "offices.csv", "organisations.csv", "armed_groups.csv", "companies.csv", "outlets.csv")
LASTING = 5  # years that an office is taken to go on after it was last seen
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")
FIRST_WINS, LISTS = ("name", "demonym", "capital", "seat", "place"), (" | ", ";")


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory. `seats` are buildings that stand for its government, `places` lie in it."""

    iso3: str
    name: str
    aliases: str = ""
    demonyms: str = ""
    capital: str = ""
    seats: str = ""
    places: str = ""
    source: str = ""
    known_until: str = ""

    @property
    def spoken(self) -> str:
        """The name as it stands in a sentence: "the Netherlands", "Chad"."""
        return f"the {self.name}" if f"The {self.name}" in listed(self.aliases) else self.name

    @property
    def adjective(self) -> str:
        """The first demonym, or the name where the table has none: "Chinese", "Hong Kong"."""
        first = self.demonyms.split(" | ")[0] if self.demonyms else ""
        return self.name if self.name == "Hong Kong" or not first else first


@dataclass(frozen=True, slots=True)
class Office:
    """A post that a person held from `start` to `end` (ISO prefixes; empty where unknown).

    `sector` is the sector while in office; somebody whose offices are all over is a private person.
    """

    person: str
    office: str
    country: str
    sector: str
    start: str = ""
    end: str = ""
    aliases: str = ""
    surname: str = ""
    source: str = ""
    known_until: str = ""

    def holds_on(self, date: str | None) -> bool:
        """Say whether the office is held on a date (an ISO prefix); with no date, whether it was ever held."""
        if not date:
            return True
        if self.start and self.start[: len(date)] > date[: len(self.start)]:
            return False
        if self.end:
            return date[: len(self.end)] <= self.end
        # with no end told, somebody is not taken to sit for ever after he was last seen in office
        return not self.known_until or int(date[:4]) - int(self.known_until[:4]) <= LASTING


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation, party, force, armed group, company or outlet. `country` is empty for what has none."""

    name: str
    country: str
    sector: str
    kind: str = ""
    aliases: str = ""
    source: str = ""
    known_until: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What a word says of a country: the country, and whether it is its name, demonym, capital, seat or a place."""

    country: Country
    kind: str


def listed(text: str) -> list[str]:
    """Split a list in a cell of a table."""
    return [part.strip() for part in text.split(" | ") if part.strip()]


class EntityTables:
    """Facts on actors, loaded once per worker."""

    def __init__(self, *overlays: Path) -> None:
        """Load our tables and the user's overlay files over them. Raises InputError naming file, line and remedy."""
        self.countries: dict[str, Country] = {}
        self._places: dict[str, Place] = {}
        self._bodies: dict[str, list[Body]] = {}
        self._people: dict[str, list[Office]] = {}
        self._loose: dict[str, list[Office]] = {}
        self._surnames: dict[str, list[Office]] = {}
        self._posts: dict[str, list[Office]] = {}
        self.things = _things()
        for path in overlays:
            for row in _overlay(Path(path)):
                self._add(row)
        for row in _shipped():
            self._add(row)

    def _add(self, row: Country | Office | Body) -> None:
        if isinstance(row, Country):
            self._add_country(row)
        elif isinstance(row, Office):
            self._add_office(row)
        else:
            for words in (row.name, *listed(row.aliases)):
                self._bodies.setdefault(name_key(words), []).append(row)

    def _add_country(self, row: Country) -> None:
        if row.iso3 in self.countries:
            kept = self.countries[row.iso3]  # an overlay adds to a country, its name stays
        else:
            kept = self.countries[row.iso3] = row
        for kind, words in (
            ("name", [row.name, *listed(row.aliases)]),
            ("demonym", listed(row.demonyms)),
            ("capital", listed(row.capital)),
            ("seat", listed(row.seats)),
            ("place", listed(row.places)),
        ):
            for word in words:
                key, place = name_key(word), Place(kept, kind)
                old = self._places.get(key)
                if old is None or FIRST_WINS.index(kind) < FIRST_WINS.index(old.kind):
                    self._places[key] = place

    def _add_office(self, row: Office) -> None:
        names = {name_key(words): None for words in (row.person, *listed(row.aliases))}
        for key in names:
            self._people.setdefault(key, []).append(row)
        last = name_key(row.surname or row.person.split()[-1])
        for key in dict.fromkeys((last, last.split()[-1] if last else "")):
            self._surnames.setdefault(key, []).append(row)
        self._posts.setdefault(row.country, []).append(row)

    # --- asking ----------------------------------------------------------------------------------
    def place(self, words: str) -> Place | None:
        """Return the country that a name, demonym, capital, seat or place stands for, and which of them it is."""
        if words.islower():  # "us" is no country, nor is "turkey"
            return None
        key = name_key(words)
        return self._places.get(key) or self._places.get(key.removeprefix("the "))

    def is_region(self, words: str) -> bool:
        """Say whether words name a part of the world that only contains a country's name: Latin America."""
        return name_key(words) in _regions()

    def country_words(self) -> Iterator[tuple[str, str]]:
        """Yield the names, demonyms and capitals of countries as written, each with its kind."""
        for row in self.countries.values():
            yield from ((words, "demonym") for words in listed(row.demonyms))
            yield from ((words, "capital") for words in listed(row.capital))
            yield from ((words, "name") for words in (row.name, *listed(row.aliases)))

    def country_of(self, words: str) -> str | None:
        """Return the code of the country that a name, a demonym, a capital or a place stands for."""
        found = self.place(words)
        return found.country.iso3 if found else None

    def bodies(self, words: str) -> list[Body]:
        """Return the organisations of a name or abbreviation, the user's first."""
        if words.islower() and len(words) < 5:  # "is" and "who" are no organisations
            return []
        key = name_key(words)
        return self._bodies.get(key) or self._bodies.get(key.removeprefix("the "), [])

    def people(self, words: str) -> list[Office]:
        """Return the offices of whoever bears a full name, by spelling first, then by its sound."""
        key = name_key(words)
        parts = key.split()
        if len(parts) < 2:
            return self._people.get(key, [])
        exact = self._people.get(key) or self._people.get(f"{parts[0]} {parts[-1]}")
        if exact:
            return exact
        if not self._loose:  # built when first asked for: most runs of one article never do
            for known, offices in self._people.items():
                if " " in known:
                    self._loose.setdefault(loose_key(known.split()), []).extend(offices)
        return [o for o in self._loose.get(loose_key(parts), []) if alike(key, name_key(o.person))]

    def bearers(self, surname: str) -> list[Office]:
        """Return the offices of all whose name ends in a surname."""
        return self._surnames.get(name_key(surname), [])

    def holders(self, country: str, date: str | None) -> list[Office]:
        """Return the offices of a country held on a date."""
        return [o for o in self._posts.get(country, []) if o.holds_on(date)]


@cache
def _regions() -> frozenset[str]:
    with (HOME / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return frozenset(name_key(words) for row in rows for words in (row["name"], *listed(row["demonyms"])))


@cache
def _shipped() -> tuple[Country | Office | Body, ...]:
    out: list[Country | Office | Body] = []
    for name in FILES:
        if (HOME / name).exists():
            out.extend(_rows(HOME / name))
    return tuple(out)


@cache
def _things() -> frozenset[str]:
    """Return the nouns of things that stand for their owner when something is done to them."""
    return frozenset((HOME / "things.csv").read_text(encoding="utf-8").split("\n")[1:-1])


def _overlay(path: Path) -> list[Country | Office | Body]:
    try:
        return list(_rows(path))
    except OSError as e:
        raise InputError(f"{path}: {e.strerror or e}; give the path of a CSV file of actors") from e
    except UnicodeDecodeError as e:
        raise InputError(f"{path}: not UTF-8 text ({e.reason}); save the file as CSV in UTF-8") from e


def _rows(path: Path) -> Iterator[Country | Office | Body]:
    reader = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig")))
    columns = tuple(reader.fieldnames or ())
    kind: type[Any] = Office if "person" in columns else Country if "demonyms" in columns else Body
    known = [f.name for f in fields(kind)]
    strangers = [c for c in columns if c not in known]
    needed = known[:4] if kind is Office else known[:2] if kind is Country else known[:3]
    missing = [c for c in needed if c not in columns]
    if strangers or missing:
        raise InputError(
            f"{path}: line 1: {_complaint(strangers, missing)}; a table of {kind.__name__.lower()} rows has the "
            f"columns {', '.join(known)}"
        )
    for row in reader:
        if None in row or None in row.values():
            raise InputError(
                f"{path}: line {reader.line_num}: {len(columns)} columns expected; put quotation "
                "marks around cells with commas"
            )
        made = kind(**{k: v.strip() for k, v in row.items()})
        if path.parent != HOME:  # ours are checked by the tests
            _check(made, f"{path}: line {reader.line_num}")
        yield made


def _complaint(strangers: list[str], missing: list[str]) -> str:
    told = []
    if strangers:
        told.append(f"unknown column {', '.join(strangers)}")
    if missing:
        told.append(f"column {', '.join(missing)} is missing")
    return ", ".join(told)


def _check(row: Country | Office | Body, where: str) -> None:
    """Raise InputError for a row that says what cannot be."""
    code = row.iso3 if isinstance(row, Country) else row.country
    if (code and not re.fullmatch(r"[A-Z]{3}", code)) or (isinstance(row, Country) and not code):
        raise InputError(f"{where}: '{code}' is no ISO 3166 alpha-3 country code; write three capitals such as KEN")
    if not (row.person if isinstance(row, Office) else row.name):
        raise InputError(f"{where}: the name is empty; give the name of the actor")
    if isinstance(row, Country):
        return
    if row.sector not in SECTORS:
        raise InputError(f"{where}: '{row.sector}' is no sector; use one of {' '.join(SECTORS)}")
    if isinstance(row, Office):
        for date in (row.start, row.end):
            if date and not DATE.match(date):
                raise InputError(f"{where}: '{date}' is no date; write 2019, 2019-02 or 2019-02-23")
        if row.start and row.end and row.end < row.start[: len(row.end)]:
            raise InputError(f"{where}: the office ends ({row.end}) before it starts ({row.start}); swap the dates")
