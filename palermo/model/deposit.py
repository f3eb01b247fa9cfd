"""Deposit: what `meta.json` says of the source files beside it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator

from palermo.model.identifiers import IsoDate, LanguageCode, StateCode
from palermo.model.law import Kind


class DepositMeta(BaseModel):
    """The description beside the source files. Unknown fields are kept in `model_extra`."""

    model_config = ConfigDict(frozen=True, extra="allow")

    state: StateCode | None = None
    title: str | None = None
    native_title: str | None = None
    language: LanguageCode | None = None
    kind: str | None = None
    """The type of law: act, code, regulation; or `model` for a model law."""
    year: int | None = None
    identifier: str | None = None
    official_url: str | None = None
    publisher: str | None = None
    format: str | None = None
    licence: str | None = None
    version_date: IsoDate | None = None
    files: tuple[str, ...] = ()
    complete: bool | None = None
    fetched_at: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | dict[str, str] | None = None
    subdivision: str | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _an_empty_string_says_nothing(cls, value: Any) -> Any:
        return None if isinstance(value, str) and not value.strip() else value

    @property
    def text_kind(self) -> Kind:
        """`model` for model laws, else `law`."""
        return Kind.MODEL if self.kind == Kind.MODEL else Kind.LAW
