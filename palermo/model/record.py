"""Record: what a database of others says of a law, or of one provision of it. Facts and links, never its words."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from palermo.model.identifiers import IsoDate, Sha256, StateCode


class RecordOrigin(BaseModel):
    """Where facts were read: the address that was asked, when, and the hash of what it answered."""

    model_config = ConfigDict(frozen=True)

    address: str
    fetched_at: str
    sha256: Sha256


class LawRecord(BaseModel):
    """A record is no law: it says that somebody lists one. Nothing is cited from it and nothing is tagged."""

    model_config = ConfigDict(frozen=True)

    key: str = Field(min_length=1)
    """The database's own name of the record."""
    state: StateCode
    title: str = Field(min_length=1)
    """Of the law, as the database has it, mostly in English."""
    provision: str | None = None
    """The place in the law that the record is about, such as `Chapter I, Article 1-2`."""
    adopted: IsoDate | None = None
    in_force: IsoDate | None = None
    crime_types: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    """Treaty articles that the database tags it with (`untoc:5`)."""
    instruments: tuple[str, ...] = ()
    """Instruments that it is tagged with as a whole, where the database names no article."""
    offences: tuple[str, ...] = ()
    """Articles that define the offences of its crime types: our reading of the database's words, not its tag."""
    address: str
    """The record's page."""
    law_address: str = ""
    """The database's page of all that it has of the law."""
    documents: tuple[str, ...] = ()
    """Links to the original document."""
    listed_in: RecordOrigin
    details_from: RecordOrigin | None = None
    """The record's own page, where it was read: dates, articles and documents come from there."""

    def is_about(self, article: str) -> bool:
        """Whether it is tagged with a treaty article, or its crime type is the offence that the article defines."""
        return article in self.articles or article in self.offences
