"""From a plan to the conditions that find and rank: what each thing weighs, once for all engines."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

from index.conditions import (
    Alike,
    Anything,
    Beginning,
    Condition,
    Is,
    Ranked,
    Run,
    Weighted,
    Word,
    Years,
    all_of,
    any_of,
)
from index.contract import SearchQuery
from index.plan import AllOf, AnyOf, Clause, Dated, NoneOf, Plan, Selected, Spoken, Together, Wanted
from palermo.concepts.load import concepts
from palermo.treaties.reference import TreatyReference

_PART_WEIGHT: Mapping[str, float] = {
    # "confiscation" should bring the section called Confiscation before those that mention it
    "heading": 3.0,
    # "firearms import": the Firearms Act before other laws; but "responsabilidad penal de las personas jurídicas" means
    # Spain's article before every article of Argentina's act of that title
    "title": 0.8,
    # the chapter says what a provision is about, but of all its provisions alike
    "path": 1.0,
    "text": 1.0,
}
_STEM_WEIGHT = 0.6
"""A word as typed scores as word and as stem; another form of it only as stem: "laundering" before "launder"."""
_SCATTERED_WEIGHT = 0.3
"""The letters of 有组织犯罪 in one run before the same pairs here and there."""
_SHARE_OF_PAIRS = 0.5
"""When relaxed: half of the pairs in 収益の没収 hold the の that other wordings do without."""
_NEAR_WEIGHT = 2.0
"""Words found side by side before the same words apart: "organized group" is not "a group of organized ..."."""
_NEAR_SLOP = 1
"""One word may stand between them: "seizure and confiscation"."""
_NUMBER_SCORE = 200.0
"""Above what words can score: who types 467.11 wants that provision, not those that cite it."""
_WELCOME_WEIGHT = 0.1
"""`of` and `the`, which should not outweigh a word that was chosen."""
_IMPLEMENTS_SCORE = 2.0
"""About one good word: when a requirement is selected, what does what it asks before what touches it."""
_BEGINNING_SCORE = 1.0
"""traffick* finds all its words alike: none of them was typed."""
_ALIKE_SCORE = 0.8
"""A little less than a beginning: the word may be another one."""
_CONCEPT_WEIGHT: Mapping[str, float] = {"heading_concepts": 1.2, "text_concepts": 0.6}
"""Other words for the same idea after the words themselves, headings before texts."""
_HINTED_WEIGHT = 0.5
"""Of an idea that the word is only a sign of."""
_IDEAS_ELSEWHERE = 0.5
"""The share of what is asked that ideas must stand for, before they alone are enough in other languages: "effacer les
marquages d'une arme" is not answered by every text on firearms."""
_OTHER_LANGUAGE_WEIGHT = 0.7
"""In another language the ideas are enough; what has the words typed comes before."""
_SAME_LANGUAGE_SCORE = 12.0
"""Who asks in Portuguese for art. 288 do Código Penal means Brazil's before Spain's."""
_NAMED_STATE_SCORE = 12.0
"""A State named among the words: its laws before laws that mention it."""
_TAGGED_SCORE = 12.0
"""What does what the treaties ask under the idea that is named, whatever its words: 洗钱罪 finds the article against
laundering, which does not say so."""
_FEW_ARTICLES = 2
"""An idea of more articles than these says little about what a provision does."""
_CITED_SCORE = 4.0
"""What is tagged to the treaty article that was typed before what quotes it."""

_SELECTED_SCORE = {"state": _NAMED_STATE_SCORE, "target": _CITED_SCORE, "number": _NUMBER_SCORE}


def matching(plan: Plan, query: SearchQuery, relaxed: bool = False) -> Condition:
    """What the words ask for, with what only helps to rank; without the reader's selections.

    relaxed: most of the words are enough, and of a run without spaces most of its pairs.
    """
    ranking = _Ranking(relaxed)
    must = ranking.required(plan)
    should = [_welcomed(clause, ranking) for clause in plan.welcome]
    if relaxed and len(plan.required) > 1:
        should.append(all_of(tuple(ranking.clause(clause) for clause in plan.required)))
    if plan.near and plan.required:
        should += [
            Run(f"{part}_words", plan.near, _PART_WEIGHT[part] * _NEAR_WEIGHT, _NEAR_SLOP)
            for part in ("heading", "text")
        ]
    if plan.asked_languages and plan.required:
        should.append(Is("language", plan.asked_languages, _SAME_LANGUAGE_SCORE))
    place = query.requirement or (query.article and TreatyReference.parse(query.article).article_id)
    if place:
        should.append(Is("implements", (place,), _IMPLEMENTS_SCORE))
    excluded = tuple(ranking.clause(clause) for clause in plan.excluded)
    return Ranked(must, tuple(should), excluded) if should or excluded else must


def _welcomed(clause: Clause, ranking: _Ranking) -> Condition:
    found = ranking.clause(clause)
    return found if isinstance(clause, Selected) else Weighted(found, _WELCOME_WEIGHT)


