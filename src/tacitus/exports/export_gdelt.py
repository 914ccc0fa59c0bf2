"""Events and mentions in the columns of GDELT 2.0: 61 and 16, by tab, without a header.

A GDELT event has one actor on each side, so an event of several becomes a row for each pair. What Tacitus
does not know is left empty: confidence, coordinates, religion and ethnic group; tone is 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tacitus.entities.country_codes import CountryCodes, codes_of, country_codes
from tacitus.exports.cameo import cameo_of
from tacitus.exports.export_files import event_day, published_day, write_tab
from tacitus.exports.export_polecat import pair_number, pairs
from tacitus.exports.export_tables import Actor, Book
from tacitus.records import Event

_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
_GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"
EVENTS = (
    *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
    *[f"Actor{n}{c}" for n in (1, 2) for c in _ACTOR.split()],
    *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale".split(),
    *"NumMentions NumSources NumArticles AvgTone".split(),
    *[f"{who}Geo_{c}" for who in ("Actor1", "Actor2", "Action") for c in _GEO.split()],
    "DATEADDED",
    "SOURCEURL",
)
MENTIONS = (
    "GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID"
    " Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone"
    " MentionDocTranslationInfo Extras"
).split()
# PLOVER's sectors that CAMEO has as types of actor
TYPES = frozenset("GOV MIL REB OPP PTY JUD LEG SPY COP MED EDU BUS CRM CVL NGO IGO REL".split())
WEB, CITATION = 1, 2
NOT_KNOWN = -1
# tone is not measured, yet readers refuse a row without one
NO_TONE = 0
PLACE_IS_A_COUNTRY, PLACE_NOT_FOUND = 1, 0


def fraction_of_year(day: str) -> str:
    """Return GDELT's FractionDate: the year and the share of it gone by, months taken as 30 days."""
    if not day:
        return ""
    year, month, date = (int(part) for part in day.split("-"))
    return f"{year + min(((month - 1) * 30 + date) / 365, 0.9999):.4f}"


def event_rows(book: Book) -> Iterator[list[Any]]:
    """Yield the 61 cells of each dyad of each event."""
    for e in book.tables.events:
        article, cameo = book.article(e), cameo_of(e.cameo)
        day = event_day(book, e)
        number = day.replace("-", "")
        lead = article.text.find("\n\n")
        root = int(lead == -1 or e.sentence_start < lead)
        action = [root, cameo.code, cameo.base, cameo.root, cameo.quad_class, cameo.goldstein, 1, 1, 1, NO_TONE]
        end = [_stamp(book, e), article.url or article.key or article.id]
        for a, r in pairs(book, e):
            row = [pair_number(e, a, r), number, number[:6], number[:4], fraction_of_year(day)]
            row += [*_actor(a), *_actor(r), *action]
            yield [*row, *_country(a), *_country(r), *_place(e.place_text), *end]


def mention_rows(book: Book) -> Iterator[list[Any]]:
    """Yield the 16 cells of the mention of each dyad of each event, with the offsets in the article's text."""
    for e in book.tables.events:
        article, stamp = book.article(e), _stamp(book, e)
        name = (urlsplit(article.url).hostname if article.url else None) or article.source
        where = [WEB if article.url else CITATION, name, article.url or article.key or article.id]
        for a, r in pairs(book, e):
            offsets = [a.start if a else NOT_KNOWN, r.start if r else NOT_KNOWN, e.trigger_start]
            yield [
                pair_number(e, a, r),
                stamp,
                stamp,
                *where,
                "",
                *offsets,
                1,
                "",
                len(article.text),
                "",
                "",
                "",
            ]


def _stamp(book: Book, e: Event) -> str:
    day = published_day(book, e).replace("-", "")
    return f"{day}000000" if day else ""


def _actor(a: Actor | None) -> list[str]:
    if a is None:
        return [""] * 10
    country, kind = a.country or "", a.sector if a.sector in TYPES else ""
    return [country + kind, a.label.upper(), country, "", "", "", "", kind, "", ""]


def _country(a: Actor | None) -> list[Any]:
    """Place an actor in its country, by name and FIPS code."""
    codes = codes_of(a.country if a else None)
    return (
        [PLACE_IS_A_COUNTRY, codes.name, codes.fips, codes.fips, "", "", "", codes.fips] if codes.fips else _nowhere()
    )


def _place(text: str | None) -> list[Any]:
    """Place the deed: with a FIPS code where the place is a country, else by its words alone."""
    codes = _by_name().get((text or "").casefold())
    if codes is None:
        return _nowhere(text or "")
    return [PLACE_IS_A_COUNTRY, codes.name, codes.fips, codes.fips, "", "", "", codes.fips]


@cache
def _by_name() -> dict[str, CountryCodes]:
    return {c.name.casefold(): c for c in country_codes().values() if c.fips}


def _nowhere(text: str = "") -> list[Any]:
    return [PLACE_NOT_FOUND, text, "", "", "", "", "", ""]


def write_gdelt(book: Book, out: Path) -> list[Path]:
    """Write events.export.CSV and events.mentions.CSV into the folder `out`."""
    return [
        write_tab(out / "events.export.CSV", event_rows(book)),
        write_tab(out / "events.mentions.CSV", mention_rows(book)),
    ]
