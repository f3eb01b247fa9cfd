"""Changes of laws as an Atom feed (RFC 4287), for feed readers and other programs."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

_ATOM = "http://www.w3.org/2005/Atom"
# XML 1.0 has no place for control characters, escaped or not.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. name: what it is known by for ever; moment: ISO 8601; address: where a person reads the law."""

    name: str
    title: str
    moment: str
    summary: str
    address: str = ""
    category: str = ""


def feed(entries: Sequence[Entry], *, title: str, moment: str) -> str:
    """The feed, the latest change first. moment: when there was no change at all, the time to give."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed")
    latest = sorted(entries, key=lambda entry: entry.moment, reverse=True)
    _add(root, "id", _address_of("changes"))
    _add(root, "title", title)
    _add(root, "updated", latest[0].moment if latest else moment)
    _add(_add(root, "author"), "name", "Palermo")
    for entry in latest:
        element = _add(root, "entry")
        _add(element, "id", _address_of(entry.name))
        _add(element, "title", entry.title)
        _add(element, "updated", entry.moment)
        if entry.category:
            _add(element, "category").set("term", entry.category)
        if entry.address:
            _add(element, "link").set("href", entry.address)
        _add(element, "summary", entry.summary)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add(parent: ElementTree.Element, name: str, words: str | None = None) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}")
    if words is not None:
        element.text = _NOT_IN_XML.sub("", words)
    return element


def _address_of(name: str) -> str:
    """An id that is the same wherever and whenever the feed is made."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'palermo:{name}')}"
