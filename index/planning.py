"""From what a reader typed to a plan: every word in every language's way, numbers, and words that matter less."""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis import segments
from index.clauses import clause_of, only_selects, words_of
from index.naming import Named, hinted, named
from index.number_leaves import is_word, with_numbers_joined
from index.plan import AllOf, AnyOf, Clause, Plan, Selected, Spoken, Wanted
from index.query import read
from index.query_nodes import Leaf, Node, Problem, Without
from index.stemming import STEMMED_LANGUAGES, is_function_word
from palermo.asking.citations import national_citation

SENTENCE_FROM = 3
"""From this many words on, `of` and `de` are left to chance; in "war crimes" a German `war` is not one of them."""
NEAR_UP_TO = 6
"""Words that stand side by side in a text are likelier to be meant together; beyond six nobody phrases alike."""


def plan(words: str, languages: frozenset[str], exact: bool = False) -> Plan:
    """The plan for what a reader typed, over texts in `languages`.

    exact: the words as typed, without their other forms and without what they name.
    """
    reading = read(words)
    stemmed = () if exact else tuple(sorted(languages & STEMMED_LANGUAGES))
    cited = None if exact else national_citation(words)
    parts, filters, excluded, problems = _sorted_out(with_numbers_joined(reading.parts, cited), stemmed)
    names = () if exact else _naming(words, parts)
    asked = () if exact else _asked_languages(names, parts, stemmed)
    pieces = _pieces(parts, names, stemmed, () if exact else asked or ("en",), problems)
    required = [clause for clause, matters in pieces if matters]
    welcome = [clause for clause, matters in pieces if not matters]
    if not required:
        required, welcome = welcome, []
    if cited and cited.states:
        welcome.append(Selected("state", cited.states))
    return Plan(
        required=tuple(required),
        welcome=tuple(welcome),
        excluded=tuple(excluded),
        near=_near(parts, stemmed),
        filters=tuple(filters),
        asked_languages=asked,
        word_count=sum(isinstance(part, Leaf) for part in parts),
        exact=exact,
        problems=tuple(sorted((*reading.problems, *problems), key=lambda problem: problem.start)),
        understood=tuple(each for one in names for each in one.understood()),
    )


def _sorted_out(
    parts: list[Node], languages: tuple[str, ...]
) -> tuple[list[Node], list[Clause], list[Clause], list[Problem]]:
    """The parts to look for, the selections among them, what is kept out, and the selections that cannot be made."""
    wanted: list[Node] = []
    filters: list[Clause] = []
    excluded: list[Clause] = []
    problems: list[Problem] = []
    for part in parts:
        if only_selects(part):
            clause = clause_of(part, languages, problems)
            if clause is not None:
                filters.append(clause)
        elif isinstance(part, Without):
            clause = clause_of(part.part, languages, problems)
            if clause is not None:
                excluded.append(clause)
        else:
            wanted.append(part)
    return wanted, filters, excluded, problems


def _naming(words: str, parts: list[Node]) -> tuple[Named, ...]:
    """What is named by words that stand as such beside one another, not in quotes, fields or alternatives."""
    plain = [part for part in parts if is_word(part)]
    if not plain:
        return ()
    return tuple(one for one in named(words) if _within(one, plain))


def _asked_languages(names: tuple[Named, ...], parts: list[Node], languages: tuple[str, ...]) -> tuple[str, ...]:
    """The languages in which the words name ideas; else the one that has their function words."""
    named_in = {one.language for one in names if one.language}
    if named_in:
        return tuple(sorted(named_in))
    words = {part.text.casefold() for part in parts if is_word(part)}
    counts = {language: sum(is_function_word(word, language) for word in words) for language in languages}
    most = max(counts.values(), default=0)
    best = [language for language, count in counts.items() if count == most]
    return tuple(best) if most and len(best) == 1 else ()


def _within(one: Named, leaves: Sequence[Leaf]) -> list[Leaf]:
    """The leaves that make up a named piece; none where it covers one in part only."""
    inside = [leaf for leaf in leaves if one.start < leaf.end and leaf.start < one.end]
    whole = all(one.start <= leaf.start and leaf.end <= one.end for leaf in inside)
    return inside if whole or (len(inside) == 1 and _is_mostly(one, inside[0])) else []


