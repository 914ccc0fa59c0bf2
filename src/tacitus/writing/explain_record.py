"""How one record came about, as data: what it says, the rule that fired, who was chosen and who was not.

`explain` lays it out for a screen, the local web page for a browser.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tacitus.codebook import Codebook, marked
from tacitus.ledger import Ledger
from tacitus.records import ROLES, Event, Mention, Position, Record, Role, Statement
from tacitus.rules import CueRule, Rule
from tacitus.show_text import flat

Label = tuple[str, int, int]  # what a stretch is, and its characters
SHOWN = 3  # examples of a rule, other mentions of an actor
LISTED = 8  # words of a rule beside the one that is in the text
# marked in the sentence, or told elsewhere
HIDDEN = {"id", "article_id", "found_by", "inside", "cue_text", "trigger_text", "evidence_text", "status"}
EXPECTED: dict[type[Record], tuple[str, ...]] = {
    Statement: ("speaker",),
    Event: ("actor", "recipient"),
    Position: ("holder",),
}
_WORDS: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "steps.toml").read_text("utf-8"))
STEPS, KEYS, COLUMNS, FORMS = (_WORDS[name] for name in ("steps", "keys", "columns", "forms"))


@dataclass(frozen=True, slots=True)
class Reading:
    """Who a mention may be; the first of them was taken."""

    name: str | None
    country: str | None
    sector: str | None
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody considered for a role. `also` are other words for him in the article; readings only if chosen."""

    words: str
    kind: str | None
    chosen: bool
    reason: str
    also: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A role, in plain words, and who was considered for it, those chosen first."""

    role: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """What a rule says under one key: the words that are in the text, some others, and how many more there are."""

    name: str
    taken: tuple[str, ...]
    others: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule of the codebook: its keys, and examples as (title, sentence, marked stretches)."""

    id: str
    keys: tuple[Key, ...]
    examples: tuple[tuple[str, str, list[Label]], ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """What found a record: a rule, or a step of the program; then the rule of the cue, and others that have it."""

    found_by: str
    rule: ShownRule | None
    step: str | None = None
    cue: ShownRule | None = None
    other_cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A status according to one source; no mention: the writer."""

    status: str
    mention_id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a record came about. `facts` are (name, what it says) pairs."""

    facts: tuple[tuple[str, str], ...]
    origin: Origin
    parts: tuple[Part, ...]
    statuses: tuple[Judged, ...]


def explain_record(ledger: Ledger, record: Record, codebook: Codebook) -> Explanation:
    """Gather how a record came about."""
    own = sorted((s for s in ledger.statuses if s.record_id == record.id), key=lambda s: s.rank)
    return Explanation(
        tuple(_facts(record)),
        _origin(record, codebook),
        tuple(_parts(ledger, record)),
        tuple(Judged(s.status, s.mention_id, flat(s.reason)) for s in own),
    )


def labels(ledger: Ledger, record: Record) -> list[Label]:
    """List the stretches of text that a record consists of, with what each is."""
    return labels_of(ledger, [record])[record.id]


def labels_of(ledger: Ledger, records: Iterable[Record]) -> dict[str, list[Label]]:
    """List the stretches of each of some records by its id: its own, then those of who takes part."""
    said, filled = defaultdict[str, list[Label]](list), defaultdict[str, list[Label]](list)
    for c in ledger.contents:
        said[c.statement_id].append(("content", c.start, c.end))
    mentions = {m.id: m for m in ledger.mentions}
    for r in ledger.roles:
        if r.chosen and r.mention_id in mentions:
            filled[r.record_id].append((r.role, mentions[r.mention_id].start, mentions[r.mention_id].end))
    return {r.id: [*_own_labels(r, said[r.id]), *filled[r.id]] for r in records}


def _own_labels(record: Record, said: list[Label]) -> list[Label]:
    if isinstance(record, Statement):
        if record.cue_start is not None and record.cue_end is not None:
            return [("cue", record.cue_start, record.cue_end), *said]
        return said
    if isinstance(record, Event):
        return [("trigger", record.trigger_start, record.trigger_end)]
    evidence = ("evidence", record.evidence_start, record.evidence_end)
    return [evidence, ("target", record.target_start, record.target_end)]


def _facts(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the columns that say what the record is, those that are empty, or marked in the sentence, left out."""
    words = {f.name.removesuffix("_text"): getattr(record, f.name) for f in fields(record) if f.name.endswith("_text")}
    for f in fields(record):
        value, name = getattr(record, f.name), f.name.removesuffix("_text")
        if f.name in HIDDEN or f.name.endswith(("_start", "_end")) or value is None:
            continue
        shown = flat(str(value))
        if f.name == name and words.get(name) not in (None, value):
            shown += f" (“{flat(words[name])}”)"
        elif f.name != name and getattr(record, name, None) is not None:
            continue  # told with what was made of it
        yield COLUMNS.get(f.name, name).replace("_", " "), shown


def _origin(record: Record, codebook: Codebook) -> Origin:
    """Find the rule that found a record, or the step of the program that did, and the rule of its cue."""
    found_by = record.found_by
    # what a step of the program found with a rule's help may be named step:rule
    names = [found_by, *found_by.split(":")]
    rule = next((r for name in names for r in _layer(record, codebook) if r.id == name), None)
    words = record.cue_text if isinstance(record, Statement) else getattr(record, "trigger_text", None)
    if rule is not None:
        return Origin(found_by, shown_rule(rule, words))
    step = next(
        (STEPS[name] for name in names if name in STEPS), "A step of the program; the codebook has no such rule."
    )
    cues = _cue_rules(words or "", codebook) if isinstance(record, Statement) else []
    cue = shown_rule(cues[0], words) if cues else None
    return Origin(found_by, None, step, cue, tuple(r.id for r in cues[1:]))


def _layer(record: Record, codebook: Codebook) -> Iterator[Rule]:
    """Yield the rules that can find such a record, those of its own layer first."""
    own: dict[type[Record], Mapping[str, Rule]] = {
        Statement: codebook.cues,
        Event: codebook.events,
        Position: codebook.stances,
    }
    yield from own[type(record)].values()
    yield from codebook.rules()


def _cue_rules(words: str, codebook: Codebook) -> list[CueRule]:
    """Return the rules that have a cue's words among their lemmas."""
    low = words.lower().split()
    found = [r for r in codebook.cues.values() if any(_is_form(low, lemma) for lemma in r.lemmas)]
    return [r for r in found if r.pos == found[0].pos]


def _is_form(words: Sequence[str], lemma: str) -> bool:
    """Say whether words begin with a form of a lemma's first word, its others following in their order."""
    first, *rest = lemma.split()
    following = iter(words[1:])
    if not words or not all(word in following for word in rest):
        return False
    stem = first.removesuffix("e")
    made = {first + "s", first + "es", stem + "ed", stem + "ing", first[:-1] + "ied", first[:-1] + "ies"}
    doubled = {first + first[-1:] + "ed", first + first[-1:] + "ing"}
    return words[0] in {first, *made, *doubled, *FORMS.get(first, "").split()}


def shown_rule(rule: Rule, words: str | None) -> ShownRule:
    """Say what a rule asks, with its first examples; `words` are those of the text that it found."""
    low, keys, examples = (words or "").lower().split(), [], []
    for f in fields(rule):
        value: Any = getattr(rule, f.name)
        if f.name not in ("id", "examples", "counter_examples") and value not in (None, "", (), f.default):
            keys.append(_key(KEYS.get(f.name, f.name).replace("_", " "), value, low))
    for title, given in (("for instance", rule.examples), ("but not", rule.counter_examples)):
        examples += [(title, *marked(example)) for example in given[:SHOWN]]
    return ShownRule(rule.id, tuple(keys), tuple((title, plain, list(marks)) for title, plain, marks in examples))


def _key(name: str, value: Any, words: Sequence[str]) -> Key:
    """Say what a key of a rule holds: of a long list the word that is in the text, and the first others."""
    if not isinstance(value, tuple):
        return Key(name, (), ("yes" if value is True else str(value).replace("_", " "),))
    hit = [v for v in value if any(_is_form(words[n:], v) for n in range(len(words)))]
    others = [v.replace("_", " ") for v in value if v not in hit]
    return Key(name, tuple(hit), tuple(others[:LISTED]), max(0, len(others) - LISTED))


def _parts(ledger: Ledger, record: Record) -> Iterator[Part]:
    mentions = {m.id: m for m in ledger.mentions}
    for role in ROLES:
        filled = sorted((r for r in ledger.roles if r.record_id == record.id and r.role == role), key=lambda r: r.rank)
        if filled or role in EXPECTED[type(record)]:
            found = tuple(_candidate(ledger, r, mentions.get(r.mention_id)) for r in filled)
            yield Part(COLUMNS.get(role, role).replace("_", " "), found)


def _candidate(ledger: Ledger, role: Role, mention: Mention | None) -> Candidate:
    words = flat(mention.text) if mention else role.mention_id
    kind, reason = mention.kind if mention else None, flat(role.reason)
    if not role.chosen or mention is None:
        return Candidate(words, kind, role.chosen, reason)
    others = [flat(m.text) for m in ledger.mentions if m.chain_id == mention.chain_id and m.id != mention.id]
    read = sorted((x for x in ledger.resolutions if x.mention_id == mention.id), key=lambda x: x.rank)
    return Candidate(
        words, kind, True, reason, tuple(o for o in dict.fromkeys(others) if o != words),
        tuple(Reading(x.name, x.country, x.sector, x.score, flat(x.reason)) for x in read),
    )  # fmt: skip
