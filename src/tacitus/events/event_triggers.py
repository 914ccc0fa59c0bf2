"""Triggers of events: the verbs, nouns and adjectives of a text that a rule of the codebook knows."""

from __future__ import annotations

from dataclasses import dataclass

from tacitus.codebook import Codebook
from tacitus.parsing.clauses import is_imperative, modals, negated, objects, prep_objects
from tacitus.parsing.parsed import Parsed
from tacitus.rules import EventRule

PARTICLES = ("prt", "prep", "advmod", "agent", "advcl", "acomp", "oprd", "dative", "nmod", "npadvmod", "aux", "attr")
RESOLUTIONS = frozenset(["resolution", "motion", "statement", "declaration", "non-binding"])
ASKS = frozenset(["urge", "call", "demand", "ask", "request", "press"])
REACH = 6  # a light verb and its noun at most this many tokens apart make one trigger


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger: the token that heads it, its first and last token, its rule, and the verb that carries a noun.

    `suffers` is True where the carrying verb's subject is whom the deed is done to ("faced sanctions").
    """

    head: int
    first: int
    last: int
    rule: EventRule
    carrier: int | None = None
    suffers: bool = False
    is_noun: bool = False
    weight: int = 0


@dataclass(slots=True)
class TriggerBook:
    """The event rules of a codebook, indexed by the first (verbs) or last (nouns) lemma of their phrases."""

    verbs: dict[str, list[tuple[tuple[str, ...], EventRule]]]
    nouns: dict[str, list[tuple[tuple[str, ...], EventRule]]]
    adjectives: dict[str, list[EventRule]]
    light: dict[str, list[tuple[tuple[str, ...], bool]]]

    @classmethod
    def of(cls, codebook: Codebook) -> TriggerBook:
        """Index the rules of a codebook."""
        book = cls({}, {}, {}, {})
        for rule in codebook.events.values():
            for phrase in rule.verbs:
                words = tuple(phrase.split())
                book.verbs.setdefault(words[0], []).append((words[1:], rule))
            for phrase in rule.nouns:
                words = tuple(phrase.split())
                book.nouns.setdefault(words[-1], []).append((words[:-1], rule))
            for word in rule.adjectives:
                book.adjectives.setdefault(word, []).append(rule)
        for light in codebook.light_verbs.values():
            for phrase in light.verbs:
                words = tuple(phrase.split())
                book.light.setdefault(words[0], []).append((words[1:], light.subject == "recipient"))
        return book


def find_triggers(p: Parsed, book: TriggerBook) -> list[Trigger]:
    """Return the triggers of a text, one a token and none inside another, in the order of the text."""
    found: list[Trigger] = []
    for t in p.tokens:
        if p.is_skipped(t.start):
            continue
        if t.pos in ("VERB", "AUX"):
            options = _verb_triggers(p, t.i, book)
        elif t.pos == "NOUN" or (t.pos == "PROPN" and t.text.islower()):
            options = _noun_triggers(p, t.i, book)
        elif t.pos == "ADJ":
            options = [Trigger(t.i, t.i, t.i, r, weight=r.priority) for r in book.adjectives.get(t.low, ())]
        else:
            options = []
        if options:
            found.append(max(options, key=lambda o: (o.weight, -o.first)))
    return _apart(found)


def _apart(found: list[Trigger]) -> list[Trigger]:
    """Leave out triggers that another one has taken in: a verb under its noun, a noun under its verb."""
    carried = {t.carrier for t in found if t.carrier is not None}
    taken: set[int] = set()
    for t in found:
        if not t.is_noun and t.rule.objects:
            taken.update(k for k in range(t.first, t.last + 1) if k != t.head)
    return [
        t
        for t in found
        if t.head not in taken and (t.is_noun or t.head not in carried or t.weight > 2 or t.rule.objects)
    ]


def _verb_triggers(p: Parsed, verb: int, book: TriggerBook) -> list[Trigger]:
    out = []
    for rest, rule in (*book.verbs.get(p[verb].lemma, ()), *book.verbs.get("*", ())):
        ends = particles(p, verb, rest)
        if ends is None or not _complement(p, verb, rule):
            continue
        weight = rule.priority + len(rest) + 2 * bool(rule.objects) + bool(rule.complement)
        last = max([verb, *(e for e in ends if e - verb <= REACH)])
        if rule.objects:
            thing = _object(p, verb, rule.objects)
            if thing is None:
                continue
            last = max(last, thing) if 0 < thing - verb <= REACH else last
        out.append(Trigger(verb, verb, last, rule, weight=weight))
    return out


def particles(p: Parsed, verb: int, words: tuple[str, ...]) -> list[int] | None:
    """Return where the further words of a verb's phrase stand ("pull out of"), None if one is missing."""
    out: list[int] = []
    for word in words:
        near = [k for at in (verb, *out) for k in p.children(at) if p[k].low == word or p[k].lemma == word]
        near = [k for k in near if p[k].dep in PARTICLES or p[k].dep in ("dobj", "pobj", "xcomp", "det", "pcomp")]
        near = [k for k in near if not any(p[m].ent in ("DATE", "TIME") for m in p.children(k, "pobj"))]
        if not near and word == "for":
            # "called for the killers to be tried": the word opens a clause on the verb
            near = [m for k in p.children(verb) for m in p.children(k, "mark") if m == verb + 1 and p[m].low == word]
        if (
            not near
            and verb + len(out) + 1 < len(p)
            and p[verb + len(out) + 1].low == word
            and word not in ("on", "for", "to", "with", "in")
        ):
            near = [verb + len(out) + 1]
        if not near:
            return None
        out.append(near[0])
    return out


