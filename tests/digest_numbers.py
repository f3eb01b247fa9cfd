"""How the languages of the starter library write the numbers that its penalties name."""

from __future__ import annotations

import re

WORDS: dict[str, dict[int, str]] = {
    "en": {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 10: "ten",
           12: "twelve", 14: "fourteen", 15: "fifteen", 20: "twenty", 30: "thirty"},
    "fr": {1: "un", 2: "deux", 3: "trois", 5: "cinq", 7: "sept", 10: "dix", 15: "quinze", 20: "vingt"},
    "es": {1: "un", 2: "dos", 3: "tres", 4: "cuatro", 5: "cinco", 6: "seis", 8: "ocho", 10: "diez",
           14: "catorce", 15: "quince", 20: "veinte", 40: "cuarenta"},
    "pt": {2: "dois", 3: "três", 4: "quatro", 5: "cinco", 8: "oito", 12: "doze"},
    "de": {3: "drei", 5: "fünf", 10: "zehn"},
    "nl": {4: "vier", 6: "zes", 8: "acht", 12: "twaalf", 15: "vijftien"},
    "cs": {2: "dvě", 8: "osm", 10: "deset", 12: "dvanáct", 18: "osmnáct"},
    "et": {3: "kolmeaastase", 5: "viieaastase", 7: "seitsmeaastase", 10: "kümneaastase",
           12: "kaheteistaastase", 15: "viieteistaastase"},
    "el": {3: "τρία", 10: "δέκα"},
    "zh": {7: "七年", 10: "十年"},
    "ja": {2: "二年", 3: "三年", 5: "五年", 7: "七年", 10: "十年"},
}  # fmt: skip

_MARKER = re.compile(r"(?m)^\W*\d+\W|\(\d+\)|§+\s*\d+")
_THOUSANDS = re.compile(r"(?<=\d)[ ,.\u00a0\u202f](?=\d{3}(?!\d))")


def numbers_in(penalty: str) -> list[int]:
    """The numbers that a penalty of ours names, such as 5 and 225000."""
    return [int(digits) for digits in re.findall(r"\d+", _THOUSANDS.sub("", penalty))]


def written(number: int, text: str, language: str) -> str | None:
    """How `text` writes `number`: its word, its digits (paragraph numbers are not looked at), or None."""
    word = WORDS.get(language, {}).get(number)
    if word and holds_word(text, word):
        return word
    # A number in brackets after its word, `tres (3)`, is a number of the law; one that opens a line is not.
    for candidate in (_MARKER.sub(" ", text), re.sub(r"(?m)^\W*\d+\W", " ", text)):
        if re.search(rf"(?<!\d){number}(?!\d)", _THOUSANDS.sub("", candidate)):
            return str(number)
    return None


def holds_word(text: str, word: str) -> bool:
    """Whether `word` stands in `text` as a word of its own; scripts without spaces: as a run of characters."""
    text, word = text.casefold(), word.casefold()
    if re.search(r"[\u3040-\u30ff\u3400-\u9fff]", word):
        return word in text
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
