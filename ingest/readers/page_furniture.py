"""Running heads and page numbers that leaked into running text when a PDF was converted."""

from __future__ import annotations

import re
from collections import Counter

_PAGE_OF = re.compile(r"(?<!\d)(\d{1,4}) (de|of|di|von|sur|van|/) ?(\d{1,4})(?!\d)")
_SEEN_ENOUGH = 3
_LONGEST_HEAD = 60  # words


def without_page_furniture(texts: list[str]) -> list[str]:
    """`texts` without `7 of 90` and the words that follow it on most pages.

    Only a page count that comes back at least three times with rising page numbers and the same total counts as
    furniture, so a fraction in the law stays.
    """
    totals = Counter(found[3] for text in texts for found in _PAGE_OF.finditer(text) if int(found[1]) <= int(found[3]))
    if not totals:
        return texts
    total, often = totals.most_common(1)[0]
    if often < _SEEN_ENOUGH or int(total) < _SEEN_ENOUGH:
        return texts
    page = re.compile(rf"(?<!\d)\d{{1,4}} (?:de|of|di|von|sur|van|/) ?{total}(?!\d)")
    heads = Counter[tuple[str, ...]]()
    for text in texts:
        for found in page.finditer(text):
            heads[tuple(text[found.end() :].split()[:_LONGEST_HEAD])] += 1
    head = _common_start(list(heads.elements()))
    furniture = re.compile(page.pattern + (r"\s+" + r"\s+".join(map(re.escape, head)) if head else ""))
    return [" ".join(page.sub(" ", furniture.sub(" ", text)).split()) if page.search(text) else text for text in texts]


def _common_start(heads: list[tuple[str, ...]]) -> list[str]:
    """The words at the start that most heads share, one after the other."""
    common: list[str] = []
    group = heads
    while True:
        following = Counter(words[len(common)] for words in group if len(words) > len(common))
        if not following:
            return common
        word, often = following.most_common(1)[0]
        if often < max(_SEEN_ENOUGH, len(heads) // 2):
            return common
        group = [words for words in group if len(words) > len(common) and words[len(common)] == word]
        common.append(word)
