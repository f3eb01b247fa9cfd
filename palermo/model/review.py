"""Review: a person's decision on what a provision has to do with a requirement."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

from palermo.model.tag import Grade
from palermo.treaties.reference import TreatyReference


class Decision(StrEnum):
    """What the person decided."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    ADDED = "added"
    REGRADED = "regraded"


class Review(BaseModel):
    """One decision by one person at one moment; a later one on the same link supersedes it."""

    model_config = ConfigDict(frozen=True)

    provision: str = Field(pattern=r"^/akn/[^\s#]+#\S+$")
    target: str
    """A treaty reference such as `untoc:5.1.a.ii`."""
    decision: Decision
    grade: Grade | None = None
    """The person's grade where the decision is `added` or `regraded`. Where it is `confirmed`, the grade that the tag
    had, so that a machine's later opinion does not change what was confirmed."""
    note: str = ""
    reviewer: str = Field(min_length=1)
    decided_at: AwareDatetime
    """Kept in UTC."""
    quote: str = ""
    """The words it stands on, so that the decision can be found again when the text is split anew."""

    @field_validator("decided_at")
    @classmethod
    def _in_utc(cls, moment: datetime) -> datetime:
        return moment.astimezone(UTC)

    @model_validator(mode="after")
    def _it_fits_together(self) -> Self:
        TreatyReference.parse(self.target)
        if self.grade is None and self.decision in (Decision.ADDED, Decision.REGRADED):
            raise ValueError(f"a review that is '{self.decision}' needs a grade")
        if self.grade is not None and self.decision is Decision.REJECTED:
            raise ValueError("a review that is 'rejected' has no grade: the link is not there")
        return self

    @property
    def id(self) -> str:
        """A hash over all fields: the same decision sent twice is one review."""
        fields = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(fields.encode()).hexdigest()
