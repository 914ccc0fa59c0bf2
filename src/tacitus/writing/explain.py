"""Shows how one record came about: its spans in the sentence, the rule that fired, who was chosen and who was not."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tacitus.codebook import Codebook, marked
from tacitus.errors import InputError
from tacitus.ledger import KINDS, Ledger
from tacitus.records import ROLES, Event, Mention, Position, Record, Role, Statement
from tacitus.rules import CueRule, Rule
from tacitus.show_text import flat, harmless
from tacitus.writing.brief import Names
from tacitus.writing.read_ledgers import read_ledgers

Label = tuple[str, int, int]  # what a stretch is, and its characters
SHOWN = 3  # examples of a rule, other mentions of an actor
STYLE = {
    "cue": "cyan",
    "trigger": "bold magenta",
    "content": "italic",
    "target": "bold yellow",
    "evidence": "italic",
    "recipient": "blue",
    "target_actor": "blue",
    "addressee": "blue",
}
ACTOR_STYLE = "bold green"
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


def find_record(path: Path, record_id: str) -> tuple[Ledger, Record]:
    """Find the record whose id is, or alone begins with, `record_id`. Raises InputError if none or several do."""
    found: list[tuple[Ledger, Record]] = []
    for ledger in read_ledgers(path, record_id):
        for kind in KINDS:
            for record in getattr(ledger, kind):
                if record.id == record_id:
                    return ledger, record
                if record.id.startswith(record_id):
                    found.append((ledger, record))
    if not found:
        raise InputError(f"{path} holds no record whose id begins with '{record_id}'")
    if len(found) > 1:
        ids = ", ".join(r.id for _, r in found[:5])
        raise InputError(f"'{record_id}' begins the ids of {len(found)} records ({ids} ...); give more of it")
    return found[0]


def explain(ledger: Ledger, record: Record, codebook: Codebook, colour: bool = True) -> RenderableType:
    """Lay out the explanation of one record for a rich console; without `colour`, spans stand in brackets."""
    article = ledger.article
    where = " · ".join(
        flat(x) for x in (article.title or article.key or article.id, article.published, article.source) if x
    )
    sentence = mark(ledger.article.text, record.sentence_start, record.sentence_end, labels(ledger, record), colour)
    return Group(
        Text.assemble((f"{record.table[:-1].capitalize()} ", "bold"), (record.id, "bold")),
        Text(where, "dim"),
        Text(""),
        Padding(sentence, (0, 0, 0, 2)),
        Text(""),
        *_facts(ledger, record),
        Text(""),
        *_rule(record, codebook, colour),
        *_roles(ledger, record),
        *_statuses(ledger, record),
    )


def labels(ledger: Ledger, record: Record) -> list[Label]:
    """List the stretches of text that a record consists of, with what each is."""
    out: list[Label] = []
    if isinstance(record, Statement):
        if record.cue_start is not None and record.cue_end is not None:
            out.append(("cue", record.cue_start, record.cue_end))
        out += [("content", c.start, c.end) for c in ledger.contents if c.statement_id == record.id]
    elif isinstance(record, Event):
        out.append(("trigger", record.trigger_start, record.trigger_end))
    else:
        out.append(("evidence", record.evidence_start, record.evidence_end))
        out.append(("target", record.target_start, record.target_end))
    mentions = {m.id: m for m in ledger.mentions}
    for r in ledger.roles:
        if r.record_id == record.id and r.chosen and r.mention_id in mentions:
            m = mentions[r.mention_id]
            out.append((r.role, m.start, m.end))
    return out


def mark(text: str, start: int, end: int, spans: Iterable[Label], colour: bool) -> Text:
    """Show characters `start` to `end` with each span marked: by colour, or by brackets with its label.

    The stretch grows to take in every span that reaches over its edge. Of two spans that cross, the
    later one is left unmarked.
    """
    inside = sorted({s for s in spans if s[1] < end and s[2] > start}, key=lambda s: (s[1], -s[2], s[0]))
    start, end = min([start, *(s[1] for s in inside)]), max([end, *(s[2] for s in inside)])
    out, at = Text(), start
    open_spans: list[Label] = []

    def upto(char: int) -> None:
        nonlocal at
        while open_spans and open_spans[-1][2] <= char:
            label, _, stop = open_spans[-1]
            put(stop)
            open_spans.pop()
            out.append(f" {label}" if colour else "]", "dim" if colour else "")
        put(char)

    def put(char: int) -> None:
        nonlocal at
        style = STYLE.get(open_spans[-1][0], ACTOR_STYLE) if open_spans else ""
        stretch = text[at:char] if char > at else ""
        out.append(harmless("".join(" " if c.isspace() else c for c in stretch)), style if colour else "")
        at = max(at, char)

    for span in inside:
        upto(span[1])
        if open_spans and open_spans[-1][2] < span[2]:
            continue
        if not colour:
            out.append(f"[{span[0]} ")
        open_spans.append(span)
    upto(end)
    return out


def _facts(ledger: Ledger, record: Record) -> Iterator[RenderableType]:
    """Show the columns that say what the record is, those that are empty, or marked in the sentence, left out."""
    grid = Table.grid(padding=(0, 2))
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
        grid.add_row(Text(COLUMNS.get(f.name, name).replace("_", " "), "dim"), Text(shown))
    if record.inside:
        names = Names(ledger)
        outer = names.statements.get(record.inside)
        chain = Text.assemble((" ← ", "dim")).join(names.chain(outer)) if outer else Text("")
        grid.add_row(Text("part of", "dim"), Text.assemble(record.inside, "  ", chain))
    yield grid


def _rule(record: Record, codebook: Codebook, colour: bool) -> Iterator[RenderableType]:
    """Show the rule that found a record, or the step of the program that did, and the rule of its cue."""
    found_by = record.found_by
    # what a step of the program found with a rule's help may be named step:rule
    names = [found_by, *found_by.split(":")]
    rule = next((r for name in names for r in _layer(record, codebook) if r.id == name), None)
    words = record.cue_text if isinstance(record, Statement) else getattr(record, "trigger_text", None)
    yield Text.assemble(("Found by ", "bold"), (found_by, "bold cyan"))
    if rule is not None:
        yield Padding(_shown_rule(rule, words, colour), (0, 0, 1, 2))
        return
    said = next(
        (STEPS[name] for name in names if name in STEPS), "A step of the program; the codebook has no such rule."
    )
    yield Padding(Text(said), (0, 0, 1, 2))
    cues = _cue_rules(words or "", codebook) if isinstance(record, Statement) else []
    for cue in cues[:1]:
        yield Text.assemble("The cue is in the rule ", (cue.id, "bold cyan"))
        yield Padding(_shown_rule(cue, words, colour), (0, 0, 1, 2))
    if len(cues) > 1:
        others = ", ".join(r.id for r in cues[1:])
        yield Padding(Text(f"The cue is also in {others}.", "dim"), (0, 0, 1, 0))


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


def _shown_rule(rule: Rule, words: str | None, colour: bool) -> Table:
    grid = Table.grid(padding=(0, 2))
    low = (words or "").lower().split()
    for f in fields(rule):
        value: Any = getattr(rule, f.name)
        if f.name not in ("id", "examples", "counter_examples") and value not in (None, "", (), f.default):
            grid.add_row(Text(KEYS.get(f.name, f.name).replace("_", " "), "dim"), _said(value, low))
    for title, examples in (("for instance", rule.examples), ("but not", rule.counter_examples)):
        for example in examples[:SHOWN]:
            plain, marks = marked(example)
            grid.add_row(Text(title, "dim"), mark(plain, 0, len(plain), marks, colour))
    return grid


def _said(value: Any, words: Sequence[str]) -> Text:
    """Show what a key of a rule holds: of a long list the word that is in the text, and the first others."""
    if not isinstance(value, tuple):
        return Text("yes" if value is True else str(value).replace("_", " "))
    hit = [v for v in value if any(_is_form(words[n:], v) for n in range(len(words)))]
    others = [v for v in value if v not in hit]
    out = Text(", ").join([*(Text(v, "bold") for v in hit), *(Text(v.replace("_", " ")) for v in others[:LISTED])])
    if len(others) > LISTED:
        out.append(f", and {len(others) - LISTED} more", "dim")
    return out


def _roles(ledger: Ledger, record: Record) -> Iterator[RenderableType]:
    mentions = {m.id: m for m in ledger.mentions}
    for role in ROLES:
        filled = sorted((r for r in ledger.roles if r.record_id == record.id and r.role == role), key=lambda r: r.rank)
        if not any(r.chosen for r in filled) and role not in EXPECTED[type(record)] and not filled:
            continue
        yield Text(COLUMNS.get(role, role).replace("_", " ").capitalize(), "bold")
        if not any(r.chosen for r in filled):
            yield Padding(Text("nobody was found in the text", "dim"), (0, 0, 0, 2))
        for r in filled:
            yield Padding(_candidate(ledger, r, mentions.get(r.mention_id)), (0, 0, 0, 2))
        yield Text("")


def _candidate(ledger: Ledger, role: Role, mention: Mention | None) -> RenderableType:
    """Show one candidate for a role; for the chosen ones, who they may be, best first."""
    words = flat(mention.text) if mention else role.mention_id
    kind = f" ({mention.kind})" if mention else ""
    sign, style = ("✓", ACTOR_STYLE) if role.chosen else ("✗", "red")
    head = Text.assemble(
        (f"{sign} ", style), (words, "bold" if role.chosen else ""), (kind, "dim"), f"  {flat(role.reason)}"
    )
    if not role.chosen or mention is None:
        return head
    parts: list[RenderableType] = [head]
    others = [flat(m.text) for m in ledger.mentions if m.chain_id == mention.chain_id and m.id != mention.id]
    others = [o for o in dict.fromkeys(others) if o != words]
    if others:
        more = " ..." if len(others) > 2 * SHOWN else ""
        shown = ", ".join(f"“{o}”" for o in others[: 2 * SHOWN]) + more
        parts.append(Padding(Text.assemble(("also called ", "dim"), shown), (0, 0, 0, 4)))
    grid = Table.grid(padding=(0, 2))
    for x in sorted((x for x in ledger.resolutions if x.mention_id == mention.id), key=lambda x: x.rank):
        codes = " ".join(c for c in (x.country, x.sector) if c)
        taken = "bold" if x.rank == 0 else "dim"
        name = Text(flat(x.name or "nobody known by name"), taken)
        grid.add_row(f"{x.rank + 1}.", name, flat(codes), f"{x.score:.2f}", Text(flat(x.reason)))
    if grid.row_count:
        parts.append(Padding(grid, (0, 0, 0, 4)))
    return Group(*parts)


def _statuses(ledger: Ledger, record: Record) -> Iterator[RenderableType]:
    own = sorted((s for s in ledger.statuses if s.record_id == record.id), key=lambda s: s.rank)
    if own:
        names = Names(ledger)
        yield Text("Status", "bold")
        for s in own:
            who = names.one(s.mention_id) if s.mention_id else Text("the writer", "dim")
            line = Text.assemble((s.status, "bold"), " according to ", who, f": {flat(s.reason)}")
            yield Padding(line, (0, 0, 0, 2))
