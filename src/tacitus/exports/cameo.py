"""CAMEO's scales: the quad class and the Goldstein score of an event code."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HOME = Path(__file__).parent / "cameo.csv"


@dataclass(frozen=True, slots=True)
class Cameo:
    """An event code with its parents: 0841 stands under base 084 and root 08."""

    code: str
    quad_class: str
    goldstein: str

    @property
    def base(self) -> str:
        """The code of the second level, or the code itself where it is of the first."""
        return self.code[:3]

    @property
    def root(self) -> str:
        """The two figures of the first level."""
        return self.code[:2]


@cache
def cameo_codes() -> dict[str, Cameo]:
    """Return every code with its quad class (1 to 4) and Goldstein score (-10 to 10)."""
    with HOME.open(encoding="utf-8", newline="") as file:
        return {r["code"]: Cameo(r["code"], r["quad_class"], r["goldstein"]) for r in csv.DictReader(file)}


def cameo_of(code: str | None) -> Cameo:
    """Return a code's scales; a code that the table lacks takes those of its nearest parent, empty without one."""
    known = cameo_codes()
    code = code or ""
    for length in range(len(code), 1, -1):
        if code[:length] in known:
            parent = known[code[:length]]
            return Cameo(code, parent.quad_class, parent.goldstein)
    return Cameo(code, "", "")
