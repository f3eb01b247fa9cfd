"""Model law: what is known about a published model law or model treaty, and which articles it serves."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from palermo.model.identifiers import LanguageCode


class ModelLawChapter(BaseModel):
    """A chapter of a model law with the articles known to stand in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chapter: str
    articles: tuple[str, ...] = ()


class ModelLaw(BaseModel):
    """Facts about a published model law; its text belongs to its publisher and is fetched, not shipped."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=3)
    kind: str = Field(pattern=r"^(model law|model treaty|model agreement|model regulations)$")
    year: int | None = Field(default=None, ge=1980, le=2100)
    publisher: str = Field(min_length=2)
    tradition: str | None = Field(default=None, pattern=r"^(common law|civil law)$")
    where: str | None = Field(default=None, pattern=r"^https?://\S+$")
    """Where its publisher offers it, as far as known."""
    where_note: str | None = None
    languages: tuple[LanguageCode, ...] = ()
    chapters: tuple[ModelLawChapter, ...] = ()
    chapters_complete: bool = False
    serves: tuple[str, ...] = ()
    """The articles that it serves."""
    serves_in_doubt: tuple[str, ...] = ()
    """Articles that it may serve; nobody has checked."""
    supersedes: tuple[str, ...] = ()
    """Ids of model laws that this one renews."""
    confirmed: bool
    """Whether title and year were seen on a page of the publisher or a library."""
    note: str | None = None


class ModelLawsFile(BaseModel):
    """`corpus/model_laws.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model_laws: tuple[ModelLaw, ...] = Field(min_length=1)
