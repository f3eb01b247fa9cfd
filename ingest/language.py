"""The language of a law and of each provision: declared, then script, then detectors.

langdetect (seeded, so that the same text always gives the same answer) and py3langid both vote; figures in
docs/language.md. Neither knows a language from a few words, so short provisions take the law's.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.document import Remark

# Scripts that one language of legislation stands for.
_ONE_LANGUAGE = {
    "GREEK": "el", "HANGUL": "ko", "HEBREW": "he", "THAI": "th", "ARMENIAN": "hy", "GEORGIAN": "ka", "KHMER": "km",
    "LAO": "lo", "MYANMAR": "my", "SINHALA": "si", "TAMIL": "ta", "TELUGU": "te", "KANNADA": "kn", "MALAYALAM": "ml",
    "GUJARATI": "gu", "BENGALI": "bn", "ETHIOPIC": "am", "TIBETAN": "bo", "THAANA": "dv",
}  # fmt: skip
_SCRIPTS = {
    "el": "GREEK", "ko": "HANGUL", "he": "HEBREW", "th": "THAI", "hy": "ARMENIAN", "ka": "GEORGIAN", "km": "KHMER",
    "lo": "LAO", "my": "MYANMAR", "si": "SINHALA", "ta": "TAMIL", "am": "ETHIOPIC", "zh": "CJK", "ja": "KANA",
    "ar": "ARABIC", "fa": "ARABIC", "ur": "ARABIC", "ps": "ARABIC", "ckb": "ARABIC", "ru": "CYRILLIC",
    "uk": "CYRILLIC", "be": "CYRILLIC", "bg": "CYRILLIC", "mk": "CYRILLIC", "kk": "CYRILLIC", "ky": "CYRILLIC",
    "mn": "CYRILLIC", "tg": "CYRILLIC", "hi": "DEVANAGARI", "ne": "DEVANAGARI", "mr": "DEVANAGARI", "bn": "BENGALI",
    "dv": "THAANA", "te": "TELUGU", "kn": "KANNADA", "ml": "MALAYALAM", "gu": "GUJARATI",
    "ti": "ETHIOPIC", "yi": "HEBREW", "dz": "TIBETAN", "bo": "TIBETAN", "prs": "ARABIC", "as": "BENGALI",
    "mai": "DEVANAGARI", "bho": "DEVANAGARI",
}  # fmt: skip
_TWO_SCRIPTS = frozenset(("sr", "bs", "uz", "az", "tk", "und", "pa", "ku", "sd", "ug", "mo"))
# Near languages that detectors take for each other: a vote for the neighbour is no contradiction.
_NEIGHBOURS = (
    frozenset(("nb", "nn", "no", "da")), frozenset(("hr", "sr", "bs", "sl", "mk")), frozenset(("id", "ms")),
    frozenset(("pt", "gl")), frozenset(("cs", "sk")), frozenset(("bg", "mk")), frozenset(("af", "nl")),
    frozenset(("ru", "be", "uk")), frozenset(("es", "gl", "ca")), frozenset(("et", "fi")),
)  # fmt: skip
_LONG_ENOUGH = 20  # words; below, a detector's vote on a single provision is noise
_ENOUGH_TO_CONTRADICT = 50  # words on which two detectors that agree are believed against the declaration
_SURE = 0.9
_BEYOND_LATIN = re.compile(r"[\u0370-\u1dff\u2c00-\uffff\U00010000-\U0010ffff]")
_WORDS = re.compile(r"[^\W\d_]+")
_BROKEN = re.compile(
    r"[^\W\d_][^\w\s'’ʼ\-‐–—./·,;:()&«»\[\]*_|<>\u00ad\u200b-\u200f\u0300-\u036f]+[^\W\d_]|[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ]"
)  # a sign of another sort, or a capital, in the middle of a word
_TOO_MANY_BROKEN = 0.25  # of the words; laws have up to 0.06, letters of a font without its table 0.48
UNREADABLE = "declared:unreadable"
"""The method of a law that is in its declared language, though nobody can read it in the text that is held."""


@dataclass(slots=True, frozen=True)
class Language:
    """A language with how it was found and how sure that is (0 to 1)."""

    code: str
    method: str
    confidence: float


def script_of(text: str) -> str:
    """The script that most letters of the text are in; empty where there are none. Kana anywhere means KANA."""
    if not _BEYOND_LATIN.search(text, 0, 4000):
        return "LATIN" if any(map(str.isalpha, text[:4000])) else ""
    counts: Counter[str] = Counter()
    for character, number in Counter(text[:4000]).items():
        if character.isalpha():
            counts[_script(character)] += number
    if not counts:
        return ""
    letters = sum(counts.values())
    if counts["KANA"] > letters * 0.05:
        return "KANA"
    return max(counts, key=lambda name: counts[name])


@cache
def _script(character: str) -> str:
    name = unicodedata.name(character, "").split(" ", 1)[0].split("-", 1)[0]
    return "KANA" if name in ("HIRAGANA", "KATAKANA") else name


def detect(text: str, plausible: frozenset[str] = frozenset()) -> Language:
    """The language by script and by the detectors' votes. plausible: languages that are likely here."""
    script = script_of(text)
    if not script:
        return Language("und", "no-letters", 0.0)
    if script in _ONE_LANGUAGE:
        return Language(_ONE_LANGUAGE[script], "script", 0.99)
    if script in ("CJK", "KANA"):
        return Language("ja" if script == "KANA" else "zh", "script", 0.97)
    sample = text[:3000]
    first, sure = _langid(sample[:1500])
    second, second_sure = _langdetect(sample[:1200])  # by far the slower one, and sure from a few lines on
    if first == second:
        return Language(first, "langid+langdetect", round(max(sure, second_sure, 0.9), 2))
    for code, value, method in ((second, second_sure, "langdetect"), (first, sure, "langid")):
        if code in plausible:
            return Language(code, method, round(0.6 * value + 0.2, 2))
    return Language(second, "langdetect", round(0.5 * second_sure, 2))


