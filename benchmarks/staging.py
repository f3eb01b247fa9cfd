"""Deposits copied into a scratch folder, so that measuring changes nothing that belongs to anybody."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pypdfium2

from benchmarks.invented import SIZES, invent
from benchmarks.workbench import Workbench
from ingest.deposit import Deposit, find_deposits, open_deposit
from ingest.readers import read_source
from ingest.source import Source
from ingest.split.splitting import split
from palermo.errors import InputError

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("PALERMO_CORPUS") or ROOT.parent / "shared" / "corpus")
_CHARACTERS_OF_A_TEXT_LAYER = 50
"""A page; below, the PDF is pictures of pages, which only character recognition could read."""
_INVENTED_LAWS = 60
_FEW_LAWS, _SMALL_SIZES = 20, (4, 10)
"""Up to so many laws is a trial of the benchmarks themselves, with small laws."""


def stage(scratch: Path, folder: Path | None, laws: int | None, rounds: int, copies: int) -> Workbench:
    """Deposits copied into `scratch`: those of `folder`, else the real laws beside the repository, else invented ones.

    laws: invent that many instead. Left out are PDFs without a text layer, and those beside a better file, which
    are kept but not parsed: so both sides of a comparison read the same files.
    """
    bench = Workbench(scratch, "", rounds, copies)
    folder = folder or (CORPUS if CORPUS.is_dir() and laws is None else None)
    if folder is None:
        count = laws or _INVENTED_LAWS
        invent(bench.deposits, count, _SMALL_SIZES if count <= _FEW_LAWS else SIZES)
        bench.origin = "invented laws"
        return bench
    for place in find_deposits([folder]):
        if isinstance(place, Path):
            _copy(place, bench.deposits)
    bench.origin = f"the laws in {folder.name}"
    return bench


def _copy(place: Path, target: Path) -> None:
    try:
        deposit = open_deposit(place)
    except InputError:
        return
    files = [file for file in deposit.files if not _is_pdf(file)]
    pdfs = [file for file in deposit.files if _is_pdf(file)]
    if pdfs and not any(_gives_provisions(file, deposit) for file in files):
        files += [file for file in pdfs if has_text_layer(file)]
    if not files:
        return
    home = target / deposit.name
    home.mkdir(parents=True)
    for file in files:
        copy = home / deposit.name_of(file)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    facts = {"title": place.stem, **deposit.facts, "files": [deposit.name_of(file) for file in files]}
    (home / "meta.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    labels = place / "gold.jsonl"
    if labels.is_file():
        shutil.copy(labels, home)


def _is_pdf(file: Path) -> bool:
    return file.suffix.casefold() == ".pdf"


def _gives_provisions(file: Path, deposit: Deposit) -> bool:
    """Whether taking the deposit in would leave a PDF beside this file alone."""
    try:
        drafts = split(read_source(Source(file.name, file.read_bytes(), deposit.facts)))
    except InputError:
        return False
    return len({draft.number for draft in drafts if draft.number}) > 1


def has_text_layer(file: Path) -> bool:
    """Whether the first pages of a PDF have words that can be read without character recognition."""
    try:
        pdf = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError:
        return False
    try:
        pages = range(min(len(pdf), 5))
        found = sum(len(pdf[page].get_textpage().get_text_range()) for page in pages)
        return found >= _CHARACTERS_OF_A_TEXT_LAYER * max(1, len(pages))
    finally:
        pdf.close()
