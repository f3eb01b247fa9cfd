"""Parts of a query as clauses of a plan: words in every language's way, phrases, nearness, fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.analysis import Segment, segments, spaced_words
from index.choosing import chosen
from index.number_leaves import NumberLeaf
from index.plan import AllOf, AnyOf, Clause, Dated, NoneOf, Selected, Together, Wanted
from index.query_nodes import Either, Every, Field, Form, Leaf, Near, Node, Problem, Without, Years
from index.stemming import stems_of
from palermo.errors import UsageError

SCATTERED_FROM = 5
"""From this many letters on, a run without spaces is likely several words, which need not stand side by side in
the text: 有组织犯罪 should also find 有组织的犯罪."""
_TEXT_FIELDS = ("title", "heading", "text")
"""Fields of words, which rank; the others select."""
_ONE_VALUE_FIELDS = {"state", "region", "legal", "lang", "kind", "status", "number"}


def only_selects(node: Node) -> bool:
    """Whether it only selects and ranks nothing."""
    if isinstance(node, Field):
        return node.name not in _TEXT_FIELDS
    if isinstance(node, Every | Either):
        return all(only_selects(part) for part in node.parts)
    return isinstance(node, Years)


def clause_of(node: Node, languages: tuple[str, ...], problems: list[Problem]) -> Clause | None:
    """The clause of a part, its words with their stems in `languages`; None where there is nothing to look for.

    What cannot be meant is left aside, and `problems` says so.
    """
    match node:
        case Leaf():
            wanted = words_of(node, languages)
            return None if not wanted else wanted[0] if len(wanted) == 1 else AllOf(tuple(wanted))
        case Without(part):
            clause = clause_of(part, languages, problems)
            return None if clause is None else NoneOf(clause)
        case Field():
            return _field(node, languages, problems)
        case Years(first, last):
            return Dated(first, last)
        case Near(leaves, distance):
            words = [wanted for leaf in leaves for wanted in words_of(leaf, languages)]
            return Together(tuple(words), distance) if len(words) > 1 else words[0] if words else None
    clauses = tuple(clause for part in node.parts if (clause := clause_of(part, languages, problems)) is not None)
    if len(clauses) < 2:
        return clauses[0] if clauses else None
    if not isinstance(node, Either) and not _are_values_of_one_field(node.parts):
        return AllOf(clauses)
    selected = [clause for clause in clauses if isinstance(clause, Selected)]
    if len(selected) == len(clauses) and len({clause.field for clause in selected}) == 1:
        return Selected(selected[0].field, tuple(value for clause in selected for value in clause.values))
    return AnyOf(clauses)


def _are_values_of_one_field(parts: Sequence[Node]) -> bool:
    """Such as `state:(CAN FRA)`: no provision has two, so one of them is meant."""
    names = {part.name if isinstance(part, Field) else "" for part in parts}
    return len(names) == 1 and names <= _ONE_VALUE_FIELDS


def _field(field: Field, languages: tuple[str, ...], problems: list[Problem]) -> Clause | None:
    """A selection, or words to look for in one part; a value that cannot be meant is a problem and selects nothing."""
    if field.name in _TEXT_FIELDS:
        wanted = [replace(each, parts=(field.name,)) for each in words_of(field.value, languages)]
        return None if not wanted else wanted[0] if len(wanted) == 1 else AllOf(tuple(wanted))
    try:
        return chosen(field)
    except UsageError as error:
        problems.append(Problem(field.start, field.end, f"{error}. It was left aside."))
        return None


def words_of(leaf: Leaf, languages: tuple[str, ...], alone: bool = False) -> list[Wanted]:
    """The words of a leaf with their stems in `languages`; alone: nothing else was asked for."""
    found = segments(leaf.text)
    if not found:
        return []
    if isinstance(leaf, NumberLeaf):
        number = leaf.key if leaf.sure or alone else None
        return [Wanted(tuple(spaced_words(leaf.text).split()), number=number)]
    if leaf.form is Form.PHRASE:
        return [_phrase(leaf.text, found)]
    wanted = [_word(segment, languages) for segment in found]
    if leaf.form is Form.ALIKE and len(wanted) == 1 and len(wanted[0].tokens) == 1:
        return [replace(wanted[0], distance=leaf.distance)]
    if leaf.form is Form.BEGINNING and found[-1].unspaced_letters < 2:
        wanted[-1] = Wanted(found[-1].tokens, beginning=True)
    return wanted


def _word(segment: Segment, languages: tuple[str, ...]) -> Wanted:
    if segment.unspaced_letters:
        single = segment.unspaced_letters == 1
        return Wanted(segment.tokens, beginning=single, scattered=segment.unspaced_letters >= SCATTERED_FROM)
    stems = dict.fromkeys(stem for language in languages for stem in stems_of(segment.written, language))
    return Wanted(segment.tokens, tuple(stems))


def _phrase(text: str, found: tuple[Segment, ...]) -> Wanted:
    tokens = spaced_words(text).split()
    if found[-1].unspaced_letters > 1:
        tokens.pop()  # an indexed run ends with its last letter alone, but the text's run may go on
    return Wanted(tuple(tokens), beginning=len(tokens) == 1 and found[-1].unspaced_letters == 1)
