"""Load, check and merge codebook files: ours, then the user's over them.

A folder given with `--codebook` may hold any of our files under the same names. The same `id` replaces
our rule, `off = true` removes it, an unknown key or file is an error. All problems are reported at
once, each with its file and the path inside it. Codes are strings always.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tomllib
import typing
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import MISSING, dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from tacitus.errors import RuleError
from tacitus.rules import CueRule, EventRule, EventType, GenderCue, LightVerb, RoleNoun, Rule, StanceRule, StatusCue

HOME = Path(__file__).parent / "codebook"
# file pattern -> (where it goes in Codebook, the kind of its rows)
FILES: dict[str, tuple[str, type[Rule]]] = {
    "cues.csv": ("cues", CueRule),
    "events/*.toml": ("events", EventRule),
    "plover.toml": ("types", EventType),
    "light_verbs.csv": ("light_verbs", LightVerb),
    "stances.toml": ("stances", StanceRule),
    "roles.csv": ("roles", RoleNoun),
    "genders.csv": ("genders", GenderCue),
    "status.csv": ("status", StatusCue),
}
LAST_COUNTS = ("roles", "genders")  # layers indexed so that a later rule for a word replaces an earlier one
MARK = re.compile(r"\{(\w+) ([^{}]+)\}")
LIST_SEPARATOR = " | "
R = TypeVar("R", bound=Rule)


@dataclass(frozen=True, slots=True)
class Codebook:
    """All rules by id, and `hash`, a fingerprint of the files they came from."""

    cues: dict[str, CueRule] = field(default_factory=dict)
    events: dict[str, EventRule] = field(default_factory=dict)
    types: dict[str, EventType] = field(default_factory=dict)
    light_verbs: dict[str, LightVerb] = field(default_factory=dict)
    stances: dict[str, StanceRule] = field(default_factory=dict)
    roles: dict[str, RoleNoun] = field(default_factory=dict)
    genders: dict[str, GenderCue] = field(default_factory=dict)
    status: dict[str, StatusCue] = field(default_factory=dict)
    hash: str = ""

    def rules(self) -> Iterator[Rule]:
        """Yield every rule of every layer."""
        for layer in (self.cues, self.events, self.stances, self.roles, self.genders, self.status):
            yield from layer.values()


def marked(example: str) -> tuple[str, list[tuple[str, int, int]]]:
    """Take the braces out of an example: the plain text, and (role, start, end) for each marked stretch."""
    plain, marks, at = "", [], 0
    for m in MARK.finditer(example):
        plain += example[at : m.start()]
        marks.append((m[1], len(plain), len(plain) + len(m[2])))
        plain += m[2]
        at = m.end()
    return plain + example[at:], marks


@lru_cache(maxsize=8)
def load_codebook(*folders: Path) -> Codebook:
    """Load our codebook and merge each folder over it, in order. Raises RuleError listing every problem."""
    problems: list[str] = []
    layers: dict[str, dict[str, Any]] = {name: {} for name, _ in FILES.values()}
    digest = hashlib.blake2b(digest_size=8)
    for folder in (HOME, *folders):
        problems.extend(_strangers(folder))
        before = {name: dict(rules) for name, rules in layers.items()}
        for pattern, (layer, kind) in FILES.items():
            for path in sorted(folder.glob(pattern)):
                data = path.read_bytes()
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + data)
                for where, row in _rows(path, data, kind, problems):
                    _merge(layers[layer], kind, row, f"{path}: {where}", problems)
        if folder != HOME:
            _prefer_new(layers, before)
    if problems:
        raise RuleError("The codebook has problems:\n  " + "\n  ".join(problems))
    return Codebook(**layers, hash=digest.hexdigest())


def _prefer_new(layers: dict[str, dict[str, Any]], before: dict[str, dict[str, Any]]) -> None:
    """Put the rules of the folder just read first where the stages take the first of equals: the user's win."""
    for name, rules in layers.items():
        if name not in LAST_COUNTS:
            new = {k: rule for k, rule in rules.items() if before[name].get(k) is not rule}
            layers[name] = {**new, **rules}


