"""Imports run downwards only, and what proves it can fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

VIOLATIONS = {
    "Imports run downwards only": ("palermo/errors.py", "import library"),
    "SQLAlchemy only in the catalogue": ("index/__init__.py", "import sqlalchemy"),
    "The search engines only in the index": ("catalogue/__init__.py", "import tantivy"),
    "Scrapy only in the crawlers": ("library/__init__.py", "import scrapy"),
    "Document parsers and language detectors only in ingest": ("palermo/__init__.py", "import lxml.etree"),
    "Embedding models only through palermo.embedding": ("index/__init__.py", "import model2vec"),
    "Streamlit only in the front end": ("library/__init__.py", "import streamlit"),
}
"""For each contract an import that breaks it, and where it would be written."""


def check_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def checker_settings(root_dir: Path) -> dict[str, Any]:
    project = tomllib.loads((root_dir / "pyproject.toml").read_text(encoding="utf-8"))
    settings: dict[str, Any] = project["tool"]["importlinter"]
    return settings


def copied(root_dir: Path, folder: Path, packages: list[str]) -> Path:
    shutil.copy(root_dir / "pyproject.toml", folder)
    for package in packages:
        shutil.copytree(root_dir / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_imports_run_downwards_only(root_dir: Path) -> None:
    done = check_imports(root_dir)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_contract_can_fail(root_dir: Path, tmp_path: Path, checker_settings: dict[str, Any]) -> None:
    folder = copied(root_dir, tmp_path, checker_settings["root_packages"])
    contracts = [contract["name"] for contract in checker_settings["contracts"]]
    assert set(contracts) == set(VIOLATIONS), "give the new contract an import that breaks it"
    for file, line in VIOLATIONS.values():
        with (folder / file).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    done = check_imports(folder)
    assert done.returncode == 1
    for name in contracts:
        assert f"{name} BROKEN" in done.stdout, done.stdout


def test_one_upward_import_names_its_contract_and_place(
    root_dir: Path, tmp_path: Path, checker_settings: dict[str, Any]
) -> None:
    folder = copied(root_dir, tmp_path, checker_settings["root_packages"])
    (folder / "catalogue" / "upward.py").write_text("import library\n", encoding="utf-8")
    done = check_imports(folder)
    assert done.returncode == 1
    assert "Imports run downwards only BROKEN" in done.stdout
    assert "catalogue.upward -> library" in done.stdout
    assert done.stdout.count("BROKEN") == 1


def test_every_package_is_checked_built_and_typed(root_dir: Path, checker_settings: dict[str, Any]) -> None:
    project = tomllib.loads((root_dir / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {
        folder.name
        for folder in root_dir.iterdir()
        if (folder / "__init__.py").is_file() and folder.name not in ("tests", "benchmarks")
    }
    assert set(checker_settings["root_packages"]) == packages
    assert set(project["tool"]["uv"]["build-backend"]["module-name"]) == packages
