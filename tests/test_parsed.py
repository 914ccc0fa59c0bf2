"""The parsed article: spans, tokens by character, and the ways through the trees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.parsing.parsed import Parsed, Quote
from tacitus.records import Article, Span

ROWS = [
    ("Peru", "Peru", "PROPN", "nsubj", 3),
    ("and", "and", "CCONJ", "cc", 0),
    ("Chile", "Chile", "PROPN", "conj", 0),
    ("signed", "sign", "VERB", "ROOT", 3),
    ("the", "the", "DET", "det", 5),
    ("pact", "pact", "NOUN", "dobj", 3),
    ("that", "that", "PRON", "nsubj", 7),
    ("ends", "end", "VERB", "relcl", 5),
    ("it", "it", "PRON", "dobj", 7),
]
TEXT = "Peru and Chile  signed the pact\nthat ends it"


@pytest.fixture
def p():
    return Parsed.from_rows(Article.make(TEXT), ROWS)


def test_tokens_stand_where_the_text_has_them(p):
    assert len(p) == 9
    assert all(TEXT[t.start : t.end] == t.text for t in p.tokens)
    assert p[3].low == "signed"
    assert p.span(0, 2) == Span(0, 14, "Peru and Chile")
    assert p.sentence_span(4) == Span(0, len(TEXT), TEXT)
    assert list(p.sentence_tokens(0)) == list(range(9))


def test_tokens_by_character(p):
    assert [p.token_at(c) for c in (0, 4, 5, 14, 15, len(TEXT) - 1, len(TEXT), 999)] == [0, 1, 1, 3, 3, 8, None, None]
    assert list(p.tokens_in(5, 20)) == [1, 2, 3]
    assert list(p.tokens_in(0, 0)) == []


def test_trees(p):
    assert p.children(3) == [0, 5]
    assert p.children(3, "dobj") == [5]
    assert p.child(3, "iobj") is None
    assert p.head(3) is None
    assert list(p.ancestors(8)) == [7, 5, 3]
    assert p.subtree(5) == [4, 5, 6, 7, 8]
    assert p.subtree(5, without=["relcl"]) == [4, 5]
    assert p.edges(5) == (4, 8)
    assert p.is_below(8, 5)
    assert p.is_below(5, 5)
    assert not p.is_below(5, 8)


def test_coordination_and_clauses(p):
    assert p.conjuncts(0) == [0, 2]
    assert p.first_conjunct(2) == 0
    assert [p.clause_head(i) for i in (0, 3, 4, 6, 7, 8)] == [3, 3, 3, 7, 7, 7]
    assert p.is_nominal(8)
    assert not p.is_nominal(4)


def test_flat_coordination_is_taken_in_whole():
    rows = [
        (w, w, "PROPN", d, h) for w, d, h in [("A", "ROOT", 0), ("B", "conj", 0), ("C", "conj", 0), ("D", "conj", 2)]
    ]
    assert Parsed.from_rows(Article.make("A B C D"), rows).conjuncts(0) == [0, 1, 2, 3]


def test_quotations_and_skipped_stretches(p):
    p = Parsed(p.article, p.tokens, p.sentences, [Quote(5, 20, 6, 19), Quote(8, 12, 9, 11, depth=1)])
    assert p.quote_at(10) == p.quotes[0]
    assert p.quote_at(5) is None
    p.skipped.append((0, 4))
    assert [p.is_skipped(c) for c in (0, 3, 4)] == [True, True, False]


def test_an_empty_article():
    p = Parsed(Article.make(""), [], [])
    assert len(p) == 0
    assert p.token_at(0) is None
    assert list(p.tokens_in(0, 9)) == []


@st.composite
def trees(draw):
    """Random trees: the head of each word is any word before it, the words put in any order."""
    size = draw(st.integers(1, 12))
    order = draw(st.permutations(range(size)))
    heads = {order[0]: order[0]}
    for n in range(1, size):
        heads[order[n]] = order[draw(st.integers(0, n - 1))]
    deps = st.sampled_from(["nsubj", "conj", "relcl", "dobj", "xcomp", "prep"])
    poses = st.sampled_from(["VERB", "NOUN", "ADP"])
    rows = []
    for n in range(size):
        dep = "ROOT" if heads[n] == n else draw(deps)
        rows.append((f"w{n}", f"w{n}", draw(poses), dep, heads[n]))
    return Parsed.from_rows(Article.make(" ".join(r[0] for r in rows)), rows)


@given(trees())
def test_any_tree_can_be_walked(p):
    for i in range(len(p)):
        whole = p.subtree(i)
        assert i in whole
        assert all(p.is_below(k, i) for k in whole)
        assert p.edges(i) == (whole[0], whole[-1])
        assert p.token_at(p[i].start) == i
        chain = p.conjuncts(i)
        assert chain[0] == i
        assert len(chain) == len(set(chain))
        assert p.clause_head(i) in (i, *p.ancestors(i))
        assert i in p.conjuncts(p.first_conjunct(i))
