"""suin-juriscol.gov.co, the legal database of Colombia's Ministry of Justice: a law as a page of HTML, with what the
database knows of it in hidden fields.

The site describes no shape; what is expected here is what its recorded answers have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched

_ACTS = ("LEY", "LEY ESTATUTARIA", "LEY ORGANICA", "DECRETO LEY", "DECRETO LEGISLATIVO", "ACTO LEGISLATIVO")
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})")


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The law on the page, if it is the one that was asked for and has articles.

    The page says when the law entered into force, not from which day its present wording applies, so `version_date`
    stays open.
    """
    (answer,) = answers
    page = answer.html
    canonical = page.xpath("string(//link[@rel='canonical']/@href)")
    if not canonical.endswith(f"id={law.key}"):
        raise ChangedPage(answer.address, f"it is another page, {canonical or 'without an address of its own'}")
    if not page.xpath("boolean(//div[starts-with(@id, 'toggle_')])"):
        raise ChangedPage(answer.address, "a law with articles is expected")
    # A date stands in its field as a script with the words beside it; only fields of plain words are used.
    fields = {field.get("field"): " ".join(field.text_content().split()) for field in page.xpath("//span[@field]")}
    type_, number, year = fields["tipo"], fields["numero"], fields["anio"]
    is_act = type_.upper() in _ACTS or fields.get("subtipo", "").upper() in _ACTS
    known = {"status": fields.get("estado_documento", ""), "in_force_from": _day(fields.get("fecha_vigencia", ""))}
    return Fetched(
        (answer.as_file("law.html"),), native_title=fields["epigrafe"], language="es",
        kind="code" if fields.get("es_codigo") == "true" else "act" if is_act else "regulation", year=int(year),
        identifier=f"{type_.capitalize()} {number} de {year}", official_url=manifest.address("page", key=law.key),
        more={name: words for name, words in known.items() if words},
    )  # fmt: skip


def _day(words: str) -> str:
    """`31/08/2009` as 2009-08-31; nothing where there is no day."""
    found = _DAY.search(words)
    return f"{found[3]}-{found[2]}-{found[1]}" if found else ""
