"""Columns by day: any stretch of time is the rows that the same dates give in a question."""

from hypothesis import given
from hypothesis import strategies as st

from tacitus.casebook.day_columns import Days, Numbering

DATES = st.sampled_from(
    ["2018", "2018-12", "2018-12-31", "2019", "2019-02", "2019-02-03", "2019-02-28", "2019-03", "2020"]
)


@given(st.lists(st.none() | DATES, max_size=12), st.none() | DATES, st.none() | DATES)
def test_a_stretch_of_time_holds_what_the_dates_ask_for(days, since, until):
    rows = sorted(days, key=lambda day: day or "")
    held = [
        day
        for day in rows
        if (day or not (since or until))
        and (not since or (day or "") >= since)
        and (not until or (day or "")[: len(until)] <= until)
    ]
    assert rows[Days.of(rows).cut(since, until)] == held


def test_words_are_numbered_as_they_come():
    numbers = Numbering()
    assert [numbers.of(word) for word in ("b", "a", None, "b", "")] == [0, 1, -1, 0, -1]
    assert list(numbers) == ["b", "a"]
