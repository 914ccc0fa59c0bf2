"""Who speaks, to whom, where: the people and places that hang on a cue."""

from __future__ import annotations

from tacitus.parsing.clauses import (
    agents,
    datives,
    expand,
    is_passive,
    noun_doers,
    objects,
    passive_subjects,
    prep_objects,
    subjects,
)
from tacitus.parsing.parsed import Parsed
from tacitus.statements.statement_clauses import inverted_speaker, may_speak
from tacitus.statements.statement_cues import Cue, Draft, Lexicon
from tacitus.statements.statement_pieces import outer_quotes
from tacitus.statements.statement_quotes import speaker_beside

PLACES = ("at", "during", "in", "on", "before", "to", "via")
LIGHT = frozenset(
    [
        "make",
        "issue",
        "repeat",
        "reiterate",
        "voice",
        "use",
        "release",
        "level",
        "publish",
        "launch",
        "push",
        "renew",
        "give",
        "deliver",
        "offer",
        "post",
        "share",
        "advance",
        "have",
        "lodge",
        "file",
    ]
)


def find_speakers(p: Parsed, draft: Draft, words: Lexicon) -> tuple[list[int], str]:
    """Return the tokens that head the speakers of a statement, and how they were found."""
    cue = draft.cue
    if cue is None:
        return draft.speakers, draft.reason
    if any(r.pos == "phrase" for r in cue.rules):
        return _of_phrase(p, cue, words), "named by the phrase"
    if cue.is_noun:
        found, reason = _of_noun(p, cue.head)
        return (found or [cue.head], reason) if draft.direct or cue.rules[0].kind == "claim" else (found, reason)
    found, reason = _of_verb(p, cue.head, words)
    found = _out_of_quotation(p, cue.head, found, words)
    if "is quoted" in reason:
        draft.relayed_by = subjects(p, p[p[cue.head].head].head)[:1]
    if draft.direct:
        inside = [k for k in found if any(a <= p[k].start < b for a, b in draft.pieces)]
        if not found or inside or _far(p, cue.head, found[0]):
            beside = speaker_beside(p, cue, _outside(p, draft))
            if beside:
                return expand(p, beside), "stands beside the cue"
    return _authors(p, found, words), reason


def _out_of_quotation(p: Parsed, v: int, found: list[int], words: Lexicon) -> list[int]:
    """Mend a subject taken from inside a quotation that the cue is not part of: 'said "..." and called on'."""
    if not found:
        return found
    around = outer_quotes(p, p[found[0]].start, p[found[0]].end)
    if not around or around[0].start <= p[v].start < around[0].end:
        return found
    q = around[0]
    for k in p.ancestors(v):
        if p[k].lemma in words.verbs and not q.start <= p[k].start < q.end:
            return subjects(p, k) or found
    return found


def _far(p: Parsed, v: int, k: int) -> bool:
    return p[k].sent != p[v].sent and p[k].dep not in ("nsubj",)


def _outside(p: Parsed, draft: Draft) -> range:
    """Return the tokens around a cue that stand outside its quotations."""
    assert draft.cue is not None
    at = p[draft.cue.head].start
    left = max((b for _, b in draft.pieces if b <= at), default=p.sentence_span(draft.cue.head).start)
    right = min((a for a, _ in draft.pieces if a > at), default=p.sentence_span(draft.cue.head).end)
    return p.tokens_in(left, right)


def _of_phrase(p: Parsed, cue: Cue, words: Lexicon) -> list[int]:
    if "poss" in cue.rules[0].lemmas[0]:
        return expand(p, p.children(cue.last, "poss"))
    for k in range(cue.last, cue.first - 1, -1):
        heads = p.children(k, "pobj", "dobj")
        heads = [h for h in heads if h > cue.last and not _is_rule(p, h) and p[h].lemma not in words.norms]
        if heads:
            return [a for h in expand(p, heads) for a in _author(p, h, words) or [h]]
    return []


