"""Mentions: which stretches stand for somebody, and how far they reach."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.codebook import load_codebook
from tacitus.entities.entity_tables import EntityTables
from tacitus.mentions.find_mentions import find_mentions
from tacitus.parsing.parse_sentences import parse
from tacitus.parsing.parsed import Parsed, Token
from tacitus.records import Article

TABLES = EntityTables()


def cast_of(coder, text):
    return find_mentions(parse(coder.nlp, Article.make(text)), coder.tables, coder.codebook)


def kinds(cast):
    return {m.text: m.kind for m in cast.mentions}


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya's ban on Ugandan milk failed.", {"Kenya": "place", "Ugandan": "demonym"}),
        ("The Mugabe government fell.", {"Mugabe": "name", "The Mugabe government": "role"}),
        ("The government in Lima fell.", {"The government in Lima": "role", "Lima": "place"}),
        ("A spokesman for the army spoke.", {"A spokesman for the army": "role", "the army": "role"}),
        ("Critics rejected it.", {"Critics": "unnamed", "it": "pronoun"}),
        ("French President Emmanuel Macron left.", {"French President Emmanuel Macron": "name", "French": "demonym"}),
        (
            "US Ambassador to Germany Richard Grenell left.",
            {"US Ambassador to Germany Richard Grenell": "name", "Germany": "place"},
        ),
        ("India and Pakistan signed.", {"India": "place", "Pakistan": "place"}),
        ("The general, who had fled, returned.", {"The general": "role", "who": "pronoun"}),
    ],
)
def test_mentions_reach_as_far_as_a_person_would_underline(coder, text, expected):
    found = kinds(cast_of(coder, text))
    assert {k: found.get(k) for k in expected} == expected


@pytest.mark.model
def test_titles_and_places_in_them_are_apart(coder):
    found = kinds(cast_of(coder, "US Ambassador to Germany Richard Grenell left."))
    assert "Germany Richard Grenell" not in found


@pytest.mark.model
def test_dates_are_nobody(coder):
    assert not {"Tuesday", "2011"} & set(kinds(cast_of(coder, "On Tuesday and in 2011 the king met farmers.")))


@pytest.mark.model
@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "’s", "\ud800", "????", "()", "a" * 500, "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ﷽ 漢字"])
def test_odd_texts_do_not_raise(coder, text):
    for m in cast_of(coder, text).mentions:
        assert text[m.start : m.end] == m.text


WORDS = ["China", "the", "envoy", "he", "of", "'s", "said", "(", ")", ",", "Mr", "Ali", "Khan", "-", "its", "U.N."]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(WORDS),
            st.sampled_from(["NOUN", "PROPN", "PRON", "VERB", "ADP", "DET", "PUNCT", "ADJ"]),
            st.sampled_from(["nsubj", "dobj", "pobj", "prep", "compound", "poss", "appos", "conj", "relcl", "attr"]),
            st.integers(0, 30),
            st.sampled_from(["", "GPE", "PERSON", "ORG", "NORP"]),
        ),
        max_size=14,
    )
)
@settings(deadline=None, max_examples=150)
def test_any_tree_gives_mentions_that_read_as_they_stand(rows):
    article = Article.make(" ".join(r[0] for r in rows))
    tokens, at = [], 0
    for i, (word, pos, dep, head, ent) in enumerate(rows):
        # every word hangs on an earlier one, so that the tree has no ring
        up = head % i if i else 0
        tokens.append(Token(i, at, at + len(word), word, word.lower(), pos, pos, dep if i else "ROOT", up, 0, ent))
        at += len(word) + 1
    parsed = Parsed(article, tokens, [(0, len(tokens))] if tokens else [])
    cast = find_mentions(parsed, TABLES, load_codebook())
    ids = [m.id for m in cast.mentions]
    assert len(ids) == len(set(ids))
    assert {m.chain_id for m in cast.mentions} <= set(ids)
    for m in cast.mentions:
        assert article.text[m.start : m.end] == m.text
        assert m.start <= m.head_start < m.head_end <= m.end
    again = find_mentions(parsed, TABLES, load_codebook())
    assert again.mentions == cast.mentions
