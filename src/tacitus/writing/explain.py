"""Lays out for a screen how one record came about: its spans in the sentence, the rule, who was chosen and who not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tacitus.codebook import Codebook
from tacitus.errors import InputError
from tacitus.ledger import KINDS, Ledger
from tacitus.records import Record
from tacitus.show_text import flat, harmless
from tacitus.writing.brief import Names
from tacitus.writing.explain_record import (
    SHOWN,
    Candidate,
    Explanation,
    Key,
    Label,
    Origin,
    ShownRule,
    explain_record,
    labels,
)
from tacitus.writing.read_ledgers import read_ledgers

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
    where = " · ".join(
        flat(x) for x in (article.title or article.key or article.id, article.published, article.source) if x
    )
    sentence = mark(ledger.article.text, record.sentence_start, record.sentence_end, labels(ledger, record), colour)
    how = explain_record(ledger, record, codebook)
    return Group(
        Text.assemble((f"{record.table[:-1].capitalize()} ", "bold"), (record.id, "bold")),
        Text(where, "dim"),
        Text(""),
        Padding(sentence, (0, 0, 0, 2)),
        Text(""),
        _facts(ledger, record, how),
        Text(""),
        *_origin(how.origin, colour),
        *_parts(how),
        *_statuses(ledger, how),
    )


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


def _facts(ledger: Ledger, record: Record, how: Explanation) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for name, said in how.facts:
        grid.add_row(Text(name, "dim"), Text(said))
    if record.inside:
        names = Names(ledger)
        outer = names.statements.get(record.inside)
        chain = Text.assemble((" ← ", "dim")).join(names.chain(outer)) if outer else Text("")
        grid.add_row(Text("part of", "dim"), Text.assemble(record.inside, "  ", chain))
    return grid


def _origin(origin: Origin, colour: bool) -> Iterator[RenderableType]:
    """Show the rule that found a record, or the step of the program that did, and the rule of its cue."""
    yield Text.assemble(("Found by ", "bold"), (origin.found_by, "bold cyan"))
    if origin.rule is not None:
        yield Padding(_shown_rule(origin.rule, colour), (0, 0, 1, 2))
        return
    yield Padding(Text(origin.step or ""), (0, 0, 1, 2))
    if origin.cue is not None:
        yield Text.assemble("The cue is in the rule ", (origin.cue.id, "bold cyan"))
        yield Padding(_shown_rule(origin.cue, colour), (0, 0, 1, 2))
    if origin.other_cues:
        yield Padding(Text(f"The cue is also in {', '.join(origin.other_cues)}.", "dim"), (0, 0, 1, 0))


def _shown_rule(rule: ShownRule, colour: bool) -> Table:
    grid = Table.grid(padding=(0, 2))
    for key in rule.keys:
        grid.add_row(Text(key.name, "dim"), _said(key))
    for title, plain, marks in rule.examples:
        grid.add_row(Text(title, "dim"), mark(plain, 0, len(plain), marks, colour))
    return grid


def _said(key: Key) -> Text:
    out = Text(", ").join([*(Text(v, "bold") for v in key.taken), *(Text(v) for v in key.others)])
    if key.more:
        out.append(f", and {key.more} more", "dim")
    return out


def _parts(how: Explanation) -> Iterator[RenderableType]:
    for part in how.parts:
        yield Text(part.role.capitalize(), "bold")
        if not any(c.chosen for c in part.candidates):
            yield Padding(Text("nobody was found in the text", "dim"), (0, 0, 0, 2))
        for c in part.candidates:
            yield Padding(_candidate(c), (0, 0, 0, 2))
        yield Text("")


def _candidate(c: Candidate) -> RenderableType:
    """Show one candidate for a role; for the chosen ones, who they may be, best first."""
    kind = f" ({c.kind})" if c.kind else ""
    sign, style = ("✓", ACTOR_STYLE) if c.chosen else ("✗", "red")
    head = Text.assemble((f"{sign} ", style), (c.words, "bold" if c.chosen else ""), (kind, "dim"), f"  {c.reason}")
    if not c.chosen or c.kind is None:
        return head
    parts: list[RenderableType] = [head]
    if c.also:
        more = " ..." if len(c.also) > 2 * SHOWN else ""
        shown = ", ".join(f"“{o}”" for o in c.also[: 2 * SHOWN]) + more
        parts.append(Padding(Text.assemble(("also called ", "dim"), shown), (0, 0, 0, 4)))
    grid = Table.grid(padding=(0, 2))
    for n, x in enumerate(c.readings):
        codes = " ".join(code for code in (x.country, x.sector) if code)
        name = Text(flat(x.name or "nobody known by name"), "dim" if n else "bold")
        grid.add_row(f"{n + 1}.", name, flat(codes), f"{x.score:.2f}", Text(x.reason))
    if grid.row_count:
        parts.append(Padding(grid, (0, 0, 0, 4)))
    return Group(*parts)


def _statuses(ledger: Ledger, how: Explanation) -> Iterator[RenderableType]:
    if how.statuses:
        names = Names(ledger)
        yield Text("Status", "bold")
        for s in how.statuses:
            who = names.one(s.mention_id) if s.mention_id else Text("the writer", "dim")
            line = Text.assemble((s.status, "bold"), " according to ", who, f": {s.reason}")
            yield Padding(line, (0, 0, 0, 2))
