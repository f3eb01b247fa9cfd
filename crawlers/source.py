"""A source: its manifest and its functions, found by the name of its files in `crawlers/sources/`."""

from __future__ import annotations

import hashlib
import importlib
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from crawlers.answers import Answer
from crawlers.checks import check, explained
from crawlers.failures import ChangedPage, CrawlFailure
from crawlers.manifest import ListedLaw, Manifest, read_manifest
from crawlers.titles import check_title
from crawlers.values import Fetched, Found, Record, Request
from palermo.errors import DataError, UnknownIdError
from palermo.model.identifiers import slug

_NOT_AS_EXPECTED = (LookupError, AttributeError, TypeError, ValueError)
"""What a function meets where a page is built otherwise: a field, an element or a date that is not there."""


@dataclass(frozen=True)
class Source:
    """A manifest and the module of functions beside it.

    The module has `parse(answers, law, manifest)`, which gives the law, or the requests whose answers it needs
    besides; `discover(answer, manifest)` where the manifest has lists or a search; and `listed(law, manifest)` where
    the pattern of the address is not enough to ask for a law. `sign(law, manifest)` may give the request for a small
    page that changes whenever the law does, and `sign_of(answer, law, manifest)` what on it tells. A source of records
    has only `discover`.
    """

    manifest: Manifest
    module: Any

    @property
    def can_discover(self) -> bool:
        """Whether the source can find laws that its manifest does not list."""
        return hasattr(self.module, "discover")

    def request(self, law: ListedLaw) -> Request:
        """What to ask for first to get a law."""
        listed = getattr(self.module, "listed", None)
        if listed is not None:
            found: Request = listed(law, self.manifest)
            return found
        return Request(self.manifest.address("law", key=law.key))

    def sign_request(self, law: ListedLaw) -> Request | None:
        """What to ask for to see whether a law may have changed; None where the site has no such page."""
        sign = getattr(self.module, "sign", None)
        found: Request | None = sign(law, self.manifest) if sign else None
        return found

    def sign_of(self, answer: Answer, law: ListedLaw) -> str:
        """What on that page differs when the law has changed; a named failure where it is no such page."""
        try:
            check(answer, self.manifest.formats)
            found: str = self.module.sign_of(answer, law, self.manifest)
        except _NOT_AS_EXPECTED as error:
            raise _changed(error, answer, self.manifest) from error
        return found

    def read(self, answers: Sequence[Answer], law: ListedLaw, *, checked: int = 0) -> Fetched | list[Request]:
        """The law that the answers so far give, or what is to be asked for next; a named failure where neither.

        checked: how many of the answers were read before, and are sound.
        """
        last = answers[-1]
        try:
            for last in answers[checked:]:
                if not (last.request.optional and last.status in (404, 410)):
                    check(last, self.manifest.formats)
            found = self.module.parse(answers, law, self.manifest)
            if isinstance(found, Fetched):
                check_title(found, law, last.address)
                return found
            return [found] if isinstance(found, Request) else list(found)
        except CrawlFailure as failure:
            raise explained(failure, last) from failure
        except _NOT_AS_EXPECTED as error:
            raise explained(_changed(error, last, self.manifest), last) from error

    def discover(self, answer: Answer) -> list[Found | Record | Request]:
        """The laws or records that a list names, and the further pages of it; a named failure where it is none."""
        try:
            check(answer, self.manifest.formats)
            found: Iterable[Found | Record | Request] = self.module.discover(answer, self.manifest)
            return list(found)
        except CrawlFailure as failure:
            raise explained(failure, answer) from failure
        except _NOT_AS_EXPECTED as error:
            raise explained(_changed(error, answer, self.manifest), answer) from error

    def law_of(self, found: Found) -> ListedLaw:
        """A law that a list names: the manifest's own entry where there is one with its key."""
        for law in self.manifest.laws:
            if law.key == found.key:
                return law
        return ListedLaw(
            id=_folder(found), key=found.key, title=found.title, identifier=found.identifier, year=found.year,
            kind=found.kind,
        )  # fmt: skip


def source_ids() -> list[str]:
    """The ids of all sources, in alphabetical order."""
    stems = (file.name.removesuffix(".yaml") for file in _folder_of_sources().iterdir() if file.name.endswith(".yaml"))
    return sorted(stem.replace("_", "-") for stem in stems)


@cache
def source(source_id: str) -> Source:
    """A source by its id; UnknownIdError where there is none, DataError where one of its files is wrong."""
    if source_id not in source_ids():
        raise UnknownIdError(f"'{source_id}' is no source: choose one of {', '.join(source_ids())}")
    stem = source_id.replace("-", "_")
    manifest = read_manifest(_folder_of_sources().joinpath(f"{stem}.yaml"))
    try:
        module = importlib.import_module(f"crawlers.sources.{stem}")
    except ModuleNotFoundError as error:
        raise DataError(f"{source_id}: crawlers/sources/{stem}.py cannot be imported: {error}") from error
    needed = "discover(answer, manifest)" if manifest.records else "parse(answers, law, manifest)"
    if not hasattr(module, needed.partition("(")[0]):
        raise DataError(f"{source_id}: crawlers/sources/{stem}.py has no function {needed}")
    return Source(manifest, module)


def _folder_of_sources() -> Traversable:
    return files("crawlers").joinpath("sources")


def _folder(found: Found) -> str:
    """A folder's name for a law that was found: words of its title, and a hash of its key that tells it apart."""
    words = slug(found.title, longest=50).encode("ascii", "ignore").decode().replace(".", "-")
    words = "-".join(part for part in words.split("-") if part)
    mark = hashlib.sha256(found.key.encode()).hexdigest()[:8]
    return f"{words}-{mark}" if words else mark


def _changed(error: Exception, answer: Answer, manifest: Manifest) -> ChangedPage:
    place = traceback.extract_tb(error.__traceback__)[-1]
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if f"{manifest.stem}.py" in frame.filename]
    where = own[-1] if own else place
    said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    reason = f"the page is not built as {manifest.stem}.py expects ({said}, line {where.lineno})"
    return ChangedPage(answer.address, reason)
