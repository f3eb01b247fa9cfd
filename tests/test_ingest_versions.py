"""Laws over time: unchanged, changed, in two languages, described anew; and the order of deposits."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from deposit_maker import ENGLISH, FRENCH, lines_of, make_deposit, opened, take_in

from library.exporting import write_provisions
from library.reading import read_law
from library.searching import search

NEWER = ENGLISH.replace("sold for the benefit of the harbour", "burned on the beach")


def export_of(library: Path) -> str:
    with opened(library) as found:
        out = io.StringIO()
        write_provisions(found, out)
        return out.getvalue()


def found_ids(library: Path, words: str) -> set[str]:
    with opened(library) as found:
        return {hit.provision.id for hit in search(found, words, limit=100).hits}


def test_the_same_bytes_again_change_nothing(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_deposit(tmp_path / "d" / name)
    library = tmp_path / "library"
    first = take_in(library, tmp_path / "d")
    assert (first.laws, first.versions, first.provisions, first.unchanged) == (2, 2, 6, 0)
    before = export_of(library)
    database = (library / "catalogue.sqlite").read_bytes()
    again = take_in(library, tmp_path / "d")
    assert (again.laws, again.versions, again.provisions, again.unchanged) == (0, 0, 0, 2)
    assert (again.failed, again.warnings) == ([], [])
    assert export_of(library) == before
    assert (library / "catalogue.sqlite").read_bytes() == database
    facts = json.loads((tmp_path / "d" / "one" / "meta.json").read_text())
    reordered = json.dumps(dict(reversed(facts.items())), indent=4)
    (tmp_path / "d" / "one" / "meta.json").write_text(reordered)
    assert take_in(library, tmp_path / "d").unchanged == 2


def test_reading_again_after_better_rules_ends_the_same(tmp_path: Path) -> None:
    folder = make_deposit(tmp_path / "law")
    take_in(tmp_path / "library", folder)
    before = export_of(tmp_path / "library")
    report = take_in(tmp_path / "library", folder, again=True)
    assert (report.laws, report.versions, report.provisions, report.unchanged) == (1, 1, 3, 0)
    assert export_of(tmp_path / "library") == before


def test_changed_bytes_are_a_new_version_and_the_old_one_stays(tmp_path: Path) -> None:
    library, folder = tmp_path / "library", tmp_path / "law"
    make_deposit(folder)
    take_in(library, folder)
    (old,) = {line["id"].split("#")[0] for line in lines_of(library)}
    make_deposit(folder, files={"law.txt": NEWER})
    report = take_in(library, folder)
    assert (report.laws, report.versions, report.unchanged) == (1, 1, 0)
    (new,) = {line["id"].split("#")[0] for line in lines_of(library)}
    assert new.startswith(f"{old}~")
    with opened(library) as found:
        law = found.catalogue.laws()[0].id
        assert {version.id for version in found.catalogue.versions(law)} == {old, new}
        assert "harbour" in read_law(found, law, old)[2][2].text
        assert "beach" in read_law(found, law)[2][2].text
        assert found.catalogue.source_bytes(found.catalogue.version(old).sources[0].sha256) == ENGLISH.encode()
    assert found_ids(library, "beach") == {f"{new}#sec_3"}
    assert found_ids(library, "benefit") == set()
    make_deposit(folder)  # and back
    take_in(library, folder)
    assert {line["id"].split("#")[0] for line in lines_of(library)} == {old}
    assert found_ids(library, "beach") == set()


def test_a_later_date_is_current_whichever_came_first(tmp_path: Path) -> None:
    older = make_deposit(tmp_path / "d" / "2020", title="Act", identifier="4/2020", version_date="2020-06-01")
    newer = make_deposit(
        tmp_path / "d" / "2024",
        title="Act",
        identifier="4/2020",
        version_date="2024-01-01",
        files={"law.txt": NEWER},
    )
    for name, order in (("rising", [older, newer]), ("falling", [newer, older])):
        for folder in order:
            assert take_in(tmp_path / name, folder).versions == 1
        assert {line["version_date"] for line in lines_of(tmp_path / name)} == {"2024-01-01"}
    assert export_of(tmp_path / "rising") == export_of(tmp_path / "falling")


def test_the_order_of_deposits_does_not_matter(tmp_path: Path) -> None:
    folders = [make_deposit(tmp_path / "d" / name) for name in ("c", "a", "b")]
    folders.append(make_deposit(tmp_path / "d" / "f", language="fr", files={"loi.txt": FRENCH}, identifier="a"))
    take_in(tmp_path / "one", *folders)
    take_in(tmp_path / "two", *reversed(folders))
    for folder in sorted(folders):
        take_in(tmp_path / "three", folder)
    take_in(tmp_path / "four", tmp_path / "d", workers=2)
    assert export_of(tmp_path / "one").count("\n") == 12
    assert len({export_of(tmp_path / name) for name in ("one", "two", "three", "four")}) == 1


@pytest.mark.parametrize("declared", ["en", "fr", None])
def test_two_languages_in_one_deposit_are_two_versions(tmp_path: Path, declared: str | None) -> None:
    page = "<html lang='fr'><body>" + "".join(f"<p>{x}</p>" for x in FRENCH.splitlines() if x) + "</body></html>"
    files: dict[str, bytes | str] = {"law.txt": ENGLISH, "loi.html": page}
    report = take_in(tmp_path / "library", make_deposit(tmp_path / "law", language=declared, files=files))
    assert (report.laws, report.versions, report.provisions, report.failed) == (1, 2, 6, [])
    lines = lines_of(tmp_path / "library")
    assert [line["language"] for line in lines] == ["en"] * 3 + ["fr"] * 3
    assert {line["source"]["file"] for line in lines if line["language"] == "fr"} == {"loi.html"}
    assert len({line["law"] for line in lines}) == 1
    assert take_in(tmp_path / "library", tmp_path / "law").unchanged == 1


def test_two_languages_in_two_deposits_are_two_versions(tmp_path: Path) -> None:
    make_deposit(tmp_path / "d" / "en", title="Act", identifier="4/2020")
    make_deposit(tmp_path / "d" / "fr", title="Act", identifier="4/2020", language="fr", files={"loi.txt": FRENCH})
    report = take_in(tmp_path / "library", tmp_path / "d")
    assert (report.laws, report.versions, report.failed) == (2, 2, [])
    with opened(tmp_path / "library") as found:
        (law,) = found.catalogue.laws()
        assert {version.language for version in found.catalogue.current_versions()} == {"en", "fr"}
        assert len(found.catalogue.versions(law.id)) == 2


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ({"state": "CAN"}, {}),
        ({"identifier": "Act 5/2020"}, {"identifier": "Act 4/2020"}),
        ({"title": "Lantren Act", "identifier": None}, {"title": "Lantern Act", "identifier": None}),
        ({"language": "fr"}, {}),
    ],
)
def test_a_corrected_description_replaces_the_wrong_one(
    tmp_path: Path, wrong: dict[str, Any], right: dict[str, Any]
) -> None:
    """The same bytes are not found twice, under the old description and the new one."""
    short: dict[str, bytes | str] = {"law.txt": ENGLISH[:300]}
    library, folder = tmp_path / "library", tmp_path / "law"
    take_in(library, make_deposit(folder, files=short, **wrong))
    before = {line["id"] for line in lines_of(library)}
    take_in(library, make_deposit(folder, files=short, **right))
    after = {line["id"] for line in lines_of(library)}
    assert len(after) == len(before)
    assert not after & before
    assert found_ids(library, "lantern") == after
    with opened(library) as found:
        assert found.catalogue.provision(min(before)).text  # still readable by its id


def test_other_deposits_of_the_same_name_are_left_alone(tmp_path: Path) -> None:
    one = make_deposit(tmp_path / "x" / "laws" / "code", title="Code of X", identifier="X")
    two = make_deposit(tmp_path / "y" / "laws" / "code", title="Code of Y", identifier="Y", files={"law.txt": NEWER})
    take_in(tmp_path / "library", one)
    take_in(tmp_path / "library", two)
    make_deposit(one, title="Code of X", identifier="X", files={"law.txt": ENGLISH + "\nSection 4. Wind\nIt blows."})
    take_in(tmp_path / "library", one)
    assert {line["law"] for line in lines_of(tmp_path / "library")} == {
        "/akn/ad/act/2020/x",
        "/akn/ad/act/2020/y",
    }


def test_another_process_at_the_index_does_not_cost_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path / "library"
    take_in(library, make_deposit(tmp_path / "d" / "one"))
    monkeypatch.setattr("library.ingesting._WAIT_SECONDS", 0.3)
    make_deposit(tmp_path / "d" / "two")
    with opened(library) as other:
        other.engine.remove_versions(["none"])  # from now on it is the one that writes
        report = take_in(library, tmp_path / "d")
    assert (report.laws, report.unchanged, report.failed) == (1, 1, [])
    assert "is being written by another process" in report.warnings[0]["message"]
    assert len(found_ids(library, "lantern")) == 3
    assert take_in(library, tmp_path / "d").unchanged == 2
    assert len(found_ids(library, "lantern")) == 6


def test_the_report_has_the_fields_of_the_contract(tmp_path: Path) -> None:
    make_deposit(tmp_path / "d" / "good", extra="kept", year="x")
    make_deposit(tmp_path / "d" / "bad", files={"law.txt": b""})
    report = take_in(tmp_path / "library", tmp_path / "d")
    assert (report.laws, report.versions, report.provisions, report.unchanged) == (1, 1, 3, 0)
    assert [set(failure) for failure in report.failed] == [{"path", "reason"}]
    assert [set(warning) for warning in report.warnings] == [{"path", "message"}]


def test_the_export_has_the_fields_of_the_contract(tmp_path: Path) -> None:
    folder = make_deposit(
        tmp_path / "and" / "lantern-act",
        fetched_at="2024-05-01T10:00:00Z",
        identifier="Act 4/2020",
        title="Lantern Act",
    )
    take_in(tmp_path / "library", folder)
    lines = lines_of(tmp_path / "library")
    assert [line["number"] for line in lines] == ["1", "2", "3"]
    kinds: dict[str, type | tuple[type, ...]] = {
        "id": str, "law": str, "deposit": str, "state": str, "language": str, "version_date": str, "number": str,
        "heading": str, "path": list, "text": str, "source": dict, "tags": list,
    }  # fmt: skip
    for line in lines:
        for name, kind in kinds.items():
            assert isinstance(line[name], kind), (name, line[name])
        assert line["deposit"] == "and/lantern-act"
        assert line["version_date"] == "2020-06-01"
        assert line["source"]["file"] == "law.txt"
        assert len(line["source"]["sha256"]) == 64
        assert line["source"]["url"] == "https://laws.example/lantern"
        assert line["source"]["fetched_at"] == "2024-05-01T10:00:00Z"
    (tag,) = [tag for tag in lines[1]["tags"] if tag["method"] == "explicit-reference/1"]
    assert (tag["target"], tag["article"], tag["status"]) == ("untoc:5", "untoc:5", "machine")
    assert tag["grade"] in ("implements", "touches")
    assert 0 <= tag["score"] <= 1
    assert isinstance(tag["method"], str)
    for evidence in tag["evidence"]:
        assert lines[1]["text"][evidence["start"] : evidence["end"]] == evidence["quote"] != ""