def _is_rule(p: Parsed, k: int) -> bool:
    """Say whether what is followed is no source: "according to plan", "according to law"."""
    return p[k].tag == "NN" and not p[k].ent and not p.children(k)


def _of_noun(p: Parsed, noun: int) -> tuple[list[int], str]:
    """Return whose claim a noun is: "Kyiv's claim", "a line used by X", "made the claim"."""
    doers = noun_doers(p, noun)
    if not doers:
        doers = prep_objects(p, noun, "from")
    if not doers and noun + 1 < len(p) and p[noun + 1].low in ("by", "from"):
        doers = expand(p, p.children(noun + 1, "pobj"))
    for k in p.children(noun, "acl"):
        if not doers and p[k].tag == "VBN":
            doers = agents(p, k)
    if doers:
        return doers, "whose words they are"
    head = p.head(noun)
    if head is not None and p[noun].dep == "dobj" and p[head].lemma in LIGHT:
        return subjects(p, head), "subject of the verb"
    return [], "nobody is named"


def _of_verb(p: Parsed, v: int, words: Lexicon) -> tuple[list[int], str]:
    t = p[v]
    head = p.head(v)
    if t.dep == "pcomp" and head is not None and p[head].low == "as":
        above = p[head].head
        if is_passive(p, above):
            return passive_subjects(p, above), "is quoted"
        return objects(p, above), "is quoted"
    if is_passive(p, v):
        return agents(p, v), "agent of the cue"
    if t.tag == "VBG" and t.dep != "acl" and p.child(v, "nsubj") is None and _goes_on(p, v):
        found = _of_participle(p, v, words)
        if found:
            return found, "subject of the cue before"
    if (after := inverted_speaker(p, v, words)) is not None:
        return expand(p, [after]), "stands after the cue"
    found = subjects(p, v)
    if t.dep == "conj" and p.child(v, "nsubj") is None and not any(may_speak(p, k, words) for k in found):
        found = _of_outer_cue(p, v, words) or found
    if not found and t.dep in ("advcl", "conj", "acl", "parataxis", "dep") and head is not None:
        found = subjects(p, head) if p[head].pos in ("VERB", "AUX") else []
    return found, "subject of the cue"


def _goes_on(p: Parsed, v: int) -> bool:
    """Say whether a participle goes on with a sentence: ", adding", ", further saying", "while noting"."""
    at = v
    while at > 0 and p[at - 1].pos == "ADV" and p[at - 1].sent == p[v].sent:
        at -= 1
    return at > 0 and p[at - 1].low in (",", "while", "before", "after")


def _of_outer_cue(p: Parsed, v: int, words: Lexicon) -> list[int]:
    """Return the subject of the cue above a coordinated one: "said that talks went on and urged both to stay"."""
    for k in p.ancestors(v):
        if p[k].lemma in words.verbs and p[k].tag in ("VBD", "VBZ", "VBP"):
            found = p.children(k, "nsubj")
            if any(may_speak(p, j, words) for j in found):
                return expand(p, found)
    return []


def _of_participle(p: Parsed, v: int, words: Lexicon) -> list[int]:
    """Return whom a participle that goes on belongs to: who said what stands before, else the nearest somebody."""
    above = [k for k in p.ancestors(v) if p[k].pos in ("VERB", "AUX") and p[k].tag in ("VBD", "VBZ", "VBP", "VBN")]
    beside = [k for top in above for k in p.children(top, "parataxis") if k < v]  # "P, the envoy said, noting Q"
    for k in beside + above:
        if p[k].lemma in words.verbs and p[k].tag != "VBN" and (found := subjects(p, k)):
            return found
    for k in above:
        found = subjects(p, k)
        if found and any(may_speak(p, j, words) for j in found):
            return found
    return []


