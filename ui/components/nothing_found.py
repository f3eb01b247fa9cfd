"""What a reader is told when nothing is found: why that may be, and what finds more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from library.helping import Help
from ui.components.address import Value, link, to
from ui.components.elsewhere import listed_elsewhere
from ui.components.html import Html, element, joined
from ui.components.names import article_label
from ui.components.notices import holdings_notice, notice

_HINTS = (
    "Use fewer words, or the beginning of one with a star: traffick*",
    "No result does not mean that a State has no such law: it may not be held here.",
)
_OF_FACET = {"year": ("first_year", "last_year")}
_NAMES = {
    "state": "the State", "region": "the region", "legal_system": "the legal system", "language": "the language",
    "kind": "the kind of text", "status": "the status", "theme": "the theme", "instrument": "the instrument",
    "article": "the article", "requirement": "the requirement", "review": "who stands behind the links",
    "year": "the years",
}  # fmt: skip


def nothing_found(found: Help, states: Sequence[str], asked: Mapping[str, Value]) -> Html:
    """The selections that keep everything out, articles that the words are about, and what is held."""
    return joined(
        [
            element("h2", "Nothing is found in the texts held", class_="count"),
            notice("What can be done", element("ul", _ways(found, asked), [element("li", hint) for hint in _HINTS])),
            element("h2", "Laws held for the States chosen" if states else "What is held"),
            holdings_notice(found.held, states),
            listed_elsewhere(found.listed, most=10),
        ]
    )


def _ways(found: Help, asked: Mapping[str, Value]) -> list[Html]:
    ways = []
    for wider in found.wider:
        left_out = _OF_FACET.get(wider.without, (wider.without,))
        kept = {name: value for name, value in asked.items() if name not in left_out}
        rest = element("a", f"{wider.total} texts", href=to("search", **kept))
        ways.append(element("li", f"Without {_NAMES[wider.without]}: ", rest))
    for article in found.articles:
        ways.append(element("li", "The words are about ", link(article_label(article), "browse", article=article)))
    return ways
