"""Our search engines beside the same engines bare, in one run and in turn: indexing, questions, changes, growth.

On invented copies of the library's provisions (`benchmarks.many_provisions`), so many as `--provisions` says, and on
10,000 and 100,000 of them on the way there.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby, pairwise
from pathlib import Path
from statistics import mean, median
from typing import Any, Protocol

from benchmarks.bare_tantivy import BareTantivy
from benchmarks.figures import Figure, percentile
from benchmarks.many_provisions import many_provisions, provisions_of
from benchmarks.questions import Asked, Ours, Question, hostile, questions
from benchmarks.workbench import Workbench
from index.analysis import spaced_words
from index.contract import IndexEntry, SearchEngine
from index.embedded.engine import TantivyEngine
from palermo.settings import Settings

_SIZES = (10_000, 100_000)
_AT_ONCE = 50_000
"""Provisions that are added and committed in turn; about 200 MB."""
_MOST_FOR_A_CLUSTER = 100_000
_CHANGES = 5
_MANY = 10_000
"""Words in a hostile question."""
_MB = 1_000_000


class _Filled(Protocol):
    """What can be filled."""

    def add(self, entries: Iterable[IndexEntry]) -> Any: ...

    def commit(self) -> None: ...


@dataclass
class _Side:
    """One of the two that are compared, and what it has taken so far."""

    filled: _Filled
    asked: Asked
    seconds: float = 0.0
    processor_seconds: float = 0.0

    def take(self, block: list[IndexEntry]) -> None:
        """Add a block and make it visible, watched by the clock."""
        started, used = time.perf_counter(), time.process_time()
        self.filled.add(block)
        self.filled.commit()
        self.seconds += time.perf_counter() - started
        self.processor_seconds += time.process_time() - used


@dataclass
class _Times:
    """Milliseconds of the answers to one kind of question: by the clock, and of this thread's processor."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    found: int = 0

    def take(self, asked: Asked, question: Question) -> None:
        """Ask once."""
        started, used = time.perf_counter(), time.thread_time()
        found = asked.ask(question)
        self.processor.append((time.thread_time() - used) * 1000)
        self.clock.append((time.perf_counter() - started) * 1000)
        self.found += found


@dataclass(frozen=True, slots=True)
class _Measured:
    """What was measured at one size: by kind of question our times and those of the bare engine."""

    size: int
    seconds: tuple[float, float]
    processor_seconds: tuple[float, float]
    times: dict[str, tuple[_Times, _Times]]


def run(bench: Workbench) -> list[Figure]:
    """The embedded engine beside bare tantivy; a configured Elasticsearch beside its bare client."""
    originals = provisions_of(bench.need_library())
    return [*of_the_embedded(bench, originals), *of_a_cluster(bench, originals)]


def of_the_embedded(bench: Workbench, originals: list[IndexEntry]) -> list[Figure]:
    """The embedded engine beside bare tantivy."""
    folder = bench.scratch / "search-engines"
    engine = TantivyEngine(folder / "ours")
    bare = BareTantivy(folder / "bare")
    sides = _Side(engine, Ours(engine)), _Side(bare, bare)
    sizes = sorted({size for size in _SIZES if size < bench.provisions} | {bench.provisions})
    measured = [_measured(size, engine, sides, bench.samples) for size in _filling(sides, originals, sizes)]
    asked = questions(engine)
    figures = _figures(measured, "bare tantivy")
    figures += _processes(bench, folder, [question for kind in asked.values() for question in kind])
    figures += _changes(folder / "ours", engine, originals)
    figures += _malice(engine, originals)
    engine.close()
    return figures


