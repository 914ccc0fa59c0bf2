"""Positions for the Discourse Network Analyzer: a table of statements, and a database that DNA 3 opens.

A position becomes a "DNA Statement": who (person, organization), about what (concept), for or against
(agreement), at which characters of which document. Concepts whose content words are the same are one.
DNA counts characters as Java does (UTF-16), so offsets are counted anew; lengths are kept below its limits.
"""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tacitus.entities.country_codes import codes_of
from tacitus.errors import StoreError
from tacitus.exports.export_files import write_csv
from tacitus.exports.export_tables import Actor, Book, date_prefix
from tacitus.exports.network_discourse import discourse, target_key
from tacitus.records import Article, Position
from tacitus.storable import storable

SCHEMA = Path(__file__).parent / "dna.sql"
PASSWORD = "tacitus"
LONGEST = 190
SALT, ROUNDS = b"tacitus tacitus ", 100_000
PERSON, ORGANIZATION, CONCEPT, AGREEMENT, RECORD = 1, 2, 3, 4, 12
STATEMENT_TYPE, CODER = 1, 1
COLUMNS = (
    "statement_id time person organization concept agreement tacitus_record start_position stop_position text coder"
    " document_id document_title document_author document_source document_section document_type"
).split()


@dataclass(frozen=True, slots=True)
class DnaStatement:
    """A position as DNA keeps it."""

    document: int
    start: int
    stop: int
    text: str
    person: str
    organization: str
    concept: str
    agreement: int
    record: str


def statements(book: Book) -> Iterator[DnaStatement]:
    """Yield a DNA statement for each holder of each position, in the order of documents and text."""
    labels = discourse(book).labels()
    number = {a.id: n for n, a in enumerate(book.tables.articles, 1)}
    ordered = sorted(book.tables.positions, key=lambda p: (number[p.article_id], p.evidence_start, p.id))
    for p in ordered:
        concept = labels.get(target_key(p.target)) or " ".join(p.target.split())
        for holder in book.actors(p.id, "holder"):
            yield _statement(book.article(p), number[p.article_id], p, holder, concept)


def _statement(article: Article, document: int, p: Position, holder: Actor, concept: str) -> DnaStatement:
    start, stop = java_offset(article.text, p.evidence_start), java_offset(article.text, p.evidence_end)
    person, organization = person_and_organization(holder)
    person, organization, concept = (short(storable(x)) for x in (person, organization, concept))
    return DnaStatement(
        document, start, stop, storable(p.evidence_text), person, organization, concept, int(p.stance == "for"), p.id
    )


def person_and_organization(a: Actor) -> tuple[str, str]:
    """Split an actor as DNA does: a person and whom he belongs to, or an organisation alone."""
    if (a.entity_id or "").startswith("person:"):
        country = codes_of(a.country).name or a.country
        return a.label, f"{country} ({a.sector})" if country else ""
    return "", a.label


def java_offset(text: str, at: int) -> int:
    """Count the UTF-16 units before a character: what Java, and so DNA, calls its position."""
    return at if text.isascii() else at + sum(c > "\uffff" for c in text[:at])


def short(text: str) -> str:
    """Cut a value to the length that DNA takes."""
    one = " ".join(text.replace("\0", " ").split())
    return one if len(one) <= LONGEST else one[: LONGEST - 1] + "…"


def seconds(published: str | None) -> int:
    """Return a date as seconds since 1970, as DNA keeps it; 0 where there is none."""
    day = date_prefix(published)
    if day is None:
        return 0
    return int(datetime.fromisoformat((day + "-01-01"[len(day) - 4 :])[:10]).replace(tzinfo=UTC).timestamp())


