"""What a reader typed, as a tree: words, "phrases", begin*, AND, OR, NOT and -word.

Operators are capitals. AND binds tightest, then OR, then the space between words: `a b OR c d` asks for a, for b
or c, and for d. Nothing is malformed: an operator or a quote that makes no sense is read as if it were not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

MOST_CHARACTERS = 2_000
MOST_WORDS = 40
"""More is a pasted page, not a question: the rest is not read."""


class Form(StrEnum):
    """How the words of a leaf are meant."""

    WORD = "word"
    PHRASE = "phrase"
    BEGINNING = "beginning"


@dataclass(frozen=True, slots=True)
class Leaf:
    """Words as typed, without the signs around them."""

    text: str
    form: Form = Form.WORD


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Whatever does not have the part."""

    part: Node


Node = Leaf | Every | Either | Without

_TOKEN = re.compile(
    r"""(?P<minus>(?<!\S)[-−–](?=\S))?
        (?: "(?P<p1>[^"]*)" | “(?P<p2>[^”]*)” | „(?P<p3>[^“”]*)[“”] | «(?P<p4>[^»]*)» | 「(?P<p5>[^」]*)」
          | (?P<word>[^\s"“”„«»「」]+) )""",
    re.VERBOSE,
)
_OPERATORS = ("AND", "OR", "NOT")


def parse(words: str) -> tuple[Node, ...]:
    """The parts that `words` asks for, side by side; empty where there is nothing to look for."""
    tokens = _tokens(words[:MOST_CHARACTERS])
    parts: list[Node] = []
    position = 0
    while position < len(tokens):
        part, position = _either(tokens, position)
        if part is not None:
            parts.append(part)
    return tuple(parts)


def _tokens(words: str) -> list[Node | str]:
    """Leaves, excluded leaves, and the operators as words."""
    tokens: list[Node | str] = []
    for found in _TOKEN.finditer(words):
        phrase = next((found[f"p{i}"] for i in range(1, 6) if found[f"p{i}"] is not None), None)
        word = found["word"]
        if phrase is None and word in _OPERATORS and not found["minus"]:
            tokens.append(word)
            continue
        leaf = Leaf(phrase, Form.PHRASE) if phrase is not None else _word(word)
        if any(c.isalnum() for c in leaf.text):
            tokens.append(Without(leaf) if found["minus"] else leaf)
        if sum(not isinstance(token, str) for token in tokens) >= MOST_WORDS:
            break
    return tokens


def _word(word: str) -> Leaf:
    beginning = word.rstrip("*")
    if len(beginning) < len(word) and beginning[-1:].isalnum():
        return Leaf(beginning, Form.BEGINNING)
    return Leaf(word)


def _either(tokens: list[Node | str], position: int) -> tuple[Node | None, int]:
    parts: list[Node] = []
    while True:
        part, position = _every(tokens, position)
        if part is not None:
            parts.append(part)
        if position < len(tokens) and tokens[position] == "OR":
            position += 1
            continue
        return (None if not parts else parts[0] if len(parts) == 1 else Either(tuple(parts))), position


def _every(tokens: list[Node | str], position: int) -> tuple[Node | None, int]:
    parts: list[Node] = []
    excluded = False
    while position < len(tokens):
        found = tokens[position]
        if found == "NOT":
            excluded = True
        elif found == "OR":
            break
        elif not isinstance(found, str):
            parts.append(Without(found) if excluded and not isinstance(found, Without) else found)
            excluded = False
            if position + 1 >= len(tokens) or tokens[position + 1] != "AND":
                position += 1
                break
        position += 1
    return (None if not parts else parts[0] if len(parts) == 1 else Every(tuple(parts))), position
