"""Readings of role nouns: "Venezuelan officials", "the military", "the Maduro regime", "Iran's army spokesman"."""

from __future__ import annotations

from tacitus.actors.readings import Reading, demonym
from tacitus.actors.scene import POSTS, Scene, is_post, own_sector, owner_country
from tacitus.entities.entity_tables import Office
from tacitus.entities.name_keys import name_key
from tacitus.mentions.profiles import Profile
from tacitus.mentions.read_roles import RolePhrase

SINGLE = ("GOV", "LEG")  # of these bodies a country has one: several are of several countries
STATE_SECTORS = frozenset(["GOV", "MIL", "LEG", "JUD", "COP", "SPY"])
GOVERNMENT = frozenset(["government", "presidency"])
CONTEXT_SECTORS = frozenset(["CVL", "COP", "OPP", "LEG", "JUD", "MIL", "PTY"])
CLEAR = 0.2  # by how much of its own score a country must lead the next, lest "the ministry" be anybody's
GROUPS = frozenset(["country", "states_together"])  # plural or wide, they are of no one country


def read_role(scene: Scene, x: Profile, owners: dict[int, Reading]) -> list[Reading]:
    """Return the readings of a role noun; `owners` holds who stands at the tokens that the role belongs to."""
    role = x.role
    if role is None:
        return read_thing(scene, x)
    if "unnamed" in role.rule.families:
        return [Reading(None, None, role.rule.sector, None, 0.6, f"unnamed: {role.phrase}")]
    owner = next((r for o in role.owners if (r := _owner(scene, o, owners)) and r.sector), None)
    if owner is not None and owner.sector == "CVL" and "minister" in role.rule.families:
        owner = None  # the minister for women is the state's
    if role.rule.id == "country" and owner is not None and owner.country and x.number != "p":
        return _as_land(scene, x, owner.country, 0.8, f"country of {owner.name}")
    if owner is not None and not (owner.entity_id or "").startswith(("country:", "place:", "people:")):
        return [*_head_of_body(scene, role, owner), _of_owner(scene, x, role, owner)]
    country, score, why = owner_country(scene, role), 0.8, "country beside the role"
    if country is None and owner is not None and owner.country:
        country, score, why = owner.country, 0.7, "country of its owner"
    if country is None and not x.definite and role.rule.person and role.rule.sector == "GOV":
        country, score, why = scene.home(scene.parsed[x.head].sent), 0.5, "the one country spoken of"
    elif country is None and _is_of_context(x, role):
        country, lead = scene.main_country(scene.parsed[x.head].sent, scene.others(x.head))
        country = country if lead >= CLEAR else None
        score, why = 0.4 + 0.2 * lead, "country that the text is about"
    return _readings(scene, x, role, country, score, why)


def _owner(scene: Scene, token: int, owners: dict[int, Reading]) -> Reading | None:
    """Return who a role belongs to: somebody named, or a body that is itself known by its role ("the army")."""
    if token in owners:
        return owners[token]
    x = scene.profiles.get(token)
    if x is None or x.role is None or x.role.rule.person or token in x.role.owners:
        return None
    return next(iter(read_role(scene, x, {})), None)


def _head_of_body(scene: Scene, role: RolePhrase, owner: Reading) -> list[Reading]:
    """Name who heads an organisation on the date: "the president of the European Commission"."""
    if not role.rule.person or not (owner.entity_id or "").startswith("body:") or role.former:
        return []
    body = name_key(owner.name or "")
    held = scene.tables.holders(owner.country or "", scene.date)
    fits = [o for o in held if body in name_key(o.office) and name_key(o.office).startswith(name_key(role.phrase))]
    if len({name_key(o.person) for o in fits}) != 1:
        return []
    o = fits[0]
    entity = f"person:{name_key(o.person)}:{o.country}"
    told = f"{o.office} on the date"
    return [Reading(o.person, o.country or None, o.sector, entity, 0.8, told, o.known_until or None)]


def read_thing(scene: Scene, x: Profile) -> list[Reading]:
    """Read a thing that is no institution as its owner: "oil facilities in Ghana", "Turkish warplanes"."""
    t = scene.parsed[x.head]
    if x.kind != "nominal" or not {t.low, t.lemma} & scene.tables.things:
        return []
    p = scene.parsed
    near = [*p.children(x.head, "poss", "amod", "compound", "nmod")]
    near += [
        k for prep in p.children(x.head, "prep") if p[prep].low in ("of", "in", "at") for k in p.children(prep, "pobj")
    ]
    for k in near:
        found = scene.place_at(k)
        if found:
            land = found.country
            told = f"thing of its owner: {t.low}"
            return [Reading(land.name, land.iso3, "GOV", f"country:{land.iso3}", 0.45, told, None, False, True)]
    return []


def _is_of_context(x: Profile, role: RolePhrase) -> bool:
    """Say whether a role without an owner is rather of the country that the text is about: "the police"."""
    rule = role.rule
    if rule.id in GROUPS and (x.number == "p" or rule.id != "country"):
        return False
    if x.number == "p" and not rule.person and rule.sector in SINGLE:
        return False  # "governments across the region" are of many countries
    if rule.sector in ("IGO", "BUS", "REB", "UNS", "REL", "EDU", "NGO") and not x.definite:
        return False
    return x.definite or rule.needs_country or rule.of_state or rule.sector in CONTEXT_SECTORS


