"""A readable brief of one article: its statements with their source chains, its events and its positions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tacitus.ledger import Ledger
from tacitus.records import Event, Mention, Position, Resolution, Role, Statement
from tacitus.show_text import flat

WIDTH = 100  # lines no longer than this read well, however wide the screen
CONTEXT = 70  # characters shown on either side of a trigger
STANCE_STYLE = {"for": "green", "against": "red"}
STATUS_STYLE = {"occurred": "default", "ongoing": "default", "planned": "cyan", "possible": "yellow", "denied": "red"}
WRITER = "writer"


class Names:
    """Who fills the roles of a ledger's records, ready to be shown."""

    def __init__(self, ledger: Ledger) -> None:
        self.mentions: dict[str, Mention] = {m.id: m for m in ledger.mentions}
        self.best: dict[str, Resolution] = {r.mention_id: r for r in ledger.resolutions if r.rank == 0}
        self.roles: dict[tuple[str, str], list[Role]] = {}
        for r in ledger.roles:
            if r.chosen:
                self.roles.setdefault((r.record_id, r.role), []).append(r)
        self.statements = {s.id: s for s in ledger.statements}

    def one(self, mention_id: str) -> Text:
        """Show one actor: the name, then country and sector in brackets."""
        mention, best = self.mentions.get(mention_id), self.best.get(mention_id)
        words = flat(mention.text) if mention else "?"
        name = flat(best.name) if best and best.name else f"“{words}”"
        return Text.assemble((name, "bold")).append_text(self.codes(mention_id))

    def codes(self, mention_id: str) -> Text:
        """Show the country and sector of an actor in brackets."""
        best = self.best.get(mention_id)
        codes = " ".join(c for c in ((best.country, best.sector) if best else ()) if c)
        return Text(f" ({flat(codes)})" if codes else "", "dim")

    def about(self, position: Position) -> Text:
        """Show what a position is about, and whom it concerns where the words do not say so."""
        target = flat(position.target)
        shown = Text.assemble((target, "bold"))
        for r in self.roles.get((position.id, "target_actor"), []):
            best = self.best.get(r.mention_id)
            if best and best.name and flat(best.name) == target:
                shown.append_text(self.codes(r.mention_id))
            elif not (best and best.name and flat(best.name) in target):
                shown.append(" · about ", "dim").append_text(self.one(r.mention_id))
        return shown

    def filling(self, record_id: str, role: str) -> list[Text]:
        """Show everybody who fills a role."""
        return [self.one(r.mention_id) for r in self.roles.get((record_id, role), [])]

    def relays(self, statement: Statement) -> list[Role]:
        """List who stands between the writer and the speaker of a statement, the outermost first."""
        relayed = self.roles.get((statement.id, "via"), [])
        outer = self.statements.get(statement.inside or "")
        seen = {statement.id}
        while not relayed and outer and outer.id not in seen:
            seen.add(outer.id)
            relayed = [r for role in ("via", "speaker") for r in self.roles.get((outer.id, role), [])]
            outer = self.statements.get(outer.inside or "")
        return relayed

    def chain(self, statement: Statement) -> list[Text]:
        """Show who vouches for a statement, from the writer inwards to the speaker."""
        relayed = [self.one(r.mention_id) for r in self.relays(statement)]
        speakers = self.filling(statement.id, "speaker") or [Text("nobody named", "dim")]
        return [Text(WRITER, "dim"), *relayed, _joined(speakers, ", ")]


def brief(ledger: Ledger) -> RenderableType:
    """Lay out the brief of one article for a rich console."""
    names = Names(ledger)
    parts: list[RenderableType] = [*_heading(ledger)]
    sections = (
        ("Statements", [_statement(ledger, names, s) for s in ledger.statements]),
        ("Events", [_event(ledger, names, e) for e in ledger.events]),
        ("Positions", [_position(names, p) for p in ledger.positions]),
    )
    for title, shown in sections:
        if shown:
            parts += [Text(""), Text(f"{title} ({len(shown)})", "bold underline")]
            parts += shown
    if not any(shown for _, shown in sections):
        parts += [Text(""), Text("Nothing found.", "dim")]
    return Group(*parts, Text(""))


def brief_text(ledger: Ledger) -> str:
    """Write the brief as plain text; nothing for an article that could not be coded."""
    return as_printed(ledger, Console(width=WIDTH, no_color=True, color_system=None, force_terminal=False))


def as_printed(ledger: Ledger, console: Console) -> str:
    """Render the brief as `console` would show it, with its colours if it has any."""
    if ledger.issues:
        return ""
    return rendered(console, brief(ledger))


