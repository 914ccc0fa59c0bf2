"""The commands of `tacitus ask`: each asks a casebook one question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tacitus.cli_screen import examples, plainly, screen

# ruff: noqa: PLC0415, PLR0913, PLR0917 - each command imports what it needs; one parameter for each option
if TYPE_CHECKING:
    from tacitus.casebook.store import Casebook

ask_app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", help="Ask a casebook; each question is a command.")
LIMIT = 50

Where = Annotated[str, typer.Option("--in", "-i", envvar="TACITUS_CASEBOOK", help="The casebook: a file or a URL.")]
Form = Annotated[str | None, typer.Option("--format", "-f", help="table, csv, json or parquet; else by OUT's suffix.")]
Out = Annotated[Path | None, typer.Option("--output", "-o", help="File to write; none: print.")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=0, help="Most rows; 0 for all.")]
Rejected = Annotated[bool, typer.Option("--all", help="Also what reviewers found wrong.")]
Actor = Annotated[str | None, typer.Option(help="Name, or part of one, of somebody who takes part.")]
Country = Annotated[str | None, typer.Option(help="Country of somebody who takes part: a name or a code.")]
Sector = Annotated[str | None, typer.Option(help="Sector of somebody who takes part: GOV, MIL, REB, ...")]
Role = Annotated[str | None, typer.Option(help="Role of whom --actor, --country and --sector mean.")]
To = Annotated[str | None, typer.Option(help="Name or country of the other end: recipient, addressee, target.")]
Type = Annotated[str | None, typer.Option("--type", help="Type of event, or several with commas between.")]
Stance = Annotated[str | None, typer.Option(help="for or against.")]
About = Annotated[str | None, typer.Option("--issue", help="What it is about, in words.")]
Source = Annotated[str | None, typer.Option(help="Outlet, or who is named as the source.")]
Status = Annotated[str | None, typer.Option(help="occurred, ongoing, planned, possible, denied; several with commas.")]
Since = Annotated[str | None, typer.Option(help="First day, month or year: 2019-01-23, 2019-01, 2019.")]
Until = Annotated[str | None, typer.Option(help="Last day, month or year.")]
Words = Annotated[str | None, typer.Option("--text", help='Words and "phrases": of what was said, or of the article.')]

EXAMPLES = {
    "dyads": ("dyads --in crisis.db --by country", "what each did to each other"),
    "sources": ("sources --in crisis.db", "who is quoted"),
    "chain": ("chain s_560196de --in crisis.db", "from the writer to the origin"),
    "contested": ("contested --in crisis.db", "asserted by one, denied by another"),
    "conflicts": ("conflicts --in crisis.db", "different numbers for one deed"),
}


def _example(name: str) -> str:
    command, what = EXAMPLES[name]
    return examples((f"tacitus ask {command}", what))


def _answer(
    ask: Callable[[Casebook, Any], list[Any]], kind: str, where: str, form: str | None, out: Path | None, **given: Any
) -> None:
    """Open the casebook, ask, and show the rows, which are of the class called `kind`."""
    from tacitus.casebook import ask as ask_records
    from tacitus.casebook import ask_conflicts, ask_counts, ask_sides, ask_sources
    from tacitus.casebook.ask_filters import Filters
    from tacitus.casebook.ask_show import choose_format, write_answer
    from tacitus.casebook.store import Casebook

    def run() -> None:
        chosen = choose_format(out, form)
        limit = given.pop("limit", 0) or None
        with Casebook(where, create=False) as book:
            rows = ask(book, Filters(**given, limit=limit))
        modules = (ask_records, ask_counts, ask_sides, ask_sources, ask_conflicts)
        of_kind = next(getattr(m, kind) for m in modules if hasattr(m, kind))
        write_answer(rows, of_kind, chosen, out, screen())
        if limit is not None and len(rows) == limit and chosen == "table":
            screen(stderr=True).print(f"The first {limit}; --limit 0 shows all.", style="dim", highlight=False)

    plainly(run)()


@ask_app.command(
    epilog=examples(
        ("tacitus ask statements --in crisis.db --country China --since 2019-02", "what China's actors said")
    )
)
def statements(
    where: Where, actor: Actor = None, role: Role = None, country: Country = None, sector: Sector = None, to: To = None,
    issue: About = None, source: Source = None, since: Since = None, until: Until = None, text: Words = None,
    every: Rejected = False, limit: Limit = LIMIT, form: Form = None, out: Out = None,
) -> None:  # fmt: skip
    """Who said what. --actor, --country and --sector are the speaker's."""
    from tacitus.casebook import ask

    _answer(
        ask.statements, "StatementRow", where, form, out, actor=actor, role=role, country=country, sector=sector, to=to,
        issue=issue, source=source, since=since, until=until, text=text, rejected=every, limit=limit,
    )  # fmt: skip


