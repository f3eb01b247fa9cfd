"""What a language's file says of its words: read, checked, and with its letters folded as the words' are.

A file that is wrong is a DataError that names the file, the line and the field.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, model_validator

from index.folding import fold
from index.stems.affixes import AffixStep
from palermo.reference_data import read_checked

Spelling = Callable[[str], str]


class Script(StrEnum):
    """The scripts that languages with stems are written in."""

    ARABIC = "ARABIC"
    CYRILLIC = "CYRILLIC"
    DEVANAGARI = "DEVANAGARI"
    GREEK = "GREEK"
    HEBREW = "HEBREW"
    LATIN = "LATIN"
    TAMIL = "TAMIL"


class Step(BaseModel):
    """One step of a file: at most one of its affixes goes, the longest first, if `leaves` letters are left.

    Affixes have spaces between them; `ci>c` puts the letters after the sign in the place of those before it.
    """

    model_config = ConfigDict(extra="forbid")

    endings: str = ""
    beginnings: str = ""
    leaves: int = 3
    repeat: int = 1
    """How often the step is taken."""

    @model_validator(mode="after")
    def _one_side(self) -> Step:
        if bool(self.endings) == bool(self.beginnings):
            raise ValueError("a step has either endings or beginnings")
        return self

    def compiled(self, spelling: Spelling) -> list[AffixStep]:
        """The step for words whose letters are written as `spelling` writes them."""
        instead = _pairs(self.endings or self.beginnings, spelling)
        return [AffixStep(dict(instead), self.leaves, bool(self.beginnings))] * self.repeat


class Compounds(BaseModel):
    """How compounds that are written as one word come apart; see `index.stems.compounds`."""

    model_config = ConfigDict(extra="forbid")

    joints: str = ""
    """Endings of first parts, with the s that joins the second: ungs in Ermittlungsverfahren."""
    firsts: str = ""
    """First parts of this field, as they stand in compounds."""
    heads: str = ""
    """Last parts that are common in laws."""
    not_before_heads: str = ""
    """What makes another word of a head: miss in misshandeln; at the end of a first part too where a hyphen says so."""

    def not_before(self, spelling: Spelling) -> tuple[frozenset[str], tuple[str, ...]]:
        """What no head follows: first parts, and ends of first parts."""
        listed = self.not_before_heads.split()
        whole = frozenset(spelling(part) for part in listed if not part.startswith("-"))
        return whole, tuple(spelling(part[1:]) for part in listed if part.startswith("-"))


class Language(BaseModel):
    """A language's file.

    A word is first looked up in `forms`. Then come `before` (on letters as written), the Snowball stemmer if one is
    named, and, with accents folded away, `steps` and `inside`. Without a Snowball stemmer the word is looked up in
    `forms` again after every step, so that an article or an ending before does not hide it.
    """

    model_config = ConfigDict(extra="forbid")

    name: str
    sources: list[str]
    scripts: list[Script] = Field(default_factory=lambda: [Script.LATIN])
    """A word without a letter of these has no stem."""
    snowball: str | None = None
    spelling: str = ""
    """Letters and what they are read as, before anything else: `ö>a`."""
    before: list[Step] = Field(default_factory=list)
    steps: list[Step] = Field(default_factory=list)
    inside: str = ""
    """Letters anywhere in a stem and what takes their place, in this order."""
    forms: list[str] = Field(default_factory=list)
    """Forms of one word that rules do not bring together, or words that rules would mix up; the first is the stem."""
    compounds: Compounds | None = None
    question_words: str = ""
    """Words of questions that the engine's list leaves out; they count as function words too."""
    function_words: str = ""
    """Instead of the engine's list; of most languages with a Snowball stemmer the engine has one."""
    keeps_accents: bool = False
    """Whether accents are all that a stem adds to the words of the index, which have none."""

    def spelled(self, text: str) -> str:
        """`text` with its letters read as the file wants them; in small letters where it does."""
        if not self.spelling:
            return text
        text = self._replaced(unicodedata.normalize("NFC", text))  # once before: the Turkish I is no small i
        return self._replaced(text.lower())

    def _replaced(self, text: str) -> str:
        for letters, instead in _pairs(self.spelling, str):
            text = text.replace(letters, instead)
        return text

    def folded(self, text: str) -> str:
        """`text` (no white space in it) spelled and folded to one word."""
        return "".join(fold(self.spelled(text)).split())

    def words(self, text: str) -> Iterator[str]:
        """The words of a list in the file, folded."""
        return map(self.folded, text.split())

    def listed(self, word: str) -> str:
        """`word` as the function words are compared."""
        return unicodedata.normalize("NFC", word).lower() if self.keeps_accents else self.folded(word)

    @cached_property
    def listed_function_words(self) -> frozenset[str]:
        """The function words of the file."""
        return frozenset(map(self.listed, f"{self.function_words} {self.question_words}".split()))

    def stem_of_form(self) -> dict[str, str]:
        """The stem of every word in `forms`."""
        found: dict[str, str] = {}
        for line in self.forms:
            first, *others = self.words(line)
            found |= dict.fromkeys((first, *others), first)
        return found

    def replaced_inside(self) -> tuple[tuple[str, str], ...]:
        """What takes the place of what in a stem."""
        return _pairs(self.inside, self.folded)

    def compiled(self, steps: Iterable[Step], spelling: Spelling) -> tuple[AffixStep, ...]:
        """Steps of the file."""
        return tuple(compiled for step in steps for compiled in step.compiled(spelling))


@lru_cache(maxsize=512)
def _pairs(listed: str, spelling: Spelling) -> tuple[tuple[str, str], ...]:
    pairs = [affix.partition(">") for affix in listed.split()]
    return tuple((spelling(old), spelling(new)) for old, _, new in pairs)


_FOLDER = files("index").joinpath("stems", "languages")


@cache
def file_of_language() -> dict[str, str]:
    """Every language that has stems, and the language whose file it follows; only names of files are read."""
    own = [file.name.removesuffix(".yaml") for file in _FOLDER.iterdir() if file.name.endswith(".yaml")]
    return {language: language for language in own} | _SHARED


_SHARED = {"nb": "no", "nn": "no", "sr": "hr", "bs": "hr", "ms": "id"}
"""Languages so close that they share a file, and so their stems."""


@cache
def language_file(name: str) -> Language:
    """The file of that name, without its ending."""
    return read_checked(Language, _FOLDER.joinpath(f"{name}.yaml"))
