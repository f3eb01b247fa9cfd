"""A page as a picture, with the words that matter marked."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2

from ingest.pdf.quotes import PageBox
from palermo.errors import ReadError

_LONGEST_SIDE = 1600
_MOST_DOTS_A_POINT = 4.0
_MARK = (255, 236, 128)
_ROOM = 1.0
"""In points, around each box."""


@dataclass(frozen=True, slots=True)
class PictureTask:
    """What to draw, for a process of its own: `run_in_workers(draw, [task], workers=1, seconds=20)`.

    data: the PDF; page: from 1; boxes: what to mark, boxes of other pages are left out; longest: side, in dots.
    """

    data: bytes
    page: int
    boxes: Sequence[PageBox] = ()
    longest: int = _LONGEST_SIDE


def draw(task: PictureTask) -> bytes:
    """The page as a PNG. ReadError where the file or the page cannot be read.

    pdfium is not thread-safe: where there are threads, give the task to a process.
    """
    try:
        pdf = pypdfium2.PdfDocument(task.data)
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"page {task.page}", f"the PDF cannot be opened: {error}") from error
    try:
        if not 1 <= task.page <= len(pdf):
            raise ReadError(f"page {task.page}", f"the PDF has {len(pdf)} pages")
        page = pdf[task.page - 1]
        try:
            return _drawn(page, task)
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"page {task.page}", f"the page cannot be drawn: {error}") from error
    finally:
        pdf.close()


def _drawn(page: Any, task: PictureTask) -> bytes:
    longest = max(16, min(task.longest, 2 * _LONGEST_SIDE))
    scale = min(_MOST_DOTS_A_POINT, longest / max(*page.get_size(), 1.0))
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, fill_color=(255, 255, 255, 255))
    try:
        dots = bitmap.to_numpy()[:, :, :3].copy() if bitmap.n_channels > 1 else _as_colours(bitmap.to_numpy())
    finally:
        bitmap.close()
    for box in task.boxes:
        if box.page == task.page:
            _mark(dots, box, scale)
    return _png(dots)


def _as_colours(grey: Any) -> Any:
    import numpy

    return numpy.repeat(grey.reshape(grey.shape[0], grey.shape[1], 1), 3, axis=2)


def _mark(dots: Any, box: PageBox, scale: float) -> None:
    """Lay a light colour over a box, as with a marker pen: what is black stays black."""
    height, width = dots.shape[:2]
    left, right = (round(scale * edge) for edge in (box.left - _ROOM, box.right + _ROOM))
    top, bottom = (round(scale * edge) for edge in (box.top - _ROOM, box.bottom + _ROOM))
    part = dots[max(0, top) : min(height, bottom), max(0, left) : min(width, right)]
    for channel, colour in enumerate(_MARK):
        part[:, :, channel] = part[:, :, channel].astype("uint16") * colour // 255


def _png(dots: Any) -> bytes:
    """PNG (ISO/IEC 15948) of eight bits a channel, written here so that no package for pictures is needed."""
    height, width = dots.shape[:2]
    rows = b"".join(b"\0" + dots[y].tobytes() for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 6)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
