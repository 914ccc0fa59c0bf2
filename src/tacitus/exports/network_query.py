"""Networks out of a casebook without reading all of it: for looking at, window by window.

    rows = tie_rows(book, Filters(country="Peru"), "positions")     # the slow part, to be kept
    shown = tied(book, rows, by="country", since="2019-01", until="2019-03")

What is tied to whom is the same as in `network` and `network_discourse`, whose classes are made here; but only among
the actors who have most to show, since nobody can read a picture of thousands. How many were left out is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from tacitus.casebook.ask_filters import TIED, Filters, counted, tie_conditions
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_rows import select_in
from tacitus.entities.country_codes import codes_of
from tacitus.entities.entity_tables import EntityTables
from tacitus.errors import InputError
from tacitus.exports.network import BACKS, OPPOSES, Network, Node, Tie, Ties
from tacitus.exports.network_discourse import AGAINST, FOR, Discourse, Stance, one_mode, target_key

LEVELS = ("name", "country")
WHO = "INDEXED BY participants_record_id_role_name_country_sector"
EVENTS = "INDEXED BY events_id_type_quad_class_status"
UNCLASSED = "unclassified"
key_of = lru_cache(maxsize=65536)(target_key)


class End(NamedTuple):
    """Who stands at one end of a tie."""

    name: str | None
    country: str | None
    sector: str | None


class Row(NamedTuple):
    """One record between two ends; of a position on a target alone, `to` is that target."""

    from_: End
    to: End | str
    kind: str
    record_id: str
    day: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A network of those who have most to show, and of how much it is the picture.

    `actors` and `ties` are all there are, `edges` all those among the nodes that may be shown, `within` the
    records left out since both their ends are one node.
    """

    network: Network
    actors: int
    ties: int
    edges: int
    within: int = 0


@cache
def governments() -> dict[str, str]:
    """Return the country for its name and that of its government: a country that acts is its government."""
    out: dict[str, str] = {}
    for iso3, land in EntityTables().countries.items():
        name = codes_of(iso3).name or land.name
        out |= {f"Government of {land.spoken}": name, land.name: name}
    return out


def tie_rows(book: Casebook, filters: Filters = Filters(), kind: str = "positions") -> list[Row]:  # noqa: B008
    """Read who is for and against whom (positions), or who did what to whom by quad class (events)."""
    what, p = counted(book, kind), book.tables["participants"]
    x, one, other = what.table, p.alias("from_"), p.alias("to_")
    start, end = TIED[kind]
    says = x.c.stance if kind == "positions" else sa.func.coalesce(x.c.quad_class, UNCLASSED)
    joined = what.rows.join(one, sa.and_(one.c.record_id == x.c.id, one.c.role == start))
    joined = joined.join(other, sa.and_(other.c.record_id == x.c.id, other.c.role == end))
    ends = [side.c[c] for side in (one, other) for c in End._fields]
    asked = sa.select(*ends, says, x.c.id, what.day).select_from(joined)
    asked = what.hinted(asked).with_hint(one, WHO, "sqlite").with_hint(other, WHO, "sqlite")
    if kind == "events":
        asked = asked.with_hint(x, EVENTS, "sqlite")
    with book.reading() as connection:
        rows = connection.execute(asked.where(*tie_conditions(book, connection, kind, filters))).all()
    named = {"for": BACKS, "against": OPPOSES}
    made = [Row(End(*row[:3]), End(*row[3:6]), named.get(row[6], row[6]), row[7], row[8] or "") for row in rows]
    return sorted(made, key=lambda row: (row.day, row.record_id))


def stance_rows(book: Casebook, filters: Filters = Filters()) -> list[Row]:  # noqa: B008
    """Read who is for and against what; `to` is the target as written."""
    what, p = counted(book, "positions"), book.tables["participants"].alias("holder")
    x = what.table
    joined = what.rows.join(p, sa.and_(p.c.record_id == x.c.id, p.c.role == "holder"))
    asked = sa.select(*(p.c[c] for c in End._fields), x.c.target, x.c.stance, x.c.id, what.day).select_from(joined)
    with book.reading() as connection:
        where = tie_conditions(book, connection, "positions", filters)
        rows = connection.execute(what.hinted(asked.where(*where)).with_hint(p, WHO, "sqlite")).all()
    made: dict[object, Row] = {}
    for n, row in enumerate(rows):
        # named twice in one position, somebody still holds it once
        made.setdefault((row[5], row[0] or n), Row(End(*row[:3]), row[3], row[4], row[5], row[6] or ""))
    return sorted(made.values(), key=lambda row: (row.day, row.record_id))


