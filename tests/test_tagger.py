"""The method `requirement-signals/3`: what it says of invented laws, and that it never breaks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import HistGradientBoostingClassifier

from palermo.concepts.load import languages, lexicon
from palermo.errors import DataError
from palermo.model.tag import Grade, Tag
from palermo.tagging.law_text import LawText, ProvisionText, law_titles
from palermo.tagging.parameters import METHOD, Parameters, parameters
from palermo.tagging.scoring import Scorer, implemented
from palermo.tagging.signals import signals
from palermo.tagging.subjects import subjects
from palermo.tagging.tagger import needs_review, tag_law
from palermo.tagging.training import exported, folds_of
from palermo.treaties.knowledge import element_of, knowledge

# Invented laws. Each has an offence that answers to the article, and provisions beside it that answer to none.
INVENTED = [
    ("en", "Crimes Ordinance", "untoc:5", "Criminal organization",
     "A person who knowingly participates in the activities of a criminal organization, or directs another person to "
     "commit an offence for its benefit, commits an offence and is liable to imprisonment for ten years."),
    ("es", "Código Penal", "untoc:6", "Lavado de activos",
     "El que convierta o transfiera bienes a sabiendas de que proceden de un delito, con el fin de ocultar su origen "
     "ilícito, será castigado con prisión de cuatro a diez años."),
    ("fr", "Code pénal", "untoc:8", "De la corruption active",
     "Est puni de dix ans d'emprisonnement le fait de promettre ou d'offrir un avantage indu à un agent public afin "
     "qu'il accomplisse ou s'abstienne d'accomplir un acte de sa fonction."),
    ("de", "Strafgesetzbuch", "tip:5", "Menschenhandel",
     "Wer eine andere Person unter Ausnutzung ihrer Zwangslage anwirbt, befördert oder beherbergt, damit sie "
     "ausgebeutet wird, wird mit Freiheitsstrafe bis zu zehn Jahren bestraft."),
    ("ru", "Уголовный кодекс", "untoc:5", "Организация преступного сообщества",
     "Создание преступного сообщества (преступной организации) или участие в нем наказывается лишением свободы на "
     "срок до двенадцати лет."),
    ("tr", "Ceza Kanunu", "som:6", "Göçmen kaçakçılığı",
     "Maddi menfaat elde etmek maksadıyla, yasal olmayan yollardan bir yabancıyı ülkeye sokan kişi üç yıldan sekiz "
     "yıla kadar hapis cezası ile cezalandırılır."),
    ("ko", "형법", "untoc:6", "범죄수익등의 은닉 및 가장",
     "범죄수익등의 취득 또는 처분에 관한 사실을 가장하거나 범죄수익의 발생 원인을 은닉한 자는 5년 이하의 징역 또는 벌금에 처한다."),
    ("pl", "Kodeks karny", "untoc:5", "Zorganizowana grupa przestępcza",
     "Kto bierze udział w zorganizowanej grupie albo związku mającym na celu popełnienie przestępstwa, podlega karze "
     "pozbawienia wolności od 6 miesięcy do lat 8."),
]  # fmt: skip
BESIDE = {
    "en": "The committee meets twice a year. Its chair is elected for two years.",
    "es": "El consejo se reúne dos veces al año. Su presidente es elegido por dos años.",
    "fr": "Le conseil se réunit deux fois par an. Son président est élu pour deux ans.",
    "de": "Der Beirat tagt zweimal im Jahr. Sein Vorsitz wird auf zwei Jahre gewählt.",
    "ru": "Совет собирается два раза в год. Его председатель избирается на два года.",
    "tr": "Kurul yılda iki kez toplanır. Başkanı iki yıl için seçilir.",
    "ko": "위원회는 매년 두 차례 회의를 연다. 위원장의 임기는 2년으로 한다.",
    "pl": "Rada zbiera się dwa razy w roku. Jej przewodniczącego wybiera się na dwa lata.",
}


def law(language: str, title: str, *provisions: tuple[str, str]) -> LawText:
    """A law with headings and texts."""
    return LawText(
        law_titles(language, title, title),
        [ProvisionText(heading, (), text, language) for heading, text in provisions],
    )


def implementing(tags: tuple[Tag, ...]) -> set[str]:
    return {tag.article for tag in tags if tag.grade is Grade.IMPLEMENTS and tag.method == METHOD}


@pytest.mark.parametrize(
    ("language", "title", "article", "heading", "text"), INVENTED, ids=[one[0] for one in INVENTED]
)
def test_an_offence_is_found_and_what_stands_beside_it_is_not(
    language: str, title: str, article: str, heading: str, text: str
) -> None:
    beside = [("", BESIDE[language])] * 4
    found = tag_law(law(language, title, *beside[:2], (heading, text), *beside[2:])).tags
    assert article in implementing(found[2])
    assert not any(implementing(tags) for place, tags in enumerate(found) if place != 2)


@pytest.mark.parametrize(
    ("language", "title", "article", "heading", "text"), INVENTED, ids=[one[0] for one in INVENTED]
)
def test_every_tag_has_its_words_elements_and_method(
    language: str, title: str, article: str, heading: str, text: str
) -> None:
    [tags] = tag_law(law(language, title, (heading, text))).tags
    own = [tag for tag in tags if tag.method == METHOD]
    assert own
    for tag in own:
        assert tag.evidence
        assert all(evidence.stands_in(text) for evidence in tag.evidence)
        assert 0 < tag.score <= 1
        assert tag.target in knowledge().requirements or tag.target == tag.article
        for element in (*tag.elements_found, *tag.elements_missing):
            assert element_of(knowledge().requirements, f"{tag.target}#{element}")
        assert not set(tag.elements_found) & set(tag.elements_missing)


def test_the_same_law_gives_the_same_tags() -> None:
    again = [law(one[0], one[1], (one[3], one[4])) for one in INVENTED]
    assert [tag_law(one) for one in again] == [tag_law(one) for one in reversed(again)][::-1]


@pytest.mark.parametrize(
    "text",
    ["", ".", "§", "7", "   \n\t ", "[Repealed]", "_" * 500, "| 1 | 2 |\n|---|---|\n" * 400, "\x01\x02(cid:3)(cid:9)" * 50,
     "1. 2. 3. 4. 5. 6.", "\u202e\u200f\u0000", "Form A. Name ____ Date ____ Signature ____"],
)  # fmt: skip
def test_nothing_is_made_of_what_says_nothing(text: str) -> None:
    for language in ("en", "ar", "zh", "und", "xx"):
        [tags] = tag_law(law(language, "Act", ("", text))).tags
        assert implementing(tags) == set()


REPEALED = {
    "en": "(Repealed by Act 12 of 2009)",
    "sv": "Har upphävts genom lag (2003:1158).",
    "de": "(weggefallen)",
    "fr": "(Abrogé par la loi du 9 mars 2004)",
    "es": "(Suprimido)",
    "it": "(abrogato)",
    "pl": "(uchylony)",
    "bg": "(Отм. - ДВ, бр. 86 от 2005 г.)",
    "ru": "Утратила силу.",
    "tr": "(Mülga: 2/7/2012-6352/105 md.)",
    "ja": "削除",
    "zh": "（刪除）",
}
"""What stands in place of a provision that was repealed."""


@pytest.mark.parametrize("language", REPEALED)
def test_what_only_says_that_it_was_repealed_has_no_tag(language: str) -> None:
    """Among provisions that are all on one article, in its chapter, too."""
    _, title, article, heading, text = next((one for one in INVENTED if one[0] == language), INVENTED[0])
    path = (title, heading)
    offence = ProvisionText(heading, path, text, "en" if language not in {one[0] for one in INVENTED} else language)
    repealed = ProvisionText("", path, REPEALED[language], language)
    whole = LawText(law_titles(language, title, title), [offence, repealed, offence])
    first, second, _ = tag_law(whole).tags
    assert article in implementing(first)
    assert not second


def test_a_language_without_terms_or_an_unknown_one_has_no_tags_of_its_own() -> None:
    words = "Whoever launders the proceeds of crime commits an offence and is liable to imprisonment."
    assert "yo" not in languages()
    for language in ("yo", "und"):
        [tags] = tag_law(
            LawText((("yo", "Ofin"), ("en", "Money Laundering Act")), [ProvisionText("", (), words, language)])
        ).tags
        assert tags == ()


def test_what_cannot_be_read_has_no_score_where_it_is_measured_either() -> None:
    words = "Extradition is granted to the requesting State, and the person sought is surrendered."
    known = subjects(knowledge())
    law = LawText(
        (("en", "Extradition Act"),),
        [
            ProvisionText("Extradition", (), text, code)
            for text, code in ((words, "en"), ("— 7 —", "en"), (words, "und"))
        ],
    )
    scores = Scorer(parameters(), known).scores(signals(law, known.concepts, lexicon))
    assert scores[0, known.articles.index("untoc:16")] > 0.5
    assert not scores[1:].any()


def test_a_provision_of_a_megabyte_is_tagged_by_its_beginning() -> None:
    _, title, article, heading, text = INVENTED[0]
    long = f"{text}\n" + "The committee meets twice a year. " * 30_000
    [tags] = tag_law(law("en", title, (heading, long))).tags
    assert article in implementing(tags)
    assert all(evidence.stands_in(long) for tag in tags for evidence in tag.evidence)


def test_a_law_without_provisions_has_no_tags() -> None:
    found = tag_law(LawText((("en", "Act"),), []))
    assert (found.tags, found.concepts) == ([], [])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=300)), max_size=5), st.sampled_from(["en", "ja", "ar", "th", "de"]))  # fmt: skip
def test_no_text_breaks_it_and_every_quote_stands_at_its_place(parts: list[tuple[str, str]], language: str) -> None:
    found = tag_law(law(language, "Act", *parts)).tags
    assert len(found) == len(parts)
    for (_, text), tags in zip(parts, found, strict=True):
        assert all(evidence.stands_in(text) for tag in tags for evidence in tag.evidence)


def test_the_best_candidate_of_a_law_counts_where_no_other_does() -> None:
    scores = np.array([[0.1, 0.3, 0.9], [0.05, 0.2, 0.6], [0.0, 0.0, 0.2]], dtype=np.float32)
    assert implemented(scores, 0.5).tolist() == [
        [False, True, True],
        [False, False, True],
        [False, False, False],
    ]
    assert implemented(np.zeros((0, 3), dtype=np.float32), 0.5).shape == (0, 3)


def test_a_weak_tag_is_to_be_reviewed_and_a_strong_one_is_not() -> None:
    tag = Tag(provision="", target="untoc:5", grade=Grade.IMPLEMENTS, score=0.2, method=METHOD)
    assert needs_review(tag)
    assert not needs_review(tag.model_copy(update={"score": 0.999}))
    assert not needs_review(tag.model_copy(update={"method": "explicit-reference/1"}))


def test_exported_trees_say_what_the_trained_model_says() -> None:
    chance = np.random.default_rng(0)
    rows = chance.normal(size=(400, 6)).astype(np.float32)
    labels = rows[:, 0] * rows[:, 1] + rows[:, 2] > 0.3
    model = HistGradientBoostingClassifier(max_iter=30, max_leaf_nodes=8, random_state=0).fit(rows, labels)
    raw = exported(model).sums(rows)
    assert np.allclose(1 / (1 + np.exp(-raw)), model.predict_proba(rows)[:, 1], atol=1e-4)


def test_parameters_survive_writing_and_reading() -> None:
    data = parameters().to_bytes()
    assert Parameters.from_bytes(data).to_bytes() == data
    assert len(data) < 1_000_000


def test_parameters_of_another_method_are_refused() -> None:
    """They were learned for other features, and would read ours as if they were theirs."""
    other = replace(parameters(), facts={**parameters().facts, "method": "requirement-signals/0"})
    with pytest.raises(ValueError, match="requirement-signals/0"):
        Parameters.from_bytes(other.to_bytes())


def test_parameters_that_are_damaged_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("palermo.tagging.parameters.FILE", "tagger.py")
    parameters.cache_clear()
    try:
        with pytest.raises(DataError, match="Restore it, or train it anew"):
            parameters()
    finally:
        parameters.cache_clear()


@given(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=40), st.integers(1, 8))
def test_groups_stay_together_in_a_fold(groups: list[str], most: int) -> None:
    folds = folds_of(groups, most)
    assert all(
        len({fold for fold, group in zip(folds, groups, strict=True) if group == one}) == 1 for one in set(groups)
    )
    assert len(set(folds)) == min(most, len(set(groups)))
