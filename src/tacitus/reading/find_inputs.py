"""Paths as the user gives them -> the files to read: folders walked in order, globs, stdin; each folder once."""

from __future__ import annotations

import glob
import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tacitus.errors import InputError
from tacitus.reading.open_inputs import why
from tacitus.reading.read_options import problem, remark
from tacitus.records import Issue

STDIN = "-"
# The kinds of file that are read, by the end of the name; each also with .gz, save Parquet and WACZ.
KINDS = {
    "text": (".txt", ".text"),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm", ".xhtml"),
    "word": (".docx", ".rtf", ".doc"),
    "jsonl": (".jsonl", ".ndjson", ".jsonlines"),
    "json": (".json",),
    "csv": (".csv",),
    "tsv": (".tsv", ".tab"),
    "parquet": (".parquet", ".pq"),
    "feed": (".rss", ".atom", ".rdf", ".xml"),
    "warc": (".warc",),
    "wacz": (".wacz",),
}
_BY_END = {end: kind for kind, ends in KINDS.items() for end in ends}


def kind_of(path: str) -> str | None:
    """Return the kind of a file by its name, None if the name does not tell."""
    name = Path(path).name.lower()
    bare = name.removesuffix(".gz")
    kind = _BY_END.get(Path("x" + bare).suffix)
    return None if kind in ("parquet", "wacz") and bare != name else kind


def check_paths(paths: Sequence[Path | str]) -> list[str]:
    """Return the paths as strings. Raises InputError if none of them leads anywhere."""
    given = [str(p) for p in paths]
    if not given:
        raise InputError("no input was named; give files, folders, patterns or - for stdin")
    if not any(p == STDIN or os.path.lexists(p) or _matches(p) for p in given if "\0" not in p):
        shown = ", ".join(given[:10])
        hint = "; fetch web addresses first and give the files" if any("://" in p for p in given) else ""
        raise InputError(f"there is no such file or folder: {shown}{hint}")
    return given


def find_inputs(paths: Sequence[str]) -> Iterator[str | Issue]:
    """Yield the files that paths lead to, in order, and an issue for each path or folder that cannot be read."""
    visited: set[tuple[int, int]] = set()
    for path in paths:
        if path == STDIN:
            yield path
            continue
        if "\0" in path or not os.path.lexists(path):
            found = _matches(path)
            if not found:
                yield problem(path, "there is no such file or folder", "check the path")
            for match in found:
                yield from _one(match, visited)
            continue
        yield from _one(path, visited)


def _matches(pattern: str) -> list[str]:
    """Return what a pattern matches, sorted; nothing for a path without * ? [."""
    if "\0" in pattern or not glob.has_magic(pattern):
        return []
    try:
        return sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - the pattern may be absolute
    except (OSError, ValueError, RecursionError):
        return []


def _one(path: str, visited: set[tuple[int, int]]) -> Iterator[str | Issue]:
    try:
        folder = stat.S_ISDIR(Path(path).stat().st_mode)
    except OSError as e:
        yield problem(path, *why(e))
        return
    if folder:
        yield from _walk(path, visited)
    else:
        yield path


def is_output(path: str) -> bool:
    """Say whether a path is an output of `tacitus code`, or the folder that it keeps beside one."""
    if path.endswith((".run", "_run")):
        return (Path(path) / "runs.jsonl").is_file()
    return Path(path + ".run", "runs.jsonl").is_file() or Path(path, "_run", "runs.jsonl").is_file()


def _walk(top: str, visited: set[tuple[int, int]]) -> Iterator[str | Issue]:
    """Walk a folder in the order of names. Links are followed, but no folder is entered twice."""
    others: Counter[str] = Counter()
    read = ours = 0
    todo: list[str] = [top]
    while todo:
        path = todo.pop()
        try:
            found = Path(path).stat()
            if is_output(path):
                ours += 1
                continue
            if not stat.S_ISDIR(found.st_mode):
                if stat.S_ISREG(found.st_mode) and kind_of(path):
                    read += 1
                    yield path
                else:
                    others[Path(path).suffix.lower() or "no ending"] += 1
                continue
            if (found.st_dev, found.st_ino) in visited:
                continue
            visited.add((found.st_dev, found.st_ino))
            names = sorted((p.name for p in Path(path).iterdir() if not p.name.startswith(".")), reverse=True)
        except OSError as e:
            if Path(path).is_symlink():
                yield problem(path, "it is a link that leads to no file", "mend or remove the link")
            else:
                yield problem(path, *why(e))
            continue
        todo.extend(str(Path(path) / n) for n in names)
    if ours:
        reason = f"{ours} files or folders in it were written by tacitus code and are not read as articles"
        yield remark(top, reason, "nothing to do; or keep outputs apart from articles")
    ends = ", ".join(f"{end} {n}" for end, n in sorted(others.items(), key=lambda x: (-x[1], x[0]))[:8])
    remedy = f"Tacitus reads {' '.join(sorted(_BY_END))}, and .gz of these; convert the others if they hold articles"
    if others:
        yield (remark if read else problem)(
            top, f"{sum(others.values())} files in the folder are of kinds that are not read ({ends})", remedy
        )
    elif not read:
        yield problem(top, "the folder holds no file that can be read", remedy)
