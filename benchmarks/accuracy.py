"""How many hand-labelled provisions were split off with their words, by language."""

from __future__ import annotations

from benchmarks.figures import Figure
from benchmarks.workbench import Workbench
from library import open_library
from library.evaluating import evaluate_segmentation


def run(bench: Workbench) -> list[Figure]:
    """Recall as `palermo evaluate` gives it; UsageError where the deposits have no labels."""
    with open_library(bench.need_library(), create=False) as library:
        found = evaluate_segmentation(library, bench.deposits)
    figures = [Figure("all languages", found.recall, "share found", f"{found.found} of {found.labelled}")]
    for language, (hits, labelled) in sorted(found.by_language.items()):
        figures.append(Figure(language, hits / labelled, "share found", f"{hits} of {labelled}"))
    return figures
