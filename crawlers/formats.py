"""What an answer's bytes are, whatever the site says that they are."""

from __future__ import annotations

import re
from enum import StrEnum


class Format(StrEnum):
    """The formats that a manifest may expect."""

    XML = "xml"
    HTML = "html"
    JSON = "json"
    CSV = "csv"
    TEXT = "text"
    PDF = "pdf"
    ZIP = "zip"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    WORD = "word"
    RTF = "rtf"
    OPEN_DOCUMENT = "open-document"
    UNKNOWN = "unknown"

    @property
    def is_text(self) -> bool:
        """Whether the bytes are text in some encoding."""
        return self in (Format.XML, Format.HTML, Format.JSON, Format.CSV, Format.TEXT)


_MAGIC = (
    (b"%PDF", Format.PDF), (b"PK\x03\x04", Format.ZIP), (b"PK\x05\x06", Format.ZIP), (b"\x1f\x8b", Format.GZIP),
    (b"BZh", Format.BZIP2), (b"\xd0\xcf\x11\xe0", Format.WORD), (b"{\\rtf", Format.RTF),
)  # fmt: skip
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Comments, declarations and processing instructions, before the first element.
_PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!(?!--)[^>\[]*(?:\[[^\]]*\])?[^>]*>)+", re.DOTALL)
_ELEMENT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_HTML_ELEMENTS = frozenset(
    "html head body title meta link script style div span p a br hr table tr td th tbody ul ol li h1 h2 h3 h4 h5 h6 "
    "center font b i strong em img form nav header footer main section article aside pre blockquote".split()
)


def format_of(body: bytes) -> Format:
    """The format that the first bytes show. CSV cannot be told from TEXT here, and is called TEXT."""
    for magic, found in _MAGIC:
        if body.startswith(magic):
            if found is Format.ZIP and b"word/" in body[:4000]:
                return Format.WORD
            if found is Format.ZIP and b"mimetypeapplication/vnd.oasis.opendocument.text" in body[:200]:
                return Format.OPEN_DOCUMENT
            return found
    start = start_of(body)
    if not start.strip():
        return Format.UNKNOWN
    if start.lstrip()[:1] in "{[":
        return Format.JSON
    if start.lstrip().startswith("<"):
        return _markup(start)
    return Format.UNKNOWN if "\0" in start else Format.TEXT


def mark_of(body: bytes) -> str | None:
    """The encoding that a byte order mark or UTF-16's zeros show."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return encoding
    start = body[:400]
    if start.count(b"\0") > max(4, len(start) // 3):
        return "utf-16-le" if start[1:2] == b"\0" else "utf-16-be"
    return None


def start_of(body: bytes) -> str:
    """The first characters, good enough to recognise what follows."""
    encoding = mark_of(body) or "latin-1"
    return body[:6000].decode(encoding, errors="replace").lstrip("\ufeff\xef\xbb\xbf")


def _markup(start: str) -> Format:
    if re.search(r"<!doctype\s+html", start[:2000], re.IGNORECASE):
        return Format.HTML
    prologue = _PROLOGUE.match(start)
    element = _ELEMENT.search(start, prologue.end() if prologue else 0)
    if element is None:
        return Format.TEXT
    return Format.HTML if element[1].casefold() in _HTML_ELEMENTS else Format.XML
