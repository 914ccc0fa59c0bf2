"""One frozen Settings: defaults, then a file, then the environment, then the command line."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tacitus.errors import InputError

ENVIRONMENT = "TACITUS_"
ENGINES = ("local", "ray")
KINDS = ("statements", "events", "positions")
NUMBERS = ("max_chars", "workers", "batch")
LISTS = ("codebook", "overlay", "only")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run can be told.

    `codebook`: folders merged over ours. `overlay`: CSV files of the user's own actors. `parser`: a name
    in models.toml. `max_chars`: longest article taken, in characters. `workers`: processes. `engine`:
    "local" or "ray". `batch`: articles a worker takes at once. `only`: record kinds to find.
    """

    codebook: tuple[Path, ...] = ()
    overlay: tuple[Path, ...] = ()
    parser: str = "en-sm"
    max_chars: int = 1_000_000
    workers: int = 1
    engine: str = "local"
    batch: int = 16
    only: tuple[str, ...] = KINDS


def load_settings(file: Path | None = None, **given: Any) -> Settings:
    """Read settings from `file` (TOML) and TACITUS_* variables, then apply what was `given` (None means not given).

    Raises InputError naming the file or variable and the known keys when one is unknown or malformed.
    """
    settings = Settings()
    if file is not None:
        try:
            values = tomllib.loads(file.read_text("utf-8"))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
            raise InputError(f"{file}: cannot be read as TOML settings: {e}") from e
        settings = _apply(settings, values, str(file))
    settings = _apply(settings, _from_environment(), "the environment", lambda key: f"{ENVIRONMENT}{key.upper()}")
    told = {k: v for k, v in given.items() if v is not None}
    return _apply(settings, told, "the command line", lambda key: f"--{key.replace('_', '-')}")


def _from_environment() -> dict[str, Any]:
    """Return what TACITUS_* variables set. One that is nearly a setting is kept, to be told of; others are not ours."""
    known = [f.name for f in fields(Settings)]
    found = {k.removeprefix(ENVIRONMENT).lower(): v for k, v in sorted(os.environ.items()) if k.startswith(ENVIRONMENT)}
    return {k: v for k, v in found.items() if get_close_matches(k, known, 1, 0.8)}


def _apply(settings: Settings, values: dict[str, Any], where: str, written: Callable[[str], str] = str) -> Settings:
    """Set `values` over `settings`; `written` gives a key as the user wrote it, for the messages."""
    known = [f.name for f in fields(Settings)]
    if strangers := [k for k in values if k not in known]:
        shown, names = (", ".join(map(written, keys)) for keys in (strangers, known))
        raise InputError(f"{where}: unknown setting {shown}; known are {names}")
    made = {}
    for key, value in values.items():
        try:
            made[key] = _convert(key, value)
        except ValueError as e:
            raise InputError(f"{where}: {written(key)} {e}") from e
    return replace(settings, **made)


def _convert(key: str, value: Any) -> Any:
    """Turn a value into what the setting holds. Raises ValueError that ends the sentence begun with the key."""
    if key in NUMBERS:
        return _number(value)
    if key in LISTS:
        return _items(key, value)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"must be a text, not {value!r}")
    text = value.strip()
    if key == "engine" and text not in ENGINES:
        raise ValueError(f"must be {' or '.join(ENGINES)}, not '{text}'")
    return text


def _number(value: Any) -> int:
    try:
        number = int(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
    except ValueError:
        number = None
    if number is None:
        raise ValueError(f"must be a whole number, not {value!r}")
    if number < 1:
        raise ValueError(f"must be 1 or more, not {number}")
    return number


def _items(key: str, value: Any) -> tuple[Any, ...]:
    """Read a list: of TOML, or one string with commas (kinds of record) or the system's path separator."""
    if isinstance(value, str):
        value = [i.strip() for i in value.split("," if key == "only" else os.pathsep)]
    if not isinstance(value, list | tuple) or not all(isinstance(i, str | Path) for i in value):
        raise ValueError(f"must be a list of texts, not {value!r}")
    items = [i for i in value if str(i)]
    if key != "only":
        return tuple(Path(i) for i in items)
    if strangers := [str(i) for i in items if i not in KINDS]:
        raise ValueError(f"names no kind of record: {', '.join(strangers)}; there are {', '.join(KINDS)}")
    return tuple(items)
