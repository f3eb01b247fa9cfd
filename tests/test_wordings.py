"""What words say beside concepts. The sentences are ours."""

from __future__ import annotations

import numpy as np

from palermo.tagging.features import wording_features
from palermo.tagging.law_text import ProvisionText
from palermo.tagging.wordings import NO_OPINION, WordModel, opinion_of_words, wordings


def provision(text: str, language: str = "en", heading: str = "") -> ProvisionText:
    return ProvisionText(heading, (), text, language)


def model_of(text: str, language: str = "en") -> WordModel:
    """A model of two articles that knows the words of `text` for the first one; the second has no labels."""
    columns = np.unique(wordings([provision(text, language)]).indices).astype(np.int32)
    weights = np.zeros((len(columns), 2), dtype=np.float32)
    weights[:, 0] = 5
    return WordModel(columns, weights, np.array([-3, -np.inf], dtype=np.float32))


def test_rows_have_length_one_and_an_empty_provision_has_none() -> None:
    rows = wordings([provision("The harbour master lights the lantern, the lantern."), provision("")])
    assert np.isclose(np.sqrt(rows[0].multiply(rows[0]).sum()), 1)
    assert rows[1].nnz == 0


def test_case_does_not_count_and_the_order_of_words_does() -> None:
    same, other, turned = wordings([provision("LANTERN boat"), provision("lantern Boat"), provision("boat lantern")])
    assert (same != other).nnz == 0
    assert (same != turned).nnz > 0


def test_scripts_without_spaces_are_read_in_pairs_of_characters() -> None:
    whole, part = wordings([provision("港湾の灯火", "ja"), provision("灯火", "ja")])
    assert set(part.indices) <= set(whole.indices)


def test_a_model_speaks_for_its_words_in_its_language_on_articles_with_labels() -> None:
    models = {"en": model_of("green lanterns are lit")}
    texts = [provision("Green lanterns are lit."), provision("Quays are swept."), provision("Green lanterns", "fr")]
    texts.append(texts[0])
    opinion = opinion_of_words(texts, models, 2, np.array([True, True, True, False]))
    assert opinion[0, 0] > 0.9
    assert opinion[1, 0] < 0.5
    assert (opinion[:, 1] == NO_OPINION).all()
    assert (opinion[2:] == NO_OPINION).all()


def test_features_leave_out_what_has_no_opinion() -> None:
    opinion = np.array([[0.5, NO_OPINION], [0.25, NO_OPINION]], dtype=np.float32)
    for matrix in wording_features(opinion):
        assert matrix.shape == opinion.shape
        assert (matrix[:, 1] == NO_OPINION).all()
        assert (matrix[:, 0] != NO_OPINION).all()
