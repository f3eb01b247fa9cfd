"""Which laws of a source a crawl is about."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from crawlers.manifest import ListedLaw
from crawlers.source import Source
from crawlers.values import Request
from palermo.errors import UsageError


@dataclass(frozen=True)
class Scope:
    """The laws that the manifest lists, unless something else is asked for.

    starter: the central acts only; everything: all laws that the source's lists name, besides those listed;
    words: the laws whose title has these words, wherever they are found; laws: those with these ids; limit: at most
    so many.
    """

    starter: bool = False
    everything: bool = False
    words: str = ""
    laws: tuple[str, ...] = ()
    limit: int | None = None

    def __str__(self) -> str:
        """A text that two crawls share if they are about the same laws."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)

    @property
    def is_whole(self) -> bool:
        """Whether all laws that the manifest lists are asked for."""
        return not (self.starter or self.words or self.laws or self.limit)

    @property
    def discovers(self) -> bool:
        """Whether lists are read too."""
        return self.everything or bool(self.words)

    def listed(self, source: Source) -> list[ListedLaw]:
        """The listed laws that belong to it; UsageError where an id is none, or nothing can be found at all."""
        if source.manifest.records and (self.starter or self.words or self.laws):
            raise UsageError(f"{source.manifest.id} gives records about laws, and no laws: crawl it as a whole")
        laws = list(source.manifest.laws)
        for law_id in self.laws:
            if source.manifest.law(law_id) is None:
                known = ", ".join(law.id for law in laws)
                raise UsageError(f"'{law_id}' is no law that {source.manifest.id} lists: choose one of {known}")
        if self.everything and not source.manifest.lists:
            raise UsageError(f"{source.manifest.id} has no lists to find all laws with: leave --all out")
        if self.laws:
            return [law for law in laws if law.id in self.laws]
        if self.starter:
            return [law for law in laws if law.starter]
        if self.words:
            laws = [law for law in laws if self.has_words(f"{law.title} {law.native_title or ''}")]
            if not laws and not self.lists(source):
                raise UsageError(
                    f"{source.manifest.id} lists no law with '{self.words}' in its title, and has no search"
                )
        return laws

    def has_words(self, title: str) -> bool:
        """Whether a title has all the words that are looked for, in any order, capitals or not."""
        return all(word in title.casefold() for word in self.words.casefold().split())

    def lists(self, source: Source) -> list[Request]:
        """What to ask for to find further laws: the site's own search where it has one, else all lists."""
        if not (self.discovers or source.manifest.records) or not source.can_discover:
            return []
        manifest, headers = source.manifest, tuple(source.manifest.list_headers.items())
        if self.words and "find" in manifest.addresses:
            return [Request(manifest.address("find", words=self.words), headers)]
        return [Request(address, headers) for address in manifest.lists]
