"""Markdown as publishers and converters of laws write it, with YAML front matter.

Lawful Markdown parsers would renumber lists, drop "###Artikel 5" and join what converters put on lines of
their own, so lines are read as they stand.
"""

from __future__ import annotations

import html
import re
from typing import Any

import yaml

from ingest.document import Block, BlockKind, Document
from ingest.readers.base import Reader
from ingest.readers.plain_text import rejoin, wrap_width
from ingest.source import Source
from ingest.split.grammar import read_mark
from ingest.tidy import join_wrapped, superscript, tidy

_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s*(.*?)\s*#*\s*$")
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")
_RULE = re.compile(r"^\s{0,3}([-*_])(?:\s*\1){2,}\s*$")
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_STRONG = re.compile(r"(\*\*\*|\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_EMPHASIS = re.compile(
    r"(?<![\w*\\])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*\\])\*(?![\w*])|(?<![\w\\])_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"
)
_STRUCK = re.compile(r"~~(?=\S).+?(?<=\S)~~|<(s|del|strike)\b[^>]*>.*?</\1>", re.DOTALL | re.IGNORECASE)
_SUP = re.compile(r"<sup>\s*(.*?)\s*</sup>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<!--.*?-->", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~<&\"'-])")
_BOLD_BEHIND = re.compile(r"(?<=[.)»”])\*?(?=\*\*[^*\s])")
_BULLET = re.compile(r"^[-*+•]\s+(?=\S)")
_TABLE_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FRONT = re.compile(r"\A\ufeff?\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_LIST_START = re.compile(
    r"^(?:[-*+•]\s|\(?\w{1,5}[).]\s|\(\w{1,5}\)|\d+\s*[.)°]|:\s|[（(]|[一二三四五六七八九十]+[　、])"
)
# The keys under which converters of laws write what `meta.json` calls so.
_FACTS = {
    "title": "title", "titulo": "title", "título": "title", "titre": "title", "titel": "title", "제목": "title",
    "language": "language", "lang": "language", "identifier": "identifier", "id": "identifier",
    "last_updated": "version_date", "version_date": "version_date", "date": "version_date", "시행일자": "version_date",
    "source": "official_url", "url": "official_url", "출처": "official_url", "rank": "kind", "type": "kind",
    "country": "country", "year": "year",
}  # fmt: skip


