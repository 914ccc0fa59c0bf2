"""Who takes part in an event: actors and recipients from the clause of its trigger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tacitus.events.event_triggers import Trigger, in_phrase
from tacitus.mentions.cast import Cast
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
    subjects_above,
)
from tacitus.parsing.parsed import Parsed
from tacitus.records import Found, Mention

DEPTH = 4  # how deep in a noun phrase the owner of a thing is looked for
PEOPLE = frozenset(
    """
    associate aide friend family supporter relative colleague lawyer follower wife husband son daughter brother
    sister father mother fiancé fiancée widow
    """.split()
)
FIRST_PERSON = frozenset(["we", "i", "us", "me", "our", "my"])
DONE_BY = ("of", "by", "from")
# Deeds about another's act: its doer is meant, not the place where it is done.
JUDGING = frozenset(["ACCUSE", "REJECT", "SUPPORT", "REQUEST"])
# Deeds whose doer may stand under "from": "criticism from the opposition".
COMES_FROM = frozenset("ASSAULT COERCE ACCUSE SANCTION REQUEST REJECT SUPPORT THREATEN AID AGREE".split())
DOCUMENTS = frozenset(
    "statement letter resolution report speech tweet message motion declaration text note post decree".split()
)
# Verbs whose subject is asked, where their object is a request.
ANSWERS = frozenset(
    "reject refuse decline dismiss rebuff deny ignore heed accept grant receive consider answer honor honour".split()
)
OWNED_BY = ("of", "by", "in", "from", "for", "on", "against", "with", "at", "between", "among", "across")


@dataclass(slots=True)
class Parts:
    """The participants of one event: (mention, reason) pairs, and the candidates that were turned down."""

    actors: list[tuple[Mention, str]] = field(default_factory=list)
    recipients: list[tuple[Mention, str]] = field(default_factory=list)
    rejected: list[tuple[Mention, str]] = field(default_factory=list)
    physical: bool = False
    borrowed: bool = False


@dataclass(slots=True)
class Stage:
    """What arguments are read from: the parse, the cast, and the statements by what they say."""

    parsed: Parsed
    cast: Cast
    statements: list[Found]

    def around(self, start: int, end: int) -> Found | None:
        """Return the innermost statement whose content holds characters `start` to `end`."""
        holding = [s for s in self.statements if any(c.start <= start and end <= c.end for c in s.contents)]
        return min(holding, key=lambda s: sum(c.end - c.start for c in s.contents), default=None)


def participants(stage: Stage, t: Trigger) -> Parts:
    """Return who takes part in the event of a trigger."""
    p = stage.parsed
    parts = Parts(physical=t.rule.type not in JUDGING)
    if t.is_noun:
        doers, done_to = _of_noun(stage, t)
    else:
        doers = [(k, place) for place in t.rule.actor for k in _at(stage, t, place)]
        done_to = [(k, place) for place in t.rule.recipient for k in _at(stage, t, place)]
        # the nouns of the verb's own phrase take no part ("used force")
        words = {w for v in t.rule.verbs if v.split()[0] == p[t.head].lemma for w in v.split()[1:]}
        done_to = [d for d in done_to if p[d[0]].lemma not in words]
    parts.actors = _actors(stage, doers, parts)
    if not parts.actors and ("speaker" in t.rule.actor or _first_person(stage, doers)):
        parts.actors = _speakers(stage, t)
    taken = {m.id for m, _ in parts.actors}
    chosen = [(m, why) for m, why in _actors(stage, done_to, parts, first_place=True) if m.id not in taken]
    if not chosen and ("addressee" in t.rule.recipient or _first_person(stage, done_to)):
        chosen = _speakers(stage, t, "addressee" if "addressee" in t.rule.recipient else "speaker")
    parts.recipients = [(m, why) for m, why in chosen if not any(stage.cast.same(m, a) for a, _ in parts.actors)]
    if t.rule.reciprocal:
        parts.actors += [x for x in parts.recipients if x[0].id not in taken]
        parts.recipients = []
    return parts


def places_of(stage: Stage, t: Trigger) -> list[int]:
    """Return the heads of what a verb is about, whether they name an actor or a deed."""
    return [k for place in t.rule.recipient for k in _at(stage, t, place)]


def _speakers(stage: Stage, t: Trigger, role: str = "speaker") -> list[tuple[Mention, str]]:
    p = stage.parsed
    around = stage.around(p[t.head].start, p[t.head].end)
    if around is None:
        return []
    said_by = [stage.cast.get(mid) for mid in around.chosen(role)]
    return [(m, f"{role} of the statement around it") for m in said_by if stage.cast.is_actor(m)]


def _first_person(stage: Stage, heads: list[tuple[int, str]]) -> bool:
    """Say whether one of some words is a speaker's own "we", "us" or "my"."""
    return any(stage.parsed[k].low in FIRST_PERSON for k, _ in heads)


