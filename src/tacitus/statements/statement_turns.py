"""Turns of a transcript: "SECRETARY BLINKEN: We will stay." "QUESTION: For how long?".

In interviews and briefings a paragraph opens with the name of who speaks, without quotation marks. A
text counts as a transcript only if such labels come back and carry a good part of it, so that a list
("Place: Oslo") or a lone colon is none. A turn goes on over paragraphs until the next label.
"""

from __future__ import annotations

import re
from collections import Counter

from tacitus.parsing.find_quotations import paragraphs
from tacitus.parsing.parsed import Parsed
from tacitus.statements.statement_cues import Draft

LABEL = re.compile(
    r"[A-Z][\w.'’-]*(?: (?:of|the|de|al|bin|van|von|[A-Z][\w.'’-]*)){0,5}(?=(?: \([^()]{1,40}\))? ?:\s*\S)"
)
LEAST = 4  # labelled paragraphs of a transcript; where the labels stand in capitals two are enough
SHARE = 0.25  # of its paragraphs that are labelled at the least
RULE = "turn-of-transcript"


def turns(p: Parsed) -> list[Draft]:
    """Return the turns of a transcript as direct statements of whom their label names; none for other texts."""
    text = p.article.text
    bounds = paragraphs(text)
    labels = {a: m for a, b in bounds if (m := LABEL.match(text, a, b)) is not None}
    often = Counter(m[0] for m in labels.values())
    trusted = _trusted(often, len(bounds))
    out: list[Draft] = []
    for a, b in bounds:
        m = labels.get(a)
        if m is not None and m[0] in trusted:
            named = p.tokens_in(a, m.end())
            after = text.index(":", m.end()) + 1
            after += len(text[after:b]) - len(text[after:b].lstrip())
            if named and after < b:
                speaker = next((i for i in reversed(named) if p.is_nominal(i)), named[-1])
                out.append(Draft(None, [(after, b)], RULE, [speaker], reason="its name opens the turn", direct=True))
        elif out and not text[a:b].isupper():
            out[-1].pieces.append((a, b))
    return out


def _trusted(often: Counter[str], count: int) -> frozenset[str]:
    """Return the labels that name speakers: those in capitals, else those that come back in a text full of them."""
    loud = frozenset(w for w in often if w.isupper() and len(w) > 3)
    if len(loud) > 1:
        return loud
    back = frozenset(w for w, n in often.items() if n > 1)
    total = sum(often[w] for w in back)
    return back if total >= LEAST and len(back) > 1 and total >= SHARE * count else frozenset()
