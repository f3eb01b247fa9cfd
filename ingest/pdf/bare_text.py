"""The characters of a page as pdfminer.six reads them, without the work of finding where they stand.

Only to be imported when it is needed: pdfminer.six takes long to load.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager


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
        """What stands for the font until then."""
        return _Font(self, objid, spec)

    def read_font(self, objid: object, spec: Mapping[str, object]) -> Any:
        """The font itself."""
        return super().get_font(objid, spec)


class _Font:
    def __init__(self, resources: FontsAsNeeded, objid: object, spec: Mapping[str, object]) -> None:
        self._resources, self._objid, self._spec = resources, objid, spec

    def __getattr__(self, name: str) -> Any:
        if "_font" not in self.__dict__:
            self._font = self._resources.read_font(self._objid, self._spec)
        return getattr(self._font, name)