def _of_owner(scene: Scene, x: Profile, role: RolePhrase, owner: Reading) -> Reading:
    """Read a role that belongs to a person or a body: the regime is the person, the spokesman speaks for the body."""
    rule = role.rule
    is_person = (owner.entity_id or "").startswith(("person:", "name:")) and owner.sector not in ("IGO", "MED")
    if is_person and rule.id in GOVERNMENT:
        return Reading(owner.name, owner.country, owner.sector, owner.entity_id, 0.8, f"{role.phrase} of {owner.name}")
    name = phrase_name(scene, x)
    sector = own_sector(scene, role)
    if owner.sector == "IGO" and x.number == "p" and (role.phrase == "member" or rule.id == "country"):
        return Reading(name, None, "GOV", f"role:{name_key(name)}", 0.65, f"states that are members of {owner.name}")
    own = sector if sector not in ("UNS", "GOV") and "official" not in rule.families else owner.sector
    if is_person:
        own = sector if sector != "UNS" else owner.sector
    country = owner.country
    if country is None and is_person and rule.of_state:
        country, _ = scene.main_country(scene.parsed[x.head].sent)
    former = role.former and own in STATE_SECTORS
    entity = f"role:{name_key(name)}"
    told = f"{role.phrase} of {owner.name}"
    if not rule.person and rule.sector in ("UNS", "GOV") and not is_person:
        return Reading(owner.name, owner.country, own, owner.entity_id, 0.6, told)
    return Reading(name, country, "IND" if former else own, entity, 0.65, told)


def _readings(scene: Scene, x: Profile, role: RolePhrase, country: str | None, score: float, why: str) -> list[Reading]:
    rule = role.rule
    sector = own_sector(scene, role)
    if role.former and sector in STATE_SECTORS:
        sector = "IND"
    out: list[Reading] = []
    if rule.person and x.number != "p" and country and not role.former:
        out.extend(_holder(scene, role, country, score, why))
    if rule.id == "states_together" or (rule.id == "country" and x.number == "p" and country is None):
        return [Reading(phrase_name(scene, x), None, "GOV", None, score - 0.1, f"{role.phrase}: states together")]
    if rule.id in ("country", "city", "place") or rule.families[:1] in (("country",), ("place",)):
        return _as_land(scene, x, country, score, why)
    name = role_name(scene, x, role, country)
    entity = f"country:{country}" if name and name.startswith("Government of ") else f"role:{name_key(name or '')}"
    if sector == "UNS":
        out.append(Reading(None, country, "UNS", None, score - 0.2, f"{role.phrase}: {why}"))
    else:
        out.append(Reading(name, country, sector, entity, score - 0.05, f"{role.phrase}: {why}"))
    return out


def _holder(scene: Scene, role: RolePhrase, country: str, score: float, why: str) -> list[Reading]:
    """Name who holds a leading office of a country on the date: "the Chinese president"."""
    wanted = POSTS.get(role.rule.id, ())
    held = [o for o in scene.tables.holders(country, scene.date) if _is_sure(o, scene.date or "")]
    for words in wanted:
        fits = [o for o in held if is_post(o.office.lower(), words)]
        people = {name_key(o.person): o for o in fits}
        if len(people) == 1:
            o = next(iter(people.values()))
            told = f"{o.office} of {country} on the date; {why}"
            entity = f"person:{name_key(o.person)}:{o.country}"
            return [Reading(o.person, country, o.sector, entity, score, told, o.known_until or None)]
    return []


def _is_sure(o: Office, date: str) -> bool:
    """Say whether the table knows an office to be held on a date: between its dates, or near the day it was seen."""
    if o.start and o.end:
        return True
    near = not date or abs(int(o.known_until[:4]) - int(date[:4])) <= 1
    return near if not o.start else o.known_until >= date or near


def _as_land(scene: Scene, x: Profile, country: str | None, score: float, why: str) -> list[Reading]:
    """Read "the country": the state that the text is about."""
    land = scene.tables.countries.get(country or "")
    if land is None or x.role is None or x.role.rule.id != "country" or x.number == "p" or not x.definite:
        return []
    return [Reading(land.name, land.iso3, "GOV", f"country:{land.iso3}", score - 0.1, f"{x.role.phrase}: {why}")]


def role_name(scene: Scene, x: Profile, role: RolePhrase, country: str | None) -> str | None:
    """Return the name of whoever is known by role and country: "Government of China", "Venezuelan military"."""
    land, rule = scene.tables.countries.get(country or ""), role.rule
    if land is None:
        return phrase_name(scene, x)
    if own_sector(scene, role) == "GOV" and rule.of_state and not role.former:
        return f"Government of {land.spoken}"
    noun = scene.parsed.span(role.first, role.last).text
    if scene.parsed[role.first].pos != "PROPN":
        noun = noun.lower()
    return f"{demonym(scene.tables, land.iso3)} {noun}"


def phrase_name(scene: Scene, x: Profile) -> str:
    """Return the words of a phrase without its article."""
    words = scene.parsed.span(x.first, x.last).text.split()
    if words and words[0].lower() in ("the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their"):
        words = words[1:]
    return " ".join(words)
