"""The record of one run: which code, codebook, models and settings made the rows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tacitus import __version__
from tacitus.codebook import load_codebook
from tacitus.errors import InputError
from tacitus.models import known_models, model_folder
from tacitus.records import Run, make_id
from tacitus.settings import Settings

# Settings that change how a run is done and never what it finds.
WAYS = ("workers", "engine", "batch")


def now() -> str:
    """Return this moment as everything that is kept names it: ISO, UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def make_run(settings: Settings) -> Run:
    """Describe a run that starts now. Raises RuleError, ModelError or InputError if what it rests on cannot be read."""
    started = now()
    model_folder(settings.parser)  # raises early where the model is missing
    model = known_models()[settings.parser]
    models = _json({settings.parser: {k: model[k] for k in ("requirement", "blake2b")}})
    codebook = load_codebook(*settings.codebook).hash
    shown: dict[str, Any] = {f.name: _plain(getattr(settings, f.name)) for f in fields(settings)}
    shown["overlay_hash"] = [_file_hash(p) for p in settings.overlay]
    told = _json(shown)
    return Run(make_id("run", started, codebook, models, told), started, __version__, codebook, models, told)


def rests_on(run: Run) -> dict[str, Any]:
    """Return what decides the rows of a run: two runs that agree here give the same rows for an article."""
    told = json.loads(run.settings)
    kept = {k: v for k, v in told.items() if k not in (*WAYS, "codebook", "overlay", "max_chars")}
    return {
        "code version": run.code_version,
        "codebook": run.codebook_hash,
        "models": json.loads(run.models),
        "settings": kept,
    }


def settings_of(run: Run, base: Settings) -> Settings:
    """Return the settings with which a run found what it found, and those of `base` for how it is done (WAYS).

    Raises InputError where a codebook or a table of actors is gone.
    """
    told = json.loads(run.settings)
    made: dict[str, Any] = {f.name: told[f.name] for f in fields(Settings) if f.name in told and f.name not in WAYS}
    for name, what in (("codebook", "codebook"), ("overlay", "table of actors")):
        made[name] = tuple(Path(p) for p in made.get(name, ()))
        if gone := [p for p in made[name] if not p.exists()]:
            hashes = [run.codebook_hash] if name == "codebook" else told.get("overlay_hash", [])
            known = f"; of what it held only the hash is known ({', '.join(hashes)})" if hashes else ""
            raise InputError(
                f"{gone[0]}: the {what} that run {run.id} was coded with is no longer there{known}; put it back, or go"
                " to the folder in which that run was started, or name another to `tacitus code ... --into`"
            )
    held: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in made.items()}
    return replace(base, **held)


def changes(was: Run, now: Run) -> list[str]:
    """Say in words in what two runs differ that decides their rows; nothing where they give the same rows."""
    old, new = rests_on(was), rests_on(now)
    out = [f"{n} ({old[n]} then, {new[n]} now)" for n in ("code version", "codebook") if old[n] != new[n]]
    out += ["models"] if old["models"] != new["models"] else []
    names = sorted({*old["settings"], *new["settings"]})
    differ = [n for n in names if old["settings"].get(n) != new["settings"].get(n)]
    return out + ["table of actors" if n == "overlay_hash" else f"setting {n}" for n in differ]


def _plain(value: Any) -> Any:
    return [str(v) for v in value] if isinstance(value, tuple) else value


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _file_hash(path: Any) -> str:
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()
    except OSError as e:
        raise InputError(f"{path}: the table of actors cannot be read: {e.strerror}") from e
