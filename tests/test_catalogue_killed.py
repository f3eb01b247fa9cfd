"""A process killed at any moment leaves no half law, and the next run brings the library to the same end."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest
from catalogue_samples import Backend, a_law, a_version, blobs_of, dump, in_child
from sqlalchemy import event

from catalogue.contents import VersionContents
from catalogue.store import Catalogue
from palermo.model.law import Law

pytest_plugins = ["catalogue_backends"]

LAWS = 6
PROVISIONS = 120


def _deposits() -> list[tuple[Law, list[VersionContents]]]:
    """Every law comes in two languages; the last deposits bring new versions of the first laws."""
    found = []
    for name, edition in [(f"law-{each}", "1") for each in range(LAWS)] + [("law-0", "2"), ("law-1", "2")]:
        law = a_law(name)
        both = [a_version(law, edition, language=code, provisions=PROVISIONS) for code in ("en", "fr")]
        found.append((law, both))
    return found


def _run(backend: Backend, die_at: int | None) -> None:
    """Put every deposit whose fingerprint is not held yet; die before the statement of that number."""
    with backend.open() as catalogue:
        statements = 0

        def count(*_: object) -> None:
            nonlocal statements
            statements += 1
            if statements == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(catalogue._database.engine, "before_cursor_execute", count)
        event.listen(catalogue._database.engine, "commit", count)
        known = catalogue.fingerprints()
        for law, contents in _deposits():
            version = contents[0].version
            if version.fingerprint not in known.get(version.deposit, set()):
                catalogue.put(law, contents, blobs_of(law, version.id.rsplit("@", 1)[1]))


def _assert_no_half_law(catalogue: Catalogue) -> None:
    for law in catalogue.laws():
        versions = catalogue.versions(law.id)
        assert {version.language for version in versions} == {"en", "fr"}
        assert len(versions) % 2 == 0
        for version in versions:
            assert len(catalogue.provisions(version.id)) == PROVISIONS
            assert catalogue.remarks(version.id)
            assert all(catalogue.source_bytes(source.sha256) for source in version.sources)


@pytest.fixture
def undisturbed(tmp_path: Path) -> Backend:
    """The library as a run that nobody disturbs makes it."""
    found = Backend(tmp_path / "undisturbed")
    _run(found, None)
    return found


def test_killed_at_every_kind_of_statement(backend: Backend, undisturbed: Backend) -> None:
    kills = 0
    # The first put has about 17 statements: each of these dies at another one of them, or in the next put.
    for die_at in (4, 7, 9, 12, 14, 16, 19, 22, 29, 41):
        child = in_child(_run, backend, die_at)
        child.join(30)
        kills += child.exitcode == -signal.SIGKILL
        with backend.open() as catalogue:
            _assert_no_half_law(catalogue)
    assert kills >= 8
    _assert_a_last_run_ends_the_same(backend, undisturbed)


def test_killed_at_any_moment(backend: Backend, undisturbed: Backend) -> None:
    moments = random.Random(7)
    kills = 0
    for _ in range(6):
        child = in_child(_run, backend, None)
        time.sleep(moments.uniform(0.01, 0.15))
        child.kill()
        child.join(30)
        kills += child.exitcode == -signal.SIGKILL
        with backend.open() as catalogue:
            _assert_no_half_law(catalogue)
    assert kills
    _assert_a_last_run_ends_the_same(backend, undisturbed)


def _assert_a_last_run_ends_the_same(backend: Backend, undisturbed: Backend) -> None:
    child = in_child(_run, backend, None)
    child.join(30)
    assert child.exitcode == 0
    with backend.open() as catalogue, undisturbed.open() as expected:
        assert dump(catalogue) == dump(expected)
        assert list(catalogue.export_rows()) == list(expected.export_rows())
        assert len(catalogue.laws()) == LAWS