def _at(stage: Stage, t: Trigger, place: str) -> list[int]:
    """Return the heads of what stands in one place of a verb's or adjective's clause."""
    p, v = stage.parsed, t.head
    if p[v].pos == "ADJ":
        v = p.clause_head(v)
    places: dict[str, Callable[[], list[int]]] = {
        "subject": lambda: _writers(p, subjects(p, v)),
        "any_subject": lambda: subjects(p, v) or passive_subjects(p, v),
        "object": lambda: objects(p, v),
        "dative": lambda: datives(p, v) or (prep_objects(p, v, "to") if objects(p, v) else []),
        "passive_subject": lambda: passive_subjects(p, v) if is_passive(p, v) else [],
        "agent": lambda: agents(p, v),
        "xcomp_subject": lambda: _inner_subjects(p, v),
        "xcomp_object": lambda: _inner_objects(p, t.head),
        "antecedent": lambda: _antecedent(p, v),
        "asked": lambda: [m for k in _all_objects(p, v) for j in p.children(k, "acl") for m in objects(p, j)],
        "speaker": lambda: [],
        "addressee": lambda: [],
    }
    if place in places:
        return places[place]()
    if p[t.head].pos == "ADJ":
        return prep_objects(p, t.head, place) or prep_objects(p, v, place)
    # "restored ties with Iran": the preposition may hang on the object
    return prep_objects(p, v, place) or [m for k in objects(p, v) for m in prep_objects(p, k, place) if place != "of"]


def _inner_subjects(p: Parsed, verb: int) -> list[int]:
    """Return the subjects of what is asked or said: "demanded that Iran leave", "called for Iran to leave"."""
    out = []
    for k in p.children(verb, "ccomp", "xcomp", "advcl"):
        if is_passive(p, k):
            out += agents(p, k)  # whoever is to be freed is not asked
        elif p[k].dep != "advcl" or p.child(k, "nsubj") is not None:
            out += p.children(k, "nsubj")
    for k in p.children(verb, "prep", "dative"):
        if p[k].low == "for" and p.child(k, "pobj") is None:
            out += [m for j in p.children(k, "pcomp") for m in p.children(j, "nsubj")]
    return expand(p, out)


def _inner_objects(p: Parsed, head: int) -> list[int]:
    """Return whom the deed that is promised, asked or refused is done to: "threatened to bomb Iran"."""
    inner = p.children(head, "xcomp", "ccomp", "advcl")
    for prep in p.children(head, "prep"):
        inner += p.children(prep, "pcomp")
    return [m for k in inner for m in (*objects(p, k), *prep_objects(p, k))]


def _all_objects(p: Parsed, verb: int) -> list[int]:
    return [*objects(p, verb), *prep_objects(p, verb)]


def _antecedent(p: Parsed, verb: int) -> list[int]:
    """Return the noun a relative clause hangs on that has a subject of its own: "Mali, which China invested in"."""
    top = p.first_conjunct(verb)
    own = p.children(top, "nsubj")
    if p[top].dep != "relcl" or not own or p[own[0]].tag in ("WDT", "WP") or p[own[0]].low == "that":
        return []
    return [p[top].head]


def _writers(p: Parsed, heads: list[int]) -> list[int]:
    """Replace a document by whoever issues it: "released a statement criticising" the releaser."""
    out: list[int] = []
    for k in heads:
        written = p[k].lemma in DOCUMENTS and not noun_doers(p, k)
        out += (subjects_above(p, k) or [k]) if written else [k]
    return out


