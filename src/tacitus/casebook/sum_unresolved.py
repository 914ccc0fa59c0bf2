"""The words for which nobody was found: participants without a name, by how often they stand in the records.

Words that differ in case, accents or possessive endings stand together, since a decision takes them together. Names
come first, for they can be somebody in every article; roles ("the envoy") may be others in each. Pronouns are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store import Casebook
from tacitus.casebook.store_reports import sentence_of
from tacitus.casebook.store_rows import select_in
from tacitus.entities.name_keys import name_key
from tacitus.ledger import KINDS
from tacitus.show_text import one_line

BY_NAME = "INDEXED BY participants_name_country_sector"
TIERS = {"name": 0, "demonym": 1, "place": 1, "role": 2, "nominal": 3, "unnamed": 3}
EXAMPLES = 5  # ids of records given with some words


@dataclass(frozen=True, slots=True)
class UnresolvedRow:
    """Words without a name: how they are written most often, in what kind of mention, in how many records and articles.

    `sentence` is an example, of the record `id`; `record_ids` are the first few.
    """

    words: str
    kind: str
    records: int
    articles: int
    spellings: int
    day: str | None
    sentence: str
    id: str
    article_id: str
    record_ids: str


@dataclass(slots=True)
class Group:
    """The participants of one key, before an example is looked up."""

    key: str
    kinds: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    records: int = 0

    @property
    def words(self) -> str:
        """The words as they are written most often."""
        return " ".join(min(self.texts, key=lambda t: (-self.texts[t], t)).split())

    @property
    def kind(self) -> str:
        """The kind of mention: with a capital it is a name if it ever was one, else what it is most often."""
        if any(c.isupper() for c in self.words):
            return min(self.kinds, key=lambda k: (TIERS[k], k))
        return min(self.kinds, key=lambda k: (-self.kinds[k], k))

    @property
    def order(self) -> tuple[Any, ...]:
        """Names first, then by records."""
        return TIERS[self.kind], -self.records, self.key


def unresolved_groups(book: Casebook) -> list[Group]:
    """Group the words without a name of all newest articles; whoever shows them often may keep this."""
    p, m, a = (book.tables[n] for n in ("participants", "mentions", "articles"))
    asked = sa.select(p.c.text, m.c.kind, sa.func.count(p.c.record_id.distinct()).label("n"))
    asked = asked.join(m, m.c.id == p.c.mention_id).join(a, a.c.id == p.c.article_id)
    asked = asked.where(p.c.name.is_(None), m.c.kind.in_(TIERS), a.c.newest).group_by(p.c.text, m.c.kind)
    asked = asked.with_hint(p, BY_NAME, "sqlite")
    groups: dict[str, Group] = {}
    with book.reading() as connection:
        for text, kind, n in connection.execute(asked):
            key = name_key(text or "")
            if not any(c.isalpha() for c in key):
                continue
            group = groups.setdefault(key, Group(key))
            group.kinds[kind] += n
            group.texts[text] += n
            group.records += n
    return sorted(groups.values(), key=lambda g: g.order)


def with_examples(book: Casebook, groups: Sequence[Group]) -> list[UnresolvedRow]:
    """Look up an example and ids for some groups: the first record of the article published first."""
    p, a = book.tables["participants"], book.tables["articles"]
    of_text = {text: g.key for g in groups for text in g.texts}
    asked = sa.select(p.c.text, p.c.kind, p.c.record_id, p.c.article_id, a.c.published)
    asked = asked.join(a, a.c.id == p.c.article_id).where(p.c.name.is_(None), a.c.newest)
    asked = asked.with_hint(p, BY_NAME, "sqlite")
    found: dict[str, list[Any]] = {}
    with book.reading() as connection:
        for row in select_in(connection, asked, p.c.text, sorted(of_text)):
            found.setdefault(of_text[row.text], []).append(row)
        for rows in found.values():
            rows.sort(key=lambda r: (r.published is None, r.published or "", r.article_id, r.record_id))
        first = {key: rows[0] for key, rows in found.items()}
        sentences = _sentences(book, connection, list(first.values()))
    made = []
    for g in groups:
        if (row := first.get(g.key)) is None:
            continue
        rows, ids = found[g.key], list(dict.fromkeys(r.record_id for r in found[g.key]))
        some = "; ".join(ids[:EXAMPLES])
        made.append(
            UnresolvedRow(
                g.words, g.kind, len(ids), len({r.article_id for r in rows}), len(g.texts),
                row.published, sentences.get(row.record_id, ""), row.record_id, row.article_id, some,
            )
        )  # fmt: skip
    return made


def unresolved(book: Casebook, limit: int | None = None, offset: int = 0) -> list[UnresolvedRow]:
    """List the words for which nobody was found, names first, each kind by how many records it stands in."""
    groups = unresolved_groups(book)[offset:]
    return with_examples(book, groups if limit is None else groups[:limit])


def _sentences(book: Casebook, connection: sa.Connection, rows: Sequence[Any]) -> dict[str, str]:
    out: dict[str, str] = {}
    a = book.tables["articles"]
    for kind in KINDS:
        r = book.tables[kind]
        asked = sa.select(r.c.id, sentence_of(a, r).label("sentence")).join(a, a.c.id == r.c.article_id)
        ids = [row.record_id for row in rows if row.kind == kind]
        out |= {found.id: one_line(found.sentence) for found in select_in(connection, asked, r.c.id, ids)}
    return out
