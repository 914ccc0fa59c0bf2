"""Score the coder on the annotated sets and compare with the floors of eval/baseline.json, which only rise.

    gate.py            prints every level of every set; fails (status 1) if an F1 is below its floor
    gate.py --raise    lifts the floors to today's figures; a floor is never lowered
    gate.py --new-gold SET   takes the changed files of a set as they are, and today's figures as its floors

A set whose files are not those that its floors were measured on fails too. The passages of our own
(eval/gold) are always scored, the whole articles where they are present (`--ledgers`, or $TACITUS_GOLD/ledgers).
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gold_sets import LEDGERS, GoldSet, Records, predict, read_sets
from tacitus.pipeline import Coder
from tacitus.score import Score, score_ledgers, table
from tacitus.settings import Settings

BASELINE = Path(__file__).parent / "baseline.json"
CHANGED = "the files of set '{}' are not those its floors were measured on; if that is meant: gate.py --new-gold {}"
Baseline = dict[str, dict[str, Any]]


@dataclass(slots=True)
class Verdict:
    """What the gate has to say: why it fails (nothing: it holds), and the floors after this run."""

    failures: list[str] = field(default_factory=list)
    baseline: Baseline = field(default_factory=dict)


def judge(
    baseline: Baseline,
    measured: Mapping[str, tuple[str, Mapping[str, Score]]],
    lift: bool = False,
    new_gold: Sequence[str] = (),
) -> Verdict:
    """Compare `measured` (set -> fingerprint, scores by level) with the floors; return failures and new floors."""
    verdict = Verdict(baseline={name: dict(row) for name, row in baseline.items()})
    for name, (fingerprint, scores) in measured.items():
        known = baseline.get(name)
        today = {level: _rounded_down(score.count.f1) for level, score in scores.items()}
        if known is None or name in new_gold:
            if lift or name in new_gold:
                verdict.baseline[name] = {"fingerprint": fingerprint, "floors": today}
            elif known is None:
                verdict.failures.append(f"set '{name}' has no floors yet: gate.py --raise")
            continue
        if fingerprint != known["fingerprint"]:
            verdict.failures.append(CHANGED.format(name, name))
            continue
        floors: dict[str, float] = known["floors"]
        for level, floor in floors.items():
            if today.get(level, 0.0) < floor:
                verdict.failures.append(
                    f"{name}: {level}: F1 {today.get(level, 0.0):.3f} is below the floor {floor:.3f}"
                )
        if lift:
            lifted = {level: max(f1, floors.get(level, 0.0)) for level, f1 in today.items()}
            verdict.baseline[name] = {"fingerprint": fingerprint, "floors": {**floors, **lifted}}
    return verdict


def _rounded_down(f1: float) -> float:
    return math.floor(f1 * 1000 + 1e-9) / 1000


def measure(coder: Coder, sets: Sequence[GoldSet], predictions: Path | None) -> dict[str, tuple[str, dict[str, Score]]]:
    """Code and score every set; with `predictions`, keep what was predicted, one JSON line an article."""
    measured, lines = {}, []
    for s in sets:
        predicted: dict[str, Records] = predict(coder, s.articles)
        lines += [json.dumps({"id": k, "records": r}, ensure_ascii=False) for k, r in predicted.items()]
        measured[s.name] = s.fingerprint, score_ledgers(s.gold, predicted)
    if predictions:
        predictions.write_text("\n".join(lines) + "\n", "utf-8")
    return measured


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gate and return its exit status."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to today's figures")
    ask.add_argument("--new-gold", action="append", default=[], metavar="SET", help="accept the changed files of a set")
    ask.add_argument("--ledgers", type=Path, default=LEDGERS, help="folder of whole annotated articles")
    ask.add_argument("--baseline", type=Path, default=BASELINE, help="file of floors")
    ask.add_argument("--parser", default=Settings().parser, help="a name of models.toml")
    ask.add_argument("--predictions", type=Path, help="keep what was predicted in this file")
    told = ask.parse_args(arguments)
    baseline: Baseline = json.loads(told.baseline.read_text("utf-8")) if told.baseline.is_file() else {}
    sets = read_sets(told.ledgers)
    measured = measure(Coder(Settings(parser=told.parser)), sets, told.predictions)
    for s in sets:
        print(f"\n{s.name}: {len(s.articles)} texts, {sum(map(len, s.gold.values()))} annotated records")
        print("\n".join(table(measured[s.name][1])))
    for name in baseline.keys() - measured.keys():
        print(f"\n{name}: not present here, not scored")
    verdict = judge(baseline, measured, told.lift, told.new_gold)
    if told.lift or told.new_gold:
        told.baseline.write_text(json.dumps(verdict.baseline, indent=1) + "\n", "utf-8")
    print("\n" + ("\n".join(verdict.failures) or "The gate holds: no figure is below its floor."))
    return 1 if verdict.failures else 0


if __name__ == "__main__":
    sys.exit(main())
