"""Cuts a text at the bounds of the spans that lie over it, so that none of them hides another.

The segments, one after the other, are the text; each knows every span that covers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar


class Layer(NamedTuple):
    """A span of a text: characters `start` to `end` (exclusive). `kind` is what it is, `key` whose it is."""

    start: int
    end: int
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text and the spans that cover all of it, those that begin first and end last before the others."""

    start: int
    end: int
    over: tuple[Layer, ...]


def segments(length: int, spans: Iterable[Layer], cuts: Iterable[int] = ()) -> list[Segment]:
    """Cut a text of `length` characters at the bounds of all spans, and at `cuts`.

    Spans are cut to the text; what is then empty is left out. A text without spans is one segment, an empty text none.
    """
    kept = [s._replace(start=max(0, s.start), end=min(length, s.end)) for s in spans]
    kept = sorted({s for s in kept if s.start < s.end}, key=lambda s: (s.start, -s.end, s.kind, s.key))
    bounds = {0, length, *(s.start for s in kept), *(s.end for s in kept), *(c for c in cuts if 0 < c < length)}
    ordered = sorted(bounds)
    out: list[Segment] = []
    ending = {s.end for s in kept}
    over: list[Layer] = []
    coming = 0
    for start, end in pairwise(ordered):
        if start in ending:
            over = [s for s in over if s.end > start]
        while coming < len(kept) and kept[coming].start == start:
            over.append(kept[coming])
            coming += 1
        out.append(Segment(start, end, tuple(over)))
    return out


Span = TypeVar("Span", bound=tuple[Any, ...])


def lanes(spans: Iterable[Span], most: int) -> dict[Span, int]:
    """Give each span a lane, from 0, so that two that share a character have different ones, the outer the smaller.

    A span is (start, end), perhaps with more behind that tells it from others of the same words. Equal spans share a
    lane. Where more than `most` lie over each other, the rest share the last lane.
    """
    out: dict[Span, int] = {}
    ends = [0] * most
    for span in sorted(set(spans), key=lambda s: (s[0], -s[1], s[2:])):
        start, end = span[:2]
        lane = next((n for n, free_from in enumerate(ends) if free_from <= start), most - 1)
        ends[lane] = max(ends[lane], end)
        out[span] = lane
    return out


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return where the paragraphs of a text lie; what parts them (blank lines) belongs to the one before."""
    bounds = [0]
    at = text.find("\n")
    while at != -1:
        after = at
        while after < len(text) and text[after].isspace():
            after += 1
        if text.count("\n", at, after) > 1 and after < len(text) and at > 0:
            bounds.append(after)
        at = text.find("\n", max(after, at + 1))
    return list(zip(bounds, [*bounds[1:], len(text)], strict=True)) if text else []


def by_paragraph(parts: Sequence[Segment], bounds: Sequence[tuple[int, int]]) -> list[list[Segment]]:
    """Deal segments out to paragraphs, at whose bounds they have been cut."""
    out: list[list[Segment]] = [[] for _ in bounds]
    n = 0
    for part in parts:
        while part.start >= bounds[n][1]:
            n += 1
        out[n].append(part)
    return out
