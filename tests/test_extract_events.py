"""Tests of event triggers, participants and circumstances; the rules' own examples run with the coder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.check_codebook import check_rules
from tacitus.codebook import load_codebook
from tacitus.events.event_circumstances import number
from tacitus.events.event_triggers import TriggerBook, find_triggers, particles
from tacitus.parsing.parsed import Parsed
from tacitus.pipeline import Coder
from tacitus.records import EVENT_TYPES, Article

ROWS = [
    ("Rebels", "rebel", "NOUN", "nsubj", 1),
    ("launched", "launch", "VERB", "ROOT", 1),
    ("an", "an", "DET", "det", 3),
    ("attack", "attack", "NOUN", "dobj", 1),
    (".", ".", "PUNCT", "punct", 1),
]


def test_every_type_has_rules_a_definition_and_a_quad_class() -> None:
    book = load_codebook()
    assert {r.type for r in book.events.values()} == set(EVENT_TYPES) == set(book.types)
    assert all(t.definition and t.quad_class and t.cameo for t in book.types.values())


def test_modes_and_codes_of_rules_are_those_of_their_type() -> None:
    book = load_codebook()
    for rule in book.events.values():
        assert rule.mode is None or rule.mode in book.types[rule.type].modes, rule.id
        assert rule.cameo is None or rule.cameo.isdigit(), rule.id


def test_a_noun_and_the_verb_that_carries_it_are_one_trigger() -> None:
    parsed = Parsed.from_rows(Article.make("Rebels launched an attack."), ROWS)
    found = find_triggers(parsed, TriggerBook.of(load_codebook()))
    assert [(t.head, t.carrier, t.rule.type) for t in found] == [(3, 1, "ASSAULT")]


def test_particles_are_found_or_missing() -> None:
    rows = [
        ("Troops", "troop", "NOUN", "nsubj", 1),
        ("pulled", "pull", "VERB", "ROOT", 1),
        ("out", "out", "ADP", "prt", 1),
    ]
    parsed = Parsed.from_rows(Article.make("Troops pulled out"), rows)
    assert particles(parsed, 1, ("out",)) == [2]
    assert particles(parsed, 1, ("back",)) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("12", 12), ("1,200", 1200), ("three", 3), ("twenty-five", 25), ("ninety", 90), ("dozens", None), ("", None)],
)
def test_numbers_are_read_and_inexact_ones_are_not(text: str, wanted: int | None) -> None:
    assert number(text) == wanted


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_none(text: str) -> None:
    assert number(text) is None or number(text) >= 0  # type: ignore[operator]


@pytest.mark.model
def test_examples_of_event_rules_hold(coder: Coder) -> None:
    problems = check_rules(coder, coder.codebook.events.values())
    assert not problems, "\n".join(str(p) for p in problems)


@pytest.mark.model
@pytest.mark.parametrize("text", ["", " ", "\n\n", "!!!", "🙂" * 5, "\ud800 attacked", "The the the attack of of."])
def test_odd_input_raises_nothing(coder: Coder, text: str) -> None:
    coder.code(Article.make(text))


@pytest.mark.model
def test_spans_hold_their_text_and_ids_do_not_change(coder: Coder) -> None:
    text = "Russian jets bombed a hospital in Aleppo on Monday, killing 12 people and wounding three."
    first, second = (coder.code(Article.make(text, published="2016-05-04")) for _ in range(2))
    assert [e.id for e in first.events] == [e.id for e in second.events]
    event = first.events[0]
    assert text[event.trigger_start : event.trigger_end] == event.trigger_text
    assert (event.type, event.killed, event.injured, event.place_text) == ("ASSAULT", 12, 3, "Aleppo")


@pytest.mark.model
@pytest.mark.parametrize(("one", "other"), [("Russia", "Ukraine"), ("India", "Pakistan")])
def test_swapping_two_countries_swaps_them_in_the_events(coder: Coder, one: str, other: str) -> None:
    def sides(a: str, b: str) -> list[tuple[str, list[str]]]:
        text = f"{a} accused {b} of shelling a village, and {b} imposed sanctions on {a}."
        ledger = coder.code(Article.make(text, published="2020-01-01"))
        names = {m.id: m.text for m in ledger.mentions}
        swap = {a: "A", b: "B"}
        return [
            (e.type, [swap.get(names[r.mention_id], "?") for r in ledger.roles if r.record_id == e.id and r.chosen])
            for e in ledger.events
        ]

    assert sides(one, other) == sides(other, one)


def _events(coder: Coder, text: str) -> list[tuple[str, str, str]]:
    ledger = coder.code(Article.make(text, "a", published="2019-10-10"))
    return [(e.type, text[e.trigger_start : e.trigger_end], e.status) for e in ledger.events]


@pytest.mark.model
def test_a_deed_alleged_in_an_accusation_is_vouched_for_by_the_accuser(coder: Coder) -> None:
    text = "Bolivian officials accused Chile of staging a false flag attack on a convoy."
    ledger = coder.code(Article.make(text, "a"))
    names = {m.id: m.text for m in ledger.mentions}
    deed = next(e for e in ledger.events if e.type == "ASSAULT")
    chosen = {(r.role, names[r.mention_id]) for r in ledger.roles if r.record_id == deed.id and r.chosen}
    assert deed.status == "occurred"
    assert ("actor", "Chile") in chosen
    assert ("source", "Bolivian officials") in chosen


@pytest.mark.model
def test_orders_in_quotations_are_requests_and_no_deeds_of_the_speaker(coder: Coder) -> None:
    found = _events(coder, '"Do not send weapons to Libya," the Egyptian foreign minister said.')
    assert [t for t, _, _ in found] == ["REQUEST"]


@pytest.mark.model
def test_reports_of_crime_hold_no_events_but_arrests_of_protesters_do(coder: Coder) -> None:
    crime = (
        "Police arrested a man in Leeds on Monday. They said he stole a car. A court sentenced him to a year in "
        "jail. Neighbours were surprised. He was released on bail in May. The car was found in a barn."
    )
    assert _events(coder, crime) == []
    protest = crime.replace("a man in Leeds", "a protester in Leeds")
    assert "COERCE" in [t for t, _, _ in _events(coder, protest)]


@pytest.mark.model
def test_a_purpose_in_the_street_is_a_deed_and_a_purpose_of_force_is_none(coder: Coder) -> None:
    assert "PROTEST" in [t for t, _, _ in _events(coder, "Students gathered in Lagos to protest against the army.")]
    assert "ASSAULT" not in [t for t, _, _ in _events(coder, "Soldiers came to Lagos to attack the rebels.")]
