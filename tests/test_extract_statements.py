"""Statements: who said what, to whom, where, relayed by whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.codebook import load_codebook
from tacitus.mentions.cast import Cast
from tacitus.parsing.parsed import Parsed
from tacitus.pipeline import Coder
from tacitus.records import Article, Found
from tacitus.statements.extract_statements import extract_statements
from tacitus.writing.exchange import to_exchange

CODEBOOK = load_codebook()


def said(coder: Coder, text: str) -> list[dict]:
    ledger = coder.code(Article.make(text, "t"))
    return [r for r in to_exchange(ledger)["records"] if r["kind"] == "statement"]


def contents(record: dict) -> list[str]:
    return [c["text"] for c in record["content"]]


def by_hand(text: str, rows: list[tuple[str, str, str, str, int]]) -> list[Found]:
    parsed = Parsed.from_rows(Article.make(text, "t"), rows)
    return extract_statements(parsed, Cast(parsed), CODEBOOK, [])


def test_clause_without_a_parser() -> None:
    rows = [
        ("Oslo", "oslo", "PROPN", "nsubj", 1),
        ("says", "say", "VERB", "ROOT", 1),
        ("rebels", "rebel", "NOUN", "nsubj", 3),
        ("fled", "flee", "VERB", "ccomp", 1),
        (".", ".", "PUNCT", "punct", 1),
    ]
    (found,) = by_hand("Oslo says rebels fled.", rows)
    assert found.contents[0].text == "rebels fled"
    assert len(found.chosen("speaker")) == 1
    assert found.record.found_by == "say"


def test_nothing_in_nothing() -> None:
    assert by_hand("", []) == []


WORDS = ["said", "Ma", '"', ",", "that", "fled", "told", "to", "according", "urged", ".", "of", "as", "accused"]


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.integers(0, 30), st.integers(0, 9)), max_size=14))
def test_odd_trees_never_raise_and_spans_are_exact(drawn: list[tuple[str, int, int]]) -> None:
    deps = ["nsubj", "ccomp", "xcomp", "prep", "pobj", "dobj", "advcl", "conj", "relcl", "mark"]
    pos = {"said": "VERB", "fled": "VERB", "told": "VERB", "urged": "VERB", "accused": "VERB", "Ma": "PROPN"}
    text = " ".join(w for w, _, _ in drawn)
    rows = []
    for i, (word, head, dep) in enumerate(drawn):  # heads point to the left: always a tree
        rows.append((word, word, pos.get(word, "ADP"), deps[dep] if i else "ROOT", head % i if i else 0))
    for f in by_hand(text, rows):
        for c in f.contents:
            assert text[c.start : c.end] == c.text
            assert c.text


@pytest.mark.model
def test_split_quotation_is_one_statement_with_two_pieces(coder: Coder) -> None:
    (one,) = said(coder, '"We signed," the minister said on Monday, "and we will keep our word."')
    assert contents(one) == ["We signed,", "and we will keep our word."]
    assert one["quotation"] == "direct"


@pytest.mark.model
def test_paragraphs_of_one_quotation_belong_together(coder: Coder) -> None:
    text = 'The envoy told reporters: "The talks failed.\n\n"We will try again in May."\n\nIt rained.'
    (one,) = said(coder, text)
    assert contents(one) == ["The talks failed.", "We will try again in May."]
    assert one["addressee"]["text"] == "reporters"


@pytest.mark.model
def test_statement_inside_a_statement_is_relayed(coder: Coder) -> None:
    ledger = coder.code(Article.make("Xinhua reported that the envoy said the embargo was illegal.", "t"))
    outer, inner = ledger.statements
    assert inner.inside == outer.id
    records = to_exchange(ledger)["records"]
    assert [v["text"] for v in records[1]["via"]] == ["Xinhua"]


@pytest.mark.model
def test_announced_relay_goes_with_the_quotation_that_follows(coder: Coder) -> None:
    text = 'Here is more from Tanjug:\n\n"Serbia is ready for talks," the president said.\n\nHe left.'
    (one,) = said(coder, text)
    assert [v["text"] for v in one["via"]] == ["Tanjug"]


@pytest.mark.model
def test_coordinated_reports_are_two_statements(coder: Coder) -> None:
    first, second = said(coder, "Kenya said that the dam had burst, adding that help was on its way.")
    assert contents(first) == ["that the dam had burst"]
    assert contents(second) == ["that help was on its way"]
    assert first["speaker"]["text"] == second["speaker"]["text"] == "Kenya"


@pytest.mark.model
def test_scare_quotes_leave_a_content_indirect(coder: Coder) -> None:
    (one,) = said(coder, 'The envoy said China opposes attempts to offer "humanitarian assistance" to the people.')
    assert one["quotation"] == "indirect"
    (two,) = said(coder, 'The envoy said the plan was "a stab in the back" for all of Africa.')
    assert two["quotation"] == "mixed"


@pytest.mark.model
def test_relative_content_takes_in_its_antecedent(coder: Coder) -> None:
    (one,) = said(coder, "Smoke rose from major fires, which state media said were under control.")
    assert contents(one) == ["major fires", "were under control"]


@pytest.mark.model
def test_venue(coder: Coder) -> None:
    (one,) = said(coder, "The envoy said at a Security Council meeting on Libya that the truce would hold.")
    assert one["venue"] == "a Security Council meeting on Libya"


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "The spokesperson for the German government strongly condemned the attack.",
        'The so-called "rescue plan" was dropped.',
        "Ministers hoped that the rain would stop.",
        "Troops allegedly burned the village.",
        "The senator would say that the law is bad.",
    ],
)
def test_no_statement(coder: Coder, text: str) -> None:
    assert said(coder, text) == []


@pytest.mark.model
def test_turns_of_a_transcript_are_direct_statements(coder: Coder) -> None:
    text = (
        "PREMIER FREDERIKSEN: Thank you all for coming.\n\nWe will send the ships.\n\n"
        "QUESTION: When?\n\nPREMIER FREDERIKSEN: As I said, in May."
    )
    found = said(coder, text)
    assert [r["speaker"]["text"] for r in found] == ["PREMIER FREDERIKSEN", "QUESTION", "PREMIER FREDERIKSEN"]
    assert contents(found[0]) == ["Thank you all for coming.", "We will send the ships."]
    assert {r["quotation"] for r in found} == {"direct"}


@pytest.mark.model
def test_a_list_with_colons_is_no_transcript(coder: Coder) -> None:
    assert not said(coder, "Place: Oslo.\n\nDate: Monday.\n\nAgenda: fish.")


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The regulator said the use of foreign coins was rare, further saying that it saw no harm.",
            [("The regulator", "the use of foreign coins was rare"), ("The regulator", "that it saw no harm")],
        ),
        (
            "The deal cost her support, the envoy said, also noting that nobody won.",
            [("the envoy", "The deal cost her support"), ("the envoy", "that nobody won")],
        ),
        (
            "It is not for the court to judge motives, argued the government's lawyer, Piet Bos.",
            [("the government's lawyer", "It is not for the court to judge motives")],
        ),
        (
            'The speaker commented on the matter — which the agency noted as unusual — "However dressed, it is wrong."',
            [("The speaker", "However dressed, it is wrong.")],
        ),
        ('Kenya responded with "an embargo on all trade".', [("Kenya", "an embargo on all trade")]),
        ("According to a UN report, the camp is full.", [("UN", "the camp is full")]),
        (
            "The government called for the rebels to lay down arms but later attacked their camp.",
            [("The government", "the rebels to lay down arms")],
        ),
    ],
)
def test_whose_words_and_where_they_end(coder: Coder, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(r["speaker"]["text"], *contents(r)) for r in said(coder, text)] == expected


@pytest.mark.model
def test_scare_quotes_of_the_next_clause_are_not_glued_to_a_quotation(coder: Coder) -> None:
    text = (
        'The act states "no firm shall own a station." Senators condemned the move as an "abuse" and "contrary to law".'
    )
    assert contents(said(coder, text)[0]) == ["no firm shall own a station."]


@pytest.mark.model
def test_a_coordinated_cue_has_the_speaker_of_the_cue_above_it(coder: Coder) -> None:
    text = "Mediator Qatar says that efforts are ongoing to renew the ceasefire and expressed regret over the bombing."
    found = said(coder, text)
    assert [r["speaker"]["text"] for r in found] == ["Mediator Qatar", "Mediator Qatar"]
    assert contents(found[0]) == ["that efforts are ongoing to renew the ceasefire"]
