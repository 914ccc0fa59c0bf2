"""Says whether two reports are of the same deed, or of the same saying, how sure that is, and why.

Everything must be able to fit: who did it, to whom, when, where, how certain. Beyond that the wording
decides, and the better the rest fits, the less of it is asked. Contradictions in dates, tolls, numbers
or status do not fit: such a pair needs closer wording, and is then told as a conflict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tacitus.group_reports import Match, days_apart
from tacitus.name_keys import name_key

WORD = re.compile(r"[^\W_]+")
SHORT = 3
# closed classes, and the verbs of reporting: they stand in every report
COMMON = frozenset(
    """
    the and for that this these those with from have has had been was were are will would could should may might
    their his her its they them she him who whom which what when where while after before into onto over under than
    then also about more most some such only other others said says saying told according reported reports report
    say not but out off per via upon amid during against between among least there here very just still
    """.split()
)
NEGATING = frozenset("not no never nor neither none without nt cannot".split())
ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "edly", "ied", "ies", "ers", "ed", "es", "er", "s", "e")
NUMBER_WORDS = {
    w: str(n) for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
SURE = frozenset({"occurred", "ongoing", "possible"})
AHEAD = frozenset({"planned", "possible"})
DAYS_TO_TELL = 3  # a report without a date is of a deed at most so many days before it was published
TOO_FAR = 3.0  # tolls that differ by a larger factor are of two deeds, unless the wording is nearly one


@dataclass(frozen=True, slots=True)
class Who:
    """A participant as far as two reports can agree on it; `kind` is the first part of the entity's id."""

    key: str
    country: str | None
    sector: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class DeedReport:
    """An event, with what is compared."""

    id: str
    day: str
    order: tuple[object, ...]
    words: frozenset[str]
    trigger: frozenset[str]
    actors: tuple[Who, ...]
    recipients: tuple[Who, ...]
    date: str | None
    published: str | None
    place: str
    status: str
    killed: int | None
    injured: int | None
    per: str


@dataclass(frozen=True, slots=True)
class SayingReport:
    """A statement, with what is compared."""

    id: str
    day: str
    order: tuple[object, ...]
    words: frozenset[str]
    speakers: tuple[Who, ...]
    numbers: frozenset[str]
    negated: bool
    published: str | None
    per: str


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Cut the ending off a word, roughly: enough for "attacked", "attacks" and "attacking" to be one."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > SHORT:
            return word[: -len(ending)]
    return word


def words_of(text: str) -> frozenset[str]:
    """Return the stems of the words that carry the sense of a text; numbers as digits."""
    found = (NUMBER_WORDS.get(w, w) for w in WORD.findall(name_key(text)))
    return frozenset(stem(w) for w in found if w not in COMMON and (len(w) >= SHORT or w.isdecimal()))


def numbers_of(text: str) -> frozenset[str]:
    """Return the numbers in a text, as digits."""
    plain = (NUMBER_WORDS.get(w, w) for w in WORD.findall(name_key(re.sub(r"(?<=\d),(?=\d{3})", "", text))))
    return frozenset(w for w in plain if w.isdecimal())


def is_negated(text: str) -> bool:
    """Say whether a text has a word that negates."""
    return bool(NEGATING & set(WORD.findall(text.lower().replace("n't", " not").replace("n’t", " not"))))


def alike(a: frozenset[str], b: frozenset[str]) -> float:
    """Say how much two sets of words have in common, 0 to 1; the shorter one may lie within the longer."""
    common, short = len(a & b), min(len(a), len(b))
    if not common:
        return 0.0
    dice = 2 * common / (len(a) + len(b))
    return max(dice, 0.85 * common / short) if short >= 4 else dice


def same_side(a: tuple[Who, ...], b: tuple[Who, ...]) -> int | None:
    """Say how two lists of participants agree: 2 by name, 1 by country and sector, 0 unknown, None not at all."""
    known = [[w for w in side if w.key or w.country] for side in (a, b)]
    if not known[0] or not known[1]:
        return 0
    if {w.key for w in known[0] if w.key} & {w.key for w in known[1] if w.key}:
        return 2
    if any(_may_be(x, y) for x in known[0] for y in known[1]):
        return 1
    return None


def _may_be(a: Who, b: Who) -> bool:
    """Say whether two participants of different names may be one: a country and its minister, not two ministers."""
    if a.country is None or a.country != b.country:
        return False
    if a.sector != b.sector and "UNS" not in (a.sector, b.sector):
        return False
    named = [w.kind in ("person", "body", "name") for w in (a, b)]
    return not all(named)