def _front_matter(text: str, document: Document) -> str:
    """The text behind the YAML at the top; what it says becomes facts."""
    found = _FRONT.match(text)
    if not found:
        return text
    try:
        values: Any = yaml.load(found[1], Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    except yaml.YAMLError as error:
        document.warn("line 1", f"the front matter is no valid YAML: {str(error).splitlines()[0]}")
        values = None
    if isinstance(values, dict):
        for key, value in values.items():
            name = _FACTS.get(str(key).casefold())
            if name and isinstance(value, str) and value.strip():
                document.facts.setdefault(name, value.strip())
    return "\n" * found[0].count("\n") + text[found.end() :]


def _spaced(link: re.Match[str]) -> str:
    """A link's words, set off from letters that a converter ran into it."""
    before = link.string[link.start() - 1 : link.start()]
    after = link.string[link.end() : link.end() + 1]
    return (" " if before.isalnum() else "") + link[1] + (" " if after.isalpha() and len(link[1]) > 2 else "")


def inline(words: str) -> str:
    """A line's words without the marks of Markdown and HTML; superscripts as characters."""
    if "<" in words:
        words = _SUP.sub(lambda m: superscript(m[1]), _STRUCK.sub("", _BREAK.sub(" ", words)))
        words = _TAG.sub("", words)
    elif "~~" in words:
        words = _STRUCK.sub("", words)
    if "*" in words or "_" in words:
        words = _STRONG.sub(lambda m: m[2], words)
        words = _EMPHASIS.sub(lambda m: m[1] or m[2], words)
        words = words.replace("****", "").replace("**", "") if "**" in words else words
    if "[" in words:
        words = _LINK.sub(_spaced, _IMAGE.sub("", words))
    if "\\" in words:
        words = _ESCAPE.sub(r"\1", words)
    if "&" in words:
        words = html.unescape(words)
    return tidy(words)


def _style(raw: str) -> str:
    stripped = raw.strip()
    if not stripped.startswith(("**", "__")):
        return ""
    if re.fullmatch(r"(\*\*|__).+\1[.:]?", stripped, re.DOTALL) and "**" not in stripped[2:-3]:
        return "bold"
    return "bold-start"


def _is_note(raw: str) -> bool:
    """A paragraph set in italics and brackets as a whole is an editor's note of amendment."""
    stripped = raw.strip()
    return stripped.startswith(("*", "_")) and (
        bool(re.fullmatch(r"[*_]{1,3}\s*[(\[【].*[)\]】]\.?\s*[*_]{1,3}", stripped, re.DOTALL)) and len(stripped) > 12
    )


def _run_together(line: str) -> list[str]:
    """A line in which a converter set the next provision right behind a note: `...)***ARTICULO 2** ...`."""
    if "**" not in line[1:]:
        return [line]
    pieces = [""]
    for piece in _BOLD_BEHIND.split(line):
        mark = read_mark(piece.lstrip("*"), True) if pieces[-1] and piece.startswith("**") else None
        if mark and mark.group != "bare" and not mark.mention:
            pieces.append(piece)
        else:
            pieces[-1] += piece
    return pieces


class _Paragraphs:
    """Collects lines into blocks."""

    def __init__(self, width: int) -> None:
        self.blocks: list[Block] = []
        self.lines: list[str] = []
        self.started = 0
        self.width = width
        self.notes = 0

    def close(self) -> None:
        if self.lines:
            raw = join_wrapped(self.lines)
            words = inline(raw)
            if words:
                kind = BlockKind.NOTE if self.notes or _is_note(raw) else BlockKind.TEXT
                self.blocks.append(Block(words, kind, style=_style(raw), place=f"line {self.started}"))
        self.lines = []

    def add(self, line: str, number: int) -> None:
        for piece in _run_together(line.strip()):
            self._add_piece(piece, number)

    def _add_piece(self, stripped: str, number: int) -> None:
        if self.lines and not self._goes_on(stripped):
            self.close()
        if not self.lines:
            self.started = number
        self.lines.append(_BULLET.sub("", stripped))

    def _goes_on(self, line: str) -> bool:
        if not self.width or _LIST_START.match(line) or line.startswith(("**", "__")):
            return False
        mark = read_mark(line, False)
        return not (mark and not mark.mention and len(self.lines[-1]) < self.width * 0.75)


def _read(source: Source) -> Document:
    document = Document("markdown")
    text = source.text.replace("\r\n", "\n").replace("\r", "\n")
    text = _front_matter(text, document)
    text = _COMMENT.sub(lambda m: "\n" * m[0].count("\n"), text)
    lines = text.split("\n")
    paragraphs = _Paragraphs(wrap_width([line for line in lines if not line.startswith(("#", "|"))]))
    fenced = False
    for number, line in enumerate(lines, start=1):
        stripped = line.strip()
        first = stripped[:1]
        if not stripped or (first in "-*_" and _RULE.match(line)):
            paragraphs.close()
            continue
        if first in "`~" and _FENCE.match(line):
            fenced = not fenced
            continue
        heading = None if fenced or first != "#" else _HEADING.match(line)
        if heading:
            paragraphs.close()
            words = inline(heading[2])
            if words:
                level = len(heading[1])
                paragraphs.blocks.append(
                    Block(words, BlockKind.HEADING, level, style=f"h{level}", place=f"line {number}")
                )
            continue
        lowered = stripped.casefold() if first == "<" else ""
        if lowered.startswith(("<details", "</details", "<summary", "<aside", "</aside")):
            paragraphs.close()
            paragraphs.notes += lowered.count("<details") + lowered.count("<aside")
            paragraphs.notes -= lowered.count("</details") + lowered.count("</aside")
            paragraphs.notes = max(paragraphs.notes, 0)
            continue
        if first == "|":
            paragraphs.close()
            if not _TABLE_RULE.match(stripped):
                cells = [inline(cell) for cell in re.split(r"(?<!\\)\|", stripped.strip("|"))]
                row = " | ".join(cells).strip(" |")
                if row:
                    paragraphs.blocks.append(Block(row, style="table", place=f"line {number}"))
            continue
        if first == ">":
            stripped = stripped.lstrip("> ")
            if not stripped:
                paragraphs.close()
                continue
        paragraphs.add(stripped, number)
    paragraphs.close()
    document.blocks = rejoin(paragraphs.blocks)
    top = next((b for b in document.blocks if b.kind is BlockKind.HEADING), None)
    if top:
        document.facts.setdefault("title", top.text)
    return document


def _knows(source: Source) -> bool:
    if source.ending in ("md", "markdown"):
        return True
    if source.ending in ("", "txt"):
        head = source.text[:20_000]
        return bool(_FRONT.match(head)) or len(re.findall(r"^#{1,6} \S", head, re.MULTILINE)) >= 3
    return False


READER = Reader("markdown", knows=_knows, read=_read)
