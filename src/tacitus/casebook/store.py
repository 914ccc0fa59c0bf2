"""The casebook: the database of a study or a crisis, in which nothing is lost.

    book = Casebook("venezuela.db")            # or Casebook("postgresql://me@host/venezuela")
    book.add(ledgers, run)                     # twice adds nothing; other rules replace, reviews stay
    with book.reading() as connection:
        connection.execute(sa.select(book.tables["events"]))

A casebook can be read while others write to it. `store_sink` gives the engine a place to write to.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store_connect import Database
from tacitus.casebook.store_copies import count_copies
from tacitus.casebook.store_groups import group_pending, regroup_all
from tacitus.casebook.store_read import read_ledgers
from tacitus.casebook.store_rows import clean, parts
from tacitus.casebook.store_search import matches
from tacitus.casebook.store_verdicts import check_review, find_record, settle
from tacitus.casebook.store_write import ensure_run, fingerprint, write_batch, write_issues
from tacitus.casebook.todays_view import ledgers_today
from tacitus.errors import StoreError
from tacitus.ledger import KINDS, Ledger
from tacitus.records import Issue, Review, Run, columns, make_id, rows
from tacitus.run_record import now

COPY = "the same wording as another article (same_as)"
VERDICTS = ("right", "wrong", "corrected", "unsure", "withdrawn")
BATCH = 50  # ledgers in one transaction
DAYS_AT_ONCE = 200  # days grouped in one transaction


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did. `reasons` and `warnings` count issues by what they say up to the first colon."""

    run: Run
    finished: str | None
    already: int
    outcomes: dict[str, int]
    left_out: int
    reasons: dict[str, int]
    warnings: dict[str, int]

    @property
    def read(self) -> int:
        """Articles, or things that should have been articles, that went in."""
        return self.coded + self.failed + self.left_out + self.already

    @property
    def coded(self) -> int:
        """Articles whose records this run wrote: new ones, new versions, and those coded anew."""
        return sum(n for outcome, n in self.outcomes.items() if outcome != "failed")

    @property
    def failed(self) -> int:
        """Articles that could not be coded; they are kept, without records."""
        return self.outcomes.get("failed", 0)


