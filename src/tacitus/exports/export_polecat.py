"""Events in the columns of the Political Science Event data of our day: POLECAT, ICEWS and PLOVER's JSON.

What Tacitus does not know is left empty: coordinates, GeoNames and Wikipedia ids, POLECAT's contexts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tacitus import __version__
from tacitus.codebook import load_codebook
from tacitus.entities.country_codes import codes_of
from tacitus.exports.cameo import cameo_of
from tacitus.exports.export_files import event_day, published_day, whole_number, write_json_lines, write_tab
from tacitus.exports.export_tables import Actor, Book
from tacitus.records import Event

POLECAT = (
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts"
    "|Actor Name|Actor Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw"
    "|Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|Recipient Sectors"
    "|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|District|Province|Country|Latitude"
    "|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|Publication Date|Story People|Story Organizations"
    "|Story Locations|Language|Version"
).split("|")
ICEWS = (
    "Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|Intensity|Target Name"
    "|Target Sectors|Target Country|Story ID|Sentence Number|Publisher|City|District|Province|Country|Latitude"
    "|Longitude"
).split("|")
SEVERAL = "; "
SECTOR_NAMES = {
    "GOV": "Government",
    "MIL": "Military",
    "REB": "Rebels",
    "OPP": "Opposition",
    "PTY": "Parties",
    "JUD": "Judicial",
    "LEG": "Legislative / Parliamentary",
    "SPY": "Intelligence",
    "COP": "Police",
    "MED": "Media",
    "EDU": "Education",
    "BUS": "Business",
    "CRM": "Criminals / Gangs",
    "CVL": "General Population / Civilian / Social",
    "NGO": "Nongovernmental Organizations",
    "IGO": "International Government Organization",
    "REL": "Religious",
    "IND": "Individual",
    "UNS": "Unidentified",
}


def several(values: list[str | None]) -> str:
    """Join what stands in step by "; "; nothing where there is nothing at all."""
    return SEVERAL.join(v or "" for v in values) if any(values) else ""


def plover_score(e: Event) -> float | None:
    """Return the score of an event's type on PLOVER's scale."""
    rule = load_codebook().types.get(e.type)
    return rule.score if rule else None


def polecat_rows(book: Book) -> Iterator[list[Any]]:
    """Yield one row for each event; several actors stand in one cell, in step from column to column."""
    stories: dict[str, list[str]] = {}
    for e in book.tables.events:
        if e.article_id not in stories:
            stories[e.article_id] = _story(book, e.article_id)
        actors, recipients = book.actors(e.id, "actor"), book.actors(e.id, "recipient")
        row = [e.id, event_day(book, e), e.type, e.mode, plover_score(e), (e.quad_class or "").upper(), ""]
        row += _polecat_people(actors) + _polecat_people(recipients)
        row += [e.place_text, "", "", "", "", "", "", "", e.place_text, ""]
        row += [book.article(e).source, published_day(book, e), *stories[e.article_id], "en", f"Tacitus {__version__}"]
        yield row


def _polecat_people(actors: list[Actor]) -> list[str]:
    return [
        several([a.name for a in actors]),
        several([a.country for a in actors]),
        several([codes_of(a.country).cow for a in actors]),
        actors[0].sector if actors else "",
        several([a.sector for a in actors]),
        "",
        several([a.text for a in actors]),
        "",
    ]


def _story(book: Book, article_id: str) -> list[str]:
    """List the people, organisations and countries that an article names."""
    found: dict[str, dict[str, None]] = {"person": {}, "body": {}, "country": {}}
    for mention in book.in_article(article_id):
        best = book.best.get(mention.id)
        kind = (best.entity_id or "").split(":")[0] if best else ""
        if best and best.name and kind in found:
            found[kind][best.name] = None
    return [SEVERAL.join(found[kind]) for kind in ("person", "body", "country")]


def write_polecat(book: Book, out: Path) -> list[Path]:
    """Write POLECAT's 40 columns: by tab, with a header."""
    return [write_tab(out, polecat_rows(book), POLECAT)]


def pairs(book: Book, e: Event) -> Iterator[tuple[Actor | None, Actor | None]]:
    """Yield the dyads of an event: every actor with every recipient, nobody with himself; None for nobody."""
    actors: list[Actor | None] = [*book.actors(e.id, "actor")]
    recipients: list[Actor | None] = [*book.actors(e.id, "recipient")]
    for a in actors or [None]:
        for r in recipients or [None]:
            if a is None or r is None or a.label != r.label:
                yield a, r


def pair_number(e: Event, a: Actor | None, r: Actor | None) -> int:
    """Return the number of one dyad of an event; it rests on mentions, not on how they are read."""
    return whole_number(e.id, a.mention_id if a else None, r.mention_id if r else None)


def icews_rows(book: Book) -> Iterator[list[Any]]:
    """Yield one row for each dyad of an event."""
    for e in book.tables.events:
        article, cameo = book.article(e), cameo_of(e.cameo)
        text = f"{e.type.capitalize()}: {e.mode}" if e.mode else e.type.capitalize()
        for a, r in pairs(book, e):
            row = [pair_number(e, a, r), event_day(book, e), *_icews_actor(a), text, cameo.code, cameo.goldstein]
            row += [*_icews_actor(r), article.key or article.id, "", article.source, *[""] * 3]
            yield [*row, e.place_text, "", ""]


def _icews_actor(a: Actor | None) -> list[str]:
    return [a.label, SECTOR_NAMES.get(a.sector, ""), codes_of(a.country).name] if a else ["", "", ""]


def write_icews(book: Book, out: Path) -> list[Path]:
    """Write ICEWS's 20 columns: by tab, with a header."""
    return [write_tab(out, icews_rows(book), ICEWS)]


def plover_events(book: Book) -> Iterator[dict[str, Any]]:
    """Yield PLOVER's JSON object for each event; keys without a value are left out."""
    for e in book.tables.events:
        article = book.article(e)
        made = {
            "id": e.id,
            "has_event": True,
            "date": event_day(book, e),
            "actor": [_plover_actor(a) for a in book.actors(e.id, "actor")],
            "recipient": [_plover_actor(a) for a in book.actors(e.id, "recipient")],
            "event": e.type,
            "event_loc": [{"text": e.place_text}] if e.place_text else None,
            "event_text": e.trigger_text,
            "quad_code": e.quad_class,
            "event_scale": plover_score(e),
            "mode": e.mode,
            "text": book.sentence(e),
            "text_info": {"start": e.sentence_start, "end": e.sentence_end, "article": article.key or article.id},
            "cite_info": {"title": article.title, "source": article.source, "date": article.published},
            "link": article.url,
            "coder": f"Tacitus {__version__}: {e.found_by}",
            "comment": e.status,
        }
        yield {k: v for k, v in made.items() if v not in (None, "", [])}


def _plover_actor(a: Actor) -> dict[str, Any]:
    made = {"code": a.country, "sector": a.sector, "entity_text": a.text, "identifier_id": a.entity_id}
    made["identifier_text"] = a.name
    return {k: v for k, v in made.items() if v}


def write_plover(book: Book, out: Path) -> list[Path]:
    """Write PLOVER's JSON, one event a line."""
    return [write_json_lines(out, plover_events(book))]
