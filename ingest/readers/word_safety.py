"""What is looked at before a Word document is opened: its format, and whether it would unpack to too much."""

from __future__ import annotations

import io
import zipfile
import zlib

from ingest.source import Source
from palermo.errors import ReadError

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The compound file of Word 97; a DOCX with a password is one too."""
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What a damaged package raises."""
_LARGEST = 200_000_000
"""Bytes of all parts unpacked; the longest codes are below 20 MB."""
_LARGEST_RATIO = 200


def refuse_other_formats(source: Source) -> None:
    """ReadError, with advice, for what is no DOCX: old Word files, protected ones, RTF."""
    advice = "save it as DOCX or PDF and try again"
    if source.data.startswith(OLD_WORD):
        if b"E\0n\0c\0r\0y\0p\0t" in source.data:
            raise ReadError(source.name, "the Word document is protected by a password; save a copy without one")
        raise ReadError(source.name, f"the old Word format (.doc) is not read: {advice}")
    if source.data[:64].lstrip().startswith(b"{\\rtf"):
        raise ReadError(source.name, f"RTF is not read: {advice}")


def refuse_bombs(source: Source) -> None:
    """Look at the package before anything is unpacked by others: its sizes, and its XML for entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package:
            parts = package.infolist()
            total = sum(part.file_size for part in parts)
            if total > _LARGEST or total > _LARGEST_RATIO * max(len(source.data), 10_000):
                raise ReadError(
                    source.name,
                    f"the Word document unpacks to {total:,} bytes; it was not opened, for safety",
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _declares_entities(package, part):
                    raise ReadError(
                        source.name,
                        f"{part.filename} declares entities; the document was not opened, for safety",
                    )
    except BROKEN as error:
        raise ReadError(source.name, f"the Word document is damaged or cut off: {error}") from error


def _declares_entities(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Office never writes a document type; only its beginning needs a look, since it stands before the root.

    Reading stops at the size that the directory promises, so a false promise unpacks no more.
    """
    with package.open(part) as stream:
        head = stream.read(min(part.file_size, 65_536))
    text = head.replace(b"\0", b"")  # UTF-16 would hide the words
    return b"<!DOCTYPE" in text or b"<!ENTITY" in text
