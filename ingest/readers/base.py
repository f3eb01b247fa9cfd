"""What a reader is, and how one is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ingest.document import Document
from ingest.source import Source


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: how to know it, and how to read it.

    knows: whether a source is of this format, by its content (never by its publisher's or law's name);
    read: the document, or ReadError where nothing can be read.
    """

    name: str
    knows: Callable[[Source], bool]
    read: Callable[[Source], Document]
