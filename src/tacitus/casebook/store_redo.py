"""Reads participants anew from what the machine found, where decisions on actors have changed.

Only rows that come out otherwise are written; deeds and sayings that rest on them are summed up anew, and the days on
which these reports stand are noted to be grouped again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.review_tables import corrected_roles
from tacitus.casebook.store_decisions import IDENTITY, Decision, Row, decided, load_decisions, names_before
from tacitus.casebook.store_groups import GROUPED, note_days
from tacitus.casebook.store_rows import Tables, select_in
from tacitus.casebook.store_sums import sum_up
from tacitus.entities.name_keys import name_key

KEY = ("record_id", "role", "rank")


def records_about(connection: sa.Connection, tables: Tables, known: Sequence[Decision], about: Decision) -> list[str]:
    """List the records on whose participants a decision may bear; `known` are all that hold with it."""
    names = names_before(known, about.from_name) if about.from_name else set()
    sets = [d for d in known if d.kind == "set" and d.name in names]
    found = _by_name(connection, tables, names)
    return sorted(found | _by_words(connection, tables, [*sets, *([about] if about.kind == "set" else [])]))


def redo_participants(connection: sa.Connection, tables: Tables, record_ids: Sequence[str]) -> tuple[int, int]:
    """Read the participants of some records anew. Returns how many records changed, and how many days they touch."""
    table = tables["participants"]
    known = load_decisions(connection, tables)
    stored = {tuple(row[k] for k in KEY): row for row in _stored(connection, tables, record_ids)}
    read = decided(read_rows(connection, tables, record_ids), known)
    put_right = corrected_roles(connection, tables, record_ids)
    changes, kinds = [], {}
    for row in read:
        if (row["record_id"], row["role"]) in put_right:
            continue
        old = stored.get(tuple(row[k] for k in KEY))
        if old is not None and any(old[c] != row[c] for c in IDENTITY):
            changes.append({f"this_{k}": row[k] for k in KEY} | {f"new_{c}": row[c] for c in IDENTITY})
            kinds[row["record_id"]] = old["kind"]
    if not changes:
        return 0, 0
    put = table.update().where(*(table.c[k] == sa.bindparam(f"this_{k}") for k in KEY))
    connection.execute(put.values({c: sa.bindparam(f"new_{c}") for c in IDENTITY}), changes)
    return len(kinds), _follow(connection, tables, kinds)


def read_rows(connection: sa.Connection, tables: Tables, record_ids: Sequence[str]) -> list[Row]:
    """Return who takes part in some records as the machine read it: the chosen roles with the readings chosen."""
    r, m, x = tables["roles"], tables["mentions"], tables["resolutions"]
    asked = sa.select(r.c.record_id, r.c.role, r.c.rank, r.c.article_id, r.c.mention_id, m.c.text)
    asked = asked.add_columns(*(x.c[c] for c in IDENTITY)).join(m, m.c.id == r.c.mention_id)
    asked = asked.outerjoin(x, sa.and_(x.c.mention_id == r.c.mention_id, x.c.rank == 0)).where(r.c.chosen)
    return [dict(row._mapping) for row in select_in(connection, asked, r.c.record_id, record_ids)]


def _stored(connection: sa.Connection, tables: Tables, record_ids: Sequence[str]) -> list[Row]:
    p = tables["participants"]
    return [dict(row._mapping) for row in select_in(connection, sa.select(p), p.c.record_id, record_ids)]


def _by_name(connection: sa.Connection, tables: Tables, names: set[str]) -> set[str]:
    r, x = tables["roles"], tables["resolutions"]
    asked = sa.select(r.c.record_id).join(x, sa.and_(x.c.mention_id == r.c.mention_id, x.c.rank == 0))
    return {row.record_id for row in select_in(connection, asked.where(r.c.chosen), x.c.name, sorted(names))}


def _by_words(connection: sa.Connection, tables: Tables, sets: Sequence[Decision]) -> set[str]:
    """List the records in which somebody is meant by the words of some settings."""
    p = tables["participants"]
    found: set[str] = set()
    inside = [d for d in sets if d.article_id is not None]
    for d in inside:
        asked = sa.select(p.c.record_id, p.c.text).where(p.c.article_id == d.article_id)
        found |= {i for i, text in connection.execute(asked) if name_key(text or "") == name_key(d.words or "")}
    if keys := {name_key(d.words or "") for d in sets if d.article_id is None}:
        texts = connection.execute(sa.select(p.c.text).distinct()).scalars()
        spelt = sorted(t for t in texts if t is not None and name_key(t) in keys)
        found |= {row.record_id for row in select_in(connection, sa.select(p.c.record_id), p.c.text, spelt)}
    return found


def _follow(connection: sa.Connection, tables: Tables, kinds: dict[str, Any]) -> int:
    """Sum up the groups of records that changed, and note the days to be grouped anew. Returns how many days."""
    days = 0
    for kind, grouped in GROUPED.items():
        record_ids = sorted(i for i, k in kinds.items() if k == kind)
        own = tables[grouped.reports].c[grouped.record_id]
        noted, groups = note_days(connection, tables, kind, own, record_ids)
        sum_up(connection, tables, grouped.group, groups)
        days += noted
    return days
