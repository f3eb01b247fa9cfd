"""Small PDFs of known text, written byte by byte: no library, no font on the machine.

Fonts: F1 and F2 are Helvetica and its bold, F3 has a letter of any script for each code (it is not embedded;
the text layer alone counts here).
"""

from __future__ import annotations

from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842


@dataclass
class Page:
    """What stands on a page: `put` lines of text, or add a picture."""

    content: list[str] = field(default_factory=list)
    picture: bool = False

    def put(self, text: str, left: float, down: float, size: float = 10, bold: bool = False) -> Page:
        """A line in Helvetica, its baseline `down` points below the page's top."""
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.content.append(f"BT /F{2 if bold else 1} {size} Tf {left} {HEIGHT - down} Td ({escaped}) Tj ET")
        return self

    def put_glyphs(self, glyphs: str, left: float, down: float, size: float = 10) -> Page:
        """Glyphs of any script, in the order of the eye from left to right; each is half a size wide."""
        codes = "".join(f"{ord(c):04X}" for c in glyphs)
        self.content.append(f"BT /F3 {size} Tf {left} {HEIGHT - down} Td <{codes}> Tj ET")
        return self


def pdf_of(*pages: Page, ligatures: dict[str, str] | None = None, encrypted: bool = False) -> bytes:
    """The bytes of a PDF. ligatures: what the text layer says of single glyphs of F3."""
    extra = "".join(
        f"<{ord(glyph):04X}> <{letters.encode('utf-16-be').hex()}>\n" for glyph, letters in (ligatures or {}).items()
    )
    mapping = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        "2 beginbfrange <0000> <DFFF> <0000> <F100> <FFFD> <F100> endbfrange\n"
        + (f"{len(ligatures)} beginbfchar\n{extra}endbfchar\n" if ligatures else "")
        + "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        5: "<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H /DescendantFonts [6 0 R] "
        "/ToUnicode 8 0 R >>",
        6: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /DW 500 /FontDescriptor 7 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        7: "<< /Type /FontDescriptor /FontName /Any /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 "
        "/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
        8: _stream(mapping),
        9: _stream("\x00", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
                   "/BitsPerComponent 8"),
    }  # fmt: skip
    kids = []
    for index, page in enumerate(pages):
        number = 20 + 2 * index
        kids.append(f"{number} 0 R")
        picture = ["q 500 0 0 700 40 40 cm /I1 Do Q"] if page.picture else []
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R >> /XObject << /I1 9 0 R >> >> >>"
        )
        objects[number + 1] = _stream("\n".join(page.content + picture))
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    lock = ""
    if encrypted:
        objects[10] = f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>"
        lock = f"/Encrypt 10 0 R /ID [<{'43' * 16}> <{'43' * 16}>]"
    return _written(objects, lock)


def _stream(content: str, keys: str = "") -> str:
    return f"<< /Length {len(content.encode('cp1252'))} {keys} >>\nstream\n{content}\nendstream"


def _written(objects: dict[int, str], lock: str) -> bytes:
    data = b"%PDF-1.7\n"
    places = {}
    for number in sorted(objects):
        places[number] = len(data)
        data += f"{number} 0 obj\n{objects[number]}\nendobj\n".encode("cp1252")
    start, last = len(data), max(objects)
    data += f"xref\n0 {last + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, last + 1):
        data += f"{places[number]:010d} 00000 n \n".encode() if number in places else b"0000000000 00000 f \n"
    return data + f"trailer\n<< /Size {last + 1} /Root 1 0 R {lock} >>\nstartxref\n{start}\n%%EOF\n".encode()
