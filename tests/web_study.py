"""A small casebook for the tests of the local web page, made by hand once, and a client that asks as a browser does."""

import tempfile
from functools import cache
from pathlib import Path

from starlette.testclient import TestClient

from ask_ledgers import says, stands
from casebooks import RUN, article
from fake_coder import fake_ledger
from tacitus.casebook.store import Casebook
from tacitus.records import Issue
from tacitus.web.app import make_app

PORT = 8000
# what an article could try: markup, a script, a quote that ends an attribute, a right-to-left override
HOSTILE = (
    '<script>alert(1)</script><img src=x onerror=alert(2)> "quoted" \u202eevil\u202c & {{ 7*7 }} Peru warned Chile.'
)


@cache
def study() -> Path:
    """Make the casebook; it is not to be written to, see `own_study` for that."""
    path = Path(tempfile.mkdtemp()) / "study.db"
    fill(path)
    return path


def fill(path: Path) -> None:
    """Fill a casebook with statements, events, positions, a relay, an issue and a hostile article."""
    made = [stands(n, "Peru", "against", "military intervention", f"2019-02-{n + 1:02}") for n in range(3)]
    made += [stands(10, "Brazil", "for", "military intervention", "2019-02-20", per="Xinhua")]
    made += [says(20, "Russia", "it will stay", relay="Xinhua"), says(21, "an official", "it is over")]
    made += [fake_ledger(article(n)) for n in range(30, 35)]
    made += [fake_ledger(article(40, HOSTILE, title="<b>Title</b>", source="<i>Wire</i>"))]
    with Casebook(path) as book:
        book.add(made, RUN)
        book.add_issues([Issue("in.jsonl", 7, None, "no text: empty", "give a text")], RUN)
        book.group()
        book.finish(RUN)


def client(path: Path | None = None, **rules: object) -> TestClient:
    """Return a client of the page of a casebook; `rules` go to make_app."""
    app = make_app(path or study(), port=PORT, **rules)  # type: ignore[arg-type]
    return TestClient(app, base_url=f"http://localhost:{PORT}", follow_redirects=False)


def article_id(made: TestClient, words: str) -> str:
    """Return the id of the first article that has some words."""
    found = made.app.state.book.search(words)  # type: ignore[attr-defined]
    return str(found[0]["id"])
