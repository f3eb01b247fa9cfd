"""What words say beside concepts. The sentences are ours."""

from __future__ import annotations

import numpy as np

from palermo.tagging.features import wording_features
from palermo.tagging.law_text import ProvisionText
from palermo.tagging.wordings import NO_OPINION, Wording, WordModel, opinion_of_words, wordings


def provision(text: str, language: str = "en", heading: str = "") -> ProvisionText:
    return ProvisionText(heading, (), text, language)


def wording(provision: ProvisionText) -> Wording:
    return wordings([provision])[0]


def model_of(text: str, language: str = "en") -> WordModel:
    """A model of two articles that knows the words of `text` for the first one; the second has no labels."""
    columns = wording(provision(text, language)).hashes
    weights = np.zeros((len(columns), 2), dtype=np.float32)
    weights[:, 0] = 5
    return WordModel(columns, weights, np.array([-3, -np.inf], dtype=np.float32))


def test_a_wording_has_length_one_and_that_of_an_empty_provision_has_no_words() -> None:
    said = wording(provision("The harbour master lights the lantern, the lantern."))
    assert np.isclose(said.values @ said.values, 1)
    assert (np.diff(said.hashes) > 0).all()
    assert len(wording(provision("")).hashes) == 0


def test_each_provision_has_its_own_wording() -> None:
    said = [provision("The harbour master."), provision(""), provision("The lantern, the boat.", heading="Lantern")]
    for one, together in zip(said, wordings(said), strict=True):
        assert np.array_equal(together.hashes, wording(one).hashes)
        assert np.array_equal(together.values, wording(one).values)
    assert wordings([]) == []


def test_case_does_not_count_and_the_order_of_words_does() -> None:
    same, other, turned = (set(wording(provision(t)).hashes) for t in ("LANTERN boat", "lantern Boat", "boat lantern"))
    assert same == other
    assert same != turned


def test_scripts_without_spaces_are_read_in_pairs_of_characters() -> None:
    whole, part = (set(wording(provision(text, "ja")).hashes) for text in ("港湾の灯火", "灯火"))
    assert part
    assert part <= whole


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
