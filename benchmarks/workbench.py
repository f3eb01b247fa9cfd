"""What the benchmarks work on: staged deposits, and one library made of them."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.processes import Measured, measure
from ingest.deposit import find_deposits, open_deposit
from palermo.settings import Settings


@dataclass
class Workbench:
    """A scratch folder with the deposits to measure on.

    origin: where the deposits come from, in words; rounds: how often what is compared is run in turn;
    copies: how many times the deposits are taken in to see whether memory grows;
    samples: searches of each kind, so many that the 99th of 100 is not simply the slowest;
    provisions: how many the search engines are compared on; documents: how many a crawl fetches.
    """

    scratch: Path
    origin: str
    rounds: int = 3
    copies: int = 3
    samples: int = 240
    provisions: int = 100_000
    documents: int = 1000
    workers: int = field(default_factory=lambda: max(1, Settings().workers))
    last_ingest: Measured | None = None

    @property
    def deposits(self) -> Path:
        """The staged deposits, those of copy 1."""
        return self.scratch / "deposits" / "1"

    @property
    def all_copies(self) -> Path:
        """The staged deposits with all copies that were made."""
        return self.scratch / "deposits"

    @property
    def library(self) -> Path:
        """The library's folder; it is there once `ingest_fresh` ran."""
        return self.scratch / "library"

    @cached_property
    def files(self) -> list[Path]:
        """Every source file of the staged deposits."""
        return [f for p in find_deposits([self.deposits]) if isinstance(p, Path) for f in open_deposit(p).files]

    @cached_property
    def size(self) -> int:
        """Bytes of the source files."""
        return sum(file.stat().st_size for file in self.files)

    def ingest_fresh(self) -> Measured:
        """Take the deposits into a new library."""
        self.forget_library()
        self.last_ingest = self.palermo("ingest", str(self.deposits), "--json")
        return self.last_ingest

    def need_library(self) -> Path:
        """The library, made now if no benchmark made it before."""
        if not self.library.is_dir():
            self.ingest_fresh()
        return self.library

    def forget_library(self) -> None:
        """Remove the library."""
        shutil.rmtree(self.library, ignore_errors=True)

    def palermo(self, *arguments: str) -> Measured:
        """Run a command of Palermo on the library, in a process of its own."""
        command = [
            sys.executable,
            "-c",
            "from cli.main import run; run()",
            *arguments,
            "--library",
            str(self.library),
        ]
        return self.measure(command, {"PALERMO_WORKERS": str(self.workers)})

    def measure(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> Measured:
        """Run a command, its modules compiled before: a machine that keeps no bytecode would measure the compiler."""
        keep = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(self.scratch / "bytecode")}
        return measure(command, {**(keep if sys.dont_write_bytecode else {}), **(environment or {})})

    def warm_up(self) -> None:
        """Take in the smallest deposit once, uncounted, so that bytecode and files are at hand."""
        smallest = min(self.files, key=lambda file: file.stat().st_size)
        self.palermo("ingest", str(smallest.parent), "--json")
        self.forget_library()

    def add_copies(self) -> None:
        """Stage the deposits again under other names and identities, until there are `copies` of them."""
        for copy in range(2, self.copies + 1):
            for meta in sorted(self.deposits.rglob("meta.json")):
                folder = meta.parent.relative_to(self.deposits)
                home = self.all_copies / str(copy) / folder.parent / f"{folder.name}-copy-{copy}"
                shutil.copytree(meta.parent, home)
                facts: dict[str, Any] = json.loads(meta.read_text(encoding="utf-8"))
                name = facts.get("identifier") or facts.get("title") or folder.name
                facts |= {
                    "identifier": f"{name} copy {copy}",
                    "title": f"{facts.get('title') or name} (copy {copy})",
                }
                (home / "meta.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
