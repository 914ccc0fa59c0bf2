import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from fake_coder import FakeCoder
from tacitus import __version__
from tacitus.cli import app
from tacitus.running import engine

DOCS = Path(__file__).parent.parent / "docs" / "command.md"
runner = CliRunner(env={"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"})


@pytest.fixture
def news(tmp_path):
    path = tmp_path / "news.jsonl"
    rows = [
        {"id": "one", "text": "Peru warned Chile. Chad thanked Mali.", "title": "First", "published": "2019-02-27"},
        {"id": "two", "text": ""},
        {"id": "three", "text": "Rome saw Kiev.", "title": "Third"},
    ]
    path.write_text("".join(json.dumps(r) + "\n" for r in rows))
    return path


@pytest.fixture
def fake(monkeypatch):
    """Let the command code with the fake coder: its rules are short, and it needs no model."""
    monkeypatch.setattr(engine.run, "__defaults__", (*engine.run.__defaults__[:-1], FakeCoder))


def call(*args, status=0):
    result = runner.invoke(app, [str(a) for a in args])
    assert result.exit_code == status, (result.output, result.exception)
    return result


def commands(group=None, path=("tacitus",)):
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def test_every_command_and_option_is_documented_with_examples():
    docs = DOCS.read_text("utf-8")
    for path, command in commands():
        name = " ".join(path)
        assert f"## {name}\n" in docs, f"{name} has no chapter in docs/command.md"
        assert f"    {name}" in docs, f"{name} has no example in docs/command.md"
        help_text = call(*path[1:], "--help").output
        assert "Examples:" in help_text and name in help_text, f"{name} --help has no examples"
        for option in (o for p in command.params if p.param_type_name == "option" for o in p.opts if o[:2] == "--"):
            assert option == "--help" or option in docs or option == "--output", f"{name} {option} is not in the docs"
    documented = set(re.findall(r"^## (tacitus .+)$", docs, re.MULTILINE))
    assert documented == {" ".join(path) for path, _ in commands()}


def test_version():
    assert call("--version").output == f"tacitus {__version__}\n"


def test_brief(news, fake):
    result = call("code", news)
    for words in (
        "First",
        "2019-02-27",
        "Statements (2)",
        "writer ← Peru (CHN GOV)  warned",
        "“Chile”",
        "ACCUSE  Chad (CHN GOV) → Mali (CHN GOV)",
        "occurred · according to writer",
        "Chad »thanked« Mali",
        "Peru (CHN GOV)  against  Chile",
    ):
        assert words in result.stdout, words
    assert "\x1b" not in result.stdout
    assert not any(line.endswith(" ") or len(line) > 100 for line in result.stdout.split("\n"))
    assert "3 articles read, 2 coded: 3 statements, 3 events, 3 positions" in result.stderr
    assert "1 left out" in result.stderr
    assert "record 2" in result.stderr


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out"])
def test_code_then_explain(news, fake, tmp_path, name):
    out = tmp_path / name
    call("code", news, "-o", out)
    brief = call("code", news, "--quiet").stdout
    event = re.search(r"e_\w{8}", brief)
    assert event
    shown = call("explain", event[0], out).stdout
    for words in (
        "[actor Peru] [trigger warned] [recipient Chile]",
        "Found by fake-e",
        "✓ Peru (name)  subject",
        "CHN GOV  0.90  its name",
        "2.  nobody known by name",
        "✗ Chile (name)  is the object",
        "occurred according to the writer",
    ):
        assert words in shown, words
    assert "begins the ids of 3 records" in call("explain", "e_", out, status=2).stderr
    assert "no record" in call("explain", "e_zzz", out, status=2).stderr
    assert "done before" in call("code", news, "-o", out).stderr


def test_formats_on_standard_output(news, fake):
    lines = call("code", news, "--format", "ledger", "-q").stdout.splitlines()
    assert [json.loads(x)["id"] for x in lines] == ["one", "three"]
    lines = call("code", news, "-o", "-", "--format", "jsonl", "-q").stdout.splitlines()
    assert [len(json.loads(x)["events"]) for x in lines] == [2, 1]


def test_all_left_out_is_status_1(tmp_path, fake):
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    assert "left out" in call("code", empty, status=1).stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("code", "nonesuch.txt"), "nonesuch.txt"),
        (("code", "{news}", "--format", "csv"), "-o FOLDER"),
        (("code", "{news}", "--only", "verbs"), "statements, events, positions"),
        (("code", "{news}", "--parser", "xx"), "models.toml lists"),
        (("code", "{news}", "--engine", "spark"), "local or ray"),
        (("code", "{news}", "--codebook", "nonesuch/"), "no such folder"),
        (("code", "{news}", "--actors", "nonesuch.csv"), "nonesuch.csv"),
        (("code", "{news}", "--workers", "0"), "1 or more"),
        (("explain", "e_1", "nonesuch.jsonl"), "no such file"),
        (("codebook", "list", "verbs"), "there are"),
        (("codebook", "check", "nonesuch"), "no such folder"),
    ],
)
def test_our_errors_are_one_line_and_status_2(news, args, words):
    result = call(*(a.format(news=news) for a in args), status=2)
    assert words in result.stderr
    assert result.stderr.startswith("tacitus: ")
    assert "Traceback" not in result.output


def test_codebook_list():
    assert re.search(r"events +\d+ rules", call("codebook", "list").stdout)
    assert "say" in call("codebook", "list", "cues").stdout


@pytest.mark.model
def test_codebook_check(tmp_path):
    def check(name, examples, status):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "cues.csv").write_text(f"id,lemmas,pos,kind,examples\nmine,warble,verb,say,{examples}\n")
        return call("codebook", "check", folder, status=status).stdout

    assert "1 rules, 1 examples" in check("good", "{speaker Peru} {cue warbled} that it was late.", 0)
    assert "mine: " in check("bad", "{speaker Peru} {cue walked} home.", 1)
    assert "mine: has no examples" in check("none", "", 1)


@pytest.mark.model
def test_a_closed_pipe_is_quiet_and_piped_output_has_no_colours(tmp_path):
    news = tmp_path / "news.jsonl"
    text = "Peru's minister said on Tuesday that Chile had attacked a convoy. "
    news.write_text("".join(json.dumps({"id": str(n), "text": text * 60 + str(n)}) + "\n" for n in range(12)))
    command = [sys.executable, "-m", "tacitus.cli", "code", str(news), "--format", "jsonl"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=30) == 0


def test_the_command_is_thin():
    assert len((Path(engine.__file__).parent.parent / "cli.py").read_text().splitlines()) < 400


def test_help_loads_no_parser():
    code = "import sys; from tacitus.cli import app; print([m for m in ('spacy', 'pyarrow') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"[]\n"


@pytest.mark.parametrize(("option", "date"), [("--day-first", "2019-04-03"), ("--month-first", "2019-03-04")])
def test_day_first(tmp_path, fake, option, date):
    path = tmp_path / "news.csv"
    path.write_text("text,date\nPeru warned Chile.,03/04/2019\n")
    assert date in call("code", path, option).stdout
    vague = call("code", path)
    assert date not in vague.stdout
    assert "remark" in vague.stderr and "left out" not in vague.stderr
