"""Fixture policy.

- What the repository holds as fixtures is small, invented and our own: no law, treaty or page of anybody else.
- Real laws are read where they lie, in `../shared/corpus` or the folder that PALERMO_CORPUS names; nothing is copied
  from there. Such tests carry the marker `corpus` or use the fixture `corpus_dir`; what they expect is numbers, ids
  and hashes, never text.
- A test that lacks what it needs is skipped, says so with the remedy, and is counted at the end of the run.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("PALERMO_CORPUS") or ROOT.parent / "shared" / "corpus")
NO_CORPUS = f"no real laws in {os.path.relpath(CORPUS, ROOT)}: put them there or name their folder in PALERMO_CORPUS"

# A busy machine is no reason for a property test to fail.
settings.register_profile("palermo", deadline=None, print_blob=True)
settings.load_profile("palermo")


def pytest_configure(config: pytest.Config) -> None:
    """Give all processes of this run a folder for what they share, such as a server."""
    if "PALERMO_TEST_RUN" not in os.environ:
        folder = os.environ["PALERMO_TEST_RUN"] = tempfile.mkdtemp(prefix="palermo-tests-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.fixture(scope="session")
def root_dir() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def corpus_dir() -> Path:
    """The folder of real laws; the test is skipped where there is none."""
    if not CORPUS.is_dir():
        pytest.skip(NO_CORPUS)
    return CORPUS


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CORPUS.is_dir():
        return
    for item in items:
        if item.get_closest_marker("corpus"):
            item.add_marker(pytest.mark.skip(reason=NO_CORPUS))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Each reason for which tests were skipped, and for how many."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped if report.longrepr)
    for reason, number in reasons.most_common():
        terminalreporter.write_line(f"!! {number} tests skipped: {reason}", yellow=True, bold=True)
