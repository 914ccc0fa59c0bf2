"""Who is for an issue and who against, since when, on whose word, and who changed sides; see `ask_stands`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tacitus.casebook.ask_filters import Filters
from tacitus.casebook.ask_stands import Stand, stands
from tacitus.casebook.store import Casebook


@dataclass(frozen=True, slots=True)
class SideRow:
    """Where one holder stands. `side` is for, against or changed; `stances` tells the changes in order.

    `fit` says how the targets of first and last evidence fit the issue (see `ask_words`).
    """

    side: str
    holder: str
    country: str | None
    sector: str | None
    first: str | None
    last: str | None
    times: int
    articles: int
    stances: str
    according_to: str
    first_target: str
    first_evidence: str
    first_fit: str
    first_id: str
    last_target: str
    last_evidence: str
    last_fit: str
    last_id: str


def sides(
    book: Casebook,
    issue: str,
    filters: Filters = Filters(),  # noqa: B008 - it cannot change
    also: Sequence[str] = (),
) -> list[SideRow]:
    """Say who is for an issue, who against, and who changed; the most often told first.

    `also` are other words for the same issue ("invasion of Venezuela").
    """
    holders: dict[str, list[Stand]] = {}
    for stand in stands(book, issue, filters, also):
        holders.setdefault(stand.holder, []).append(stand)
    made = [_side(name, taken) for name, taken in holders.items()]
    order = ("for", "against", "changed")
    made.sort(key=lambda s: (order.index(s.side), -s.times, s.first or "", s.holder))
    return made[: filters.limit]


def _side(name: str, taken: list[Stand]) -> SideRow:
    changes = [t for n, t in enumerate(taken) if not n or taken[n - 1].stance != t.stance]
    first, last = taken[0], taken[-1]
    words = "; ".join(dict.fromkeys(t.word for t in taken))
    return SideRow(
        first.stance if len(changes) == 1 else "changed", name, first.country, first.sector,
        first.day, last.day, len(taken), len({t.article_id for t in taken}),
        ", then ".join(f"{t.stance} ({t.day or 'no date'})" for t in changes), words,
        *_evidence(first), *_evidence(last),
    )  # fmt: skip


def _evidence(t: Stand) -> tuple[str, str, str, str]:
    return t.target, t.evidence, t.fit + (", turned" if t.turned else ""), t.id
