"""Numbers of provisions among the words of a query, each joined with the words that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

from index.folding import fold
from index.numbers import DESIGNATIONS, asked_number_key, is_addition, is_letter_of_a_number, number_key
from index.query_nodes import Form, Leaf, Node
from palermo.asking.citations import NationalCitation


@dataclass(frozen=True, slots=True)
class NumberLeaf(Leaf):
    """A leaf that asks for a provision by its number."""

    key: str = ""
    sure: bool = False
    """It can hardly be a mere quantity: it has parts, or a word such as `article` before it."""


def is_word(node: Node | None) -> TypeGuard[Leaf]:
    """Whether it is a word as such: no phrase, beginning or misspelling, and in no field."""
    return isinstance(node, Leaf) and node.form is Form.WORD


def with_numbers_joined(parts: Sequence[Node], cited: NationalCitation | None) -> list[Node]:
    """The parts, each number joined with the words that belong to it: `article 177 bis` is one leaf.

    cited: the provision that the words cite, so that its number is no mere quantity.
    """
    parts = [piece for part in parts for piece in _without_spaces_apart(part, cited)]
    joined: list[Node] = []
    position = 0
    while position < len(parts):
        part = parts[position]
        position += 1
        key = asked_number_key(part.text) if is_word(part) else None
        if key is None or not is_word(part):
            joined.append(part)
            continue
        text, start, end = part.text, part.start, part.end
        following = parts[position] if position < len(parts) else None
        if key.isdigit() and is_word(following) and is_addition(following.text):
            text, key, end = f"{text} {following.text}", key + following.text.casefold(), following.end
            position += 1
        before = joined[-1] if joined else None
        if is_word(before) and is_letter_of_a_number(before.text):
            text, key, start = f"{before.text} {text}", number_key(before.text + key), before.start
            joined.pop()
            before = joined[-1] if joined else None
        designated = False
        if is_word(before) and fold(before.text) in DESIGNATIONS:
            joined.pop()
            designated, start = True, before.start
        is_cited = cited is not None and start <= cited.start < end
        sure = designated or is_cited or not key.isdigit()
        joined.append(NumberLeaf(text, Form.WORD, start=start, end=end, key=key, sure=sure))
    return joined


def _without_spaces_apart(part: Node, cited: NationalCitation | None) -> list[Node]:
    """A run without spaces in which a provision is cited, as the law and the number: 刑法第一百九十一条."""
    if cited is None or not is_word(part) or not part.start < cited.start < part.end:
        return [part]
    law, number, rest = (
        Leaf(part.text[start - part.start : end - part.start], start=start, end=end)
        for start, end in ((part.start, cited.start), (cited.start, cited.end), (cited.end, part.end))
    )
    asked = NumberLeaf(number.text, start=number.start, end=number.end, key=number_key(cited.number), sure=True)
    return [law, asked, rest] if rest.text else [law, asked]
