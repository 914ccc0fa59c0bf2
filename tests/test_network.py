"""Networks: who backs whom, dyads, and discourse networks on examples worked by hand."""

import math
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from export_study import Study, crisis
from tacitus.errors import InputError
from tacitus.exports.network import Network, Node, dyads, over_time, sides, windows
from tacitus.exports.network_discourse import (
    AGGREGATIONS,
    DUPLICATES,
    NORMALISATIONS,
    Discourse,
    Stance,
    discourse,
    one_mode,
    target_key,
    two_mode,
    without_duplicates,
)


def weights(network: Network) -> dict[tuple[str, str], float]:
    return {(e.source, e.target): round(e.weight, 6) for e in network.edges}


def said(*rows: tuple[str, str, int] | tuple[str, str, int, str] | tuple[str, str, int, str, str]) -> Discourse:
    """Build a discourse from (actor, target, stance, day, document)."""
    made = Discourse()
    for n, row in enumerate(rows):
        actor, target, stance = row[:3]
        day = row[3] if len(row) > 3 else "2019-01-01"
        document = row[4] if len(row) > 4 else f"d{n}"
        made.stances.append(Stance(actor, target, stance, f"p{n}", document, day, target))
        made.nodes[actor] = Node(actor)
    return made


# The worked example of the DNA manual, section "Qualifier aggregation": counts of agreement and disagreement
# of the Senate and the Sierra Club on six concepts. It gives 7 for ignore and 2 for congruence.
SENATE = {4: (0, 2), 5: (0, 1), 6: (2, 0)}
SIERRA = {2: (1, 0), 3: (1, 0), 4: (2, 0), 5: (1, 0), 6: (1, 0)}
MANUAL = said(
    *[
        (who, f"concept {j}", k)
        for who, counts in (("Senate", SENATE), ("Sierra Club", SIERRA))
        for j, (yes, no) in counts.items()
        for k in [1] * yes + [0] * no
    ]
)


@pytest.mark.parametrize(
    ("aggregation", "weight"), [("ignore", 7), ("congruence", 2), ("conflict", 5), ("subtract", -3)]
)
def test_the_worked_example_of_the_manual(aggregation: str, weight: float) -> None:
    assert weights(one_mode(MANUAL, aggregation)) == {("Senate", "Sierra Club"): weight}


@pytest.mark.parametrize(
    ("normalisation", "norm"),
    [
        ("no", 1),
        ("average", (5 + 6) / 2),
        # of the Senate alone: 2 and 1 against; of the Sierra Club alone: 1, 1, 2, 1 for; jointly: 2 * 1
        ("jaccard", 3 + 5 + 2),
        ("cosine", math.sqrt(5**2) * math.sqrt(6**2)),
    ],
)
def test_normalisations_by_hand(normalisation: str, norm: float) -> None:
    assert weights(one_mode(MANUAL, "congruence", normalisation)) == {("Senate", "Sierra Club"): round(2 / norm, 6)}


def test_an_edge_of_weight_nought_is_none_but_the_actor_stays() -> None:
    network = one_mode(said(("A", "x", 1), ("B", "x", 0)), "congruence")
    assert (network.edges, [n.id for n in network.nodes]) == ((), ["A", "B"])


def test_edges_carry_the_records_that_meet() -> None:
    made = said(("A", "x", 1), ("A", "x", 0), ("B", "x", 1), ("B", "y", 1))
    edge = one_mode(made, "congruence").edges[0]
    assert (edge.records, edge.articles) == (("p0", "p2"), 2)
    assert one_mode(made, "conflict").edges[0].records == ("p1", "p2")


def test_two_mode_by_hand() -> None:
    made = said(("A", "x", 1), ("A", "x", 1), ("A", "x", 0), ("A", "y", 0), ("B", "x", 1))
    assert weights(two_mode(made)) == {("A", "[x]"): 1, ("A", "[y]"): -1, ("B", "[x]"): 1}
    assert weights(two_mode(made, "ignore")) == {("A", "[x]"): 3, ("A", "[y]"): 1, ("B", "[x]"): 1}
    assert weights(two_mode(made, "combine")) == {("A", "[x]"): 3, ("A", "[y]"): 2, ("B", "[x]"): 1}
    assert weights(two_mode(made, "subtract", "activity")) == {("A", "[x]"): 0.25, ("A", "[y]"): -0.25, ("B", "[x]"): 1}
    assert weights(two_mode(made, "ignore", "prominence")) == {("A", "[x]"): 0.75, ("A", "[y]"): 1, ("B", "[x]"): 0.25}
    with pytest.raises(InputError, match="cannot be normalised"):
        two_mode(made, "combine", "activity")


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("include", [0, 1, 2, 3, 4, 5]),
        ("document", [0, 2, 3, 4, 5]),
        ("week", [0, 2, 4, 5]),
        ("month", [0, 4, 5]),
        ("year", [0, 4, 5]),
        ("all", [0, 4]),
    ],
)
def test_duplicates(rule: str, kept: list[int]) -> None:
    made = said(
        ("A", "x", 1, "2019-01-07", "d1"),  # Monday
        ("A", "x", 1, "2019-01-07", "d1"),
        ("A", "x", 1, "2019-01-14", "d2"),
        ("A", "x", 1, "2019-01-20", "d3"),  # Sunday of the same week
        ("A", "x", 0, "2019-01-07", "d1"),  # a contrary stance is no duplicate
        # the same month of another year is another month
        ("A", "x", 1, "2020-01-07", "d4"),
    )
    assert sorted(int(s.record_id[1:]) for s in without_duplicates(made.stances, rule)) == kept


