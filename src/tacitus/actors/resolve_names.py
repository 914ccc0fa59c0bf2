"""Readings of proper names: countries and their seats of government, organisations, persons."""

from __future__ import annotations

import re
from dataclasses import replace

from tacitus.actors.readings import Reading, of_body, of_country, of_person
from tacitus.actors.scene import LEADERS, ORGAN, POSTS, Scene, is_post, own_sector, owner_body, owner_country
from tacitus.entities.entity_tables import Body, Office
from tacitus.entities.name_keys import name_key
from tacitus.mentions.profiles import Profile
from tacitus.mentions.read_phrases import prep_heads
from tacitus.mentions.read_roles import RolePhrase
from tacitus.rules import RoleNoun

STATE_SECTORS = frozenset(["GOV", "MIL", "LEG", "JUD", "COP", "SPY"])
NO_ACTORS = frozenset(
    "DATE TIME EVENT LAW LANGUAGE MONEY QUANTITY ORDINAL CARDINAL PERCENT PRODUCT WORK_OF_ART FAC LOC GPE".split()
)
POSTED = frozenset(["diplomat", "envoy", "spokesperson", "commissioner", "representative", "negotiator"])
TITLE = 8  # words that a title may run on before the name
JOINING = frozenset(["for", "of", "and", "to", "the"])
STATELY = frozenset(["national", "federal", "royal", "state", "presidential", "central", "supreme", "interior"])
OFFICES = frozenset("commission agency authority board bureau council administration service office department".split())
POST_WORDS = tuple(w for words in POSTS.values() for w in words)
NO_ROLE = RoleNoun("")
LISTED = ("CIA World Factbook",)  # a long list: it is believed only where the text is about the body's country
PLACE_SCORES = {"name": 0.95, "demonym": 0.9, "capital": 0.85, "seat": 0.85, "place": 0.5}


def read_name(scene: Scene, x: Profile) -> list[Reading]:
    """Return the readings of a mention that is a name, a place or a demonym."""
    if _is_portfolio(scene, x):
        return []
    words = scene.parsed.span(x.first, x.last).text
    bare = name_text(scene, x)
    out: list[Reading] = []
    if not (x.person and len(x.name) > 1):
        out.extend(_as_place(scene, x, words))
        for text in dict.fromkeys((words, bare)):
            out.extend(read_bodies(scene, x, text))
    person = (x.person or x.label == "PERSON") and not _ends_as_body(scene, x)
    if x.kind != "demonym" and (person or (x.kind == "name" and not out)):
        out.extend(as_person(scene, x, bare, bool(person)))
    return out


def _is_portfolio(scene: Scene, x: Profile) -> bool:
    """Say whether a name is what a minister is for: "Minister of Labour and Social Affairs"."""
    p = scene.parsed
    top = p.first_conjunct(x.head)
    if p[top].dep != "pobj" or p[p[top].head].low not in ("of", "for") or x.person or scene.place_at(x.head):
        return False
    role = scene.profiler.roles.read(p, p[p[top].head].head)
    return role is not None and "minister" in role.rule.families


def _ends_as_body(scene: Scene, x: Profile) -> bool:
    """Say whether a name ends with the noun of a body and so is no person's: "National Defence Force"."""
    role = scene.profiler.roles.read(scene.parsed, x.head)
    return role is not None and not role.rule.person and scene.parsed[x.head].ent != "PERSON"


def read_bodies(scene: Scene, x: Profile, words: str) -> list[Reading]:
    """Read words as an organisation of the tables. A name that any state may use ("House of Representatives")
    is the body of the country that the text is about, or none of the table's.
    """
    out = []
    found = scene.tables.bodies(words)
    unsure = len({b.country for b in found}) > 1 or any(b.source.startswith(LISTED) for b in found)
    common = _is_common(scene, x)
    if found and (unsure or common) and not any(body.kind == ORGAN for body in found):
        found = _of_lands(scene, found, x, common)
    for body in found:
        land = _demonym_beside(scene, x)
        if body.country and land and land != body.country:  # another state's service of the same name
            adjective = scene.tables.countries[land].adjective
            name = f"{adjective} {body.name}"
            told = f"namesake of {body.name}"
            out.append(Reading(name, land, body.sector, f"name:{name_key(name)}", 0.8, told, None, True))
            continue
        out.append(of_body(body, 0.5 if x.person else 0.95, f"organisation named {body.name}"))
    return out


