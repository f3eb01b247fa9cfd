"""How much of a known text a reader gives back: characters, their order, and provisions."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.split.assemble import Draft
from pdf_making.laws import Law

# Scripts without spaces between words count character by character.
_TOKEN = re.compile(
    "[\u0e00-\u0eff\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]|[^\\s|\u0e00-\u0eff\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+"
)


def tokens_of(text: str) -> list[str]:
    """The words of a text, or the characters where words are not set apart; presentation forms stay what they are."""
    found = _TOKEN.findall(unicodedata.normalize("NFC", text))
    return [token for token in found if token.strip() and token.strip(".…")]


def in_common(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence (Hyyrö's bit-parallel method)."""
    places: dict[str, int] = defaultdict(int)
    for place, token in enumerate(one):
        places[token] |= 1 << place
    row = (1 << len(one)) - 1
    everything = row
    for token in other:
        matches = places.get(token, 0)
        both = row & matches
        row = ((row + both) | (row - both)) & everything
    return len(one) - row.bit_count()


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1. characters: of whole words given back, what is too much counted like what is missing;
    order: of the words, those that stand in the right order."""

    characters: float
    order: float


def score(expected: str, found: str, aside: str = "") -> Score:
    """`found` against `expected`; `aside` is expected too, wherever it stands."""
    here, there, beside = tokens_of(expected), tokens_of(found), tokens_of(aside)
    want, have = Counter(here + beside), Counter(there)
    right = sum(len(token) * count for token, count in (want & have).items())
    most = max(sum(map(len, here + beside)), sum(map(len, there)))
    return Score(right / most if most else 1.0, in_common(here, there) / len(here) if here else 1.0)


def characters_right(expected: str, found: str) -> float:
    """The share of the characters that are right and in order, what is too much counted like what is missing; for
    scans, where single letters of a word may be misread."""
    here, there = ([c for c in text if not c.isspace() and c != "|"] for text in (expected, found))
    return in_common(here, there) / max(len(here), len(there), 1)


def provisions_right(laws: Sequence[Law], drafts: Sequence[Draft], language: str = "") -> tuple[int, int]:
    """How many articles of the laws have a provision with their number and words, and how many there are."""
    held = defaultdict(list)
    for draft in drafts:
        held[draft.number.split(":")[-1]].append(tokens_of(f"{draft.heading} {draft.text}"))
    right = total = 0
    for law in laws:
        for article in law.articles:
            total += 1
            wanted = tokens_of(" ".join((article.title, *article.paragraphs)))
            right += any(_alike(wanted, words) for words in held[article.number])
    return right, total


def _alike(one: list[str], other: list[str]) -> bool:
    return 2 * in_common(one, other) >= 0.98 * (len(one) + len(other))
