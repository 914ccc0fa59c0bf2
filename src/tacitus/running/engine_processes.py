"""Several worker processes on this machine, each with its own coder, fed and read in the order of the input.

The standard pools break as a whole when one worker dies and do not say over which article. Here every
worker has a pipe of its own and answers in the order it was asked, so the first article without an
answer is the one a dead worker was at: that one becomes an issue, the others go to the next worker.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

from tacitus import errors
from tacitus.errors import EngineError, TacitusError
from tacitus.ledger import Ledger
from tacitus.records import Article, Issue
from tacitus.running.worker import MakeCoder
from tacitus.settings import Settings

SPAWN = multiprocessing.get_context("spawn")  # the same on every system, and safe with threads
AHEAD = 2  # articles a worker holds: the one it is at and the next
WINDOW = 8  # articles per worker read ahead of the oldest one without an answer
STILLBORN = 3  # workers that may die in a row while they load the models
READY = ("ready",)
DIED = "the worker process died"


def code_in_processes(
    items: Iterable[Article | Issue],
    settings: Settings,
    seconds: Counter[str],
    stop: Callable[[], bool],
    make: MakeCoder,
) -> Iterator[Ledger | Issue]:
    """Yield a ledger for each article and each issue as it is, in order. Raises what a worker could not load."""
    pool = _Pool(settings, seconds, make)
    source = enumerate(items)
    buffer: dict[int, Ledger | Issue] = {}
    turn, ended = 0, False
    try:
        while True:
            while not ended and pool.wants_more(turn):
                place, item = next(source, (-1, None))
                if item is None:
                    ended = True
                elif isinstance(item, Article):
                    pool.add(place, item)
                else:
                    pool.last = place
                    buffer[place] = item
            while turn in buffer:
                yield buffer.pop(turn)
                turn += 1
            if ended and turn > pool.last:
                return
            if stop():
                return
            buffer.update(pool.collect())
    finally:
        pool.close()


class _Worker:
    """One process and the articles that it was given and has not answered."""

    def __init__(self, settings: Settings, make: MakeCoder) -> None:
        self.pipe, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=_work, args=(theirs, settings, make), daemon=True, name="tacitus-worker")
        self.process.start()
        theirs.close()
        self.at: deque[tuple[int, Article]] = deque()
        self.ready = False

    def give(self, place: int, article: Article) -> None:
        self.at.append((place, article))
        # a worker that has just died is found by `collect`
        with contextlib.suppress(OSError):
            self.pipe.send(article)


class _Pool:
    """The workers, what waits for them, and the places of the input they are at."""

    def __init__(self, settings: Settings, seconds: Counter[str], make: MakeCoder) -> None:
        self.settings, self.seconds, self.make = settings, seconds, make
        self.workers: list[_Worker] = []
        self.waiting: deque[tuple[int, Article]] = deque()
        self.last = -1
        self.stillborn = 0

    def wants_more(self, turn: int) -> bool:
        """Say whether another article may be read, given the oldest place that has no answer yet."""
        return self.last - turn < self.settings.workers * WINDOW and len(self.waiting) < self.settings.workers

    def add(self, place: int, article: Article) -> None:
        """Take an article in; a worker is started for it if there are fewer than there may be."""
        self.last = place
        self.waiting.append((place, article))
        if len(self.workers) < self.settings.workers:
            self.workers.append(_Worker(self.settings, self.make))
        self.hand_out()

    def hand_out(self) -> None:
        """Give what waits to the workers that hold least."""
        for held in range(AHEAD):
            for w in self.workers:
                if self.waiting and len(w.at) == held:
                    w.give(*self.waiting.popleft())

    def collect(self) -> Iterator[tuple[int, Ledger | Issue]]:
        """Wait a moment for answers and deaths; return the results with their places."""
        by_pipe: dict[Any, _Worker] = {w.pipe: w for w in self.workers}
        out: list[tuple[int, Ledger | Issue]] = []
        for pipe in wait(list(by_pipe), timeout=0.2):
            worker = by_pipe[pipe]
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                out.extend(self.bury(worker))
                continue
            if answer == READY:
                worker.ready, self.stillborn = True, 0
                continue
            if isinstance(answer[0], str):
                raise _error(*answer)
            ledger, spent = answer
            self.seconds.update(spent)
            out.append((worker.at.popleft()[0], ledger))
        self.hand_out()
        return iter(out)

    def bury(self, worker: _Worker) -> list[tuple[int, Ledger | Issue]]:
        """Replace a dead worker: its article becomes an issue, those it had not begun go back in line."""
        worker.process.join()
        self.workers.remove(worker)
        code = worker.process.exitcode or 0
        how = f"by signal {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
        if not worker.ready:
            self.stillborn += 1
            if self.stillborn >= STILLBORN:
                raise EngineError(
                    f"{STILLBORN} worker processes in a row died {how} while they loaded the models;"
                    " try fewer --workers (each needs about half a gigabyte of memory)"
                )
        out: list[tuple[int, Ledger | Issue]] = []
        if worker.at and worker.ready:
            place, article = worker.at.popleft()
            out.append((place, Ledger(article, issues=[_death(article, how)])))
        self.waiting.extendleft(reversed(worker.at))
        self.workers.append(_Worker(self.settings, self.make))
        return out

    def close(self) -> None:
        """End every worker now; what they were at is not waited for."""
        for w in self.workers:
            w.process.kill()
        for w in self.workers:
            w.process.join()
            w.pipe.close()


def _death(article: Article, how: str) -> Issue:
    remedy = "see whether the article is very long or memory short; the others are coded"
    return Issue(article.path or "", article.record, article.id, f"{DIED}: {how}", remedy)


def _error(name: str, message: str) -> TacitusError:
    kind: type[TacitusError] = getattr(errors, name, EngineError)
    return kind(message)


def _work(pipe: Connection, settings: Settings, make: MakeCoder) -> None:
    """The life of a worker: load the models, then answer article by article until the pipe closes."""
    # The parent decides what a signal means; a worker ends with its pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    asked: queue.SimpleQueue[Article] = queue.SimpleQueue()

    def listen() -> None:
        # A thread of its own keeps the pipe empty: otherwise both ends could wait for each other to read.
        try:
            while True:
                asked.put(pipe.recv())
        except (EOFError, OSError):
            os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    try:
        coder = make(settings)
    except Exception as e:
        name = type(e).__name__
        pipe.send((name, str(e) if isinstance(e, TacitusError) else f"A worker could not start: {name}: {e}"))
        return
    pipe.send(READY)
    while True:
        ledger = next(coder([asked.get()]))
        with contextlib.suppress(BrokenPipeError):
            pipe.send((ledger, coder.seconds))
        coder.seconds = Counter()
