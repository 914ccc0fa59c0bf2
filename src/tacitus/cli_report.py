"""`tacitus report CASEBOOK -o FILE`: a casebook as one web page to send on."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from tacitus.cli_screen import screen

# ruff: noqa: PLC0415 - the command imports what it needs, so that --help comes at once
EXAMPLES = (
    ("tacitus report crisis.db -o brief.html", "the issues with most positions, the whole of time"),
    (
        'tacitus report crisis.db -o brief.html --issue "military intervention" --issue sanctions --since 2019-02',
        "your own issues",
    ),
    ('tacitus report crisis.db -o peru.html --country Peru --title "Peru and the crisis" --open', "one country"),
)


def report_command(  # noqa: PLR0913, PLR0917 - one for each option
    casebook: Annotated[str, typer.Argument(help="The casebook: a file, or postgresql://host/database.")],
    out: Annotated[Path, typer.Option("--output", "-o", help="File to write; it ends in .html.")],
    issue: Annotated[list[str] | None, typer.Option(help="What it is to be about, in words; repeatable.")] = None,
    since: Annotated[str | None, typer.Option(help="First day, month or year: 2019-01-23, 2019-01, 2019.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, month or year.")] = None,
    actor: Annotated[str | None, typer.Option(help="Name, or part of one, of somebody who takes part.")] = None,
    country: Annotated[str | None, typer.Option(help="Country of somebody who takes part: a name or a code.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the report.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=40, help="Most rows of each list.")] = 10,
    open_it: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Write what a casebook knows as one file to read, send on and print; it loads nothing from anywhere."""
    from tacitus.casebook.store import Casebook
    from tacitus.web.report import Asked, write_report

    asked = Asked(tuple(issue or ()), since, until, actor, country, title, limit)
    with Casebook(casebook, create=False) as book:
        made = write_report(book, out, asked)
    told = f"{made}  {made.stat().st_size:,} bytes"
    screen(stderr=True).print(told, highlight=False, markup=False, soft_wrap=True)
    if open_it:
        webbrowser.open(made.resolve().as_uri())
