"""The starter library: every digest has its shape, its citation and, where the real laws are at hand, its source.

The laws stay outside the repository: with them, each digest's check words and penalty are traced in the provision
it cites, and no digest may repeat eight of its words in a row. The terms of imprisonment that a digest gives as
numbers are those of its penalty.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from digest_numbers import holds_word, numbers_in, written
from digest_provisions import passages
from pydantic import ValidationError

from palermo.errors import DataError
from palermo.model.digest import Digest, DigestedLaw, DigestFile, ImprisonmentYears
from palermo.model.tag import Grade
from palermo.starter import read_digests
from palermo.treaties.load import exists
from palermo.treaties.reference import TreatyReference, instrument_ids

LAWS = Path(__file__).parents[2] / "shared" / "corpus"
needs_laws = pytest.mark.skipif(not LAWS.is_dir(), reason=f"the real laws are not at {LAWS}")
FILES = read_digests()
DIGESTS = [(law, digest) for file in FILES for law in file.laws for digest in law.digests]
COMPARED = (
    "untoc:5 untoc:6 untoc:8 untoc:10 untoc:12 untoc:16 untoc:18 untoc:20 untoc:23 untoc:24 "
    "tip:3 tip:5 tip:6 som:6 fap:3 fap:5 fap:8"
).split()
TARGETED = (
    "untoc:5 untoc:6 untoc:8 untoc:10 untoc:23 untoc:7 untoc:11 untoc:12 untoc:13 untoc:14 untoc:15 untoc:16 "
    "untoc:17 untoc:18 untoc:20 untoc:24 untoc:25 untoc:26 tip:3 tip:5 tip:6 tip:7 tip:8 tip:9 som:6 som:11 "
    "fap:3 fap:5 fap:6 fap:7 fap:8 fap:10 fap:11"
).split()
CUSTODY = re.compile(r"\b(imprisonment|confinement)\b", re.IGNORECASE)
LIFE = re.compile(r"\blife (imprisonment|where|\()", re.IGNORECASE)
SUSPENSION = re.compile(r"suspension of activities for \d+ years")
TERM = re.compile(r"(\d+) years?(?: and (\d+) months)?|(\d+) months")
ALSO_WRITTEN: dict[str, dict[int, str]] = {
    "pt": {1: "um"}, "es": {7: "siete", 16: "dieciséis"}, "de": {1: "einem", 6: "sechs"}, "nl": {9: "negen", 30: "dertig"},
    "cs": {4: "čtyři", 5: "pět"}, "et": {1: "ühe", 3: "kolme"}, "zh": {2: "二年", 3: "三年", 5: "五年"}, "ja": {3: "三月"},
}  # fmt: skip
"""Numbers of minimum terms, months and lesser forms, in the words of the laws."""
EVALUATION = re.compile(
    r"\b(compl(y|ies|iant)\b.*\b(treaty|convention|protocol)|(in line|consistent) with the (convention|protocol)|"
    r"(inadequate|insufficient|exemplary|outdated)\b|falls short|lags? behind|loopholes?|better than|worse than)",
    re.IGNORECASE,
)
VALID = """
state: CAN
laws:
  - title: An Invented Act
    language: en
    official_url: https://laws.example/invented
    deposit: can/invented
    digests:
      - number: "7"
        heading: Joining a band
        digest: >-
          Punishes whoever joins a band of at least three persons that means to rob travellers on the roads of the
          realm, knowing of that aim, with prison for up to five years; leaders face twice as long.
        targets: ["untoc:5.1.a.ii"]
        check: {words: [band, robbers, five]}
