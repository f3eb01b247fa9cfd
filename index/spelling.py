"""Words that stand nowhere: what was probably meant, looked for by letters and read off what was found."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from index.analysis import spaced_words
from index.contract import Hit
from index.fields import PARTS
from index.plan import Plan, Wanted
from index.reader import Reader
from index.snippets import is_alike

_MOST_MISSPELLED = 3
"""Of more words that stand nowhere the text is in another language, or no question: looking for all of them is slow."""
_SHORTEST = 4
"""Letters; below that, too many words are one letter away."""
_TWO_MISTAKES_FROM = 8
"""Letters; in shorter words two mistakes make another word."""


def respelled_words(plan: Plan, reader: Reader) -> Mapping[Wanted, Wanted]:
    """The plan's words that stand nowhere in the index, each as one that may have a mistake or two."""
    words = {word.tokens[0]: word for word in plan.sought() if _may_be_misspelled(word)}
    known: set[str] = set()
    for part in PARTS:
        unknown = words.keys() - known
        if not unknown:
            break
        stems = {stem: token for token in unknown for stem in words[token].stems}
        known |= {token for token, count in reader.frequencies(f"{part}_words", unknown).items() if count}
        known |= {stems[stem] for stem, count in reader.frequencies(f"{part}_stems", stems).items() if count}
    if len(words.keys() - known) > _MOST_MISSPELLED:
        return {}
    return {
        word: dataclasses.replace(word, distance=2 if len(token) >= _TWO_MISTAKES_FROM else 1, stems=())
        for token, word in words.items() if token not in known
    }  # fmt: skip


def spellings_in(words: Iterable[Wanted], hits: Iterable[Hit]) -> Iterator[tuple[str, str]]:
    """For each misspelled word the word most often found in its place."""
    found: Counter[str] = Counter()
    for hit in hits:
        found.update(token for start, end in hit.highlights for token in spaced_words(hit.snippet[start:end]).split())
    for word in words:
        sought = word.tokens[0]
        nearest = next((token for token, _ in found.most_common() if is_alike(token, sought, word.distance)), None)
        if nearest:
            yield sought, nearest


def _may_be_misspelled(word: Wanted) -> bool:
    return (
        len(word.tokens) == 1 and len(word.tokens[0]) >= _SHORTEST and word.tokens[0].isalpha()
        and not (word.beginning or word.distance or word.scattered or word.number)
    )  # fmt: skip
