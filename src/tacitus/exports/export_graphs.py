"""Networks as networkx graphs and as files: GraphML, GEXF, Pajek, CSV edge lists."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tacitus.errors import InputError, StoreError
from tacitus.exports.network import Edge, Network
from tacitus.storable import storable

FILES = ("graphml", "gexf", "pajek", "edges")
SUFFIXES = {"graphml": ".graphml", "gexf": ".gexf", "pajek": ".net", "edges": ".csv"}
COLUMNS = ("network", "window_start", "window_stop", "source", "target", "kind", "weight", "articles", "first", "last")


def to_networkx(network: Network) -> Any:
    """Return the network as a networkx graph: MultiDiGraph keyed by kind where directed, else Graph.

    Nodes have country, sector and kind; edges have kind, weight, records (ids by space), articles, first, last.
    """
    try:
        import networkx as nx  # type: ignore[import-untyped, import-not-found, unused-ignore] # noqa: PLC0415
    except ImportError as error:
        raise InputError("Graphs need networkx: pip install networkx") from error
    graph = nx.MultiDiGraph() if network.directed else nx.Graph()
    graph.graph.update(name=network.name, **_known(window_start=network.start, window_stop=network.stop))
    for n in network.nodes:
        graph.add_node(n.id, **_known(country=n.country, sector=n.sector, kind=n.kind))
    for e in network.edges:
        key = {"key": e.kind} if network.directed else {}
        graph.add_edge(e.source, e.target, **key, **_attributes(e))
    return graph


def _attributes(e: Edge) -> dict[str, Any]:
    # graph formats have no lists and no empty values
    ids = " ".join(e.records)
    return _known(kind=e.kind, weight=e.weight, records=ids, articles=e.articles, first=e.first, last=e.last)


def _known(**values: Any) -> dict[str, Any]:
    return {k: _printable(v) for k, v in values.items() if v is not None}


def _printable(value: Any) -> Any:
    """Leave out the characters that XML cannot hold."""
    if isinstance(value, str):
        return "".join(c for c in value if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    return value


def write_networks(networks: Sequence[Network], form: str, out: Path) -> list[Path]:
    """Write networks in one format and return the files.

    One network goes to `out`, time windows into a folder `out`, one file each, named by their start. Edge
    lists of all windows share one file. Pajek has one relation a file: a network of several kinds of edges
    is written as OUT.KIND.net.
    """
    if form not in FILES:
        raise InputError(f"No graph format is called '{form}'; there are {', '.join(FILES)}")
    try:
        if form == "edges":
            return [write_edges(networks, out)]
        if len(networks) == 1 and networks[0].start is None:
            out.parent.mkdir(parents=True, exist_ok=True)
            return _write(networks[0], form, out)
        out.mkdir(parents=True, exist_ok=True)
        files = []
        for network in networks:
            files += _write(network, form, out / f"{network.start}{SUFFIXES[form]}")
        return files
    except OSError as e:
        raise StoreError(f"{out}: cannot be written: {e.strerror}") from e


def _write(network: Network, form: str, path: Path) -> list[Path]:
    if form == "pajek":
        return _write_pajek(network, path)
    import networkx as nx  # noqa: PLC0415

    graph = nx.relabel_nodes(to_networkx(network), _printable)
    if form == "graphml":
        nx.write_graphml_xml(graph, path, named_key_ids=True)
    else:
        for name, data in graph.nodes(data=True):
            data["label"] = name
        nx.write_gexf(graph, path)
    return [path]


def _write_pajek(network: Network, path: Path) -> list[Path]:
    kinds = sorted({e.kind for e in network.edges})
    several = len(kinds) > 1
    files = []
    for kind in kinds or [network.name]:
        name = path.with_name(f"{path.stem}.{kind.lower().replace(' ', '-')}{path.suffix}") if several else path
        name.write_text(_pajek(network, [e for e in network.edges if e.kind == kind]), "utf-8", newline="\r\n")
        files.append(name)
    return files


def _pajek(network: Network, edges: list[Edge]) -> str:
    """Write the vertices, then arcs (or edges) with their weights; Pajek's labels hold no quotation mark."""
    number = {n.id: i for i, n in enumerate(network.nodes, 1)}
    lines = [f"*Vertices {len(number)}"]
    lines += [f'{i} "{_printable(name).replace(chr(34), chr(39))}"' for name, i in number.items()]
    lines.append("*Arcs" if network.directed else "*Edges")
    lines += [f"{number[e.source]} {number[e.target]} {e.weight:.10g}" for e in edges]
    return "\n".join(lines) + "\n"


def write_edges(networks: Sequence[Network], out: Path) -> Path:
    """Write one row for each edge, with its window, the attributes of both nodes and the ids of its records."""
    out.parent.mkdir(parents=True, exist_ok=True)
    ends = [f"{end}_{what}" for end in ("source", "target") for what in ("country", "sector")]
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*COLUMNS, *ends, "records"])
        for network in networks:
            nodes = {n.id: n for n in network.nodes}
            for e in network.edges:
                a, b = nodes[e.source], nodes[e.target]
                row: list[Any] = [
                    network.name,
                    network.start,
                    network.stop,
                    e.source,
                    e.target,
                    e.kind,
                    f"{e.weight:.10g}",
                ]
                row += [e.articles, e.first, e.last, a.country, a.sector, b.country, b.sector, " ".join(e.records)]
                writer.writerow(["" if v is None else storable(v) for v in row])
    return out
