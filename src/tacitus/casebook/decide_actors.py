"""Decisions of users about actors: who is the same, whom some words stand for, and how to take that back.

    decide_actor(book, Identity("Juan Guaidó"), by="Ana", merge=Identity("Guaido"))     # who was "Guaido" is he
    decide_actor(book, Identity("Leopoldo López"), by="Ana", words="the jailed leader") # in the whole casebook
    withdraw_decision(book, "d_5c1f", by="Ana")

Each is appended to `actor_decisions` and done in the same transaction: rows of `participants` change, deeds and sayings
are summed up anew, and the days touched are noted, to be grouped again by `Casebook.group`. What is added later is read
with the decisions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.ask_words import country_code
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_decisions import COLUMNS, Decision, all_decisions, holding, load_decisions, way_back
from tacitus.casebook.store_redo import records_about, redo_participants
from tacitus.casebook.store_rows import Tables, clean_text
from tacitus.entities.name_keys import name_key
from tacitus.errors import InputError, StoreError
from tacitus.records import SECTORS, make_id
from tacitus.run_record import now

LONGEST = {"name": 300, "the words": 300, "by": 200, "the note": 4000, "entity_id": 300}


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody: a name, the country's code or name, the sector, the id in the entity tables. None: not told."""

    name: str
    country: str | None = None
    sector: str | None = None
    entity_id: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision did: how many records have other participants now, how many days wait for `Casebook.group`."""

    decision: Decision
    records: int
    waiting: int


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision to look at; `withdrawn` is the id of the one that undid it, if any."""

    at: str
    by: str
    kind: str
    about: str
    name: str | None
    country: str | None
    sector: str | None
    entity_id: str | None
    article_id: str | None
    note: str | None
    withdrawn: str | None
    id: str


def decide_actor(
    book: Casebook,
    target: Identity,
    by: str,
    *,
    merge: Identity | None = None,
    words: str | None = None,
    article_id: str | None = None,
    note: str | None = None,
) -> Outcome:
    """Decide that `merge`, or whoever is meant by `words` (in one article, or in all), is `target`.

    What is not told of the target is taken from who bears that name in the casebook most often. Raises InputError for
    values that cannot be, StoreError for an article that is not there or a merge that would lead round in a circle.
    """
    if (merge is None) == (words is None):
        raise InputError("a decision is about an actor (merge) or about words, one of the two")
    if merge is not None and article_id is not None:
        raise InputError("a merge holds for the whole casebook; decide on words to decide for one article")
    target, at = _checked(target), now()
    made = Decision(0, "", "set", _text(by, "by") or _missing("by"), at, _text(note, "the note"), article_id=article_id)
    if merge is not None:
        source = _checked(merge)
        made = replace(
            made, kind="merge", from_name=source.name, from_country=source.country, from_entity=source.entity_id
        )
    else:
        made = replace(made, words=_text(words, "the words") or _missing("the words"))
        if not name_key(made.words or ""):
            raise InputError(f"'{made.words}' has no letters; give the words that stand for somebody")
    return Outcome(*book.database.write(partial(_decide, tables=book.tables, made=made, target=target)))


def withdraw_decision(book: Casebook, decision_id: str, by: str, note: str | None = None) -> Outcome:
    """Undo a decision by its id, or how it begins. Raises StoreError if there is none, or it was undone before."""
    at = now()
    made = Decision(0, "", "withdraw", _text(by, "by") or _missing("by"), at, _text(note, "the note"))
    return Outcome(*book.database.write(partial(_withdraw, tables=book.tables, made=made, decision_id=decision_id)))


def decisions(book: Casebook) -> list[DecisionRow]:
    """List every decision, also what was withdrawn, the newest first."""
    with book.reading() as connection:
        found = all_decisions(connection, book.tables)
    gone = {d.withdraws: d.id for d in found if d.kind == "withdraw"}
    return [
        DecisionRow(
            d.at, d.by, d.kind, about(d), d.name, d.country, d.sector, d.entity_id, d.article_id, d.note,
            gone.get(d.id), d.id,
        )
        for d in reversed(found)
    ]  # fmt: skip


def about(decision: Decision) -> str:
    """Return what a decision is about: a name with its country, words, or another decision."""
    if decision.kind == "withdraw":
        return decision.withdraws or ""
    told = [c for c in (decision.from_country, decision.from_entity) if c]
    named = decision.from_name or decision.words or ""
    return f"{named} ({', '.join(told)})" if told else named


