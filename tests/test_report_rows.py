"""What a report chooses and lays out: issues, rows, statements, contradictions, pictures, addresses."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ask_ledgers import mention, says, stands
from casebooks import RUN
from report_ledgers import told
from tacitus.casebook.ask_filters import Filters
from tacitus.casebook.store import Casebook, new_review
from tacitus.ledger import Ledger
from tacitus.mentions.cast import fill as cast
from tacitus.web.page_timeline import KEYS
from tacitus.web.report import Asked, make_report
from tacitus.web.report_cited import web_address
from tacitus.web.report_issues import Issue, choose_issues, lay_out
from tacitus.web.report_network import HEIGHT, WIDTH, network
from tacitus.web.report_timeline import timeline
from tacitus.web.report_told import cut_at, told_most

EVIL = """</style></title><script>alert(1)</script><img src=x onerror=alert(2)> "' onload=x {{ 7*7 }} \u202eevil"""
WORDS = "the military cooperation with the government in Caracas will go on for years"
NAMES = ("Peru", "Brazil", "Russia", "Nicolás Maduro", "Xinhua")


@pytest.fixture
def book(tmp_path: Path) -> Casebook:
    return Casebook(tmp_path / "own.db")


def fill(book: Casebook, ledgers: list[Ledger]) -> Casebook:
    book.add(ledgers, RUN)
    book.group()
    book.finish(RUN)
    return book


def test_wordings_of_one_name_are_one_issue_and_bare_nouns_none(book: Casebook) -> None:
    targets = ["Juan Guaidó"] * 3 + ["Guaidó"] * 2 + ["meeting"] * 9 + ["sanctions on Iran"] * 3
    fill(book, [stands(n, "Peru", "for", target) for n, target in enumerate(targets)])
    assert choose_issues(book, Filters()) == [Issue("Juan Guaidó", ("Guaidó",)), Issue("sanctions on Iran")]
    assert lay_out(book, Issue("Juan Guaidó", ("Guaidó",)), Filters(), 5)["evidence"] == 5


def test_a_bare_noun_is_taken_where_there_is_nothing_else(book: Casebook) -> None:
    fill(book, [stands(n, "Peru", "for", "talks") for n in range(3)])
    assert choose_issues(book, Filters()) == [Issue("talks")]


def test_every_side_has_its_rows_and_what_is_left_out_is_counted(book: Casebook) -> None:
    many = [stands(n, f"group {n}", "for", "the war") for n in range(20)]
    fill(
        book,
        [
            *many,
            stands(30, "Russia", "against", "the war"),
            *(stands(40 + n, "Brazil", "for", "the war") for n in range(2)),
        ],
    )
    found = lay_out(book, Issue("the war"), Filters(), 4)
    assert found["rows"][0]["holders"][0]["holder"] == "Brazil"
    assert {row["side"] for row in found["rows"]} == {"for", "against"}
    assert len(found["rows"]) == 4
    assert found["left_out"] == 22 - 4
    assert found["counts"] == {"for": 21, "against": 1}


def test_the_statement_with_most_reports_comes_first_with_its_chain(book: Casebook) -> None:
    fill(book, [says(n, "Russia", WORDS, relay="Xinhua") for n in range(3)] + [says(9, "Peru", "it will go")])
    first = told_most(book, "statements", Filters(), 5)[0]
    assert first.reports == 3
    assert [link["who"] for link in first.chain] == ["Reuters", "Xinhua", "Russia"]
    assert ("".join(text for text, _ in first.parts)) == f"Russia said {WORDS}."


def test_contradictions_are_told_with_both_numbers_and_voices(book: Casebook) -> None:
    one = "Russian planes bombed a market in Idlib on Saturday and killed {} people."
    rows = [told(1, one.format(4), "bombed", killed=4), told(2, one.format(5), "bombed", killed=5, source="TASS")]
    denied = told(3, "Russian planes shelled a school in Idlib on Saturday.", "shelled")
    rows += [
        denied,
        told(4, "Russian planes shelled a school in Idlib on Saturday.", "shelled", status="denied", source="RIA"),
    ]
    html = make_report(fill(book, rows))
    assert "4–5</strong> killed" in html
    assert "asserted by" in html
    assert "denied by" in html


def test_what_an_article_tries_stays_text_wherever_it_stands(book: Casebook) -> None:
    rows = [
        told(
            n,
            f"{EVIL} bombed {EVIL} Idlib.",
            "bombed",
            actor=(EVIL, "RUS", "MIL"),
            recipient=(f"{EVIL}2", "SYR", "CVL"),
            source=EVIL,
            place=EVIL,
            killed=n,
        )
        for n in (1, 2)
    ]
    rows += [
        stands(n, "Peru", "against", f"the {EVIL} war", source=EVIL, title=EVIL, url="javascript:alert(3)")
        for n in range(10, 14)
    ]
    fill(book, rows)
    html = make_report(book, Asked(issues=(EVIL, "the war"), title=EVIL))
    body = html.split("</style>")[1]
    assert html.count("</style>") == 1
    assert not re.search(r"<(script|img|style|iframe)", body)
    assert "javascript:" not in html
    assert "49" not in re.findall(r"\{\{ .*? \}\}|\b49\b", body)
    assert "\u202e" not in html
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in re.findall(r'<[a-z][^<>]*?\s([^\s=<>"]+)="', body))


