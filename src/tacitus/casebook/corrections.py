"""What a reviewer put right in a record: the form of `Review.correction`, checked before it is kept.

    {"stance": "against", "date": "2019-02", "evidence": [120, 164], "holder": [{"name": "Peru", "country": "PER"}]}

Fields of the record take a value, or null where there is none; spans are [start, end] in characters of the article;
participants are listed by role, the best first. What is not named stays as the machine found it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from tacitus.casebook.ask_words import country_code
from tacitus.casebook.store_rows import clean_text
from tacitus.entities.name_keys import name_key
from tacitus.errors import StoreError
from tacitus.records import EVENT_TYPES, SECTORS, STATUSES

PLOVER = Path(__file__).parent.parent / "codebook" / "plover.toml"
QUOTATIONS = ("direct", "indirect", "mixed")
FIELDS = {
    "statements": ("quotation", "date"),
    "events": ("type", "mode", "status", "date", "place_text", "killed", "injured"),
    "positions": ("stance", "target", "status", "date"),
}
SPANS = {"statements": ("cue",), "events": ("trigger",), "positions": ("evidence",)}
ROLES = {
    "statements": ("speaker", "via", "addressee"),
    "events": ("actor", "recipient"),
    "positions": ("holder", "target_actor"),
}
CHOICES = {"type": EVENT_TYPES, "status": STATUSES, "stance": ("for", "against"), "quotation": QUOTATIONS}
NEEDED = frozenset(["type", "status", "stance", "quotation", "target"])
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
LONGEST = 1000
MOST = 200  # participants in one role, pieces of content
Who = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Correction:
    """A checked correction: columns with their values, spans of contents, participants by role."""

    columns: dict[str, Any] = field(default_factory=dict)
    contents: tuple[tuple[int, int], ...] | None = None
    roles: dict[str, tuple[Who, ...]] = field(default_factory=dict)


@cache
def quad_classes() -> dict[str, str]:
    """Return the quad class of each type of event."""
    with PLOVER.open("rb") as file:
        return {rule["id"]: rule["quad_class"] for rule in tomllib.load(file)["rule"]}


def read_correction(kind: str, told: str | None, text: str) -> Correction:
    """Check the correction (JSON) of a record of `kind` (statements, events, positions) in an article's text.

    Raises StoreError with what is wrong and what would be right.
    """
    try:
        given = json.loads(told or "{}")
    except (ValueError, RecursionError) as e:
        raise StoreError(f"the correction is not JSON: {e}") from e
    if not isinstance(given, Mapping):
        raise StoreError('the correction is no JSON object; write {"stance": "against"} for instance')
    known = (*FIELDS[kind], *SPANS[kind], *(("content",) if kind == "statements" else ()), *ROLES[kind])
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise StoreError(f"{', '.join(unknown)} cannot be corrected in {kind}; there are {', '.join(known)}")
    columns: dict[str, Any] = {name: _value(name, given[name]) for name in FIELDS[kind] if name in given}
    for name in SPANS[kind]:
        if name in given:
            start, end = _span(name, given[name], text)
            columns |= {f"{name}_start": start, f"{name}_end": end, f"{name}_text": text[start:end]}
    if "type" in columns:
        columns |= {"quad_class": quad_classes()[columns["type"]], "cameo": None, "mode": columns.get("mode")}
    contents = None
    if "content" in given:
        pieces = given["content"]
        if not isinstance(pieces, list) or not 0 < len(pieces) <= MOST:
            raise StoreError(f"content is a list of spans (1 to {MOST}), such as [[120, 164]]")
        contents = tuple(sorted(_span("content", p, text) for p in pieces))
        if any(a[1] > b[0] for a, b in pairwise(contents)):
            raise StoreError("the spans of content overlap")
    return Correction(columns, contents, {r: _people(r, given[r]) for r in ROLES[kind] if r in given})


def _value(name: str, value: Any) -> Any:
    if value is None and name not in NEEDED:
        return None
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise StoreError(f"'{value}' is no {name}; there are {', '.join(CHOICES[name])}")
        return value
    if name in ("killed", "injured"):
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**9:
            raise StoreError(f"'{value}' is no number of people {name}; give a whole number, or null")
        return value
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        raise StoreError(f"{name} must be a text of 1 to {LONGEST:,} characters")
    if name == "date":
        _check_date(value)
    return clean_text(" ".join(value.split()))


def _check_date(value: str) -> None:
    try:
        if not DATE.fullmatch(value):
            raise ValueError
        date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    except ValueError as e:
        raise StoreError(f"'{value}' is no date; write 2019-01-23, 2019-01 or 2019") from e


def _span(name: str, given: Any, text: str) -> tuple[int, int]:
    whole = isinstance(given, list | tuple) and len(given) == 2 and all(type(n) is int for n in given)
    if not whole or not 0 <= given[0] < given[1] <= len(text):
        raise StoreError(f"{name} is [start, end] in characters of the article, which has {len(text):,}; not {given}")
    return given[0], given[1]


def _people(role: str, given: Any) -> tuple[Who, ...]:
    if not isinstance(given, list) or any(not isinstance(who, Mapping) for who in given):
        raise StoreError(f'{role} is a list, such as [{{"name": "Peru", "country": "PER", "sector": "GOV"}}], or []')
    if len(given) > MOST:
        raise StoreError(f"{role} has {len(given):,} participants; there may be {MOST}")
    return tuple(_person(role, who) for who in given)


def _person(role: str, who: Mapping[str, Any]) -> Who:
    unknown = sorted(set(who) - {"name", "country", "sector", "entity_id", "text"})
    if unknown:
        raise StoreError(f"{role}: {', '.join(unknown)} is not known; there are name, country, sector, entity_id, text")
    odd = sorted(k for k, v in who.items() if v is not None and not isinstance(v, str))
    if odd:
        raise StoreError(f"{role}: {', '.join(odd)} must be a text")
    told = {k: clean_text(" ".join(v.split()))[:LONGEST] or None for k, v in who.items() if v is not None}
    name, country, sector = told.get("name"), told.get("country"), told.get("sector")
    if name is None:
        raise StoreError(f"{role}: somebody without a name; an empty list says that there is nobody")
    code = country_code(country) if country else country_code(name)
    if country and code is None:
        raise StoreError(f"{role}: '{country}' is no country; give a name such as Peru or a code such as PER")
    if sector and sector.upper() not in SECTORS:
        raise StoreError(f"{role}: '{sector}' is no sector; there are {', '.join(SECTORS)}")
    state = code is not None and not country  # a country's name stands for its government
    return {
        "text": told.get("text") or name,
        "name": name,
        "country": code,
        "sector": sector.upper() if sector else "GOV" if state else None,
        "entity_id": told.get("entity_id") or (f"country:{code}" if state else f"name:{name_key(name)}"),
    }