def _of_lands(scene: Scene, bodies: list[Body], x: Profile, common: bool) -> list[Body]:
    """Keep, of the bodies of one name, that of the country which the text is most about.

    A common noun ("the senate") is another country's only with a capital, and only as a hand-kept name.
    """
    sent = scene.parsed[x.head].sent
    main, _ = scene.main_country(sent)
    if common and not any(b.country == main for b in bodies):
        named = scene.parsed[x.head].text[:1].isupper()
        bodies = [b for b in bodies if named and not b.source.startswith(LISTED)]
    main, _ = scene.main_country(sent, among=[b.country for b in bodies if b.country])
    near = [b for b in bodies if b.country and b.country == main]
    return near or [b for b in bodies if not b.country]


def _demonym_beside(scene: Scene, x: Profile) -> str | None:
    """Return the country of an adjective before a name: "the Belarusian KGB"."""
    for k in scene.parsed.children(x.head, "amod"):
        found = scene.place_at(k)
        if found and found.kind == "demonym" and "-" not in scene.parsed[k].text:
            return found.country.iso3
    return None


def _is_common(scene: Scene, x: Profile) -> bool:
    """Say whether a name is nothing but a role noun: "the Senate", "the Foreign Office"."""
    role = scene.profiler.roles.read(scene.parsed, x.head)
    if role is None or role.owners:
        return False
    first = x.first
    while first < role.first and scene.parsed[first].pos in ("DET", "ADP", "ADJ"):
        first += 1
    return first >= role.first


def name_text(scene: Scene, x: Profile) -> str:
    """Return the words of the name alone, as written, without titles before it."""
    p = scene.parsed
    if x.person and x.surface and x.role is not None and x.role.head == x.head:
        return " ".join(x.surface.split())  # the name comes after its title: "the Ambassador to Peru Ana Diaz"
    count, first = len(x.name), x.head
    while first > x.first and count > 1:
        first -= 1
        if len(name_key(p.span(first, x.head).text).split()) >= len(" ".join(x.name).replace("-", " ").split()):
            break
    text = p.span(first, x.head).text
    return re.sub(r"['’]s?$", "", " ".join(text.split()))


def _as_place(scene: Scene, x: Profile, words: str) -> list[Reading]:
    wide = scene.place_at(x.head) if x.kind == "demonym" else None  # "Korean" in "North Korean"
    found = wide or scene.tables.place(words) or scene.tables.place(name_text(scene, x))
    if found is None or (wide is None and scene.in_region(x.head)):
        return []
    land, kind = found.country, found.kind
    score = PLACE_SCORES[kind]
    if kind == "demonym":
        return [_as_people(scene, x, land.iso3, words, score)]
    if kind == "name":
        return [of_country(land, score, "country", strong=True)]
    if kind in ("capital", "seat"):
        return [of_country(land, score, f"{kind} of {land.name} for its government", kind == "seat", True)]
    name = re.sub(r"['’]s?$", "", words)
    return [Reading(name, land.iso3, "GOV", f"place:{name_key(name)}", score, f"place in {land.name}", None, True)]


def _as_people(scene: Scene, x: Profile, iso3: str, words: str, score: float) -> Reading:
    """Read a demonym: as an adjective the state, as a noun its people."""
    t = scene.parsed[x.head]
    land = scene.tables.countries[iso3]
    if t.pos == "ADJ" or t.dep in ("amod", "compound", "nmod") or ("-" in words and not scene.tables.place(t.text)):
        return of_country(land, score, f"demonym of {land.name}", strong=True)
    name = words.removeprefix("the ").removeprefix("The ")
    return Reading(name, iso3, "CVL", f"people:{iso3}", score, f"people of {land.name}", None, True)


def as_person(scene: Scene, x: Profile, bare: str, person: bool) -> list[Reading]:
    """Read a person's name: by full name, by a surname that an office of the date explains, else as written."""
    country, sector, told = beside(scene, x)
    out: list[Reading] = []
    if len(x.name) > 1:
        offices = scene.tables.people(bare)
        out = of_person(offices, bare, scene.date, 0.95)
        if country and out and all(r.country != country for r in out):
            out = [_rejected(r, "same name, other country") for r in out if r.score > 0.9]
        elif out and sector and out[0].sector == "IND" and _is_no_courtesy(out[0], sector, offices):
            out = [replace(out[0], sector=sector), *out]
    elif x.kind == "name" or person:
        out = _by_surname(scene, x, bare, country)
    if not out or max(r.score for r in out) < 0.6:
        if country is None and x.role is not None and _is_at_home(x.role):
            country, told = scene.home(scene.parsed[x.head].sent), f"{told}; the one country spoken of"
        later = {r.country for r in out if not r.reason.startswith("same name")}
        if country is None and len(x.name) > 1 and len(later) == 1:
            country = later.pop()  # whose office is still to come is of the country already
        out.extend(_as_written(scene, x, bare, person, (country, sector, told)))
    return out