def first_guess(text: str) -> str:
    """The language by script, or by the faster detector alone.

    Of two texts for which it is the same, `detect` finds no two languages of which it is sure.
    """
    script = script_of(text)
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script]
    if not script or script in ("CJK", "KANA"):
        return {"": "und", "CJK": "zh", "KANA": "ja"}[script]
    return _langid(text[:1500])[0]


def law_language(declared: str | None, texts: Sequence[str], remarks: list[Remark], place: str) -> Language:
    """The language of a whole law. A declaration stands unless the script or both detectors contradict it.

    Letters that are no language (a font's own codes taken for letters) do not contradict it: the law stays in
    its declared language, with the method UNREADABLE. What was contradicted goes to `remarks` with the place.
    """
    sample = _sample(texts)
    script = script_of(sample)
    if not declared or declared == "und":
        return detect(sample)
    if declared in _TWO_SCRIPTS or not script:
        return Language(declared, "declared+script", 0.98)
    expected = _SCRIPTS.get(declared, "LATIN")
    if script == expected and script not in ("LATIN", "CYRILLIC", "ARABIC"):
        return Language(declared, "declared+script", 0.98)
    if _reads_like_no_language(sample, script):
        remarks.append(Remark(place, _unreadable(declared, script)))
        return Language(declared, UNREADABLE, 0.0)
    if script == expected and _langid(sample[:1500])[0] == declared:
        return Language(declared, "declared+detectors", 0.99)  # two voices agree: the slower third is not asked
    found = detect(sample, frozenset((declared,)))
    if script != expected:
        is_long = len(_WORDS.findall(sample)) >= _LONG_ENOUGH
        if is_long and found.method in ("langid", "langdetect"):
            remarks.append(Remark(place, _unreadable(declared, script)))
            return Language(declared, UNREADABLE, 0.0)
        words = f"declared as '{declared}', but written in {script.title()} script: taken as '{found.code}'"
        remarks.append(Remark(place, words))
        return found
    if found.code == declared or _near(found.code, declared):
        return Language(declared, "declared+detectors", 0.99)
    if found.method != "langid+langdetect" or len(_WORDS.findall(sample)) < _ENOUGH_TO_CONTRADICT:
        return Language(declared, "declared", 0.7)
    remarks.append(Remark(place, f"declared as '{declared}', but the words are in '{found.code}'"))
    return found


