"""Legal text in the language it is written in, each paragraph set in as deep as its enumeration shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ui.components.html import Html, Part, element, joined

_MARK = re.compile(r"^(?P<open>[(\[（]?)(?P<sign>\d{1,3}|[^\W\d_]{1,4})(?P<close>[)\]）.:、º°]{1,2})(?=[\s\S])")
_ROMAN = re.compile(r"^[ivx]{1,4}$", re.IGNORECASE)
_DEEPEST = 5
LONG = 1500
"""Characters of a text that a comparison shows before the reader asks for the rest."""


def language_of(code: str) -> str | None:
    """The code for a `lang` attribute; None where the language is not known."""
    return None if code == "und" else code


def legal_text(text: str, language: str, class_: str = "legal") -> Html:
    """The paragraphs of a text; its direction follows its own letters."""
    return element("div", _paragraphs(text.splitlines()), class_=class_, lang=language_of(language), dir="auto")


def opening_of(text: str, language: str) -> Html:
    """The text; where it is long its opening, and the rest for the reader who asks for it."""
    lines = text.splitlines()
    length = 0
    for place, line in enumerate(lines):
        length += len(line)
        if length > LONG and place + 1 < len(lines):
            paragraphs = list(_paragraphs(lines))
            rest = element("details", element("summary", "Show the rest of this text"), paragraphs[place + 1 :])
            return element("div", paragraphs[: place + 1], rest, class_="legal", lang=language_of(language), dir="auto")
    return legal_text(text, language)


def snippet(words: str, highlights: Sequence[tuple[int, int]], language: str) -> Html:
    """A piece of text with what was found marked in it."""
    parts: list[Part] = []
    place = 0
    for start, end in highlights:
        parts += [words[place:start], element("mark", words[start:end])]
        place = end
    return element("p", parts, words[place:], class_="snippet", lang=language_of(language), dir="auto")


def depths(lines: Sequence[str]) -> Iterator[int]:
    """How deep each line stands: 0 for plain lines, then one more for each form of enumeration that opens.

    The form is the sign's script, case and brackets; (i), (v) and (x) are letters where their neighbour before
    them in the alphabet came last.
    """
    open_forms: list[tuple[str, str, str]] = []
    last = ""
    for line in lines:
        found = _MARK.match(line)
        if found is None:
            yield 0 if not open_forms else -1
            continue
        sign = found["sign"]
        form = (_form(sign, last), found["open"], found["close"])
        last = sign
        if form in open_forms:
            del open_forms[open_forms.index(form) + 1 :]
        else:
            open_forms.append(form)
        yield min(len(open_forms), _DEEPEST)


def _form(sign: str, last: str) -> str:
    if sign.isdigit():
        return "digit"
    if _ROMAN.match(sign) and not (len(sign) == 1 and len(last) == 1 and ord(last) == ord(sign) - 1):
        return "roman" + ("upper" if sign.isupper() else "lower")
    return "upper" if sign.isupper() else "lower"


def _paragraphs(lines: Sequence[str]) -> Iterator[Html]:
    for line, depth in zip(lines, depths(lines), strict=True):
        if line.strip():
            yield element("p", line, class_=f"depth-{depth}" if depth > 0 else "plain", dir="auto")


def notes(lines: Sequence[str], language: str) -> Html | None:
    """Notes of amendment and editors' notes, apart from the words of the law; None where there are none."""
    if not lines:
        return None
    items = joined([element("li", line, dir="auto") for line in lines])
    return element(
        "section",
        element("h2", "Notes, not part of the text", id="notes"),
        element("ul", items, lang=language_of(language)),
        class_="notes", aria_labelledby="notes",
    )  # fmt: skip
