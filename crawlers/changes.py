"""A change of a law, for a person, for a program and for a feed reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from crawlers.atom import Entry, feed
from crawlers.differences import Difference, counts, in_words


class ChangeKind(StrEnum):
    """What may have happened to a law."""

    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a law. moment: in UTC, ISO 8601; address: where people read it, or where it has
    moved to; version, old_version: the ids of its versions after and before, where its words changed."""

    kind: ChangeKind
    moment: str
    law: str
    title: str
    state: str
    address: str = ""
    version: str = ""
    old_version: str = ""
    differences: tuple[Difference, ...] = ()

    @property
    def summary(self) -> str:
        """What happened, in a few words."""
        match self.kind:
            case ChangeKind.NEW:
                return "taken in for the first time"
            case ChangeKind.MOVED:
                return f"now at {self.address}"
            case ChangeKind.WITHDRAWN:
                return "no longer at its address; what was fetched is kept"
        found = counts(self.differences)
        numbers = (f"{number} {'provision' if number == 1 else 'provisions'} {kind}" for kind, number in found.items())
        return ", ".join(numbers) or "no provision changed"

    def in_words(self) -> str:
        """The change for a person, a line for each provision below it."""
        head = f"{self.moment[:10]} {self.state}: {self.title}: {self.kind}, {self.summary}"
        return "\n".join([head, *(f"  {in_words(one)}" for one in self.differences)])

    def as_json(self) -> dict[str, Any]:
        """As `palermo changes --json` prints it."""
        facts = {
            "kind": self.kind.value, "moment": self.moment, "law": self.law, "title": self.title, "state": self.state,
            "address": self.address, "version": self.version, "old_version": self.old_version,
            "summary": self.summary,
        }  # fmt: skip
        return {name: value for name, value in facts.items() if value} | {
            "provisions": [_as_json(difference) for difference in self.differences]
        }


def as_feed(found: Sequence[Change]) -> str:
    """Changes as an Atom feed."""
    entries = [
        Entry(
            name=f"{change.kind} {change.version or change.law} {change.moment}",
            title=f"{change.state}: {change.title} ({change.kind})", moment=change.moment,
            summary="\n".join([change.summary, *map(in_words, change.differences)]), address=change.address,
            category=change.kind.value,
        )
        for change in found
    ]  # fmt: skip
    return feed(
        entries, title="Changes of laws held by Palermo", moment=datetime.now(UTC).isoformat(timespec="seconds")
    )


def _as_json(difference: Difference) -> dict[str, Any]:
    provision = difference.provision
    return {
        "kind": difference.kind.value, "id": provision.id, "number": provision.number, "heading": provision.heading,
        "old_number": difference.old.number if difference.old else None,
        "passages": [asdict(passage) for passage in difference.passages],
    }  # fmt: skip
