"""Every page of the local web page, opened in a browser: whole, quiet, and within the width of a phone."""

import pytest

from page_browser import PHONE, Visit, visiting
from tacitus.web.page_list import PAGES

pytestmark = pytest.mark.page
NAMED = ("article", "record", "actor", "sides of an issue")
PLACES = [p.path for p in PAGES if p.group] + list(NAMED)
# what stands out to the right; what scrolls by itself, or is cut off, does not make the page wider
WIDER = """(width) => {
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("main *, header *, footer *")]
        .filter((e) => e.getBoundingClientRect().right > width + 1).slice(0, 5).map((e) => e.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("place", PLACES)
def test_a_page_opens_quietly_and_its_data_answer(place: str, visit: Visit, places: dict[str, str]) -> None:
    page = visit.open(places.get(place, place))
    assert page.locator("main h1").count() == 1
    assert page.locator("main h1").inner_text().strip()
    assert page.locator("main").inner_text().count(" ") > 5
    address = page.get_by_role("link", name="This page as JSON").get_attribute("href")
    assert isinstance(visit.data(address), dict)
    visit.calm()


def test_each_page_is_one_step_from_the_first(visit: Visit) -> None:
    page = visit.open("/")
    links = page.locator("nav.nav a").evaluate_all("links => links.map((a) => a.getAttribute('href'))")
    assert sorted(links) == sorted(p.path for p in PAGES if p.group)


def test_light_turns_to_dark_and_stays_so(visit: Visit) -> None:
    page = visit.open("/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Light or dark").click()
    dark = page.evaluate(ground)
    assert light != dark
    visit.open("/timeline")
    assert page.evaluate(ground) == dark
    visit.calm()


def test_no_page_is_wider_than_a_phone(browser, site: str, places: dict[str, str]) -> None:
    wider = {}
    with visiting(browser, site, viewport=PHONE, has_touch=True, is_mobile=True) as visit:
        for place in PLACES:
            page = visit.open(places.get(place, place))
            if found := page.evaluate(WIDER, PHONE["width"]):
                wider[place] = found
        page.evaluate("document.querySelector('main').append(document.createElement('hr'))")
        page.evaluate("document.querySelector('main hr').style.width = '500px'")
        assert page.evaluate(WIDER, PHONE["width"])
        visit.calm()
    assert wider == {}
