"""Whether a page's text layer can be read, or only looks like text: the reason decides who works on it next."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ingest.pdf.characters import is_strange
from ingest.pdf.text import PageText

_CID = re.compile(r"\(cid:\d+\)")
_WORD = re.compile(r"[^\W\d_]+")
_WELL_FORMED = re.compile(r"[A-Za-zÀ-ɏ]?[a-zß-ɏ]*[aeiouyà-ɏ][a-zß-ɏ]*|[A-Z]+|[b-z]")
_TOO_MANY_UNEXPLAINED = 0.2
"""Of the characters: 0 in gazettes that read well, 0.8 and more where the encoding is broken."""
_ENOUGH_LETTERS = 40
"""Fewer say nothing about the script: a page may hold a table of figures."""

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_LATIN_WORD = re.compile(f"[{_LATIN}]{{2,}}")
_MISREAD = re.compile(rf"(?<=[a-zß-öø-ÿ])(?:[A-Z](?=[a-z]{{2}})|[0-9€{{}}\[\]|\\;!<>~_§£(](?=[{_LATIN}]{{2}}))")
"""A sign or capital within a word, where the shape of a letter was taken for it: `prote€tion`, `oversiEht`."""
_FEWEST_MISREAD = 3
_SHARE_MISREAD = 0.005
"""Of the words. None were seen in text that was set, 0.008 to 0.03 on pages that an old program read badly."""

_SCRIPTS = {
    "ARABIC": "ar fa ur ps sd ckb ug prs",
    "CYRILLIC": "ru uk be bg mk kk ky tg mn",
    "GREEK": "el",
    "CJK": "zh ja",
    "HANGUL": "ko",
    "HEBREW": "he yi",
    "THAI": "th",
    "DEVANAGARI": "hi ne mr",
    "BENGALI": "bn",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "ETHIOPIC": "am ti",
    "KHMER": "km",
    "LAO": "lo",
    "MYANMAR": "my",
    "SINHALA": "si",
    "TAMIL": "ta",
    "THAANA": "dv",
    "LATIN": "en fr es pt it de nl da sv no nb nn fi et lv lt pl cs sk sl hr hu ro tr sq is ga cy mt eu ca gl "
    "lb id ms vi sw af so rw tl fil la",
}
_SCRIPT_OF = {language: script for script, languages in _SCRIPTS.items() for language in languages.split()}
_ALSO = {"HIRAGANA": "CJK", "KATAKANA": "CJK"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a page.

    lost: whether nothing of it may be used; misread: whether it was recognised before, and badly.
    """

    reason: str
    lost: bool = True
    misread: bool = False

    @property
    def asks_for_recognition(self) -> bool:
        """Whether the picture of the page may say more than its text layer."""
        return self.lost or self.misread


def fault_of(page: PageText, language: str = "") -> Fault | None:
    """Why the page cannot be taken as it is, or None; `language` as the deposit declares it, may be empty."""
    expected = _SCRIPT_OF.get(language.casefold().split("-")[0])
    if _is_usual(page, expected):
        return None
    characters = Counter(page.raw)
    letters = {c: times for c, times in characters.items() if c.isalpha()}
    strange = sum(times for c, times in characters.items() if is_strange(c))
    if not strange and not letters and not any(c.isdigit() for c in characters):
        return Fault("no text layer") if page.has_content else None
    scripts = _scripts(letters)
    if page.unexplained > _TOO_MANY_UNEXPLAINED and not _guessed_well(scripts, expected):
        return Fault("the fonts do not say which letters their glyphs are")
    if len(_CID.findall(page.raw)) >= 3:
        return Fault("the text layer holds glyph numbers instead of letters")
    # Three in a hundred: bullets and vowel signs of a font's own stay below (1 to 2 were seen in gazettes that
    # read well), broken encodings are far above (11 and more).
    if strange > 3 and strange > 0.03 * (sum(letters.values()) + strange):
        good = sum(1 for s in page.segments if not s.garbled for c in s.text if c.isalpha())
        if good > 0.6 * sum(letters.values()) and good > _ENOUGH_LETTERS:
            return Fault("some lines hold private characters instead of letters and were left out", lost=False)
        return Fault("the text layer holds control or private characters instead of letters")
    return _script_fault(page.raw, scripts, expected, language)


def _is_usual(page: PageText, expected: str | None) -> bool:
    """Whether a page can have no fault, as its different characters tell; they need not be counted."""
    different = page.different or set(page.raw)
    letters = [character for character in different if character.isalpha()]
    if not letters or page.unexplained > _TOO_MANY_UNEXPLAINED or any(map(is_strange, different)):
        return False
    if expected is not None and any(_script(letter) != expected for letter in letters):
        return False
    return "(cid:" not in page.raw


def _scripts(letters: dict[str, int]) -> Counter[str]:
    scripts: Counter[str] = Counter()
    for character, times in letters.items():
        scripts[_script(character)] += times
    return scripts


@cache
def _script(letter: str) -> str:
    script = unicodedata.name(letter, "UNKNOWN").split()[0]
    return _ALSO.get(script, script)


def _guessed_well(scripts: Counter[str], expected: str | None) -> bool:
    """Whether the engine's guess is right: codes that are no letters of a script do not come out as its letters."""
    return expected not in (None, "LATIN") and scripts[expected or ""] > 0.7 * scripts.total() >= _ENOUGH_LETTERS * 0.7


def _script_fault(raw: str, scripts: Counter[str], expected: str | None, language: str) -> Fault | None:
    total = scripts.total()
    if expected is None or total < _ENOUGH_LETTERS:
        return None
    if scripts[expected] >= 0.3 * total:
        return None
    found = scripts.most_common(1)[0][0]
    if found == "LATIN" and not _reads_as_words(raw):
        return Fault(f"the text layer is not in the script of the declared language ({language})")
    if found == "GREEK" and expected == "LATIN":  # what the Symbol font's letters come out as
        return Fault(f"the text layer is not in the script of the declared language ({language})")
    name = "Chinese" if found == "CJK" else found.capitalize()
    return Fault(f"the letters are {name}, though the declared language is {language}", lost=False)


def misread(pages: Sequence[PageText]) -> Fault | None:
    """What is wrong with text layers that one program made by character recognition, where it was a bad one: signs
    and capitals stand within Latin words far more often than anybody sets them there."""
    wrong = sum(len(_MISREAD.findall(page.raw)) for page in pages)
    words = sum(len(_LATIN_WORD.findall(page.raw)) for page in pages)
    if wrong < _FEWEST_MISREAD or wrong <= _SHARE_MISREAD * words:
        return None
    return Fault("words of the text layer, which was made by character recognition, are misread", False, True)


def _reads_as_words(raw: str) -> bool:
    """Whether Latin text looks like words: small letters after the first, and vowels."""
    words = _WORD.findall(raw)
    return sum(1 for w in words if _WELL_FORMED.fullmatch(w)) >= 0.8 * len(words)
