"""Quotations and the cues that govern them, by punctuation and position more than by the tree.

A parser errs where a quotation of many words stands in a sentence, and splits sentences inside it. What
stands outside the marks is short and regular: the cue follows ("...", said Ma), goes before (Ma said: "..."),
stands between two pieces, or the quotation stands alone and somebody introduced before goes on talking.
"""

from __future__ import annotations

from dataclasses import dataclass

from tacitus.parsing.clauses import subjects
from tacitus.parsing.find_quotations import paragraphs, word_count
from tacitus.parsing.parsed import Parsed, Quote
from tacitus.statements.statement_cues import Cue, Draft, Lexicon

STOPS = (".", "!", "?", ";")
DASHES = ("-", "–", "—")
PAUSES = (",", ":", *DASHES)
TRAIL, LEAD = 28, 24  # tokens within which a cue after, or before, a quotation governs it
CLOSING = "\"”’'»"
INTRO_WORDS = 5  # words that a quotation without any cue needs


@dataclass(slots=True)
class _Place:
    """A quotation with what stands beside it: the tokens before and after it in its sentence and paragraph."""

    quote: Quote
    index: int
    before: range
    after: range
    paragraph: int
    opens_paragraph: bool
    closes_paragraph: bool
    resumes: bool  # a quotation stands before it in the same sentence


def quoted_statements(p: Parsed, cues: list[Cue], words: Lexicon) -> list[Draft]:
    """Return the statements that stand in quotation marks as whole sentences or clauses."""
    by_token = {c.head: c for c in cues}
    drafts: list[Draft] = []
    by_cue: dict[int, Draft] = {}
    by_quote: dict[int, Draft] = {}
    last: tuple[_Place, Draft] | None = None
    for place in _places(p):
        piece = (place.quote.inner_start, place.quote.inner_end)
        if not is_whole(p, place, by_token):
            continue
        cue, found_by = _governing_cue(p, place, by_token)
        if cue is not None:
            draft = by_cue.get(cue.head)
            if draft is None:
                draft = Draft(cue, [], found_by, direct=True)
                by_cue[cue.head] = draft
                drafts.append(draft)
            draft.pieces.append(piece)
        else:
            found = _without_cue(p, place, last, by_quote, words)
            if found is None:
                continue
            draft = found
            if draft.pieces:
                draft.pieces.append(piece)
            else:
                draft.pieces.append(piece)
                drafts.append(draft)
        relayer = _relayer(p, place)
        if relayer is not None and relayer not in draft.speakers:
            draft.relayed_by = [relayer]
        by_quote[place.index] = draft
        last = (place, draft)
    return drafts


def _places(p: Parsed) -> list[_Place]:
    """Locate every outer quotation between its neighbours."""
    bounds = paragraphs(p.article.text)
    outer = [(n, q) for n, q in enumerate(p.quotes) if q.depth == 0 and not p.is_skipped(q.start)]
    out, at = [], 0
    for m, (n, q) in enumerate(outer):
        while at < len(bounds) - 1 and bounds[at][1] <= q.start:
            at += 1
        left, right = bounds[at]
        floor = max(left, outer[m - 1][1].end) if m else left
        ceiling = min(right, outer[m + 1][1].start) if m + 1 < len(outer) else right
        before, after = p.tokens_in(floor, q.start), p.tokens_in(q.end, ceiling)
        first = before.start
        for i in reversed(before):
            if p[i].text in STOPS:
                first = i + 1
                break
        stop = next((i for i in after if p[i].text in STOPS), after.stop)
        out.append(
            _Place(
                q,
                n,
                range(first, before.stop),
                range(after.start, stop),
                at,
                q.start == left,
                q.end >= right,
                floor > left and first == before.start,
            )
        )
    return out


def is_whole(p: Parsed, place: _Place, by_token: dict[int, Cue]) -> bool:
    """Say whether a quotation is a clause of its own, not a few words inside somebody else's clause."""
    q, text = place.quote, p.article.text
    inner = text[q.inner_start : q.inner_end].strip()
    if not inner or not word_count(inner):
        return False
    ends_whole = inner[-1] in ".,?!…—–-" or place.closes_paragraph
    ends_whole = ends_whole or text[q.end : q.end + 1] in (",", ".", "!", "?") or not q.closed
    if not place.before:
        return ends_whole or _cue_follows(p, place, by_token)
    before = p[place.before[-1]]
    if before.low == "with" and len(place.before) > 1:  # 'responded with "we will not yield"'
        before = p[place.before[-2]]
    if before.text in PAUSES:
        return ends_whole and (
            inner[0].isupper()
            or inner[0] in "…[.'‘"
            or before.text == ":"
            or _near_cue(place, by_token)
            or (place.resumes and any(i in by_token and by_token[i].framed("quote") for i in place.before))
        )
    if before.dep == "cc" and len(place.before) == 1 and before.i and p[before.i - 1].text[-1] in CLOSING:
        return True
    if ends_whole is False and place.after and p[place.after[0]].dep == "cc" and len(place.after) == 1:
        ends_whole = _near_cue(place, by_token)
    cue = by_token.get(before.i)
    if cue is not None and cue.framed("quote"):
        return ends_whole
    return ends_whole and inner[0].isupper() and word_count(inner) >= 4 and _near_cue(place, by_token)


