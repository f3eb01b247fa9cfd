"""A plain PDF of lines of text, written byte by byte, so that no further package is needed."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

_WIDTH, _HEIGHT, _MARGIN, _SIZE, _LEADING = 595, 842, 60, 10, 14
_COLUMNS = 95
_LINES_A_PAGE = (_HEIGHT - 2 * _MARGIN) // _LEADING


def pdf_of_lines(lines: Sequence[str]) -> bytes:
    """The lines in Helvetica, wrapped, on as many pages as they need; an empty line is a gap."""
    wrapped = [piece for line in lines for piece in (textwrap.wrap(line, _COLUMNS) or [""])]
    pages = [wrapped[start : start + _LINES_A_PAGE] for start in range(0, len(wrapped), _LINES_A_PAGE)]
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for place, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] /Contents {5 + 2 * place} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        content = _content(page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(objects)


def _content(lines: Sequence[str]) -> bytes:
    shown = [
        b"BT /F1 %d Tf %d %d Td (%s) Tj ET" % (_SIZE, _MARGIN, _HEIGHT - _MARGIN - place * _LEADING, _escaped(line))
        for place, line in enumerate(lines)
        if line
    ]
    return b"\n".join(shown)


def _escaped(line: str) -> bytes:
    plain = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return plain.encode("cp1252", errors="replace")


def _file(objects: Sequence[bytes]) -> bytes:
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(data)
