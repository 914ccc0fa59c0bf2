"""Makes reviews count: which verdict on a record decides, and what a correction changes.

The last verdict other than `unsure` decides, whoever gave it; `withdrawn` takes back what the same reviewer said of the
record before. Where the deciding verdict is `corrected`, the record's row holds the corrected values, so that every
question, page and export sees them, `participants` holds who takes part, and `as_coded` keeps the row as the
machine wrote it. Where it is `wrong`, the record is no report of what others report: it stands alone. All of it is done
anew from `reviews`, in the transaction that appends one or replaces machine records: what is withdrawn is back exactly
as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.corrections import Correction, read_correction
from tacitus.casebook.group_reports import anchor_day
from tacitus.casebook.store_decisions import decided, load_decisions
from tacitus.casebook.store_groups import GROUPED
from tacitus.casebook.store_read import REVIEWER
from tacitus.casebook.store_redo import read_rows
from tacitus.casebook.store_rows import Tables, insert_new, select_in
from tacitus.casebook.store_sums import sum_up
from tacitus.errors import StoreError
from tacitus.ledger import KINDS
from tacitus.records import make_id

WITHDRAWN, UNSURE, CORRECTED, WRONG = "withdrawn", "unsure", "corrected", "wrong"


def standing(reviews: Iterable[Any]) -> dict[str, Any]:
    """Return the review of each reviewer that counts, of those of one record in the order they came.

    Who is unsure after he has judged has not judged otherwise: what he said before stands until he withdraws it.
    """
    out: dict[str, Any] = {}
    for review in reviews:
        if review.verdict == UNSURE and review.by in out and out[review.by].verdict != UNSURE:
            continue
        out.pop(review.by, None)
        if review.verdict != WITHDRAWN:
            out[review.by] = review
    return out


def deciding(reviews: Iterable[Any]) -> Any:
    """Return the review that decides, of those of one record in the order they came; None where none counts."""
    left = list(standing(reviews).values())
    sure = [r for r in left if r.verdict != UNSURE]
    return (sure or left or [None])[-1]


def settle(connection: sa.Connection, tables: Tables, record_ids: Sequence[str]) -> None:
    """Do what the reviews of some records say, and undo what they say no longer."""
    v = tables["reviews"]
    reviews: dict[str, list[Any]] = {}
    for row in select_in(connection, sa.select(v).order_by(v.c.at, v.c.number), v.c.record_id, record_ids):
        reviews.setdefault(row.record_id, []).append(row)
    for record_id in record_ids:
        found = find_record(connection, tables, record_id)
        if found is not None:
            _settle(connection, tables, *found, deciding(reviews.get(record_id, ())))
        else:  # it is an orphan; the verdict is kept where it is found again
            connection.execute(tables["verdicts"].delete().where(tables["verdicts"].c.record_id == record_id))


def settle_articles(connection: sa.Connection, tables: Tables, article_ids: Sequence[str]) -> None:
    """Do what reviews say of the records of some articles, whose machine records were just written."""
    v = tables["reviews"]
    found = select_in(connection, sa.select(v.c.record_id).distinct(), v.c.article_id, article_ids)
    settle(connection, tables, sorted({row.record_id for row in found}))


def find_record(connection: sa.Connection, tables: Tables, record_id: str) -> tuple[str, dict[str, Any]] | None:
    """Return the kind of a record and its row as it stands today; None where there is none of this id."""
    for kind in KINDS:
        table = tables[kind]
        found = connection.execute(sa.select(table).where(table.c.id == record_id)).mappings().first()
        if found is not None:
            return kind, dict(found)
    return None


def check_review(connection: sa.Connection, tables: Tables, kind: str, article_id: str, correction: str | None) -> None:
    """Raise StoreError if a correction of a record of this kind says what cannot be."""
    read_correction(kind, correction, _text(connection, tables, article_id))


def _settle(connection: sa.Connection, tables: Tables, kind: str, row: dict[str, Any], review: Any) -> None:
    record_id, article_id = row["id"], row["article_id"]
    verdicts = tables["verdicts"]
    was = connection.execute(sa.select(verdicts.c.verdict).where(verdicts.c.record_id == record_id)).scalar()
    connection.execute(verdicts.delete().where(verdicts.c.record_id == record_id))
    correction = Correction()
    if review is not None:
        made = {n: getattr(review, n) for n in ("verdict", "by", "at", "correction")}
        made |= {"record_id": record_id, "kind": kind, "article_id": article_id, "review_id": review.id}
        connection.execute(verdicts.insert(), made)
        if review.verdict == CORRECTED and review.correction:
            try:
                correction = read_correction(kind, review.correction, _text(connection, tables, article_id))
            except StoreError:
                correction = Correction()  # written before corrections were checked, or by hand
    turned = (was == WRONG) != (review is not None and review.verdict == WRONG)
    changed = _restore(connection, tables, kind, record_id) or turned
    if correction.columns or correction.contents:
        _keep_coded(connection, tables, kind, record_id, article_id)
        _apply(connection, tables, kind, record_id, article_id, correction)
        changed = True
    if _take_part(connection, tables, kind, record_id, correction) or changed:
        _report_anew(connection, tables, kind, record_id)


def _restore(connection: sa.Connection, tables: Tables, kind: str, record_id: str) -> bool:
    """Put back the row that the machine wrote, if a correction had changed it."""
    kept = tables["as_coded"]
    told = connection.execute(sa.select(kept.c.row).where(kept.c.record_id == record_id)).scalar()
    if told is None:
        return False
    row = json.loads(told)
    pieces, judged = row.pop("contents", None), row.pop("statuses", ())
    table, st = tables[kind], tables["statuses"]
    connection.execute(table.update().where(table.c.id == record_id).values(row))
    if pieces is not None:
        _write_contents(connection, tables, record_id, pieces)
    for s in judged:
        own = sa.and_(st.c.record_id == record_id, st.c.rank == s["rank"])
        connection.execute(st.update().where(own).values(s))
    connection.execute(kept.delete().where(kept.c.record_id == record_id))
    return True


def _keep_coded(connection: sa.Connection, tables: Tables, kind: str, record_id: str, article_id: str) -> None:
    found = find_record(connection, tables, record_id)
    row = dict(found[1]) if found else {}
    if kind == "statements":
        c = tables["contents"]
        asked = sa.select(c).where(c.c.statement_id == record_id).order_by(c.c.piece)
        row["contents"] = [{k: v for k, v in r.items() if k != "number"} for r in connection.execute(asked).mappings()]
    else:
        st = tables["statuses"]
        asked = sa.select(st).where(st.c.record_id == record_id).order_by(st.c.rank)
        row["statuses"] = [dict(r) for r in connection.execute(asked).mappings()]
    told = json.dumps(row, ensure_ascii=False)
    put = {"record_id": record_id, "kind": kind, "article_id": article_id, "row": told}
    connection.execute(tables["as_coded"].insert(), put)


def _apply(
    connection: sa.Connection, tables: Tables, kind: str, record_id: str, article_id: str, correction: Correction
) -> None:
    table, st = tables[kind], tables["statuses"]
    if "status" in correction.columns:  # whoever gives the record the status that it had
        had = sa.select(table.c.status).where(table.c.id == record_id).scalar_subquery()
        own = sa.and_(st.c.record_id == record_id, st.c.status == had)
        put = {"status": correction.columns["status"], "reason": "corrected by a reviewer"}
        connection.execute(st.update().where(own).values(put))
    if correction.columns:
        connection.execute(table.update().where(table.c.id == record_id).values(correction.columns))
    if correction.contents is not None:
        text = _text(connection, tables, article_id)
        pieces = [
            {"statement_id": record_id, "piece": n, "start": a, "end": b, "text": text[a:b], "article_id": article_id}
            for n, (a, b) in enumerate(correction.contents)
        ]
        _write_contents(connection, tables, record_id, pieces)


def _write_contents(
    connection: sa.Connection, tables: Tables, record_id: str, pieces: Sequence[dict[str, Any]]
) -> None:
    """Replace what a statement says; rows are changed where they stand, since their number is that of the search."""
    c = tables["contents"]
    there = connection.execute(sa.select(sa.func.count()).select_from(c).where(c.c.statement_id == record_id)).scalar()
    for n, piece in enumerate(pieces):
        own = sa.and_(c.c.statement_id == record_id, c.c.piece == n)
        connection.execute(c.update().where(own).values(piece) if n < (there or 0) else c.insert().values(piece))
    connection.execute(c.delete().where(c.c.statement_id == record_id, c.c.piece >= len(pieces)))


def _take_part(connection: sa.Connection, tables: Tables, kind: str, record_id: str, correction: Correction) -> bool:
    """Write who takes part in a record: as the machine and decisions on actors have it, but for corrected roles."""
    table = tables["participants"]
    rows = decided(read_rows(connection, tables, [record_id]), load_decisions(connection, tables))
    rows = [{**row, "kind": kind} for row in rows]
    kept = [row for row in rows if row["role"] not in correction.roles]
    for role, people in correction.roles.items():
        for rank, who in enumerate(people):
            place = _mention_for(connection, tables, rows, role, rank, record_id)
            told = {"record_id": record_id, "role": role, "rank": rank, "kind": kind, "mention_id": place[0]}
            kept.append({**told, "article_id": place[1], **who})
    names = [c.name for c in table.c]
    asked = sa.select(table).where(table.c.record_id == record_id)
    before = sorted((tuple(row[n] for n in names) for row in connection.execute(asked).mappings()), key=repr)
    if before == sorted((tuple(row[n] for n in names) for row in kept), key=repr):
        return False
    connection.execute(table.delete().where(table.c.record_id == record_id))
    if kept:
        connection.execute(table.insert(), kept)
    _forget_unused(connection, tables, record_id)
    return True


def _mention_for(
    connection: sa.Connection, tables: Tables, rows: Sequence[dict[str, Any]], role: str, rank: int, record_id: str
) -> tuple[str, str]:
    """Return the mention on which a corrected participant hangs, and its article.

    It is that whose place he takes, else any of the record's or the article's. Where the machine found nobody in the
    whole article, one is made that stands where the record does.
    """
    own = [r for r in rows if r["role"] == role]
    near = own[min(rank, len(own) - 1)] if own else next(iter(rows), None)
    if near is not None:
        return near["mention_id"], near["article_id"]
    found = find_record(connection, tables, record_id)
    if found is None:
        raise StoreError(f"no record {record_id}; ids stand beside each record of a brief")
    m, article_id = tables["mentions"], found[1]["article_id"]
    there = sa.select(m.c.id).where(m.c.article_id == article_id).order_by(m.c.start, m.c.id)
    first = connection.execute(there.where(m.c.found_by != REVIEWER).limit(1)).scalar()
    if first is not None:
        return first, article_id
    span = {"statements": "sentence", "events": "trigger", "positions": "evidence"}[found[0]]
    start, end = found[1][f"{span}_start"], found[1][f"{span}_end"]
    made = make_id("mention", article_id, start, end)
    told = {"id": made, "article_id": article_id, "start": start, "end": end, "head_start": start, "head_end": end}
    told |= {"text": _text(connection, tables, article_id)[start:end], "kind": "unnamed", "chain_id": made}
    insert_new(connection, m, [told | {"found_by": REVIEWER}], ("id",))
    return made, article_id


def _forget_unused(connection: sa.Connection, tables: Tables, record_id: str) -> None:
    """Remove the mentions that `_mention_for` made in the article of a record and on which nobody hangs any more."""
    found = find_record(connection, tables, record_id)
    m, p = tables["mentions"], tables["participants"]
    if found is not None:
        own = sa.and_(m.c.article_id == found[1]["article_id"], m.c.found_by == REVIEWER)
        used = sa.select(p.c.mention_id).where(p.c.article_id == found[1]["article_id"])
        connection.execute(m.delete().where(own, m.c.id.not_in(used)))


def _report_anew(connection: sa.Connection, tables: Tables, kind: str, record_id: str) -> None:
    """Let a changed record be grouped anew as a report of a deed or saying; only newest versions have reports."""
    if kind not in GROUPED:
        return
    grouped = GROUPED[kind]
    reports, a = tables[grouped.reports], tables["articles"]
    own = reports.c[grouped.record_id] == record_id
    old = connection.execute(sa.select(reports).where(own)).mappings().first()
    found = find_record(connection, tables, record_id)
    if old is None or found is None:
        return
    row = found[1]
    published = connection.execute(sa.select(a.c.published).where(a.c.id == row["article_id"])).scalar()
    made = {grouped.record_id: record_id, "type": row["type"] if kind == "events" else "SAY"}
    made |= {"article_id": row["article_id"], "day": anchor_day(row["date"], published)}
    for of_type, day in dict.fromkeys((r["type"], r["day"]) for r in (old, made)):
        noted = {"kind": kind, "type": of_type, "day": day}
        insert_new(connection, tables["regroup"], [noted], tuple(noted))
    connection.execute(reports.delete().where(own))
    connection.execute(reports.insert(), made)
    if old[grouped.group_id]:
        sum_up(connection, tables, grouped.group, {old[grouped.group_id]})


def _text(connection: sa.Connection, tables: Tables, article_id: str) -> str:
    a = tables["articles"]
    return str(connection.execute(sa.select(a.c.text).where(a.c.id == article_id)).scalar_one())
