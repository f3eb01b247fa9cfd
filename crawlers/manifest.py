"""The manifest of a source: who publishes there, on what terms, at which addresses, and which of its laws matter."""

from __future__ import annotations

import ipaddress
import re
from importlib.resources.abc import Traversable
from typing import Annotated, Self
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from crawlers.formats import Format
from palermo.errors import DataError
from palermo.model.identifiers import LanguageCode, StateCode
from palermo.model.state import states
from palermo.reference_data import read_checked
from palermo.treaties.load import exists, themes

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
"""Small letters, digits and single hyphens: it can stand in an address and be a folder."""
Host = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(?:\.[a-z0-9-]+)+$")]
_PLACE = re.compile(r"\{(\w*)\}")


class _Checked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(_Checked):
    """How politely and how much. A site's robots.txt can only make it slower."""

    seconds_between_requests: float = Field(default=2.0, ge=0.5)
    requests_at_once: int = Field(default=1, ge=1, le=4)
    largest_file_mb: int = Field(default=30, ge=1, le=500)
    requests_for_a_law: int = Field(default=20, ge=1)
    """Pages and files that make up one law."""
    pages_of_lists: int = Field(default=1000, ge=1)
    """Pages of lists, feeds and tables of contents in one crawl, with the pages of records."""
    pages_of_records: int = Field(default=0, ge=0)
    """Of a source of records: how many records' own pages are read in one crawl, besides what its lists say."""


class Count(_Checked):
    """The fewest and the most of something that a sound crawl finds."""

    floor: int = Field(ge=0)
    ceiling: int

    @model_validator(mode="after")
    def _is_a_span(self) -> Self:
        if self.ceiling < self.floor:
            raise ValueError("ceiling: it lies below the floor")
        return self


class Counts(_Checked):
    """What a crawl of the source should find. A crawl outside these keeps what is held and says so."""

    listed: Count = Count(floor=0, ceiling=0)
    """Of the laws listed in the manifest, those that the site still has. A source of records lists none."""
    discovered: Count | None = None
    """The laws, or the records, that all lists together name (`--all`)."""


class ListedLaw(_Checked):
    """A law that the manifest lists, or that a list of the site named."""

    id: Name
    """The folder of its deposit, with the State's code above it."""
    key: str = Field(min_length=1, max_length=300)
    """What the address pattern needs."""
    title: str = Field(min_length=1)
    """In English where the manifest lists it."""
    native_title: str | None = None
    identifier: str | None = None
    """As the State's lawyers cite it, such as `2015 c. 30`; it makes the law's id, so it must not change."""
    year: int | None = Field(default=None, ge=1000, le=2200)
    kind: str | None = None
    """act, code, regulation ..., or `model` for a model law."""
    language: LanguageCode | None = None
    """Where it is not the first of the manifest's languages."""
    subjects: tuple[str, ...] = ()
    """Themes (`extradition`) and articles (`untoc:5`) that it serves."""
    starter: bool = False
    """Whether it is a central act, which `palermo crawl --starter` fetches."""
    unsure: bool = False
    """Whether its key or identifier was not certain when it was written down."""
    note: str | None = None

    @field_validator("subjects")
    @classmethod
    def _are_known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for subject in value:
            if subject not in themes() and not exists(subject):
                raise ValueError(f"'{subject}' is no theme (corpus/treaties/themes.yaml) and no article")
        return value


