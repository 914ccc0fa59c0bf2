"""Every cue rule finds what its examples mark, and nothing in its counter-examples."""

import pytest

from tacitus.codebook import load_codebook, marked
from tacitus.ledger import Ledger
from tacitus.pipeline import Coder
from tacitus.records import Article, Statement

CUES = load_codebook().cues
EXAMPLES = [(rule.id, text) for rule in CUES.values() for text in rule.examples]
COUNTER_EXAMPLES = [(rule.id, text) for rule in CUES.values() for text in rule.counter_examples]


def parts(ledger: Ledger, statement: Statement) -> set[tuple[str, int, int]]:
    """Return (role, start, end) of a statement's cue, contents and participants."""
    mentions = {m.id: m for m in ledger.mentions}
    out = {("content", c.start, c.end) for c in ledger.contents if c.statement_id == statement.id}
    if statement.cue_start is not None and statement.cue_end is not None:
        out.add(("cue", statement.cue_start, statement.cue_end))
    for r in ledger.roles:
        if r.record_id == statement.id and r.chosen:
            out.add((r.role, mentions[r.mention_id].start, mentions[r.mention_id].end))
    return out


def found(mark: tuple[str, int, int], got: set[tuple[str, int, int]]) -> bool:
    """Contents and people must agree exactly; cues must overlap."""
    role, start, end = mark
    if role == "cue":
        return any(r == "cue" and a < end and start < b for r, a, b in got)
    return mark in got


@pytest.mark.model
@pytest.mark.parametrize(("rule_id", "example"), EXAMPLES, ids=lambda x: str(x)[:60])
def test_example_is_found(coder: Coder, rule_id: str, example: str) -> None:
    text, marks = marked(example)
    ledger = coder.code(Article.make(text))
    all_parts = [parts(ledger, s) for s in ledger.statements]
    assert any(all(found(m, got) for m in marks) for got in all_parts), (rule_id, all_parts)


@pytest.mark.model
@pytest.mark.parametrize(("rule_id", "example"), COUNTER_EXAMPLES, ids=lambda x: str(x)[:60])
def test_counter_example_is_not_found(coder: Coder, rule_id: str, example: str) -> None:
    assert not coder.code(Article.make(example)).statements


def test_speaking_rules_have_examples() -> None:
    speaking = [r for r in CUES.values() if r.pos in ("verb", "noun", "phrase") and r.kind != "believe"]
    bare = [r.id for r in speaking if not r.examples]
    assert len(bare) <= len(speaking) // 4, bare
