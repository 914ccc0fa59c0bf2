"""The documentation: what it says of columns, commands and rules is what there is."""

import csv
import re
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tacitus import __version__
from tacitus.check_codebook import check_rules
from tacitus.codebook import FILES, load_codebook
from tacitus.entities.entity_tables import EntityTables
from tacitus.pipeline import Coder
from tacitus.records import TABLES, Article, columns
from tacitus.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
TYPES = {"text": str, "whole number": int, "number": float, "true or false": bool}
ROW = re.compile(r"\| (\*\*)?`(\w+)`(?:\*\*)? \| ([^|?]+)(\?)? \| (.+) \|")


@pytest.mark.parametrize("table", TABLES, ids=[t.table for t in TABLES])  # type: ignore[attr-defined]
def test_the_columns_documented_are_those_of_the_table(table: type) -> None:
    name, primary = table.table, table.primary  # type: ignore[attr-defined]
    section = (DOCS / "records.md").read_text("utf-8").split(f"\n## {name}\n")[1].split("\n## ")[0]
    rows = [m.groups() for m in map(ROW.fullmatch, section.splitlines()) if m]
    assert [(n, TYPES[t], bool(empty)) for _, n, t, empty, _ in rows] == list(columns(table))
    assert [n for bold, n, *_ in rows if bold] == [n for n, *_ in columns(table) if n in primary]


def code_blocks(path: Path) -> dict[str, str]:
    """Return the fenced blocks that follow a line naming their file: "`my_rules/cues.csv`:"."""
    return dict(
        re.findall(r"^`my_rules/(\S+)`:\n\n```\w+\n(.*?)```", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    )


def write_rules(folder: Path) -> Path:
    for name, text in code_blocks(DOCS / "codebook.md").items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_the_codebook_page_lists_every_file() -> None:
    page = (DOCS / "codebook.md").read_text("utf-8")
    assert [name for name in FILES if f"| `{name}` |" not in page] == []


@pytest.mark.model
def test_the_worked_example_of_the_codebook_page_works(tmp_path: Path) -> None:
    folder = write_rules(tmp_path)
    ours = {rule.id for rule in load_codebook().rules()}
    mine = [rule for rule in load_codebook(folder).rules() if rule.id not in ours]
    coder = Coder(Settings(codebook=(folder,)))
    assert [str(p) for p in check_rules(coder, mine)] == []
    examples = sum(len(r.examples) + len(r.counter_examples) for r in mine)
    page = (DOCS / "codebook.md").read_text("utf-8")
    assert f"`{len(mine)} rules, {examples} examples and counter-examples: good`" in page
    text = "A Chilean navy ship rammed an Argentine trawler. Its captain radioed that two men were missing."
    ledger = coder.code(Article.make(text, published="2021-05-04"))
    assert [e.found_by for e in ledger.events if e.trigger_text == "rammed"] == ["sea-ram"]
    assert [s.found_by for s in ledger.statements if s.cue_text == "radioed"] == ["radio"]


def test_the_table_of_own_actors_on_the_codebook_page_loads(tmp_path: Path) -> None:
    found = re.search(r"```csv\n(name,.*?)```", (DOCS / "codebook.md").read_text("utf-8"), re.DOTALL)
    assert found
    path = tmp_path / "my_actors.csv"
    path.write_text(found[1], "utf-8")
    EntityTables(path)


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *DOCS.glob("*.md"), ROOT / "examples" / "README.md"]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_commands_in_the_pages_exist() -> None:
    make = (ROOT / "Makefile").read_text("utf-8")
    cli = (ROOT / "src" / "tacitus" / "cli.py").read_text("utf-8")
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md")]:
        text = page.read_text("utf-8")
        for target in re.findall(r"(?m)(?:^|`)make ([a-z-]+)", text):
            assert f"\n{target}:" in make, f"{page.name}: make {target}"
        for command in re.findall(r"(?m)(?:^|`|/)tacitus ([a-z]+) ", text):
            assert re.search(rf"(def |name=\"|\"){command}\b", cli), f"{page.name}: tacitus {command}"


def test_the_changelog_knows_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == __version__
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_picture_is_sound() -> None:
    picture = ET.parse(DOCS / "flow.svg").getroot()
    assert picture.tag.endswith("svg")
    assert picture.get("viewBox")


def test_the_files_of_the_worked_example_are_whole() -> None:
    blocks = code_blocks(DOCS / "codebook.md")
    assert list(blocks) == ["events/sea.toml", "cues.csv"]
    assert tomllib.loads(blocks["events/sea.toml"])["rule"]
    assert all(None not in row for row in csv.DictReader(blocks["cues.csv"].splitlines()))


@pytest.mark.model
def test_the_python_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    block = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert block
    exec(compile(block[1], "README.md", "exec"), {})
    assert "recalled" in capsys.readouterr().out
