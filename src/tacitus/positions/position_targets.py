"""What a position is about: the stretch of its target, turned around by stop words, and the deed or thing it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tacitus.parsing.clause_places import heads_at, is_clausal, is_infinitive
from tacitus.parsing.clauses import (
    is_passive,
    negated,
    noun_doers,
    noun_recipients,
    objects,
    passive_subjects,
    subjects,
)
from tacitus.parsing.parsed import Parsed
from tacitus.positions.stance_words import StanceWords

LOOSE = frozenset(["relcl", "appos", "parataxis", "advcl", "punct", "dep", "intj", "meta"])
VERB_LOOSE = LOOSE | {"conj", "cc", "mark", "preconj"}
SUBJECT_DEPS = ("nsubj", "nsubjpass", "csubj", "expl")
BREAKS = frozenset(["—", "–", "--", "(", "[", ";", ":"])
STOPPED = ("object", "gerund", "infinitive", "from", "to", "of", "in", "with")


@dataclass(frozen=True, slots=True)
class Target:
    """What a stance is about: tokens `first` to `last` around `head`. `form`: phrase, deed or clause.

    `flips` counts the stop words and negations that were passed on the way ("an end to X", "not to do X").
    """

    head: int
    first: int
    last: int
    form: str
    flips: int = 0


def target_of(p: Parsed, words: StanceWords, head: int) -> Target:
    """Return the target that token `head` heads, with stop words undone: of "an end to the war" the war."""
    flips = 0
    for _ in range(3):
        if p[head].pos in ("VERB", "AUX") and negated(p, head):
            flips += 1
        ensured = _ensured(p, words, head)
        inner = _stopped(p, words, head) if ensured is None else ensured
        if inner is None:
            break
        head, flips = inner, flips + (ensured is None)
    if any(p[k].tag == "WP" for k in p.children(head)):
        return Target(head, p.edges(head)[0], deed_edges(p, words, head)[1], "phrase", flips)
    if is_clausal(p, head):
        first, last = deed_edges(p, words, head)
        own = p.child(head, *SUBJECT_DEPS)
        if own is None:
            return Target(head, first, last, "deed", flips)
        return Target(head, min(first, noun_edges(p, words, own)[0]), last, "clause", flips)
    return Target(head, *noun_edges(p, words, head), "phrase", flips)


def _ensured(p: Parsed, words: StanceWords, head: int) -> int | None:
    """Return the clause that a verb like "ensure" only brings about."""
    return next(iter(heads_at(p, head, "clause")), None) if words.works_as(p, head, "ensure") else None


def _stopped(p: Parsed, words: StanceWords, head: int) -> int | None:
    """Return what a stop word at `head` stops, None if it is no stop word or stops nothing."""
    if not words.works_as(p, head, "stop"):
        return None
    if p[head].pos not in ("VERB", "AUX"):
        found = heads_at(p, head, "to") + heads_at(p, head, "of")
        return found[0] if found else None
    if is_passive(p, head):
        return next(iter(passive_subjects(p, head)), None)
    if kept_from := [k for k in heads_at(p, head, "from") if is_clausal(p, k)]:
        return kept_from[0]  # "prevent voters from voting"
    for place in STOPPED:
        if found := heads_at(p, head, place):
            return found[0]
    own = [k for k in subjects(p, head) if p.is_nominal(k)]
    return own[0] if own and p.child(head, "nsubj") is not None else None


def noun_edges(p: Parsed, words: StanceWords, head: int) -> tuple[int, int]:
    """Return the first and last token of the phrase around a noun; clauses and asides are left out."""
    kept = list(_kept(p, words, head, LOOSE | {"conj", "cc", "preconj", "mark", "nsubj", "aux", "advmod"}))
    return _trimmed(p, head, min(kept), max(kept))


def deed_edges(p: Parsed, words: StanceWords, head: int) -> tuple[int, int]:
    """Return the first and last token of a verb with what completes it; its subject and "to" are left out."""
    drop = VERB_LOOSE | {"aux", "auxpass", "neg", *SUBJECT_DEPS}
    kept = [k for k in _kept(p, words, head, drop) if k >= head]
    return _trimmed(p, head, head, max(kept))


def _trimmed(p: Parsed, head: int, first: int, last: int) -> tuple[int, int]:
    """Cut a stretch where the quotation around its head ends, and before a dash, a bracket or a colon."""
    first, last = within_quote(p, head, first, last)
    last = next((k - 1 for k in range(head + 1, last + 1) if p[k].text in BREAKS), last)
    first = next((k + 1 for k in range(head - 1, first - 1, -1) if p[k].text in BREAKS), first)
    if last + 2 < len(p) and is_hyphen(p, last + 1):
        last += 2
    if first >= 2 and is_hyphen(p, first - 1):
        first -= 2
    while last > head and not any(c.isalnum() for c in p[last].text):
        last -= 1
    return first, last


def is_hyphen(p: Parsed, k: int) -> bool:
    """Say whether token `k` is a hyphen at which one word was cut."""
    return p[k].text == "-" and p[k - 1].end == p[k].start and p[k].end == p[k + 1].start


def within_quote(p: Parsed, head: int, first: int, last: int) -> tuple[int, int]:
    """Return the part of a stretch that stands in the quotation in which its head stands; all of it outside one."""
    quote = p.quote_at(p[head].start)
    if quote is not None and quote.closed:
        while first < head and p[first].start < quote.inner_start:
            first += 1
        while last > head and p[last].start >= quote.inner_end:
            last -= 1
    return first, last


def _kept(p: Parsed, words: StanceWords, head: int, drop: frozenset[str]) -> Iterable[int]:
    """Yield the tokens of a phrase, without those children of its head that `drop` names and without loose parts."""
    yield head
    for k in p.children(head):
        if p[k].dep in drop or is_aside(p, words, head, k) or p[k].sent != p[head].sent:
            continue
        if p[k].dep == "acl" and k > head and p[p.edges(k)[0] - 1].text == ",":
            continue  # "the ruling, condemned by X"
        yield from _kept(p, words, k, LOOSE)


def is_aside(p: Parsed, words: StanceWords, head: int, k: int) -> bool:
    """Say whether child `k` only says when or in which speech: "on Friday", "in a statement"."""
    t = p[k]
    if t.dep == "npadvmod" and t.ent in ("DATE", "TIME"):
        return True
    if t.dep != "prep" or k < head:
        return False
    below = p.children(k, "pobj")
    if not below:
        return t.low in ("after", "before", "while", "when", "as")
    noun = p[below[0]]
    dated = noun.ent in ("DATE", "TIME") and p[head].pos in ("VERB", "AUX", "NOUN")
    venue = t.low in ("in", "at", "during", "on", "via", "through") and noun.lemma.lower() in words.helpers["venue"]
    return (
        dated or venue or t.low in ("during", "after", "following", "amid", "despite", "because", "according", "such")
    )


def clause_subject(p: Parsed, head: int) -> int | None:
    """Return the subject that stands in the clause of the verb at `head`."""
    return p.child(head, "nsubj", "nsubjpass")


def target_actor(p: Parsed, target: Target) -> list[int]:
    """Return the tokens that may name the actor a target is, or whose act or right it is, likeliest first."""
    if target.form == "phrase":
        noun = target.head
        return [noun, *noun_doers(p, noun), *heads_at(p, noun, "by"), *heads_at(p, noun, "of")]
    own = clause_subject(p, target.head)
    if own is not None and not is_passive(p, target.head):
        return [own]
    if target.flips and is_infinitive(p, p[target.head].head):
        # somebody is called on to stop his own act
        return subjects(p, p[target.head].head)
    return [k for o in objects(p, target.head) for k in (*noun_doers(p, o), *noun_recipients(p, o, "of"))]
