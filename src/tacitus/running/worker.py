"""What the engines need of whatever codes: a seam, so that they can be tested without models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from tacitus.ledger import Ledger
from tacitus.records import Article
from tacitus.settings import Settings


class WorkerClass(Protocol):
    """Made once per worker; a call maps articles to ledgers, in order. `seconds` sums the time of each stage."""

    seconds: Counter[str]

    def __call__(self, articles: Iterable[Article]) -> Iterator[Ledger]:
        """Code articles; one that cannot be coded gives a ledger with an issue."""
        ...


MakeCoder = Callable[[Settings], WorkerClass]


def load_coder(settings: Settings) -> WorkerClass:
    """Make the coder of the pipeline; a process that only hands out articles never loads its models."""
    from tacitus.pipeline import Coder  # noqa: PLC0415 - it loads slowly

    return Coder(settings)
