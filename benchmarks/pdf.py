"""Reading PDFs of known text, beside plain pdfminer.six and pypdfium2: characters, reading order, time, memory.

    python -m benchmarks.pdf [--printed]

prints the table of docs/pdf.md: each layout in each language. --printed adds what a browser prints (needs Chromium).
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

import pypdfium2

from benchmarks.figures import Figure
from benchmarks.staging import ROOT
from benchmarks.workbench import Workbench
from ingest.pdf import recognition
from ingest.pdf.quality import PdfDocument
from ingest.readers.pdf import read
from ingest.source import Source
from ingest.split.splitting import split

sys.path.insert(0, str(ROOT / "tests"))  # the laws and layouts that the tests set

from pdf_maker import pdf_of
from pdf_making import drawn, printed
from pdf_making.laws import SPEECHES, invent
from pdf_making.measure import provisions_right, score

_MB = 1_000_000
_FEW = ("en", "ar")
_PAGES, _TIMES_MORE = 150, 4
"""Of the law on which memory is measured, and how many times more the longer one has."""
Engine = Callable[[bytes, str], str]


def pdfminer(data: bytes, _language: str) -> str:
    """pdfminer.six with its own layout analysis."""
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(data))


def pdfium(data: bytes, _language: str) -> str:
    """pypdfium2, the text of each page as it comes."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        texts = []
        for page in pdf:
            textpage = page.get_textpage()
            texts.append(textpage.get_text_range())
            textpage.close()
            page.close()
        return "\n".join(texts)
    finally:
        pdf.close()


def palermo(data: bytes, language: str) -> str:
    """Palermo's reader, without character recognition."""
    return "\n".join(block.text for block in _document(data, language).blocks)


ENGINES: dict[str, Engine] = {"pdfminer.six": pdfminer, "pypdfium2": pdfium, "Palermo": palermo}


def _document(data: bytes, language: str, processes: int = 1) -> PdfDocument:
    installed, recognition.installed_models = recognition.installed_models, lambda: None  # type: ignore[assignment]
    try:
        return read(Source("law.pdf", data, {"language": language}, processes))
    finally:
        recognition.installed_models = installed


def run(bench: Workbench) -> list[Figure]:
    """Accuracy on drawn layouts, then the engines in turn on one law, then memory on a short and a long one."""
    trial = bench.rounds < 2
    cases = list(_drawn(_FEW if trial else tuple(SPEECHES), drawn.LAYOUTS[:2] if trial else drawn.LAYOUTS))
    figures = _accuracy(cases)
    figures += _times(_long_law(4 if trial else 60), bench.rounds)
    figures += _by_the_clock(_long_law(4 if trial else _PAGES * _TIMES_MORE), bench.rounds)
    return figures + _memory(bench, 6 if trial else _PAGES)


def _drawn(languages: Sequence[str], layouts: Sequence[drawn.Layout]) -> Iterator[drawn.Drawn]:
    for layout in layouts:
        for place, language in enumerate(languages):
            yield layout(invent(language, 3, 6, seed=place + 1))


def _accuracy(cases: Sequence[drawn.Drawn]) -> list[Figure]:
    figures = []
    note = f"{len({case.name for case in cases})} layouts in {len({case.languages for case in cases})} languages"
    for name, engine in ENGINES.items():
        scores = [_score(case, engine) for case in cases]
        figures.append(Figure(f"{name}: characters", mean(s[0] for s in scores), "share right", note))
        figures.append(Figure(f"{name}: reading order", mean(s[1] for s in scores), "share right"))
    right, total = (sum(part) for part in zip(*(_provisions(case) for case in cases), strict=True))
    return [*figures, Figure("Palermo: provisions", right / total, "share right", f"{right} of {total}")]


def _score(case: drawn.Drawn | printed.Printed, engine: Engine, data: bytes = b"") -> tuple[float, float]:
    found = engine(data or case.data, case.languages[0])  # type: ignore[union-attr]
    expected = "\n".join(case.lines)
    return score(expected, found, "\n".join(case.notes)).characters, score(expected, found).order


def _provisions(case: drawn.Drawn | printed.Printed, data: bytes = b"") -> tuple[int, int]:
    document = _document(data or case.data, case.languages[0])  # type: ignore[union-attr]
    return provisions_right(case.laws, split(document))


def _long_law(pages: int) -> bytes:
    """A law in two columns with running heads, its sheets again and again."""
    sheets = drawn.with_heads(drawn.Columns(drawn.Setter("en", 9), 2).pour(invent("en", 3, 12, seed=3)))
    return pdf_of(*(sheets[place % len(sheets)] for place in range(pages)))


