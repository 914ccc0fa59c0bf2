"""Run the examples of codebook rules through a coder: what a rule promises to find, and what it must not find.

`python -m tacitus.check_codebook [rule-id-prefix ...]` prints every example that fails and what was found instead.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass

from tacitus.codebook import marked
from tacitus.ledger import Ledger
from tacitus.mentions.read_roles import RoleReader
from tacitus.parsing.parse_sentences import parse
from tacitus.pipeline import Coder
from tacitus.records import ROLES, Article, Event, Position, Record, Statement
from tacitus.rules import CueRule, EventRule, GenderCue, RoleNoun, Rule, StanceRule, StatusCue
from tacitus.settings import Settings

PUBLISHED = "2019-02-27"
RECORDS: dict[type[Rule], str] = {CueRule: "statements", EventRule: "events", StanceRule: "positions"}
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """An example that a rule does not live up to."""

    rule_id: str
    example: str
    reason: str
    found: str

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.reason}\n    example: {self.example}\n    found:   {self.found}"


def check_rules(coder: Coder, rules: Iterable[Rule]) -> list[Problem]:
    """Run every example and counter-example of `rules` and return those that fail, in the order of the rules."""
    problems: list[Problem] = []
    for rule in rules:
        for example, wanted in (*((e, True) for e in rule.examples), *((e, False) for e in rule.counter_examples)):
            reason, found = _check(coder, rule, example, wanted)
            if reason:
                problems.append(Problem(rule.id, example, reason, found))
    return problems


def _check(coder: Coder, rule: Rule, example: str, wanted: bool) -> tuple[str, str]:
    """Return why an example fails ("" if it does not) and what was found instead."""
    plain, marks = marked(example)
    if isinstance(rule, RoleNoun):
        return _check_role(coder, rule, plain, marks, wanted)
    ledger = coder.code(Article.make(plain, published=PUBLISHED))
    if isinstance(rule, StatusCue):
        return _check_status(ledger, rule, marks, wanted)
    if isinstance(rule, GenderCue):
        return "", ""
    records = getattr(ledger, RECORDS[type(rule)])
    mine = [r for r in records if r.found_by == rule.id or (wanted and _quotes_with(coder, ledger, rule, r))]
    found = "; ".join(describe(ledger, r) for r in records) or "no record"
    if not wanted:
        return ("a record was found that the rule must not find" if mine else ""), found
    if not mine:
        return "no record with this rule's id", found
    gaps = [[m for m in marks if not _holds(ledger, r, *m)] for r in mine]
    missing = min(gaps, key=len)
    if missing and not all(any(_holds(ledger, r, *m) for r in mine) for m in marks):
        words = ", ".join(f"{role} '{plain[a:b]}'" for role, a, b in missing)
        return f"marked but not found: {words}", found
    return "", found


def _quotes_with(coder: Coder, ledger: Ledger, rule: Rule, record: Record) -> bool:
    """Say whether a quotation, which a rule for quotation marks finds, has its cue from `rule`."""
    if not isinstance(record, Statement) or not isinstance(rule, CueRule) or record.cue_start is None:
        return False
    parsed = parse(coder.nlp, ledger.article)
    at = parsed.token_at(record.cue_start)
    words = {lemma.split()[0] for lemma in rule.lemmas}
    return record.found_by.startswith("quote") and at is not None and parsed[at].lemma in words


def _check_role(
    coder: Coder, rule: RoleNoun, plain: str, marks: list[tuple[str, int, int]], wanted: bool
) -> tuple[str, str]:
    """Role nouns: what is marked must be (in a counter-example: must not be) read as the role of this rule."""
    parsed, reader = parse(coder.nlp, Article.make(plain, published=PUBLISHED)), RoleReader(coder.codebook)
    read = {t.i: r.rule.id for t in parsed.tokens if (r := reader.read(parsed, t.i)) is not None}
    found = "; ".join(f"{parsed[i].text} ({rule_id})" for i, rule_id in read.items()) or "no role"
    for _, a, b in marks:
        marked_tokens = parsed.tokens_in(a, b)
        # the head of the marked phrase: in "the party leader" the leader counts, not the party
        there = any(
            read.get(i) == rule.id for i in marked_tokens if parsed[i].head not in marked_tokens or parsed[i].head == i
        )
        if there != wanted:
            return f"'{plain[a:b]}' is {'not ' if wanted else ''}read as this role", found
    return "", found


def _check_status(ledger: Ledger, rule: StatusCue, marks: list[tuple[str, int, int]], wanted: bool) -> tuple[str, str]:
    """Status cues: the record whose trigger is marked must (a counter-example: must not) have the rule's status."""
    deeds: list[Event | Position] = [*ledger.events, *ledger.positions]
    found = "; ".join(f"{describe(ledger, d)} {d.status}" for d in deeds) or "no record"
    for _, a, b in marks:
        there = [d for d in deeds if _meets(_anchor(d), (a, b))]
        if any(d.status == rule.status for d in there) != wanted:
            return f"a record with status {rule.status} is {'missing' if wanted else 'not expected'}", found
    return "", found


