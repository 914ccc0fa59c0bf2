"""The report: one file that needs nothing but itself, the same each time, in which what articles say is only text."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tacitus.casebook.store import Casebook, new_review
from tacitus.cli import app
from tacitus.errors import InputError
from tacitus.web.report import Asked, make_report
from web_study import study

# the hostile article has markup where it is quoted: an outlet, a title
MARKUP = ("<script>alert", "<img src=x", "<b>Title</b>", "<i>Wire</i>")


class Tags(HTMLParser):
    """Gathers elements with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def made() -> str:
    with Casebook(study(), create=False) as book:
        return make_report(book)


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    return parser.found


def test_it_loads_nothing_and_runs_nothing(made: str) -> None:
    for tag, attributes in tags(made):
        assert tag not in ("script", "link", "img", "iframe", "object", "embed", "form", "base"), tag
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "style", "srcset")]
        assert (attributes.get("href") or "#").startswith(("#", "http://", "https://"))
    assert "url(" not in made
    assert "@import" not in made


def test_its_policy_lets_its_own_style_in_and_nothing_else(made: str) -> None:
    found = re.search(r"<style>(.*?)</style>", made, re.DOTALL)
    assert found
    digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in made


def test_markup_of_articles_is_text(made: str) -> None:
    assert not [m for m in MARKUP if m in made]


def test_the_same_casebook_gives_the_same_bytes(made: str) -> None:
    with Casebook(study(), create=False) as book:
        assert make_report(book) == made


def test_it_says_who_stands_where_on_whose_word(made: str) -> None:
    with Casebook(study(), create=False) as book:
        asked = make_report(book, Asked(issues=("military intervention",), title="A brief & more"))
    for html in (made, asked):
        assert "Peru" in html
        assert "Brazil" in html
        assert "Xinhua" in html
    assert "<title>A brief &amp; more</title>" in asked
    headings = [t for t, _ in tags(asked) if t in ("h1", "h2", "h3")]
    assert headings[0] == "h1"
    assert headings.count("h1") == 1


def test_pictures_have_words(made: str) -> None:
    pictures = re.findall(r"<svg([^>]*)>\s*(<title[^>]*>[^<]+</title>)?", made)
    shown = [(attributes, title) for attributes, title in pictures if 'aria-hidden="true"' not in attributes]
    assert shown
    assert all('role="img"' in attributes and title for attributes, title in shown)


def test_filters_narrow_it() -> None:
    with Casebook(study(), create=False) as book:
        html = make_report(book, Asked(since="2019-02-20", until="2019-02-20"))
        assert "Brazil" in html
        for wrong in (Asked(since="yesterday"), Asked(country="Atlantis"), Asked(limit=0)):
            with pytest.raises(InputError):
                make_report(book, wrong)


def test_what_reviewers_found_wrong_is_not_in_it(tmp_path: Path) -> None:
    (tmp_path / "own.db").write_bytes(study().read_bytes())
    with Casebook(tmp_path / "own.db") as book:
        for p in book.ledgers():
            for position in p.positions:
                book.add_review(new_review(position.id, "wrong", "Ana"))
        html = make_report(book, Asked(issues=("military intervention",)))
    assert "Brazil" not in html


def test_the_command_writes_the_file_whole(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "brief.html"
    told = CliRunner().invoke(app, ["report", str(study()), "-o", str(out), "--issue", "military intervention"])
    assert told.exit_code == 0, told.output
    assert out.read_text("utf-8").endswith("</html>\n")
    assert [p.name for p in out.parent.iterdir()] == ["brief.html"]
    assert CliRunner().invoke(app, ["report", str(study()), "-o", str(tmp_path / "brief.pdf")]).exit_code == 2
