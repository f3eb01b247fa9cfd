"""Small PDFs of known text, written byte by byte: no library, no font on the machine.

Fonts: F1 and F2 are Helvetica and its bold, F3 has a letter of any script for each code, half as wide as high, F4 the
same, as wide as high. All their glyphs look alike, a box: the text layer alone counts here.
"""

from __future__ import annotations

import hashlib
import math
import struct
import unicodedata
import zlib
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842


@dataclass
class Page:
    """What stands on a page: `put` lines of text, draw rules, or add a picture. rotate: how far a viewer turns it."""

    content: list[str] = field(default_factory=list)
    picture: bool = False
    rotate: int = 0
    width: float = WIDTH
    height: float = HEIGHT

    def put(self, text: str, left: float, down: float, size: float = 10, bold: bool = False, angle: int = 0) -> Page:
        """A line in Helvetica, its baseline `down` points below the page's top."""
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return self._show(f"F{2 if bold else 1}", f"({escaped}) Tj", left, down, size, angle)

    def put_glyphs(
        self, glyphs: str, left: float, down: float, size: float = 10, wide: bool = False, angle: int = 0
    ) -> Page:
        """Glyphs of any script, in the order of the eye from left to right; each is half a size wide, or a whole.

        Signs above and below letters take no room of their own.
        """
        back = 1000 if wide else 500
        codes = "".join(
            f"> {back} <{ord(c):04X}" if unicodedata.category(c) == "Mn" else f"{ord(c):04X}" for c in glyphs
        )
        words = f"[<{codes}>] TJ" if ">" in codes else f"<{codes}> Tj"
        return self._show("F4" if wide else "F3", words, left, down, size, angle)

    def rule(self, left: float, down: float, right: float, below: float) -> Page:
        """A thin straight line from one point to another."""
        self.content.append(f"0.5 w {left} {self.height - down} m {right} {self.height - below} l S")
        return self

    def _show(self, font: str, words: str, left: float, down: float, size: float, angle: int) -> Page:
        place = f"{left} {self.height - down}"
        if angle:
            cos, sin = round(math.cos(math.radians(angle))), round(math.sin(math.radians(angle)))
            move = f"{cos} {sin} {-sin} {cos} {place} Tm"
        else:
            move = f"{place} Td"
        self.content.append(f"BT /{font} {size} Tf {move} {words} ET")
        return self


def pdf_of(
    *pages: Page,
    ligatures: dict[str, str] | None = None,
    encrypted: bool = False,
    locked: bool = False,
    catalogue: str = "",
) -> bytes:
    """The bytes of a PDF.

    ligatures: what the text layer says of single glyphs of F3; encrypted: so that a password is needed; locked: so
    that it can be read but not changed; catalogue: further entries of the document's catalogue.
    """
    extra = "".join(
        f"<{ord(glyph):04X}> <{letters.encode('utf-16-be').hex()}>\n" for glyph, letters in (ligatures or {}).items()
    )
    mapping = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + "".join(_ranges(first) for first in (*range(0x00, 0xD8, 0x40), 0xF1))
        + (f"{len(ligatures)} beginbfchar\n{extra}endbfchar\n" if ligatures else "")
        + "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        5: "<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H /DescendantFonts [6 0 R] "
        "/ToUnicode 8 0 R >>",
        6: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /DW 500 /FontDescriptor 7 0 R /CIDToGIDMap 14 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        7: "<< /Type /FontDescriptor /FontName /Any /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 "
        "/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 /FontFile2 13 0 R >>",
        13: _packed(_font_of_boxes()),
        14: _packed(b"\0\0" * 65536),
        15: _packed(b"\0\1" * 65536),
        8: _stream(mapping),
        9: _stream("\x00", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
                   "/BitsPerComponent 8"),
        11: "<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H /DescendantFonts [12 0 R] "
        "/ToUnicode 8 0 R >>",
        12: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /DW 1000 /FontDescriptor 7 0 R /CIDToGIDMap 15 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    }  # fmt: skip
    kids = []
    for index, page in enumerate(pages):
        number = 20 + 2 * index
        kids.append(f"{number} 0 R")
        picture = ["q 500 0 0 700 40 40 cm /I1 Do Q"] if page.picture else []
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] /Contents {number + 1} 0 R "
            f"/Rotate {page.rotate} "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R /F4 11 0 R >> /XObject << /I1 9 0 R >> >> >>"
        )
        objects[number + 1] = _stream("\n".join(page.content + picture))
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    lock, key = "", b""
    if encrypted:
        objects[10] = f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>"
        lock = f"/Encrypt 10 0 R /ID [<{'43' * 16}> <{'43' * 16}>]"
    if locked:
        objects[10], key = _owner_lock()
        lock = f"/Encrypt 10 0 R /ID [<{'43' * 16}> <{'43' * 16}>]"
    return _written(objects, lock, key)


