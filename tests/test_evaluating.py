"""`palermo evaluate` and `palermo train`: what is counted, that an outside scorer counts the same, and what is said."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from labelled_laws import LAWS, SUBJECTS, make_labelled_laws
from test_cli import DONE, NOT_DONE, document, palermo
from test_labels import write_labels

from catalogue.contents import VersionContents
from library import Library, open_library
from library.accuracy import published, published_file
from library.evaluating import LeftOut, evaluate
from library.exporting import write_provisions_to
from library.ingesting import ingest_into
from library.reviewing import decide
from library.training import default_file, read_parameters
from palermo.errors import DataError, UsageError
from palermo.model.law import Law, SourceFile, Version
from palermo.model.provision import Provision
from palermo.model.review import Decision
from palermo.model.tag import Tag
from palermo.settings import Settings
from palermo.tagging.parameters import METHOD

NUMBERS = ["1", "2", "2", "3 bis", "133^1", "1331", "12-3", "Article 7", "", "L4-1", "9", "10"]
AS_LABELLED = ["1", "2", "3-BIS", "133¹", "1331", "12-3", "7.", "l4-1", "99"]
ARTICLES = ["untoc:5", "untoc:6", "untoc:18", "tip:5", "fap:8"]


def put_law(library: Library, deposit: str, language: str, tags: dict[int, list[tuple[str, str]]]) -> None:
    """An invented law with the provisions NUMBERS; `tags` by place: target and grade."""
    state, name = deposit.split("/")
    law = Law(id=f"/akn/{state[:2]}/act/{name}", state=state.upper(), title=name)
    data = deposit.encode() + language.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    version = Version(
        id=f"{law.id}/{language}@", law=law.id, language=language, language_method="declared", language_confidence=1.0,
        deposit=deposit, fingerprint=sha256,
        sources=(SourceFile(file="law.txt", sha256=sha256, size=len(data), format="txt"),),
    )  # fmt: skip
    provisions = [
        Provision(
            id=f"{version.id}#sec_{place}", version=version.id, order=place, eid=f"sec_{place}", number=number,
            text="" if number == "9" else f"Words of the provision at {place}.", language=language,
            language_method="declared", language_confidence=1.0, source_file="law.txt",
        )
        for place, number in enumerate(NUMBERS)
    ]  # fmt: skip
    made = [
        Tag(provision=provisions[place].id, target=target, grade=grade, score=0.5, method="invented/1")
        for place, its_tags in tags.items()
        for target, grade in its_tags
    ]
    library.catalogue.put(law, [VersionContents(version, provisions, made)], {sha256: data})


def fill(library: Library, gold: Path, seed: int) -> None:
    """Laws of several States with tags and labels as chance has it; one is labelled and not held."""
    chance = random.Random(seed)
    scopes: Sequence[dict[str, Any]] = ({}, {"gold_scope": "all"}, {"gold_scope": ["1-3", "12-3"]},
                                        {"gold_scope": [], "gold_borderline": ["2", "10"]})  # fmt: skip
    for n, deposit in enumerate(["and/one", "and/two", "can/one", "fra/one", "fra/not-held"]):
        if deposit != "fra/not-held":
            tags = {
                place: [(f"{article}.1", chance.choice(["implements", "implements", "touches"]))
                        for article in chance.sample(ARTICLES, chance.randint(0, 2))]
                for place in range(len(NUMBERS))
            }  # fmt: skip
            put_law(library, deposit, "en" if n % 2 else "fr", tags)
        labels = [
            {"provision": number, "tags": chance.sample(ARTICLES, chance.randint(0, 2)),
             "grade": chance.choice(["core", "core", "related"])}
            for number in AS_LABELLED if chance.random() < 0.7
        ]  # fmt: skip
        write_labels(gold, labels, deposit, state=deposit[:3].upper(), language="en" if n % 2 else "fr",
                     **scopes[n % len(scopes)])  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_an_outside_scorer_counts_the_same(seed: int, tmp_path: Path, root_dir: Path) -> None:
    scorer = root_dir.parent / "shared" / "tools" / "score.py"
    if not scorer.is_file():
        pytest.skip("no outside scorer in ../shared/tools: put score.py there")
    gold, export = tmp_path / "gold", tmp_path / "export.jsonl"
    with open_library(tmp_path / "library") as library:
        fill(library, gold, seed)
        wrong = next(tag for tag in library.catalogue.tagged("untoc:5") if tag.grade == "implements")
        decide(library, wrong.provision, wrong.target, Decision.REJECTED, reviewer="A. Reader")
        write_provisions_to(library, export)
        ours = evaluate(library, gold).as_json()
    done = subprocess.run([sys.executable, scorer, export, gold], capture_output=True, text=True, check=True)
    theirs = json.loads(done.stdout)
    counts = ("precision", "recall", "f1", "tp", "fp", "fn")

    def plain(groups: dict[str, Any], prefix: str = "") -> dict[str, Any]:
        return {f"{prefix}{name}": {part: one[part] for part in counts} for name, one in groups.items()}

    assert ours["segmentation"] == theirs["segmentation"]
    assert plain({"all": ours["tagging"]})["all"] == theirs["tagging"]
    assert plain(ours["by_article"]) == theirs["by_article"]
    assert plain(ours["by_language"], "language=") == theirs["by_language"]
    assert plain(ours["by_instrument"], "instrument=") == theirs["by_instrument"]
    assert ours["macro_f1_articles_n5"] == theirs["macro_f1_articles_n5"]
    pairs = ours["false_not_identified"]
    assert {name: pairs[name] for name in ("pairs", "missed", "rate")} == theirs["false_not_identified"]
    found = {name: f"{one['found']}/{one['gold']}" for name, one in ours["segmentation_by_language"].items()}
    assert found == theirs["segmentation_by_language"]


def test_tags_of_provisions_with_one_number_are_read_together(tmp_path: Path) -> None:
    gold = write_labels(tmp_path / "gold", [{"provision": "2", "tags": ["untoc:5", "untoc:6"]}], gold_scope=[])
    with open_library(tmp_path / "library") as library:
        put_law(library, "and/act", "ca", {1: [("untoc:5", "implements")], 2: [("untoc:6.1", "implements")]})
        found = evaluate(library, gold)
    assert found.measures.tagging.counts == (2, 0, 0)
    assert (found.basis.labels, found.basis.provisions, found.basis.learned_from) == (2, 1, 0)


def test_what_is_labelled_and_not_held_is_missed_and_said(tmp_path: Path) -> None:
    gold = write_labels(tmp_path / "gold", [{"provision": "2", "tags": ["untoc:5"]}], law="and/gone")
    with open_library(tmp_path / "library") as library:
        put_law(library, "and/act", "ca", {})
        found = evaluate(library, gold)
    assert found.measures.tagging.counts == (0, 0, 1)
    assert found.basis.not_held == ("and/gone",)
    assert found.segmentation.lost == ["and/gone#2"]


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A library of laws from which something can be learned, and their labels."""
    top = tmp_path_factory.mktemp("labelled")
    gold = make_labelled_laws(top / "gold")
    with open_library(top / "library") as library:
        assert ingest_into(library, [gold], settings=Settings(workers=0)).failed == []
    return top / "library", gold


