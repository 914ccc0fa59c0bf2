"""How fast Tacitus codes: words a second with one and with two workers, CPU, memory, and the share of each stage.

    python bench/speed.py [--corpus PATH] [--articles N] [--workers 1 2] [--no-record]

Each run is a process of its own, so that its peak memory is its own. One line with the commit goes into
bench/results.jsonl. A corpus is anything `tacitus code` reads; without one, the project's examples.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent
EXAMPLES = HOME.parent / "examples"
RESULTS = HOME / "results.jsonl"


def main() -> None:
    options = _options()
    if options.one is not None:
        print(json.dumps(measure(options.corpus, options.articles, options.one, options.parser)))
        return
    commit = _git("rev-parse", "--short", "HEAD") + ("+" if _git("status", "--porcelain", ":/src") else "")
    runs = [_apart(options, workers) for workers in options.workers]
    result = {
        "commit": commit,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "corpus": options.corpus.name,
        "parser": options.parser,
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {_cores()} cores",
        "runs": runs,
    }
    _show(result)
    if not options.no_record:
        with RESULTS.open("a", encoding="utf-8") as f:
            f.write(json.dumps(result) + "\n")


def measure(corpus: Path, articles: int | None, workers: int, parser: str) -> dict[str, Any]:
    """Code the corpus once in this process (and its workers) and say what it took."""
    from tacitus.reading.read_articles import ReadOptions, read_articles  # noqa: PLC0415
    from tacitus.running.engine import run  # noqa: PLC0415 - the parent needs none of it
    from tacitus.settings import Settings  # noqa: PLC0415

    items = list(islice(read_articles([corpus], ReadOptions()), articles))
    begun = time.process_time()
    first: list[tuple[int, float]] = []  # words and seconds when the first article was done: loading is behind us
    with _PeakMemory() as memory:
        summary = run(
            items,
            Settings(workers=workers, parser=parser),
            _Nowhere(),
            lambda s: first or first.append((s.words, s.wall)),
        )
    if summary.left_out or not first:
        raise SystemExit(f"not all articles were coded: {dict(summary.left_out)}")
    words, seconds = first[0]
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = time.process_time() - begun + children.ru_utime + children.ru_stime
    stages = sum(summary.seconds.values())
    return {
        "workers": workers,
        "articles": summary.coded,
        "words": summary.words,
        "records": sum(summary.records.values()),
        "wall_s": round(summary.wall, 2),
        "cpu_s": round(cpu, 2),
        "words_per_s": round(summary.words_per_second),
        "words_per_s_once_loaded": round((summary.words - words) / max(summary.wall - seconds, 1e-9)),
        "words_per_cpu_s": round(summary.words / cpu) if cpu else 0,
        "stage_words_per_s": round(summary.words / stages) if stages else 0,
        "peak_mib": round(memory.peak / 2**20),
        "stages": {k: round(v / stages, 4) for k, v in summary.seconds.items()} if stages else {},
    }


class _Nowhere:
    done: tuple[str, ...] = ()

    def write(self, ledger: object) -> None:
        pass

    def leave_out(self, issue: object) -> None:
        print(f"left out: {issue}", file=sys.stderr)

    def close(self) -> None:
        pass


class _PeakMemory(threading.Thread):
    """Looks ten times a second at the memory of this process and its children (Linux; elsewhere, of this one)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak, self._over = 0, threading.Event()

    def __enter__(self) -> _PeakMemory:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()
        self.peak = max(self.peak, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)

    def run(self) -> None:
        while not self._over.wait(0.1):
            self.peak = max(self.peak, sum(_memory(p) for p in _family()))


def _family() -> list[Path]:
    kids = Path("/proc/self/task")
    try:
        ids = [i for task in kids.iterdir() for i in (task / "children").read_text().split()]
    except OSError:
        ids = []
    return [Path("/proc/self"), *(Path("/proc") / i for i in ids)]


def _memory(process: Path) -> int:
    try:
        return int((process / "statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def _apart(options: argparse.Namespace, workers: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--corpus", options.corpus, "--parser", options.parser, "--one", str(workers)]
    if options.articles:
        command += ["--articles", str(options.articles)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _show(result: dict[str, Any]) -> None:
    runs = result["runs"]
    print(f"{result['corpus']}, commit {result['commit']}, {result['parser']}, {result['machine']}")
    keys = [k for k in runs[0] if k != "stages"]
    for key in keys:
        print(f"  {key:24}" + "".join(f"{r[key]:>12,}" for r in runs))
    for stage in runs[0]["stages"]:
        print(f"  {stage:24}" + "".join(f"{r['stages'].get(stage, 0):>12.1%}" for r in runs))


def _git(*command: str) -> str:
    return subprocess.run(["git", *command], cwd=HOME, capture_output=True, text=True, check=False).stdout.strip()


def _cores() -> int:
    import os  # noqa: PLC0415

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure how fast Tacitus codes.")
    parser.add_argument(
        "--corpus", type=Path, default=EXAMPLES, help="what to code; the project's examples if not given"
    )
    parser.add_argument("--articles", type=int, help="no more than so many articles")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--parser", default="en-sm")
    parser.add_argument("--no-record", action="store_true", help="leave bench/results.jsonl as it is")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
