"""The types that Tacitus keeps, their ids, and the Arrow and SQL schemas derived from them.

Every type is flat, so that a row opens as it is in pandas, R, DuckDB and Datasette. What a record
has several of (pieces of content, participants, sources) stands in a table of its own: `Content`,
`Role`, `Status`. Spans are `start` and `end` in characters of `Article.text`, end exclusive, with the
text beside them. Ids hash *what was said where*, never how it was read: a better gazetteer or rule
must not change the ids that reviews hang on.
"""

from __future__ import annotations

import hashlib
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, ClassVar, NamedTuple

import pyarrow as pa
import sqlalchemy as sa

ID_RECIPE = "1"
SECTORS = tuple("GOV MIL REB OPP PTY JUD LEG SPY COP MED EDU BUS CRM CVL NGO IGO REL IND UNS".split())
EVENT_TYPES = tuple(
    """
    AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST
    SANCTION MOBILIZE COERCE ASSAULT
    """.split()
)
STATUSES = ("occurred", "ongoing", "planned", "possible", "denied")
ROLES = ("speaker", "via", "addressee", "actor", "recipient", "holder", "target_actor", "source")
MENTION_KINDS = ("name", "role", "demonym", "place", "pronoun", "nominal", "unnamed")


def make_id(kind: str, *parts: object) -> str:
    """Hash what was said where into a stable id: `<kind letter>_<20 hex digits>` (blake2b, recipe 1)."""
    text = "\x1f".join([ID_RECIPE, kind, *("" if p is None else str(p) for p in parts)])
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
    return f"{kind[0]}_{digest}"


class Span(NamedTuple):
    """A stretch of an article: characters `start` to `end` (exclusive) of `Article.text`, which read `text`."""

    start: int
    end: int
    text: str

    def covers(self, other: Span) -> bool:
        """Say whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One text as it was read. `key` is the user's own id or the URL; `published` an ISO date prefix."""

    table: ClassVar[str] = "articles"
    primary: ClassVar[tuple[str, ...]] = ("id",)
    id: str
    key: str
    text: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    path: str | None = None
    record: int | None = None
    extractor: str | None = None

    @classmethod
    def make(cls, text: str, key: str | None = None, **rest: Any) -> Article:
        """Build an article; its id hashes key (user's id, else URL, else nothing) and text."""
        key = key or rest.get("url") or ""
        return cls(id=make_id("article", key, text), key=key, text=text, **rest)


