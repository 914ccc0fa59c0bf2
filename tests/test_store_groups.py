"""Deeds and sayings in the casebook: grouped step by step, they are what grouping all at once would give."""

import random

import pytest
import sqlalchemy as sa

from casebooks import RECODE, RUN, all_rows, book, new_place, where
from report_ledgers import told
from tacitus.casebook import store, store_groups
from tacitus.casebook.store import Casebook

__all__ = ["book", "new_place", "where"]

BOMBED = "Russia bombed the market of Idlib in the north, and rescuers dug for survivors."


def deeds(book):
    with book.reading() as connection:
        t = book.tables["deeds"]
        return [dict(r) for r in connection.execute(sa.select(t).order_by(t.c.date, t.c.id)).mappings()]


def links(book):
    with book.reading() as connection:
        t = book.tables["deed_reports"]
        asked = sa.select(t.c.link, t.c.reason, t.c.conflict).order_by(t.c.day, t.c.link, t.c.event_id)
        return [tuple(r) for r in connection.execute(asked)]


def random_reports(seed, n):
    r = random.Random(seed)
    out = []
    for i in range(n):
        day = f"2019-02-{r.randint(1, 28):02}"
        verb, place = r.choice(["bombed", "shelled"]), r.choice(["Idlib", "Aleppo", None])
        out.append(
            told(
                i,
                f"{verb} the market of the town, and rescuers dug for survivors{' again' * r.randint(0, 1)}.",
                verb,
                date=r.choice([day, day, None, "2019-02"]),
                published=day,
                place=place,
                killed=r.choice([None, 4, 4, 5]),
            )
        )
    return out


def groups(book):
    """Return the tables of groups, without what tells apart two ways to the same end."""
    rows = all_rows(book)
    return {name: rows[name] for name in ("deeds", "deed_reports", "sayings", "saying_reports", "regroup")}


def test_one_deed_with_two_reports_and_the_tolls_of_both(book):
    book.add([told(1, BOMBED, "bombed", killed=4, source="Reuters"), told(2, BOMBED, "bombed", killed=5)], RUN)
    assert book.group()["reports"] == 2 * 2
    (deed,) = deeds(book)
    assert (deed["reports"], deed["articles"], deed["conflicts"]) == (2, 2, 1)
    assert (deed["killed_low"], deed["killed_high"]) == (4, 5)
    assert (deed["actors"], deed["recipients"]) == ("Russia", "Idlib")
    (conflict,) = [c for *_, c in links(book) if c]
    assert conflict in ("killed: 4 per Reuters, 5 per AFP", "killed: 5 per AFP, 4 per Reuters")
    (saying,) = all_rows(book)["sayings"]
    assert "Russia" in saying


@pytest.mark.parametrize("seed", range(6))
def test_any_order_and_any_steps_lead_to_the_same_groups(new_place, seed, monkeypatch):
    reports = random_reports(seed, 40)
    with Casebook(new_place()) as book:
        book.add(reports, RUN)
        book.group()
        whole = groups(book)
        assert 1 < len(whole["deeds"]) < 40
        assert book.group() == {}
        book.regroup()
        assert groups(book) == whole
    random.Random(seed + 100).shuffle(reports)
    monkeypatch.setattr(store, "DAYS_AT_ONCE", 3)
    monkeypatch.setattr(store_groups, "DAYS", 2)
    with Casebook(new_place()) as book:
        while reports:
            book.add(reports[:7], RUN)
            reports = reports[7:]
            book.group()
        assert groups(book) == whole


@pytest.mark.parametrize("seed", range(4))
def test_what_is_taken_away_leaves_no_trace(new_place, seed):
    reports = random_reports(seed, 30)
    changed = {n: told(n, "met with the mayor of the town.", "met", type="CONSULT") for n in (3, 8, 15)}
    with Casebook(new_place()) as book:
        book.add([changed.get(n, x) for n, x in enumerate(reports)], RUN)
        book.group()
        wanted = groups(book)
    with Casebook(new_place()) as book:
        book.add(reports, RUN)
        book.group()
        book.add([changed[n] for n in changed], RECODE)
        book.group()
        kept = groups(book)
    # the texts differ, so that the changed articles are new versions: the old ones count no more
    assert kept == wanted


def test_recoding_groups_anew_and_ids_of_records_stay(book):
    reports = [told(n, BOMBED, "bombed") for n in range(3)]
    book.add(reports, RUN)
    book.group()
    before = deeds(book)
    again = [told(n, BOMBED, "bombed", type="COERCE") if n else told(n, BOMBED, "bombed") for n in range(3)]
    assert [x.events[0].id for x in again] == [x.events[0].id for x in reports]
    book.add(again, RECODE)
    book.group()
    assert [d["reports"] for d in before] == [3]
    assert sorted((d["type"], d["reports"]) for d in deeds(book)) == [("ASSAULT", 1), ("COERCE", 2)]
