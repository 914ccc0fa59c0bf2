"""Networks of actors: who backs and who opposes whom, and who did what to whom by quad class.

Every edge carries the ids of the records that it rests on, so that it can be followed back to the text.
A network is plain data; `export_graphs.py` turns it into networkx graphs and files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tacitus.entities.country_codes import codes_of
from tacitus.errors import InputError
from tacitus.exports.export_tables import Actor, Book
from tacitus.records import Record

LEVELS = ("name", "country", "sector", "country-sector")
UNITS = ("day", "week", "month", "year")
BACKS, OPPOSES = "backs", "opposes"


@dataclass(frozen=True, slots=True)
class Node:
    """An actor (or, in a network of actors and targets, a target) and what is known of it."""

    id: str
    country: str | None = None
    sector: str | None = None
    kind: str = "actor"


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie of one kind; `records` are the ids it rests on, `first` and `last` their dates."""

    source: str
    target: str
    kind: str
    weight: float
    records: tuple[str, ...]
    articles: int
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges in alphabetical order; `start` and `stop` (exclusive) where it is a time window."""

    name: str
    directed: bool
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    start: str | None = None
    stop: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """One record's evidence for an edge."""

    source: str
    target: str
    kind: str
    record_id: str
    article_id: str
    day: str | None


@dataclass(slots=True)
class Ties:
    """The evidence for the edges of a network, and the nodes that it may have."""

    name: str
    nodes: dict[str, Node] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)

    def network(self, start: str | None = None, stop: str | None = None) -> Network:
        """Count the evidence that falls between two days (all of it without them) into a network."""
        groups: dict[tuple[str, str, str], list[Tie]] = {}
        for tie in self.ties:
            if within(tie.day, start, stop):
                groups.setdefault((tie.source, tie.target, tie.kind), []).append(tie)
        edges = tuple(_edge(*key, groups[key]) for key in sorted(groups))
        used = {n for e in edges for n in (e.source, e.target)}
        return Network(self.name, True, tuple(self.nodes[n] for n in sorted(used)), edges, start, stop)


def _edge(source: str, target: str, kind: str, ties: list[Tie]) -> Edge:
    records = tuple(dict.fromkeys(t.record_id for t in ties))
    first, last = span_of(t.day for t in ties)
    return Edge(source, target, kind, float(len(records)), records, len({t.article_id for t in ties}), first, last)


def span_of(days: Iterable[str | None]) -> tuple[str | None, str | None]:
    """Return the earliest and the latest of some dates."""
    known = sorted(d for d in days if d)
    return (known[0], known[-1]) if known else (None, None)


def node_id(book: Book, actor: Actor, by: str) -> str | None:
    """Return the node an actor is at one level; None for one who cannot be placed there.

    By country, an organisation or a group of no country is a node of its own.
    """
    if by not in LEVELS:
        raise InputError(f"No level is called '{by}'; there are {', '.join(LEVELS)}")
    if actor.name is None and (by == "name" or not actor.country):
        return None
    if by == "name":
        # "Beijing" and "the Chinese government" are one: a country that acts is its government
        state = (actor.entity_id or "").removeprefix("country:")
        return codes_of(state).name or actor.name
    if by == "sector":
        return actor.sector
    if by == "country":
        return actor.country or actor.name
    return f"{actor.country} {actor.sector}" if actor.country else actor.name


def node(book: Book, actor: Actor, by: str) -> Node | None:
    """Return the node an actor is at one level, with its usual country and sector."""
    made = node_id(book, actor, by)
    if made is None:
        return None
    if by == "name" or made == actor.name:
        return Node(made, *book.usual(made))
    country = actor.country if by != "sector" else None
    return Node(made, country, actor.sector if "sector" in by else None)


def sides(book: Book, by: str = "name") -> Ties:
    """Gather who backs and who opposes whom: from holder to the actor that the target is, or whose act it is."""
    ties = Ties("sides")
    for p in book.tables.positions:
        _add(book, ties, p, by, ("holder", "target_actor"), BACKS if p.stance == "for" else OPPOSES)
    return ties


def dyads(book: Book, by: str = "name") -> Ties:
    """Gather who did what to whom: from actor to recipient, one kind of edge for each quad class."""
    ties = Ties("dyads")
    for e in book.tables.events:
        _add(book, ties, e, by, ("actor", "recipient"), e.quad_class or "unclassified")
    return ties


def _add(book: Book, ties: Ties, record: Record, by: str, roles: tuple[str, str], kind: str) -> None:
    from_, to = ([node(book, a, by) for a in book.actors(record.id, role)] for role in roles)
    for a in from_:
        for b in to:
            # nobody is his own ally; a country's actors may act on each other
            if a is None or b is None or (a.id == b.id and by == "name"):
                continue
            ties.nodes.setdefault(a.id, a)
            ties.nodes.setdefault(b.id, b)
            ties.ties.append(Tie(a.id, b.id, kind, record.id, record.article_id, book.day(record)))


def within(day: str | None, start: str | None, stop: str | None) -> bool:
    """Say whether a date lies in [start, stop); a date known only to the month or year counts from its first day."""
    if start is None or stop is None:
        return True
    return day is not None and start <= first_day(day) < stop


def first_day(prefix: str) -> str:
    """Return the first day of an ISO prefix: "2019-02" gives "2019-02-01"."""
    return (prefix + "-01-01"[len(prefix) - 4 :])[:10] if len(prefix) >= 4 else prefix


def windows(days: Iterable[str | None], unit: str, size: int = 1, step: int = 1) -> Iterator[tuple[str, str]]:
    """Yield windows [start, stop) of `size` units, sliding by `step`, from the first of the days to the last.

    Windows begin with calendar units: months on the first, years on 1 January, weeks on Monday.
    """
    if unit not in UNITS:
        raise InputError(f"No unit of time is called '{unit}'; there are {', '.join(UNITS)}")
    if size < 1 or step < 1:
        raise InputError("A time window and its step must be at least 1")
    first, last = span_of(days)
    if first is None or last is None:
        return
    forward = _stepper(unit)
    start = _begin(date.fromisoformat(first_day(first)), unit)
    while start.isoformat() <= first_day(last):
        yield start.isoformat(), forward(start, size).isoformat()
        start = forward(start, step)


def _begin(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1, month=1) if unit == "year" else day.replace(day=1) if unit == "month" else day


def _stepper(unit: str) -> Callable[[date, int], date]:
    """Return the function that goes n units on from the beginning of a unit."""
    if unit in ("day", "week"):
        days = 1 if unit == "day" else 7
        return lambda day, n: day + timedelta(days=n * days)
    months = 1 if unit == "month" else 12
    return lambda day, n: date(day.year + (day.month - 1 + n * months) // 12, (day.month - 1 + n * months) % 12 + 1, 1)


def over_time(ties: Ties, unit: str, size: int = 1, step: int = 1) -> Iterator[Network]:
    """Yield one network for each time window, empty ones too, so that a series has no gaps."""
    for start, stop in windows((t.day for t in ties.ties), unit, size, step):
        yield ties.network(start, stop)
