"""What `palermo evaluate` and `palermo train` say, in tables for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from palermo.treaties.load import exists, heading

if TYPE_CHECKING:
    from library.evaluating import Basis, Evaluation, Segmentation
    from library.training import Trained
    from palermo.tagging.measures import Figures, Interval, Measures

_LONGEST_HEADING = 44


def evaluation(found: Evaluation) -> None:
    """What was measured, in all and by group, and what was lost."""
    console = Console()
    console.print(Text(_what(found.basis)))
    console.print(_segmentation(found.segmentation))
    for lost in found.segmentation.lost:
        console.print(Text(f"not found: {lost}"))
    measures = found.measures
    console.print(_taggers(found))
    groups: tuple[tuple[str, Mapping[str, Figures]], ...] = (
        ("instrument", measures.by_instrument), ("language", measures.by_language), ("State", measures.by_state),
        ("article", {_titled(article): one for article, one in measures.by_article.items()}),
    )  # fmt: skip
    for name, figures in groups:
        console.print(_group(name, figures))
    console.print(_calibration(measures))
    sure = measures.sure
    if sure.said:
        console.print(Text(
            f"Sure enough to need no review first: {sure.said} tags ({sure.share_of_said:.1%} of all), "
            f"{sure.right / sure.said:.1%} right ({_interval(sure.precision)})"
        ))  # fmt: skip
    missed = [f"{state} {article}" for state, article in measures.missed_pairs]
    if missed:
        console.print(Text(f"In the labels of a State, but in no tag of its laws: {', '.join(missed)}"))


def training(found: Trained) -> None:
    """What was learned from what, then gains and losses."""
    console = Console()
    learned, facts = found.parameters, found.parameters.facts
    for name in ("method", "labels", "laws", "states", "languages"):
        value = facts[name]
        words = f"{len(value)}: {', '.join(value)}" if isinstance(value, list) else str(value)
        console.print(Text(f"{name}: {words}"))
    console.print(Text(f"implements from {learned.implements_from:.3f}, sure from {learned.sure_from:.3f}"))
    table = _table(
        "Gains and losses on the labels learned from", "article", "labels", "F1 before", "F1 after", "change"
    )
    rows = [(one.article, one.labels, one.before, one.after) for one in found.changes]
    before, after = found.before.tagging.counts, found.after.tagging.counts
    for article, labels, old, new in [*rows, ("all", after.labels, before.f1, after.f1)]:
        change = f"{new - old:+.3f}" if f"{new - old:.3f}".strip("-") != "0.000" else "="
        table.add_row(_titled(article), str(labels), f"{old:.3f}", f"{new:.3f}", change)
    console.print(table)
    if found.before_is_held:
        console.print(
            Text("There were no earlier parameters of this method: before are the tags that the library holds.")
        )
    console.print(Text("Both are measured on labels that at least the new parameters have seen; palermo evaluate "
                       "--left-out states measures on States not seen."))  # fmt: skip


def _what(basis: Basis) -> str:
    seen = (
        f"taggers trained without the {basis.left_out} that they are measured on"
        if basis.left_out
        else "the tags that the library holds"
    )
    lines = [
        f"Measured: {seen}; {basis.labels} labels, {basis.provisions} provisions examined, {len(basis.laws)} laws, "
        f"{len(basis.states)} States, {len(basis.languages)} languages"
    ]
    if basis.learned_from:
        lines.append(
            f"The tagger was trained on {basis.learned_from} of these laws: it does worse on others. "
            "--left-out states measures that."
        )
    elif basis.learned_from is None:
        lines.append("Which laws the tagger was trained on is not recorded; it may have seen these labels.")
    if basis.not_held:
        lines.append(f"Not held, so that all their labels are missed: {', '.join(basis.not_held)}")
    return "\n".join(lines)


def _segmentation(found: Segmentation) -> Table:
    table = _table("Labelled provisions found with their words", "language", "found", "labelled", "recall")
    for language, (hit, total) in sorted(found.by_language.items()):
        table.add_row(language, str(hit), str(total), f"{hit / total:.4f}")
    table.add_row("all", str(found.found), str(found.labelled), f"{found.recall:.4f}")
    return table


def _taggers(found: Evaluation) -> Table:
    names = ("precision", "recall", "F1", "95 %", "mean F1 of articles", "articles missed in a State", "nDCG@10",
             "recall@50")  # fmt: skip
    table = _table("Tagging", "tagger", *names)
    for name, measures in {"ours": found.measures, **found.baselines}.items():
        table.add_row(
            name.replace("_", " "), *_shares(measures.tagging), f"{measures.macro_f1:.3f}",
            f"{measures.missed_share:.1%}", f"{measures.ndcg:.3f}", f"{measures.recall_of_many:.3f}",
        )  # fmt: skip
    return table


def _group(name: str, groups: Mapping[str, Figures]) -> Table:
    table = _table(f"By {name}", name, "laws", "labels", "precision", "recall", "F1", "95 %")
    for one, figures in groups.items():
        table.add_row(one, str(figures.laws), str(figures.counts.labels), *_shares(figures))
    return table


def _calibration(found: Measures) -> Table:
    table = _table("How often a score is right", "score from", "pairs", "mean score", "share right")
    for one in found.calibration:
        table.add_row(f"{one.low:.1f}", str(one.count), f"{one.mean_score:.3f}", f"{one.share_right:.3f}")
    return table


def _shares(one: Figures) -> list[str]:
    counts = one.counts
    figures = [f"{value:.3f}" for value in (counts.precision, counts.recall, counts.f1)]
    return [*figures, _interval(one.f1) if one.f1 else "few laws"]


def _interval(ends: Interval) -> str:
    return f"{ends.low:.2f} to {ends.high:.2f}"


def _titled(article: str) -> str:
    words = heading(article) if exists(article) else ""
    cut = f"{words[:_LONGEST_HEADING].rstrip()} …" if len(words) > _LONGEST_HEADING else words
    return f"{article} {cut}".strip()


def _table(title: str, first: str, *others: str) -> Table:
    table = Table(title=title)
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")
    return table
