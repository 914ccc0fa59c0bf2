"""Scores attributions found in articles against annotated ones: F1 of contents and of contents with their source.

A content counts as found where its words and those of the annotated one overlap by half (Jaccard), one to one; the link
is right where the sources share a word, or both have none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any

from tacitus.score import Count, one_to_one

WORD = re.compile(r"\w+")


def content_and_link(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[str, float]:
    """Return the figures over all articles: precision, recall and F1 of contents, F1 of links."""
    by_id = {row["id"]: row["attributions"] for row in found}
    content, link = Count(), Count()
    for row in gold:
        starts = [(m.start(), m.end()) for m in WORD.finditer(row["text"])]
        one = [_sets(a, starts) for a in row["attributions"]]
        two = [_sets(a, starts) for a in by_id.get(row["id"], [])]
        pairs = _pairs([a["content"] for a in one], [a["content"] for a in two])
        sources = [(one[i]["source"], two[j]["source"]) for i, j in pairs]
        links = sum(bool(a & b) or not (a or b) for a, b in sources)
        content += Count(len(pairs), len(one), len(two))
        link += Count(links, len(one), len(two))
    return {"precision": content.precision, "recall": content.recall, "content": content.f1, "link50": link.f1}


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
    return list(one_to_one((i, j) for share, i, j in sorted(ways, reverse=True) if share >= 0.5))
