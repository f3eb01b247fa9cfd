"""Laws that a database lists: which are held, on what evidence, which are not, and where a reader sees that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from deposit_maker import make_deposit
from replica_server import Crawling, Replica, SourcePages
from test_cli import document, palermo
from test_crawl_records import sherloc

from index.contract import SearchQuery
from library import open_library
from library.comparing import compare
from library.helping import help_with
from library.ingesting import ingest_into
from library.listed_elsewhere import laws_elsewhere, likely_held, not_held
from library.opening import Library
from palermo.model.law import Kind, Law
from ui.components.elsewhere import listed_elsewhere
from ui.components.nothing_found import nothing_found


def law(title: str, *, state: str = "ROU", kind: Kind = Kind.LAW, **more: object) -> Law:
    return Law.model_validate({"id": "/akn/rou/act/x", "kind": kind, "state": state, "title": title, **more})


@pytest.mark.parametrize(
    ("listed", "held", "evidence"),
    [
        ("Law No. 39/2003 On False Lanterns", law("Act on Boats", identifier="Law 39/2003"), "39/2003"),
        ("Law No. 39 of the year 2003", law("Legea lanternelor nr. 39/2003"), "39/2003"),
        ("General Code No. 19, February 12, 1940", law("Code 19/1940"), "19/1940"),
        ("Law 5/2010", law("On lanterns", native_title="قانون 5/2010 ٥/٢٠١٠"), "5/2010"),
        ("Law 5/2010", law("On lanterns", native_title="قانون ٥/٢٠١٠"), "5/2010"),
        ("Criminal Code of Romania", law("Criminal Code", year=2009), "nearly the same title"),
        ("Romanian Criminal Code", law("The Criminal Code"), "nearly the same title"),
        ("Harbour Lanterns Act 2006", law("Harbour Lanterns Act", year=2006), "the same year"),
        ("Harbour Lantern Act 2006", law("Harbour Lanterns Act 2006"), "the same year"),
        # What speaks against it:
        ("Harbour Lanterns Act 2006", law("Harbour Lanterns Act", year=1996), ""),
        ("Harbour Lanterns Act 2006", law("Harbour Lanterns (Amendment) Act 2006"), ""),
        ("Law No. 39/2003 on Lanterns", law("Decree 39/2003 on Lanterns"), ""),
        ("Law No. 39/2003 on Lanterns", law("Law No. 40/2003 on Lanterns"), ""),
        ("Criminal Code", law("Criminal Procedure Code"), ""),
        ("Criminal Code", law("Penal Code"), ""),
        ("Criminal Code", law("Criminal Code", state="MDA"), ""),
        ("Criminal Code", law("Criminal Code", kind=Kind.MODEL), ""),
        ("Act of 2006", law("Law of 2006"), ""),
    ],
)
def test_what_speaks_for_the_same_law(listed: str, held: Law, evidence: str) -> None:
    found = likely_held(listed, "ROU", [held])
    assert [evidence in one.evidence for one in found] == ([True] if evidence else [])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one law of Romania, and the records of our own pages."""
    place = tmp_path_factory.mktemp("elsewhere")
    with Replica() as replica:
        SourcePages(sherloc(), "own").serve(replica)
        crawling = Crawling(place / "crawl", replica)
        crawling.top = place / "library" / "deposits"
        crawling.run(sherloc())
    make_deposit(place / "rou" / "lanterns", state="ROU", title="Lanterns", identifier="Law 39/2003", year=2003)
    with open_library(place / "library") as library:
        ingest_into(library, [place / "rou"])
    return place / "library"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with open_library(folder) as opened:
        yield opened


def test_records_of_one_law_come_together(library: Library) -> None:
    (irish,) = laws_elsewhere(library, "IRL")
    assert (irish.title, len(irish.records), irish.held) == ("Harbour Lanterns Act 2006", 2, ())
    assert irish.articles == ("untoc:5", "untoc:10", "fap:5", "untoc:6")
    assert irish.adopted == "2006-08-01"
    assert irish.documents == ("https://sherloc.unodc.org/cld/uploads/res/document/irl/lanterns.pdf",)
    assert "legislationCollection" in irish.address


def test_what_is_held_is_named_and_never_merged(library: Library) -> None:
    (romanian,) = laws_elsewhere(library, "ROU")
    assert romanian.is_held
    assert [(one.law.title, one.evidence) for one in romanian.held] == [
        ("Lanterns", "the same number and year: 39/2003")
    ]
    assert [one.title for one in library.catalogue.laws()] == ["Lanterns"], "no record became a law"
    assert not_held(library, "ROU") == ()
    assert [one.title for one in not_held(library, "IRL")] == ["Harbour Lanterns Act 2006"]
    assert not_held(library, "IRL", "untoc:20") == ()
    assert laws_elsewhere(library, "FRA") == ()


def test_the_reason_says_that_a_law_is_listed_elsewhere(library: Library) -> None:
    irish, romanian = compare(library, ["IRL", "ROU"], "untoc:5").columns
    assert "no law of this State is held" in irish.reason
    assert "1 law that is not held is listed for this article" in irish.reason
    assert "UNODC" in irish.reason
    assert "listed" not in romanian.reason
    assert "listed" not in compare(library, ["IRL", "ROU"], "untoc:20").columns[0].reason


def test_the_pages_show_them_with_links(library: Library) -> None:
    listed = not_held(library, "IRL")
    page = str(listed_elsewhere(listed))
    assert "Listed elsewhere, and not held here" in page
    assert listed[0].documents[0] in page
    assert "Harbour Lanterns Act 2006" in page
    assert "1 more are listed" in str(listed_elsewhere([*listed, *listed], most=1))
    assert listed_elsewhere(()) is None
    help_ = help_with(library, SearchQuery("whales", states=("IRL", "ROU")))
    assert [law.state for law in help_.listed] == ["IRL"]
    assert "Harbour Lanterns Act 2006" in str(nothing_found(help_, ["IRL"], {}))


def test_the_command_lists_them(folder: Path) -> None:
    found = document(palermo("sources", "listed", "--state", "irl", "--json", library=folder))
    assert [(one["title"], one["is_held"], len(one["records"])) for one in found] == [
        ("Harbour Lanterns Act 2006", False, 2)
    ]
    words = palermo("sources", "listed", "--state", "ROU", library=folder).stdout
    assert "Law No. 39/2003 On False Lanterns" in words
    assert "may be held: Lanterns (the same number and year: 39/2003)" in words
    assert palermo("sources", "listed", "--state", "FRA", library=folder).stdout.startswith("no database lists")
    wrong = palermo("sources", "listed", library=folder)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "--state" in wrong.stderr
