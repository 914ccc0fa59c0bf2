"""How sure each record is, per source: occurred, ongoing, planned, possible or denied, and who vouches for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tacitus.codebook import Codebook, phrases
from tacitus.mentions.cast import Cast
from tacitus.parsing.clauses import modals, negated
from tacitus.parsing.parsed import Parsed
from tacitus.records import Event, Found, Mention, Position, Resolution, Role, Status
from tacitus.rules import StatusCue

HYPOTHETICAL = frozenset(["if", "unless", "should", "in case"])
LINKS = frozenset(
    ["xcomp", "ccomp", "acl", "pcomp", "prep", "dobj", "conj", "nsubj", "nsubjpass", "pobj", "attr", "advcl"]
)


@dataclass(slots=True)
class Judge:
    """What a verdict is read from: the text, who is who, the status words and the statements."""

    parsed: Parsed
    cast: Cast
    codebook: Codebook
    statements: list[Found]
    cues: dict[str, list[StatusCue]]

    def cue(self, i: int, *kinds: str) -> StatusCue | None:
        """Return the status cue that token `i` is, of one of `kinds`."""
        t = self.parsed[i]
        return next((c for w in (t.low, t.lemma) for c in self.cues.get(w, ()) if c.kind in kinds), None)


def judge_status(
    parsed: Parsed, cast: Cast, codebook: Codebook, statements: list[Found], found: list[Found]
) -> list[Found]:
    """Return `found` (events, positions) with status, `inside`, source roles and status rows filled in."""
    judge = Judge(parsed, cast, codebook, statements, phrases(codebook.status.values(), "words"))
    return [_judged(judge, f) for f in found]


def _judged(judge: Judge, f: Found) -> Found:
    record = f.record
    if not isinstance(record, Event | Position):
        return f
    at = _anchor(judge.parsed, record)
    if at is None:
        return f
    status, reason = _status(judge, at, record)
    around = _around(judge, record)
    sources = _sources(judge, record, around)
    unnamed = _unnamed(judge, at)
    if unnamed is not None:
        status, reason = ("possible", f"'{unnamed.text}' in its clause") if status != "denied" else (status, reason)
        sources = [unnamed, *sources]
    roles = [Role(record.id, "source", n, m.id, True, "vouches for it") for n, m in enumerate(sources)]
    rows = [] if sources else [Status(record.id, 0, None, status, reason)]
    rows += [Status(record.id, n, m.id, status, reason) for n, m in enumerate(sources)]
    inside = around.record.id if around is not None else None
    kept = [r for r in f.roles if r.role != "source"]
    changed = replace(record, status=status, inside=inside)
    return replace(f, record=changed, roles=(*kept, *roles), statuses=tuple(rows))


def _anchor(p: Parsed, record: Event | Position) -> int | None:
    """Return the token that a record's status hangs on: its trigger, or the verb of its evidence."""
    if isinstance(record, Event):
        first, last = p.token_at(record.trigger_start), p.token_at(max(record.trigger_start, record.trigger_end - 1))
        if first is None or last is None:
            return first
        return first if p[first].pos in ("VERB", "AUX") else last
    held = p.tokens_in(record.evidence_start, record.evidence_end)
    return next((i for i in held if p[i].head not in held or p[i].head == i), held[0] if len(held) else None)


def _around(judge: Judge, record: Event | Position) -> Found | None:
    """Return the innermost statement whose content covers the trigger or evidence."""
    if isinstance(record, Event):
        start, end = record.trigger_start, record.trigger_end
    else:
        start, end = record.evidence_start, record.evidence_end
    holding = []
    for s in judge.statements:
        # a trigger may reach a little over the edge ("faced sanctions, he said"): its middle counts
        middle = (start + end) // 2
        if any(
            (c.start <= start and end <= c.end) or (c.start <= start < c.end and c.start <= middle < c.end)
            for c in s.contents
        ):
            holding.append(s)
    return min(holding, key=lambda s: sum(c.end - c.start for c in s.contents), default=None)


def _sources(judge: Judge, record: Event | Position, around: Found | None) -> list[Mention]:
    """Return who vouches for a record: the speaker of the statement it lies in, then those who relay it."""
    if around is None or _is_own_act(judge, record):
        return []
    chosen = [*around.chosen("speaker"), *reversed(around.chosen("via"))]
    return [judge.cast.get(mid) for mid in dict.fromkeys(chosen)]


def _is_own_act(judge: Judge, record: Event | Position) -> bool:
    """Say whether the record is itself the act of speaking ("they must leave" is the demand)."""
    rule = judge.codebook.events.get(record.found_by)
    return isinstance(record, Event) and rule is not None and rule.inside


def _status(judge: Judge, at: int, record: Event | Position) -> tuple[str, str]:
    """Return the status that the words around a record give it, and why."""
    p = judge.parsed
    rule = judge.codebook.events.get(record.found_by)
    verb = at if p[at].pos in ("VERB", "AUX") else p.clause_head(at)
    if rule is not None and rule.status:
        return rule.status, "by the rule"
    noun = p[at].pos == "NOUN"
    weighed = _weighed(judge, at) if isinstance(record, Position) else None
    if weighed is not None:
        return weighed
    if not (noun and p[verb].pos not in ("VERB", "AUX")) and (not noun or _carries(p, verb, at)):
        # the negation of a stance or of a demand is in its direction already: "did not support", "must not leave"
        directed = isinstance(record, Position) or _is_own_act(judge, record)
        if not directed and negated(p, verb) and (not noun or p[p.first_conjunct(at)].dep != "nsubj"):
            return "denied", f"'{p[verb].text}' is negated"
        said = _modal(judge, verb)
        if said:
            return said
    above = _above(judge, at, verb)
    if above:
        return above
    if noun and any(p[d].low == "no" for d in p.children(at, "det")):
        return "denied", "'no' on the noun"
    for k in (at, verb):
        hedge = next((j for j in p.children(k, "advmod", "amod") if judge.cue(j, "hedge")), None)
        if hedge is not None:
            return "possible", f"'{p[hedge].text}'"
    if _progressive(p, verb) and (not noun or verb == at):
        return "ongoing", "progressive"
    return "occurred", "told as a fact"


