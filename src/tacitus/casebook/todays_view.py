"""The records of a casebook as they stand today: with what reviewers put right and what was decided about actors.

The rows of statements, events and positions hold corrected values already (`store_verdicts`); who takes part stands
in `participants`. Here both become the plain rows that exports, pages and the exchange format work on: somebody who
is read otherwise than by the machine gets a mention of his own beside the one he hangs on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store_read import read_ledgers
from tacitus.casebook.store_rows import Tables, select_in
from tacitus.ledger import Ledger
from tacitus.records import Mention, Resolution, Role, make_id

TODAY = "as it stands today"


def ledgers_today(connection: sa.Connection, tables: Tables, article_ids: Sequence[str]) -> list[Ledger]:
    """Read some articles with their records as they stand today, in the order of `article_ids`."""
    found = read_ledgers(connection, tables, article_ids, corrected=True)
    p = tables["participants"]
    who: dict[str, list[Any]] = {}
    for row in select_in(connection, sa.select(p), p.c.article_id, article_ids):
        who.setdefault(row.article_id, []).append(row)
    for ledger in found:
        rows = (ledger.mentions, ledger.resolutions, ledger.roles)
        ledger.mentions, ledger.resolutions, ledger.roles = with_todays_roles(*rows, who.get(ledger.article.id, ()))
    return found


def with_todays_roles(
    mentions: Sequence[Mention],
    resolutions: Sequence[Resolution],
    roles: Sequence[Role],
    participants: Iterable[Any],
) -> tuple[list[Mention], list[Resolution], list[Role]]:
    """Return mentions, resolutions and roles in which whoever takes part is whom `participants` (rows) name."""
    by_id = {m.id: m for m in mentions}
    best = {r.mention_id: (r.name, r.country, r.sector, r.entity_id) for r in resolutions if r.rank == 0}
    machine = {(r.record_id, r.role, r.rank): r for r in roles if r.chosen}
    more: list[tuple[Mention, Resolution]] = []
    kept: list[Role] = [r for r in roles if not r.chosen]
    for p in sorted(participants, key=lambda p: (p.record_id, p.role, p.rank)):
        own = machine.get((p.record_id, p.role, p.rank))
        identity = (p.name, p.country, p.sector, p.entity_id)
        if own is not None and own.mention_id == p.mention_id and best.get(p.mention_id, (None,) * 4) == identity:
            kept.append(own)
            continue
        m = by_id[p.mention_id]
        made = replace(m, id=make_id("mention", p.record_id, p.role, p.rank, m.id), text=p.text or m.text)
        more.append((made, Resolution(made.id, 0, *identity, 1.0, TODAY)))
        kept.append(Role(p.record_id, p.role, p.rank, made.id, True, TODAY))
    return [*mentions, *(m for m, _ in more)], [*resolutions, *(r for _, r in more)], kept
