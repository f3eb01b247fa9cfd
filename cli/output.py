"""What the commands write: one document or some lines on standard output, all else on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Annotated, Any, TextIO

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]

DONE, SOME_FAILED, NOT_DONE = 0, 1, 2


def say(words: str) -> None:
    """One line for the person, on standard error; names of files may hold line breaks."""
    print(words.replace("\r", "\\r").replace("\n", "\\n"), file=sys.stderr)


def print_json(document: Any) -> None:
    """One JSON document on standard output."""
    with standard_output() as out:
        json.dump(document, out, ensure_ascii=False, indent=1)
        out.write("\n")


@contextmanager
def standard_output() -> Iterator[TextIO]:
    """Standard output in UTF-8, whatever the terminal's own; where its reader has seen enough, the command is done."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError as error:
        forget_output()
        raise typer.Exit(DONE) from error


def forget_output() -> None:
    """Nobody reads it any more: what is left is thrown away, so that the interpreter need not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_words(words: str) -> None:
    """Lines for the person, on standard output."""
    with standard_output() as out:
        out.write(f"{words}\n")
