"""The world's failures, by name: what a site can answer instead of the law that was asked for.

`palermo sources status` shows the names, and docs/crawling.md says what a maintainer does about each.
"""

from __future__ import annotations

from palermo.errors import InputError


class CrawlFailure(InputError):  # noqa: N818 (its kinds are named after what a site does)
    """A law, or a list of laws, that could not be had. place: the address; reason: what was there instead."""

    @property
    def name(self) -> str:
        """Its name in reports, such as `BotWall`."""
        return type(self).__name__


class BotWall(CrawlFailure):
    """The site shows a page for browsers with a person before them."""


class LoginPage(CrawlFailure):
    """The site asks for a login."""


class WrongContentType(CrawlFailure):
    """The answer has another format than the manifest expects."""


class EmptyFile(CrawlFailure):
    """The answer has no words in it."""


class TruncatedFile(CrawlFailure):
    """The answer breaks off before its end."""


class EncodingLie(CrawlFailure):
    """The bytes are not in the encoding that the answer declares, nor in UTF-8."""


class ChangedPage(CrawlFailure):
    """The page is not built as the source's functions expect."""


class MissingLaw(CrawlFailure):
    """The site says that there is no such law at this address."""


class AnotherLaw(CrawlFailure):
    """The page is a law, but by its title not the one that was asked for; its address was not certain."""


class BelowFloor(CrawlFailure):
    """Fewer laws than the manifest's floor: what the crawl before found is kept."""


class AboveCeiling(CrawlFailure):
    """More laws than the manifest's ceiling: a list is read wrongly."""


class Forbidden(CrawlFailure):
    """The site's robots.txt does not allow the address."""


class Refused(CrawlFailure):
    """The site answers with a status that gives no law, and says nothing more."""


class Unreachable(CrawlFailure):
    """The site does not answer, or answers that it cannot at the moment."""


class TooLarge(CrawlFailure):
    """The answer, or what it unpacks to, is larger than the manifest allows."""


class UnsafeAddress(CrawlFailure):
    """An address that the manifest does not name, or one within a private network."""


class UnsafeArchive(CrawlFailure):
    """An archive that is damaged, or built to do harm."""


class TooManyRequests(CrawlFailure):
    """A law or a list needs more requests than the manifest allows."""


class GaveUp(CrawlFailure):
    """So many laws failed one after another that the site was left in peace; the next crawl goes on there."""