def _unreadable(declared: str, script: str) -> str:
    return (
        f"declared as '{declared}', but its {script.title()} letters are no words: unreadable, it needs OCR or a "
        "readable copy"
    )


def _reads_like_no_language(sample: str, script: str) -> bool:
    """Whether many words of an alphabet have signs or capitals in the middle, as a font's own codes do."""
    if script not in ("LATIN", "CYRILLIC", "GREEK"):
        return False
    words = [word for word in sample.split() if len(word) > 2 and _WORDS.search(word)]
    broken = sum(1 for word in words if _BROKEN.search(word.strip("\"'“”‘’«»()[]{}.,;:!?…*_#|<>=+§&%°$€£0123456789")))
    return len(words) >= _LONG_ENOUGH and broken > len(words) * _TOO_MANY_BROKEN


def _near(one: str, other: str) -> bool:
    return any(one in family and other in family for family in _NEIGHBOURS)


def _sample(texts: Sequence[str]) -> str:
    """Words from the whole length of the law."""
    long = [text for text in texts if len(text) > 80] or list(texts)
    step = max(1, len(long) // 12)
    size = max(400, 4800 // max(1, len(long)))  # a law that is kept whole is one text
    return " \n".join(text[:size] for text in long[::step][:14])


class ProvisionLanguages:
    """Finds the provisions of a law that are in another language than the law, without asking a detector each time.

    A provision that uses the law's commonest words is in the law's language; only one that does not is put to
    the detectors. A law whose parts speak different languages is found by sampling, and asked throughout.
    """

    def __init__(self, law: Language, texts: Sequence[str]) -> None:
        self.law = law
        self.inherited = Language(law.code, f"law:{law.method}", law.confidence)
        self.script = script_of(_sample(texts))
        counts: Counter[str] = Counter()
        for text in texts[:: max(1, len(texts) // 80)]:
            counts.update(_WORDS.findall(text[:1000].lower()))
        self.common = {word for word, _ in counts.most_common(60)}
        self.mixed = self._is_mixed(texts)

    def of(self, text: str) -> Language:
        """The language of one provision."""
        if self.law.method == UNREADABLE:
            return self.inherited
        script = script_of(text[:240])
        if not script:
            return self.inherited
        if script != self.script and len(text) > 40:
            found = detect(text)
            return found if found.code != self.law.code else self.inherited
        if script not in ("LATIN", "CYRILLIC", "ARABIC", "DEVANAGARI"):
            return self.inherited
        words = text[:500].lower().split()
        if len(words) < _LONG_ENOUGH:
            return self.inherited
        if not self.mixed and sum(map(self.common.__contains__, words)) >= len(words) * 0.1:
            return self.inherited
        found = detect(text, frozenset((self.law.code,)))
        if found.code == self.law.code or _near(found.code, self.law.code) or found.confidence < _SURE:
            return self.inherited
        return found

    def _is_mixed(self, texts: Sequence[str]) -> bool:
        if self.script not in ("LATIN", "CYRILLIC", "ARABIC"):
            return False
        long = [text for text in texts if len(text) > 300]
        if len(long) < 6:
            return False
        # Neighbours, since the languages of a law may take turns.
        places = range(0, len(long) - 1, max(1, len(long) // 3))[:3]
        votes = Counter(_langid(long[place + beside][:400])[0] for place in places for beside in (0, 1))
        others = [n for code, n in votes.items() if code != self.law.code and not _near(code, self.law.code)]
        return sum(others) >= 2


@cache
def _langid_model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _langid(text: str) -> tuple[str, float]:
    code, probability = _langid_model().classify(text)
    return ("nb" if code == "no" else str(code)), float(probability)


def _langdetect(text: str) -> tuple[str, float]:
    from langdetect import DetectorFactory, detect_langs
    from langdetect.lang_detect_exception import LangDetectException

    DetectorFactory.seed = 0
    try:
        best = detect_langs(text)[0]
    except LangDetectException:
        return "und", 0.0
    code = str(best.lang).split("-")[0]
    return ("nb" if code == "no" else code), float(best.prob)
