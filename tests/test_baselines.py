"""The plain taggers on laws that are made up for them."""

from __future__ import annotations

import numpy as np
import pytest
from labelled_laws import OTHER, SUBJECTS

from palermo.concepts.load import lexicon, terms
from palermo.tagging.baselines import Bm25, decided, lexicon_rule, nearest_article, stems, word_regression
from palermo.tagging.labels import LabelledLaw, LabelledSignals, labelled_signals
from palermo.tagging.law_text import LawText, ProvisionText
from palermo.tagging.signals import Matrix, signals
from palermo.tagging.subjects import subjects
from palermo.treaties.knowledge import knowledge

BASE = knowledge()
ARTICLES = subjects(BASE)


def a_law(state: str, language: str = "en", rounds: int = 4) -> LabelledSignals:
    """Every subject between provisions on something else."""
    rows = [(article, *words) for article, words in SUBJECTS.items() for _ in range(rounds)]
    rows += [("", *words) for words in OTHER for _ in range(rounds)]
    text = LawText((("en", "Act"),), [ProvisionText(heading, (), words, language) for _, heading, words in rows])
    law = LabelledLaw(
        f"{state.lower()}/act", state, language, text, [str(n) for n in range(len(rows))],
        [frozenset([article] if article else []) for article, _, _ in rows], [frozenset()] * len(rows),
        [True] * len(rows),
    )  # fmt: skip
    return labelled_signals(law, signals(text, ARTICLES.concepts, lexicon), ARTICLES.articles)


def best(law: LabelledSignals, scores: Matrix) -> list[str]:
    """The article that each provision is nearest to."""
    return [ARTICLES.articles[int(row.argmax())] if row.any() else "" for row in scores]


def wanted(law: LabelledSignals) -> list[str]:
    return ["".join(articles) for articles in law.law.wanted]


def test_bm25_prefers_rare_words_and_short_documents() -> None:
    engine = Bm25([["pier", "boat"], ["pier", "lamp"], ["pier", "lamp", "oil", "rope"]])
    assert engine.scores(["boat"]).argmax() == 0
    assert engine.scores(["lamp"]).argmax() == 1
    boat, pier = engine.scores(["boat"])[0], engine.scores(["pier"])[0]
    assert boat > pier > 0
    assert not engine.scores(["unheard"]).any()
    assert not engine.scores([]).any()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The Confiscation, ordered", "en", ["the", "confis", "ordere"]),
        ("Éteint", "fr", ["eteint"]),
        ("洗錢罪 x", "zh", ["洗錢", "錢罪", "x"]),
    ],
)
def test_stems(text: str, language: str, expected: list[str]) -> None:
    assert stems(text, language) == expected


def test_the_nearest_article_is_mostly_the_one_meant() -> None:
    law = a_law("AND")
    (scores,) = nearest_article([law], ARTICLES, BASE, terms)
    assert ((scores > 0).sum(1) <= 1).all()
    pairs = zip(best(law, scores), wanted(law), strict=True)
    assert sum(found == article for found, article in pairs if article) >= 3 * len(SUBJECTS)


def test_the_lexicon_counts_headings_twice_and_says_nothing_without_a_term() -> None:
    law = a_law("AND")
    scores = lexicon_rule(law.signals, ARTICLES)
    assert best(law, scores) == wanted(law)
    place = wanted(law).index("untoc:16")
    article = ARTICLES.articles.index("untoc:16")
    headless = law.law.text.provisions[place]
    text = LawText((), [ProvisionText("", (), headless.text, "en")])
    without = lexicon_rule(signals(text, ARTICLES.concepts, lexicon), ARTICLES)
    assert 0 < without[0, article] < scores[place, article]


def test_words_are_learned_from_other_folds_only() -> None:
    laws = [a_law(state) for state in ("AND", "CAN", "FRA")]
    scores = word_regression(laws, [0, 1, 1], ["all"] * 3)
    for law, found in zip(laws, scores, strict=True):
        labelled = [n for n, article in enumerate(wanted(law)) if article]
        assert [best(law, found)[n] for n in labelled] == [wanted(law)[n] for n in labelled]
    alone = word_regression(laws, [0, 1, 1], ["en", "fr", "fr"])
    assert not any(found.any() for found in alone), "no law of the same language in another fold"
    again = word_regression(laws, [0, 1, 1], ["all"] * 3)
    assert all(np.array_equal(one, other) for one, other in zip(scores, again, strict=True))


def test_thresholds_come_from_the_other_folds() -> None:
    laws = [a_law(state) for state in ("AND", "CAN")]
    scores = [
        np.where(law.wanted, np.float32(level), np.float32(0.1)) for law, level in zip(laws, (0.9, 0.5), strict=True)
    ]
    first, second = decided(laws, scores, [0, 1])
    assert np.array_equal(first, laws[0].wanted)  # from 0.5 on
    assert not second.any()  # from 0.9 on
    (alone,) = decided(laws[:1], scores[:1], [0])
    assert not alone.any()
    never = [np.zeros_like(found) for found in scores]
    assert not any(found.any() for found in decided(laws, never, [0, 1]))
