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

    `verbs` and `nouns`: trigger lemmas. `actor` and `recipient`: where in the clause they stand
    (subject, object, dative, xcomp_subject, or a preposition such as "against"), best first.
    """

    type: str = ""
    mode: str | None = None
    cameo: str | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    light_verbs: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    particle: str | None = None
    complement: tuple[str, ...] = ()
    actor: tuple[str, ...] = ("subject",)
    recipient: tuple[str, ...] = ("object",)
    reciprocal: bool = False
    status: str | None = None
    needs_recipient: bool = False
    priority: int = 0


@dataclass(frozen=True, slots=True)
class StanceRule(Rule):
    """A pattern that shows somebody for or against something (stances.toml)."""

    stance: str = "for"
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    particle: str | None = None
    holder: tuple[str, ...] = ("subject",)
    target: tuple[str, ...] = ("object",)


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
    """A word that bears on how sure a record is (status.csv). `kind`: hedge, modal, plan, denial, unnamed, report."""

    words: tuple[str, ...] = ()
    pos: str = "any"
    kind: str = "hedge"
    status: str = "possible"
