"""Every page of the local web page as axe-core sees it: nothing that keeps people out, in light and in dark."""

from typing import Any

import pytest

from page_browser import missing, visiting
from test_page_opens import NAMED, PLACES

pytestmark = pytest.mark.page
BARRED = ("serious", "critical")
# what is only there when something has been chosen: where it stands, what is clicked, what then comes
CHOSEN = {
    "article": (".entry .why", ".explanation"),
    "sides of an issue": ("a.cell", "#evidence h2"),
    "/network": ("#ties a[data-panel]", "#evidence h2"),
}


@pytest.fixture(scope="module")
def axe() -> Any:
    """Make the checker; it brings axe-core along."""
    try:
        from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only in the environment of make page-test
    except ImportError:
        missing("axe-playwright-python")
    return Axe()


def barriers(axe: Any, page: Any, *rules: str) -> list[str]:
    """List what is serious or critical on a page, by all rules or by some."""
    some = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = axe.run(page, options={"resultTypes": ["violations"], **some}).response["violations"]
    barring = [(v, v["nodes"][0]) for v in found if v["impact"] in BARRED]
    return [
        f"{v['impact']} {v['id']} ({len(v['nodes'])}): {first['html'][:140]} {first['failureSummary'][:200]}"
        for v, first in barring
    ]


def both(axe: Any, page: Any) -> list[str]:
    """List what bars people in light, and which words cannot be read in dark: nothing else is different there."""
    light = barriers(axe, page)
    page.emulate_media(color_scheme="dark")
    dark = barriers(axe, page, "color-contrast")
    page.emulate_media(color_scheme="light")
    return light + [f"dark: {b}" for b in dark]


def test_no_page_has_serious_barriers(browser: Any, site: str, places: dict[str, str], axe: Any) -> None:
    found = {}
    with visiting(browser, site) as visit:
        page = visit.page
        for name in (*PLACES, "/search?kind=positions&stance=against&country=USA", "/nowhere"):
            page.goto(site + places.get(name, name))
            if name in CHOSEN:
                choice, then = CHOSEN[name]
                page.locator(choice).first.click()
                page.locator(then).first.wait_for()
            found[name] = both(axe, page)
    assert {name: there for name, there in found.items() if there} == {}


def test_the_checker_sees_a_barrier(browser: Any, site: str, axe: Any) -> None:
    with visiting(browser, site) as visit:
        page = visit.open("/search")
        page.evaluate("document.querySelector('#f-text').labels[0].remove()")
        assert any("critical label" in b for b in barriers(axe, page))


def test_every_page_is_reached_and_left_by_keyboard(browser: Any, site: str, places: dict[str, str]) -> None:
    """The first step leads past the navigation, and what has the focus can be seen."""
    with visiting(browser, site) as visit:
        for name in ("/search", "/network", *NAMED):
            page = visit.open(places.get(name, name))
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.className") == "skip"
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            at = page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e);
                return { inside: !!e.closest("main"), seen: s.outlineStyle !== "none" || s.boxShadow !== "none" }; }"""
            )
            assert at == {"inside": True, "seen": True}, name
