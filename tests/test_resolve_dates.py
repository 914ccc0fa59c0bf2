"""Dates as written, against a day of publication."""

import pytest

from tacitus.parsing.parse_sentences import parse
from tacitus.parsing.parsed import Parsed, Token
from tacitus.records import Article
from tacitus.resolve_dates import resolve_dates


def words(text: str, published: str | None = "2019-02-27") -> Parsed:
    """A text cut at spaces, every word hanging on the first: enough where no verb matters."""
    tokens, at = [], 0
    for i, word in enumerate(text.split()):
        at = text.index(word, at)
        tokens.append(Token(i, at, at + len(word), word, word.lower(), "X", "X", "dep" if i else "ROOT", 0, 0))
        at += len(word)
    return Parsed(Article.make(text, published=published), tokens, [(0, len(tokens))] if tokens else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The envoy spoke on Tuesday.", [("Tuesday", "2019-02-26")]),
        ("The envoy spoke on Wednesday.", [("Wednesday", "2019-02-27")]),
        ("They met last Wednesday.", [("last Wednesday", "2019-02-20")]),
        ("They met this past Friday.", [("this past Friday", "2019-02-22")]),
        ("Shelling began yesterday.", [("yesterday", "2019-02-26")]),
        ("Shelling began last weekend.", [("last weekend", "2019-02-23")]),
        ("It fell last month.", [("last month", "2019-01")]),
        ("It fell earlier this month.", [("earlier this month", "2019-02")]),
        ("It fell last year.", [("last year", "2018")]),
        ("The treaty of March 3, 1918 ended it.", [("March 3, 1918", "1918-03-03")]),
        ("The treaty of 3 March 1918 ended it.", [("3 March 1918", "1918-03-03")]),
        ("The coup of Sept. 11 failed.", [("Sept. 11", "2018-09-11")]),
        ("Talks began in February.", [("February", "2019-02")]),
        ("Talks began in May.", [("May", "2018-05")]),
        ("Talks began in May 2011.", [("May 2011", "2011-05")]),
        ("The war began in 2011.", [("2011", "2011")]),
        ("He resigned three years ago.", [("three years ago", "2016")]),
        ("He resigned on 2019-01-23.", [("2019-01-23", "2019-01-23")]),
        (
            "On 20 February they met; two days earlier they fought.",
            [("20 February", "2019-02-20"), ("two days earlier", "2019-02-18")],
        ),
        ("It may fail, May said.", []),
        ("On 30 February 2019 nothing happened.", []),
        ("", []),
    ],
)
def test_dates_are_read_against_the_day_of_publication(text, expected):
    assert [(d.span.text, d.iso) for d in resolve_dates(words(text))] == expected


def test_without_a_publication_date_only_full_dates_are_known():
    found = resolve_dates(words("On Tuesday and on March 3, 1918 and in 2011 and last year.", None))
    assert [d.iso for d in found] == ["1918-03-03", "2011"]


def test_spans_read_as_they_stand():
    text = "On Monday, 4 March 2019, and on Tuesday."
    for d in resolve_dates(words(text)):
        assert text[d.span.start : d.span.end] == d.span.text


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministers will meet on Friday.", ["2019-03-01"]),
        ("The ministers met on Friday.", ["2019-02-22"]),
        ("The vote is scheduled for March 24.", ["2019-03-24"]),
        ("The vote took place on March 24.", ["2018-03-24"]),
        ("The town was retaken by 2000 troops in 2016.", ["2016"]),
        ("The report appeared in USA Today.", []),
    ],
)
def test_the_clause_tells_whether_a_date_lies_ahead(coder, text, expected):
    parsed = parse(coder.nlp, Article.make(text, published="2019-02-27"))
    assert [d.iso for d in resolve_dates(parsed)] == expected
