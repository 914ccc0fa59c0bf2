"""Copies: the same wording under other keys and outlets, in a stream and in a casebook."""

import unicodedata
from itertools import permutations

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from casebooks import RECODE, RUN, a_run, article, new_place, where
from fake_coder import fake_ledger
from tacitus.casebook.store import COPY, Casebook
from tacitus.reading.wording import flag_copies, wording
from tacitus.records import Article, Issue

__all__ = ["new_place", "where"]

TEXT = "Peru warned Chile. The envoy — 53 — left for Zürich."
SAME = ["Peru   warned\r\nChile: the envoy (53) left for Zürich", unicodedata.normalize("NFD", TEXT.upper())]


@given(st.text(), st.lists(st.sampled_from(" \n\t.,;:!?-—“”'()"), max_size=20), st.randoms())
def test_space_and_punctuation_do_not_count(text, strange, random):
    mixed = list(text) + strange
    if not any(unicodedata.combining(c) or unicodedata.decomposition(c) for c in text):
        at = random.randint(0, len(text))
        mixed = [*text[:at], *strange, *text[at:]]
        assert wording("".join(mixed)) == wording(text)
    assert wording(text) is None or len(wording(text)) == 16


def test_letters_and_digits_do_count():
    assert [wording(t) == wording(TEXT) for t in (*SAME, TEXT.replace("53", "54"), TEXT + " More.")] == [
        True, True, False, False]  # fmt: skip
    assert wording(" … — \n") is None


def test_copies_in_a_stream_are_flagged_and_kept():
    one, two, other = (
        Article.make(t, k, record=n) for n, (k, t) in enumerate([("a", TEXT), ("b", SAME[0]), ("c", "x")])
    )
    left_out = Issue("f", None, None, "r", "m")
    items = list(flag_copies([one, left_out, two, other, one, Article.make("...", "d"), Article.make("!", "e")]))
    assert [i for i in items if isinstance(i, Article)][:4] == [one, two, other, one]
    (flag,) = [i for i in items if isinstance(i, Issue) and i is not left_out]
    assert (flag.article_id, flag.record) == (two.id, 1)
    assert flag.reason.endswith(one.id)


def copies(book):
    articles = book.tables["articles"]
    with book.reading() as connection:
        rows = connection.execute(sa.select(articles.c.id, articles.c.same_as).where(articles.c.same_as.is_not(None)))
        return {row.id: row.same_as for row in rows}


def wire():
    """Make four articles of one wording, of which the second was published first, and one of another."""
    days = ("2019-02-24", "2019-02-23", "2019-02-25", None)
    made = [
        article(n, t, published=d, source=f"S{n}")
        for n, (t, d) in enumerate(zip([TEXT, *SAME, TEXT], days, strict=True))
    ]
    return [*made, article(9, "Mali thanked Chad.")]


def test_the_first_published_is_the_one_that_is_no_copy_in_whatever_order_they_come(new_place):
    wanted = {x.id: wire()[1].id for n, x in enumerate(wire()) if n in (0, 2, 3)}
    for order in list(permutations(wire()))[::17]:
        with Casebook(new_place()) as book:
            for some in (order[:2], order[2:]):
                book.add([fake_ledger(x) for x in some], RUN)
            assert copies(book) == wanted
            (report,) = book.runs()
            assert report.warnings == {COPY: 3}
            assert (report.coded, report.left_out) == (5, 0)
            with book.reading() as connection:
                articles = book.tables["articles"]
                kept = sa.select(sa.func.count()).where(articles.c.newest, articles.c.same_as.is_(None))
                assert connection.execute(kept).scalar_one() == 2


def test_a_version_is_no_copy_of_itself_and_what_no_longer_counts_has_none(where):
    first, other = article(1, TEXT, source="S1"), article(2, SAME[0], source="S2", published="2019-03-01")
    with Casebook(where) as book:
        book.add([fake_ledger(first), fake_ledger(other)], RUN)
        assert copies(book) == {other.id: first.id}
        again = article(1, SAME[1], source="S1")
        assert book.add(fake_ledger(again), a_run("r3")) == {"new version": 1}
        assert copies(book) == {other.id: again.id}
        corrected = article(1, "Peru did not warn Chile.", source="S1")
        book.add(fake_ledger(corrected), a_run("r4"))
        assert copies(book) == {}


def test_coding_anew_changes_no_copy(where):
    with Casebook(where) as book:
        made = [fake_ledger(x) for x in wire()]
        book.add(made, RUN)
        before = copies(book)
        assert book.add(made, RECODE) == {"coded anew": 5}
        assert copies(book) == before
        assert [r.warnings for r in book.runs()] == [{}, {COPY: 3}]


@pytest.mark.parametrize("batches", [1, 3])
def test_copies_within_and_across_batches(where, batches):
    many = [article(n, TEXT, published=f"2019-02-{n + 1:02}", source=f"S{n}") for n in range(12)]
    with Casebook(where) as book:
        for n in range(batches):
            book.add([fake_ledger(x) for x in many[n::batches]], RUN)
        assert copies(book) == {x.id: many[0].id for x in many[1:]}
