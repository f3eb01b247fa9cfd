"""`palermo crawl`, `palermo sources`, `palermo changes` and `palermo new-source`: laws from their official sites."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import LibraryOption
from cli.output import NOT_DONE, SOME_FAILED, JsonOption, print_json, print_words, say
from palermo.errors import UsageError

if TYPE_CHECKING:
    from crawlers.standing import Standing
    from library.crawling import Crawled
    from library.listed_elsewhere import LawElsewhere


def crawl(
    source: Annotated[str | None, typer.Argument(help="Such as uk-legislation; palermo sources lists them.")] = None,
    limit: Annotated[int | None, typer.Option(help="At most so many laws.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Only fetch, into this folder of deposits; nothing is taken in.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All laws that the site's lists name.")] = False,
    find: Annotated[str, typer.Option(help="The laws with these words in their title.")] = "",
    law: Annotated[list[str] | None, typer.Option(help="A law that the source lists; may be repeated.")] = None,
    starter: Annotated[
        bool, typer.Option("--starter", help="The central acts, of all sources if none is named.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch laws from an official site, take them in, tag and index them; stop and go on at any time."""
    from cli.progress import Progress
    from ingest.pipeline import summary
    from library import open_library
    from library.crawling import crawl_into, fetch, scope_of, sources_for

    scope = scope_of(starter=starter, everything=everything, words=find, laws=law or (), limit=limit)
    sources = sources_for(source, scope)
    with Progress("Laws") as progress:
        if out is not None:
            crawled = fetch(sources, scope, out, progress=progress.step)
        else:
            with open_library(library) as opened:
                crawled = crawl_into(opened, sources, scope, progress=progress.step)
    if as_json:
        print_json(crawled.as_json())
    _say_what_was_done(crawled)
    if crawled.ingest:
        for unread in crawled.ingest.unread:
            say(f"held but unread: {unread['path']}: {unread['reason']}")
        say(summary(crawled.ingest))
    if crawled.has_failed:
        raise typer.Exit(SOME_FAILED if crawled.has_done_something else NOT_DONE)


