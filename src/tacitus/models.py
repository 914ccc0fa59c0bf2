"""Models by name: found in models.toml, their weights' hashes verified, then loaded."""

from __future__ import annotations

import hashlib
import importlib.util
import tomllib
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tacitus.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

LIST = Path(__file__).parent / "models.toml"


@cache
def known_models() -> dict[str, dict[str, str]]:
    """Return the table of models.toml: name -> package, folder, blake2b of the weights, and their card."""
    return tomllib.loads(LIST.read_text("utf-8"))


def fingerprint(folder: Path) -> str:
    """Hash every file of a model folder by relative path and bytes (blake2b, 32 hex digits); no pickles are read."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def model_folder(name: str) -> Path:
    """Find the folder of model `name` in the installed packages. Raises ModelError with the remedy."""
    if name not in known_models():
        raise ModelError(f"No model is called '{name}'; models.toml lists {', '.join(known_models())}")
    row = known_models()[name]
    spec = importlib.util.find_spec(row["package"])
    if spec is None or spec.origin is None:
        raise ModelError(f"Model '{name}' is not installed: pip install '{row['requirement']}'")
    return Path(spec.origin).parent / row["folder"]


def load_parser(name: str) -> Language:
    """Load a parsing pipeline whose files are exactly those that models.toml names.

    Raises ModelError if it is missing, or if its files have changed since they were measured.
    """
    folder = model_folder(name)
    found, wanted = fingerprint(folder), known_models()[name]["blake2b"]
    if found != wanted:
        raise ModelError(
            f"The files of model '{name}' in {folder} are not those Tacitus was measured with"
            f" (blake2b {found}, expected {wanted})."
            f" Reinstall it: pip install --force-reinstall '{known_models()[name]['requirement']}'"
        )
    import spacy  # noqa: PLC0415 - it loads slowly, and only who parses needs it

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        return spacy.load(folder)
