"""An answer of a site, with its bytes read as text, XML, HTML or JSON when a source's function asks for it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import lxml.html
from lxml import etree

from crawlers.failures import ChangedPage, EncodingLie, TruncatedFile
from crawlers.formats import Format, format_of, mark_of
from crawlers.values import File, Request

_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""")
# Browsers read these labels as Windows-1252, and publishers rely on it.
_WINDOWS = frozenset(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"))
_ENDS_EARLY = ("Premature end", "EndTag", "Couldn't find end of", "end of file", "Document is empty", "unclosed")


@dataclass(frozen=True)
class Answer:
    """What a site answered to a request.

    address: where the answer came from, after redirects; redirects: the addresses before it; headers: by their names
    in small letters; encoding: what the manifest says that the site really uses, where the site says otherwise.
    """

    request: Request
    address: str
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    redirects: tuple[str, ...] = ()
    permanent: bool = False
    """Whether all redirects say that the new address is for good."""
    encoding: str | None = None
    fetched_at: str = ""
    robots: str = ""

    @property
    def content_type(self) -> str:
        """The media type that the site declares, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().casefold()

    @cached_property
    def format(self) -> Format:
        """What the bytes are."""
        return format_of(self.body)

    @cached_property
    def text(self) -> str:
        """The words of a text format, decoded without a doubt; EncodingLie where that cannot be done."""
        for encoding in self._encodings():
            try:
                return self.body.decode(encoding).lstrip("\ufeff")
            except (UnicodeDecodeError, LookupError):
                continue
        declared = self.declared_encoding or "nothing"
        raise EncodingLie(
            self.address,
            f"its bytes are neither UTF-8 nor what it declares ({declared}); name the right one under 'encoding' in "
            "the manifest",
        )

    @property
    def declared_encoding(self) -> str | None:
        """The encoding in the header, else the one that the document names in its beginning."""
        found = re.search(r"charset=[\"']?([\w.:-]+)", self.headers.get("content-type", ""), re.IGNORECASE)
        if found:
            return found[1].casefold()
        own = _DECLARED.search(self.body[:3000])
        return own[1].decode("ascii", errors="replace").casefold() if own else None

    def _encodings(self) -> list[str]:
        """In which order encodings are tried: UTF-8 that decodes is UTF-8, whatever the document declares."""
        named = [self.encoding] if self.encoding else []
        declared = self.declared_encoding
        if declared and declared not in ("utf-8", "utf8") and not declared.startswith(("utf-16", "ucs-2")):
            named.append("cp1252" if declared in _WINDOWS else declared)
        mark = mark_of(self.body)
        return [mark] if mark else ["utf-8", *named]

    @cached_property
    def xml(self) -> Any:
        """The root element; TruncatedFile or ChangedPage where the XML is not well-formed."""
        return xml_of(self.body, self.address)

    @cached_property
    def html(self) -> Any:
        """The root element, with links made absolute; ChangedPage where there is none."""
        try:
            root: Any = lxml.html.fromstring(self._markup_without_declaration())
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise ChangedPage(self.address, f"no HTML can be read from it: {error}") from error
        root.make_links_absolute(self.address, resolve_base_href=False, handle_failures="ignore")
        return root

    def _markup_without_declaration(self) -> str:
        # lxml refuses text that names an encoding of its own; what is left has been decoded already.
        return re.sub(r"^\s*<\?xml[^>]*\?>", "", self.text, count=1)

    @cached_property
    def json(self) -> Any:
        """The document; TruncatedFile or ChangedPage where the JSON is broken."""
        try:
            return json.loads(self.text, strict=False)
        except (ValueError, RecursionError) as error:
            ends_early = isinstance(error, json.JSONDecodeError) and error.pos >= len(self.text.rstrip()) - 1
            ends_early = ends_early or "Unterminated string" in str(error)
            failure = TruncatedFile if ends_early else ChangedPage
            raise failure(self.address, f"the JSON cannot be read: {error}") from error

    def words(self, path: str, namespaces: Mapping[str, str] | None = None) -> str:
        """The words at an XPath in the XML or HTML, white space made single; ChangedPage where there are none."""
        root = self.html if self.format is Format.HTML else self.xml
        found = root.xpath(path, namespaces=dict(namespaces or {}))
        first = found[0] if isinstance(found, list) and found else found or ""
        words = " ".join((first if isinstance(first, str) else "".join(first.itertext())).split())
        if not words:
            raise ChangedPage(self.address, f"nothing stands at {path}")
        return words

    def as_file(self, name: str) -> File:
        """The whole answer as a file for the deposit."""
        return File(name, self.body, self.address)


def xml_of(content: bytes, address: str) -> Any:
    """The root element of XML, of an answer or out of an archive. Entities of its own are not put in, and nothing is
    loaded. TruncatedFile or ChangedPage where it is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        failure = TruncatedFile if any(words in str(error) for words in _ENDS_EARLY) else ChangedPage
        raise failure(address, f"the XML is not well-formed: {error}") from error
