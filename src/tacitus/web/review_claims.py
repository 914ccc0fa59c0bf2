"""Who looks at which record just now, so that two reviewers at one queue are handed different ones.

Kept in this process, for a while only: a claim is a courtesy and not a lock. Whoever decides on a record that another
looks at is heard too.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from weakref import WeakKeyDictionary

from tacitus.casebook.store import Casebook

SECONDS = 180.0
_LOCK = threading.Lock()
_CLAIMS: WeakKeyDictionary[Casebook, dict[str, tuple[str, float]]] = WeakKeyDictionary()


def claim(book: Casebook, record_ids: Iterable[str], reviewer: str) -> str | None:
    """Claim the first record that nobody else looks at, and let go of what the reviewer held before."""
    now = time.monotonic()
    with _LOCK:
        held = {i: c for i, c in _CLAIMS.get(book, {}).items() if now - c[1] < SECONDS and c[0] != reviewer}
        chosen = next((i for i in record_ids if i not in held), None)
        if chosen is not None:
            held[chosen] = (reviewer, now)
        _CLAIMS[book] = held
        return chosen