def condition_of(clause: Clause) -> Condition:
    """A single clause as a condition, such as a selection that was typed."""
    return _Ranking(relaxed=False).clause(clause)


class _Ranking:
    def __init__(self, relaxed: bool) -> None:
        self._relaxed = relaxed

    def required(self, plan: Plan) -> Condition:
        """The words; or, in languages other than theirs, the ideas that they name."""
        if not plan.required:
            return Anything()
        parts = tuple(self.clause(clause) for clause in plan.required)
        own = any_of(parts, plan.demanded(self._relaxed))
        concepts = plan.concepts()
        if not (plan.asked_languages and concepts) or len(plan.required) < 2 or self._relaxed:
            return own
        if sum(map(_names_an_idea, plan.required)) < len(plan.required) * _IDEAS_ELSEWHERE:
            return own
        ideas = tuple(self._spoken(concept) for concept in concepts)
        elsewhere = Ranked(all_of(ideas), parts, (Is("language", plan.asked_languages),))
        return any_of((own, Weighted(elsewhere, _OTHER_LANGUAGE_WEIGHT)))

    def clause(self, clause: Clause) -> Condition:
        """A clause, with the scores that it gives."""
        match clause:
            case Wanted():
                return self._wanted(clause)
            case Together():
                return self._together(clause)
            case Spoken():
                return self._spoken(clause.concept, clause.hinted)
            case Selected():
                score = _SELECTED_SCORE.get(clause.field, 0.0)
                return Is(clause.field, clause.values, score)
            case Dated():
                return Years(clause.first, clause.last)
            case NoneOf():
                return Ranked(Anything(), must_not=(self.clause(clause.part),))
            case AllOf():
                return all_of(tuple(self.clause(part) for part in clause.parts))
            case AnyOf():
                return any_of(tuple(self.clause(part) for part in clause.parts))

    def _wanted(self, wanted: Wanted) -> Condition:
        found: list[Condition] = []
        for part in wanted.parts:
            weight = _PART_WEIGHT[part]
            found += self._words(wanted, f"{part}_words", weight)
            found += [Word(f"{part}_stems", stem, weight * _STEM_WEIGHT) for stem in wanted.stems]
        if wanted.number:
            found.append(Is("number", (wanted.number,), _NUMBER_SCORE))
        return any_of(tuple(found))

    def _words(self, wanted: Wanted, field: str, weight: float) -> list[Condition]:
        tokens = wanted.tokens
        if wanted.beginning:
            return [Beginning(field, tokens[0], weight * _BEGINNING_SCORE)]
        if wanted.distance:
            return [Word(field, tokens[0], weight), Alike(field, tokens[0], wanted.distance, weight * _ALIKE_SCORE)]
        if len(tokens) == 1:
            return [Word(field, tokens[0], weight)]
        found: list[Condition] = [Run(field, tokens, weight)]
        if wanted.scattered:
            pairs = tuple(Word(field, token, weight * _SCATTERED_WEIGHT) for token in dict.fromkeys(tokens))
            demanded = math.ceil(len(pairs) * _SHARE_OF_PAIRS) if self._relaxed else len(pairs)
            found.append(any_of(pairs, demanded))
        return found

    def _together(self, clause: Together) -> Condition:
        """Two words in either order; of more words each with the next. Forms of the words count where all have them."""
        return all_of(tuple(self._pair(a, b, clause.distance) for a, b in pairwise(clause.words)))

    def _pair(self, first: Wanted, second: Wanted, distance: int) -> Condition:
        runs: list[Condition] = []
        for one, other in ((first, second), (second, first)):
            for part in ("heading", "text"):
                weight = _PART_WEIGHT[part]
                runs.append(Run(f"{part}_words", (*one.tokens, *other.tokens), weight, distance))
                runs += [
                    Run(f"{part}_stems", (stem, kin), weight * _STEM_WEIGHT, distance)
                    for stem in one.stems for kin in other.stems if _language_of(stem) == _language_of(kin)
                ]  # fmt: skip
        return any_of(tuple(runs))

    def _spoken(self, concept: str, hinted: bool = False) -> Condition:
        weaker = _HINTED_WEIGHT if hinted else 1.0
        found: list[Condition] = [Word(field, concept, weight * weaker) for field, weight in _CONCEPT_WEIGHT.items()]
        articles = concepts()[concept].articles if concept in concepts() else ()
        if 0 < len(articles) <= _FEW_ARTICLES and not hinted:
            found.append(Is("implements", articles, _TAGGED_SCORE))
        return any_of(tuple(found))


def _names_an_idea(clause: Clause) -> bool:
    return isinstance(clause, AnyOf) and any(isinstance(part, Spoken) and not part.hinted for part in clause.parts)


def _language_of(stem: str) -> str:
    return stem.rpartition("~")[2]
