"""The page of networks: the same ties as the exports have, of those with most, in a window; its files and its panel."""

import random
from xml.etree import ElementTree

import pytest

from casebooks import RUN
from export_study import WHO, Study
from tacitus.casebook.ask_filters import Filters
from tacitus.casebook.store import Casebook
from tacitus.errors import InputError
from tacitus.exports import network
from tacitus.exports.export_tables import Book, casebook_tables
from tacitus.exports.network_discourse import AGGREGATIONS, DUPLICATES, NORMALISATIONS, discourse, one_mode
from tacitus.exports.network_query import between, governments, met, stance_rows, tie_rows, tied
from tacitus.ledger import Ledger
from web_study import client

ALL = {"nodes": 10_000, "edges": 1_000_000}
TARGETS = ("the mine in Chile", "Mine in Chile", "a treaty", "sanctions on Ghana", "the blockade")
QUADS = ("Verbal cooperation", "Material cooperation", "Verbal conflict", "Material conflict")


def ledgers(study: Study) -> list[Ledger]:
    """Take a study apart into the ledgers of its articles."""
    t, made = study.tables, []
    for a in t.articles:
        mentions = {m.id for m in t.mentions if m.article_id == a.id}
        ledger = Ledger(a)
        ledger.mentions = [m for m in t.mentions if m.id in mentions]
        ledger.resolutions = [r for r in t.resolutions if r.mention_id in mentions]
        ledger.roles = [r for r in t.roles if r.mention_id in mentions]
        ledger.events = [e for e in t.events if e.article_id == a.id]
        ledger.positions = [p for p in t.positions if p.article_id == a.id]
        made.append(ledger)
    return made


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Make a casebook of sixty articles in which chance ties six actors."""
    chance, study = random.Random(7), Study()
    names = list(WHO)
    for n in range(60):
        one, other = chance.sample(names, 2)
        day = f"2019-{chance.randrange(1, 7):02}-{chance.randrange(1, 29):02}"
        a = study.article(f"{one} met {other}. Note {n}.", key=f"n{n}", published=day, source="Daily Post")
        status = chance.choice(("occurred", "occurred", "ongoing", "planned"))
        if n % 2:
            study.event(a, "CONSULT", "met", chance.choice(QUADS), "040", actor=one, recipient=other, status=status)
        else:
            stance = chance.choice(("for", "against"))
            study.position(a, one, stance, chance.choice(TARGETS), target_actor=other, status=status)
    made = tmp_path_factory.mktemp("network") / "network.db"
    with Casebook(made) as book:
        book.add(ledgers(study), RUN)
        book.group()
    return made


@pytest.fixture
def book(path):
    with Casebook(path, create=False) as opened:
        yield opened


def edges(made):
    return {
        (e.source, e.target, e.kind, round(e.weight, 9), frozenset(e.records), e.articles, e.first, e.last)
        for e in made.edges
    }


@pytest.fixture
def exported(book):
    return Book(casebook_tables(book).with_status(("occurred", "ongoing")))


@pytest.mark.parametrize("by", ["name", "country"])
def test_ties_are_those_of_the_exports(book, exported, by) -> None:
    for kind, theirs in (("positions", network.sides), ("events", network.dyads)):
        own = tied(book, tie_rows(book, kind=kind), kind, by, **ALL)
        assert edges(own.network) == edges(theirs(exported, by).network())
        assert len(own.network.edges) > 10


@pytest.mark.parametrize("by", ["name", "country"])
def test_discourse_networks_are_those_of_the_exports(book, exported, by) -> None:
    rows, said = stance_rows(book), discourse(exported, by)
    for aggregation in AGGREGATIONS:
        for normalisation in NORMALISATIONS:
            for duplicates in DUPLICATES:
                own = met(book, rows, aggregation, normalisation, duplicates, by, **ALL)
                assert edges(own.network) == edges(one_mode(said, aggregation, normalisation, duplicates))


def test_leaving_actors_out_changes_no_tie_between_those_who_stay(book) -> None:
    rows = stance_rows(book)
    whole = edges(met(book, rows, "congruence", "jaccard", **ALL).network)
    some = met(book, rows, "congruence", "jaccard", nodes=3, edges=99)
    assert edges(some.network) <= whole
    assert (len(some.network.nodes), some.actors) == (3, 6)


def test_only_those_with_most_ties_are_kept_and_the_rest_is_counted(book) -> None:
    rows = tie_rows(book)
    some, whole = tied(book, rows, nodes=3), tied(book, rows, **ALL)
    assert (some.actors, some.ties) == (whole.actors, whole.ties)
    kept = {n.id for n in some.network.nodes}
    assert edges(some.network) == {e for e in edges(whole.network) if e[0] in kept and e[1] in kept}
    few = tied(book, rows, edges=2)
    assert (len(few.network.edges), few.edges) == (2, len(whole.network.edges))


def test_a_window_is_what_the_filters_of_the_casebook_give(book) -> None:
    for since, until in (("2019-02", "2019-03"), ("2019-02-10", None), (None, "2019-01"), ("2019", "2019")):
        asked = tie_rows(book, Filters(since=since, until=until))
        assert between(tie_rows(book), since, until) == asked
        assert asked


def test_a_government_is_its_country() -> None:
    assert governments()["Government of Ghana"] == governments()["Ghana"] == "Ghana"


def test_a_strange_level_is_told(book) -> None:
    with pytest.raises(InputError, match="name, country"):
        tied(book, tie_rows(book), by="sector")


def test_the_table_the_data_and_the_files_hold_the_same_ties(path) -> None:
    with client(path) as page:
        data = page.get("/network.json").json()
        shown = page.get("/network").text
        graph = ElementTree.fromstring(page.get("/network?file=graphml").content)
        gexf = ElementTree.fromstring(page.get("/network?file=gexf").content)
        lines = page.get("/network?file=edges")
    assert len(data["edges"]) > 10
    assert shown.count('data-panel="evidence">') == len(data["edges"])
    for root in (graph, gexf):
        found = [e for e in root.iter() if e.tag.rpartition("}")[2] == "edge"]
        assert len(found) == len(data["edges"])
    assert len(lines.text.splitlines()) == 1 + len(data["edges"])
    assert lines.headers["content-disposition"] == 'attachment; filename="network-sides.csv"'


@pytest.mark.parametrize("what", ["sides", "deeds", "congruence", "conflict", "subtract"])
def test_a_tie_opens_its_sentences(path, what) -> None:
    with client(path) as page:
        first = page.get(f"/network.json?what={what}").json()["edges"][0]
        picked = page.get("/network.json", params={"what": what, "tie": _tie(first)}).json()["picked"]
        assert {r["id"] for r in picked["rows"]} == set(first["ids"])
        assert all("met" in r["sentence"] for r in picked["rows"])
        assert page.get(first["url"]).status_code == 200
        assert page.get("/network", params={"what": what, "tie": "nobody|no one|backs"}).status_code == 200


def _tie(edge) -> str:
    return f"{edge['source']}|{edge['target']}|{edge['kind']}"


def test_ties_within_a_country_are_shown_where_they_are_asked_for(path) -> None:
    with client(path) as page:
        assert all(e["source"] != e["target"] for e in page.get("/network.json?level=country").json()["edges"])
        assert page.get("/network?level=country&within=1&what=deeds").status_code == 200


def test_it_can_be_sorted(path) -> None:
    with client(path) as page:
        for sort in ("source", "target", "first"):
            values = [e[sort].casefold() for e in page.get(f"/network.json?sort={sort}").json()["edges"]]
            assert values == sorted(values)
        weights = [e["weight"] for e in page.get("/network.json").json()["edges"]]
        assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("asked", ["what=x", "level=sector", "norm=x", "dup=x", "nodes=4", "nodes=9999", "file=exe"])
def test_what_cannot_be_asked_is_told(path, asked) -> None:
    with client(path) as page:
        assert page.get(f"/network?{asked}").status_code == 400
