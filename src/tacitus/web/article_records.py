"""The records of one article as the page shows them: who takes part, the chain of those who vouch, where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store import Casebook
from tacitus.ledger import Ledger
from tacitus.records import ROLES, Event, Record, Role, Statement
from tacitus.show_text import flat
from tacitus.writing.brief import Names
from tacitus.writing.explain_record import Label, labels_of

Party = dict[str, Any]
Row = dict[str, Any]


class Shown:
    """Makes what is shown of the records of a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.names = ledger, Names(ledger)
        self.said: dict[str, list[str]] = {}
        for c in ledger.contents:
            self.said.setdefault(c.statement_id, []).append(c.text)
        self.judged: dict[str, list[Row]] = {}
        for s in sorted(ledger.statuses, key=lambda s: s.rank):
            who = self.party(s.mention_id) if s.mention_id else None
            self.judged.setdefault(s.record_id, []).append({"status": s.status, "who": who, "reason": s.reason})

    def party(self, mention_id: str) -> Party:
        """Return who a mention is: name, codes, id, and the words of the text."""
        mention, best = self.names.mentions.get(mention_id), self.names.best.get(mention_id)
        return {
            "name": best.name if best else None,
            "country": best.country if best else None,
            "sector": best.sector if best else None,
            "entity_id": best.entity_id if best else None,
            "words": flat(mention.text) if mention else None,
        }

    def chain(self, record: Record) -> list[Row]:
        """Return who vouches for a record, from the writer to the origin, as links for the `chain` macro."""
        links = [{"who": self.ledger.article.source or "the writer", "part": "writer", "said": None}]
        if isinstance(record, Statement):
            links += self._links(self.names.relays(record), "relay")
            speakers = self.names.roles.get((record.id, "speaker"), [])
            links += self._links(speakers, "speaker", record.cue_text)
            return links if speakers else [*links, {**_nobody(), "part": "speaker", "said": record.cue_text}]
        outer = self.names.statements.get(record.inside or "")
        around = [*self.names.relays(outer), *self.names.roles.get((outer.id, "speaker"), [])] if outer else []
        shown = {r.mention_id for r in around}
        own = [r for r in self.names.roles.get((record.id, "source"), []) if r.mention_id not in shown]
        # a source of the record that stands in the chain under other words is not told twice
        told = {self._who(r.mention_id) for r in around}
        return links + self._links([*around, *(r for r in own if self._who(r.mention_id) not in told)], "source")

    def row(self, record: Record, number: int) -> Row:
        """Return one record as the page shows it."""
        filled = {role: self.names.roles.get((record.id, role), []) for role in ROLES}
        who = {role: [self.party(r.mention_id) for r in found] for role, found in filled.items() if found}
        row: Row = {
            "number": number, "id": record.id, "kind": record.table[:-1], "who": who, "chain": self.chain(record),
            "inside": record.inside, "date": record.date, "found_by": record.found_by,
            "statuses": self.judged.get(record.id, []),
        }  # fmt: skip
        if isinstance(record, Statement):
            row |= {"quotation": record.quotation, "cue": record.cue_text, "content": self.said.get(record.id, [])}
            return row | {"venue": record.venue_text, "date_text": record.date_text}
        row["status"] = record.status
        if isinstance(record, Event):
            return row | {
                "type": record.type, "mode": record.mode, "cameo": record.cameo, "quad_class": record.quad_class,
                "trigger": record.trigger_text, "place": record.place_text, "killed": record.killed,
                "injured": record.injured, "date_text": record.date_text,
            }  # fmt: skip
        return row | {"stance": record.stance, "target": record.target, "evidence": record.evidence_text}

    def _links(self, roles: Iterable[Role], part: str, said: str | None = None) -> list[Row]:
        made = []
        for r in roles:
            p = self.party(r.mention_id)
            words = {"who": p["name"], "country": p["country"], "sector": p["sector"], "words": p["words"]}
            made.append({**words, "part": r.role if part == "relay" else part, "said": None})
        if made:
            made[-1]["said"] = said
        return made

    def _who(self, mention_id: str) -> str:
        p = self.party(mention_id)
        return str(p["name"] or p["words"])


@dataclass(frozen=True, slots=True)
class Placed:
    """A record with its number in the order of the text, from 0, and the stretches that it consists of."""

    number: int
    record: Record
    spans: list[Label]


def placed(ledger: Ledger) -> list[Placed]:
    """List the records of an article in the order of its text: a statement before what stands in it."""
    kinds = {"statements": 0, "events": 1, "positions": 2}
    found: list[Record] = [*ledger.statements, *ledger.events, *ledger.positions]
    spans = labels_of(ledger, found)
    where = {i: min((start for part, start, _ in own if part not in ROLES), default=0) for i, own in spans.items()}
    found.sort(key=lambda r: (r.sentence_start, where[r.id], kinds[r.table], r.id))
    return [Placed(n, r, spans[r.id]) for n, r in enumerate(found)]


def shown_records(book: Casebook, ledger: Ledger, some: Sequence[Placed]) -> list[Row]:
    """Return some records of an article as the page shows them, with their spans and the last verdict on each."""
    shown, verdicts, reports = Shown(ledger), _verdicts(book, ledger), _reports(book, ledger)
    return [
        {
            **shown.row(p.record, p.number),
            "spans": [{"part": part, "start": start, "end": end} for part, start, end in p.spans],
            "verdict": verdicts.get(p.record.id),
            "reports": reports.get(p.record.id, 1),
        }
        for p in some
    ]


def _verdicts(book: Casebook, ledger: Ledger) -> Mapping[str, str]:
    v = book.tables["verdicts"]
    asked = sa.select(v.c.record_id, v.c.verdict).where(v.c.article_id == ledger.article.id)
    with book.reading() as connection:
        return {row.record_id: row.verdict for row in connection.execute(asked)}


def _reports(book: Casebook, ledger: Ledger) -> Mapping[str, int]:
    """Return how many reports tell of the same deed or saying as each record of the article."""
    out: dict[str, int] = {}
    with book.reading() as connection:
        for group, record in (("deed", "event_id"), ("saying", "statement_id")):
            reports, groups = book.tables[f"{group}_reports"], book.tables[f"{group}s"]
            asked = sa.select(reports.c[record], groups.c.reports)
            asked = asked.join(groups, groups.c.id == reports.c[f"{group}_id"])
            out |= {
                row[0]: row[1] for row in connection.execute(asked.where(reports.c.article_id == ledger.article.id))
            }
    return out


def _nobody() -> Row:
    return {"who": None, "country": None, "sector": None, "words": None}
