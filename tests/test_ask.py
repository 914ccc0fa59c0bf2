"""Asking a casebook: every question, on SQLite and PostgreSQL, from ledgers made by hand."""

import pytest

from ask_ledgers import says, stands
from casebooks import RUN, book, new_place, where
from report_ledgers import told
from tacitus.casebook import ask
from tacitus.casebook.ask import Filters
from tacitus.casebook.store import new_review
from tacitus.errors import InputError, StoreError

__all__ = ["book", "new_place", "where"]
RUSSIA, CHINA = ("Russia", "RUS", "MIL"), ("China", "CHN", "GOV")
SENTENCE = "Russian planes bombed a market in Idlib and killed many traders."


@pytest.fixture
def deeds(book):
    """Three reports of one deed (killed 4, 4 and 5), one denial, and one visit by another."""
    made = [
        told(n, SENTENCE, "bombed", source=s, killed=k) for n, s, k in ((1, "AFP", 4), (2, "AP", 4), (3, "TASS", 5))
    ]
    made.append(told(4, f"{SENTENCE} Not so.", "bombed", source="RIA", status="denied"))
    visit = {"type": "CONSULT", "actor": CHINA, "published": "2019-03-08", "recipient": ("Syria", "SYR", "GOV")}
    made.append(told(5, "Chinese envoys met the president in Damascus.", "met", source="Xinhua", **visit))
    for ledger in made:
        for e in ledger.events:
            quad = "Material conflict" if e.type == "ASSAULT" else "Verbal cooperation"
            ledger.events = [type(e)(**{f: getattr(e, f) for f in e.__slots__} | {"quad_class": quad})]
    book.add(made, RUN)
    book.group()
    return book


def test_events_are_listed_with_who_and_how_many_reports(deeds):
    rows = ask.events(deeds)
    assert [(r.date, r.type, r.actor, r.recipient) for r in rows[-1:]] == [("2019-03-08", "CONSULT", "China", "Syria")]
    assert {r.reports for r in rows[:-1]} == {4}
    assert rows[0].sentence.startswith("Russian planes bombed") and rows[0].trigger == "bombed"


@pytest.mark.parametrize(
    ("asked", "n"),
    [
        ({"actor": "russia"}, 4), ({"country": "China"}, 1), ({"country": "SYR"}, 5), ({"sector": "mil"}, 4),
        ({"country": "Syria", "role": "actor"}, 0), ({"actor": "Russia", "to": "Idlib"}, 4), ({"to": "Syria"}, 5),
        ({"type": "consult,aid"}, 1), ({"status": "denied"}, 1), ({"source": "tass"}, 1), ({"since": "2019-03"}, 1),
        ({"until": "2019-02"}, 4), ({"text": "bombed traders"}, 4), ({"text": '"killed traders"'}, 0), 
        ({"actor": "nobody at all"}, 0), ({"limit": 2}, 2), ({"since": "2019-02-23", "until": "2019-02-23"}, 4),
    ],
)  # fmt: skip
def test_filters(deeds, asked, n):
    assert len(ask.events(deeds, Filters(**asked))) == n


@pytest.mark.parametrize("asked", [{"type": "HUG"}, {"status": "maybe"}, {"country": "Narnia"}, {"actor": "!"}])
def test_what_cannot_be_asked_is_told(deeds, asked):
    with pytest.raises(InputError):
        ask.events(deeds, Filters(**asked))


def test_what_a_reviewer_found_wrong_is_left_out_until_the_verdict_changes(deeds):
    record = ask.events(deeds, Filters(status="occurred"))[0].id
    deeds.add_review(new_review(record, "wrong", "Ana"))
    assert record not in [r.id for r in ask.events(deeds)]
    assert [r.verdict for r in ask.events(deeds, Filters(rejected=True)) if r.id == record] == ["wrong"]
    assert sum(p.reports for p in ask.timeline(deeds)) == 3
    deeds.add_review(new_review(record, "unsure", "Ben"))
    assert record not in [r.id for r in ask.events(deeds)]
    deeds.add_review(new_review(record, "right", "Ben"))
    assert record in [r.id for r in ask.events(deeds)]


