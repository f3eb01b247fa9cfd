"""impo.com.uy, the legal database of Uruguay's official gazette: a law as JSON, article by article.

The site describes no shape; what is expected here is what its recorded answers have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched

_KEY = re.compile(r"[\w-]+/(\d+)-(\d{4})")
_KINDS = {"ley": "act", "decreto ley": "act", "decreto": "regulation", "resolución": "regulation"}


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The law in the answer, if it has the number and year that were asked for and articles with words.

    It does not say from which day the text applies, only that it is the current one, so `version_date` stays open.
    """
    (answer,) = answers
    found = answer.json
    number, year = asked(law)
    if (found.get("nroNorma"), str(found.get("anioNorma"))) != (number, year):
        has = f"{found.get('tipoNorma')} {found.get('nroNorma')} of {found.get('anioNorma')}"
        raise ChangedPage(answer.address, f"it is another law: {has}")
    if not any(article["textoArticulo"].strip() for article in found["articulos"]):
        raise ChangedPage(answer.address, "none of its articles has words")
    type_ = found["tipoNorma"].strip()
    title = " ".join(found.get("nombreNorma", "").split())
    cited = f"{int(number):,}".replace(",", ".")
    return Fetched(
        (answer.as_file("law.json"),), native_title=title or type_, language="es",
        kind=_KINDS.get(type_.casefold(), "code"), year=int(year), identifier=f"{type_} {cited}",
        more={"promulgated": day(found["fechaPromulgacion"])},
    )  # fmt: skip


def asked(law: ListedLaw) -> tuple[str, str]:
    """Number and year in a key such as `leyes/19574-2017`."""
    key = _KEY.fullmatch(law.key)
    if key is None:
        raise ChangedPage(law.key, "the key should be written like leyes/19574-2017")
    return key[1], key[2]


def day(words: str) -> str:
    """`31/08/2009` as 2009-08-31."""
    day_, month, year = words.strip().split("/")
    return f"{year}-{month}-{day_}"
