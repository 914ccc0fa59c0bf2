"""Score layers against the development articles annotated by hand: `python eval/dev.py [statements|events|positions]`.

The rules were mended on most of these texts: the figures say how well the rules do what they were made
for, not how good Tacitus is. Each folder annotates its own layer alone.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from dev_texts import with_text
from tacitus.pipeline import Coder
from tacitus.records import Article
from tacitus.score import score_ledgers, table
from tacitus.writing.exchange import to_exchange

HOME = Path(__file__).parent / "dev"


def main(layers: list[str]) -> None:
    """Print the table of each layer."""
    coder = Coder()
    for layer in layers:
        gold, found = {}, {}
        for path in sorted((HOME / layer).glob("*.article.json")):
            row = with_text(json.loads(path.read_text("utf-8")))
            if row is None:
                print(f"{path.name}: its text is not in the corpora beside the project")
                continue
            article = Article.make(row["text"], row["id"], title=row["title"], published=row["published"])
            gold[path.name] = json.loads(path.with_name(path.name.replace(".article.", ".ledger.")).read_text("utf-8"))[
                "records"
            ]
            found[path.name] = to_exchange(coder.code(article))["records"]
        print(f"{layer}: {len(gold)} texts")
        scores = score_ledgers(gold, found) if gold else {}
        print("\n".join(table({k: s for k, s in scores.items() if k.startswith(layer.removesuffix("s"))})))


if __name__ == "__main__":
    main(sys.argv[1:] or ["statements", "events", "positions"])
