"""Numbers as citations write them: 18, ١٨, 十八, 二百九十四."""

from __future__ import annotations

_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
HAN = "".join((*_DIGITS, *_UNITS))
"""The characters of a number in Han characters."""


def value(written: str) -> int:
    """The value of digits of any script, or of Han characters: 二百九十四 is 294, 二〇 is 20.

    ValueError for other characters.
    """
    if written.isdecimal():
        return int(written)
    if not written or any(sign not in HAN for sign in written):
        raise ValueError(f"'{written}' is no number")
    if not any(sign in _UNITS for sign in written):
        return int("".join(str(_DIGITS[sign]) for sign in written))
    total, digit = 0, 0
    for number, sign in enumerate(written):
        if sign in _UNITS:
            # 十 alone is ten; 零 stands for a unit left out, as in 一百零五.
            total += (digit or int(number == 0 or written[number - 1] in "零〇")) * _UNITS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit
