"""The published figures as a Markdown page for people who decide how far to rely on a tag."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from palermo.treaties.load import heading

BASELINES = {
    "nearest_article": "nearest article by its words (BM25)",
    "lexicon_rule": "article with most ideas in heading and text (terms alone, no training)",
    "words_one_language": "words and pairs of words, one language at a time",
    "words_all_languages": "words and pairs of words, all languages together",
}
"""The baselines in words."""
_WIDTH = 120
COMMAND = "palermo evaluate LABELLED_LAWS --left-out states --accuracy-page docs/accuracy.md"


def page_of(found: dict[str, Any]) -> str:
    """The page for what `library.accuracy.figures` gives."""
    basis = found["basis"]
    sections = [
        _about(found),
        _section("In all", _table(
            ["tagger", "precision", "recall", "F1", "95 %", "mean F1 of articles", "article not seen in a State",
             "nDCG@10", "recall@50"],
            [_summary(f"`{basis['method']}`", found),
             *(_summary(BASELINES[name], one) for name, one in found["baselines"].items())],
        ), _NOTES),
        _section("By instrument", _groups("instrument", found["by_instrument"])),
        _section("By language", _groups("language", found["by_language"])),
        _section("By article", _articles(found)),
        _section("How far a score can be trusted", _calibration(found)),
        _section("Where it is weak", _weak(found)),
        _section("What was not measured, and what is not held", _not_measured(found)),
    ]  # fmt: skip
    return "\n\n".join(sections) + "\n"


_NOTES = """\
- Counted are pairs of a provision and an article. What the labels leave open counts neither way.
- 95 %: where the F1 would lie if other laws had been drawn (500 draws of whole laws). Where fewer than five laws have
  anything to count there is none; Wilson's intervals of precision and recall stand in the data instead.
- Mean F1 of articles: of those with at least five labels, each article counting alike.
- Article not seen in a State: of the pairs of State and article that the labels have, the share that no tag has. That
  is how often Palermo would say *not identified* although the texts held contain it.
- nDCG@10, recall@50: how high the provisions that implement an article stand when all are ordered by score; recall of
  the first fifty is the share of those that fifty places can hold. Means over the same articles."""


def _about(found: dict[str, Any]) -> str:
    basis, parts = found["basis"], found["segmentation"]
    return "\n\n".join([
        "# Accuracy of the tags",
        _filled(
            f"This page is written by `{COMMAND}`; do not edit it. The same figures as data: "
            "`palermo/tagging/accuracy.json`."
        ),
        "## What was measured",
        _filled(
            f"Tags of the method `{basis['method']}` ([tagging.md](tagging.md)) against hand labels: {basis['labels']} "
            f"pairs of provision and article in {len(basis['laws'])} laws of {len(basis['states'])} States in "
            f"{len(basis['languages'])} languages; {basis['provisions']} provisions were examined. Each State was "
            "tagged with parameters that were learned without any law of it: five groups of States, each left out in "
            "turn. The terms and the method itself were worked out with these laws in view, so laws that nobody has "
            "looked at should be expected to fare somewhat worse. The baselines were measured in the same way, with "
            "the thresholds that do best on the other groups."
        ),
        _filled(
            "The labels are one person's reading of each law, mostly from the heading and the opening words of a "
            "provision. They have errors and gaps; some of what counts as wrong here is right, and the reverse. The "
            f"laws are those that could be had, and stand for no others. States: {', '.join(basis['states'])}."
        ),
        _filled(f"Of the labelled provisions {parts['found']} of {parts['gold']} were split off with their words."),
    ])  # fmt: skip


def _articles(found: dict[str, Any]) -> str:
    ranking = found["ranking"]["by_article"]
    rows = []
    for article, one in found["by_article"].items():
        ranked = ranking.get(article)
        high = [_two(ranked["ndcg_at_10"]), _two(ranked["recall_at_50"])] if ranked else ["", ""]
        rows.append([f"{article} {heading(article)}", *_figures(one), *high])
    return _table(["article", *_FIGURES, "nDCG@10", "recall@50"], rows)


def _calibration(found: dict[str, Any]) -> str:
    sure = found["sure"]
    low, high = sure["interval"]
    words = _filled(
        f"A tag with a score that is high enough needs no review first: {sure['tags']} tags were that sure "
        f"({_percent(sure['share_of_tags'])} of all), and {_percent(sure['precision'])} of them were right (95 %: "
        f"{_percent(low)} to {_percent(high)}). Everything else is shown as *to be reviewed*."
    )
    rows = [
        [f"{one['from']:.1f} to {one['to']:.1f}", str(one["count"]), _two(one["mean_score"]), _two(one["share_right"])]
        for one in found["calibration"]
    ]
    return f"{words}\n\n{_table(['score', 'pairs', 'mean score', 'share right'], rows)}"


def _weak(found: dict[str, Any]) -> str:
    lines = []
    for article in found["weak"]:
        one = found["by_article"][article]
        labels = one["tp"] + one["fn"]
        figure = (
            f"F1 {_two(one['f1'])}, {_counted(labels, 'label')}"
            if labels
            else f"no label, {_counted(one['fp'], 'tag')}"
        )
        lines.append(f"- {article} {heading(article)}: {figure}")
    about = "Articles with an F1 below 0.6, or with fewer than ten labels, so that the figure says little:"
    return "\n".join([about, "", *lines]) if lines else "No article has an F1 below 0.6 or fewer than ten labels."


def _not_measured(found: dict[str, Any]) -> str:
    without, basis = found["not_measured"], found["basis"]
    articles = ", ".join(without["articles"]) or "none"
    languages = ", ".join(without["languages"]) or "none"
    lines = [
        f"Articles that ask something and have no label: {articles}.",
        f"Languages with terms but without labelled laws: {languages}.",
        "Whether the requirement within the article is the right one, and whether the elements found are all there: "
        "the labels name articles only.",
    ]
    if basis["not_held"]:
        lines.append(f"Labelled laws that were not held, whose labels count as missed: {', '.join(basis['not_held'])}.")
    return "\n".join(_filled(line, "- ") for line in lines)


_FIGURES = ("labels", "precision", "recall", "F1", "95 %")


def _groups(name: str, groups: dict[str, Any]) -> str:
    return _table([name, *_FIGURES], ([one, *_figures(groups[one])] for one in groups))


def _figures(one: dict[str, Any]) -> list[str]:
    return [str(one["tp"] + one["fn"]), *_shares(one)]


def _shares(one: dict[str, Any]) -> list[str]:
    ends = one["interval"]["f1"]
    return [
        *(_two(one[name]) for name in ("precision", "recall", "f1")),
        f"{_two(ends[0])} to {_two(ends[1])}" if ends else "",
    ]


def _summary(name: str, one: dict[str, Any]) -> list[str]:
    ranking = one["ranking"]
    return [
        name, *_shares(one["tagging"]), _two(one["macro_f1_articles_n5"]),
        _percent(one["false_not_identified"]["rate"]), _two(ranking["ndcg_at_10"]), _two(ranking["recall_at_50"]),
    ]  # fmt: skip


def _section(title: str, *parts: str) -> str:
    return "\n\n".join([f"## {title}", *parts])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def _filled(words: str, mark: str = "") -> str:
    return textwrap.fill(
        words, _WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark), break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _two(value: float) -> str:
    return f"{value:.2f}"


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
