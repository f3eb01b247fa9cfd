"""Lists and runs the benchmarks: `python -m benchmarks [NAME ...]`, all of them where none is named."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import accuracy, crawling, ingest, pdf, search, search_engines, splitting, tagging
from benchmarks.figures import Figure, as_json, show
from benchmarks.staging import stage
from benchmarks.workbench import Workbench
from palermo.errors import PalermoError

BENCHMARKS: dict[str, Callable[[Workbench], list[Figure]]] = {
    "ingest": ingest.run,
    "splitting": splitting.run,
    "pdf": pdf.run,
    "tagging": tagging.run,
    "search": search.run,
    "search-engines": search_engines.run,
    "crawling": crawling.run,
    "accuracy": accuracy.run,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is named and print its figures; the exit status."""
    given = _parser().parse_args(arguments)
    if given.list:
        for name, run in BENCHMARKS.items():
            print(f"{name:14} {(sys.modules[run.__module__].__doc__ or '').strip().splitlines()[0]}")
        return 0
    names = given.names or list(BENCHMARKS)
    results: dict[str, list[Figure]] = {}
    with tempfile.TemporaryDirectory(prefix="palermo-benchmarks-") as scratch:
        bench = stage(Path(scratch), given.folder, given.laws, given.rounds, given.copies)
        bench.provisions = given.provisions
        _say(f"{bench.origin}: {len(bench.files)} files, {bench.size / 1e6:.1f} MB; {_machine()}")
        for name in names:
            _say(f"{name} ...")
            try:
                results[name] = BENCHMARKS[name](bench)
            except PalermoError as error:
                _say(f"{name}: {error}")
                return 1
            if not given.json:
                show(name, results[name])
        if given.json:
            print(json.dumps(_document(bench, results), ensure_ascii=False, indent=1))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *BENCHMARKS], metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--list", action="store_true", help="say what there is")
    parser.add_argument("--folder", type=Path, help="deposits to measure on; default: the real laws, if they are there")
    parser.add_argument("--laws", type=int, help="measure on this many invented laws instead")
    parser.add_argument("--rounds", type=int, default=3, help="how often what is compared runs in turn")
    parser.add_argument("--copies", type=int, default=3, help="of the deposits, to see whether memory grows")
    parser.add_argument("--provisions", type=int, default=100_000, help="to compare the search engines on")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of tables")
    return parser


def _machine() -> str:
    load = f", other load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} processors{load}, Python {platform.python_version()}"


def _document(bench: Workbench, results: dict[str, list[Figure]]) -> dict[str, Any]:
    return {
        "measured_on": {
            "deposits": bench.origin,
            "files": len(bench.files),
            "bytes": bench.size,
            "machine": _machine(),
        },
        "benchmarks": as_json(results),
    }


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
