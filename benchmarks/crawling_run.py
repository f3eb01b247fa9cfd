"""One crawl of the invented site in a process of its own: `python -m benchmarks.crawling_run PORT FOLDER`.

Writes the report as JSON, with the seconds that the crawl alone took, without starting Python.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.crawling_site import handler_to, site
from crawlers.running import run_crawls
from crawlers.scope import Scope
from crawlers.state import CrawlState


def crawl(port: int, folder: Path) -> dict[str, Any]:
    """Crawl the site at a port of the loopback into a folder: how many laws, and the time."""
    handler = handler_to(port)
    settings = {"DOWNLOAD_HANDLERS": {"http": handler, "https": handler}, "DOWNLOAD_VERIFY_CERTIFICATES": False}
    by_clock, by_processor = time.perf_counter(), time.process_time()
    with CrawlState(folder / "crawl") as state:
        (report,) = run_crawls(
            [site()], Scope(everything=True), state, folder / "deposits", pause=0, more_settings=settings
        )
    return {
        "new": len(report.new), "unchanged": len(report.unchanged),
        "failed": [*report.failed, *report.failures_of_source],
        "memory": most_memory(),
        "seconds": time.perf_counter() - by_clock, "processor_seconds": time.process_time() - by_processor,
    }  # fmt: skip


def most_memory() -> int:
    """The most bytes that this process held. Not what getrusage says: that begins with what its parent held."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):  # not Linux
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return used if sys.platform == "darwin" else used * 1024


if __name__ == "__main__":
    print(json.dumps(crawl(int(sys.argv[1]), Path(sys.argv[2]))))
