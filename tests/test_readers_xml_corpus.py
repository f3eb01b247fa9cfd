"""Real laws: nearly every provision that lawyers labelled is found as a unit with words. Numbers only, no texts."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from ingest.document import BlockKind, Document
from ingest.readers import akoma_ntoso, justice_canada, lexdania, lovdata, provisions_json, riigi_teataja
from ingest.readers.base import Reader
from ingest.source import Source

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
LAWS: list[tuple[Reader, str, int]] = [
    (akoma_ntoso.READER, "mex/lfcdo-delincuencia-organizada/*.xml", 37),
    (akoma_ntoso.READER, "mex/lfafe-armas/*.xml", 68),
    (akoma_ntoso.READER, "mex/lfppipp-proteccion-personas/*.xml", 48),
    (justice_canada.READER, "can/extradition-act/*.xml", 60),
    (justice_canada.READER, "can/immigration-and-refugee-protection-act/*.xml", 18),
    (justice_canada.READER, "can/corruption-of-foreign-public-officials-act-fr/*.xml", 4),
    (riigi_teataja.READER, "est/karistusseadustik/*.xml", 44),
    (lexdania.READER, "dnk/straffeloven/*.xml", 25),
    (lovdata.READER, "nor/straffeloven/*.xml", 42),
    (provisions_json.READER, "gha/mutual-legal-assistance-act/2*.json", 67),
    (provisions_json.READER, "ind/extradition-act/3*.json", 33),
    (provisions_json.READER, "uga/anti-money-laundering-act/ug*.json", 78),
    (provisions_json.READER, "nor/hvitvaskingsloven/lov*.json", 44),
]


def comparable(number: str) -> str:
    """A number without case, spaces, accents, or hyphens and dots before a letter."""
    text = re.sub(r"<sup>\s*(.*?)\s*</sup>", r"^\1", number)
    text = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[-–.](?=[^\W\d_])", "", re.sub(r"\s+", "", text))


def found(document: Document) -> set[str]:
    numbers: set[str] = set()
    unit = ""
    for block in document.blocks:
        if block.kind in (BlockKind.UNIT, BlockKind.DIVISION):
            unit = comparable(block.number)
        elif block.kind is BlockKind.TEXT and unit:
            numbers.add(unit)
    return numbers


@pytest.mark.corpus
@pytest.mark.parametrize(("reader", "pattern", "labelled"), LAWS, ids=[law[1].rsplit("/", 1)[0] for law in LAWS])
def test_labelled_provisions_are_units(reader: Reader, pattern: str, labelled: int) -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"the corpus of real laws is not at {CORPUS}: the readers were NOT measured")
    (path,) = CORPUS.glob(pattern)
    source = Source(path.name, path.read_bytes())
    assert reader.knows(source)
    gold = {
        comparable(json.loads(line)["provision"])
        for line in (path.parent / "gold.jsonl").read_text(encoding="utf-8").splitlines()
        if line.strip()
    }
    assert len(gold) == labelled
    lost = gold - found(reader.read(source))
    assert not lost, sorted(lost)