def _authors(p: Parsed, found: list[int], words: Lexicon) -> list[int]:
    """Replace a document that "says" something by its author where the text names one."""
    out: list[int] = []
    for k in found:
        if p[k].lemma in words.documents and p[k].pos == "NOUN":
            authors = _author(p, k, words)
            head = p.head(k)
            if not authors and head is not None and p[k].dep == "dobj":
                authors = subjects(p, head)
            if not authors and p[k].dep == "pobj" and head is not None:
                authors = subjects(p, p.clause_head(head))
            out.extend(a for a in (authors or [k]) if a not in out)
        elif k not in out:
            out.append(k)
    return out


def _author(p: Parsed, k: int, words: Lexicon) -> list[int]:
    """Return whose document token `k` is: "a report by the ministry", "a poll published by the weekly"."""
    if p[k].lemma not in words.documents or p[k].pos != "NOUN":
        return []
    found = noun_doers(p, k) or prep_objects(p, k, "from", "by")
    if not found:
        found = [a for c in p.children(k, "acl") if p[c].tag == "VBN" for a in agents(p, c)]
    if not found:
        found = [o for o in prep_objects(p, k, "of") if p[o].ent in ("ORG", "PERSON", "GPE", "NORP")]
    return [a for a in found if p[a].pos in ("PROPN", "NOUN", "PRON", "ADJ")]


def find_addressees(p: Parsed, cue: Cue | None) -> list[int]:
    """Return the tokens that head those who are spoken to."""
    if cue is None or cue.is_noun:
        return []
    v, out = cue.head, []
    ways = [w for r in cue.rules for w in r.addressee]
    if "object" in ways:
        found = datives(p, v) + [k for k in p.children(v, "dobj") if p[k].pos in ("NOUN", "PROPN", "PRON")]
        if not found and is_passive(p, v):
            found = passive_subjects(p, v)
        if not found:
            found = [s for k in p.children(v, "ccomp", "xcomp") if _is_infinitive(p, k) for s in p.children(k, "nsubj")]
        out.extend(expand(p, found[:1]))
    preps = [w for w in ways if w in ("to", "on", "upon", "with", "of", "from")]
    if not out and preps:
        out.extend(k for k in prep_objects(p, v, *preps) if k > v and _is_somebody(p, k))
    return out


def _is_infinitive(p: Parsed, k: int) -> bool:
    return p[k].tag == "VB" and any(p[a].low == "to" for a in p.children(k, "aux"))


def _is_somebody(p: Parsed, k: int) -> bool:
    return p[k].pos in ("PROPN", "PRON") or (p[k].pos == "NOUN" and p[k].ent not in ("DATE", "TIME"))


def find_venue(p: Parsed, draft: Draft, words: Lexicon) -> str | None:
    """Return the words for where something was said: "a Security Council meeting on Venezuela"."""
    if draft.cue is None:
        return None
    v = draft.cue.head
    for k in p.sentence_tokens(v):
        t = p[k]
        if (
            t.dep != "pobj"
            or p[t.head].low not in PLACES
            or (t.lemma not in words.venues and not _is_medium(p, k, words))
        ):
            continue
        prep = t.head
        if any(a <= p[prep].start < b for a, b in draft.pieces):
            continue
        if p[prep].low == "to" or not _hangs_on(p, prep, v):
            continue
        toks = p.subtree(k, without=("relcl", "acl", "punct", "conj", "cc", "appos"))
        dated = [
            j for j in p.children(k, "prep", "npadvmod") if any(p[o].ent in ("DATE", "TIME") for o in p.subtree(j))
        ]
        toks = [i for i in toks if not any(p.is_below(i, j) for j in dated)]
        last = k
        while last + 1 in toks:
            last += 1
        return p.span(min(i for i in toks if i <= k), last).text
    return None


def _is_medium(p: Parsed, k: int, words: Lexicon) -> bool:
    return p[k].low in words.venues


def _hangs_on(p: Parsed, prep: int, v: int) -> bool:
    """Say whether a phrase belongs to the cue's own clause, or stands beside it at the end or the beginning."""
    head = p[prep].head
    return head == v or p.clause_head(head) == v or (p[head].dep in ("pobj", "dobj") and v in p.ancestors(prep))