def rendered(console: Console, shown: RenderableType) -> str:
    """Render something as `console` would show it, with no blanks at the ends of lines."""
    with console.capture() as captured:
        console.print(shown)
    # cells are padded to the width of the page, which only a screen with a background colour needs
    return "".join(line.rstrip() + "\n" for line in captured.get().split("\n")[:-1])


def _heading(ledger: Ledger) -> Iterator[RenderableType]:
    a = ledger.article
    yield Rule(style="dim")
    yield Text(flat(a.title or a.key or ("standard input" if a.path == "-" else a.path) or a.id), "bold")
    known = [flat(x) for x in (a.published, a.source, a.url) if x]
    yield Text("  ".join(known) if known else "no date, no source", "dim")


def _statement(ledger: Ledger, names: Names, s: Statement) -> RenderableType:
    head = _joined(names.chain(s), " ← ")
    cue = f"  {flat(s.cue_text)}" if s.cue_text else ""
    head.append(cue, "cyan")
    addressee = names.filling(s.id, "addressee")
    if addressee:
        head.append(" → ", "dim").append_text(_joined(addressee, ", "))
    if s.venue_text:
        head.append(f" · {flat(s.venue_text)}", "dim")
    said = " … ".join(flat(c.text) for c in ledger.contents if c.statement_id == s.id)
    marks = ("“", "”") if s.quotation == "direct" else ("", "")
    body = Text(f"{marks[0]}{said}{marks[1]}", "italic")
    if s.quotation == "mixed":
        body.append("  [partly quoted]", "dim not italic")
    return _entry(head, body, s.id)


def _event(ledger: Ledger, names: Names, e: Event) -> RenderableType:
    head = Text.assemble((e.type, "bold magenta"))
    if e.mode:
        head.append(f" {e.mode}", "magenta")
    head.append("  ")
    head.append_text(_joined(names.filling(e.id, "actor") or [Text("?", "dim")], ", "))
    recipients = names.filling(e.id, "recipient")
    if recipients:
        head.append(" → ", "dim").append_text(_joined(recipients, ", "))
    facts = Text()
    facts.append(e.status, STATUS_STYLE.get(e.status, "default"))
    when = _when(e.date, e.date_text)
    toll = [f"{n} {what}" for n, what in ((e.killed, "killed"), (e.injured, "injured")) if n is not None]
    for fact in (when, f"in {flat(e.place_text)}" if e.place_text else "", *toll):
        if fact:
            facts.append(f" · {fact}")
    sources = names.filling(e.id, "source")
    facts.append(" · according to ").append_text(_joined(sources or [Text(WRITER, "dim")], ", "))
    sentence = in_sentence(ledger, e.sentence_start, e.sentence_end, e.trigger_start, e.trigger_end)
    return _entry(head, Text("\n").join([facts, sentence]), e.id)


def _position(names: Names, p: Position) -> RenderableType:
    head = _joined(names.filling(p.id, "holder") or [Text("?", "dim")], ", ")
    head.append(f"  {p.stance}  ", f"bold {STANCE_STYLE.get(p.stance, 'default')}").append_text(names.about(p))
    body = Text(flat(p.evidence_text), "italic")
    sources = names.filling(p.id, "source")
    if sources:
        body.append(" · according to ", "not italic").append_text(_joined(sources, ", "))
    return _entry(head, body, p.id)


def in_sentence(ledger: Ledger, start: int, end: int, first: int, last: int) -> Text:
    """Show a sentence with the characters `first` to `last` marked, its far ends cut when it is long."""
    text = ledger.article.text
    left, right = max(start, first - CONTEXT), min(end, last + CONTEXT)
    left = text.rfind(" ", start, left) + 1 or left if left > start else left
    right = text.find(" ", right, end) if " " in text[right:end] else end
    out = Text.assemble(("… " if left > start else "", "dim"))
    out.append(flat(text[left:first], ends=True), "default")
    out.append(f"»{flat(text[first:last])}«", "bold default")
    out.append(flat(text[last:right], ends=True), "default")
    return out.append(" …" if right < end else "")


def _entry(head: Text, body: Text, record_id: str) -> RenderableType:
    """Lay out one record: a bullet, the record's id at the right, its text below."""
    grid = Table.grid(expand=True)
    grid.add_column(width=2)
    grid.add_column(ratio=1)
    grid.add_column(justify="right", style="dim", no_wrap=True)
    grid.add_row("•", head, f" {record_id[:10]}")
    return Group(grid, Padding(body, (0, 0, 0, 4)))


def _when(date: str | None, words: str | None) -> str:
    if date and words and date != words:
        return f"{date} (“{flat(words)}”)"
    return date or flat(words or "")


def _joined(parts: Iterable[Text], between: str) -> Text:
    # the dimness of what stands between must not become that of the whole
    return Text.assemble((between, "dim")).join(list(parts))
