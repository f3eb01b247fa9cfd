"""Two to six States side by side on one article, from the tags that the catalogue holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from library.listed_elsewhere import LawElsewhere, not_held
from library.opening import Library
from library.unread import unread_laws
from palermo.errors import UsageError
from palermo.model.law import Law
from palermo.model.provision import Provision
from palermo.model.state import State, state
from palermo.model.tag import Grade, Tag
from palermo.treaties.article import Article
from palermo.treaties.load import article as find_article

FEWEST, MOST = 2, 6


@dataclass(frozen=True, slots=True)
class Cell:
    """One provision in a comparison, with the tags that put it there."""

    provision: Provision
    law: Law
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One State: what is identified in the texts held, and which laws are held at all.

    listed: where nothing is identified, the laws that are not held and that a database lists for the article.
    """

    state: State
    cells: tuple[Cell, ...]
    held: tuple[Law, ...]
    unread: tuple[Law, ...] = ()
    """Those held whose words could not be read: what they say is not known here."""
    listed: tuple[LawElsewhere, ...] = ()

    @property
    def reason(self) -> str:
        """Why a column is empty, in neutral words; empty where it is not."""
        if self.cells:
            return ""
        if not self.held:
            return f"Not identified: no law of this State is held.{self._listed}"
        words = "Not identified in the texts held: no provision is tagged to this article yet."
        return f"{words} {not_read(self.unread)}".rstrip() + self._listed

    @property
    def _listed(self) -> str:
        if not self.listed:
            return ""
        number = len(self.listed)
        laws = "1 law that is not held is" if number == 1 else f"{number} laws that are not held are"
        return f" {laws} listed for this article by {self.listed[0].database}."


def not_read(laws: Sequence[Law]) -> str:
    """A sentence that names laws which are held but could not be read; empty where there are none."""
    if not laws:
        return ""
    titles = "; ".join(dict.fromkeys(law.title for law in laws))
    return f"Held, but could not be read: {titles}."


@dataclass(frozen=True, slots=True)
class Comparison:
    """The columns in the order in which the States were named."""

    article: Article
    article_id: str
    columns: tuple[Column, ...]


def compare(library: Library, states: Sequence[str], article_id: str) -> Comparison:
    """Side by side what is identified for an article. UsageError unless 2 to 6 different States are named;
    UnknownIdError where a State or the article does not exist."""
    codes = list(dict.fromkeys(code.strip().upper() for code in states))
    if not FEWEST <= len(codes) <= MOST:
        raise UsageError(f"a comparison takes {FEWEST} to {MOST} different States, not {len(codes)}")
    article = find_article(article_id)
    columns = tuple(_column(library, code, article_id) for code in codes)
    return Comparison(article, article_id, columns)


def _column(library: Library, code: str, article_id: str) -> Column:
    cells = _cells(library, code, article_id)
    listed = () if cells else not_held(library, code, article_id)
    unread = tuple(each.law for each in unread_laws(library, [code]))
    return Column(state(code), cells, _held(library, code), unread, listed)


def _cells(library: Library, code: str, article_id: str) -> tuple[Cell, ...]:
    tags: dict[str, list[Tag]] = {}
    for tag in library.catalogue.tagged(article_id, states=[code]):
        tags.setdefault(tag.provision, []).append(tag)
    provisions = {p.id: p for p in library.catalogue.provisions_by_ids(list(tags))}
    laws: dict[str, Law] = {}
    cells = []
    for provision_id, found in tags.items():
        work = library.catalogue.version(provisions[provision_id].version).law
        if work not in laws:
            laws[work] = library.catalogue.law(work)
        cells.append(Cell(provisions[provision_id], laws[work], tuple(found)))
    cells.sort(key=lambda cell: all(tag.grade is not Grade.IMPLEMENTS for tag in cell.tags))
    return tuple(cells)


def _held(library: Library, code: str) -> tuple[Law, ...]:
    return tuple(library.catalogue.laws(state=code))


def as_json(comparison: Comparison) -> dict[str, Any]:
    """The document that `palermo compare --json` prints."""
    from library.searching import tag_as_json
    from library.text_quality import as_json as reading_as_json

    return {
        "article": comparison.article_id, "heading": comparison.article.heading,
        "states": [
            {
                "state": column.state.iso3, "name": column.state.name, "reason": column.reason,
                "laws_listed_elsewhere": [law.as_json() for law in column.listed],
                "laws_held": [
                    {"id": law.id, "title": law.title, "kind": law.kind.value, "unread": law in column.unread}
                    for law in column.held
                ],
                "provisions": [
                    {
                        "id": cell.provision.id, "law": cell.law.id, "law_title": cell.law.title,
                        "kind": cell.law.kind.value, "number": cell.provision.number,
                        "heading": cell.provision.heading, "text": cell.provision.text,
                        "reading": reading_as_json(cell.provision.reading),
                        "tags": [tag_as_json(tag) for tag in cell.tags],
                    }
                    for cell in column.cells
                ],
            }
            for column in comparison.columns
        ],
    }  # fmt: skip
