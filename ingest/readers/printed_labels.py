"""Repair of documents whose markup numbers disagree with the labels printed in their text.

Converters from PDF give `bis` articles the number of the base article, start an article at a cross-reference, and
number transitory articles anew. The printed label is the law's own, so it decides.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from ingest.document import Block, BlockKind, Component, Document
from ingest.readers.numbers import bare_number, has_digit
from ingest.readers.page_furniture import without_page_furniture
from ingest.readers.printed_items import split_items

_LATIN = (
    r"bis|ter|qu[aá]ter|quint(?:us|o|er)|quinqu?ies|sex(?:ies|to|tus)|sept(?:ies|imus)|oct(?:ies|avus)"
    r"|non(?:ies|us)|dec(?:ies|imus)"
)
_SUFFIX = rf"\.?[\s-](?:{_LATIN})\b|-[A-Z]\b|\s[A-Z](?=\s?\.\s?-)"
_NUMBER = rf"\d+\s?[oº°ª]?(?:{_SUFFIX})?(?:[\s-]\d{{1,2}}\b)?(?:[\s-](?:{_LATIN})\b)?"
_ORDINAL_OPENING = re.compile(r"^([^\W\d_]+(?:\s[^\W\d_]+){0,2})\s?[.:][-–—]?\s+(?=[^\W\d_a-z])")


@dataclass
class _Unit:
    head: Block
    body: list[Block]

    @property
    def first_text(self) -> Block | None:
        return next((block for block in self.body if block.kind is BlockKind.TEXT), None)


def follow_printed_labels(blocks: list[Block], document: Document) -> list[Block]:
    """`blocks` with units renumbered, joined and cut by the labels printed in their text.

    Nothing changes where the text of most units does not repeat its own label. Adds a warning on each unit that was
    joined to the one before it.
    """
    word = _label_word(blocks)
    if not word:
        return blocks
    opening = re.compile(rf"{word}\s+({_NUMBER})\s?[.:)]?\s?[-–—.:]*(?=\s|$)", re.IGNORECASE)
    front, units = _grouped(blocks)
    opened = [bool(unit.first_text and opening.match(unit.first_text.text)) for unit in units]
    if not units or sum(opened) * 2 < len(units) * 0.7:
        return blocks
    _remove_furniture(front, units)
    result = list(front)
    last: _Unit | None = None
    transitional = False
    highest = 0
    seen: set[str] = set()
    printed = {bare_number(m[1]).casefold() for u in units if u.first_text and (m := opening.match(u.first_text.text))}
    for unit, by_label in zip(units, opened, strict=True):
        text = unit.first_text
        if by_label and text:
            pieces = [unit] if transitional else _cut(unit, opening, printed)
        else:
            ordinal = _ORDINAL_OPENING.match(text.text) if text else None
            if ordinal and text:
                unit.head.label = unit.head.number = ordinal[1]
                text.text = text.text[ordinal.end() :]
            if ordinal or not has_digit(unit.head.label):
                transitional = True
            elif last and text:
                document.warn(unit.head.place, f"{unit.head.label!r} is a cross-reference, not a unit: joined")
                _join(last, unit)
                result.extend(unit.body)
                continue
            pieces = [unit]
        for piece in pieces:
            _take_label(piece, opening)
            number = piece.head.number.casefold()
            restarts = number in seen and _base(number) < highest
            highest = max(highest, _base(number))
            seen.add(number)
            if transitional or restarts:
                piece.head.component = Component.TRANSITIONAL
            result.append(piece.head)
            result.extend(piece.body)
            last = piece
    return [part for block in result for part in _items(block)]


def _label_word(blocks: list[Block]) -> str:
    found = Counter(m[0] for b in blocks if b.kind is BlockKind.UNIT and (m := re.match(r"[^\W\d_]{2,}", b.label)))
    return re.escape(found.most_common(1)[0][0]) if found else ""


def _grouped(blocks: list[Block]) -> tuple[list[Block], list[_Unit]]:
    front: list[Block] = []
    units: list[_Unit] = []
    for block in blocks:
        if block.kind is BlockKind.UNIT:
            units.append(_Unit(block, []))
        else:
            (units[-1].body if units else front).append(block)
    return front, units


def _remove_furniture(front: list[Block], units: list[_Unit]) -> None:
    held = [block for block in front if block.kind is BlockKind.TEXT]
    held += [block for unit in units for block in unit.body if block.kind is BlockKind.TEXT]
    for block, text in zip(held, without_page_furniture([block.text for block in held]), strict=True):
        block.text = text


def _cut(unit: _Unit, opening: re.Pattern[str], printed: set[str]) -> list[_Unit]:
    """The unit, and those that open in the middle of its text and that the markup does not know."""
    pieces = [unit]
    for block in list(unit.body):
        if block.kind is not BlockKind.TEXT:
            continue
        base = _base(unit.head.number)
        for found in reversed(list(opening.finditer(block.text))):
            number = bare_number(found[1])
            before = block.text[: found.start()].rstrip()
            is_label = found[0].rstrip()[-1] in "-–—." and before.endswith((".", ";", "”", '"', "."))
            if found.start() and is_label and number.casefold() not in printed and base <= _base(number) <= base + 1:
                rest = unit.body[unit.body.index(block) + 1 :]
                head = replace(unit.head, text="", label=found[0], number=number)
                pieces.insert(1, _Unit(head, [replace(block, text=block.text[found.start() :]), *rest]))
                del unit.body[unit.body.index(block) + 1 :]
                block.text = before
    return pieces


def _base(number: str) -> int:
    found = re.match(r"\d+", number)
    return int(found[0]) if found else -1


def _take_label(unit: _Unit, opening: re.Pattern[str]) -> None:
    text = unit.first_text
    found = opening.match(text.text) if text else None
    if found and text:
        unit.head.number = bare_number(found[1])
        unit.head.label = found[0].rstrip(" .:-–—)")
        text.text = text.text[found.end() :].lstrip()


def _join(last: _Unit, unit: _Unit) -> None:
    before = next((block for block in reversed(last.body) if block.kind is BlockKind.TEXT), None)
    text = unit.first_text
    if before and text:
        before.text = f"{before.text} {text.text}"
        unit.body.remove(text)


def _items(block: Block) -> list[Block]:
    if block.kind is not BlockKind.TEXT:
        return [block]
    return [replace(block, text=text) for text in split_items(block.text)]
