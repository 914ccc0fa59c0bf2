"""Every page of the local web page: it answers, as a page and as data, and what an article says stays text."""

import hashlib
import json
import re
import tomllib
from html.parser import HTMLParser

import pytest

from tacitus.web import static_files
from tacitus.web.page_list import PAGES
from web_study import client

PLAIN = [p for p in PAGES if "{" not in p.path]
VENDOR = static_files.HOME / "vendor"


class Outline(HTMLParser):
    """What a page is made of: its tags with their attributes, and whether each that opens is closed."""

    OPEN = ("meta", "link", "input", "img", "br", "hr", "option", "path", "rect", "line", "circle", "wbr")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[str] = []
        self.feed(page)
        assert self.stack == []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "input" and "label" in self.stack:
            self.tags[-1][1]["aria-label"] = "within a label"
        if tag not in self.OPEN:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag) -> None:
        if tag not in self.OPEN:
            assert self.stack.pop() == tag


def check_page(text: str) -> Outline:
    """Check what holds of every page: landmarks, one heading, nothing inline, nothing from elsewhere."""
    found = Outline(text)
    tags = [tag for tag, _ in found.tags]
    assert [tags.count(t) for t in ("main", "h1", "header")] == [1, 1, 1]
    assert text.startswith("<!doctype html>")
    ids = [a["id"] for _, a in found.tags if "id" in a]
    assert len(ids) == len(set(ids))
    for tag, attributes in found.tags:
        assert "style" not in attributes, tag
        assert not [a for a in attributes if a.startswith("on")], tag
        assert tag != "script" or "src" in attributes or attributes.get("type") == "application/json"
        for a in ("src", "href", "action"):
            value = attributes.get(a) or "/"
            assert value.startswith(("/", "#", "?")) or tag == "a", f"{tag} {a}={value}"
        if tag in ("input", "select", "textarea") and attributes.get("type") not in ("hidden", "submit"):
            assert f'for="{attributes.get("id")}"' in text or "aria-label" in attributes, attributes
    return found


@pytest.mark.parametrize("page", PLAIN, ids=[p.path for p in PLAIN])
def test_every_page_answers_as_a_page_and_as_data(page) -> None:
    made = client()
    answer = made.get(page.path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    check_page(answer.text)
    data = made.get(f"{page.path}.json")
    assert data.headers["content-type"] == "application/json"
    assert isinstance(json.loads(data.text), dict)
    if page.table:
        rows = made.get(f"{page.path}?format=csv")
        assert rows.headers["content-type"].startswith("text/csv")
        assert "attachment" in rows.headers["content-disposition"]


@pytest.mark.parametrize(
    "query", ["type=NONE", "since=yesterday", "page=0", "country=Atlantis", "sector=X", "format=pdf"]
)
def test_a_wrong_filter_is_told(query) -> None:
    answer = client().get(f"/search?{query}")
    assert answer.status_code == 400
    check_page(answer.text)
    assert "error" in client().get(f"/search.json?{query}").json()


@pytest.mark.parametrize("address", ["/nowhere", "/articles/a_0", "/articles/a_0.json", "/records/e_0", "/articles/"])
def test_what_is_not_there_is_told(address) -> None:
    assert client().get(address).status_code == 404


def test_a_filter_that_is_a_script_is_shown_as_text() -> None:
    page = client().get("/search", params={"actor": '"><script>alert(1)</script>'})
    assert "<script>alert" not in page.text
    check_page(page.text)


def test_what_others_made_is_what_it_was() -> None:
    files = tomllib.loads((VENDOR / "VENDOR.toml").read_text("utf-8"))["file"]
    found = {p.name for p in VENDOR.iterdir() if p.is_file()} - {"VENDOR.toml"}
    assert {f["name"] for f in files} == found
    for file in files:
        assert hashlib.sha256((VENDOR / file["name"]).read_bytes()).hexdigest() == file["sha256"], file["name"]
        assert file["licence"] in ("MIT", "ISC", "0BSD")
        assert (VENDOR / "licences" / f"{file['name'].split('.')[0]}.txt").stat().st_size > 400


def test_our_styles_and_scripts_load_nothing_from_elsewhere() -> None:
    for name, path in static_files.files().items():
        if not name.startswith("vendor/") and path.suffix in (".css", ".js"):
            text = path.read_text("utf-8")
            assert not re.search(r"""(url\(|import|fetch)\s*\(?["']?(https?:)?//""", text), name
