"""Settings: defaults, then the file, then the environment, then the command line; what is wrong is named."""

import os
from pathlib import Path

import pytest

from tacitus.errors import InputError
from tacitus.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in [n for n in os.environ if n.startswith("TACITUS_")]:
        monkeypatch.delenv(name)


def test_the_later_wins(tmp_path, monkeypatch):
    file = tmp_path / "tacitus.toml"
    file.write_text('workers = 2\nbatch = 4\nmax_chars = 500\nonly = ["events"]\ncodebook = ["a", "b"]\n')
    assert load_settings() == Settings()
    assert load_settings(file).workers == 2
    assert load_settings(file).codebook == (Path("a"), Path("b"))
    monkeypatch.setenv("TACITUS_WORKERS", "3")
    monkeypatch.setenv("TACITUS_BATCH", "5")
    settings = load_settings(file, batch=6, parser=None)
    assert (settings.workers, settings.batch, settings.max_chars, settings.parser) == (3, 6, 500, "en-sm")
    assert settings.only == ("events",)


def test_lists_in_the_environment(monkeypatch):
    monkeypatch.setenv("TACITUS_CODEBOOK", f"a{os.pathsep}b")
    monkeypatch.setenv("TACITUS_OVERLAY", "")
    monkeypatch.setenv("TACITUS_ONLY", "events, positions")
    settings = load_settings()
    assert settings.codebook == (Path("a"), Path("b"))
    assert settings.overlay == ()
    assert settings.only == ("events", "positions")


def test_folders_of_a_file_may_be_one_string(tmp_path):
    file = tmp_path / "tacitus.toml"
    file.write_text('codebook = "rules"\n')
    assert load_settings(file).codebook == (Path("rules"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("worker = 2", ["worker", "known are", "workers"]),
        ("workers = 0", ["workers", "1 or more"]),
        ('workers = "many"', ["workers", "many"]),
        ("workers = 1.5", ["workers", "1.5"]),
        ("workers = true", ["workers"]),
        ("parser = 3", ["parser"]),
        ('engine = "spark"', ["engine", "local", "ray"]),
        ('only = ["event"]', ["event", "events"]),
        ("only = 3", ["only"]),
        ("codebook = [1]", ["codebook"]),
        ("workers = ", ["TOML"]),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path, text, words):
    file = tmp_path / "tacitus.toml"
    file.write_text(text)
    with pytest.raises(InputError) as e:
        load_settings(file)
    for word in [*words, "tacitus.toml"]:
        assert word in str(e.value)


def test_a_missing_file_and_a_bad_variable(tmp_path, monkeypatch):
    with pytest.raises(InputError, match=r"none\.toml"):
        load_settings(tmp_path / "none.toml")
    monkeypatch.setenv("TACITUS_WORKERS", "two")
    with pytest.raises(InputError, match="TACITUS_WORKERS"):
        load_settings()


def test_a_misspelt_variable_is_told_and_a_stranger_is_not(monkeypatch):
    monkeypatch.setenv("TACITUS_GOLD", "somewhere")
    assert load_settings() == Settings()
    monkeypatch.setenv("TACITUS_WORKER", "2")
    with pytest.raises(InputError, match="TACITUS_WORKER"):
        load_settings()


def test_the_command_line_is_named():
    with pytest.raises(InputError, match="--max-chars"):
        load_settings(max_chars=0)
