"""One actor: offices, words, what was said, done and stood for, who quotes him; and what users decided on him."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from typing import Any

from tacitus.casebook import sum_actor
from tacitus.casebook.decide_actors import DecisionRow, decisions
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_decisions import Rules, load_decisions
from tacitus.casebook.sum_actor import DayRow, PartnerRow, PartRow, StandRow
from tacitus.casebook.sum_time import fitting_unit, period_of
from tacitus.entities.entity_tables import EntityTables, listed
from tacitus.web.kept import kept
from tacitus.web.page_actors import OFFERED, everybody_in, here, told
from tacitus.web.pages import Elsewhere, NotFound, Page, Query, actor_url
from tacitus.web.periods import axis, in_words

BARS = 60  # periods at most
FEW = 33  # one in so many records, at the beginning and at the end of time, may lie outside
SHOWN = {"words": 40, "partners": 20, "stands": 12, "said": 8, "quoted": 10}
LAYERS = ("statements", "events", "positions")


def answer(book: Casebook, query: Query) -> dict[str, Any]:
    """Return all that the casebook and our tables say of one name."""
    name = query.path["name"]
    found = kept(book, ("actor", name), lambda: _sums(book, name))
    readings, words = found["parts"]
    own = [d for d in kept(book, ("decisions",), lambda: decisions(book)) if _is_about(d, name)]
    if not readings:
        raise _elsewhere(book, name)
    partners = _partners(found["partners"])
    stands: list[StandRow] = found["stands"]
    counts = Counter(dict.fromkeys(LAYERS, 0))
    for d in found["days"]:
        counts[d.what if d.what in LAYERS else "events"] += d.records
    outlets = [q for q in found["quoted"] if not q.relay]
    relays = [q for q in found["quoted"] if q.relay]
    return {
        "title": name,
        "name": name,
        "readings": readings,
        "records": sum(r.records for r in readings),
        "counts": counts,
        "facts": facts(name, readings),
        "words": words[: SHOWN["words"]],
        "more_words": max(0, len(words) - SHOWN["words"]),
        **_bars(found["days"]),
        "partners": partners[: SHOWN["partners"]],
        "more_partners": max(0, len(partners) - SHOWN["partners"]),
        "issues": _issues(stands),
        "stands": stands if query.form != "html" else stands[: SHOWN["stands"]],
        "more_stands": max(0, len(stands) - SHOWN["stands"]) if query.form == "html" else 0,
        "said": found["said"],
        "outlets": outlets[: SHOWN["quoted"]],
        "more_outlets": max(0, len(outlets) - SHOWN["quoted"]),
        "relays": relays[: SHOWN["quoted"]],
        "more_relays": max(0, len(relays) - SHOWN["quoted"]),
        "decisions": own,
        "QUADS": sum_actor.QUADS,
        "_known": [a.name for a in everybody_in(book)[:OFFERED] if a.name != name],
        "_bare": Query(address=query.address),  # leads elsewhere without what was told here
        "_told": told(book, query),
        "_here": here(query),
    }


def _sums(book: Casebook, name: str) -> dict[str, Any]:
    """Ask everything about one name; where nobody is called so, the first question alone."""
    read = sum_actor.parts(book, name)
    if not read[0]:
        return {"parts": read}
    return {
        "parts": read,
        "days": sum_actor.days(book, name),
        "partners": sum_actor.partners(book, name),
        "stands": sum_actor.stands_of(book, name),
        "said": sum_actor.said_by(book, name, SHOWN["said"]),
        "quoted": sum_actor.quoted_by(book, name),
    }


def facts(name: str, readings: Iterable[PartRow]) -> dict[str, Any]:
    """Return what our tables have on an actor: offices by date, aliases, and what kind of body or country it is."""
    tables, ids = _tables(), [r.entity_id or "" for r in readings]
    is_person, is_body = (any(i.startswith(kind) for i in ids) for kind in ("person:", "body:"))
    offices = tables.people(name) if is_person else []
    bodies = [b for b in tables.bodies(name) if b.name == name] if is_body else []
    land = next((tables.countries.get(i.removeprefix("country:")) for i in ids if i.startswith("country:")), None)
    land = land if land is not None and land.name == name else None
    told = [*(o.aliases for o in offices), *(b.aliases for b in bodies), land.aliases if land else ""]
    aliases = [a for words in told for a in listed(words)]
    return {
        "offices": [asdict(o) for o in sorted(dict.fromkeys(offices), key=lambda o: (o.start or "0", o.end or "9"))],
        "bodies": [asdict(b) for b in bodies],
        "country": asdict(land) if land else None,
        "aliases": list(dict.fromkeys(aliases)),
    }


@cache
def _tables() -> EntityTables:
    return EntityTables()


def _elsewhere(book: Casebook, name: str) -> Exception:
    """Return where somebody is found whom users merged into another, or that nobody is called so."""
    with book.reading() as connection:
        rules = Rules(load_decisions(connection, book.tables))
    row = {"text": "", "article_id": None, "name": name, "country": None, "entity_id": None}
    used = rules.used(row)
    if used and used[-1].name and used[-1].name != name:
        return Elsewhere(actor_url(used[-1].name))
    return NotFound(f"Nobody is called '{name}' in this casebook; the list of actors finds names by their words.")


def _is_about(d: DecisionRow, name: str) -> bool:
    return name == d.name or (d.kind == "merge" and d.about.split(" (")[0] == name)


def _bars(days: list[DayRow]) -> dict[str, Any]:
    """Lay the records of an actor out by a unit of time that fits; the few that stand far off are counted apart."""
    first, last = _middle(days)
    unit = fitting_unit(first, last, BARS)
    low, high = (period_of(day, unit) or "" for day in (first, last))
    sums: dict[str, Counter[str]] = {}
    outside = 0
    for d in days:
        period = period_of(d.day, unit)
        if period is not None and low <= period <= high:
            sums.setdefault(period, Counter())[d.what if d.what in LAYERS else "events"] += d.records
        elif period is not None:
            outside += d.records
    periods, earlier = axis(sums, unit, BARS)
    shown = set(periods)
    outside += sum(found.total() for period, found in sums.items() if earlier and period not in shown)
    empty: Counter[str] = Counter()
    bars = [(p, sums.get(p, empty)) for p in periods]
    return {
        "unit": unit,
        "bars": [{"period": p, "words": in_words(p, unit), "counts": [found[k] for k in LAYERS]} for p, found in bars],
        "most": max((found.total() for _, found in bars), default=0),
        "outside": outside,
        "undated": sum(d.records for d in days if not d.day),
    }


def _middle(days: list[DayRow]) -> tuple[str | None, str | None]:
    """Return between what days most records lie: all but the first and the last few."""
    dated = sorted((d.day, d.records) for d in days if d.day)
    total, seen, found = sum(n for _, n in dated), 0, []
    few = total // FEW
    for day, n in dated:
        if seen + n > few and seen < total - few:
            found.append(day)
        seen += n
    return (found[0], found[-1]) if found else (None, None)


def _partners(rows: list[PartnerRow]) -> list[dict[str, Any]]:
    """Put what was done to a partner and what he did side by side."""
    made: dict[str, dict[str, Any]] = {}
    nothing = (0,) * len(sum_actor.QUADS)
    for r in rows:
        own = made.setdefault(r.partner, {"partner": r.partner, "country": r.country, "sector": r.sector, "deeds": 0,
                                          "given": nothing, "received": nothing, "last": None})  # fmt: skip
        own["given" if r.given else "received"] = r.counts
        own["deeds"] += r.deeds
        own["last"] = max(own["last"] or "", r.last or "") or None
    return sorted(made.values(), key=lambda p: (-p["deeds"], p["partner"]))


def _issues(stands: list[StandRow]) -> list[dict[str, Any]]:
    """Count what an actor is for or against, by the words of the target; the most frequent first."""
    made: dict[str, dict[str, Any]] = {}
    for s in reversed(stands):
        own = made.setdefault(s.target.casefold(), {"target": s.target, "for": 0, "against": 0, "first": s.day})
        own[s.stance] = own.get(s.stance, 0) + 1
        own["last"] = s.day
    often = sorted(made.values(), key=lambda i: (-i["for"] - i["against"], i["target"]))
    return [i for i in often if i["for"] + i["against"] > 1][: SHOWN["stands"]]


PAGES = (
    Page(
        "/actors/{name:path}",
        "Actor",
        "actor.html",
        answer,
        scripts=("actors.js",),
        styles=("actors.css",),
    ),
)
