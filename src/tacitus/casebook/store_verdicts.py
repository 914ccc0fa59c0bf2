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
from tacitus.casebook.store_decisions import decided, load_decisions
from tacitus.casebook.store_groups import GROUPED, note_days, report_row
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


def reviews_of(connection: sa.Connection, tables: Tables, record_ids: Sequence[str]) -> dict[str, list[Any]]:
    """Return every review of some records, in the order they count in."""
    v, out = tables["reviews"], dict[str, list[Any]]()
    for row in select_in(connection, sa.select(v).order_by(v.c.at, v.c.number), v.c.record_id, record_ids):
        out.setdefault(row.record_id, []).append(row)
    return out


def settle(connection: sa.Connection, tables: Tables, record_ids: Sequence[str]) -> None:
    """Do what the reviews of some records say, and undo what they say no longer."""
    reviews = reviews_of(connection, tables, record_ids)
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
    row = _row(connection, tables, kind, record_id)
    if _take_part(connection, tables, kind, row, correction) or changed:
        _report_anew(connection, tables, kind, row)


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
    row = _row(connection, tables, kind, record_id)
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


def _take_part(
    connection: sa.Connection, tables: Tables, kind: str, record: dict[str, Any], correction: Correction
) -> bool:
    """Write who takes part in a record: as the machine and decisions on actors have it, but for corrected roles."""
    table, record_id = tables["participants"], record["id"]
    rows = decided(read_rows(connection, tables, [record_id]), load_decisions(connection, tables))
    rows = [{**row, "kind": kind} for row in rows]
    kept = [row for row in rows if row["role"] not in correction.roles]
    for role, people in correction.roles.items():
        for rank, who in enumerate(people):
            mention_id = _mention_for(connection, tables, rows, role, rank, kind, record)
            told = {"record_id": record_id, "role": role, "rank": rank, "kind": kind, "mention_id": mention_id}
            kept.append({**told, "article_id": record["article_id"], **who})
    names = [c.name for c in table.c]
    asked = sa.select(table).where(table.c.record_id == record_id)
    before = sorted((tuple(row[n] for n in names) for row in connection.execute(asked).mappings()), key=repr)
    if before == sorted((tuple(row[n] for n in names) for row in kept), key=repr):
        return False
    connection.execute(table.delete().where(table.c.record_id == record_id))
    if kept:
        connection.execute(table.insert(), kept)
    _forget_unused(connection, tables, record["article_id"])
    return True


def _mention_for(
    connection: sa.Connection,
    tables: Tables,
    rows: Sequence[dict[str, Any]],
    role: str,
    rank: int,
    kind: str,
    record: dict[str, Any],
) -> str:
    """Return the mention on which a corrected participant hangs.

    It is that whose place he takes, else any of the record's or the article's. Where the machine found nobody in the
    whole article, one is made that stands where the record does.
    """
    own = [r for r in rows if r["role"] == role]
    near = own[min(rank, len(own) - 1)] if own else next(iter(rows), None)
    if near is not None:
        return str(near["mention_id"])
    m, article_id = tables["mentions"], record["article_id"]
    there = sa.select(m.c.id).where(m.c.article_id == article_id).order_by(m.c.start, m.c.id)
    first = connection.execute(there.where(m.c.found_by != REVIEWER).limit(1)).scalar()
    if first is not None:
        return str(first)
    span = {"statements": "sentence", "events": "trigger", "positions": "evidence"}[kind]
    start, end = record[f"{span}_start"], record[f"{span}_end"]
    made = make_id("mention", article_id, start, end)
    told = {"id": made, "article_id": article_id, "start": start, "end": end, "head_start": start, "head_end": end}
    told |= {"text": _text(connection, tables, article_id)[start:end], "kind": "unnamed", "chain_id": made}
    insert_new(connection, m, [told | {"found_by": REVIEWER}], ("id",))
    return made


def _forget_unused(connection: sa.Connection, tables: Tables, article_id: str) -> None:
    """Remove the mentions that `_mention_for` made in an article and on which nobody hangs any more."""
    m, p = tables["mentions"], tables["participants"]
    own = sa.and_(m.c.article_id == article_id, m.c.found_by == REVIEWER)
    used = sa.select(p.c.mention_id).where(p.c.article_id == article_id)
    connection.execute(m.delete().where(own, m.c.id.not_in(used)))


def _report_anew(connection: sa.Connection, tables: Tables, kind: str, row: dict[str, Any]) -> None:
    """Let a changed record be grouped anew as a report of a deed or saying; only newest versions have reports."""
    if kind not in GROUPED:
        return
    grouped = GROUPED[kind]
    reports, a = tables[grouped.reports], tables["articles"]
    own, record = reports.c[grouped.record_id], KINDS[kind](**row)
    if connection.execute(sa.select(reports.c.day).where(own == record.id)).first() is None:
        return
    published = connection.execute(sa.select(a.c.published).where(a.c.id == record.article_id)).scalar()
    _, groups = note_days(connection, tables, kind, own, [record.id])
    connection.execute(reports.delete().where(own == record.id))
    connection.execute(reports.insert(), report_row(kind, record, published))
    note_days(connection, tables, kind, own, [record.id])
    sum_up(connection, tables, grouped.group, groups)


def _row(connection: sa.Connection, tables: Tables, kind: str, record_id: str) -> dict[str, Any]:
    """Return a record that is there as its row stands now."""
    table = tables[kind]
    return dict(connection.execute(sa.select(table).where(table.c.id == record_id)).mappings().one())


def _text(connection: sa.Connection, tables: Tables, article_id: str) -> str:
    a = tables["articles"]
    return str(connection.execute(sa.select(a.c.text).where(a.c.id == article_id)).scalar_one())
