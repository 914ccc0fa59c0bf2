"""The exchange format of a ledger: one JSON object an article, {"id", "records"}, spans as {start, end, text}."""

from __future__ import annotations

from typing import Any

from tacitus.ledger import Ledger
from tacitus.records import Event, Position, Role, Statement


class _Book:
    """Looks up what hangs on the records of one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.mentions = {m.id: m for m in ledger.mentions}
        self.best = {r.mention_id: r for r in ledger.resolutions if r.rank == 0}
        self.roles: dict[tuple[str, str], list[Role]] = {}
        for r in ledger.roles:
            if r.chosen:
                self.roles.setdefault((r.record_id, r.role), []).append(r)

    def actor(self, mention_id: str) -> dict[str, Any]:
        m, best = self.mentions[mention_id], self.best.get(mention_id)
        name, country, sector = (best.name, best.country, best.sector) if best else (None, None, None)
        return {
            "text": m.text,
            "name": name,
            "country": country,
            "sector": sector or "UNS",
            "start": m.start,
            "end": m.end,
        }

    def actors(self, record_id: str, role: str) -> list[dict[str, Any]]:
        return [self.actor(r.mention_id) for r in self.roles.get((record_id, role), [])]

    def first(self, record_id: str, role: str) -> dict[str, Any] | None:
        return next(iter(self.actors(record_id, role)), None)


def to_exchange(ledger: Ledger) -> dict[str, Any]:
    """Write a ledger in the exchange format. The id is the user's own where the article came with one."""
    book = _Book(ledger)
    records = [_statement(ledger, book, s) for s in ledger.statements]
    records += [_event(book, e) for e in ledger.events]
    records += [_position(book, p) for p in ledger.positions]
    return {"id": ledger.article.key or ledger.article.id, "records": records}


def _span(start: int | None, end: int | None, text: str | None) -> dict[str, Any] | None:
    return None if start is None else {"start": start, "end": end, "text": text}


def _nobody() -> dict[str, Any]:
    return {"text": None, "name": None, "country": None, "sector": "UNS"}


def _statement(ledger: Ledger, book: _Book, s: Statement) -> dict[str, Any]:
    return {
        "kind": "statement",
        "speaker": book.first(s.id, "speaker") or _nobody(),
        "cue": _span(s.cue_start, s.cue_end, s.cue_text),
        "content": [_span(c.start, c.end, c.text) for c in ledger.contents if c.statement_id == s.id],
        "quotation": s.quotation,
        "via": book.actors(s.id, "via"),
        "addressee": book.first(s.id, "addressee"),
        "venue": s.venue_text,
    }


def _event(book: _Book, e: Event) -> dict[str, Any]:
    return {
        "kind": "event",
        "type": e.type,
        "trigger": _span(e.trigger_start, e.trigger_end, e.trigger_text),
        "actors": book.actors(e.id, "actor"),
        "recipients": book.actors(e.id, "recipient"),
        "date": e.date_text,
        "place": e.place_text,
        "killed": e.killed,
        "injured": e.injured,
        "status": e.status,
        "claimed_by": book.actors(e.id, "source"),
    }


def _position(book: _Book, p: Position) -> dict[str, Any]:
    return {
        "kind": "position",
        "holder": book.first(p.id, "holder") or _nobody(),
        "stance": p.stance,
        "target": p.target,
        "target_actor": book.first(p.id, "target_actor"),
        "evidence": _span(p.evidence_start, p.evidence_end, p.evidence_text),
        "claimed_by": book.actors(p.id, "source"),
    }
