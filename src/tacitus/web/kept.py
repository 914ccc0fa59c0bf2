"""Keeps what took long to count until the casebook changes.

rows = kept(book, ("ties", filters), lambda: tie_rows(book, filters))
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from tacitus.casebook.store import Casebook

T = TypeVar("T")
MOST = 48  # answers kept for a casebook
_LOCK = threading.Lock()
_KEPT: WeakKeyDictionary[Casebook, tuple[Hashable, OrderedDict[Hashable, Any]]] = WeakKeyDictionary()


def state(book: Casebook) -> Hashable | None:
    """Return what changes whenever the casebook does; None where that cannot be told cheaply (PostgreSQL)."""
    if book.database.postgres:
        return None
    path = Path(str(book.where))
    try:
        files = [path.stat(), *(f.stat() for f in [path.with_name(path.name + "-wal")] if f.exists())]
    except OSError:
        return None
    return tuple((f.st_mtime_ns, f.st_size) for f in files)


def kept(book: Casebook, key: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` returns, which must not be altered; made anew only when the casebook has changed."""
    now = state(book)
    if now is None:
        return make()
    with _LOCK:
        then, answers = _KEPT.get(book, (None, OrderedDict()))
        if then == now and key in answers:
            answers.move_to_end(key)
            return cast(T, answers[key])
    made = make()
    with _LOCK:
        then, answers = _KEPT.get(book, (None, OrderedDict()))
        if then != now:
            answers = OrderedDict()
            _KEPT[book] = (now, answers)
        answers[key] = made
        while len(answers) > MOST:
            answers.popitem(last=False)
    return made
