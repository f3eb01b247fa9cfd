"""`palermo evaluate`: hold the library, or taggers that have not seen the labels, against hand labels."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import LibraryOption
from cli.output import JsonOption, print_json, say
from palermo.errors import UsageError


def evaluate(
    gold: Annotated[Path, typer.Argument(help="A folder of <state>/<law>/ with meta.json and gold.jsonl.")],
    left_out: Annotated[
        str | None,
        typer.Option(help="states or languages: train anew without them and measure on them; slow.",
                     show_default="measure the tags that are held"),
    ] = None,
    baselines: Annotated[
        bool | None,
        typer.Option("--baselines/--no-baselines", help="Measure plain taggers too.",
                     show_default="with --left-out states only"),
    ] = None,
    accuracy_page: Annotated[
        Path | None, typer.Option(help="Write the page on accuracy to this file; with --left-out states.")
    ] = None,
    accuracy_data: Annotated[
        Path | None, typer.Option(help="Where its figures go as data.", show_default="what the front end shows")
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Hold segmentation and tags against hand labels, by article, language, State and instrument."""
    from cli import evaluation_printing
    from cli.progress import Progress
    from library import open_library
    from library.accuracy import publish, published_file
    from library.evaluating import LeftOut
    from library.evaluating import evaluate as measure

    if left_out not in (None, *LeftOut):
        raise UsageError(f"'{left_out}' cannot be left out: choose one of {', '.join(LeftOut)}")
    without = LeftOut(left_out) if left_out else None
    if accuracy_page and without is not LeftOut.STATES:
        raise UsageError("--accuracy-page is for States that were left out: add --left-out states")
    with open_library(library, create=False) as opened, Progress("Reading and training") as progress:
        found = measure(
            opened, gold, left_out=without, progress=progress.step,
            baselines=without is LeftOut.STATES if baselines is None else baselines,
        )  # fmt: skip
    if as_json:
        print_json(found.as_json())
    else:
        evaluation_printing.evaluation(found)
    if accuracy_page:
        data = accuracy_data or published_file()
        publish(found, accuracy_page, data)
        say(f"{accuracy_page} and {data} are written")