def _strangers(folder: Path) -> Iterator[str]:
    """Name the files of a codebook folder that no pattern takes, so that a misspelt name is not passed over."""
    if not folder.is_dir():
        yield f"{folder}: no such folder"
        return
    known = {p for pattern in FILES for p in folder.glob(pattern)}
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".toml", ".csv") and path not in known and folder != HOME:
            yield f"{path}: not a codebook file; known are {', '.join(FILES)}"


def _rows(path: Path, data: bytes, kind: type[Rule], problems: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        text = data.decode("utf-8-sig")
        if path.suffix == ".toml":
            table = tomllib.loads(text)
            for key in table.keys() - {"rule", "about"}:
                problems.append(f"{path}: unknown key '{key}'; rules stand under [[rule]]")
            yield from ((f"rule[{n}]", row) for n, row in enumerate(table.get("rule", [])))
        else:
            reader = csv.DictReader(io.StringIO(text))
            known = {"off", *(f.name for f in fields(kind))}
            if strangers := [c for c in reader.fieldnames or [] if c not in known]:
                # once for the column, not once a line
                problems.append(f"{path}: unknown column {', '.join(strangers)}; known are {', '.join(sorted(known))}")
            for row in reader:
                if None in row or None in row.values():
                    problems.append(f"{path}: line {reader.line_num}: {len(reader.fieldnames or [])} columns expected")
                    continue
                yield f"line {reader.line_num}", {k: v for k, v in row.items() if v != "" and k in known}
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error) as e:
        problems.append(f"{path}: {e}")


def _merge(layer: dict[str, Any], kind: type[Rule], row: dict[str, Any], where: str, problems: list[str]) -> None:
    off = str(row.pop("off", "")).lower() in ("true", "1", "yes")
    rule_id = str(row.get("id", ""))
    if not rule_id:
        problems.append(f"{where}: a rule needs an 'id'")
    elif off:
        if layer.pop(rule_id, None) is None:
            problems.append(f"{where}: 'off' names rule '{rule_id}', which does not exist")
    else:
        rule = build_rule(kind, row, where, problems)
        if rule is not None:
            layer[rule_id] = rule


def build_rule(kind: type[R], row: dict[str, Any], where: str, problems: list[str]) -> R | None:
    """Build one rule from a row of a file, or note in `problems` why not. CSV values arrive as text."""
    hints, count = typing.get_type_hints(kind), len(problems)
    values: dict[str, Any] = {}
    for key, value in row.items():
        if key not in hints:
            problems.append(f"{where}: unknown key '{key}'; known are {', '.join(hints)}")
            continue
        try:
            values[key] = _value(hints[key], value)
        except (TypeError, ValueError) as e:
            problems.append(f"{where}: {key}: {e}")
    for f in fields(kind):
        if f.default is MISSING and f.default_factory is MISSING and f.name not in values:
            problems.append(f"{where}: '{f.name}' is missing")
    return kind(**values) if len(problems) == count else None


def _value(hint: Any, value: Any) -> Any:
    options = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        items: Sequence[Any] = value.split(LIST_SEPARATOR) if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(i, str) for i in items):
            raise TypeError("a list of texts is expected")
        return tuple(i.strip() for i in items)
    if hint is str or str in options:
        if not isinstance(value, str):
            raise TypeError(f"a text is expected (put {value!r} in quotation marks)")
        return value
    if hint is bool:
        if isinstance(value, str) and value.lower() not in ("true", "false"):
            raise ValueError("true or false is expected")
        return value if isinstance(value, bool) else value.lower() == "true"
    return int(value) if hint is int or int in options else float(value)


def phrases(rules: Iterable[Rule], field_name: str) -> dict[str, list[Any]]:
    """Index rules by each of the lemmas or phrases in one of their fields."""
    index: dict[str, list[Any]] = {}
    for rule in rules:
        for phrase in getattr(rule, field_name):
            index.setdefault(phrase, []).append(rule)
    return index
