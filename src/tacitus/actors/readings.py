"""Readings: who a mention may be. They are gathered by mention and by chain, then ranked into resolutions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date as Day

from tacitus.entities.entity_tables import Body, Country, EntityTables, Office
from tacitus.entities.name_keys import name_key
from tacitus.records import Resolution

LATELY = 14  # days after the end of an office in which the news may still be of it
STALE = 3  # years after which a table's knowledge of an office says little


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a mention. `score` runs from 0 to 1; `strong` readings are the mention's own name."""

    name: str | None
    country: str | None
    sector: str | None
    entity_id: str | None
    score: float
    reason: str
    known_until: str | None = None
    strong: bool = False
    of_role: bool = False


def of_country(country: Country, score: float, reason: str, government: bool = False, strong: bool = False) -> Reading:
    """Read a state as an actor: its government."""
    name = f"Government of {country.spoken}" if government else country.name
    return Reading(name, country.iso3, "GOV", f"country:{country.iso3}", score, reason, None, strong)


def of_body(body: Body, score: float, reason: str) -> Reading:
    """Read an organisation of the tables."""
    entity = f"body:{name_key(body.name)}"
    return Reading(body.name, body.country or None, body.sector, entity, score, reason, body.known_until or None, True)


def of_person(offices: list[Office], name: str, date: str | None, score: float) -> list[Reading]:
    """Read a person by the offices of one name: what he holds on the date first, what is over after it."""
    people: dict[str, list[Office]] = {}
    for o in offices:
        people.setdefault(f"{name_key(o.person)}:{o.country}", []).append(o)
    out: list[Reading] = []
    for key, posts in people.items():
        out.extend(_on_date(posts, key, name, date, score))
    return out


def _on_date(posts: list[Office], key: str, name: str, date: str | None, score: float) -> list[Reading]:
    shown = posts[0].person if posts[0].source == "own" else name
    held = [o for o in posts if o.holds_on(date)]
    sure = [o for o in held if not _is_stale(o, date)]
    out = []
    for o in sure or held:
        told = f"{o.office}, {o.start or '?'} to {o.end or '?'}"
        out.append(_reading(o, key, shown, o.sector, score if sure else score - 0.1, told))
    for o in posts:
        if not o.holds_on(date):
            begun = bool(date and o.start and o.start[: len(date)] > date)
            told = f"office begins {o.start}" if begun else _ending(o)
            out.append(_reading(o, key, shown, o.sector, score - 0.5, f"{o.office}: {told}"))
    over = [o for o in posts if date and (o.end or o.known_until) < date]
    if not held and over:
        last = max(over, key=lambda o: o.end or o.known_until)
        told = f"{last.office}: {_ending(last)}, no later one known"
        just = _has_just_left(last, date)
        sector = "IND" if not just and last.sector in ("GOV", "MIL", "LEG", "SPY", "COP", "JUD") else last.sector
        out.insert(0, _reading(last, key, shown, sector, score - 0.05, told))
    return out


def _has_just_left(o: Office, date: str | None) -> bool:
    """Say whether an office ended so lately that the news may still be of what was done in it."""
    if not date or len(date) < 10 or len(o.end) < 10:
        return False
    return (Day.fromisoformat(date[:10]) - Day.fromisoformat(o.end[:10])).days <= LATELY


def _ending(o: Office) -> str:
    return f"office ended {o.end}" if o.end else f"last seen in office {o.known_until}"


def _reading(o: Office, key: str, shown: str, sector: str, score: float, reason: str) -> Reading:
    until = o.known_until or None
    return Reading(shown, o.country or None, sector, f"person:{key}", score, reason, until, True)


def _is_stale(o: Office, date: str | None) -> bool:
    if o.end or not date or not o.known_until:
        return False
    far = abs(int(date[:4]) - int(o.known_until[:4]))
    return far > STALE and (not o.start or date > o.known_until)


def ranked(mention_id: str, readings: Iterable[Reading]) -> tuple[Resolution, ...]:
    """Rank readings, best first, each (name, country, sector) once."""
    order = sorted(readings, key=lambda r: -r.score)
    seen: set[tuple[str | None, str | None, str | None]] = set()
    out: list[Resolution] = []
    for r in order:
        what = (r.name, r.country, r.sector)
        if what not in seen:
            seen.add(what)
            out.append(
                Resolution(
                    mention_id, len(out), r.name, r.country, r.sector, r.entity_id,
                    round(max(r.score, 0.0), 3), r.reason, r.known_until,
                )
            )  # fmt: skip
    return tuple(out)


def weaker(reading: Reading, factor: float, reason: str) -> Reading:
    """Return the reading with a lower score and a reason put before its own."""
    return replace(reading, score=reading.score * factor, reason=f"{reason}: {reading.reason}", strong=False)


def demonym(tables: EntityTables, iso3: str | None) -> str:
    """Return the adjective of a country: "Chinese"."""
    country = tables.countries.get(iso3 or "")
    return country.adjective if country else ""
