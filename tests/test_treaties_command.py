"""`palermo treaties check` and `palermo treaties show`: words, JSON, exit statuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_corpus import forget_what_was_read, write_corpus
from test_cli import DONE, NOT_DONE, Result, document, palermo

from palermo.treaties.model_provision import OWN_DRAFTING


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Path]:
    """The small corpus of an invented instrument."""
    forget_what_was_read()
    yield write_corpus(tmp_path / "corpus")
    forget_what_was_read()


def treaties(corpus: Path, *arguments: str) -> Result:
    return palermo("treaties", *arguments, PALERMO_REFERENCE_DATA=str(corpus))


def test_check_says_what_is_covered(corpus: Path) -> None:
    done = treaties(corpus, "check")
    assert (done.returncode, done.stderr) == (DONE, "")
    assert done.stdout.splitlines() == [
        "pier: 2 articles, 4 paragraphs; 3 requirements (2 mandatory, 1 optional), 2 paragraphs that are none, "
        "4 elements; model provisions for 1 of 1 duties that need a law",
        "2 concepts; with terms by language: ar 1, en 1, es 1, fr 1, ru 1, zh 1",
        "1 model provisions, 1 published model laws",
        "Nothing is missing.",
    ]


def test_check_as_json(corpus: Path) -> None:
    done = treaties(corpus, "check", "--json")
    assert (done.returncode, done.stderr) == (DONE, "")
    found = document(done)
    assert found["instruments"] == [{
        "instrument": "pier", "articles": 2, "paragraphs": 4, "requirements": 3, "not_requirements": 2, "elements": 4,
        "levels": {"mandatory": 2, "optional": 1}, "mandatory_needing_law": 1, "with_model_provision": 1,
    }]  # fmt: skip
    assert (found["concepts"], found["model_provisions"], found["model_laws"], found["gaps"]) == (2, 1, 1, [])
    assert found["terms"]["fr"] == 1


@pytest.mark.parametrize("arguments", [("check",), ("check", "--json")])
def test_check_names_each_gap_and_ends_with_2(corpus: Path, arguments: tuple[str, ...]) -> None:
    (corpus / "concepts" / "terms" / "ru.yaml").unlink()
    done = treaties(corpus, *arguments)
    assert done.returncode == NOT_DONE
    assert done.stderr == "missing: the glossary of defined terms has nothing in 'ru' for lantern\n"
    assert "1 gaps" in done.stdout or document(done)["gaps"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("treaties/requirements/pier.yaml", "cluster: IV", "cluster: V"),
        ("concepts/terms/fr.yaml", "lanterne*", "фонар*"),
        ("treaties/requirements/pier.yaml", "articles:", "articles: ["),
    ],
)
@pytest.mark.parametrize("arguments", [("check",), ("check", "--json")])
def test_a_broken_file_is_one_line_and_status_2(
    corpus: Path, name: str, old: str, new: str, arguments: tuple[str, ...]
) -> None:
    file = corpus / name
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    done = treaties(corpus, *arguments)
    assert (done.returncode, done.stdout) == (NOT_DONE, "")
    assert done.stderr.startswith(f"palermo: {file}, line ")
    assert done.stderr.count("\n") == 1
    assert "Correct the " in done.stderr


def test_a_broken_digest_is_found_by_check(corpus: Path) -> None:
    (corpus / "starter" / "and.yaml").write_text("state: AND\nlaws: []\n", encoding="utf-8")
    done = treaties(corpus, "check")
    assert (done.returncode, done.stdout) == (NOT_DONE, "")
    assert str(corpus / "starter" / "and.yaml") in done.stderr


def test_show_an_article(corpus: Path) -> None:
    done = treaties(corpus, "show", "pier:2")
    assert (done.returncode, done.stderr) == (DONE, "")
    shown = " ".join(done.stdout.split())
    for said in (
        "pier:2 Lanterns Asks that every boat at a pier shows a lantern.",
        "pier:2.1.a Lantern on every boat level: mandatory; cluster: I; legislation: needed",
        "Condition: Boats of war may be left out (pier:2.2).",
        "#lantern (object): A lantern is required. [Lantern]",
        "#night (circumstance): It applies at night.",
        "Alternative to: pier:2.1.b", "See also: pier:2.2", "Parallels: UNCAC 15, FATF R.3, FATF R.30",
        "Look for: An offence of mooring without a lantern.",
        "pier:2.1: no requirement. Opening words;",
        f"Model provisions {OWN_DRAFTING} Lantern on boats",
        "(1) A person commits an offence who moors a boat without a lantern [at night]. (2) The penalty is ____.",
        "Why: Boats that cannot be seen", "Model Pier Law (year not found, The keeper of the piers)",
    ):  # fmt: skip
        assert said in shown
    assert max(map(len, done.stdout.splitlines())) <= 120


def test_show_a_paragraph_leaves_out_the_others(corpus: Path) -> None:
    shown = treaties(corpus, "show", "pier:2.1").stdout
    assert "pier:2.1.a " in shown
    assert "pier:2.1.b " in shown
    assert "pier:2.2 " not in shown
    assert "Lantern on boats" in shown
    assert "Lantern on boats" not in treaties(corpus, "show", "pier:2.2").stdout


def test_show_as_json(corpus: Path) -> None:
    found = document(treaties(corpus, "show", "pier:2", "--json"))
    assert set(found) == {"reference", "requirements", "not_requirements", "model_provisions", "model_laws", "digests"}
    assert [one["id"] for one in found["requirements"]] == ["pier:2.1.a", "pier:2.1.b", "pier:2.2"]
    assert [one["id"] for one in found["requirements"][0]["elements"]] == ["lantern", "night"]
    assert found["not_requirements"] == {"pier:2.1": "Opening words; the offences stand in the subparagraphs."}
    assert [one["id"] for one in found["model_provisions"]] == ["lantern-on-boats"]
    assert [one["id"] for one in found["model_laws"]] == ["model-pier-law"]
    one = document(treaties(corpus, "show", "pier:1", "--json"))
    assert (one["requirements"], one["not_requirements"]) == ([], {"pier:1": "States the purpose of the Convention."})


@pytest.mark.parametrize("reference", ["pier:3", "pier:2.9", "untoc:5", "nonsense", "pier:2.1.a#lantern", ""])
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_an_unknown_reference_is_one_line_and_status_2(corpus: Path, reference: str, more: tuple[str, ...]) -> None:
    done = treaties(corpus, "show", reference, *more)
    assert (done.returncode, done.stdout) == (NOT_DONE, "")
    assert done.stderr == f"palermo: '{reference}' is no article or paragraph of pier\n"


def test_what_ships_is_shown() -> None:
    found = document(palermo("treaties", "show", "untoc:5.1.a", "--json"))
    assert [one["id"] for one in found["requirements"]] == ["untoc:5.1.a.i", "untoc:5.1.a.ii"]
    assert {one["id"] for one in found["model_provisions"]} >= {"criminal-association"}
    assert {one["state"] for one in found["digests"]} >= {"CAN", "FRA"}
    assert all(one["address"].startswith("http") for one in found["digests"])


def test_what_ships_is_complete() -> None:
    done = palermo("treaties", "check")
    assert (done.returncode, done.stderr) == (DONE, "")
    assert done.stdout.endswith("Nothing is missing.\n")
