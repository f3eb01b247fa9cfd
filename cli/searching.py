"""`palermo search`, `palermo similar` and `palermo suggest`."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import LibraryOption
from cli.output import JsonOption, print_json


def search(
    query: Annotated[
        str, typer.Argument(help='Words, "phrases", AND OR NOT, NEAR, prefix*, fuzzy~, field:value; empty to browse.')
    ] = "",
    article: Annotated[str | None, typer.Option(help="Such as untoc:5.")] = None,
    requirement: Annotated[str | None, typer.Option(help="Such as untoc:5.1.a.ii.")] = None,
    instrument: Annotated[str | None, typer.Option(help="untoc, tip, som or fap.")] = None,
    state: Annotated[list[str] | None, typer.Option(help="ISO 3166-1 alpha-3, such as CAN; may be repeated.")] = None,
    region: Annotated[list[str] | None, typer.Option(help="Such as Africa or Caribbean; may be repeated.")] = None,
    legal_system: Annotated[list[str] | None, typer.Option(help="Such as civil; may be repeated.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="ISO 639-1, such as fr; may be repeated.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="law, model or digest; may be repeated.")] = None,
    status: Annotated[list[str] | None, typer.Option(help="enacted, bill, repealed or none; may be repeated.")] = None,
    theme: Annotated[list[str] | None, typer.Option(help="Such as confiscation; may be repeated.")] = None,
    from_year: Annotated[int | None, typer.Option(help="The first year.")] = None,
    to_year: Annotated[int | None, typer.Option(help="The last year.")] = None,
    review: Annotated[str | None, typer.Option(help="reviewed, or machine: who stands behind the tags.")] = None,
    exact: Annotated[bool, typer.Option("--exact", help="The words as typed: no other forms, no other words.")] = False,
    sort: Annotated[str, typer.Option(help="relevance, date (newest first) or state.")] = "relevance",
    limit: Annotated[int, typer.Option(min=0, help="How many to show.")] = 20,
    offset: Annotated[int, typer.Option(min=0, help="How many to pass over.")] = 0,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Search provisions, model provisions and digests."""
    from cli import printing
    from library import open_library
    from library.searching import as_json as answer_as_json
    from library.searching import search as find

    with open_library(library, create=False) as opened:
        answer = find(
            opened, query, article=article, requirement=requirement, instrument=instrument, states=_known(state or []),
            regions=region or [], legal_systems=legal_system or [], languages=language or [], kinds=kind or [],
            statuses=status or [], themes=theme or [], first_year=from_year, last_year=to_year, review=review,
            exact=exact, sort=sort, limit=limit, offset=offset,
        )  # fmt: skip
    if as_json:
        print_json(answer_as_json(answer))
    else:
        printing.answer(answer)


def similar(
    provision: Annotated[str, typer.Argument(help="The id of a provision, as search and export give it.")],
    state: Annotated[list[str] | None, typer.Option(help="Only of this State; may be repeated.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many to show.")] = 10,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Provisions like this one, with the requirements and legal ideas that they share."""
    from cli import printing
    from library import open_library
    from library.similar import as_json as similar_as_json
    from library.similar import similar as find

    with open_library(library, create=False) as opened:
        found = find(opened, provision, limit=limit, states=tuple(_known(state or [])))
    if as_json:
        print_json(similar_as_json(found))
    else:
        printing.similar_provisions(found)


def suggest(
    typed: Annotated[str, typer.Argument(help="The beginning of what is sought.")],
    limit: Annotated[int, typer.Option(min=1, help="How many to show.")] = 10,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Terms, articles, laws and States that begin so."""
    from cli import printing
    from library import open_library
    from library.suggesting import Suggestions

    with open_library(library, create=False) as opened:
        found = Suggestions(opened).for_typed(typed, limit)
    if as_json:
        print_json([{"words": one.words, "sort": one.sort.name.lower(), "note": one.note} for one in found])
    else:
        printing.suggestions(found)


def _known(codes: list[str]) -> list[str]:
    """The codes of States; UnknownIdError for one that no State has, with the one that may be meant."""
    from ingest.deposit import UNKNOWN_STATE
    from palermo.model.state import state

    return [code if code.upper() == UNKNOWN_STATE else state(code.upper()).iso3 for code in codes]
