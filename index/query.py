"""What a reader typed, as a tree: docs/search-language.md says it for readers.

NEAR binds tightest, then NOT, AND and OR, then the space between words: `a b OR c d` asks for a, for b or c, and for d.
Nothing is an error: what makes no sense is left out or read as words, and a problem says where and how.
"""

from __future__ import annotations

from index.query_nodes import Problem, Reading
from index.query_parser import parse
from index.query_scanner import scan

MOST_PROBLEMS = 20
"""Nobody reads more; the first ones are kept."""


def read(words: str) -> Reading:
    """The tree of `words`, whatever they are. The work grows with their length, and the tree has a largest size."""
    problems: list[Problem] = []
    parts = parse(scan(words, problems), problems)
    return Reading(tuple(parts), tuple(sorted(problems)[:MOST_PROBLEMS]))
