"""Writers of ledgers to files that stay whole: a run that is stopped or killed is resumed without loss or doubles.

Lines and CSV are appended. After each article one line goes into `done.tsv`: the article's id, the run,
and how long every file then was. Whatever lies behind the last such line (an article half written when
the run was killed) is cut off when the next run opens the output, so a resumed run leaves the very
bytes of an undisturbed one. Parquet cannot be appended: shards are written under a hidden name, renamed
when whole, and marked done once all tables of the shard are there.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from tacitus.errors import StoreError
from tacitus.ledger import Ledger
from tacitus.reading.read_options import Remark
from tacitus.records import CODED, Article, Issue, Run, arrow_schema, columns, rows
from tacitus.run_record import rests_on
from tacitus.storable import storable
from tacitus.writing.exchange import to_exchange
from tacitus.writing.lock_output import lock_output

TABLES = (Article, *CODED)
SHARD = 200  # articles in one Parquet shard


def as_jsonl(ledger: Ledger) -> str:
    """Write the full row of a ledger as one line."""
    return json.dumps(storable(ledger.row()), ensure_ascii=False, separators=(",", ":")) + "\n"


def as_ledger(ledger: Ledger) -> str:
    """Write a ledger in the exchange format as one line; nothing for an article that could not be coded."""
    if ledger.issues:
        return ""
    return json.dumps(storable(to_exchange(ledger)), ensure_ascii=False) + "\n"


class RunFolder:
    """The folder beside an output that makes it resumable: runs.jsonl, issues.jsonl and what is done."""

    def __init__(self, folder: Path, run: Run, kind: str, output: Path, existed: bool) -> None:
        self.folder, self.run, self.output = folder, run, output
        runs = folder / "runs.jsonl"
        if existed and not runs.exists():
            raise StoreError(f"{output} exists and was not written by Tacitus; choose another -o, or remove it")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.lock = lock_output(folder / "lock", output)
            earlier = whole_lines(runs)
            if earlier:
                self._same(json.loads(earlier[-1]), kind)
            self.issues_path = folder / "issues.jsonl"
            self.told = {_issue_key(json.loads(line)) for line in whole_lines(self.issues_path)}
            self.issues = self.issues_path.open("a", encoding="utf-8", newline="\n")
            with runs.open("a", encoding="utf-8", newline="\n") as f:
                f.write(json.dumps({**rows([run])[0], "format": kind}, ensure_ascii=False) + "\n")
        except OSError as e:
            raise StoreError(f"{output}: cannot be written: {e.strerror}") from e

    def close(self) -> None:
        """Close the files and let the next run write."""
        self.issues.close()
        self.lock.close()

    def _same(self, row: dict[str, Any], kind: str) -> None:
        """Refuse to mix rows of two kinds, codebooks, models or versions in one output."""
        was, now = rests_on(Run(**{k: v for k, v in row.items() if k != "format"})), rests_on(self.run)
        other = [k for k in now if was[k] != now[k]] + ["format"] * (row["format"] != kind)
        if other:
            raise StoreError(
                f"{self.output} was coded with different {' and '.join(other)}; choose another -o,"
                f" or remove it and {self.folder}"
            )

    def leave_out(self, issue: Issue, kind: str | None = None) -> None:
        """Append an issue, once, with its kind as a casebook has it: failed, left out, or warning."""
        kept = isinstance(issue, Remark) or issue.article_id is not None
        row = {**storable(rows([issue])[0]), "kind": kind or ("warning" if kept else "left out")}
        if _issue_key(row) not in self.told:
            self.told.add(_issue_key(row))
            self.issues.write(json.dumps(row, ensure_ascii=False) + "\n")
            self.issues.flush()


def _issue_key(row: dict[str, Any]) -> tuple[Any, ...]:
    return (row["path"], row["record"], row["article_id"], row["reason"])


def whole_lines(path: Path) -> list[str]:
    """Return the lines of a file that end in a line break; a last line without one is cut off the file."""
    if not path.exists():
        return []
    data = path.read_bytes()
    end = data.rfind(b"\n") + 1
    if end < len(data):
        os.truncate(path, end)
    return data[:end].decode("utf-8").split("\n")[:-1]


class _Appended:
    """Files that grow article by article, and `done.tsv`, which says how long they were after each."""

    def __init__(self, files: Sequence[Path], run_folder: RunFolder) -> None:
        self.folder = run_folder
        self.done: set[str] = set()
        log = run_folder.folder / "done.tsv"
        ends = [0] * len(files)
        for line in whole_lines(log):
            article_id, _, *offsets = line.split("\t")
            self.done.add(article_id)
            ends = [int(o) for o in offsets]
        try:
            self.files: list[IO[bytes]] = []
            for path, end in zip(files, ends, strict=True):
                if path.exists() and path.stat().st_size < end:
                    raise StoreError(f"{path} is shorter than {log} says; remove both and code anew")
                self.files.append(path.open("ab"))
                os.truncate(path, end)
        except OSError as e:
            raise StoreError(f"{e.filename}: cannot be written: {e.strerror}") from e
        self.ends, self.log = ends, log.open("a", encoding="utf-8", newline="\n")

    def append(self, article_id: str, parts: Sequence[str]) -> None:
        """Append one article's part to each file; once the log has it, it is kept for good."""
        try:
            for n, (file, part) in enumerate(zip(self.files, parts, strict=True)):
                data = part.encode("utf-8")
                file.write(data)
                file.flush()
                self.ends[n] += len(data)
            self.log.write("\t".join([article_id, self.folder.run.id, *map(str, self.ends)]) + "\n")
            self.log.flush()
        except OSError as e:
            raise StoreError(f"{self.folder.output}: cannot be written: {e.strerror}") from e
        self.done.add(article_id)

    def close(self) -> None:
        """Push everything to the disk and close the files, cutting off what the log does not know."""
        self.log.close()
        lines = whole_lines(Path(self.log.name))
        ends = [int(o) for o in lines[-1].split("\t")[2:]] if lines else [0] * len(self.files)
        for file, end in zip(self.files, ends, strict=True):
            file.flush()
            file.truncate(end)
            os.fsync(file.fileno())
            file.close()
        self.folder.close()


