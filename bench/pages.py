"""How long each page takes: python bench/pages.py CASEBOOK [--times 15] [--words 10000] [--record WHAT]

Serves CASEBOOK as `tacitus serve` does, in this process, and asks for every page as a browser does: the first time,
with nothing kept from before, and then again and again, while a filter changes with each request where the page takes
filters. Printed are the first, the median and the slowest time in milliseconds, and the size of the page. The page of
an article is that of the longest, and of one with so many --words, which is made and coded for the purpose.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import httpx
import sqlalchemy as sa
import uvicorn

from tacitus.casebook.store import Casebook
from tacitus.cli_serve import bind
from tacitus.pipeline import Coder
from tacitus.records import Article
from tacitus.run_record import make_run
from tacitus.settings import Settings
from tacitus.web.app import make_app
from tacitus.web.page_list import PAGES

HOME = Path(__file__).resolve().parent
RESULTS = HOME / "pages.jsonl"
ASKED = {"/sides": "issue=military+intervention", "/search": "text=sanctions"}
LIMIT_MS = {"/articles": 300.0}
DEFAULT_MS = 150.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("casebook", type=Path)
    options.add_argument("--times", type=int, default=15)
    options.add_argument("--words", type=int, default=10_000)
    options.add_argument("--record", metavar="WHAT")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        long, long_id = long_article(Path(folder) / "long.db", given.words)
        figures = {**measure(given.casebook, addresses(given.casebook), given.times)}
        figures |= measure(long, {f"article of {given.words:,} words": lambda n: f"/articles/{long_id}"}, given.times)
    if given.record:
        record(given.record, given.casebook, figures)


def addresses(casebook: Path) -> dict[str, Callable[[int], str]]:
    """Return for each page the address of its n-th request. Pages of one thing are asked for what is largest."""
    with Casebook(casebook, create=False) as book, book.reading() as connection:
        a, p, e = (book.tables[n] for n in ("articles", "participants", "events"))
        longest = connection.execute(sa.select(a.c.id).order_by(sa.func.length(a.c.text).desc()).limit(1)).scalar_one()
        most = sa.select(p.c.name).where(p.c.name.is_not(None)).group_by(p.c.name).order_by(sa.func.count().desc())
        name = connection.execute(most.limit(1)).scalar_one()
        event = connection.execute(sa.select(sa.func.max(e.c.id))).scalar_one()
        days = [d or "2000-01-01" for d in connection.execute(sa.select(sa.func.min(a.c.published))).scalars()]
    year = int(days[0][:4])
    known = {"{id}": longest, "{name:path}": quote(name, safe=""), "{record_id}": event}
    out: dict[str, Callable[[int], str]] = {}
    for page in PAGES:
        path = page.path
        for part, value in known.items():
            path = path.replace(part, event if part == "{id}" and page.path.startswith("/records") else value)
        if "{" in path:
            print(f"left out, since it asks for something else: {page.path}", file=sys.stderr)
            continue
        out[page.path] = lambda n, path=path: path + ("?" + ASKED[path] if path in ASKED else "")
        if page.group in ("Who", "When and where") or path == "/search":
            more = "&" + ASKED[path] if path in ASKED else ""
            out[page.path + "?since=..."] = lambda n, path=path, more=more: f"{path}?since={year + n % 20}{more}"
    return out


@contextmanager
def served(casebook: Path) -> Iterator[str]:
    """Serve a casebook at a free port of this machine for a while."""
    listening = bind("127.0.0.1", 8700)
    port = listening.getsockname()[1]
    app = make_app(casebook, "127.0.0.1", port, None, "bench")
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def measure(casebook: Path, pages: dict[str, Callable[[int], str]], times: int) -> dict[str, dict[str, float]]:
    """Ask for each page so many times, print and return milliseconds."""
    out = {}
    print(f"{'page':44}{'first':>9}{'median':>9}{'slowest':>9}{'kB':>8}   ms")
    for name, address in pages.items():
        with served(casebook) as home, httpx.Client(base_url=home, timeout=120) as client:
            took, size = [], 0
            for n in range(times + 1):
                begun = time.perf_counter()
                answer = client.get(address(n))
                took.append((time.perf_counter() - begun) * 1000)
                size = max(size, len(answer.content))
                if answer.status_code != httpx.codes.OK:
                    raise SystemExit(f"{address(n)}: status {answer.status_code}")
        first, median, slowest = took[0], statistics.median(took[1:]), max(took[1:])
        limit = next((ms for path, ms in LIMIT_MS.items() if name.startswith((path, "article of"))), DEFAULT_MS)
        slow = f"  over {limit:.0f}" if median > limit else ""
        print(f"{name:44}{first:9.0f}{median:9.0f}{slowest:9.0f}{size / 1000:8.0f}{slow}", flush=True)
        out[name] = {"first": round(first, 1), "median": round(median, 1), "slowest": round(slowest, 1)}
    return out


def long_article(path: Path, words: int) -> tuple[Path, str]:
    """Make a casebook of one article with so many words, out of the example dispatches, and code it."""
    texts = [p.read_text("utf-8") for p in sorted((HOME.parent / "examples" / "dispatches").iterdir())]
    body: list[str] = []
    while len(body) < words:
        for text in texts:
            body += text.split(" ")
    article = Article.make(" ".join(body[:words]), "long", published="2019-02-24", title="A long article")
    ledger = Coder().code(article)
    with Casebook(path) as book:
        book.add(ledger, make_run(Settings()))
    return path, article.id


def record(what: str, casebook: Path, figures: dict[str, dict[str, float]]) -> None:
    """Append the figures, with the commit they hold for."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    about = {"what": what, "commit": commit.stdout.strip(), "at": datetime.now(UTC).isoformat(timespec="seconds")}
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(json.dumps({**about, "bytes": casebook.stat().st_size, "milliseconds": figures}) + "\n")


if __name__ == "__main__":
    main()
