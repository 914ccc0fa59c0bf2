"""The review page: one decision after another, corrections by form, undo, two reviewers, what a form may not do."""

import re
import shutil
from typing import Any

import pytest
from starlette.testclient import TestClient

from tacitus.casebook import ask
from tacitus.casebook.ask import Filters
from tacitus.casebook.review_queue import reviews
from web_study import client, study


@pytest.fixture
def ana(tmp_path: Any) -> TestClient:
    shutil.copy(study(), tmp_path / "own.db")
    return client(tmp_path / "own.db", reviewer="Ana")


def shown(made: TestClient, address: str = "/review.json") -> dict[str, Any]:
    answer = made.get(address)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def decide(made: TestClient, record: str, verdict: str, **values: str) -> dict[str, Any]:
    page = made.get("/review").text
    found = re.search(r'name="csrf" content="([^"]+)"', page)
    assert found
    told = {"record": record, "verdict": verdict, "csrf": found[1], **values}
    headers = {"accept": "application/json", "origin": str(made.base_url)}
    answer = made.post("/reviews", data=told, headers=headers)
    return {"status": answer.status_code, **answer.json()}


def test_each_decision_leads_to_the_next_record(ana: TestClient) -> None:
    seen = []
    for verdict in ("right", "wrong", "unsure", "right"):
        record = shown(ana)["record"]["id"]
        seen.append(record)
        told = decide(ana, record, verdict, back="/review?kind=&order=uncertain")
        assert (told["status"], told["added"]) == (200, True)
    after = shown(ana, told["next"].replace("/review", "/review.json", 1))
    assert len(set(seen)) == 4
    assert after["record"]["id"] not in seen
    assert after["last"]["record"] == seen[-1]
    assert (after["progress"]["reviewed"], after["progress"]["mine"]) == (4, 4)
    assert [r["record"] for r in after["latest"]] == seen[::-1]


def test_undo_is_appended_and_leads_back(ana: TestClient) -> None:
    record = shown(ana)["record"]["id"]
    decide(ana, record, "wrong")
    told = decide(ana, record, "withdrawn", back="/review?order=sample&last=x")
    assert told["next"] == f"/review?order=sample&record={record}"
    assert shown(ana)["record"]["id"] == record
    assert [r.verdict for r in reviews(ana.app.state.book)] == ["withdrawn", "wrong"]


def test_a_form_sent_twice_is_one_review(ana: TestClient) -> None:
    first = shown(ana)
    for added in (True, False):
        assert decide(ana, first["record"]["id"], "right", moment=first["moment"])["added"] is added
    assert len(reviews(ana.app.state.book)) == 1


def test_a_correction_holds_what_was_changed_alone(ana: TestClient) -> None:
    first = shown(ana, "/review.json?kind=events&order=sample")
    record, start = first["record"], first["spans"][0]["start"]
    told = decide(
        ana, record["id"], "corrected",
        **{"type": "AID", "status": record["status"], "trigger-0-start": str(start), "trigger-0-end": str(start + 3),
           "actor-0-name": "Fiji", "actor-0-country": "", "actor-0-sector": "", "actor-1-name": "",
           "recipient-0-name": record["who"]["recipient"][0]["name"],
           "recipient-0-country": record["who"]["recipient"][0]["country"],
           "recipient-0-sector": record["who"]["recipient"][0]["sector"], "recipient-1-name": ""},
    )  # fmt: skip
    assert told["status"] == 200, told
    book = ana.app.state.book
    assert reviews(book)[0].correction == (
        f'{{"actor": [{{"name": "Fiji"}}], "trigger": [{start}, {start + 3}], "type": "AID"}}'
    )
    assert [e.id for e in ask.events(book, Filters(country="Fiji", type="AID"))] == [record["id"]]
    assert "corrected" in ana.get(f"/articles/{first['article']['id']}").text


@pytest.mark.parametrize(
    ("verdict", "values", "told"),
    [
        ("corrected", {}, "Nothing was changed"),
        ("corrected", {"type": "FIGHT"}, "no type"),
        ("corrected", {"killed": "many"}, "no number of people"),
        ("corrected", {"trigger-0-end": "99999999"}, "characters of the article"),
        ("splendid", {}, "needs a record and a verdict"),
    ],
)
def test_what_cannot_be_is_told(ana: TestClient, verdict: str, values: dict[str, str], told: str) -> None:
    record = shown(ana, "/review.json?kind=events")["record"]["id"]
    answer = decide(ana, record, verdict, **values)
    assert answer["status"] == 400
    assert told in answer["error"]
    assert reviews(ana.app.state.book) == []


def test_two_reviewers_are_handed_different_records_and_both_are_heard(tmp_path: Any) -> None:
    shutil.copy(study(), tmp_path / "own.db")
    both = client(tmp_path / "own.db")
    ana, ben = (shown(both, f"/review.json?by={who}&order=sample") for who in ("Ana", "Ben"))
    assert ana["record"]["id"] != ben["record"]["id"]
    done: dict[str, list[str]] = {"Ana": [], "Ben": []}
    for n in range(12):
        who = ("Ana", "Ben")[n % 2]
        record = shown(both, f"/review.json?by={who}&order=sample")["record"]["id"]
        assert decide(both, record, "right", by=who)["added"]
        done[who].append(record)
    assert not set(done["Ana"]) & set(done["Ben"])
    assert len(reviews(both.app.state.book)) == len({*done["Ana"], *done["Ben"]}) == 12
    told = decide(both, done["Ana"][0], "wrong", by="Ben", back="/review?by=Ben")
    page = shown(both, told["next"].replace("/review", "/review.json", 1))
    assert {(o["by"], o["verdict"]) for o in page["last"]["opinions"]} == {("Ana", "right"), ("Ben", "wrong")}


def test_without_a_name_nothing_is_handed_out(tmp_path: Any) -> None:
    shutil.copy(study(), tmp_path / "own.db")
    made = client(tmp_path / "own.db")
    assert shown(made)["record"] is None
    assert "Your name" in made.get("/review").text
    assert decide(made, "e_1", "right")["status"] == 400


def test_a_form_without_our_signature_changes_nothing(ana: TestClient) -> None:
    record = shown(ana)["record"]["id"]
    answer = ana.post("/reviews", data={"record": record, "verdict": "wrong"}, headers={"origin": str(ana.base_url)})
    assert answer.status_code == 403
    assert reviews(ana.app.state.book) == []


def test_a_hostile_passage_is_shown_as_text(ana: TestClient) -> None:
    book = ana.app.state.book
    hostile = book.search("evil")[0]["id"]
    event = next(e for e in ask.events(book) if e.article_id == hostile)
    page = ana.get(f"/review?record={event.id}").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_end_of_the_queue_says_so(ana: TestClient) -> None:
    page = ana.get("/review?kind=events&country=Fiji").text
    assert "Nothing is left to decide on here" in page
    assert ana.get("/review?record=e_0").status_code == 404
