"""Writes the ledgers of a run into the tables of a casebook, a batch in one transaction.

An article that is there and was coded by the same code, codebook, models and settings is passed over.
Coded by others, its machine records are replaced; reviews stay, since they hang on ids that hash what
was said where. A new text under a known key is a new version: it points at the old one, which is kept
but counts no more.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.review_certainty import add_certainties
from tacitus.casebook.review_tables import forget_machine
from tacitus.casebook.store_copies import mark_copies
from tacitus.casebook.store_decisions import decided, load_decisions
from tacitus.casebook.store_groups import GROUPED, forget_reports, report_row
from tacitus.casebook.store_rows import Tables, clean, clean_text, delete_in, insert_new, parts, replace_rows, select_in
from tacitus.casebook.store_verdicts import settle_articles
from tacitus.ledger import KINDS, Ledger
from tacitus.reading.read_options import Remark
from tacitus.reading.wording import wording
from tacitus.records import CODED, Article, Issue, Run, make_id, rows
from tacitus.run_record import rests_on

Rows = dict[str, list[dict[str, Any]]]
OUTCOMES = ("added", "new version", "coded anew", "failed")
# Children before parents, as rows have to be removed; the other way round they are written.
MACHINE = ("participants", "roles", "statuses", "resolutions", "contents")
MACHINE_PARENTS = ("positions", "events", "statements", "mentions")


def fingerprint(run: Run) -> str:
    """Hash what decides the rows of a run: two runs that agree here give the same rows for an article."""
    return make_id("rests_on", json.dumps(rests_on(run), sort_keys=True, ensure_ascii=False))


def ensure_run(connection: sa.Connection, tables: Tables, run: Run) -> None:
    """Write down a run where the casebook does not know it yet."""
    runs = tables["runs"]
    if connection.execute(sa.select(runs.c.id).where(runs.c.id == run.id)).first() is None:
        connection.execute(runs.insert(), {**clean(rows([run])[0]), "rests_on": fingerprint(run), "already": 0})


def write_batch(connection: sa.Connection, tables: Tables, ledgers: Sequence[Ledger], run: Run) -> Counter[str]:
    """Write ledgers and count what became of them: see OUTCOMES, and "already" for those passed over."""
    ensure_run(connection, tables, run)
    batch = _Batch(connection, tables, run, ledgers)
    for ledger in ledgers:
        batch.take(ledger)
    batch.flush()
    return batch.counts


class _Batch:
    """What a batch of ledgers changes: rows to insert, articles to update, machine records to remove."""

    def __init__(self, connection: sa.Connection, tables: Tables, run: Run, ledgers: Sequence[Ledger]) -> None:
        self.connection, self.tables, self.run = connection, tables, run
        self.rests_on = fingerprint(run)
        self.counts: Counter[str] = Counter()
        self.rows: Rows = {}
        self.removed: list[str] = []
        self.superseded: list[str] = []
        self.changed: list[dict[str, Any]] = []
        articles, runs = tables["articles"], tables["runs"]
        shown = sa.select(
            *(articles.c[n] for n in ("id", "key", "source", "version", "newest", "coded")), runs.c.rests_on
        ).join(runs, runs.c.id == articles.c.run_id)
        ids = [x.article.id for x in ledgers]
        self.known = {r.id: r for r in select_in(connection, shown, articles.c.id, ids)}
        keys = sorted({clean_text(x.article.key) for x in ledgers if x.article.key and x.article.id not in self.known})
        newest = shown.where(articles.c.newest).order_by(articles.c.number)
        self.newest: dict[str, list[Any]] = {}
        for r in select_in(connection, newest, articles.c.key, keys):
            self.newest.setdefault(r.key, []).append(r)
        self.seen: set[str] = set()
        self.wordings: set[str | None] = set()
        self.decisions = load_decisions(connection, tables)

    def take(self, ledger: Ledger) -> None:
        """Decide what becomes of one ledger and gather its rows."""
        article, known = ledger.article, self.known.get(ledger.article.id)
        if article.id in self.seen or (known is not None and known.coded and known.rests_on == self.rests_on):
            self.counts["already"] += 1
            return
        self.seen.add(article.id)
        problem = _broken(ledger)
        if problem is not None:
            remedy = "please report this article; the others are coded"
            ledger = Ledger(article, issues=[Issue(article.path or "", article.record, article.id, problem, remedy)])
        failed = bool(ledger.issues)
        # records of an earlier run are better than none
        kept = failed and known is not None and known.coded
        outcome = "failed" if kept else self._place(ledger, known, failed)
        for issue in ledger.issues:
            self.rows.setdefault("issues", []).append(issue_row(issue, self.run.id, "failed"))
        self.counts[outcome] += 1
        self._add("run_articles", [{"run_id": self.run.id, "article_id": article.id, "outcome": outcome}])

    def _place(self, ledger: Ledger, known: Any, failed: bool) -> str:
        article = ledger.article
        row = {**clean(rows([article])[0]), "run_id": self.run.id, "coded": not failed}
        row["wording"] = wording(row["text"])
        self.wordings.add(row["wording"])
        newest = True
        if known is not None:
            self.changed.append(row)
            self.removed.append(article.id)
            newest, outcome = known.newest, "coded anew"
        else:
            old = self._older(article)
            row |= {"version": 1, "version_of": None, "newest": True}
            outcome = "added"
            if old is not None:
                row |= {"version": old.version + 1, "version_of": old.id}
                self.superseded.append(old.id)
                outcome = "new version"
            self._remember(_Kept(article.id, row["key"], row["source"], row["version"]), old)
            self._add("articles", [row])
        if not failed:
            self._records(ledger, counts=newest)
        return "failed" if failed else outcome

    def _older(self, article: Article) -> Any:
        """Find the newest version of an article whose text has changed; another outlet's key is another article."""
        if not article.key:
            return None
        for old in reversed(self.newest.get(clean_text(article.key), [])):
            if old.source is None or article.source is None or old.source == clean_text(article.source):
                return old
        return None

    def _remember(self, kept: _Kept, old: Any) -> None:
        if kept.key:
            listed = self.newest.setdefault(kept.key, [])
            self.newest[kept.key] = [x for x in listed if old is None or x.id != old.id] + [kept]

    def _records(self, ledger: Ledger, counts: bool) -> None:
        article = ledger.article
        for kind in CODED:
            made = [clean(r) for r in rows(getattr(ledger, kind.table))]
            self._add(kind.table, [{**r, "article_id": article.id} for r in made])
        self._add("participants", decided(_participants(ledger), self.decisions))
        if counts:
            for name, grouped in GROUPED.items():
                self._add(grouped.reports, [report_row(name, r, article.published) for r in getattr(ledger, name)])

    def _add(self, table: str, items: Iterable[dict[str, Any]]) -> None:
        self.rows.setdefault(table, []).extend(items)

    def flush(self) -> None:
        """Change the database."""
        connection, tables = self.connection, self.tables
        forget_reports(connection, tables, [*self.removed, *self.superseded])
        forget_machine(connection, tables, self.removed)
        for name in (*MACHINE, *MACHINE_PARENTS):
            delete_in(connection, tables[name], tables[name].c.article_id, self.removed)
        articles = tables["articles"]
        if self.changed:
            put = articles.update().where(articles.c.id == sa.bindparam("this"))
            columns = [n for n in self.changed[0] if n not in ("id", "key", "text")]
            put = put.values({n: sa.bindparam(f"new_{n}") for n in columns})
            connection.execute(put, [{"this": r["id"]} | {f"new_{n}": r[n] for n in columns} for r in self.changed])
        self._insert("articles")
        for part in parts(self.superseded):
            connection.execute(articles.update().where(articles.c.id.in_(part)).values(newest=False))
            was = sa.select(articles.c.wording).where(articles.c.id.in_(part))
            self.wordings.update(connection.execute(was).scalars())
        mark_copies(connection, articles, self.wordings)
        # a version that was superseded in this very batch has no reports to keep
        gone = set(self.superseded)
        reports = [g.reports for g in GROUPED.values()]
        for name in reports:
            self.rows[name] = [r for r in self.rows.get(name, []) if r["article_id"] not in gone]
        for name in (*reversed(MACHINE_PARENTS), *reversed(MACHINE), *reports):
            self._insert(name)
        add_certainties(connection, sorted({r["article_id"] for n in KINDS for r in self.rows.get(n, [])}))
        settle_articles(connection, tables, self.removed)
        insert_new(connection, tables["issues"], self.rows.get("issues", []), ("id",))
        replace_rows(connection, tables["run_articles"], self.rows.get("run_articles", []), ("run_id", "article_id"))

    def _insert(self, name: str) -> None:
        if made := self.rows.get(name):
            self.connection.execute(self.tables[name].insert(), made)


