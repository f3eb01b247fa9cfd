"""Laws that a database of others lists and that are not held: facts and links, beside what is held."""

from __future__ import annotations

from collections.abc import Sequence

from library.listed_elsewhere import LawElsewhere
from ui.components.address import outside
from ui.components.html import Html, element
from ui.components.names import article_label, state_name


def listed_elsewhere(laws: Sequence[LawElsewhere], level: str = "h2", most: int | None = None) -> Html | None:
    """The laws with links to where they are listed and to the original document; None where there are none.

    most: how many are shown; how many are left out is said.
    """
    if not laws:
        return None
    shown = laws if most is None else laws[:most]
    left = len(laws) - len(shown)
    return element(
        "section",
        element(level, "Listed elsewhere, and not held here"),
        element(
            "p", f"{laws[0].database} lists these laws. Their texts are not held, so nothing in them can be "
            "identified here. A law may be held under another name.", class_="quiet",
        ),
        element("ul", [element("li", _law(law)) for law in shown], class_="held"),
        element("p", f"{left} more are listed.", class_="quiet") if left else None,
    )  # fmt: skip


def _law(law: LawElsewhere) -> list[Html | str]:
    articles = ", ".join(article_label(article) for article in law.articles)
    facts = [state_name(law.state), *([law.adopted] if law.adopted else []), f"listed on {law.read_on}"]
    found: list[Html | str] = [outside(law.title, law.address), " "]
    found += [part for link in law.documents[:1] for part in (outside("original document", link), " ")]
    found.append(element("span", f"{'; '.join(facts)}{f'; {articles}' if articles else ''}", class_="quiet"))
    for one in law.held:  # of a law that is not held, only digests are left
        found.append(element("span", f" A digest is held: {one.law.title} ({one.evidence})", class_="quiet"))
    return found