def test_evaluate_measures_the_tags_that_are_held(labelled: tuple[Path, Path]) -> None:
    library, gold = labelled
    result = palermo("evaluate", gold, "--json", library=library)
    found = document(result)
    assert result.returncode == DONE
    labels = 5 * len(SUBJECTS) * len(LAWS)
    assert found["basis"]["left_out"] is None
    assert (found["basis"]["labels"], found["basis"]["provisions"]) == (labels, 2 * labels)
    assert found["tagging"]["tp"] + found["tagging"]["fn"] == labels
    assert set(found["by_state"]) == {state for state, _ in LAWS}
    assert {"segmentation", "segmentation_by_language", "lost", "by_article", "by_language", "by_instrument",
            "macro_f1_articles_n5", "false_not_identified", "ranking", "calibration", "sure", "baselines"} <= set(found)  # fmt: skip
    assert found["baselines"] == {}
    words = palermo("evaluate", gold, library=library).stdout
    assert "the tags that the library holds" in words
    assert "untoc:16 Extradition" in words


def test_states_left_out_with_baselines_and_the_page(labelled: tuple[Path, Path], tmp_path: Path) -> None:
    library, gold = labelled
    page, data = tmp_path / "accuracy.md", tmp_path / "accuracy.json"
    result = palermo(
        "evaluate", gold, "--left-out", "states", "--accuracy-page", page, "--accuracy-data", data, "--json",
        library=library,
    )  # fmt: skip
    found = document(result)
    assert result.returncode == DONE
    assert (found["basis"]["left_out"], found["basis"]["learned_from"]) == ("states", 0)
    assert len(found["basis"]["thresholds"]) == len(LAWS)
    assert found["tagging"]["f1"] > 0.9
    assert set(found["baselines"]) == {"nearest_article", "lexicon_rule", "words_one_language", "words_all_languages"}
    for one in found["baselines"].values():
        assert one["tagging"]["tp"] + one["tagging"]["fn"] == found["tagging"]["tp"] + found["tagging"]["fn"]
    assert found["baselines"]["words_all_languages"]["tagging"]["f1"] > 0.5
    words = page.read_text(encoding="utf-8")
    for said in ("# Accuracy of the tags", "untoc:16 Extradition", "## By language", "| en |", "## Where it is weak",
                 "Languages with terms but without labelled laws", METHOD):  # fmt: skip
        assert said in words
    figures = json.loads(data.read_text(encoding="utf-8"))
    assert figures["tagging"] == found["tagging"]
    assert figures["weak"] == []
    assert "by_state" not in figures, "States are not ranked"
    assert "untoc:18" in figures["not_measured"]["articles"]
    assert "fr" in figures["not_measured"]["languages"]


