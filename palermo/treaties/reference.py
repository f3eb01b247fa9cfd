"""Treaty references: `untoc:6`, `untoc:6.1.a.i`, `untoc:6.1.a.i#purpose`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

INSTRUMENTS = ("untoc", "tip", "som", "fap")
_FORM = re.compile(r"(untoc|tip|som|fap):([1-9][0-9]?)((?:\.[0-9a-z]{1,5})*)(?:#([a-z][a-z0-9-]*))?")


class TreatyReference(NamedTuple):
    """A place in one of the four instruments: article, and below it paragraph and element where given."""

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
    if not found:
        raise ValueError(
            f"'{reference}' is no treaty reference: write an instrument ({', '.join(INSTRUMENTS)}), a colon and "
            "the article, then paragraphs after dots, such as untoc:6.1.a.i"
        )
    paragraph = tuple(found[3].split(".")[1:]) if found[3] else ()
    return TreatyReference(found[1], int(found[2]), paragraph, found[4])
