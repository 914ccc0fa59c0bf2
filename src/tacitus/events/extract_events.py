"""Who did what to whom: PLOVER events from triggers and their arguments in the same clause."""

from __future__ import annotations

from tacitus.codebook import Codebook
from tacitus.events.event_arguments import Parts, Stage, participants
from tacitus.events.event_circumstances import INJURE, KILL, casualties, find_date, find_place
from tacitus.events.event_defaults import complete
from tacitus.events.event_filters import is_prospective
from tacitus.events.event_politics import can_be_event, is_strong, may_be_weak, tells_of_crime
from tacitus.events.event_triggers import Trigger, TriggerBook, find_triggers
from tacitus.mentions.cast import Cast, fill
from tacitus.parsing.parsed import Parsed
from tacitus.records import Event, Found, Mention, make_id
from tacitus.resolve_dates import DateFound


def extract_events(
    parsed: Parsed, cast: Cast, codebook: Codebook, dates: list[DateFound], statements: list[Found]
) -> list[Found]:
    """Return the events of an article in the order of their triggers."""
    stage = Stage(parsed, cast, statements)
    triggers = find_triggers(parsed, TriggerBook.of(codebook))
    by_token = {k: t for t in triggers for k in (t.head, *([t.carrier] if t.carrier is not None else []))}
    deeds = [(t, participants(stage, t)) for t in triggers if not is_prospective(parsed, t, by_token)]
    complete(stage, deeds)
    kept: list[tuple[Trigger, Parts]] = []
    for t, parts in deeds:
        if can_be_event(stage, t, parts) and not _repeats(stage, t, parts, kept):
            kept.append((t, parts))
    if tells_of_crime(cast, kept):
        return []
    strong = {t.rule.type for t, parts in kept if is_strong(cast, t, parts)}
    kept = [(t, parts) for t, parts in kept if is_strong(cast, t, parts) or may_be_weak(t, strong)]
    return [_found(stage, t, parts, codebook, dates) for t, parts in kept]


def _repeats(stage: Stage, t: Trigger, parts: Parts, kept: list[tuple[Trigger, Parts]]) -> bool:
    """Say whether a trigger names the deed of one kept already in the same sentence ("airstrikes killed").

    What the repetition tells of the participants goes to the one kept.
    """
    p = stage.parsed
    for other, theirs in kept:
        if other.rule.type != t.rule.type or p[other.head].sent != p[t.head].sent:
            continue
        a, b = (t, other) if t.is_noun else (other, t)
        mixed = a.is_noun and not b.is_noun and p.clause_head(a.head) == b.head and p[a.head].dep != "conj"
        joined = p[t.head].dep == "conj" and p[t.head].head == other.head  # "attacked and beat them": two deeds
        once = (
            (parts.borrowed and t.is_noun)
            or (mixed and _agree(stage, parts.actors, theirs.actors))
            or (_same(parts.actors, theirs.actors) and _same(parts.recipients, theirs.recipients) and not joined)
            or _toll(p, t, parts, other, theirs)
        )
        if once:
            theirs.actors = theirs.actors or parts.actors
            theirs.recipients = theirs.recipients or parts.recipients
            return True
    return False


def _agree(stage: Stage, a: list[tuple[Mention, str]], b: list[tuple[Mention, str]]) -> bool:
    """Say whether two sets of actors do not speak against each other."""
    return not a or not b or any(stage.cast.same(x, y) for x, _ in a for y, _ in b)


def _same(a: list[tuple[Mention, str]], b: list[tuple[Mention, str]]) -> bool:
    return {m.chain_id for m, _ in a} == {m.chain_id for m, _ in b}


def _toll(p: Parsed, t: Trigger, parts: Parts, other: Trigger, theirs: Parts) -> bool:
    """Say whether a verb only tells the dead and the injured of a deed ("bombed the camp, killing twelve")."""
    harming = KILL | INJURE
    if p[t.head].lemma not in harming or not _same(parts.actors, theirs.actors):
        return False
    return bool(parts.actors) or p[other.head].lemma in harming


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
