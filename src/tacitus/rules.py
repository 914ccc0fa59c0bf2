"""The kinds of rows that codebook files hold, one frozen dataclass a kind; `codebook.py` loads them.

Every rule has an `id`, `examples` that it must find and `counter_examples` that it must not. In an
example braces mark what must be found and under which role: "{actor Russia} {trigger imposed
sanctions} on {recipient Ukraine}." What is not marked is not checked.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """What every row of a codebook file has. `note` is for the reader, `off` removes the rule."""

    id: str
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class CueRule(Rule):
    """A word that introduces what somebody said (cues.csv).

    `lemmas`: the cue's lemmas, several words with spaces. `pos`: verb, noun or phrase ("according to").
    `kind`: say, claim, deny, accuse, demand, warn, promise, announce, ask, believe, agree.
    `frames`: how content may hang on it: clause, infinitive, quote, as, object, of, for.
    `certainty`: what the cue says of its content: neutral, claimed, denied, factive, planned.
    `addressee`: where those spoken to stand: object, or a preposition. `speakers`: if given, the cue
    counts only when one of these nouns is its speaker ("the poll found").
    """

    lemmas: tuple[str, ...] = ()
    pos: str = "verb"
    kind: str = "say"
    frames: tuple[str, ...] = ("clause", "quote")
    certainty: str = "neutral"
    addressee: tuple[str, ...] = ("to",)
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventRule(Rule):
    """A pattern that finds events of one type (events/*.toml).

    `verbs` and `nouns`: trigger lemmas; a verb's particle or preposition follows it ("pull out of"), what
    modifies a noun precedes it ("air strike"). `light_verbs`: verbs that only carry the noun ("hold" talks),
    besides those of light_verbs.csv. `objects`: the verb counts only with one of these nouns as its object or
    under its preposition. `complement`: the verb counts only with one of infinitive, clause, gerund, negated,
    modal words or a preposition. `actor` and `recipient`: where in the clause they stand (subject, object,
    dative, xcomp_subject, antecedent, asked, speaker, addressee, or a preposition such as "against"), best first.
    `noun_of` says what an "of ..." on the noun names (actor, recipient or nothing) and `noun_to` which
    prepositions lead to the noun's recipient. `reciprocal`: whoever stands under "with" takes part as an actor.
    `needs_recipient` and `needs_actor`: without one there is no event; `needs_carrier`: the noun counts only
    under a light verb;
    `harm`: what is said must tell of harm. `inside`: only what somebody says counts.
    """

    type: str = ""
    mode: str | None = None
    cameo: str | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    light_verbs: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    complement: tuple[str, ...] = ()
    actor: tuple[str, ...] = ("subject",)
    recipient: tuple[str, ...] = ("object",)
    noun_of: str = ""
    noun_to: tuple[str, ...] = ("against", "on", "upon", "at", "to", "toward", "towards", "with")
    reciprocal: bool = False
    status: str | None = None
    needs_recipient: bool = False
    needs_actor: bool = False
    needs_carrier: bool = False
    harm: bool = False
    sectors: tuple[str, ...] = ()
    inside: bool = False
    priority: int = 0


@dataclass(frozen=True, slots=True)
class EventType(Rule):
    """One of the sixteen types of event (plover.toml): what it means, its quad class, score and modes."""

    definition: str = ""
    quad_class: str = ""
    score: float = 0.0
    cameo: str = ""
    modes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LightVerb(Rule):
    """Verbs that only carry a noun for a deed (light_verbs.csv): "launch" an attack, "face" sanctions.

    `subject` says who the verb's subject is: the actor or the recipient of the deed.
    """

    verbs: tuple[str, ...] = ()
    subject: str = "actor"


@dataclass(frozen=True, slots=True)
class StanceRule(Rule):
    """A pattern that shows somebody for or against something (stances.toml).

    `verbs`, `nouns`, `adjectives`: trigger lemmas. `particle`: the particle a verb needs ("rule out").
    `objects`: lemmas one of which must be the verb's object ("impose sanctions"). `holder` and `target`: where
    they stand, the first that is filled counts: subject, object, infinitive, gerund, clause, controlled,
    doers, self, from, or a preposition; "object:against" is the phrase "against ..." on the object.
    `kind`: stance, or what a word does to a stance: predicate (evaluates its subject in what somebody says),
    ought, plan (modals in what somebody says), stop (ends what follows it), deny (turns the stance below it
    around), voice (a verb that only carries a stance noun), document (speaks for its maker).
    `negation`: what "not" does, flip or drop. `wants`: the target must be any, an actor or a thing. `unless`:
    lemmas of targets about which the word says nothing of the kind ("announced his death").
    """

    kind: str = "stance"
    stance: str = "for"
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    particle: str | None = None
    objects: tuple[str, ...] = ()
    holder: tuple[str, ...] = ("subject",)
    target: tuple[str, ...] = ("object",)
    negation: str = "flip"
    wants: str = "any"
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleNoun(Rule):
    """A noun that names somebody by what he is (roles.csv): lemma phrases, sector, and what it makes of a country.

    `nouns`: the lemma phrases ("foreign minister"). `person`: it names persons, so that it can stand for
    somebody named before; else it names a body. `plural`: a body that is "they" as well as "it".
    `of_state`: the role stands for its country's government ("officials", "ministry", "envoy").
    `needs_country`: without its country nobody knows who is meant ("the army", "police").
    `families`: classes of roles, its own first; "the envoy" can be whoever has "diplomat" among his.
    """

    nouns: tuple[str, ...] = ()
    sector: str = "UNS"
    person: bool = False
    plural: bool = False
    of_state: bool = False
    needs_country: bool = False
    families: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GenderCue(Rule):
    """Words that tell a person's gender (genders.csv). `kind`: given (a first name), title, noun or pronoun."""

    words: tuple[str, ...] = ()
    gender: str = "f"
    kind: str = "given"


@dataclass(frozen=True, slots=True)
class StatusCue(Rule):
    """A word that bears on how sure a record is (status.csv).

    `kind`: hedge, modal, plan, weigh, denial, unnamed, report.
    """

    words: tuple[str, ...] = ()
    pos: str = "any"
    kind: str = "hedge"
    status: str = "possible"
