"""Which deeds are politics: who has to take part so that a deed is no crime, sport, business or figure of speech."""

from __future__ import annotations

import re

from tacitus.events.event_arguments import Parts, Stage
from tacitus.events.event_triggers import Trigger
from tacitus.mentions.cast import Cast
from tacitus.parsing.clauses import negated, passive_subjects, subjects
from tacitus.parsing.parsed import Parsed
from tacitus.records import Mention

POLITICAL = frozenset("GOV MIL REB OPP PTY JUD LEG SPY COP NGO REL IGO".split())
VERBAL = frozenset("AGREE CONSULT SUPPORT CONCEDE REQUEST ACCUSE REJECT THREATEN".split())
FORCE = frozenset("ASSAULT COERCE PROTEST MOBILIZE RETREAT".split())
RESPONSIBILITY = frozenset(["responsibility", "victory", "credit", "success"])
FAILING = frozenset(["fail", "unable", "unwilling", "unlikely", "impossible"])
PRAISE = frozenset(
    """
    good great historic constructive productive important positive success successful friend hero fair right
    welcome strong brave excellent wonderful beautiful honest fruitful significant milestone victory progress
    step breakthrough ally partner perfect useful helpful sincere cordial candid frank best better legitimate
    """.split()
)
# An article whose deeds are all the police's and the courts', and which has none of these words, tells of a crime.
REPORT = 5  # sentences
PRIVATE = frozenset("COP JUD IND CVL UNS CRM BUS EDU MED".split())
PUBLIC = re.compile(
    r"""\b(govern|minist|presiden|parliament|politic|elect(ed|ion)|protest|demonstrat|opposition|activis|journalis|dissident
    |rebel|militan|militia|terror|insurg|army|military|troops|soldier|war|coup|regime|ethnic|refugee|migrant|asylum
    |corrupt|spy|spies|espionage|extradit|human\ rights|embassy|diplomat|united\ nations|sanction|senat|congress
    |lawmaker|treason|sedition|unrest|riot|strike|crackdown|separatis|independence|reporter|prime|mayor|governor)""",
    re.IGNORECASE | re.VERBOSE,
)
# Words that tell of harm in what somebody alleges.
HARM = frozenset(
    """
    attack kill murder bomb shell invade violate breach abuse torture arrest detain interfere meddle steal lie
    cheat fail threaten support fund arm sponsor sabotage undermine manipulate rig hack spy poison kidnap
    fraud corruption crime violation abuse war terrorism terrorist genocide aggression illegal responsible behind
    null void shameful disgrace mistake unacceptable barbarism barbarity cowardly dangerous irresponsible lie
    unconstitutional betrayal stab hoax farce sham coup dictator murderer dictatorship murder unlawful wrong invalid
    unjust unfair brutal provocation outrage outrageous terrible tragedy traitor liar baseless threat reckless oppress
    smash grab ploy trick witch hunt racist racism fascist nazi xenophobic hateful hate propaganda censorship
    apartheid occupation dictatorial authoritarian autocrat tyrant tyranny thug gangster criminal warfare cruel
    inhumane inhuman reckless disaster catastrophe catastrophic disastrous failure scandal hypocrisy hypocritical
    undemocratic illegitimate unjustified disproportionate excessive irrational absurd ridiculous stupid nonsense
    false fake unfounded groundless misleading biased bias hostile hostility blackmail extortion piracy robbery
    bully bullying cowardice treason treachery coward disgusting despicable vile heinous appalling atrocious evil
    wicked barbaric barbarous savage inexcusable deplorable outrageous intolerable offensive insulting insult
    destroy harass deceive mislead provoke plot destabilize destabilise occupy block refuse ignore target
    """.split()
)


