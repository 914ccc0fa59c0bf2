"""What a form of the review page says: the fields in which a record can be put right, and the correction they come to.

Only what was changed becomes part of the correction: a field left as it was says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tacitus.casebook.corrections import CHOICES, FIELDS, ROLES, SPANS
from tacitus.errors import InputError
from tacitus.records import Record
from tacitus.web.pages import Query

MORE = 1  # empty rows offered for somebody who was not found
LABELS = {"place_text": "place", "target_actor": "target (actor)"}
WHO = ("name", "country", "sector")


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a record: a choice among `choices`, or a text."""

    name: str
    label: str
    value: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpanField:
    """A stretch of the article that a record consists of; `name` is that of the form, `part` that of the record."""

    name: str
    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PersonField:
    """Somebody who takes part, or an empty row for one who does."""

    name: str
    role: str
    who: dict[str, str]
    entity_id: str | None = None


def value_fields(kind: str, record: Record) -> list[Field]:
    """Return the fields of a record that can be put right."""
    out = []
    for name in FIELDS[kind]:
        value = getattr(record, name)
        told = "" if value is None else str(value)
        out.append(Field(name, LABELS.get(name, name), told, tuple(CHOICES.get(name, ()))))
    return out


def span_fields(kind: str, spans: list[tuple[str, int, int]]) -> list[SpanField]:
    """Return the stretches of a record that can be put right, in the order of the text."""
    wanted = (*SPANS[kind], *(("content",) if kind == "statements" else ()))
    found = sorted((s for s in spans if s[0] in wanted), key=lambda s: (s[1], s[2]))
    counts: dict[str, int] = {}
    out = []
    for part, start, end in found:
        n = counts[part] = counts.get(part, -1) + 1
        out.append(SpanField(f"{part}-{n}", part, start, end))
    return out


def person_fields(kind: str, who: dict[str, list[dict[str, Any]]]) -> list[PersonField]:
    """Return those who take part, by role, with an empty row for each role."""
    out = []
    for role in ROLES[kind]:
        own = [
            {c: str(p.get(c) or (p.get("words") if c == "name" else "") or "") for c in WHO} for p in who.get(role, ())
        ]
        known = [p.get("entity_id") for p in who.get(role, ())]
        out += [PersonField(f"{role}-{n}", role, row, known[n]) for n, row in enumerate(own)]
        empty = dict.fromkeys(WHO, "")
        out += [PersonField(f"{role}-{n}", role, empty) for n in range(len(own), len(own) + MORE)]
    return out


def read_form(
    query: Query, kind: str, record: Record, spans: list[tuple[str, int, int]], who: dict[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    """Return the correction that a form comes to; empty where nothing was changed. Raises InputError."""
    out: dict[str, Any] = {}
    for field in value_fields(kind, record):
        if field.name in query.given and (told := query.one(field.name) or "") != field.value:
            out[field.name] = _number(field.name, told) if field.name in ("killed", "injured") else told or None
    moved: dict[str, list[list[int]]] = {}
    changed: set[str] = set()
    for span in span_fields(kind, spans):
        ends = [query.whole(f"{span.name}-{end}", getattr(span, end), low=0, high=10**9) for end in ("start", "end")]
        moved.setdefault(span.part, []).append(ends)
        if ends != [span.start, span.end]:
            changed.add(span.part)
    for part in changed:
        out[part] = moved[part] if part == "content" else moved[part][0]
    fields = person_fields(kind, who)
    for role in ROLES[kind]:
        own = [f for f in fields if f.role == role]
        if not any(f"{f.name}-name" in query.given for f in own):
            continue
        told_ = [{c: query.one(f"{f.name}-{c}") or "" for c in WHO} for f in own]
        if told_ != [f.who for f in own]:
            # who was left as he was is who he was
            same = [
                {"entity_id": f.entity_id or ""} if person == f.who else {}
                for f, person in zip(own, told_, strict=True)
            ]
            people = [person | also for person, also in zip(told_, same, strict=True) if person["name"]]
            out[role] = [{c: v for c, v in person.items() if v} for person in people]
    return out


def _number(name: str, told: str) -> int | None:
    if not told:
        return None
    if not (told.isascii() and told.isdecimal() and len(told) < 10):
        raise InputError(f"'{told}' is no number of people {name}; write a whole number")
    return int(told)
