"""The first page and the search: counts, lists, excerpts, links that keep what was asked."""

import csv
import io

from tacitus.casebook.store import Casebook
from test_web_pages import check_page
from web_study import client


def test_an_empty_casebook_says_what_to_do(tmp_path) -> None:
    path = tmp_path / "empty.db"
    Casebook(path).close()
    made = client(path)
    page = made.get("/").text
    check_page(page)
    assert "tacitus code" in page
    assert "has no articles yet" in made.get("/search").text
    assert made.get("/search?format=csv").text == ""


def test_the_first_page_sums_the_casebook_up() -> None:
    made = client()
    data = made.get("/.json").json()
    assert data["totals"]["articles"] == made.get("/search.json").json()["counts"]["articles"]
    assert data["left_out"][0]["reason"] == "no text"
    page = made.get("/").text
    check_page(page)
    assert "<i>Wire" not in page
    assert "since=" in page


def test_the_first_page_follows_the_casebook(tmp_path) -> None:
    path = tmp_path / "s.db"
    with Casebook(path) as book:
        from casebooks import RUN, ledgers  # noqa: PLC0415 - only here

        book.add(ledgers(2), RUN)
        made = client(path)
        assert made.get("/.json").json()["totals"]["articles"] == 2
        book.add(ledgers(4), RUN)
        assert made.get("/.json").json()["totals"]["articles"] == 4


def test_each_kind_is_listed_and_counted() -> None:
    made = client()
    for kind in ("articles", "statements", "events", "positions"):
        data = made.get(f"/search.json?kind={kind}").json()
        assert data["pager"]["total"] == data["counts"][kind] == len(data["rows"])
        page = made.get(f"/search?kind={kind}").text
        check_page(page)
        assert page.count('<li class="row">') == len(data["rows"])
        rows = list(csv.DictReader(io.StringIO(made.get(f"/search?kind={kind}&format=csv").text)))
        assert [r["id"] for r in rows] == [r["id"] for r in data["rows"]]


def test_words_are_marked_and_looked_for_in_the_article_too() -> None:
    page = client().get("/search?text=Chad30").text
    assert "<mark>Chad30</mark>" in page
    assert "?text=Chad30" in page


def test_a_filter_that_says_nothing_of_a_kind_is_told() -> None:
    page = client().get("/search?kind=positions&type=AID&actor=Peru").text
    assert "was left aside" in page
    assert client().get("/search.json?kind=positions&type=AID").json()["idle"] == ["type"]


def test_links_keep_what_was_asked(monkeypatch) -> None:
    monkeypatch.setattr("tacitus.web.page_search.PAGE", 2)
    made = client()
    page = made.get("/search?kind=positions&actor=Peru&stance=against").text
    assert 'href="/search?kind=positions&amp;actor=Peru&amp;stance=against&amp;page=2"' in page
    last = made.get("/search.json?kind=positions&actor=Peru&stance=against&page=99").json()
    assert last["pager"]["page"] == -(-last["pager"]["total"] // 2)
    first = made.get("/search.json?kind=positions&actor=Peru&stance=against").json()
    assert not {r["id"] for r in first["rows"]} & {r["id"] for r in last["rows"]}
