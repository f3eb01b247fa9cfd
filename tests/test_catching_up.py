"""Libraries that an earlier release made get the concepts that it did not keep, and the index follows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from deposit_maker import ENGLISH, FRENCH, forget_concepts, make_deposit, opened, take_in

from catalogue.store import Catalogue
from library import Library, open_library
from library.catching_up import behind_mark
from library.starter import add_starter
from palermo.errors import CatalogueError
from palermo.model.concepts_found import ConceptsFound
from palermo.tagging.finding_concepts import METHOD


def concepts(library: Path) -> dict[str, ConceptsFound]:
    """What is held for the provisions of all current versions."""
    with opened(library) as found:
        return found.catalogue.concepts_of([row.provision.id for row in found.catalogue.export_rows()])


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The versions that the index was told to read anew."""
    told: list[str] = []
    bring_up_to_date = Library.bring_index_up_to_date

    def noted(library: Library, changed: Iterable[str] = ()) -> int:
        changed = list(changed)
        told.extend(changed)
        return bring_up_to_date(library, changed)

    monkeypatch.setattr(Library, "bring_index_up_to_date", noted)
    return told


def two_languages(folder: Path) -> Path:
    page = "<html lang='fr'><body>" + "".join(f"<p>{x}</p>" for x in FRENCH.splitlines() if x) + "</body></html>"
    return make_deposit(folder, files={"law.txt": ENGLISH, "loi.html": page})


def test_concepts_are_kept_for_every_language_of_a_law(tmp_path: Path) -> None:
    take_in(tmp_path / "library", two_languages(tmp_path / "law"))
    found = concepts(tmp_path / "library")
    third = {each.provision.split("/")[-1]: dict(each.text) for each in found.values() if "3" in each.provision[-2:]}
    assert len(third) == 2
    assert all("freezing-or-seizure" in spoken for spoken in third.values())
    assert take_in(tmp_path / "library", tmp_path / "law", again=True).versions == 2
    assert concepts(tmp_path / "library") == found


def test_a_library_without_concepts_gets_them_with_the_next_run(tmp_path: Path, indexed: list[str]) -> None:
    library = tmp_path / "library"
    take_in(library, two_languages(tmp_path / "d" / "one"))
    before = concepts(library)
    assert before
    forget_concepts(library)
    assert concepts(library) == {}
    indexed.clear()
    make_deposit(tmp_path / "d" / "two")
    report = take_in(library, tmp_path / "d")
    assert (report.laws, report.unchanged, report.warnings) == (1, 1, [])
    found = concepts(library)
    assert {name: found[name] for name in before} == before
    assert len(found) > len(before)
    assert set(indexed) == {name.split("#")[0] for name in before}
    assert not behind_mark(library).exists()

    indexed.clear()
    database = (library / "catalogue.sqlite").read_bytes()
    take_in(library, tmp_path / "d")
    assert indexed == []
    assert (library / "catalogue.sqlite").read_bytes() == database


def test_what_an_earlier_method_found_is_found_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path / "library"
    with monkeypatch.context() as patch:
        patch.setattr("palermo.tagging.tagger.CONCEPTS_METHOD", "concept-terms/0")
        patch.setattr("library.catching_up.METHOD", "concept-terms/0")
        take_in(library, make_deposit(tmp_path / "law"))
    with opened(library) as found:
        assert len(found.catalogue.current_versions_without_concepts(METHOD)) == 1
    take_in(library, tmp_path / "law")
    with opened(library) as found:
        assert found.catalogue.current_versions_without_concepts(METHOD) == []


def test_a_catalogue_that_fails_meanwhile_does_not_cost_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "library"
    take_in(library, make_deposit(tmp_path / "d" / "one"))
    before = concepts(library)
    forget_concepts(library)
    make_deposit(tmp_path / "d" / "two")

    def fail(*_: object) -> None:
        raise CatalogueError("another process is writing")

    with monkeypatch.context() as patch:
        patch.setattr(Catalogue, "replace_concepts", fail)
        report = take_in(library, tmp_path / "d")
    assert (report.laws, report.unchanged, report.failed) == (1, 1, [])
    assert "another process is writing" in report.warnings[0]["message"]
    assert behind_mark(library).exists()
    take_in(library, tmp_path / "d")
    assert not behind_mark(library).exists()
    assert before.items() <= concepts(library).items()


def test_digests_have_concepts_too_also_those_of_an_earlier_release(tmp_path: Path, indexed: list[str]) -> None:
    with open_library(tmp_path) as library:
        count = add_starter(library)
    found = concepts(tmp_path)
    assert len(found) > count * 0.9
    assert any(each.heading for each in found.values())
    assert indexed == []
    forget_concepts(tmp_path)
    with open_library(tmp_path) as library:
        assert add_starter(library) == count
    assert concepts(tmp_path) == found
    assert set(indexed) == {name.split("#")[0] for name in found}
    assert not behind_mark(tmp_path).exists()
