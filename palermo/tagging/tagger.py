"""Method `requirement-signals/3`: the tags of a law, each with its requirement, elements and the words that show it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress

import numpy as np

from palermo.concepts.lexicon import Hit
from palermo.concepts.load import lexicon
from palermo.model.tag import Evidence, Grade, Tag
from palermo.settings import Settings
from palermo.tagging.explicit_references import explicit_references
from palermo.tagging.finding_concepts import METHOD as CONCEPTS_METHOD
from palermo.tagging.finding_concepts import concepts_found
from palermo.tagging.law_text import LawText, ProvisionText
from palermo.tagging.parameters import METHOD, Parameters, parameters
from palermo.tagging.scoring import Scorer, implemented
from palermo.tagging.signals import Signals, signals
from palermo.tagging.subjects import subjects
from palermo.tagging.tagged_law import TaggedLaw
from palermo.tagging.voters import Voter, voted, voters_of
from palermo.treaties.knowledge import KnowledgeBase, knowledge
from palermo.treaties.requirement import Element, Requirement

TOUCHES_FROM = 0.15
"""The score from which a provision is shown as touching an article that it does not implement."""
MOST_REQUIREMENTS = 4
"""Requirements of one article that one provision is tagged with; the rest is seen from the article."""
_MOST_EVIDENCE = 6
_LONGEST_OPENING = 160
_SENTENCE_END = re.compile(r"[.;:。；：۔؛।]\s|\n")


@dataclass(frozen=True)
class _Fit:
    """How much of a requirement a provision shows."""

    requirement: Requirement
    found: tuple[Element, ...]
    missing: tuple[Element, ...]
    """Elements that have concepts, none of which was found."""

    @property
    def share(self) -> float:
        return len(self.found) / max(1, len(self.found) + len(self.missing))


class Tagger:
    """Tags laws with one set of parameters. It holds no state between laws, so it may be shared."""

    def __init__(self, base: KnowledgeBase, learned: Parameters, voters: Sequence[Voter] = ()) -> None:
        self._base = base
        self._subjects = subjects(base)
        self._scorer = Scorer(learned, self._subjects)
        self._learned = learned
        self._voters = voters
        self._method_by_vote = "+".join((METHOD, *(voter.name for voter in voters)))
        self._own = {article: self._own_concepts(article) for article in self._subjects.articles}

    def tag(self, law: LawText) -> TaggedLaw:
        """The tags of each provision, and the concepts that speak in it, found on the way.

        Only readable words are tagged: a provision without letters, or in a language without terms of which nothing
        else is known, has none. DataError where the terms of a language are not valid.
        """
        found = signals(law, self._subjects.concepts, lexicon)
        scores, in_doubt = voted(
            self._scorer.scores(found), law, self._subjects.articles, self._voters, self._learned.sure_from
        )  # fmt: skip
        yes = implemented(scores, self._learned.implements_from)
        result = []
        for row, provision in enumerate(law.provisions):
            tags = list(explicit_references("", provision.text))
            for column in np.flatnonzero(scores[row] >= TOUCHES_FROM):
                article = self._subjects.articles[int(column)]
                score = float(scores[row, column])
                its_tags = self._article_tags(article, score, bool(yes[row, column]), provision, found, row)
                if in_doubt[row, column]:
                    its_tags = (tag.model_copy(update={"method": self._method_by_vote}) for tag in its_tags)
                tags += its_tags
            result.append(tuple(tags))
        return TaggedLaw(result, concepts_found(found, self._subjects.concepts), CONCEPTS_METHOD)

    def _article_tags(
        self, article: str, score: float, implements: bool, provision: ProvisionText, found: Signals, row: int
    ) -> Iterator[Tag]:
        hits = found.hits[row]
        headed = {self._subjects.concepts[n] for n in np.flatnonzero(found.heading[row])}
        spoken = headed | {hit.concept for hit in hits}
        fits = self._fits(article, spoken)
        if not implements:
            yield _tag(article, Grade.TOUCHES, score, _evidence(provision.text, hits, self._own[article]))
            return
        if not fits:
            own = self._own[article]
            yield _tag(article, Grade.IMPLEMENTS, score, _evidence(provision.text, hits, own))
            return
        for fit in fits:
            shown = [concept for element in fit.found for concept in element.concepts]
            yield _tag(
                fit.requirement.id, Grade.IMPLEMENTS, score, _evidence(provision.text, hits, shown),
                tuple(element.id for element in fit.found), tuple(element.id for element in fit.missing),
            )  # fmt: skip

    def _fits(self, article: str, spoken: set[str]) -> list[_Fit]:
        """The requirements of the article that the words speak of, the fullest first."""
        fits = []
        for requirement in self._base.of_article(article):
            elements = requirement.elements
            if not elements or spoken.isdisjoint(elements[0].concepts):  # the conduct or the power itself
                continue
            speaking = [not spoken.isdisjoint(one.concepts) for one in elements]
            missing = [bool(one.concepts) and not speaks for one, speaks in zip(elements, speaking, strict=True)]
            fit = _Fit(requirement, tuple(compress(elements, speaking)), tuple(compress(elements, missing)))
            if fit.share >= 0.5:
                fits.append(fit)
        fits.sort(key=lambda fit: -fit.share)
        return [fit for fit in fits if fit.share >= fits[0].share - 0.25][:MOST_REQUIREMENTS]

    def _own_concepts(self, article: str) -> list[str]:
        own = [one.id for one in self._base.concepts.values() if article in one.articles]
        of_elements = [c for one in self._base.of_article(article) for e in one.elements for c in e.concepts]
        return list(dict.fromkeys(own + of_elements))


@cache
def shipped_tagger() -> Tagger:
    """The tagger with the parameters that ship and the voters that the settings name, made once in each process."""
    base = knowledge()
    return Tagger(base, parameters(), voters_of(Settings(), base))


def tag_law(law: LawText) -> TaggedLaw:
    """The tags and concepts of each provision by the methods that ship: see `Tagger.tag`."""
    return shipped_tagger().tag(law)


def is_by_signals(tag: Tag) -> bool:
    """Whether a tag comes from this method, alone or with the votes of others, whatever the version."""
    return tag.method.partition("/")[0] == METHOD.partition("/")[0]


def needs_review(tag: Tag) -> bool:
    """Whether a machine tag should be looked at by a person before anybody relies on it."""
    return is_by_signals(tag) and tag.score < parameters().sure_from


def _tag(
    target: str,
    grade: Grade,
    score: float,
    evidence: tuple[Evidence, ...],
    found: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
) -> Tag:
    return Tag(
        provision="", target=target, grade=grade, score=round(score, 4), method=METHOD, evidence=evidence,
        elements_found=found, elements_missing=missing,
    )  # fmt: skip


def _evidence(text: str, hits: list[Hit], concepts: list[str]) -> tuple[Evidence, ...]:
    """The first place of each concept, in the order of the text; where none speaks, the opening words."""
    first: dict[str, tuple[int, int]] = {}
    for hit in hits:
        if hit.concept in concepts:
            first.setdefault(hit.concept, (hit.start, hit.end))
    wanted = [first[concept] for concept in dict.fromkeys(concepts) if concept in first][:_MOST_EVIDENCE]
    spans = sorted(set(wanted)) or [_opening(text)]
    return tuple(Evidence(start=start, end=end, quote=text[start:end]) for start, end in spans)


def _opening(text: str) -> tuple[int, int]:
    """The first sentence, cut at a space where it is long."""
    start = len(text) - len(text.lstrip())
    end = _SENTENCE_END.search(text, start + 1)
    stop = end.start() + 1 if end else len(text)
    if stop - start > _LONGEST_OPENING:
        space = text.rfind(" ", start + 1, start + _LONGEST_OPENING)
        stop = space if space > 0 else start + _LONGEST_OPENING
    return start, start + len(text[start:stop].rstrip())
