"""Whether an answer can be a law at all, before a source's function looks at it; and what a page is that was not
recognised."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from crawlers.answers import Answer
from crawlers.failures import (
    BotWall,
    ChangedPage,
    CrawlFailure,
    EmptyFile,
    LoginPage,
    MissingLaw,
    Refused,
    TruncatedFile,
    Unreachable,
    WrongContentType,
)
from crawlers.formats import Format
from palermo.reference_data import read_yaml

_NOT_AT_THE_MOMENT = (202, 408, 429, 500, 502, 503, 504, 522, 524)
_GONE = (404, 410)
_LARGEST_WALL = 50_000
"""Bytes. Larger pages are the site's own, where a login in the corner and a captcha in a form mean nothing."""


def check(answer: Answer, formats: tuple[Format, ...]) -> None:
    """Raise the failure that an answer is, by its status, format, encoding and end; nothing where it may be a law.

    formats: those that the manifest expects.
    """
    if "challenge" in answer.headers.get("cf-mitigated", ""):
        raise BotWall(answer.address, "the site asks for a proof that a person is reading")
    _check_status(answer)
    if not answer.body.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile(answer.address, "the answer has no bytes in it")
    if not _is_expected(answer.format, formats):
        raise other_page(answer) or WrongContentType(
            answer.address,
            f"it is {answer.format.value} (declared as '{answer.content_type}'), not {' or '.join(formats)}",
        )
    if answer.format.is_text:
        answer.text  # noqa: B018 (EncodingLie where it cannot be decoded)
    _check_end(answer)


def explained(failure: CrawlFailure, answer: Answer) -> CrawlFailure:
    """A page that was not recognised: a bot wall or a login page where it has their signs, else the failure itself."""
    if isinstance(failure, ChangedPage) and (found := other_page(answer)):
        return found
    return failure


def other_page(answer: Answer) -> CrawlFailure | None:
    """The failure that a page of HTML shows by its signs (`signs.yaml`); None where it has none of them."""
    if answer.format is not Format.HTML:
        return None
    where = next((sign for sign in _signs()["login_address"] if sign in answer.address.casefold()), None)
    if where:
        return LoginPage(answer.address, f"it was sent to '{where}'")
    if len(answer.body) > _LARGEST_WALL:
        return None
    page = answer.body.decode("utf-8", errors="replace").casefold()
    for sign in _signs()["bot_wall"]:
        if sign in page:
            return BotWall(answer.address, f"the page has the words '{sign}'")
    if re.search(r"<input[^>]+type\s*=\s*[\"']?password", page):
        return LoginPage(answer.address, "the page asks for a password")
    return None


def _check_status(answer: Answer) -> None:
    status = answer.status
    if status < 300 and status != 202:
        return
    if status in _GONE:
        raise MissingLaw(answer.address, f"the site answers {status}: there is no such law at this address")
    if found := other_page(answer):
        raise found
    if status == 401:
        raise LoginPage(answer.address, "the site answers 401: it asks for a login")
    if status in _NOT_AT_THE_MOMENT:
        later = answer.headers.get("retry-after")
        more = f" and asks to come back later ({later})" if later else ""
        raise Unreachable(answer.address, f"the site answers {status}{more}")
    raise Refused(answer.address, f"the site answers {status}")


def _is_expected(found: Format, formats: tuple[Format, ...]) -> bool:
    return found in formats or (found is Format.TEXT and Format.CSV in formats)


def _check_end(answer: Answer) -> None:
    """Formats that say where they end must have their end. HTML that has none is common: its reader has to see."""
    tail = answer.body[-2048:]
    if answer.format is Format.PDF and b"%%EOF" not in tail:
        raise TruncatedFile(answer.address, "the PDF has no end")
    if answer.format is Format.ZIP and b"PK\x05\x06" not in answer.body[-70_000:]:
        raise TruncatedFile(answer.address, "the archive has no table of contents at its end")
    if answer.format is Format.XML:
        answer.xml  # noqa: B018 (TruncatedFile where it breaks off)
    if answer.format is Format.JSON:
        answer.json  # noqa: B018
    if answer.format is Format.HTML:
        _check_html(answer)


def _check_html(answer: Answer) -> None:
    text = answer.text
    has_end = re.search(r"</\s*(?:html|body)\s*>", text[-20_000:], re.IGNORECASE)
    begins_whole = re.search(r"<html[\s>]", text[:6000], re.IGNORECASE)
    if begins_whole and not has_end:
        raise TruncatedFile(answer.address, "the page begins with <html> and has no </html>")
    if not re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>|\s|&nbsp;", "", text, flags=re.DOTALL | re.IGNORECASE):
        raise EmptyFile(answer.address, "the page has no words in it")


@cache
def _signs() -> dict[str, Any]:
    found = read_yaml(files("crawlers").joinpath("signs.yaml"))
    return {name: [sign.casefold() for sign in signs] for name, signs in found.items()}