class LinesSink:
    """One file, one text for each article (`line` makes it); `FILE.run/` beside it makes it resumable."""

    def __init__(self, path: Path, run: Run, line: Callable[[Ledger], str]) -> None:
        self.line = line
        if path.is_dir():
            raise StoreError(f"{path} is a folder; name a file with -o")
        folder = RunFolder(
            path.with_name(path.name + ".run"),
            run,
            line.__name__.split("_")[-1],
            path,
            path.exists() and path.stat().st_size > 0,
        )
        self.files = _Appended([path], folder)
        self.done = self.files.done

    def write(self, ledger: Ledger) -> None:
        """Append one ledger."""
        for issue in ledger.issues:
            self.files.folder.leave_out(issue, "failed")
        self.files.append(ledger.article.id, [self.line(ledger)])

    def leave_out(self, issue: Issue) -> None:
        """Append one issue to issues.jsonl."""
        self.files.folder.leave_out(issue)

    def close(self) -> None:
        """Make the files whole."""
        self.files.close()


class CsvSink:
    """A folder with one CSV file per table, and `_run/`, which makes it resumable."""

    def __init__(self, folder: Path, run: Run) -> None:
        _need_folder(folder)
        run_folder = RunFolder(folder / "_run", run, "csv", folder, _holds_anything(folder))
        self.files = _Appended([folder / f"{t.table}.csv" for t in TABLES], run_folder)
        if not self.files.done:
            self.files.append("", [_csv_rows(t, [], head=True) for t in TABLES])
        self.done = self.files.done

    def write(self, ledger: Ledger) -> None:
        """Append the rows of one ledger to the files."""
        for issue in ledger.issues:
            self.files.folder.leave_out(issue, "failed")
        self.files.append(ledger.article.id, [_csv_rows(t, table_rows(ledger, t)) for t in TABLES])

    def leave_out(self, issue: Issue) -> None:
        """Append one issue to issues.jsonl."""
        self.files.folder.leave_out(issue)

    def close(self) -> None:
        """Make the files whole."""
        self.files.close()