def test_only_the_newest_version_counts(book):
    for text in ("He is well", "He is ill"):
        book.add(says(1, "Peru", text), RUN)
    assert [r.content for r in ask.statements(book)] == ["He is ill"]
    assert [r.statements for r in ask.sources(book)] == [1]


@pytest.mark.parametrize("unit", ["day", "week", "month", "year"])
def test_timeline_counts_reports_and_deeds(deeds, unit):
    rows = ask.timeline(deeds, unit=unit)
    first = {"day": "2019-02-23", "week": "2019-02-18", "month": "2019-02", "year": "2019"}[unit]
    assert rows[0].period == first
    assert sum(r.reports for r in rows) == 4 and sum(r.deeds for r in rows) == 2  # the denial does not count
    assert sum(r.material_conflict for r in rows) == 1 and sum(r.verbal_cooperation for r in rows) == 1
    assert unit == "year" or rows[0].intensity < 0 < rows[-1].intensity


def test_timeline_of_a_dyad(deeds):
    assert [r.reports for r in ask.timeline(deeds, Filters(country="Russia", to="Syria"))] == [3]
    assert ask.timeline(deeds, Filters(country="Syria", to="Russia")) == []
    with pytest.raises(InputError):
        ask.timeline(deeds, unit="decade")


def test_dyads(deeds):
    rows = ask.dyads(deeds)
    assert [(r.actor, r.recipient, r.reports, r.deeds) for r in rows] == [
        ("Russia", "Idlib", 3, 1),
        ("China", "Syria", 1, 1),
    ]
    assert [(r.actor, r.recipient) for r in ask.dyads(deeds, by="country")] == [("RUS", "SYR"), ("CHN", "SYR")]
    assert [r.actor for r in ask.dyads(deeds, Filters(actor="Russia"))] == ["Russia"]
    assert (rows[0].first, rows[0].last) == ("2019-02-23", "2019-02-23")


def test_contested_and_conflicts(deeds):
    (row,) = ask.contested(deeds)
    assert (row.asserted_by, row.denied_by) == ("AFP", "RIA") or row.denied_by == "RIA"
    tolls = ask.conflicts(deeds)
    assert sorted((r.according_to, r.number) for r in tolls) == [("AFP", 4), ("AP", 4), ("TASS", 5)]
    assert {(r.lowest, r.highest, r.toll) for r in tolls} == {(4, 5, "killed")}


@pytest.fixture
def positions(book):
    issue = "military intervention in Venezuela"
    book.add(
        [
            stands(1, "Peru", "against", f"any {issue}", "2019-02-01"),
            stands(2, "Peru", "against", "intervention in Venezuela", "2019-03-01", source="AP"),
            stands(3, "Brazil", "for", f"U.S. {issue}", "2019-02-02", per="Xinhua"),
            stands(4, "Brazil", "against", issue, "2019-02-25"),
            stands(5, "Russia", "for", f"an end to the {issue}", "2019-02-26"),
            stands(6, "Russia", "for", "military intervention in Syria"),
            stands(7, "Nicolás Maduro", "for", issue, status="possible"),
            stands(8, "Nicolás Maduro", "against", "any military intervention", more=" So he said in Venezuela."),
            stands(9, "Xinhua", "for", "talks on Venezuela"),
        ],
        RUN,
    )
    return book