def pdf_of_pictures(pictures: list[tuple[float, float, int, int, bytes]]) -> bytes:
    """Pages that are pictures: width and height of the page, then of the picture in dots, and its grey dots."""
    objects = {1: "<< /Type /Catalog /Pages 2 0 R >>"}
    kids = []
    for index, (width, height, across, down, dots) in enumerate(pictures):
        number = 20 + 3 * index
        kids.append(f"{number} 0 R")
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents {number + 1} 0 R "
            f"/Resources << /XObject << /I1 {number + 2} 0 R >> >> >>"
        )
        objects[number + 1] = _stream(f"q {width} 0 0 {height} 0 0 cm /I1 Do Q")
        keys = f"/Type /XObject /Subtype /Image /Width {across} /Height {down} /ColorSpace /DeviceGray"
        objects[number + 2] = _packed(dots, f"{keys} /BitsPerComponent 8")
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _written(objects, "")


def _packed(data: bytes, keys: str = "") -> str:
    """A stream in hexadecimal, so that an object is text like the others."""
    packed = zlib.compress(data).hex()
    return _stream(packed + ">", f"/Filter [/ASCIIHexDecode /FlateDecode] /Length1 {len(data)} {keys}")


def _font_of_boxes() -> bytes:
    """A TrueType font of two glyphs: a box half as wide as the em, and one as wide."""
    glyphs = [_box_glyph(40, 460), _box_glyph(40, 960)]
    tables = {
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, 1000, 0, 0, 0, -200, 1000, 800,
                             0, 8, 2, 1, 0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 800, -200, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, 2),
        b"hmtx": struct.pack(">HhHh", 500, 40, 1000, 40),
        b"loca": struct.pack(">III", 0, len(glyphs[0]), len(glyphs[0]) + len(glyphs[1])),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    }  # fmt: skip
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64)
    place, directory, body = len(head) + 16 * len(tables), b"", b""
    for name, table in sorted(tables.items()):
        directory += struct.pack(">4sIII", name, 0, place + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return head + directory + body


def _box_glyph(left: int, right: int) -> bytes:
    header = struct.pack(">hhhhhHH", 1, left, 0, right, 700, 3, 0)
    across = struct.pack(">hhhh", left, right - left, 0, left - right)
    up = struct.pack(">hhhh", 0, 0, 700, 0)
    return header + b"\x01\x01\x01\x01" + across + up + b"\0\0"


def _owner_lock() -> tuple[str, bytes]:
    """The standard security handler with an owner's password only (ISO 32000-1, 7.6.3), and the file's key."""
    padding = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    owner = _rc4(hashlib.md5(b"owner".ljust(5) + padding[:27]).digest()[:5], padding)
    permissions = -44
    given = padding + owner + permissions.to_bytes(4, "little", signed=True) + b"\x43" * 16
    key = hashlib.md5(given).digest()[:5]
    user = _rc4(key, padding)
    return f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P {permissions} >>", key


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _ranges(first: int) -> str:
    """Codes that mean themselves, from a high byte on: a range may not run over it (ISO 32000-1, 9.10.3)."""
    until = min(first + 0x40, 0xD8 if first < 0xD8 else 0x100)
    lines = [
        f"<{high:02X}00> <{high:02X}{'FD' if high == 0xFF else 'FF'}> <{high:02X}00>\n" for high in range(first, until)
    ]
    return f"{len(lines)} beginbfrange\n{''.join(lines)}endbfrange\n"


def _stream(content: str, keys: str = "") -> str:
    return f"<< /Length {len(content.encode('cp1252'))} {keys} >>\nstream\n{content}\nendstream"


def written(objects: dict[int, str]) -> bytes:
    """The bytes of a PDF of these objects; 1 is its catalogue."""
    return _written(objects, "")


def _written(objects: dict[int, str], lock: str, key: bytes = b"") -> bytes:
    data = b"%PDF-1.7\n"
    places = {}
    for number in sorted(objects):
        places[number] = len(data)
        body = objects[number].encode("cp1252")
        data += b"%d 0 obj\n%s\nendobj\n" % (number, _with_lock(body, number, key) if key else body)
    start, last = len(data), max(objects)
    data += f"xref\n0 {last + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, last + 1):
        data += f"{places[number]:010d} 00000 n \n".encode() if number in places else b"0000000000 00000 f \n"
    return data + f"trailer\n<< /Size {last + 1} /Root 1 0 R {lock} >>\nstartxref\n{start}\n%%EOF\n".encode()


def _with_lock(body: bytes, number: int, key: bytes) -> bytes:
    """An object with its stream encrypted; its strings, which nothing here depends on, are left."""
    head, stream, rest = body.partition(b"\nstream\n")
    if not stream:
        return body
    own = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
    return head + stream + _rc4(own, rest.removesuffix(b"\nendstream")) + b"\nendstream"
