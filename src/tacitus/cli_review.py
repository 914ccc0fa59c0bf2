"""`tacitus review`: look at what to review next, give verdicts, measure, and turn verdicts into gold."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tacitus.cli_ask import LIMIT, Country, Form, Limit, Out, Since, Source, Type, Until, Where
from tacitus.cli_screen import examples, plainly, screen

# ruff: noqa: PLC0415, PLR0913, PLR0917 - each command imports what it needs; one parameter for each option
if TYPE_CHECKING:
    from collections.abc import Sequence

review_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="Review the records of a casebook; every verdict is kept."
)
By = Annotated[str | None, typer.Option(help="Who reviews; your user name where it is left out.")]
Kind = Annotated[str | None, typer.Option(help="statements, events or positions.")]
NUMBERS = ("killed", "injured")
SPANS = ("trigger", "evidence", "cue", "content")


@review_app.command(
    "next",
    epilog=examples(
        ("tacitus review next --in crisis.db", "what the machine is least certain of"),
        ("tacitus review next --in crisis.db --kind events --order sample", "a fair draw, for an estimate of error"),
        ("tacitus review next --in crisis.db --again --by Ben", "what others judged and Ben did not, for agreement"),
    ),
)
@plainly
def next_(
    where: Where, kind: Kind = None,
    order: Annotated[str, typer.Option(help="uncertain, sample or date.")] = "uncertain",
    country: Country = None, of_type: Type = None, source: Source = None, since: Since = None, until: Until = None,
    by: By = None, again: Annotated[bool, typer.Option("--again", help="What others have judged.")] = False,
    limit: Limit = 20, form: Form = None, out: Out = None,
) -> None:  # fmt: skip
    """List what to review next."""
    from tacitus.casebook.ask_filters import Filters
    from tacitus.casebook.review_queue import QueueRow, queue
    from tacitus.casebook.store import Casebook

    filters = Filters(country=country, type=of_type, source=source, since=since, until=until)
    with Casebook(where, create=False) as book:
        rows = queue(book, order, kind, filters, by or getpass.getuser(), limit or 1_000_000, again=again)
    _show(rows, QueueRow, form, out)


@review_app.command(
    epilog=examples(
        ("tacitus review add e_5c1f0a right --in crisis.db", "the id stands beside each record"),
        ('tacitus review add e_5c1f0a wrong --note "a quotation, not a deed" --in crisis.db', "with a reason"),
        ("tacitus review add p_09ab corrected --set stance=against --set holder=Peru --in crisis.db", "put right"),
        ("tacitus review add p_09ab withdrawn --in crisis.db", "take back what you said of it"),
    )
)
@plainly
def add(
    record: Annotated[str, typer.Argument(help="Id of the record, or how it begins.")],
    verdict: Annotated[str, typer.Argument(help="right, wrong, corrected, unsure or withdrawn.")],
    where: Where,
    by: By = None,
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    put: Annotated[
        list[str] | None,
        typer.Option("--set", help="FIELD=VALUE put right; repeatable. A span is START-END, nobody is empty."),
    ] = None,
) -> None:
    """Give a verdict on a record as it stands. Nothing is overwritten; the last verdict other than unsure decides."""
    from tacitus.casebook.review_give import give_verdict
    from tacitus.casebook.store import Casebook
    from tacitus.errors import InputError

    if put and verdict != "corrected":
        raise InputError("--set goes with the verdict corrected")
    correction = read_settings(put) if put else None
    with Casebook(where, create=False) as book:
        record_id = book.complete(record)
        given, _ = give_verdict(book, record_id, verdict, by or getpass.getuser(), note, correction)
    agreed = " (what was put right before)" if given != verdict else ""
    screen().print(f"{record_id}: {given}{agreed}", highlight=False, markup=False)


def read_settings(put: Sequence[str]) -> dict[str, Any]:
    """Read FIELD=VALUE pairs into a correction; participants may come several times. Raises InputError."""
    from tacitus.casebook.corrections import ROLES
    from tacitus.errors import InputError

    roles = {role for of_kind in ROLES.values() for role in of_kind}
    out: dict[str, Any] = {}
    for pair in put:
        name, equals, value = pair.partition("=")
        name = name.strip()
        if not equals or not name:
            raise InputError(f"'{pair}' is no FIELD=VALUE, such as stance=against or actor=Peru")
        if name in roles:
            people = out.setdefault(name, [])
            if value.strip():
                people.append(_person(pair, value))
        elif name in SPANS:
            ends = value.split("-")
            if len(ends) != 2 or not all(e.strip().isdecimal() for e in ends):
                raise InputError(f"'{value}' is no span; write START-END in characters of the article, such as 120-164")
            span = [int(e) for e in ends]
            out[name] = [*out.get(name, []), span] if name == "content" else span
        elif name in NUMBERS:
            out[name] = int(value) if value.strip().isdecimal() else value.strip() or None
        else:
            out[name] = value.strip() or None
    return out


def _person(pair: str, value: str) -> Any:
    from tacitus.errors import InputError

    if not value.lstrip().startswith("{"):
        return {"name": value.strip()}
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as e:
        example = """'actor={"name": "Ana Diaz", "country": "Chile"}'"""
        raise InputError(f"'{pair[:200]}' is not JSON ({e}); write --set {example}") from e


@review_app.command("list", epilog=examples(("tacitus review list --in crisis.db -f csv", "every verdict ever given")))
@plainly
def list_(
    where: Where,
    by: Annotated[str | None, typer.Option(help="Those of this reviewer alone.")] = None,
    limit: Limit = LIMIT,
    form: Form = None,
    out: Out = None,
) -> None:
    """List the verdicts, the newest first."""
    from tacitus.casebook.review_queue import ReviewRow, reviews
    from tacitus.casebook.store import Casebook

    with Casebook(where, create=False) as book:
        rows = reviews(book, limit or None, by)
    _show(rows, ReviewRow, form, out)


@review_app.command(epilog=examples(("tacitus review orphans --in crisis.db", "after coding anew")))
@plainly
def orphans(where: Where, form: Form = None, out: Out = None) -> None:
    """List the verdicts on records that are found no more, since the article was coded anew."""
    from tacitus.casebook.review_queue import ReviewRow, reviews
    from tacitus.casebook.store import Casebook

    with Casebook(where, create=False) as book:
        gone = {row["id"] for row in book.orphans()}
        rows = [row for row in reviews(book) if row.id in gone]
    _show(rows, ReviewRow, form, out)


@review_app.command(
    epilog=examples(
        ("tacitus review precision --in crisis.db", "what share is right, by kind"),
        ("tacitus review precision --in crisis.db --by type", "by type"),
        ("tacitus review precision --in crisis.db --kind events --source Reuters", "of what one outlet tells"),
        ("tacitus review precision --in crisis.db --drawn", "of what was drawn by lot alone"),
    )
)
@plainly
def precision(
    where: Where,
    by: Annotated[str, typer.Option(help="kind or type.")] = "kind",
    kind: Kind = None,
    country: Country = None, of_type: Type = None, source: Source = None, since: Since = None, until: Until = None,
    drawn: Annotated[bool, typer.Option("--drawn", help="Only what was drawn by lot (next --order sample).")] = False,
    form: Form = None, out: Out = None,
) -> None:  # fmt: skip
    """What share of the judged records is right, with an interval; true of all where they were drawn by lot."""
    from tacitus.casebook.ask_filters import Filters
    from tacitus.casebook.review_queue import PrecisionRow
    from tacitus.casebook.review_queue import precision as ask
    from tacitus.casebook.store import Casebook

    filters = Filters(country=country, type=of_type, source=source, since=since, until=until)
    with Casebook(where, create=False) as book:
        rows = ask(book, by, kind, filters, drawn)
    _show(rows, PrecisionRow, form, out)


@review_app.command(epilog=examples(("tacitus review agreement --in crisis.db", "between two reviewers or more")))
@plainly
def agreement(where: Where, form: Form = None, out: Out = None) -> None:
    """How far reviewers agree on the same records: Krippendorff's alpha."""
    from tacitus.casebook.agreement import AgreementRow
    from tacitus.casebook.agreement import agreement as ask
    from tacitus.casebook.store import Casebook

    with Casebook(where, create=False) as book:
        rows = ask(book)
    _show(rows, AgreementRow, form, out)


@review_app.command(
    epilog=examples(
        ("tacitus review export --in crisis.db -o gold/", "articles of which every record was judged"),
        ("tacitus review export --in crisis.db -o gold/ --partial", "also the others, with what was judged"),
    )
)
@plainly
def export(
    where: Where,
    folder: Annotated[Path, typer.Option("--output", "-o", help="Folder to write, one file an article.")],
    partial: Annotated[bool, typer.Option("--partial", help="Also articles that were judged in part.")] = False,
    form: Form = None,
) -> None:
    """Turn verdicts into gold: annotated ledgers to score with."""
    from tacitus.casebook.review_gold import GoldRow, export_gold
    from tacitus.casebook.store import Casebook

    with Casebook(where, create=False) as book:
        rows = export_gold(book, folder, partial)
    _show(rows, GoldRow, form, None)


def _show(rows: Sequence[Any], kind: type, form: str | None, out: Path | None) -> None:
    from tacitus.casebook.ask_show import choose_format, write_answer

    write_answer(list(rows), kind, choose_format(out, form), out, screen())
