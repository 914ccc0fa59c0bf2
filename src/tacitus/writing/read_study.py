"""Reads back what `tacitus code -o` wrote together with the runs that wrote it, from the folder beside the output."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tacitus.errors import InputError
from tacitus.ledger import Ledger
from tacitus.records import Issue, Run
from tacitus.writing.read_ledgers import NOT_FULL, read_ledgers

FULL = ("jsonl", "csv", "parquet")
NO_RUN = (
    "{path} was written by tacitus code, but {folder}, which says which run made it, is not there;"
    " copy it as well, from where {path} was written"
)


@dataclass(frozen=True, slots=True)
class Study:
    """An output with its runs by id, the run of each article, and its issues with their kinds."""

    path: Path
    runs: dict[str, Run]
    run_of: dict[str, str]
    issues: list[tuple[Issue, str]]

    def ledgers(self) -> Iterator[tuple[Run, Ledger]]:
        """Yield the ledgers in the order in which they were written, each with the run that wrote it.

        An article that a killed run left half written is passed over. Raises InputError.
        """
        failed: dict[str, list[Issue]] = {}
        for issue, kind in self.issues:
            if kind == "failed" and issue.article_id is not None:
                failed.setdefault(issue.article_id, []).append(issue)
        for ledger in read_ledgers(self.path):
            run_id = self.run_of.get(ledger.article.id)
            if run_id is not None:
                ledger.issues = ledger.issues or failed.get(ledger.article.id, [])
                yield self.runs[run_id], ledger


def run_folder(path: Path) -> Path:
    """Return where the runs of an output are written down."""
    return path / "_run" if path.is_dir() else path.with_name(path.name + ".run")


def is_study(path: Path) -> bool:
    """Say whether a path is an output of `tacitus code`. Raises InputError if it is one without its runs."""
    folder = run_folder(path)
    if (folder / "runs.jsonl").is_file():
        return True
    if path.is_dir():
        bare = any((path / f"articles{e}").exists() and (path / f"resolutions{e}").exists() for e in ("", ".csv"))
    else:
        bare = path.suffix.lower() in (".jsonl", ".ndjson") and _is_ledger(path)
    if bare:
        raise InputError(NO_RUN.format(path=path, folder=folder))
    return False


def read_study(path: Path) -> Study:
    """Read all but the ledgers of an output. Raises InputError where it is damaged or not of a full format."""
    folder = run_folder(path)
    try:
        told = _rows(folder / "runs.jsonl")
        form = told[-1].get("format") if told else None
        if form not in FULL:
            reason = f"{path} is a brief to read; code again with --format jsonl" if form in ("text", "table") else ""
            raise InputError(reason or NOT_FULL.format(path=path))
        runs = {row["id"]: Run(**{f.name: row[f.name] for f in fields(Run)}) for row in told}
        run_of = _marked(folder / "done") if form == "parquet" else _logged(folder / "done.tsv")
        issues = [
            (Issue(**{f.name: row[f.name] for f in fields(Issue)}), row.get("kind") or _guess(row))
            for row in _rows(folder / "issues.jsonl")
        ]
        if strangers := set(run_of.values()) - runs.keys():
            known = ", ".join(sorted(strangers))
            raise InputError(f"{folder}: runs.jsonl does not know {known}; copy the folder again")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as e:
        raise InputError(f"{folder}: cannot be read: {e}; copy it again from where the study was written") from e
    return Study(path, runs, run_of, issues)


def _guess(row: dict[str, Any]) -> str:
    """Say of what kind an issue is that an earlier version wrote without it."""
    return "left out" if row["article_id"] is None else "warning"


def _rows(path: Path) -> list[dict[str, Any]]:
    """Read whole lines of JSON; a last one without its line break was cut off."""
    if not path.is_file():
        return []
    lines = path.read_text("utf-8").split("\n")[:-1]
    return [json.loads(line) for line in lines if line.strip()]


def _logged(log: Path) -> dict[str, str]:
    lines = (line.split("\t") for line in log.read_text("utf-8").split("\n")[:-1])
    return {line[0]: line[1] for line in lines if line[0]}


def _marked(folder: Path) -> dict[str, str]:
    out: dict[str, str] = {}
    for marker in sorted(folder.glob("part-*.json")):
        row = json.loads(marker.read_text("utf-8"))
        out |= dict.fromkeys(row["articles"], row["run"])
    return out


def _is_ledger(path: Path) -> bool:
    """Say whether the first line of a file is a full row of a ledger."""
    try:
        with path.open("rb") as file:
            row = json.loads(file.readline(50_000_000))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(row, dict) and isinstance(row.get("article"), dict) and isinstance(row.get("mentions"), list)