def _anchor(record: Event | Position) -> Stretch:
    if isinstance(record, Event):
        return record.trigger_start, record.trigger_end
    return record.evidence_start, record.evidence_end


def _meets(a: Stretch, b: Stretch) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _covers(outer: Stretch, inner: Stretch) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _holds(ledger: Ledger, record: Record, role: str, start: int, end: int) -> bool:
    """Say whether the record has the marked stretch under this role; of a trigger a part is enough."""
    while end > start and not ledger.article.text[end - 1].isalnum():
        end -= 1
    whole = [s for s in spans_of(ledger, record, role) if _covers(s, (start, end))]
    if role in ("trigger", "cue", *ROLES):
        return any(_meets(s, (start, end)) for s in spans_of(ledger, record, role))
    return bool(whole)


def spans_of(ledger: Ledger, record: Record, role: str) -> list[Stretch]:
    """Return the stretches that a record has under `role`: of participants, or of its own spans."""
    role = "target_actor" if role == "target" and not isinstance(record, Position) else role
    if role in ROLES:
        ids = [r.mention_id for r in ledger.roles if r.record_id == record.id and r.role == role and r.chosen]
        return [(m.start, m.end) for m in ledger.mentions if m.id in ids]
    if isinstance(record, Statement):
        pieces = [(c.start, c.end) for c in ledger.contents if c.statement_id == record.id]
        if role == "content":
            # a split content covers what lies between its pieces
            return [*pieces, *([(pieces[0][0], pieces[-1][1])] if len(pieces) > 1 else [])]
        start, end = (getattr(record, f"{role}_start", None), getattr(record, f"{role}_end", None))
    else:
        start, end = getattr(record, f"{role}_start", None), getattr(record, f"{role}_end", None)
    return [(start, end)] if start is not None and end is not None else []


def describe(ledger: Ledger, record: Record) -> str:
    """Write a record on one line: its rule, its words and who takes part."""
    people = {m.id: m.text for m in ledger.mentions}
    parts = [f"{r.role} '{people.get(r.mention_id)}'" for r in ledger.roles if r.record_id == record.id and r.chosen]
    if isinstance(record, Statement):
        pieces = [c.text for c in ledger.contents if c.statement_id == record.id]
        return f"[{record.found_by}] cue '{record.cue_text}' content {pieces} {' '.join(parts)}"
    if isinstance(record, Event):
        return f"[{record.found_by}] {record.type} '{record.trigger_text}' {' '.join(parts)}"
    return f"[{record.found_by}] {record.stance} '{record.target}' in '{record.evidence_text}' {' '.join(parts)}"


def main(prefixes: list[str]) -> int:
    """Check the rules whose id begins with one of `prefixes` (all without) and print the problems."""
    coder = Coder(Settings())
    rules = [r for r in coder.codebook.rules() if not prefixes or r.id.startswith(tuple(prefixes))]
    problems = check_rules(coder, rules)
    for p in problems:
        print(p)
    count = sum(len(r.examples) + len(r.counter_examples) for r in rules)
    print(f"{len(problems)} of {count} examples of {len(rules)} rules fail")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
