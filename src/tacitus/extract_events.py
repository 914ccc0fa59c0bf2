"""Who did what to whom: PLOVER events from triggers and their arguments in the same clause."""

from __future__ import annotations

from tacitus.cast import Cast, fill
from tacitus.codebook import Codebook
from tacitus.event_arguments import Parts, Stage, participants
from tacitus.event_circumstances import casualties, find_date, find_place
from tacitus.event_filters import is_prospective
from tacitus.event_triggers import Trigger, TriggerBook, find_triggers
from tacitus.parsed import Parsed
from tacitus.records import Event, Found, make_id
from tacitus.resolve_dates import DateFound

DEFINITE = frozenset(["the", "this", "that", "these", "those", "his", "her", "their", "its"])


def extract_events(
    parsed: Parsed, cast: Cast, codebook: Codebook, dates: list[DateFound], statements: list[Found]
) -> list[Found]:
    """Return the events of an article in the order of their triggers."""
    stage = Stage(parsed, cast, statements)
    triggers = find_triggers(parsed, TriggerBook.of(codebook))
    by_token = {k: t for t in triggers for k in (t.head, *([t.carrier] if t.carrier is not None else []))}
    kept: list[tuple[Trigger, Parts]] = []
    for t in triggers:
        if is_prospective(parsed, t, by_token):
            continue
        parts = participants(stage, t)
        _inherit(stage, t, parts, kept)
        if _is_political(stage, t, parts) and not _repeats(parsed, t, kept):
            kept.append((t, parts))
    return [_found(stage, t, parts, codebook, dates) for t, parts in kept]


def _inherit(stage: Stage, t: Trigger, parts: Parts, kept: list[tuple[Trigger, Parts]]) -> None:
    """Give a deed mentioned again ("the attack") the participants that the article named before."""
    p = stage.parsed
    if not t.is_noun or parts.actors:
        return
    if not any(p[d].low in DEFINITE for d in p.children(t.head, "det", "poss")):
        return
    for earlier, theirs in reversed(kept):
        if earlier.rule.type == t.rule.type and theirs.actors:
            known = {m.id for m, _ in parts.recipients}
            same = not parts.recipients or any(
                stage.cast.same(a, b) for a, _ in parts.recipients for b, _ in theirs.recipients
            )
            if not same:
                continue
            parts.actors = [(m, "named with the deed before") for m, _ in theirs.actors]
            if not known:
                parts.recipients = [(m, "named with the deed before") for m, _ in theirs.recipients]
            return


def _is_political(stage: Stage, t: Trigger, parts: Parts) -> bool:
    """Say whether political actors take part: without them a deed is crime, sport, business or a figure of speech."""
    rule = t.rule
    if rule.inside and stage.around(*_edges(stage.parsed, t)) is None:
        return False
    if (rule.needs_actor and not parts.actors) or (rule.needs_recipient and not parts.recipients):
        return False
    if rule.reciprocal and not parts.actors:
        return False
    sectors = {s.sector for m, _ in parts.actors if (s := stage.cast.best(m)) is not None}
    if rule.sectors and parts.actors and not sectors & set(rule.sectors):
        return False
    return bool(parts.actors or parts.recipients)


def _edges(p: Parsed, t: Trigger) -> tuple[int, int]:
    return p[t.head].start, p[t.head].end


def _repeats(p: Parsed, t: Trigger, kept: list[tuple[Trigger, Parts]]) -> bool:
    """Say whether a trigger names the deed of one kept already in the same clause ("airstrikes killed")."""
    for other, _ in kept:
        if other.rule.type != t.rule.type or p[other.head].sent != p[t.head].sent:
            continue
        a, b = (t, other) if t.is_noun else (other, t)
        if a.is_noun and not b.is_noun and p.clause_head(a.head) == b.head and not p[a.head].dep == "conj":
            return True
    return False


def _found(stage: Stage, t: Trigger, parts: Parts, codebook: Codebook, dates: list[DateFound]) -> Found:
    p, rule = stage.parsed, t.rule
    trigger, sentence = p.span(min(t.first, t.head), max(t.last, t.head)), p.sentence_span(t.head)
    eid = make_id("event", p.article.id, p[t.head].start, p[t.head].end)
    kind = codebook.types.get(rule.type)
    date = find_date(p, t, dates)
    killed, injured = casualties(p, t)
    record = Event(
        eid,
        p.article.id,
        rule.type,
        *trigger,
        sentence.start,
        sentence.end,
        rule.id,
        mode=rule.mode,
        cameo=rule.cameo or (kind.cameo if kind else None),
        quad_class=kind.quad_class if kind else None,
        status=rule.status or "occurred",
        date_text=date.span.text if date else None,
        date=date.iso if date else None,
        place_text=find_place(p, t),
        killed=killed,
        injured=injured,
    )
    taken = {m.id for m, _ in (*parts.actors, *parts.recipients)}
    rejected = [(m, why) for m, why in parts.rejected if m.id not in taken]
    roles = fill(eid, "actor", parts.actors) + fill(eid, "recipient", parts.recipients, rejected[:3])
    return Found(record, tuple(roles))