def of_a_cluster(bench: Workbench, originals: list[IndexEntry]) -> list[Figure]:
    """Elasticsearch beside its bare client; nothing where PALERMO_ELASTICSEARCH_URL names none."""
    settings = Settings()
    if not settings.elasticsearch_url:
        _say("Elasticsearch was not measured: PALERMO_ELASTICSEARCH_URL names none")
        return []
    from benchmarks.bare_elasticsearch import BareElasticsearch
    from index.cluster.engine import open_cluster

    mine = settings.model_copy(update={"elasticsearch_index": "palermo-benchmark"})
    engine, bare = open_cluster(mine), BareElasticsearch(mine)
    try:
        engine.start_anew()
        sides = _Side(engine, Ours(engine)), _Side(bare, bare)
        size = min(bench.provisions, _MOST_FOR_A_CLUSTER)
        measured = [_measured(size, engine, sides, bench.samples) for size in _filling(sides, originals, [size])]
        return [replace(f, name=f"Elasticsearch, {f.name}") for f in _figures(measured, "the bare client")]
    finally:
        engine.close()
        bare.remove(f"{mine.elasticsearch_index}*")


def _filling(sides: tuple[_Side, _Side], originals: list[IndexEntry], sizes: Sequence[int]) -> Iterator[int]:
    """Fill both sides with the same provisions in turn; stops at each size."""
    sized = iter(sizes)
    size, held = next(sized), 0
    for turn, block in enumerate(blocks(many_provisions(originals, sizes[-1]), sizes)):
        for side in sides if turn % 2 else reversed(sides):
            side.take(block)
        held += len(block)
        while held >= size:
            yield size
            size = next(sized, sys.maxsize)


def blocks(entries: Iterable[IndexEntry], sizes: Sequence[int]) -> Iterator[list[IndexEntry]]:
    """Whole laws together: a commit between two parts of a law would drop the first."""
    block: list[IndexEntry] = []
    given = 0
    for _, law in groupby(entries, key=lambda entry: entry.version):
        block += law
        if len(block) >= _AT_ONCE or any(given < size <= given + len(block) for size in sizes):
            given += len(block)
            yield block
            block = []
    if block:
        yield block


def _measured(size: int, engine: SearchEngine, sides: tuple[_Side, _Side], samples: int) -> _Measured:
    """Every question to both sides in turn, until each kind has so many samples; the first ones warm up."""
    times: dict[str, tuple[_Times, _Times]] = {}
    for kind, asked in questions(engine).items():
        both = _Times(), _Times()
        for sample in range(-min(len(asked), samples), samples):
            question = asked[sample % len(asked)]
            for own, side in zip(both, sides, strict=True):
                if sample < 0:
                    side.asked.ask(question)
                else:
                    own.take(side.asked, question)
        times[kind] = both
    ours, bare = sides
    return _Measured(
        size, (ours.seconds, bare.seconds), (ours.processor_seconds, bare.processor_seconds), times
    )  # fmt: skip


def _figures(measured: list[_Measured], other: str) -> list[Figure]:
    last = measured[-1]
    size = f"{last.size:,}"
    figures = [
        Figure(
            f"{size}: indexing", last.seconds[0], "s",
            f"{last.size / last.seconds[0]:.0f} provisions a second; {other} {last.seconds[1]:.1f} s",
        ),
        Figure(
            f"{size}: indexing / {other}", last.seconds[0] / last.seconds[1], "times",
            f"by the clock; {last.processor_seconds[0] / last.processor_seconds[1]:.2f} by processor time",
        ),
    ]  # fmt: skip
    for kind, (ours, bare) in last.times.items():
        for share in (50, 99):
            mine, its = (percentile(side.clock, share / 100) for side in (ours, bare))
            note = f"{percentile(ours.processor, share / 100):.2f} of processor; {other} {its:.2f}"
            figures.append(Figure(f"{size}: {kind}, p{share}", mine, "ms", note))
        ratio = _of_medians(ours.clock, bare.clock)
        note = f"{_of_medians(ours.processor, bare.processor):.2f} by processor time; found on average "
        note += f"{ours.found / len(ours.clock):.0f} and {bare.found / len(bare.clock):.0f}"
        figures.append(Figure(f"{size}: {kind} / {other}", ratio, "times", note))
    return figures + _growth(measured)


