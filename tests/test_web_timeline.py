"""The page of time: events by period, quad class and type, with nothing lost between what is shown and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebooks import RUN
from report_ledgers import told
from tacitus.casebook import ask
from tacitus.casebook.ask_filters import UNITS, Filters
from tacitus.casebook.store import Casebook
from tacitus.casebook.sum_time import (
    ends_of,
    fitting_unit,
    mean_intensity,
    period_of,
    previous_period,
    type_table,
    whole,
)
from tacitus.web.periods import axis, heads, in_words
from web_study import client

DAYS = ("2019-02-23", "2019-02-24", "2019-02-25", "2019-03-04", "2019-07-01")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = tmp_path_factory.mktemp("timeline") / "timeline.db"
    ledgers = [told(n, f"Russia shelled Idlib {n} times.", "shelled", published=day) for n, day in enumerate(DAYS)]
    ledgers += [told(9, "Russia thanked Idlib.", "thanked", type="SUPPORT", date="2019-03", published=DAYS[3])]
    ledgers += [told(10, "Russia left Idlib.", "left", type="RETREAT", date="1945-05-08", published=DAYS[3])]
    ledgers += [told(11, "Russia may bomb Idlib.", "bomb", status="possible", published=DAYS[3])]
    ledgers += [told(n, "Russia bombed Idlib, killing nine.", "bombed", published=DAYS[0]) for n in (20, 21)]
    with Casebook(made) as book:
        book.add(ledgers, RUN)
        book.group()
    return made


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("filters", [Filters(), Filters(since="2019-03"), Filters(country="Russia", to="Syria")])
def test_sums_are_those_of_ask(path, unit, filters) -> None:
    with Casebook(path, create=False) as book:
        theirs = {p.period: (p.reports, p.deeds, p.intensity) for p in ask.timeline(book, filters, unit)}
        rows = type_table(book, filters).between(unit)
    own = {}
    for period in {r.period for r in rows}:
        inside = [r for r in rows if r.period == period]
        counts = {r.type: r.deeds for r in inside}
        own[period] = (sum(r.reports for r in inside), sum(counts.values()), mean_intensity(counts))
    assert own == theirs
    assert own


def test_what_lies_outside_the_time_of_the_articles_is_counted_apart(path) -> None:
    with client(path) as page:
        shown = page.get("/timeline.json?by=month").json()
        everything = page.get("/timeline.json?by=year&since=1000&until=2999").json()
    assert shown["before"] == 1
    assert shown["deeds"] + shown["before"] + shown["after"] + shown["undated"] == everything["deeds"]
    assert {p["period"] for p in everything["rows"]} == {"1945", "2019"}


def test_a_period_leads_to_its_records(path) -> None:
    with client(path) as page:
        for period in page.get("/timeline.json?by=week&country=Russia").json()["rows"]:
            found = page.get(period["url"].replace("/search", "/search.json")).json()
            assert len(found["rows"]) == period["reports"]


def test_the_page_has_a_row_for_each_period_with_deeds(path) -> None:
    with client(path) as page:
        shown = page.get("/timeline?by=month").text
        rows = page.get("/timeline.json?by=month").json()["rows"]
    assert [r["period"] for r in rows] == ["2019-02", "2019-03", "2019-07"]
    assert shown.count('<th scope="row"><a href="/search') == len(rows)


def test_empty_periods_stand_between(path) -> None:
    with client(path) as page:
        periods = page.get("/timeline.json?by=month").json()["periods"]
    assert [p["period"] for p in periods] == ["2019-02", "2019-03", "2019-04", "2019-05", "2019-06", "2019-07"]


def test_the_unit_follows_the_span_and_can_be_chosen(path) -> None:
    with client(path) as page:
        assert page.get("/timeline.json").json()["unit"] == "day"
        assert page.get("/timeline?by=hour").status_code == 400
        assert "No events fit" in page.get("/timeline?actor=Nobody").text


@given(st.dates(), st.sampled_from(UNITS))
def test_a_day_lies_in_its_period_which_comes_after_the_one_before(day, unit) -> None:
    text = day.isoformat()
    period = period_of(text, unit)
    since, until = ends_of(period, unit)
    assert since <= text
    assert text[: len(until)] <= until
    before = previous_period(period, unit)
    if before is not None:
        assert before < period
        assert len(before) == len(period)
        last = {4: "-12-31", 7: "-28", 10: ""}[len(before)]
        assert period_of(before + last, unit) == before


@given(st.text(max_size=12))
def test_no_date_raises(text) -> None:
    for unit in UNITS:
        in_words(period_of(text, unit), unit)
        previous_period(text, unit)
    whole(text)
    fitting_unit(text, text, 10)


@given(st.lists(st.dates(), max_size=6), st.sampled_from(UNITS))
def test_an_axis_has_no_gaps_and_loses_nothing(days, unit) -> None:
    periods = {period_of(d.isoformat(), unit) for d in days}
    made, left_out = axis(periods, unit, 50)
    assert len(made) <= 50
    assert left_out == len([p for p in periods if p not in made])
    assert sum(h["span"] for h in heads(made, unit)) == len(made)
