"""What a source's functions take and give. They know no network: they turn answers into laws, or into what to ask
for next."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask a site for.

    body: with one, the request is a POST; unchanging: what is served at this address never changes (a version with
    its date in the address), so it is asked for once; optional: that there is nothing at this address is no failure,
    and the source's function sees the answer's status.
    """

    address: str
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    unchanging: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A law that a list, a feed or a table of contents names.

    key: what the address pattern of the manifest needs; the same law always has the same key. Facts that the list
    does not say are left out.
    """

    key: str
    title: str
    identifier: str | None = None
    year: int | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What a database says of a law of some State: facts and links, never the law's words.

    key: the same record always has the same one; title: empty on the record's own page, which adds to what a list
    said; page: the address of that page, where it is worth asking for; the others as in `palermo.model.record`.
    """

    key: str
    state: str
    title: str = ""
    provision: str | None = None
    adopted: str | None = None
    in_force: str | None = None
    crime_types: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()
    address: str = ""
    law_address: str = ""
    documents: tuple[str, ...] = ()
    page: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A source file for the deposit, with its bytes as they were served or unpacked.

    name: of our own making, such as `law.xml`, never one from outside; address: where it was served.
    """

    name: str
    content: bytes
    address: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A law as its page says it is, and the files that belong to its deposit, the main one first.

    What is left out here is taken from the manifest's entry of the law.
    """

    files: tuple[File, ...]
    title: str | None = None
    native_title: str | None = None
    language: str | None = None
    kind: str | None = None
    year: int | None = None
    identifier: str | None = None
    version_date: str | None = None
    official_url: str | None = None
    complete: bool = True
    more: dict[str, str] = field(default_factory=dict)
    """Further facts for `meta.json`, under names of their own."""