def _weighed(judge: Judge, at: int) -> tuple[str, str] | None:
    """Read a stance that its holder only weighs: "is considering asking for troops"."""
    p, cue = judge.parsed, judge.cue(at, "weigh")
    deed = next((k for k in p.children(at, "xcomp", "pcomp") if p[k].tag == "VBG"), None)
    return (cue.status, f"under '{p[at].text}'") if cue is not None and deed is not None else None


def _carries(p: Parsed, verb: int, noun: int) -> bool:
    """Say whether the verb's tense is the noun's as well: the noun is its object or passive subject."""
    top = p.first_conjunct(noun)
    return p[top].head == verb and p[top].dep in ("dobj", "nsubjpass", "attr", "nsubj")


def _modal(judge: Judge, verb: int) -> tuple[str, str] | None:
    p = judge.parsed
    for word in modals(p, verb):
        cue = next((c for c in judge.cues.get(word, ()) if c.kind == "modal"), None)
        if cue is not None:
            if cue.status == "planned" and any(
                p[m].low in HYPOTHETICAL for k in p.children(verb, "advcl") for m in p.children(k, "mark")
            ):
                return "possible", f"'{word}' with a condition"
            if word == "would" and any(p[a].low == "have" for a in p.children(verb, "aux")):
                return "possible", "'would have'"
            return cue.status, f"'{word}'"
    if p[verb].tag == "VBG" and any(p[a].lemma == "be" for a in p.children(verb, "aux")) and p[verb].lemma == "go":
        return "planned", "'going to'"
    return None


def _above(judge: Judge, at: int, verb: int) -> tuple[str, str] | None:
    """Read the words that the deed hangs under: "plans to attack", "denied attacking", "allegations of torture"."""
    p, below = judge.parsed, at
    if p[at].dep in ("acl", "relcl") and p[at].tag != "VB":
        return None
    for k in p.ancestors(at):
        t, link = p[k], p[below].dep
        if link not in LINKS:
            return None
        if (t.pos == "NOUN" and below != at) or (t.pos == "NOUN" and link in ("acl", "prep")):
            cue = judge.cue(k, "plan", "report") if t.pos == "NOUN" else None
            if cue is not None and cue.pos == "noun" and p[below].tag != "VBN":
                return cue.status, f"under '{t.text}'"
        if t.pos in ("VERB", "AUX", "ADJ") and link in ("xcomp", "ccomp", "pcomp", "prep"):
            cue = judge.cue(k, "plan", "denial", "hedge", "weigh")
            infinitive = p[below].tag in ("VB", "VBG") or link in ("prep",)
            if cue is not None and cue.pos in ("verb", "any") and infinitive and link in ("xcomp", "pcomp"):
                return cue.status, f"under '{t.text}'"
            if link == "xcomp":
                said = _modal(judge, k)
                if said:
                    return said
            else:
                return None
        below = k
    return None


def _progressive(p: Parsed, verb: int) -> bool:
    t = p[verb]
    if t.tag != "VBG":
        return False
    be = [p[a] for a in p.children(verb, "aux") if p[a].lemma == "be"]
    if be:
        return any(a.tag in ("VBP", "VBZ") or a.low in ("is", "are", "'s", "'re", "been") for a in be)
    above = p[t.head]
    return t.dep == "acl" and any(p[k].tag in ("VBP", "VBZ") for k in (above.i, above.head))


def _unnamed(judge: Judge, at: int) -> Mention | None:
    """Return the unnamed source that a word like "reportedly" in the record's clause stands for."""
    p = judge.parsed
    verb = at if p[at].pos in ("VERB", "AUX") else p.clause_head(at)
    steps = [at, verb]
    while len(steps) < 8 and (
        p[steps[-1]].dep in ("xcomp", "pcomp", "conj", "prep", "ccomp")
        or (p[steps[-1]].pos == "ADV" and p[steps[-1]].dep == "advmod")  # "reportedly went as far as ordering"
    ):
        steps.append(p[steps[-1]].head)
    for k in steps:
        for j in p.children(k, "advmod", "amod"):
            if judge.cue(j, "unnamed") is not None:
                return _unnamed_mention(judge, j)
    for k in p.ancestors(at):
        cue = judge.cue(k, "report")
        if cue is not None and p[k].pos == "NOUN" and not any(p.children(k, "poss")):
            holds_by = any(p[b].low in ("by", "from") for b in p.children(k, "prep"))
            if (
                not holds_by
                and p[k].dep in ("pobj", "dobj", "nsubj", "nsubjpass")
                and any(p[x].low in ("of", "that") or p[x].dep == "acl" for x in p.children(k))
            ):
                return _unnamed_mention(judge, k)
        if p[k].pos in ("VERB", "AUX"):
            break
    return None


def _unnamed_mention(judge: Judge, i: int) -> Mention:
    p, cast = judge.parsed, judge.cast
    mention = cast.add(i, p.span(i, i), "unnamed", "status-unnamed")
    if cast.best(mention) is None or mention.kind == "unnamed":
        cast.resolutions[mention.id] = (
            Resolution(mention.id, 0, None, None, "UNS", None, 1.0, "a source that the text does not name"),
        )
    return mention
