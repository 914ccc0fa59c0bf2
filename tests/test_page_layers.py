"""The marked text of an article as a browser draws it: every record's words exactly, and no mark upon another."""

from collections import defaultdict
from itertools import combinations, pairwise
from typing import Any

import pytest

from page_browser import articles, visiting

pytestmark = pytest.mark.page
READ = 8  # articles, those with most records
# the class of the mark under a record's own words begins so, by the part of it that they are
MARKS = {"content": "q", "evidence": "p", "trigger": "e"}
OWN_TEXT = {"statement": ("content", "content"), "event": ("trigger", "trigger"), "position": ("evidence", "evidence")}

# the paragraphs: their words, and what is marked in them, with place, classes, tokens, and the lines that are drawn,
# in pixels from the top of the box
TEXT = """() => {
return [...document.querySelectorAll(".text p")].map((p) => {
    let at = 0;
    const marked = [];
    for (const node of p.childNodes) {
        const start = at;
        at += [...node.textContent].length;  // characters as Python counts them
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        const style = getComputedStyle(node);
        const height = node.getClientRects()[0].height;
        marked.push({ start, end: at, classes: [...node.classList], tokens: node.dataset.r.split(" "), height,
            ground: style.backgroundColor, lines: lines(style, height) });
    }
    return { words: p.textContent, marked, row: parseFloat(getComputedStyle(p).lineHeight) };
});

function lines(style, height) {
    const images = split(style.backgroundImage), sizes = split(style.backgroundSize);
    const at = split(style.backgroundPositionY);
    return images.flatMap((image, n) => {
        if (image === "none") return [];
        const thick = parseFloat(sizes[n].split(" ")[1]);
        const part = Number(at[n].match(/([\\d.]+)%/)?.[1] ?? 0) / 100;
        const more = Number(at[n].match(/(- )?([\\d.]+)px/)?.[2] ?? 0) * (at[n].includes("- ") ? -1 : 1);
        const top = part * (height - thick) + more;
        return [{ top, bottom: top + thick }];
    });
}

// at the commas that stand in no brackets
function split(value) {
    const out = [""];
    let deep = 0;
    for (const c of value) {
        deep += (c === "(") - (c === ")");
        if (c === "," && !deep) out.push("");
        else out[out.length - 1] += c;
    }
    return out.map((v) => v.trim());
}
}"""
Seen = tuple[dict[str, Any], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def seen(browser: Any, site: str) -> list[Seen]:
    """Open articles; for each its data, and its segments with their places in the whole text."""
    found = []
    with visiting(browser, site) as visit:
        for a in articles(visit)[:READ]:
            data = visit.data(f"/articles/{a['id']}.json")
            page = visit.open(f"/articles/{a['id']}")
            found.append((data, whole(data["text"], page.evaluate(TEXT))))
        visit.calm()
    return found


def whole(text: str, paragraphs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Move the places of segments from their paragraphs to the text, in which the paragraphs stand in order."""
    at, out = 0, []
    for p in paragraphs:
        at = text.index(p["words"], at)
        out += [{**m, "row": p["row"], "start": at + m["start"], "end": at + m["end"]} for m in p["marked"]]
        at += len(p["words"])
    assert not text[at:].strip()
    return out


def under(segments: list[dict[str, Any]]) -> dict[tuple[int, str], list[dict[str, Any]]]:
    """Group segments by the record and the part of it that they belong to."""
    out = defaultdict(list)
    for s in segments:
        for token in s["tokens"]:
            number, _, part = token.partition(":")
            if part:
                out[int(number), part].append(s)
    return out


def reach(found: list[dict[str, Any]]) -> set[int]:
    """Return the characters that segments cover."""
    return {n for s in found for n in range(s["start"], s["end"])}


def test_the_segments_of_every_record_cover_its_words_exactly(seen: list[Seen]) -> None:
    records = 0
    for data, segments in seen:
        text, marked = data["text"], under(segments)
        wanted: dict[tuple[int, str], set[int]] = defaultdict(set)
        for r in data["records"]:
            records += 1
            for s in r["spans"]:
                wanted[r["number"], s["part"]] |= set(range(s["start"], s["end"]))
            part, name = OWN_TEXT[r["kind"]]
            own = ["".join(text[s["start"] : s["end"]]) for s in r["spans"] if s["part"] == part]
            assert own == (r[name] if isinstance(r[name], list) else [r[name]])
        assert marked.keys() == wanted.keys()
        for key, places in wanted.items():
            # the blank lines between paragraphs are in no segment
            assert reach(marked[key]) == {n for n in places if not text[n].isspace() or n in reach(marked[key])}, key
    assert records > 100


def test_records_that_overlap_are_marked_apart(seen: list[Seen]) -> None:
    """Two records of one kind share a mark only where their words are the same."""
    nested = apart = 0
    for data, segments in seen:
        marked = under(segments)
        for part, first in MARKS.items():
            own = {n: found for (n, p), found in marked.items() if p == part}
            for (a, in_a), (b, in_b) in combinations(own.items(), 2):
                one, other = reach(in_a), reach(in_b)
                if not one & other or one == other:
                    continue
                nested += one < other or other < one
                apart += 1
                # the marks that lie under all the words of each
                under_one, under_other = (
                    set.intersection(*({c for c in s["classes"] if c.startswith(first)} for s in found))
                    for found in (in_a, in_b)
                )
                assert under_one != under_other, (data["title"], a, b, under_one)
    assert nested > 3
    assert apart >= nested


def test_no_line_is_drawn_upon_another(seen: list[Seen]) -> None:
    layered = 0
    for data, segments in seen:
        for s in segments:
            lines = sorted(s["lines"], key=lambda x: x["top"])
            drawn = [c for c in s["classes"] if c not in ("seg", "c")]
            assert len(lines) == len(drawn), (data["title"], s)
            layered += len(lines) > 1
            assert all(a["bottom"] <= b["top"] for a, b in pairwise(lines)), (data["title"], s)
            assert s["height"] <= s["row"], "marks reach into the next line of the text"
    assert layered > 20


def test_a_statement_within_another_has_a_ground_of_its_own(seen: list[Seen]) -> None:
    """The deeper, the darker: one ground for each depth."""
    grounds = defaultdict(set)
    for _, segments in seen:
        for s in segments:
            if deep := [c for c in s["classes"] if c[0] == "q"]:
                grounds[max(deep)].add(s["ground"])
    assert all(len(found) == 1 for found in grounds.values())
    assert len({g for found in grounds.values() for g in found}) == len(grounds) >= 2


def test_lighting_a_record_up_lights_its_words_alone(browser: Any, site: str, seen: list[Seen]) -> None:
    data, segments = seen[0]
    marked = under(segments)
    own = ("content", "cue", "trigger", "evidence", "target")
    with visiting(browser, site) as visit:
        page = visit.open(f"/articles/{data['article']['id']}")
        for r in data["records"][:12]:
            page.locator(f'.entry[data-n="{r["number"]}"] .go').click()
            lit = page.locator(".text .seg.lit").evaluate_all("found => found.map((s) => s.textContent).join('')")
            words = {
                n for (number, part), f in marked.items() if number == r["number"] and part in own for n in reach(f)
            }
            assert lit == "".join(data["text"][n] for n in sorted(words))
        visit.calm()