def _is_no_courtesy(best: Reading, sector: str, offices: list[Office]) -> bool:
    """Say whether a title is of an office that somebody holds, and not that of the one which he has left."""
    return "last seen in office" in best.reason or all(o.sector != sector for o in offices)


def _as_written(
    scene: Scene, x: Profile, bare: str, person: bool, told: tuple[str | None, str | None, str]
) -> list[Reading]:
    """Read a name that no table has: a person with what stands beside it, or a body by the noun that ends it."""
    country, sector, why = told
    entity = f"name:{name_key(bare)}"
    if person and not (country or sector) and len(x.name) == 1 and not _is_somebody(scene, x):
        return []
    if person or (sector and not _ends_as_body(scene, x)):
        score = 0.75 if country or sector else 0.55 if len(x.name) > 1 else 0.35
        return [Reading(bare, country, sector or "IND", entity, score, why or "name as written", None, True)]
    role = scene.profiler.roles.read(scene.parsed, x.head)
    if role is not None and not role.rule.person and role.rule.sector != "UNS":
        land = owner_country(scene, role) or _country_within(scene, x)
        if land is None and role.rule.of_state:
            land, _ = scene.main_country(scene.parsed[x.head].sent)
        return [Reading(bare, land, role.rule.sector, entity, 0.7, f"name of a {role.phrase}", None, True)]
    if not STATELY.isdisjoint(x.name[:2]) and x.name[-1] in OFFICES and x.label not in NO_ACTORS:
        land = _country_within(scene, x) or scene.home(scene.parsed[x.head].sent)
        return [
            Reading(bare, land, "GOV", entity, 0.6, f"name of a {' '.join(x.name[:: len(x.name) - 1])}", None, True)
        ]
    if x.label in NO_ACTORS or not bare[:1].isupper():
        return []
    acts = scene.parsed[scene.parsed.first_conjunct(x.head)].dep in ("nsubj", "nsubjpass", "poss", "agent")
    if x.label not in ("ORG", "PERSON", "NORP") and not (acts and _is_shown(scene, x)):
        return []
    land = _country_within(scene, x)
    score = 0.3 if x.label != "ORG" else 0.4
    return [Reading(bare, land, "UNS", entity, score, "name as written, in no table", None, True)]


def _is_somebody(scene: Scene, x: Profile) -> bool:
    """Say whether one word that nothing explains is used as a person's name: it acts, and takes no article."""
    p, acts = scene.parsed, False
    for y in scene.profiles.values():
        if y.name == x.name:
            t = p[p.first_conjunct(y.head)]
            if p.child(y.head, "det", "amod", "compound") is not None or t.dep in ("compound", "amod", "nmod"):
                return False
            acts = acts or t.dep in ("nsubj", "agent", "poss")
    return acts


def _is_shown(scene: Scene, x: Profile) -> bool:
    """Say whether a name shows itself to be one: it stands within a sentence, or is spoken of again."""
    p = scene.parsed
    if x.head != x.first or p.sentences[p[x.head].sent][0] != x.first:
        return p[x.head].pos == "PROPN"
    return sum(y.name == x.name for y in scene.profiles.values()) > 1


def _country_within(scene: Scene, x: Profile) -> str | None:
    """Return the country whose name or demonym stands inside a name: "Ghana Bar Association"."""
    for k in range(x.first, x.head + 1):
        found = scene.tables.place(scene.parsed[k].text) if scene.parsed[k].text[:1].isupper() else None
        if found:
            return found.country.iso3
    return None


def _rejected(r: Reading, why: str) -> Reading:
    return Reading(r.name, r.country, r.sector, r.entity_id, r.score - 0.5, f"{why}: {r.reason}", r.known_until, True)


def _by_surname(scene: Scene, x: Profile, bare: str, country: str | None) -> list[Reading]:
    """Read a bare surname through offices of the date; only one person, or one of the country beside it, will do."""
    held = [o for o in scene.tables.bearers(bare) if o.holds_on(scene.date) and o.start]
    held = [] if scene.parsed.child(x.head, "det") is not None and x.role is None else _of_title(x, held)
    main, _ = scene.main_country(scene.parsed[x.head].sent)
    supports = [(c, score) for c, score in ((country, 0.8), (main, 0.65)) if c]
    for wanted, score in (*supports, (None, 0.6)):
        fits = [o for o in held if wanted is None or o.country == wanted]
        people = {_ends(o.person) for o in fits}
        if wanted is None and (not x.person or len(people) > 1):  # without any support only the best known will do
            fits = [o for o in fits if o.source == "own"]
            people = {_ends(o.person) for o in fits}
        if len(people) == 1:
            found = of_person(fits, fits[0].person, scene.date, score)
            lost = [o for o in held if o not in fits]
            others = of_person(lost, "", scene.date, 0.3)
            return found + [_rejected(r, "same surname, other country") for r in others]
    return []