def hashed(password: str) -> str:
    """Hash a password as DNA checks it: salt and SHA-256, 100,000 times, in base 64."""
    digest = SALT + password.encode("utf-8")
    for _ in range(ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(SALT + digest).decode("ascii")


def write_dna_csv(book: Book, out: Path) -> list[Path]:
    """Write the statements as DNA's event list writes them: separated by semicolons, with a header."""
    articles = book.tables.articles
    rows = []
    for n, s in enumerate(statements(book), 1):
        article = articles[s.document - 1]
        time = datetime.fromtimestamp(seconds(article.published), UTC).strftime("%Y-%m-%d %H:%M:%S")
        row = [n, time, s.person, s.organization, s.concept, s.agreement, s.record, s.start, s.stop]
        row += [" ".join(s.text.split()), CODER, s.document, article.title, "", article.source, "", ""]
        rows.append([v.replace(";", ",").replace('"', "'") if isinstance(v, str) else v for v in row])
    return [write_csv(out, rows, COLUMNS, delimiter=";")]


def write_dna(book: Book, out: Path) -> list[Path]:
    """Write a new DNA 3 database: coder "Admin" (password "tacitus"), all documents, one statement a position.

    Raises StoreError where `out` exists: a database somebody has coded in is never written over.
    """
    if out.exists():
        raise StoreError(f"{out} exists; a DNA database is never written over, name another file")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(out)) as connection, connection:
            connection.executescript(SCHEMA.read_text("utf-8"))
            connection.execute("UPDATE CODERS SET Password = ? WHERE ID = ?", (hashed(PASSWORD), CODER))
            connection.executemany(
                "INSERT INTO DOCUMENTS (ID, Title, Text, Coder, Source, Section, Notes, Date)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [_document(n, a) for n, a in enumerate(book.tables.articles, 1)],
            )
            _write_statements(connection, book)
    except (OSError, sqlite3.Error) as e:
        out.unlink(missing_ok=True)
        raise StoreError(f"{out}: cannot be written: {e}") from e
    return [out]


def _document(number: int, a: Article) -> tuple[int, str, str, int, str, str, str, int]:
    # NUL ends a text in SQLite; a space keeps the offsets
    text = storable(a.text).replace("\0", " ")
    title = short(storable(a.title or a.key or a.id))
    source = short(storable(a.source or ""))
    return number, title, text, CODER, source, "", storable(a.url or a.key), seconds(a.published)


def _write_statements(connection: sqlite3.Connection, book: Book) -> None:
    # the schema brings an empty value for every variable
    entities = {(v, text): n for n, v, text in connection.execute("SELECT ID, VariableId, Value FROM ENTITIES")}
    for n, s in enumerate(statements(book), 1):
        if s.start >= s.stop:
            continue
        connection.execute(
            "INSERT INTO STATEMENTS (ID, StatementTypeId, DocumentId, Start, Stop, Coder) VALUES (?, ?, ?, ?, ?, ?)",
            (n, STATEMENT_TYPE, s.document, s.start, s.stop, CODER),
        )
        for variable, value in ((PERSON, s.person), (ORGANIZATION, s.organization), (CONCEPT, s.concept)):
            entity = entities.get((variable, value))
            if entity is None:
                entity = entities[variable, value] = len(entities) + 1
                _write_entity(connection, book, entity, variable, value)
            row = (n, variable, entity)
            connection.execute("INSERT INTO DATASHORTTEXT (StatementId, VariableId, Entity) VALUES (?, ?, ?)", row)
        row = (n, AGREEMENT, s.agreement)
        connection.execute("INSERT INTO DATABOOLEAN (StatementId, VariableId, Value) VALUES (?, ?, ?)", row)
        note = (n, RECORD, s.record)
        connection.execute("INSERT INTO DATALONGTEXT (StatementId, VariableId, Value) VALUES (?, ?, ?)", note)


def _write_entity(connection: sqlite3.Connection, book: Book, entity: int, variable: int, value: str) -> None:
    """Add a value with its attributes: the sector as type, the country as note."""
    connection.execute(
        "INSERT INTO ENTITIES (ID, VariableId, Value, Red, Green, Blue) VALUES (?, ?, ?, 0, 0, 0)",
        (entity, variable, value),
    )
    country, sector = book.usual(value) if variable != CONCEPT else (None, "")
    known = {"Type": sector, "Notes": country or ""}
    for number, name in connection.execute(
        "SELECT ID, AttributeVariable FROM ATTRIBUTEVARIABLES WHERE VariableId = ?", (variable,)
    ).fetchall():
        connection.execute(
            "INSERT INTO ATTRIBUTEVALUES (EntityId, AttributeVariableId, AttributeValue) VALUES (?, ?, ?)",
            (entity, number, known.get(name, "")),
        )
