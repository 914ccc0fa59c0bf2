"""Marks the text of an article: each segment with the classes of the layers that cover it, and the records it is of.

This is the only place that writes HTML by itself, since an article has thousands of segments: every text is escaped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from markupsafe import Markup, escape

from tacitus.ledger import Ledger
from tacitus.records import Position
from tacitus.show_text import harmless
from tacitus.web.article_records import Placed
from tacitus.web.segments import Layer, Segment, by_paragraph, lanes, paragraphs, segments

LANES = {"content": 3, "evidence": 3, "mention": 2}  # of lines that can lie over each other
FIRST = 500  # characters of a paragraph that tell its direction
SHORT = {"content": "q", "mention": "m", "cue": "c", "trigger": "e"}  # classes of article.css


def marked_text(
    ledger: Ledger, records: Sequence[Placed], hits: Sequence[tuple[int, int]] = ()
) -> list[tuple[str, Markup]]:
    """Return the paragraphs of an article, marked, each after its direction: ltr or rtl.

    A segment's data-r lists "number:part" for each record that covers it, the innermost last, and "cN" for actors.
    """
    text = ledger.article.text
    spans = [Layer(start, end, part, str(p.number)) for p in records for part, start, end in p.spans]
    chains = {c: f"c{n}" for n, c in enumerate(dict.fromkeys(m.chain_id for m in ledger.mentions))}
    spans += [Layer(m.start, m.end, "mention", chains[m.chain_id]) for m in ledger.mentions]
    spans += [Layer(start, end, "hit", str(n)) for n, (start, end) in enumerate(hits)]
    bounds = paragraphs(text)
    inner = [(start, start + len(text[start:end].rstrip())) for start, end in bounds]
    parts = by_paragraph(segments(len(text), spans, [c for b in (*bounds, *inner) for c in b]), bounds)
    stances = {str(p.number): p.record.stance[0] for p in records if isinstance(p.record, Position)}
    shown = _shown(spans, stances)
    made = (
        (direction(text[start : start + FIRST]), "".join([_segment(text, s, shown) for s in own if s.start < end]))
        for own, (start, end) in zip(parts, inner, strict=True)
    )
    return [(way, Markup(paragraph)) for way, paragraph in made if paragraph]


def direction(words: str) -> str:
    """Return the direction of the first letter that has one. Browsers find it too, but take seconds for a megabyte."""
    strong = next((b for b in map(unicodedata.bidirectional, words) if b in ("L", "R", "AL")), "L")
    return "ltr" if strong == "L" else "rtl"


def _shown(spans: list[Layer], stances: dict[str, str]) -> dict[Layer, tuple[str, str]]:
    """Return the class and the token of each layer; what has no class of its own is seen only when it is lit up."""
    lane = {kind: lanes((_place(s, stances) for s in spans if s.kind == kind), most) for kind, most in LANES.items()}
    out = {}
    for s in spans:
        n = lane[s.kind][_place(s, stances)] if s.kind in lane else ""
        name = f"p{stances[s.key]}" if s.kind == "evidence" else SHORT.get(s.kind, "")
        token = "" if s.kind == "hit" else s.key if s.kind == "mention" else f"{s.key}:{s.kind}"
        out[s] = (f"{name}{n}" if name else "", token)
    return out


def _place(s: Layer, stances: dict[str, str]) -> tuple[int, int, str]:
    """Return what layers of one kind that are drawn as one have in common: the words, and whether for or against."""
    return s.start, s.end, stances[s.key] if s.kind == "evidence" else ""


def _segment(text: str, segment: Segment, shown: dict[Layer, tuple[str, str]]) -> str:
    words = str(escape(harmless(text[segment.start : segment.end])))
    layers = segment.over
    if not layers:
        return words
    if len(layers) > 1:  # the innermost last: that is what a click means
        layers = tuple(sorted(layers, key=_length, reverse=True))
    pairs = [shown[s] for s in layers]
    # classes and tokens are ours: names of parts and numbers
    classes = " ".join(dict.fromkeys([c for c, _ in pairs if c]))
    tokens = " ".join(dict.fromkeys([t for _, t in pairs if t]))
    hits = [s for s in layers if s.kind == "hit"]
    tag = "mark" if hits else "span"
    place = f' id="hit-{int(hits[0].key) + 1}"' if hits and hits[0].start == segment.start else ""
    return f'<{tag} class="seg {classes}"{place} data-r="{tokens}">{words}</{tag}>'


def _length(layer: Layer) -> int:
    return layer.end - layer.start
