"""Deposits of invented laws, for tests of taking them in."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from catalogue.connection import SQLITE_FILE
from ingest.pipeline import IngestReport
from library import Library, open_library
from library.exporting import provision_lines
from library.ingesting import ingest_into
from palermo.settings import Settings

FACTS: dict[str, Any] = {
    "state": "AND", "title": "Lantern Act", "native_title": "Lantern Act", "language": "en", "kind": "act",
    "year": 2020, "identifier": "Act 4/2020", "official_url": "https://laws.example/lantern", "publisher": "Gazette",
    "format": "txt", "licence": "none", "version_date": "2020-06-01", "files": ["law.txt"], "complete": True,
}  # fmt: skip
ENGLISH = """\
Section 1. Keepers
Every keeper of a harbour shall light the lantern before the sun goes down and shall watch over it until the morning.

Section 2. Putting out a lantern
Whoever puts out a lantern in order to hide a boat shall be punished with a fine, as required by article 5 of the United
Nations Convention against Transnational Organized Crime.

Section 3. Oil
The oil that was used to light a false lantern shall be seized by the keeper and sold for the benefit of the harbour.
"""
FRENCH = """\
Article 1. Gardiens
Chaque gardien d'un port allume la lanterne avant le coucher du soleil et veille sur elle jusqu'au lendemain matin.

Article 2. Lanterne éteinte
Quiconque éteint une lanterne afin de cacher un bateau est puni d'une amende par le juge du port où il se trouve.

Article 3. Huile
L'huile qui a servi à allumer une fausse lanterne est saisie par le gardien et vendue au profit du port voisin.
"""


def make_deposit(folder: Path, *, files: dict[str, bytes | str] | None = None, **facts: Any) -> Path:
    """A deposit with the English text unless `files` are given; a fact that is None is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    files = files if files is not None else {"law.txt": ENGLISH}
    described = {**FACTS, "title": folder.name, "identifier": folder.name, "files": list(files), **facts}
    meta = {name: value for name, value in described.items() if value is not None}
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def take_in(library: Path, *paths: Path, workers: int = 0, **options: Any) -> IngestReport:
    """Ingest into the library in a folder, in this process unless `workers` says otherwise."""
    with open_library(library) as opened:
        return ingest_into(opened, paths, settings=Settings(workers=workers), **options)


def lines_of(library: Path) -> list[dict[str, Any]]:
    """The export of a library."""
    with open_library(library, create=False) as opened:
        return list(provision_lines(opened))


def opened(library: Path) -> Library:
    """The library in a folder, which must be there."""
    return open_library(library, create=False)


def forget_concepts(library: Path) -> None:
    """Leave a library as an earlier release left it, which kept no concepts."""
    with closing(sqlite3.connect(library / SQLITE_FILE)) as connection, connection:
        connection.execute("DELETE FROM provision_concepts")
        connection.execute("UPDATE versions SET concepts_method = NULL")
