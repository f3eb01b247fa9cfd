"""The ranking of search, on every engine: each case of `tests/relevance` is a test.

Fixture policy: a library is filled once in a session; each engine has an index of its own, filled from the catalogue.
The cases on real laws are skipped, loudly, where these are not at hand. What judges the cases is tested with
invented hits and invented laws.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from index_engines import ENGINES
from labelled_laws import make_labelled_laws
from relevance_cases import (
    FILES,
    AnyOf,
    Case,
    Held,
    Manner,
    Standing,
    Subject,
    diagnose,
    judge,
    main,
    read_cases,
    shares,
    verdict_on,
)

from catalogue.store import Catalogue
from library import Library, open_library
from library.ingesting import ingest_into
from library.starter import add_starter
from palermo.errors import DataError
from palermo.settings import Settings

STARTER, CORPUS = read_cases(FILES["starter"]), read_cases(FILES["corpus"])
LANGUAGES_OF_THE_LAWS = "en es de ja zh cs nb fr el nl et pt ar nn da ca".split()


def case_id(case: Case) -> str:
    return re.sub(r"\W+", "-", case.place.removeprefix("cases_").replace(".yaml, line ", " ")).strip("-")


@pytest.fixture(scope="session", params=list(ENGINES))
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def starter_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter library, filled once."""
    folder = tmp_path_factory.mktemp("starter")
    with open_library(folder) as library:
        add_starter(library)
    return folder


