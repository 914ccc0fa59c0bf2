"""Score events sentence by sentence: PLOVER roots, countries of both sides, and false alarms.

`python eval/events.py GOLD_DIR [--train]` reads the event sets in GOLD_DIR (plv.en.jsonl, plover_gsr.en.jsonl,
cameo_conflibert_multicoder.en.jsonl) and prints totals only. With `--train` PLV's train rows are scored, and
nothing else.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tacitus.ledger import Ledger
from tacitus.pipeline import Coder
from tacitus.records import Article, Event

YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "FIGHT": "ASSAULT"}
NOBODY = "no event"
STATELESS = frozenset(["IGO", "NGO", "UNO", "EUR", "IMG", "MNC", "ISM", "NGM", "***"])


def read(path: Path) -> list[dict[str, Any]]:
    """Read the rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def spans(ledger: Ledger, event: Event, role: str) -> list[tuple[int, int]]:
    """Return where the mentions that fill a role stand."""
    ids = {r.mention_id for r in ledger.roles if r.record_id == event.id and r.role == role and r.chosen}
    return [(m.start, m.end) for m in ledger.mentions if m.id in ids]


def countries(ledger: Ledger, event: Event, role: str) -> set[str]:
    """Return the countries of those who fill a role."""
    ids = {r.mention_id for r in ledger.roles if r.record_id == event.id and r.role == role and r.chosen}
    return {r.country for r in ledger.resolutions if r.mention_id in ids and r.rank == 0 and r.country}


def meets(found: Iterable[tuple[int, int]], gold: Iterable[Iterable[int]]) -> bool:
    """Say whether one of the stretches found overlaps one of those annotated."""
    marked = [tuple(g) for g in gold]
    return any(a < d and c < b for a, b in found for c, d in marked)


def pick(ledger: Ledger, row: dict[str, Any]) -> Event | None:
    """Choose the event between the source and the target that the row marks; else the one that fits best."""

    def fit(event: Event) -> tuple[int, int]:
        source = meets(spans(ledger, event, "actor"), row["source_spans"])
        target = meets(spans(ledger, event, "recipient"), row["target_spans"])
        return 2 * source + target, -event.trigger_start

    return max(ledger.events, key=fit, default=None)


def macro_f1(pairs: list[tuple[str, str]]) -> float:
    """Return the mean F1 over the annotated classes of (annotated, found) pairs."""
    out = []
    for label in sorted({g for g, _ in pairs}):
        hit = sum(g == f == label for g, f in pairs)
        found, gold = sum(f == label for _, f in pairs), sum(g == label for g, _ in pairs)
        out.append(2 * hit / (found + gold) if found + gold else 0.0)
    return sum(out) / len(out) if out else 0.0


def score_plv(coder: Coder, rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return (annotated root, root found) for each sentence; CONCEDE and RETREAT are one class there."""
    pairs = []
    for row in rows:
        event = pick(coder.code(Article.make(row["text"], row["id"])), row)
        pairs.append((row["plover"], YIELD.get(event.type, event.type) if event else NOBODY))
    return pairs


def states(actors: Any) -> set[str]:
    """Return the states among annotated actors; the set writes JAP for JPN and has groups without a state."""
    listed = actors if isinstance(actors, list) else [actors]
    codes = {a["code"][:3] for a in listed if isinstance(a, dict) and a.get("code")}
    return {"JPN" if c == "JAP" else c for c in codes} - STATELESS


def score_gsr(coder: Coder, rows: list[dict[str, Any]]) -> Counter[str]:
    """Count roots, and roots with both countries, that any event of the sentence gets right."""
    hits: Counter[str] = Counter()
    for row in rows:
        wanted = RENAMED.get(row["plover"], row["plover"])
        sides = {k: states(row[k]) for k in ("source", "target")}
        ledger = coder.code(Article.make(row["text"], row["id"]))
        best = ""
        for event in ledger.events:
            if event.type != wanted:
                continue
            both = countries(ledger, event, "actor") | countries(ledger, event, "recipient")
            source = sides["source"] <= countries(ledger, event, "actor")
            target = sides["target"] <= countries(ledger, event, "recipient")
            # in a reciprocal event both sides are actors
            mutual = sides["source"] | sides["target"] <= both and not countries(ledger, event, "recipient")
            best = max(best, "root+source+target" if (source and target) or mutual else "root", key=len)
        hits["sentences"] += 1
        hits["any event"] += bool(ledger.events)
        hits["root"] += bool(best)
        hits["root+source+target"] += best == "root+source+target"
    return hits


def score_alarms(coder: Coder, rows: list[dict[str, Any]]) -> Counter[str]:
    """Count the sentences most coders call no event for which one is found, and the others that are found."""
    hits: Counter[str] = Counter()
    for row in rows:
        empty = row["majority_action1"] in (None, "", "None", "0", "no event") or str(
            row["majority_action1"]
        ).startswith("0-")
        found = bool(coder.code(Article.make(row["text"], row["id"])).events)
        hits["without an event" if empty else "with an event"] += 1
        hits["false alarms" if empty else "found"] += found
    return hits


def main() -> None:
    """Print the totals."""
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    args.add_argument("gold", type=Path)
    args.add_argument("--train", action="store_true")
    args.add_argument("--limit", type=int, default=None)
    given = args.parse_args()
    coder = Coder()
    part = "train" if given.train else "test"
    rows = [r for r in read(given.gold / "plv.en.jsonl") if r["split"] == part]
    if given.limit:
        rows = rows[:: max(1, len(rows) // given.limit)]
    pairs = score_plv(coder, rows)
    right = sum(g == f for g, f in pairs)
    none = sum(f == NOBODY for _, f in pairs)
    print(
        f"PLV {part}: root {right}/{len(pairs)} {right / len(pairs):.3f}, "
        f"macro-F1 {macro_f1(pairs):.3f}, nothing {none}"
    )
    if given.train:
        for label in sorted({g for g, _ in pairs}):
            print(f"  {label}: {Counter(f for g, f in pairs if g == label).most_common(6)}")
        return
    gsr = score_gsr(coder, read(given.gold / "plover_gsr.en.jsonl"))
    print("PLOVER-GSR:", ", ".join(f"{k} {v}/{gsr['sentences']}" for k, v in gsr.items() if k != "sentences"))
    alarms = score_alarms(coder, read(given.gold / "cameo_conflibert_multicoder.en.jsonl"))
    print(
        f"multi-coder: false alarms {alarms['false alarms']}/{alarms['without an event']}, "
        f"found {alarms['found']}/{alarms['with an event']}"
    )


if __name__ == "__main__":
    main()
