"""Tests of status and of who vouches for a record."""

from __future__ import annotations

import pytest

from tacitus.check_codebook import check_rules
from tacitus.pipeline import Coder
from tacitus.records import Article

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "type_", "status"),
    [
        ("Niger attacked Mali on Monday.", "ASSAULT", "occurred"),
        ("Niger is attacking Mali.", "ASSAULT", "ongoing"),
        ("Bulgaria may expel two Russian diplomats.", "SANCTION", "possible"),
        ("The Kenyan president plans to meet Somali officials on Tuesday.", "CONSULT", "planned"),
        ("Niger reportedly attacked Mali on Monday.", "ASSAULT", "possible"),
        ("The Sudanese government denied attacking Chad.", "ASSAULT", "denied"),
    ],
)
def test_the_words_around_a_deed_tell_its_status(coder: Coder, text: str, type_: str, status: str) -> None:
    events = [e for e in coder.code(Article.make(text, published="2020-01-01")).events if e.type == type_]
    assert [e.status for e in events] == [status]


def test_an_unnamed_source_vouches_for_what_is_reportedly_so(coder: Coder) -> None:
    ledger = coder.code(Article.make("Niger reportedly attacked Mali on Monday.", published="2020-01-01"))
    source = next(r for r in ledger.roles if r.role == "source")
    mention = next(m for m in ledger.mentions if m.id == source.mention_id)
    best = next(r for r in ledger.resolutions if r.mention_id == mention.id)
    assert (mention.text, mention.kind, best.name, best.sector) == ("reportedly", "unnamed", None, "UNS")


def test_the_speaker_vouches_for_what_he_says(coder: Coder) -> None:
    ledger = coder.code(
        Article.make("The Ukrainian government said that Russia attacked Odessa.", published="2022-04-01")
    )
    event = next(e for e in ledger.events if e.type == "ASSAULT")
    names = {m.id: m.text for m in ledger.mentions}
    sources = [names[r.mention_id] for r in ledger.roles if r.record_id == event.id and r.role == "source"]
    assert sources == ["The Ukrainian government"]
    assert event.inside == ledger.statements[0].id
    assert [s.mention_id is not None for s in ledger.statuses if s.record_id == event.id] == [True]


def test_the_accuser_is_no_source_of_his_own_accusation(coder: Coder) -> None:
    ledger = coder.code(Article.make("Armenia accused Azerbaijan of shelling a village.", published="2020-10-01"))
    event = next(e for e in ledger.events if e.type == "ACCUSE")
    assert not [r for r in ledger.roles if r.record_id == event.id and r.role == "source"]


def test_examples_of_status_cues_hold(coder: Coder) -> None:
    problems = check_rules(coder, coder.codebook.status.values())
    assert not problems, "\n".join(str(p) for p in problems)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Kenya said it did not support any outside intervention in Somalia.", "against"),
        ("The Norwegian minister said that foreign powers should not interfere in Sudan.", "against"),
    ],
)
def test_a_negation_that_gives_a_stance_its_direction_does_not_deny_it(coder: Coder, text: str, stance: str) -> None:
    found = coder.code(Article.make(text, published="2020-01-01")).positions
    assert [(p.stance, p.status) for p in found] == [(stance, "occurred")]
