"""The project around the code: sizes, imports, locks, files that name no package index."""

import ast
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
PACKAGE = "tacitus."


def tracked() -> list[Path]:
    """List the files under version control; where there is none, every file but those that tools made."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        paths = [ROOT / name for name in listed.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        made = {".venv", ".venv-readers", ".venv-page", "build", "dist", "out", "__pycache__"}
        paths = [p for p in ROOT.rglob("*") if not made & set(p.relative_to(ROOT).parts)]
    return [p for p in paths if p.is_file()]


def test_no_file_names_a_package_index() -> None:
    # in pieces, so that this file does not name them
    hosts = [".".join(p) for p in (("py" + "pi", "org"), ("python" + "hosted", "org"), ("registry", "np" + "mjs"))]
    hosts += [".".join(p) for p in (("deb", "debian"), ("npmjs", "org"), ("conda", "anaconda"), ("crates", "io"))]
    naming = re.compile("|".join(re.escape(h) for h in hosts), re.IGNORECASE)
    options = re.compile(r"^\s*--(extra-)?(index-url|find-links)", re.MULTILINE)
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "replace")
        if naming.search(text) or (path.suffix in (".lock", ".in", ".txt") and options.search(text)):
            found.append(str(path.relative_to(ROOT)))
    assert found == []


@pytest.mark.parametrize("path", LOCKS, ids=[p.name for p in LOCKS])
def test_every_locked_version_has_hashes(path: Path) -> None:
    text = path.read_text("utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert entries
    assert [e.split()[0] for e in entries if "==" not in e or "--hash=sha256:" not in e] == []
    assert "://" not in text
    assert not re.search(r"^(torch|nvidia-)", text, re.MULTILINE)


def locked(name: str) -> dict[str, set[str]]:
    versions: dict[str, set[str]] = {}
    for line in (ROOT / "requirements" / f"{name}.lock").read_text("utf-8").splitlines():
        if found := re.match(r"([a-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", line):
            versions.setdefault(found[1], set()).add(found[2])
    return versions


def test_the_locks_cover_what_the_project_declares_and_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {
        "run": project["dependencies"],
        "dev": project["dependencies"] + extras["dev"],
        "ray": project["dependencies"] + extras["dev"] + extras["ray"],
        "readers": project["dependencies"] + extras["readers"],
        "page": project["dependencies"] + extras["page"],
    }
    for name, requirements in wanted.items():
        names = {re.split(r"[\[<>=!~ ;]", r, maxsplit=1)[0].lower().replace("_", "-") for r in requirements}
        assert names - locked(name).keys() == set(), name
    smaller = [("run", "dev"), ("build", "dev"), ("dev", "ray")]
    for small, large in smaller:
        assert {k: v for k, v in locked(small).items() if locked(large).get(k) != v} == {}, (small, large)


@pytest.mark.parametrize("path", SOURCES, ids=[str(p.relative_to(ROOT / "src")) for p in SOURCES])
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= LONGEST_FILE
    nodes = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [
        f"{n.name}: {n.end_lineno - n.lineno + 1}" for n in nodes if (n.end_lineno or 0) - n.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def layers() -> dict[str, int]:
    """Read the table of layers in docs/architecture.md: module -> row."""
    section = (ROOT / "docs" / "architecture.md").read_text("utf-8").split("## Layers")[1]
    rows = [line.split("|")[3] for line in section.splitlines() if line.startswith("| ") and "`" in line]
    listed = [(module, n) for n, row in enumerate(rows) for module in re.findall(r"`(\w+)`", row)]
    assert len(listed) == len(dict(listed)), "a file stands in two layers"
    return dict(listed)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(PACKAGE):
            last = node.module.rsplit(".", 1)[-1]
            # `from tacitus.casebook import ask` names files of a folder, `from tacitus.casebook.ask import ...` one
            yield from (
                [a.name for a in node.names]
                if (ROOT / "src" / "tacitus" / last).is_dir() and last != "codebook"
                else [last]
            )


def test_every_file_has_a_layer_and_none_imports_upwards() -> None:
    rows = layers()
    modules = {p.stem: p for p in SOURCES if p.stem != "__init__"}
    assert sorted(modules.keys() ^ rows.keys()) == [], "docs/architecture.md: the table of layers is not up to date"
    upward = [f"{m} imports {i}" for m, path in modules.items() for i in imports(path) if rows[i] > rows[m]]
    assert upward == []


def test_no_files_import_each_other_in_a_circle() -> None:
    graph = {p.stem: set(imports(p)) for p in SOURCES}
    while leaves := [m for m, needs in graph.items() if not needs & graph.keys()]:
        for m in leaves:
            del graph[m]
    assert sorted(graph) == []


def test_every_make_target_is_explained() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    declared = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert declared
    for target in declared[1].split():
        assert re.search(rf"^{target}:.*## \S", text, re.MULTILINE), target


@pytest.mark.parametrize("target", ["demo", "test", "ray-test", "readers-test", "page-test"])
def test_make_keeps_the_environment_that_it_makes(target: str, tmp_path: Path) -> None:
    """Make removes files made on the way to another, unless told not to; .venv without pyvenv.cfg is no environment."""
    for name in ("Makefile", "pyproject.toml", "requirements"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    clean = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    asked = subprocess.run(["make", "--dry-run", target], check=True, cwd=tmp_path, env=clean, stdout=subprocess.PIPE)
    steps = asked.stdout.decode().splitlines()
    assert any("-m venv .venv" in step for step in steps)
    assert [step for step in steps if step.startswith("rm ")] == []
