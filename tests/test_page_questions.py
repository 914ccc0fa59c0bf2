"""Questions asked of the local web page as people ask them: filters, sides with their evidence, ties of the network."""

import re
from typing import Any

import pytest

from page_browser import Visit

pytestmark = pytest.mark.page
LIT = ".entry.lit-main"


def follow(visit: Visit, link: Any) -> None:
    """Follow a link from evidence to its article, and check that the record is lit up there, its words too."""
    page = visit.page
    record = link.get_attribute("href").split("#r=")[1]
    link.click()
    page.wait_for_url("**/articles/**")
    page.locator(LIT).wait_for()
    assert page.locator(LIT).get_attribute("id") == f"r={record}"
    number = page.locator(LIT).get_attribute("data-n")
    lit = page.locator(".text .seg.lit")
    assert lit.count() > 0
    told = lit.evaluate_all("found => found.map((s) => s.dataset.r.split(' ').map((t) => t.split(':')[0]))")
    assert all(number in numbers for numbers in told)
    box = lit.first.bounding_box()
    assert 0 <= box["y"] < page.viewport_size["height"]
    visit.calm()


def count(page: Any, kind: str) -> int:
    """Read how many of a kind the search says it found."""
    words = page.locator(".tabs a", has_text=kind).locator(".count").inner_text()
    return int(re.sub(r"\D", "", words))


def test_a_filter_narrows_the_list(visit: Visit) -> None:
    page = visit.open("/search?kind=statements")
    all_of_them = count(page, "Statements")
    page.get_by_label("Country").first.fill("RUS")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**country=RUS**")
    assert 0 < count(page, "Statements") < all_of_them
    rows = page.locator(".found > li")
    assert rows.count() == visit.data("/search.json?kind=statements&country=RUS")["pager"]["total"]
    page.get_by_role("list", name="Filters that are set").get_by_role("link", name="Country").click()
    page.wait_for_url(lambda url: "country" not in url)
    assert count(page, "Statements") == all_of_them
    follow(visit, page.locator(".found a.evidence").first)


def test_a_cell_of_the_sides_opens_its_evidence(visit: Visit, places: dict[str, str]) -> None:
    page = visit.open(places["sides of an issue"])
    holders = page.locator("table.matrix th.actor[scope=row] a")
    shown = [h["holder"] for h in visit.data(places["sides of an issue"].replace("?", ".json?"))["holders"]]
    assert holders.count() == len(shown) > 1
    cell = page.locator("table.matrix a.cell").first
    who = cell.get_attribute("title").rsplit(",", 1)[0]
    assert not page.locator("#evidence").is_visible()
    cell.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#evidence:not([hidden])")
    panel.locator("h2").wait_for()
    assert who in panel.inner_text()
    assert page.evaluate("document.activeElement.tagName") == "H2"
    address = page.url
    assert panel.locator("a.evidence").count() > 0
    visit.calm()
    visit.open(address[len(visit.base) :])  # the address of what is open opens it again
    assert page.locator("#evidence h2").inner_text().startswith(who)
    follow(visit, page.locator("#evidence a.evidence").first)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_evidence_is_there_without_scripts_too(scripts: bool, browser, site: str, places: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    for address, link in ((places["sides of an issue"], "a.cell"), ("/network", "#ties a[data-panel]")):
        page.goto(site + address)
        page.locator(link).first.click()
        page.locator("#evidence a.evidence").first.wait_for()
        page.locator("#evidence a.evidence").first.click()
        page.wait_for_url("**/articles/**#r=**")
        assert page.locator(".text .seg").count() > 0
    context.close()


def test_a_tie_chosen_by_keyboard_opens_its_sentences(visit: Visit) -> None:
    page = visit.open("/network")
    page.locator("#net").focus()
    page.keyboard.press("ArrowRight")
    first = page.locator("#net-told").inner_text()
    page.keyboard.press("ArrowRight")
    second = page.locator("#net-told").inner_text()
    page.keyboard.press("ArrowLeft")
    assert first == page.locator("#net-told").inner_text() != second
    page.keyboard.press("Enter")
    panel = page.locator("#evidence:not([hidden])")
    panel.locator("h2").wait_for()
    edge = visit.data("/network.json")["edges"][0]
    assert f"{edge['records']} record" in first
    assert edge["source"] in panel.locator("h2").inner_text()
    assert panel.locator("a.evidence").count() == edge["records"]
    linked = panel.locator("a.evidence").evaluate_all("links => links.map((a) => a.href.split('#r=')[1])")
    assert sorted(linked) == sorted(edge["ids"])
    follow(visit, panel.locator("a.evidence").first)


def test_a_tie_chosen_in_the_table_opens_its_sentences(visit: Visit) -> None:
    page = visit.open("/network?what=deeds")
    edge = visit.data("/network.json?what=deeds")["edges"][1]
    page.locator("#ties tbody tr").nth(1).locator("a[data-panel]").click()
    panel = page.locator("#evidence:not([hidden])")
    panel.locator("h2").wait_for()
    linked = panel.locator("a.evidence").evaluate_all("links => links.map((a) => a.href.split('#r=')[1])")
    assert sorted(linked) == sorted(edge["ids"])
    follow(visit, panel.locator("a.evidence").first)


def test_the_ledger_of_an_article_is_walked_by_keyboard(visit: Visit, places: dict[str, str]) -> None:
    page = visit.open(places["article"])
    page.locator(".ledger").focus()
    seen = []
    for _ in range(3):
        page.keyboard.press("ArrowDown")
        seen.append(page.locator(LIT).get_attribute("data-n"))
    assert seen == ["0", "1", "2"]
    page.locator(LIT).get_by_role("link", name="Why this record").click()
    page.locator(f"{LIT} .explanation h3").first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator(LIT).count() == 0
    visit.calm()
