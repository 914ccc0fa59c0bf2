"""The review page: one decision after another, corrections by form, undo, two reviewers, what a form may not do."""

import html
import json
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


def test_a_page_left_open_is_heard_all_the_same(ana: TestClient) -> None:
    """A verdict is of the moment when its record was shown; one given and taken back since then must not swallow it."""
    left_open = shown(ana)
    record = left_open["record"]["id"]
    decide(ana, record, "wrong")
    decide(ana, record, "withdrawn")
    for added in (True, False):
        assert decide(ana, record, "right", moment=left_open["moment"])["added"] is added
    assert shown(ana, f"/review.json?record={record}")["own"]["verdict"] == "right"
    assert shown(ana)["progress"]["right"] == 1


@pytest.mark.parametrize("moment", ["2999-01-01T00:00:00.000000+00:00", "2020-99-99", "yesterday"])
def test_a_moment_that_cannot_be_is_now(ana: TestClient, moment: str) -> None:
    record = shown(ana)["record"]["id"]
    assert decide(ana, record, "right", moment=moment)["added"]
    decide(ana, record, "withdrawn")
    assert shown(ana, f"/review.json?record={record}")["own"] is None


def test_a_second_correction_keeps_what_the_first_put_right(tmp_path: Any) -> None:
    shutil.copy(study(), tmp_path / "own.db")
    both = client(tmp_path / "own.db")
    record = shown(both, "/review.json?by=Ana&kind=events")["record"]["id"]
    decide(both, record, "corrected", by="Ana", type="AID")
    seen = shown(both, f"/review.json?by=Ben&record={record}")
    assert seen["record"]["type"] == "AID"
    decide(both, record, "corrected", by="Ben", date="2019-02", moment=seen["moment"])
    assert reviews(both.app.state.book)[0].correction == '{"date": "2019-02", "type": "AID"}'
    after = shown(both, f"/review.json?by=Ben&record={record}")["record"]
    assert (after["type"], after["date"]) == ("AID", "2019-02")


def test_to_accept_what_was_put_right_is_to_agree(tmp_path: Any) -> None:
    shutil.copy(study(), tmp_path / "own.db")
    both = client(tmp_path / "own.db")
    first = shown(both, "/review.json?by=Ana&kind=events")
    record = first["record"]["id"]
    decide(both, record, "corrected", by="Ana", type="AID")
    page = both.get(f"/review?by=Ben&record={record}").text
    assert "to accept it is to agree" in page
    assert decide(both, record, "right", by="Ben", moment=shown(both)["moment"])["verdict"] == "corrected"
    assert shown(both, f"/review.json?by=Ben&record={record}")["record"]["type"] == "AID"
    # who accepts what he saw before it was put right accepts that
    assert decide(both, record, "right", by="Cem", moment=first["moment"])["verdict"] == "right"


def test_who_was_left_as_he_was_is_who_he_was(ana: TestClient) -> None:
    first = shown(ana, "/review.json?kind=positions&actor=Peru&issue=intervention")["record"]
    (peru,) = first["who"]["holder"]
    told = {f"holder-0-{c}": peru[c] or "" for c in ("name", "country", "sector")}
    assert decide(ana, first["id"], "corrected", **told, **{"holder-1-name": "Fiji"})["status"] == 200
    kept, added = json.loads(reviews(ana.app.state.book)[0].correction or "")["holder"]
    assert (kept["name"], kept["entity_id"]) == ("Peru", "x:Peru")
    assert added == {"name": "Fiji"}


def test_what_was_skipped_stays_so_after_a_decision(ana: TestClient) -> None:
    skipped = shown(ana)["record"]["id"]
    address = f"/review.json?skip={skipped}"
    record = shown(ana, address)["record"]["id"]
    assert record != skipped
    page = ana.get(f"/review?skip={skipped}").text
    back = html.unescape(re.findall(r'name="back" value="([^"]+)"', page)[0])
    after = decide(ana, record, "right", back=back)["next"]
    assert f"skip={skipped}" in after
    assert shown(ana, after.replace("/review", "/review.json", 1))["record"]["id"] not in (skipped, record)


def test_a_record_can_be_decided_on_where_it_is_explained(ana: TestClient) -> None:
    record = shown(ana)["record"]["id"]
    page = ana.get(f"/records/{record}").text
    assert page.count('name="verdict"') == 3
    told = decide(ana, record, "wrong", back=f"/records/{record}")
    assert told["next"] == f"/records/{record}#reviews"
    assert 'value="withdrawn"' in ana.get(f"/records/{record}").text
    for elsewhere in ("https://example.org/records/e_1", "//example.org", "/records/../x", "/map"):
        assert decide(ana, record, "right", back=elsewhere)["next"].startswith(("/review?", "/records/e_1#"))


def test_it_says_when_others_hold_what_is_left(tmp_path: Any) -> None:
    shutil.copy(study(), tmp_path / "own.db")
    both = client(tmp_path / "own.db")
    only = "kind=positions&stance=for"
    left = shown(both, f"/review.json?by=Ana&{only}")
    assert left["record"]
    assert "Others look at what is left here" in both.get(f"/review?by=Ben&{only}").text
    decide(both, left["record"]["id"], "right", by="Ana")
    assert "Nothing is left to decide on here" in both.get(f"/review?by=Ben&{only}").text
