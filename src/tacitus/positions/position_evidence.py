"""The clause that shows a position: the stance word with its subject, the verbs that carry it, and its target."""

from __future__ import annotations

from tacitus.parsing.parsed import Parsed
from tacitus.positions.position_targets import Target, noun_edges, within_quote
from tacitus.positions.stance_words import StanceWords

NEAR = 15  # tokens within which a holder other than the subject still belongs to the clause
SUBJECTS = ("nsubj", "nsubjpass")


def evidence_edges(
    p: Parsed, words: StanceWords, trigger: int, target: Target, holder: list[int], alone: bool
) -> tuple[int, int]:
    """Return the first and last token of the clause; `alone` asks for one of several demanded deeds by itself."""
    if alone and target.form != "phrase":
        return target.first, target.last
    path = _path(p, words, trigger)
    top = path[-1] if path else trigger
    tokens = [trigger]
    if p.is_below(target.head, top) or not path:
        tokens += [target.first, target.last]
    for k in holder:
        if p.is_below(k, top) and abs(k - trigger) < NEAR:
            tokens.extend(noun_edges(p, words, k))
    for verb in path:
        tokens.append(verb)
        tokens.extend(k for k in p.children(verb, "aux", "auxpass", "neg") if k < verb)
        own = p.child(verb, *SUBJECTS)
        if own is not None:
            tokens.extend(noun_edges(p, words, own))
            break
        if p[verb].tag in ("WDT", "WP"):
            break
    tokens.extend(_doer_tokens(p, words, trigger))
    same = [k for k in tokens if p[k].sent == p[trigger].sent]
    if path and p.quote_at(p[path[-1]].start) is not None:
        return within_quote(p, trigger, min(same), max(same))
    return min(same), max(same)


def _doer_tokens(p: Parsed, words: StanceWords, trigger: int) -> list[int]:
    out: list[int] = []
    for by in p.children(trigger, "agent"):
        for k in p.children(by, "pobj"):
            out.extend(noun_edges(p, words, k))
    for k in p.children(trigger, "poss"):
        out.extend(noun_edges(p, words, k))
    return out


def _path(p: Parsed, words: StanceWords, trigger: int) -> list[int]:
    """Return the verbs from the trigger outwards through which it has its subject."""
    out: list[int] = []
    at: int | None = trigger
    for _ in range(8):
        if at is None:
            break
        t = p[at]
        if t.pos in ("VERB", "AUX"):
            out.append(at)
            if t.lemma == "be" and t.dep in ("xcomp", "ccomp") and words.works_as(p, t.head, "name"):
                at = t.head  # "found the order to be unlawful"
                continue
            if p.child(at, *SUBJECTS) is not None or t.dep in ("ROOT", "ccomp", "relcl", "conj", "parataxis"):
                break
            if t.dep == "advcl" and t.tag not in ("VB",):
                break
        at = p.head(at)
    return out
