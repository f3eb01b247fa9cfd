"""What a crawl of a source did, in the fields that `palermo crawl --json` prints."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from crawlers.failures import CrawlFailure


@dataclass
class CrawlReport:
    """Laws by id. `failed` and `failures_of_source` name each failure with its address and reason."""

    source: str
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)
    failures_of_source: list[dict[str, str]] = field(default_factory=list)
    discovered: int = 0
    records: int = 0
    """Records of laws that were written down, of a source of records."""
    requests: int = 0
    is_complete: bool = False
    """False where the crawl was stopped, by a person or after too many failures; the next one goes on there."""

    @property
    def fetched(self) -> list[str]:
        """The laws whose deposits were written."""
        return [*self.new, *self.changed]

    @property
    def has_failed(self) -> bool:
        """Whether anything was not as it should be."""
        return bool(self.failed or self.failures_of_source)

    def as_json(self) -> dict[str, Any]:
        """As it is printed and written down."""
        return asdict(self)


def failure_line(failure: CrawlFailure, law: str = "") -> dict[str, str]:
    """A failure as reports have it."""
    line = {"law": law, "address": failure.place, "failure": failure.name, "reason": failure.reason}
    return {name: value for name, value in line.items() if value}
