"""Dates as written become ISO prefixes, resolved against the publication date.

The precision of a date is the length of its string: "in 2011" is 2011, "last week" the month it lay in.
News looks back, so that "on Tuesday" is the last Tuesday up to the day of publication, unless the clause
looks ahead ("will meet on Tuesday"). Without a publication date only full dates are resolved.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from tacitus.parsing.parsed import Parsed
from tacitus.records import Span

MONTHS = ["january", "february", "march", "april", "may", "june", "july"]
MONTHS += ["august", "september", "october", "november", "december"]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
PLANS = frozenset(["schedule", "plan", "expect", "set", "due", "slate", "intend", "upcoming", "next", "coming"])
AHEAD_MODALS = frozenset(["will", "shall", "'ll", "’ll", "wo"])
SOON = 62  # days within which a bare "March 29" in the present tense is one to come

MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
COUNT = r"(?P<count>\d{1,3}|an?|" + "|".join(NUMBERS[1:]) + r")"
UNIT = r"(?P<unit>day|week|month|year|decade)s?"


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date expression: its words and what it means as an ISO prefix (2019, 2019-02, 2019-02-26)."""

    span: Span
    iso: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a date is read against: the day of publication, the date read last, and whether the clause looks ahead."""

    today: date | None
    last: date | None
    ahead: bool
    past: bool


def resolve_dates(parsed: Parsed) -> list[DateFound]:
    """Return the dates of an article in the order of the text."""
    text, today = parsed.article.text, _anchor(parsed.article.published)
    taken: list[tuple[int, int]] = []
    matches: list[tuple[re.Match[str], Callable[[re.Match[str], _Frame], str | None]]] = []
    for pattern, read in PATTERNS:
        for m in pattern.finditer(text):
            if all(m.end("words") <= a or b <= m.start("words") for a, b in taken):
                taken.append((m.start("words"), m.end("words")))
                matches.append((m, read))
    found: list[DateFound] = []
    last: date | None = None
    for m, read in sorted(matches, key=lambda pair: pair[0].start("words")):
        if _is_no_date(parsed, m.start("words"), read is _year):
            continue
        ahead, past = _outlook(parsed, m.start("words"))
        iso = _safely(read, m, _Frame(today, last, ahead, past))
        if iso:
            found.append(DateFound(parsed.chars(m.start("words"), m.end("words")), iso))
            last = date.fromisoformat(iso) if len(iso) == 10 and not (today and iso > str(today)) else last
    return found


def _is_no_date(p: Parsed, char: int, is_year: bool) -> bool:
    """Say whether the words are a body's name ("USA Today") or a number that counts ("by 2000 troops")."""
    i = p.token_at(char)
    if i is None:
        return False
    t = p[i]
    if not is_year:
        named = i > 0 and t.text[:1].isupper() and p[i - 1].pos == "PROPN" and t.low not in DAYS
        return (t.ent == "ORG" and not t.ent_begins) or (named and t.low in ("today", "tomorrow"))
    counted = t.dep == "nummod" and p[t.head].tag == "NNS" and p[t.head].i > i
    return t.ent in ("CARDINAL", "QUANTITY", "MONEY") or (counted and (i == 0 or p[i - 1].low != "the"))


def _safely(read: Callable[[re.Match[str], _Frame], str | None], m: re.Match[str], frame: _Frame) -> str | None:
    try:
        return read(m, frame)
    except (ValueError, OverflowError):  # 30 February, the year 0
        return None