# two years, so that weeks and months come again
DAYS = st.integers(0, 730).map(lambda n: (date(2019, 1, 1) + timedelta(n)).isoformat())
UNHURRIED = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
ROWS = st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("xyz"), st.integers(0, 1), DAYS), max_size=25)


@UNHURRIED
@given(ROWS, st.sampled_from(DUPLICATES))
def test_identities_that_hold_for_any_discourse(rows: list[tuple[str, str, int, str]], rule: str) -> None:
    made = said(*rows)
    by = {a: weights(one_mode(made, a, duplicates=rule)) for a in AGGREGATIONS}
    for pair in {p for w in by.values() for p in w}:
        congruence, conflict = by["congruence"].get(pair, 0), by["conflict"].get(pair, 0)
        assert by["subtract"].get(pair, 0) == congruence - conflict
        assert by["ignore"].get(pair, 0) == congruence + conflict
    for normalisation in NORMALISATIONS[1:]:
        normed = one_mode(made, "congruence", normalisation, rule)
        assert set(weights(normed)) == set(by["congruence"])
    jaccard = one_mode(made, "congruence", "jaccard", rule)
    assert all(0 < e.weight <= 1 for e in jaccard.edges)


@UNHURRIED
@given(ROWS, st.sampled_from(["day", "week", "month", "year"]))
def test_windows_without_overlap_part_the_stances(rows: list[tuple[str, str, int, str]], unit: str) -> None:
    made = said(*rows)
    spans = list(windows((s.day for s in made.stances), unit))
    total = [two_mode(made, "ignore", window=w) for w in spans]
    assert sum(e.weight for n in total for e in n.edges) == len(rows)
    assert all(a[1] == b[0] for a, b in pairwise(spans))


def test_windows_begin_with_calendar_units_and_slide() -> None:
    days = ["2019-02-27", None, "2019-04"]
    assert list(windows(days, "month")) == [
        ("2019-02-01", "2019-03-01"),
        ("2019-03-01", "2019-04-01"),
        ("2019-04-01", "2019-05-01"),
    ]
    assert list(windows(days, "month", size=3, step=2)) == [("2019-02-01", "2019-05-01"), ("2019-04-01", "2019-07-01")]
    assert next(windows(["2019-02-27"], "week")) == ("2019-02-25", "2019-03-04")
    assert list(windows([None], "day")) == []
    with pytest.raises(InputError, match="at least 1"):
        list(windows(days, "day", size=0))
    with pytest.raises(InputError, match="fortnight"):
        list(windows(days, "fortnight"))


def test_who_backs_and_who_opposes_whom() -> None:
    study = crisis()
    edges = sides(study.book).network().edges
    assert [(e.source, e.target, e.kind, e.weight) for e in edges] == [("Ana Ruiz", "Reuters", "opposes", 1.0)]
    p = study.tables.positions[0]
    assert (edges[0].records, edges[0].first, edges[0].last) == ((p.id,), "2019-03-04", "2019-03-04")


def test_dyads_by_quad_class_and_level() -> None:
    book = crisis().book
    named = dyads(book).network()
    assert [(e.source, e.target, e.kind) for e in named.edges] == [
        ("Chile", "Acme; Mining", "Material conflict"),
        ("Ghana", "Acme; Mining", "Material conflict"),
    ]
    countries = dyads(book, "country").network()
    assert [(e.source, e.target) for e in countries.edges] == [("CHL", "CAN"), ("GHA", "CAN")]
    assert {n.id: n.country for n in countries.nodes} == {"CAN": "CAN", "CHL": "CHL", "GHA": "GHA"}
    assert [n.id for n in dyads(book, "country-sector").network().nodes] == ["CAN BUS", "CHL GOV", "GHA GOV"]
    assert [n.id for n in dyads(book, "sector").network().nodes] == ["BUS", "GOV"]
    with pytest.raises(InputError, match="planet"):
        dyads(book, "planet")


def test_a_series_has_no_gaps() -> None:
    study = Study()
    for day in ("2019-01-31", "2019-03-01"):
        article = study.article(f"Chile praised Ghana on {day}.", published=day)
        study.event(article, "SUPPORT", "praised", "Verbal cooperation", "051", actor="Chile", recipient="Ghana")
    assert [(n.start, len(n.edges)) for n in over_time(dyads(study.book), "month")] == [
        ("2019-01-01", 1),
        ("2019-02-01", 0),
        ("2019-03-01", 1),
    ]


def test_a_government_and_its_country_are_one_node() -> None:
    study = crisis()
    study.tables.resolutions[:] = [
        r
        if r.name != "Ghana"
        else type(r)(r.mention_id, 0, "Government of Ghana", "GHA", "GOV", "country:GHA", 0.9, "")
        for r in study.tables.resolutions
    ]
    assert "Ghana" in {n.id for n in dyads(study.book).network().nodes}


def test_targets_are_compared_by_their_content_words() -> None:
    assert target_key("The Mine in Chile") == target_key("mine, Chile’s") == "mine chile"
    assert target_key("the") == "the"
    book = crisis().book
    made = discourse(book)
    assert weights(one_mode(made, "conflict")) == {("Ana Ruiz", "Ghana"): 1, ("Ana Ruiz", "Lima Group"): 1}
    assert weights(one_mode(made, "congruence")) == {("Ghana", "Lima Group"): 1}
    assert made.labels() == {"mine chile": "Mine in Chile"}


@pytest.mark.parametrize("bad", [{"aggregation": "agree"}, {"normalisation": "max"}, {"duplicates": "hour"}])
def test_a_choice_there_is_not_is_named(bad: dict[str, str]) -> None:
    with pytest.raises(InputError, match=next(iter(bad.values()))):
        one_mode(MANUAL, **bad)  # type: ignore[arg-type]