def _decide(connection: sa.Connection, tables: Tables, made: Decision, target: Identity) -> tuple[Decision, int, int]:
    table, a = tables["actor_decisions"], tables["articles"]
    there = sa.select(a.c.id).where(a.c.id == made.article_id)
    if made.article_id is not None and connection.execute(there).first() is None:
        raise StoreError(f"no article {made.article_id}; its id stands at the head of its page")
    known = load_decisions(connection, tables)
    who = _known_identity(connection, tables, target, known)
    made = replace(made, name=who.name, country=who.country, sector=who.sector, entity_id=who.entity_id)
    if made.kind == "merge":
        same = made.name == made.from_name
        if same and not (target.country or target.sector or target.entity_id):
            raise StoreError(f"'{made.name}' is that name already; give another name, a country or a sector")
        if back := way_back(known, made):
            told = "; ".join(f"'{d.from_name}' is '{d.name}' ({d.id})" for d in back)
            raise StoreError(
                f"'{made.from_name}' cannot be '{made.name}', since that leads back: {told}; withdraw a decision first"
            )
    made = replace(made, id=make_id("decision", made.kind, made.from_name, made.words, made.article_id, who, made.at))
    _append(connection, table, made)
    now = load_decisions(connection, tables)
    return made, *redo_participants(connection, tables, records_about(connection, tables, now, made))


def _withdraw(connection: sa.Connection, tables: Tables, made: Decision, decision_id: str) -> tuple[Decision, int, int]:
    known = all_decisions(connection, tables)
    found = [d for d in known if d.kind != "withdraw" and decision_id and d.id.startswith(decision_id)]
    if len(found) != 1:
        what = "no decision" if not found else f"{len(found)} decisions begin with"
        raise StoreError(f"{what} {decision_id}; `tacitus actors list` shows their ids")
    if found[0] not in holding(known):
        raise StoreError(f"{found[0].id} was withdrawn before; decide anew to have it back")
    made = replace(made, withdraws=found[0].id, id=make_id("decision", "withdraw", found[0].id, made.at))
    _append(connection, tables["actor_decisions"], made)
    # what it led to is looked for with it, and read without it
    ids = records_about(connection, tables, holding(known), found[0])
    return made, *redo_participants(connection, tables, ids)


def _append(connection: sa.Connection, table: sa.Table, made: Decision) -> None:
    connection.execute(table.insert(), {c: getattr(made, c) for c in COLUMNS if c != "number"})


def _known_identity(connection: sa.Connection, tables: Tables, target: Identity, known: list[Decision]) -> Identity:
    """Fill in what was not told of somebody from who bears the name most often, or was decided to."""
    p = tables["participants"]
    asked = sa.select(p.c.country, p.c.sector, p.c.entity_id).where(p.c.name == target.name)
    asked = asked.group_by(p.c.country, p.c.sector, p.c.entity_id)
    rows = connection.execute(asked.add_columns(sa.func.count().label("n"))).all()
    rows = sorted(rows, key=lambda r: (-r.n, r.country or "", r.sector or "", r.entity_id or ""))
    there = [tuple(r[:3]) for r in rows]
    there += [(d.country, d.sector, d.entity_id) for d in reversed(known) if d.name == target.name]
    told = (target.country, target.sector, target.entity_id)
    for found in there:
        if all(t in (None, f) for t, f in zip(told, found, strict=True)):
            return Identity(target.name, *found)
    return replace(target, entity_id=target.entity_id or f"name:{name_key(target.name)}")


def _checked(who: Identity) -> Identity:
    name = _text(who.name, "name") or _missing("name")
    country = _text(who.country, "name")
    if country is not None and (code := country_code(country)) is None:
        raise InputError(f"'{country}' is no country; give a name such as Peru or a code such as PER")
    sector = _text(who.sector, "name")
    if sector is not None and sector.upper() not in SECTORS:
        raise InputError(f"'{sector}' is no sector; there are {', '.join(SECTORS)}")
    code = None if country is None else code
    return Identity(name, code, sector.upper() if sector else None, _text(who.entity_id, "entity_id"))


def _text(given: str | None, what: str) -> str | None:
    """Return a text on one line as databases hold it (a note keeps its lines); None where it is empty."""
    if given is None:
        return None
    text = clean_text(given.strip() if what == "the note" else " ".join(given.split()))
    if len(text) > LONGEST[what]:
        raise InputError(f"{what} has {len(text):,} characters; give at most {LONGEST[what]:,}")
    return text or None


def _missing(what: str) -> Any:
    raise InputError(f"{what} is empty; a decision needs it")
