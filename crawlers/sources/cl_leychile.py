"""leychile.cl, the legal database of the Library of Congress of Chile: a law as XML, part by part; a search as CSV.

Shape: http://www.leychile.cl/esquemas/EsquemaIntercambioNorma-v1-0.xsd
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, Found, Request

_NAMES = {"lc": "http://www.leychile.cl/esquemas"}
_ACTS = ("ley", "decreto ley", "decreto con fuerza de ley")
_NOT_YET = "2222"
"""The year of dates that stand for a day that is not certain: a part of the law has yet to enter into force."""


def listed(law: ListedLaw, manifest: Manifest) -> Request:
    """By its number for an act (`ley-19913`), by the site's own number for anything else (`norma-1984`)."""
    kind, _, number = law.key.partition("-")
    if kind not in ("ley", "norma") or not number.isdigit():
        raise ChangedPage(law.key, "the key should be written like ley-19913 or norma-1984")
    return Request(manifest.address("act" if kind == "ley" else "law", key=number))


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found]:
    """The laws that the site's search found."""
    rows = csv.DictReader(answer.text.splitlines(keepends=True), delimiter=";")
    if "Identificación de la Norma" not in (rows.fieldnames or ()):
        raise ChangedPage(answer.address, "a table of laws is expected")
    for row in rows:
        type_, number, year = row["Tipo Norma"], row["Número de la Norma"], int(row["Año de Publicación"])
        key = f"ley-{number}" if type_ == "Ley" else f"norma-{row['Identificación de la Norma']}"
        yield Found(key, row["Título de la Norma"], _cited(type_, number, year), year, _kind(type_))


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The law, if it is the one that was asked for and has parts with words."""
    (answer,) = answers
    root = answer.xml
    if root.tag != f"{{{_NAMES['lc']}}}Norma":
        raise ChangedPage(answer.address, f"a law is expected, not <{root.tag}>")
    if not any((words.text or "").strip() for words in root.iterfind(".//lc:EstructuraFuncional/lc:Texto", _NAMES)):
        raise ChangedPage(answer.address, "none of its parts has words")
    named = _numbers(root)
    if law.key not in {f"norma-{root.get('normaId')}", *(f"ley-{number}" for type_, number in named if type_ == "Ley")}:
        raise ChangedPage(answer.address, f"it is another law: {named}, {root.get('normaId')}")
    made = root.find("lc:Identificador", _NAMES)
    year = int((made.get("fechaPublicacion") or made.get("fechaPromulgacion"))[:4])
    title = answer.words("lc:Metadatos/lc:TituloNorma", _NAMES)
    type_, number = named[0]
    return Fetched(
        (answer.as_file("law.xml"),), native_title=title, language="es",
        kind="code" if title.casefold().startswith(("codigo", "código")) else _kind(type_), year=year,
        identifier=_cited(type_, number, year), version_date=_version(root),
        official_url=manifest.address("page", key=root.get("normaId")), more=_repealed(root),
    )  # fmt: skip


def _numbers(root: Any) -> list[tuple[str, str]]:
    """Its kinds and numbers, such as Ley and 21180."""
    return [
        (each.findtext("lc:Tipo", "", _NAMES), each.findtext("lc:Numero", "", _NAMES))
        for each in root.iterfind("lc:Identificador/lc:TiposNumeros/lc:TipoNumero", _NAMES)
    ]


def _cited(type_: str, number: str, year: int) -> str | None:
    if not number.isdigit():
        return None
    grouped = f"{int(number):,}".replace(",", ".")
    return f"{type_} {grouped}" if type_ == "Ley" else f"{type_} {grouped} de {year}"


def _kind(type_: str) -> str:
    return "act" if type_.casefold() in _ACTS else "regulation"


def _version(root: Any) -> str | None:
    """The day of its version; where that is not certain yet, the latest day of a part that is."""
    day: str = root.get("fechaVersion")
    if not day.startswith(_NOT_YET):
        return day
    days = [part.get("fechaVersion", "") for part in root.iterfind(".//lc:EstructuraFuncional", _NAMES)]
    return max((day for day in days if not day.startswith(_NOT_YET)), default=None)


def _repealed(root: Any) -> dict[str, str]:
    if root.get("derogado") != "derogado":
        return {}
    return {"repealed": root.findtext("lc:Metadatos/lc:FechaDerogacion", "on a day not given", _NAMES)}
