"""The progress bar and the closing summary of a run, both on standard error."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from tacitus.engine import Summary

ONE_EACH = (".txt", ".md", ".html", ".htm", ".docx")
LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")


def count_articles(paths: Sequence[Path]) -> int | None:
    """Count the articles of `paths` without reading them; None where that cannot be done cheaply."""
    total = 0
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            name = file.name.lower()
            if name.endswith(ONE_EACH):
                total += 1
            elif name.endswith(LINES) and file.is_file():
                total += _count_lines(file)
            else:
                return None
    return total


def _count_lines(file: Path) -> int:
    try:
        with gzip.open(file) if file.name.endswith(".gz") else file.open("rb") as lines:
            return sum(1 for line in lines if line.strip())
    except (OSError, EOFError):
        return 0


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f} articles/s" if task.speed else "", "dim")


@contextmanager
def progress_bar(console: Console, paths: Sequence[Path], shown: bool) -> Iterator[Callable[[Summary], None]]:
    """Show a bar while the block runs, if `shown`; give back what to call after each article."""
    if not shown:
        yield lambda summary: None
        return
    columns = (
        TextColumn("Coding"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=count_articles(paths))
        yield lambda summary: bar.update(task, completed=summary.read)


def show_summary(console: Console, summary: Summary, out: Path | None) -> None:
    """Say what a run did: articles in, coded and left out with the reasons, records by kind, speed."""
    kinds = ", ".join(f"{n:,} {kind}" for kind, n in summary.records.items()) or "no records"
    head = f"{summary.read:,} articles read, {summary.coded:,} coded"
    if summary.already:
        head += f", {summary.already:,} done before"
    console.print(head, f": {kinds}", sep="", highlight=False)
    for reason, n in summary.left_out.most_common():
        console.print(f"  {n:,} left out: {reason}", style="yellow", highlight=False, markup=False)
    for reason, n in summary.warnings.most_common():
        console.print(f"  {n:,} kept, but: {reason}", highlight=False, markup=False)
    for issue in summary.issues:
        where = f"{issue.path or '-'}" + (f", record {issue.record}" if issue.record is not None else "")
        console.print(
            f"    {where}: {issue.reason}; {issue.remedy}", highlight=False, markup=False, style="dim", soft_wrap=True
        )
    if (rest := summary.left_out.total() + summary.warnings.total() - len(summary.issues)) > 0:
        console.print(f"    and {rest:,} more", style="dim", highlight=False)
    if summary.coded:
        console.print(
            f"  {summary.words:,} words in {summary.wall:.1f} s, {summary.words_per_second:,.0f} words/s",
            highlight=False,
        )
    if summary.stopped:
        again = "; the same command goes on from here" if out else ""
        console.print(f"Stopped. What was coded is written whole{again}.", style="yellow", highlight=False)
    elif out:
        console.print(f"Written to {out}", highlight=False, markup=False)
