"""Scores attributions found in articles against annotated ones: F1 of contents and of contents with their source.

A content counts as found where its words and those of the annotated one overlap by half (Jaccard), one to one; the link
is right where the sources share a word, or both have none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any

WORD = re.compile(r"\w+")


def content_and_link(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[str, float]:
    """Return the figures over all articles: precision, recall and F1 of contents, F1 of links."""
    by_id = {row["id"]: row["attributions"] for row in found}
    annotated = predicted = contents = links = 0
    for row in gold:
        starts = [(m.start(), m.end()) for m in WORD.finditer(row["text"])]
        one = [_sets(a, starts) for a in row["attributions"]]
        two = [_sets(a, starts) for a in by_id.get(row["id"], [])]
        annotated, predicted = annotated + len(one), predicted + len(two)
        for i, j in _pairs([a["content"] for a in one], [a["content"] for a in two]):
            contents += 1
            links += bool(one[i]["source"] & two[j]["source"]) or not (one[i]["source"] or two[j]["source"])
    f1 = 2 / max(1, annotated + predicted)
    return {
        "precision": contents / max(1, predicted),
        "recall": contents / max(1, annotated),
        "content": contents * f1,
        "link50": links * f1,
    }


def _sets(a: dict[str, Any], words: list[tuple[int, int]]) -> dict[str, frozenset[int]]:
    ends = [e for _, e in words]
    out = {}
    for role in ("source", "content"):
        got: set[int] = set()
        for start, end in a[role]:
            k = bisect_left(ends, start + 1)
            while k < len(words) and words[k][0] < end:
                got.add(k)
                k += 1
        out[role] = frozenset(got)
    return out


def _pairs(gold: list[frozenset[int]], found: list[frozenset[int]]) -> list[tuple[int, int]]:
    ways = [(len(g & f) / len(g | f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if g & f]
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    out = []
    for share, i, j in sorted(ways, reverse=True):
        if share < 0.5 or i in taken_gold or j in taken_found:
            continue
        taken_gold.add(i)
        taken_found.add(j)
        out.append((i, j))
    return out
