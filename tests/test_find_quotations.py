"""Quotation zones: every kind of mark, apostrophes, paragraphs, odd input, time."""

import gc
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.parsing.find_quotations import find_quotations, paragraphs
from tacitus.parsing.parsed import Parsed
from tacitus.records import Article


def inner(text: str) -> list[str]:
    return [text[q.inner_start : q.inner_end] for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "hello there," then "bye".', ["hello there,", "bye"]),
        ("“We go,” she said.", ["We go,"]),
        ("„Das ist gut“, sagte er.", ["Das ist gut"]),
        ("«Bonjour», dit-il; »Hallo«, sagte sie.", ["Bonjour", "Hallo"]),
        ("”Hej”, sade han.", ["Hej"]),
        ("''Well,'' he said.", ["Well,"]),
        ("'We won't go,' he said. 'The workers' rights matter.'", ["We won't go,", "The workers' rights matter."]),
        ("‘It’s the people’s choice,’ she said in the ’90s.", ["It’s the people’s choice,"]),
        ("The workers' rights and the ministers' cars aren't mine.", []),
        ('A 6" gun and a man of 5\'10".', []),
        ("rock 'n' roll", []),
        ("\"A 'nested one' B\"", ["A 'nested one' B", "nested one"]),
        ('“We go," he said.', ["We go,"]),
        ("「行きます」と言った。", ["行きます"]),
    ],
)
def test_marks_are_paired(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_nested_quotation_has_depth() -> None:
    assert [q.depth for q in find_quotations("“He said ‘no’ twice,” she said.")] == [0, 1]


def test_unclosed_quotation_ends_with_its_paragraph_and_is_continued() -> None:
    text = '"One.\n\n"Two.\n\n"Three," he said.\n\nFour "five".'
    quotes = find_quotations(text)
    assert inner(text) == ["One.", "Two.", "Three,", "five"]
    assert [q.closed for q in quotes] == [False, False, True, True]
    assert [q.continues for q in quotes] == [-1, 0, 1, -1]


def test_forgotten_mark_spoils_no_other_quotation() -> None:
    assert inner("“One, he said. “Two,” she said.") == ["One, he said.", "Two,"]


def test_paragraphs_at_line_ends_only_without_blank_lines() -> None:
    assert len(paragraphs("One\ntwo\n\nthree")) == 2
    assert len(paragraphs("One\ntwo\nthree")) == 3


@given(st.text(alphabet=st.sampled_from("ab ,.\n\"“”‘’'«»„\ud800é"), max_size=80))
def test_any_text_gives_nested_spans_in_order(text: str) -> None:
    quotes = find_quotations(text)
    assert [q.start for q in quotes] == sorted(q.start for q in quotes)
    for q in quotes:
        assert 0 <= q.start < q.inner_start <= q.inner_end <= q.end <= len(text)
        assert q.continues < len(quotes)
    tops = [q for q in quotes if q.depth == 0]
    assert all(a.end <= b.start for a, b in pairwise(tops))


@pytest.mark.parametrize("unit", ['"', "“a ", "'a ", "‘", "\n", '\n\n"a', "«", "' ", "'a b' "])
def test_time_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        # of this process, the best of three: neither other work on the machine nor the garbage of other tests decides
        taken = []
        for _ in range(3):
            gc.collect()
            gc.disable()
            try:
                begun = time.process_time()
                find_quotations((unit * length)[:length])
                taken.append(time.process_time() - begun)
            finally:
                gc.enable()
        return min(taken)

    assert seconds(200_000) < 20 * max(seconds(20_000), 0.02)


@given(st.text(alphabet=st.sampled_from("ab ,.\n\"“”‘’'«»„\ud800é"), max_size=80))
def test_a_character_stands_in_the_first_quotation_that_holds_it(text: str) -> None:
    quotes = find_quotations(text)
    parsed = Parsed(Article.make(text), [], [], quotes)
    for char in range(len(text)):
        assert parsed.quote_at(char) == next((q for q in quotes if q.inner_start <= char < q.inner_end), None)
