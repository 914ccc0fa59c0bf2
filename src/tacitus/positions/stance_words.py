"""Stance words: which rules of stances.toml a token may trigger, and what other words do to a stance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tacitus.codebook import Codebook, phrases
from tacitus.parsing.clauses import negated, objects, prep_objects
from tacitus.parsing.parsed import Parsed
from tacitus.rules import StanceRule

VERBAL_TAGS = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")
NO = frozenset(["no", "not", "neither", "nor", "little", "n't"])
MODAL_KINDS = ("ought", "plan")


@dataclass(frozen=True, slots=True)
class StanceWords:
    """The stance rules of a codebook by lemma and class of word, and the words that work on them by kind."""

    verbs: dict[str, list[StanceRule]]
    nouns: dict[str, list[StanceRule]]
    adjectives: dict[str, list[StanceRule]]
    helpers: dict[str, frozenset[str]]
    modals: dict[str, list[StanceRule]]
    weak: frozenset[str]

    @classmethod
    def of(cls, codebook: Codebook) -> StanceWords:
        """Index the stance rules of a codebook, in the order of the file."""
        rules = list(codebook.stances.values())
        shown = [r for r in rules if r.kind in ("stance", "predicate")]
        helpers = {
            kind: frozenset(w for r in rules if r.kind == kind for w in (*r.verbs, *r.nouns, *r.adjectives))
            for kind in ("stop", "deny", "voice", "document", "venue", "say", "name", "ensure", "crowd", "modal")
        }
        weak = frozenset(r.id for r in rules if r.target == ("called",))
        modals = phrases([r for r in rules if r.kind in MODAL_KINDS], "verbs")
        return cls(
            phrases(shown, "verbs"), phrases(shown, "nouns"), phrases(shown, "adjectives"), helpers, modals, weak
        )

    def works_as(self, p: Parsed, i: int, kind: str) -> bool:
        """Say whether the word at `i` is a helper of this kind (stop, deny, voice, document)."""
        return p[i].lemma.lower() in self.helpers[kind]

    def rules_at(self, p: Parsed, i: int) -> Iterator[StanceRule]:
        """Yield the rules that the token `i` may trigger."""
        t = p[i]
        lemma = t.lemma.lower()
        modifies = t.tag == "VBG" and t.dep in ("amod", "compound")  # "voting organisations"
        if (t.pos in ("VERB", "AUX") or (t.tag in VERBAL_TAGS and t.pos != "ADJ")) and not modifies:
            yield from (r for r in self.verbs.get(lemma, ()) if _fits(p, i, r))
        if t.pos in ("NOUN", "INTJ") and not t.ent:
            for k in p.children(i, "amod", "compound"):
                yield from self.nouns.get(f"{p[k].low} {lemma}", ())
            under = p[t.head].low if t.dep == "pobj" else ""
            yield from (r for r in self.nouns.get(lemma, ()) if r.particle in (None, under))
        if t.pos in ("ADJ", "ADV", "ADP", "SCONJ") or t.tag in ("VBN", "VBG", "JJ"):
            yield from self.adjectives.get(t.low, ())


def _fits(p: Parsed, i: int, rule: StanceRule) -> bool:
    """Say whether a verb has the particle and the object that the rule asks for."""
    particles = {p[k].low for k in p.children(i, "prt")}
    if rule.particle is not None:
        near = particles | {p[k].low for k in p.children(i, "advmod", "prep")}
        if rule.particle not in near:
            return False
    elif particles - {"up"}:
        return False
    if not rule.objects:
        return True
    own = objects(p, i) if rule.particle is None else [*objects(p, i), *prep_objects(p, i, rule.particle)]
    return any(p[k].lemma.lower() in rule.objects for k in own)


def governing_verb(p: Parsed, i: int) -> int | None:
    """Return the verb that the phrase with token `i` hangs on, `i` itself if it is one; None without one."""
    if p[i].pos in ("VERB", "AUX"):
        return i
    for k in p.ancestors(i):
        if p[k].pos in ("VERB", "AUX"):
            return k
    return None


def turned(p: Parsed, words: StanceWords, i: int) -> int:
    """Count what turns the stance at token `i` around: negations of it, and denying verbs that it hangs on."""
    count = 0
    if p[i].pos != "VERB" and any(p[k].low in NO for k in p.children(i, "det", "neg", "amod", "preconj")):
        count += 1
    at: int | None = i
    for _ in range(6):
        if at is None:
            break
        if p[at].pos in ("VERB", "AUX") and negated(p, at):
            count += 1
        if at != i and words.works_as(p, at, "deny"):
            count += 1
        at = _carrier(p, words, at)
    return count


def _carrier(p: Parsed, words: StanceWords, i: int) -> int | None:
    """Return the word whose negation also negates token `i`: the verb it completes, or the one that carries it."""
    t = p[i]
    above = p.head(i)
    if above is None:
        return None
    if t.pos in ("VERB", "AUX"):
        if (
            t.dep == "conj"
            and t.tag == p[above].tag
            and p.child(i, "nsubj", "nsubjpass", "aux", "neg") is None
            and p.child(above, "aux")
        ):
            return above if p[above].pos in ("VERB", "AUX") else None
        if t.dep in ("xcomp", "pcomp", "acl") and (t.dep != "acl" or words.works_as(p, above, "deny")):
            if p[above].pos != "ADP":
                return above
            return p.head(above) if p[above].low in ("from", "in", "to", "of", "at", "on") else None
        if t.dep == "advcl" and t.tag == "VB" and words.works_as(p, above, "deny"):
            return above
        return None
    if t.pos == "ADJ" and t.dep == "ccomp" and words.works_as(p, above, "name"):
        return above  # "does not consider the vote legitimate"
    if t.pos == "ADJ" and t.dep == "amod" and "as" in (p[above].low, p[p[above].head].low):
        return above  # "no longer treats him as the legitimate head of state"
    if t.dep in ("dobj", "acomp", "attr", "prep", "pobj", "nsubjpass", "oprd"):
        return above
    return None
