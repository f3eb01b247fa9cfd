"""Reading and splitting alone, in one process, without catalogue or index: provisions a second."""

from __future__ import annotations

import time

from benchmarks.figures import Figure
from benchmarks.workbench import Workbench
from ingest.readers import read_source
from ingest.source import Source
from ingest.split.splitting import split
from palermo.errors import InputError

_MB = 1_000_000


def run(bench: Workbench) -> list[Figure]:
    """Each file once, in processor time of this process, which other load hardly disturbs."""
    reading = splitting = recognising = 0.0
    blocks = provisions = recognised = 0
    for file in bench.files:
        try:
            started = time.process_time()
            document = read_source(Source(file.name, file.read_bytes(), {}))
        except InputError:
            continue
        read = time.process_time()
        known, count = document.has_units(), len(document.blocks)
        found = len(split(document))
        done = time.process_time()
        reading, splitting = reading + read - started, splitting + done - read
        blocks, provisions = blocks + count, provisions + found
        if not known:
            recognising, recognised = recognising + done - read, recognised + found
    figures = [
        Figure("reading", reading, "s", f"{bench.size / _MB / max(reading, 1e-9):.1f} MB/s, one process"),
        Figure("splitting", splitting, "s", f"{blocks} blocks into {provisions} provisions"),
        Figure("provisions a second", provisions / max(splitting, 1e-9), "provisions/s", "splitting alone"),
        Figure("blocks a second", blocks / max(splitting, 1e-9), "blocks/s", "splitting alone"),
    ]
    if recognised:
        note = "only files whose reader leaves it to the splitter to find the provisions"
        figures.append(Figure("recognised a second", recognised / max(recognising, 1e-9), "provisions/s", note))
    return figures