class _Kept:
    """An article of this batch, as far as later versions of it need to know."""

    def __init__(self, article_id: str, key: str, source: str | None, version: int) -> None:
        self.id, self.key, self.source, self.version = article_id, key, source, version


def issue_row(issue: Issue, run_id: str, kind: str) -> dict[str, Any]:
    """Make the row of an issue. `kind` is failed, left out, or warning (the article was kept all the same)."""
    row = clean(rows([issue])[0])
    parts = (run_id, row["path"], row["record"], row["article_id"], row["reason"])
    return {**row, "id": make_id("issue", *parts), "run_id": run_id, "kind": kind}


def write_issues(connection: sa.Connection, tables: Tables, issues: Iterable[Issue], run: Run) -> None:
    """Write down what was left out, and warnings about articles that were kept, each once in a run."""
    ensure_run(connection, tables, run)
    kept = [(i, isinstance(i, Remark) or i.article_id is not None) for i in issues]
    made = [issue_row(i, run.id, "warning" if is_kept else "left out") for i, is_kept in kept]
    insert_new(connection, tables["issues"], made, ("id",))


def _participants(ledger: Ledger) -> list[dict[str, Any]]:
    """Say who takes part in the records of a ledger, by name: the chosen roles with the readings chosen."""
    kinds = {r.id: kind for kind in KINDS for r in getattr(ledger, kind)}
    mentions = {m.id: m for m in ledger.mentions}
    best = {r.mention_id: r for r in ledger.resolutions if r.rank == 0}
    out = []
    for role in ledger.roles:
        if not role.chosen or role.record_id not in kinds:
            continue
        reading = best.get(role.mention_id)
        named = {n: getattr(reading, n, None) for n in ("name", "country", "sector", "entity_id")}
        row = {"record_id": role.record_id, "role": role.role, "rank": role.rank, "mention_id": role.mention_id}
        row |= {"kind": kinds[role.record_id], "article_id": ledger.article.id, "text": mentions[role.mention_id].text}
        out.append(clean(row | named))
    return out


def _broken(ledger: Ledger) -> str | None:
    """Say what is wrong with a ledger that no table could take: two rows with one id, a row that hangs on nothing."""
    for table in CODED:
        name, primary = table.table, table.primary
        made = [tuple(getattr(r, p) for p in primary) for r in getattr(ledger, name)]
        if len(set(made)) < len(made):
            return f"the ledger is not sound: two rows of {name} with one id"
    mentions, statements = {m.id for m in ledger.mentions}, {s.id for s in ledger.statements}
    for name in ("resolutions", "roles", "statuses"):
        if any(r.mention_id is not None and r.mention_id not in mentions for r in getattr(ledger, name)):
            return f"the ledger is not sound: a row of {name} without its mention"
    if any(c.statement_id not in statements for c in ledger.contents):
        return "the ledger is not sound: a row of contents without its statement"
    return None
