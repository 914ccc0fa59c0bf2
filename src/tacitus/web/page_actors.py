"""Actors: everybody who takes part by name, the words for which nobody was found, and what was decided on both."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tacitus.casebook.ask_words import country_code
from tacitus.casebook.decide_actors import Identity, decide_actor, decisions, withdraw_decision
from tacitus.casebook.store import Casebook
from tacitus.casebook.sum_actor import ActorRow, actors
from tacitus.casebook.sum_unresolved import Group, unresolved_groups, with_examples
from tacitus.entities.name_keys import name_key
from tacitus.errors import InputError
from tacitus.web.kept import kept
from tacitus.web.pages import Page, Pager, Query, Write, actor_url

TABS = {"actors": "Actors", "unresolved": "Unresolved", "decisions": "Decisions"}
SIZES = {"actors": 100, "unresolved": 20, "decisions": 50}
OFFERED = 300  # names that a field offers before a script asks for more
FOUND = 20  # names that are offered for what was typed
TOLD = ("done", "changed", "waiting")  # values by which a page tells what was just decided


def answer(book: Casebook, query: Query) -> dict[str, Any]:
    """List actors, unresolved words or decisions, a page at a time, those that the filters leave."""
    tab = query.choice("tab", TABS)
    everybody = everybody_in(book)
    groups = kept(book, ("unresolved",), lambda: unresolved_groups(book))
    made = kept(book, ("decisions",), lambda: decisions(book))
    words = frozenset(name_key(query.one("actor") or "").split())
    if tab == "actors":
        rows: list[Any] = _filtered(book, query, words)
    elif tab == "unresolved":
        rows = [g for g in groups if not words or words <= frozenset(g.key.split())]
    else:
        rows = [d for d in made if words <= frozenset(name_key(f"{d.about} {d.name or ''}").split())]
    pager = Pager.of(query, len(rows), query.whole("size", SIZES[tab], high=1000))
    some = rows if query.form == "csv" else rows[pager.offset : pager.last]
    return {
        "tab": tab,
        "counts": {"actors": len(everybody), "unresolved": len(groups), "decisions": len(made)},
        "pager": pager,
        "rows": _examples(book, some) if tab == "unresolved" else some,
        "most": max((r.records for r in some), default=1) if tab == "actors" else None,
        "_known": [a.name for a in everybody[:OFFERED]] if tab == "unresolved" else [],
        "_told": told(book, query),
        "_here": here(query),
        "TABS": TABS,
    }


def names(book: Casebook, query: Query) -> dict[str, Any]:
    """List the actors whose names begin with, or else have, the words typed so far; for the fields that name one."""
    asked = name_key(query.one("actor") or "")
    keys = _keys(book) if asked else []
    first = [a for a, key in keys if key.startswith(asked)]
    inside = [a for a, key in keys if f" {asked}" in key and not key.startswith(asked)]
    return {"rows": [*first, *inside][:FOUND], "title": "Names"}


def decide(book: Casebook, query: Query) -> dict[str, Any]:
    """Append a decision: `merge` (a name) or `words` are `name`."""
    merge, words = query.one("merge"), _whole(query, "words")
    target = Identity(_whole(query, "name") or "", query.one("country"), query.one("sector"))
    article = query.one("article")
    done = decide_actor(
        book,
        target,
        _by(query),
        merge=Identity(_whole(query, "merge") or "") if merge else None,
        words=words,
        article_id=article.removeprefix("/articles/") if article else None,
        note=_whole(query, "note"),
    )
    back = actor_url(done.decision.name or "") if query.one("to_target") else query.one("back")
    return _after(query, back, done.decision.id, done.records, done.waiting) | {"decision": done.decision}


def withdraw(book: Casebook, query: Query) -> dict[str, Any]:
    """Append what undoes a decision."""
    done = withdraw_decision(book, query.one("id") or "", _by(query), _whole(query, "note"))
    back = _after(query, query.one("back"), done.decision.id, done.records, done.waiting)
    return back | {"decision": done.decision}


def group(book: Casebook, query: Query) -> dict[str, Any]:
    """Group the reports anew on which decisions bear. It may take a while; others can write in between."""
    return {"next": query.one("back") or "/actors", **book.group()}


def told(book: Casebook, query: Query) -> dict[str, Any] | None:
    """Return the decision that was just made, as the address says, and what it changed."""
    asked = query.one("done")
    if asked is None:
        return None
    found = next((d for d in kept(book, ("decisions",), lambda: decisions(book)) if d.id == asked), None)
    if found is None:
        return None
    counts = {n: query.whole(n, 0, low=0, high=999_999_999) for n in ("changed", "waiting")}
    return {"decision": found, **counts}


def here(query: Query) -> str:
    """Return the address to come back to: this one, without what was told of the last decision."""
    return query.url(**dict.fromkeys(TOLD))


def everybody_in(book: Casebook) -> list[ActorRow]:
    """Return all actors, who is in most records first; kept until the casebook changes."""
    return kept(book, ("actors",), lambda: actors(book))


def _keys(book: Casebook) -> list[tuple[ActorRow, str]]:
    """Return all actors with their folded names."""
    return kept(book, ("actor keys",), lambda: [(a, name_key(a.name)) for a in everybody_in(book)])


def _filtered(book: Casebook, query: Query, words: frozenset[str]) -> list[ActorRow]:
    country, sector = query.one("country"), query.one("sector")
    code = country_code(country) if country else None
    if country and code is None:
        raise InputError(f"'{country}' is no country; give a name such as Peru or a code such as PER")
    sectors = {s.strip().upper() for s in (sector or "").split(",") if s.strip()}
    return [
        a
        for a, key in _keys(book)
        if (not words or words <= frozenset(key.split()))
        and (code is None or a.country == code)
        and (not sectors or a.sector in sectors)
    ]


def _examples(book: Casebook, groups: list[Group]) -> list[Any]:
    keys = tuple(g.key for g in groups)
    return kept(book, ("unresolved", keys), lambda: with_examples(book, groups))


def _by(query: Query) -> str:
    by = query.reviewer or _whole(query, "by")
    if by is None:
        raise InputError("Say who decides: give your name, or start `tacitus serve` with --reviewer")
    return by


def _whole(query: Query, name: str) -> str | None:
    """Return a value as it was given, commas and all; two values of one name are not one with a comma."""
    query.one(name)  # says so if it is too long
    return next((v.strip() for v in query.given.get(name, ()) if v.strip()), None)


def _after(query: Query, back: str | None, done: str, changed: int, waiting: int) -> dict[str, Any]:
    """Return where to go after a decision: back, with what was done."""
    parts = urlsplit(back or "/actors?tab=decisions")
    values = [(n, v) for n, v in parse_qsl(parts.query) if n not in (*TOLD, "by")]
    values += [("done", done), ("changed", str(changed))] + ([("waiting", str(waiting))] if waiting else [])
    if query.reviewer is None and (by := query.one("by")):
        values.append(("by", by))
    return {"next": f"{parts.path}?{urlencode(values)}", "changed": changed, "waiting": waiting}


PAGES = (
    # before the page of one actor, which takes every name
    Page("/names", "Names", "names.html", names),
    Page(
        "/actors",
        "Actors",
        "actors.html",
        answer,
        group="Who",
        order=10,
        scripts=("actors.js",),
        styles=("actors.css",),
        table="rows",
    ),
)
WRITES = (Write("/decisions/actor", decide), Write("/decisions/withdraw", withdraw), Write("/decisions/group", group))
