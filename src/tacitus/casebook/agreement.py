"""How far reviewers agree: Krippendorff's alpha for nominal data, on records that two or more have judged.

Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; the test computes its worked examples. The packages
that compute it are either under a licence that does not go with this one, or bring a numerical library along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store import Casebook
from tacitus.casebook.store_verdicts import standing
from tacitus.ledger import KINDS

ALL = "all"


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """Agreement on the records of a kind: `alpha` is 1 for full agreement, 0 for chance, None where all said one thing.

    `records` were judged by two reviewers or more, `same` of them by all alike.
    """

    kind: str
    records: int
    reviewers: int
    same: int
    alpha: float | None


def alpha(units: Iterable[Sequence[Any]]) -> float | None:
    """Return Krippendorff's alpha for nominal values; each unit holds the values it was given, in any order.

    Units with one value do not count. None where there are no pairs, or only one value was ever given.
    """
    weights: dict[tuple[Any, Any], float] = {}
    for unit in units:
        counts, size = Counter(unit), len(unit)
        if size < 2:
            continue
        for a, n in counts.items():
            for b, m in counts.items():
                weight = n * (m - (a == b)) / (size - 1)
                weights[a, b] = weights.get((a, b), 0.0) + weight
    totals: dict[Any, float] = {}
    for (a, _), weight in weights.items():
        totals[a] = totals.get(a, 0.0) + weight
    whole = sum(totals.values())
    expected = whole * whole - sum(t * t for t in totals.values())
    if not expected:
        return None
    observed = sum(weight for (a, b), weight in weights.items() if a != b)
    return 1.0 - (whole - 1) * observed / expected


def agreement(book: Casebook) -> list[AgreementRow]:
    """Say how far reviewers agree, by kind of record and over all; `unsure` is no judgement."""
    v = book.tables["reviews"]
    reviews: dict[str, list[Any]] = {}
    with book.reading() as connection:
        for row in connection.execute(sa.select(v.c.record_id, v.c.by, v.c.verdict).order_by(v.c.at, v.c.number)):
            reviews.setdefault(row.record_id, []).append(row)
    letters = {kind[0]: kind for kind in KINDS}
    judged: dict[str, list[dict[str, str]]] = {}
    for record_id, told in reviews.items():
        verdicts = {by: r.verdict for by, r in standing(told).items() if r.verdict != "unsure"}
        if len(verdicts) > 1:
            for kind in (letters.get(record_id[:1], record_id[:1]), ALL):
                judged.setdefault(kind, []).append(verdicts)
    return [_row(kind, judged[kind]) for kind in (*KINDS, ALL) if kind in judged]


def _row(kind: str, judged: list[dict[str, str]]) -> AgreementRow:
    found = alpha([list(verdicts.values()) for verdicts in judged])
    same = sum(1 for verdicts in judged if len(set(verdicts.values())) == 1)
    reviewers = len({by for verdicts in judged for by in verdicts})
    return AgreementRow(kind, len(judged), reviewers, same, None if found is None else round(found, 3))
