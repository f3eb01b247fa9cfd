"""The text layer of a page as pdfium holds it, through its C interface: one character at a time."""

from __future__ import annotations

import ctypes
import math
import re
from functools import cached_property
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from ingest.pdf.characters import FROM_RIGHT, is_clean

_BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_PLAIN_NAME = re.compile(rb"regular|roman|book|light|normal|text|thin", re.IGNORECASE)
_FORCED_BOLD = 1 << 18  # font descriptor flag ForceBold, ISO 32000-1 table 123
_SHAPED = re.compile("[\u0900-\u109f\u1780-\u17ff\u1a20-\u1aaf\u1b00-\u1b7f\ua8e0-\ua8ff\uaa60-\uaadf]")
"""Scripts whose letters are joined, split or moved: Devanagari to Myanmar, Thai, Khmer and their neighbours."""
NOTHING = "\u200b"
"""Stands for a character that means nothing."""
_LONGEST_NAME = ctypes.c_ulong(128)
"""Of a font, in bytes."""
_SAMPLE = 200
_MANY = 0.2
_MOST_OBJECTS = 50_000
"""A page with more text objects is not searched for marks: it would take longer than reading it."""


def bare(function: Any, gives: type = ctypes.c_int) -> Any:
    """A function of pdfium without the types of its arguments, which take ctypes longer to check than the call takes.

    What is given must be right: pointers as pointers, plain numbers only where the function takes an int.
    """
    return ctypes.CFUNCTYPE(gives)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_get_origin = bare(pdfium.FPDFText_GetCharOrigin)
