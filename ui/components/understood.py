"""What was made of the words that a reader typed, said before the results."""

from __future__ import annotations

from collections.abc import Iterator

from library.searching import Answer
from ui.components.address import link
from ui.components.html import Html, Part, element, joined
from ui.components.languages import language_name
from ui.components.names import place_label, state_name
from ui.components.places import place_link

_LANGUAGES_SHOWN = 3


def understood(answer: Answer, words: str, exact: bool) -> Html | None:
    """Notes on what could not be read, what was looked for instead, and in which other words; None without any."""
    notes = [element("li", note) for note in _notes(answer, words)]
    others = [_other_words(answer)] if answer.other_words else []
    if not notes and not others:
        return None
    switch = link("only the words as typed", "search", q=words, exact="yes")
    ask = element("p", "Search for ", switch, " instead.", class_="quiet") if others and not exact else None
    return element("div", element("ul", notes) if notes else None, others, ask, class_="understood", role="status")


def _notes(answer: Answer, words: str) -> Iterator[Part]:
    for problem in answer.problems:
        piece = words[problem.start : problem.end].strip()
        yield [element("q", piece), ": " if piece else "", problem.message]
    for typed, found in answer.spellings:
        yield ["“", typed, "” stands in no text held; texts with “", element("strong", found), "” are shown."]
    for one in answer.understood:
        piece = words[one.start : one.end]
        if one.what == "treaty" and "." in one.value:
            yield [element("q", piece), " was read as ", place_link(one.value, place_label(one.value)), "."]
        elif one.what == "alias":
            yield [element("q", piece), f" was also read as “{one.value}”."]
        elif one.what == "state":
            yield [element("q", piece), f" was read as the State {state_name(one.value)}: its texts come first."]


def _other_words(answer: Answer) -> Html:
    """The terms by language: a few at once, the rest for the reader who asks."""
    ideas = []
    for other in answer.other_words:
        lines = [
            element("li", element("span", f"{language_name(code)}: ", class_="label"),
                    element("span", ", ".join(terms), lang=code, dir="auto"))
            for code, terms in other.terms.items()
        ]  # fmt: skip
        name = element("strong", other.name)
        ideas.append(
            element(
                "details",
                element("summary", "Also found in other words and languages: ", name),
                element("ul", lines, class_="plain-list"),
            )
        )
    return joined(ideas)