def test_sides(positions):
    rows = ask.sides(positions, "military intervention in Venezuela")
    assert [(r.side, r.holder, r.times) for r in rows] == [
        ("against", "Peru", 2),
        ("against", "Nicolás Maduro", 1),
        ("against", "Russia", 1),
        ("changed", "Brazil", 2),
    ]
    peru, maduro, russia, brazil = rows
    assert (peru.first, peru.last, peru.according_to) == ("2019-02-01", "2019-03-01", "Reuters; AP")
    assert (peru.first_fit, peru.last_fit) == ("same", "broader")
    assert (maduro.first_fit, russia.first_fit, brazil.first_fit) == ("by context", "same, turned", "narrower")
    assert brazil.stances == "for (2019-02-02), then against (2019-02-25)"
    assert brazil.according_to == "Xinhua; Reuters" and brazil.first_evidence.startswith("Brazil is for")
    assert peru.first_id != peru.last_id


def test_sides_with_filters_and_other_words(positions):
    issue = "military intervention in Venezuela"
    assert [r.holder for r in ask.sides(positions, issue, Filters(country="Brazil"))] == ["Brazil"]
    assert [r.side for r in ask.sides(positions, issue, Filters(status="possible"))] == ["for"]
    assert "Xinhua" in [r.holder for r in ask.sides(positions, issue, also=["talks on Venezuela"])]
    assert ask.sides(positions, "the price of fish") == []
    with pytest.raises(InputError):
        ask.sides(positions, "the of")


def test_positions(positions):
    assert len(ask.positions(positions)) == 9
    assert {r.holder for r in ask.positions(positions, Filters(actor="nicolas maduro"))} == {"Nicolás Maduro"}
    assert len(ask.positions(positions, Filters(stance="for"))) == 5
    about = ask.positions(positions, Filters(issue="intervention in Syria", limit=3))
    assert [r.target for r in about] == ["military intervention in Syria"]


def test_statements_and_sources(book):
    book.add(
        [
            says(1, "Peru", "that it will help", published="2019-02-01"),
            says(2, "Peru", "that it has helped", relay="Xinhua", source="AP"),
            says(3, "two officials", "nothing", source="AP"),
        ],
        RUN,
    )
    book.group()
    assert [r.speaker for r in ask.statements(book, Filters(actor="peru", text="helps"))] == ["Peru", "Peru"]
    assert [r.speaker for r in ask.statements(book, Filters(actor="officials"))] == ["two officials"]
    quoted = ask.sources(book)
    assert (quoted[0].speaker, quoted[0].statements, quoted[0].outlets, quoted[0].first) == ("Peru", 2, 2, "2019-02-01")
    (relay,) = ask.sources(book, view="relays")
    assert (relay.relay, relay.speaker, relay.statements) == ("Xinhua", "Peru", 1)
    outlets = {r.outlet: r for r in ask.sources(book, view="outlets")}
    assert (outlets["AP"].statements, outlets["AP"].unnamed, outlets["AP"].relayed) == (3, 1, 1)
    assert outlets["Reuters"].unnamed_share == 0
    with pytest.raises(InputError):
        ask.sources(book, view="gossip")


def test_chain_leads_from_the_writer_to_the_origin(book):
    ledger = says(2, "Peru", "that it has helped", relay="Xinhua", source="AP")
    book.add(ledger, RUN)
    rows = ask.chain(book, ledger.statements[1].id)
    assert [(r.step, r.who, r.part) for r in rows] == [
        (0, "AP", "writer"),
        (1, "Xinhua", "speaker"),
        (2, "Peru", "speaker"),
    ]
    assert rows[2].evidence == "that it has helped" and rows[2].said == "said"
    assert [r.who for r in ask.chain(book, ledger.statements[1].id[:8])] == ["AP", "Xinhua", "Peru"]
    with pytest.raises(InputError):
        ask.chain(book, "s_")
    with pytest.raises(StoreError):
        ask.chain(book, "s_nothing")


def test_nothing_in_it_gives_nothing(book):
    for question in (ask.statements, ask.events, ask.positions, ask.timeline, ask.dyads, ask.sources):
        assert question(book) == []
    assert ask.sides(book, "peace") == ask.contested(book) == ask.conflicts(book) == []