def test_languages_left_out_are_too_few_here(labelled: tuple[Path, Path]) -> None:
    library, gold = labelled
    result = palermo("evaluate", gold, "--left-out", "languages", library=library)
    assert (result.returncode, result.stdout) == (NOT_DONE, "")
    assert "too few labels to leave any out" in result.stderr


def test_languages_left_out_one_by_one(labelled: tuple[Path, Path], tmp_path: Path) -> None:
    library, gold = labelled
    for n, (state, name) in enumerate(LAWS):  # what language the labels say is what counts
        law = f"{state.lower()}/{name}"
        lines = (gold / law / "gold.jsonl").read_text(encoding="utf-8")
        write_labels(tmp_path, lines, law, state=state, language="en" if n < 2 else "fr")
    arguments = ("--left-out", "languages", "--baselines", "--json")
    found = document(palermo("evaluate", tmp_path, *arguments, library=library))
    assert found["basis"]["left_out"] == "languages"
    assert len(found["basis"]["thresholds"]) == 2
    assert set(found["by_language"]) == {"en", "fr"}
    assert found["tagging"]["f1"] > 0.9
    assert set(found["baselines"]) == {"nearest_article", "lexicon_rule", "words_all_languages"}


def test_baselines_beside_the_tags_that_are_held(labelled: tuple[Path, Path]) -> None:
    with open_library(labelled[0], create=False) as library:
        found = evaluate(library, labelled[1], baselines=True)
        assert set(found.baselines) >= {"nearest_article", "lexicon_rule"}
        assert found.basis.left_out is None
        assert not evaluate(library, labelled[1]).baselines
        assert LeftOut("states") is LeftOut.STATES


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--left-out", "years"], "'years' cannot be left out: choose one of states, languages"),
        (["--accuracy-page", "page.md"], "add --left-out states"),
        (["--accuracy-page", "page.md", "--left-out", "languages"], "add --left-out states"),
    ],
)
def test_wrong_use_of_evaluate(labelled: tuple[Path, Path], arguments: list[str], said: str) -> None:
    result = palermo("evaluate", labelled[1], *arguments, library=labelled[0])
    assert (result.returncode, result.stdout) == (NOT_DONE, "")
    assert said in result.stderr


