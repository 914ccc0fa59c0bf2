"""Score positions on our own lists of sentences: `python eval/positions.py [--misses]`.

`positions_own.jsonl` was there while the rules were made; `positions_own_after.jsonl` was written after they
were frozen, so its score says how they do on sentences that they have not met. Each line of a list is a
sentence with its positions: holder words, stance, target words. A found position agrees when its holder's
words or name hold the holder words, the stance is the same and half of the target words stand in its target
or the words it was taken from.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tacitus.pipeline import Coder
from tacitus.records import Article
from tacitus.writing.exchange import to_exchange

LISTS = ("positions_own.jsonl", "positions_own_after.jsonl")


def stems(text: str) -> set[str]:
    """Return the words of a text, cut to five letters so that endings do not count."""
    return {"".join(c for c in w if c.isalnum())[:5] for w in text.lower().split()}


def agrees(wanted: dict[str, str], found: dict[str, Any]) -> bool:
    """Say whether a found position is the wanted one."""
    holder = stems(f"{found['holder'].get('text')} {found['holder'].get('name')}")
    target, words = stems(wanted["target"]), stems(f"{found['target']} {found['evidence']['text']}")
    in_target = target & stems(found["target"])
    enough = len(in_target) * 2 >= len(target) and target & words
    return bool(stems(wanted["holder"]) & holder and enough and wanted["stance"] == found["stance"])


def score(coder: Coder, name: str, show_misses: bool) -> None:
    """Print precision, recall and F1 on one list, and with `show_misses` every sentence that is not wholly right."""
    wanted_all, found_all, hits = 0, 0, 0
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
        row = json.loads(line)
        ledger = to_exchange(coder.code(Article.make(row["text"], row["id"], published="2019-02-27")))
        found = [r for r in ledger["records"] if r["kind"] == "position"]
        left = list(found)
        missed = []
        for wanted in row["positions"]:
            match = next((f for f in left if agrees(wanted, f)), None)
            left.remove(match) if match else missed.append(wanted)
        wanted_all, found_all = wanted_all + len(row["positions"]), found_all + len(found)
        hits += len(found) - len(left)
        if show_misses and (missed or left):
            print(row["text"])
            for m in missed:
                print("    missed:", m["holder"], m["stance"], m["target"])
            for f in left:
                print("    extra: ", f["holder"]["text"], f["stance"], f["target"])
    precision, recall = hits / max(found_all, 1), hits / max(wanted_all, 1)
    f1 = 2 * hits / max(found_all + wanted_all, 1)
    print(f"{name}: P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({hits} of {wanted_all})")


if __name__ == "__main__":
    shared = Coder()
    for one in LISTS:
        score(shared, one, "--misses" in sys.argv)
