"""Figures: what a benchmark gives, and how it is shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. ValueError where it is none: a benchmark must not print nan for a result."""

    name: str
    value: float
    unit: str
    note: str = ""

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError(f"{self.name}: {self.value} is no measurement")


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def as_json(results: dict[str, list[Figure]]) -> dict[str, Any]:
    """The figures by benchmark."""
    return {name: [asdict(figure) for figure in figures] for name, figures in results.items()}


def show(title: str, figures: list[Figure]) -> None:
    """A table on standard output."""
    table = Table(title=title, title_justify="left")
    table.add_column("figure")
    table.add_column("value", justify="right")
    table.add_column("unit")
    table.add_column("note", overflow="fold")
    for figure in figures:
        table.add_row(figure.name, _written(figure.value), figure.unit, figure.note)
    Console(width=118).print(table)


def _written(value: float) -> str:
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4f}" if abs(value) < 0.1 else f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"
