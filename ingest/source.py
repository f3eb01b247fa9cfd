"""One source file: its bytes, decoded once, parsed safely once, however many readers look at it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from html.entities import html5
from typing import Any

from charset_normalizer import from_bytes
from lxml import etree
from lxml import html as lxml_html

from palermo.errors import ReadError

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"""(?:encoding\s*=|charset\s*=)\s*["']?\s*([A-Za-z0-9_.:-]+)""")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ENTITY_DECLARATION = re.compile(r"<!ENTITY\b", re.IGNORECASE)


_NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30});")


def _character(match: re.Match[str]) -> str:
    return html5.get(match[1] + ";", match[0])


@dataclass
class Source:
    """The bytes of one file with its name, and what the deposit says of it.

    name: the file's name, for messages and for its ending; data: the bytes as served;
    facts: the deposit's description (`format`, `language` ...), may be empty.
    """

    name: str
    data: bytes
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def ending(self) -> str:
        """The file's ending in small letters, without the dot."""
        return self.name.rsplit(".", 1)[-1].casefold() if "." in self.name else ""

    @cached_property
    def text(self) -> str:
        """The bytes as text: byte order mark, then the declared encoding if it fits, then UTF-8, then a guess.

        ReadError where the file is empty or no text at all.
        """
        data = self.data
        if not data.strip():
            raise ReadError(self.name, "the file is empty")
        for mark, encoding in _BOMS:
            if data.startswith(mark):
                return data.decode(encoding, errors="replace")
        if data[:400].count(b"\0") > 40:  # UTF-16 without its mark has a zero in every second byte
            return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
        if b"\0" in data[:4000]:
            raise ReadError(self.name, "the file is binary, not text")
        try:
            return data.decode("utf-8")  # UTF-8 that decodes is UTF-8, whatever the file declares
        except UnicodeDecodeError as error:
            nearly_utf8 = error.start > 1000 and data[: error.start].strip()
        declared = _DECLARED.search(data[:2048])
        if nearly_utf8 and data.decode("utf-8", errors="replace").count("�") < len(data) // 5000 + 2:
            return data.decode("utf-8", errors="replace")
        if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
            name = declared[1].decode("ascii")
            # Browsers read these two labels as Windows-1252, and publishers rely on it.
            name = "cp1252" if name.lower() in ("iso-8859-1", "us-ascii", "latin1") else name
            try:
                return data.decode(name, errors="replace")
            except LookupError:
                pass
        best = from_bytes(data[:200_000]).best()
        return data.decode(best.encoding if best else "cp1252", errors="replace")

    @cached_property
    def looks_like_xml(self) -> bool:
        """Whether the text starts as XML that is not HTML."""
        head = self.text[:3000].lstrip("\ufeff \r\n\t")
        if re.search(r"<!doctype\s+html|<html[\s>]", head, re.IGNORECASE):
            return False
        return head.startswith("<?xml") or bool(re.match(r"<[A-Za-z][\w:.-]*[\s>/]", head))

    @cached_property
    def xml_root(self) -> etree._Element:
        """The root element, parsed without network, external files or entity expansion.

        ReadError where the document declares entities of its own or is not well formed even after repair.
        """
        text = _XML_DECLARATION.sub("", self.text.lstrip("\ufeff"), count=1)
        doctype = _DOCTYPE.search(text[:20_000])
        if doctype and _ENTITY_DECLARATION.search(doctype[0]):
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
        return root

    @cached_property
    def html_root(self) -> Any:
        """The root element of the page, as browsers would repair it; ReadError where nothing is left."""
        text = _XML_DECLARATION.sub("", self.text.lstrip("\ufeff"), count=1)
        try:
            return lxml_html.document_fromstring(text, parser=lxml_html.HTMLParser(no_network=True))
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise ReadError(self.name, f"the HTML cannot be read: {error}") from error
