"""How a target is written down: articles gone, pronouns and metonyms resolved, infinitives made into gerunds."""

from __future__ import annotations

from tacitus.mentions.cast import Cast
from tacitus.parsing.clauses import is_passive
from tacitus.parsing.parsed import Parsed
from tacitus.positions.position_targets import SUBJECT_DEPS, Target, noun_edges
from tacitus.positions.stance_words import StanceWords
from tacitus.records import Mention

OPENERS = frozenset(["the", "a", "an", "this", "that", "these", "those", "such", "any", "what", "both", "no"])
MARKS = "\"“”„«»‘'"
DOUBLED = frozenset(
    """
    stop ban cut run put set let get sit plan drop scrap begin permit submit commit occur refer step strip grab
    admit bar defer deter forget hit quit regret rob shut slip split swap win spin plot jam
    """.split()
)
IRREGULAR = {"be": "being", "lie": "lying", "die": "dying", "tie": "tying", "see": "seeing", "flee": "fleeing"}


def gerund(lemma: str) -> str:
    """Return the -ing form of a verb: freeze -> freezing, stop -> stopping, agree -> agreeing."""
    low = lemma.lower()
    if low in IRREGULAR:
        return IRREGULAR[low]
    if low.endswith("ing") and len(low) > 5:
        return low
    if low in DOUBLED:
        return low + low[-1] + "ing"
    if low.endswith("e") and not low.endswith(("ee", "oe", "ye")):
        return low[:-1] + "ing"
    return low + "ing"


def name_target(p: Parsed, cast: Cast, words: StanceWords, t: Target) -> str:
    """Return a target as a short noun phrase that can be read without the article."""
    if t.form == "phrase":
        return _phrase(p, cast, t.first, t.last)
    rest = _phrase(p, cast, t.head + 1, t.last) if t.last > t.head else ""
    deed = gerund(p[t.head].lemma) if p[t.head].lemma != "be" or not rest else "being"
    own = p.child(t.head, *SUBJECT_DEPS) if t.form == "clause" else None
    if own is None:
        return f"{deed} {rest}".strip()
    doer = _phrase(p, cast, *noun_edges(p, words, own))
    undergone = is_passive(p, t.head) or (p[t.head].tag == "VBN" and p.child(t.head, "aux") is None)
    parts = (deed, doer, rest) if undergone else (doer, deed, rest)
    return " ".join(x for x in parts if x)


def _phrase(p: Parsed, cast: Cast, first: int, last: int) -> str:
    while first < last and (p[first].low in OPENERS or p[first].text in MARKS) and not _is_part_of_name(p, first):
        first += 1
    parts: list[str] = []
    i = first
    while i <= last:
        spoken, end = _spoken(p, cast, i, last)
        gap = p[i - 1].end < p[i].start if i > first else False
        if spoken and spoken not in MARKS:
            parts.append((" " if gap and parts else "") + spoken)
        elif gap and parts:
            parts.append(" ")
        i = end + 1
    return " ".join("".join(parts).split()).strip(" ,;:-–—" + MARKS)


def _is_part_of_name(p: Parsed, i: int) -> bool:
    """Say whether an article or "no" belongs to the word after it: "no-deal exit"."""
    return p[i].low == "no" and (p[i + 1].text == "-" or p[p[i].head].dep in ("compound", "nmod", "amod"))


def _spoken(p: Parsed, cast: Cast, i: int, last: int) -> tuple[str, int]:
    """Return how token `i` is written, and the last token that this stands for."""
    t = p[i]
    own = cast.at(i)
    if own is not None and t.pos == "PRON":
        name = resolved_name(cast, own)
        if name:
            return (name + ("'" if name.endswith("s") else "'s") if t.tag == "PRP$" else name), i
        return t.text, i
    for head in range(i, last + 1):
        m = cast.at(head)
        if m is not None and m.start == t.start and m.kind in ("place", "nominal", "role"):
            name = _metonym(cast, m)
            end = p.token_at(m.end - 1)
            if name and end is not None and end <= last:
                return name, end
    return t.text, i


def resolved_name(cast: Cast, mention: Mention) -> str | None:
    """Return the name of whom a pronoun stands for: the resolved one, else the words of its chain."""
    best = cast.best(mention)
    if best is not None and best.name:
        return best.name
    chain = [m for m in cast.mentions if m.chain_id == mention.chain_id and m.kind != "pronoun"]
    if not chain:
        return None
    text = chain[0].text
    head, _, rest = text.partition(" ")
    return rest if head.lower() in OPENERS and rest else text


def _metonym(cast: Cast, m: Mention) -> str | None:
    """Return the name that a place or a description stands for, None where its own words say it."""
    best = cast.best(m)
    if best is None or not best.name:
        return None
    if m.kind == "place":
        return best.name if best.sector == "GOV" and best.country and best.name not in m.text else None
    named = any(o.chain_id == m.chain_id and o.kind in ("name", "place") for o in cast.mentions)
    return best.name if named and m.kind == "role" else None
