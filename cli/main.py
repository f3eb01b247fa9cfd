"""The commands of `palermo`. Heavy parts load only in the command that needs them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.crawling import changes, crawl, new_source, sources
from cli.evaluating import evaluate
from cli.options import LibraryOption
from cli.output import DONE, NOT_DONE, SOME_FAILED, JsonOption, forget_output, print_json, say, standard_output
from cli.reviewing import export_labels, review, reviews
from cli.searching import search, similar, suggest
from cli.training import train
from cli.treaties import treaties_app
from palermo.errors import PalermoError

app = typer.Typer(
    help="A searchable legal library for the UN Convention against Transnational Organized Crime and its Protocols.",
    no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False,
)  # fmt: skip
export_app = typer.Typer(help="Export what the library holds.", no_args_is_help=True)
app.add_typer(export_app, name="export")
app.add_typer(treaties_app, name="treaties")
app.command()(search)
app.command()(similar)
app.command()(suggest)
app.command()(evaluate)
app.command()(train)
for command in (crawl, sources, changes, new_source):
    app.command()(command)
app.command()(review)
app.command()(reviews)
export_app.command("labels")(export_labels)


def run() -> None:
    """Run a command; an error that Palermo raises on purpose is one line on standard error and exit status 2."""
    try:
        try:
            app(prog_name="palermo")
        finally:
            sys.stdout.flush()
    except PalermoError as error:
        say(f"palermo: {error}")
        sys.exit(NOT_DONE)
    except BrokenPipeError:
        forget_output()
        sys.exit(DONE)
    except ValueError as error:
        wrong = _wrong_settings(error)
        if not wrong:
            raise
        say(f"palermo: {wrong}")
        sys.exit(NOT_DONE)


def _wrong_settings(error: ValueError) -> str:
    """What is wrong with the environment variables, where that is the error; else an empty string."""
    if getattr(error, "title", "") != "Settings":
        return ""
    problems: list[dict[str, Any]] = getattr(error, "errors", list)()
    return "; ".join(f"PALERMO_{'_'.join(map(str, p['loc'])).upper()}: {p['msg']}" for p in problems)


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Deposits, folders of deposits, or single files.")],
    library: LibraryOption = None,
    again: Annotated[bool, typer.Option("--again", help="Read and split unchanged laws too, after an update.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Take laws into the library: split, detect the language, tag, store and index."""
    from cli.progress import Progress
    from ingest.pipeline import summary
    from library import open_library
    from library.ingesting import ingest_into

    with open_library(library) as opened, Progress("Reading laws") as progress:
        report = ingest_into(opened, paths, again=again, progress=progress.step)
    if as_json:
        print_json({
            "laws": report.laws, "versions": report.versions, "provisions": report.provisions,
            "unchanged": report.unchanged, "failed": report.failed, "warnings": report.warnings,
            "unread": report.unread,
        })  # fmt: skip
    for failure in report.failed:
        say(f"failed: {failure['path']}: {failure['reason']}")
    for unread in report.unread:
        say(f"held but unread: {unread['path']}: {unread['reason']}")
    if not as_json:
        said = tuple(f"{unread['path']}: " for unread in report.unread)
        for warning in report.warnings:
            if not warning["path"].startswith(said):
                say(f"warning: {warning['path']}: {warning['message']}")
    say(summary(report))
    if report.failed:
        raise typer.Exit(SOME_FAILED if report.laws or report.unchanged else NOT_DONE)


@app.command()
def starter(library: LibraryOption = None) -> None:
    """Put the digests that ship with Palermo into the library."""
    from library import open_library
    from library.starter import add_starter

    with open_library(library) as opened:
        say(f"{add_starter(opened)} digests of the starter library are held")


@app.command()
def reindex(library: LibraryOption = None) -> None:
    """Make the search index anew from the catalogue."""
    from library import open_library

    with open_library(library, create=False) as opened:
        say(f"{opened.reindex()} provisions are in the search index")


@app.command()
def compare(
    states: Annotated[list[str], typer.Argument(help="Two to six States, such as CAN FRA JPN.")],
    article: Annotated[str, typer.Option(help="Such as untoc:5.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Two to six States side by side on one article, from the tags that are held."""
    from cli import printing
    from library import open_library
    from library.comparing import as_json as comparison_as_json
    from library.comparing import compare as side_by_side

    with open_library(library, create=False) as opened:
        comparison = side_by_side(opened, states, article)
    if as_json:
        print_json(comparison_as_json(comparison))
    else:
        printing.comparison(comparison)


@export_app.command("provisions")
def export_provisions(
    library: LibraryOption = None,
    format: Annotated[str, typer.Option("--format", help="jsonl: one JSON object a provision.")] = "jsonl",
    out: Annotated[Path | None, typer.Option(help="The file to write; standard output if left out.")] = None,
) -> None:
    """Every provision with its tags and source, in a stable order."""
    from library import open_library
    from library.exporting import write_provisions, write_provisions_to
    from palermo.errors import UsageError

    if format != "jsonl":
        raise UsageError(f"'{format}' is no format of this export: use jsonl")
    with open_library(library, create=False) as opened:
        if out is None:
            with standard_output() as output:
                write_provisions(opened, output)
        else:
            say(f"{write_provisions_to(opened, out)} provisions written to {out}")


@app.command()
def doctor(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """What is installed, which engine answers, what is missing and how to get it."""
    from cli import printing
    from library.doctor import examine

    findings = examine(library)
    if as_json:
        print_json([finding.as_json() for finding in findings])
    else:
        printing.findings(findings)
    if any(finding.needed and not finding.found for finding in findings):
        raise typer.Exit(SOME_FAILED)


@app.command()
def ui(
    library: LibraryOption = None,
    port: Annotated[int, typer.Option(help="The port of the front end.")] = 8501,
    headless: Annotated[bool, typer.Option("--headless", help="Do not open a browser.")] = False,
    address: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for every one.")] = "127.0.0.1",
) -> None:
    """Open the front end; an empty library is filled with the starter library first."""
    from cli.front_end import serve

    serve(library, port=port, headless=headless, address=address)
