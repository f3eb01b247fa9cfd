"""A progress bar on standard error, where a person watches; silence where nobody does."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar


class Progress:
    """Shows done and total with the name of what was done last. Use it as a context manager."""

    def __init__(self, words: str) -> None:
        self._bar = Bar(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            TextColumn("{task.fields[name]}"), console=Console(stderr=True), disable=not sys.stderr.isatty(),
        )  # fmt: skip
        self._task = self._bar.add_task(words, total=None, name="")

    def step(self, done: int, total: int, name: str) -> None:
        """`done` of `total`, the last of them `name`."""
        self._bar.update(self._task, completed=done, total=total, name=name)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()
