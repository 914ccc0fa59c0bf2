"""Asides are cut out and put back without moving a character."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tacitus.parsing.find_asides import cut_out, find_asides

ASIDES = [
    ("The envoy (who had come by night) left Kyiv.", ["(who had come by night)"]),
    ("The republic - which Rome has long courted - kept silent.", [" - which Rome has long courted - "]),
    ("The republic—which Rome has long courted—kept silent.", ["—which Rome has long courted—"]),
    ("The Islamic State (IS) claimed the attack.", []),
    ("(Reporting by our correspondent in Lagos)", []),
    ("Talks ran from 1999 - 2003 in Oslo.", []),
    ("He left. (The road had been mined before.) She stayed.", []),
]


def test_asides_of_three_words_or_more_inside_a_sentence_are_found() -> None:
    for text, wanted in ASIDES:
        assert [text[a.start : a.end] for a in find_asides(text)] == wanted, text


@given(st.text(alphabet='ab ()-–—,."\n', max_size=200))
def test_cutting_out_keeps_the_way_back(text: str) -> None:
    asides = find_asides(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(asides))
    outer = cut_out(text, asides)
    for k, char in enumerate(outer.text):
        place = outer.place(k)
        if char != " " and place < len(text):
            assert text[place] == char