def _ends(person: str) -> tuple[str, str]:
    """Return the first and the last name: "Donald J. Trump" and "Donald Trump" are one."""
    words = name_key(person).split() or [""]
    return words[0], words[-1]


def _of_title(x: Profile, held: list[Office]) -> list[Office]:
    """Keep the offices that the title before a surname names: "Prime Minister Okoye" is no envoy of that name."""
    if x.role is None:  # a bare surname is a leader's, or somebody's whom the hand-kept table names
        leading = [o for o in held if any(is_post(o.office.lower(), w) for w in POST_WORDS)]
        one = len({_ends(o.person) for o in leading}) == 1
        return leading if one else [o for o in held if o.source == "own" or o in leading]
    for words in POSTS.get(x.role.rule.id, ()):
        fits = [o for o in held if is_post(o.office.lower(), words)]
        if fits:
            return fits
    if x.role.rule.id in LEADERS:
        return []
    return [o for o in held if o.sector == x.role.rule.sector] or held


def beside(scene: Scene, x: Profile) -> tuple[str | None, str | None, str]:
    """Return country and sector that a title beside a name gives, or the body that he is "of", and the reason."""
    role = x.role or _title_before(scene, x)
    if role is None or not role.rule.person:
        return _of_body(scene, x)
    country, sector = owner_country(scene, role), own_sector(scene, role)
    body = owner_body(scene, role)
    if body is not None and not (country and body.country not in ("", country)):
        country = body.country or (country if body.sector != "IGO" else None)
        if sector in ("UNS", "GOV") and body.sector not in ("LEG", "JUD"):
            sector = body.sector
    elif country is None and sector == "GOV" and _is_strange(scene, role):
        sector = "UNS"  # the spokesman of a body that nobody knows need not be a state's
    if role.former and sector in STATE_SECTORS:
        sector = "IND"
    return country, None if sector == "UNS" else sector, f"role beside the name: {role.phrase}"


def _title_before(scene: Scene, x: Profile) -> RolePhrase | None:
    """Return the capitalised title that runs up to a person's name: "Minister for Trade and Tourism Ana Diaz"."""
    p = scene.parsed
    first = x.head - len(x.name) + 1
    if not x.person or first < 1 or p[first - 1].low in JOINING:
        return None
    for k in range(first - 1, max(first - TITLE, p.sentences[p[x.head].sent][0]) - 1, -1):
        if not (p[k].text[:1].isupper() or p[k].low in JOINING) or p[k].ent == "PERSON":
            return None
        role = scene.profiler.roles.read(p, k) if p[k].text[:1].isupper() else None
        if role is not None and role.rule.person:
            return role
    return None


def _is_at_home(role: RolePhrase) -> bool:
    """Say whether somebody in a role serves where he is spoken of: a mayor does, an envoy or a spokesman need not."""
    rule = role.rule
    if role.owners or not POSTED.isdisjoint((rule.id, *rule.families)):
        return False
    return rule.of_state or rule.needs_country or rule.sector in STATE_SECTORS


def _is_strange(scene: Scene, role: RolePhrase) -> bool:
    """Say whether a role belongs to something with a name that is neither a state's nor known by its noun."""
    p = scene.parsed
    if "minister" in role.rule.families:
        return False  # what a minister is for is a portfolio
    named = [o for o in role.owners if p[o].text[:1].isupper() and p[o].pos == "PROPN"]
    return bool(named) and all(scene.profiler.roles.read(p, o) is None for o in named)


def _of_body(scene: Scene, x: Profile) -> tuple[str | None, str | None, str]:
    """Return country and sector of the body that a name is "of": "Ana Diaz of the Peruvian army"."""
    p = scene.parsed
    for prep in p.children(x.head, "prep"):
        for k in prep_heads(p, prep) if x.person and p[prep].low in ("of", "from", "at", "with") else []:
            inner = scene.profiles.get(k)
            role = scene.profiler.roles.read(p, k) or (inner.role if inner is not None else None)
            owned = owner_body(scene, RolePhrase(NO_ROLE, "", k, k, k, (k,)))
            if owned is not None:
                return owned.country or None, owned.sector, f"of {owned.name}"
            if role is not None and not role.rule.person and role.rule.sector != "UNS":
                return owner_country(scene, role), role.rule.sector, f"of a {role.phrase}"
    return None, None, ""
