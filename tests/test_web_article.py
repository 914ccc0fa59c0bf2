"""The page of an article and of a record: all of the text, every record beside it, and hostile text as text."""

import html
import re
import time

import pytest

from casebooks import RECODE, RUN, article
from fake_coder import fake_ledger
from tacitus.casebook.store import Casebook, new_review
from test_web_pages import Outline, check_page
from web_study import HOSTILE, article_id, client


def shown_text(page: str) -> str:
    """Return the text of an article as the page shows it, without what marks it."""
    body = page.split('<section class="text"')[1].split(">", 1)[1].split("</section>", maxsplit=1)[0]
    return html.unescape(re.sub(r"<[^>]+>", "", body)).strip()


def test_a_hostile_article_is_shown_as_text() -> None:
    made = client()
    address = f"/articles/{article_id(made, 'quoted')}"
    page = made.get(address).text
    check_page(page)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>Title</b>" not in page
    assert "<i>Wire" not in page
    assert shown_text(page) == HOSTILE.replace("\u202e", "\ufffd").replace("\u202c", "\ufffd")
    assert made.get(f"{address}.json").json()["text"] == HOSTILE
    assert "49" not in shown_text(page)


def test_every_record_stands_beside_the_text_and_is_marked_in_it() -> None:
    made = client()
    address = f"/articles/{article_id(made, 'Chad30')}"
    data = made.get(f"{address}.json").json()
    page = made.get(address).text
    tags = Outline(page).tags
    entries = {a["data-n"]: a["id"] for _, a in tags if "data-n" in a}
    assert [f"r={r['id']}" for r in data["records"]] == list(entries.values())
    tokens = [t.split(":")[0] for _, a in tags for t in (a.get("data-r") or "").split() if ":" in t]
    assert set(tokens) == set(entries)
    for record in data["records"]:
        assert record["spans"]
        for span in record["spans"]:
            assert 0 <= span["start"] < span["end"] <= len(data["text"])
    assert shown_text(page).split() == data["text"].split()


def test_the_chain_of_a_statement_goes_from_writer_to_speaker() -> None:
    made = client()
    data = made.get(f"/articles/{article_id(made, 'Russia stay')}.json").json()
    inner = next(r for r in data["records"] if r["inside"])
    assert [link["who"] for link in inner["chain"]] == ["Reuters", "Xinhua", "Russia"]
    position = made.get(f"/articles/{article_id(made, 'Brazil')}.json").json()["records"][0]
    assert [link["who"] for link in position["chain"]] == ["Reuters", "Xinhua"]


def test_every_record_says_why_it_is_there() -> None:
    made = client()
    for words in ("Chad30", "Russia stay", "Brazil", "quoted"):
        for record in made.get(f"/articles/{article_id(made, words)}.json").json()["records"]:
            answer = made.get(f"/records/{record['id']}")
            assert answer.status_code == 200
            check_page(answer.text)
            assert made.get(f"/records/{record['id']}.json").json()["record"]["id"] == record["id"]


def test_a_search_within_an_article_marks_its_hits() -> None:
    made = client()
    address = f"/articles/{article_id(made, 'Chad30')}"
    page = made.get(address, params={"text": "words follow"}).text
    assert page.count('<mark class="seg') >= 60
    assert 'id="hit-1"' in page
    check_page(page)
    assert "no hit" in made.get(address, params={"text": "nowhere"}).text


def test_versions_reviews_and_issues_are_told(tmp_path) -> None:
    path = tmp_path / "own.db"
    old, new = article(1, "Peru warned Chile.", key="k"), article(1, "Peru thanked Chile.", key="k")
    with Casebook(path) as book:
        book.add(fake_ledger(old), RUN)
        book.add(fake_ledger(new), RECODE)
        record = book.ledger(new.id).events[0].id
        book.add_review(new_review(record, "wrong", "Ana", "<b>no</b>"))
    made = client(path)
    page = made.get(f"/articles/{old.id}").text
    assert f'href="/articles/{new.id}"' in page
    assert "A newer version" in page
    assert "verdict-wrong" in made.get(f"/articles/{new.id}").text
    assert "&lt;b&gt;no" in made.get(f"/records/{record}").text


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n\n", "x" * 1_000_000, "\U0001f600" * 1000, "\u202e\u2066" * 50, "\0\ud800 Peru warned Chile."],
    ids=["empty", "blank", "lines", "long", "astral", "bidi", "unstorable"],
)
def test_odd_articles_are_shown(tmp_path, text) -> None:
    path = tmp_path / "odd.db"
    with Casebook(path) as book:
        made = fake_ledger(article(1, text or " ", title=None))
        book.add(made, RUN)
    begun = time.process_time()
    answer = client(path).get(f"/articles/{made.article.id}")
    assert answer.status_code == 200
    check_page(answer.text)
    assert time.process_time() - begun < 3


def test_a_long_article_with_many_records_is_quick(tmp_path) -> None:
    path = tmp_path / "long.db"
    text = " ".join(f"Peru{n} warned Chile{n} about words that follow.\n\n" for n in range(1_400))
    with Casebook(path) as book:
        made = fake_ledger(article(1, text))
        book.add(made, RUN)
    assert len(made.events) > 1_000
    asking = client(path)
    asking.get("/search")  # templates are read once
    begun = time.process_time()
    assert asking.get(f"/articles/{made.article.id}").status_code == 200
    assert time.process_time() - begun < 4  # some ten times what it takes
