"""Normattiva, Italian consolidated legislation: collections of acts as open data, packed, each act in Akoma Ntoso 3.0.

Described at https://dati.normattiva.it/assets/come_fare_per/API_Normattiva_OpenData.pdf and, for the acts,
https://dati.normattiva.it/assets/come_fare_per/Portale_Normattiva_2.0-Strutturazione_degli_atti_in_Akoma_Ntoso_26-07-2021.pdf
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from crawlers.answers import Answer, xml_of
from crawlers.archives import zip_members
from crawlers.failures import ChangedPage, MissingLaw
from crawlers.manifest import ListedLaw, Manifest
from crawlers.values import Fetched, File, Found, Request

_KEY = re.compile(r"([^/]+)/(urn:nir:stato:([a-z.]+):(\d{4})-(\d\d)-(\d\d);(\d+))")
_COLLECTION = re.compile(r"[?&]nome=([^&]+)")
_MEMBER = re.compile(r"([^/]+)/[^/]*_VIGENZA_(\d{4}-\d\d-\d\d)_[^/]*\.xml")
_TYPES = {  # by their name in a URN: how the folder in the archive is called, and how lawyers cite it
    "legge": ("LEGGE", "L."), "decreto.legislativo": ("DECRETO LEGISLATIVO", "D.Lgs."),
    "decreto.legge": ("DECRETO-LEGGE", "D.L."), "regio.decreto": ("REGIO DECRETO", "R.D."),
    "decreto.del.presidente.della.repubblica": ("DECRETO DEL PRESIDENTE DELLA REPUBBLICA", "D.P.R."),
}  # fmt: skip
_MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
    "novembre", "dicembre",
)  # fmt: skip
_LARGEST = 600 * 2**20
"""Bytes of all acts of a collection together."""


def listed(law: ListedLaw, manifest: Manifest) -> Request:
    """The collection that the key names first; it is fetched once for all its laws."""
    return Request(manifest.address("law", collection=_parts(law.key, manifest.id)[1]))


def discover(answer: Answer, manifest: Manifest) -> Iterator[Found]:
    """The acts in a collection whose type has a known form of citation."""
    named = _COLLECTION.search(answer.request.address)
    if named is None:
        raise ChangedPage(answer.request.address, "the address names no collection")
    collection = named[1].replace("%20", " ")
    for path, content in _acts(answer.body, answer.address).items():
        root = xml_of(_plain(content, path, answer.address), answer.address)
        key = _KEY.fullmatch(f"{collection}/{_urn(root)}")
        if key and key[3] in _TYPES:
            yield Found(key[0], _title(root), _cited(key), int(key[4]), "act")


def parse(answers: Sequence[Answer], law: ListedLaw, manifest: Manifest) -> Fetched:
    """The act in the collection. MissingLaw where it is not in it."""
    (answer,) = answers
    key = _parts(law.key, answer.address)
    folder = f"{_TYPES[key[3]][0]}_{key[4]}{key[5]}{key[6]}_{key[7]}"
    acts = _acts(answer.body, answer.address)
    found = [(path, member) for path in acts if (member := _MEMBER.fullmatch(path)) and member[1] == folder]
    if not found:
        raise MissingLaw(answer.address, f"the collection has no act in {folder}/")
    path, member = max(found, key=lambda each: each[1][2])
    content = _plain(acts[path], path, answer.address)
    root = xml_of(content, answer.address)
    if not str(root.tag).endswith("}akomaNtoso") or root.find(".//{*}article") is None:
        raise ChangedPage(answer.address, f"{path} is no act with articles")
    if _urn(root) != key[2]:
        raise ChangedPage(answer.address, f"{path} is another act, {_urn(root)}")
    return Fetched(
        (File("law.xml", content, answer.address),), native_title=_title(root), language="it", kind="act",
        year=int(key[4]), identifier=_cited(key), version_date=member[2],
        official_url=manifest.address("page", key=key[2]), more={"member": path, "urn": key[2]},
    )  # fmt: skip


@lru_cache(maxsize=1)
def _acts(archive: bytes, address: str) -> dict[str, bytes]:
    """The acts by their paths in the archive. Kept for the next law: many are read from the same archive."""
    found = zip_members(archive, address, (".xml",), largest=_LARGEST)
    if not any(_MEMBER.fullmatch(path) for path in found):
        raise ChangedPage(address, "the archive has no files with names such as .../..._VIGENZA_2026-01-01_V0.xml")
    return found


def _plain(content: bytes, path: str, address: str) -> bytes:
    """The XML of an act. The largest acts are packed as base64."""
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return content
    try:
        return b64decode(content, validate=False)
    except binascii.Error as error:
        raise ChangedPage(address, f"{path} is neither XML nor base64") from error


def _parts(key: str, address: str) -> re.Match[str]:
    """Collection, URN, and the URN's type, year, month, day and number."""
    found = _KEY.fullmatch(key)
    if found is None or found[3] not in _TYPES:
        raise ChangedPage(address, f"'{key}' should be written like Codici/urn:nir:stato:regio.decreto:1930-10-19;1398")
    return found


def _urn(root: Any) -> str:
    return next((alias.get("value") for alias in root.iterfind(".//{*}FRBRWork/{*}FRBRalias[@name='urn:nir']")), "")


def _title(root: Any) -> str:
    return " ".join("".join(root.find(".//{*}preface//{*}docTitle").itertext()).split())


def _cited(key: re.Match[str]) -> str:
    """Such as `D.Lgs. 6 settembre 2011, n. 159`."""
    return f"{_TYPES[key[3]][1]} {int(key[6])} {_MONTHS[int(key[5]) - 1]} {key[4]}, n. {key[7]}"
