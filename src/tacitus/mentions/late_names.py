"""Names that the parser ran together with the body in their title.

"Ambassador to the United Nations Nikki Haley" comes out as an ambassador to somebody called "United
Nations Nikki Haley". A first name, or the beginning of a person's name, in the midst tells the two apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from tacitus.mentions.profiles import Profiler, late_name_first
from tacitus.mentions.read_phrases import is_name_token
from tacitus.parsing.parsed import Parsed

DEEP = 3  # bodies between a title and the name: "President of the National Assembly of Chile Ana Diaz" has two


@dataclass(frozen=True, slots=True)
class LateName:
    """The token `title` heads the phrase, `first` to `last` is the person's name, `body` ends what stands before."""

    title: int
    first: int
    last: int

    @property
    def body(self) -> int:
        """The last token before the person's name."""
        return self.first - 1


def find_late_names(p: Parsed, profiler: Profiler) -> list[LateName]:
    """Return the persons whose name hangs on the body in their title."""
    out = []
    for t in p.tokens:
        if t.dep != "pobj" or not is_name_token(t):
            continue
        title = _title_above(p, profiler, t.i)
        first = late_name_first(p, profiler.is_given_name, t.head + 1, t.i) if title is not None else None
        if title is not None and first is not None:
            out.append(LateName(title, first, t.i))
    return out


def _title_above(p: Parsed, profiler: Profiler, i: int) -> int | None:
    """Return the title of a person that the phrase of token `i` belongs to, however many bodies stand between."""
    title = i
    for _ in range(DEEP):
        if p[title].dep != "pobj":
            return None
        title = p[p[title].head].head
        if title >= i or not is_name_token(p[title]):
            return None
        role = profiler.roles.read(p, title)
        if role is not None and role.rule.person:
            return title
    return None
