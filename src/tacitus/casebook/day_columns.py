"""Columns of numbers by day: what is counted of a casebook is fetched once, then summed for any stretch of time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.int64]


class Numbering(dict[str, int]):
    """Numbers words in the order in which they come; -1 is no word."""

    def of(self, word: str | None) -> int:
        """Return the number of a word, a new one if it was not seen before."""
        return self.setdefault(word, len(self)) if word else -1


@dataclass(frozen=True, slots=True)
class Days:
    """The days of rows (n,) that are sorted by them; `day` (n,) numbers what `names` holds, "" first for no day."""

    names: list[str]
    day: Numbers

    @classmethod
    def of(cls, days: Iterable[str | None]) -> Days:
        """Number days that are given in their order."""
        seen: dict[str, int] = {}
        numbers = [seen.setdefault(day or "", len(seen)) for day in days]
        return cls(list(seen), np.array(numbers, np.int64))

    def cut(self, since: str | None = None, until: str | None = None) -> slice:
        """Return the rows of some time; both ends are ISO dates or their beginnings, and belong to it.

        What has no day is in no time, as in `ask_filters.day_between`.
        """
        dated = 1 if self.names[:1] == [""] and (since or until) else 0
        low = max(dated, bisect_left(self.names, since)) if since else dated
        high = len(self.names)
        if until:
            high = bisect_right(self.names, until, key=lambda day: day[: len(until)])
        first, last = (int(np.searchsorted(self.day, number)) for number in (low, high))
        return slice(first, max(first, last))
