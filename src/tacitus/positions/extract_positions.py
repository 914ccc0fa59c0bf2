"""Who stands where: positions for or against something, from stance words and their arguments."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tacitus.codebook import Codebook
from tacitus.mentions.cast import Cast, fill
from tacitus.parsing.clause_places import expanded, heads_at, with_conjuncts
from tacitus.parsing.clauses import is_passive, modals, negated
from tacitus.parsing.parsed import Parsed
from tacitus.positions.modal_positions import find_imperative, find_modal
from tacitus.positions.name_targets import name_target
from tacitus.positions.position_evidence import evidence_edges
from tacitus.positions.position_holders import Holder, Voices, find_holders, mention_at, named_by
from tacitus.positions.position_targets import Target, is_hyphen, target_actor, target_of
from tacitus.positions.stance_words import StanceWords, governing_verb, turned
from tacitus.records import Found, Mention, Position, make_id
from tacitus.rules import StanceRule

UNREAL = frozenset(["if", "unless", "whether", "until"])
QUANTITY = frozenset(["some", "many", "much", "few", "none", "one", "others", "most", "more", "something", "nothing"])
CHANCES = ("can", "could", "may", "might")
NEEDED = ("need", "require", "take")


@dataclass(frozen=True, slots=True)
class Draft:
    """A position on its way: the rule and its trigger, who holds it, what it is about, for or against."""

    rule: StanceRule
    trigger: int
    holder: Holder
    target: Target
    stance: str
    place: str
    alone: bool = False


def extract_positions(
    parsed: Parsed, cast: Cast, codebook: Codebook, statements: list[Found], events: list[Found]
) -> list[Found]:
    """Return the positions of an article in the order of their evidence."""
    words, voices = StanceWords.of(codebook), Voices(cast, statements)
    drafts: list[Draft] = []
    for t in parsed.tokens:
        if not parsed.is_skipped(t.start):
            drafts.extend(_at(parsed, cast, words, voices, t.i))
    found = [_found(parsed, cast, words, d) for d in _kept(parsed, cast, words, drafts)]
    return sorted(found, key=_place)


def _place(f: Found) -> tuple[int, int, str]:
    assert isinstance(f.record, Position)
    return f.record.evidence_start, f.record.target_start, f.record.id


def _at(p: Parsed, cast: Cast, words: StanceWords, voices: Voices, i: int) -> list[Draft]:
    """Return the positions that the word at `i` shows: those of the first rule that finds holder and target."""
    for rule in words.rules_at(p, i):
        if rule.kind == "predicate" and not (voices.inside(p[i].start) or named_by(p, words, i) is not None):
            continue
        if rule.kind == "predicate" and _only_told(p, words, rule, i):
            continue
        place, targets = _targets(p, words, voices, rule, i)
        if not targets or (rule.wants == "actor" and not _are_actors(p, cast, targets)):
            continue
        holders = find_holders(p, cast, words, voices, rule, i)
        turns = turned(p, words, i)
        if not holders or (turns % 2 and rule.negation == "drop"):
            continue
        deeds = [t for t in targets if t.form != "phrase"]
        if _is_unreal(p, i) or (rule.kind == "stance" and _is_mere_chance(p, i)):
            return []
        return [
            Draft(rule, i, h, t, _stance(rule.stance, turns + t.flips), place, len(deeds) > 1)
            for h in holders
            for t in targets
            if t.head != h.head and not _is_oneself(cast, t, h)
        ]
    wanted = find_modal(p, cast, words, voices, i) or find_imperative(p, words, voices, i)
    return [Draft(m.rule, i, h, m.target, m.stance, m.rule.kind) for m, h in wanted]


def _is_oneself(cast: Cast, t: Target, h: Holder) -> bool:
    mention = cast.at(t.head) if t.form == "phrase" else None
    return mention is not None and mention.kind in ("name", "pronoun") and cast.same(mention, h.mention)


def _is_unreal(p: Parsed, i: int) -> bool:
    """Say whether the clause of token `i` only supposes: "if the House backs the bill"."""
    verb = governing_verb(p, i)
    if verb is None:
        return False
    above = p[verb].head
    if p[verb].dep in ("xcomp", "advcl") and p[above].lemma in NEEDED and is_passive(p, above):
        return True  # "a majority is needed to impeach"
    first = p.child(verb, "nsubj", "nsubjpass")
    before = p.edges(first)[0] - 1 if first is not None else -1
    opened = before >= 0 and p[before].low in UNREAL and p[before].sent == p[verb].sent
    return opened or any(p[k].low in UNREAL for k in p.children(verb, "mark", "advmod"))


def _is_mere_chance(p: Parsed, i: int) -> bool:
    """Say whether somebody only may or could do what shows a stance: "the Senate could disqualify him"."""
    if p[i].pos not in ("VERB", "AUX") or negated(p, i):
        return False
    own = modals(p, i)
    return any(m in CHANCES for m in own) and not any(p[k].low in ("i", "we") for k in p.children(i, "nsubj"))


def _does_nothing(p: Parsed, verb: int) -> bool:
    """Say whether "do" only repeats a deed: "to do so", "do the same"."""
    done = p.child(verb, "dobj")
    return done is None or p[done].low in ("so", "same", "it", "this", "that", "likewise")


def _only_told(p: Parsed, words: StanceWords, rule: StanceRule, i: int) -> bool:
    """Say whether a judgement is not passed: in praise by the way in a relative clause, or "did not find that ..."."""
    if rule.stance == "for" and p[p[i].head].dep == "relcl":
        return True
    verb = governing_verb(p, i)
    if verb is not None and p[verb].lemma == "be" and modals(p, verb):
        return True  # "the vote must be fair" is a demand
    above = p[verb].head if verb is not None and p[verb].dep in ("ccomp", "xcomp") else None
    voiced = above is not None and (words.works_as(p, above, "name") or words.works_as(p, above, "say"))
    return voiced and above is not None and negated(p, above)


def _targets(p: Parsed, words: StanceWords, voices: Voices, rule: StanceRule, i: int) -> tuple[str, list[Target]]:
    for place in rule.target:
        heads = expanded(p, heads_at(p, i, place))
        if place == "infinitive" and heads:
            heads += [k for k in _strayed(p, voices, i) if k not in heads]
        found = [target_of(p, words, h) for h in heads if (h != i or place == "itself") and p[h].sent == p[i].sent]
        found = [_before(p, t, i) for t in found if _is_target(p, rule, t)]
        if place == "itself":
            found = [t if is_passive(p, i) else replace(t, form="deed") for t in found]
        if found:
            return place, found
    return "", []


def _before(p: Parsed, t: Target, i: int) -> Target:
    """End a target before the stance word that hangs on it: "a measure supported by X"."""
    first = p.edges(i)[0]
    if not (t.head < first <= i <= t.last and p.is_below(i, t.head)):
        return t
    while first - 1 > t.head and p[first - 1].pos in ("CCONJ", "PUNCT"):
        first -= 1
    return replace(t, last=first - 1)


def _is_target(p: Parsed, rule: StanceRule, t: Target) -> bool:
    """Say whether a stretch can be what somebody is for or against: words, no date, no question word."""
    head = p[t.head]
    if t.head + 2 < len(p) and is_hyphen(p, t.head + 1):
        return False  # the first half of a word
    if rule.wants == "thing" and head.ent == "PERSON":
        return False
    if head.ent in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL") or head.lemma.lower() in rule.unless:
        return False
    # to plan "to do so" tells little, to refuse it tells where somebody stands
    if head.lemma == "do" and t.form != "phrase" and rule.stance == "for" and _does_nothing(p, t.head):
        return False
    if head.low in QUANTITY and p.child(t.head, "prep") is None:
        return False
    return head.tag not in ("WP", "WDT", "EX") and any(c.isalnum() for c in head.text)


def _strayed(p: Parsed, voices: Voices, i: int) -> list[int]:
    """Return the bare verbs in the content of a demand that the parser hung elsewhere: "to freeze A, refuse B"."""
    out: list[int] = []
    for a, b in voices.contents.get(p[i].start, []):
        inside = p.tokens_in(a, b)
        for k in inside:
            t = p[k]
            bare = (
                t.tag in ("VB", "VBP") and t.pos == "VERB" and p.child(k, "nsubj", "nsubjpass", "aux", "mark") is None
            )
            if bare and t.head not in inside and t.dep in ("advcl", "conj", "ccomp", "ROOT", "dep", "parataxis"):
                out.extend(c for c in with_conjuncts(p, k) if c in inside)
    return out


def _are_actors(p: Parsed, cast: Cast, targets: list[Target]) -> bool:
    return any(cast.is_actor(cast.at(t.head)) or p[t.head].ent in ("PERSON", "ORG", "GPE", "NORP") for t in targets)


def _stance(stance: str, turns: int) -> str:
    return stance if turns % 2 == 0 else ("for" if stance == "against" else "against")


def _kept(p: Parsed, cast: Cast, words: StanceWords, drafts: list[Draft]) -> list[Draft]:
    """Drop what is demanded of others, deeds that say themselves where their doer stands, and duplicates."""
    out: list[Draft] = []
    for d in sorted(drafts, key=lambda d: d.rule.id in words.weak):
        asked = any(_asked_of(p, cast, d, o, drafts) for o in drafts)
        if asked or any(_says_less(p, cast, words, d, o) for o in drafts):
            continue
        same = [
            o for o in out if p[o.trigger].sent == p[d.trigger].sent and cast.same(o.holder.mention, d.holder.mention)
        ]
        if not any(o.target.head == d.target.head or _nested(p, words, o, d) for o in same):
            out.append(d)
    return out


def _nested(p: Parsed, words: StanceWords, a: Draft, b: Draft) -> bool:
    """Say whether one of two positions of a holder only repeats the other's trigger as its target, or its deed."""
    dropped = a.target.form == "deed" and p[b.trigger].dep == "dobj" and p[b.trigger].head == a.target.head
    if dropped and words.works_as(p, a.target.head, "deny"):
        return True  # "would drop his bid to add"
    return a.target.head == b.trigger and a.stance == b.stance


