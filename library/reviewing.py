"""Reviewing: a person decides what a provision has to do with a place in a treaty, and sees what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from library.catching_up import behind_mark, when_free
from library.opening import Library
from palermo.analysis.anchoring import AnchoredReview, Passage, place_of
from palermo.analysis.reviewed_tags import deciding, is_at_or_below
from palermo.errors import SearchEngineError, UnknownIdError, UsageError
from palermo.model.law import Law
from palermo.model.provision import Provision
from palermo.model.review import Decision, Review
from palermo.model.tag import Grade, Tag
from palermo.treaties.load import exists

_WAIT_SECONDS = 5.0
_MADE_BEFORE = 0.0


class Standing(StrEnum):
    """What has become of a decision in the version that its law is read in today."""

    STANDS = "stands"
    SUPERSEDED = "superseded"
    WORDS_CHANGED = "words changed: look again"
    NOT_FOUND = "provision not found"


@dataclass(frozen=True, slots=True)
class ListedReview:
    """A decision, and the provision that it concerns today; without one where none was found."""

    review: Review
    standing: Standing
    provision: Provision | None
    law: Law | None
