"""Who said what: statements from quotations and from cues over dependency parses."""

from __future__ import annotations

import bisect

from tacitus.codebook import Codebook
from tacitus.mentions.cast import Cast, fill
from tacitus.parsing.parsed import Parsed
from tacitus.records import Content, Found, Mention, Role, Statement, make_id
from tacitus.resolve_dates import DateFound
from tacitus.rules import CueRule
from tacitus.statements.statement_cues import Cue, Draft, Lexicon, find_cues, is_expressed, lexicon
from tacitus.statements.statement_frames import content_of
from tacitus.statements.statement_pieces import is_scare_quote, noun_phrase, outer_quotes, quoted_share
from tacitus.statements.statement_quotes import quoted_statements
from tacitus.statements.statement_speakers import find_addressees, find_speakers, find_venue
from tacitus.statements.statement_turns import RULE as TURN
from tacitus.statements.statement_turns import turns

DIRECT = 0.9  # share of quoted characters from which on a content counts as direct
OWN_WORDS = frozenset(["i", "we", "me", "us", "my", "our"])


def extract_statements(parsed: Parsed, cast: Cast, codebook: Codebook, dates: list[DateFound]) -> list[Found]:
    """Return the statements of an article, outer ones before those inside them."""
    words = lexicon(codebook)
    cues = find_cues(parsed, words)
    drafts = quoted_statements(parsed, cues, words)
    drafts += turns(parsed)
    drafts += _reported(parsed, cues, drafts, words)
    for d in drafts:
        d.speakers, d.reason = find_speakers(parsed, d, words)
        found = [k for k in find_addressees(parsed, d.cue) if k not in d.speakers]
        d.addressees = [k for k in found if not _holds(d, parsed[k].start, parsed[k].end)]
    _inherit(drafts)
    drafts = _kept(parsed, cast, drafts)
    return _found(parsed, cast, drafts, dates, words)


def _reported(p: Parsed, cues: list[Cue], quoted: list[Draft], words: Lexicon) -> list[Draft]:
    """Return the statements whose content hangs on a cue without standing wholly in quotation marks."""
    used = {d.cue.head: d for d in quoted if d.cue is not None}
    out = []
    for cue in cues:
        if p.is_skipped(p[cue.head].start) or not is_expressed(p, cue):
            continue
        found = content_of(p, cue, words)
        if found is None:
            continue
        rule_id, pieces = found
        if cue.head in used:
            continue
        out.append(Draft(cue, pieces, rule_id))
    return out


def _inherit(drafts: list[Draft]) -> None:
    """Give quotations that were carried on the speaker of the statement before them."""
    last: list[int] = []
    for d in sorted((d for d in drafts if d.direct), key=lambda d: d.pieces[0]):
        if d.found_by == "quote-carried-on":
            d.speakers = d.speakers or last
        last = d.speakers


def _region(p: Parsed, d: Draft) -> tuple[int, int]:
    return d.pieces[0][0], d.pieces[-1][1]


def _anchor(p: Parsed, d: Draft) -> tuple[int, int]:
    """Return where a statement is made: its cue, or its content where it has none."""
    return (p[d.cue.first].start, p[d.cue.last].end) if d.cue is not None else d.pieces[0]


def _holds(outer: Draft, start: int, end: int) -> bool:
    return any(a <= start and end <= b for a, b in outer.pieces)


def _size(d: Draft) -> int:
    return sum(b - a for a, b in d.pieces)


class _Nest:
    """Finds, among drafts, the innermost whose content holds another's cue and content."""

    def __init__(self, drafts: list[Draft]) -> None:
        self.pieces = sorted(((a, b, n) for n, d in enumerate(drafts) for a, b in d.pieces))
        self.starts = [a for a, _, _ in self.pieces]
        self.longest = max((b - a for a, b, _ in self.pieces), default=0)
        self.drafts = drafts

    def around(self, p: Parsed, d: Draft) -> Draft | None:
        """Return the innermost other statement whose content holds the place where `d` is made."""
        start, end = _anchor(p, d)
        low = bisect.bisect_left(self.starts, start - self.longest)
        high = bisect.bisect_right(self.starts, start)
        near = [self.drafts[n] for _, b, n in self.pieces[low:high] if b >= end]
        holding = [o for o in near if o is not d and (_size(o), o.pieces) > (_size(d), d.pieces)]
        return min(holding, key=lambda o: (_size(o), o.pieces), default=None)


