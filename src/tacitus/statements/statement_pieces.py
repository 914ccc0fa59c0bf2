"""Pieces of content: token ranges turned into characters, with regard to quotation marks."""

from __future__ import annotations

import bisect

from tacitus.parsing.find_quotations import word_count
from tacitus.parsing.parsed import Parsed, Quote
from tacitus.statements.statement_cues import Cue

Range = tuple[int, int]  # first and last token, both taken in
FINITE = ("VBD", "VBZ", "VBP", "MD")


def outer_quotes(p: Parsed, start: int, end: int) -> list[Quote]:
    """Return the outer quotations that share a character, marks taken in, with `start` to `end`."""
    at = bisect.bisect_right(p.quotes, start, key=lambda q: q.start) - 1
    while at > 0 and p.quotes[at].depth:
        at -= 1
    out = []
    for n in range(max(at, 0), len(p.quotes)):
        q = p.quotes[n]
        if q.start >= end:
            break
        if not q.depth and q.end > start:
            out.append(q)
    return out


def piece_of(p: Parsed, first: int, last: int, cue: Cue | None = None) -> tuple[int, int] | None:
    """Turn a token range into characters: punctuation at its edges off, quotations it cuts taken in whole."""
    while first <= last and p[first].text in (",", ":", ";", "-", "–", "—", ".", ")"):
        first += 1
    while first <= last and (p[last].text in (",", ":", ";", "-", "–", "—", ".", "(", "?", "!") or p[last].dep == "cc"):
        last -= 1
    if first > last:
        return None
    start, end = p[first].start, p[last].end
    for q in outer_quotes(p, start, end):
        crossing_left = q.start < start < q.inner_end and not (cue and q.start <= p[cue.head].start < q.end)
        if crossing_left and (cue is None or q.start >= p[cue.last].end):
            start = q.start
        if q.inner_start < end < q.end and q.start >= start:
            end = q.end
    return without_marks(p, start, end)


def without_marks(p: Parsed, start: int, end: int) -> tuple[int, int] | None:
    """Take the quotation marks off where they enclose the whole stretch or stand at an edge without a partner."""
    for q in outer_quotes(p, start, end):
        if q.start <= start < q.inner_start and end >= q.inner_end and end <= q.end + 1:
            return q.inner_start, q.inner_end
        if q.inner_end <= end - 1 < q.end and start > q.start and q.start < start:
            end = q.inner_end
    return (start, end) if start < end else None


def quoted_share(p: Parsed, start: int, end: int) -> float:
    """Return how much of a stretch stands within outer quotation marks."""
    inside = sum(max(0, min(end, q.inner_end) - max(start, q.inner_start)) for q in outer_quotes(p, start, end))
    return inside / max(1, end - start)


def is_scare_quote(p: Parsed, q: Quote) -> bool:
    """Say whether a quotation is only a term in marks: one or two words, neither verb nor pronoun nor governed."""
    inner = p.article.text[q.inner_start : q.inner_end]
    if word_count(inner) > 2:
        return False
    toks = [p[i] for i in p.tokens_in(q.inner_start, q.inner_end)]
    if any(t.tag in FINITE or t.pos == "PRON" for t in toks):
        return False
    at = p.token_at(q.start)
    before = [p[i].low for i in range(max(0, at - 2), at)] if at is not None else []
    governed = before[-1:] == ["as"] or before in (["as", "a"], ["as", "an"], ["as", "the"])
    return not governed and not any(t.dep in ("oprd", "acomp", "attr", "ROOT") for t in toks)


def noun_phrase(p: Parsed, head: int) -> Range:
    """Return the tokens of a noun phrase without its relative clauses."""
    toks = p.subtree(head, without=("relcl", "punct", "parataxis", "conj", "cc", "appos"))
    return toks[0], toks[-1]
