"""Models: found by name, taken only if their files are those that models.toml names."""

import importlib.util
from types import SimpleNamespace

import pytest

from tacitus import models
from tacitus.errors import ModelError
from tacitus.models import fingerprint, known_models, load_parser, model_folder


@pytest.fixture
def changed(tmp_path, monkeypatch):
    """A model whose files are not those of the list."""
    package = tmp_path / "fake_package"
    (package / "fake-1.0").mkdir(parents=True)
    (package / "fake-1.0" / "weights.bin").write_bytes(b"other weights")
    row = {"package": "fake_package", "folder": "fake-1.0", "requirement": "fake==1.0", "blake2b": "0" * 32}
    monkeypatch.setattr(models, "known_models", lambda: {"fake": row, "gone": {**row, "package": "not_installed_x"}})
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name: SimpleNamespace(origin=str(package / "__init__.py")) if name == "fake_package" else None,
    )
    return package / "fake-1.0"


def test_other_weights_are_refused_with_the_remedy(changed):
    with pytest.raises(ModelError) as e:
        load_parser("fake")
    assert fingerprint(changed) in str(e.value)
    assert "0" * 32 in str(e.value)
    assert "pip install --force-reinstall 'fake==1.0'" in str(e.value)


def test_missing_and_unknown_models_name_the_remedy(changed):
    with pytest.raises(ModelError, match=r"pip install 'fake==1\.0'"):
        load_parser("gone")
    with pytest.raises(ModelError, match="fake, gone"):
        load_parser("nothing")
    with pytest.raises(ModelError):
        load_parser("")


def test_a_package_without_its_folder_is_told_to_be_reinstalled(changed):
    (changed / "weights.bin").unlink()
    changed.rmdir()
    with pytest.raises(ModelError, match=r"fake==1\.0"):
        load_parser("fake")


def test_the_fingerprint_sees_names_and_bytes(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x").write_bytes(b"1")
    one = fingerprint(tmp_path)
    assert one == fingerprint(tmp_path)
    (tmp_path / "a" / "x").rename(tmp_path / "a" / "y")
    two = fingerprint(tmp_path)
    (tmp_path / "a" / "y").write_bytes(b"2")
    assert len({one, two, fingerprint(tmp_path)}) == 3


def test_every_model_of_the_list_says_all():
    for name, row in known_models().items():
        assert {"package", "requirement", "folder", "blake2b", "about"} <= row.keys(), name
        assert len(row["blake2b"]) == 32
        assert "==" in row["requirement"]


@pytest.mark.model
def test_the_parser_shipped_is_the_one_measured():
    assert fingerprint(model_folder("en-sm")) == known_models()["en-sm"]["blake2b"]
