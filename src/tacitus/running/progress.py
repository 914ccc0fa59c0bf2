"""The progress bar and the closing summary of a run, both on standard error."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from tacitus.reading.find_inputs import find_inputs, kind_of
from tacitus.records import Issue
from tacitus.running.engine import Summary
from tacitus.show_text import flat

ONE_EACH = ("text", "markdown", "html")
BLOCK = 1 << 20
MOST = 1 << 30  # bytes looked through to count what is in files


def count_articles(paths: Sequence[Path]) -> int | None:
    """Count the articles of `paths` without reading them; None where that cannot be done cheaply."""
    total, size = 0, 0
    for path in find_inputs([str(p) for p in paths]):
        if isinstance(path, Issue):
            continue
        kind = kind_of(path)
        try:
            if kind in ONE_EACH:
                total += 1
            elif kind == "parquet":
                total += pq.read_metadata(path).num_rows
            elif kind in ("jsonl", "csv", "tsv"):
                size += Path(path).stat().st_size
                if size > MOST:
                    return None
                total += _count_rows(path, quoted=kind != "jsonl")
            else:
                return None
        except (OSError, EOFError, zlib.error, pa.ArrowException):
            total += 1  # it will be an issue
    return total


def _count_rows(path: str, quoted: bool) -> int:
    """Count the lines that hold something; of a table, without its header and the line breaks within quotes."""
    lines, marks, last = 0, 0, b"\n"
    with gzip.open(path) if path.lower().endswith(".gz") else Path(path).open("rb") as file:
        while block := file.read(BLOCK):
            for n, part in enumerate(block.split(b'"') if quoted else [block], marks):
                if n % 2 == 0:
                    joined = last + part
                    lines += joined.count(b"\n") - joined.count(b"\n\n") - joined.count(b"\n\r\n")
                    lines -= last == b"\n"
                    last = joined[-1:]
                else:
                    last = b'"'
            marks += block.count(b'"') if quoted else 0
    return max(0, lines + (last != b"\n") - quoted)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f} articles/s" if task.speed else "", "dim")


@contextmanager
def progress_bar(
    console: Console, paths: Sequence[Path], shown: bool, total: int | None = None, doing: str = "Coding"
) -> Iterator[Callable[[Summary], None]]:
    """Show a bar while the block runs, if `shown`; give back what to call after each article.

    `total`: how many articles there are, where that need not be counted.
    """
    if not shown:
        yield lambda summary: None
        return
    columns = (
        TextColumn(doing),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=count_articles(paths) if total is None else total)
        yield lambda summary: bar.update(task, completed=summary.read)


def show_summary(console: Console, summary: Summary, out: Path | None) -> None:
    """Say what a run did: articles in, coded and left out with the reasons, records by kind, speed."""
    kinds = ", ".join(f"{n:,} {kind}" for kind, n in summary.records.items()) or "no records"
    head = f"{summary.read:,} articles read, {summary.coded:,} coded"
    if summary.already:
        head += f", {summary.already:,} done before"
    console.print(head, f": {kinds}", sep="", highlight=False)
    for reason, n in summary.left_out.most_common():
        console.print(f"  {n:,} left out: {flat(reason)}", style="yellow", highlight=False, markup=False)
    for reason, n in summary.warnings.most_common():
        console.print(f"  {n:,} {'remarks' if n > 1 else 'remark'}: {flat(reason)}", highlight=False, markup=False)
    for issue in summary.issues:
        where = ("standard input" if issue.path in ("", "-") else issue.path) + (
            f", record {issue.record}" if issue.record is not None else ""
        )
        console.print(
            "    " + flat(f"{where}: {issue.reason}; {issue.remedy}"),
            highlight=False,
            markup=False,
            style="dim",
            soft_wrap=True,
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