@dataclass(frozen=True, slots=True)
class Run:
    """One execution: what coded the articles. `settings` and `models` are JSON texts."""

    table: ClassVar[str] = "runs"
    primary: ClassVar[tuple[str, ...]] = ("id",)
    id: str
    started: str
    code_version: str
    codebook_hash: str
    models: str
    settings: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch that names or stands for somebody. Mentions of one actor in one article share `chain_id`."""

    table: ClassVar[str] = "mentions"
    primary: ClassVar[tuple[str, ...]] = ("id",)
    id: str
    article_id: str
    start: int
    end: int
    text: str
    head_start: int
    head_end: int
    kind: str
    chain_id: str
    found_by: str

    @property
    def span(self) -> Span:
        """The mention as a span."""
        return Span(self.start, self.end, self.text)


@dataclass(frozen=True, slots=True)
class Resolution:
    """One reading of a mention: who it may be on the article's date. Rank 0 is the one chosen."""

    table: ClassVar[str] = "resolutions"
    primary: ClassVar[tuple[str, ...]] = ("mention_id", "rank")
    mention_id: str
    rank: int
    name: str | None
    country: str | None
    sector: str | None
    entity_id: str | None
    score: float
    reason: str
    known_until: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody is reported to have said something. `inside` is the statement that relays this one."""

    table: ClassVar[str] = "statements"
    primary: ClassVar[tuple[str, ...]] = ("id",)
    id: str
    article_id: str
    quotation: str
    cue_start: int | None
    cue_end: int | None
    cue_text: str | None
    sentence_start: int
    sentence_end: int
    found_by: str
    inside: str | None = None
    venue_text: str | None = None
    date_text: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """One piece of what a statement says; a split quotation has several, in the order of the text."""

    table: ClassVar[str] = "contents"
    primary: ClassVar[tuple[str, ...]] = ("statement_id", "piece")
    statement_id: str
    piece: int
    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """The piece as a span."""
        return Span(self.start, self.end, self.text)


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody did something to somebody: a PLOVER event with its CAMEO code beside it.

    `date` is an ISO prefix resolved against the publication date, `date_text` the words; `killed` and
    `injured` are counts of persons given for this event; `status` is the status the writer gives it.
    """

    table: ClassVar[str] = "events"
    primary: ClassVar[tuple[str, ...]] = ("id",)
    id: str
    article_id: str
    type: str
    trigger_start: int
    trigger_end: int
    trigger_text: str
    sentence_start: int
    sentence_end: int
    found_by: str
    mode: str | None = None
    cameo: str | None = None
    quad_class: str | None = None
    status: str = "occurred"
    date_text: str | None = None
    date: str | None = None
    place_text: str | None = None
    killed: int | None = None
    injured: int | None = None
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Somebody is shown to be for or against something. `target` has names resolved, `target_text` has not."""

    table: ClassVar[str] = "positions"
    primary: ClassVar[tuple[str, ...]] = ("id",)
    id: str
    article_id: str
    stance: str
    target: str
    target_start: int
    target_end: int
    target_text: str
    evidence_start: int
    evidence_end: int
    evidence_text: str
    sentence_start: int
    sentence_end: int
    found_by: str
    status: str = "occurred"
    date: str | None = None
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """Who takes part in a record. Chosen mentions come first; rejected candidates follow with the reason."""

    table: ClassVar[str] = "roles"
    primary: ClassVar[tuple[str, ...]] = ("record_id", "role", "rank")
    record_id: str
    role: str
    rank: int
    mention_id: str
    chosen: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Status:
    """How sure a record is according to one source; `mention_id` is None for the writer."""

    table: ClassVar[str] = "statuses"
    primary: ClassVar[tuple[str, ...]] = ("record_id", "rank")
    record_id: str
    rank: int
    mention_id: str | None
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Review:
    """A person's verdict on a record; reviews append and are never overwritten. `correction` is JSON."""

    table: ClassVar[str] = "reviews"
    primary: ClassVar[tuple[str, ...]] = ("id",)
    id: str
    record_id: str
    verdict: str
    by: str
    at: str
    note: str | None = None
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that was left out, where it stood, why, and what to do about it."""

    table: ClassVar[str] = "issues"
    primary: ClassVar[tuple[str, ...]] = ("path", "record", "reason")
    path: str
    record: int | None
    article_id: str | None
    reason: str
    remedy: str


Record = Statement | Event | Position


@dataclass(frozen=True, slots=True)
class Found:
    """A record with what hangs on it, as an extractor returns it."""

    record: Record
    roles: tuple[Role, ...] = ()
    contents: tuple[Content, ...] = ()
    statuses: tuple[Status, ...] = ()

    def chosen(self, role: str) -> list[str]:
        """Return the ids of the mentions that fill `role`, best first."""
        return [r.mention_id for r in self.roles if r.role == role and r.chosen]


CODED = (Mention, Resolution, Statement, Content, Event, Position, Role, Status)
TABLES: tuple[type, ...] = (Article, Run, *CODED, Review, Issue)
_ARROW = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
_SQL: dict[type, Any] = {str: sa.Text(), int: sa.Integer(), float: sa.Float(), bool: sa.Boolean()}


@cache
def columns(table: type) -> tuple[tuple[str, type, bool], ...]:
    """List a table's columns as (name, python type, may be empty), in the order of the fields."""
    hints = typing.get_type_hints(table)
    out = []
    for f in fields(table):
        hint = hints[f.name]
        options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        base = next(o for o in options if o is not type(None))
        out.append((f.name, base, type(None) in options))
    return tuple(out)


@cache
def arrow_schema(table: type) -> pa.Schema:
    """Derive the Arrow schema of a table from its dataclass."""
    return pa.schema([pa.field(n, _ARROW[t], nullable=empty) for n, t, empty in columns(table)])


def sql_tables(metadata: sa.MetaData) -> dict[str, sa.Table]:
    """Derive the SQLAlchemy tables from the dataclasses and register them in `metadata`."""
    made = {}
    for table in TABLES:
        cols = [
            sa.Column(n, _SQL[t], primary_key=n in table.primary and not empty, nullable=empty)  # type: ignore[attr-defined]
            for n, t, empty in columns(table)
        ]
        made[table.table] = sa.Table(table.table, metadata, *cols)  # type: ignore[attr-defined]
    return made


def rows(items: Iterable[Any]) -> list[dict[str, Any]]:
    """Turn records of one type into plain dictionaries, field by field."""
    return [{f.name: getattr(item, f.name) for f in fields(item)} for item in items]