class Manifest(_Checked):
    """A source. Addresses are patterns with `{key}`; every host in them is among `hosts`."""

    id: Name
    version: int = Field(default=1, ge=1)
    """Raise it when the source's functions or facts change so that what is held has to be fetched anew."""
    publisher: str = Field(min_length=1)
    state: StateCode
    """Whose laws they are; of a source of records, whose database it is: each record names its own State."""
    records: bool = False
    """Whether the site is a database about laws of many States: facts and links are kept of it, and no text."""
    subdivision: str | None = Field(default=None, pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$")
    languages: tuple[LanguageCode, ...] = Field(min_length=1)
    licence: str = Field(min_length=1)
    terms: str
    """The address of the terms of use."""
    cadence: Annotated[str, StringConstraints(pattern=r"^(daily|weekly|monthly|yearly)$")]
    """How often it is worth asking whether something changed."""
    hosts: tuple[Host, ...] = Field(min_length=1)
    """The only hosts that are asked, redirects included."""
    robots: str = Field(min_length=1)
    """What the site's robots.txt was known to say, for people; each crawl reads and obeys the real one."""
    addresses: dict[str, str]
    """Patterns by name. `law` is where a law is asked for, `page` what people read (official_url), `find` the site's
    own search with `{words}`. Further ones are for the source's functions."""
    lists: tuple[str, ...] = ()
    """Addresses of lists, feeds and tables of contents from which `--all` starts."""
    list_headers: dict[str, str] = {}
    """Headers with which lists and `find` are asked for, such as the format that a site gives by `Accept`."""
    formats: tuple[Format, ...] = Field(min_length=1)
    """What the answers are, those of lists included."""
    encoding: str | None = None
    """The encoding of text that is not UTF-8, where the site declares none or a wrong one."""
    noise: tuple[str, ...] = ()
    """Regular expressions for what differs each time a page is served, and is no part of the law."""
    limits: Limits = Limits()
    counts: Counts
    laws: tuple[ListedLaw, ...] = ()
    untried: tuple[str, ...]
    """Addresses and shapes that nobody has tried on the live site, each with what it rests on."""

    @field_validator("state")
    @classmethod
    def _is_a_state(cls, value: str) -> str:
        if value not in states():
            raise ValueError(f"'{value}' is the three-letter code of no State or organization")
        return value

    @field_validator("hosts")
    @classmethod
    def _are_public_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for host in value:
            if _is_address(host) or host.endswith((".local", ".localhost", ".internal", ".onion")):
                raise ValueError(f"'{host}' is no public host name")
        return value

    @field_validator("noise")
    @classmethod
    def _are_expressions(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for expression in value:
            try:
                re.compile(expression.encode())
            except re.error as error:
                raise ValueError(f"'{expression}' is no regular expression: {error}") from error
        return value

    @field_validator("encoding")
    @classmethod
    def _is_an_encoding(cls, value: str | None) -> str | None:
        if value:
            try:
                "".encode(value)
            except LookupError:
                raise ValueError(f"'{value}' is no encoding that Python knows") from None
        return value

    @model_validator(mode="after")
    def _addresses_fit(self) -> Self:
        if "law" not in self.addresses and not self.records:
            raise ValueError("addresses: 'law', the pattern by which a law is asked for, is missing")
        for name, address in [*self.addresses.items(), *(("lists", each) for each in self.lists)]:
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ValueError(f"addresses: {name}: write it like https://{self.hosts[0]}/...")
            if name not in ("page",) and parts.hostname not in self.hosts:
                raise ValueError(f"addresses: {name}: its host is not among the hosts {', '.join(self.hosts)}")
        return self

    @model_validator(mode="after")
    def _laws_fit(self) -> Self:
        ids = [law.id for law in self.laws]
        twice = sorted({each for each in ids if ids.count(each) > 1})
        if twice:
            raise ValueError(f"laws: {', '.join(twice)} stands there twice")
        if self.records and (self.laws or not self.lists):
            raise ValueError("records: a source of records has lists, and no laws of its own")
        if not self.records and self.counts.listed.floor < 1:
            raise ValueError("counts: listed: let the floor be 1 at least")
        if len(self.laws) > self.counts.listed.ceiling or len(self.laws) < self.counts.listed.floor:
            raise ValueError(f"counts: listed: {len(self.laws)} laws are listed; let floor and ceiling enclose that")
        if self.lists and self.counts.discovered is None:
            raise ValueError("counts: discovered: give a floor and a ceiling for what the lists name")
        if not self.untried:
            raise ValueError("untried: say which addresses and shapes were never tried on the live site")
        return self

    @property
    def stem(self) -> str:
        """The name of its files without their endings, and of its folder in the tests."""
        return self.id.replace("-", "_")

    def address(self, name: str, **values: str) -> str:
        """The pattern with this name, its places filled with `values`; DataError where one is missing."""
        pattern = self.addresses.get(name)
        if pattern is None:
            raise DataError(f"{self.id}: the manifest has no address '{name}'; it is needed by the source's functions")
        missing = [place for place in _PLACE.findall(pattern) if place not in values]
        if missing:
            raise DataError(f"{self.id}: addresses: {name}: nothing is known for {{{missing[0]}}}")
        safe = "/" if name != "find" else ""
        return _PLACE.sub(lambda found: quote(values[found[1]], safe=f"{safe}:;,@~!$'()*-._"), pattern)

    def law(self, law_id: str) -> ListedLaw | None:
        """The listed law with this id."""
        return next((law for law in self.laws if law.id == law_id), None)


def read_manifest(file: Traversable) -> Manifest:
    """The manifest in a file; DataError names the file, the line and what is wrong."""
    manifest = read_checked(Manifest, file)
    if file.name != f"{manifest.stem}.yaml":
        raise DataError(f"{file}: id: '{manifest.id}' asks for the name {manifest.stem}.yaml. Rename one of them.")
    return manifest


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.replace(".", "").isdigit()
    return True
