"""Positions: holder, stance, target and evidence on sentences of our own, and properties that always hold."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tacitus.parsing.clause_places import heads_at
from tacitus.parsing.parsed import Parsed
from tacitus.pipeline import Coder
from tacitus.positions.name_targets import gerund
from tacitus.records import Article
from tacitus.writing.exchange import to_exchange

ROWS = [
    ("Chad", "chad", "PROPN", "nsubj", 1),
    ("opposed", "oppose", "VERB", "ROOT", 1),
    ("tolls", "toll", "NOUN", "dobj", 1),
    ("on", "on", "ADP", "prep", 2),
    ("rice", "rice", "NOUN", "pobj", 3),
]


def found(coder: Coder, text: str) -> list[tuple[str, str, str]]:
    ledger = to_exchange(coder.code(Article.make(text, published="2019-02-27")))
    return [(r["holder"]["text"], r["stance"], r["target"]) for r in ledger["records"] if r["kind"] == "position"]


@pytest.mark.parametrize(
    ("lemma", "form"),
    [("freeze", "freezing"), ("stop", "stopping"), ("agree", "agreeing"), ("lie", "lying"), ("veto", "vetoing")],
)
def test_gerund(lemma: str, form: str) -> None:
    assert gerund(lemma) == form


def test_places_of_a_clause() -> None:
    parsed = Parsed.from_rows(Article.make("Chad opposed tolls on rice"), ROWS)
    assert heads_at(parsed, 1, "subject") == [0]
    assert heads_at(parsed, 1, "object") == [2]
    assert heads_at(parsed, 1, "object:on") == [4]
    assert heads_at(parsed, 1, "against") == []


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Fiji and Tonga reiterated their objection to the treaty.",
            [("Fiji", "against", "treaty"), ("Tonga", "against", "treaty")],
        ),
        ("Malta requested Cyprus to open the port.", [("Malta", "for", "opening port")]),
        ("Kenya does not consider the vote legitimate.", [("Kenya", "against", "vote")]),
        ("Peru no longer regards the accord as legitimate.", [("Peru", "against", "accord")]),
        ("Kenya did not call the vote illegal.", [("Kenya", "for", "vote")]),
        ("Kenya stopped short of backing the deal.", [("Kenya", "against", "deal")]),
        ("Ghana and Togo both praised the vote.", [("Ghana", "for", "vote"), ("Togo", "for", "vote")]),
        ("Hungary refused to condemn the raid.", [("Hungary", "for", "raid")]),
        ("Pakistan does not oppose the talks.", [("Pakistan", "for", "talks")]),
        ("The ambassador called for an end to the sanctions.", [("The ambassador", "against", "sanctions")]),
        ("Cyprus called on Turkey to halt drilling.", [("Cyprus", "against", "drilling")]),
        (
            "Ghana and Togo rejected the offer.",
            [("Ghana", "against", "offer"), ("Togo", "against", "offer")],
        ),
        ("The bill drew criticism from the Dutch government.", [("the Dutch government", "against", "bill")]),
        ("Olsen was more of a critic of Russia.", [("Olsen", "against", "Russia")]),
        ("The party withdrew its support for the coalition.", [("The party", "against", "coalition")]),
        (
            'Russia denies the leak, calling the claims "absurd".',
            [("Russia", "against", "leak"), ("Russia", "against", "claims")],
        ),
        ('"This shall be a reminder to all of us," the mayor of Oslo said.', []),
        ('"I thank John for his service," the mayor of Oslo said.', []),
        ("The Senate of Chile could disqualify the minister.", []),
        ("The soldiers attacked the village at dawn.", []),
        ("The two countries signed an agreement on fishing.", []),
    ],
)
def test_positions_of_a_sentence(coder: Coder, text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert sorted(found(coder, text)) == sorted(wanted)


@pytest.mark.model
def test_a_speaker_holds_what_he_says_of_a_thing(coder: Coder) -> None:
    assert found(coder, "The sanctions are illegal, the Venezuelan envoy said.") == [
        ("the Venezuelan envoy", "against", "sanctions")
    ]
    assert found(coder, "The sanctions are illegal.") == []


@pytest.mark.model
def test_several_demands_are_several_positions(coder: Coder) -> None:
    got = found(coder, "Peru urged its partners to freeze the assets and close the border.")
    assert [t for _, _, t in got] == ["freezing assets", "closing border"]
    assert {(h, s) for h, s, _ in got} == {("Peru", "for")}


@pytest.mark.model
def test_countries_swap(coder: Coder) -> None:
    one = found(coder, "France condemned Germany's support for the rebels.")
    two = found(coder, "Germany condemned France's support for the rebels.")
    swap = {"France": "Germany", "Germany": "France"}
    exchanged = [
        (" ".join(swap.get(w, w) for w in h.split()), s, " ".join(swap.get(w.removesuffix("'s"), w) for w in t.split()))
        for h, s, t in two
    ]
    assert [(h, s) for h, s, _ in one] == [(h, s) for h, s, _ in exchanged]


@pytest.mark.model
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from('Iran we "must not oppose ban , . the EU \u201csanctions\u201d to stop said — 💥 \n'.split(" "))
    )
)
def test_any_text_gives_spans_of_that_text(coder: Coder, words: list[str]) -> None:
    text = " ".join(words)
    ledger = coder.code(Article.make(text))
    for p in ledger.positions:
        assert text[p.target_start : p.target_end] == p.target_text
        assert text[p.evidence_start : p.evidence_end] == p.evidence_text
        assert p.stance in ("for", "against")
    assert len({p.id for p in ledger.positions}) == len(ledger.positions)
    assert [p.id for p in coder.code(Article.make(text)).positions] == [p.id for p in ledger.positions]


@pytest.mark.model
def test_evidence_and_target_end_with_the_quotation(coder: Coder) -> None:
    text = '"No leader should make any assumption about our policy", Olsen told the press on Tuesday.'
    rows = [r for r in to_exchange(coder.code(Article.make(text)))["records"] if r["kind"] == "position"]
    assert all("told" not in r["evidence"]["text"] + r["target"] for r in rows)
