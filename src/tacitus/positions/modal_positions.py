"""What somebody says must be done, or says he will do: positions from modal verbs inside statements."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tacitus.mentions.cast import Cast
from tacitus.parsing.clause_places import is_infinitive, with_conjuncts
from tacitus.parsing.clauses import is_passive, negated, subjects
from tacitus.parsing.parsed import Parsed
from tacitus.positions.position_holders import SPEAKER_WORDS, Holder, Voices, mention_at, says
from tacitus.positions.position_targets import SUBJECT_DEPS, Target, target_of
from tacitus.positions.stance_words import StanceWords
from tacitus.rules import StanceRule

UNREAL = frozenset(["if", "whether", "unless", "when", "until"])
IMPERATIVE = "!"
DO = ("do", "please", "let")
GENERIC = frozenset(["you", "one"])
QUESTION = frozenset(["what", "how", "why", "where", "who"])


@dataclass(frozen=True, slots=True)
class Modal:
    """A demand or a plan: its rule, what is to be done, for or against."""

    rule: StanceRule
    target: Target
    stance: str


def find_modal(p: Parsed, cast: Cast, words: StanceWords, voices: Voices, i: int) -> list[tuple[Modal, Holder]]:
    """Return what the modal at token `i` shows of whoever says it; nothing in the writer's own voice."""
    verb = _verb_of(p, i)
    rules = words.modals.get(p[i].lemma.lower(), words.modals.get(p[i].low, []))
    if verb is None or not rules or not voices.inside(p[i].start):
        return []
    if any(p[k].low in UNREAL | QUESTION for k in p.children(verb, "mark", "advmod", "attr", "dobj")):
        return []
    holders = says(p, cast, words, voices, verb)
    for rule in rules:
        perfect = any(p[k].lemma == "have" for k in p.children(verb, "aux"))
        if rule.kind == "plan" and (perfect or not _is_own(p, cast, verb, holders)):
            continue
        if rule.kind == "ought" and not _is_demand(p, i, verb):
            continue
        # "should free the prisoners and stop the violence": one modal for both
        verbs = [v for v in with_conjuncts(p, verb) if v == verb or p.child(v, "aux") is None]
        modals = [_modal(p, words, rule, v, _doubted(p, verb)) for v in verbs if p[v].lemma not in rule.unless]
        return [(m, h) for m in modals for h in holders]
    return []


def _modal(p: Parsed, words: StanceWords, rule: StanceRule, verb: int, doubts: int) -> Modal:
    exists = p.child(verb, "attr", "dobj") if p.child(verb, "expl") is not None else None
    target = target_of(p, words, verb if exists is None else exists)
    if exists is not None and any(p[k].low == "no" for k in p.children(exists, "det")):
        target = replace(target, flips=target.flips + 1)
    if rule.kind == "plan":
        target = replace(target, form="deed" if target.form == "clause" else target.form)
    return Modal(rule, target, "against" if (target.flips + doubts) % 2 else "for")


def _is_demand(p: Parsed, modal: int, verb: int) -> bool:
    """Say whether somebody is to do something: not "you have to wonder", nor "this shall be a reminder" or a law."""
    if p[modal].lemma == "can":
        return _is_ruled_out(p, verb)
    own = [p[k].low for k in p.children(verb, "nsubj")]
    if any(k in GENERIC for k in own) and not is_passive(p, verb):
        return False
    if p[modal].low == "shall" and not set(own) & SPEAKER_WORDS:
        return False
    return p[verb].lemma != "be" or p.child(verb, "attr") is None or p[modal].low in ("must", "should")


def _is_ruled_out(p: Parsed, verb: int) -> bool:
    """Say whether the clause is "there can be no X"."""
    there = p.child(verb, "expl") is not None
    return there and any(p[d].low == "no" for k in p.children(verb, "attr", "dobj") for d in p.children(k, "det"))


def _doubted(p: Parsed, verb: int) -> int:
    """Count the negation that stands on the verb of saying: "I do not think that anybody should go"."""
    top = p.first_conjunct(verb)
    above = p[top].head
    doubt = p[top].dep == "ccomp" and p[above].lemma in ("think", "believe", "feel", "suggest") and negated(p, above)
    return int(doubt)


def find_imperative(p: Parsed, words: StanceWords, voices: Voices, i: int) -> list[tuple[Modal, Holder]]:
    """Return what an imperative in somebody's words demands: "Please step down", "Do not send weapons"."""
    t = p[i]
    if t.tag != "VB" or t.dep not in ("ROOT", "ccomp") or p.quote_at(t.start) is None:
        return []
    if any(p[k].dep in (*SUBJECT_DEPS, "mark") or p[k].tag in ("TO", "MD") for k in p.children(i)):
        return []
    opened = p.edges(i)[0]
    if p[opened].tag in ("WP", "WRB") or (p.child(i, "aux") is not None and p[p.child(i, "aux") or i].low not in DO):
        return []
    holders = [Holder(m, "asks for it", i) for m in voices.at(t.start)]
    target = target_of(p, words, i)
    stance = "against" if target.flips % 2 else "for"
    rules = [r for r in words.modals.get(IMPERATIVE, []) if t.lemma not in r.unless]
    return [(Modal(r, target, stance), h) for r in rules for h in holders]


def _verb_of(p: Parsed, i: int) -> int | None:
    t = p[i]
    if t.lemma not in ("have", "'ve") and t.dep == "aux" and t.head != i and p[t.head].pos in ("VERB", "AUX"):
        return t.head
    if t.pos in ("VERB", "AUX") and t.lemma in ("have", "need"):
        return next((k for k in p.children(i, "xcomp") if k > i and is_infinitive(p, k)), None)
    return None


def _is_own(p: Parsed, cast: Cast, verb: int, holders: list[Holder]) -> bool:
    """Say whether the subject of the verb is the speaker, or the state that he speaks for."""
    for k in subjects(p, verb):
        if p[k].low in SPEAKER_WORDS:
            return True
        third = p[k].low in ("he", "she", "they") and p[verb].dep == "ccomp"
        if third and holders and holders[0].head < k:
            return True
        m = mention_at(p, cast, k)
        for h in holders:
            if m is None:
                continue
            a, b = cast.best(m), cast.best(h.mention)
            if cast.same(m, h.mention) or (a and b and a.country and a.country == b.country and a.sector == b.sector):
                return True
    return False
