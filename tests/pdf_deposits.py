"""Deposits of PDFs for tests of what is kept of their pages, and a program that recognises what a test says."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

import pytest
from pdf_maker import Page, pdf_of

from ingest.pdf import recognition
from ingest.reading_quality import recognition_program

LINES = (
    "Section 1. Keepers",
    "Every keeper of a harbour shall light the lantern before the sun goes down and",
    "shall watch over it until the morning of 12 May 2031.",
    "Section 2. Putting out a lantern",
    "Whoever puts out a lantern in order to hide a boat shall be punished with a fine of",
    "25,000, as required by article 5 of the United Nations Convention against",
    "Transnational Organized Crime.",
    "Section 3. Oil",
    "The oil that was used to light a false lantern shall be seized by the keeper.",
)
HEADER = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def page_of(lines: Sequence[str], top: float = 100) -> Page:
    """A page with these lines, one below the other."""
    page = Page()
    for place, line in enumerate(lines):
        page.put(line, 60, top + 24 * place, 12, bold=line.startswith("Section"))
    return page


def over_two_pages() -> bytes:
    """Section 2 begins at the foot of the first page and ends at the top of the second."""
    return pdf_of(page_of(LINES[:6], 560), page_of(LINES[6:]))


def scan() -> bytes:
    """A page without a text layer."""
    return pdf_of(Page(picture=True))


class Tesseract:
    """A program named tesseract, first on the path, which reads what it is told to; absent until then."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._file = folder / "tesseract"
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        self._patch = monkeypatch
        self.remove()

    def remove(self) -> None:
        """As if it were not installed, wherever the machine has one."""
        self._patch.setattr(recognition, "installed_models", lambda: None)
        recognition_program.cache_clear()

    def reads(self, lines: Sequence[str], confidence: float = 96.0, **doubtful: float) -> None:
        """Install it; on each page it finds these lines. doubtful: single words with confidences of their own."""
        rows = []
        for number, line in enumerate(lines, 1):
            left = 250
            for place, word in enumerate(line.split(), 1):
                sure = doubtful.get(word.strip(".,"), confidence)
                width = 24 * len(word)
                top = 400 + 100 * number
                rows.append(f"5\t1\t1\t1\t{number}\t{place}\t{left}\t{top}\t{width}\t50\t{sure}\t{word}")
                left += width + 25
        table = "\n".join([HEADER, *rows])
        self._file.write_text(
            '#!/bin/sh\nif [ "$1" = --version ]; then echo "tesseract 9.8.7"; exit; fi\n'
            f"cat > /dev/null\ncat <<'END'\n{table}\nEND\n",
            encoding="utf-8",
        )
        self._file.chmod(self._file.stat().st_mode | stat.S_IXUSR)
        self._patch.setattr(recognition, "installed_models", lambda: frozenset(("eng", "fra")))
        recognition_program.cache_clear()