def _anchor(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _outlook(p: Parsed, char: int) -> tuple[bool, bool]:
    """Say whether the clause around a date looks ahead ("will", "is due to"), and whether it is in the past."""
    i = p.token_at(char)
    if i is None:
        return False, False
    near = [p[k].low for k in p.sentence_tokens(i) if i - 3 <= k < i]
    ahead, past = any(w in ("next", "coming", "upcoming") for w in near), False
    for k in p.ancestors(i):
        t = p[k]
        if t.lemma in PLANS and t.pos in ("VERB", "ADJ"):
            ahead = True
        if t.pos in ("VERB", "AUX"):
            aux = {p[a].low for a in p.children(k, "aux", "auxpass")}
            ahead = ahead or bool(aux & AHEAD_MODALS) or (t.tag == "VB" and "to" in aux)
            past = t.tag == "VBD" or bool(aux & {"was", "were", "had", "did", "has", "have"})
            break
    return ahead and not past, past


# --- readers: a match and its frame to an ISO prefix, None where it cannot be known --------------------


def _full(m: re.Match[str], f: _Frame) -> str | None:
    return date(int(m["year"]), _month(m), int(m["day"])).isoformat()


def _iso(m: re.Match[str], f: _Frame) -> str | None:
    return date.fromisoformat(m["words"]).isoformat()


def _month_year(m: re.Match[str], f: _Frame) -> str | None:
    return f"{m['year']}-{_month(m):02d}"


def _month_day(m: re.Match[str], f: _Frame) -> str | None:
    if f.today is None:
        return None
    month, day = _month(m), int(m["day"])
    near = [y for y in range(f.today.year - 4, f.today.year + 5) if _exists(y, month, day)]
    back = max(date(y, month, day) for y in near if date(y, month, day) <= f.today)
    on = min(date(y, month, day) for y in near if date(y, month, day) > f.today)
    soon = (on - f.today).days <= SOON and (f.today - back).days > 300 and not f.past
    return (on if f.ahead or soon else back).isoformat()


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _month_alone(m: re.Match[str], f: _Frame) -> str | None:
    if f.today is None:
        return None
    month, lead = _month(m), _lead(m)
    year = f.today.year
    if lead in ("next", "coming") or (f.ahead and lead not in ("last", "past")):
        year += month < f.today.month or (lead == "next" and month == f.today.month)
    else:
        year -= month > f.today.month or (lead == "last" and month == f.today.month)
    return f"{year}-{month:02d}"


def _year(m: re.Match[str], f: _Frame) -> str | None:
    return m["year"]


def _weekday(m: re.Match[str], f: _Frame) -> str | None:
    if f.today is None:
        return None
    lead = _lead(m)
    back = (f.today.weekday() - DAYS.index(m["weekday"].lower())) % 7
    if lead in ("next", "coming") or (f.ahead and not lead and back):
        return (f.today + timedelta(days=(7 - back) if back else 7)).isoformat()
    if lead in ("last", "past") and back == 0:
        back = 7
    return (f.today - timedelta(days=back)).isoformat()


def _near_day(m: re.Match[str], f: _Frame) -> str | None:
    shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}
    if f.today is None:
        return None
    return (f.today + timedelta(days=shift.get(" ".join(m["words"].lower().split()), 0))).isoformat()


def _period(m: re.Match[str], f: _Frame) -> str | None:
    """Read "last week", "this month", "next year", "earlier this year", "last weekend"."""
    if f.today is None:
        return None
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(_lead(m), 0)
    unit = m["period"].lower()
    if unit == "weekend":
        saturday = f.today - timedelta(days=(f.today.weekday() - 5) % 7)
        return (saturday + timedelta(days=7 * step if step > 0 else 0)).isoformat()
    if unit == "week":
        monday = f.today + timedelta(days=7 * step - f.today.weekday())
        middle = monday + timedelta(days=3)
        return middle.isoformat()[:7]
    if unit == "month":
        return (f.today + relativedelta(months=step)).isoformat()[:7]
    return str(f.today.year + step)


def _ago(m: re.Match[str], f: _Frame) -> str | None:
    """Read "three years ago" against today, "two days earlier" against the date before it in the text."""
    word = m["turn"].lower()
    base = f.today if word == "ago" or f.last is None else f.last
    if base is None:
        return None
    count = m["count"].lower()
    n = 1 if count in ("a", "an") else int(count) if count.isdigit() else NUMBERS.index(count)
    n = n if word == "later" else -n
    unit = m["unit"].lower()
    if unit in ("day", "week"):
        day = base + timedelta(days=n * (1 if unit == "day" else 7))
        return day.isoformat() if unit == "day" else day.isoformat()[:7]
    if unit == "month":
        return (base + relativedelta(months=n)).isoformat()[:7]
    return str(base.year + n * (10 if unit == "decade" else 1))


