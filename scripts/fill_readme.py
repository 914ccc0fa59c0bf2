"""Paste into README.md what the commands print today: the beginning of the demo's record, an answer of a casebook,
the gate's figures.

python scripts/fill_readme.py      (needs the .venv that make test prepares)

The answer is of the dispatches and of the notes on Venezuela in 2019 of Wikipedia's portal of current events, where
the corpora stand beside the project; elsewhere the answer that is there stays.
"""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
NOTES = ROOT.parent / "shared" / "corpora" / "wikipedia_current_events_2002-2026.jsonl.gz"
ISSUE = "military intervention in Venezuela"
SHOWN = 5  # records of each kind
FIGURE = re.compile(r"(\w+ \S+) +([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+-[\d.]+) +(.*)")


def output(*command: str) -> str:
    """Run a command in the project's folder and return what it prints."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False).stdout


def demo() -> str:
    """Run the first command of the demo; keep the first records of each part."""
    recipe = re.search(r"(?m)^demo:.*\n\t@\.venv/bin/(tacitus code \S+)", (ROOT / "Makefile").read_text("utf-8"))
    if recipe is None:
        raise SystemExit("Makefile: the demo does not begin with tacitus code FILE")
    lines = output(str(Path(sys.executable).parent / "tacitus"), *recipe[1].split()[1:], "--quiet").splitlines()
    kept: list[str] = []
    records = 0
    for line in lines:
        if re.match(r"(Statements|Events|Positions) \(", line):
            records = 0
        records += line.startswith("• ")
        if records <= SHOWN:
            kept.append(line.rstrip())
        elif kept[-1] != "  ...":
            kept.append("  ...")
        if not line.strip() and records > SHOWN:
            kept.append("")
    return "```\n" + "\n".join(kept).strip() + "\n```"


def sides() -> str | None:
    """Make a casebook of the notes and the dispatches, and ask it; None where the notes are not at hand."""
    if not NOTES.is_file():
        return None
    tacitus = str(Path(sys.executable).parent / "tacitus")
    with tempfile.TemporaryDirectory() as folder, gzip.open(NOTES, "rt", encoding="utf-8") as file:
        book, notes = f"{folder}/venezuela.db", Path(folder) / "notes.jsonl"
        notes.write_text("".join(x for x in file if '"date": "2019' in x and "venezuel" in x.lower()), "utf-8")
        output(tacitus, "code", str(notes), "examples/dispatches", "--into", book, "--quiet")
        return "```\n" + output(tacitus, "ask", "sides", ISSUE, "--in", book).strip() + "\n```"


def figures() -> str:
    """Run the gate; write its figures as a table."""
    rows = ["| | precision | recall | F1 | 95% interval |", "|---|---|---|---|---|"]
    for line in output(sys.executable, "eval/gate.py").splitlines():
        if found := FIGURE.fullmatch(line.strip()):
            level, precision, recall, f1, interval, _ = found.groups()
            rows.append(f"| {level} | {precision} | {recall} | {f1} | {interval} |")
        elif re.match(r"\w+: \d+ texts", line):
            rows.append(f"| **{line}** | | | | |")
    return "\n".join(rows)


def fill(text: str, mark: str, content: str) -> str:
    """Replace what stands between two marks."""
    made = re.sub(rf"(?s)(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", lambda m: f"{m[1]}{content}\n{m[2]}", text)
    if content not in made:
        raise SystemExit(f"README.md: the marks of '{mark}' are missing")
    return made


if __name__ == "__main__":
    readme = fill(fill(README.read_text("utf-8"), "demo", demo()), "figures", figures())
    answer = sides()
    README.write_text(fill(readme, "sides", answer) if answer else readme, "utf-8")