class ParquetSink:
    """A folder with a folder of shards per table, and `_run/`, which holds a marker for every whole shard."""

    def __init__(self, folder: Path, run: Run) -> None:
        _need_folder(folder)
        self.folder = folder
        self.run = RunFolder(folder / "_run", run, "parquet", folder, _holds_anything(folder))
        self.markers = folder / "_run" / "done"
        self.markers.mkdir(exist_ok=True)
        self.done: set[str] = set()
        self.held: list[Ledger] = []
        marked = sorted(self.markers.glob("part-*.json"))
        for marker in marked:
            self.done.update(json.loads(marker.read_text("utf-8"))["articles"])
        self.next = int(marked[-1].stem.split("-")[1]) + 1 if marked else 0
        names = {m.stem for m in marked}
        for part in folder.glob("*/*.parquet*"):  # written by a run that was killed before the shard was whole
            if part.name.lstrip(".").split(".")[0] not in names:
                part.unlink()

    def write(self, ledger: Ledger) -> None:
        """Hold one ledger for the next shard."""
        for issue in ledger.issues:
            self.run.leave_out(issue, "failed")
        self.held.append(ledger)
        if len(self.held) >= SHARD:
            self._write_shard()

    def leave_out(self, issue: Issue) -> None:
        """Append one issue to issues.jsonl."""
        self.run.leave_out(issue)

    def close(self) -> None:
        """Write what is held as a last, smaller shard."""
        if self.held:
            self._write_shard()
        self.run.close()

    def _write_shard(self) -> None:
        name = f"part-{self.next:05d}"
        try:
            for t in TABLES:
                place = self.folder / t.table
                place.mkdir(exist_ok=True)
                table = [storable(row) for ledger in self.held for row in table_rows(ledger, t)]
                made = pa.Table.from_pylist(table, schema=arrow_schema(t))
                _put(place / f"{name}.parquet", partial(pq.write_table, made, compression="zstd"))
            ids = [ledger.article.id for ledger in self.held]
            note = json.dumps({"run": self.run.run.id, "articles": ids})
            _put(self.markers / f"{name}.json", lambda p: p.write_text(note, "utf-8"))
        except OSError as e:
            raise StoreError(f"{self.folder}: cannot be written: {e.strerror}") from e
        self.done.update(ids)
        self.next += 1
        self.held = []


def table_rows(ledger: Ledger, table: type) -> list[dict[str, Any]]:
    """Return the rows that a ledger adds to a table."""
    return rows([ledger.article] if table is Article else getattr(ledger, table.table))  # type: ignore[attr-defined]


def _put(path: Path, write: Callable[[Path], Any]) -> None:
    """Write a file under a hidden name and rename it once it is whole and on the disk."""
    hidden = path.with_name(f".{path.name}.tmp")
    write(hidden)
    with hidden.open("rb") as f:
        os.fsync(f.fileno())
    hidden.replace(path)


def _csv_rows(table: type, items: list[dict[str, Any]], head: bool = False) -> str:
    names = [name for name, _, _ in columns(table)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if head:
        writer.writerow(names)
    for row in items:
        values = [storable(row[n]) for n in names]
        writer.writerow(["" if v is None else str(v).lower() if isinstance(v, bool) else v for v in values])
    return text.getvalue()


def _need_folder(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise StoreError(f"{path} is a file; this format needs a folder")


def _holds_anything(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())
