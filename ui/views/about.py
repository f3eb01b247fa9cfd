"""About: what Palermo is, what it does not do, and how its links to the treaties were made."""

from __future__ import annotations

from palermo.model.law import Kind
from ui.components.address import link
from ui.components.frame import begin, end
from ui.components.html import element, show
from ui.components.names import KINDS, kind_badge

_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "What it is",
        (
            "Palermo is a searchable library of national laws, model laws and short digests for the "
            "United Nations Convention against Transnational Organized Crime and its three Protocols. It "
            "serves people who draft laws, advise on them or vote on them.",
            "Every text keeps its source: the file as it was served, its address, its date where one is "
            "known, and a hash by which it can be checked.",
        ),
    ),
    (
        "Neutral by design",
        (
            "The review of the Convention is impartial and neither ranks nor criticizes States. Palermo "
            "follows it: it says what is identified, or not identified, in the texts held, and why. It "
            "gives no scores.",
            "“Not identified” speaks about the texts held here, never about a State’s law as a whole. "
            "What is held is always shown beside it.",
            "Palermo gives no legal advice. Cite the official text, never Palermo.",
        ),
    ),
    (
        "How the links to the treaties were made",
        (
            "A machine links a provision to an article by the legal ideas that its words, its headings and its "
            "law speak of, in every language for which it has terms; and where the provision names the article in "
            "so many words. Each link shows the words that led to it and the elements of the requirement that "
            "were not found. The digests carry the links that their authors gave them.",
            "How often such links are right was measured on States whose laws the machine had not seen. A link "
            "that it is not sure of says that it is to be reviewed; a person may confirm, reject or correct any.",
        ),
    ),
    (
        "Licence",
        (
            "The program and its own words (digests, statements about articles) are under the Apache "
            "License 2.0. Laws remain under the terms of those who publish them; each text names its "
            "publisher.",
        ),
    ),
)
_KINDS = {
    Kind.LAW: "the text of a law as its publisher served it.",
    Kind.MODEL: "published guidance for drafting; in force in no State.",
    Kind.DIGEST: "a short abstract of one real provision in Palermo’s own words, with its official address.",
}


def show_about() -> None:
    """The view at /about."""
    begin("About Palermo")
    show(
        element(
            "div",
            [element("section", element("h2", heading), [element("p", words) for words in paragraphs])
             for heading, paragraphs in _SECTIONS],
            element("p", link("How accurate the links are", "accuracy")),
            element(
                "section", element("h2", "Three kinds of text"),
                element("ul", [element("li", kind_badge(kind), f": {_KINDS[kind]}") for kind in KINDS]),
                element("p", link("What is held", "holdings")),
            ),
            class_="reading",
        )
    )  # fmt: skip
    end()
