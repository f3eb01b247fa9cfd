"""What is installed, which engine answers, what is missing and how to get it."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from index.opening import open_engine
from palermo.errors import PalermoError
from palermo.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for. needed: whether Palermo cannot work without it."""

    name: str
    found: bool
    detail: str
    remedy: str = ""
    needed: bool = False

    def as_json(self) -> dict[str, Any]:
        """As `palermo doctor --json` prints it."""
        return {"name": self.name, "found": self.found, "needed": self.needed, "detail": self.detail,
                "remedy": "" if self.found else self.remedy}  # fmt: skip


def examine(folder: Path | None) -> list[Finding]:
    """Look at the machine and at the library in `folder` (default: the setting PALERMO_LIBRARY)."""
    settings = Settings()
    folder = folder or settings.library
    return [
        Finding("Python", True, ".".join(map(str, sys.version_info[:3])), needed=True),
        _package("tantivy", "the embedded search engine", "install Palermo again", needed=True),
        _package("pypdfium2", "reads the text layer of PDF files", "install Palermo again", needed=True),
        _package("streamlit", "the front end", "install Palermo with its extra: palermo[ui]"),
        _package("psycopg", "catalogues in PostgreSQL", "install Palermo with its extra: palermo[postgres]"),
        _package("elasticsearch", "search in Elasticsearch", "install Palermo with its extra: palermo[elasticsearch]"),
        _package("scrapy", "fetches laws from official sites", "install Palermo with its extra: palermo[crawlers]"),
        _package("model2vec", "search by nearness in meaning", "install Palermo with its extra: palermo[vectors]"),
        _program("chromium", "drives the browser tests", "on Debian: apt-get install chromium"),
        _program("tesseract", "reads scanned pages", "on Debian: apt-get install tesseract-ocr"),
        _search_engine(settings),
        *_embedding_model(settings),
        _library(folder),
    ]


def _package(name: str, purpose: str, remedy: str, needed: bool = False) -> Finding:
    found = importlib.util.find_spec(name) is not None
    try:
        detail = f"{purpose}, version {version(name)}" if found else purpose
    except PackageNotFoundError:
        detail = purpose
    return Finding(name, found, detail, remedy, needed)


def _program(name: str, purpose: str, remedy: str) -> Finding:
    place = shutil.which(name)
    return Finding(name, place is not None, f"{purpose}, {place}" if place else purpose, remedy)


def _search_engine(settings: Settings) -> Finding:
    if not settings.elasticsearch_url:
        return Finding("search engine", True, "the embedded one, in the library's folder")
    try:
        with closing(open_engine(settings.library / "index", settings)) as engine:
            held = len(engine.held())
        where = f"Elasticsearch at {settings.elasticsearch_url}, index {settings.elasticsearch_index}"
        return Finding("search engine", True, f"{where}: {held} versions of laws")
    except PalermoError as error:
        return Finding("search engine", False, str(error), "see docs/elasticsearch.md", needed=True)


def _embedding_model(settings: Settings) -> list[Finding]:
    """The model that is configured; most installations have none."""
    if not settings.embedding_model:
        return []
    from palermo.embedding import load_embedder

    try:
        model = load_embedder(settings.embedding_model, settings.embedding_floor)
        detail = f"{model.name}: {model.dimensions} dimensions, fingerprint {model.fingerprint}"
    except PalermoError as error:
        return [Finding("embedding model", False, str(error), "see docs/vectors.md", needed=True)]
    return [Finding("embedding model", True, detail)]


def _library(folder: Path) -> Finding:
    from library.opening import open_library

    remedy = "palermo ingest PATH takes laws in; palermo starter takes in the digests that ship"
    try:
        with open_library(folder, create=False) as library:
            held = library.catalogue.holdings()
            laws, provisions = sum(h.laws for h in held), sum(h.provisions for h in held)
            versions = library.catalogue.current_versions()
            current = {v.id for v in versions if not v.is_unread}
            unread = sum(v.is_unread for v in versions)
            missing = len(current - library.engine.held())
    except PalermoError as error:
        return Finding("library", False, str(error), remedy)
    detail = f"{folder}: {laws} laws of {len(held)} States, {provisions} provisions"
    if unread:
        detail += f"; {unread} {'law is' if unread == 1 else 'laws are'} held but could not be read"
    if missing:
        return Finding("library", False, f"{detail}; {missing} versions are not in the index yet", "palermo reindex")
    return Finding("library", True, detail)
