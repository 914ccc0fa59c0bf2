"""The options that commands which read and code articles share: which column holds what, how to read, how to run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

# ruff: noqa: PLC0415 - readers load when articles are read, so that --help comes at once
if TYPE_CHECKING:
    from tacitus.reading.read_options import ReadOptions

TextColumn = Annotated[str | None, typer.Option("--text-column", help="Column or field that holds the text.")]
DateColumn = Annotated[str | None, typer.Option("--date-column", help="Column of the publication date.")]
TitleColumn = Annotated[str | None, typer.Option("--title-column", help="Column of the title.")]
SourceColumn = Annotated[str | None, typer.Option("--source-column", help="Column of the outlet.")]
IdColumn = Annotated[str | None, typer.Option("--id-column", help="Column of your own id.")]
DayFirst = Annotated[
    bool | None,
    typer.Option("--day-first/--month-first", help="How to read 03/04/2019; neither: the year alone is kept."),
]
Encoding = Annotated[str | None, typer.Option("--encoding", help="Encoding of the files; otherwise it is detected.")]
Workers = Annotated[int | None, typer.Option(help="Processes to code with.")]
Engine = Annotated[str | None, typer.Option(help="local, or ray (pip install 'tacitus\\[ray]').")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")]


def read_options(given: dict[str, Any], max_chars: int) -> ReadOptions:
    """Return how to read, from the options that were given; None stands for one that was not."""
    from tacitus.reading.read_options import ReadOptions

    return ReadOptions(**{k: v for k, v in given.items() if v is not None}, max_chars=max_chars)