def _day_beside(m: re.Match[str], f: _Frame) -> str | None:
    """Read "the previous day", "the following day", "the same day" against the date before it in the text."""
    if f.last is None:
        return None
    step = {"previous": -1, "day before": -1, "same": 0}.get(m["side"].lower(), 1)
    return (f.last + timedelta(days=step)).isoformat()


def _lead(m: re.Match[str]) -> str:
    return (m["lead"] or "").lower().removeprefix("this ")


def _month(m: re.Match[str]) -> int:
    start = m["month"][:3].lower()
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(start))


_LEAD = r"(?P<lead>[Ll]ast|(?:[Tt]his )?[Pp]ast|[Nn]ext|(?:[Tt]his )?[Cc]oming|[Tt]his)"
_BEFORE_MONTH = (
    r"[Ii]n|[Ss]ince|[Bb]y|[Dd]uring|[Uu]ntil|[Tt]ill|[Ff]rom|[Ee]arly|[Ll]ate|[Mm]id|[Oo]f|[Bb]efore|[Aa]fter"
)
_BEFORE_YEAR = _BEFORE_MONTH + r"|[Tt]he|[Bb]etween|[Aa]nd|[Tt]o|[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter|year"
_WEEKDAY_FIRST = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:the )?)?"
PATTERNS: list[tuple[re.Pattern[str], Callable[[re.Match[str], _Frame], str | None]]] = [
    (re.compile(pattern), read)
    for pattern, read in [
        (r"\b(?P<words>(?:1[5-9]|20)\d\d-[01]\d-[0-3]\d)\b", _iso),
        (rf"\b(?P<words>{_WEEKDAY_FIRST}{MONTH} {DAY},? {YEAR})\b", _full),
        (rf"\b(?P<words>{_WEEKDAY_FIRST}{DAY} (?:of )?{MONTH},? {YEAR})\b", _full),
        (rf"\b(?P<words>{MONTH},? (?:of )?{YEAR})\b", _month_year),
        (rf"\b(?P<words>{_WEEKDAY_FIRST}{MONTH} {DAY})\b(?![,.]?\d|:)", _month_day),
        (rf"\b(?P<words>{_WEEKDAY_FIRST}(?<![\d.,]){DAY} (?:of )?{MONTH})(?!\w)", _month_day),
        (rf"\b(?P<words>(?:{_LEAD} )?{WEEKDAY})\b(?!s\b|['’]s \w+ (?:Agreement|Club))", _weekday),
        (rf"\b(?P<words>(?:(?:[Ee]arlier|[Ll]ater) )?{_LEAD} (?P<period>weekend|week|month|year))\b(?!-)", _period),
        (rf"(?i:\b(?P<words>{COUNT} {UNIT} (?P<turn>ago|earlier|later|before(?= *[.,;]))\b))", _ago),
        (r"(?i:\b(?P<words>the (?P<side>previous|following|next|same|day before)(?<! before) day)\b)", _day_beside),
        (r"(?i:\b(?P<words>the (?P<side>day before))\b(?= *[.,;]))", _day_beside),
        (r"(?i:\b(?P<words>yesterday|today|tomorrow|tonight|last\s+night)\b)", _near_day),
        (rf"\b(?P<words>{_LEAD} {MONTH})(?!\w| \d)", _month_alone),
        (rf"\b(?:{_BEFORE_MONTH})[ -](?P<words>(?P<lead>){MONTH})(?!\w| \d| [A-Z])", _month_alone),
        (rf"\b(?:{_BEFORE_YEAR})[ -](?P<words>{YEAR})\b(?!,\d|\.\d|%|\w|-\w)", _year),
        (rf"\((?P<words>{YEAR})\)", _year),
    ]
]
