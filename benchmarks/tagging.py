"""Tagging alone, in one process, for all instruments: provisions a second, and whether the cost grows with the law."""

from __future__ import annotations

import time

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from benchmarks.figures import Figure
from benchmarks.workbench import Workbench
from ingest.reading import DepositRead, ReadingTask, read_deposit
from palermo.errors import InputError
from palermo.tagging.law_text import LawText, ProvisionText
from palermo.tagging.tagged_law import TaggedLaw
from palermo.tagging.tagger import tag_law

_GROWN = 4


def run(bench: Workbench) -> list[Figure]:
    """Each law once, in processor time of this process; the largest law also several times over."""
    laws: list[LawText] = []

    def keep(law: LawText) -> TaggedLaw:
        laws.append(law)
        return TaggedLaw([()] * len(law.provisions), [None] * len(law.provisions), "none")

    reading = time.process_time()
    for place in sorted({file.parent for file in bench.files}):
        _read(ReadingTask(place, keep))
    reading = time.process_time() - reading
    for language in sorted({law.titles[0][0] for law in laws if law.titles}):
        tag_law(LawText((), [ProvisionText("", (), "warm", language)]))  # terms are read once, not for each law
    spent, tags = 0.0, 0
    with threadpool_limits(1):  # as in the reading processes, which share the cores already
        for law in laws:
            started = time.process_time()
            tags += sum(map(len, tag_law(law).tags))
            spent += time.process_time() - started
    provisions = sum(len(law.provisions) for law in laws)
    largest = max(laws, key=lambda law: len(law.provisions))
    once = _time(largest)
    grown = _time(LawText(largest.titles, [*largest.provisions] * _GROWN))
    note = f"{provisions} provisions, {tags} tags; one process, so two cores do twice as many"
    return [
        Figure("provisions a second", provisions / max(spent, 1e-9), "provisions/s", note),
        Figure("tagging", spent, "s", "processor time"),
        Figure("reading and splitting", reading, "s", "processor time, the same laws"),
        Figure("tagging over reading", spent / max(reading, 1e-9), "ratio", "below 1: tagging costs less"),
        Figure(f"{_GROWN} times the provisions", grown / max(once, 1e-9), "times the cost", "the largest law"),
    ]


def _read(task: ReadingTask) -> DepositRead | None:
    try:
        return read_deposit(task)
    except InputError:
        return None


def _time(law: LawText) -> float:
    started = time.process_time()
    with threadpool_limits(1):
        tag_law(law)
    return time.process_time() - started
