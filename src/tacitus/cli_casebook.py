"""The casebook on the command line: `tacitus code ... --into CASEBOOK` and `tacitus runs CASEBOOK`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.cli_screen import screen

# ruff: noqa: PLC0415 - each command imports what it needs, so that --help comes at once
if TYPE_CHECKING:
    from pathlib import Path

    from tacitus.casebook.store import RunReport
    from tacitus.casebook.store_sink import CasebookSink
    from tacitus.records import Run

Into = Annotated[
    str | None,
    typer.Option("--into", help="Casebook to add to: a file such as crisis.db, or postgresql://host/database."),
]
EXAMPLES = (
    ("tacitus code news.jsonl --into crisis.db", "add to a casebook; twice adds nothing"),
    ("tacitus runs crisis.db", "what each run did: articles in, coded, failed and why"),
)


def open_into(where: str, run: Run, out: Path | None = None, form: str | None = None) -> CasebookSink:
    """Open a casebook for a run. Raises InputError where an output or a format is asked for as well."""
    from tacitus.casebook.store import Casebook
    from tacitus.casebook.store_sink import CasebookSink
    from tacitus.errors import InputError

    if out is not None or form is not None:
        raise InputError("--into keeps the records in a casebook: leave out -o and --format, or code twice")
    return CasebookSink(Casebook(where), run)


def runs_command(
    casebook: Annotated[str, typer.Argument(help="The casebook: a file, or postgresql://host/database.")],
    form: Annotated[str, typer.Option("--format", "-f", help="table, csv or json.")] = "table",
) -> None:
    """List the runs of a casebook: when, how many articles went in, were coded, failed, and why."""
    from tacitus.casebook.store import Casebook
    from tacitus.errors import InputError

    writers = {"table": show_runs, "csv": _csv, "json": _json}
    if form not in writers:
        raise InputError(f"No format is called '{form}'; there are {', '.join(writers)}")
    with Casebook(casebook, create=False) as book:
        reports = book.runs()
    writers[form](reports)


def show_runs(reports: list[RunReport]) -> None:
    """Print a table of runs, and below each what was left out or failed, and why."""
    from rich.table import Table

    console = screen()
    if not reports:
        console.print("no runs yet", highlight=False)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("run", "started", "version", "in", "coded", "already", "failed", "left out"):
        table.add_column(name, justify="left" if name in ("run", "started", "version") else "right")
    for r in reports:
        counts = (r.read, r.coded, r.already, r.failed, r.left_out)
        started = r.run.started[:16].replace("T", " ") + ("" if r.finished else " (not ended)")
        table.add_row(r.run.id, started, r.run.code_version, *(f"{n:,}" for n in counts))
    console.print(table)
    for r in reports:
        for what, told in (("", r.reasons), ("kept, but: ", r.warnings)):
            for reason, n in told.items():
                console.print(
                    f"{r.run.id}  {n:,} {what}{reason}", style="yellow", highlight=False, markup=False, soft_wrap=True
                )


def _rows(reports: list[RunReport]) -> list[dict[str, object]]:
    return [
        {
            "run": r.run.id,
            "started": r.run.started,
            "finished": r.finished,
            "code_version": r.run.code_version,
            "codebook_hash": r.run.codebook_hash,
            "models": r.run.models,
            "settings": r.run.settings,
            "in": r.read,
            "coded": r.coded,
            "already": r.already,
            "failed": r.failed,
            "left_out": r.left_out,
            "reasons": json.dumps(r.reasons, ensure_ascii=False),
            "warnings": json.dumps(r.warnings, ensure_ascii=False),
        }
        for r in reports
    ]


def _csv(reports: list[RunReport]) -> None:
    import csv

    rows = _rows(reports)
    writer = csv.DictWriter(sys.stdout, list(rows[0]) if rows else ["run"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _json(reports: list[RunReport]) -> None:
    told = ("models", "settings", "reasons", "warnings")
    rows = [{k: json.loads(str(v)) if k in told else v for k, v in row.items()} for row in _rows(reports)]
    json.dump(rows, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
