"""Counting by facets: from which field each facet is counted, and what the values of these fields say.

An entry has exactly one value in each counted field, so that counting costs a few nanoseconds an entry however many
tags it has. One number stands for all that an entry's tags say; a table takes it apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.conditions import Condition, Ranked, all_of
from index.contract import FACETS
from index.fields import Tagged, above, number_of
from index.plan import Dated, Selected
from index.reader import Counted, Counts, Reader
from index.selections import Selection
from palermo.model.state import states

_FIELD_OF = {
    "state": "state", "region": "state", "legal_system": "state", "language": "language", "kind": "kind",
    "status": "status", "year": "counted_year", "instrument": "tags", "article": "tags", "requirement": "tags",
    "theme": "tags", "review": "tags",
}  # fmt: skip
"""The counted field that tells an entry's values of a facet."""
_FIELDS = tuple(dict.fromkeys(_FIELD_OF.values()))
_LEFT_ASIDE = {"article": ("article", "requirement")}
"""Another article would find nothing while a requirement of this one is selected."""
_ALL = ("", "")
"""What every entry's language also says: that there is an entry."""

_Said = tuple[str, str]
"""A facet or a field, and a value of it."""
_Row = tuple[str, str | int]
"""A counted field and a value of it."""


def counts_for(condition: Condition, selections: Sequence[Selection]) -> tuple[Counts, ...]:
    """What to count: each field under all selections but those of its own facets."""
    if isinstance(condition, Ranked) and not condition.must_not:
        condition = condition.must  # what only ranks does not count
    fields_under: dict[tuple[Selection, ...], list[str]] = {}
    for field in _FIELDS:
        others = tuple(selection for selection in selections if _FIELD_OF.get(selection.facet) != field)
        fields_under.setdefault(others, []).append(field)
    return tuple(Counts(within(condition, others), tuple(fields)) for others, fields in fields_under.items())


def within(condition: Condition, selections: Iterable[Selection]) -> Condition:
    """The condition for what was selected alone."""
    return all_of((condition, *(selection.condition() for selection in selections)))


def facets_of(
    counted: Iterable[Counted], selections: Sequence[Selection], reader: Reader
) -> tuple[int, dict[str, dict[str, int]]]:
    """The number of matches, and every facet as if nothing were selected in itself."""
    numbers = {(field, value): n for each in counted for field, values in each.items() for value, n in values.items()}
    own = [selection for selection in selections if selection.facet in _FIELD_OF]
    weights, said = _TABLE.read(numbers, reader)
    allowed = {selection: said.let_through(selection) for selection in own}
    sums = said.sums(weights, allowed.values())
    total = sums.pop(_ALL, 0)
    found: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for (facet, value), number in sums.items():
        if facet in found:
            found[facet][value] = number
    for facet in {selection.facet for selection in own}:
        aside = _LEFT_ASIDE.get(facet, (facet,))
        sums = said.sums(weights, [mask for selection, mask in allowed.items() if selection.facet not in aside])
        found[facet] = {value: number for (name, value), number in sums.items() if name == facet}
    return total, {facet: _in_order(values) for facet, values in found.items()}


class _Saying:
    """Which row says what: pairs of a row and a column."""

    def __init__(self, pairs: Sequence[tuple[int, int]], columns: Mapping[_Said, int], rows: Iterable[_Row]) -> None:
        self._rows, self._columns = np.array(pairs, np.intp).reshape(-1, 2).T.copy()
        self._names = tuple(columns)
        self._column_of = dict(columns)
        of_row = [field for field, _ in rows]
        self._others = {field: np.array([float(each != field) for each in of_row]) for field in _FIELDS}

    def let_through(self, selection: Selection) -> NDArray[Any]:
        """1 for the rows that the selection allows and those of other fields, which it does not concern; else 0."""
        mask = self._others[_FIELD_OF[selection.facet]].copy()
        wanted = [self._column_of[said] for said in _chosen(selection, self._names) if said in self._column_of]
        mask[self._rows[np.isin(self._columns, wanted)]] = 1.0
        return mask

    def sums(self, weights: NDArray[Any], masks: Iterable[NDArray[Any]]) -> dict[_Said, int]:
        """For each thing said the weights of the rows that say it and that all masks let through."""
        for mask in masks:
            weights = weights * mask
        sums = np.bincount(self._columns, weights[self._rows], len(self._names))
        present = np.flatnonzero(sums)
        return {
            self._names[column]: n
            for column, n in zip(present.tolist(), sums[present].astype(int).tolist(), strict=True)
        }


class _Table:
    """What the values of counted fields say, learnt as they are met; a row for each value."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._rows: dict[_Row, int] = {}
        self._columns: dict[_Said, int] = {}
        self._pairs: list[tuple[int, int]] = []
        self._saying = _Saying((), {}, ())

    def read(self, numbers: Mapping[_Row, int], reader: Reader) -> tuple[NDArray[Any], _Saying]:
        """A weight for each row, and what the rows say.

        numbers: how many entries have each value of a counted field.
        """
        with self._lock:
            if not numbers.keys() <= self._rows.keys():
                self._learn(numbers, reader)
            weights = np.zeros(len(self._rows))
            weights[[self._rows[each] for each in numbers]] = list(numbers.values())
            return weights, self._saying

    def _learn(self, numbers: Iterable[_Row], reader: Reader) -> None:
        written: dict[str | int, str] = {number_of(tagged): tagged for tagged in reader.values("tagged")}
        for field, value in numbers:
            if (field, value) not in self._rows:
                row = self._rows[field, value] = len(self._rows)
                for said in _said(field, written[value] if field == "tags" else str(value)):
                    self._pairs.append((row, self._columns.setdefault(said, len(self._columns))))
        self._saying = _Saying(self._pairs, self._columns, self._rows)


_TABLE = _Table()


def _chosen(selection: Selection, known: Iterable[_Said]) -> Iterator[_Said]:
    """What an entry must say one of to be chosen."""
    chosen = selection.chosen
    if isinstance(chosen, Dated):
        first, last = chosen.first or 0, chosen.last or 9999
        yield from (said for said in known if said[0] == "year" and first <= int(said[1]) <= last)
    elif isinstance(chosen, Selected):
        yield from ((chosen.field, value) for value in chosen.values)


def _said(field: str, written: str) -> Iterator[_Said]:
    """What a value of a counted field says: facets with their values, and the places in the treaties as `target`."""
    if field == "counted_year":
        if written != "0":
            yield "year", written
    elif field == "tags":
        yield from dict.fromkeys(_said_by_tags(Tagged.parse(written)))
    else:
        yield field, written
    if field == "language":
        yield _ALL
    if field == "state" and (state := states().get(written)):
        if state.region:
            yield "region", state.region
        for system in state.legal_systems:
            yield "legal_system", system


def _said_by_tags(tagged: Tagged) -> Iterator[_Said]:
    for target in tagged.targets:
        article = target.partition("#")[0].partition(".")[0]
        yield "instrument", article.partition(":")[0]
        yield "article", article
        if "." in target:
            yield "requirement", target.partition("#")[0]
        for place in above(target):
            yield "target", place
    for theme in tagged.themes:
        yield "theme", theme
    if tagged.review:
        yield "review", tagged.review


def _in_order(counts: Mapping[str, int]) -> dict[str, int]:
    """Most first, then by value."""
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
