"""When and where an event took place, and how many it killed or injured."""

from __future__ import annotations

import re

from tacitus.events.event_triggers import Trigger
from tacitus.parsing.clauses import objects, passive_subjects, subjects
from tacitus.parsing.parsed import Parsed
from tacitus.resolve_dates import DateFound

LOCATIVE = frozenset(["in", "at", "near", "outside", "inside", "around", "across", "along", "throughout"])
PLACE_ENTS = frozenset(["GPE", "LOC", "FAC"])
KILL = frozenset(["kill", "murder", "assassinate", "execute", "slaughter", "massacre", "behead"])
INJURE = frozenset(["injure", "wound", "hurt", "maim"])
DEAD = frozenset(["dead", "died", "killed"])
WOUNDED = frozenset(["injured", "wounded", "hurt"])
HARMING = frozenset(["ASSAULT", "COERCE", "PROTEST"])
NUMBERS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))


def number(text: str) -> int | None:
    """Read a cardinal number ("1,200", "three", "twenty-five"); None if it is none or an inexact one."""
    low = text.lower().replace(",", "")
    if re.fullmatch(r"[0-9]{1,7}", low):
        return int(low)
    if low in NUMBERS:
        return NUMBERS[low]
    tens, _, ones = low.partition("-")
    if tens in TENS:
        return TENS[tens] + (NUMBERS.get(ones, 0) if NUMBERS.get(ones, 0) < 10 else 0)
    return None


def find_date(p: Parsed, t: Trigger, dates: list[DateFound]) -> DateFound | None:
    """Return the date of an event: in its clause, else in its sentence under the verb above, nearest first."""
    sentence = p.sentence_span(t.head)
    clause = p.clause_head(t.head)
    above = {clause, *([t.carrier] if t.carrier is not None else [])}
    near: list[tuple[int, int, DateFound]] = []
    for d in dates:
        at = p.token_at(d.span.start)
        if at is None or not sentence.covers(d.span):
            continue
        if p.is_below(at, t.head):
            rank = 0
        elif p.clause_head(at) in above:
            rank = 1
        else:
            continue
        near.append((rank, abs(at - t.head), d))
    return min(near, key=lambda x: x[:2], default=(0, 0, None))[2]


def find_place(p: Parsed, t: Trigger) -> str | None:
    """Return where an event took place, as written: "in Caracas" on the trigger or its verb."""
    tops = [t.head, *([t.carrier] if t.carrier is not None else [])]
    clause = p.clause_head(t.head)
    if clause not in tops:
        tops.append(clause)
    for top in tops:
        for prep in p.children(top, "prep"):
            if p[prep].low not in LOCATIVE:
                continue
            for k in p.children(prep, "pobj"):
                if p[k].ent in PLACE_ENTS:
                    return _name(p, k)
    return None


def _name(p: Parsed, k: int) -> str:
    """Return the words of the name that token `k` heads, with a second name after a comma."""
    first = last = k
    while first > 0 and p[first - 1].ent == p[k].ent and p[first].sent == p[first - 1].sent and not p[first].ent_begins:
        first -= 1
    return p.span(first, last).text


def casualties(p: Parsed, t: Trigger) -> tuple[int | None, int | None]:
    """Return how many the sentence says were killed and injured in an event of force."""
    if t.rule.type not in HARMING:
        return None, None
    killed = injured = None
    for i in p.sentence_tokens(t.head):
        tok = p[i]
        if tok.pos == "VERB" and tok.lemma in KILL | INJURE:
            count = _count(p, [*objects(p, i), *passive_subjects(p, i)])
            if count is None and tok.tag == "VBN" and tok.dep == "acl":
                count = _count(p, [tok.head])
            if tok.lemma in KILL:
                killed = killed if killed is not None else count
            else:
                injured = injured if injured is not None else count
        elif tok.lemma == "die" and tok.pos == "VERB":
            killed = killed if killed is not None else _count(p, subjects(p, i))
        elif tok.low in DEAD or tok.low in WOUNDED:
            before = number(p[i - 1].text) if i and p[i - 1].sent == tok.sent else None
            if before is None and p.is_nominal(tok.head):
                before = _count(p, [tok.head])
            if tok.low in DEAD:
                killed = killed if killed is not None else before
            else:
                injured = injured if injured is not None else before
    return killed, injured


def _count(p: Parsed, heads: list[int]) -> int | None:
    """Return the number that stands on the first of some nouns, or that one of them is."""
    for k in heads:
        for n in (*p.children(k, "nummod"), k):
            if p[n].pos in ("NUM", "NOUN") or p[n].tag == "CD":
                joined = n > 1 and p[n - 1].text == "-" and p[n - 2].low in TENS
                found = number(f"{p[n - 2].text}-{p[n].text}" if joined else p[n].text)
                if found is not None:
                    return found
    return None
