"""The names of one person are tied: fuller and shorter full names, and bare surnames."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from tacitus.mentions.chains import Chains, names_agree
from tacitus.mentions.name_index import Name, NameIndex

BEARERS = 100  # persons of one name who are told apart: more are in no article, only in what repeats itself


def titles_agree(chains: Chains, a: int, b: int) -> bool:
    """Say whether the titles of two mentions of one surname let them be one person ("Mr"/"Mrs Clinton")."""
    g, h = chains.gender(a), chains.gender(b)
    return g == h or "?" in (g, h) or "n" in (g, h)


def full_names(chains: Chains) -> list[int]:
    """Return the mentions that name a person with more than one word."""
    return [k for k, x in enumerate(chains.profiles) if len(x.name) > 1 and x.person]


def link_full_names(chains: Chains) -> None:
    """Tie fuller and shorter full names of a person: "John R. Bolton", "John Bolton"."""
    full = full_names(chains)
    among, index = set(full), NameIndex()
    seen: set[tuple[Name, int]] = set()
    for k in full:
        name = chains.profiles[k].name
        tied = next(m for m in chains.members(k) if m in among)  # itself, if to none before
        for j in index.like(name, BEARERS):
            if j >= tied:
                break
            if names_agree(chains.profiles[j].name, name, True) and titles_agree(chains, j, k):
                chains.join(j, k, "chain.name")
                break
        if (name, chains.of(k)) not in seen:  # the first of a chain speaks for those of the same name after it
            seen.add((name, chains.of(k)))
            index.add(k, name)


@dataclass(frozen=True, slots=True)
class _Bearers:
    """The full names that a surname may stand for, in lists of one chain each, in the order of the text.

    `ends` are those that end with the surname, `fits` also those that begin with it.
    """

    ends: list[list[int]]
    fits: list[list[int]]

    @classmethod
    def find(cls, chains: Chains, index: NameIndex, name: Name) -> _Bearers:
        ends: dict[int, list[int]] = {}
        fits: dict[int, list[int]] = {}
        for f in index.like(name):
            full = chains.profiles[f].name
            if names_agree(name, full, True):
                fits.setdefault(chains.of(f), []).append(f)
                if full[-1].removeprefix("al-") == name[0].removeprefix("al-"):
                    ends.setdefault(chains.of(f), []).append(f)
        return cls(list(ends.values())[:BEARERS], list(fits.values())[:BEARERS])


def link_surnames(chains: Chains) -> None:
    """Tie a bare surname to the full name that it is the end (or, for some languages, the beginning) of."""
    index = NameIndex()
    for f in full_names(chains):
        index.add(f, chains.profiles[f].name)
    bearers: dict[Name, _Bearers] = {}
    for k, x in enumerate(chains.profiles):
        if len(x.name) != 1 or (x.kind == "demonym" and not x.person):
            continue
        if x.name not in bearers:
            bearers[x.name] = _Bearers.find(chains, index, x.name)
        joined = _choose_full(chains, k, bearers[x.name].ends) or _choose_full(chains, k, bearers[x.name].fits)
        if joined is not None:
            x.kind = "name" if x.kind in ("place", "demonym") else x.kind
            chains.make_person(k)
            chains.forget_neuter(k)
            chains.join(joined, k, "chain.surname")


def _choose_full(chains: Chains, k: int, bearers: list[list[int]]) -> int | None:
    """Choose among bearers of a surname: gender must agree; then who was named before, and most often."""
    able: dict[int, list[list[int]]] = {}
    for fs in bearers:
        if titles_agree(chains, fs[0], k):
            able.setdefault(chains.of(fs[0]), []).append(fs)
    ranks = [_rank(chains, k, lists) for lists in able.values()]
    before = [r for r in ranks if r[-1] < k] or ranks
    return max(before)[-1] if before else None


def _rank(chains: Chains, k: int, lists: list[list[int]]) -> tuple[int, int, int, int]:
    """Rank one person: how often spoken of, how often named in full before `k`, how near; the nearest comes last.

    Of somebody who is named after `k` only, all mentions count.
    """
    counts = [bisect_left(fs, k) for fs in lists]
    size = sum(counts)
    near = max(fs[n - 1] for fs, n in zip(lists, counts, strict=True) if n) if size else min(fs[0] for fs in lists)
    return len(chains.members(near)), size or sum(map(len, lists)), -abs(near - k), near
