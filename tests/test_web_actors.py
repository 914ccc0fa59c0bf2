"""The pages of actors: lists, one actor, and the forms by which actors are decided on."""

import csv
import io
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ask_ledgers import says, stands
from casebooks import RUN, article
from fake_coder import fake_ledger
from tacitus.casebook.decide_actors import Identity, decide_actor
from tacitus.casebook.store import Casebook
from test_web_pages import check_page
from web_study import HOSTILE, client, fill

HERE = {"origin": "http://localhost:8000"}
NASTY = '<script>alert(1)</script>" onmouseover="x'


@pytest.fixture
def own(tmp_path: Path) -> TestClient:
    """Return a client of a casebook of the test's own, which can be written to."""
    path = tmp_path / "own.db"
    fill(path)
    with Casebook(path) as book:
        relayed = [says(60 + n, "Nicolás Maduro", "it is well", relay="Xinhua") for n in range(3)]
        book.add([*relayed, stands(70, NASTY, "for", f"{NASTY} talks", "2019-03-01")], RUN)
        book.group()
    return client(path)


def send(made: TestClient, address: str, **values: str):
    csrf = made.get("/actors").text.split('name="csrf" content="')[1].split('"')[0]
    return made.post(address, data={"csrf": csrf, "by": "Ana", **values}, headers=HERE)


def test_actors_are_listed_by_records_and_filtered() -> None:
    made = client()
    data = made.get("/actors.json").json()
    numbers = [r["records"] for r in data["rows"]]
    assert numbers == sorted(numbers, reverse=True)
    assert data["counts"]["actors"] == len(data["rows"])
    page = made.get("/actors").text
    check_page(page)
    assert 'href="/actors/Peru"' in page
    assert [r["name"] for r in made.get("/actors.json?actor=PERÚ").json()["rows"]] == ["Peru"]
    assert {r["country"] for r in made.get("/actors.json?country=Russia").json()["rows"]} == {"RUS"}
    assert {r["sector"] for r in made.get("/actors.json?sector=MED").json()["rows"]} == {"MED"}
    assert "Nobody fits" in made.get("/actors?actor=nosuchname").text
    assert made.get("/actors?country=Atlantis").status_code == 400
    rows = list(csv.DictReader(io.StringIO(made.get("/actors?format=csv").text)))
    assert [r["name"] for r in rows] == [r["name"] for r in data["rows"]]
    assert made.get("/actors.json?size=2&page=2").json()["rows"] == data["rows"][2:4]


def test_names_are_offered_by_how_they_begin() -> None:
    rows = client().get("/names.json?actor=p").json()["rows"]
    assert [r["name"] for r in rows] == ["Peru"]
    assert client().get("/names.json").json()["rows"] == []


def test_one_actor_with_words_partners_positions_and_who_quotes_him(own) -> None:
    page = own.get("/actors/Nicol%C3%A1s%20Maduro")
    check_page(page.text)
    assert "Nicolás Maduro" in page.text
    data = own.get("/actors/Nicol%C3%A1s%20Maduro.json").json()
    assert data["counts"]["statements"] == 3
    assert [(q["who"], q["statements"]) for q in data["relays"]] == [("Xinhua", 3)]
    assert [q["who"] for q in data["outlets"]] == ["Reuters"]
    peru = own.get("/actors/Peru.json").json()
    assert [(i["target"], i["against"]) for i in peru["issues"] if i["target"].startswith("mil")] == [
        ("military intervention", 3)
    ]
    (chile,) = [p for p in peru["partners"] if p["partner"] == "Chile"]
    assert chile["deeds"] >= 1
    assert sum(chile["received"]) == 0
    assert sum(sum(b["counts"]) for b in peru["bars"]) + peru["outside"] == sum(peru["counts"].values())
    check_page(own.get("/actors/Peru").text)


def test_offices_stand_with_their_dates(tmp_path) -> None:
    path = tmp_path / "s.db"
    with Casebook(path) as book:
        book.add([stands(1, "Nicolás Maduro", "for", "talks")], RUN)
        decide_actor(book, Identity("Nicolás Maduro", "VEN", "GOV", "person:nicolas maduro:VEN"), "Ana",
                     words="Nicolás Maduro")  # fmt: skip
    data = client(path).get("/actors/Nicol%C3%A1s%20Maduro.json").json()
    assert any(o["office"] == "President" and o["start"] == "2013-04-19" for o in data["facts"]["offices"])
    assert "Nicolas Maduro Moros" in data["facts"]["aliases"]


