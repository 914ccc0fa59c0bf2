"""Organisations, armed groups, companies and outlets: hand-kept rows first, then what the public lists add."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from build_offices import read


def organisations(folder: Path, facts: Path, lands: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield IGOs, NGOs, parties, forces, ministries, courts."""
    yield from _hand(facts / "organisations.csv")


def armed_groups(folder: Path, facts: Path, lands: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield armed groups."""
    yield from _hand(facts / "armed_groups.csv")


def companies(folder: Path, facts: Path, lands: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield companies."""
    yield from _hand(facts / "companies.csv")


def outlets(folder: Path, facts: Path, lands: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield outlets and agencies."""
    yield from _hand(facts / "outlets.csv")


def _hand(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        yield from ({"source": "own", "known_until": "2025-12", **r} for r in read(path))
