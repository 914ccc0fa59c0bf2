"""What a casebook costs: seconds to load, to group and to open, and its size on the disk.

    python bench/casebook.py CORPUS [--articles N] [--times K] [--into PLACE] [--workers W] [--record]

CORPUS is anything `tacitus code` reads; its articles are coded first, which is not measured here. A jsonl
file that `tacitus code -o coded.jsonl` wrote is taken as it is. `--times` loads the same ledgers K times
under other ids, a quarter of a year apart, to see how a large casebook does. PLACE is a file that does not
exist yet, or a PostgreSQL URL; without it, a file that is removed afterwards.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import re
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store import Casebook
from tacitus.errors import InputError
from tacitus.ledger import Ledger
from tacitus.records import Run
from tacitus.writing.write_tables import as_jsonl

HOME = Path(__file__).resolve().parent
RESULTS = HOME / "casebook.jsonl"
ID = re.compile(r'"([a-z])_([0-9a-f]{20})"')
DATED = re.compile(r'("(?:published|date)":")(\d{4}-\d\d-\d\d)')
RUN = Run("r_bench", "2020-01-01", "bench", "bench", "{}", "{}")
SEARCHES = ("sanctions", "peace talks", '"prime minister"')


def main() -> None:
    options = _options()
    lines = [as_jsonl(x) for x in islice(ledgers(options.corpus, options), options.articles)]
    with tempfile.TemporaryDirectory() as folder:
        result = measure(lines, options.times, options.into or f"{folder}/bench.db")
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    about = {
        "commit": commit.stdout.strip(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "corpus": options.corpus.name,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }
    for name, value in {**about, **result}.items():
        print(f"{name:28} {value:,}" if isinstance(value, int) else f"{name:28} {value}")
    if options.record:
        with RESULTS.open("a", encoding="utf-8") as f:
            f.write(json.dumps({**about, **result}) + "\n")


def measure(lines: list[str], times: int, where: str) -> dict[str, Any]:
    """Load, group, load again and open; return seconds, rows and size."""
    clock = _Clock()
    made = (again(line, n) for n in range(times) for line in lines)
    with Casebook(where) as book:
        counts = book.add(clock.apart(made), RUN)
        loaded = clock.lap()
        book.group()
        grouped = clock.lap()
        already = book.add(clock.apart(again(line, 0) for line in lines), RUN)
        twice = clock.lap()
        rows = _rows(book)
        clock.lap()
        found = {f"search {words}": (len(book.search(words, limit=1_000_000)), clock.lap()) for words in SEARCHES}
        size = _size(book, where)
    clock.lap()
    with Casebook(where) as book:
        book.runs()
    opened = clock.lap()
    return {
        "articles": counts["added"],
        "load_s": round(loaded, 2),
        "articles_per_s": round(counts["added"] / loaded),
        "group_s": round(grouped, 2),
        "load_twice_articles_per_s": round(already["already"] / twice),
        "open_s": round(opened, 3),
        "size_mib": round(size / 2**20, 1),
        "bytes_per_article": round(size / max(counts["added"], 1)),
        **{name: f"{n:,} hits, {seconds:.3f} s" for name, (n, seconds) in found.items()},
        **rows,
    }


class _Clock:
    """Measures laps, without the time that reading the ledgers takes."""

    def __init__(self) -> None:
        self.last, self.aside = time.perf_counter(), 0.0

    def apart(self, items: Iterator[Ledger]) -> Iterator[Ledger]:
        while True:
            begun = time.perf_counter()
            item = next(items, None)
            self.aside += time.perf_counter() - begun
            if item is None:
                return
            yield item

    def lap(self) -> float:
        now = time.perf_counter()
        took = now - self.last - self.aside
        self.last, self.aside = now, 0.0
        return took


def ledgers(corpus: Path, options: argparse.Namespace) -> Iterator[Ledger]:
    """Read ledgers that were coded, or code articles."""
    from tacitus.reading.read_articles import ReadOptions, read_articles  # noqa: PLC0415
    from tacitus.running.engine import code_all  # noqa: PLC0415 - not needed for what was coded
    from tacitus.settings import Settings  # noqa: PLC0415
    from tacitus.writing.read_ledgers import read_ledgers  # noqa: PLC0415

    try:
        yield from read_ledgers(corpus)
    except InputError:
        items = islice(read_articles([corpus], ReadOptions()), options.articles)
        coded = code_all(items, Settings(workers=options.workers))
        yield from (x for x in coded if isinstance(x, Ledger))


def again(line: str, n: int) -> Ledger:
    """Make the ledger of a line under other ids and days; the 0th time as it is."""
    if n:
        line = ID.sub(lambda m: f'"{m[1]}_{hashlib.blake2b(f"{m[2]}{n}".encode(), digest_size=10).hexdigest()}"', line)
        line = DATED.sub(lambda m: m[1] + (date.fromisoformat(m[2]) + timedelta(days=91 * n)).isoformat(), line)
    row = json.loads(line)
    if n and row["article"]["key"]:
        row["article"]["key"] += f" {n}"
    return Ledger.from_row(row)


def _rows(book: Casebook) -> dict[str, int]:
    out = {}
    with book.reading() as connection:
        for name in ("mentions", "statements", "events", "positions", "roles", "participants", "deeds", "sayings"):
            table = book.tables[name]
            out[name] = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        deeds = book.tables["deeds"]
        several = sa.select(sa.func.count()).where(deeds.c.articles > 1)
        out["deeds_in_several_articles"] = connection.execute(several).scalar_one()
    return out


def _size(book: Casebook, where: str) -> int:
    if book.database.postgres:
        with book.reading() as connection:
            return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
    return sum(p.stat().st_size for p in Path(where).parent.glob(Path(where).name + "*"))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=None)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--into", default=None)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--record", action="store_true", help=f"append the figures to {RESULTS.name}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
