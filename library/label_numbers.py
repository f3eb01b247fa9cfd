"""Numbers of provisions as labels compare them, and the ranges of a law that somebody labelled."""

from __future__ import annotations

import re
import unicodedata
from typing import TypeAlias

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_WORD_BEFORE = re.compile(
    r"^(art(icle|icolo|iculo|ikel|\.)?|section|sec\.|s\.|§+|seksyen|para(graf)?\.?)\s*"
)  # fmt: skip

Key: TypeAlias = tuple[tuple[int, int | str], ...]
Ranges: TypeAlias = tuple[tuple[Key, Key], ...]


def comparable_number(number: str) -> str:
    """A number in the form in which labels compare: case, spaces, accents, a word before it, and hyphens or dots
    before a letter do not matter; a superscript is told from a plain digit."""
    plain = re.sub(r"<sup>\s*(.*?)\s*</sup>", r"_\1", number, flags=re.IGNORECASE)
    plain = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: "_" + m[0].translate(_SUPERSCRIPTS), plain).replace("^", "_")
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", plain).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _WORD_BEFORE.sub("", plain.strip())
    plain = re.sub(r"\s+", "", plain).rstrip(".:)")
    return re.sub(r"[-–.](?=[^\W\d_])", "", plain).replace("–", "-")


def ranges(written: list[str]) -> Ranges:
    """The ranges of a `gold_scope`: `5 to 9`, `5-9`, or a single number, which covers its own subdivisions.

    A hyphen may also be part of a number: the first that makes a rising range parts it. What has neither digit nor
    letter covers nothing.
    """
    found = []
    for part in written:
        if " to " in part:
            low, high = part.split(" to ", 1)
            found.append((_key(low), _key(high)))
            continue
        pairs = [(_key(part[:at]), _key(part[at + 1 :])) for at, character in enumerate(part) if character in "-–"]
        rising = next((pair for pair in pairs if _is_rising(*pair)), None)
        if rising or _key(part):
            found.append(rising or (_key(part), _key(part)))
    return tuple(found)


def is_inside(number: str, within: Ranges | None) -> bool:
    """Whether a number lies in one of the ranges; None stands for everything."""
    if within is None:
        return True
    key = _key(number)
    return bool(key) and any(low <= key and key[: len(high)] <= high for low, high in within)


def _key(number: str) -> Key:
    return tuple(
        (0, int(token)) if token.isdigit() else (1, token)
        for token in re.findall(r"\d+|[^\W\d_]+", comparable_number(number))
    )


def _is_rising(low: Key, high: Key) -> bool:
    return bool(low and high) and high[0][0] == low[0][0] and low <= high