def can_be_event(stage: Stage, t: Trigger, parts: Parts) -> bool:
    """Say whether a trigger has the participants, and the surroundings, that its rule asks for."""
    p, rule = stage.parsed, t.rule
    around = stage.around(p[t.head].start, p[t.head].end)
    if rule.inside and around is None:
        return False
    if (rule.needs_actor and not parts.actors) or (rule.needs_recipient and not parts.recipients):
        return False
    if rule.reciprocal and not (parts.actors or parts.recipients):
        return False
    if rule.type == "CONSULT" and rule.reciprocal and not t.is_noun and not _meets_somebody(stage, parts):
        return False
    sectors = {s.sector for m, _ in parts.actors if (s := stage.cast.best(m)) is not None}
    if rule.sectors and parts.actors and not sectors & set(rule.sectors):
        return False
    if rule.inside and any(p[k].low in ("we", "i") for k in (*subjects(p, t.head), *passive_subjects(p, t.head))):
        return False
    if rule.inside and (t.is_noun or p[t.head].pos == "ADJ") and p[t.head].dep not in ("attr", "acomp", "oprd", "conj"):
        return False
    if rule.inside and rule.needs_recipient and not t.is_noun and not _addresses_power(stage, parts):
        return False
    if rule.harm and (RESPONSIBILITY & {p[k].lemma for k in p.children(t.head, "dobj")}):
        return False
    if rule.harm and not _tells_of_harm(p, t, parts):
        return False
    if around is None and rule.type != "REJECT" and _is_undone(p, t):
        return False
    return bool(parts.actors or parts.recipients)


def _tells_of_harm(p: Parsed, t: Trigger, parts: Parts) -> bool:
    if any(p[i].lemma in HARM for i in p.subtree(t.head) if i != t.head):
        return True
    # "called the plan a 'smash and grab'": words in quotation marks for what somebody did are seldom kind
    return p[t.head].lemma == "call" and bool(parts.recipients) and _in_quotation_marks(p, t.head)


def _in_quotation_marks(p: Parsed, verb: int) -> bool:
    """Say whether what something is called stands in quotation marks, and is no praise."""
    inside = [i for i in p.subtree(verb) if i > verb and p.quote_at(p[i].start) != p.quote_at(p[verb].start)]
    return bool(inside) and not any(p[i].lemma in PRAISE for i in inside)


def _addresses_power(stage: Stage, parts: Parts) -> bool:
    """Say whether a "must" is laid on a political actor ("people must know" is no demand on one)."""
    return any((best := stage.cast.best(m)) is not None and best.sector in POLITICAL for m, _ in parts.recipients)


def _meets_somebody(stage: Stage, parts: Parts) -> bool:
    heads = [stage.cast.head_of(m) for m, _ in parts.actors]
    return len(heads) > 1 or any(stage.parsed[k].tag in ("NNS", "NNPS") for k in heads)


def _is_undone(p: Parsed, t: Trigger) -> bool:
    """Say whether the writer says that the deed was not done ("did not announce", "no talks were held")."""
    verb = t.carrier if t.carrier is not None else t.head
    if p[verb].pos in ("VERB", "AUX") and negated(p, verb):
        return True
    at = verb
    while p[at].dep in ("xcomp", "conj") and p[at].head != at:
        at = p[at].head
        if p[at].lemma in FAILING:
            return True
    return t.is_noun and any(p[d].low == "no" for d in p.children(t.head, "det"))


def is_strong(cast: Cast, t: Trigger, parts: Parts) -> bool:
    """Say whether those who take part make the deed political by themselves."""
    known = [(m, best) for m, _ in (*parts.actors, *parts.recipients) if (best := cast.best(m)) is not None]
    if any(best.sector in POLITICAL for _, best in known):
        return True
    if len({best.country for _, best in known if best.country}) > 1:
        return True
    if t.rule.type == "PROTEST" and parts.actors:
        return True
    if t.rule.type in ("ASSAULT", "COERCE", "SANCTION") and any(best.sector == "MED" for _, best in known):
        return True  # the press is silenced
    # politicians whom no table knows: a named person in a verbal deed
    return t.rule.type in VERBAL and any(
        (best.sector in ("IND", "MED") and _is_person(m)) or (best.country and best.sector != "UNS")
        for m, best in known
    )


def tells_of_crime(cast: Cast, kept: list[tuple[Trigger, Parts]]) -> bool:
    """Say whether an article tells of a crime, a trial or an accident in which no politics take part."""
    if len(cast.parsed.sentences) < REPORT:
        return False  # a line by itself does not tell
    people = [best for _, parts in kept for m, _ in (*parts.actors, *parts.recipients) if (best := cast.best(m))]
    if len({best.country for best in people if best.country}) > 1 or any(b.sector not in PRIVATE for b in people):
        return False
    return not PUBLIC.search(cast.parsed.article.text)


def _is_person(m: Mention) -> bool:
    return m.kind == "name"


def may_be_weak(t: Trigger, strong: set[str]) -> bool:
    """Say whether a deed among others of force counts though only civilians are named ("12 people were killed")."""
    return t.rule.type in FORCE and bool(strong & (FORCE - {"RETREAT"}))