class Casebook:
    """Opens a casebook, or makes one. `tables` are SQLAlchemy tables by name, for questions of your own."""

    def __init__(self, where: str | Path, create: bool = True) -> None:
        """Open `where`, a path or a URL at postgresql://. Raises StoreError if it cannot be, or is something else."""
        self.database = Database(where, create)
        self.where, self.tables = self.database.where, self.database.tables

    def __enter__(self) -> Casebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; what was added is there already."""
        self.database.close()

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """Give a connection that sees one state of the casebook, whatever is written meanwhile."""
        return self.database.read()

    def add(self, ledgers: Ledger | Iterable[Ledger], run: Run) -> Counter[str]:
        """Add what a run found and count what became of the articles; each batch of them is one transaction.

        Counts are by outcome: added, new version, coded anew, failed, already (there, coded by the same).
        """
        counts: Counter[str] = Counter()
        for part in _batches([ledgers] if isinstance(ledgers, Ledger) else ledgers):
            counts += self.database.write(partial(write_batch, tables=self.tables, ledgers=part, run=run))
        return counts

    def add_issues(self, issues: Iterable[Issue], run: Run) -> None:
        """Keep what a reader left out, and warnings about articles that were kept."""
        told = list(issues)
        self.database.write(lambda c: write_issues(c, self.tables, told, run))

    def add_review(self, review: Review) -> bool:
        """Append a verdict on a record, with the record as the reviewer saw it, and let it count (`store_verdicts`).

        Returns whether it was added: the same review twice adds nothing. Raises StoreError for a verdict that is none,
        a record that is not there, a correction that cannot be.
        """
        if review.verdict not in VERDICTS:
            raise StoreError(f"'{review.verdict}' is no verdict; there are {', '.join(VERDICTS)}")
        if not review.by.strip():
            raise StoreError("a review needs the name of who gives it")
        if review.verdict == "corrected" and review.correction in (None, "", "null", "{}"):
            raise StoreError('a record is corrected by saying what was put right, such as {"stance": "against"}')
        added = self.database.write(lambda c: self._append(c, review))
        if added:
            self.database.write(lambda c: group_pending(c, self.tables, DAYS_AT_ONCE))
        return added

    def _append(self, connection: sa.Connection, review: Review) -> bool:
        reviews, articles = self.tables["reviews"], self.tables["articles"]
        if connection.execute(sa.select(reviews.c.id).where(reviews.c.id == review.id)).first() is not None:
            return False
        found = find_record(connection, self.tables, review.record_id)
        if found is None:
            raise StoreError(f"{self.where}: no record {review.record_id}; ids stand beside each record of a brief")
        kind, record = found
        article_id = record["article_id"]
        if review.correction is not None:
            check_review(connection, self.tables, kind, article_id, review.correction)
        seen = json.dumps({"kind": kind, **record}, ensure_ascii=False)
        run_id = connection.execute(sa.select(articles.c.run_id).where(articles.c.id == article_id)).scalar_one()
        row = {**clean(rows([review])[0]), "article_id": article_id, "run_id": run_id, "seen": seen}
        connection.execute(reviews.insert(), row)
        settle(connection, self.tables, [review.record_id])
        return True

    def complete(self, begins: str) -> str:
        """Return the id of the one record whose id begins so. Raises StoreError where there is none, or several."""
        found: list[str] = []
        with self.reading() as connection:
            for kind in KINDS:
                c = self.tables[kind].c.id
                asked = sa.select(c).where(c.startswith(begins, autoescape=True)).limit(2)
                found += connection.execute(asked).scalars() if len(begins) > 2 else []
        if len(found) != 1:
            what = "no record" if not found else "several records begin with"
            raise StoreError(f"{self.where}: {what} {begins}; ids stand beside each record of a brief")
        return found[0]

    def orphans(self) -> list[dict[str, Any]]:
        """List the reviews whose record is gone, because the article was coded anew and it was not found again."""
        reviews = self.tables["reviews"]
        there = sa.union_all(*(sa.select(self.tables[kind].c.id) for kind in KINDS))
        asked = sa.select(reviews).where(reviews.c.record_id.not_in(there)).order_by(reviews.c.number)
        with self.reading() as connection:
            return [dict(r) for r in connection.execute(asked).mappings()]

    def runs(self) -> list[RunReport]:
        """Say what each run did, the oldest first."""
        runs, done, issues = (self.tables[n] for n in ("runs", "run_articles", "issues"))
        per_outcome = sa.select(done.c.run_id, done.c.outcome, sa.func.count()).group_by(done.c.run_id, done.c.outcome)
        with self.reading() as connection:
            listed = connection.execute(sa.select(runs).order_by(runs.c.started, runs.c.id)).mappings().all()
            outcomes = connection.execute(per_outcome).all()
            told = connection.execute(sa.select(issues.c.run_id, issues.c.kind, issues.c.reason)).all()
            copies = count_copies(connection, self.tables["articles"])
        out = []
        for row in listed:
            mine = [(kind, reason.split(":")[0]) for run_id, kind, reason in told if run_id == row["id"]]
            mine += [("warning", COPY)] * copies.get(row["id"], 0)
            out.append(
                RunReport(
                    Run(**{n: row[n] for n, _, _ in columns(Run)}),
                    row["finished"],
                    row["already"],
                    {outcome: n for run_id, outcome, n in outcomes if run_id == row["id"]},
                    sum(kind == "left out" for kind, _ in mine),
                    dict(Counter(reason for kind, reason in mine if kind != "warning").most_common()),
                    dict(Counter(reason for kind, reason in mine if kind == "warning").most_common()),
                )
            )
        return out

    def finish(self, run: Run, already: int = 0) -> None:
        """Write down that a run came to its end, and how many articles it found already there."""
        runs = self.tables["runs"]
        ended = {"finished": now(), "already": already}

        def work(connection: sa.Connection) -> None:
            ensure_run(connection, self.tables, run)
            connection.execute(runs.update().where(runs.c.id == run.id).values(ended))

        self.database.write(work)

    def holds(self, article_id: str, run: Run) -> bool:
        """Say whether an article is there as `run` would code it."""
        articles, runs = self.tables["articles"], self.tables["runs"]
        asked = sa.select(articles.c.id).join(runs, runs.c.id == articles.c.run_id)
        asked = asked.where(articles.c.id == article_id, articles.c.coded, runs.c.rests_on == fingerprint(run))
        with self.reading() as connection:
            return connection.execute(asked).first() is not None

    def ledger(self, article_id: str) -> Ledger:
        """Read one article back with all its machine records. Raises StoreError if it is not there."""
        with self.reading() as connection:
            found = read_ledgers(connection, self.tables, [article_id])
        if not found:
            raise StoreError(f"{self.where}: no article {article_id}")
        return found[0]

    def today(self, article_id: str) -> Ledger:
        """Read one article with its records as they stand today, reviews and decisions on actors included."""
        with self.reading() as connection:
            found = ledgers_today(connection, self.tables, [article_id])
        if not found:
            raise StoreError(f"{self.where}: no article {article_id}")
        return found[0]

    def ledgers(self, every_version: bool = False) -> Iterator[Ledger]:
        """Read all articles back in the order they were added; of each the newest version alone, unless told."""
        articles = self.tables["articles"]
        asked = sa.select(articles.c.id).order_by(articles.c.number)
        with self.reading() as connection:
            ids = connection.execute(asked if every_version else asked.where(articles.c.newest)).scalars().all()
            for part in parts(ids):
                yield from read_ledgers(connection, self.tables, part)

    def versions(self, article_id: str) -> list[str]:
        """List the versions of an article, the newest first."""
        articles = self.tables["articles"]
        with self.reading() as connection:
            asked = sa.select(articles.c.version_of, articles.c.id).where(articles.c.version_of.is_not(None))
            older = {row.version_of: row.id for row in connection.execute(asked)}
            while article_id in older:
                article_id = older[article_id]
        newer = {new: old for old, new in older.items()}
        out = [article_id]
        while out[-1] in newer:
            out.append(newer[out[-1]])
        return out

    def matches(self, table: str, query: str) -> sa.ColumnElement[bool]:
        """Return the condition that a row of articles or contents has the words and "phrases" of `query`."""
        return matches(self.tables[table], query, self.database.postgres)

    def search(self, query: str, table: str = "articles", limit: int = 100) -> list[dict[str, Any]]:
        """Find the articles, or the contents of statements, with all words and "phrases"; newest versions only."""
        found, articles = self.tables[table], self.tables["articles"]
        article_id = found.c.id if table == "articles" else found.c.article_id
        asked = sa.select(found).where(self.matches(table, query)).order_by(found.c.number).limit(limit)
        asked = asked.where(article_id.in_(sa.select(articles.c.id).where(articles.c.newest)))
        with self.reading() as connection:
            return [dict(r) for r in connection.execute(asked).mappings()]

    def group(self) -> Counter[str]:
        """Group the reports that came since the last time into deeds and sayings.

        Counts the days looked at, and the reports whose group changed. Other writers get their turns in between.
        """
        counts: Counter[str] = Counter()
        while some := self.database.write(lambda c: group_pending(c, self.tables, DAYS_AT_ONCE)):
            counts += some
        return counts

    def regroup(self) -> Counter[str]:
        """Group all reports anew. It leads to what `group` leads to, step by step."""
        return self.database.write(lambda c: regroup_all(c, self.tables))


def new_review(
    record_id: str, verdict: str, by: str, note: str | None = None, correction: Any = None, at: str | None = None
) -> Review:
    """Make a review of now. `correction` is what `corrections` reads; with the same `at` it is the same review."""
    at = at or now()
    told = None if correction is None else json.dumps(correction, ensure_ascii=False, sort_keys=True)
    return Review(make_id("review", record_id, verdict, by, at), record_id, verdict, by, at, note, told)


def _batches(ledgers: Iterable[Ledger]) -> Iterator[list[Ledger]]:
    source = iter(ledgers)
    while part := list(islice(source, BATCH)):
        yield part
