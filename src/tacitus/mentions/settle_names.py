"""What the mentions of one name tell of each other, before any are tied: whether it is a person, a place or a body."""

from __future__ import annotations

from collections import Counter

from tacitus.entities.entity_tables import EntityTables
from tacitus.mentions.profiles import Profile, name_words
from tacitus.parsing.parsed import Parsed

PLACE_LABELS = frozenset(["GPE", "LOC", "FAC"])


def settle_names(p: Parsed, tables: EntityTables, profiles: list[Profile]) -> None:
    """Let what is known of one mention of a name hold for all: the parser labels a bare surname as it likes."""
    _recall_surnames(p, tables, profiles)
    named = [x for x in profiles if x.name]
    by_head = {x.head: x for x in profiles}
    votes: dict[tuple[str, ...], Counter[str]] = {}
    persons: set[tuple[str, ...]] = set()
    for x in named:
        votes.setdefault(x.name, Counter())[x.label] += 1
        if x.person or _is_glossed_as_person(p, by_head, x):
            persons.add(x.name)
    surfaces = {x.name: x.surface for x in named}
    listed = {name: _listed_kind(tables, words, name, name in persons) for name, words in surfaces.items()}
    for x in named:
        _settle(x, votes[x.name], x.name in persons, listed[x.name])


def _recall_surnames(p: Parsed, tables: EntityTables, profiles: list[Profile]) -> None:
    """Take a capitalised word for a name where it is the surname of a person named in full, whatever its tag."""
    last = {x.name[-1] for x in profiles if len(x.name) > 1 and x.person}
    for x in profiles:
        if x.kind == "nominal" and x.first == x.last and x.role is None and p[x.head].text[:1].isupper():
            word = name_words(p, x.head, x.head)
            bare = p[x.head].tag == "NN" and p[x.head].dep in ("nsubj", "nsubjpass") and x.head != p.sentences[0][0]
            known = bare and any(o.source == "own" for o in tables.bearers(p[x.head].text))
            if word and (word[-1] in last or known):
                x.kind, x.name, x.surface, x.person, x.number = "name", word, p[x.head].text, True, "s"
                x.gender = "?"


def _listed_kind(tables: EntityTables, words: str, name: tuple[str, ...], shown_person: bool) -> str:
    """Return what the entity tables know a name as: place, body, person or nothing."""
    place = tables.place(words)
    if place is not None:
        return "demonym" if place.kind == "demonym" else "place"
    if tables.bodies(words):
        return "body"
    if shown_person:
        return "person"
    known = tables.people(words) if len(name) > 1 else tables.bearers(words)
    return "person" if known else ""


def _settle(x: Profile, counts: Counter[str], shown_person: bool, listed: str) -> None:
    """Decide the kind of one named mention: the article's own evidence, then the tables, then the labels."""
    places = sum(counts[label] for label in PLACE_LABELS)
    rest = counts["PERSON"] + counts["ORG"]
    if listed in ("place", "body") and not x.person and not (shown_person and len(x.name) > 1):
        x.person, x.gender = False, "n"
        x.kind = "name" if listed == "body" else "place"
    elif shown_person or listed == "person" or (len(x.name) > 1 and counts["PERSON"] > places + counts["ORG"]):
        x.person = True
    if x.person:
        x.kind = "name"
        x.gender = "?" if x.gender == "n" else x.gender
    elif listed == "demonym":
        x.kind = "demonym"
    elif not listed and x.kind in ("place", "name"):
        x.kind = "place" if places > rest else "name"
        if x.person is None and places > rest:
            x.person, x.gender = False, "n"


def _is_glossed_as_person(p: Parsed, by_head: dict[int, Profile], x: Profile) -> bool:
    """Say whether an apposition shows a name to be a person's: "X, an Australian woman", "X, 34,"."""
    for k in p.children(x.head, "appos"):
        y = by_head.get(k)
        if (y is not None and y.person and not y.name) or (p[k].pos == "NUM" and 1 <= len(p[k].text) <= 2):
            return True
    return False
