"""A casebook as the place where the ledgers of a run go."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator

import sqlalchemy as sa

from tacitus.casebook.store import BATCH, Casebook
from tacitus.casebook.store_write import fingerprint
from tacitus.ledger import Ledger
from tacitus.records import Issue, Run

PATIENCE_S = 2.0  # the longest that a ledger is held before it is written


class Done(Collection[str]):
    """The articles that a casebook holds as `run` would code them; it asks the casebook each time, and counts."""

    def __init__(self, book: Casebook, run: Run) -> None:
        self.book, self.run, self.hits = book, run, 0

    def __contains__(self, article_id: object) -> bool:
        found = isinstance(article_id, str) and self.book.holds(article_id, self.run)
        self.hits += found
        return found

    def __iter__(self) -> Iterator[str]:
        articles, runs = self.book.tables["articles"], self.book.tables["runs"]
        asked = sa.select(articles.c.id).join(runs, runs.c.id == articles.c.run_id).order_by(articles.c.number)
        with self.book.reading() as connection:
            same = articles.c.coded & (runs.c.rests_on == fingerprint(self.run))
            yield from connection.execute(asked.where(same)).scalars().all()

    def __len__(self) -> int:
        return sum(1 for _ in self)


class CasebookSink:
    """Writes the ledgers of a run into a casebook, some at a time; a run that was killed loses two seconds of work."""

    def __init__(self, book: Casebook, run: Run, group: bool = True) -> None:
        """Begin. With `group`, reports are grouped into deeds and sayings when the run ends."""
        self.book, self.run, self.group = book, run, group
        self.done = Done(book, run)
        self.held: list[Ledger] = []
        self.issues: list[Issue] = []
        self.since = time.monotonic()

    def write(self, ledger: Ledger) -> None:
        """Hold a ledger, and write all that are held when they are many or old."""
        if not self.held:
            self.since = time.monotonic()
        self.held.append(ledger)
        if len(self.held) >= BATCH or time.monotonic() - self.since > PATIENCE_S:
            self._flush()

    def leave_out(self, issue: Issue) -> None:
        """Keep an issue."""
        self.issues.append(issue)
        if len(self.issues) >= BATCH:
            self._flush()

    def close(self) -> None:
        """Write what is held, group the new reports, and write down that the run came to its end."""
        self._flush()
        if self.group:
            self.book.group()
        self.book.finish(self.run, self.done.hits)
        self.book.close()

    def _flush(self) -> None:
        (held, self.held), (issues, self.issues) = (self.held, []), (self.issues, [])
        if held:
            self.book.add(held, self.run)
        if issues:
            self.book.add_issues(issues, self.run)
