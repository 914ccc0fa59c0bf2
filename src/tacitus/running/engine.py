"""Runs the coder over articles: in this process, in several, or on Ray. Rows and their order are the same from each.

Whatever the engine, what comes out is one ledger (or issue) for each article (or issue) that went in,
in the order of the input. An article that raises, or whose worker dies, becomes an issue and the run
goes on. Articles that the sink has already are passed over, so that a run that was stopped is resumed.
"""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Protocol

from tacitus.errors import EngineError
from tacitus.ledger import KINDS, Ledger
from tacitus.reading.read_options import Remark
from tacitus.records import Article, Issue
from tacitus.running.worker import MakeCoder, WorkerClass, load_coder
from tacitus.settings import Settings

Item = Article | Issue
Result = Ledger | Issue
SHOWN = 20  # issues a summary keeps for showing; the sink has all
TWICE = "the same article was read before in this run"


class Sink(Protocol):
    """Where results go. `done` holds the ids of the articles that an earlier run wrote there."""

    @property
    def done(self) -> Collection[str]:
        """Ids of the articles that an earlier run wrote."""

    def write(self, ledger: Ledger) -> None:
        """Keep one ledger."""

    def leave_out(self, issue: Issue) -> None:
        """Keep one issue."""

    def close(self) -> None:
        """Make what was written whole."""


@dataclass(slots=True)
class Summary:
    """What a run did. `already` counts articles that were done before it."""

    read: int = 0
    coded: int = 0
    already: int = 0
    words: int = 0
    wall: float = 0.0
    stopped: bool = False
    records: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    issues: list[Issue] = field(default_factory=list)
    seconds: Counter[str] = field(default_factory=Counter)

    @property
    def words_per_second(self) -> float:
        """Words coded in a second of wall time."""
        return self.words / self.wall if self.wall else 0.0

    def count_ledger(self, ledger: Ledger) -> None:
        """Add an article that was coded, or that failed."""
        for issue in ledger.issues[:1]:
            self.count_issue(issue)
            return
        self.coded += 1
        self.words += len(ledger.article.text.split())
        for kind in KINDS:
            self.records[kind] += len(getattr(ledger, kind))

    def count_issue(self, issue: Issue, kept: bool = False) -> None:
        """Add something that was left out, or a warning about an article that was kept.

        Reasons are summed up to their first colon.
        """
        (self.warnings if kept else self.left_out)[issue.reason.split(":")[0]] += 1
        if len(self.issues) < SHOWN:
            self.issues.append(issue)


class Stop:
    """Turns the first Ctrl-C (or SIGTERM) into a request to stop between two articles; a second one interrupts."""

    def __init__(self) -> None:
        self.signal: int | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Stop:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def __call__(self) -> bool:
        """Say whether a stop was asked for."""
        return self.signal is not None

    def _ask(self, number: int, _: FrameType | None) -> None:
        if self.signal is not None:
            raise KeyboardInterrupt
        self.signal = number


def is_warning(item: Item) -> bool:
    """Say whether a reader's issue is about articles that were kept."""
    return isinstance(item, Remark) or (isinstance(item, Issue) and item.article_id is not None)


def run(
    items: Iterable[Item],
    settings: Settings,
    sink: Sink,
    progress: Callable[[Summary], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
    make: MakeCoder | None = None,
) -> Summary:
    """Code every article of `items`, write the ledgers to `sink` in the same order, and say what was done.

    `progress` is called after each article; the run ends early, with everything written whole, once
    `stop()` is true. `make` builds what codes, once per worker; none means the coder of the pipeline.
    Raises EngineError where the engine cannot run.
    """
    summary = Summary()
    begun = time.perf_counter()
    results = code_all(_new(items, sink.done, summary), settings, summary.seconds, stop, make)
    try:
        for result in results:
            if isinstance(result, Issue):
                summary.count_issue(result, kept=is_warning(result))
                sink.leave_out(result)
            else:
                summary.count_ledger(result)
                sink.write(result)
            summary.wall = time.perf_counter() - begun
            if progress:
                progress(summary)
            if stop():
                break
    finally:
        results.close()
        sink.close()
    summary.stopped = stop()
    summary.wall = time.perf_counter() - begun
    return summary


def code_all(
    items: Iterable[Item],
    settings: Settings,
    seconds: Counter[str] | None = None,
    stop: Callable[[], bool] = lambda: False,
    make: MakeCoder | None = None,
) -> Generator[Result, None, None]:
    """Yield a ledger for each article and each issue as it is, in order, with the engine of `settings`.

    The seconds that each stage took are added to `seconds` as they become known.
    """
    seconds = Counter() if seconds is None else seconds
    make = make or load_coder
    if settings.engine == "ray":
        from tacitus.running.engine_ray import code_on_ray  # noqa: PLC0415 - Ray is an extra

        yield from code_on_ray(items, settings, stop, make)
    elif settings.engine != "local":
        raise EngineError(f"No engine is called '{settings.engine}'; there are local and ray")
    elif settings.workers > 1:
        from tacitus.running.engine_processes import code_in_processes  # noqa: PLC0415

        yield from code_in_processes(items, settings, seconds, stop, make)
    else:
        yield from _code_here(items, settings, seconds, make)


def _code_here(items: Iterable[Item], settings: Settings, seconds: Counter[str], make: MakeCoder) -> Iterator[Result]:
    coder: WorkerClass | None = None
    for item in items:
        if isinstance(item, Issue):
            yield item
            continue
        coder = coder or make(settings)
        yield from coder([item])
        seconds.clear()
        seconds.update(coder.seconds)


def _new(items: Iterable[Item], done: Collection[str], summary: Summary) -> Iterator[Item]:
    """Pass on what is not done yet. An article that comes twice is coded once, since its ids would clash."""
    seen: set[str] = set()
    for item in items:
        summary.read += not is_warning(item)
        if isinstance(item, Issue):
            yield item
        elif item.id in seen:
            yield Issue(item.path or "", item.record, None, TWICE, "nothing to do; it is coded once")
        else:
            seen.add(item.id)
            if item.id in done:
                summary.already += 1
            else:
                yield item
