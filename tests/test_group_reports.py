"""Which reports are of one deed or saying: what fits, what does not, what is kept as a conflict."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.casebook.compare_reports import (
    DeedReport,
    SayingReport,
    Who,
    alike,
    compare_deeds,
    compare_sayings,
    is_negated,
    names_of,
    numbers_of,
    stem,
    words_of,
)
from tacitus.casebook.group_reports import Grouping, anchor_day, days_apart, window_start

CHAD, MALI = Who("chad", "TCD", "GOV", "country"), Who("mali", "MLI", "GOV", "country")
ARMY = Who("chadian army", "TCD", "MIL", "role")
ANA, BEN = Who("ana", "TCD", "GOV", "person"), Who("ben", "TCD", "GOV", "person")
NOBODY = Who("gunmen", None, "UNS", "role")
SENTENCE = "Chadian jets bombed a depot near the town of Gao, and four people died."


def deed(n=1, sentence=SENTENCE, **rest):
    given = {
        "id": f"e_{n}", "day": "2013-02-23", "article_id": f"a_{n}", "sentence": 0, "words": words_of(sentence),
        "names": names_of(sentence), "trigger": words_of("bombed"), "actors": (CHAD,), "recipients": (MALI,),
        "date": "2013-02-23", "published": "2013-02-23", "place": "", "status": "occurred", "killed": None,
        "injured": None, "per": f"outlet {n}",
    } | rest  # fmt: skip
    return DeedReport(order=(given["day"], given["id"]), **given)


OTHER = "A depot outside Gao was bombed by jets; at least four died there."
TOLD = deed(2, OTHER)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"actors": (ARMY,)},
        {"actors": ()},
        {"actors": (NOBODY,)},
        {"date": "2013-02-22"},
        {"date": None},
        {"date": "2013-02"},
        {"date": None, "day": "2013-02-25", "published": "2013-02-25"},
        {"status": "ongoing"},
        {"status": "possible"},
        {"place": "Gao"},
    ],
)
def test_these_are_reports_of_one_deed(changed):
    found = compare_deeds(deed(place="the town of Gao"), replace(TOLD, **changed))
    assert found is not None
    assert found.conflicts == ()
    assert "wording" in found.reason


@pytest.mark.parametrize(
    "changed",
    [
        {"actors": (MALI,)},
        {"recipients": (CHAD,)},
        {"date": "2013-01-23"},
        {"date": None, "day": "2013-02-27", "published": "2013-02-27"},
        {"status": "planned"},
        {"place": "Kidal"},
        {"words": words_of("The two presidents met and spoke of trade.")},
    ],
)
def test_these_are_not(changed):
    assert compare_deeds(deed(place="Gao"), replace(TOLD, **changed)) is None


@pytest.mark.parametrize(
    ("changed", "conflict"),
    [
        ({"killed": 5}, "killed: 4 per outlet 1, 5 per outlet 2"),
        ({"injured": 9}, "injured: 2 per outlet 1, 9 per outlet 2"),
        ({"status": "denied"}, "status: occurred per outlet 1, denied per outlet 2"),
        ({"date": "2013-02-20", "words": words_of(SENTENCE)}, "date: 2013-02-23 per outlet 1, 2013-02-20 per outlet 2"),
    ],
)
def test_contradictions_are_kept_as_conflicts(changed, conflict):
    found = compare_deeds(deed(killed=4, injured=3 if "injured" not in changed else 2), replace(TOLD, **changed))
    if "injured" in changed:
        found = compare_deeds(deed(injured=2), replace(TOLD, words=words_of(SENTENCE), **changed))
    assert found is not None
    assert found.conflicts == (conflict,)


def test_tolls_far_apart_are_of_two_deeds_unless_the_words_are_the_same():
    assert compare_deeds(deed(killed=2), replace(TOLD, killed=40)) is None
    assert compare_deeds(deed(killed=2), deed(2, killed=40)).conflicts


def test_one_writer_does_not_contradict_himself():
    assert compare_deeds(deed(killed=4), replace(TOLD, article_id="a_1", killed=5)) is None
    assert compare_deeds(deed(), deed(2, article_id="a_1")) is None, "two deeds of one sentence"
    assert compare_deeds(deed(killed=4), deed(2, article_id="a_1", killed=4)) is not None


def test_two_ministers_are_two_and_a_country_may_be_either():
    assert compare_deeds(deed(actors=(ANA,)), replace(TOLD, actors=(BEN,))) is None
    assert compare_deeds(deed(actors=(ANA,)), replace(TOLD, actors=(CHAD,))) is not None
    court = Who("supreme court", "TCD", "JUD", "body")
    assert compare_deeds(deed(actors=(court,)), replace(TOLD, actors=(CHAD,))) is None


def saying(n=1, text="We will not withdraw our 900 soldiers from Mali before the vote.", **rest):
    given = {
        "id": f"s_{n}", "day": "2013-02-23", "words": words_of(text), "speakers": (ANA,), "numbers": numbers_of(text),
        "negated": is_negated(text), "published": "2013-02-23", "per": f"outlet {n}",
    } | rest  # fmt: skip
    return SayingReport(order=(given["day"], given["id"]), **given)


def test_sayings():
    assert compare_sayings(saying(), saying(2)).conflicts == ()
    shorter = saying(2, "Chad won't withdraw its soldiers from Mali before the vote")
    assert compare_sayings(saying(), shorter) is not None
    assert compare_sayings(saying(), saying(2, speakers=(BEN,))) is None
    assert compare_sayings(saying(), saying(2, speakers=())) is None
    assert compare_sayings(saying(), saying(2, "Trade with Niger grew.")) is None
    other = saying(2, "We will withdraw our 700 soldiers from Mali before the vote.")
    assert compare_sayings(saying(), other).conflicts == (
        "numbers: 900 per outlet 1, 700 per outlet 2",
        "negated: yes per outlet 1, no per outlet 2",
    )


def test_a_deed_without_toll_does_not_hide_the_conflict_of_two_others():
    reports = [deed(1, killed=4), deed(2), deed(3, killed=5)]
    links = Grouping("deed", compare_deeds).day("2013-02-23", reports)
    assert [link.link for link in links] == ["first", "same", "conflicting"]
    assert len({link.group_id for link in links}) == 1


def test_a_group_takes_in_nothing_a_week_after_it_began():
    grouping = Grouping("deed", lambda a, b: compare_deeds(a, replace(b, date=a.date, day=a.day)))
    days = ["2013-02-20", "2013-02-24", "2013-02-27", "2013-02-28"]
    links = [grouping.day(d, [deed(n, day=d)])[0].link for n, d in enumerate(days)]
    assert links == ["first", "same", "same", "first"]
    assert len(grouping.open) == 1


def test_days():
    assert anchor_day("2019-02-23", "2019-03-01") == "2019-02-23"
    assert anchor_day(None, "2019-03-01T10:00") == "2019-03-01"
    assert anchor_day("2019-03", "2019-03-01") == "2019-03-01"
    assert anchor_day("2018", "2019-03-01") == "2018"
    assert anchor_day(None, None) == ""
    assert days_apart("2019-02-28", "2019-03-01") == 1
    assert days_apart("2019-02", "2019-03-01") is None
    assert window_start("2019-03-01") == "2019-02-22"
    assert window_start("0001-01-03") == "0001-01-03"
    assert window_start("2019-99-99") == "2019-99-99"


@given(st.text(), st.text())
def test_words_of_any_text(a, b):
    x, y = words_of(a), words_of(b)
    assert 0 <= alike(x, y) <= 1
    assert alike(x, y) == alike(y, x)
    assert all(n.isdecimal() for n in numbers_of(a))
    assert names_of(a) is not None
    assert isinstance(is_negated(a), bool)


def test_stems():
    assert {stem(w) for w in ("attack", "attacks", "attacked", "attacking")} == {"attack"}
    assert words_of("They said that four of the soldiers were there") == {"4", "soldi"}
    assert numbers_of("1,200 men and two women") == {"1200", "2"}
