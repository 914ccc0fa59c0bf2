"""Dates in any usual writing become ISO prefixes, no more precise than they were written."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.reading.read_dates import date_in_name, read_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2019", "2019"),
        ("2019-02", "2019-02"),
        ("2019-02-27", "2019-02-27"),
        ("2019-02-27T23:59:59-05:00", "2019-02-27"),
        ("2019-02-27 10:00:00.123", "2019-02-27"),
        ("Sat, 22 May 2021 12:00:47 +0000", "2021-05-22"),
        ("27 February 2019", "2019-02-27"),
        ("February 27, 2019 Wednesday", "2019-02-27"),
        ("Wed Feb 27 10:00:00 EST 2019", "2019-02-27"),
        ("Feb. 2019", "2019-02"),
        ("February 2019", "2019-02"),
        ("20190227", "2019-02-27"),
        ("20190227101500", "2019-02-27"),
        ("20190227T101500Z", "2019-02-27"),
        ("27/02/2019", "2019-02-27"),
        ("02/27/2019", "2019-02-27"),
        ("27.2.2019", "2019-02-27"),
        ("03/04/2019", "2019"),
        ("2019/02/27", "2019-02-27"),
        ("1551225600", "2019-02-27"),
        (1551225600, "2019-02-27"),
        (1551225600000, "2019-02-27"),
        (2019, "2019"),
        (20190227, "2019-02-27"),
        (datetime.datetime(2019, 2, 27, 5), "2019-02-27"),
        (datetime.date(2019, 2, 27), "2019-02-27"),
    ],
)
def test_dates_as_they_are_written(written, iso):
    assert read_date(written) == iso


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "2019-13-01",
        "2019-02-30",
        "Tuesday",
        "10:30",
        "12",
        7,
        True,
        None,
        [],
        float("nan"),
        "x" * 999,
        "1e9",
    ],
)
def test_what_is_no_date_is_none(written):
    assert read_date(written) is None


def test_the_order_of_day_and_month_can_be_told():
    assert read_date("03/04/2019", day_first=True) == "2019-04-03"
    assert read_date("03/04/2019", day_first=False) == "2019-03-04"


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("news/2019-02-27-talks.txt", "2019-02-27"),
        ("talks_20190227.html", "2019-02-27"),
        ("2019-02 digest.md", "2019-02"),
        ("report-1234567890.txt", None),
        ("2019-99-99.txt", None),
    ],
)
def test_dates_in_names(name, iso):
    assert date_in_name(name) == iso


@given(st.one_of(st.text(max_size=60), st.integers(), st.floats()))
def test_nothing_raises(value):
    found = read_date(value)
    assert found is None or len(found) in (4, 7, 10)


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)))
def test_round_trip(day):
    assert read_date(day.isoformat()) == day.isoformat()
    assert read_date(day.strftime("%A, %d %B %Y").replace(f" {day.year}", f" {day.year:04d}")) == day.isoformat()
