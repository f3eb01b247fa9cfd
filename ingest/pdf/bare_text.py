"""The characters of a page as pdfminer.six reads them, without the work of finding where they stand.

Only to be imported when it is needed: pdfminer.six takes long to load.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import LIT

_COMPOSITE, _IDENTITY = LIT("Type0"), LIT("Identity-H")
_PARTS = (LIT("CIDFontType0"), LIT("CIDFontType2"))
_LONG_RANGE = 32


class BareText(PDFDevice):
    """Takes what a page shows and keeps its characters, in the order of the file, in `parts`.

    Glyphs without a meaning are left out.
    """

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.parts: list[str] = []

    def render_string(self, textstate: Any, seq: Iterable[object], *_colours: object) -> None:
        """The characters of one text-showing operator (ISO 32000-1, 9.4.3)."""
        for piece in seq:
            if isinstance(piece, bytes):
                for code in textstate.font.decode(piece):
                    try:
                        self.parts.append(textstate.font.to_unichr(code))
                    except PDFUnicodeNotDefined:
                        continue


class FontsAsNeeded(PDFResourceManager):
    """Reads a font when a page first sets type in it: pages name many that they do not use, and each takes long."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> Any:
        """What stands for the font until then; the part of a composite font is read with the whole."""
        return super().get_font(objid, spec) if spec.get("Subtype") in _PARTS else _Font(self, objid, spec)

    def read_font(self, objid: object, spec: Mapping[str, object]) -> Any:
        """The font itself."""
        told = resolve1(spec.get("ToUnicode"))
        if not isinstance(told, PDFStream) or spec.get("Subtype") is not _COMPOSITE or "Encoding" not in spec:
            return super().get_font(objid, spec)
        font: Any = super().get_font(objid, {**spec, "ToUnicode": _IDENTITY})  # what it says is read here instead
        font.unicode_map = _Meanings()
        _MeaningsParser(font.unicode_map, BytesIO(told.get_data())).run()
        return font


class _Meanings(FileUnicodeMap):
    """What the codes of a font mean (ISO 32000-1, 9.10.3). ranges: (first code, last code, meaning of the first)."""

    def __init__(self) -> None:
        super().__init__()
        self.ranges: list[tuple[int, int, bytes]] = []

    def get_unichr(self, cid: int) -> str:
        """The characters that a code means; KeyError where the font does not say."""
        if cid not in self.cid2unichr:
            for first, last, meaning in reversed(self.ranges):
                if first <= cid <= last:
                    end = int.from_bytes(meaning[-4:], "big") + cid - first
                    self.add_cid2unichr(cid, meaning[:-4] + end.to_bytes(8, "big")[-len(meaning[-4:]) :])
                    break
        return self.cid2unichr[cid]


class _MeaningsParser(CMapParser):
    """Keeps long ranges of codes as they are: some fonts give all 65,536, and a page uses few of them."""

    cmap: _Meanings

    def do_keyword(self, pos: int, token: Any) -> None:
        """Take in what stands before a keyword of the font's table."""
        if token is self.KEYWORD_ENDBFRANGE:
            given = self.popall()
            for start in range(0, len(given) - 2, 3):
                entry = given[start : start + 3]
                found = _long_range(*(value for _, value in entry))
                if found:
                    self.cmap.ranges.append(found)
                else:
                    self.push(*entry)
        super().do_keyword(pos, token)


def _long_range(first: Any, last: Any, meaning: Any) -> tuple[int, int, bytes] | None:
    if not all(isinstance(value, bytes) and value for value in (first, last, meaning)) or len(first) != len(last):
        return None
    start, end = int.from_bytes(first, "big"), int.from_bytes(last, "big")
    return (start, end, meaning) if end - start >= _LONG_RANGE else None


class _Font:
    def __init__(self, resources: FontsAsNeeded, objid: object, spec: Mapping[str, object]) -> None:
        self._resources, self._objid, self._spec = resources, objid, spec

    def __getattr__(self, name: str) -> Any:
        if "_font" not in self.__dict__:
            self._font = self._resources.read_font(self._objid, self._spec)
        return getattr(self._font, name)