def _growth(measured: list[_Measured]) -> list[Figure]:
    """From one size to the next: how many times the cost, for how many times the provisions."""
    figures = []
    for before, after in pairwise(measured):
        times = after.size / before.size
        name, note = f"from {before.size:,} to {after.size:,}", f"{times:.0f} times the provisions"
        grown = after.processor_seconds[0] / before.processor_seconds[0]
        figures.append(Figure(f"{name}: indexing", grown, "times", f"{note}; processor time"))
        for kind in after.times:
            (small, _), (large, _) = before.times[kind], after.times[kind]
            means = mean(small.processor), mean(large.processor)
            cost = f"{means[0]:.2f} to {means[1]:.2f} ms of processor on average"
            figures.append(Figure(f"{name}: {kind}", means[1] / means[0], "times", f"{note}; {cost}"))
    return figures


def _processes(bench: Workbench, folder: Path, asked: list[Question]) -> list[Figure]:
    """Each index opened and asked everything in a process of its own, and its files."""
    written = folder / "questions.json"
    written.write_text(json.dumps([asdict(question) for question in asked]), encoding="utf-8")
    said: dict[str, dict[str, float]] = {}
    size: dict[str, float] = {}
    for name in ("ours", "bare"):
        command = [sys.executable, "-m", "benchmarks.asking", name, str(folder / name), "--questions", str(written)]
        said[name] = json.loads(bench.measure(command).output)
        size[name] = sum(file.stat().st_size for file in (folder / name).rglob("*") if file.is_file()) / _MB
    ours, bare = said["ours"], said["bare"]
    figures = [
        Figure("opening the index", ours["open"], "s", f"in a new process; bare tantivy {bare['open']:.3f}"),
        Figure("opening and the first answer", ours["answered"], "s", f"bare tantivy {bare['answered']:.3f}"),
        Figure("index on disk", size["ours"], "MB", f"bare tantivy {size['bare']:.0f}"),
    ]
    if ours["together"]:  # only Linux says
        figures.append(
            Figure(
                "memory after all questions",
                ours["together"] / _MB,
                "MB",
                f"{ours['own'] / _MB:.0f} MB are its own since it was opened, the rest Python and what was read of the "
                f"files; bare tantivy {bare['together'] / _MB:.0f} and {bare['own'] / _MB:.0f}",
            )
        )
    return figures


def _changes(folder: Path, engine: SearchEngine, originals: list[IndexEntry]) -> list[Figure]:
    """A law of middling size written anew: until another process finds what changed, and until the writer is done."""
    laws = sorted((list(law) for _, law in groupby(originals, key=lambda entry: entry.version)), key=len)
    law = laws[len(laws) // 2]
    seen, done = [], []
    for change in range(_CHANGES):
        word = f"qx{change}zzqx"
        command = [sys.executable, "-m", "benchmarks.asking", "ours", str(folder), "--until", word]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as watcher:
            assert watcher.stdout is not None
            if watcher.stdout.readline().strip() != "ready":
                raise RuntimeError("the process that waits for the change did not start")
            started = time.monotonic()
            engine.add([replace(entry, text=f"{entry.text} {word}") for entry in law])
            engine.commit()
            done.append(time.monotonic() - started)
            seen.append(float(watcher.stdout.readline()) - started)
    return [
        Figure(
            "an update of one law: seen by another process", median(seen), "s",
            f"{len(law)} provisions; {len(seen)} times, slowest {max(seen):.2f}",
        ),
        Figure("an update of one law: the writer is done", median(done), "s", f"slowest {max(done):.2f}"),
    ]  # fmt: skip


def _malice(engine: SearchEngine, originals: list[IndexEntry]) -> list[Figure]:
    """What is asked to harm, once each: 10,000 words, 200 beginnings and mistakes."""
    texts = (spaced_words(entry.text).split() for entry in originals)
    vocabulary = dict.fromkeys(word for words in texts for word in words if len(word) > 3)
    figures = []
    for name, words in hostile(list(vocabulary), _MANY).items():
        started = time.perf_counter()
        total = Ours(engine).ask(Question(words))
        figures.append(Figure(f"hostile: {name}", time.perf_counter() - started, "s", f"{total} found"))
    return figures


def _of_medians(ours: list[float], others: list[float]) -> float:
    return median(ours) / median(others)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
