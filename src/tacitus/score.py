"""Score ledgers against annotated ones, layer by layer, with bootstrap intervals over articles.

Both sides are in the exchange format. Predicted records are matched one to one with annotated ones, the best
agreement first, and each level of agreement is counted over all records of its kind:

    statement  content   the contents overlap (character F1 of 0.5 or more)
               +cue      and the cues overlap
               +speaker  and the speaker is the same actor
               full      and the kind of quotation and those who relay it agree as well
    event      type      same type, triggers at most 60 characters apart
               +actors   and the actors agree (one side may have one more)
               +both     and the recipients agree as well
    position   holder    evidence overlaps (character F1 of 0.3 or more) and the holder is the same actor
               +stance   and the stance is the same
               +target   and the targets share half of the content words of the shorter one

The names of countries that this needs stand in a file of its own: a scorer must not move with the gazetteer.
"""

from __future__ import annotations

import csv
import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
Levels = tuple[float, tuple[str, ...]]
COUNTRIES = Path(__file__).parent / "score_countries.csv"
LEVELS: dict[str, tuple[str, ...]] = {
    "statement": ("content", "+cue", "+speaker", "full"),
    "event": ("type", "+actors", "+both"),
    "position": ("holder", "+stance", "+target"),
}
SAMPLES = 1000
NEAR = 60  # characters between two triggers that may still mean the same event
STATE_SECTORS = frozenset("GOV MIL LEG JUD SPY COP".split())
TITLES = re.compile(r"\b(the|government of|govt of|republic of|president|prime minister|minister|mr|ms)\b")
SMALL_WORDS = frozenset("the a an of in on to for and or by with at its their his her from as that".split())
ORGANS = frozenset(
    """
    government officials official authorities authority ministry military army navy forces force troops police
    parliament court administration regime cabinet department spokesperson spokesman spokeswoman representative
    envoy ambassador embassy state leaders leadership soldiers
    """.split()
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many records agree, how many are annotated, how many were predicted."""

    hit: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.hit + other.hit, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float:
        """The share of predicted records that agree."""
        return self.hit / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of annotated records that were found."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hit / (self.gold + self.predicted) if self.hit else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """One level over a whole set: its count, and the interval in which 95 of 100 resamplings put its F1."""

    count: Count
    low: float
    high: float


def score_ledgers(
    gold: Mapping[str, Sequence[Row]], predicted: Mapping[str, Sequence[Row]], samples: int = SAMPLES, seed: int = 0
) -> dict[str, Score]:
    """Score the records of every annotated article. Raises KeyError when one has no prediction."""
    counts = [score_article(gold[key], predicted[key]) for key in sorted(gold)]
    return {
        level: Score(_total(article[level] for article in counts), *interval([a[level] for a in counts], samples, seed))
        for level in level_names()
    }


def level_names() -> list[str]:
    """Name all levels, in the order in which they are shown: "statement content", "statement +cue", ..."""
    return [f"{kind} {level}" for kind, levels in LEVELS.items() for level in levels]


def score_article(gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, Count]:
    """Count the agreement of one article's records at every level."""
    out: dict[str, Count] = {}
    for kind, levels in LEVELS.items():
        mine = [r for r in gold if r["kind"] == kind]
        theirs = [r for r in predicted if r["kind"] == kind]
        reached = [level for _, _, agreed in match(kind, mine, theirs) for level in agreed]
        for level in levels:
            out[f"{kind} {level}"] = Count(reached.count(level), len(mine), len(theirs))
    return out


def interval(counts: Sequence[Count], samples: int = SAMPLES, seed: int = 0) -> tuple[float, float]:
    """Resample articles with replacement and return the 2.5th and the 97.5th percentile of F1."""
    if not counts or samples < 1:
        return 0.0, 0.0
    chance = random.Random(seed)
    f1s = sorted(_total(chance.choices(counts, k=len(counts))).f1 for _ in range(samples))
    return f1s[int(0.025 * (samples - 1))], f1s[round(0.975 * (samples - 1))]


def _total(counts: Iterable[Count]) -> Count:
    return sum(counts, Count())


def match(kind: str, gold: Sequence[Row], predicted: Sequence[Row]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Pair annotated with predicted records of one kind, the best first: places in both lists, levels reached."""
    agree = AGREEMENT[kind]
    found = {(i, j): agree(g, p) for i, g in enumerate(gold) for j, p in enumerate(predicted)}
    order = sorted((pair for pair, (strength, _) in found.items() if strength > 0), key=lambda pair: -found[pair][0])
    return [(i, j, found[i, j][1]) for i, j in one_to_one(order)]


def one_to_one(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of which neither side was in a pair before."""
    left: set[int] = set()
    right: set[int] = set()
    for i, j in pairs:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            yield i, j


def _statements(g: Row, p: Row) -> Levels:
    overlap = char_f1(g["content"], p["content"])
    if overlap < 0.5:
        return 0.0, ()
    cue_g, cue_p = g.get("cue"), p.get("cue")
    cue = bool(_chars([cue_g]) & _chars([cue_p])) if cue_g and cue_p else not cue_g and not cue_p
    speaker = same_actor(g["speaker"], p["speaker"])
    relayed = _names(g.get("via") or ()) == _names(p.get("via") or ())
    full = cue and speaker and relayed and g["quotation"] == p["quotation"]
    return overlap, _reached("statement", True, cue, speaker, full)


def _events(g: Row, p: Row) -> Levels:
    a, b = g["trigger"], p["trigger"]
    gap = max(0, max(a["start"], b["start"]) - min(a["end"], b["end"]))
    if gap > NEAR or g["type"] != p["type"]:
        return 0.0, ()
    actors = same_actors(g["actors"], p["actors"])
    recipients = same_actors(g["recipients"], p["recipients"])
    strength = 1 / (1 + gap) + 0.5 * actors + 0.25 * recipients
    return strength, _reached("event", True, actors, actors and recipients)


def _positions(g: Row, p: Row) -> Levels:
    overlap = char_f1([g["evidence"]], [p["evidence"]])
    if overlap < 0.3 or not same_actor(g["holder"], p["holder"]):
        return 0.0, ()
    stance = g["stance"] == p["stance"]
    x, y = _content_words(g["target"]), _content_words(p["target"])
    target = bool(x and y) and len(x & y) / min(len(x), len(y)) >= 0.5
    return overlap + target + 0.5 * stance, _reached("position", True, stance, stance and target)


AGREEMENT: dict[str, Callable[[Row, Row], Levels]] = {
    "statement": _statements,
    "event": _events,
    "position": _positions,
}


def _reached(kind: str, *agreed: bool) -> tuple[str, ...]:
    return tuple(level for level, yes in zip(LEVELS[kind], agreed, strict=True) if yes)


def char_f1(a: Sequence[Row], b: Sequence[Row]) -> float:
    """Compare two lists of spans by the characters they share."""
    x, y = _chars(a), _chars(b)
    return 2 * len(x & y) / (len(x) + len(y)) if x or y else 0.0


def _chars(spans: Sequence[Row]) -> set[int]:
    return {i for s in spans for i in range(s["start"], s["end"])}


def same_actors(a: Sequence[Row], b: Sequence[Row]) -> bool:
    """Say whether two lists name the same actors; one actor may be without a counterpart."""
    if not a or not b:
        return not a and not b
    found_a = sum(any(same_actor(x, y) for y in b) for x in a)
    found_b = sum(any(same_actor(x, y) for x in a) for y in b)
    return found_a > 0 and found_b > 0 and (len(a) - found_a) + (len(b) - found_b) <= 1


def same_actor(a: Row | None, b: Row | None) -> bool:
    """Say whether two actors are one: their names agree, or both are the same organ of the same state.

    One name may lie within the other. Two organs of a state agree when country and sector are equal and
    one of the names is no person's ("Venezuelan officials", "China").
    """
    if not a or not b:
        return not a and not b
    x, y = fold(a.get("name")), fold(b.get("name"))
    if not x or not y:
        x, y = x or fold(a.get("text")), y or fold(b.get("text"))
    if x and y and (f" {x} " in f" {y} " or f" {y} " in f" {x} "):
        return True
    country, sector = a.get("country"), a.get("sector")
    if not country or country != b.get("country") or sector != b.get("sector") or sector not in STATE_SECTORS:
        return False
    return _no_person(a, country) or _no_person(b, country)


def _no_person(actor: Row, country: str) -> bool:
    name = fold(actor.get("name"))
    return not name or bool(ORGANS & set(name.split())) or name in _country_names().get(country, ())


@cache
def _country_names() -> dict[str, frozenset[str]]:
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        return {r["code"]: frozenset(fold(n) for n in r["names"].split(" | ")) for r in csv.DictReader(file)}


def fold(text: str | None) -> str:
    """Take accents, case, punctuation, articles and titles off a name."""
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", TITLES.sub(" ", plain)))


def _names(actors: Iterable[Row]) -> list[str]:
    return sorted(fold(a.get("name") or a.get("text")) for a in actors)


def _content_words(text: str) -> set[str]:
    return {word[:5] for word in fold(text).split() if word not in SMALL_WORDS}


def table(scores: Mapping[str, Score]) -> Iterator[str]:
    """Write the scores as lines of a table, one a level."""
    yield f"{'':20} {'P':>6} {'R':>6} {'F1':>6}   95% interval   hits of annotated, predicted"
    for level, s in scores.items():
        c = s.count
        yield (
            f"{level:20} {c.precision:6.3f} {c.recall:6.3f} {c.f1:6.3f}   {s.low:.3f}-{s.high:.3f}"
            f"    {c.hit} of {c.gold}, {c.predicted}"
        )
