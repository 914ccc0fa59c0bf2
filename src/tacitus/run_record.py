"""The record of one run: which code, codebook, models and settings made the rows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from tacitus import __version__
from tacitus.codebook import load_codebook
from tacitus.errors import InputError
from tacitus.models import known_models, model_folder
from tacitus.records import Run, make_id
from tacitus.settings import Settings

# Settings that change how a run is done and never what it finds.
WAYS = ("workers", "engine", "batch")


def make_run(settings: Settings) -> Run:
    """Describe a run that starts now. Raises RuleError, ModelError or InputError if what it rests on cannot be read."""
    started = datetime.now(UTC).isoformat(timespec="microseconds")
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


def _plain(value: Any) -> Any:
    return [str(v) for v in value] if isinstance(value, tuple) else value


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _file_hash(path: Any) -> str:
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()
    except OSError as e:
        raise InputError(f"{path}: the table of actors cannot be read: {e.strerror}") from e
