"""The command line: reads options, calls the library, prints. Everything it does can be done from Python."""

from __future__ import annotations

import signal
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from tacitus import __version__, cli_add, cli_casebook, cli_export, cli_options, cli_report, cli_serve
from tacitus.cli_actors import actors_app
from tacitus.cli_ask import ask_app
from tacitus.cli_review import review_app
from tacitus.cli_screen import examples, plainly, screen
from tacitus.errors import InputError
from tacitus.settings import Settings, load_settings

# ruff: noqa: PLC0415 - each command imports what it needs, so that --help and --version come at once
if TYPE_CHECKING:
    from tacitus.running.engine import Sink, Summary

app = typer.Typer(name="tacitus", no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False)
codebook_app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", help="Look at and check codebooks.")
app.add_typer(codebook_app, name="codebook")
app.add_typer(ask_app, name="ask")
app.add_typer(review_app, name="review")
app.add_typer(actors_app, name="actors")
LISTED = 6  # words shown of a rule


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"tacitus {__version__}")
        raise typer.Exit


@app.callback()
def tacitus(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Keep the record of diplomacy and conflict in the news: words, deeds, positions and who vouches for them."""


@app.command(
    epilog=examples(
        ("tacitus code story.txt", "print a brief"),
        ("tacitus code news.jsonl -o news.ledger", "write the exchange format"),
        ("tacitus code archive/ -o study --workers 4", "write Parquet; stop and start as you like"),
        ("tacitus code today.jsonl --into crisis.db", "add to a casebook, which tacitus ask answers from"),
        ("tacitus code wires.csv --text-column body --date-column day -o out.jsonl", "name the columns"),
    )
)
@plainly
def code(  # noqa: PLR0913, PLR0917 - one for each option
    paths: Annotated[list[Path], typer.Argument(help="Files or folders of articles; - reads standard input.")],
    out: Annotated[Path | None, typer.Option("--output", "-o", help="File or folder to write; none: print.")] = None,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", help="table, ledger, jsonl, csv or parquet; else by the suffix of OUT."),
    ] = None,
    into: cli_casebook.Into = None,
    workers: cli_options.Workers = None,
    engine: cli_options.Engine = None,
    codebook: Annotated[list[Path] | None, typer.Option(help="Folder of rules merged over ours; repeatable.")] = None,
    actors: Annotated[list[Path] | None, typer.Option(help="CSV file of your own actors; repeatable.")] = None,
    parser: Annotated[str | None, typer.Option(help="en-sm (fast) or en-md.")] = None,
    only: Annotated[str | None, typer.Option(help="Kinds to find: statements,events,positions.")] = None,
    text_column: cli_options.TextColumn = None,
    date_column: cli_options.DateColumn = None,
    title_column: cli_options.TitleColumn = None,
    source_column: cli_options.SourceColumn = None,
    id_column: cli_options.IdColumn = None,
    day_first: cli_options.DayFirst = None,
    encoding: cli_options.Encoding = None,
    max_chars: Annotated[int | None, typer.Option(help="Longest article taken, in characters.")] = None,
    settings_file: Annotated[Path | None, typer.Option("--settings", help="TOML file of settings.")] = None,
    quiet: cli_options.Quiet = False,
) -> None:
    """Code articles: who said what, who did what to whom, who stands where, and who vouches for it."""
    settings = load_settings(
        settings_file,
        codebook=codebook or None,
        overlay=actors or None,
        parser=parser,
        workers=workers,
        engine=engine,
        only=only,
        max_chars=max_chars,
    )
    columns = {
        "text_column": text_column,
        "date_column": date_column,
        "title_column": title_column,
        "source_column": source_column,
        "id_column": id_column,
        "encoding": encoding,
        "day_first": day_first,
    }
    summary, number = _code(paths, (out, form, into), settings, columns, quiet)
    if number is not None:
        raise typer.Exit(128 + number)
    if not summary.coded and not summary.already:
        if not summary.read:
            raise InputError(f"no articles in {', '.join(str(p) for p in paths)}")
        raise typer.Exit(1)


def _code(
    paths: list[Path],
    where: tuple[Path | None, str | None, str | None],
    settings: Settings,
    columns: dict[str, Any],
    quiet: bool,
) -> tuple[Summary, int | None]:
    """Read, code and write; return what was done, and the signal that stopped it if one did."""
    from tacitus.reading.read_articles import read_articles
    from tacitus.reading.wording import flag_copies
    from tacitus.run_record import make_run
    from tacitus.running.engine import Stop, run
    from tacitus.running.progress import progress_bar, show_summary
    from tacitus.writing.sinks import StreamSink, infer_format, open_sink

    out, form, into = where
    out = None if out == Path("-") else out
    record = make_run(settings)
    options = cli_options.read_options(columns, settings.max_chars)
    errors = screen(stderr=True)
    sink: Sink
    if into:
        sink = cli_casebook.open_into(into, record, out, form)
        out = Path(into.rpartition("@")[2])  # a password is not shown
    else:
        form = infer_format(out, form)
        sink = open_sink(out, form, record) if out else StreamSink(sys.stdout, form, screen())
    # a bar and articles on one screen would run into each other
    bar = errors.is_terminal and not quiet and (out is not None or not sys.stdout.isatty())
    with Stop() as stop:
        with progress_bar(errors, paths, bar) as tick:
            items = read_articles(paths, options)
            # a casebook finds copies among all that it holds
            summary = run(items if into else flag_copies(items), settings, sink, tick, stop)
        if not quiet or not (summary.coded or summary.already):
            show_summary(errors, summary, out)
    return summary, stop.signal


@app.command(
    "explain",
    epilog=examples(
        ("tacitus explain e_5c1f0a out.jsonl", "the id stands beside each record of the brief"),
        ("tacitus explain s_09ab study/", "its first letters are enough"),
    ),
)
@plainly
def explain_record(
    record_id: Annotated[str, typer.Argument(help="Id of a statement, event or position, or how it begins.")],
    ledger: Annotated[Path, typer.Argument(help="What tacitus code wrote: a jsonl file, a csv or parquet folder.")],
    codebook: Annotated[list[Path] | None, typer.Option(help="Folder of rules merged over ours; repeatable.")] = None,
) -> None:
    """Show how a record came about: its spans, the rule that fired, who was chosen and who was not."""
    from tacitus.codebook import load_codebook
    from tacitus.writing.brief import rendered
    from tacitus.writing.explain import explain, find_record

    rules = load_codebook(*(codebook or ()))
    found, record = find_record(ledger, record_id)
    console = screen()
    colour = console.color_system is not None and not console.no_color
    sys.stdout.write(rendered(console, explain(found, record, rules, colour)))
    sys.stdout.flush()


app.command("add", epilog=examples(*cli_add.EXAMPLES))(plainly(cli_add.add_command))
app.command("runs", epilog=examples(*cli_casebook.EXAMPLES))(plainly(cli_casebook.runs_command))
app.command("export", epilog=cli_export.EPILOG)(plainly(cli_export.export_command))
app.command("report", epilog=examples(*cli_report.EXAMPLES))(plainly(cli_report.report_command))
app.command("serve", epilog=examples(*cli_serve.EXAMPLES))(plainly(cli_serve.serve_command))


@codebook_app.command(
    "check",
    epilog=examples(("tacitus codebook check my_rules/", "load your rules over ours and run their examples")),
)
@plainly
def codebook_check(
    folder: Annotated[Path, typer.Argument(help="Folder of codebook files.")],
    parser: Annotated[str | None, typer.Option(help="en-sm (fast) or en-md.")] = None,
) -> None:
    """Check a folder of rules: its files load, each example is found, each counter-example is not."""
    from tacitus.check_codebook import check_rules
    from tacitus.codebook import load_codebook
    from tacitus.pipeline import Coder

    ours, merged = load_codebook(), load_codebook(folder)
    known = {id(rule) for rule in ours.rules()} | set(ours.rules())
    mine = [rule for rule in merged.rules() if rule not in known]
    console = screen()
    without = [rule.id for rule in mine if not rule.examples]
    problems = check_rules(Coder(load_settings(codebook=[folder], parser=parser)), mine)
    for problem in problems:
        console.print(str(problem), highlight=False, markup=False, soft_wrap=True)
    for rule_id in without:
        console.print(f"{rule_id}: has no examples", highlight=False, markup=False)
    examples = sum(len(r.examples) + len(r.counter_examples) for r in mine)
    failed = len(problems) + len(without)
    console.print(
        f"{len(mine)} rules, {examples} examples and counter-examples: " + (f"{failed} problems" if failed else "good"),
        style="red" if failed else "green",
        highlight=False,
    )
    raise typer.Exit(1 if failed else 0)


@codebook_app.command(
    "list",
    epilog=examples(
        ("tacitus codebook list", "count the rules of each layer"),
        ("tacitus codebook list events --codebook my_rules/", "list one layer, your own rules with ours"),
    ),
)
@plainly
def codebook_list(
    layer: Annotated[str | None, typer.Argument(help="cues, events, stances, roles, status, ...")] = None,
    codebook: Annotated[list[Path] | None, typer.Option(help="Folder of rules merged over ours; repeatable.")] = None,
) -> None:
    """List the rules of one layer of the codebook, or the layers."""
    from tacitus.codebook import Codebook, load_codebook

    book = load_codebook(*(codebook or ()))
    layers = {f.name: getattr(book, f.name) for f in fields(Codebook) if isinstance(getattr(book, f.name), dict)}
    console = screen()
    if layer is None:
        for name, rules in layers.items():
            console.print(f"{name:12}{len(rules):6,} rules", highlight=False)
        return
    if layer not in layers:
        raise InputError(f"No layer is called '{layer}'; there are {', '.join(layers)}")
    for rule in layers[layer].values():
        words = next((getattr(rule, n) for n in ("lemmas", "verbs", "words", "nouns") if getattr(rule, n, ())), ())
        kind = next((getattr(rule, n) for n in ("type", "stance", "kind", "sector", "status") if hasattr(rule, n)), "")
        more = " ..." if len(words) > LISTED else ""
        line = Text.assemble((rule.id, "bold"), f"  {kind}  ", (", ".join(words[:LISTED]) + more, "cyan"))
        console.print(line.append(f"  {rule.note}" if rule.note else "", "dim"))


def main() -> None:
    """Run the command line."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    app()


if __name__ == "__main__":
    main()
