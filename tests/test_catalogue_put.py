"""Putting laws in: whole or not at all, nothing twice, old versions readable."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from catalogue_samples import a_law, a_tag, a_version, blobs_of, concepts_in, dump, put

from catalogue.contents import VersionConcepts, VersionContents
from catalogue.currency import is_earlier
from catalogue.store import Catalogue
from palermo.errors import CatalogueError, UnknownIdError
from palermo.model.tag import Status

pytest_plugins = ["catalogue_backends"]


def test_what_is_put_is_read_back_equal(catalogue: Catalogue) -> None:
    law = a_law(native_title="Llei «del riu»", year=1999, subdivision="AD-07")
    english, french = a_version(law), a_version(law, language="fr")
    written = catalogue.put(law, [english, french], blobs_of(law, "2020"))

    assert written == [english.version.id, french.version.id]
    assert catalogue.law(law.id) == law
    assert catalogue.versions(law.id) == [english.version, french.version]
    assert catalogue.current_versions() == [english.version, french.version]
    assert catalogue.provisions(english.version.id) == english.provisions
    assert catalogue.remarks(french.version.id) == list(french.remarks)
    assert english.concepts is not None
    assert catalogue.concepts_of(each.id for each in english.provisions) == {
        each.provision: each for each in english.concepts.found
    }
    assert catalogue.tags_of(each.id for each in english.provisions) == {
        each.id: [tag for tag in english.tags if tag.provision == each.id] for each in english.provisions
    }
    assert catalogue.source_bytes(english.version.sources[0].sha256) == blobs_of(law, "2020").popitem()[1]


def test_the_same_again_changes_nothing(catalogue: Catalogue) -> None:
    law = a_law()
    put(catalogue, law, a_version(law))
    before = dump(catalogue)
    assert put(catalogue, a_law(publisher="someone else"), a_version(law)) == []
    assert dump(catalogue) == before


def test_a_new_version_is_current_and_the_old_stays_readable(catalogue: Catalogue) -> None:
    law = a_law()
    old, new = a_version(law, "2020"), a_version(law, "2021")
    put(catalogue, law, old)
    put(catalogue, law, new)
    assert catalogue.current_versions() == [new.version]
    assert catalogue.provisions(old.version.id) == old.provisions
    assert catalogue.fingerprint(law.id, "en", old.version.deposit) == new.version.fingerprint
    assert catalogue.fingerprints() == {new.version.deposit: {new.version.fingerprint}}


def test_a_deposit_that_goes_back_to_its_old_bytes_makes_the_old_version_current_again(
    catalogue: Catalogue,
) -> None:
    law = a_law()
    old, new = a_version(law, "2020", date="2020"), a_version(law, "2021", date="2021")
    for contents in (old, new, old):
        put(catalogue, law, contents)
    assert catalogue.current_versions() == [old.version]


def test_two_deposits_of_one_law_do_not_take_turns(catalogue: Catalogue) -> None:
    law = a_law()
    one, other = a_version(law, "a", deposit="test/a"), a_version(law, "b", deposit="test/b")
    for contents in (one, other, one, other, one):
        put(catalogue, law, contents)
    assert catalogue.current_versions() == [other.version]
    assert catalogue.fingerprints() == {
        "test/a": {one.version.fingerprint},
        "test/b": {other.version.fingerprint},
    }


def test_an_older_version_from_another_deposit_does_not_replace_a_newer_one(catalogue: Catalogue) -> None:
    law = a_law()
    new = a_version(law, "n", deposit="test/new", date="2021-05-01")
    put(catalogue, law, new)
    put(catalogue, law, a_version(law, "o", deposit="test/old", date="2020"))
    assert catalogue.current_versions() == [new.version]


def test_of_two_versions_put_together_the_later_is_current(catalogue: Catalogue) -> None:
    law = a_law()
    new, old = a_version(law, "n", date="2021"), a_version(law, "o", date="2020")
    for _ in range(2):
        catalogue.put(law, [new, old], blobs_of(law, "n", "o"))
        assert catalogue.current_versions() == [new.version]


@pytest.mark.parametrize(
    ("date", "other", "earlier"),
    [
        ("2019", "2020-01-01", True),
        ("2020", "2020-01-01", False),
        (None, "2020", False),
        ("2020", None, False),
    ],
)
def test_only_a_surely_earlier_date_is_earlier(date: str | None, other: str | None, earlier: bool) -> None:
    assert is_earlier(date, other) is earlier


def test_an_id_with_another_fingerprint_is_refused_and_the_rest_of_the_put_with_it(
    catalogue: Catalogue,
) -> None:
    law = a_law()
    held = a_version(law)
    put(catalogue, law, held)
    before = dump(catalogue)
    clash = dataclasses.replace(held, version=held.version.model_copy(update={"fingerprint": "0" * 64}))
    with pytest.raises(CatalogueError, match="another fingerprint"):
        catalogue.put(law, [a_version(law, "2021"), clash], blobs_of(law, "2021"))
    assert dump(catalogue) == before


def test_a_put_that_fails_in_the_database_leaves_nothing(catalogue: Catalogue) -> None:
    law = a_law()
    contents = a_version(law)
    double = dataclasses.replace(contents)
    # Behind the checks' back: the second provision takes the first one's place in the law.
    again = contents.provisions[1].model_copy(update={"order": 0})
    object.__setattr__(double, "provisions", [contents.provisions[0], again])
    with pytest.raises(CatalogueError, match="answers"):
        put(catalogue, law, double)
    assert not any(dump(catalogue).values())


def test_bytes_that_are_neither_given_nor_held_are_refused(catalogue: Catalogue) -> None:
    law = a_law()
    with pytest.raises(CatalogueError, match="neither given nor held"):
        catalogue.put(law, [a_version(law)], {})
    assert catalogue.laws() == []


def test_a_version_of_another_law_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(CatalogueError, match="no version of the law"):
        catalogue.put(a_law("one"), [a_version(a_law("two"))], {})


def test_contents_check_themselves() -> None:
    law = a_law()
    good, other = a_version(law), a_version(law, "2021")
    first = good.provisions[0]
    tag = good.tags[0]
    refused: list[tuple[str, dict[str, Any]]] = [
        ("no provision of", {"provisions": other.provisions, "tags": ()}),
        ("given twice", {"provisions": [first, first]}),
        ("NUL", {"provisions": [first.model_copy(update={"text": first.text + "\0"})], "tags": ()}),
        ("NUL", {"provisions": [first.model_copy(update={"heading": "\ud800"})], "tags": ()}),
        ("no such provision", {"tags": other.tags}),
        ("as a review", {"tags": [tag.model_copy(update={"status": Status.CONFIRMED})]}),
        ("does not stand", {"provisions": [first.model_copy(update={"text": "else"})], "tags": [tag]}),
        ("given twice", {"tags": [tag, tag]}),
        ("no such provision", {"concepts": other.concepts}),
        ("given twice", {"concepts": VersionConcepts("ideas/1", [concepts_in(first), concepts_in(first)])}),
        ("the method", {"concepts": VersionConcepts("")}),
    ]
    for message, change in refused:
        with pytest.raises(CatalogueError, match=message):
            dataclasses.replace(good, **change)


def test_renew_replaces_the_contents_of_a_version_and_nothing_else(catalogue: Catalogue) -> None:
    law = a_law()
    old, new = a_version(law, "2020"), a_version(law, "2021")
    put(catalogue, law, old)
    put(catalogue, law, new)
    better = a_version(law, "2020", provisions=2, words="Whoever leads a band of smugglers is punished.")
    catalogue.renew(better)
    assert catalogue.provisions(old.version.id) == better.provisions
    assert catalogue.provisions(new.version.id) == new.provisions
    assert catalogue.current_versions() == [new.version]
    unknown = VersionContents(better.version.model_copy(update={"id": f"{law.id}/en@never"}))
    with pytest.raises(UnknownIdError):
        catalogue.renew(unknown)


def test_replace_tags_touches_one_version_and_one_method(catalogue: Catalogue) -> None:
    law = a_law()
    one, other = a_version(law, "2020"), a_version(law, "2021")
    put(catalogue, law, one)
    put(catalogue, law, other)
    first = one.provisions[0]
    by_ear = [a_tag(first, "untoc:6", "Words/1"), a_tag(first, "untoc:6", "words-other/1")]
    catalogue.replace_tags(one.version.id, [*one.tags, *by_ear])
    renewed = a_tag(first, "untoc:8", "words/2", "touches")

    catalogue.replace_tags(one.version.id, [renewed], method="words/")

    assert catalogue.tags_of([first.id])[first.id] == [*by_ear, renewed]
    assert catalogue.tags_of([other.provisions[0].id]) == {other.provisions[0].id: [other.tags[0]]}
    with pytest.raises(CatalogueError, match="not by"):
        catalogue.replace_tags(one.version.id, by_ear, method="words/")
    with pytest.raises(CatalogueError, match="no such provision"):
        catalogue.replace_tags(one.version.id, other.tags)
    with pytest.raises(UnknownIdError):
        catalogue.replace_tags("/akn/none@", [])


def test_concepts_are_renewed_with_the_contents(catalogue: Catalogue) -> None:
    law = a_law()
    one, other = a_version(law, "2020"), a_version(law, "2021")
    put(catalogue, law, one)
    put(catalogue, law, other)
    ids = [each.id for each in (*one.provisions, *other.provisions)]
    catalogue.renew(a_version(law, "2020", provisions=2))
    assert sorted(catalogue.concepts_of(ids)) == sorted(each.id for each in (one.provisions[1], *other.provisions[1:]))
    catalogue.renew(dataclasses.replace(other, concepts=None))
    assert sorted(catalogue.concepts_of(ids)) == [one.provisions[1].id]
    assert catalogue.current_versions_without_concepts("ideas/1") == [other.version]


def test_tags_and_concepts_are_replaced_together_or_not_at_all(catalogue: Catalogue) -> None:
    law = a_law()
    one, other = a_version(law, "2020"), a_version(law, "2021")
    put(catalogue, law, one)
    put(catalogue, law, other)
    first, second = one.provisions[:2]
    before = dump(catalogue)
    unfit = VersionConcepts("ideas/2", [concepts_in(other.provisions[0])])
    with pytest.raises(CatalogueError, match="no such provision"):
        catalogue.replace_tags(one.version.id, [], concepts=unfit)
    with pytest.raises(CatalogueError, match="no such provision"):
        catalogue.replace_concepts(one.version.id, unfit)
    assert dump(catalogue) == before
    with pytest.raises(UnknownIdError):
        catalogue.replace_concepts("/akn/none@", unfit)

    found = concepts_in(first, "boat", "smuggling", fine=2, band=1)
    catalogue.replace_tags(one.version.id, one.tags[:1], concepts=VersionConcepts("ideas/2", [found]))
    assert catalogue.tags_of([one.provisions[2].id]) == {one.provisions[2].id: []}
    assert catalogue.concepts_of([first.id, second.id]) == {first.id: found}
    assert found.text == (("band", 1), ("fine", 2))

    catalogue.replace_tags(one.version.id, [])
    assert catalogue.concepts_of([first.id]) == {first.id: found}
    catalogue.replace_tags(one.version.id, one.tags)
    catalogue.replace_concepts(one.version.id, VersionConcepts("ideas/3"))
    assert catalogue.concepts_of([first.id, second.id]) == {}
    assert catalogue.tags_of([first.id]) == {first.id: [one.tags[0]]}
    held = catalogue.concepts_of([each.id for each in other.provisions])
    assert list(held.values()) == list(other.concepts.found if other.concepts else ())


def test_versions_without_concepts_are_those_read_today_where_another_method_or_none_looked(
    catalogue: Catalogue,
) -> None:
    river, harbour = a_law(), a_law("harbour-act")
    old, new = a_version(river, "2020"), a_version(river, "2021")
    put(catalogue, river, dataclasses.replace(old, concepts=None))
    assert catalogue.current_versions_without_concepts("ideas/1") == [old.version]
    put(catalogue, river, new)
    never = dataclasses.replace(a_version(harbour), concepts=None)
    put(catalogue, harbour, never)
    assert catalogue.current_versions_without_concepts("ideas/1") == [never.version]
    assert catalogue.current_versions_without_concepts("ideas/2") == [never.version, new.version]
    catalogue.replace_concepts(never.version.id, VersionConcepts("ideas/1"))  # looked for, and nothing found
    assert catalogue.current_versions_without_concepts("ideas/1") == []


def test_hundreds_of_concepts_and_a_megabyte_of_text(catalogue: Catalogue) -> None:
    law = a_law()
    contents = a_version(law, provisions=1, words="Whoever joins a band. " * 50_000)
    ids = sorted(f"idea-{chr(97 + place // 26)}-{chr(97 + place % 26)}" for place in range(600))
    found = concepts_in(contents.provisions[0], *ids, **dict.fromkeys(ids, 1_000_000))
    put(catalogue, law, dataclasses.replace(contents, concepts=VersionConcepts("ideas/1", [found])))
    assert catalogue.concepts_of([found.provision]) == {found.provision: found}
    assert len(found.heading) == len(found.text) == 600
    assert len(catalogue.provision(found.provision).text) > 1_000_000


def test_a_withdrawn_version_is_not_current_until_something_new_is_put(catalogue: Catalogue) -> None:
    law = a_law()
    contents = a_version(law)
    put(catalogue, law, contents)
    catalogue.withdraw(contents.version.id)
    assert catalogue.current_versions() == []
    put(catalogue, law, contents)
    assert catalogue.current_versions() == []
    assert catalogue.version(contents.version.id) == contents.version
    put(catalogue, law, a_version(law, "2021"))
    assert len(catalogue.current_versions()) == 1
