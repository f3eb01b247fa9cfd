"""Accuracy: how often the links that a machine made are right, by article and language, and where they are weak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from library.accuracy import FEW_LABELS, WEAK_F1, published
from library.accuracy_page import BASELINES
from palermo.treaties.load import exists, heading, instruments
from ui.components.address import link
from ui.components.frame import begin, end
from ui.components.html import Html, Part, element, show
from ui.components.languages import language_name
from ui.components.names import state_name
from ui.components.notices import notice

LEAD = (
    "Links between provisions and articles are made by a machine. These figures say how far they can be relied on: "
    "measured against hand labels, on States whose laws the machine had not seen."
)
_FIGURES = ("Labels", "Precision", "Recall", "F1", "95 %")


def show_accuracy() -> None:
    """The view at /accuracy."""
    begin("Accuracy of the links", lead=LEAD)
    found = published()
    if found is None:
        words = "palermo evaluate measures against hand labels, and writes the figures that are shown here."
        show(notice("Nothing has been measured yet", element("p", words)))
    else:
        _show(found)
    end()


def _show(found: dict[str, Any]) -> None:
    sure = found["sure"]
    show(
        element("section", element("h2", "What was measured"), _basis(found), class_="reading"),
        element("section", element("h2", "In all"), _taggers(found), _meaning()),
        element(
            "section", element("h2", "Which links need a review"),
            element("p", f"{_percent(sure['precision'])} of the links that were sure enough to need no review first "
                         f"were right; they are {_percent(sure['share_of_tags'])} of all. Every other link that a "
                         "machine made says that it is to be reviewed."),
            class_="reading",
        ),
        element("section", element("h2", "By language"),
                _groups("Language", {language_name(name): one for name, one in found["by_language"].items()})),
        element("section", element("h2", "By article"), _articles(found)),
        element("section", element("h2", "What is not known"), _unknown(found), class_="reading"),
    )  # fmt: skip


def _basis(found: dict[str, Any]) -> Html:
    basis = found["basis"]
    names = sorted(state_name(code) for code in basis["states"])
    return element(
        "div",
        element("p", f"{basis['labels']} labels on {basis['provisions']} provisions of {len(basis['laws'])} laws, in "
                     f"{len(basis['languages'])} languages. Each State was tagged by a machine that had learned from "
                     "the laws of others only; but its terms were worked out with all of these laws in view, so "
                     "others may fare somewhat worse."),
        element("p", "The labels are one person’s reading of each law and have errors of their own. The laws were "
                     f"chosen by what could be had, and stand for no others: {', '.join(names)}."),
    )  # fmt: skip


def _taggers(found: dict[str, Any]) -> Html:
    names = ["Method", "Precision", "Recall", "F1", "95 %", "Mean F1 of articles", "Articles overlooked in a State"]
    rows = [_tagger("Palermo", found), *(_tagger(BASELINES[name], one) for name, one in found["baselines"].items())]
    return _table("Palermo and plain methods beside it", names, rows)


def _tagger(name: str, one: dict[str, Any]) -> list[Part]:
    overlooked = one["false_not_identified"]["rate"]
    return [name, *_shares(one["tagging"]), _two(one["macro_f1_articles_n5"]), _percent(overlooked)]


def _meaning() -> Html:
    return element(
        "dl",
        element("dt", "Precision"), element("dd", "of the links that were made, the share that the labels have too."),
        element("dt", "Recall"), element("dd", "of the links that the labels have, the share that was made."),
        element("dt", "F1"), element("dd", "one figure for both; it is near the lower of them."),
        element("dt", "95 %"), element("dd", "where F1 would lie if other laws had been labelled; not given for "
                                             "fewer than five laws."),
        element("dt", "Articles overlooked in a State"),
        element("dd", "how often “not identified” would be said although the laws held contain the article."),
        class_="reading",
    )  # fmt: skip


def _articles(found: dict[str, Any]) -> list[Html]:
    groups: dict[str, dict[str, Any]] = {}
    for article, one in found["by_article"].items():
        groups.setdefault(article.partition(":")[0], {})[article] = one
    weak = set(found["weak"])
    about = f"Weak: F1 below {WEAK_F1}, or fewer than {FEW_LABELS} labels, so that the figure says little."
    tables = [element("p", about, class_="quiet")]
    for name, its_articles in groups.items():
        title = instruments()[name].short_name if name in instruments() else name
        rows = [
            [_article(article), *_figures(one), "weak" if article in weak else ""]
            for article, one in its_articles.items()
        ]
        tables += [element("h3", title), _table(title, ["Article", *_FIGURES, "Note"], rows)]
    return tables


def _article(article: str) -> Part:
    number = article.partition(":")[2]
    return link(f"{number} {heading(article)}", "browse", article=article) if exists(article) else article


def _unknown(found: dict[str, Any]) -> Html:
    without = found["not_measured"]
    languages = sorted(language_name(code) for code in without["languages"])
    lines = [
        f"Articles that ask something and have no label: {', '.join(without['articles']) or 'none'}.",
        f"Languages that are tagged, but had no labelled law: {', '.join(languages) or 'none'}.",
        "Whether the right requirement within an article was named: the labels name articles only.",
    ]
    return element("ul", [element("li", line) for line in lines])


def _groups(name: str, groups: Mapping[str, dict[str, Any]]) -> Html:
    return _table(f"By {name.lower()}", [name, *_FIGURES], ([one, *_figures(groups[one])] for one in sorted(groups)))


def _figures(one: dict[str, Any]) -> list[str]:
    return [str(one["tp"] + one["fn"]), *_shares(one)]


def _shares(one: dict[str, Any]) -> list[str]:
    ends = one["interval"]["f1"]
    between = f"{_two(ends[0])} to {_two(ends[1])}" if ends else ""
    return [*(_two(one[name]) for name in ("precision", "recall", "f1")), between]


def _table(label: str, names: Sequence[str], rows: Iterable[Sequence[Part]]) -> Html:
    head = element("tr", [element("th", name, scope="col") for name in names])
    body = [
        element("tr", element("th", first, scope="row"), [element("td", cell, class_="count") for cell in others])
        for first, *others in rows
    ]
    table = element("table", element("thead", head), element("tbody", body), class_="holdings")
    return element("div", table, class_="wide", role="region", aria_label=label, tabindex=0)


def _two(value: float) -> str:
    return f"{value:.2f}"


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"
