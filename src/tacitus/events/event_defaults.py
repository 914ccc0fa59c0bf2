"""Who did it where the sentence leaves him out but the article makes it clear: a deed named before, the police."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from tacitus.events.event_arguments import JUDGING, Parts, Stage, places_of
from tacitus.events.event_triggers import Trigger
from tacitus.parsing.clauses import is_passive
from tacitus.records import Mention

Deed = tuple[Trigger, Parts]
DEFINITE = frozenset(["the", "this", "that", "these", "those", "his", "her", "their", "its"])
CROWDS = re.compile(r"\b(protest[eo]rs|demonstrators|marchers|rioters)\b", re.IGNORECASE)
GOVERNMENT = re.compile(r"\b(governments?|regime|authorities|junta)\b", re.IGNORECASE)
# Deeds whose doer is plain from a word elsewhere in the article.
PROTESTERS = re.compile(r"\b(protest[eo]rs?|demonstrators?|marchers|rioters)\b", re.IGNORECASE)


def complete(stage: Stage, deeds: list[Deed]) -> None:
    """Fill in the participants that sentences leave out, from the same deed named elsewhere and from the article."""
    plain = {n for n, (_, parts) in enumerate(deeds) if parts.actors}
    for n, (t, parts) in enumerate(deeds):
        if t.is_noun and not parts.actors and _is_definite(stage, t):
            # the nearest before, else the nearest after ("the attack" in the lead)
            order = [
                *(k for k in range(n - 1, -1, -1) if k in plain),
                *(k for k in range(n + 1, len(deeds)) if k in plain),
            ]
            _inherit(stage, t, parts, (deeds[k] for k in order))
        _fill_in(stage, t, parts)
    for t, parts in deeds:
        _fill_recipients(stage, t, parts, deeds)
    by_head = {t.head: parts for t, parts in deeds if not t.rule.inside}
    for t, parts in deeds:
        if t.rule.type in JUDGING and parts.actors and not parts.recipients:
            _judged(stage, t, parts, by_head)


def _is_definite(stage: Stage, t: Trigger) -> bool:
    p = stage.parsed
    return any(p[d].low in DEFINITE for d in p.children(t.head, "det", "poss"))


def _inherit(stage: Stage, t: Trigger, parts: Parts, others: Iterable[Deed]) -> None:
    """Give a deed mentioned again ("the attack") the participants that the article names elsewhere."""
    p, cast = stage.parsed, stage.cast
    for other, theirs in others:
        if not _is_kin(other.rule.type, t.rule.type) or p[other.carrier or other.head].lemma == "attend":
            continue
        pairs = [(a, b) for a, _ in parts.recipients for b, _ in theirs.recipients]
        if parts.recipients and not any(cast.same(a, b) for a, b in pairs):
            continue
        parts.actors = [(m, "named with the same deed elsewhere") for m, _ in theirs.actors]
        parts.borrowed = True
        if not parts.recipients:
            parts.recipients = [(m, "named with the same deed elsewhere") for m, _ in theirs.recipients]
        return


def _is_kin(a: str, b: str) -> bool:
    """Say whether deeds of two types may be one deed: an announced withdrawal and the withdrawal."""
    return a == b or {a, b} == {"CONCEDE", "RETREAT"}


def _judged(stage: Stage, t: Trigger, parts: Parts, by_head: dict[int, Parts]) -> None:
    """Name the doer of the deed that is condemned, backed or refused: "condemned the attack"."""
    if t.is_noun:
        return
    for head in places_of(stage, t):
        theirs = by_head.get(head)
        if theirs is None or not theirs.actors:
            continue
        doers = [m for m, _ in theirs.actors if not any(stage.cast.same(m, a) for a, _ in parts.actors)]
        if doers:
            parts.recipients = [(m, "does the deed it is about") for m in doers]
            return


def _fill_in(stage: Stage, t: Trigger, parts: Parts) -> None:
    """Name the protesters of a protest and the police of an arrest that the sentence leaves without a doer."""
    if parts.actors:
        return
    if t.rule.type == "PROTEST":
        found = _first(stage, lambda m: bool(PROTESTERS.search(m.text)))
        found = _first(stage, lambda m: bool(CROWDS.search(m.text))) or found
        if found is not None:
            parts.actors = [(found, "the protesters of the article")]
            parts.borrowed = True
    elif (t.rule.type == "CONCEDE" or t.rule.mode == "restrict") and not t.is_noun and is_passive(stage.parsed, t.head):
        ruling = _government(stage, t)
        if ruling is not None:
            parts.actors = [(ruling, "the government of the article, whose measure it is")]
    elif t.rule.type == "COERCE" and t.rule.mode == "arrest" and parts.recipients:
        police = _police(stage, parts)
        if police is not None:
            parts.actors = [(police, "the police of the article")]


def _fill_recipients(stage: Stage, t: Trigger, parts: Parts, deeds: list[Deed]) -> None:
    """Name whom a deed told without its recipient is done to: as told elsewhere; a protest's own government."""
    cast = stage.cast
    if t.rule.type == "REQUEST" and parts.actors and not parts.recipients:
        _as_protested(stage, parts, deeds)
    if parts.recipients or not parts.actors or t.rule.needs_recipient or not (t.is_noun or t.rule.type == "PROTEST"):
        return
    for other, theirs in deeds:
        doers = [(a, b) for a, _ in parts.actors for b, _ in theirs.actors]
        if other.rule.type == t.rule.type and theirs.recipients and any(cast.same(a, b) for a, b in doers):
            parts.recipients = [(m, "named with the same deed elsewhere") for m, _ in theirs.recipients]
            return
    if t.rule.type != "PROTEST":
        return
    lands = {best.country for m, _ in parts.actors if (best := cast.best(m)) is not None and best.country}
    if len(lands) == 1:
        ruling = [m for m in cast.mentions if (b := cast.best(m)) and b.sector == "GOV" and b.country in lands]
        found = next((m for m in ruling if GOVERNMENT.search(m.text)), ruling[0] if ruling else None)
        if found is not None:
            parts.recipients = [(found, "the government of those who protest")]


