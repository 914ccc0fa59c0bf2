"""The map: where events happened, by whose words, and what could be put nowhere."""

import csv
import json

import pytest

from casebooks import RUN
from report_ledgers import told
from tacitus.casebook.ask_filters import Filters
from tacitus.casebook.store import Casebook
from tacitus.casebook.sum_places import ACTOR, RECIPIENT, country_of_place, place_table
from tacitus.entities.country_codes import country_codes
from tacitus.web import static_files
from tacitus.web.page_map import SHAPES, shapes, steps
from web_study import client

NOBODY = ("they", None, None)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = tmp_path_factory.mktemp("map") / "map.db"
    ledgers = [
        told(1, "Russia shelled Idlib in Caracas.", "shelled", place="Caracas", published="2019-02-01"),
        told(2, "Russia bombed Idlib twice.", "bombed", published="2019-03-01"),
        told(
            3, "Russia raided them in Atlantis.", "raided", place="Atlantis", recipient=NOBODY, published="2019-04-01"
        ),
        told(4, "Somebody struck Idlib at sea.", "struck", place="the Gulf", actor=NOBODY, published="2019-05-01"),
    ]
    ledgers += [told(n, "Russia hit Idlib, killing nine.", "hit", killed=9, published="2019-06-01") for n in (5, 6)]
    with Casebook(made) as book:
        book.add(ledgers, RUN)
        book.group()
    return made


def test_the_words_for_the_place_come_before_the_recipient(path) -> None:
    with Casebook(path, create=False) as book:
        found = place_table(book).between()
    assert {r.country: (r.deeds, r.by_place, r.by_recipient) for r in found.rows} == {
        "VEN": (1, 1, 0),
        "SYR": (3, 0, 3),
    }
    assert (found.deeds, found.nowhere) == (5, 1)
    assert found.unknown == [("Atlantis", 1), ("the Gulf", 1)]


def test_reports_of_one_deed_are_one_deed(path) -> None:
    with Casebook(path, create=False) as book:
        syria = next(r for r in place_table(book).between().rows if r.country == "SYR")
    assert (syria.deeds, syria.reports) == (3, 4)


def test_those_who_act_are_counted_by_their_own_country(path) -> None:
    with Casebook(path, create=False) as book:
        found = place_table(book, of=ACTOR).between()
    assert {r.country: r.deeds for r in found.rows} == {"RUS": 4}
    assert (found.deeds, found.nowhere) == (5, 1)


@pytest.mark.parametrize("where", ["place", "actor"])
def test_the_page_says_what_was_counted(path, where) -> None:
    with client(path) as page:
        data = page.get(f"/map.json?where={where}").json()
        shown = page.get(f"/map?where={where}").text
    assert data["placed"] + data["nowhere"] == data["deeds"] == 5
    assert shown.count('<th scope="row"><a href="/search') == len(data["rows"])
    if where == "place":
        assert "“<bdi>Atlantis</bdi>”" in shown


def test_a_country_leads_to_its_records(path) -> None:
    with client(path) as page:
        russia = page.get("/map.json?where=actor").json()["rows"][0]
        assert len(page.get(russia["url"].replace("/search", "/search.json")).json()["rows"]) == russia["reports"]


def test_every_shape_of_the_map_is_a_country_that_is_known() -> None:
    world = json.loads((static_files.HOME / "vendor" / "countries-110m.json").read_text("utf-8"))
    there = {g.get("id") or g["properties"]["name"] for g in world["objects"]["countries"]["geometries"]}
    with SHAPES.open(encoding="utf-8", newline="") as file:
        assert {row["shape"] for row in csv.DictReader(file)} == there
    assert set(shapes()) <= set(country_codes())
    assert shapes()["VEN"] == ["862"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Caracas", "VEN"),
        ("the United States", "USA"),
        ("Lima, Peru", "PER"),
        ("Atlantis", None),
        ("turkey", None),
        ("", None),
    ],
)
def test_words_for_a_place(words, code) -> None:
    assert country_of_place(words) == code


@pytest.mark.parametrize("counts", [[], [0], [1], [3, 1], [5], [6], [17], [100, 3], [9342, 1], [1_000_000]])
def test_steps_rise_from_one_and_are_five_at_most(counts) -> None:
    made = steps(counts)
    assert len(made) <= 5
    assert made == sorted(set(made))
    if max(counts, default=0):
        assert made[0] == 1
        assert made[-1] <= max(counts)


@pytest.mark.parametrize("of", [RECIPIENT, ACTOR])
@pytest.mark.parametrize(
    ("since", "until"), [(None, None), ("2019-03", None), (None, "2019-02"), ("2019-03-01", "2019-05"), ("2020", None)]
)
def test_a_stretch_of_a_kept_table_is_what_its_dates_ask_for(path, of, since, until) -> None:
    with Casebook(path, create=False) as book:
        asked = place_table(book, Filters(since=since, until=until), of).between()
        assert place_table(book, Filters(), of).between(since, until) == asked
