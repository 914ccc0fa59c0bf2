"""FollowTheMoney entities, one JSON object a line: what Aleph, OpenSanctions' tools and ftm load.

Article -> Article, actor -> Person, PublicBody, Organization, Company or LegalEntity, event -> Event,
position with an actor as its target -> UnknownLink, any other position and every statement -> Note.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tacitus import __version__
from tacitus.entities.country_codes import codes_of
from tacitus.exports.export_files import write_json_lines
from tacitus.exports.export_tables import Actor, Book, date_prefix
from tacitus.records import Article, Event, Position, Record, Statement, make_id

KINDS = {"person": "Person", "country": "PublicBody", "body": "Organization"}
LONGEST = 65000


def entities(book: Book) -> Iterator[dict[str, Any]]:
    """Yield the articles, then the actors once each, then events, positions and statements."""
    for article in book.tables.articles:
        yield _article(article)
    records = [_event(book, e) for e in book.tables.events]
    records += [_position(book, p) for p in book.tables.positions]
    records += [_statement(book, s) for s in book.tables.statements]
    yield from _actors(book)
    yield from records


def _entity(entity_id: str, schema: str, **properties: Any) -> dict[str, Any]:
    """Build an entity; every property is a list of texts, and an empty one is left out."""
    kept: dict[str, list[str]] = {}
    for name, value in properties.items():
        values = value if isinstance(value, list) else [value]
        texts = [str(v)[:LONGEST] for v in values if v not in (None, "")]
        if texts:
            kept[name] = list(dict.fromkeys(texts))
    return {"id": ftm_id(entity_id), "schema": schema, "properties": kept}


def ftm_id(own: str) -> str:
    """Write one of our ids as FollowTheMoney takes it, without an underscore; `recordId` keeps our own."""
    return own.replace("_", "-")


def _article(a: Article) -> dict[str, Any]:
    return _entity(
        a.id,
        "Article",
        title=a.title or a.key or a.id,
        publishedAt=date_prefix(a.published),
        publisher=a.source,
        sourceUrl=a.url if (a.url or "").startswith(("http://", "https://")) else None,
        bodyText=a.text,
        language="eng",
    )


def actor_id(a: Actor) -> str:
    """Return the id of an actor's entity: by name and country, so that it is one in every article."""
    if a.name is None:
        return make_id("x", a.mention_id)
    return make_id("x", a.name, a.country)


def schema_of(a: Actor) -> str:
    """Return the narrowest schema that surely holds for an actor."""
    kind = KINDS.get((a.entity_id or "").split(":")[0])
    if kind == "Organization" and a.sector == "BUS":
        return "Company"
    return (
        "PublicBody" if kind == "Organization" and a.sector in ("GOV", "IGO", "MIL", "LEG") else kind or "LegalEntity"
    )


def _actors(book: Book) -> Iterator[dict[str, Any]]:
    """Yield every actor that takes part in a record; the first narrow schema found for a name holds."""
    found: dict[str, list[Actor]] = {}
    for role in book.tables.roles:
        if role.chosen and role.mention_id in book.mentions:
            a = book.actor(role.mention_id)
            found.setdefault(actor_id(a), []).append(a)
    for entity_id, seen in found.items():
        schema = next((s for s in map(schema_of, seen) if s != "LegalEntity"), "LegalEntity")
        country = (codes_of(seen[0].country).iso2 or "").lower()
        place = "nationality" if schema == "Person" else "country"
        # FollowTheMoney names the sector of a person a position, that of a body its classification
        sector = "keywords" if schema == "Person" else "classification"
        names = [a.name or a.text for a in seen]
        yield _entity(entity_id, schema, name=names, **{place: country, sector: [a.sector for a in seen]})


def _ids(book: Book, record: Record, *roles: str) -> list[str]:
    return [ftm_id(actor_id(a)) for role in roles for a in book.actors(record.id, role)]


def _event(book: Book, e: Event) -> dict[str, Any]:
    article = book.article(e)
    parties = (book.actors(e.id, "actor"), book.actors(e.id, "recipient"))
    who, whom = (", ".join(a.label for a in actors) for actors in parties)
    return _entity(
        e.id,
        "Event",
        name=" ".join(part for part in (who, e.type.lower(), whom) if part),
        date=book.day(e),
        location=e.place_text,
        summary=book.sentence(e),
        organizer=_ids(book, e, "actor"),
        involved=_ids(book, e, "recipient"),
        proof=ftm_id(e.article_id),
        keywords=[e.type, e.mode, e.quad_class, e.status, e.cameo],
        publisher=article.source,
        recordId=e.id,
        description=f"Tacitus {__version__}, {e.found_by}: {e.trigger_text}",
    )


def _position(book: Book, p: Position) -> dict[str, Any]:
    holders, targets = _ids(book, p, "holder"), _ids(book, p, "target_actor")
    words = {"summary": f"{p.stance}: {p.target}", "description": p.evidence_text, "date": book.day(p)}
    if holders and targets and holders != targets:
        role = f"{p.stance}: {p.target}"
        return _entity(
            p.id,
            "UnknownLink",
            subject=holders,
            object=targets,
            role=role,
            recordId=p.id,
            proof=ftm_id(p.article_id),
            publisher=book.article(p).source,
            sourceUrl=book.article(p).url,
            **words,
        )
    return _note(book, p, f"{p.stance}: {p.target}", p.evidence_text, holders)


def _statement(book: Book, s: Statement) -> dict[str, Any]:
    content = " ... ".join(c.text for c in book.contents(s.id))
    return _note(book, s, f"{s.quotation}: {s.cue_text or ''}", content, _ids(book, s, "speaker"))


def _note(book: Book, record: Record, summary: str, text: str, about: list[str]) -> dict[str, Any]:
    return _entity(
        record.id,
        "Note",
        name=f"{summary} ({book.day(record)})" if book.day(record) else summary,
        description=text,
        summary=book.sentence(record),
        entity=[*about, ftm_id(record.article_id)],
        publisher=book.article(record).source,
    )


def write_ftm(book: Book, out: Path) -> list[Path]:
    """Write the entities, one a line."""
    return [write_json_lines(out, entities(book))]
