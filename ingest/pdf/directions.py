"""Lines with letters from right to left: from the order of the eye to the order of reading.

The file may hold such letters in either order, and engines guess which. The page cannot lie: the glyphs are taken as
they stand from left to right, and put in the order in which they are read (the way back from Unicode's UAX 9).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»", "<": ">", "‹": "›", "“": "”", "﴾": "﴿"}
_OTHER = {**_BRACKETS, **{closing: opening for opening, closing in _BRACKETS.items()}}
_OPENING, _CLOSING = frozenset(_BRACKETS), frozenset(_BRACKETS.values())
_WITHIN_NUMBERS = frozenset(".,/:٫٬\u066b\u066c")
_WITHIN_WESTERN_NUMBERS = _WITHIN_NUMBERS | {"-", "–", "+"}
_OF_NUMBERS = frozenset("%٪‰°$€£")
_LEADING_MARK = re.compile(r"^([-–/.)،:]{1,2})(\d{1,4})(?=\s|$)")
_RIGHT, _LEFT, _NUMBER, _SPACE, _NEUTRAL = "R", "L", "N", " ", "-"


def in_order_of_reading(glyphs: Sequence[str], from_right: bool) -> str:
    """The text of glyphs that are given from left to right, spaces among them.

    from_right: whether the line as a whole is read from the right; runs of the other direction are turned in either.
    """
    kinds = [_kind(glyph) for glyph in glyphs]
    arabic = any("\u0600" <= glyph[0] <= "\u08ff" or "\ufb50" <= glyph[0] <= "\ufeff" for glyph in glyphs)
    runs = _runs_from_left(glyphs, kinds, arabic) if from_right else _runs_from_right(kinds)
    parts: list[str] = []
    place = len(glyphs)
    if not from_right:
        place = 0
        for start, end in runs:
            parts += glyphs[place:start]
            parts.append(_turned(glyphs[start:end]))
            place = end
        return "".join([*parts, *glyphs[place:]])
    for start, end in reversed(runs):
        parts += reversed(glyphs[end:place])
        parts.append("".join(glyphs[start:end]))
        place = start
    parts += reversed(glyphs[:place])
    text = with_brackets("".join(parts))
    # A counting mark drawn as for Latin letters: "1-" with its dash on the right, at the line's beginning.
    return _LEADING_MARK.sub(r"\2\1", text)


@lru_cache(maxsize=4096)
def _kind(glyph: str) -> str:
    if glyph.isspace():
        return _SPACE
    for character in glyph:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return _RIGHT
        if kind in ("EN", "AN") and character not in "٫٬":
            return _NUMBER
        if kind == "L":
            return _LEFT
    return _NEUTRAL


def _runs_from_left(glyphs: Sequence[str], kinds: list[str], arabic: bool) -> list[tuple[int, int]]:
    """Where numbers and words of other scripts stand in a line that is read from the right."""
    joining = _WITHIN_NUMBERS if arabic else _WITHIN_WESTERN_NUMBERS
    runs: list[tuple[int, int]] = []
    for index, kind in enumerate(kinds):
        if kind not in (_LEFT, _NUMBER):
            continue
        if runs and _joins(glyphs, kinds, runs[-1][0], runs[-1][1], index, joining):
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    for place, (start, end) in enumerate(runs):
        if end < len(glyphs) and glyphs[end] in _OF_NUMBERS and kinds[end - 1] == _NUMBER:
            runs[place] = (start, end + 1)
    return runs


def _joins(glyphs: Sequence[str], kinds: list[str], start: int, end: int, index: int, joining: frozenset[str]) -> bool:
    """Whether a letter or figure goes on the run before it."""
    between = kinds[end:index]
    if _RIGHT in between:
        return False
    if not between:
        return True
    if _LEFT in kinds[start:end] or kinds[index] == _LEFT:
        return not any(glyphs[place] in _OTHER and glyphs[place] not in "<>" for place in range(end, index))
    return len(between) == 1 and glyphs[end] in joining


def _runs_from_right(kinds: list[str]) -> list[tuple[int, int]]:
    """Where words from right to left stand in a line that is read from the left."""
    runs: list[tuple[int, int]] = []
    for index, kind in enumerate(kinds):
        if kind != _RIGHT:
            continue
        if runs and _LEFT not in kinds[runs[-1][1] : index]:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _turned(glyphs: Sequence[str]) -> str:
    return in_order_of_reading(glyphs, from_right=True)


def with_brackets(text: str) -> str:
    """Brackets that open before what they hold: glyphs are mirrored in some files and not in others.

    A bracket opens where it stands close to what follows and apart from what goes before; where both sides are alike,
    the pairs decide.
    """
    places = [place for place, character in enumerate(text) if character in _OTHER]
    if not places:
        return text
    votes = {place: _vote(text, place) for place in places}
    characters = list(text)
    for place in places:
        if votes[place]:
            characters[place] = _opening(text[place]) if votes[place] > 0 else _OTHER[_opening(text[place])]
    unsure = [place for place in places if not votes[place]]
    if unsure:
        turned = list(characters)
        for place in unsure:
            turned[place] = _OTHER[characters[place]]
        if _misfits(turned) < _misfits(characters):
            characters = turned
    return "".join(characters)


def _opening(bracket: str) -> str:
    return bracket if bracket in _OPENING else _OTHER[bracket]


def _vote(text: str, place: int) -> int:
    """1 where the bracket opens, -1 where it closes, 0 where its neighbours do not say."""
    before = text[place - 1 : place] if place else " "
    after = text[place + 1 : place + 2] or " "
    apart_before = before.isspace() or before in _OTHER
    apart_after = after.isspace() or after in _OTHER or after in ".,،؛:;-–"
    return int(apart_before and not apart_after) - int(apart_after and not apart_before)


def _misfits(characters: Sequence[str]) -> int:
    """How many brackets do not belong to a pair."""
    waiting: list[str] = []
    alone = 0
    for character in characters:
        if character in _OPENING:
            waiting.append(_BRACKETS[character])
        elif character in _CLOSING:
            if waiting and waiting[-1] == character:
                waiting.pop()
            else:
                alone += 1
    return alone + len(waiting)