def _object(p: Parsed, verb: int, lemmas: tuple[str, ...]) -> int | None:
    """Return the first object of `verb`, direct or under a preposition, whose lemma is in `lemmas`."""
    for k in (*objects(p, verb), *prep_objects(p, verb)):
        if p[k].lemma in lemmas or any(p[m].lemma in lemmas for m in p.children(k, "compound")):
            return k
        for j in p.children(k, "prep"):
            if p[j].low == "of" and any(p[m].lemma in lemmas for m in p.children(j, "pobj")):
                return next(m for m in p.children(j, "pobj") if p[m].lemma in lemmas)
    return None


def _complement(p: Parsed, verb: int, rule: EventRule) -> bool:
    """Say whether the verb has one of the complements that its rule asks for."""
    return not rule.complement or any(_has(p, verb, c) for c in rule.complement)


def _has(p: Parsed, verb: int, wanted: str) -> bool:
    kids = p.children(verb, "xcomp", "ccomp", "advcl", "oprd", "acl")
    if wanted == "infinitive":
        return any(p[k].tag == "VB" and any(p[a].low == "to" for a in p.children(k, "aux")) for k in kids)
    if wanted == "clause":
        return any(p[k].dep == "ccomp" for k in kids)
    if wanted == "imperative":
        return is_imperative(p, verb)
    if wanted == "asking":
        return _asks(p, verb)
    if wanted == "object to":
        return bool(objects(p, verb)) and any(p[k].low == "to" for k in p.children(verb, "prep", "dative"))
    if wanted == "responsible":
        return any(p[k].low in ("responsible", "accountable") for k in p.sentence_tokens(verb) if p.is_below(k, verb))
    if wanted == "gerund":
        return any(p[k].tag == "VBG" and p[k].dep in ("xcomp", "ccomp") for k in kids)
    if wanted == "will not":
        return negated(p, verb) and bool({"will", "would", "wo"} & set(modals(p, verb)))
    if wanted == "negated":
        # "could not agree" tells of no refusal
        return negated(p, verb) and not {"can", "could", "ca"} & set(modals(p, verb))
    if wanted == "no object":
        return p.child(verb, "dobj", "ccomp", "nsubjpass") is None
    if wanted == "object":
        return bool(objects(p, verb))
    if wanted in ("must", "should", "will", "would"):
        return wanted in modals(p, verb)
    return any(p[k].low == wanted for k in p.children(verb, "prep", "prt", "advmod", "agent", "dative"))


