"""infoleg.gob.ar, the legal database of Argentina's Ministry of Justice: a law as a page of HTML, with the wording in
force (texact.htm) or as it was published (norma.htm); a catalogue of all norms as a table.

The site describes no shape; what is expected here is what its recorded answers have. The table is described at
https://datos.jus.gob.ar/dataset/base-de-datos-legislativos-infoleg
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from html import unescape

from crawlers.answers import Answer
from crawlers.archives import only_member, zip_members
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Found, Request

_ACTS = ("ley", "decreto/ley")
_IN_A_FOLDER = 5000
_LARGEST_CATALOGUE = 600 * 2**20
_BREAK = re.compile(r"<(?:br|/?(?:p|div|tr|td|li|center|h\d))\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_NAME = re.compile(
    r"(ley|decreto|decreto[/-]ley)\s*(?:n\s*[°ºro.]*\s*)?(\d[\d.]*(?:/\d+)?)(?!\d)[^\d]{0,3}(?:\(.*)?", re.IGNORECASE
)
_ARTICLE = re.compile(r"\bart(?:[íi]culo|\.)\s*(?:\d|primero|[úu]nico)", re.IGNORECASE)
_GAZETTE = re.compile(r"\bB\.\s?O\.?:?\s*(\d{1,2})/(\d{1,2})/(\d{4})")
_LINES_BEFORE_THE_NAME = 40


def listed(law: ListedLaw, manifest: Manifest) -> Request:
    """The wording in force, which only laws have that were amended."""
    return Request(_address("law", law, manifest), optional=True)


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found]:
    """The acts in the catalogue whose words the site has."""
    members = zip_members(answer.body, answer.address, (".csv",), largest=_LARGEST_CATALOGUE)
    rows = csv.DictReader(_rows_of(only_member(members, answer.address)[1]))
    if "id_norma" not in (rows.fieldnames or ()):
        raise ChangedPage(answer.address, "a table of norms is expected in the archive")
    for row in rows:
        if row["tipo_norma"].casefold() in _ACTS and (row["texto_original"] or row["texto_actualizado"]):
            names = dict.fromkeys(" ".join(row[name].split()) for name in ("titulo_sumario", "titulo_resumido"))
            cited = _cited(row["tipo_norma"], row["numero_norma"])
            year = row["fecha_sancion"] or row["fecha_boletin"]
            title = ": ".join(name for name in names if name) or cited
            yield Found(row["id_norma"], title, cited, int(year[:4]) if year else None, "act")


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched | Request:
    """The law on the page, if it is the one that was asked for; its first wording where it was never amended.

    No page says from which day its text applies, so `version_date` stays open; the latest gazette that its notes on
    amendments name is kept.
    """
    answer = answers[-1]
    if answer.status != 200 and len(answers) == 1:
        return Request(_address("original", law, manifest))
    _, banner, page = answer.text.partition("encabezado_norma")
    if not banner or not _ARTICLE.search(page):
        raise ChangedPage(answer.address, "a page of a norm, with articles, is expected")
    name, title = _name_and_title(page)
    if name is None:
        raise ChangedPage(answer.address, "it does not say which law it is")
    cited = _cited(name[1], name[2])
    if law.identifier and _digits(law.identifier) != _digits(cited):
        raise ChangedPage(answer.address, f"it is another law: {cited}")
    return Fetched(
        (answer.as_file("law.html"),), native_title=title, language="es",
        kind="act" if name[1].casefold() in _ACTS else "regulation", identifier=cited, official_url=answer.address,
        more=_amendments(page) if len(answers) == 1 else {"wording": "as published"},
    )  # fmt: skip


def _address(name: str, law: ListedLaw, manifest: Manifest) -> str:
    """The site keeps its norms in folders of 5,000: norm 62977 in `60000-64999`."""
    if not law.key.isdigit():
        raise ChangedPage(law.key, "the key should be the number of the norm on the site, like 62977")
    first = int(law.key) // _IN_A_FOLDER * _IN_A_FOLDER
    return manifest.address(name, key=law.key, folder=f"{first}-{first + _IN_A_FOLDER - 1}")


def _name_and_title(page: str) -> tuple[re.Match[str] | None, str | None]:
    """The line that names the law, such as `LEY N° 25.246`, and the line before it."""
    before = None
    for line in _lines(page)[:_LINES_BEFORE_THE_NAME]:
        if name := _NAME.fullmatch(line):
            return name, before
        before = line
    return None, None


def _amendments(page: str) -> dict[str, str]:
    days = [f"{year}-{int(month):02}-{int(day):02}" for day, month, year in _GAZETTE.findall(page)]
    return {"wording": "in force"} | ({"latest_gazette_noted": max(days)} if days else {})


def _lines(page: str) -> list[str]:
    """The lines of the page as they are seen, without the site's banner."""
    _, _, page = page.partition("</header>")
    seen = _BREAK.sub("\n", " ".join(page.split()))
    lines = (" ".join(unescape(_TAG.sub("", line)).split()) for line in seen.split("\n"))
    return [line for line in lines if line]


def _rows_of(table: bytes) -> Iterator[str]:
    """The lines of the table, decoded one by one: it is large."""
    start = 0
    while end := table.find(b"\n", start) + 1:
        yield table[start:end].decode("utf-8-sig")
        start = end
    yield table[start:].decode("utf-8-sig")


def _cited(type_: str, number: str) -> str:
    """`Ley 26.994` for LEY and 26994."""
    digits, slash, year = number.strip(".").partition("/")
    whole = digits.replace(".", "")
    grouped = f"{int(whole):,}".replace(",", ".") if whole.isdigit() else digits
    return f"{type_.capitalize()} {grouped}{slash}{year}"


def _digits(cited: str) -> str:
    return re.sub(r"\D", "", cited)
