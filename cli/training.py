"""`palermo train`: learn the tagger's parameters from hand labels."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import LibraryOption
from cli.output import JsonOption, print_json, say


def train(
    gold: Annotated[Path, typer.Argument(help="A folder of <state>/<law>/ with meta.json and gold.jsonl.")],
    out: Annotated[
        Path | None, typer.Option(help="The file to write.", show_default="the parameters that ship with Palermo")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Learn the tagger's parameters from the labels of the laws held; show gains and losses by article."""
    from cli.evaluation_printing import training
    from cli.progress import Progress
    from library import open_library
    from library.training import default_file, read_parameters, train_on, write_parameters

    file = out or default_file()
    with open_library(library, create=False) as opened, Progress("Reading laws") as progress:
        trained = train_on(opened, gold, read_parameters(file), progress.step)
    if as_json:
        print_json(trained.as_json())
    else:
        training(trained)
    if dry_run:
        say(f"{file} was left as it is")
    else:
        write_parameters(trained.parameters, file)
        say(f"{file} is written; laws that are held keep their tags until palermo ingest --again")
