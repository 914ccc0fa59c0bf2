"""What networks and exports work on: the tables of a study, and who takes part in each record.

`Tables` holds the rows of `records.py` wherever they came from; `Book` joins them, so that no exporter
joins again. An actor stands under the best reading of the mention; a mention nobody could name keeps
its words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from tacitus.casebook.todays_view import with_todays_roles
from tacitus.ledger import Ledger
from tacitus.records import (
    CODED,
    Article,
    Content,
    Event,
    Mention,
    Position,
    Record,
    Resolution,
    Role,
    Statement,
    Status,
)
from tacitus.writing.read_ledgers import read_ledgers

if TYPE_CHECKING:
    from tacitus.casebook.store import Casebook

T = TypeVar("T")
UNKNOWN = "UNS"
SQLITE = b"SQLite format 3\0"
PLACES = ("sentence_start", "start", "trigger_start", "evidence_start", "cue_start", "rank", "piece")


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a study, as lists of rows."""

    articles: list[Article] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    resolutions: list[Resolution] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    contents: list[Content] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)

    @classmethod
    def gather(cls, ledgers: Iterable[Ledger]) -> Tables:
        """Put the rows of many ledgers together; an article that could not be coded is left out."""
        made = cls()
        for ledger in ledgers:
            if ledger.issues:
                continue
            made.articles.append(ledger.article)
            for name in ("mentions", "resolutions", "statements", "contents", "events", "positions", "roles"):
                getattr(made, name).extend(getattr(ledger, name))
            made.statuses.extend(ledger.statuses)
        return made

    def with_status(self, statuses: Collection[str]) -> Tables:
        """Return the tables with only the events and positions of these statuses."""
        events = [e for e in self.events if e.status in statuses]
        return replace(self, events=events, positions=[p for p in self.positions if p.status in statuses])

    def without(self, record_ids: Collection[str]) -> Tables:
        """Return the tables without some records and what hangs on them."""
        if not record_ids:
            return self
        kept: dict[str, Any] = {
            n: [r for r in getattr(self, n) if r.id not in record_ids] for n in ("statements", "events", "positions")
        }
        kept |= {n: [r for r in getattr(self, n) if r.record_id not in record_ids] for n in ("roles", "statuses")}
        return replace(self, **kept, contents=[c for c in self.contents if c.statement_id not in record_ids])


def load_tables(where: str | Path) -> Tables:
    """Read a casebook (a path or a URL), or what `tacitus code` wrote: a jsonl file, a csv or parquet folder.

    Raises InputError or StoreError where it is none of these.
    """
    path = Path(where)
    if "://" in str(where) or _is_sqlite(path):
        # the store loads slowly, and a ledger file does not need it
        from tacitus.casebook.store import Casebook  # noqa: PLC0415

        with Casebook(str(where), create=False) as casebook:
            return casebook_tables(casebook)
    return Tables.gather(read_ledgers(path))


