"""One source file: its bytes, decoded once, parsed safely once, however many readers look at it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from html.entities import html5
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from ingest.encoding import decode
from palermo.errors import ReadError

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY_DECLARATION = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")
_MOST_CONTROLS = 0.05  # of the characters: bytes that are no text have 0.1 and more, damaged pages a few
_HTML_PIECE = re.compile(r"<(?:div|p|table|center|font|span|h[1-6]|body|head|meta|ul|ol|br)[\s>/]", re.IGNORECASE)
_HTML_ELEMENT = re.compile(r"<(?:br|div|td|font|center|h[1-6])[\s>/]", re.IGNORECASE)
_NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30});")


def _character(match: re.Match[str]) -> str:
    return html5.get(match[1] + ";", match[0])


@dataclass
class Source:
    """The bytes of one file with its name, and what the deposit says of it.

    name: the file's name, for messages and for its ending; data: the bytes as served;
    facts: the deposit's description (`format`, `language` ...), may be empty; processes: how many may read parts of it
    at the same time, where its format allows.
    """

    name: str
    data: bytes
    facts: dict[str, Any] = field(default_factory=dict)
    processes: int = 1

    @property
    def ending(self) -> str:
        """The file's ending in small letters, without the dot."""
        return self.name.rsplit(".", 1)[-1].casefold() if "." in self.name else ""

    @cached_property
    def text(self) -> str:
        """The bytes as text; ReadError where the file is empty or no text at all."""
        text = decode(self.data, self.name, self.facts.get("language"))
        sample = text[:20_000]
        if len(_CONTROLS.findall(sample)) > len(sample) * _MOST_CONTROLS:
            raise ReadError(self.name, "the file is binary, not text, or its letters are codes of a font of its own")
        return text

    @cached_property
    def looks_like_xml(self) -> bool:
        """Whether the text starts as XML that is not HTML."""
        head = self.text[:3000].lstrip("\ufeff \r\n\t")
        if re.search(r"<!doctype\s+html|<html[\s>]", head, re.IGNORECASE) or _HTML_PIECE.match(head):
            return False
        # A page without its first lines: HTML's own elements, or its ending, tell it from XML.
        is_page = self.ending in ("html", "htm") or _HTML_ELEMENT.search(self.text[:20_000])
        if is_page and not head.startswith("<?xml") and "xmlns" not in head:
            return False
        return head.startswith("<?xml") or bool(re.match(r"<[A-Za-z][\w:.-]*[\s>/]", head))

    @cached_property
    def xml_root(self) -> etree._Element:
        """The root element, parsed without network, external files or entity expansion.

        ReadError where the document declares entities of its own or is not well formed even after repair.
        """
        text = _XML_DECLARATION.sub("", self.text.lstrip("\ufeff"), count=1)
        # Anywhere: a comment in the document type can hide where that ends, and the parser expands what stands in
        # attributes even when it is told to leave entities alone.
        if _ENTITY_DECLARATION.search(text):
            raise ReadError(self.name, "the XML declares entities of its own; it was not opened, for safety")
        if "&" in text:
            # libxml2 drops every later entity after one that it does not know, such as HTML's &nbsp;.
            text = _NAMED_ENTITY.sub(_character, text)
        # huge_tree lifts the limits on depth and length; entities, which they guard against, are refused above.
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(text.encode("utf-8"), parser)
        except etree.XMLSyntaxError as error:
            raise ReadError(self.name, f"the XML cannot be read: {error}") from error
        if root is None:
            raise ReadError(self.name, "the XML has no root element")
        if any("depth" in entry.message.casefold() for entry in parser.error_log):
            raise ReadError(self.name, "the XML is nested too deeply to be read")
        if _is_cut_off(root, text):
            raise ReadError(self.name, "the XML is cut off before its end; fetch it again")
        return root

    @cached_property
    def html_root(self) -> Any:
        """The root element of the page, as browsers would repair it; ReadError where nothing is left."""
        text = _XML_DECLARATION.sub("", self.text.lstrip("\ufeff"), count=1)
        try:
            return lxml_html.document_fromstring(text, parser=lxml_html.HTMLParser(no_network=True, huge_tree=True))
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise ReadError(self.name, f"the HTML cannot be read: {error}") from error

    @property
    def is_page_without_end(self) -> bool:
        """Whether this is an HTML page whose end is missing: legal, and what a page that was cut off looks like."""
        head, tail = self.text[:3000].casefold(), self.text[-3000:].casefold()
        return "<html" in head and "</html" not in tail and "</body" not in tail


def _is_cut_off(root: etree._Element, text: str) -> bool:
    """Half a law looks like a whole one: whether the root element is opened and never closed."""
    name = str(root.tag).rpartition("}")[2]  # of a prefix that nothing declares, QName would make an error
    name = f"{root.prefix}:{name}" if root.prefix else name
    if f"</{name}" in text:
        return False
    opening = re.search(rf"<{re.escape(name)}(?=[\s/>])[^>]*>", text)
    return opening is None or not opening[0].endswith("/>")
