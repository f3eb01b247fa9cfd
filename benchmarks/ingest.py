"""Taking a folder in, beside merely parsing it: time, and memory that does not grow with the number of laws."""

from __future__ import annotations

import json
import sys
from statistics import median
from typing import Any

from benchmarks.figures import Figure
from benchmarks.floor import has_markdown_it
from benchmarks.processes import Measured
from benchmarks.workbench import Workbench

_MB = 1_000_000


def run(bench: Workbench) -> list[Figure]:
    """Floor and `palermo ingest` in turn, so that both meet the same other load; then again; then with copies."""
    floors: list[Measured] = []
    second_floors: list[Measured] = []
    fresh: list[Measured] = []
    again: list[Measured] = []
    if bench.rounds > 1:  # a single round is a trial, not a measurement
        bench.warm_up()
    for _ in range(bench.rounds):
        floors.append(_floor(bench))
        if has_markdown_it():
            second_floors.append(_floor(bench, "--markdown-it"))
        fresh.append(bench.ingest_fresh())
        again.append(bench.palermo("ingest", str(bench.deposits), "--json"))
    report = _report(fresh[-1])
    _demand(_report(again[-1])["unchanged"] == report["laws"], "a second run took in laws that had not changed")
    figures = [
        Figure(
            "laws",
            report["laws"],
            "laws",
            f"{report['provisions']} provisions, {len(report['failed'])} failed",
        ),
        Figure(
            "source files",
            bench.size / _MB,
            "MB",
            f"{len(bench.files)} files, {bench.workers} reading processes",
        ),
        _seconds("floor: read and parse", floors, "lxml, json, pypdfium2; Markdown and text cut into lines"),
    ]
    if second_floors:
        figures.append(_seconds("second floor", second_floors, "the same, Markdown and text by markdown-it-py"))
    figures += [
        _seconds("palermo ingest", fresh, "into a new library: split, language, tags, catalogue, index"),
        _ratio("ingest / floor", fresh, floors),
    ]
    if second_floors:
        figures.append(_ratio("ingest / second floor", fresh, second_floors))
    figures += [
        Figure("provisions a second", report["provisions"] / median([m.seconds for m in fresh]), "provisions/s"),
        _seconds("palermo ingest, nothing changed", again, "the same folder into the same library"),
        *_memory("once", fresh),
    ]
    return figures + with_copies(bench, fresh)


def with_copies(bench: Workbench, once: list[Measured]) -> list[Figure]:
    """The same laws several times over in one run, under other identities: does memory grow with their number?"""
    if bench.copies < 2:
        return []
    bench.add_copies()
    kept, library = bench.last_ingest, bench.library
    library.rename(bench.scratch / "kept")
    many = bench.palermo("ingest", str(bench.all_copies), "--json")
    bench.forget_library()
    (bench.scratch / "kept").rename(library)
    bench.last_ingest = kept
    growth = many.together / median([m.together for m in once])
    note = f"{_report(many)['laws']} laws against {_report(once[-1])['laws']}; 1 is no growth"
    return [
        Figure(
            f"palermo ingest, {bench.copies} copies",
            many.seconds,
            "s",
            "the same laws under other identities",
        ),
        *_memory(f"{bench.copies} copies", [many]),
        Figure("memory with copies / once", growth, "times", note),
    ]


def _floor(bench: Workbench, *options: str) -> Measured:
    command = [sys.executable, "-m", "benchmarks.floor", str(bench.deposits), "--workers", str(bench.workers)]
    done = bench.measure([*command, *options])
    _demand(json.loads(done.output)["files"] == len(bench.files), "the floor read other files than ingest")
    return done


def _seconds(name: str, runs: list[Measured], note: str) -> Figure:
    times = [run.seconds for run in runs]
    spread = f"; {min(times):.2f} to {max(times):.2f}" if len(times) > 1 else ""
    processor = median([run.processor_seconds for run in runs])
    return Figure(name, median(times), "s", f"{note}; {processor:.2f} s of processor{spread}")


def _ratio(name: str, runs: list[Measured], floors: list[Measured]) -> Figure:
    """The median of the ratios pair by pair; by processor time beside it, which other load disturbs less."""
    by_clock = [run.seconds / floor.seconds for run, floor in zip(runs, floors, strict=True)]
    by_processor = [run.processor_seconds / floor.processor_seconds for run, floor in zip(runs, floors, strict=True)]
    return Figure(name, median(by_clock), "times", f"by the clock; {median(by_processor):.2f} by processor time")


def _memory(name: str, runs: list[Measured]) -> list[Figure]:
    return [
        Figure(f"memory, {name}: largest process", median([run.largest for run in runs]) / _MB, "MB"),
        Figure(f"memory, {name}: all processes", median([run.together for run in runs]) / _MB, "MB"),
    ]


def _report(run: Measured) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(run.output)
    return report


def _demand(holds: bool, otherwise: str) -> None:
    """A figure is only worth printing where the work was done."""
    if not holds:
        raise RuntimeError(otherwise)