def _as_protested(stage: Stage, parts: Parts, deeds: list[Deed]) -> None:
    """Name those whom protesters make their demands to: whoever they protest against."""
    for other, theirs in deeds:
        theirs_too = any(stage.cast.same(a, b) for a, _ in parts.actors for b, _ in theirs.actors)
        if other.rule.type == "PROTEST" and theirs.recipients and theirs_too:
            parts.recipients = [(m, "whom they protest against") for m, _ in theirs.recipients]
            return


def _first(stage: Stage, wanted: Callable[[Mention], bool]) -> Mention | None:
    return next((m for m in stage.cast.mentions if stage.cast.is_actor(m) and wanted(m)), None)


def _government(stage: Stage, t: Trigger) -> Mention | None:
    """Return the government that a measure must belong to: the one nearest before, if the article knows but one."""
    cast, p = stage.cast, stage.parsed
    found = [m for m in cast.mentions if (b := cast.best(m)) is not None and b.sector == "GOV" and b.country]
    here = [m for m in found if p[cast.head_of(m)].sent == p[t.head].sent]
    for group in (here, found):
        lands = {best.country for m in group if (best := cast.best(m)) is not None}
        if len(lands) == 1:
            return next((m for m in group if GOVERNMENT.search(m.text)), group[0])
        if lands:
            return None
    return None


def _police(stage: Stage, parts: Parts) -> Mention | None:
    """Return the one police that the article names; none where it names those of several countries."""
    cast = stage.cast
    found = [m for m in cast.mentions if (best := cast.best(m)) is not None and best.sector == "COP" and best.country]
    lands = {best.country for m in found if (best := cast.best(m)) is not None}
    theirs = {best.country for m, _ in parts.recipients if (best := cast.best(m)) is not None and best.country}
    if len(lands) != 1 or (theirs and not theirs & lands):
        return None
    return found[0]
