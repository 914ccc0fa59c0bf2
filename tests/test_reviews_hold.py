"""What reviews must hold through: other reports of a deed, coding anew, reading back, and several reviewers at once."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from ask_ledgers import says, stands
from casebooks import RECODE, RUN, all_rows, article, book, new_place, sorted_row, where
from fake_coder import fake_ledger
from tacitus.casebook import ask
from tacitus.casebook.ask import Filters
from tacitus.casebook.review_queue import queue, reviews
from tacitus.casebook.store import Casebook, new_review
from tacitus.errors import StoreError
from tacitus.ledger import Ledger

__all__ = ["book", "new_place", "where"]
OF_REVIEWS = ("runs", "run_articles", "casebook", "reviews", "verdicts", "regroup")


def review(book: Casebook, record_id: str, verdict: str, by: str = "Ana", **correction: Any) -> None:
    book.add_review(new_review(record_id, verdict, by, correction=correction or None))


def tolls(book: Casebook, *killed: int) -> list[str]:
    """Add the same deed told by so many articles, each with a toll of its own; return the ids of the events."""
    ids = []
    for n, number in enumerate(killed):
        made = fake_ledger(article(n, "Peru attacked Chile on Monday, killing some people at the border post."))
        made.events = [replace(e, killed=number) for e in made.events]
        ids += [e.id for e in made.events]
        book.add(made, RUN)
    book.group()
    return ids


def test_what_is_wrong_is_no_report_of_a_deed(book) -> None:
    first, second, third = tolls(book, 4, 4, 40)
    before = all_rows(book, OF_REVIEWS)
    assert {e.reports for e in ask.events(book)} == {3}
    assert {(c.lowest, c.highest) for c in ask.conflicts(book)} == {(4, 40)}
    review(book, third, "wrong")
    assert {e.id: e.reports for e in ask.events(book)} == {first: 2, second: 2}
    assert ask.conflicts(book) == []
    assert {e.id: e.reports for e in ask.events(book, Filters(rejected=True))} == {first: 2, second: 2, third: 1}
    review(book, first, "wrong")
    assert {e.id: e.reports for e in ask.events(book)} == {second: 1}
    stepwise = all_rows(book)
    book.regroup()
    assert all_rows(book) == stepwise
    for i in (first, third):
        review(book, i, "withdrawn")
    assert all_rows(book, OF_REVIEWS) == before


def test_what_is_wrong_stays_no_report_when_coded_anew(book) -> None:
    *_, third = tolls(book, 4, 4, 40)
    review(book, third, "wrong")
    before = all_rows(book, OF_REVIEWS)
    made = list(book.ledgers())
    assert book.add(made, RECODE)["coded anew"] == 3
    book.group()
    assert all_rows(book, OF_REVIEWS) == before


def test_a_corrected_status_is_that_of_the_sources_too(book) -> None:
    (event,) = tolls(book, 4)
    before = all_rows(book, OF_REVIEWS)
    review(book, event, "corrected", status="denied")
    st = book.tables["statuses"]
    with book.reading() as connection:
        told = connection.execute(sa.select(st.c.status).where(st.c.record_id == event)).scalars().all()
    assert set(told) == {"denied"}
    review(book, event, "withdrawn")
    assert all_rows(book, OF_REVIEWS) == before


def test_a_ledger_is_read_back_as_the_machine_has_it(book) -> None:
    made = [fake_ledger(article(0)), stands(20, "Peru", "against", "military intervention"), says(30, "Russia", "no")]
    book.add(made, RUN)
    book.group()
    before = [sorted_row(n) for n in book.ledgers()]
    event = ask.events(book)[0]
    review(book, event.id, "corrected", type="AID", status="denied", actor=[{"name": "Fiji"}])
    said = ask.statements(book)[-1]
    review(book, said.id, "corrected", content=[[0, 4], [5, 9]], quotation="direct")
    assert [sorted_row(n) for n in book.ledgers()] == before
    assert sorted_row(book.ledger(event.article_id)) in before
    today = {e.id: e for e in book.today(event.article_id).events}[event.id]
    assert (today.type, today.status) == ("AID", "denied")
    assert book.add(list(book.ledgers()), RECODE)["coded anew"] == 3
    assert [sorted_row(n) for n in book.ledgers()] == before


def lonely(n: int) -> Ledger:
    """Return an article with one event and nobody in it."""
    made = fake_ledger(article(n, "Peru warned Chile."))
    kept = [replace(e, inside=None) for e in made.events[:1]]
    return replace(
        made, events=kept, statements=[], positions=[], contents=[], mentions=[], resolutions=[], roles=[],
        statuses=[replace(s, mention_id=None) for s in made.statuses if s.record_id == kept[0].id][:1],
    )  # fmt: skip


def test_somebody_takes_part_where_the_machine_found_nobody(book) -> None:
    book.add(lonely(1), RUN)
    book.group()
    before, (event,) = all_rows(book, OF_REVIEWS), ask.events(book)
    review(book, event.id, "corrected", actor=[{"name": "Peru"}], recipient=[{"name": "Chile"}])
    assert [(e.actor, e.recipient) for e in ask.events(book, Filters(country="Peru"))] == [("Peru", "Chile")]
    assert book.ledger(event.article_id).mentions == []
    (today,) = book.today(event.article_id).events
    assert today.id == event.id
    after = all_rows(book, OF_REVIEWS)
    assert book.add(lonely(1), RECODE) == {"coded anew": 1}
    book.group()
    assert all_rows(book, OF_REVIEWS) == after
    review(book, event.id, "withdrawn")
    assert all_rows(book, OF_REVIEWS) == before


def test_coding_anew_goes_on_where_whom_a_correction_hung_on_is_gone(book) -> None:
    full = fake_ledger(article(1, "Peru warned Chile."))
    book.add(full, RUN)
    event = ask.events(book)[0]
    review(book, event.id, "corrected", actor=[{"name": "Fiji"}], type="AID")
    assert book.add([lonely(1), fake_ledger(article(2))], RECODE) == {"coded anew": 1, "added": 1}
    (found,) = (e for e in ask.events(book) if e.id == event.id)
    assert (found.actor, found.type) == ("Fiji", "AID")
    assert book.add(full, RUN) == {"coded anew": 1}
    (found,) = (e for e in ask.events(book) if e.id == event.id)
    assert (found.actor, found.recipient) == ("Fiji", event.recipient)


def test_a_corrected_verdict_says_what_was_put_right(book) -> None:
    (event,) = tolls(book, 4)
    with pytest.raises(StoreError, match="put right"):
        review(book, event, "corrected")
    with pytest.raises(StoreError, match="put right"):
        book.add_review(new_review(event, "corrected", "Ana", correction={}))


def test_two_reviewers_at_once_lose_and_double_nothing(where) -> None:
    with Casebook(where) as made:
        made.add([fake_ledger(article(n)) for n in range(3)], RUN)
        made.group()

    def work(by: str) -> list[str]:
        done: list[str] = []
        with Casebook(where) as own:
            while rows := queue(own, reviewer=by, limit=2):
                own.add_review(new_review(rows[0].record_id, "right" if len(done) % 2 else "wrong", by))
                done.append(rows[0].record_id)
        return done

    with ThreadPoolExecutor(2) as pool:
        done = dict(zip(("Ana", "Ben"), pool.map(work, ("Ana", "Ben")), strict=True))
    with Casebook(where) as made:
        given = reviews(made)
        assert {by: [r.record_id for r in given if r.by == by][::-1] for by in done} == done
        assert all(len(set(ids)) == len(ids) for ids in done.values())
        stepwise = all_rows(made)
        made.regroup()
        assert all_rows(made) == stepwise


def test_wrong_verdicts_of_an_older_casebook_are_grouped_anew(tmp_path) -> None:
    place = str(tmp_path / "a.db")
    with Casebook(place) as made:
        *_, third = tolls(made, 4, 4, 40)
        grouped = all_rows(made)["deed_reports"]
        review(made, third, "wrong")
        wanted = all_rows(made)
    with sqlite3.connect(place) as old:  # as schema 6 left it: grouped with what is wrong
        names = [c[1] for c in old.execute("PRAGMA table_info(deed_reports)")]
        old.execute("DELETE FROM deed_reports")
        old.execute("DELETE FROM deeds WHERE 0")
        marks = ", ".join("?" * len(names))
        old.executemany(f"INSERT INTO deed_reports ({', '.join(names)}) VALUES ({marks})", grouped)
        old.execute("UPDATE casebook SET schema = 6")
    old.close()
    with Casebook(place) as made:
        made.group()
        assert all_rows(made)["deeds"] == wanted["deeds"]
        assert all_rows(made)["deed_reports"] == wanted["deed_reports"]
