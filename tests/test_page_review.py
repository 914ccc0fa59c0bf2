"""The review page in a browser: twenty records by keyboard, undo, a new start; two reviewers at one queue."""

import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from page_browser import Visit, served, visiting

pytestmark = pytest.mark.page
KEYS = {"a": "right", "x": "wrong", "u": "unsure"}


def shown(page: Any) -> str:
    """Return the record that is to be decided on."""
    return str(page.locator("#decide [name=record]").input_value())


def reviewed(page: Any) -> int:
    """Return how many records the page says are reviewed."""
    return int(page.locator(".standing progress").get_attribute("value"))


def press(page: Any, key: str) -> str:
    """Press a key that decides, wait until another record is there, and return the one decided on."""
    record = shown(page)
    page.keyboard.press(key)
    page.wait_for_function("was => document.querySelector('#decide [name=record]')?.value !== was", arg=record)
    return record


def begin(visit: Visit, path: str, name: str) -> Any:
    """Open the review page and say who reviews."""
    page = visit.open(path)
    page.get_by_label("Your name").fill(name)
    page.keyboard.press("Enter")
    page.locator("#decide").wait_for()
    return page


def kept(casebook: Path) -> list[tuple[str, str, str]]:
    """Return every review in the order it came: record, verdict, by whom."""
    with sqlite3.connect(f"file:{casebook}?mode=ro", uri=True) as book:
        return book.execute('SELECT record_id, verdict, "by" FROM reviews ORDER BY number').fetchall()


def test_twenty_records_by_keyboard_an_undo_and_a_new_start(browser: Any, own_casebook: Path) -> None:
    done = []
    with served(own_casebook, "Ana") as site, visiting(browser, site) as visit:
        page = visit.open("/review")
        for n in range(20):
            key = "axu"[n % 3]
            done.append((press(page, key), KEYS[key], "Ana"))
            assert kept(own_casebook) == done  # at once
        assert len({record for record, _, _ in done}) == 20
        ids = page.locator("[id]").evaluate_all("found => found.map((e) => e.id)")
        assert len(ids) == len(set(ids))
        assert reviewed(page) == 20
        press(page, "Backspace")
        taken_back = shown(page)
        assert taken_back == done[-1][0]
        assert kept(own_casebook) == [*done, (taken_back, "withdrawn", "Ana")]
        assert reviewed(page) == 19
        page.reload(wait_until="networkidle")
        assert shown(page) == taken_back
        visit.calm()
    with served(own_casebook, "Ana") as site, visiting(browser, site) as visit:
        page = visit.open("/review")
        assert reviewed(page) == 19
        latest = page.locator(".latest li").all_inner_texts()
        assert [row.split()[0] for row in latest] == [verdict for _, verdict, _ in done[-2:-12:-1]]
        article = visit.data(f"/review.json?record={done[0][0]}")["article"]["id"]
        entry = visit.open(f"/articles/{article}").locator(f'[id="r={done[0][0]}"]')
        assert "right" in entry.locator(".badge").all_inner_texts()
        visit.calm()


def test_a_key_held_down_is_one_decision(browser: Any, own_casebook: Path) -> None:
    with served(own_casebook, "Ana") as site, visiting(browser, site) as visit:
        page = visit.open("/review")
        record = shown(page)
        page.keyboard.down("a")
        for _ in range(5):
            page.keyboard.down("a")  # the keyboard repeats it
        page.wait_for_function("was => document.querySelector('#decide [name=record]')?.value !== was", arg=record)
        for _ in range(5):
            page.keyboard.down("a")
        page.keyboard.up("a")
        page.wait_for_load_state("networkidle")
        assert kept(own_casebook) == [(record, "right", "Ana")]


