"""Another instrument is data only: files in a copy of the corpus, and Palermo knows it from one end to the other."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

LANTERN = """\
id: lantern
name: Convention on Lanterns
short_name: Lantern Convention
adopted: 2030-01-02
resolution: A/RES/90/1
in_force: 2031-01-02
depositary: Secretary-General of the United Nations
treaty_collection: XVIII-99
articles:
- number: 1
  heading: Criminalization of dark lanterns
  theme: criminalization
  statement: Has States punish whoever carries a dark lantern for a group.
  paragraphs: ['1', '2']
"""
REQUIREMENTS = """\
instrument: lantern
articles:
  - article: 1
    requirements:
      - id: lantern:1.1
        label: Carrying a dark lantern
        statement: Make it an offence to carry a dark lantern for an organized criminal group.
        level: mandatory
        cluster: I
        legislation: needed
        see_also: ["untoc:5.1.a.ii"]
        look_for: An offence of carrying dark lanterns.
        elements:
          - {id: group, kind: purpose, test: "It is done for a group.", concepts: [organized-criminal-group]}
    not_requirements:
      - {paragraph: "2", why: "Says how the article stands to others."}
"""
MODEL_PROVISION = """\
provisions:
  - id: dark-lanterns
    title: Dark lanterns
    requirements: ["lantern:1.1"]
    tradition: any
    text: A person commits an offence who carries a dark lantern for a group.
    why: One clause is enough here, since the words on groups stand elsewhere.
    parts: [{words: "for a group", element: "lantern:1.1#group"}]
    traps: ["Leaving out groups."]
    decide_first: ["What a lantern is."]
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the corpus that ships, with one more instrument."""
    folder = tmp_path_factory.mktemp("lantern") / "corpus"
    shutil.copytree(Path(str(files("corpus"))), folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    listed = folder / "treaties" / "instruments.yaml"
    listed.write_text(f"{listed.read_text(encoding='utf-8').rstrip()}\n- lantern\n", encoding="utf-8")
    (folder / "treaties" / "lantern.yaml").write_text(LANTERN, encoding="utf-8")
    (folder / "treaties" / "requirements" / "lantern.yaml").write_text(REQUIREMENTS, encoding="utf-8")
    (folder / "model_provisions" / "lantern.yaml").write_text(MODEL_PROVISION, encoding="utf-8")
    return folder


def palermo(corpus: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own: the corpus is read once in each."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PALERMO_")}
    return subprocess.run(
        [sys.executable, "-c", "from cli.main import run; run()", *arguments],
        env=environment | {"PALERMO_REFERENCE_DATA": str(corpus), "PALERMO_WORKERS": "0"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_check_counts_it(corpus: Path) -> None:
    done = palermo(corpus, "treaties", "check", "--json")
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert [one["instrument"] for one in found["instruments"]] == ["untoc", "tip", "som", "fap", "lantern"]
    assert found["instruments"][-1] == {
        "instrument": "lantern", "articles": 1, "paragraphs": 2, "requirements": 1, "not_requirements": 1,
        "elements": 1, "levels": {"mandatory": 1}, "mandatory_needing_law": 1, "with_model_provision": 1,
    }  # fmt: skip
    assert [gap for gap in found["gaps"] if "lantern" in gap] == []


def test_show_shows_it(corpus: Path) -> None:
    done = palermo(corpus, "treaties", "show", "lantern:1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "lantern:1.1  Carrying a dark lantern" in done.stdout
    assert "lantern:1.2: no requirement." in done.stdout
    assert "Dark lanterns  [dark-lanterns; any; serves lantern:1.1]" in done.stdout
    assert palermo(corpus, "treaties", "show", "untoc:5").returncode == 0


def test_laws_are_searched_by_it(corpus: Path, tmp_path: Path) -> None:
    law = tmp_path / "d" / "and" / "lantern-act"
    law.mkdir(parents=True)
    (law / "law.txt").write_text("Section 1. Lanterns\nWhoever carries a lantern is punished.\n", encoding="utf-8")
    (law / "meta.json").write_text('{"state": "AND", "title": "Lantern Act", "language": "en"}', encoding="utf-8")
    library = str(tmp_path / "library")
    assert palermo(corpus, "ingest", str(law), "--library", library).returncode == 0
    done = palermo(corpus, "search", "--article", "lantern:1", "--json", "--library", library)
    assert (done.returncode, json.loads(done.stdout)["total"]) == (0, 0)
    done = palermo(corpus, "search", "--instrument", "lantern", "--json", "--library", library)
    assert done.returncode == 0


def test_without_its_files_it_is_unknown(corpus: Path, tmp_path: Path) -> None:
    done = palermo(Path(str(files("corpus"))), "treaties", "show", "lantern:1")
    assert done.returncode == 2
    assert "'lantern:1' is no article" in done.stderr
    other = tmp_path / "corpus"
    shutil.copytree(corpus, other)
    (other / "treaties" / "lantern.yaml").unlink()
    done = palermo(other, "treaties", "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert "lantern.yaml: cannot be read" in done.stderr
    assert "Traceback" not in done.stderr
