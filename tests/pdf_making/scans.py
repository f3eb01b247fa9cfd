"""PDFs turned into scans: the same pages as pictures, without a text layer."""

from __future__ import annotations

import pypdfium2
from pdf_maker import pdf_of_pictures


def scan_of(data: bytes, dots_per_inch: int = 200) -> bytes:
    """The pages as a good scanner gives them."""
    pdf = pypdfium2.PdfDocument(data)
    pictures = []
    try:
        for page in pdf:
            bitmap = page.render(scale=dots_per_inch / 72, grayscale=True)
            rows = memoryview(bytes(bitmap.buffer))
            dots = b"".join(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
            pictures.append((*page.get_size(), bitmap.width, bitmap.height, dots))
            bitmap.close()
            page.close()
    finally:
        pdf.close()
    return pdf_of_pictures(pictures)
