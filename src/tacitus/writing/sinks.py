"""Where the ledgers of a run go: one class for each way of writing, chosen by format.

table    a readable brief per article          text
ledger   the exchange format                   one JSON object a line
jsonl    full rows (`Ledger.row`)              one JSON object a line
csv      a folder, one file per table          rows
parquet  a folder, one folder of shards a table
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import IO

from rich.console import Console

from tacitus.errors import InputError, StoreError
from tacitus.ledger import Ledger
from tacitus.records import Issue, Run
from tacitus.running.engine import Sink
from tacitus.writing.brief import as_printed, brief_text
from tacitus.writing.write_tables import CsvSink, LinesSink, ParquetSink, as_jsonl, as_ledger

FORMATS = ("table", "ledger", "jsonl", "csv", "parquet")
SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".ledger": "ledger",
    ".csv": "csv",
    ".parquet": "parquet",
    ".txt": "table",
    "": "parquet",
}


def infer_format(out: Path | None, given: str | None) -> str:
    """Choose the format: the one given, else by the suffix of `out`. Raises InputError when neither tells."""
    if given is not None:
        if given not in FORMATS:
            raise InputError(f"No format is called '{given}'; there are {', '.join(FORMATS)}")
        if out is None and given in ("csv", "parquet"):
            raise InputError(f"--format {given} writes several tables: say into which folder with -o FOLDER")
        return given
    if out is None:
        return "table"
    if out.name.lower().endswith(".ledger.jsonl"):
        return "ledger"
    suffix = "" if out.is_dir() and out.suffix.lower() not in SUFFIXES else out.suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(s for s in SUFFIXES if s)
        raise InputError(f"{out}: the format cannot be told from '{suffix}'; known are {known}; or give --format")
    return SUFFIXES[suffix]


def open_sink(out: Path, form: str, run: Run) -> Sink:
    """Open `out` for a run, or go on where an earlier run stopped. Raises StoreError if it holds other things."""
    if form == "parquet":
        return ParquetSink(out, run)
    if form == "csv":
        return CsvSink(out, run)
    return LinesSink(out, run, {"ledger": as_ledger, "jsonl": as_jsonl, "table": brief_text}[form])


class StreamSink:
    """Writes to a stream as it goes, such as standard output; nothing can be resumed."""

    done: Collection[str] = ()

    def __init__(self, stream: IO[str], form: str, console: Console) -> None:
        self.stream, self.console = stream, console
        self.line = {"ledger": as_ledger, "jsonl": as_jsonl}.get(form)

    def write(self, ledger: Ledger) -> None:
        """Print one ledger."""
        try:
            text = as_printed(ledger, self.console) if self.line is None else self.line(ledger)
            self.stream.write(text)
            self.stream.flush()
        except BrokenPipeError:
            raise
        except OSError as e:
            raise StoreError(f"standard output cannot be written: {e.strerror}") from e

    def leave_out(self, issue: Issue) -> None:
        """Issues are told in the summary."""

    def close(self) -> None:
        """Nothing is left: each ledger was pushed out."""