def _times(data: bytes, rounds: int) -> list[Figure]:
    """Processor time for a page; the engines take turns, so that all meet the same other load."""
    pages = len(pypdfium2.PdfDocument(data))
    took: dict[str, list[float]] = defaultdict(list)
    for engine in ENGINES.values():
        engine(data, "en")  # imports
    for _ in range(rounds):
        for name, engine in ENGINES.items():
            started = time.process_time()
            engine(data, "en")
            took[name].append(1000 * (time.process_time() - started) / pages)
    note = f"{pages} pages in two columns; processor time"
    figures = [Figure(f"{name}: a page", median(times), "ms", note) for name, times in took.items()]
    for other in ("pdfminer.six", "pypdfium2"):
        pairs = zip(took["Palermo"], took[other], strict=True)
        figures.append(Figure(f"Palermo / {other}", median(mine / theirs for mine, theirs in pairs), "times"))
    return figures


def _by_the_clock(data: bytes, rounds: int) -> list[Figure]:
    """Time as a user waits for it, with one process and with two, which take turns with bare pypdfium2."""
    ways: dict[str, Callable[[], object]] = {
        "pypdfium2": lambda: pdfium(data, "en"),
        "Palermo, one process": lambda: _document(data, "en"),
        "Palermo, two processes": lambda: _document(data, "en", 2),
    }
    took: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        for name, way in ways.items():
            started = time.perf_counter()
            way()
            took[name].append(time.perf_counter() - started)
    note = f"{len(pypdfium2.PdfDocument(data))} pages in two columns; by the clock"
    figures = [Figure(f"{name}: a long law", median(times), "s", note) for name, times in took.items()]
    pairs = zip(took["Palermo, two processes"], took["Palermo, one process"], strict=True)
    return [*figures, Figure("two processes / one, by the clock", median(two / one for two, one in pairs), "times")]


def _memory(bench: Workbench, pages: int) -> list[Figure]:
    figures = []
    largest = []
    for count in (pages, pages * _TIMES_MORE):
        file = bench.scratch / f"{count}-pages.pdf"
        file.write_bytes(_long_law(count))
        done = bench.measure([sys.executable, "-m", "benchmarks.pdf", "--read", str(file)])
        largest.append(done.largest - json.loads(done.output)["bytes"])
        figures.append(
            Figure(f"memory, {count} pages", largest[-1] / _MB, "MB", "the process without the file and the text")
        )
        file.unlink()
    return [
        *figures,
        Figure(f"memory, {_TIMES_MORE} times the pages", largest[1] / largest[0], "times", "1 is no growth"),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table by layout, or read one file; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pdf", description=__doc__)
    parser.add_argument("--printed", action="store_true", help="also what a browser prints")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.read:
        data = given.read.read_bytes()
        document = _document(data, "en")
        print(json.dumps({"bytes": len(data) + 2 * sum(len(block.text) for block in document.blocks)}))
        return 0
    print("| layout | pdfminer.six | pypdfium2 | Palermo | provisions |\n|---|---|---|---|---|")
    for name, cases in _all_cases(given.printed):
        cells = [_cell([_score(case, engine, data) for case, data in cases]) for engine in ENGINES.values()]
        right, total = (sum(part) for part in zip(*(_provisions(case, data) for case, data in cases), strict=True))
        print(f"| {name} ({len(cases)}) | {' | '.join(cells)} | {100 * right / total:.0f} |", flush=True)
    return 0


def _cell(scores: Sequence[tuple[float, float]]) -> str:
    return " / ".join(f"{100 * mean(parts):.1f}" for parts in zip(*scores, strict=True))


def _all_cases(also_printed: bool) -> Iterator[tuple[str, list[tuple[Any, bytes]]]]:
    """By layout: what is expected, and the PDF."""
    languages = tuple(SPEECHES)
    special = [drawn.side_by_side(invent(one, 2, 5), invent(other, 2, 5)) for one, other in _PAIRS]
    special += [drawn.vertical(invent(language, 3, 6)) for language in ("zh", "ja")]
    special += [drawn.hyphenated(invent(language, 3, 6)) for language in _HYPHENATED]
    groups: dict[str, list[tuple[Any, bytes]]] = defaultdict(list)
    for case in [*_drawn(languages, drawn.LAYOUTS), *special]:
        groups[f"set: {case.name}"].append((case, case.data))
    if also_printed:
        with printed.Printer() as printer:
            for sheet in _printed(languages):
                groups[f"printed: {sheet.name}"].append((sheet, printer.print(sheet.page)))
    yield from groups.items()


_PAIRS = (("en", "fr"), ("fr", "ar"), ("en", "zh"), ("de", "el"), ("es", "en"))
_HYPHENATED = ("en", "fr", "de", "es", "el", "ru")


def _printed(languages: Sequence[str]) -> Iterator[printed.Printed]:
    for layout in printed.LAYOUTS:
        for place, language in enumerate(languages):
            yield layout(invent(language, 3, 5, seed=place + 1))
    for one, other in _PAIRS:
        yield printed.side_by_side(invent(one, 2, 4), invent(other, 2, 4))
    for language in _HYPHENATED:
        yield printed.hyphenated(invent(language, 3, 5))
    for language in ("zh", "ja"):
        yield printed.vertical(invent(language, 3, 5))
        yield printed.vertical_in_two_rows(invent(language, 3, 5))


if __name__ == "__main__":
    sys.exit(main())
