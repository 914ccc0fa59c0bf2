"""Measure the resolution of actors on short phrases with a country and a sector: aggregate accuracy only.

    python eval/actors.py FILE.jsonl

FILE holds NGEC's actor tests as JSON lines: `phrase`, `query_date` and `expected` with `country` and
`code_1`. A phrase counts as right when the best reading of its longest mention has the country (sector)
asked for. "dated" are the phrases with a date of their own; the rest are read as of `DEFAULT_DATE`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from tacitus.actors.resolve_actors import resolve_actors
from tacitus.mentions.find_mentions import find_mentions
from tacitus.parsing.parse_sentences import parse
from tacitus.pipeline import Coder
from tacitus.records import Article, Resolution

DEFAULT_DATE = "2022-06-01"  # the tests were written for the news of that year
SAME = {"UAF": "REB", "PAR": "PTY", "ELI": "IND", "SET": "", "JEW": "REL", "MUS": "REL", "CHR": "REL", "PRE": "GOV"}
SAME["UNK"] = "UNS"


def resolve_phrase(coder: Coder, phrase: str, date: str | None) -> Resolution | None:
    """Return who a phrase by itself is taken to be: the best reading of the mention that spans most of it."""
    published = date[:10] if date else DEFAULT_DATE
    parsed = parse(coder.nlp, Article.make(phrase, published=published), coder.mask)
    cast = find_mentions(parsed, coder.tables, coder.codebook)
    resolve_actors(cast, coder.tables, coder.codebook)
    mentions = sorted((m for m in cast.mentions if cast.best(m)), key=lambda m: (m.start - m.end, m.start))
    return cast.best(mentions[0]) if mentions else None


def main(path: Path) -> None:
    """Print accuracy by field, for all and for the dated phrases."""
    coder = Coder()
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        expected = row["expected"]
        best = resolve_phrase(coder, row["phrase"], row["query_date"])
        for field, wanted in (("country", expected.get("country")), ("sector", expected.get("code_1"))):
            if not wanted or wanted.get("==") is None:
                continue
            gold = wanted["=="]
            got = (best.country if field == "country" else best.sector) if best else None
            ok = (got or "") == (SAME.get(gold, gold) if field == "sector" else gold)
            for key in (field, f"dated {field}") if row["query_date"] else (field,):
                asked[key] += 1
                right[key] += ok
    for key in sorted(asked):
        print(f"{key:15} {right[key]:4} of {asked[key]:4}  {right[key] / asked[key]:.3f}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