"""


def _named(pair: tuple[DigestedLaw, Digest]) -> str:
    return f"{pair[0].deposit}#{pair[1].number}"


def _states_by_article() -> dict[str, set[str]]:
    states: dict[str, set[str]] = defaultdict(set)
    for file in FILES:
        for law in file.laws:
            for digest in law.digests:
                for article in digest.articles:
                    states[article].add(file.state)
    return states


def _states_that_target(article: str) -> set[str]:
    return {
        file.state
        for file in FILES
        for law in file.laws
        for digest in law.digests
        if article in {TreatyReference.parse(target).article_id for target in digest.targets}
    }


def _terms(penalty: str) -> set[float]:
    """The terms that a penalty of ours names, in years."""
    return {
        int(months) / 12 if months else int(years) + int(rest or 0) / 12
        for years, rest, months in TERM.findall(SUSPENSION.sub("", penalty))
    }


def _given(years: ImprisonmentYears) -> set[float]:
    return {term for term in (years.minimum, years.maximum, years.aggravated_maximum) if term is not None}


def test_the_library_is_broad_enough_to_open() -> None:
    assert len(DIGESTS) >= 240
    assert len({file.state for file in FILES}) >= 20
    assert len({law.language for law, _ in DIGESTS}) >= 10


def test_all_four_instruments_are_covered() -> None:
    assert {article.split(":")[0] for article in _states_by_article()} == set(instrument_ids())


@pytest.mark.parametrize("article", COMPARED)
def test_at_least_four_states_can_be_compared_on(article: str) -> None:
    assert len(_states_by_article()[article]) >= 4


@pytest.mark.parametrize("article", TARGETED)
def test_at_least_three_states_have_a_provision_that_implements(article: str) -> None:
    assert len(_states_that_target(article)) >= 3


def test_a_penalty_of_imprisonment_has_its_years_as_numbers_and_no_other_penalty_has() -> None:
    wrong = []
    for pair in DIGESTS:
        penalty = SUSPENSION.sub("", pair[1].maximum_penalty or "")
        custodial = CUSTODY.search(penalty) is not None or "year" in penalty
        if custodial != (pair[1].imprisonment_years is not None):
            wrong.append(_named(pair))
    assert wrong == []


def test_the_years_are_those_that_the_penalty_names() -> None:
    wrong = []
    for pair in DIGESTS:
        if (years := pair[1].imprisonment_years) is None:
            continue
        named = _terms(pair[1].maximum_penalty or "")
        if not _given(years) <= named:
            wrong.append(f"{_named(pair)}: {_given(years) - named} is not in the penalty")
        if years.life != (LIFE.search(pair[1].maximum_penalty or "") is not None):
            wrong.append(f"{_named(pair)}: life")
        # Beside life imprisonment a penalty also names minimum terms of the heavier form.
        if not years.life and max(named) != max(_given(years)):
            wrong.append(f"{_named(pair)}: {max(named)} is the longest term, not {max(_given(years))}")
    assert wrong == []


def test_terms_are_read_from_a_penalty() -> None:
    assert _terms("1 year and 6 months' imprisonment (minimum 3 months); 8 years") == {1.5, 0.25, 8}
    assert _terms("Fine of 5 times the benefit; suspension of activities for 10 years") == set()
    assert LIFE.search("5 years; life where a person dies")
    assert not LIFE.search("7 years where life or health is endangered")


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"life": False},
        {"minimum": 0},
        {"minimum": 6, "maximum": 5},
        {"maximum": 10, "aggravated_maximum": 8},
        {"minimum": 9, "aggravated_maximum": 8},
        {"maximum": 5, "unit": "years"},
    ],
)
def test_terms_that_cannot_be_are_refused(terms: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ImprisonmentYears.model_validate(terms)


def test_terms_that_can_be_are_kept() -> None:
    assert ImprisonmentYears(minimum=0.5, maximum=5, aggravated_maximum=10).life is False
    assert ImprisonmentYears(life=True).maximum is None


def test_each_provision_of_a_law_is_digested_once() -> None:
    counts = Counter((law.deposit, digest.number) for law, digest in DIGESTS)
    assert [key for key, count in counts.items() if count > 1] == []


def test_a_deposit_belongs_to_the_state_whose_file_names_it() -> None:
    assert [law.deposit for file in FILES for law in file.laws if law.deposit[:3] != file.state.lower()] == []


def test_every_treaty_reference_is_in_the_instruments() -> None:
    assert [
        (_named(pair), reference) for pair in DIGESTS for reference, _ in pair[1].graded if not exists(reference)
    ] == []


def test_digests_do_not_evaluate() -> None:
    assert [_named(pair) for pair in DIGESTS if EVALUATION.search(pair[1].digest)] == []


def test_the_search_for_evaluation_can_fail() -> None:
    assert EVALUATION.search("The offence is in line with the Convention.")
    assert EVALUATION.search("This rule falls short of what others ask.")


def test_a_digest_knows_its_articles_and_grades() -> None:
    digest = next(
        digest for law, digest in DIGESTS if (law.deposit, digest.number) == ("arg/codigo-penal-11179", "210")
    )
    assert digest.graded[0] == ("untoc:5.1.a.ii", Grade.IMPLEMENTS)
    assert ("untoc:5.1.b", Grade.TOUCHES) in digest.graded
    assert digest.articles == tuple(dict.fromkeys(TreatyReference.parse(t).article_id for t, _ in digest.graded))


def test_a_valid_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "can.yaml").write_text(VALID, encoding="utf-8")
    [file] = read_digests(tmp_path)
    assert (file.state, file.laws[0].digests[0].articles) == ("CAN", ("untoc:5",))


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ('"7"', "7", "number"),
        ("untoc:5.1.a.ii", "uncac:15", "no treaty reference"),
        ('targets: ["untoc:5.1.a.ii"]', "targets: []", "at least one treaty reference"),
        ('["untoc:5.1.a.ii"]', '["untoc:5", "untoc:5"]', "twice"),
        ("https://laws.example/invented", "laws.example", "official_url"),
        ("    official_url: https://laws.example/invented\n", "", "official_url"),
        ("targets: [", "imprisonment_years: {maximum: 5}\n        targets: [", "maximum_penalty"),
        (
            "targets: [",
            "maximum_penalty: 5 years\n        imprisonment_years: {minimum: 6, maximum: 5}\n        targets: [",
            "fall",
        ),
        ("[band, robbers, five]", "[band, five]", "words"),
        ("[band, robbers, five]", "[band, two robbers, five]", "one word"),
        ("[band, robbers, five]", "[band, Robbers, five]", "small letters"),
        ("; leaders face", "; " + "very " * 140 + "leaders face", "words"),
        ("heading: Joining a band", "heading: Joining a band\n        verdict: good", "verdict"),
        ("state: CAN", "state: USA", "usa.yaml"),
        ("state: CAN", "state: Canada", "state"),
        ("state: CAN", "state: [", "line"),
    ],
)
def test_a_wrong_field_is_named_with_its_file(tmp_path: Path, right: str, wrong: str, named: str) -> None:
    assert right in VALID
    (tmp_path / "can.yaml").write_text(VALID.replace(right, wrong), encoding="utf-8")
    with pytest.raises(DataError, match=re.escape(named)) as caught:
        read_digests(tmp_path)
    assert "can.yaml" in str(caught.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nowhere"):
        read_digests(tmp_path / "nowhere")


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\u00ad", "")


def _best_passage(law: DigestedLaw, digest: Digest) -> str:
    """The passage under the cited number that holds most check words and numbers; empty where none is found."""

    def fit(passage: str) -> tuple[int, int]:
        numbers = numbers_in(digest.maximum_penalty or "")
        return len(_held(digest, passage)), sum(_how(n, passage, law.language) is not None for n in numbers)

    found = [_normal(passage) for passage in passages(LAWS / law.deposit, digest.number)]
    return max(found, key=fit, default="")


def _held(digest: Digest, passage: str) -> list[str]:
    return [word for word in digest.check.words if holds_word(passage, word)]


def _how(number: int, passage: str, language: str) -> str | None:
    """How the passage writes `number`, as `written` tells, with the further words of this file."""
    word = ALSO_WRITTEN.get(language, {}).get(number)
    return word if word and holds_word(passage, word) else written(number, passage, language)


def _longest_common_run(digest: str, passage: str, length: int = 8) -> str:
    ours, theirs = (re.findall(r"\w+", text.casefold()) for text in (digest, passage))
    runs = {tuple(theirs[at : at + length]) for at in range(len(theirs) - length + 1)}
    shared = (ours[at : at + length] for at in range(len(ours) - length + 1))
    return next((" ".join(run) for run in shared if tuple(run) in runs), "")


@pytest.mark.corpus
@needs_laws
@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.state))
def test_each_digest_is_found_in_the_provision_it_cites(file: DigestFile) -> None:
    wrong = []
    for law, digest in [(its_law, digest) for its_law in file.laws for digest in its_law.digests]:
        passage = _best_passage(law, digest)
        name = _named((law, digest))
        if missing := set(digest.check.words) - set(_held(digest, passage)):
            wrong.append(f"{name}: {', '.join(sorted(missing)) if passage else 'no passage'}")
        for number in numbers_in(digest.maximum_penalty or ""):
            how = _how(number, passage, law.language)
            if how is None:
                wrong.append(f"{name}: {number} in the penalty is not in the provision")
            elif not how.isdigit() and not any(how in word for word in digest.check.words):
                wrong.append(f"{name}: the penalty's number {how} is not among the check words")
        if run := _longest_common_run(digest.digest, passage):
            wrong.append(f"{name}: repeats {run}")
    assert wrong == []


@pytest.mark.corpus
@needs_laws
def test_the_citation_is_what_the_deposit_says() -> None:
    wrong = []
    for law in {law.deposit: law for law, _ in DIGESTS}.values():
        meta = json.loads((LAWS / law.deposit / "meta.json").read_text(encoding="utf-8"))
        ours = (
            law.title,
            law.native_title,
            law.language,
            law.year,
            law.identifier,
            law.official_url,
            law.publisher,
        )
        names = ("title", "native_title", "language", "year", "identifier", "official_url", "publisher")
        theirs = tuple(meta.get(name) or None for name in names)
        if ours != theirs or (law.version_date or "") != (meta.get("version_date") or "")[:10]:
            wrong.append(law.deposit)
    assert wrong == []


def test_the_trace_of_a_penalty_can_fail() -> None:
    text = "§ 4 Wer raubt, wird mit Haft bis zu fünf Jahren bestraft.\n(3) Versuch ist strafbar."
    assert written(5, text, "de") == "fünf"
    assert written(3, text, "de") is None
    assert written(10, text, "de") is None
    assert written(225000, "une amende de 225 000 euros", "fr") == "225000"


def test_the_search_for_copied_words_can_fail() -> None:
    passage = "Whoever joins a band of robbers on the high road shall be hanged."
    assert _longest_common_run("He joins a band of robbers on the high road.", passage)
    assert not _longest_common_run("He joins a band of robbers.", passage)
