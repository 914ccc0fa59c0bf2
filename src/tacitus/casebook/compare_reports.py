"""Says whether two reports are of the same deed, or of the same saying, how sure that is, and why.

Everything must be able to fit: who did it, to whom, when, where, how certain. Beyond that the wording
decides, and the better the rest fits, the less of it is asked. Contradictions in dates, tolls, numbers
or status do not fit: such a pair needs closer wording, and is then told as a conflict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from tacitus.casebook.group_reports import WINDOW, Match, days_apart
from tacitus.entities.name_keys import name_key

WORD = re.compile(r"[^\W_]+")
SHORT = 3
# closed classes, and the verbs of reporting: they stand in every report
COMMON = frozenset(
    """
    the and for that this these those with from have has had been was were are will would could should may might
    their his her its they them she him who whom which what when where while after before into onto over under
    than then also about more most some such only other others said says saying told according reported reports
    report say our your you all any both each not but wont dont doesnt didnt isnt arent wasnt werent hasnt
    havent out off per via upon amid during against between among least there here very just still
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
MIDDLE = 0.54  # wording asked for when nothing else is known
LEAST, FAR = 0.25, 0.8  # wording asked for whatever is known, and where places or tolls speak for two deeds
TOO_FAR = 3.0  # tolls that differ by a larger factor are of two deeds, unless the wording is nearly one


@dataclass(frozen=True, slots=True)
class Who:
    """A participant as far as two reports can agree on it; `kind` is the first part of the entity's id."""

    key: str
    country: str | None
    sector: str | None
    kind: str


@dataclass(slots=True)
class _Fit:
    """How far two reports fit: the wording that is still asked for, why, wherein they conflict."""

    need: float
    why: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    least: float = LEAST


@dataclass(frozen=True, slots=True)
class DeedReport:
    """An event, with what is compared."""

    id: str
    day: str
    order: tuple[object, ...]
    article_id: str
    sentence: int
    words: frozenset[str]
    names: frozenset[str]
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


ORGANS = frozenset({"GOV", "MIL", "COP", "SPY"})  # one outlet names the army, another the government
OF_A_LAND = ORGANS | {"CVL", "UNS", None}  # whom the name of a country or place may stand for
IDENTITIES = ("person", "country", "body", "name", "place")  # kinds whose name is somebody's own


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


def names_of(sentence: str) -> frozenset[str]:
    """Return the words of a sentence that are written as names are, but for its first."""
    words = WORD.findall(sentence)[1:]
    return frozenset(name_key(w) for w in words if w[0].isupper() and len(w) >= SHORT) - COMMON


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
    """Say how two lists of participants agree: 2 by name, 1 by what they are, 0 unknown, None not at all."""
    known = [[w for w in side if w.country or w.kind in IDENTITIES] for side in (a, b)]
    if not known[0] or not known[1]:
        return 0
    own = [{w.key for w in side if w.key and w.kind in IDENTITIES} for side in known]
    if own[0] & own[1]:
        return 2
    return 1 if any(x.key == y.key or _may_be(x, y) for x in known[0] for y in known[1]) else None


def _may_be(a: Who, b: Who) -> bool:
    """Say whether two participants of different names may be one: a country and its army, not two ministers."""
    if a.country is None or a.country != b.country:
        return False
    for land, other in ((a, b), (b, a)):
        if land.kind in ("country", "place") and other.sector in OF_A_LAND:
            return True
    if a.sector != b.sector and "UNS" not in (a.sector, b.sector) and not {a.sector, b.sector} <= ORGANS:
        return False
    return not all(w.kind in IDENTITIES for w in (a, b))


def compare_deeds(a: DeedReport, b: DeedReport) -> Match | None:
    """Compare two events of one type."""
    sides = (("actor", same_side(a.actors, b.actors)), ("recipient", same_side(a.recipients, b.recipients)))
    when, status, tolls = _dates(a, b), _status(a, b), _tolls(a, b)
    if None in (sides[0][1], sides[1][1], when, status) or when is None:
        return None
    if a.article_id == b.article_id:
        # one writer does not contradict himself: other numbers are of other deeds
        if tolls.conflicts:
            return None
        if a.sentence == b.sentence:
            return Match(0.5, f"told in one sentence with one toll: {', '.join(tolls.why)}") if tolls.why else None
    fit = _fit(a, b, sides)
    fit.need += when.need + tolls.need + (0.1 if status else 0.0)
    fit.need = max(fit.need, fit.least, tolls.least)
    fit.why += [*when.why, *tolls.why]
    fit.conflicts += [*when.conflicts, *tolls.conflicts, *([status] if status else [])]
    wording = alike(a.words, b.words)
    if wording < fit.need:
        return None
    return Match(round(wording - fit.need, 4), ", ".join([*fit.why, f"wording {wording:.2f}"]), tuple(fit.conflicts))


def _fit(a: DeedReport, b: DeedReport, sides: tuple[tuple[str, int | None], ...]) -> _Fit:
    """Compare who, in what words, where, and which names are named beside."""
    fit = _Fit(MIDDLE)
    for role, found in sides:
        fit.need += (0.04, -0.04, -0.08)[found or 0]
        if found:
            fit.why.append(f"the same {role}" if found == 2 else f"{role}s of one kind")
    if not any(found for _, found in sides):
        fit.need += 0.15
    if shared := a.trigger & b.trigger:
        fit.need -= 0.14
        fit.why.append(f"told as '{min(shared)}'")
    if (place := _places(a.place, b.place)) is not None:
        fit.need += -0.08 if place else 0.0
        fit.least = LEAST if place else FAR
        fit.why.append(f"in {b.place}" if place else f"the places {a.place} and {b.place}")
    if min(len(a.names), len(b.names)) >= 2:
        named = len(a.names & b.names) / min(len(a.names), len(b.names))
        fit.need += 0.15 if not named else -0.05 if named >= 0.5 else 0.0
    return fit


def _dates(a: DeedReport, b: DeedReport) -> _Fit | None:
    """Compare when; None if the reports cannot be of one deed."""
    apart = days_apart(a.date, b.date)
    if apart == 0:
        return _Fit(-0.05, [f"on {a.date}"])
    if apart == 1:
        return _Fit(0.05, ["dates a day apart"])
    if apart is not None:
        told = days_apart(a.published, b.published)
        close = told is not None and told <= 2 and apart <= WINDOW
        return _Fit(0.3, [], [f"date: {_per(a.date, a.per)}, {_per(b.date, b.per)}"]) if close else None
    if a.date and b.date and (a.date.startswith(b.date) or b.date.startswith(a.date)):
        return _Fit(0.05, [f"in {min(a.date, b.date, key=len)}"])
    between = days_apart(a.day, b.day)
    if between is None:
        return _Fit(0.2, ["without a day"]) if a.day == b.day else None
    why = ("told on one day", "told a day apart")[between] if between < 2 else f"told {between} days apart"
    return _Fit(0.03 * between, [why]) if between <= DAYS_TO_TELL else None


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


def _tolls(a: DeedReport, b: DeedReport) -> _Fit:
    """Compare the tolls."""
    fit = _Fit(0.0)
    for name in ("killed", "injured"):
        x, y = getattr(a, name), getattr(b, name)
        if x is None or y is None:
            continue
        if x == y:
            fit.need -= 0.1
            fit.why.append(f"{x} {name}")
        else:
            fit.need += 0.05
            fit.least = FAR if max(x, y) > TOO_FAR * max(min(x, y), 1) else fit.least
            fit.conflicts.append(f"{name}: {_per(x, a.per)}, {_per(y, b.per)}")
    return fit


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
