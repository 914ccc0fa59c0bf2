"""What the parser gives is copied without moving a character, whatever the text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tacitus.parsing.parse_sentences import PIECE, parse
from tacitus.parsing.parsed import Parsed
from tacitus.pipeline import Coder
from tacitus.records import Article

pytestmark = pytest.mark.model


def parsed(coder: Coder, text: str, title: str | None = None) -> Parsed:
    return parse(coder.nlp, Article.make(text, title=title))


def check(p: Parsed) -> None:
    """Every token reads as its offsets say, every tree has one root a sentence and no circle."""
    for i, t in enumerate(p.tokens):
        assert t.i == i
        assert p.article.text[t.start : t.end] == t.text or "\ufffd" in t.text
        assert 0 <= t.head < len(p)
        assert len(list(p.ancestors(i))) <= len(p)
    assert [k for first, end in p.sentences for k in range(first, end)] == list(range(len(p)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300))
def test_any_text_is_parsed_with_true_offsets(coder: Coder, text: str) -> None:
    check(parsed(coder, text))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet='Ab c.()—-"“”\n,', max_size=200))
def test_asides_and_quotes_in_any_order_are_parsed(coder: Coder, text: str) -> None:
    check(parsed(coder, text))


def test_lone_surrogates_and_nul_do_not_break_the_parse(coder: Coder) -> None:
    check(parsed(coder, "Beijing \ud800 said\x00 \udfff it opposed the plan."))


def test_a_sentence_ends_at_a_blank_line(coder: Coder) -> None:
    p = parsed(coder, "Talks in Oslo\n\nNorway hosted the talks")
    assert [p.span(a, b - 1).text for a, b in p.sentences] == ["Talks in Oslo", "Norway hosted the talks"]


def test_a_relative_aside_hangs_on_its_noun(coder: Coder) -> None:
    p = parsed(coder, "Ghana criticised the treaty (which Togo had signed in March) on Monday.")
    signed = next(t for t in p.tokens if t.text == "signed")
    assert signed.dep == "relcl" and p[signed.head].text == "treaty"
    assert len(p.sentences) == 1
    check(p)


def test_a_long_text_is_parsed_in_pieces(coder: Coder) -> None:
    text = "Peru signed the treaty. " * (2 * PIECE // 24 + 10)
    p = parsed(coder, text)
    check(p)
    assert len(p.sentences) == text.count("treaty")


def test_the_title_repeated_as_first_line_carries_no_records(coder: Coder) -> None:
    p = parsed(coder, "Peru Signs Treaty\n\nPeru signed it on Monday.", title="Peru signs treaty")
    assert p.is_skipped(0) and not p.is_skipped(25)


@pytest.mark.model
@pytest.mark.parametrize(
    "text", ["Republic Act No. 3846 of Art. 5 was signed.", "We met Sgt. Hale and Rep. Poe in town."]
)
def test_no_sentence_ends_after_an_abbreviation(coder: Coder, text: str) -> None:
    p = parsed(coder, text)
    assert len(p.sentences) == 1
    check(p)
