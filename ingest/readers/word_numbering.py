"""The numbers that Word counts by itself: `Article 5`, `(a)`, `1.2`, rebuilt from numbering.xml (ECMA-376, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACEHOLDER = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HIJA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_HAN_DIGITS = "〇一二三四五六七八九"


@dataclass(slots=True)
class _Level:
    form: str
    text: str
    start: int
    restart: int | None
    legal: bool


class Numbering:
    """Counts the numbered paragraphs of one document; ask for each paragraph once, in order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._list_of: dict[str, str] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._by_style = _style_lists(styles)
        self._level_of_style: dict[tuple[str, str], int] = {}
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Any) -> None:
        abstract = {a.get(f"{_W}abstractNumId"): a for a in numbering.iter(f"{_W}abstractNum")}
        for num in numbering.iter(f"{_W}num"):
            number = num.get(f"{_W}numId")
            reference = _value(num, "abstractNumId")
            definition = abstract.get(reference)
            if number is None or definition is None:
                continue
            levels = {int(e.get(f"{_W}ilvl")): _level(e) for e in definition.iterchildren(f"{_W}lvl")}
            for element in definition.iterchildren(f"{_W}lvl"):
                style = _value(element, "pStyle")
                if style:
                    self._level_of_style[number, style] = int(element.get(f"{_W}ilvl"))
            own = False
            for override in num.iterchildren(f"{_W}lvlOverride"):
                at, start = int(override.get(f"{_W}ilvl")), _value(override, "startOverride")
                replaced = override.find(f"{_W}lvl")
                if replaced is not None:
                    levels[at] = _level(replaced)
                if start is not None and at in levels:
                    levels[at] = _Level(**{**_as_dict(levels[at]), "start": int(start)})
                    own = True
            self._levels[number] = levels
            # Lists with one abstract definition count on together, unless one starts anew by its own setting.
            self._list_of[number] = f"num {number}" if own else f"abstract {reference}"

    def label_of(self, paragraph: Any) -> str:
        """The number in front of a paragraph as Word shows it, or nothing; bullets are `•`."""
        number, at = self._place(paragraph)
        levels = self._levels.get(number, {})
        level = levels.get(at)
        if level is None:
            return ""
        counters = self._counters.setdefault(self._list_of[number], {})
        counters[at] = counters.get(at, level.start - 1) + 1
        for deeper in [d for d in counters if d > at]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and at < restart):
                del counters[deeper]
        if level.form == "bullet":
            return "•"
        if level.form == "none":
            return _PLACEHOLDER.sub("", level.text).strip()

        def counted(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            other = levels.get(index)
            if other is None:
                return ""
            value = counters.get(index, other.start)
            return written(value, "decimal" if level.legal else other.form)

        return _PLACEHOLDER.sub(counted, level.text).strip()

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and level of a paragraph: its own setting, or that of its style."""
        style = _value(paragraph, "pPr", "pStyle") or ""
        number, at = _value(paragraph, "pPr", "numPr", "numId"), _value(paragraph, "pPr", "numPr", "ilvl")
        if number is None:
            number, styled_at = self._by_style.get(style, ("0", None))
            at = at or styled_at
            if at is None:
                at = str(self._level_of_style.get((number, style), 0))
        return number, int(at or 0)


def _as_dict(level: _Level) -> dict[str, Any]:
    return {name: getattr(level, name) for name in ("form", "text", "start", "restart", "legal")}


def _value(element: Any, *path: str) -> str | None:
    found = element.find("/".join(f"{_W}{step}" for step in path))
    value = found.get(f"{_W}val") if found is not None else None
    return str(value) if value is not None else None


def _level(element: Any) -> _Level:
    restart = _value(element, "lvlRestart")
    return _Level(
        form=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText") or "",
        start=int(_value(element, "start") or 0),
        restart=int(restart) if restart is not None else None,
        legal=element.find(f"{_W}isLgl") is not None,
    )


def _style_lists(styles: Any) -> dict[str, tuple[str, str | None]]:
    """The list and level that each style brings, its parents' where it has none."""
    own: dict[str, tuple[str | None, str | None, str | None]] = {}
    for style in styles.iter(f"{_W}style"):
        own[style.get(f"{_W}styleId")] = (
            _value(style, "pPr", "numPr", "numId"),
            _value(style, "pPr", "numPr", "ilvl"),
            _value(style, "basedOn"),
        )
    found: dict[str, tuple[str, str | None]] = {}
    for name in own:
        at: str | None = None
        step: str | None = name
        for _ in range(12):  # deeper chains are circles
            if step is None or step not in own:
                break
            number, level, parent = own[step]
            at = at if at is not None else level
            if number is not None:
                found[name] = (number, at)
                break
            step = parent
    return found


def _roman(value: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        count, value = divmod(value, size)
        text += letters * count
    return text


def _letters(value: int, alphabet: str = "abcdefghijklmnopqrstuvwxyz") -> str:
    """`a` to `z`, then `aa`, `bb`: Word repeats the letter."""
    return alphabet[(value - 1) % len(alphabet)] * ((value - 1) // len(alphabet) + 1) if value > 0 else ""


def _ordinal(value: int) -> str:
    ending = "th" if 10 < value % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _han(value: int) -> str:
    """Chinese numerals up to 9999, as in 第十二条."""
    if value < 10:
        return _HAN_DIGITS[value]
    text, gap = "", False
    for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            text += ("〇" if gap and text else "") + _HAN_DIGITS[digit] + sign
            gap = False
        else:
            gap = True
    return text.removeprefix("一") if 10 <= value < 20 else text


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "ordinal": _ordinal,
    "arabicAbjad": lambda value: _letters(value, _ABJAD),
    "arabicAlpha": lambda value: _letters(value, _HIJA),
    "russianLower": lambda value: _letters(value, "абвгдежзиклмнопрстуфхцчшщэюя"),
    "russianUpper": lambda value: _letters(value, "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"),
    "hindiNumbers": lambda value: str(value).translate(str.maketrans("0123456789", "०१२३४५६७८९")),
    "chineseCounting": _han,
    "chineseCountingThousand": _han,
    "taiwaneseCountingThousand": _han,
    "japaneseCounting": _han,
    "ideographDigital": lambda value: "".join(_HAN_DIGITS[int(digit)] for digit in str(value)),
}


def written(value: int, form: str) -> str:
    """A number in one of Word's forms (ECMA-376, 17.18.59); an unknown one is in digits, so that it can be cited."""
    return _FORMS.get(form, str)(max(0, value))
