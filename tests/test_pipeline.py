"""Any text at all can be coded, every span reads what the text has there, and ids do not depend on chance."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tacitus.ledger import Ledger
from tacitus.pipeline import Coder
from tacitus.records import CODED, Article
from tacitus.writing.exchange import to_exchange

WORDS = """
    Russia China Beijing Kyiv the_envoy President_Maduro Xinhua UN troops sanctions he they which
    said accused denied urged attacked will not on to of by with against that reportedly according_to
    “ ” " ' ( ) - — , . ; : ? ! \n \n\n 3 2019 Tuesday killed U.S. Côte_d’Ivoire 中国 \ud83d \u200b \x00 🇺🇳 é
""".replace("\n    ", " ").split(" ")
TEXTS = st.one_of(
    st.lists(st.sampled_from([w.replace("_", " ") for w in WORDS if w]), max_size=40).map(" ".join),
    st.text(max_size=120),
    st.lists(st.sampled_from(["\n", " ", "\t", '"', "“", "a", "."]), max_size=30).map("".join),
)


def check_spans(ledger: Ledger) -> int:
    """Assert that every (x_start, x_end, x_text) of every row is the text of the article; count them."""
    text, seen = ledger.article.text, 0
    for table in CODED:
        for row in getattr(ledger, table.table):
            for name in (n for n in row.__slots__ if n.endswith("start")):
                start, end = getattr(row, name), getattr(row, name.removesuffix("start") + "end")
                if start is None:
                    continue
                assert 0 <= start < end <= len(text), (table.table, name, row)
                shown = getattr(row, name.removesuffix("start") + "text", None)
                assert shown is None or shown == text[start:end], (table.table, name, row)
                seen += 1
    return seen


def check_links(ledger: Ledger) -> None:
    """Assert that what a row points at is there, and that no id stands twice."""
    records = [*ledger.statements, *ledger.events, *ledger.positions]
    mentions, ids = {m.id for m in ledger.mentions}, [r.id for r in records]
    assert len(mentions) == len(ledger.mentions)
    assert len(set(ids)) == len(ids)
    for role in ledger.roles:
        assert role.record_id in ids
        assert role.mention_id in mentions
    for status in ledger.statuses:
        assert status.record_id in ids
        assert status.mention_id is None or status.mention_id in mentions
    assert {c.statement_id for c in ledger.contents} <= {s.id for s in ledger.statements}
    assert {x.mention_id for x in ledger.resolutions} <= mentions
    assert {r.inside for r in records if r.inside} <= set(ids)
    for table in CODED:
        keys = [tuple(getattr(row, k) for k in table.primary) for row in getattr(ledger, table.table)]
        assert len(set(keys)) == len(keys), table.table


@pytest.mark.model
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_any_text_is_coded_and_every_span_is_its_text(coder: Coder, text: str) -> None:
    ledger = coder.code(Article.make(text, published="2019-02-27"))
    check_spans(ledger)
    check_links(ledger)
    to_exchange(ledger)


@pytest.mark.model
def test_an_article_does_not_depend_on_its_neighbours(coder: Coder) -> None:
    a = Article.make('Peru\'s envoy said: "We condemn the attack on Chad." He left on Tuesday.', "a")
    b = Article.make("China accused Mali of arming rebels, Xinhua reported.", "b")
    alone = [coder.code(x).row() for x in (a, b)]
    assert [x.row() for x in coder([b, a, b, a])] == [alone[1], alone[0], alone[1], alone[0]]
    assert Ledger.from_row(alone[0]).row() == alone[0]
    assert check_spans(coder.code(a)) > 0


@pytest.mark.model
@pytest.mark.parametrize("published", [None, "2019", "2019-02", "2019-02-27", "2019-02-27T10:00:00Z", "soon", ""])
def test_any_date_of_publication_will_do(coder: Coder, published: str | None) -> None:
    coder.code(Article.make("Peru condemned Chile last weekend, on Tuesday and in March 2018.", published=published))