@pytest.fixture(scope="session")
def corpus_folder(corpus_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of all real laws, taken in once."""
    folder = tmp_path_factory.mktemp("corpus")
    with open_library(folder) as library:
        assert ingest_into(library, [corpus_dir]).failed == []
    return folder


def open_on(engine_name: str, folder: Path) -> Library:
    """The library in `folder` on one of the engines, whose index is filled where it is not."""
    index = folder / ("index" if engine_name == "tantivy" else f"index-{engine_name}")
    library = Library(folder, Catalogue.open(folder, create=False), ENGINES[engine_name](index))
    library.bring_index_up_to_date()
    return library


@pytest.fixture(scope="session")
def starter(starter_folder: Path, engine_name: str) -> Iterator[Held]:
    with open_on(engine_name, starter_folder) as library:
        yield Held(library)


@pytest.fixture(scope="session")
def corpus(corpus_folder: Path, engine_name: str) -> Iterator[Held]:
    with open_on(engine_name, corpus_folder) as library:
        yield Held(library)


def check(case: Case, held: Held, engine_name: str) -> None:
    """Fail with a diagnosis; a case that is known to fail must do so, or lose its note."""
    verdict = verdict_on(case, held)
    if engine_name in case.not_yet:
        if verdict.passed:
            pytest.fail(f"{case.place}: {case.asked} passes on {engine_name} now: take its not_yet out", pytrace=False)
        pytest.xfail(case.not_yet[engine_name])
    if not verdict.passed:
        pytest.fail(f"on {engine_name}: {diagnose(case, verdict, held)}", pytrace=False)


@pytest.mark.parametrize("case", STARTER, ids=case_id)
def test_the_starter_library_answers(case: Case, starter: Held, engine_name: str) -> None:
    check(case, starter, engine_name)


@pytest.mark.corpus
@pytest.mark.parametrize("case", CORPUS, ids=case_id)
def test_the_real_laws_answer(case: Case, corpus: Held, engine_name: str) -> None:
    check(case, corpus, engine_name)


def test_every_provision_that_a_starter_case_names_is_held(starter: Held) -> None:
    assert [problem for case in STARTER for problem in starter.problems_of(case)] == []


@pytest.mark.corpus
def test_every_provision_that_a_case_on_real_laws_names_is_held(corpus: Held) -> None:
    assert [problem for case in CORPUS for problem in corpus.problems_of(case)] == []


def test_the_cases_cover_every_language_subject_and_manner() -> None:
    assert len(STARTER) >= 60
    assert len(CORPUS) >= 120
    languages = Counter(case.language for case in CORPUS)
    assert [language for language in LANGUAGES_OF_THE_LAWS if languages[language] < 3] == []
    manners = Counter(case.manner for case in (*STARTER, *CORPUS))
    assert [manner for manner in Manner if manners[manner] < 5] == []
    assert manners[Manner.CROSS_LINGUAL] >= 20
    assert manners[Manner.CITATION] >= 12
    subjects = Counter(case.subject for case in (*STARTER, *CORPUS))
    assert [subject for subject in Subject if subjects[subject] < 5] == []


def test_engines_on_which_a_case_fails_are_engines() -> None:
    assert {name for case in (*STARTER, *CORPUS) for name in case.not_yet} <= set(ENGINES)


def a_case(**fields: object) -> Case:
    given = {"query": "lantern", "why": "An invented question.", "language": "en", "subject": "witnesses", **fields}
    return Case.model_validate(given)


def hits(*numbers: str) -> list[Standing]:
    return [Standing(f"and/pier-act#{number}") for number in numbers]


def numbered(count: int) -> list[str]:
    return [str(number) for number in range(1, count + 1)]


def test_a_case_passes_where_all_that_it_expects_stands_high_enough() -> None:
    case = a_case(expect=["and/pier-act#3", "and/pier-act#10"], forbid=["and/pier-act#11"])
    assert judge(case, hits(*numbered(20))).passed
    assert judge(case, hits("10", "3")).passed


def test_what_stands_too_low_or_nowhere_is_missing() -> None:
    case = a_case(expect=["and/pier-act#3", "and/pier-act#4"], within=3)
    assert judge(case, hits("1", "2", "3", "4")).missing == ("and/pier-act#4",)
    assert judge(case, []).missing == ("and/pier-act#3", "and/pier-act#4")
    assert judge(case, [Standing("and/quay-act#3"), Standing("and/quay-act#4")]).missing == case.expect
    assert not judge(case, []).passed


def test_one_of_several_is_enough_and_none_is_not() -> None:
    case = a_case(expect=[{"any_of": ["and/pier-act#7", "and/pier-act#2"]}], within=2)
    assert judge(case, hits("1", "2", "7")).passed
    assert judge(case, hits("1", "3", "2")).missing == (AnyOf(any_of=("and/pier-act#7", "and/pier-act#2")),)


def test_the_first_is_the_first_and_not_the_second() -> None:
    case = a_case(expect=["and/pier-act#2"], first=True)
    assert judge(case, hits("2", "1")).passed
    assert not judge(case, hits("1", "2")).passed


def test_what_is_forbidden_counts_on_the_first_page_only() -> None:
    case = a_case(expect=["and/pier-act#1"], forbid=["and/pier-act#10", "and/pier-act#11"])
    verdict = judge(case, hits(*numbered(20)))
    assert verdict.unwelcome == (("and/pier-act#10", 10),)
    assert not verdict.passed


def test_order_counts_where_it_is_asked_for() -> None:
    expected = ["and/pier-act#1", "and/pier-act#5", "and/pier-act#9"]
    assert judge(a_case(expect=expected, in_order=True), hits("1", "3", "5", "9")).passed
    assert judge(a_case(expect=expected), hits("9", "1", "5")).passed
    verdict = judge(a_case(expect=expected, in_order=True), hits("9", "1", "5"))
    assert verdict.out_of_order == ("and/pier-act#9", "and/pier-act#1", "and/pier-act#5")
    assert not verdict.passed


@pytest.mark.parametrize(
    ("written", "printed"),
    [("177 bis", "177bis"), ("416-bis", "416 BIS"), ("L425-1", "l425-1"), ("83^1", "83¹"), ("2:17", "2:17")],
)
def test_numbers_compare_as_labels_do(written: str, printed: str) -> None:
    assert judge(a_case(expect=[f"and/pier-act#{written}"]), hits(printed)).passed


def test_a_number_with_an_addition_is_another_number() -> None:
    assert not judge(a_case(expect=["and/pier-act#83^1"]), hits("83", "831", "84")).passed


WRONG = {
    "a case needs something to expect or to forbid": "expect: []",
    "'17' is no provision": "expect: ['17']",
    "'pier-act#1' is no provision": "forbid: ['pier-act#1']",
    "Extra inputs are not permitted": "expect: ['and/pier-act#1']\n  expects: []",
    "named twice: and/pier-act#1bis": "expect: ['and/pier-act#1 bis']\n  forbid: ['and/pier-act#1bis']",
    "first: true goes with a single thing": "expect: ['and/pier-act#1', 'and/pier-act#2']\n  first: true",
    "without within": "expect: ['and/pier-act#1']\n  first: true\n  within: 2",
    "in_order: true needs at least two": "expect: ['and/pier-act#1']\n  in_order: true",
    "browsing, and nothing else, is without words": "expect: ['and/pier-act#1']\n  manner: browsing",
    "less than or equal to 200": "expect: ['and/pier-act#1']\n  within: 201",
    "String should match pattern": "expect: ['and/pier-act#1']\n  select: {state: Andorra}",
}
GOOD = "- {query: oil, why: An invented question., language: en, subject: witnesses, expect: ['and/pier-act#2']}\n"


@pytest.mark.parametrize("problem", WRONG)
def test_a_wrong_case_is_named_with_its_file_and_line(problem: str, tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    opening = "- query: lantern\n  why: An invented question.\n  language: en\n  subject: witnesses\n  "
    file.write_text(GOOD + opening + WRONG[problem] + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=re.escape(problem)) as caught:
        read_cases(file)
    line = int(re.findall(r"cases\.yaml, line (\d+)", str(caught.value))[0])
    assert 2 <= line <= 8


def test_the_same_question_twice_is_an_error_but_not_with_another_selection(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(GOOD + GOOD.replace("expect", "select: {state: AND}, expect"), encoding="utf-8")
    assert [case.place for case in read_cases(file)] == ["cases.yaml, line 1", "cases.yaml, line 2"]
    file.write_text(GOOD + GOOD, encoding="utf-8")
    with pytest.raises(DataError, match=r"cases\.yaml, line 2: 'oil' is asked in line 1 already"):
        read_cases(file)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """Four invented laws, in which every eighth provision is alike: 3 is about money laundering, 5 about confiscation;
    4 and 6 are about lanterns."""
    folder = tmp_path_factory.mktemp("invented")
    with open_library(folder / "library") as library:
        ingest_into(library, [make_labelled_laws(folder / "deposits")], settings=Settings(workers=0))
        yield Held(library)


def explained(case: Case, held: Held) -> str:
    verdict = verdict_on(case, held)
    assert not verdict.passed
    return diagnose(case, verdict, held)


def test_a_diagnosis_says_where_the_expected_stands_and_what_above_it(invented: Held) -> None:
    case = a_case(
        query="keeper sun", select={"state": "AND"}, expect=["and/pier-act#3"], forbid=["and/pier-act#6"],
        place="cases.yaml, line 7",
    )  # fmt: skip
    assert invented.problems_of(case) == []
    words = explained(case, invented)
    assert words.startswith("cases.yaml, line 7: 'keeper sun' (state AND)\n  An invented question.\n")
    assert re.search(
        r"expected within 10:\n    and/pier-act#3 \[Money laundering\] is in the index, but not among the first 200; "
        r"tags: untoc:6\S*(, \S+)*; in neither: keeper sun\n",
        words,
    )
    assert re.search(r"must not stand within 10: and/pier-act#6 stands at \d\n", words)
    assert re.search(r"\n    1\. and/pier-act#\d+ \[Keepers of lanterns\] \d+\.\d\d\n", words)


def test_a_diagnosis_counts_beyond_the_first_page_and_finds_the_words(invented: Held) -> None:
    low = explained(a_case(query="boat tide", expect=[{"any_of": ["and/pier-act#1", "ury/tide-act#999"]}]), invented)
    assert "expected within 10: one of these\n    and/pier-act#1 [Obstruction of justice]" in low
    assert "ury/tide-act#999 is not in the library" in low
    case = a_case(query="confiscation", select={"state": "AND"}, expect=["and/pier-act#5"], forbid=["and/pier-act#13"])
    words = explained(case, invented)
    rank = int(re.findall(r"and/pier-act#13 stands at (\d+)", words)[0])
    assert f"\n    {rank}. and/pier-act#13 [Confiscation]" in words
    third = explained(a_case(query="confiscation", expect=["ury/tide-act#21"], first=True), invented)
    assert re.search(
        r"ury/tide-act#21 \[Confiscation\] stands at \d+; in its heading: confiscation; in its text: ", third
    )


def test_what_a_selection_leaves_out_is_named(invented: Held) -> None:
    case = a_case(query="lantern", select={"state": "FRA"}, expect=["and/pier-act#4"])
    assert invented.problems_of(case)[0].endswith("and/pier-act#4 is left out by the selection: its State is AND")
    words = explained(case, invented)
    assert "and/pier-act#4 [Oil] is left out by the selection: its State is AND; in its text: lantern\n" in words


def test_what_is_not_in_the_index_is_named(tmp_path: Path) -> None:
    with open_library(tmp_path / "library") as library:
        ingest_into(library, [make_labelled_laws(tmp_path / "deposits")], settings=Settings(workers=0))
        held = Held(library)
        case = a_case(query="lantern", select={"state": "AND"}, expect=["and/pier-act#4"], within=20)
        assert verdict_on(case, held).passed
        library.engine.remove_versions([held.provisions("and/pier-act#4")[0].version])
        library.engine.commit()
        assert "is in the library, but its version /akn/ad/act" in explained(case, held)


def test_a_case_that_is_known_to_fail_must_fail(invented: Held) -> None:
    known = {"query": "lantern", "select": {"state": "AND"}, "not_yet": {"tantivy": "An invented reason."}}
    fails = a_case(**known, expect=["and/pier-act#3"])
    with pytest.raises(pytest.xfail.Exception, match="An invented reason"):
        check(fails, invented, "tantivy")
    with pytest.raises(pytest.fail.Exception, match=r"on another: .*'lantern'"):
        check(fails, invented, "another")
    with pytest.raises(pytest.fail.Exception, match="passes on tantivy now"):
        check(a_case(**known, expect=["and/pier-act#4"], within=20), invented, "tantivy")


def test_unknown_provisions_are_named(invented: Held) -> None:
    case = a_case(expect=["and/pier-act#2"], forbid=["and/pier-act#999"], place="cases.yaml, line 3")
    assert invented.problems_of(case) == ["cases.yaml, line 3: and/pier-act#999 is not held"]


def test_shares_are_counted_by_what_is_asked_for() -> None:
    ours, theirs = a_case(expect=["and/pier-act#2"]), a_case(expect=["and/pier-act#2"], language="fr")
    assert shares([(ours, True), (ours, False), (theirs, False)], lambda case: case.language) == {
        "en": (1, 2),
        "fr": (0, 1),
    }


def test_all_cases_of_a_file_can_be_asked_at_once(starter_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failed = main(["starter", "--library", str(starter_folder), "--quiet"])
    printed = capsys.readouterr().out
    found = re.findall(r"^(\d+) of (\d+) pass$", printed, re.MULTILINE)
    assert found
    assert int(found[0][1]) == len(STARTER)
    assert (int(found[0][0]) == len(STARTER)) is (failed == 0)
    assert re.search(r"^manner: .*citation \d+/\d+", printed, re.MULTILINE)
