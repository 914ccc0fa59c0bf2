"""What the tests of the local web page in a browser share: a casebook coded by the pipeline, a server, Chromium.

They have an environment of their own (make page-test), where none of them may be skipped. A test asks for `casebook`
to look at, which all share, or for `own_casebook` to write to; `served` serves any other.
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote, urlsplit

import pytest

ROOT = Path(__file__).parent.parent
DISPATCHES = ROOT / "examples" / "dispatches"
NOTES = ROOT.parent / "shared" / "corpora" / "wikipedia_current_events_2002-2026.jsonl.gz"
COMMAND = Path(sys.executable).parent / "tacitus"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PATIENCE = 5_000  # milliseconds until a page must stand
# what the browser forbade a page; kept in the window until it is asked for
LISTEN = """window.__refused = []; addEventListener("securitypolicyviolation",
    (event) => window.__refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));"""


def missing(what: str) -> NoReturn:
    """Skip the test, or fail it where none may be skipped."""
    if os.environ.get("TACITUS_REQUIRE_PAGE") == "1":
        pytest.fail(f"{what} is missing and TACITUS_REQUIRE_PAGE=1")
    pytest.skip(f"{what} is missing: make page-test")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start Chromium, once for all tests."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only in the environment of make page-test
    except ImportError:
        missing("playwright")
    chromium = os.environ.get("TACITUS_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        missing("Chromium")
    # Chromium's sandbox refuses root, and a container has little shared memory
    options = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as started:
        made = started.chromium.launch(executable_path=chromium, args=options)
        yield made
        made.close()


def code(inputs: Sequence[Path], casebook: Path) -> Path:
    """Code articles into a casebook by the command that users call."""
    asked = [str(COMMAND), "code", *map(str, inputs), "--into", str(casebook), "--quiet"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return casebook


def notes(path: Path) -> list[Path]:
    """Write the notes of 2019 that mention Venezuela, in reach of those who have the corpora; no file without them."""
    if not NOTES.exists():
        return []
    with gzip.open(NOTES, "rt", encoding="utf-8") as lines:
        found = [json.loads(x) for x in lines if x.startswith('{"date": "2019-') and "venezuel" in x.lower()]
    rows = [
        {"text": n["text"], "date": n["date"], "title": n["story"], "source": next(iter(n["outlets"]), None)}
        for n in found
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return [path]


@pytest.fixture(scope="session")
def casebook(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Code the ten example dispatches and the notes; the casebook is to look at, see `own_casebook` for writing."""
    folder = tmp_path_factory.mktemp("page")
    return code([DISPATCHES, *notes(folder / "notes.jsonl")], folder / "crisis.db")


@pytest.fixture
def own_casebook(casebook: Path, tmp_path: Path) -> Path:
    """Copy the casebook, for a test that writes to it."""
    return Path(shutil.copy(casebook, tmp_path / "own.db"))


@contextmanager
def served(casebook_path: Path, reviewer: str | None = None) -> Iterator[str]:
    """Serve a casebook with `tacitus serve` while the block lasts; gives the address of its page, without a last /."""
    asked = [str(COMMAND), "serve", str(casebook_path), "--no-open", "--port", "18700"]
    asked += ["--reviewer", reviewer] if reviewer else []
    with tempfile.TemporaryFile("w+") as told:
        server = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=told, text=True, env=plain_environment())
        assert server.stdout
        try:
            said = server.stdout.readline()  # it takes the port, the next free one, before it says where it is
            found = re.search(r"http://localhost:\d+", said)
            if not found:
                server.wait(10)
                told.seek(0)
                pytest.fail(f"tacitus serve said: {said}{told.read()}")
            yield found[0]
        finally:
            server.terminate()
            server.wait(10)
            server.stdout.close()


def plain_environment() -> dict[str, str]:
    """Return the environment with output that is not held back."""
    return {**os.environ, "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="session")
def site(casebook: Path) -> Iterator[str]:
    """Serve the shared casebook for all tests; gives the address of its page."""
    with served(casebook) as address:
        yield address


class Visit:
    """A browser's look at the pages of one address. `page` is Playwright's; `troubles` lists what no page may do."""

    def __init__(self, page: Any, base: str) -> None:
        self.page, self.base = page, base
        self.troubles: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda m: self._note(m.type in ("error", "warning"), f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: self._note(True, f"a script failed: {e}"))
        page.on("dialog", self._dialog)
        page.on("request", lambda r: self._note(not self._ours(r.url), f"asked for {r.url[:200]}"))
        page.on("response", lambda r: self._note(r.status >= 400, f"{r.status} of {r.url}"))
        page.on("requestfailed", lambda r: self._note(not self._ours(r.url), f"failed: {r.url[:200]}"))

    def open(self, path: str) -> Any:
        """Open a page and wait until it is at rest."""
        self.page.goto(self.base + path, wait_until="networkidle")
        return self.page

    def data(self, path: str) -> Any:
        """Return what a page's address gives as JSON."""
        answer = self.page.request.get(self.base + path)
        assert answer.ok, f"{path}: {answer.status}"
        return answer.json()

    def calm(self) -> None:
        """Check that nothing forbidden happened up to now."""
        assert self.troubles + self.page.evaluate("window.__refused") == []

    def _note(self, when: bool, what: str) -> None:
        if when:
            self.troubles.append(what)

    def _dialog(self, dialog: Any) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _ours(self, url: str) -> bool:
        return urlsplit(url).netloc == urlsplit(self.base).netloc or url.startswith(("data:", "about:"))


@contextmanager
def visiting(browser: Any, base: str, **context: Any) -> Iterator[Visit]:
    """Look at pages with a fresh profile; `context` goes to Playwright's new_context."""
    made = browser.new_context(**{"viewport": WIDE, "reduced_motion": "reduce", **context})
    made.add_init_script(LISTEN)
    try:
        yield Visit(made.new_page(), base)
    finally:
        made.close()


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Visit]:
    """Look at the pages of the shared casebook."""
    with visiting(browser, site) as made:
        yield made


def articles(visit: Visit) -> list[dict[str, Any]]:
    """List the articles of a casebook as the search does, those with most records first."""
    answer = visit.data("/search.json?kind=articles")
    rows = answer["rows"]
    while len(rows) < answer["counts"]["articles"]:
        rows += visit.data(f"/search.json?kind=articles&page={len(rows) // 50 + 1}")["rows"]
    return sorted(rows, key=lambda a: -(a["statements"] + a["events"] + a["positions"]))


@pytest.fixture(scope="session")
def places(browser: Any, site: str) -> dict[str, str]:
    """Say where an article with many records, a record, an actor and the sides of an issue are in the casebook."""
    with visiting(browser, site) as made:
        article = f"/articles/{quote(articles(made)[0]['id'])}"
        record = made.data(f"{article}.json")["records"][0]["id"]
        issue = made.data("/sides.json")["issues"][0]["issue"]
    return {"article": article, "record": f"/records/{quote(record)}", "actor": "/actors/Nicol%C3%A1s%20Maduro",
            "sides of an issue": f"/sides?issue={quote(issue)}"}  # fmt: skip