def test_nobody_is_404_and_hostile_names_are_text(own) -> None:
    assert own.get("/actors/Nobody%20Known").status_code == 404
    done = send(own, "/decisions/actor", words=NASTY, name=NASTY, note=NASTY)
    assert done.status_code == 303
    for address in (
        "/actors", "/actors?tab=decisions", done.headers["location"],
        "/actors/%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%20onmouseover=%22x",
    ):  # fmt: skip
        answer = own.get(address)
        assert answer.status_code == 200, address
        check_page(answer.text)
        assert "<script>alert" not in answer.text
    assert HOSTILE.split()[0] not in own.get("/actors?tab=unresolved").text


def test_the_queue_of_unresolved_words_is_decided_on_and_undone(own) -> None:
    page = own.get("/actors?tab=unresolved").text
    check_page(page)
    rows = own.get("/actors.json?tab=unresolved").json()["rows"]
    assert "an official" in [r["words"] for r in rows]
    done = send(own, "/decisions/actor", words="an official", name="Ben Bow", country="Peru", sector="GOV",
                back="/actors?tab=unresolved&page=1&done=d_old")  # fmt: skip
    assert done.status_code == 303
    address = done.headers["location"]
    assert address.startswith("/actors?tab=unresolved&page=1&done=d_")
    told = own.get(address).text
    check_page(told)
    assert "1 record changed" in told
    assert "an official" not in [r["words"] for r in own.get("/actors.json?tab=unresolved").json()["rows"]]
    assert own.get("/actors/Ben%20Bow.json").json()["readings"][0]["country"] == "PER"
    (decision,) = own.get("/actors.json?tab=decisions").json()["rows"]
    assert (decision["by"], decision["about"]) == ("Ana", "an official")
    check_page(own.get("/actors?tab=decisions").text)
    assert send(own, "/decisions/withdraw", id=decision["id"]).status_code == 303
    assert own.get("/actors/Ben%20Bow").status_code == 404
    assert len(own.get("/actors.json?tab=decisions").json()["rows"]) == 2


def test_a_merged_name_leads_to_whom_it_was_merged_into(own) -> None:
    before = own.get("/actors/Peru.json").json()["records"]
    done = send(own, "/decisions/actor", merge="Brazil", name="Peru", to_target="1")
    assert done.headers["location"].startswith("/actors/Peru?done=d_")
    assert own.get("/actors/Brazil").headers["location"] == "/actors/Peru"
    assert own.get("/actors/Peru.json").json()["records"] > before
    again = send(own, "/decisions/actor", merge="Peru", name="Brazil")
    assert again.status_code == 400
    assert "leads back" in again.text
    check_page(own.get("/actors/Peru").text)


def test_reports_are_grouped_anew_when_asked(own) -> None:
    done = send(own, "/decisions/actor", merge="Mali", name="Peru")
    page = own.get(done.headers["location"]).text
    check_page(page)
    assert 'action="/decisions/group"' in page
    answer = send(own, "/decisions/group", back="/actors?tab=decisions")
    assert answer.headers["location"] == "/actors?tab=decisions"
    with own.app.state.book.reading() as connection:  # type: ignore[attr-defined]
        assert connection.execute(own.app.state.book.tables["regroup"].select()).all() == []  # type: ignore[attr-defined]


def test_a_decision_needs_a_name_who_decides_and_our_own_form(own) -> None:
    assert send(own, "/decisions/actor", words="an official", name="").status_code == 400
    assert "Say who decides" in send(own, "/decisions/actor", words="x", name="Peru", by="").text
    assert own.post("/decisions/actor", data={"words": "x", "name": "Peru", "by": "x"}, headers=HERE).status_code == 403
    answer = send(own, "/decisions/actor", words="x", name="Peru", back="//evil.example/x")
    assert answer.headers["location"].startswith("/")
    assert not answer.headers["location"].startswith("//")
    assert own.get("/actors").headers["referrer-policy"] == "same-origin"  # or browsers send no Origin with forms


def test_the_reviewer_of_the_page_signs(tmp_path) -> None:
    path = tmp_path / "r.db"
    with Casebook(path) as book:
        book.add([fake_ledger(article(1)), says(2, "an official", "it is over")], RUN)
    made = client(path, reviewer="Eve")
    assert 'name="by"' not in made.get("/actors?tab=unresolved").text
    send(made, "/decisions/actor", words="an official", name="Peru")
    assert made.get("/actors.json?tab=decisions").json()["rows"][0]["by"] == "Eve"