_get_box = bare(pdfium.FPDFText_GetLooseCharBox)
_get_matrix = bare(pdfium.FPDFText_GetMatrix)
_get_size = bare(pdfium.FPDFText_GetFontSize, ctypes.c_double)
_get_font = bare(pdfium.FPDFText_GetFontInfo, ctypes.c_ulong)
_count_rectangles = bare(pdfium.FPDFText_CountRects)
_get_rectangle = bare(pdfium.FPDFText_GetRect)
_get_object = bare(pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
_is_unexplained = bare(pdfium.FPDFText_HasUnicodeMapError)


class Box(NamedTuple):
    """A rectangle in points, y counted upwards as PDF does."""

    left: float
    bottom: float
    right: float
    top: float


class TextLayer:
    """Open while its page is; close it before the page."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._textpage = page.get_textpage()
        self.raw = self._textpage.raw
        self.count = int(pdfium.FPDFText_CountChars(self.raw))
        # What pdfium writes its answers into, and where that is.
        self._point, self._edges = (ctypes.c_double * 2)(), (ctypes.c_double * 4)()
        self._box, self._matrix = (ctypes.c_float * 4)(), (ctypes.c_float * 6)()
        self._name, self._flags = ctypes.create_string_buffer(_LONGEST_NAME.value), ctypes.c_int()
        self._at_point, self._at_edges = _places_of(self._point), _places_of(self._edges)
        self._at_box, self._at_matrix = ctypes.byref(self._box), ctypes.byref(self._matrix)
        self._at_flags = ctypes.byref(self._flags)
        self._bold: dict[bytes, bool] = {}
        self.text = self._whole_text()
        self.unexplained = self._share_unexplained()
        self.different = "".join(sorted(set(self.text)))
        """Its different characters: a page has thousands, but few different ones."""
        if self.unexplained < _MANY and _SHAPED.search(self.different):
            self.text = self._without_leftovers()
            self.unexplained = 0.0
            self.different = "".join(sorted(set(self.text)))
        self.is_plain = not (_SHAPED.search(self.different) or FROM_RIGHT.search(self.different))
        self.is_clean = self.is_plain and is_clean(self.text, self.different)

    def close(self) -> None:
        """Give pdfium's memory back."""
        self._textpage.close()

    def _whole_text(self) -> str:
        """One character for each index, so that offsets in the string are pdfium's."""
        buffer = bytearray(2 * (self.count + 1))
        written = pdfium.FPDFText_GetText(self.raw, 0, self.count, ctypes.c_ushort.from_buffer(buffer))
        text = buffer[: 2 * max(0, written - 1)].decode("utf-16-le", errors="replace")
        if len(text) == self.count:
            return text
        codes = (pdfium.FPDFText_GetUnicode(self.raw, i) for i in range(self.count))
        return "".join("\ufffd" if 0xD800 <= c < 0xE000 else chr(c) for c in codes)

    def origin(self, index: int) -> tuple[float, float]:
        """Where the character's glyph is set."""
        _get_origin(self.raw, index, *self._at_point)
        x, y = self._point[:]
        return x, y

    def box(self, index: int) -> Box:
        """The room that a character takes, with the space its font leaves around it."""
        _get_box(self.raw, index, self._at_box)
        left, top, right, bottom = self._box[:]
        return Box(left, bottom, right, top)

    def sides(self, index: int) -> tuple[float, float]:
        """Left and right of the room that a character takes."""
        _get_box(self.raw, index, self._at_box)
        left, _, right, _ = self._box[:]
        return left, right

    def size_and_angle(self, index: int) -> tuple[float, int]:
        """The size as seen on the page, since many files set type at 1 point and enlarge it by the matrix;
        and the direction of the baseline in degrees, counted against the clock."""
        _get_matrix(self.raw, index, self._at_matrix)
        a, b, c, d, _, _ = self._matrix[:]
        size = _get_size(self.raw, index) * math.hypot(c, d)
        angle = round(math.degrees(math.atan2(b, a))) % 360 if b else 180 * (a < 0)
        return size, angle

    def bold(self, index: int) -> bool:
        """Whether the font says so by its name, its flags or its weight."""
        length = _get_font(self.raw, index, self._name, _LONGEST_NAME, self._at_flags)
        name = self._name.raw[: min(length, len(self._name))]
        known = self._bold.get(name)
        if known is None:
            known = bool(_BOLD_NAME.search(name)) or bool(self._flags.value & _FORCED_BOLD)
            if not known and not _PLAIN_NAME.search(name):
                # A guess from the width of the stems; above 1000 it is nonsense of a damaged descriptor.
                known = 600 <= pdfium.FPDFText_GetFontWeight(self.raw, index) <= 1000
            if name.strip(b"\0"):
                self._bold[name] = known
        return known

    def rectangles(self, start: int, end: int) -> list[Box]:
        """The room of each piece that the file set in one go."""
        found = []
        for i in range(_count_rectangles(self.raw, start, end - start)):
            _get_rectangle(self.raw, i, *self._at_edges)
            left, top, right, bottom = self._edges[:]
            if right > left:
                found.append(Box(left, bottom, right, top))
        return found

    def is_added(self, index: int) -> bool:
        """Whether pdfium put the character in: a space where it saw a gap."""
        return bool(pdfium.FPDFText_IsGenerated(self.raw, index))

    def _share_unexplained(self) -> float:
        """The share of the characters, of a sample, for which the font gives no meaning: what stands for them is a
        guess of the engine."""
        places = range(0, self.count, max(1, self.count // _SAMPLE))
        raw, text = self.raw, self.text
        asked = [_is_unexplained(raw, i) for i in places if not text[i].isspace()]
        return asked.count(1) / len(asked) if asked else 0.0

    def _without_leftovers(self) -> str:
        """The text without the guesses for glyphs that only complete the one before, whose meaning is known.

        Where letters are joined or split, a file may give the meaning of all glyphs of a syllable to the first.
        """
        return "".join(
            NOTHING if not c.isspace() and _is_unexplained(self.raw, i) == 1 else c for i, c in enumerate(self.text)
        )

    @staticmethod
    def has_shapes(text: str) -> bool:
        """Whether some letters are of a script in which they change their shape or place."""
        return bool(_SHAPED.search(text))

    @property
    def has_marks(self) -> bool:
        """Whether spans with an /ActualText of their own were met."""
        return "_marks" in self.__dict__ and bool(self._marks[0])

    def mark(self, index: int) -> int:
        """Which span with an /ActualText of its own the character belongs to; 0 where it belongs to none."""
        spans = self._marks[0]
        return spans.get(_get_object(self.raw, index), 0) if spans else 0

    def extent(self, mark: int) -> tuple[float, float]:
        """Left and right of a span with an /ActualText of its own."""
        return self._marks[1][mark]

    @cached_property
    def _marks(self) -> tuple[dict[int, int], dict[int, tuple[float, float]]]:
        """The span of each text object, and how far the spans reach.

        Browsers write letters that change their shape so (ISO 32000-1, 14.9.4). pdfium gives the words of a span
        for its first glyph, twice where other glyphs stand between, and never says where its last glyph ends.
        """
        spans: dict[int, int] = {}
        reach: dict[int, tuple[float, float]] = {}
        actual: dict[int, bool] = {}
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        buffer, length = (ctypes.c_ushort * 2)(), ctypes.c_ulong()
        for i in range(min(_MOST_OBJECTS, int(pdfium.FPDFPage_CountObjects(self._page.raw)))):
            item = pdfium.FPDFPage_GetObject(self._page.raw, i)
            for n in range(pdfium.FPDFPageObj_CountMarks(item)):
                mark = pdfium.FPDFPageObj_GetMark(item, n)
                key = ctypes.addressof(mark.contents)
                if key not in actual:
                    actual[key] = bool(
                        pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", buffer, 2, length)
                    )
                if actual[key] and pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
                    spans[ctypes.addressof(item.contents)] = key
                    before = reach.get(key, (left.value, right.value))
                    reach[key] = min(before[0], left.value), max(before[1], right.value)
        return spans, reach


def _places_of(numbers: ctypes.Array[Any]) -> list[Any]:
    """Pointers to each number of an array."""
    each = ctypes.sizeof(numbers._type_)
    return [ctypes.byref(numbers, each * place) for place in range(len(numbers))]
