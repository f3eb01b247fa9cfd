"""The short identifiers that everything else is built from."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import StringConstraints

StateCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""ISO 3166-1 alpha-3, in capitals; `UNO` and `EUE` stand for the organizations that publish model laws."""

LanguageCode = Annotated[str, StringConstraints(pattern=r"^(und|[a-z]{2,3})$")]
"""ISO 639-1 where there is one, else 639-3; `und` where nobody could tell."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

IsoDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A date as far as it is known: year, year and month, or the day."""


def slug(words: str, longest: int = 80) -> str:
    """`words` in small letters, digits and hyphens, at most `longest` characters; letters of any script stay.

    The same words always give the same slug, so it can stand in an address.
    """
    plain = unicodedata.normalize("NFKD", words).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFC", plain)).replace("_", "-")
    return re.sub(r"-+", "-", plain)[:longest].strip("-.")
