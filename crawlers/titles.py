"""Whether a page's title can be that of the law that was asked for, where the law's address was not certain."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawlers.failures import AnotherLaw
from crawlers.manifest import ListedLaw
from crawlers.values import Fetched
from palermo.model.identifiers import slug

_SHORTEST_TELLING = 5
"""Letters. Shorter words stand in the titles of many laws."""
_ENOUGH = 2 / 3
_YEAR = re.compile(r"(?<!\d)(1[6-9]\d{2}|20\d{2})(?!\d)")


def check_title(fetched: Fetched, law: ListedLaw, address: str) -> None:
    """Raise AnotherLaw where a law whose key or identifier was not certain has the title of another one.

    A number that was guessed, or that the site gave away anew, leads to a sound page of a wrong law. Titles in two
    languages cannot be compared, so nothing is said where the manifest does not give the title in the page's own.
    """
    names = [name for name in (fetched.native_title, fetched.title) if name]
    if not law.unsure or not names or (law.identifier and fetched.identifier == law.identifier):
        return
    expected = law.native_title or (law.title if (law.language or fetched.language) == "en" else None)
    if expected and not any(is_named_alike(name, expected) for name in names):
        raise AnotherLaw(address, f"it is another law, '{names[0][:200]}', where '{expected}' is expected")


def is_named_alike(one: str, other: str) -> bool:
    """Whether two titles share most of the words that tell laws apart, and no year speaks against it."""
    years = set(_YEAR.findall(one)), set(_YEAR.findall(other))
    if all(years) and not years[0] & years[1]:
        return False
    first, second = slug(one, longest=1000), slug(other, longest=1000)
    if first in second or second in first:
        return True
    shares = (_share(_telling(first), second), _share(_telling(second), first))
    return max(shares) >= _ENOUGH


def _telling(folded: str) -> set[str]:
    return {word for word in re.split(r"[-.]", folded) if len(word) >= _SHORTEST_TELLING or word.isdigit()}


def _share(words: Iterable[str], folded: str) -> float:
    """How many of the words are in a title, from 0 to 1; 0 where there are none."""
    found = [word in folded for word in words]
    return sum(found) / len(found) if found else 0.0