def _kept(p: Parsed, cast: Cast, drafts: list[Draft]) -> list[Draft]:
    """Drop what is no statement of its own: a speaker's "I say" in a quotation, a duplicate, a bare pronoun."""
    out: list[Draft] = []
    seen: dict[tuple[tuple[int, int], ...], Draft] = {}
    nest = _Nest(drafts)
    for d in sorted(drafts, key=lambda d: (not d.direct, _anchor(p, d), d.pieces)):
        outer = nest.around(p, d)
        if _own_words(p, cast, d, outer) or _is_bare(p, d) or not _is_vouched(p, cast, d):
            continue
        key = tuple(d.pieces)
        if key in seen:
            continue
        seen[key] = d
        out.append(d)
    return sorted(out, key=lambda d: (_region(p, d)[0], -_size(d), _anchor(p, d)))


def _is_vouched(p: Parsed, cast: Cast, d: Draft) -> bool:
    """Say whether somebody says it. Only nouns ("the claim that") may lack a speaker; some cues want certain ones."""
    if d.cue is None:
        return bool(d.speakers)
    if not d.speakers:
        return d.direct or (d.cue.is_noun and d.cue.rules[0].kind == "claim")
    rule = next((r for r in d.cue.rules if r.id == d.found_by), None)
    if rule is None:
        return True
    kin = [r for r in d.cue.rules if r is not rule and set(r.frames) & set(rule.frames)]
    fitting = next((r for r in (rule, *kin) if _may_be_spoken(p, cast, d, r)), None)
    d.found_by = fitting.id if fitting is not None else d.found_by
    return fitting is not None


def _may_be_spoken(p: Parsed, cast: Cast, d: Draft, rule: CueRule) -> bool:
    """Say whether a rule allows the speakers of a statement."""
    if "somebody" in rule.speakers and any(_is_somebody(p, cast, k) for k in d.speakers):
        return True
    own = p.children(d.cue.head, "nsubj") if d.cue is not None else []  # "a study by Oxford found": the study counts
    return not rule.speakers or any(p[k].lemma in rule.speakers for k in (*d.speakers, *own))


def _is_somebody(p: Parsed, cast: Cast, k: int) -> bool:
    """Say whether a speaker is a name, an office or a person, not a thing that only shows something."""
    if p[k].pos == "PRON":
        return p[k].low in ("he", "she", "they", "who", "i", "we", "you")
    mention = _mention(p, cast, k)
    return p[k].pos == "PROPN" or (mention is not None and mention.kind != "nominal")


def _is_bare(p: Parsed, d: Draft) -> bool:
    """Say whether the content is a pronoun or nothing at all."""
    toks = [p[i] for a, b in d.pieces for i in p.tokens_in(a, b) if p[i].pos not in ("PUNCT", "SPACE")]
    return not any(c.isalnum() for t in toks for c in t.text) or (
        len(toks) == 1 and (toks[0].pos in ("PRON", "DET") or (not d.direct and toks[0].pos in ("ADV", "SCONJ")))
    )


def _own_words(p: Parsed, cast: Cast, d: Draft, outer: Draft | None) -> bool:
    """Say whether a cue in a direct quotation is the speaker speaking of himself ("we urge", "China maintains")."""
    if outer is None or d.cue is None or (quoted_share(p, *_anchor(p, d)) < 1 and outer.found_by != TURN):
        return False
    heads = d.speakers
    if not heads or any(p[k].low in OWN_WORDS for k in heads):
        return True
    t = p[d.cue.head]
    if t.tag not in ("VBP", "VBZ", "VBG"):
        return False
    a, b = (
        cast.best(_mention(p, cast, heads[0])),
        cast.best(_mention(p, cast, outer.speakers[0]) if outer.speakers else None),
    )
    return bool(a and b and a.country and a.country == b.country)


def _mention(p: Parsed, cast: Cast, head: int) -> Mention | None:
    """Return the mention that token `head` heads, or that it stands in as part of a name."""
    found = cast.at(head)
    if found is None and p[head].dep in ("compound", "appos", "flat", "nmod"):
        found = cast.at(p[head].head)
    return found


def _cast_mention(p: Parsed, cast: Cast, head: int) -> Mention:
    return _mention(p, cast, head) or cast.add(head, p.span(*noun_phrase(p, head)), "nominal", "speaker-of-cue")


