"""What share of the machine's records is right: what was drawn by lot counts, under what the machine called it."""

import pytest

from casebooks import RUN, article, book, new_place, where
from fake_coder import fake_ledger
from tacitus.casebook.ask import Filters
from tacitus.casebook.review_queue import precision, queue
from tacitus.casebook.store import new_review
from tacitus.errors import InputError

__all__ = ["book", "new_place", "where"]


@pytest.fixture
def study(book):
    book.add([fake_ledger(article(n)) for n in range(8)], RUN)
    book.group()
    return book


def judge(study, rows, verdict, **correction):
    for row in rows:
        study.add_review(new_review(row.record_id, verdict, "Ana", correction=correction or None))


def told(rows):
    return {r.type or r.kind: (r.right, r.judged) for r in rows}


def test_what_was_put_right_stays_under_the_type_that_was_wrong(study):
    drawn = queue(study, "sample", kind="events", limit=4)
    judge(study, drawn[:2], "right")
    judge(study, drawn[2:], "corrected", type="AID")
    accuse, aid = Filters(type="accuse"), Filters(type="AID")
    assert told(precision(study, "type", filters=accuse)) == {"ACCUSE": (2, 4)}
    assert told(precision(study, filters=accuse)) == {"events": (2, 4)}
    assert precision(study, filters=aid) == []
    held = queue(study, "sample", kind="positions", limit=2)
    judge(study, held, "corrected", stance="for")
    assert told(precision(study, filters=Filters(stance="against"))) == {"positions": (0, 2)}
    assert precision(study, filters=Filters(stance="for")) == []
    assert precision(study, kind="events", filters=Filters(stance="against")) == []
    with pytest.raises(InputError, match="type of event"):
        precision(study, filters=Filters(type="FIGHT"))


def test_only_what_was_drawn_counts_where_that_is_asked(study):
    lots = queue(study, "sample", kind="events", limit=100)
    judge(study, lots[:3], "right")
    judge(study, lots[10:], "wrong")  # as other orders come to them
    assert told(precision(study)) == {"events": (3, len(lots) - 7)}
    assert told(precision(study, drawn=True)) == {"events": (3, 3)}
    assert told(precision(study, "type", drawn=True)) == {"ACCUSE": (3, 3)}
    judge(study, lots[3:4], "unsure")  # does not end the draw, and is no judgement
    judge(study, lots[4:5], "wrong")
    assert told(precision(study, drawn=True)) == {"events": (3, 4)}
    judge(study, lots[:1], "withdrawn")
    assert precision(study, drawn=True) == []
    judge(study, [*lots[:1], *lots[5:10]], "right")
    assert told(precision(study, drawn=True)) == told(precision(study)) == {"events": (8, len(lots) - 1)}


def test_a_draw_of_one_outlet_is_a_draw(study):
    study.add([fake_ledger(article(n, source="Xinhua")) for n in range(20, 24)], RUN)
    study.group()
    own = Filters(source="Xinhua")
    drawn = queue(study, "sample", kind="events", filters=own, limit=3)
    judge(study, drawn, "right")
    assert told(precision(study, filters=own, drawn=True)) == {"events": (3, 3)}
    assert told(precision(study, filters=own)) == {"events": (3, 3)}
    mine = {r.record_id for r in drawn}
    lots = sorted(e.id[2:] for n in study.ledgers() for e in n.events)
    first = next(n for n, lot in enumerate(lots) if f"e_{lot}" not in mine)
    assert told(precision(study, drawn=True)).get("events", (0, 0))[1] == first
