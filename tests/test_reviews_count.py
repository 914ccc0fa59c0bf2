"""Reviews count: corrections are seen by every question, what is withdrawn is back as it was, recoding keeps them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ask_ledgers import says, stands
from casebooks import RECODE, RUN, all_rows, article, book, new_place, where
from fake_coder import fake_ledger
from tacitus.casebook import ask
from tacitus.casebook.ask import Filters
from tacitus.casebook.corrections import read_correction
from tacitus.casebook.store import Casebook, new_review
from tacitus.casebook.store_verdicts import settle
from tacitus.errors import StoreError

__all__ = ["book", "new_place", "where"]
# what a review itself adds
OF_REVIEWS = ("runs", "run_articles", "casebook", "reviews", "verdicts", "regroup")


def filled(book) -> Casebook:
    made = [fake_ledger(article(n)) for n in range(4)]
    made += [stands(20, "Peru", "against", "military intervention", "2019-02-20"), says(30, "Russia", "it will stay")]
    book.add(made, RUN)
    book.group()
    return book


def review(book, record_id: str, verdict: str, by: str = "Ana", **correction: Any) -> None:
    book.add_review(new_review(record_id, verdict, by, correction=correction or None))


def an_event(book, actor: str = "Peru") -> ask.EventRow:
    return next(e for e in ask.events(book) if e.actor and actor in e.actor)


def test_a_corrected_type_is_seen_and_filtered_by(book) -> None:
    event = an_event(filled(book))
    assert event.type != "AID"
    review(book, event.id, "corrected", type="AID", date="2018-12-01", killed=3)
    found = [e for e in ask.events(book, Filters(type="AID")) if e.id == event.id]
    assert [(e.type, e.date, e.killed, e.quad_class, e.verdict) for e in found] == [
        ("AID", "2018-12-01", 3, "Material cooperation", "corrected")
    ]
    assert event.id not in {e.id for e in ask.events(book, Filters(type=event.type))}
    assert "2018-12" in {p.period for p in ask.timeline(book)}


def test_corrected_participants_are_asked_for(book) -> None:
    event = an_event(filled(book))
    review(book, event.id, "corrected", actor=[{"name": "Fiji"}], recipient=[{"name": "Ana Diaz", "country": "Chile"}])
    assert [e.id for e in ask.events(book, Filters(country="Fiji"))] == [event.id]
    assert [e.recipient for e in ask.events(book, Filters(actor="Ana Diaz"))] == ["Ana Diaz"]
    assert ("FJI", "CHL") in {(d.actor, d.recipient) for d in ask.dyads(book, by="country")}


def test_a_corrected_stance_changes_the_sides(book) -> None:
    before = ask.sides(filled(book), "military intervention")
    assert [(s.holder, s.side) for s in before] == [("Peru", "against")]
    review(book, before[0].first_id, "corrected", stance="for", holder=[{"name": "Brazil"}])
    assert [(s.holder, s.side) for s in ask.sides(book, "military intervention")] == [("Brazil", "for")]


def test_corrected_words_of_a_statement_are_found(book) -> None:
    said = next(s for s in ask.statements(filled(book)) if s.speaker == "Russia")
    text = book.ledger(said.article_id).article.text
    start = text.index("stay")
    review(book, said.id, "corrected", content=[[start, start + 4]], quotation="direct")
    found = next(s for s in ask.statements(book, Filters(text="stay")) if s.id == said.id)
    assert (found.content, found.quotation) == ("stay", "direct")
    review(book, said.id, "withdrawn")
    assert next(s for s in ask.statements(book) if s.id == said.id) == said


@pytest.mark.parametrize("verdict", ["wrong", "corrected"])
def test_what_is_withdrawn_is_back_as_it_was(book, verdict: str) -> None:
    event = an_event(filled(book))
    before = all_rows(book, OF_REVIEWS)
    correction = {"type": "AID", "actor": [{"name": "Fiji"}]} if verdict == "corrected" else {}
    review(book, event.id, verdict, **correction)
    review(book, event.id, "withdrawn")
    book.group()
    assert all_rows(book, OF_REVIEWS) == before
    with book.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(book.tables["reviews"])).scalar() == 2


def test_recoding_keeps_corrections(book) -> None:
    event = an_event(filled(book))
    review(book, event.id, "corrected", type="AID", recipient=[{"name": "Fiji"}])
    after = all_rows(book, OF_REVIEWS)
    counts = book.add([fake_ledger(article(n)) for n in range(4)], RECODE)
    book.group()
    assert counts["coded anew"] == 4
    assert all_rows(book, OF_REVIEWS) == after
    assert [e.id for e in ask.events(book, Filters(country="FJI", type="AID"))] == [event.id]


def test_the_last_sure_verdict_decides_and_each_withdraws_his_own(book) -> None:
    event = an_event(filled(book))

    def verdict() -> str | None:
        return next((e.verdict for e in ask.events(book, Filters(rejected=True)) if e.id == event.id), None)

    steps = [
        ("Ana", "wrong", "wrong"),
        ("Ben", "unsure", "wrong"),
        ("Ben", "right", "right"),
        ("Ben", "withdrawn", "wrong"),
    ]
    for by, given_, wanted in steps:
        review(book, event.id, given_, by)
        assert verdict() == wanted
    assert event.id not in {e.id for e in ask.events(book)}
    review(book, event.id, "withdrawn", "Ana")
    assert verdict() is None


def test_the_same_review_twice_adds_nothing(book) -> None:
    made = new_review(an_event(filled(book)).id, "right", "Ana")
    assert (book.add_review(made), book.add_review(made)) == (True, False)


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        ("events", {"type": "FIGHT"}, "no type"),
        ("events", {"stance": "for"}, "cannot be corrected in events"),
        ("events", {"killed": -1}, "no number"),
        ("events", {"killed": True}, "no number"),
        ("events", {"trigger": [3, 99]}, "which has 10"),
        ("events", {"trigger": [3, 3]}, "which has 10"),
        ("events", {"date": "2019-13"}, "no date"),
        ("positions", {"stance": None}, "no stance"),
        ("positions", {"target": " "}, "must be a text"),
        ("positions", {"holder": [{"country": "PER"}]}, "without a name"),
        ("positions", {"holder": [{"name": "A", "country": "Xyz"}]}, "no country"),
        ("positions", {"holder": [{"name": "A", "sector": "ABC"}]}, "no sector"),
        ("positions", {"holder": "Peru"}, "is a list"),
        ("statements", {"content": [[0, 4], [3, 6]]}, "overlap"),
        ("statements", {"content": []}, "list of spans"),
        ("statements", ["x"], "no JSON object"),
    ],
)
def test_what_cannot_be_is_refused(kind: str, given: Any, told: str) -> None:
    with pytest.raises(StoreError, match=told):
        read_correction(kind, json.dumps(given), "0123456789")


def test_a_refused_correction_leaves_nothing(book) -> None:
    event = an_event(filled(book))
    before = all_rows(book)
    with pytest.raises(StoreError, match="no type"):
        review(book, event.id, "corrected", type="FIGHT")
    assert all_rows(book) == before


STEP = st.tuples(
    st.integers(0, 3),
    st.sampled_from(["Ana", "Ben"]),
    st.sampled_from(["right", "wrong", "unsure", "withdrawn", "corrected"]),
    st.sampled_from(
        [{"type": "AID"}, {"actor": [{"name": "Fiji"}]}, {"date": "2018-01-01", "recipient": []}, {"status": "denied"}]
    ),
)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=8))
def test_any_order_of_reviews_comes_to_what_is_computed_anew(tmp_path_factory: Any, steps: Sequence[Any]) -> None:
    with Casebook(tmp_path_factory.mktemp("reviews") / "a.db") as own:
        events = ask.events(filled(own))[:4]
        for n, by, verdict, correction in steps:
            review(own, events[n].id, verdict, by, **(correction if verdict == "corrected" else {}))
        stepwise = all_rows(own)
        own.database.write(lambda c: settle(c, own.tables, sorted({e.id for e in events})))
        own.group()
        assert all_rows(own) == stepwise
        own.regroup()
        assert all_rows(own) == stepwise
        for n in range(4):
            for by in ("Ana", "Ben"):
                review(own, events[n].id, "withdrawn", by)
        own.group()
        assert [replace(e, verdict=None) for e in ask.events(own)][: len(events)] == ask.events(own)[: len(events)]
        assert {e.id: e for e in events} == {e.id: e for e in ask.events(own) if e.id in {x.id for x in events}}
