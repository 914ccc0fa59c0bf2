"""The segments of a marked text: together they are the text, and every span is covered by its own, exactly."""

import time

from hypothesis import given
from hypothesis import strategies as st

from tacitus.web.find_words import excerpt, find_words
from tacitus.web.segments import Layer, by_paragraph, lanes, paragraphs, segments

TEXTS = st.text(alphabet="ab \n\r\té\u202e\U0001f600", max_size=60)
PLACES = st.integers(-3, 70)
SPANS = st.lists(
    st.builds(Layer, PLACES, PLACES, st.sampled_from(["content", "cue", "trigger"]), st.sampled_from("xyz"))
)


@given(TEXTS, SPANS, st.lists(PLACES))
def test_the_segments_are_the_text(text, spans, cuts) -> None:
    made = segments(len(text), spans, cuts)
    assert "".join(text[s.start : s.end] for s in made) == text
    assert all(s.start < s.end for s in made)
    assert {c for c in cuts if 0 < c < len(text)} <= {s.start for s in made}


@given(TEXTS, SPANS)
def test_every_span_is_covered_by_its_segments_and_no_others(text, spans) -> None:
    made = segments(len(text), spans)
    for span in spans:
        cut = (max(0, span.start), min(len(text), span.end))
        expected = set(range(*cut))
        kept = Layer(*cut, span.kind, span.key)
        assert {n for s in made if kept in s.over for n in range(s.start, s.end)} == expected
    for s in made:
        assert all(o.start <= s.start and s.end <= o.end for o in s.over)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).map(tuple)))
def test_spans_that_overlap_have_lanes_of_their_own(spans) -> None:
    spans = [s for s in spans if s[0] < s[1]]
    found = lanes(spans, 100)
    assert found.keys() == set(spans)
    for one in found:
        for other in found:
            if one != other and one[0] < other[1] and other[0] < one[1]:
                assert found[one] != found[other]
    assert set(lanes(spans, 2).values()) <= {0, 1}


def test_equal_words_share_a_lane_unless_they_are_told_apart() -> None:
    assert lanes([(0, 5), (0, 5)], 3) == {(0, 5): 0}
    assert lanes([(0, 5, "for"), (0, 5, "against"), (0, 5, "for")], 3) == {(0, 5, "against"): 0, (0, 5, "for"): 1}


@given(TEXTS, SPANS)
def test_the_paragraphs_are_the_text(text, spans) -> None:
    bounds = paragraphs(text)
    assert "".join(text[start:end] for start, end in bounds) == text
    assert all(start < end for start, end in bounds)
    dealt = by_paragraph(segments(len(text), spans, [c for b in bounds for c in b]), bounds)
    assert ["".join(text[s.start : s.end] for s in part) for part in dealt] == [text[a:b] for a, b in bounds]


def test_blank_lines_part_paragraphs_and_line_breaks_do_not() -> None:
    text = "One\ntwo.\n\nThree.\r\n \r\nFour.\n"
    assert [text[a:b] for a, b in paragraphs(text)] == ["One\ntwo.\n\n", "Three.\r\n \r\n", "Four.\n"]


def test_long_texts_are_cut_in_no_time() -> None:
    begun = time.process_time()
    spans = [Layer(n * 10, n * 10 + 25, "content", str(n)) for n in range(20_000)]
    assert len(segments(1_000_000, spans)) > 20_000
    paragraphs("\n" * 1_000_000)
    paragraphs("x\n\n" * 300_000)
    assert time.process_time() - begun < 5


@given(TEXTS, TEXTS)
def test_no_search_raises_and_hits_lie_in_the_text(text, query) -> None:
    found = find_words(text, query)
    assert found == sorted(found)
    assert all(0 <= start < end <= len(text) for start, end in found)


def test_words_are_found_in_any_inflection_where_they_stand() -> None:
    text = "\ue000 Élections: the SANCTIONS were sanctioned; \U0001f600 “sanction”, prime minister; a minister."
    found = [text[a:b] for a, b in find_words(text, "sanction elections")]
    assert found == ["Élections", "SANCTIONS", "sanctioned", "sanction"]
    assert [text[a:b] for a, b in find_words(text, '"prime minister"')] == ["prime minister"]
    assert find_words(text, '" ! "') == []


@given(TEXTS, st.sampled_from(["a", "b", "ab", "é", "z"]))
def test_an_excerpt_is_of_the_text(text, query) -> None:
    hits = find_words(text, query)
    pieces = excerpt(text, hits)
    joined = "".join(p for p, _ in pieces).removeprefix("… ").removesuffix(" …")
    assert joined in text
    assert any(hit for _, hit in pieces) == bool(hits)
