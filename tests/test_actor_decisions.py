"""Decisions on actors: done at once and for what comes later, and undone without a trace. SQLite and PostgreSQL."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ask_ledgers import says, stands
from casebooks import RECODE, RUN, all_rows, article, book, ledgers, new_place, where
from fake_coder import fake_ledger
from tacitus.casebook import ask
from tacitus.casebook.decide_actors import Identity, decide_actor, decisions, withdraw_decision
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_decisions import Decision, decided, holding, load_decisions
from tacitus.casebook.store_redo import read_rows
from tacitus.errors import InputError, StoreError
from tacitus.exports.export_tables import Book, casebook_tables
from tacitus.records import Status

__all__ = ["book", "new_place", "where"]

PERU, BRAZIL = Identity("Peru"), Identity("Brazil")


def rows_of(book: Casebook) -> dict[str, object]:
    """Return every row but those of decisions and of days to be grouped, which say what was done and not what is."""
    found = all_rows(book)
    return {name: rows for name, rows in found.items() if name not in ("actor_decisions", "regroup")}


def names(book: Casebook, role: str = "actor") -> list[str | None]:
    p = book.tables["participants"]
    with book.reading() as connection:
        return sorted(connection.execute(sa.select(p.c.name).where(p.c.role == role)).scalars(), key=str)


def fill(book: Casebook) -> None:
    book.add([*ledgers(3), stands(10, "Peru", "against", "war"), says(11, "an official", "it is over")], RUN)
    book.group()


def test_a_merge_changes_who_takes_part_and_its_withdrawal_brings_back_every_row(book):
    fill(book)
    before = rows_of(book)
    done = decide_actor(book, Identity("Chile", "PER", "GOV"), "Ana", merge=PERU, note="one and the same here")
    assert done.records > 0
    assert "Peru" not in names(book)
    assert names(book, "holder").count("Chile") > 0
    book.group()
    assert rows_of(book) != before
    undone = withdraw_decision(book, done.decision.id[:8], "Ben")
    assert undone.records == done.records
    book.group()
    assert rows_of(book) == before
    told = decisions(book)
    assert [(d.kind, d.by, d.withdrawn) for d in told] == [
        ("withdraw", "Ben", None),
        ("merge", "Ana", undone.decision.id),
    ]


def test_words_are_set_in_every_article_or_in_one(book):
    fill(book)
    before = rows_of(book)
    one = says(12, "an official", "it begins")
    book.add([one], RUN)
    only = decide_actor(book, BRAZIL, "Ana", words="AN  Official", article_id=one.article.id)
    assert only.records == 1
    everywhere = decide_actor(book, Identity("Ben Bow", "PER", "GOV"), "Ana", words="An official")
    assert everywhere.records == 1
    assert [n for n in names(book, "speaker") if n in ("Brazil", "Ben Bow")] == ["Ben Bow", "Brazil"]
    withdraw_decision(book, only.decision.id, "Ana")
    assert names(book, "speaker").count("Ben Bow") == 2
    withdraw_decision(book, everywhere.decision.id, "Ana")
    assert [r for r in rows_of(book)["participants"] if r not in before["participants"]] != []
    assert None in names(book, "speaker")


def test_what_is_added_or_coded_anew_later_is_read_with_the_decisions(book):
    fill(book)
    decide_actor(book, BRAZIL, "Ana", merge=PERU)
    decide_actor(book, Identity("Ben Bow", "PER", "GOV"), "Ana", words="an official")
    book.add([*ledgers(6), says(30, "an official", "so be it")], RECODE)
    assert "Peru" not in names(book)
    assert None not in names(book, "speaker")
    with book.reading() as connection:
        read = {r["name"] for r in read_rows(connection, book.tables, _ids(book))}
    assert {"Peru", None} <= read


def test_chains_lead_to_the_end_and_circles_are_refused(book):
    fill(book)
    first = decide_actor(book, BRAZIL, "Ana", merge=PERU)
    decide_actor(book, Identity("Mali"), "Ana", merge=BRAZIL)
    assert not {"Peru", "Brazil"} & set(names(book))
    with pytest.raises(StoreError, match=f"leads back.*{first.decision.id}.*withdraw"):
        decide_actor(book, PERU, "Ana", merge=Identity("Mali"))
    with pytest.raises(StoreError, match="that name already"):
        decide_actor(book, PERU, "Ana", merge=PERU)
    withdraw_decision(book, first.decision.id, "Ana")
    assert "Peru" in names(book)
    decide_actor(book, PERU, "Ana", merge=Identity("Mali"))
    assert not {"Mali", "Brazil"} & set(names(book))


def test_a_merge_of_some_only(book):
    fill(book)
    decide_actor(book, Identity("Peru (China)", "CHN", "GOV"), "Ana", merge=Identity("Peru", "China"))
    assert set(names(book, "holder")) >= {"Peru", "Peru (China)"}


def test_what_a_casebook_is_asked_sees_who_was_decided(book):
    book.add([stands(1, "Peru", "against", "war"), stands(2, "Brazil", "against", "war")], RUN)
    book.add([fake_ledger(article(3))], RUN)
    book.group()
    assert {r.holder for r in ask.sides(book, "war")} == {"Peru", "Brazil"}
    decide_actor(book, PERU, "Ana", merge=BRAZIL)
    assert [(r.holder, r.times) for r in ask.sides(book, "war")] == [("Peru", 2)]
    decide_actor(book, Identity("Lima"), "Ana", merge=PERU)
    assert {r.actor for r in ask.events(book, ask.Filters(actor="Lima"))} == {"Lima"}
    assert "Lima" in {r.actor for r in ask.dyads(book)}
    with book.reading() as connection:
        assert "Lima" in connection.execute(sa.select(book.tables["deeds"].c.actors)).scalars().all()


def test_exports_and_who_contests_a_deed_see_who_was_decided(book):
    ledger = fake_ledger(article(1, "Peru warned Chile. Mali warned Chad."))
    (event, other), (peru, _, mali, _) = ledger.events, ledger.mentions
    ledger.statuses = [Status(event.id, 0, peru.id, "occurred", "says"), Status(event.id, 1, mali.id, "denied", "says")]
    ledger.events.remove(other)
    book.add([ledger], RUN)
    book.group()
    assert [(r.asserted_by, r.denied_by) for r in ask.contested(book)] == [("Peru", "Mali")]
    decide_actor(book, Identity("Lima"), "Ana", merge=PERU)
    assert [(r.asserted_by, r.denied_by) for r in ask.contested(book)] == [("Lima", "Mali")]
    read = Book(casebook_tables(book))
    assert [a.name for a in read.actors(event.id, "actor")] == ["Lima"]
    decide_actor(book, Identity("Lima"), "Ana", words="mali")
    assert ask.contested(book) == []


def test_groups_are_those_of_grouping_everything_anew(book):
    texts = ["Peru warned Chile.", "Lima warned Chile.", "Mali warned Chile."]
    book.add([fake_ledger(article(n, text, published=f"2019-02-2{n}")) for n, text in enumerate(texts)], RUN)
    book.group()
    for step in (
        lambda: decide_actor(book, PERU, "Ana", merge=Identity("Lima")),
        lambda: decide_actor(book, PERU, "Ana", words="Mali"),
        lambda: withdraw_decision(book, decisions(book)[0].id, "Ana"),
    ):
        step()
        book.group()
        kept = all_rows(book)
        book.regroup()
        assert all_rows(book) == kept


def test_bad_decisions_are_refused_with_a_remedy(book):
    fill(book)
    for wrong, told in (
        ({"merge": Identity("")}, "name is empty"),
        ({"words": "--"}, "no letters"),
        ({"words": "x" * 301}, "301 characters"),
        ({"merge": PERU, "words": "x"}, "one of the two"),
        ({"merge": Identity("Peru", "Atlantis")}, "is no country"),
        ({"merge": PERU, "article_id": "a_1"}, "whole casebook"),
    ):
        with pytest.raises(InputError, match=told):
            decide_actor(book, BRAZIL, "Ana", **wrong)
    with pytest.raises(InputError, match="is no sector"):
        decide_actor(book, Identity("Brazil", sector="ABC"), "Ana", words="x")
    with pytest.raises(InputError, match="by is empty"):
        decide_actor(book, BRAZIL, " ", words="x")
    with pytest.raises(StoreError, match="no article a_nowhere"):
        decide_actor(book, BRAZIL, "Ana", words="x", article_id="a_nowhere")
    with pytest.raises(StoreError, match="no decision d_none"):
        withdraw_decision(book, "d_none", "Ana")
    done = decide_actor(book, BRAZIL, "Ana", words="x")
    withdraw_decision(book, done.decision.id, "Ana")
    with pytest.raises(StoreError, match="withdrawn before"):
        withdraw_decision(book, done.decision.id, "Ana")
    assert decide_actor(book, BRAZIL, "Ana\x00\ud800", words="nul \x00 here").decision.words == "nul \ufffd here"


ACTORS = ("Peru", "Chile", "Mali", "France", "Germany", "Brazil")
STEP = st.one_of(
    st.tuples(st.just("merge"), st.sampled_from(ACTORS), st.sampled_from(ACTORS)),
    st.tuples(st.just("set"), st.sampled_from((*ACTORS, "an official")), st.sampled_from(ACTORS)),
    st.tuples(st.just("withdraw"), st.integers(0, 9), st.none()),
    st.tuples(st.just("add"), st.integers(0, 5), st.none()),
)


@given(steps=st.lists(STEP, max_size=8))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_comes_to_what_reading_everything_anew_gives(new_place, steps):
    with Casebook(new_place()) as book:
        fill(book)
        for kind, one, two in steps:
            try:
                if kind == "add":
                    book.add([fake_ledger(article(one + 40))], RUN)
                elif kind == "withdraw":
                    withdraw_decision(book, decisions(book)[one].id, "Ana")
                elif kind == "merge":
                    decide_actor(book, Identity(two), "Ana", merge=Identity(one))
                else:
                    decide_actor(book, Identity(two), "Ana", words=one)
            except (StoreError, IndexError):
                pass  # a circle, or nothing to withdraw
        with book.reading() as connection:
            read = decided(read_rows(connection, book.tables, _ids(book)), load_decisions(connection, book.tables))
            p = book.tables["participants"]
            columns = [c for c in p.c if c.name != "kind"]
            stored = [dict(r) for r in connection.execute(sa.select(*columns)).mappings()]
        assert sorted(map(_flat, read)) == sorted(map(_flat, stored))


MERGE = st.builds(
    lambda n, one, two: Decision(n, f"d{n}", "merge", "x", "t", from_name=one, name=two, country="CHN"),
    st.integers(0, 99), st.sampled_from(ACTORS), st.sampled_from(ACTORS),
)  # fmt: skip


@given(made=st.lists(MERGE, unique_by=lambda d: d.id, max_size=12))
def test_reading_ends_whatever_stands_in_the_table(made):
    row = {"text": "Peru", "article_id": "a", "name": "Peru", "country": None, "sector": None, "entity_id": None}
    assert decided([row], holding(made))[0]["name"] in ACTORS


def _ids(book: Casebook) -> list[str]:
    p = book.tables["participants"]
    with book.reading() as connection:
        return sorted(set(connection.execute(sa.select(p.c.record_id)).scalars()))


def _flat(row: dict[str, object]) -> str:
    return repr(sorted(row.items()))
