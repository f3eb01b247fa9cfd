"""Every error that Palermo raises on purpose. A message names what, where and the next step."""

from __future__ import annotations


class PalermoError(Exception):
    """The root: catching it catches whatever Palermo raises on purpose."""


class UsageError(PalermoError):
    """The person asked for something that cannot be done as asked (exit status 2)."""


class UnknownIdError(UsageError):
    """An identifier names nothing that is held."""


class DataError(PalermoError):
    """A reference file that ships with Palermo, or that a lawyer edited, is not valid."""


class InputError(PalermoError):
    """A source file or its description cannot be used; the rest goes on."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class DepositError(InputError):
    """A deposit's meta.json or its files cannot be used."""


class ReadError(InputError):
    """A document cannot be read at all: empty, binary, encrypted, too large, or cut off."""


class CatalogueError(PalermoError):
    """The store of record cannot be opened, migrated or written."""


class SearchEngineError(PalermoError):
    """The search engine cannot be opened or answers wrongly."""


class MissingToolError(PalermoError):
    """An optional part is not installed; the message says how to get it."""
