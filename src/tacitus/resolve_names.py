"""Readings of proper names: countries and their seats of government, organisations, persons."""

from __future__ import annotations

import re

from tacitus.name_keys import name_key
from tacitus.profiles import Profile
from tacitus.readings import Reading, of_body, of_country, of_person
from tacitus.scene import Scene, owner_country

PLACE_SCORES = {"name": 0.95, "demonym": 0.9, "capital": 0.85, "seat": 0.85, "place": 0.5}


def read_name(scene: Scene, x: Profile) -> list[Reading]:
    """Return the readings of a mention that is a name, a place or a demonym."""
    words = scene.parsed.span(x.first, x.last).text
    bare = name_text(scene, x)
    out: list[Reading] = []
    if not (x.person and len(x.name) > 1):
        out.extend(_as_place(scene, x, words))
        for text in dict.fromkeys((words, bare)):
            out.extend(
                of_body(b, 0.95 if not x.person else 0.5, f"organisation named {b.name}")
                for b in scene.tables.bodies(text)
            )
    if x.kind != "demonym" and (x.person or x.label == "PERSON" or (x.kind == "name" and not out)):
        out.extend(as_person(scene, x, bare))
    return out


def name_text(scene: Scene, x: Profile) -> str:
    """Return the words of the name alone, as written, without titles before it."""
    p = scene.parsed
    count, first = len(x.name), x.head
    while first > x.first and count > 1:
        first -= 1
        if len(name_key(p.span(first, x.head).text).split()) >= len(" ".join(x.name).replace("-", " ").split()):
            break
    text = p.span(first, x.head).text
    return re.sub(r"['’]s?$", "", " ".join(text.split()))


def _as_place(scene: Scene, x: Profile, words: str) -> list[Reading]:
    found = scene.tables.place(words) or scene.tables.place(name_text(scene, x))
    if found is None:
        return []
    land, kind = found.country, found.kind
    score = PLACE_SCORES[kind]
    if kind == "demonym":
        return [_as_people(scene, x, land.iso3, words, score)]
    if kind == "name":
        return [of_country(land, score, "country", strong=True)]
    if kind in ("capital", "seat"):
        return [of_country(land, score, f"{kind} of {land.name} for its government", True, True)]
    name = re.sub(r"['’]s?$", "", words)
    return [Reading(name, land.iso3, "GOV", f"place:{name_key(name)}", score, f"place in {land.name}", None, True)]


def _as_people(scene: Scene, x: Profile, iso3: str, words: str, score: float) -> Reading:
    """Read a demonym: as an adjective the state, as a noun its people."""
    t = scene.parsed[x.head]
    land = scene.tables.countries[iso3]
    if t.pos == "ADJ" or t.dep in ("amod", "compound", "nmod"):
        return of_country(land, score, f"demonym of {land.name}", strong=True)
    name = words.removeprefix("the ").removeprefix("The ")
    return Reading(name, iso3, "CVL", f"people:{iso3}", score, f"people of {land.name}", None, True)


def as_person(scene: Scene, x: Profile, bare: str) -> list[Reading]:
    """Read a person's name: by full name, by a surname that an office of the date explains, else as written."""
    tables, date = scene.tables, scene.date
    country, sector, told = beside(scene, x)
    out: list[Reading] = []
    if len(x.name) > 1:
        offices = tables.people(bare)
        out = of_person(offices, bare, date, 0.95)
        if country and out and all(r.country != country for r in out):
            out = [r for r in out if r.score > 0.9] and [_rejected(r, "same name, other country") for r in out]
    elif x.kind == "name" or x.person:
        out = _by_surname(scene, x, bare, country)
    if not out or max(r.score for r in out) < 0.6:
        score = 0.75 if country or sector else 0.55 if len(x.name) > 1 else 0.35
        sure = sector or "IND"
        written = Reading(bare, country, sure, f"name:{name_key(bare)}", score, told or "name as written", None, True)
        out.append(written)
    return out


def _rejected(r: Reading, why: str) -> Reading:
    return Reading(r.name, r.country, r.sector, r.entity_id, r.score - 0.5, f"{why}: {r.reason}", r.known_until, True)


def _by_surname(scene: Scene, x: Profile, bare: str, country: str | None) -> list[Reading]:
    """Read a bare surname through offices of the date; only one person, or one of the country beside it, will do."""
    held = [o for o in scene.tables.bearers(bare) if o.holds_on(scene.date) and o.start]
    main, _ = scene.main_country(scene.parsed[x.head].sent)
    for wanted, score in ((country, 0.8), (main, 0.65), (None, 0.6)):
        fits = [o for o in held if wanted is None or o.country == wanted]
        people = {name_key(o.person) for o in fits}
        if len(people) == 1 and (wanted or x.person):
            found = of_person(fits, fits[0].person, scene.date, score)
            lost = [o for o in held if o not in fits]
            others = of_person(lost, "", scene.date, 0.3)
            return found + [_rejected(r, "same surname, other country") for r in others]
    return []


def beside(scene: Scene, x: Profile) -> tuple[str | None, str | None, str]:
    """Return country and sector that a title or an apposition beside a name gives, and the reason."""
    role = x.role
    if role is None:
        return None, None, ""
    country = owner_country(scene, role)
    sector = (
        "IND" if role.former and role.rule.sector in ("GOV", "MIL", "LEG", "SPY", "COP", "JUD") else role.rule.sector
    )
    return country, sector, f"role beside the name: {role.phrase}"