def _asked_of(p: Parsed, cast: Cast, d: Draft, o: Draft, drafts: list[Draft]) -> bool:
    """Say whether `d` is what `o` asks somebody else to do: none of those who ask does it himself."""
    if o is d or o.trigger == d.trigger or o.target.form == "phrase":
        return False
    verbs = [o.target.head, *p.conjuncts(o.target.head)]
    asking = [x.holder.mention for x in drafts if x.trigger == o.trigger]
    return d.trigger in verbs and not any(cast.same(d.holder.mention, m) for m in asking)


def _says_less(p: Parsed, cast: Cast, words: StanceWords, d: Draft, o: Draft) -> bool:
    """Say whether another position says better what `d` says: "vowed to resist X", "declared its opposition to X"."""
    if o is d or o.trigger == d.trigger:
        return False
    if d.target.head == o.holder.head and d.holder.head == o.target.head and p[d.trigger].pos == "NOUN":
        return True  # "the general has the support of the army"
    if d.target.form == "phrase":
        voiced = words.works_as(p, d.trigger, "voice") or words.works_as(p, d.target.head, "document")
        return voiced and (o.trigger == d.target.head or p[o.trigger].head == d.target.head)
    below = (d.target.head, *p.conjuncts(d.target.head))
    return o.trigger in below and cast.same(d.holder.mention, o.holder.mention)