def _near_cue(place: _Place, by_token: dict[int, Cue]) -> bool:
    near = list(place.before)[-6:]
    return any(i in by_token and by_token[i].framed("quote") for i in near)


def _cue_follows(p: Parsed, place: _Place, by_token: dict[int, Cue]) -> bool:
    for i in list(place.after)[:4]:
        if i in by_token and by_token[i].framed("quote"):
            return True
        if p[i].pos in ("VERB", "AUX"):
            return False
    return False


def _governing_cue(p: Parsed, place: _Place, by_token: dict[int, Cue]) -> tuple[Cue | None, str]:
    leading = _leading(p, place, by_token)
    trailing = _trailing(p, place, by_token)
    inner = p.article.text[place.quote.inner_start : place.quote.inner_end].rstrip()
    if leading is not None and (trailing is None or p[place.before[-1]].text != "," or not inner.endswith(",")):
        return leading, "quote-after-cue"
    if trailing is not None:
        return trailing, "quote-before-cue"
    return leading, "quote-after-cue"


def _leading(p: Parsed, place: _Place, by_token: dict[int, Cue]) -> Cue | None:
    """Find the cue before a quotation: "Ma said: ...", "he said, ...", "adding ..."."""
    if not place.before:
        return None
    reach = list(place.before)[-LEAD:]
    colon = p[reach[-1]].text == ":"
    for i in reversed(_without_aside(p, reach)):
        cue = by_token.get(i)
        if cue is None or not (cue.framed("quote") or (colon and cue.rules[0].pos == "noun")):
            continue
        if cue.rules[0].pos == "noun" and not colon:
            continue
        if p[i].pos == "NOUN" and _verb_cue_before(p, reach, i, by_token):
            continue
        if p[i].dep in ("relcl",) and not colon and i != reach[-1] and p[reach[-1]].text != ",":
            continue
        return cue
    return None


def _without_aside(p: Parsed, reach: list[int]) -> list[int]:
    """Leave out an aside between dashes right before a quotation: 'he said - as the BBC noted - "..."'."""
    if p[reach[-1]].text not in DASHES:
        return reach
    opened = next((n for n in range(len(reach) - 2, 0, -1) if p[reach[n]].text in DASHES), None)
    return reach if opened is None else reach[:opened]


def _verb_cue_before(p: Parsed, reach: list[int], noun: int, by_token: dict[int, Cue]) -> bool:
    return any(k in by_token and by_token[k].framed("quote") and p[k].pos == "VERB" for k in reach if k < noun)


def _trailing(p: Parsed, place: _Place, by_token: dict[int, Cue]) -> Cue | None:
    """Find the cue after a quotation: "...", Ma Zhaoxu, China's envoy, said; "...", said Ma."""
    text, q = p.article.text, place.quote
    inner = text[q.inner_start : q.inner_end].rstrip()
    if not inner or not place.after:
        return None
    reach = list(place.after)[:TRAIL]
    first = p[reach[0]]
    if inner[-1] == "." and not (first.text[0].islower() or _short(reach, by_token)):
        return None
    if inner[-1] not in ",?!…—–-." and first.text != ",":
        reach = reach[:4]
    for i in reach:
        cue = by_token.get(i)
        if cue is not None and any(r.pos == "phrase" for r in cue.rules) and i - reach[0] <= 1:
            return cue
        if cue is None or not cue.framed("quote") or p[i].tag in ("VBG", "VB"):
            continue
        if p[i].dep == "relcl" and any(k > i and k in by_token and by_token[k].framed("quote") for k in reach):
            continue
        if _has_company(p, reach, i):
            return cue
    return None


def _short(reach: list[int], by_token: dict[int, Cue]) -> bool:
    """Say whether what follows is nothing but speaker and cue: 'It is over." Smith said.'"""
    return len(reach) <= 5 and bool(reach) and (reach[-1] in by_token or reach[0] in by_token)