def between(rows: Iterable[Row], since: str | None, until: str | None) -> list[Row]:
    """Keep the rows of a window, which may begin and end with a day, a month or a year, as `Filters` has it."""
    return [
        row
        for row in rows
        if (not since or row.day >= since) and (not until or (row.day and row.day[: len(until)] <= until))
    ]


def tied(
    book: Casebook,
    rows: Sequence[Row],
    kind: str = "positions",
    by: str = "name",
    nodes: int = 40,
    edges: int = 400,
    within: bool = True,
) -> Shown:
    """Make the network of some `tie_rows`.

    The `nodes` with most ties are kept, and of the edges among them the `edges` of most weight. `within` keeps the ties
    of a country with itself, whose actors may act on each other; nobody is his own ally by name.
    """
    found = [(a, b, row) for row in rows if (a := _node(row.from_, by)) and (b := _node(row.to, by))]
    inside = len(found)
    if by == "name" or not within:
        found = [pair for pair in found if pair[0] != pair[1]]
    inside -= len(found)
    weights = Counter(node for a, b, _ in found for node in (a, b))
    best = _best(weights, nodes)
    kept = [(a, b, row) for a, b, row in found if a in best and b in best]
    articles = _articles(book, kind, [row.record_id for _, _, row in kept])
    ties = Ties("sides" if kind == "positions" else "dyads")
    ties.nodes = _nodes([pair for a, b, row in kept for pair in ((a, row.from_), (b, row.to))], by)
    for a, b, row in kept:
        ties.ties.append(Tie(a, b, row.kind, row.record_id, articles.get(row.record_id, ""), row.day or None))
    network = ties.network()
    return Shown(_strongest(network, edges), len(weights), len(found), len(network.edges), inside)


def met(
    book: Casebook,
    rows: Sequence[Row],
    aggregation: str = "congruence",
    normalisation: str = "no",
    duplicates: str = "include",
    by: str = "name",
    nodes: int = 40,
    edges: int = 400,
) -> Shown:
    """Tie actors by their positions on the same targets (`stance_rows`), as `network_discourse.one_mode` does.

    The `nodes` with most positions are kept. An edge says as much as in the network of all, since nothing but the
    positions of its two actors goes into it.
    """
    found = [(a, row) for row in rows if (a := _node(row.from_, by))]
    weights = Counter(a for a, _ in found)
    best = _best(weights, nodes)
    kept = [(a, row) for a, row in found if a in best]
    articles = _articles(book, "positions", [row.record_id for _, row in kept])
    said = Discourse([], _nodes([(a, row.from_) for a, row in kept], by))
    for a, row in kept:
        if key := key_of(str(row.to)):
            stance = FOR if row.kind == "for" else AGAINST
            article = articles.get(row.record_id, "")
            said.stances.append(Stance(a, key, stance, row.record_id, article, row.day or None, str(row.to)))
    network = one_mode(said, aggregation, normalisation, duplicates)
    return Shown(_strongest(network, edges), len(weights), len(found), len(network.edges))


def _node(end: End | str, by: str) -> str | None:
    if by not in LEVELS:
        raise InputError(f"No level is called '{by}'; there are {', '.join(LEVELS)}")
    if isinstance(end, str):
        return end
    if by == "country":
        return end.country or end.name
    return governments().get(end.name, end.name) if end.name else None


def _best(weights: Counter[str], most: int) -> set[str]:
    return set(sorted(weights, key=lambda n: (-weights[n], n))[:most])


def _strongest(network: Network, most: int) -> Network:
    """Keep the edges of most weight, and the nodes that they tie."""
    best = sorted(network.edges, key=lambda e: (-abs(e.weight), e.source, e.target, e.kind))[:most]
    edges = tuple(sorted(best, key=lambda e: (e.source, e.target, e.kind)))
    used = {n for e in edges for n in (e.source, e.target)}
    return replace(network, edges=edges, nodes=tuple(n for n in network.nodes if n.id in used))


def _articles(book: Casebook, kind: str, ids: Sequence[str]) -> dict[str, str]:
    x = counted(book, kind).table
    with book.reading() as connection:
        rows: Iterator[Any] = iter(select_in(connection, sa.select(x.c.id, x.c.article_id), x.c.id, ids))
        return {row.id: row.article_id for row in rows}


def _nodes(ends: Iterable[tuple[str, End | str]], by: str) -> dict[str, Node]:
    """Make the nodes, each with the country and the sector under which it mostly stands here."""
    seen: dict[str, Counter[tuple[str | None, str | None]]] = {}
    for name, end in ends:
        if isinstance(end, End):
            of_country = by == "country" and end.country
            seen.setdefault(name, Counter())[end.country, None if of_country else end.sector] += 1
    usual = {n: min(c, key=lambda k: (-c[k], k[0] or "", k[1] or "")) for n, c in seen.items()}
    return {n: Node(n, *usual[n]) for n in sorted(usual)}