def _asks(p: Parsed, verb: int) -> bool:
    """Say whether a vote asks for something: "voted to expel", "adopted a resolution urging Hungary to stop"."""
    if p[verb].lemma == "vote" and _has(p, verb, "infinitive"):
        return True
    for k in (*objects(p, verb), *prep_objects(p, verb)):
        for j in p.children(k, "acl") if p[k].lemma in RESOLUTIONS else []:
            if p[j].lemma in ASKS or (p[j].tag == "VB" and p[verb].lemma != "approve"):
                return True
    return False


def _noun_triggers(p: Parsed, noun: int, book: TriggerBook) -> list[Trigger]:
    t = p[noun]
    if t.dep in ("compound", "nmod", "npadvmod"):
        return []
    out = []
    for before, rule in book.nouns.get(t.lemma, ()):
        first = noun - len(before)
        if before and (first < 0 or any(w not in (p[first + k].lemma, p[first + k].low) for k, w in enumerate(before))):
            continue
        carrier, suffers = _carrier(p, noun, rule, book)
        if (rule.needs_carrier and carrier is None) or (not rule.verbs and not _complement(p, noun, rule)):
            continue
        near = carrier is not None and 0 < noun - carrier <= REACH and not in_phrase(p, noun)
        start = carrier if carrier is not None and near else first
        out.append(Trigger(noun, start, noun, rule, carrier, suffers, True, rule.priority + len(before)))
    return out


def _carrier(p: Parsed, noun: int, rule: EventRule, book: TriggerBook) -> tuple[int | None, bool]:
    """Return the light verb that carries a noun, and whether its subject is whom the deed is done to."""
    top = p.first_conjunct(noun)
    head = p.head(top)
    if in_phrase(p, noun):
        # "marched in support of the bill": whoever does the verb does the noun
        verb = p.clause_head(noun)
        return (verb, False) if p[verb].pos == "VERB" else (None, False)
    if head is not None and p[top].dep == "pobj":
        if p[head].low == "of" and p.head(head) is not None and p[p[head].head].pos == "NOUN":
            top = p[head].head  # "a series of attacks", "a round of talks"
            if p[top].dep == "pobj":
                top = p[top].head
            head = p.head(top)
        else:
            head = p.head(head)
    if head is not None and p[head].lemma == "responsibility" and p[head].dep == "dobj":
        verb = p[head].head  # "claimed responsibility for the attack"
        return (verb, False) if p[verb].lemma in ("claim", "take", "accept", "admit") else (None, False)
    if head is None or p[head].pos not in ("VERB", "AUX"):
        # "talks were held", "the attack, which was carried out by ...": the verb hangs on the noun
        hung = next((k for k in p.children(noun, "acl", "relcl") if _light(p, k, rule, book) is not None), None)
        return (hung, False) if hung is not None else (None, False)
    kind = _light(p, head, rule, book)
    if kind is None or (
        noun not in (*objects(p, head), *prep_objects(p, head), top) and p[top].dep not in ("dobj", "nsubjpass")
    ):
        return None, False
    if p[top].dep == "nsubj":
        return None, False
    return head, kind


def in_phrase(p: Parsed, noun: int) -> bool:
    """Say whether a bare noun stands under "in": "in support of", "in protest against"."""
    t = p[noun]
    return t.dep == "pobj" and p[t.head].low == "in" and noun == t.head + 1 and p.child(noun, "prep") is not None


def _light(p: Parsed, verb: int, rule: EventRule, book: TriggerBook) -> bool | None:
    """Say whether the subject of a light verb suffers the deed; None if the verb is none."""
    if p[verb].lemma in rule.light_verbs:
        return False
    if rule.needs_carrier:
        return None
    for rest, suffers in sorted(book.light.get(p[verb].lemma, ()), key=lambda x: -len(x[0])):
        if particles(p, verb, rest) is not None:
            return suffers
    return None
