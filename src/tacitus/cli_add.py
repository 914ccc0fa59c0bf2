"""`tacitus add CASEBOOK PATH...`: what was coded elsewhere goes in as it is, what was not is coded as the last was."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tacitus import cli_options
from tacitus.cli_screen import Screen, screen

# ruff: noqa: PLC0415, PLR0913, PLR0917 - it imports what it needs, so that --help comes at once; one for each option
if TYPE_CHECKING:
    from tacitus.records import Run
    from tacitus.running.engine import Stop, Summary
    from tacitus.settings import Settings

EXAMPLES = (
    ("tacitus add crisis.db today.docx", "code it with the settings of the casebook's last run"),
    ("tacitus add crisis.db study/", "add what tacitus code -o study wrote, without coding it again"),
)


def add_command(
    casebook: Annotated[str, typer.Argument(help="The casebook: a file, or postgresql://host/database.")],
    paths: Annotated[list[Path], typer.Argument(help="Articles, or studies that tacitus code -o wrote.")],
    workers: cli_options.Workers = None,
    engine: cli_options.Engine = None,
    text_column: cli_options.TextColumn = None,
    date_column: cli_options.DateColumn = None,
    title_column: cli_options.TitleColumn = None,
    source_column: cli_options.SourceColumn = None,
    id_column: cli_options.IdColumn = None,
    day_first: cli_options.DayFirst = None,
    encoding: cli_options.Encoding = None,
    quiet: cli_options.Quiet = False,
) -> None:
    """Add to a casebook: articles, coded as its last run coded, and studies that were coded elsewhere, as they are.

    A study keeps the run that coded it: its version, codebook, models and settings.
    """
    from tacitus.reading.find_inputs import check_paths
    from tacitus.running.engine import Stop
    from tacitus.settings import load_settings
    from tacitus.writing.read_study import is_study

    check_paths(paths)
    base = load_settings(workers=workers, engine=engine)
    told = {"text": text_column, "date": date_column, "title": title_column, "source": source_column, "id": id_column}
    columns: dict[str, Any] = {f"{k}_column": v for k, v in told.items()}
    columns |= {"encoding": encoding, "day_first": day_first}
    studies = [path for path in paths if is_study(path)]
    articles = [path for path in paths if path not in studies]
    there = 0
    with Stop() as stop:
        if studies:
            there += _add_studies(casebook, studies, stop, quiet)
        if articles and not stop():
            summary = _code_articles(casebook, articles, (base, columns), stop, quiet)
            there += summary.coded + summary.already
    if stop.signal is not None:
        raise typer.Exit(128 + stop.signal)
    if not there:
        raise typer.Exit(1)


def _add_studies(casebook: str, studies: list[Path], stop: Stop, quiet: bool) -> int:
    """Add studies as they are; return how many articles of them are in the casebook now."""
    from tacitus.casebook.add_study import add_study
    from tacitus.casebook.store import Casebook
    from tacitus.running.engine import Summary
    from tacitus.running.progress import progress_bar
    from tacitus.writing.read_study import read_study

    errors, there = screen(stderr=True), 0
    read = [read_study(path) for path in studies]
    with Casebook(casebook) as book:
        for study in read:
            if stop():
                break
            bar = errors.is_terminal and not quiet
            with progress_bar(errors, [], bar, total=len(study.run_of), doing="Adding") as tick:
                counts = add_study(book, study, lambda n, tick=tick: tick(Summary(read=n)), stop)  # type: ignore[misc]
            there += counts.total() - counts["failed"] - counts["left out"]
            if not quiet:
                _tell_study(errors, study.path, list(study.runs.values()), counts)
        where = book.where
    if not quiet:
        said = "Stopped; the same command goes on from here" if stop() else f"Added to {where}"
        errors.print(said, highlight=False, markup=False, soft_wrap=True)
    return there


def _tell_study(errors: Screen, path: Path, runs: list[Run], counts: Counter[str]) -> None:
    """Say of a study that it was coded before, by which run, and what became of its articles."""
    run = runs[-1]
    by = f"run {run.id}" + (f" and {len(runs) - 1} before it" if len(runs) > 1 else "")
    head = (
        f"{path}: coded before, added as it is. Coded by {by}, Tacitus {run.code_version}, codebook {run.codebook_hash}"
    )
    names = {"already": "there before", "coded anew": "in the place of other records"}
    told = [f"{n:,} {names.get(name, name)}" for name, n in counts.items()]
    for line in (head, "  " + (", ".join(told) or "no articles")):
        errors.print(line, highlight=False, markup=False, soft_wrap=True)


def _code_articles(
    casebook: str, paths: list[Path], how: tuple[Settings, dict[str, Any]], stop: Stop, quiet: bool
) -> Summary:
    """Code articles as the casebook's last run coded, and say so."""
    from tacitus.casebook.add_study import last_run
    from tacitus.casebook.store import Casebook
    from tacitus.casebook.store_sink import CasebookSink
    from tacitus.reading.read_articles import read_articles
    from tacitus.run_record import changes, make_run, settings_of
    from tacitus.running.engine import run
    from tacitus.running.progress import progress_bar, show_summary

    base, columns = how
    errors = screen(stderr=True)
    book = Casebook(casebook, create=False)
    try:
        last = last_run(book)
        settings = base if last is None else settings_of(last, base)
        record = make_run(settings)
        options = cli_options.read_options(columns, settings.max_chars)
    except BaseException:
        book.close()
        raise
    if not quiet:
        _tell_settings(errors, book.where, last, settings)
    for change in changes(last, record) if last is not None else ():
        errors.print(
            f"Since the last run this has changed: {change}. What is added now is coded with what is there now.",
            style="yellow", highlight=False, markup=False, soft_wrap=True,
        )  # fmt: skip
    where = Path(book.where.rpartition("@")[2])
    with progress_bar(errors, paths, errors.is_terminal and not quiet) as tick:
        summary = run(read_articles(paths, options), settings, CasebookSink(book, record), tick, stop)
    if not quiet or not (summary.coded or summary.already):
        show_summary(errors, summary, where)
    return summary


def _tell_settings(errors: Screen, where: str, last: Run | None, settings: Settings) -> None:
    """Say with what the articles are coded."""
    from tacitus.settings import KINDS

    told = [f"parser {settings.parser}"]
    told += [f"codebook {path}" for path in settings.codebook] or ["our codebook"]
    told += [f"actors {path}" for path in settings.overlay]
    told += [f"only {', '.join(settings.only)}"] * (settings.only != KINDS)
    whose = f"those of its last run, {last.id}" if last is not None else "the usual ones, as it has no run yet"
    said = f"Coding into {where} with settings that are {whose}: {'; '.join(told)}"
    errors.print(said, highlight=False, markup=False, soft_wrap=True)