def _of_noun(stage: Stage, t: Trigger) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Return who does, and who suffers, the deed that a noun names."""
    p, noun, rule = stage.parsed, t.head, t.rule
    doers = [(k, "does the deed the noun names") for k in noun_doers(p, noun) if p[k].low != "whose"]
    if not doers:
        doers = [
            (k, "before the noun")
            for k in p.children(noun, "compound", "nmod")
            if stage.cast.is_actor(stage.cast.at(k))
        ]
    if not doers and rule.type in COMES_FROM:
        doers = [(k, "under 'from'") for k in prep_objects(p, noun, "from")]
    if rule.type == "ASSAULT":
        doers = doers or [(k, "takes part") for k in prep_objects(p, noun, "between", "among")]
    whole = [(k, "under a preposition of the noun") for k in prep_objects(p, noun, *rule.noun_to)]
    done_to = [x for x in whole if x[0] != noun]
    of = prep_objects(p, noun, "of")
    if rule.noun_of == "actor" and not in_phrase(p, noun):
        doers += [(k, "of the noun") for k in of]
    elif rule.noun_of:
        done_to = [(k, "of the noun") for k in of] + done_to
        possessors = p.children(noun, "poss")
        if not of and possessors and not done_to:
            doers = [d for d in doers if d[0] not in possessors]
            done_to = [(k, "possessor of the noun") for k in possessors]
    if rule.reciprocal:
        doers += [(k, "takes part") for k in prep_objects(p, noun, "between", "among", "with", "of", "by", "involving")]
    if rule.type == "REQUEST" and t.carrier is None and p[noun].dep == "dobj" and p[p[noun].head].lemma in ANSWERS:
        done_to = [(k, "answers the request") for k in subjects(p, p[noun].head)] + done_to
    if t.carrier is not None:
        doers, done_to = _with_carrier(p, t, doers, done_to)
    return doers, done_to


def _with_carrier(
    p: Parsed, t: Trigger, doers: list[tuple[int, str]], done_to: list[tuple[int, str]]
) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Add what the verb that carries a noun tells: "launched attacks on", "sanctions were imposed by"."""
    assert t.carrier is not None
    subject = [(k, "subject of the verb that carries the deed") for k in subjects(p, t.carrier) if k != t.head]
    if t.suffers:
        done_to = subject + done_to if not t.rule.reciprocal else done_to
        doers = doers + [
            (k, "under 'from'")
            for k in (*prep_objects(p, t.carrier, "from", "by"), *prep_objects(p, t.head, "from", "by"))
            if not subject or k not in {s[0] for s in subject}
        ]
    elif t.rule.reciprocal or not doers:
        doers = subject + doers
    elif subject and not p.children(t.head, "poss"):
        doers = subject
    more = [(k, "object of the verb that carries the deed") for k in datives(p, t.carrier)]
    more += [(k, "under a preposition of the verb") for k in prep_objects(p, t.carrier, *t.rule.noun_to) if k != t.head]
    if not t.suffers:
        done_to = done_to + [x for x in more if x[0] not in {d[0] for d in doers}]
    return doers, done_to


def _actors(
    stage: Stage, heads: list[tuple[int, str]], parts: Parts, first_place: bool = False
) -> list[tuple[Mention, str]]:
    """Return the actors that the heads name or belong to; with `first_place` only those of the best place."""
    out: list[tuple[Mention, str]] = []
    physical = parts.physical
    place_taken = ""
    for head, why in heads:
        if first_place and place_taken and why != place_taken:
            continue
        for mention, reason in owners(stage, head, physical):
            if all(mention.id != m.id and not _is_beside(stage, mention, m) for m, _ in out):
                out.append((mention, reason or why))
                place_taken = why
        own = stage.cast.at(head)
        if own is not None and not out:
            parts.rejected.append((own, "no political actor"))
    return out


def _is_beside(stage: Stage, a: Mention, b: Mention) -> bool:
    """Say whether two mentions are neighbouring words for one state ("Chinese government encroachment")."""
    x, y = stage.cast.best(a), stage.cast.best(b)
    if x is None or y is None or x.country is None or (x.country, x.sector) != (y.country, y.sector):
        return False
    return abs(stage.cast.head_of(a) - stage.cast.head_of(b)) == 1


def owners(stage: Stage, head: int, physical: bool, depth: int = 0) -> list[tuple[Mention, str]]:
    """Return the actor a head names, or else the one whose thing it is: "oil infrastructure in Saudi Arabia"."""
    p, cast = stage.parsed, stage.cast
    own = cast.at(head)
    if p[head].dep == "attr" and depth == 0:
        # "Iran and Russia are the powers that back him"
        named = [x for k in subjects(p, p[head].head) if k != head for x in owners(stage, k, physical, 1)]
        if named:
            return [(m, why or "is what the noun says") for m, why in named]
    if own is not None and cast.is_actor(own) and not (_is_thing(cast, own) and depth == 0):
        return [(own, "")]
    if depth >= DEPTH or (own is not None and own.kind == "pronoun"):
        return []
    if p[head].lemma in PEOPLE:
        return [(own, "")] if own is not None else []  # "his associates" are not he
    possessors = p.children(head, "poss")
    if not possessors:
        possessors = [k for k in p.children(head, "amod", "compound", "nmod", "appos") if cast.is_actor(cast.at(k))]
    if not possessors:
        possessors = prep_objects(p, head, *(OWNED_BY if physical else DONE_BY))
    out = []
    for k in expand(p, possessors):
        out += [(m, why or f"owner of '{p[head].text}'") for m, why in owners(stage, k, physical, depth + 1)]
    return out


def _is_thing(cast: Cast, mention: Mention) -> bool:
    """Say whether a mention is a thing that resolution only could not tell ("the accusation from Chad")."""
    best = cast.best(mention)
    return mention.kind == "nominal" and best is not None and best.sector == "UNS" and best.country is None