@ask_app.command(
    epilog=examples(
        ("tacitus ask events --in crisis.db --actor Maduro --type SANCTION,COERCE", "what was done by and to him")
    )
)
def events(
    where: Where, actor: Actor = None, role: Role = None, country: Country = None, sector: Sector = None, to: To = None,
    of_type: Type = None, issue: About = None, source: Source = None, status: Status = None, since: Since = None,
    until: Until = None, text: Words = None, every: Rejected = False, limit: Limit = LIMIT, form: Form = None,
    out: Out = None,
) -> None:  # fmt: skip
    """Who did what to whom. --actor, --country and --sector are of the actor or the recipient."""
    from tacitus.casebook import ask

    _answer(
        ask.events, "EventRow", where, form, out, actor=actor, role=role, country=country, sector=sector, to=to,
        type=of_type, issue=issue, source=source, status=status, since=since, until=until, text=text, rejected=every,
        limit=limit,
    )  # fmt: skip


@ask_app.command(
    epilog=examples(
        ('tacitus ask positions --in crisis.db --stance against --issue "military intervention"', "who is against it")
    )
)
def positions(
    where: Where, actor: Actor = None, role: Role = None, country: Country = None, sector: Sector = None, to: To = None,
    stance: Stance = None, issue: About = None, source: Source = None, status: Status = None, since: Since = None,
    until: Until = None, text: Words = None, every: Rejected = False, limit: Limit = LIMIT, form: Form = None,
    out: Out = None,
) -> None:  # fmt: skip
    """Who stands for or against what. --actor, --country and --sector are the holder's."""
    from tacitus.casebook import ask

    _answer(
        ask.positions, "PositionRow", where, form, out, actor=actor, role=role, country=country, sector=sector, to=to,
        stance=stance, issue=issue, source=source, status=status, since=since, until=until, text=text, rejected=every,
        limit=limit,
    )  # fmt: skip


@ask_app.command(
    epilog=examples(
        ('tacitus ask timeline --in crisis.db --country Venezuela --to "United States" --by week', "a dyad by week")
    )
)
def timeline(
    where: Where, unit: Annotated[str, typer.Option("--by", help="day, week, month or year.")] = "month",
    actor: Actor = None, role: Role = None, country: Country = None, sector: Sector = None, to: To = None,
    of_type: Type = None, status: Status = None, source: Source = None, since: Since = None, until: Until = None,
    text: Words = None, every: Rejected = False, limit: Limit = 0, form: Form = None, out: Out = None,
) -> None:  # fmt: skip
    """Count events over time by quad class; of an actor, or of a dyad with --actor (or --country) and --to."""
    from tacitus.casebook import ask

    _answer(
        lambda book, f: ask.timeline(book, f, unit), "PeriodRow", where, form, out, actor=actor, role=role,
        country=country, sector=sector, to=to, type=of_type, status=status, source=source, since=since, until=until,
        text=text, rejected=every, limit=limit,
    )  # fmt: skip


