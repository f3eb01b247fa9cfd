"""From what a reader typed to a plan: every word in every language's way, numbers, and words that matter less."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

from index.analysis import Segment, segments, spaced_words
from index.folding import fold
from index.numbers import DESIGNATIONS, asked_number_key, is_addition, is_letter_of_a_number, number_key
from index.plan import AllOf, AnyOf, Clause, NoneOf, Plan, Wanted
from index.query import Every, Form, Leaf, Node, Without, parse
from index.stemming import STEMMED_LANGUAGES, is_function_word, stems_of

SCATTERED_FROM = 5
"""From this many letters on, a run without spaces is likely several words, which need not stand side by side in
the text: 有组织犯罪 should also find 有组织的犯罪."""
SENTENCE_FROM = 3
"""From this many words on, `of` and `de` are left to chance; in "war crimes" a German `war` is not one of them."""
NEAR_UP_TO = 6
"""Words that stand side by side in a text are likelier to be meant together; beyond six nobody phrases alike."""


def plan(words: str, languages: frozenset[str]) -> Plan:
    """The plan for what a reader typed, over texts in `languages`."""
    stemmed = tuple(sorted(languages & STEMMED_LANGUAGES))
    parts = _with_numbers_joined(parse(words))
    function_words = _function_words([part.text for part in parts if _is_word(part)], stemmed)
    required: list[Clause] = []
    welcome: list[Clause] = []
    excluded: list[Clause] = []
    alone = sum(not isinstance(part, Without) for part in parts) == 1
    for part in parts:
        if isinstance(part, Without):
            clause = _clause(part.part, stemmed)
            if clause is not None:
                excluded.append(clause)
        elif isinstance(part, Leaf):
            for wanted in _leaf(part, stemmed, alone):
                matters_less = _is_word(part) and (part.text in function_words or _is_mere_letter(wanted))
                (welcome if matters_less else required).append(wanted)
        else:
            clause = _clause(part, stemmed)
            if clause is not None:
                required.append(clause)
    if not required:
        required, welcome = welcome, []
    return Plan(tuple(required), tuple(welcome), tuple(excluded), _near(required))


@dataclass(frozen=True, slots=True)
class _NumberLeaf(Leaf):
    """A leaf that asks for a provision by its number."""

    key: str = ""
    sure: bool = False
    """It can hardly be a mere quantity: it has parts, or a word such as `article` before it."""


def _is_word(node: Node | None) -> TypeGuard[Leaf]:
    return isinstance(node, Leaf) and node.form is Form.WORD


def _with_numbers_joined(parts: tuple[Node, ...]) -> list[Node]:
    """The parts, each number joined with the words that belong to it: `article 177 bis` is one leaf."""
    joined: list[Node] = []
    position = 0
    while position < len(parts):
        part = parts[position]
        position += 1
        key = asked_number_key(part.text) if _is_word(part) else None
        if key is None or not _is_word(part):
            joined.append(part)
            continue
        text = part.text
        following = parts[position] if position < len(parts) else None
        if key.isdigit() and _is_word(following) and is_addition(following.text):
            text, key = f"{text} {following.text}", key + following.text.casefold()
            position += 1
        before = joined[-1] if joined else None
        if _is_word(before) and is_letter_of_a_number(before.text):
            text, key = f"{before.text} {text}", number_key(before.text + key)
            joined.pop()
            before = joined[-1] if joined else None
        designated = _is_word(before) and fold(before.text) in DESIGNATIONS
        if designated:
            joined.pop()
        joined.append(_NumberLeaf(text, Form.WORD, key, designated or not key.isdigit()))
    return joined


def _function_words(words: list[str], languages: tuple[str, ...]) -> frozenset[str]:
    """The function words among `words`, in the one language that has the most of them."""
    if len(words) < SENTENCE_FROM:
        return frozenset()
    by_language = [frozenset(w for w in words if is_function_word(w, language)) for language in languages]
    found = max(by_language, key=len, default=frozenset[str]())
    return found if len(found) < len(set(words)) else frozenset()


def _is_mere_letter(wanted: Wanted) -> bool:
    """Such as the `l` of l'extradition and the `s` of person's."""
    return wanted.tokens[0].isalpha() and len("".join(wanted.tokens)) == 1 and not wanted.beginning


def _clause(node: Node, languages: tuple[str, ...]) -> Clause | None:
    if isinstance(node, Leaf):
        wanted = _leaf(node, languages, alone=False)
        return None if not wanted else wanted[0] if len(wanted) == 1 else AllOf(tuple(wanted))
    if isinstance(node, Without):
        part = _clause(node.part, languages)
        return None if part is None else NoneOf(part)
    parts = tuple(part for node in node.parts if (part := _clause(node, languages)) is not None)
    if len(parts) < 2:
        return parts[0] if parts else None
    return AllOf(parts) if isinstance(node, Every) else AnyOf(parts)


def _leaf(leaf: Leaf, languages: tuple[str, ...], alone: bool) -> list[Wanted]:
    found = segments(leaf.text)
    if not found:
        return []
    if isinstance(leaf, _NumberLeaf):
        number = leaf.key if leaf.sure or alone else None
        return [Wanted(tuple(spaced_words(leaf.text).split()), number=number)]
    if leaf.form is Form.PHRASE:
        return [_phrase(leaf.text, found)]
    wanted = [_word(segment, languages) for segment in found]
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


def _near(required: list[Clause]) -> tuple[str, ...]:
    tokens = [c.tokens[0] for c in required if isinstance(c, Wanted) and len(c.tokens) == 1 and not c.beginning]
    return tuple(tokens) if 2 <= len(tokens) <= NEAR_UP_TO and len(tokens) == len(required) else ()