def test_train_writes_shows_gains_and_losses_and_says_what_was_seen(
    labelled: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, gold = labelled
    shipped = default_file().read_bytes()
    file = tmp_path / "parameters.npz"
    tried = palermo("train", gold, "--out", file, "--dry-run", library=library)
    assert tried.returncode == DONE
    assert "before are the tags that the library holds" in " ".join(tried.stdout.split())
    assert not file.exists()
    first = palermo("train", gold, "--out", file, "--json", library=library)
    facts = document(first)["facts"]
    assert (facts["labels"], len(facts["laws"]), facts["languages"]) == (
        5 * len(SUBJECTS) * len(LAWS),
        len(LAWS),
        ["en"],
    )
    with open_library(library, create=False) as opened:
        held = evaluate(opened, gold).measures.tagging.counts.f1
    assert document(first)["before"] == "tags held"
    assert document(first)["f1"]["before"] == round(held, 4)
    assert {one["article"] for one in document(first)["changes"]} >= set(SUBJECTS)
    learned = read_parameters(file)
    assert learned is not None
    assert learned.facts == facts
    before = file.read_bytes()
    again = palermo("train", gold, "--out", file, library=library)
    assert file.read_bytes() == before, "the same labels give the same parameters"
    assert "Gains and losses" in again.stdout
    assert "tags that the library holds" not in " ".join(again.stdout.split())
    assert "untoc:16 Extradition" in again.stdout
    assert default_file().read_bytes() == shipped

    monkeypatch.setattr("library.evaluating.parameters", lambda: learned)
    with open_library(library, create=False) as opened:
        assert evaluate(opened, gold).basis.learned_from == len(LAWS)
    assert f"trained on {len(LAWS)} of these laws" in palermo("evaluate", gold, library=library).stdout
    file.write_bytes(b"damaged")
    assert read_parameters(file) is None


def test_train_says_what_it_lacks(labelled: tuple[Path, Path], tmp_path: Path) -> None:
    library, _ = labelled
    few = make_labelled_laws(tmp_path / "few", LAWS[:1])
    result = palermo("train", few, "--out", tmp_path / "p.npz", library=library)
    assert (result.returncode, result.stdout) == (NOT_DONE, "")
    assert "labels of at least two States are needed" in result.stderr
    result = palermo("train", labelled[1], "--out", tmp_path / "no" / "p.npz", library=library)
    assert result.returncode == NOT_DONE
    assert "cannot be written" in result.stderr


def test_the_published_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert published_file().parent == default_file().parent
    file = tmp_path / "accuracy.json"
    monkeypatch.setattr("library.accuracy.published_file", lambda: file)
    assert published() is None
    file.write_text('{"weak": []}')
    assert published() == {"weak": []}
    file.write_text("{")
    with pytest.raises(DataError, match=r"accuracy\.json"):
        published()


def test_one_state_is_too_few_to_leave_any_out(tmp_path: Path) -> None:
    gold = write_labels(tmp_path / "gold", [{"provision": "1", "tags": ["untoc:5"]}], gold_scope=[])
    with open_library(tmp_path / "library") as library:
        put_law(library, "and/act", "ca", {0: [("untoc:5", "implements")]})
        with pytest.raises(UsageError, match="too few labels"):
            evaluate(library, gold, left_out=LeftOut.STATES)
