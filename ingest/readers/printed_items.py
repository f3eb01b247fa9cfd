"""Split running text into its printed items: `(1) ... (2) ...`, `(a) ... (b) ...`, `I. ... II. ...`."""

from __future__ import annotations

import re
from itertools import pairwise

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
          "xviii", "xix", "xx", "xxi", "xxii", "xxiii", "xxiv", "xxv", "xxvi", "xxvii", "xxviii", "xxix", "xxx", "xxxi",
          "xxxii", "xxxiii", "xxxiv", "xxxv")  # fmt: skip
_LABEL = r"(?:^|(?<=\s))"
_FORMS = (
    re.compile(_LABEL + r"\((\d{1,3}[A-Za-z]{0,2})\)(?=\s)"),
    re.compile(_LABEL + r"([IVXL]{1,7})\s?[.)](?:\s?[-–—])?(?=\s)"),
    re.compile(_LABEL + r"\(([a-z]{1,2}|[ivx]{1,6})\)(?=\s)"),
    re.compile(_LABEL + r"([a-z])\s?[).](?:\s?[-–—])?(?=\s)"),
    re.compile(_LABEL + r"(\d{1,3})\s?\)(?=\s)"),
)
_FIRST = ("1", "a", "i")
_REFERENCE = re.compile(r"[^\W\d_]$")
_LINKED = re.compile(r"[;,]\s(?:or|and|but|et|ou|og|und|oder|en|of|y|o|e|eller|och)$")


def split_items(text: str) -> list[str]:
    """The paragraphs in `text`: at line breaks and before printed labels that run on in sequence."""
    pieces: list[str] = []
    for line in text.splitlines() or [text]:
        line = " ".join(line.split())
        if line:
            pieces.extend(_split_line(line))
    return pieces


def _split_line(line: str) -> list[str]:
    cuts = {0, len(line)}
    for form in _FORMS:
        cuts.update(_in_sequence(line, form))
    ordered = sorted(cuts)
    parts = [line[start:end].strip() for start, end in pairwise(ordered)]
    return [part for part in parts if part]


def _in_sequence(line: str, form: re.Pattern[str]) -> list[int]:
    """Where labels of one form stand that open a sequence or continue it; references in the text do neither."""
    cuts: list[int] = []
    expected: set[str] = set()
    found_all = list(form.finditer(line))
    for place, found in enumerate(found_all):
        label = found[1].casefold()
        continues = label in expected and _goes_with(line, found.start())
        opens = label in _FIRST and _opens(line, found.start())
        if continues or (opens and _goes_on(found_all[place + 1 : place + 400], label)):
            cuts.append(found.start())
            expected = _following(label)
    return cuts


def _opens(line: str, start: int) -> bool:
    # A first label stands at the start or after a pause; one inside a sentence is a reference.
    before = line[max(0, start - 3) : start].rstrip()
    return not before or before[-1] in ".;:,—–-)]”»\"'"


def _goes_with(line: str, start: int) -> bool:
    # `... ; and (b)` is the next item; `subsection (b)`, with a word right before it, is a reference.
    before = line[max(0, start - 12) : start].rstrip()
    return not _REFERENCE.search(before) or bool(_LINKED.search(before))


def _goes_on(later: list[re.Match[str]], label: str) -> bool:
    following = _following(label)
    return any(found[1].casefold() in following for found in later)


def _following(label: str) -> set[str]:
    """What may come after a label: `2` and `1a` after `1`, `b` after `a`, `ii` after `i`."""
    digits = re.fullmatch(r"(\d+)([a-z]*)", label)
    if digits:
        number, letters = int(digits[1]), digits[2]
        after = {str(number + 1), f"{number}a"}
        if letters:
            after.add(f"{number}{letters[:-1]}{chr(ord(letters[-1]) + 1)}")
        return after
    after = set()
    if label in _ROMAN[:-1]:
        after.add(_ROMAN[_ROMAN.index(label) + 1])
    if len(label) == 1 and label < "z":
        after.add(chr(ord(label) + 1))
        after.add(f"{label}a")
    elif len(label) == 2 and label[1] < "z":
        after.add(label[0] + chr(ord(label[1]) + 1))
        if label[0] < "z":
            after.add(chr(ord(label[0]) + 1))
    elif label == "z":
        after.add("aa")
    return after
