"""The network of a report as a picture that needs no script: who stands where, and how the lines run, in pixels.

The same casebook gives the same picture: the layout begins from a fixed seed, and numbers are rounded.
"""

from __future__ import annotations

import math
from typing import Any

import networkx as nx

from tacitus.casebook.store import Casebook
from tacitus.casebook.sum_evidence import evidence
from tacitus.web.page_network import answer
from tacitus.web.pages import Query
from tacitus.web.show import cut

WIDTH, HEIGHT, MARGIN = 880, 600, 16
NODES, EDGES = 22, 46  # what can be read on a sheet of paper
SEED, ROUNDS = 7, 400
LETTER, LABEL = 6.6, 26  # width of a letter, most letters of a name


def network(book: Casebook, given: dict[str, list[str]], limit: int) -> dict[str, Any]:
    """Return nodes and lines of who backs and who opposes whom, the strongest ties, and how much is left out."""
    found = answer(book, Query(given={**given, "nodes": [str(NODES)]}))
    ties = found["edges"]
    drawn = ties[:EDGES]
    nodes = _place(found["nodes"], drawn)
    by_id = {n["id"]: n for n in nodes}
    lines = [_line(e, by_id[e["source"]], by_id[e["target"]], drawn[0]["weight"]) for e in drawn]
    shown = ties[:limit]
    proof = {row.id: row for row in evidence(book, "positions", [e["ids"][-1] for e in shown])}
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "nodes": nodes,
        "lines": lines,
        "ties": [{**e, "proof": proof.get(e["ids"][-1])} for e in shown],
        "counts": {kind: sum(e["kind"] == kind for e in drawn) for kind in ("backs", "opposes")},
        "actors_left_out": found["actors"] - len(nodes),
        "all_ties": found["ties"],
        "drawn_ties": sum(e["records"] for e in drawn),
        "not_listed": len(ties) - len(shown),
    }


def _place(found: list[dict[str, Any]], drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Place the nodes that have a line: by springs, then pushed apart until no name lies on another."""
    used = {end for e in drawn for end in (e["source"], e["target"])}
    nodes = [n for n in found if n["id"] in used]
    graph = nx.Graph()
    graph.add_nodes_from(sorted(used))
    for e in drawn:
        graph.add_edge(e["source"], e["target"], weight=1 + math.log1p(e["weight"]))
    # a hub that is not drawn keeps parts together that nothing ties
    for part in sorted(sorted(p) for p in nx.connected_components(graph)):
        graph.add_edge(("hub",), part[0], weight=0.4)
    at = nx.spring_layout(graph, k=2.2 / math.sqrt(len(graph)), iterations=300, seed=SEED) if used else {}
    xs, ys = [at[n["id"]][0] for n in nodes], [at[n["id"]][1] for n in nodes]
    most = max((n["weight"] for n in nodes), default=1)
    boxes = []
    for n in nodes:
        label = cut(n["id"], LABEL)
        radius = 5 + 9 * math.sqrt(n["weight"] / most)
        width = max(2 * radius, LETTER * len(label)) + 20
        boxes.append(
            {
                **n,
                "label": label,
                "r": round(radius, 1),
                "w": width,
                "h": 2 * radius + 34,
                "x": _scaled(at[n["id"]][0], xs, WIDTH - width) + width / 2,
                "y": _scaled(at[n["id"]][1], ys, HEIGHT - 70) + 35,
            }
        )
    _push_apart(boxes)
    for box in boxes:
        box["x"], box["y"] = round(box["x"]), round(box["y"])
    return boxes


def _scaled(value: float, values: list[float], room: float) -> float:
    low, high = min(values), max(values)
    return room / 2 if high - low < 1e-9 else room * (value - low) / (high - low)


def _push_apart(boxes: list[dict[str, Any]]) -> None:
    for _ in range(ROUNDS):
        moved = False
        for n, a in enumerate(boxes):
            for b in boxes[n + 1 :]:
                over_x = (a["w"] + b["w"]) / 2 - abs(a["x"] - b["x"])
                over_y = (a["h"] + b["h"]) / 2 - abs(a["y"] - b["y"])
                if over_x <= 0 or over_y <= 0:
                    continue
                moved = True
                axis, over = ("y", over_y) if over_y <= over_x else ("x", over_x)
                way = 1 if a[axis] <= b[axis] else -1
                a[axis] -= way * (over / 2 + 0.5)
                b[axis] += way * (over / 2 + 0.5)
        for box in boxes:
            box["x"] = min(max(box["x"], box["w"] / 2 + MARGIN / 2), WIDTH - box["w"] / 2 - MARGIN / 2)
            box["y"] = min(max(box["y"], box["r"] + MARGIN), HEIGHT - box["r"] - 24)
        if not moved:
            return


def _line(e: dict[str, Any], a: dict[str, Any], b: dict[str, Any], most: float) -> dict[str, Any]:
    """Return the curve from one node to another, bent so that both directions and both kinds lie apart, and its tip."""
    dx, dy = b["x"] - a["x"], b["y"] - a["y"]
    bend = 0.10 if e["kind"] == "backs" else 0.20
    cx, cy = (a["x"] + b["x"]) / 2 - dy * bend, (a["y"] + b["y"]) / 2 + dx * bend
    sx, sy = _towards(a["x"], a["y"], cx, cy, a["r"] + 2)
    ex, ey = _towards(b["x"], b["y"], cx, cy, b["r"] + (8 if e["kind"] == "backs" else 5))
    away = math.hypot(b["x"] - cx, b["y"] - cy) or 1.0
    ux, uy = (b["x"] - cx) / away, (b["y"] - cy) / away
    if e["kind"] == "backs":  # an arrow
        sides = f"L{ex - 5 * uy:.0f} {ey + 5 * ux:.0f}L{ex + 5 * uy:.0f} {ey - 5 * ux:.0f}Z"
        tip = f"M{ex + 7 * ux:.0f} {ey + 7 * uy:.0f}{sides}"
    else:  # a bar across
        tip = f"M{ex - 7 * uy:.0f} {ey + 7 * ux:.0f}L{ex + 7 * uy:.0f} {ey - 7 * ux:.0f}"
    width = 1.3 + 2.7 * math.log1p(e["weight"]) / (math.log1p(most) or 1)
    return {
        "path": f"M{sx:.0f} {sy:.0f}Q{cx:.0f} {cy:.0f} {ex:.0f} {ey:.0f}",
        "tip": tip,
        "kind": e["kind"],
        "width": round(width, 1),
        "words": f"{e['source']} {e['kind']} {e['target']}: {e['records']}",
    }


def _towards(x: float, y: float, to_x: float, to_y: float, by: float) -> tuple[float, float]:
    length = math.hypot(to_x - x, to_y - y) or 1.0
    return x + (to_x - x) * by / length, y + (to_y - y) * by / length
