"""Treaty references: `untoc:6`, `untoc:6.1.a.i`, `untoc:6.1.a.i#purpose`."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from palermo.errors import DataError
from palermo.reference_data import corpus_file, read_yaml

_FORM = re.compile(r"([a-z][a-z0-9]*):([1-9][0-9]?)((?:\.[0-9a-z]{1,5})*)(?:#([a-z][a-z0-9-]*))?")


@cache
def instrument_ids() -> tuple[str, ...]:
    """The ids of the instruments that `corpus/treaties/instruments.yaml` lists, in its order."""
    file = corpus_file("treaties", "instruments.yaml")
    ids = read_yaml(file)
    if not isinstance(ids, list) or not ids or not all(isinstance(one, str) and one.isidentifier() for one in ids):
        raise DataError(f"{file}: a list of the instruments' ids is expected, such as '- untoc'. Correct the file.")
    return tuple(ids)


class TreatyReference(NamedTuple):
    """A place in one of the instruments: article, and below it paragraph and element where given."""

    instrument: str
    article: int
    paragraph: tuple[str, ...] = ()
    element: str | None = None

    @classmethod
    def parse(cls, reference: str) -> TreatyReference:
        """Read the written form; ValueError names what is wrong with it."""
        return _parse(reference)

    @property
    def article_id(self) -> str:
        """Such as `untoc:6`."""
        return f"{self.instrument}:{self.article}"

    def __str__(self) -> str:
        below = "".join(f".{part}" for part in self.paragraph)
        return f"{self.article_id}{below}" + (f"#{self.element}" if self.element else "")


@lru_cache(maxsize=4096)
def _parse(reference: str) -> TreatyReference:
    found = _FORM.fullmatch(reference)
    if not found or found[1] not in instrument_ids():
        raise ValueError(
            f"'{reference}' is no treaty reference: write an instrument ({', '.join(instrument_ids())}), a colon and "
            "the article, then paragraphs after dots, such as untoc:6.1.a.i"
        )
    paragraph = tuple(found[3].split(".")[1:]) if found[3] else ()
    return TreatyReference(found[1], int(found[2]), paragraph, found[4])
