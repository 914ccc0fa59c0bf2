"""Shows answers: entries with their evidence, or a table of counts, for a screen of 100 columns; CSV, JSON, Parquet."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tacitus.errors import InputError, StoreError
from tacitus.records import arrow_schema, columns
from tacitus.show_text import flat
from tacitus.storable import storable

FORMATS = ("table", "csv", "json", "parquet")
SUFFIXES = {".csv": "csv", ".json": "json", ".parquet": "parquet", ".txt": "table"}
EVIDENCE = 200  # characters of evidence shown
STYLES = {"for": "green", "against": "red", "changed": "yellow", "denied": "red", "possible": "yellow"}
HEADINGS = {"for": "For", "against": "Against", "changed": "Changed sides"}
SHORT = {
    "verbal_cooperation": "verb.\ncoop.", "material_cooperation": "mat.\ncoop.",
    "verbal_conflict": "verb.\nconf.", "material_conflict": "mat.\nconf.",
    "unnamed_share": "share", "intensity": "inten-\nsity", "reports": "re-\nports",
}  # fmt: skip
Quoted = tuple[str, str, str]  # words, the record's id, and which of the words must be seen
Entry = tuple[Text, list[Quoted]]


def choose_format(out: Path | None, given: str | None) -> str:
    """Choose a format: the one given, else by the suffix of `out`, else a table."""
    form = given or (SUFFIXES.get(out.suffix.lower(), "") if out else "table")
    if form not in FORMATS:
        what = f"No format is called '{given}'" if given else f"{out}: the format cannot be told from its name"
        raise InputError(f"{what}; there are {', '.join(FORMATS)}")
    if form == "parquet" and out is None:
        raise InputError("--format parquet needs a file: say which with -o FILE")
    return form


def write_answer(rows: Sequence[Any], kind: type, form: str, out: Path | None, console: Console) -> None:
    """Write the rows of an answer, all of one `kind`, to a file or to standard output."""
    try:
        if form == "parquet" and out:
            pq.write_table(as_arrow(rows, kind), out, compression="zstd")
        elif form == "table" and out:
            with out.open("w", encoding="utf-8") as file:
                _print(Console(file=file, width=100, no_color=True, color_system=None), rows, kind)
        elif form == "table":
            _print(console, rows, kind)
        elif out:
            with out.open("w", encoding="utf-8", newline="") as file:
                _write_text(rows, kind, form, file)
        else:
            _write_text(rows, kind, form, sys.stdout)
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as e:
        raise StoreError(f"{out}: cannot be written: {e.strerror or e}") from e


def as_arrow(rows: Sequence[Any], kind: type) -> pa.Table:
    """Return the rows of an answer as an Arrow table."""
    return pa.Table.from_pylist([storable(as_dict(r)) for r in rows], schema=arrow_schema(kind))


def as_dict(row: Any) -> dict[str, Any]:
    """Return a row as a dictionary."""
    return {f.name: getattr(row, f.name) for f in fields(row)}


def _write_text(rows: Sequence[Any], kind: type, form: str, file: IO[str]) -> None:
    if form == "json":
        file.write(json.dumps([storable(as_dict(r)) for r in rows], ensure_ascii=False, indent=1) + "\n")
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([name for name, _, _ in columns(kind)])
    writer.writerows([["" if v is None else v for v in storable(as_dict(r)).values()] for r in rows])
    file.write(text.getvalue())


def _print(console: Console, rows: Sequence[Any], kind: type) -> None:
    if not rows:
        console.print("Nothing found.", style="dim")
        return
    make = ENTRIES.get(kind.__name__)
    shown: RenderableType = _counts(rows, kind) if make is None else Group(*_entries(rows, make))
    with console.capture() as captured:
        console.print(shown)
    text = "\n".join(line.rstrip() for line in captured.get().split("\n"))
    console.file.write(text)
    console.file.flush()


def _counts(rows: Sequence[Any], kind: type) -> Table:
    """Lay out counts as a table; the words wrap, the numbers stay whole."""
    table = Table(box=None, pad_edge=False, collapse_padding=True, header_style="bold")
    for name, of_type, _ in columns(kind):
        if name == "example":
            table.add_column("record", style="dim", no_wrap=True)
        elif of_type is str and name not in ("period", "first", "last", "country", "sector"):
            table.add_column(name, overflow="fold", style="bold", min_width=12)
        else:
            head = SHORT.get(name, name.replace("_", " "))
            width = 10 if name in ("first", "last") else None
            table.add_column(head, justify="left" if of_type is str else "right", no_wrap=True, min_width=width)
    for row in rows:
        table.add_row(*(_cell(name, value) for name, value in as_dict(row).items()))
    return table


def _cell(name: str, value: Any) -> Text:
    if value is None:
        return Text("–" if name in ("period", "intensity") else "")
    if name == "unnamed_share":
        return Text(f"{value:.0%}")
    return Text(str(value)[:10] if name == "example" else f"{value:,}" if isinstance(value, int) else flat(str(value)))


def _entries(rows: Iterable[Any], make: Callable[[Any], Entry]) -> Iterable[RenderableType]:
    heading = None
    listed = list(rows)
    for row in listed:
        side = getattr(row, "side", None)
        if side != heading:
            count = sum(r.side == side for r in listed)
            yield Text(f"{HEADINGS.get(side or '', side)} ({count})", "bold underline")
            heading = side
        head, quoted = make(row)
        yield head
        for words, record_id, seen in quoted:
            grid = Table.grid(expand=True, padding=(0, 2))
            grid.add_column(ratio=1)
            grid.add_column(justify="right", style="dim", no_wrap=True)
            grid.add_row(Text(f"“{_cut(words, seen)}”", "italic"), record_id[:10])
            yield Padding(grid, (0, 0, 0, 4))


def _cut(words: str, seen: str) -> str:
    """Cut a quotation to a length that reads well, around the words that must be seen."""
    words, seen = flat(words), flat(seen)
    if len(words) <= EVIDENCE:
        return words
    first = max(0, min(words.find(seen) - EVIDENCE // 2, len(words) - EVIDENCE))
    first = words.find(" ", first) + 1 if first else 0
    last = first + EVIDENCE
    cut = words[first:last].rsplit(" ", 1)[0] + " …" if last < len(words) else words[first:]
    return ("… " if first else "") + cut


def _head(date: str | None, *parts: tuple[str, str] | str | None) -> Text:
    shown = [(flat(p[0]), p[1]) if isinstance(p, tuple) else flat(p) for p in parts if p and p != ("", "")]
    out = Text(f"{date or 'no date':10}  ", "dim")
    for part in shown:
        out.append(" ").append(*((part,) if isinstance(part, str) else part))
    return out


def _more(*facts: str | None) -> tuple[str, str]:
    told = " · ".join(f for f in facts if f)
    return (f"({told})" if told else "", "dim")


def _statement(r: Any) -> Entry:
    who = (f"{r.via} ← " if r.via else "") + (r.speaker or "nobody named")
    said = (r.cue or "") + (f" to {r.addressee}" if r.addressee else "")
    many = f"{r.reports} reports" if r.reports > 1 else None
    return _head(r.date, (who, "bold"), (said, "cyan"), _more(r.outlet, many, r.verdict)), [(r.content, r.id, "")]


def _event(r: Any) -> Entry:
    tolls = ", ".join(f"{n} {what}" for n, what in ((r.killed, "killed"), (r.injured, "injured")) if n is not None)
    facts = _more(
        r.status, tolls, r.source and f"according to {r.source}", r.outlet,
        f"{r.reports} reports" if r.reports > 1 else None, r.verdict,
    )  # fmt: skip
    names = ((r.actor or "?", "bold"), "→", (r.recipient or "?", "bold"))
    return _head(r.date, (f"{r.type} {r.mode or ''}".strip(), "magenta"), *names, facts), [
        (r.sentence, r.id, r.trigger)
    ]


def _position(r: Any) -> Entry:
    status = r.status if r.status not in ("occurred", "ongoing") else None
    facts = _more(status, r.source and f"according to {r.source}", r.outlet, r.verdict)
    who, stance = (r.holder or "?", "bold"), (r.stance, f"bold {STYLES.get(r.stance, '')}")
    return _head(r.date, who, stance, (r.target, "bold"), facts), [(r.evidence, r.id, "")]


def _side(r: Any) -> Entry:
    since = f"{r.times} times, the last {r.last or 'without a date'}" if r.times > 1 else None
    fit = " / ".join(dict.fromkeys((r.first_fit, r.last_fit)))
    facts = _more(
        r.stances if r.side == "changed" else None,
        since,
        f"on the word of {r.according_to}",
        None if fit == "same" else fit,
    )
    codes = " ".join(c for c in (r.country, r.sector) if c)
    quoted = [(r.first_evidence, r.first_id, "")]
    if r.last_id != r.first_id:
        quoted.append((r.last_evidence, r.last_id, ""))
    return _head(
        r.first, (r.holder, f"bold {STYLES.get(r.side, '')}"), (f"({codes})" if codes else "", "dim"), facts
    ), quoted


def _link(r: Any) -> Entry:
    codes = " ".join(c for c in (r.country, r.sector) if c)
    head = Text("   " * r.step + ("← " if r.step else "")).append(flat(r.who), "bold")
    where = f"characters {r.start}–{r.end}" if r.start is not None else None
    told = _more(codes, r.part, where)
    head.append(f" {flat(r.said)}" if r.said else "", "cyan").append(f" {told[0]}", told[1])
    return head, [(r.evidence, r.id or "", "")]


def _contest(r: Any) -> Entry:
    names = ((r.actor or "?", "bold"), "→", (r.recipient or "?", "bold"))
    head = _head(r.date, (r.type, "magenta"), *names)
    head.append(f"\n            asserted by {flat(r.asserted_by)}; denied by {flat(r.denied_by)}", "dim")
    return head, [(r.asserted, r.asserted_id, r.asserted_trigger), (r.denied, r.denied_id, r.denied_trigger)]


def _conflict(r: Any) -> Entry:
    names = ((r.actors or "?", "bold"), "→", (r.recipients or "?", "bold"))
    told = (f"{r.number} {r.toll}", "bold red")
    facts = _more(f"per {r.according_to}", f"from {r.lowest} to {r.highest} in {r.reports} reports")
    return _head(r.date, (r.type, "magenta"), *names, told, facts), [(r.evidence, r.id, r.trigger)]


def _unresolved(r: Any) -> Entry:
    counts = f"{r.records:,} record{'s' * (r.records != 1)}"
    spelt = f"{r.spellings} spellings" if r.spellings > 1 else None
    head = Text(flat(r.words), "bold").append(f" {_more(r.kind, counts, spelt)[0]}", "dim")
    return head, [(r.sentence, r.id, r.words)]


def _decision(r: Any) -> Entry:
    facts = _more(r.by, r.article_id, r.id[:10], f"withdrawn by {r.withdrawn[:10]}" if r.withdrawn else None)
    style = "dim strike" if r.withdrawn else "bold"
    codes = " ".join(c for c in (r.country, r.sector) if c)
    names = ("withdraws", r.about[:10]) if r.kind == "withdraw" else ((r.about, style), "is", (r.name or "", style))
    return _head(r.at[:10], *names, (codes, "dim"), facts), [(r.note, "", "")] if r.note else []


ENTRIES: dict[str, Callable[[Any], Entry]] = {
    "StatementRow": _statement, "EventRow": _event, "PositionRow": _position, "SideRow": _side, "ChainRow": _link,
    "ContestedRow": _contest, "ConflictRow": _conflict, "UnresolvedRow": _unresolved, "DecisionRow": _decision,
}  # fmt: skip
