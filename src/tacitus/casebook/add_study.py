"""Adds a study that was coded elsewhere to a casebook, with the runs that coded it; nothing is coded again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby, islice
from operator import itemgetter

import sqlalchemy as sa

from tacitus.casebook.store import BATCH, Casebook
from tacitus.ledger import Ledger
from tacitus.reading.read_options import Remark
from tacitus.records import Issue, Run, columns
from tacitus.writing.read_study import Study


def add_study(
    book: Casebook,
    study: Study,
    progress: Callable[[int], None] = lambda n: None,
    stop: Callable[[], bool] = lambda: False,
) -> Counter[str]:
    """Add the ledgers and issues of a study and group their reports; count what became of the articles.

    Counts are those of `Casebook.add`, and "left out" for what the study's runs left out. `progress` is called with
    the number of articles so far; after `stop` is true the rest is left for the next time. Raises InputError.
    """
    counts: Counter[str] = Counter()
    done = 0
    for run, ledgers in _parts(study.ledgers()):
        counts += book.add(ledgers, run)
        done += len(ledgers)
        progress(done)
        if stop():
            break
    told = [_told(issue, kind) for issue, kind in study.issues if kind != "failed"]
    if study.runs:
        book.add_issues(told, list(study.runs.values())[-1])
    counts["left out"] += sum(kind == "left out" for _, kind in study.issues)
    book.group()
    if not stop():
        for run in study.runs.values():
            book.finish(run, _already(book, study, run))
    return +counts


def last_run(book: Casebook) -> Run | None:
    """Return the run of a casebook that began last, None where there was none."""
    runs = book.tables["runs"]
    asked = sa.select(*(runs.c[n] for n, _, _ in columns(Run))).order_by(runs.c.started.desc(), runs.c.id.desc())
    with book.reading() as connection:
        found = connection.execute(asked.limit(1)).first()
    return None if found is None else Run(*found)


def _parts(ledgers: Iterator[tuple[Run, Ledger]]) -> Iterator[tuple[Run, list[Ledger]]]:
    """Cut the ledgers into batches of one run each."""
    for run, some in groupby(ledgers, key=itemgetter(0)):
        while part := [ledger for _, ledger in islice(some, BATCH)]:
            yield run, part


def _told(issue: Issue, kind: str) -> Issue:
    if kind != "warning":
        return issue
    return Remark(issue.path, issue.record, issue.article_id, issue.reason, issue.remedy)


def _already(book: Casebook, study: Study, run: Run) -> int:
    """Count the articles of a run that were in the casebook before, coded by another run to the same rows."""
    done = book.tables["run_articles"]
    with book.reading() as connection:
        asked = sa.select(sa.func.count()).select_from(done).where(done.c.run_id == run.id)
        own: int = connection.execute(asked).scalar_one()
    return max(0, sum(run_id == run.id for run_id in study.run_of.values()) - own)
