"""The page of sides: who is for and against an issue, in which period, on whose word, and who changed."""

import pytest

from ask_ledgers import stands
from casebooks import RUN
from tacitus.casebook import ask
from tacitus.casebook.ask_stands import stands as evidence
from tacitus.casebook.store import Casebook, new_review
from tacitus.casebook.sum_sides import issues
from web_study import client

ISSUE = "military intervention in Venezuela"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = tmp_path_factory.mktemp("sides") / "sides.db"
    ledgers = [
        stands(1, "Peru", "against", "military intervention in Venezuela", "2019-01-10"),
        stands(2, "Peru", "for", "military intervention in Venezuela", "2019-02-20", per="Xinhua"),
        stands(3, "Brazil", "against", "an end to military intervention in Venezuela", "2019-02-21"),
        stands(4, "Russia", "against", "any US military intervention in Venezuela", "2019-02-22", status="planned"),
        stands(5, "Nicolás Maduro", "against", "sanctions", "2019-02-22"),
        stands(6, "some envoys", "against", "military intervention in Venezuela", "2019-02-23"),
    ]
    with Casebook(made) as book:
        book.add(ledgers, RUN)
        book.group()
    return made


def asked(path, **values):
    with client(path) as page:
        return page.get("/sides.json", params={"issue": ISSUE} | values).json()


def test_the_sides_are_those_that_ask_gives(path) -> None:
    with Casebook(path, create=False) as book:
        theirs = {(s.holder, s.side, s.times, s.first_id, s.last_id) for s in ask.sides(book, ISSUE)}
    found = asked(path)["holders"]
    assert {(h["holder"], h["side"], h["times"], h["first"]["id"], h["last"]["id"]) for h in found} == theirs
    assert len(theirs) == 3


def test_a_change_of_side_is_marked_in_the_period_in_which_it_comes(path) -> None:
    peru = next(h for h in asked(path, by="month")["holders"] if h["holder"] == "Peru")
    assert peru["side"] == "changed"
    assert peru["cells"] == {
        "2019-01": {"for": 0, "against": 1, "changed": 0},
        "2019-02": {"for": 1, "against": 0, "changed": 1},
    }
    assert [c["stance"] for c in peru["changes"]] == ["for"]


def test_whoever_is_against_the_end_of_it_is_for_it(path) -> None:
    brazil = next(h for h in asked(path)["holders"] if h["holder"] == "Brazil")
    assert (brazil["side"], brazil["first"]["turned"], brazil["first"]["written"]) == ("for", True, "against")


def test_only_what_a_source_relays(path) -> None:
    found = asked(path, source="Xinhua")
    assert [(s["holder"], s["word"]) for s in found["stands"]] == [("Peru", "Xinhua")]


def test_other_words_for_the_issue_are_joined(path) -> None:
    assert "Nicolás Maduro" in {s["holder"] for s in asked(path, also="sanctions")["stands"]}


def test_what_is_planned_counts_only_where_it_is_asked_for(path) -> None:
    assert "Russia" not in {s["holder"] for s in asked(path)["stands"]}
    assert [s["holder"] for s in asked(path, status="planned")["stands"]] == ["Russia"]


def test_only_what_was_found_right(path) -> None:
    first = next(s for s in asked(path)["stands"] if s["holder"] == "Brazil")
    with Casebook(path, create=False) as book:
        book.add_review(new_review(first["id"], "right", "a reviewer"))
    assert [s["holder"] for s in asked(path, reviewed="right")["stands"]] == ["Brazil"]
    assert "Brazil" not in {s["holder"] for s in asked(path, reviewed="open")["stands"]}


def test_the_evidence_of_a_cell_stands_on_the_page(path) -> None:
    with client(path) as page:
        shown = page.get("/sides", params={"issue": ISSUE, "who": "Peru", "at": "2019-02", "by": "month"}).text
    panel = shown[shown.index('id="evidence"') : shown.index("First and last evidence")]
    assert "Peru is for" in panel
    assert "Peru is against" not in panel


def test_somebody_without_a_name_is_shown_in_the_words_of_the_text(path) -> None:
    holder = next(h for h in asked(path)["holders"] if h["holder"] == "some envoys")
    assert not holder["named"]


def test_without_an_issue_those_with_most_positions_are_listed(path) -> None:
    with Casebook(path, create=False) as book:
        rows, wordings, grouped = issues(book)
    assert rows[0].issue == "military intervention in Venezuela"
    assert (rows[0].positions, rows[0].for_it, rows[0].against) == (3, 1, 2)
    assert wordings == grouped == 3
    with client(path) as page:
        assert "military+intervention+in+Venezuela" in page.get("/sides").text.replace("%20", "+")


def test_an_issue_of_empty_words_and_a_strange_choice_are_told(path) -> None:
    with client(path) as page:
        assert page.get("/sides", params={"issue": "the"}).status_code == 400
        assert page.get("/sides", params={"issue": ISSUE, "reviewed": "x"}).status_code == 400
        assert page.get("/sides", params={"issue": ISSUE, "by": "hour"}).status_code == 400


def test_all_evidence_as_csv(path) -> None:
    with client(path) as page:
        lines = page.get("/sides", params={"issue": ISSUE, "format": "csv"}).text.splitlines()
    assert lines[0].startswith("day,holder,")
    assert len(lines) == 5


def test_a_holder_named_twice_in_a_position_counts_once(path) -> None:
    with Casebook(path, create=False) as book:
        rows = evidence(book, ISSUE)
    assert len({(r.id, r.holder) for r in rows}) == len(rows)
