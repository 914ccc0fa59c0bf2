"""Gives a verdict on a record as it was shown, with what was put right before: one rule for the command and the page.

To accept what another has put right is to agree with him: it is the same correction. A correction of what was put right
before holds what that one changed, too. `Casebook.add_review` appends a verdict just as it is told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store import Casebook, new_review
from tacitus.casebook.store_verdicts import reviews_of


def give_verdict(
    book: Casebook,
    record_id: str,
    verdict: str,
    by: str,
    note: str | None = None,
    correction: Mapping[str, Any] | None = None,
    at: str | None = None,
) -> tuple[str, bool]:
    """Append a verdict on a record as it stood when it was shown.

    Returns the verdict that it comes to, and whether it was not there yet.

    `correction` is what is put right now, in the form that `corrections` reads; `at` is the moment at which the record
    was shown (UTC), now if it is not given. A verdict that is given twice is one. Raises StoreError as `add_review`.
    """
    before = correction_of(book, record_id, at)
    put = None if correction is None else dict(correction)
    if verdict == "corrected" and put:
        put = before | put
    elif verdict == "right" and before:
        verdict, put = "corrected", before
    review = new_review(record_id, verdict, by, note, put, at)
    if at is not None:
        with book.reading() as connection:
            own = [r for r in reviews_of(connection, book.tables, [record_id]).get(record_id, []) if r.by == by]
        if any(r.id == review.id for r in own):
            return verdict, False
        if own and own[-1].at >= review.at:
            if (own[-1].verdict, own[-1].correction) == (verdict, review.correction):
                return verdict, False
            # the reviewer has decided since then: a verdict of that moment would be older, and would not count
            review = new_review(record_id, verdict, by, note, put)
    return verdict, book.add_review(review)


def correction_of(book: Casebook, record_id: str, at: str | None = None) -> dict[str, Any]:
    """Return the correction with which a record stood at some moment, empty where it stood as the machine has it."""
    v = book.tables["verdicts"]
    asked = sa.select(v.c.correction).where(v.c.record_id == record_id, v.c.verdict == "corrected")
    with book.reading() as connection:
        told = connection.execute(asked if at is None else asked.where(v.c.at <= at)).scalar()
    try:
        found = json.loads(told or "{}")
    except (ValueError, RecursionError):  # a note in no fixed form, of a casebook made by an older Tacitus
        return {}
    return found if isinstance(found, dict) else {}
