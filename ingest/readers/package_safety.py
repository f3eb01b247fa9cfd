"""What is looked at before an office document is opened: old formats, passwords, and what it would unpack to."""

from __future__ import annotations

import io
import re
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
_DOCTYPE_WITH_DECLARATIONS = re.compile(rb"<!DOCTYPE[^>]*\[")


def refuse_old_word(source: Source) -> None:
    """ReadError, with advice, for old Word files and for protected ones."""
    if source.data.startswith(OLD_WORD):
        if b"E\0n\0c\0r\0y\0p\0t" in source.data:
            raise ReadError(source.name, "the Word document is protected by a password; save a copy without one")
        advice = "save it as DOCX, RTF or PDF and try again"
        raise ReadError(source.name, f"the old Word format (.doc) is not read: {advice}")


def refuse_bombs(source: Source, kind: str) -> None:
    """Look at the package before anything is unpacked by others: its sizes, and its XML for entities.

    kind: `Word document`, for messages.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package:
            parts = package.infolist()
            total = sum(part.file_size for part in parts)
            if total > _LARGEST or total > _LARGEST_RATIO * max(len(source.data), 10_000):
                raise ReadError(
                    source.name,
                    f"the {kind} unpacks to {total:,} bytes; it was not opened, for safety",
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _declares_entities(package, part):
                    raise ReadError(
                        source.name,
                        f"{part.filename} declares entities; the document was not opened, for safety",
                    )
    except BROKEN as error:
        raise ReadError(source.name, f"the {kind} is damaged or cut off: {error}") from error


def _declares_entities(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Only the beginning needs a look, since a document type stands before the root.

    Word writes none; old OpenOffice names one in the manifest, without declarations. Reading stops at the size
    that the directory promises, so a false promise unpacks no more.
    """
    with package.open(part) as stream:
        head = stream.read(min(part.file_size, 65_536))
    text = head.replace(b"\0", b"")  # UTF-16 would hide the words
    return b"<!ENTITY" in text or _DOCTYPE_WITH_DECLARATIONS.search(text) is not None
