"""Answers as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from palermo.concepts.load import concepts

if TYPE_CHECKING:
    from library.comparing import Comparison
    from library.doctor import Finding
    from library.searching import Answer, FoundProvision
    from library.similar import SimilarProvision
    from library.suggesting import Suggestion

_LONGEST_CELL = 600


def answer(found: Answer) -> None:
    """The hits with their snippets, then what could be narrowed down."""
    console = Console()
    for problem in found.problems:
        console.print(Text(f"at {problem.start + 1}: {problem.message}", style="italic"))
    for typed, instead in found.spellings:
        console.print(Text(f"'{typed}' stands in no text; '{instead}' was looked for.", style="italic"))
    for other in found.other_words:
        terms = "; ".join(f"{code}: {', '.join(words)}" for code, words in other.terms.items())
        console.print(Text(f"also in other words for '{other.name}': {terms}", style="italic"))
    if found.relaxed:
        console.print("No text has every word; these have most of them.", style="italic")
    _hits(console, found.hits)
    for law in found.unread:
        console.print(Text(f"{law.law.state}  {law.law.title}", style="bold"), Text("held, but could not be read"))
        console.print(Text("; ".join(law.reasons)), Text(law.law.id, style="dim"), "", sep="\n")
    console.print(f"{len(found.hits)} of {found.total} shown")
    for name, values in found.facets.items():
        if values:
            few = list(values.items())[:12]
            more = ", ..." if len(values) > len(few) else ""
            console.print(Text(f"{name}: " + ", ".join(f"{v} {n}" for v, n in few) + more, style="dim"))


def similar_provisions(found: Sequence[SimilarProvision]) -> None:
    """The provisions, each with what it shares."""
    console = Console()
    for each in found:
        _hits(console, [each.found])
        names = [concepts()[concept].name for concept in each.concepts]
        console.print(Text(f"shares: {', '.join([*each.requirements, *names]) or 'words'}", style="dim"), "")


def suggestions(found: Sequence[Suggestion]) -> None:
    """One line each."""
    console = Console()
    for one in found:
        console.print(Text(f"{one.words}  "), Text(f"{one.sort.name.lower()} {one.note}".rstrip(), style="dim"))


def _hits(console: Console, hits: Sequence[FoundProvision]) -> None:
    from library.text_quality import in_words

    for hit in hits:
        place = f"{hit.law.state}  {hit.law.title}, {hit.provision.number or hit.provision.eid}"
        console.print(Text(place, style="bold"), Text(hit.provision.heading))
        snippet = Text(hit.snippet.replace("\n", " "))
        for start, end in hit.highlights:
            snippet.stylize("bold underline", start, end)
        console.print(snippet)
        if hit.near_by:
            console.print(Text(f"near in meaning: model {hit.near_by}", style="dim"))
        if hit.provision.reading is not None and (hit.provision.reading.engine or hit.provision.reading.is_doubtful):
            console.print(Text(in_words(hit.provision.reading), style="italic"))
        articles = sorted({tag.article for tag in hit.tags if tag.counts})
        console.print(Text(" ".join([*articles, hit.provision.id]), style="dim"), "")


def comparison(found: Comparison) -> None:
    """One column a State, with the words of each provision."""
    from library.text_quality import doubt

    table = Table(title=f"{found.article_id}  {escape(found.article.heading)}", show_lines=True)
    for column in found.columns:
        table.add_column(escape(column.state.name), overflow="fold")
    longest = max(len(column.cells) for column in found.columns)
    for row in range(max(1, longest)):
        cells = []
        for column in found.columns:
            if row < len(column.cells):
                cell = column.cells[row]
                words = cell.provision.text[:_LONGEST_CELL]
                more = " ..." if len(cell.provision.text) > _LONGEST_CELL else ""
                doubtful = f"\n[{said}]" if (said := doubt(cell.provision)) else ""
                cells.append(Text(f"{cell.law.title}, {cell.provision.number}\n{words}{more}{doubtful}"))
            else:
                cells.append(Text(column.reason if row == 0 else ""))
        table.add_row(*cells)
    Console().print(table)


def findings(found: list[Finding]) -> None:
    """What is there and what is missing."""
    console = Console()
    for finding in found:
        mark = "yes" if finding.found else "MISSING" if finding.needed else "no"
        console.print(Text(f"{mark:8} {finding.name}: {finding.detail}"))
        if not finding.found and finding.remedy:
            console.print(Text(f"         {finding.remedy}", style="dim"))
