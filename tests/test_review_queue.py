"""What to review next, how far a review has come, agreement, and verdicts as gold."""

import json
from dataclasses import replace

import pytest

from ask_ledgers import says, stands
from casebooks import RUN, all_rows, article, book, new_place, where
from fake_coder import fake_ledger
from tacitus.casebook import ask
from tacitus.casebook.agreement import agreement, alpha
from tacitus.casebook.ask import Filters
from tacitus.casebook.review_certainty import MAIN, certainties_anew
from tacitus.casebook.review_gold import export_gold
from tacitus.casebook.review_queue import precision, progress, queue, reviews, wilson
from tacitus.casebook.store import Casebook, new_review
from tacitus.errors import InputError
from tacitus.exports.export_tables import casebook_tables
from tacitus.score import score_ledgers
from tacitus.writing.exchange import to_exchange

__all__ = ["book", "new_place", "where"]


@pytest.fixture
def study(book):
    made = [fake_ledger(article(n)) for n in range(4)]
    made += [stands(20 + n, "Peru", "against", "military intervention", f"2019-02-2{n}") for n in range(3)]
    made += [says(30, "an official", "it will stay")]
    book.add(made, RUN)
    book.group()
    return book


def test_the_least_certain_come_first_and_what_is_decided_never(study):
    first = queue(study, limit=100)
    assert [r.certainty for r in first] == sorted(r.certainty for r in first)
    assert len(first) == progress(study).records == sum(len(getattr(n, k)) for n in study.ledgers() for k in MAIN)
    study.add_review(new_review(first[0].record_id, "right", "Ana"))
    study.add_review(new_review(first[1].record_id, "unsure", "Ana"))
    ana, ben = ([r.record_id for r in queue(study, reviewer=who, limit=100)] for who in ("Ana", "Ben"))
    assert ana == [*(r.record_id for r in first[2:]), first[1].record_id]
    assert ben == [r.record_id for r in first[1:]]
    assert [r.record_id for r in queue(study, reviewer="Ben", again=True)] == [first[0].record_id]
    assert queue(study, reviewer="Ana", again=True) == []
    study.add_review(new_review(first[0].record_id, "withdrawn", "Ana"))
    assert queue(study, reviewer="Ana")[0] == first[0]


def test_a_draw_is_the_same_each_time_and_mixes_the_records(study):
    drawn = [r.record_id for r in queue(study, "sample", limit=100)]
    assert drawn == [r.record_id for r in queue(study, "sample", limit=100)]
    assert drawn == sorted(drawn, key=lambda i: i[2:]) != [r.record_id for r in queue(study, "date", limit=100)]
    assert [r.record_id for r in queue(study, "sample", limit=3, offset=2)] == drawn[2:5]


def test_filters_narrow_the_queue(study):
    against = Filters(stance="against", issue="military intervention")
    positions = queue(study, kind="positions", filters=against)
    assert {r.kind for r in positions} == {"positions"}
    assert sorted(r.day for r in positions) == ["2019-02-20", "2019-02-21", "2019-02-22"]
    assert {r.kind for r in queue(study, filters=Filters(stance="against"), limit=100)} == {"positions"}
    day = Filters(stance="against", since="2019-02-21", until="2019-02-21")
    assert [r.day for r in queue(study, kind="positions", filters=day)] == ["2019-02-21"]
    with pytest.raises(InputError, match="no order"):
        queue(study, "best")
    with pytest.raises(InputError, match="no kind"):
        queue(study, kind="deeds")


def test_what_was_left_unsure_comes_last_on_whatever_page(study):
    whole = [r.record_id for r in queue(study, limit=100)]
    for n in (2, 0):
        study.add_review(new_review(whole[n], "unsure", "Ana"))
    wanted = [whole[1], *whole[3:], whole[2], whole[0]]
    pages = [queue(study, reviewer="Ana", limit=4, offset=n) for n in range(0, len(wanted) + 4, 4)]
    assert [r.record_id for page in pages for r in page] == wanted
    assert pages[-1] == []
    assert [r.record_id for r in queue(study, "sample", reviewer="Ana", limit=100)][-2:] == wanted[-2:]
    study.add_review(new_review(whole[2], "wrong", "Ben"))
    assert [r.record_id for r in queue(study, reviewer="Ana", limit=100)] == [whole[1], *whole[3:], whole[0]]


