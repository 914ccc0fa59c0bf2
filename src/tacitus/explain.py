"""Shows how one record came about: its spans in the sentence, the rule that fired, who was chosen and who was not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tacitus.brief import Names
from tacitus.codebook import Codebook, marked
from tacitus.errors import InputError
from tacitus.ledger import KINDS, Ledger
from tacitus.read_ledgers import read_ledgers
from tacitus.records import ROLES, Event, Mention, Position, Record, Role, Statement
from tacitus.rules import Rule

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
    where = " · ".join(x for x in (article.title or article.key or article.id, article.published, article.source) if x)
    sentence = mark(ledger.article.text, record.sentence_start, record.sentence_end, labels(ledger, record), colour)
    return Group(
        Text.assemble((f"{record.table[:-1].capitalize()} ", "bold"), (record.id, "bold")),
        Text(where, "dim"),
        Text(""),
        Padding(sentence, (0, 0, 0, 2)),
        Text(""),
        *_facts(ledger, record),
        Text(""),
        *_rule(record.found_by, codebook, colour),
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
        out.append("".join(" " if c.isspace() else c for c in stretch), style if colour else "")
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
    """Show the columns that say what the record is, those that are empty left out."""
    hidden = {"id", "article_id", "found_by", "inside"}
    grid = Table.grid(padding=(0, 2))
    for f in fields(record):
        value = getattr(record, f.name)
        if value is not None and f.name not in hidden and not f.name.endswith(("_start", "_end")):
            grid.add_row(Text(f.name.removesuffix("_text"), "dim"), " ".join(str(value).split()))
    if record.inside:
        names = Names(ledger)
        outer = names.statements.get(record.inside)
        chain = Text(" ← ", "dim").join(names.chain(outer)) if outer else Text("")
        grid.add_row(Text("inside", "dim"), Text.assemble(record.inside, "  ", chain))
    yield grid


def _rule(found_by: str, codebook: Codebook, colour: bool) -> Iterator[RenderableType]:
    # what a step of the program found with a rule's help may be named step:rule
    names = [found_by, *found_by.split(":")]
    rule = next((r for name in names for r in codebook.rules() if r.id == name), None)
    yield Text.assemble(("Found by ", "bold"), (found_by, "bold cyan"))
    if rule is None:
        yield Padding(Text("no rule of the codebook: a step of the program", "dim"), (0, 0, 1, 2))
        return
    grid = Table.grid(padding=(0, 2))
    for name, value in _said(rule):
        grid.add_row(Text(name, "dim"), value)
    for title, examples in (("for instance", rule.examples), ("but not", rule.counter_examples)):
        for example in examples[:SHOWN]:
            plain, marks = marked(example)
            grid.add_row(Text(title, "dim"), mark(plain, 0, len(plain), marks, colour))
    yield Padding(grid, (0, 0, 1, 2))


def _said(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield what a rule says that is not its id, its examples or a default."""
    for f in fields(rule):
        value: Any = getattr(rule, f.name)
        if f.name in ("id", "examples", "counter_examples") or value in (None, "", (), f.default):
            continue
        yield f.name, ", ".join(value) if isinstance(value, tuple) else str(value)


def _roles(ledger: Ledger, record: Record) -> Iterator[RenderableType]:
    mentions = {m.id: m for m in ledger.mentions}
    for role in ROLES:
        filled = sorted((r for r in ledger.roles if r.record_id == record.id and r.role == role), key=lambda r: r.rank)
        if not filled:
            continue
        yield Text(role.replace("_", " ").capitalize(), "bold")
        for r in filled:
            yield Padding(_candidate(ledger, r, mentions.get(r.mention_id)), (0, 0, 0, 2))
        yield Text("")


def _candidate(ledger: Ledger, role: Role, mention: Mention | None) -> RenderableType:
    """Show one candidate for a role; for the chosen ones, who they may be, best first."""
    words = " ".join(mention.text.split()) if mention else role.mention_id
    kind = f" ({mention.kind})" if mention else ""
    sign, style = ("✓", ACTOR_STYLE) if role.chosen else ("✗", "red")
    head = Text.assemble((f"{sign} ", style), (words, "bold" if role.chosen else ""), (kind, "dim"), f"  {role.reason}")
    if not role.chosen or mention is None:
        return head
    grid = Table.grid(padding=(0, 2))
    others = [m.text for m in ledger.mentions if m.chain_id == mention.chain_id and m.id != mention.id]
    if others:
        shown = ", ".join(f"“{' '.join(o.split())}”" for o in dict.fromkeys(others[: 2 * SHOWN]))
        grid.add_row("", Text("also called", "dim"), "", Text(shown))
    for x in sorted((x for x in ledger.resolutions if x.mention_id == mention.id), key=lambda x: x.rank):
        codes = " ".join(c for c in (x.country, x.sector) if c)
        taken = "bold" if x.rank == 0 else "dim"
        grid.add_row(f"{x.rank + 1}.", Text(x.name or "nobody", taken), Text(f"{codes} {x.score:.2f}"), Text(x.reason))
    return Group(head, Padding(grid, (0, 0, 0, 4)))


def _statuses(ledger: Ledger, record: Record) -> Iterator[RenderableType]:
    own = sorted((s for s in ledger.statuses if s.record_id == record.id), key=lambda s: s.rank)
    if own:
        names = Names(ledger)
        yield Text("Status", "bold")
        for s in own:
            who = names.one(s.mention_id) if s.mention_id else Text("writer", "dim")
            yield Padding(Text.assemble(who, f": {s.status}  ", (s.reason, "dim")), (0, 0, 0, 2))


def record_kind(record: Record) -> str:
    """Name the kind of a record."""
    return {Statement: "statement", Event: "event", Position: "position"}[type(record)]