def _is_sqlite(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE


def casebook_tables(casebook: Casebook) -> Tables:
    """Read the newest version of every coded article of a casebook, in the order they came, as it stands today.

    What reviewers found wrong is left out; what they put right and what was decided on actors is taken over.
    """
    made = Tables()
    articles = casebook.tables["articles"]
    with casebook.reading() as connection:
        asked = sa.select(articles).where(articles.c.newest, articles.c.coded).order_by(articles.c.number)
        made.articles.extend(_built(Article, map(dict, connection.execute(asked).mappings())))
        order = {a.id: n for n, a in enumerate(made.articles)}
        for kind in CODED:
            table = casebook.tables[kind.table]
            rows = [dict(r) for r in connection.execute(sa.select(table)).mappings() if r["article_id"] in order]
            rows.sort(key=lambda r: (order[r["article_id"]], *(r.get(n) or 0 for n in PLACES), r.get("id") or ""))
            getattr(made, kind.table).extend(_built(kind, rows))
        p, v = casebook.tables["participants"], casebook.tables["verdicts"]
        who = [row for row in connection.execute(sa.select(p)) if row.article_id in order]
        wrong = set(connection.execute(sa.select(v.c.record_id).where(v.c.verdict == "wrong")).scalars())
    mentions, resolutions, roles = with_todays_roles(made.mentions, made.resolutions, made.roles, who)
    made = replace(made, mentions=mentions, resolutions=resolutions, roles=roles)
    return made.without(wrong)


def _built(kind: type[T], rows: Iterable[dict[str, Any]]) -> list[T]:
    names = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    return [kind(**{n: row[n] for n in names}) for row in rows]


def date_prefix(text: str | None) -> str | None:
    """Return the ISO prefix (year, month or day) that a date begins with, None where that is no date."""
    found = re.match(r"\d{4}(-\d\d(-\d\d)?)?(?!\d)", text or "")
    try:
        date.fromisoformat((found[0] + "-01-01"[len(found[0]) - 4 :])[:10] if found else "")
    except ValueError:
        return None
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes part: the best reading of a mention, and the words that stand in the text."""

    text: str
    start: int
    end: int
    mention_id: str
    name: str | None = None
    country: str | None = None
    sector: str = UNKNOWN
    entity_id: str | None = None

    @property
    def label(self) -> str:
        """The name, or the words used where nobody could be made out."""
        return self.name or " ".join(self.text.split())


class Book:
    """Looks up what hangs on the records of a study."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.articles = {a.id: a for a in tables.articles}
        self.mentions = {m.id: m for m in tables.mentions}
        self.best = {r.mention_id: r for r in tables.resolutions if r.rank == 0}
        self.statements = {s.id: s for s in tables.statements}
        self._roles: dict[tuple[str, str], list[Role]] = {}
        for role in tables.roles:
            if role.chosen and role.mention_id in self.mentions:
                self._roles.setdefault((role.record_id, role.role), []).append(role)
        for roles in self._roles.values():
            roles.sort(key=lambda r: r.rank)
        self._contents: dict[str, list[Content]] = {}
        for content in tables.contents:
            self._contents.setdefault(content.statement_id, []).append(content)
        self._mentions: dict[str, list[Mention]] = {}
        self._most: dict[str, tuple[str | None, str]] | None = None

    def actor(self, mention_id: str) -> Actor:
        """Return who a mention stands for."""
        m, best = self.mentions[mention_id], self.best.get(mention_id)
        if best is None:
            return Actor(m.text, m.start, m.end, m.id)
        sector = best.sector or UNKNOWN
        return Actor(m.text, m.start, m.end, m.id, best.name, best.country, sector, best.entity_id)

    def actors(self, record_id: str, role: str) -> list[Actor]:
        """Return who fills a role of a record, best first, nobody twice."""
        found = {
            a.label: a for a in reversed([self.actor(r.mention_id) for r in self._roles.get((record_id, role), ())])
        }
        return list(reversed(found.values()))

    def contents(self, statement_id: str) -> list[Content]:
        """Return the pieces of what a statement says, in the order of the text."""
        return sorted(self._contents.get(statement_id, ()), key=lambda c: c.piece)

    def in_article(self, article_id: str) -> list[Mention]:
        """Return the mentions of an article."""
        if not self._mentions:
            for m in self.tables.mentions:
                self._mentions.setdefault(m.article_id, []).append(m)
        return self._mentions.get(article_id, [])

    def article(self, record: Record) -> Article:
        """Return the article of a record."""
        return self.articles[record.article_id]

    def sentence(self, record: Record) -> str:
        """Return the sentence of a record as it stands in the text."""
        return self.article(record).text[record.sentence_start : record.sentence_end]

    def day(self, record: Record) -> str | None:
        """Return the date of a record as an ISO prefix: its own, or the article's; None where neither is a date."""
        return date_prefix(record.date) or date_prefix(self.article(record).published)

    def usual(self, label: str) -> tuple[str | None, str]:
        """Return the country and the sector under which a name mostly stands."""
        if self._most is None:
            seen: dict[str, Counter[tuple[str | None, str]]] = {}
            for reading in self.best.values():
                if reading.name:
                    seen.setdefault(reading.name, Counter())[reading.country, reading.sector or UNKNOWN] += 1
            self._most = {n: min(c, key=lambda k: (-c[k], k[0] or "", k[1])) for n, c in seen.items()}
        return self._most.get(label, (None, UNKNOWN))

    def records(self) -> Iterator[Record]:
        """Yield statements, events and positions."""
        yield from self.tables.statements
        yield from self.tables.events
        yield from self.tables.positions
