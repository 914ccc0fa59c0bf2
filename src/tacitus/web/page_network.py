"""Network: who backs and opposes whom, who did what to whom, whose positions meet; in a window of time."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from tacitus.casebook.store import Casebook
from tacitus.casebook.sum_evidence import evidence
from tacitus.casebook.sum_time import fitting_unit, period_of
from tacitus.exports.export_graphs import SUFFIXES, write_networks
from tacitus.exports.network import Edge, Network
from tacitus.exports.network_discourse import DUPLICATES, NORMALISATIONS
from tacitus.exports.network_query import LEVELS, Row, Shown, between, met, stance_rows, tie_rows, tied
from tacitus.web.download import Download
from tacitus.web.kept import kept
from tacitus.web.pages import Page, Query
from tacitus.web.periods import WIDTHS, axis, in_words
from tacitus.web.show import country_name

WHAT = {
    "sides": "who backs and who opposes whom",
    "deeds": "who did what to whom",
    "congruence": "who takes the same side on the same things",
    "conflict": "who takes opposite sides on the same things",
    "subtract": "same sides less opposite sides",
}
NORMS = {
    "no": "plain counts",
    "average": "by the average of what the two said",
    "jaccard": "Jaccard",
    "cosine": "cosine",
}
TWICE = {
    "include": "each time",
    "document": "once an article",
    "week": "once a week",
    "month": "once a month",
    "year": "once a year",
    "all": "once",
}
SORTS = ("weight", "source", "target", "kind", "articles", "first", "last")
NODES, EDGES, PANEL, BINS = 40, 300, 60, 200
FILES = {"graphml": "application/graphml+xml", "gexf": "application/gexf+xml", "edges": "text/csv"}


class Bins(NamedTuple):
    """How many records each period has; `earlier` periods are left out."""

    unit: str
    counts: list[tuple[str, int]]
    earlier: int


def answer(book: Casebook, query: Query) -> dict[str, Any]:
    """Make the network of a window of time, with the sentences of one tie where that is asked for."""
    what, by = query.choice("what", WHAT), query.choice("level", LEVELS)
    filters = query.filters()
    kind = "events" if what == "deeds" else "positions"
    bins, shown = _network(book, query, what, by)
    if query.one("file"):
        raise _file(shown.network, query.choice("file", FILES), what)
    edges = [_edge(query, e, shown.network.directed) for e in shown.network.edges]
    sort = query.choice("sort", SORTS)
    edges.sort(key=lambda e: (e["source"].casefold(), e["target"].casefold(), e["kind"]))
    edges.sort(key=_order(sort), reverse=sort in ("weight", "articles", "last"))
    if query.form == "csv":
        own = ("source", "target", "kind", "weight", "articles", "first", "last")
        return {"edges": [{k: e[k] for k in own} | {"records": " ".join(e["ids"])} for e in edges]}
    strength: dict[str, float] = {}
    for e in shown.network.edges:
        for end in (e.source, e.target):
            strength[end] = strength.get(end, 0.0) + abs(e.weight)
    nodes = [
        {"id": n.id, "country": n.country, "sector": n.sector, "weight": round(strength[n.id], 3)}
        for n in shown.network.nodes
    ]
    return {
        "what": what,
        "level": by,
        "kind": kind,
        "directed": shown.network.directed,
        "nodes": nodes,
        "edges": edges,
        "names": {n.id: country_name(n.id) for n in shown.network.nodes} if by == "country" else {},
        "kinds": sorted({e["kind"] for e in edges}),
        "_drawn": [
            {k: e[k] for k in ("source", "target", "kind", "weight", "records", "url", "directed")} for e in edges
        ],
        "actors": shown.actors,
        "ties": shown.ties,
        "edges_left_out": shown.edges - len(edges),
        "sort": sort,
        "within": shown.within if by == "country" else 0,
        "window": _window(bins, filters.since, filters.until),
        "picked": _picked(book, query, edges, kind),
        "limit": _limit(query),
        "choices": {"what": WHAT, "level": LEVELS, "norm": NORMS, "dup": TWICE, "sort": SORTS},
        "norm": query.choice("norm", NORMALISATIONS),
        "dup": query.choice("dup", DUPLICATES),
    }


def _limit(query: Query) -> int:
    return query.whole("nodes", NODES, 5, 150)


def _network(book: Casebook, query: Query, what: str, by: str) -> tuple[Bins, Shown]:
    """Return how many records there are over all of the time, and the network of those in the window."""
    filters, most = query.filters(), _limit(query)
    always = replace(filters, since=None, until=None)
    norm, dup = query.choice("norm", NORMALISATIONS), query.choice("dup", DUPLICATES)
    within = query.choice("within", ("0", "1"))
    kind = "events" if what == "deeds" else "positions"
    if what in ("sides", "deeds"):
        rows = kept(book, ("ties", kind, always), lambda: tie_rows(book, always, kind))
    else:
        rows = kept(book, ("stances", always), lambda: stance_rows(book, always))

    def make() -> Shown:
        inside = between(rows, filters.since, filters.until)
        if what in ("sides", "deeds"):
            return tied(book, inside, kind, by, most, EDGES, within == "1")
        return met(book, inside, what, norm, dup, by, most, EDGES)

    bins = kept(book, ("bins", what in ("sides", "deeds"), kind, always), lambda: _bins(rows))
    return bins, kept(book, ("network", what, by, filters, most, norm, dup, within), make)


def _edge(query: Query, e: Edge, directed: bool) -> dict[str, Any]:
    """Return a tie as the page shows it, with the address of its sentences."""
    kind = e.kind if e.kind != "subtract" else "congruence" if e.weight > 0 else "conflict"
    address = query.url(tie=f"{e.source}|{e.target}|{kind}")
    return {
        "source": e.source,
        "target": e.target,
        "kind": kind,
        "weight": round(e.weight, 3),
        "records": len(e.records),
        "ids": e.records,
        "articles": e.articles,
        "first": e.first,
        "last": e.last,
        "url": address,
        "directed": directed,
    }


def _order(sort: str) -> Any:
    if sort == "weight":
        return lambda e: abs(e["weight"])
    if sort == "articles":
        return lambda e: e["articles"]
    return lambda e: str(e[sort] or "").casefold()


def _picked(book: Casebook, query: Query, edges: list[dict[str, Any]], kind: str) -> dict[str, Any] | None:
    """Return the sentences of the tie that `tie` names: source|target|kind."""
    asked = query.one("tie")
    if asked is None:
        return None
    edge = next((e for e in edges if asked == f"{e['source']}|{e['target']}|{e['kind']}"), None)
    if edge is None:
        return {"edge": None, "rows": [], "left_out": 0}
    ids = edge["ids"]
    return {"edge": edge, "rows": evidence(book, kind, ids[:PANEL]), "left_out": max(0, len(ids) - PANEL)}


def _bins(rows: list[Row]) -> Bins:
    """Count the records by period, for the slider; the hundredth of them that lies farthest out has no bin."""
    days = sorted(row.day for row in rows if row.day)
    common = days[len(days) // 100 : len(days) - len(days) // 100]
    unit = fitting_unit(common[0], common[-1], BINS) if common else "month"
    counts = Counter(period_of(day, unit) for day in days)
    whole = {p for day in common if (p := period_of(day, unit)) and len(p) == WIDTHS[unit]}
    periods, earlier = axis(whole, unit, BINS)
    return Bins(unit, [(p, counts[p]) for p in periods], earlier)


def _window(made: Bins, since: str | None, until: str | None) -> dict[str, Any]:
    """Return the bins of the slider, and which of them the window takes in."""
    bins = [
        {
            "id": p,
            "words": in_words(p, made.unit),
            "n": n,
            "in": (not since or p >= since[: len(p)]) and (not until or p[: len(until)] <= until[: len(p)]),
        }
        for p, n in made.counts
    ]
    most = max((n for _, n in made.counts), default=0)
    return {"unit": made.unit, "bins": bins, "most": most, "earlier": made.earlier}


def _file(network: Network, form: str, what: str) -> Download:
    """Write what is shown as a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"network{SUFFIXES[form]}"
        write_networks([replace(network, start=None, stop=None)], form, path)
        return Download(f"network-{what}{SUFFIXES[form]}", FILES[form], path.read_bytes())


PAGES = (
    Page(
        "/network",
        "Network",
        "network.html",
        answer,
        group="Who",
        order=30,
        scripts=("panel.js", "network.js"),
        vendor=("cytoscape.min.js", "layout-base.js", "cose-base.js", "cytoscape-fcose.js"),
        styles=("sides.css", "network.css"),
        table="edges",
    ),
)