def _has_company(p: Parsed, reach: list[int], i: int) -> bool:
    """Say whether somebody stands beside the cue who may be its speaker."""
    near = [k for k in reach if k < i] + [k for k in reach if i < k <= i + 4]
    return any(p.is_nominal(k) for k in near)


def speaker_beside(p: Parsed, cue: Cue, place_tokens: range) -> list[int]:
    """Find the speaker by position: the noun phrase right after an inverted cue, else the one before it."""
    v = cue.head
    after = v + 1
    if (
        after in place_tokens
        and p[after].pos in ("PROPN", "DET", "NOUN", "PRON", "ADJ")
        and p[after].low not in ("that", "this")
    ):
        for k in range(after, min(place_tokens.stop, after + 12)):
            if p.is_nominal(k) and p[k].dep not in ("compound", "poss", "amod", "nmod"):
                return [k]
    for k in range(v - 1, place_tokens.start - 1, -1):
        if p.is_nominal(k) and p[k].dep in ("nsubj", "nsubjpass", "ROOT", "npadvmod", "dobj", "attr"):
            return [k]
        if p[k].dep == "appos" and p[k].ent == "PERSON" and k >= v - 2:
            return [k]
    return []


# --- quotations without a cue --------------------------------------------------------------------
def _without_cue(
    p: Parsed, place: _Place, last: tuple[_Place, Draft] | None, by_quote: dict[int, Draft], words: Lexicon
) -> Draft | None:
    """Attribute a quotation that stands alone: to the one that it goes on with, or to whoever was introduced."""
    q = place.quote
    if q.continues >= 0 and q.continues in by_quote:
        return by_quote[q.continues]
    joined = len(place.before) == 1 and p[place.before[0]].dep == "cc"
    if joined and last is not None and p.tokens_in(last[0].quote.end, q.start) == place.before:
        return last[1]
    if word_count(p.article.text[q.inner_start : q.inner_end]) < INTRO_WORDS - 2:
        return None
    if place.before:
        return _introduced(p, place, list(place.before)) if p[place.before[-1]].text == ":" else None
    if last is not None and last[0].paragraph == place.paragraph:
        between = p.tokens_in(last[0].quote.end, q.start)
        if last[1].cue is None or last[1].cue.head in between or last[1].cue.head < between.start:
            stops = sum(p[i].text in STOPS for i in between)
            if stops <= 1:
                return last[1]
    return _carried_on(p, place, last)


def _introduced(p: Parsed, place: _Place, tokens: list[int]) -> Draft | None:
    """Take who stands before a colon: "Trump on Monday: ...", "The envoy was blunt: ..."."""
    for i in tokens:
        if p.is_nominal(i) and p[i].dep in ("nsubj", "ROOT", "nsubjpass"):
            return Draft(None, [], "quote-introduced", [i], reason="stands before the colon", direct=True)
    return None


def _carried_on(p: Parsed, place: _Place, last: tuple[_Place, Draft] | None) -> Draft | None:
    """Take the subject of the sentence before, or the last speaker where a paragraph is nothing but his words."""
    q = place.quote
    before = p.token_at(q.start)
    if before is None or before == 0 or word_count(p.article.text[q.inner_start : q.inner_end]) < INTRO_WORDS:
        return None
    previous = before - 1
    same_paragraph = not place.opens_paragraph
    if same_paragraph:
        root = next((i for i in p.sentence_tokens(previous) if p[i].head == i), previous)
        who = subjects(p, root)
        if (
            who
            and p[who[0]].ent in ("", "PERSON", "ORG", "NORP", "GPE")
            and p[who[0]].low not in ("it", "this", "that", "there")
        ):
            return Draft(
                None, [], "quote-after-sentence", who[:1], reason="subject of the sentence before", direct=True
            )
        return None
    if last is not None and place.paragraph - last[0].paragraph == 1 and place.closes_paragraph:
        return Draft(None, [], "quote-carried-on", list(last[1].speakers), reason="spoke last", direct=True)
    return None


def _relayer(p: Parsed, place: _Place) -> int | None:
    """Find who is announced as the source of the text that follows: "Here's more from Xinhua:"."""
    at = p.token_at(place.quote.start)
    if at is None or at < 2 or not place.opens_paragraph or p[at - 1].text != ":":
        return None
    for i in reversed(p.sentence_tokens(at - 1)):
        if p[i].dep == "pobj" and p[p[i].head].low in ("from", "by", "via") and p[i].pos == "PROPN":
            return i
    return None