def _found(p: Parsed, cast: Cast, drafts: list[Draft], dates: list[DateFound], words: Lexicon) -> list[Found]:
    """Turn drafts into records with ids, contents and roles, outer ones first."""
    ids = {id(d): _id(p, d) for d in drafts}
    out, seen, nest = [], set(), _Nest(drafts)
    for d in drafts:
        sid = ids[id(d)]
        if sid in seen:
            continue
        seen.add(sid)
        outer = nest.around(p, d)
        at = d.cue.head if d.cue is not None else p.token_at(d.pieces[0][0])
        sentence = p.sentence_span(at if at is not None else 0)
        cue = p.span(d.cue.first, d.cue.last) if d.cue is not None else None
        date = _date(p, d, dates)
        record = Statement(
            sid,
            p.article.id,
            quotation(p, d),
            cue.start if cue else None,
            cue.end if cue else None,
            cue.text if cue else None,
            sentence.start,
            sentence.end,
            d.found_by,
            inside=ids[id(outer)] if outer is not None else None,
            venue_text=find_venue(p, d, words),
            date_text=date.span.text if date else None,
            date=date.iso if date else None,
        )
        contents = tuple(Content(sid, n, a, b, p.article.text[a:b]) for n, (a, b) in enumerate(d.pieces))
        out.append(Found(record, tuple(_roles(p, cast, d, sid, nest)), contents))
    return out


def _id(p: Parsed, d: Draft) -> str:
    start, end = _anchor(p, d) if d.cue is not None else (None, None)
    return make_id("statement", p.article.id, start, end, *(x for piece in d.pieces for x in piece))


def _roles(p: Parsed, cast: Cast, d: Draft, sid: str, nest: _Nest) -> list[Role]:
    speakers = [_cast_mention(p, cast, k) for k in d.speakers]
    rejected = [(m, "stands in the sentence, does not speak") for m in _bystanders(p, cast, d)]
    out = fill(sid, "speaker", [(m, d.reason) for m in speakers], rejected)
    relays: list[Mention] = []
    outer = nest.around(p, d)
    while outer is not None:
        if outer.speakers:
            relays.insert(0, _cast_mention(p, cast, outer.speakers[0]))
        outer = nest.around(p, outer)
    relays += [_cast_mention(p, cast, k) for k in d.relayed_by]
    relays = [m for m in relays if not any(cast.same(m, s) for s in speakers)]
    out += fill(sid, "via", [(m, "relays the statement") for m in relays])
    out += fill(sid, "addressee", [(_cast_mention(p, cast, k), "is spoken to") for k in d.addressees])
    return out


def _bystanders(p: Parsed, cast: Cast, d: Draft) -> list[Mention]:
    """Return the mentions in the cue's sentence, outside the content, that might have been the speaker."""
    if d.cue is None:
        return []
    out = []
    for i in p.sentence_tokens(d.cue.head):
        m = cast.at(i)
        if m is not None and m.kind != "place" and i not in d.speakers and not _holds(d, p[i].start, p[i].end):
            out.append(m)
    return out[:4]


def quotation(p: Parsed, d: Draft) -> str:
    """Say whether content is direct, indirect or mixed. Terms in scare quotes leave it indirect."""
    if d.found_by == TURN:
        return "direct"
    anchor = _anchor(p, d)
    if d.cue is not None and quoted_share(p, *anchor) == 1 and not d.direct:
        return "indirect"
    chars = sum(b - a for a, b in d.pieces)
    quoted = sum(quoted_share(p, a, b) * (b - a) for a, b in d.pieces)
    if chars and quoted / chars >= DIRECT:
        return "direct"
    held = [q for a, b in d.pieces for q in outer_quotes(p, a, b) if a <= q.start and q.inner_end <= b]
    partly = any(quoted_share(p, a, b) > DIRECT for a, b in d.pieces)
    return "mixed" if partly or any(not is_scare_quote(p, q) for q in held) else "indirect"


def _date(p: Parsed, d: Draft, dates: list[DateFound]) -> DateFound | None:
    """Return the date in the cue's clause: in its sentence, outside the content, nearest to the cue."""
    if d.cue is None:
        return None
    sentence, at = p.sentence_span(d.cue.head), p[d.cue.head].start
    near = [x for x in dates if sentence.covers(x.span) and not _holds(d, x.span.start, x.span.end)]
    near = [x for x in near if p.clause_head(p.token_at(x.span.start) or 0) == d.cue.head]
    return min(near, key=lambda x: abs(x.span.start - at), default=None)
