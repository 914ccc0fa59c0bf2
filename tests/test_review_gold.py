"""Gold made of verdicts: dates stand as they were put right."""

import json
from dataclasses import replace
from typing import Any

from casebooks import RUN, article, book, new_place, where
from fake_coder import fake_ledger
from tacitus.casebook.review_gold import export_gold
from tacitus.casebook.store import Casebook, new_review

__all__ = ["book", "new_place", "where"]


def review(book: Casebook, record_id: str, verdict: str, **correction: Any) -> None:
    book.add_review(new_review(record_id, verdict, "Ana", correction=correction or None))


def test_gold_has_a_date_as_it_was_put_right(book, tmp_path) -> None:
    made = fake_ledger(article(1, "Peru warned Chile."))
    made.events = [replace(e, date="2019-02-20", date_text="Wednesday") for e in made.events]
    book.add(made, RUN)

    def dates(folder: str) -> list[str | None]:
        (row,) = export_gold(book, tmp_path / folder, partial=True)
        gold = json.loads((tmp_path / folder / str(row.file)).read_text("utf-8"))
        return [r["date"] for r in gold["records"] if r["kind"] == "event"]

    event = made.events[0].id
    review(book, event, "right")
    assert dates("right") == ["Wednesday"]
    review(book, event, "corrected", date="2019-02-13")
    assert dates("corrected") == ["2019-02-13"]
    review(book, event, "corrected", date=None)
    assert dates("none") == [None]