def test_a_record_is_put_right_by_keyboard(browser: Any, own_casebook: Path) -> None:
    with served(own_casebook, "Ana") as site, visiting(browser, site) as visit:
        page = visit.open("/review?kind=events&order=sample")
        record = shown(page)
        before = visit.data(f"/review.json?record={record}")
        (trigger,) = [s for s in before["spans"] if s["part"] == "trigger"]
        page.keyboard.press("e")
        assert page.evaluate("document.activeElement.name") == "type"
        page.keyboard.type("AID")
        end = page.locator("[name=trigger-0-end]")
        end.focus()
        page.keyboard.press("ArrowRight")
        words = page.locator("fieldset.span output").inner_text().strip("“”")
        text = visit.data(f"/articles/{before['article']['id']}.json")["text"]
        assert words == text[trigger["start"] : int(end.input_value())]
        assert len(words.split()) == len(text[trigger["start"] : trigger["end"]].split()) + 1
        page.locator("[name=actor-0-name]").fill("Fiji")
        page.keyboard.press("Control+Enter")
        page.locator("#told").wait_for()
        assert "corrected" in page.locator("#told").inner_text()
        after = visit.data(f"/review.json?record={record}")["record"]
        assert (after["type"], after["trigger"]) == ("AID", words)
        assert after["who"]["actor"][0]["name"] == "Fiji"
        page.locator("h1").click()
        press(page, "Backspace")
        assert visit.data(f"/review.json?record={record}")["record"] == before["record"]
        visit.calm()


def test_two_reviewers_at_one_queue_lose_and_double_nothing(browser: Any, own_casebook: Path) -> None:
    with (
        served(own_casebook) as site,
        visiting(browser, site) as of_ana,
        visiting(browser, site) as of_ben,
    ):
        pages = {"Ana": begin(of_ana, "/review", "Ana"), "Ben": begin(of_ben, "/review", "Ben")}
        done = []
        for n in range(16):
            name = ("Ana", "Ben")[n % 2]
            assert shown(pages["Ana"]) != shown(pages["Ben"])
            done.append((press(pages[name], "ax"[n // 2 % 2]), name))
        assert [(record, by) for record, _, by in kept(own_casebook)] == done
        assert set(Counter(record for record, _ in done).values()) == {1}
        # both at one record, and one of them twice
        record = shown(pages["Ana"])
        of_ben.open(f"/review?by=Ben&record={record}")
        press(pages["Ben"], "x")
        address, form = site + "/reviews", "data => Object.fromEntries(new FormData(data))"
        told = pages["Ana"].locator("#decide").evaluate(form) | {"verdict": "right"}
        press(pages["Ana"], "a")
        again = pages["Ana"].request.post(address, form=told, headers={"accept": "application/json"})
        assert (again.status, again.json()["added"]) == (200, False)
        assert [row for row in kept(own_casebook) if row[0] == record] == [
            (record, "wrong", "Ben"),
            (record, "right", "Ana"),
        ]
        words = pages["Ana"].locator("#told").inner_text()
        assert "Ben said wrong of it; both opinions are kept" in words
        of_ana.open("/review")  # the browser knows who looks
        pages["Ana"].wait_for_url("**by=Ana**")
        assert reviewed(pages["Ana"]) == 17
        of_ana.calm()
        of_ben.calm()


def test_records_are_decided_on_without_scripts(browser: Any, own_casebook: Path) -> None:
    with served(own_casebook, "Ana") as site:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(site + "/review?kind=positions")
        record = shown(page)
        page.get_by_text("Put it right").click()
        other = {"for": "against", "against": "for"}[page.locator("#edit [name=stance]").input_value()]
        page.locator("#edit [name=stance]").select_option(other)
        page.get_by_role("button", name="Save as corrected").click()
        assert shown(page) != record
        second = shown(page)
        page.get_by_role("button", name="Reject").click()
        page.get_by_role("button", name="Undo").click()
        assert shown(page) == second
        verdicts = [(record, "corrected", "Ana"), (second, "wrong", "Ana"), (second, "withdrawn", "Ana")]
        assert kept(own_casebook) == verdicts
        context.close()
