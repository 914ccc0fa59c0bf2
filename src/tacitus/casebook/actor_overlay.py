"""Writes decisions on actors as tables of own actors, which `--actors` takes, so that the next coding knows them.

Persons, countries and bodies stand in tables of their own, as in `entities/`. What cannot be told there is left out:
decisions for one article, words without a capital (a role is somebody else in the next article), a merge of some only.
"""

from __future__ import annotations

from dataclasses import asdict, fields

from tacitus.casebook.store import Casebook
from tacitus.casebook.store_decisions import Decision, Rules, load_decisions
from tacitus.entities.entity_tables import Body, Country, EntityTables, Office, listed
from tacitus.entities.name_keys import name_key

Target = tuple[str, str, str, str]  # name, country, sector, entity_id
Row = dict[str, str]
COLUMNS = {
    kind: [f.name for f in fields(row)] for kind, row in (("bodies", Body), ("people", Office), ("countries", Country))
}


def overlay_rows(book: Casebook, kind: str = "bodies") -> list[dict[str, str]]:
    """Return the rows of a table of own `kind`, see COLUMNS: one or more for each actor decided on.

    The columns are those of the files in `entities/`. A person of our tables keeps the offices known of him, with the
    words decided on as aliases.
    """
    with book.reading() as connection:
        known = load_decisions(connection, book.tables)
    tables = EntityTables()
    make = {"bodies": _bodies, "people": _people, "countries": _countries}[kind]
    actors = _actors(known).items()
    return [row for target, own in actors if _kind(tables, target) == kind for row in make(tables, target, own)]


def left_out(book: Casebook) -> list[Decision]:
    """List the decisions that hold and cannot be told in a table."""
    with book.reading() as connection:
        return [d for d in load_decisions(connection, book.tables) if not _tellable(d)]


def _actors(known: list[Decision]) -> dict[Target, list[Decision]]:
    """Return for each actor decided on the decisions that lead there, chains followed to their end."""
    rules, out = Rules(known), dict[Target, list[Decision]]()
    for d in known:
        if not _tellable(d):
            continue
        row = {"text": "", "article_id": None, "name": d.name, "country": d.country, "entity_id": d.entity_id}
        end = ([d, *(x for x in rules.used(row) if x.kind == "merge")])[-1]
        name, country, sector, entity_id = (v or "" for v in end.identity)
        out.setdefault((name, country, sector or "UNS", entity_id), []).append(d)
    return out


def _tellable(d: Decision) -> bool:
    if d.article_id is not None or d.from_country is not None or d.from_entity is not None:
        return False
    return d.kind == "merge" or any(c.isupper() for c in d.words or "")


def _kind(tables: EntityTables, target: Target) -> str:
    name, country, _, entity_id = target
    if entity_id.startswith("country:") and country in tables.countries:
        return "countries"
    is_person = entity_id.startswith("person:") or bool(tables.people(name) and not tables.bodies(name))
    return "people" if is_person else "bodies"


def _aliases(name: str, own: list[Decision], more: str = "") -> str:
    words = [*listed(more), *(d.from_name or d.words or "" for d in own)]
    keys = {name_key(w): w.replace("|", " ") for w in reversed(words) if name_key(w) != name_key(name)}
    return " | ".join(reversed(keys.values()))


def _why(own: list[Decision]) -> str:
    return "decided by " + ", ".join(dict.fromkeys(d.by for d in own))


def _bodies(_: EntityTables, target: Target, own: list[Decision]) -> list[Row]:
    name, country, sector, _entity = target
    made = Body(name, country, sector, "decision", _aliases(name, own), _why(own), own[-1].at[:7])
    return [asdict(made)]


def _countries(tables: EntityTables, target: Target, own: list[Decision]) -> list[Row]:
    land = tables.countries[target[1]]
    return [asdict(Country(land.iso3, land.name, _aliases(land.name, own), source=_why(own)))]


def _people(tables: EntityTables, target: Target, own: list[Decision]) -> list[Row]:
    name, country, sector, _entity = target
    offices = tables.people(name) or [Office(name, "", country, sector, source=_why(own))]
    rows = [asdict(o) for o in offices]
    return [row | {"aliases": _aliases(row["person"], own, row["aliases"])} for row in rows]
