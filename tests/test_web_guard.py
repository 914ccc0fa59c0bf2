"""The guard of the local web page: names, tokens, forms of other sites, what an answer forbids the browser."""

import pytest
from starlette.testclient import TestClient

from tacitus.web import app as web_app
from tacitus.web.guard import HEADERS, Rules, is_loopback
from tacitus.web.pages import Query, Write
from web_study import PORT, client

HERE = {"origin": f"http://localhost:{PORT}"}


@pytest.fixture
def writes(monkeypatch) -> list[str | None]:
    """Give the page a form that remembers what it was sent."""
    done: list[str | None] = []

    def act(_, query: Query):
        done.append(query.one("word"))
        return {"next": query.one("to") or "/", "word": query.one("word")}

    monkeypatch.setattr(web_app, "WRITES", (Write("/word", act),))
    return done


def signature(made: TestClient) -> str:
    page = made.get("/").text
    return page.split('name="csrf" content="')[1].split('"')[0]


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:9"])
def test_names_of_this_machine_are_answered(host) -> None:
    assert client().get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example", "", "10.0.0.1", "[::",
     "localhost@evil.example", "a b"],
)  # fmt: skip
def test_other_names_are_refused(host) -> None:
    answer = client().get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "Peru" not in answer.text


def test_a_page_bound_everywhere_answers_to_addresses_and_no_name() -> None:
    rules = Rules("0.0.0.0", PORT)
    assert rules.is_our_name("192.168.1.7:8000")
    assert not rules.is_our_name("evil.example")
    assert Rules("192.168.1.7", PORT).is_our_name("192.168.1.7:8000")
    assert not Rules("192.168.1.7", PORT).is_our_name("192.168.1.8:8000")


def test_every_answer_forbids_what_a_page_must_not_do() -> None:
    made = client()
    static = made.get("/").text.split('href="/static/')[1].split('"')[0]
    for address in ("/", "/.json", "/search?type=NONE", "/nowhere", f"/static/{static}", "/static/x/../app.py"):
        answer = made.get(address)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, address
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert made.get("/").headers["cache-control"] == "no-store"
    assert "immutable" in made.get(f"/static/{static}").headers["cache-control"]
    assert made.get("/static/old/tacitus.css").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["../guard.py", "..%2Fguard.py", "%2e%2e/guard.py", "/etc/passwd", "vendor"])
def test_nothing_but_the_static_files_is_served(name) -> None:
    assert client().get(f"/static/x/{name}").status_code == 404


def test_a_form_of_ours_is_done(writes) -> None:
    made = client()
    answer = made.post("/word", data={"word": "one", "csrf": signature(made)}, headers=HERE)
    assert (answer.status_code, answer.headers["location"], writes) == (303, "/", ["one"])
    sent = {"x-csrf-token": signature(made), "accept": "application/json"} | HERE
    assert made.post("/word", data={"word": "two"}, headers=sent).json()["word"] == "two"


def test_a_form_without_our_signature_is_not_done(writes) -> None:
    made, other = client(), client()
    for given in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": signature(other)}):
        assert made.post("/word", data={"word": "x", **given}, headers=HERE).status_code == 403
    good = signature(made)
    made.cookies.clear()
    assert made.post("/word", data={"word": "x", "csrf": good}, headers=HERE).status_code == 403
    assert writes == []


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://localhost:1"},
     {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "http://localhost:8000.evil"}],
)  # fmt: skip
def test_a_form_of_another_site_is_not_done(writes, headers) -> None:
    made = client()
    answer = made.post("/word", data={"word": "x", "csrf": signature(made)}, headers=headers)
    assert (answer.status_code, writes) == (403, [])


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_a_form_leads_to_no_other_site(writes, to) -> None:
    made = client()
    answer = made.post("/word", data={"to": to, "csrf": signature(made)}, headers=HERE)
    assert answer.headers["location"] == "/"


def test_too_large_a_form_is_not_done(writes) -> None:
    made = client()
    answer = made.post("/word", data={"word": "x" * 1_100_000, "csrf": signature(made)}, headers=HERE)
    assert (answer.status_code, writes) == (400, [])


def test_a_token_is_asked_for_once() -> None:
    made = client(token="secret")
    assert made.get("/").status_code == 401
    assert made.get("/?token=wrong").status_code == 401
    assert made.get("/.json").status_code == 401
    led = made.get("/search?token=secret&actor=Peru")
    assert (led.status_code, led.headers["location"]) == (303, "/search?actor=Peru")
    assert "HttpOnly" in led.headers["set-cookie"]
    assert made.get("/").status_code == 200
    assert client(token="secret").get("/", headers={"authorization": "Bearer secret"}).status_code == 200
    away = client(token="secret").get("//evil.example/?token=secret")
    assert not away.headers["location"].startswith("//")


def test_only_this_machine_needs_no_token() -> None:
    assert [is_loopback(h) for h in ("localhost", "127.0.0.1", "::1", "0.0.0.0", "192.168.0.2", "box")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
