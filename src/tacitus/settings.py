"""One frozen Settings: defaults, then a file, then the environment, then the command line."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from tacitus.errors import InputError

ENVIRONMENT = "TACITUS_"


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
    only: tuple[str, ...] = ("statements", "events", "positions")


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
    prefix = {f"{ENVIRONMENT}{f.name.upper()}": f.name for f in fields(Settings)}
    found = {name: os.environ[variable] for variable, name in prefix.items() if variable in os.environ}
    settings = _apply(settings, found, "the environment")
    return _apply(settings, {k: v for k, v in given.items() if v is not None}, "the command line")


def _apply(settings: Settings, values: dict[str, Any], where: str) -> Settings:
    known = {f.name for f in fields(Settings)}
    if strangers := sorted(values.keys() - known):
        raise InputError(f"{where}: unknown setting {', '.join(strangers)}; known are {', '.join(sorted(known))}")
    try:
        return replace(settings, **{k: _convert(k, v) for k, v in values.items()})
    except (TypeError, ValueError) as e:
        raise InputError(f"{where}: {e}") from e


def _convert(key: str, value: Any) -> Any:
    if key in ("max_chars", "workers", "batch"):
        number = int(value)
        if number < 1:
            raise ValueError(f"{key} must be 1 or more, not {number}")
        return number
    if key in ("codebook", "overlay", "only"):
        items = value.split(os.pathsep if key != "only" else ",") if isinstance(value, str) else list(value)
        return tuple(items) if key == "only" else tuple(Path(i) for i in items)
    return str(value)