def _found(p: Parsed, cast: Cast, words: StanceWords, d: Draft) -> Found:
    """Turn a draft into a record with its id and roles."""
    target = p.span(d.target.first, d.target.last)
    evidence = p.span(*evidence_edges(p, words, d.trigger, d.target, [d.holder.head], d.alone))
    sentence, holder = p.sentence_span(d.trigger), d.holder.mention
    rid = make_id("position", p.article.id, p[d.trigger].start, holder.start, holder.end, target.start, target.end)
    record = Position(
        rid,
        p.article.id,
        d.stance,
        name_target(p, cast, words, d.target) or target.text,
        *target,
        *evidence,
        sentence.start,
        sentence.end,
        d.rule.id,
    )
    roles = fill(rid, "holder", [(holder, d.holder.reason)])
    actor = _target_actor(p, cast, d)
    if actor:
        roles += fill(rid, "target_actor", actor[:1], [(m, "stands in the target as well") for m, _ in actor[1:]])
    return Found(record, tuple(roles))


def _target_actor(p: Parsed, cast: Cast, d: Draft) -> list[tuple[Mention, str]]:
    out: list[tuple[Mention, str]] = []
    for k in target_actor(p, d.target):
        m = mention_at(p, cast, k) if p[k].ent or cast.at(k) is not None else None
        if m is not None and cast.is_actor(m) and not cast.same(m, d.holder.mention):
            out.append((m, "is the target" if k == d.target.head else "its act or right is the target"))
    return out