@ask_app.command(epilog=_example("dyads"))
def dyads(
    where: Where, by: Annotated[str, typer.Option(help="name or country.")] = "name", actor: Actor = None,
    country: Country = None, sector: Sector = None, to: To = None, of_type: Type = None, status: Status = None,
    source: Source = None, since: Since = None, until: Until = None, text: Words = None, every: Rejected = False,
    limit: Limit = LIMIT, form: Form = None, out: Out = None,
) -> None:  # fmt: skip
    """Count what each actor did to each other."""
    from tacitus.casebook import ask

    _answer(
        lambda book, f: ask.dyads(book, f, by), "DyadRow", where, form, out, actor=actor, country=country,
        sector=sector, to=to, type=of_type, status=status, source=source, since=since, until=until, text=text,
        rejected=every, limit=limit,
    )  # fmt: skip


@ask_app.command(
    epilog=examples(
        ('tacitus ask sides "military intervention in Venezuela" --in crisis.db', "for, against, since when")
    )
)
def sides(
    issue: Annotated[str, typer.Argument(help="What they are for or against, in words.")],
    where: Where,
    also: Annotated[list[str] | None, typer.Option(help="Other words for the same issue; repeatable.")] = None,
    actor: Actor = None, country: Country = None, sector: Sector = None, source: Source = None,
    status: Status = None, since: Since = None, until: Until = None, every: Rejected = False, limit: Limit = 0,
    form: Form = None, out: Out = None,
) -> None:  # fmt: skip
    """Who is for an issue, who is against, since when, on whose word, and who changed sides."""
    from tacitus.casebook import ask

    _answer(
        lambda book, f: ask.sides(book, issue, f, also or ()), "SideRow", where, form, out, actor=actor,
        country=country, sector=sector, source=source, status=status, since=since, until=until, rejected=every,
        limit=limit,
    )  # fmt: skip


@ask_app.command(epilog=_example("sources"))
def sources(
    where: Where, view: Annotated[str, typer.Argument(help="quoted, relays or outlets.")] = "quoted",
    actor: Actor = None, country: Country = None, sector: Sector = None, source: Source = None, since: Since = None,
    until: Until = None, text: Words = None, every: Rejected = False, limit: Limit = LIMIT, form: Form = None,
    out: Out = None,
) -> None:  # fmt: skip
    """Who is quoted, who relays whom, and how much of each outlet rests on unnamed sources."""
    from tacitus.casebook import ask

    kind = {"relays": "RelayRow", "outlets": "OutletRow"}.get(view, "QuotedRow")
    _answer(
        lambda book, f: ask.sources(book, f, view), kind, where, form, out, actor=actor, country=country,
        sector=sector, source=source, since=since, until=until, text=text, rejected=every, limit=limit,
    )  # fmt: skip


@ask_app.command(epilog=_example("chain"))
def chain(
    record_id: Annotated[str, typer.Argument(help="Id of a record, or how it begins.")], where: Where,
    form: Form = None, out: Out = None,
) -> None:  # fmt: skip
    """Who stands behind a record, from the writer to the origin."""
    from tacitus.casebook import ask

    _answer(lambda book, _: ask.chain(book, record_id), "ChainRow", where, form, out)


@ask_app.command(epilog=_example("contested"))
def contested(
    where: Where, actor: Actor = None, country: Country = None, of_type: Type = None, source: Source = None,
    since: Since = None, until: Until = None, every: Rejected = False, limit: Limit = LIMIT, form: Form = None,
    out: Out = None,
) -> None:  # fmt: skip
    """What one side says was done and another says was not."""
    from tacitus.casebook import ask

    _answer(
        ask.contested, "ContestedRow", where, form, out, actor=actor, country=country, type=of_type, source=source,
        since=since, until=until, rejected=every, limit=limit,
    )  # fmt: skip


@ask_app.command(epilog=_example("conflicts"))
def conflicts(
    where: Where, actor: Actor = None, country: Country = None, of_type: Type = None, source: Source = None,
    since: Since = None, until: Until = None, every: Rejected = False, limit: Limit = LIMIT, form: Form = None,
    out: Out = None,
) -> None:  # fmt: skip
    """Deeds for which reports give different numbers of killed or injured."""
    from tacitus.casebook import ask

    _answer(
        ask.conflicts, "ConflictRow", where, form, out, actor=actor, country=country, type=of_type, source=source,
        since=since, until=until, rejected=every, limit=limit,
    )  # fmt: skip
