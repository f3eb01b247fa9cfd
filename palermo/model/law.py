"""Law, version and source file: the work, expression and manifestation of FRBR as Akoma Ntoso names them."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt

from palermo.model.identifiers import IsoDate, LanguageCode, Sha256, StateCode, slug


class Kind(StrEnum):
    """What sort of text this is; never mixed up in a list of results."""

    LAW = "law"
    MODEL = "model"
    DIGEST = "digest"


UNREAD = "unread"
"""The format of a source file whose words could not be read."""


class LegalStatus(StrEnum):
    """How a text stands in law, as its source says; drafts are never mixed up with law."""

    ENACTED = "enacted"
    BILL = "bill"
    REPEALED = "repealed"
    NONE = "none"
    """Model laws and digests, which are no law anywhere."""


_NOT_YET_LAW = ("bill", "draft", "proposal", "proyecto", "projet", "projeto")


class Law(BaseModel):
    """A law as an abstract work, whatever its language or date (FRBR work)."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(pattern=r"^/akn/[a-z-]+/[^\s#@]+$")
    kind: Kind = Kind.LAW
    state: StateCode
    subdivision: str | None = None
    """The province or territory that made it (ISO 3166-2), where it is not the State's own."""
    title: str = Field(min_length=1)
    native_title: str | None = None
    type: str = "act"
    """act, code, regulation ... as the publisher says."""
    year: int | None = Field(default=None, ge=1000, le=2200)
    identifier: str | None = None
    publisher: str | None = None
    official_url: str | None = None
    licence: str | None = None

    @property
    def status(self) -> LegalStatus:
        """Whether it is law, as far as its type says."""
        if self.kind is not Kind.LAW:
            return LegalStatus.NONE
        words = self.type.casefold().replace("_", "-").split("-")
        return LegalStatus.BILL if any(word in _NOT_YET_LAW for word in words) else LegalStatus.ENACTED


class SourceFile(BaseModel):
    """The bytes as they were served (FRBR manifestation), with where and when."""

    model_config = ConfigDict(frozen=True)

    file: str = Field(min_length=1)
    sha256: Sha256
    size: NonNegativeInt
    format: str
    """The reader that was used, or `unread` with the reason among the warnings."""
    url: str | None = None
    fetched_at: str | None = None
    """ISO 8601, as the crawler or the deposit says; None where nobody wrote it down."""


class Version(BaseModel):
    """A law in one language at one date (FRBR expression)."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(pattern=r"^/akn/[a-z-]+/[^\s#]+@[^\s#]*$")
    law: str
    language: LanguageCode
    language_method: str
    language_confidence: float = Field(ge=0, le=1)
    version_date: IsoDate | None = None
    deposit: str
    """The last two folders of the deposit it came from, such as `can/criminal-code`."""
    fingerprint: Sha256
    """Hash over the source files and the deposit's description: the same again changes nothing."""
    sources: tuple[SourceFile, ...] = Field(min_length=1)
    complete: bool | None = None
    text_score: float | None = Field(default=None, ge=0, le=1)
    """How far its words can be trusted, over all pages; None for formats without pages."""
    unread_with: str | None = None
    """What could be used for reading when something of its files stayed unread or doubtful; None where nothing did.

    Where other means are at hand, the same files are read again.
    """

    @property
    def is_unread(self) -> bool:
        """Whether it is held without a single word: its remarks say why, and what to do."""
        return self.sources[0].format == UNREAD


def law_id(state_iso2: str, type_: str, year: int | None, identifier: str | None, title: str) -> str:
    """The Akoma Ntoso work address, made of the fewest stable fields.

    `state_iso2` is lower-case ISO 3166-1 alpha-2; the identifier names the law where the State gives one,
    else its title does.
    """
    parts = ["", "akn", state_iso2, slug(type_) or "act"]
    if year:
        parts.append(str(year))
    parts.append(slug(identifier or title) or "untitled")
    return "/".join(parts)