def test_certainty_is_the_same_when_it_is_computed_anew(study):
    before = all_rows(study)["certainties"]
    assert before
    event = queue(study, kind="events")[0].record_id
    said = queue(study, kind="statements")[0].record_id
    correction = {"type": "AID", "status": "denied", "actor": []}
    study.add_review(new_review(event, "corrected", "Ana", correction=correction))
    study.add_review(new_review(said, "corrected", "Ana", correction={"quotation": "mixed"}))
    assert all_rows(study)["certainties"] == before
    with study.database.engine.begin() as connection:
        certainties_anew(connection)
    assert all_rows(study)["certainties"] == before


def test_what_is_not_told_as_a_fact_or_filled_from_afar_is_less_certain(new_place):
    def least(change):
        ledger = fake_ledger(article(1))
        ledger.events = [replace(e, status=change.get("status", e.status)) for e in ledger.events]
        ledger.roles = [replace(r, reason=change.get("reason", r.reason)) for r in ledger.roles]
        kept = change.get("roles", ("actor", "recipient"))
        ledger.roles = [r for r in ledger.roles if r.role in kept]
        with Casebook(new_place()) as made:
            made.add(ledger, RUN)
            return {r.record_id: r.certainty for r in queue(made, kind="events", limit=100)}

    plain = least({})
    for change, factor in (
        ({"status": "possible"}, 0.8),
        ({"reason": "the police of the article"}, 0.7),
        ({"roles": ("recipient",)}, 0.1),
    ):
        assert set(plain) == set(found := least(change))
        assert all(found[i] <= plain[i] for i in plain), change
        if "roles" not in change:
            assert {round(found[i] / plain[i], 6) for i in plain} == {factor}
    assert max(least({"roles": ()}).values()) == 0.1


def test_precision_has_an_interval(study):
    drawn = queue(study, "sample", kind="positions", limit=3)
    for row, verdict in zip(drawn, ("right", "right", "corrected"), strict=True):
        study.add_review(
            new_review(row.record_id, verdict, "Ana", correction={"date": None} if verdict[0] == "c" else None)
        )
    (found,) = precision(study)
    assert (found.kind, found.right, found.judged, found.share) == ("positions", 2, 3, 0.667)
    assert (found.low, found.high) == wilson(2, 3)
    assert [r.type for r in precision(study, "type")] == ["against"]
    late = Filters(stance="against", issue="military intervention", since="2019-02-22")
    (of_late,) = queue(study, kind="positions", filters=late, reviewer="Cleo") or queue(study, again=True, filters=late)
    judged = [r for r in drawn if r.record_id == of_late.record_id]
    assert [r.judged for r in precision(study, filters=late)] == [len(judged)] * bool(judged)
    assert precision(study, kind="events") == []
    assert progress(study, None, "Ana", late) == progress(study, "positions", "Ana", late)
    assert progress(study, "positions", "Ana", late).records == 1
    assert progress(study, "positions", "Ana", late).mine == len(judged)
    told = progress(study, "positions", "Ana")
    assert (told.records, told.reviewed, told.right, told.corrected, told.mine) == (told.records, 3, 2, 1, 3)


def test_wilson_agrees_with_published_values():
    # Newcombe (1998), Statistics in Medicine 17:857, table I, method 3: 81/263, 15/148, 0/20, 1/29
    assert wilson(81, 263) == (0.255, 0.366)
    assert wilson(15, 148) == (0.062, 0.16)
    assert wilson(0, 20) == (0.0, 0.161)
    assert wilson(1, 29) == (0.006, 0.172)
    assert wilson(0, 0) == (0.0, 1.0)