def compare_deeds(a: DeedReport, b: DeedReport) -> Match | None:
    """Compare two events of one type."""
    actors, recipients = same_side(a.actors, b.actors), same_side(a.recipients, b.recipients)
    when, status = _dates(a, b), _status(a, b)
    if actors is None or recipients is None or when is None or status is None:
        return None
    wording, need = alike(a.words, b.words), 0.5
    why: list[str] = []
    conflicts: list[str] = []
    for role, found in (("actor", actors), ("recipient", recipients)):
        need += (0.04, -0.04, -0.08)[found]
        if found:
            why.append(f"the same {role}" if found == 2 else f"{role}s of one country and sector")
    if not actors and not recipients:
        need += 0.15
    if a.trigger & b.trigger:
        need -= 0.1
        why.append(f"told as '{min(a.trigger & b.trigger)}'")
    need += when[0]
    (conflicts if when[2] else why).append(when[1])
    place = _places(a.place, b.place)
    need += {None: 0.0, True: -0.08, False: 0.25}[place]
    if place is not None:
        why.append(f"both in {b.place}" if place else f"the places {a.place} and {b.place}")
    tolls = _tolls(a, b)
    if tolls is None:
        need, tolls = max(need, 0.7), _tolls(a, b, far=True) or (0.0, [], [])
    need += tolls[0]
    why += tolls[1]
    conflicts += tolls[2]
    if status:
        conflicts.append(status)
        need += 0.1
    if wording < max(need, 0.25):
        return None
    why.append(f"wording {wording:.2f}")
    return Match(round(wording - need, 4), ", ".join(why), tuple(conflicts))


def _dates(a: DeedReport, b: DeedReport) -> tuple[float, str, bool] | None:
    """Compare when: what it adds to the wording asked for, the words for it, whether it is a conflict."""
    apart = days_apart(a.date, b.date)
    told = days_apart(a.published, b.published)
    if apart == 0:
        return -0.05, f"on {a.date}", False
    if apart == 1:
        return 0.05, "a day apart", False
    if apart is not None:
        close = told is not None and told <= 2 and apart <= 7
        return (0.3, f"date: {_per(a.date, a.per)}, {_per(b.date, b.per)}", True) if close else None
    if a.date and b.date and (a.date.startswith(b.date) or b.date.startswith(a.date)):
        return 0.05, f"in {min(a.date, b.date, key=len)}", False
    between = days_apart(a.day, b.day)
    if between is None:
        return (0.2, "without a date", False) if a.day == b.day else None
    return (0.03 * between, "told at the same time", False) if between <= DAYS_TO_TELL else None


def _status(a: DeedReport, b: DeedReport) -> str | None:
    """Return wherein the status of two reports conflicts, "" if they fit, None if they are of two deeds."""
    both = {a.status, b.status}
    if len(both) == 1 or both <= SURE or both <= AHEAD:
        return ""
    if "denied" in both and both <= SURE | {"denied"}:
        return f"status: {_per(a.status, a.per)}, {_per(b.status, b.per)}"
    return None


def _places(a: str, b: str) -> bool | None:
    if not a or not b:
        return None
    x, y = set(name_key(a).split()) - COMMON, set(name_key(b).split()) - COMMON
    return bool(x & y) if x and y else None


def _tolls(a: DeedReport, b: DeedReport, far: bool = False) -> tuple[float, list[str], list[str]] | None:
    """Compare the tolls: what they add to the wording asked for, why, conflicts; None if too far apart."""
    need, why, conflicts = 0.0, [], []
    for name in ("killed", "injured"):
        x, y = getattr(a, name), getattr(b, name)
        if x is None or y is None:
            continue
        if x == y:
            need -= 0.1
            why.append(f"{x} {name}")
        elif max(x, y) > TOO_FAR * max(min(x, y), 1) and not far:
            return None
        else:
            need += 0.05
            conflicts.append(f"{name}: {_per(x, a.per)}, {_per(y, b.per)}")
    return need, why, conflicts


def _per(what: object, per: str) -> str:
    return f"{what} per {per}" if per else f"{what}"


def compare_sayings(a: SayingReport, b: SayingReport) -> Match | None:
    """Compare two statements."""
    speakers = same_side(a.speakers, b.speakers)
    shared = len(a.words & b.words)
    if not speakers or shared < 3:
        return None
    wording = alike(a.words, b.words)
    need = (0.0, 0.7, 0.6)[speakers] + (0.1 if shared < 5 else 0.0)
    if wording < need:
        return None
    conflicts = []
    if a.numbers and b.numbers and not (a.numbers <= b.numbers or b.numbers <= a.numbers):
        x, y = (
            " and ".join(sorted(n, key=lambda w: (len(w), w))) for n in (a.numbers - b.numbers, b.numbers - a.numbers)
        )
        conflicts.append(f"numbers: {_per(x, a.per)}, {_per(y, b.per)}")
    if a.negated != b.negated:
        conflicts.append(
            f"negated: {_per('no' if b.negated else 'yes', a.per)}, {_per('yes' if b.negated else 'no', b.per)}"
        )
    why = ("the same speaker" if speakers == 2 else "speakers of one country and sector", f"wording {wording:.2f}")
    return Match(round(wording, 4), ", ".join(why), tuple(conflicts))