def sources(
    what: Annotated[
        str, typer.Argument(help="list; status: what a maintainer has to look at; listed: laws listed elsewhere.")
    ] = "list",
    state: Annotated[str, typer.Option(help="With listed: the State, such as IRL.")] = "",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """The official sites that can be crawled; with `status`, how each of them stands; with `listed`, which laws of a
    State a database of others lists, and which of them may be held."""
    from crawlers.standing import standings
    from palermo.settings import Settings

    if what == "listed":
        _say_what_is_listed(state.upper(), library, as_json)
        return
    if what not in ("list", "status"):
        raise UsageError(f"'{what}' is neither list nor status, nor listed")
    found = list(standings(library or Settings().library))
    if as_json:
        print_json([each.summary() if what == "list" else each.report() for each in found])
    else:
        print_words("\n".join(map(_listed if what == "list" else _status, found)))


def changes(
    since: Annotated[str | None, typer.Option(help="A day such as 2026-01-31.")] = None,
    atom: Annotated[Path | None, typer.Option(help="Write an Atom feed to this file.")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Laws that are new, changed (provision by provision), withdrawn or moved."""
    from crawlers.changes import as_feed
    from library import open_library
    from library.crawling import changes as find_changes

    with open_library(library, create=False) as opened:
        found = find_changes(opened, since)
    if atom is not None:
        try:
            atom.write_text(as_feed(found), encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{atom} cannot be written: {error.strerror}") from error
    if as_json:
        print_json([change.as_json() for change in found])
    elif atom is None:
        print_words("\n".join([*(change.in_words() for change in found), f"{len(found)} changes"]))
    else:
        say(f"{len(found)} changes written to {atom}")


def new_source(
    source: Annotated[str, typer.Argument(help="The State's two letters and the site, such as uk-legislation.")],
    state: Annotated[str, typer.Option(help="ISO 3166-1 alpha-3, such as GBR.")],
    host: Annotated[str, typer.Option(help="The site's host, such as www.legislation.gov.uk.")],
    checkout: Annotated[Path, typer.Option(help="The checkout of Palermo.")] = Path(),
) -> None:
    """Begin a source: a manifest, its functions, and a test that fails until both are complete."""
    from crawlers.new_source import write_source

    for file in write_source(source, state, host, checkout):
        say(f"written: {file}")
    say("docs/adding-a-source.md says how to go on")


def _say_what_is_listed(code: str, folder: Path | None, as_json: bool) -> None:
    from library import open_library
    from library.listed_elsewhere import laws_elsewhere
    from palermo.model.state import state as find_state

    if not code:
        raise UsageError("name the State whose laws are to be listed: --state IRL")
    find_state(code)
    with open_library(folder, create=False) as opened:
        laws = laws_elsewhere(opened, code)
    if as_json:
        print_json([law.as_json() for law in laws])
    elif not laws:
        print_words(f"no database lists a law of {code}: palermo crawl unodc-sherloc asks one")
    else:
        print_words("\n".join(line for law in laws for line in _listed_law(law)))


def _listed_law(law: LawElsewhere) -> list[str]:
    head = f"{'  ' if law.is_held else '- '}{law.title}{f' ({law.adopted})' if law.adopted else ''}  {law.address}"
    may_be = [f"    may be held: {one.law.title} ({one.evidence})" for one in law.held]
    return [head, *may_be, *(f"    original document: {link}" for link in law.documents)]


def _say_what_was_done(crawled: Crawled) -> None:
    for report in crawled.reports:
        for failure in report.failed:
            say(f"failed: {report.source}: {failure['law']}: {failure['failure']}: {failure['reason']}")
        for failure in report.failures_of_source:
            say(f"failed: {report.source}: {failure['failure']}: {failure['reason']}")
        more = "" if report.is_complete else "; it was stopped: the same command goes on from here"
        counts: dict[str, list[Any]] = {
            "new": report.new, "changed": report.changed, "unchanged": report.unchanged,
            "withdrawn": report.withdrawn, "moved": report.moved, "failed": report.failed,
        }  # fmt: skip
        if report.records:
            say(f"{report.source}: {report.records} records of laws, {len(report.failed)} failed{more}")
            continue
        say(f"{report.source}: " + ", ".join(f"{len(laws)} {name}" for name, laws in counts.items()) + more)


def _listed(one: Standing) -> str:
    manifest = one.source.manifest
    crawled = f"last crawl {one.last.started[:10]}, {one.held} held" if one.last else "never crawled"
    if manifest.records:
        when = f"last crawl {one.last.started[:10]}" if one.last else "never crawled"
        return f"{manifest.id:28} {manifest.state}  {one.records:3} records of laws  {when}  {manifest.publisher}"
    return f"{manifest.id:28} {manifest.state}  {len(manifest.laws):3} laws  {crawled}  {manifest.publisher}"


def _status(one: Standing) -> str:
    report = one.report()
    if one.last is None:
        return f"{report['source']}: never crawled"
    success = report["last_success"]
    lines = [
        f"{report['source']}: {report['held']} of {report['listed']} laws held (floor {report['floor']}), "
        f"last crawl {report['last_crawl'][:16]}, last that went well {success[:16] if success else 'never'}"
    ]
    lines += [f"  {each['failure']}: {each['reason']}" for each in report["failures_of_source"]]
    for name, failing in report["failures"].items():
        lines += [f"  {name}: {each['law']}, {each['times']} times: {each['reason']}" for each in failing]
    lines += [f"  withdrawn since {each['since'][:10]}: {each['law']}" for each in report["withdrawn"]]
    lines += [f"  moved since {each['since'][:10]}: {each['law']} to {each['to']}" for each in report["moved"]]
    return "\n".join(lines)