def test_alpha_agrees_with_published_values():
    # Krippendorff (2011), sections B (two observers, binary), C (nominal) and D (any number, missing values)
    assert round(alpha(list(zip("0100000010", "1110010000", strict=True))) or 0, 3) == 0.095
    assert round(alpha(list(zip("aabbdcccedda", "babbbccceddd", strict=True))) or 0, 3) == 0.692
    units = ["111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3"]
    assert round(alpha(units) or 0, 3) == 0.743
    assert alpha([]) is None
    assert alpha(["aa", "aa"]) is None
    assert alpha(["ab", "ab"]) < 0


def test_agreement_counts_records_that_two_judged(study):
    rows = queue(study, kind="events", limit=4)
    for n, row in enumerate(rows):
        study.add_review(new_review(row.record_id, "right" if n else "wrong", "Ana"))
        if n < 3:
            study.add_review(new_review(row.record_id, "right" if n < 2 else "unsure", "Ben"))
    told = agreement(study)
    assert [(r.kind, r.records, r.reviewers, r.same) for r in told] == [("events", 2, 2, 1), ("all", 2, 2, 1)]
    assert [r.verdict for r in reviews(study, 2)] == ["right", "unsure"]


def test_gold_holds_what_is_right_and_scores(study, tmp_path):
    ledger = study.ledger(queue(study, kind="events")[0].article_id)
    ids = [r.id for k in ("statements", "events", "positions") for r in getattr(ledger, k)]
    events = [e.id for e in ledger.events]
    study.add_review(new_review(events[0], "wrong", "Ana"))
    study.add_review(new_review(events[1], "corrected", "Ana", correction={"actor": [{"name": "Fiji"}]}))
    told = export_gold(study, tmp_path / "gold")
    assert [(r.records, r.judged, r.file) for r in told] == [(len(ids), 2, None)]
    for i in ids:
        if i not in events[:2]:
            study.add_review(new_review(i, "right", "Ana"))
    (row,) = export_gold(study, tmp_path / "gold")
    gold = json.loads((tmp_path / "gold" / str(row.file)).read_text("utf-8"))
    assert gold["text"] == ledger.article.text
    assert len(gold["records"]) == len(ids) - 1
    found = [r for r in gold["records"] if r["kind"] == "event"]
    assert [a["name"] for a in found[0]["actors"]] == ["Fiji"]
    today = {gold["id"]: [r for r in to_exchange(study.today(ledger.article.id))["records"] if r in gold["records"]]}
    assert {s.count.f1 for s in score_ledgers({gold["id"]: gold["records"]}, today).values() if s.count.gold} == {1.0}
    machine = score_ledgers({gold["id"]: gold["records"]}, {gold["id"]: to_exchange(ledger)["records"]})
    assert machine["event +actors"].count.f1 < machine["event type"].count.f1 < 1
    study.add_review(new_review(ids[-1], "withdrawn", "Ana"))
    (tmp_path / "gold" / "other.a_00.json").write_text("{}")  # of another casebook
    export_gold(study, tmp_path / "gold")
    assert [p.name for p in (tmp_path / "gold").iterdir()] == ["other.a_00.json"]
    with pytest.raises(InputError, match="other things"):
        (tmp_path / "gold" / "notes.txt").write_text("mine")
        export_gold(study, tmp_path / "gold")


def test_exports_are_as_it_stands_today(study):
    event, other = (e.id for e in ask.events(study)[:2])
    study.add_review(new_review(event, "corrected", "Ana", correction={"actor": [{"name": "Fiji"}], "type": "AID"}))
    study.add_review(new_review(other, "wrong", "Ana"))
    tables = casebook_tables(study)
    assert other not in {e.id for e in tables.events}
    assert other not in {r.record_id for r in tables.roles}
    assert {e.type for e in tables.events if e.id == event} == {"AID"}
    mention = next(r.mention_id for r in tables.roles if r.record_id == event and r.role == "actor" and r.chosen)
    assert [r.name for r in tables.resolutions if r.mention_id == mention] == ["Fiji"]
    study.add_review(new_review(event, "withdrawn", "Ana"))
    assert {r.name for r in casebook_tables(study).resolutions} == {
        r.name for n in study.ledgers() for r in n.resolutions
    }