def _is_mostly(one: Named, leaf: Leaf) -> bool:
    """Whether a named piece is most of a run without spaces: 洗钱 in 洗钱罪."""
    covered = min(one.end, leaf.end) - max(one.start, leaf.start)
    return covered * 2 > leaf.end - leaf.start and all(each.unspaced_letters for each in segments(leaf.text))


def _pieces(
    parts: list[Node],
    names: tuple[Named, ...],
    languages: tuple[str, ...],
    asked: tuple[str, ...],
    problems: list[Problem],
) -> list[tuple[Clause, bool]]:
    """A clause for each part or named piece, and whether it must be there."""
    # a question may be in another language than the laws that were selected
    in_any = tuple(dict.fromkeys((*languages, *asked)))
    function_words = _function_words([part.text for part in parts if is_word(part)], in_any)
    alone = len(parts) == 1
    found: list[tuple[Clause, bool]] = []
    done: set[int] = set()
    plain = [part for part in parts if is_word(part)]
    for part in parts:
        if id(part) in done:
            continue
        name = next((one for one in names if is_word(part) and part in _within(one, plain)), None)
        if name is not None:
            leaves = _within(name, plain)
            done.update(map(id, leaves))
            found.append((_named_clause(name, leaves, function_words, languages, alone), True))
        elif isinstance(part, Leaf):
            for wanted in words_of(part, languages, alone):
                matters_less = is_word(part) and (part.text in function_words or _is_mere_letter(wanted))
                ideas = () if matters_less else _hints(wanted, part, asked)
                found.append((AnyOf((wanted, *ideas)) if ideas else wanted, not matters_less))
        else:
            clause = clause_of(part, languages, problems)
            if clause is not None:
                found.append((clause, True))
    return found


def _hints(wanted: Wanted, leaf: Leaf, languages: tuple[str, ...]) -> tuple[Spoken, ...]:
    """The ideas that a single word is a sign of."""
    if not is_word(leaf) or wanted.number or len(wanted.tokens) > 1:
        return ()
    ideas = dict.fromkeys(idea for language in languages for idea in hinted(leaf.text, language))
    return tuple(Spoken(idea, hinted=True) for idea in ideas)


def _named_clause(
    name: Named, leaves: Sequence[Leaf], function_words: frozenset[str], languages: tuple[str, ...], alone: bool
) -> Clause:
    """The words themselves, or what they name."""
    telling = [leaf for leaf in leaves if leaf.text not in function_words] or list(leaves)
    words = [wanted for leaf in telling for wanted in words_of(leaf, languages, alone)]
    words = [wanted for wanted in words if not _is_mere_letter(wanted)] or words
    found: list[Clause] = [words[0] if len(words) == 1 else AllOf(tuple(words))]
    for reference in name.references:
        selected = "target" if "." in reference else "article" if ":" in reference else "instrument"
        found.append(Selected(selected, (reference,)))
    if name.state:
        found.append(Selected("state", (name.state,)))
    for full_name in name.full_names:
        leaves = [part for part in read(full_name.words).parts if isinstance(part, Leaf)]
        spelled = [wanted for leaf in leaves for wanted in words_of(leaf, languages)]
        inside = [Selected("state", (full_name.state,))] if full_name.state else []
        found.append(AllOf((*spelled, *inside)))
    found += [Spoken(concept) for concept in name.concepts]
    return found[0] if len(found) == 1 else AnyOf(tuple(found))


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


def _near(parts: Sequence[Node], languages: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens of words that are better found side by side."""
    leaves = [part for part in parts if isinstance(part, Leaf)]
    wanted = [each for leaf in leaves for each in words_of(leaf, languages)]
    simple = all(len(each.tokens) == 1 and not each.beginning and not each.distance for each in wanted)
    if len(leaves) < len(parts) or not simple or not 2 <= len(wanted) <= NEAR_UP_TO:
        return ()
    return tuple(each.tokens[0] for each in wanted)
