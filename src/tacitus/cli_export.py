"""The command `tacitus export`: a study in the columns and files of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tacitus.cli_screen import examples, screen

EPILOG = examples(
    ("tacitus export study/ --to parquet -o flat/", "joined tables for pandas, R, DuckDB"),
    ("tacitus export study/ --to gdelt -o gdelt/", "61 and 16 columns"),
    ("tacitus export out.jsonl --to dna -o crisis.dna", "open with DNA 3, password tacitus"),
    ("tacitus export study/ --to gexf -o sides.gexf", "who backs and who opposes whom, for Gephi"),
    (
        "tacitus export study/ --to graphml --network congruence --normalise average --window month -o months/",
        "one discourse network a month",
    ),
    ("tacitus export study/ --to edges --network dyads --by country -o dyads.csv", "who did what to whom"),
)


def export_command(  # noqa: PLR0913, PLR0917 - one for each option
    ledger: Annotated[Path, typer.Argument(help="What tacitus code wrote: a jsonl file, a csv or parquet folder.")],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            help="csv, parquet, polecat, icews, gdelt, plover, dna, dna-csv, ftm; or graphml, gexf, pajek, edges.",
        ),
    ],
    out: Annotated[Path, typer.Option("--output", "-o", help="File, or folder where there are several.")],
    network: Annotated[
        str,
        typer.Option(help="sides, dyads, congruence, conflict, subtract, ignore or affiliation."),
    ] = "sides",
    by: Annotated[str, typer.Option(help="Nodes: name, country, sector or country-sector.")] = "name",
    normalise: Annotated[
        str, typer.Option(help="no, average, jaccard, cosine; for affiliation no, activity, prominence.")
    ] = "no",
    duplicates: Annotated[
        str, typer.Option(help="Keep: include (every one), or one per document, week, month, year, all.")
    ] = "include",
    window: Annotated[str | None, typer.Option(help="A network for each day, week, month or year.")] = None,
    size: Annotated[int, typer.Option(help="Length of a window, in its units.")] = 1,
    step: Annotated[int, typer.Option(help="How far a window slides, in its units.")] = 1,
    status: Annotated[
        str | None, typer.Option(help="Statuses kept, such as occurred,ongoing; else all but denied, or all.")
    ] = None,
) -> None:
    """Write a study in the columns and files that other programs read."""
    # these load pyarrow and networkx, which a help text does not need
    from tacitus.exports.export import NetworkChoice, export  # noqa: PLC0415
    from tacitus.exports.export_tables import load_tables  # noqa: PLC0415

    statuses = [s.strip() for s in status.split(",")] if status else None
    choice = NetworkChoice(network, by, normalise, duplicates, window, size, step)
    files = export(load_tables(ledger), to, out, statuses, choice)
    console = screen(stderr=True)
    for path in files:
        console.print(f"{path}  {path.stat().st_size:,} bytes", highlight=False, markup=False, soft_wrap=True)
