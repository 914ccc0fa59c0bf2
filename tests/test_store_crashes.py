"""The casebook under kill -9, and with two writers and a reader at once. The same on SQLite and on PostgreSQL."""

import multiprocessing
import os
import random
import signal
import time

import sqlalchemy as sa

from casebooks import RUN, a_run, all_rows, article, ledgers, new_place, sorted_row, where
from fake_coder import fake_ledger
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_sink import CasebookSink

__all__ = ["new_place", "where"]

# what is tested is the store, so that the processes may share what was imported
FORK = multiprocessing.get_context("fork")
ARTICLES = 24


def corpus():
    """Articles, of which the last six are new versions of the first."""
    return [article(n) for n in range(18)] + [article(n, f"Peru warned Chile again. {n}") for n in range(6)]


def load(where, name):
    """Load the corpus, a few articles in a transaction."""
    book = Casebook(where)
    sink = CasebookSink(book, a_run(name))
    for n, item in enumerate(corpus()):
        if item.id not in sink.done:
            sink.write(fake_ledger(item))
            if n % 3 == 0:
                sink._flush()
    sink.close()


def timed(where):
    """Load the corpus in a process of its own; return how long that took, in seconds."""
    process, begun = FORK.Process(target=load, args=(where, "r1")), time.monotonic()
    process.start()
    process.join()
    return time.monotonic() - begun


def killed(where, after):
    """Load the corpus and kill that with SIGKILL after some seconds; say whether it was alive until then."""
    process = FORK.Process(target=load, args=(where, "r2"))
    process.start()
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    return process.exitcode == -signal.SIGKILL


def no_half_article(book):
    """Compare every article that is there with what it should be; return how many are there."""
    wanted = {x.id: sorted_row(fake_ledger(x)) for x in corpus()}
    with book.reading() as connection:
        there = connection.execute(sa.select(book.tables["articles"].c.id)).scalars().all()
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    for article_id in there:
        assert sorted_row(book.ledger(article_id)) == wanted[article_id]
    return len(there)


def test_a_load_killed_at_twenty_random_moments_is_completed_to_the_same_rows(new_place):
    where = new_place()
    took = timed(where)
    with Casebook(where) as book:
        whole = all_rows(book)
        assert no_half_article(book) == ARTICLES
    moments, seen, kills = random.Random(20), [], 0
    while kills < 20:
        where = new_place()
        kills += killed(where, moments.uniform(0, took))  # a load that had ended before does not count
        with Casebook(where) as book:
            seen.append(no_half_article(book))
        load(where, "r3")
        with Casebook(where) as book:
            assert all_rows(book) == whole
    assert len(set(seen)) > 3, "the kills came at too few different moments"


def write_some(where, name, first, until, told):
    """Add articles one by one until the time is over; say how many."""
    try:
        book, n = Casebook(where), 0
        while time.monotonic() < until:
            book.add(fake_ledger(article(first + n, f"Peru warned Chile. Text {first + n}.")), a_run(name))
            n += 1
        told.put((name, n, None))
    except BaseException as e:
        told.put((name, 0, repr(e)))


def ask_some(where, until, told):
    """Ask until the time is over: nothing of half an article may be seen."""
    try:
        book, asked = Casebook(where), 0
        t = book.tables
        while time.monotonic() < until:
            with book.reading() as connection:
                articles, events, mentions = (
                    connection.execute(sa.select(sa.func.count()).select_from(t[n])).scalar_one()
                    for n in ("articles", "events", "mentions")
                )
            assert (events, mentions) == (articles, 2 * articles)
            book.search("peru warned", limit=5)
            asked += 1
        told.put(("reader", asked, None))
    except BaseException as e:
        told.put(("reader", 0, repr(e)))


def all_at_once(where, seconds):
    until, told = time.monotonic() + seconds, FORK.Queue()
    processes = [
        FORK.Process(target=write_some, args=(where, "r1", 0, until, told)),
        FORK.Process(target=write_some, args=(where, "r2", 1_000_000, until, told)),
        FORK.Process(target=ask_some, args=(where, until, told)),
    ]
    for p in processes:
        p.start()
    results = [told.get(timeout=seconds + 60) for _ in processes]
    for p in processes:
        p.join()
    assert [error for _, _, error in results if error] == []
    counts = {name: n for name, n, _ in results}
    assert min(counts.values()) > 0
    with Casebook(where) as book:
        assert {r.run.id: r.coded for r in book.runs()} == {"r1": counts["r1"], "r2": counts["r2"]}
        assert sum(len(rows) for rows in [all_rows(book)["articles"]]) == counts["r1"] + counts["r2"]
    return counts


def test_two_write_while_a_third_asks(where):
    """Six seconds by default; as many minutes as TACITUS_TEST_MINUTES says, which is one in .ci/run."""
    all_at_once(where, 60 * float(os.environ.get("TACITUS_TEST_MINUTES", "0.1")))


def test_two_load_the_same_articles_at_once_and_each_is_there_once(where):
    processes = [FORK.Process(target=load, args=(where, f"r{n}")) for n in (1, 2, 3)]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
    assert [p.exitcode for p in processes] == [0, 0, 0]
    with Casebook(where) as book:
        assert no_half_article(book) == ARTICLES
        assert sum(r.coded for r in book.runs()) == ARTICLES


def test_a_reader_sees_one_state_while_others_write(where):
    with Casebook(where) as book, Casebook(where) as other:
        book.add(ledgers(2), RUN)
        asked = sa.select(sa.func.count()).select_from(book.tables["articles"])
        with book.reading() as connection:
            assert connection.execute(asked).scalar_one() == 2
            other.add(ledgers(5), RUN)
            assert connection.execute(asked).scalar_one() == 2
        with book.reading() as connection:
            assert connection.execute(asked).scalar_one() == 5