def test_reviews_are_summed_up(book: Casebook) -> None:
    fill(book, [stands(n, "Peru", "for", "talks with Iran", more="") for n in range(4)])
    ids = [p.id for ledger in book.ledgers() for p in ledger.positions]
    assert "Nobody has reviewed" in make_report(book)
    for n, verdict in enumerate(("right", "right", "wrong")):
        book.add_review(new_review(ids[n], verdict, "Ana Secret"))
    html = make_report(book)
    assert "3 of 4 records (75.0%)" in html
    assert "67%" in html
    assert "Ana Secret" not in html


def test_an_empty_casebook_makes_a_report(book: Casebook) -> None:
    html = make_report(fill(book, []))
    assert "No positions are on record" in html
    assert "No statements are on record" in html


def test_the_picture_of_a_network_keeps_names_apart_and_within(book: Casebook) -> None:
    ledgers = []
    for n, (one, other) in enumerate(combinations(NAMES, 2)):
        ledger = stands(n, one, "for" if n % 2 else "against", other)
        ledger.roles += cast(ledger.positions[0].id, "target_actor", [(mention(ledger, 3, other), "by hand")])
        ledgers.append(ledger)
    found = network(fill(book, ledgers), {}, 5)
    assert {n["id"] for n in found["nodes"]} >= {"Peru", "Russia"}
    for a, b in combinations(found["nodes"], 2):
        assert abs(a["x"] - b["x"]) >= (a["w"] + b["w"]) / 2 - 2 or abs(a["y"] - b["y"]) >= (a["h"] + b["h"]) / 2 - 2
    assert all(0 < n["x"] < WIDTH and 0 < n["y"] < HEIGHT for n in found["nodes"])
    assert {line["kind"] for line in found["lines"]} == {"backs", "opposes"}


def test_the_columns_of_the_timeline_are_as_high_as_the_counts(book: Casebook) -> None:
    rows = [
        told(n, f"Russian planes bombed town {n} in Idlib.", "bombed", published=f"2019-02-{1 + n % 3:02}")
        for n in range(12)
    ]
    for n, ledger in enumerate(rows):
        quad = "Material conflict" if n % 4 else "Verbal cooperation"
        ledger.events = [replace(ledger.events[0], quad_class=quad)]
    found = timeline(fill(book, rows), {})
    low, high = found["grid"][0], found["grid"][-1]
    scale = (low["y"] - high["y"]) / (low["n"] + high["n"])  # pixels of one deed
    heights = {key: sum(bar["h"] for bar in found["bars"] if bar["key"] == key) for key in KEYS}
    for key in KEYS:
        assert heights[key] == pytest.approx(scale * sum(row[key] for row in found["rows"]), abs=0.5)
    assert {key for key in KEYS if heights[key]} == {"material_conflict", "verbal_cooperation"}
    assert all(bar["y"] >= 0 and bar["y"] + bar["h"] <= found["height"] for bar in found["bars"])


def test_another_process_writes_the_same_bytes(book: Casebook, tmp_path: Path) -> None:
    fill(book, [stands(n, who, "for" if n % 3 else "against", "talks with Iran") for n, who in enumerate(NAMES * 2)])
    code = "import sys; from tacitus.cli import app; app(sys.argv[1:])"
    made = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.html"
        run = [sys.executable, "-c", code, "report", str(tmp_path / "own.db"), "-o", str(out)]
        subprocess.run(run, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True)
        made.append(out.read_bytes())
    assert made[0] == made[1]


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=4))
def test_a_sentence_is_cut_without_loss(sentence: str, spans: list[tuple[int, int]]) -> None:
    parts = cut_at(sentence, 5, spans)
    joined = "".join(text for text, _ in parts)
    assert "".join(joined.split()) == "".join(cut_at(sentence, 0, [])[0][0].split() if sentence.strip() else [])


NO_ADDRESSES = [
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "//x",
    "http://",
    "ht tp://a",
    "",
    None,
]
NO_ADDRESSES += ["http://[", "https://a\n.b"]


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_address_of_the_web_is_not_linked(url: str | None) -> None:
    assert web_address(url) is None


def test_an_address_of_the_web_is_linked() -> None:
    assert web_address("HTTPS://example.org/a?b=1") == "HTTPS://example.org/a?b=1"
