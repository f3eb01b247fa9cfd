"""Lines joined into one text: broken words made whole, and no spaces where a script sets none."""

from __future__ import annotations

import re
from collections import Counter

from ingest.pdf.segments import HYPHEN

BROKEN_WORD = re.compile(rf"[^\W\d_][{HYPHEN}‐‑\-−¬]$")
WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1a20-\u1aaf\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
)
"""Thai, Lao, Tibetan, Myanmar, Khmer, Chinese and Japanese: a line ends where it is full, not where a word does."""
_FIRST_WITHOUT_SPACES = "\u0e00"
"""No character before it is of a script in which lines may run on without a space."""
_EAST_ASIAN = re.compile("[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_COMPOUND = re.compile(r"[^\W\d_]+(?:[-‐‑−][^\W\d_]+)+")
_LAST_WORD = re.compile(r"[\w]+$")
_FIRST_WORD = re.compile(r"^[\w]+")
_LAST_LETTERS = re.compile(r"[^\W\d_]+$")
_FIRST_LETTERS = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 200_000
_KOREAN_PARTICLES = frozenset(
    (
        "을 를 은 는 이 가 의 에 와 과 도 로 으로 에서 에게 에는 에도 까지 부터 마다 만 이나 나 라 란 "
        "라고 하여 하고 하는 한 할 함 한다 하며 하면 하지 하거나 된 될 되는 되어 된다 되며 이다 이며 이고 다 "
        "자 자의 자는 자가 수 여야 아니한다 으며 며 고 면 거나 "
    ).split()
)
_KOREAN_ENDING = re.compile("[을를은는의에와과도로서고며면한할된될던나및수게지여해야다]$")


class Words:
    """The compounds of a document, to tell a hyphen of the line's end from a hyphen of the word, and its Korean words,
    to tell the end of a line from the end of a word."""

    def __init__(self, lines: list[str] | None = None) -> None:
        self._seen: Counter[str] = Counter()
        self._spaced = self._unspaced = 0
        self._ragged = False
        self.learn(lines or [])

    def learn(self, lines: list[str], ragged: bool = False) -> None:
        """Take in the words of more lines; of very many only those that came more than once are kept.

        ragged: whether the lines end at words, so that some are shorter than others.
        """
        self._ragged = ragged
        if len(self._seen) > _MOST_WORDS:
            self._seen = Counter({word: count for word, count in self._seen.items() if count > 1})
        for line in lines:
            if _HANGUL.search(line):
                self._seen.update(re.findall(r"(?<=\s)\w+(?=[\s.,)])", line))
                self._spaced += line.endswith(" ")
                self._unspaced += bool(_HANGUL.match(line[-1:]))
            elif "-" in line or "‐" in line or "‑" in line:
                self._seen.update(_COMPOUND.findall(line.casefold()))

    def join(self, lines: list[str]) -> str:
        """The lines as one text."""
        text = ""
        spaced = False
        for line in lines:
            ended_in_space, line = line.endswith(" "), line.strip()
            if not text:
                text = line
            elif BROKEN_WORD.search(text[-2:]):
                text = self._whole(text, line)
            elif self._runs_on(text, line, spaced):
                text += line
            else:
                text = f"{text} {line}" if line else text
            spaced = ended_in_space
        return text.replace(HYPHEN, "")

    def _runs_on(self, text: str, line: str, spaced: bool) -> bool:
        """Whether no space stands between two lines."""
        last, first = text[-1], line[:1]
        if last < _FIRST_WITHOUT_SPACES and first < _FIRST_WITHOUT_SPACES:
            return last.isdecimal() and first.isdecimal() and bool(_EAST_ASIAN.search(text[-12:]))
        if WITHOUT_SPACES.match(last) and WITHOUT_SPACES.match(first):
            return True
        if last.isdecimal() and first.isdecimal() and _EAST_ASIAN.search(text[-12:]):
            return True  # a number broken in the middle
        if (_EAST_ASIAN.match(last) and first.isalnum()) or (_EAST_ASIAN.match(first) and last.isalnum()):
            return not (_HANGUL.match(last) or _HANGUL.match(first))
        if (_HANGUL.match(last) and first.isalnum()) or (_HANGUL.match(first) and last.isalnum()):
            return not spaced and self._is_one_korean_word(text, line)
        return False

    def _is_one_korean_word(self, text: str, line: str) -> bool:
        """Korean sets spaces between words but may break a line anywhere."""
        if self._spaced > 0.1 * self._unspaced:
            return True  # the file keeps the space at a line's end, and here is none
        head, tail = _LAST_WORD.search(text), _FIRST_WORD.search(line)
        if not head or not tail:
            return False
        if self._seen[head[0] + tail[0]]:
            return True
        if self._ragged or (self._seen[head[0]] and self._seen[tail[0]]):
            return False
        if tail[0] in _KOREAN_PARTICLES:
            return True
        return not self._seen[tail[0]] and not _KOREAN_ENDING.search(head[0])

    def _whole(self, text: str, line: str) -> str:
        if not line[:1].islower():
            return text.replace(HYPHEN, "-") + line if line[:1].isalnum() else f"{text} {line}"
        # Looked for in the last word alone: from the start of a long paragraph it would take far longer.
        head, tail = _LAST_LETTERS.search(text[text.rfind(" ") + 1 : -1]), _FIRST_LETTERS.match(line)
        if head and tail and self._seen[f"{head[0]}-{tail[0]}".casefold()]:
            return f"{text[:-1]}-{line}"
        return text[:-1] + line
