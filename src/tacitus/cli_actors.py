"""`tacitus actors`: decisions on actors in a casebook: who is the same, whom words stand for, what is undecided."""

from __future__ import annotations

import csv
import getpass
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.cli_ask import LIMIT, Form, Limit, Out, Where
from tacitus.cli_screen import examples, plainly, screen

# ruff: noqa: PLC0415, PLR0913, PLR0917 - each command imports what it needs; one parameter for each option
if TYPE_CHECKING:
    from tacitus.casebook.decide_actors import Outcome
    from tacitus.casebook.store import Casebook

actors_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="Decide who is who in a casebook, and undo it."
)
Country = Annotated[str | None, typer.Option(help="Country of the target: a name or a code.")]
Sector = Annotated[str | None, typer.Option(help="Sector of the target: GOV, MIL, REB, ...")]
Entity = Annotated[str | None, typer.Option("--entity", help="Id of the target in the entity tables.")]
By = Annotated[str | None, typer.Option(help="Who decides; your user name where it is left out.")]
Note = Annotated[str | None, typer.Option(help="Why.")]


@actors_app.command(
    epilog=examples(
        ("tacitus actors unresolved --in crisis.db", "the words without a name, names first, by frequency"),
        ("tacitus actors unresolved --in crisis.db -n 0 -o words.csv", "all of them"),
    )
)
@plainly
def unresolved(where: Where, limit: Limit = LIMIT, form: Form = None, out: Out = None) -> None:
    """List the words for which nobody was found, with an example."""
    from tacitus.casebook.ask_show import choose_format, write_answer
    from tacitus.casebook.store import Casebook
    from tacitus.casebook.sum_unresolved import UnresolvedRow
    from tacitus.casebook.sum_unresolved import unresolved as ask

    chosen = choose_format(out, form)
    with Casebook(where, create=False) as book:
        rows = ask(book, limit or None)
    write_answer(rows, UnresolvedRow, chosen, out, screen())


@actors_app.command(
    epilog=examples(
        ('tacitus actors merge "Guaido" "Juan Guaidó" --in crisis.db', "whoever was read as the first is the second"),
        ('tacitus actors merge "President" "Joe Biden" --from-country USA --in crisis.db', "some of that name only"),
    )
)
@plainly
def merge(
    who: Annotated[str, typer.Argument(help="Name that the machine read.")],
    target: Annotated[str, typer.Argument(help="Name of who that is.")],
    where: Where, country: Country = None, sector: Sector = None, entity: Entity = None,
    from_country: Annotated[str | None, typer.Option(help="Only those of this country.")] = None,
    from_entity: Annotated[str | None, typer.Option(help="Only those with this id in the entity tables.")] = None,
    by: By = None, note: Note = None,
) -> None:  # fmt: skip
    """Decide that everybody read as one actor is another. What is not told of the target is known from the casebook."""
    from tacitus.casebook.decide_actors import Identity, decide_actor
    from tacitus.casebook.store import Casebook

    with Casebook(where, create=False) as book:
        source = Identity(who, from_country, entity_id=from_entity)
        told = decide_actor(
            book, Identity(target, country, sector, entity), by or getpass.getuser(), merge=source, note=note
        )
        _tell(book, told)


@actors_app.command(
    "set",
    epilog=examples(
        ('tacitus actors set "the jailed leader" "Leopoldo López" --in crisis.db', "these words are he everywhere"),
        ('tacitus actors set "the minister" "Jorge Arreaza" --article a_5c1f --in crisis.db', "in one article"),
        ("tacitus actors set Walmart Walmart --country USA --sector BUS --in crisis.db", "somebody not yet known"),
    ),
)
@plainly
def set_words(
    words: Annotated[str, typer.Argument(help="Words of the text, whatever their case and accents.")],
    target: Annotated[str, typer.Argument(help="Name of whom they stand for.")],
    where: Where, country: Country = None, sector: Sector = None, entity: Entity = None,
    article: Annotated[str | None, typer.Option(help="Id of the one article in which this holds.")] = None,
    by: By = None, note: Note = None,
) -> None:  # fmt: skip
    """Decide whom some words stand for, whatever the machine read."""
    from tacitus.casebook.decide_actors import Identity, decide_actor
    from tacitus.casebook.store import Casebook

    with Casebook(where, create=False) as book:
        told = decide_actor(
            book, Identity(target, country, sector, entity), by or getpass.getuser(), words=words, article_id=article,
            note=note,
        )  # fmt: skip
        _tell(book, told)


