"""The sums of a casebook, and the lists of articles: counted as they are when they are listed."""

from itertools import pairwise

import pytest

from ask_ledgers import says, stands
from casebooks import RECODE, RUN, article
from fake_coder import fake_ledger
from tacitus.casebook import ask
from tacitus.casebook.ask import Filters
from tacitus.casebook.store import Casebook, new_review
from tacitus.casebook.sum_contents import articles_by_time, changes, issues, left_out, totals
from tacitus.records import Issue


@pytest.fixture
def study(tmp_path):
    made = [stands(n, "Peru", "against", "military interventions", f"2019-02-{n + 1:02}") for n in range(3)]
    made += [stands(3, "Brazil", "for", "the end of military intervention", "2019-02-20")]
    made += [stands(4, "Brazil", "for", "military intervention", "2019-03-20", status="planned")]
    made += [stands(5, "Russia", "for", "a ceasefire", "2019-01-20"), stands(6, "Russia", "against", "the ceasefire")]
    made += [stands(7, "Peru", "for", "a treaty", "2019-02-02"), stands(8, "Peru", "against", "treaties", "2019-02-02")]
    made += [says(20, "Russia", "it will stay", relay="Xinhua", published="2019")]
    made += [fake_ledger(article(n, published=None)) for n in range(30, 33)]
    with Casebook(tmp_path / "s.db") as book:
        book.add(made, RUN)
        book.add_issues([Issue("in", n, None, f"no text: line {n}", "give a text") for n in range(3)], RUN)
        book.add(fake_ledger(article(50, "Peru warned Chile.", key="k")), RUN)
        book.add(fake_ledger(article(50, "Peru warned Mali.", key="k")), RECODE)
        book.group()
        yield book


def test_only_newest_versions_are_counted(study) -> None:
    found = totals(study)
    assert found.articles == len(ask.articles(study))
    assert found.positions == len(ask.positions(study))
    assert found.statements == len(ask.statements(study))
    assert found.events == len(ask.events(study))
    assert (found.first, found.last, found.undated) == ("2019", "2019-03-20", 3)


def test_articles_fall_into_periods_that_cover_all_days(study) -> None:
    unit, periods, inexact = articles_by_time(study)
    assert (unit, inexact) == ("week", 1)
    assert sum(p.articles for p in periods) == len(ask.articles(study)) - 4
    for one, other in pairwise(periods):
        assert one.since <= one.until < other.since
    for p in periods:
        assert ask.count(study, "articles", Filters(since=p.since, until=p.until)) == p.articles


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2019-02-31", "x"])
def test_odd_dates_do_no_harm(tmp_path, day) -> None:
    with Casebook(tmp_path / "s.db") as book:
        book.add([fake_ledger(article(n, published=d)) for n, d in enumerate((day, "2019-02-01"))], RUN)
        _, periods, inexact = articles_by_time(book)
        assert sum(p.articles for p in periods) + inexact == 2
        assert len(periods) < 10_100


def test_issues_are_grouped_by_their_words_and_turned(study) -> None:
    first = next(i for i in issues(study) if "intervention" in i.issue)
    assert (first.in_favour, first.against, first.positions) == (0, 3, 3)
    end = next(i for i in issues(study) if i.issue.startswith("the end"))
    assert (end.in_favour, end.against) == (1, 0)


def test_changes_are_of_one_holder_on_one_issue_on_different_days(study) -> None:
    found, among = changes(study)
    assert among is None
    assert [(c.holder, c.before, c.after, c.before_day, c.day) for c in found] == [
        ("Russia", "for", "against", "2019-01-20", "2019-02-23")
    ]


def test_changes_of_a_large_casebook_are_those_in_the_same_words(study, monkeypatch) -> None:
    monkeypatch.setattr("tacitus.casebook.sum_contents.PAIRS", 3)
    study.add([stands(60, "Russia", "for", "the ceasefire", "2019-01-02")], RUN)
    found, among = changes(study)
    assert among
    assert [(c.holder, c.issue, c.after) for c in found] == [("Russia", "the ceasefire", "against")]


def test_what_was_left_out_is_counted_by_reason(study) -> None:
    assert [(r.kind, r.reason, r.count) for r in left_out(study)] == [("left out", "no text", 3)]


@pytest.mark.parametrize("kind", ["articles", "statements", "events", "positions"])
@pytest.mark.parametrize(
    "filters",
    [{}, {"actor": "Peru"}, {"text": "stay"}, {"issue": "military intervention"}, {"since": "2019-02"},
     {"until": "2019-02"}, {"source": "reuters"}, {"country": "Russia"}, {"sector": "GOV", "to": "Chile"}],
    ids=str,
)  # fmt: skip
def test_a_count_is_what_a_list_has_and_pages_are_the_list(study, kind, filters) -> None:
    asked = {"articles": ask.articles, "statements": ask.statements, "events": ask.events, "positions": ask.positions}
    whole = asked[kind](study, Filters(**filters))
    assert ask.count(study, kind, Filters(**filters)) == len(whole)
    paged = [r for n in range(0, len(whole) + 2, 2) for r in asked[kind](study, Filters(**filters, limit=2, offset=n))]
    assert paged == whole


def test_what_a_reviewer_found_wrong_is_not_counted(study) -> None:
    before = ask.count(study, "events")
    study.add_review(new_review(ask.events(study)[0].id, "wrong", "Ana"))
    assert ask.count(study, "events") == before - 1
    assert ask.count(study, "events", Filters(rejected=True)) == before
