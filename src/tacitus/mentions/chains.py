"""The chains of an article while they are being made: which mentions are one actor, and what may not join."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tacitus.entities.entity_tables import EntityTables
from tacitus.mentions.profiles import PARTICLES, Profile
from tacitus.parsing.parsed import Parsed


@dataclass(slots=True)
class Chains:
    """The profiles of an article's mentions in the order of the text, and which of them are one actor.

    A chain goes by the place of its first member. `why[k]` is the rule that tied profile `k` to its chain.
    """

    parsed: Parsed
    tables: EntityTables
    profiles: list[Profile]
    _chain: list[int]
    _members: dict[int, list[int]]
    why: dict[int, str]
    by_head: dict[int, int]

    @classmethod
    def start(cls, parsed: Parsed, tables: EntityTables, profiles: list[Profile]) -> Chains:
        """Begin with every mention in a chain of its own."""
        numbers = list(range(len(profiles)))
        heads = {x.head: k for k, x in enumerate(profiles)}
        return cls(parsed, tables, profiles, numbers, {k: [k] for k in numbers}, {}, heads)

    def of(self, k: int) -> int:
        """Return the chain of profile `k`."""
        return self._chain[k]

    def members(self, k: int) -> list[int]:
        """Return the profiles of the chain of `k`, in the order of the text."""
        return self._members[self._chain[k]]

    def all(self) -> Iterator[list[int]]:
        """Yield the members of each chain, by first member."""
        for chain in sorted(self._members):
            yield self._members[chain]

    def gender(self, k: int) -> str:
        """Return the gender that the chain of `k` shows: m, f, n or ?."""
        found = [self.profiles[m].gender for m in self.members(k)]
        return next((g for g in found if g in ("m", "f")), "n" if "n" in found else "?")

    def number(self, k: int) -> str:
        """Return the number that the chain of `k` shows: s, p or ?."""
        return next((n for n in (self.profiles[m].number for m in self.members(k)) if n != "?"), "?")

    def person(self, k: int) -> bool | None:
        """Say whether the chain of `k` is a person; None where nothing tells."""
        found = [self.profiles[m].person for m in self.members(k)]
        return True if True in found else False if False in found else None

    def names(self, k: int) -> list[tuple[str, ...]]:
        """Return the names in the chain of `k`, longest first."""
        found = {self.profiles[m].name for m in self.members(k) if self.profiles[m].name}
        return sorted(found, key=lambda n: (-len(n), n))

    def may_join(self, a: int, b: int) -> bool:
        """Say whether nothing speaks against two chains being one: gender, number, person, names."""
        if self.of(a) == self.of(b):
            return True
        g, h = self.gender(a), self.gender(b)
        if g != h and "?" not in (g, h):
            return False
        n, m = self.number(a), self.number(b)
        if n != m and "?" not in (n, m) and not self.is_body(a) and not self.is_body(b):
            return False
        if self.person(a) is not None and self.person(b) is not None and self.person(a) != self.person(b):
            return False
        if self._are_parted(a, b) or self._reign_and_govern(a, b):
            return False
        return not names_clash(self.names(a), self.names(b), bool(self.person(a) or self.person(b)))

    def is_body(self, k: int) -> bool:
        """Say whether the chain of `k` holds a body that is "they" as well as "it"."""
        roles = [self.profiles[m].role for m in self.members(k)]
        return any(r is not None and r.rule.plural for r in roles)

    def _reign_and_govern(self, a: int, b: int) -> bool:
        """Say whether one chain is a monarch's and the other a head of government's: nobody is both."""
        ids = [{r.rule.id for m in self.members(k) if (r := self.profiles[m].role)} for k in (a, b)]
        return any("monarch" in x and not y.isdisjoint(("prime_minister", "president")) for x, y in (ids, ids[::-1]))

    def _are_parted(self, a: int, b: int) -> bool:
        """Say whether a member of one chain is coordinated with, or stands inside, one of the other."""
        p = self.parsed
        for x in self.members(a):
            for y in self.members(b):
                one, two = self.profiles[x], self.profiles[y]
                if p[one.head].sent != p[two.head].sent:
                    continue
                if p.first_conjunct(one.head) == p.first_conjunct(two.head):
                    return True
                inside = one.first <= two.head <= one.last or two.first <= one.head <= two.last
                if inside:
                    return True
        return False

    def join(self, earlier: int, later: int, why: str) -> bool:
        """Make the chains of two profiles one; `why` is the rule, kept for the one that it tied."""
        a, b = self.of(earlier), self.of(later)
        if a == b:
            return False
        keep, drop = min(a, b), max(a, b)
        self.why.setdefault(later, why)
        self._members[keep] = sorted(self._members[keep] + self._members.pop(drop))
        for m in self._members[keep]:
            self._chain[m] = keep
        return True

    def best(self, members: list[int]) -> int:
        """Return the member that names the chain best: the longest name, else a role, else the first."""

        def rank(k: int) -> tuple[int, int, int]:
            x = self.profiles[k]
            order = {"name": 0, "place": 1, "role": 3, "nominal": 4, "unnamed": 5, "demonym": 2}
            return (order.get(x.kind, 6), -len(x.name), k)

        return min(members, key=rank)


def names_clash(a: list[tuple[str, ...]], b: list[tuple[str, ...]], person: bool) -> bool:
    """Say whether two sets of names cannot belong to one actor."""
    if not a or not b:
        return False
    return not any(names_agree(x, y, person) for x in a for y in b)


def names_agree(x: tuple[str, ...], y: tuple[str, ...], person: bool) -> bool:
    """Say whether two names can be one actor's: equal, surname of a full name, or its tail."""
    if x == y or "".join(x) == "".join(y):
        return True
    short, long = (x, y) if len(x) <= len(y) else (y, x)
    if not person:
        return len(short) >= 2 and long[-len(short) :] == short
    short, long = _plain(short), _plain(long)
    if len(short) == 1:
        return short[0] in (long[-1], long[0])
    return (short[0], short[-1]) == (long[0], long[-1]) or long[-len(short) :] == short or long[: len(short)] == short


@lru_cache(maxsize=4096)
def _plain(name: tuple[str, ...]) -> tuple[str, ...]:
    """Leave particles and initials out of a person's name."""
    words = [w.removeprefix("al-").removeprefix("el-") for w in name]
    kept = tuple(w for w in words if w not in PARTICLES and len(w) > 1)
    return kept or name