@actors_app.command(epilog=examples(("tacitus actors withdraw d_5c1f --in crisis.db", "the id stands in the list")))
@plainly
def withdraw(
    decision: Annotated[str, typer.Argument(help="Id of a decision, or how it begins.")],
    where: Where, by: By = None, note: Note = None,
) -> None:  # fmt: skip
    """Undo a decision. It stays in the list, with who undid it."""
    from tacitus.casebook.decide_actors import withdraw_decision
    from tacitus.casebook.store import Casebook

    with Casebook(where, create=False) as book:
        _tell(book, withdraw_decision(book, decision, by or getpass.getuser(), note))


@actors_app.command("list", epilog=examples(("tacitus actors list --in crisis.db -f csv", "every decision ever made")))
@plainly
def list_decisions(where: Where, limit: Limit = LIMIT, form: Form = None, out: Out = None) -> None:
    """List the decisions, the newest first, also those that were withdrawn."""
    from tacitus.casebook.ask_show import choose_format, write_answer
    from tacitus.casebook.decide_actors import DecisionRow, decisions
    from tacitus.casebook.store import Casebook

    chosen = choose_format(out, form)
    with Casebook(where, create=False) as book:
        rows = decisions(book)
    write_answer(rows[:limit] if limit else rows, DecisionRow, chosen, out, screen())


@actors_app.command(
    epilog=examples(
        ("tacitus actors overlay --in crisis.db -o bodies.csv", "what was decided, as a table for --actors"),
        ("tacitus actors overlay --kind people --in crisis.db -o people.csv", "persons have their own table"),
        ("tacitus code news.jsonl --into crisis.db --actors bodies.csv --actors people.csv", "code with both"),
    )
)
@plainly
def overlay(
    where: Where,
    kind: Annotated[str, typer.Option(help="bodies, people or countries: each has a table of its own.")] = "bodies",
    out: Annotated[Path | None, typer.Option("--output", "-o", help="CSV file to write; none: print.")] = None,
) -> None:
    """Write what was decided as a table of own actors, so that it counts in the next coding."""
    from tacitus.casebook.actor_overlay import COLUMNS, left_out, overlay_rows
    from tacitus.casebook.store import Casebook
    from tacitus.errors import InputError

    if kind not in COLUMNS:
        raise InputError(f"No table is called '{kind}'; there are {', '.join(COLUMNS)}")
    with Casebook(where, create=False) as book:
        rows, left = overlay_rows(book, kind), left_out(book)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS[kind], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    if out is None:
        sys.stdout.write(text.getvalue())
    else:
        try:
            out.write_text(text.getvalue(), "utf-8")
        except OSError as e:
            raise InputError(f"{out}: cannot be written: {e.strerror or e}") from e
    if left:
        ids = ", ".join(d.id for d in left[:5]) + (" ..." if len(left) > 5 else "")
        told = f"{len(left)} decisions cannot be told in a table (one article, a role, some of a name): {ids}"
        screen(stderr=True).print(told, style="dim", highlight=False, markup=False, soft_wrap=True)


def _tell(book: Casebook, told: Outcome) -> None:
    """Say what a decision did, and group the reports anew on which it bears."""
    d, out = told.decision, screen()
    what = f"withdrew {d.withdraws}" if d.kind == "withdraw" else f"{d.from_name or d.words} is {d.name}"
    codes = " ".join(c for c in (d.country, d.sector) if c)
    out.print(
        f"{d.id}  {what}{f' ({codes})' if codes else ''}: {told.records:,} records changed",
        highlight=False, markup=False, soft_wrap=True,
    )  # fmt: skip
    if told.waiting:
        book.group()
