"""How pages were read, in the catalogue: kept whole, replaced as a whole, and what an unread version does to others."""

from __future__ import annotations

from typing import Any

import pytest
from catalogue_samples import Backend, a_law, a_version, blobs_of, dump, put

from catalogue.contents import VersionContents
from palermo.errors import CatalogueError, UnknownIdError
from palermo.model.law import UNREAD
from palermo.model.reading_quality import HowRead, PageReading, ReadingQuality, RecognisedWord

pytest_plugins = ["catalogue_backends"]

LAW = a_law()
WORDS = (
    RecognisedWord("Boats", 60.0, 88.5, 92.1, 100.0, 0.97),
    RecognisedWord("٢٥", 95, 88, 110, 100, 0.4, True),
)
PAGES = (
    PageReading(page=1, how=HowRead.TEXT_LAYER, score=1, letters=900),
    PageReading(page=2, how=HowRead.RECOGNISED, score=0.83, reasons=("read with a confidence of 83 %", "1 number"),
                engine="tesseract 5.3.0", letters=700, words=WORDS),
    PageReading(page=4, how=HowRead.UNREAD, score=0, reasons=("no text layer",)),
)  # fmt: skip
READING = ReadingQuality(
    pages=(2, 4), how=HowRead.RECOGNISED, score=0.83, engine="tesseract 5.3.0", doubts=("٢٥",), unread=(4,)
)


def read_from_pages(edition: str = "2020", **facts: Any) -> VersionContents:
    """A version of the law with pages; its first provision stands on two of them."""
    plain = a_version(LAW, edition, **facts)
    version = plain.version.model_copy(update={"text_score": 0.61, "unread_with": "no character recognition"})
    provisions = [plain.provisions[0].model_copy(update={"reading": READING}), *plain.provisions[1:]]
    return VersionContents(version, provisions, plain.tags, plain.remarks, plain.concepts, PAGES)


def unread(edition: str, **facts: Any) -> VersionContents:
    """A version of the law without a word."""
    plain = a_version(LAW, edition, provisions=0, **facts).version
    source = plain.sources[0].model_copy(update={"format": UNREAD})
    version = plain.model_copy(update={"sources": (source,), "unread_with": "no character recognition"})
    return VersionContents(version, remarks=[("law.pdf", "it needs OCR")])


def test_all_of_it_comes_back_as_it_was_put(backend: Backend) -> None:
    contents = read_from_pages()
    with backend.open() as catalogue:
        put(catalogue, LAW, contents)
    with backend.open() as catalogue:
        held = contents.version.id
        assert catalogue.version(held) == contents.version
        assert catalogue.provisions(held) == contents.provisions
        assert catalogue.provisions(held)[1].reading is None
        assert catalogue.pages(held, only=[1, 2, 3, 4]) == list(PAGES)
        assert catalogue.pages(held, only=[2]) == [PAGES[1]]
        assert catalogue.pages(held) == [page.model_copy(update={"words": ()}) for page in PAGES]
        assert next(iter(catalogue.export_rows())).provision.reading == READING
        with pytest.raises(UnknownIdError):
            catalogue.pages("/akn/ad/act/none/en@")


def test_a_page_given_twice_is_refused() -> None:
    contents = read_from_pages()
    with pytest.raises(CatalogueError, match="a page is given twice"):
        VersionContents(contents.version, pages=[PAGES[0], PAGES[0]])


def test_reading_anew_replaces_the_pages(backend: Backend) -> None:
    contents = read_from_pages()
    better = VersionContents(
        contents.version.model_copy(update={"text_score": 1.0, "unread_with": None}), contents.provisions,
        pages=[PAGES[0], PAGES[1].model_copy(update={"words": ()})],
    )  # fmt: skip
    with backend.open() as catalogue:
        put(catalogue, LAW, contents)
        assert catalogue.fingerprints_not_all_read() == {
            contents.version.deposit: [(contents.version.fingerprint, "no character recognition")]
        }
        catalogue.renew(better)
        assert [page.page for page in catalogue.pages(contents.version.id)] == [1, 2]
        assert catalogue.version(contents.version.id).text_score == 1.0
        assert catalogue.fingerprints_not_all_read() == {}


def test_the_same_again_changes_nothing(backend: Backend) -> None:
    with backend.open() as catalogue:
        put(catalogue, LAW, read_from_pages())
        before = dump(catalogue)
        assert put(catalogue, LAW, read_from_pages()) == []
        assert dump(catalogue) == before


def current(catalogue: Any) -> list[str]:
    return [version.id.rsplit("@", 1)[1] for version in catalogue.current_versions()]


def test_an_unread_version_is_current_only_where_no_other_is(backend: Backend) -> None:
    with backend.open() as catalogue:
        put(catalogue, LAW, unread("1"))
        assert [version.id for version in catalogue.unread_versions()] == [f"{LAW.id}/en@1"]
        assert catalogue.remarks(f"{LAW.id}/en@1") == [("law.pdf", "it needs OCR")]
        assert catalogue.provisions(f"{LAW.id}/en@1") == []
        put(catalogue, LAW, a_version(LAW, "2"))
        put(catalogue, LAW, unread("3", date="2030-01-01"))
        assert current(catalogue) == ["2"]
        assert catalogue.unread_versions() == []
        assert len(catalogue.versions(LAW.id)) == 3
        assert sum(held.laws for held in catalogue.holdings()) == 1


@pytest.mark.parametrize(("first", "then"), [("2030-01-01", "2020-01-01"), (None, None), ("2020", "2030")])
def test_a_version_that_can_be_read_replaces_one_that_cannot_whatever_their_dates(
    backend: Backend, first: str | None, then: str | None
) -> None:
    with backend.open() as catalogue:
        put(catalogue, LAW, unread("1", date=first, deposit="one/law"))
        put(catalogue, LAW, a_version(LAW, "2", date=then, deposit="two/law"))
        assert current(catalogue) == ["2"]


def test_an_unread_version_that_is_read_at_last_takes_the_place_that_is_its_own(backend: Backend) -> None:
    with backend.open() as catalogue:
        put(catalogue, LAW, a_version(LAW, "2", date="2020-01-01"))
        put(catalogue, LAW, unread("3", date="2030-01-01"))
        put(catalogue, LAW, unread("0", date="2010-01-01", deposit="other/law"))
        catalogue.renew(a_version(LAW, "0", date="2010-01-01", deposit="other/law"))
        assert current(catalogue) == ["2"], "an older one does not come before it"
        catalogue.renew(a_version(LAW, "3", date="2030-01-01"))
        assert current(catalogue) == ["3"]


def test_the_bytes_of_an_unread_version_are_kept(backend: Backend) -> None:
    with backend.open() as catalogue:
        put(catalogue, LAW, unread("1"))
        ((sha256, data),) = blobs_of(LAW, "1").items()
        assert catalogue.source_bytes(sha256) == data
