"""Beginning a source: the files that its author fills in, and a test that fails until that is done."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from palermo.errors import UsageError
from palermo.model.state import state

_ID = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]+)+")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def write_source(source_id: str, state_code: str, host: str, checkout: Path) -> list[Path]:
    """Write manifest, functions, a recorded page and what it should give; the files written.

    checkout: the folder with `crawlers/` and `tests/` in it. UsageError where that is not there, an id or host has no
    good form, or the source exists already.
    """
    if not _ID.fullmatch(source_id):
        raise UsageError(f"'{source_id}' is no id: write the State's two letters and the site, such as uk-legislation")
    if not _HOST.fullmatch(host):
        raise UsageError(f"'{host}' is no host: write it like www.legislation.gov.uk")
    maker = state(state_code.upper())
    stem = source_id.replace("-", "_")
    sources, tests = checkout / "crawlers" / "sources", checkout / "tests" / "sources"
    if not sources.is_dir() or not tests.is_dir():
        raise UsageError(f"{checkout.resolve()} is no checkout of Palermo: name it with --checkout")
    language = maker.languages[0]
    values = {"id": source_id, "stem": stem, "state": maker.iso3, "host": host, "language": language}
    targets = {
        "manifest.yaml": sources / f"{stem}.yaml", "functions.py": sources / f"{stem}.py",
        "expected.yaml": tests / stem / "expected.yaml", "law.xml": tests / stem / "law.xml",
    }  # fmt: skip
    for target in targets.values():
        if target.exists():
            raise UsageError(f"{target} is there already")
    for name, target in targets.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_filled(name, values), encoding="utf-8")
    return list(targets.values())


def _filled(template: str, values: dict[str, str]) -> str:
    words = files("crawlers").joinpath("templates", f"{template}.txt").read_text(encoding="utf-8")
    for name, value in values.items():
        words = words.replace(f"@{name}@", value)
    return words
