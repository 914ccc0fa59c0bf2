"""Discourse networks: actors tied by sharing or by opposing positions on the same targets.

The definitions are those of the Discourse Network Analyzer: Leifeld, "Discourse Network Analyzer Manual",
chapter "Algorithms", and Leifeld (2017), "Discourse Network Analysis", in The Oxford Handbook of Political
Networks. x[i,j,k] counts how often actor i takes stance k (1 for, 0 against) on target j.

    congruence   sum over j, k of  x[i,j,k] * x[i',j,k]
    conflict     sum over j, k of  x[i,j,k] * x[i',j,1-k]
    subtract     congruence - conflict
    ignore       sum over j of     (sum over k of x[i,j,k]) * (sum over k of x[i',j,k])

and each is divided by (n(i) is the sum over j, k of x[i,j,k])

    no           1
    average      (n(i) + n(i')) / 2
    jaccard      sum of x[i] where x[i'] = 0, + sum of x[i'] where x[i] = 0, + sum of x[i] * x[i']
    cosine       sqrt(n(i) ** 2) * sqrt(n(i') ** 2)

An edge of weight 0 is no edge. Two-mode networks (actor to target) follow the same chapter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from tacitus.entities.name_keys import name_key
from tacitus.errors import InputError
from tacitus.exports.export_tables import Book
from tacitus.exports.network import Edge, Network, Node, first_day, node, span_of, windows, within

AGGREGATIONS = ("congruence", "conflict", "subtract", "ignore")
NORMALISATIONS = ("no", "average", "jaccard", "cosine")
TWO_MODE = ("subtract", "ignore", "combine")
TWO_MODE_NORMALISATIONS = ("no", "activity", "prominence")
DUPLICATES = ("include", "document", "week", "month", "year", "all")
EMPTY_WORDS = frozenset(
    "a an the of in on at to for from by with and or its his her their this that these those any all some"
    " against over".split()
)
FOR, AGAINST = 1, 0


@dataclass(frozen=True, slots=True)
class Stance:
    """One position as a discourse network sees it: actor, target (as compared and as written), for or against."""

    actor: str
    target: str
    stance: int
    record_id: str
    article_id: str
    day: str | None
    written: str


@dataclass(slots=True)
class Discourse:
    """The stances of a study and the nodes that hold them."""

    stances: list[Stance] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)

    def labels(self) -> dict[str, str]:
        """Return for each target the wording that is used most."""
        seen: dict[str, Counter[str]] = {}
        for s in self.stances:
            seen.setdefault(s.target, Counter())[s.written] += 1
        best = {t: min(c, key=lambda w: (-c[w], w)) for t, c in seen.items()}
        twice = Counter(best.values())
        return {t: w if twice[w] == 1 else t for t, w in best.items()}


def target_key(text: str) -> str:
    """Return the content words of a target without case, accents and articles: what two targets are compared by."""
    words = re.findall(r"[\w&]+", name_key(text))
    kept = [w for w in words if w not in EMPTY_WORDS]
    return " ".join(kept or words)


def discourse(book: Book, by: str = "name") -> Discourse:
    """Gather the stances of all positions."""
    made = Discourse()
    for p in book.tables.positions:
        key = target_key(p.target)
        if not key:
            continue
        stance = FOR if p.stance == "for" else AGAINST
        for holder in book.actors(p.id, "holder"):
            found = node(book, holder, by)
            if found is not None:
                made.nodes.setdefault(found.id, found)
                made.stances.append(Stance(found.id, key, stance, p.id, p.article_id, book.day(p), p.target))
    return made


def without_duplicates(stances: list[Stance], rule: str = "include") -> list[Stance]:
    """Keep the first stance of an actor on a target in each document, week, month or year, or in all.

    A contrary stance is no duplicate. A stance without a date is kept where the rule needs one.
    """
    if rule not in DUPLICATES:
        raise InputError(f"No rule for duplicates is called '{rule}'; there are {', '.join(DUPLICATES)}")
    if rule == "include":
        return list(stances)
    seen, kept = set(), []
    for s in sorted(stances, key=lambda s: first_day(s.day) if s.day else "~"):
        key = (s.actor, s.target, s.stance, _scope(s, rule))
        if key not in seen:
            seen.add(key)
            kept.append(s)
    return kept


def _scope(s: Stance, rule: str) -> str:
    if rule == "all":
        return ""
    if rule == "document":
        return s.article_id
    if s.day is None:
        return s.record_id
    day = first_day(s.day)
    if rule == "week":
        year, week, _ = date.fromisoformat(day).isocalendar()
        return f"{year}-{week}"
    return day[:7] if rule == "month" else day[:4]


class _Counts:
    """x[i, j, k]: how often actor i takes stance k on target j, with the stances behind each count."""

    def __init__(self, stances: list[Stance]) -> None:
        self.behind: dict[tuple[str, str, int], list[Stance]] = {}
        self.total: Counter[str] = Counter()
        on: dict[str, set[str]] = {}
        for s in stances:
            self.behind.setdefault((s.actor, s.target, s.stance), []).append(s)
            self.total[s.actor] += 1
            on.setdefault(s.target, set()).add(s.actor)
        self.actors = {target: sorted(on[target]) for target in sorted(on)}

    def x(self, actor: str, target: str, stance: int) -> int:
        return len(self.behind.get((actor, target, stance), ()))

    def stances(self, actor: str, target: str) -> list[Stance]:
        return [s for k in (FOR, AGAINST) for s in self.behind.get((actor, target, k), ())]

    def meetings(self) -> dict[tuple[str, str], list[str]]:
        """Return the pairs of actors who have targets in common, with these; no others can have an edge."""
        found: dict[tuple[str, str], list[str]] = {}
        for target, actors in self.actors.items():
            for pair in combinations(actors, 2):
                found.setdefault(pair, []).append(target)
        return found

    def weight(self, a: str, b: str, shared: list[str], aggregation: str) -> int:
        same = other = 0
        for j in shared:
            yes, no = self.x(a, j, FOR), self.x(a, j, AGAINST)
            their_yes, their_no = self.x(b, j, FOR), self.x(b, j, AGAINST)
            same += yes * their_yes + no * their_no
            other += yes * their_no + no * their_yes
        return {"congruence": same, "conflict": other, "subtract": same - other, "ignore": same + other}[aggregation]

    def norm(self, a: str, b: str, shared: list[str], normalisation: str) -> float:
        total = self.total[a], self.total[b]
        if normalisation == "no":
            return 1.0
        if normalisation == "average":
            return sum(total) / 2
        if normalisation == "cosine":
            # sqrt(n ** 2) is n
            return float(total[0] * total[1])
        alone, joint = sum(total), 0
        for j in shared:
            for k in (FOR, AGAINST):
                x, y = self.x(a, j, k), self.x(b, j, k)
                if x and y:
                    alone -= x + y
                    joint += x * y
        return float(alone + joint)

    def evidence(self, a: str, b: str, shared: list[str], aggregation: str) -> list[Stance]:
        """Return the stances of the two that meet: on one target, alike, contrary, or either."""
        met = {"congruence": (0,), "conflict": (1,)}.get(aggregation, (0, 1))
        found: list[Stance] = []
        for j in shared:
            for one, other in ((a, b), (b, a)):
                for k in (FOR, AGAINST):
                    if any((other, j, abs(k - apart)) in self.behind for apart in met):
                        found += self.behind.get((one, j, k), ())
        return found


def one_mode(
    said: Discourse,
    aggregation: str = "congruence",
    normalisation: str = "no",
    duplicates: str = "include",
    window: tuple[str, str] | None = None,
) -> Network:
    """Tie actors by their stances on the same targets: `aggregation` over the stances, divided by `normalisation`."""
    _check(aggregation, AGGREGATIONS, "aggregation")
    _check(normalisation, NORMALISATIONS, "normalisation")
    start, stop = window or (None, None)
    kept = [s for s in without_duplicates(said.stances, duplicates) if within(s.day, start, stop)]
    counts = _Counts(kept)
    edges = []
    for (a, b), shared in sorted(counts.meetings().items()):
        weight = counts.weight(a, b, shared, aggregation)
        if weight:
            weighed = weight / counts.norm(a, b, shared, normalisation)
            edges.append(_tie(a, b, aggregation, weighed, counts.evidence(a, b, shared, aggregation)))
    nodes = tuple(said.nodes[n] for n in sorted(counts.total))
    return Network(aggregation, False, nodes, tuple(edges), start, stop)


def two_mode(
    said: Discourse,
    aggregation: str = "subtract",
    normalisation: str = "no",
    duplicates: str = "include",
    window: tuple[str, str] | None = None,
) -> Network:
    """Tie actors to targets: stances for less those against, all of them, or 1 for, 2 against, 3 both."""
    _check(aggregation, TWO_MODE, "aggregation")
    _check(normalisation, TWO_MODE_NORMALISATIONS, "normalisation")
    if aggregation == "combine" and normalisation != "no":
        raise InputError("Codes 1, 2 and 3 cannot be normalised; choose subtract or ignore")
    start, stop = window or (None, None)
    kept = [s for s in without_duplicates(said.stances, duplicates) if within(s.day, start, stop)]
    counts, labels = _Counts(kept), said.labels()
    per_target = Counter(s.target for s in kept)
    edges, targets = [], {}
    for a, target in sorted((a, j) for j, actors in counts.actors.items() for a in actors):
        yes, no = counts.x(a, target, FOR), counts.x(a, target, AGAINST)
        weight = {"subtract": yes - no, "ignore": yes + no, "combine": (yes > 0) + 2 * (no > 0)}[aggregation]
        norm = {"no": 1, "activity": counts.total[a], "prominence": per_target[target]}[normalisation]
        label = f"[{labels[target]}]"
        targets[label] = Node(label, kind="target")
        # 0 here says that for and against are level, which is not the same as no tie
        edges.append(_tie(a, label, "stance", weight / norm, counts.stances(a, target)))
    nodes = [said.nodes[n] for n in sorted(counts.total)] + [targets[t] for t in sorted(targets)]
    return Network("affiliation", False, tuple(nodes), tuple(edges), start, stop)


def discourse_windows(said: Discourse, unit: str, size: int = 1, step: int = 1) -> Iterator[tuple[str, str]]:
    """Yield the time windows that the stances span."""
    yield from windows((s.day for s in said.stances), unit, size, step)


def _tie(a: str, b: str, kind: str, weight: float, behind: list[Stance]) -> Edge:
    records = tuple(dict.fromkeys(s.record_id for s in behind))
    first, last = span_of(s.day for s in behind)
    return Edge(a, b, kind, weight, records, len({s.article_id for s in behind}), first, last)


def _check(value: str, known: tuple[str, ...], what: str) -> None:
    if value not in known:
        raise InputError(f"No {what} is called '{value}'; there are {', '.join(known)}")
