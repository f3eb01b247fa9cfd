"""Questions as readers ask them, each many times in turn: how long half of them and all but one in 100 take."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from benchmarks.figures import Figure, percentile
from benchmarks.workbench import Workbench
from library import open_library
from library.opening import Library
from library.searching import search


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    words: tuple[str, ...]
    selections: dict[str, Any] = field(default_factory=dict)


_TERMS = (
    "extradition", "confiscation", "trafficking", "imprisonment", "lantern", "tribunal", "delito", "Gericht", "犯罪",
)  # fmt: skip
_SEVERAL = (
    "organized criminal group", "participation in an organized criminal group", "tráfico de personas",
    "association de malfaiteurs", "produit du crime", "proceeds of crime confiscation", "extradition of nationals",
)  # fmt: skip
_PHRASES = ('"proceeds of crime"', '"grupo delictivo organizado"', '"produit du crime"', '"an offence"')


def run(bench: Workbench) -> list[Figure]:
    """Search on the library of all deposits: engine and catalogue together, twenty hits with their texts and tags."""
    with open_library(bench.need_library(), create=False) as library:
        kinds = _kinds(library)
        times: dict[str, list[float]] = {kind.name: [] for kind in kinds}
        totals: Counter[str] = Counter()
        for sample in range(bench.samples + 1):
            for kind in kinds:
                started = time.perf_counter()
                found = search(library, kind.words[sample % len(kind.words)], **kind.selections)
                if sample:  # the first of each kind warms up
                    times[kind.name].append((time.perf_counter() - started) * 1000)
                    totals[kind.name] += found.total
        provisions = search(library, "", limit=0).total
    figures = [Figure("provisions held", provisions, "provisions")]
    for name, taken in times.items():
        note = f"{len(taken)} times, {totals[name] / len(taken):.0f} found on average"
        figures.append(Figure(f"{name}: p50", percentile(taken, 0.5), "ms", note))
        figures.append(Figure(f"{name}: p99", percentile(taken, 0.99), "ms"))
    return figures


def _kinds(library: Library) -> tuple[_Kind, ...]:
    """The questions; what they select is what the library holds most of."""
    facets = search(library, "", limit=0).facets
    states, languages = list(facets["state"])[:2], list(facets["language"])[:1]
    return (
        _Kind("one word", _TERMS),
        _Kind("several words", _SEVERAL),
        _Kind("a phrase", _PHRASES),
        _Kind("words, two States and a language", _SEVERAL, {"states": states, "languages": languages}),
        _Kind("browse an instrument", ("",), {"instrument": next(iter(facets["instrument"]), "untoc")}),
        _Kind("browse everything", ("",)),
        _Kind("browse a State", ("",), {"states": states[:1]}),
    )
