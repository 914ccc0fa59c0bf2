"""What the mentions of a chain tell together, kept up as chains join rather than read from every member again."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field
from typing import TypeVar

from tacitus.mentions.profiles import Profile
from tacitus.mentions.standing import Standing

NAMES = 40  # different names of one chain that are kept: in real articles a chain has up to seven
FEW = 8  # members that are put in their places one by one, more are sorted in
T = TypeVar("T")


@dataclass(slots=True)
class Facts:
    """The summary of a chain: its members in the order of the text and what they show.

    `gendered` and `numbered` are the first member to show a gender m or f, or a number, with what it
    shows. `firsts` are the coordinations that its members share with other mentions, `clauses` those
    whose verb has one of them for an argument, `telling` the sentences in which one of them speaks
    outside quotation marks. `lands` is filled by the pass that needs it.
    """

    members: list[int]
    gendered: tuple[int, str] | None = None
    numbered: tuple[int, str] | None = None
    neuters: int = 0
    persons: int = 0
    things: int = 0
    labels: int = 0
    human_labels: int = 0
    plural: bool = False
    names: tuple[tuple[str, ...], ...] = ()
    phrases: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    firsts: set[int] = field(default_factory=set)
    clauses: set[int] = field(default_factory=set)
    telling: set[int] = field(default_factory=set)
    lands: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, k: int, x: Profile, at: Standing, dep: str, tag: str) -> Facts:
        """Begin with one mention; `dep` and `tag` are those of its head."""
        out = cls([k])
        out.gendered = (k, x.gender) if x.gender in ("m", "f") else None
        out.numbered = (k, x.number) if x.number != "?" else None
        out.neuters = int(x.gender == "n")
        out.persons, out.things = int(x.person is True), int(x.person is False)
        if x.name:
            out.names = (x.name,)
            out.labels, out.human_labels = int(bool(x.label)), int(x.label == "PERSON")
        if x.role is not None:
            rule = x.role.rule
            out.phrases, out.families = frozenset([x.role.phrase]), frozenset(rule.families)
            out.rules, out.plural = frozenset([rule.id]), rule.plural
        if at.shared[k]:
            out.firsts.add(at.firsts[k])
        if dep != "poss" and tag not in ("WP", "WDT"):
            out.clauses.add(at.clauses[k])
        if at.speaks[k] and at.quotes[k] is None:
            out.telling.add(at.sents[k])
        return out

    @property
    def gender(self) -> str:
        """The gender that the chain shows: m, f, n or ?."""
        return self.gendered[1] if self.gendered else "n" if self.neuters else "?"

    @property
    def number(self) -> str:
        """The number that the chain shows: s, p or ?."""
        return self.numbered[1] if self.numbered else "?"

    @property
    def person(self) -> bool | None:
        """Whether the chain is a person; None where nothing tells."""
        return True if self.persons else False if self.things else None

    def absorb(self, other: Facts) -> None:
        """Take in a chain that is no longer than this one."""
        early, late = (self, other) if self.members[0] < other.members[0] else (other, self)
        more = tuple(n for n in late.names if n not in early.names)
        self.names = (early.names + more)[:NAMES]
        self.gendered = _earlier(self.gendered, other.gendered)
        self.numbered = _earlier(self.numbered, other.numbered)
        self.neuters += other.neuters
        self.persons += other.persons
        self.things += other.things
        self.labels += other.labels
        self.human_labels += other.human_labels
        self.plural = self.plural or other.plural
        self.phrases |= other.phrases
        self.families |= other.families
        self.rules |= other.rules
        self.firsts = _united(self.firsts, other.firsts)
        self.clauses = _united(self.clauses, other.clauses)
        self.telling = _united(self.telling, other.telling)
        self.lands = _united(self.lands, other.lands)
        _put_in(self.members, other.members)


def _earlier(a: tuple[int, str] | None, b: tuple[int, str] | None) -> tuple[int, str] | None:
    return min(a, b) if a and b else a or b


def _united(a: set[T], b: set[T]) -> set[T]:
    small, big = (a, b) if len(a) < len(b) else (b, a)
    big |= small
    return big


def _put_in(members: list[int], more: list[int]) -> None:
    """Add members to those of a chain so that they stay in the order of the text."""
    if members[-1] < more[0]:
        members.extend(more)
    elif len(more) < FEW:
        for m in more:
            insort(members, m)
    else:
        members.extend(more)
        members.sort()
