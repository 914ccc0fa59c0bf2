"""Articles made to harm who reads them: on every page they are text, and nothing else happens."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from casebooks import RUN
from fake_coder import fake_ledger
from page_browser import PATIENCE, PHONE, WIDE, Visit, articles, served, visiting
from tacitus.casebook.store import Casebook
from tacitus.records import Article

pytestmark = pytest.mark.page
FLAG = "window.__harmed = true"
# scripts and handlers in whatever could be taken for markup, an attribute, a template, a script's string or an address
ATTEMPTS = f"""<script>{FLAG}</script> <img src=x onerror="{FLAG}"> <svg onload='{FLAG}'> </script>
<script>{FLAG}</script> "><b onmouseover="{FLAG}"> ' autofocus onfocus='{FLAG}'
<iframe src="javascript:{FLAG}"></iframe> <style>*{{display:none}}</style> <base href="http://example.org/">
<meta http-equiv="refresh" content="0;url=http://example.org/"> <link rel=stylesheet
href=http://example.org/x.css> {{{{ 7*7 }}}} {{% raw %}} ${{alert(1)}} --> ]]>
</title></textarea></p></main></body></html> &lt;i&gt;"""
SAID = 'President Nicolás Maduro said: "Peru <b>opposes</b> <script>alert(2)</script> sanctions against Venezuela." '
TURNED = "\u202ePeru warned Chile\u202c \u2067Брюссель\u2069 \u200f שלום عليكم \u200b\ufeff\u0000\u0007\x1b[31m"
NAMES = {
    "markup": f"<script>{FLAG}</script>\u202e<i>Title</i> & \"quoted\" 'so'",
    "turned": "\u202etitle \u2066of\u2069 another order\u202c",
    "endless": "W" * 3000,
    "nested": "<" * 200,
}


@pytest.fixture(scope="module")
def hostile(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a casebook of hostile articles, with records made by hand in them."""
    folder = tmp_path_factory.mktemp("hostile")
    texts = {
        "markup": f"{SAID}\n\n{ATTEMPTS}\n\nPeru warned Chile, {ATTEMPTS}, that it opposes sanctions on Venezuela.",
        "turned": f"{SAID}{TURNED} Peru opposes sanctions. {TURNED}",
        "endless": "x" * 999_000,
        "nested": "<div " * 20_000 + SAID,
    }
    made = [
        fake_ledger(
            Article.make(
                text.replace("\0", ""), f"{k} <script>{FLAG}</script>", title=NAMES[k], published="2019-01-23",
                source=NAMES[k][:300], url=f"javascript:{FLAG}",
            )
        )
        for k, text in texts.items()
    ]  # fmt: skip
    with Casebook(folder / "hostile.db") as book:
        book.add(made, RUN)
    with served(folder / "hostile.db") as address:
        yield address


@pytest.fixture
def wary(browser: Any, hostile: str) -> Iterator[Visit]:
    """Look at the hostile casebook."""
    with visiting(browser, hostile) as made:
        yield made


def quick(visit: Visit, path: str) -> Any:
    """Open a page, and check that it can be used soon: it is there, and a script has its turn."""
    began = time.monotonic()
    visit.page.goto(visit.base + path)
    assert visit.page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(1))))") == 1
    assert time.monotonic() - began < PATIENCE / 1000, path
    return visit.page


def unharmed(visit: Visit) -> None:
    """Check that no script of an article ran, and that the page is whole."""
    page = visit.page
    page.wait_for_timeout(100)  # what is started late
    assert page.evaluate("window.__harmed") is None
    assert page.locator("main").is_visible()
    assert page.locator("footer.foot").is_visible()
    assert page.locator("main :is(iframe, img, style, base, link, object, embed)").count() == 0
    assert page.locator("main script:not([type='application/json'])").count() == 0
    handlers = "(e) => [...e.attributes].filter((a) => /^on/i.test(a.name))"
    assert page.evaluate(f"[...document.querySelectorAll('*')].flatMap({handlers}).length") == 0
    assert page.locator("a[href^='javascript:' i]").count() == 0
    visit.calm()


def entry(visit: Visit, key: str) -> dict[str, Any]:
    """Find one of the articles."""
    return next(a for a in articles(visit) if a["key"].startswith(key))


@pytest.mark.parametrize("key", ["markup", "turned", "endless", "nested"])
def test_a_hostile_article_shows_its_text_and_does_nothing(key: str, wary: Visit) -> None:
    path = f"/articles/{entry(wary, key)['id']}"
    data = wary.data(f"{path}.json")
    page = quick(wary, path)
    shown = "".join(page.locator(".text p").evaluate_all("found => found.map((p) => p.textContent)"))
    # marks that turn the text or do not show are put aside; every letter stands
    assert letters(shown) == letters(data["text"])
    assert letters(page.locator("main h1").evaluate("h => h.textContent")) == letters(data["title"])
    unharmed(wary)


def letters(words: str) -> str:
    return "".join(c for c in words if c.isalnum() or c in "<>&\"'{}")


def test_a_hostile_article_is_text_wherever_it_is_named(wary: Visit) -> None:
    records = wary.data(f"/articles/{entry(wary, 'markup')['id']}.json")["records"]
    assert records
    paths = ["/", "/search", "/actors", "/sides", "/network", "/timeline", "/map", "/names", "/review"]
    paths += [f"/search?kind={kind}" for kind in ("statements", "events", "positions")]
    paths += ["/sides?issue=sanctions", *(f"/records/{r['id']}" for r in records[:3])]
    for path in paths:
        quick(wary, path)
        unharmed(wary)


def test_a_hostile_question_is_text_too(wary: Visit) -> None:
    asked = "%22%3E%3Cscript%3Ewindow.__harmed=true%3C/script%3E%3Cimg%20src=x%20onerror=window.__harmed=true%3E"
    for field in ("search?text", "search?source", "sides?issue", "network?actor"):
        quick(wary, f"/{field}={asked}")
        unharmed(wary)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_long_word_widens_no_page(size: dict[str, int], browser: Any, hostile: str) -> None:
    with visiting(browser, hostile, viewport=size) as visit:
        paths = [f"/articles/{entry(visit, key)['id']}" for key in ("endless", "markup")]
        for path in ("/", "/search", *paths, f"/search?source={'W' * 300}", f"/sides?issue={'W' * 300}"):
            quick(visit, path)
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
        visit.calm()


def test_the_watch_is_awake(wary: Visit) -> None:
    """What these tests say did not happen is seen when it does."""
    page = quick(wary, "/")
    page.evaluate("""() => {
        const add = (tag, values) => document.body.append(Object.assign(document.createElement(tag), values));
        add("script", { textContent: "window.__harmed = true" });
        add("img", { src: "http://example.org/x.png" });
        fetch("/nowhere");
        setTimeout(() => alert(1));
    }""")
    page.wait_for_timeout(300)
    assert page.evaluate("window.__harmed") is None  # the page's policy forbids it
    told = " ".join([*wary.troubles, *page.evaluate("window.__refused")])
    for word in ("script-src", "img-src", "404", "dialog: 1"):
        assert word in told, told
