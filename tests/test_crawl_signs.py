"""Pages of changes decide what is looked at again; a title decides whether a page is the law, where its address was not
certain; and the headers with which lists are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from replica_server import HOST, Crawling, Replica, SourcePages, invented_source, law_page, list_page, serve_laws

import crawlers.crawl
from crawlers.answers import Answer
from crawlers.failures import AnotherLaw, ChangedPage
from crawlers.manifest import ListedLaw, Manifest
from crawlers.scope import Scope
from crawlers.source import Source, source
from crawlers.titles import check_title, is_named_alike
from crawlers.values import Fetched, File, Request

FEED = """<feed xmlns="http://www.w3.org/2005/Atom">
<id>http://www.legislation.gov.uk/changes/affected/{key}/data.feed?results-count=50</id><updated>{read}</updated>
<entry><id>http://www.legislation.gov.uk/changes/affected/{key}/affecting/1</id><updated>{changed}</updated></entry>
</feed>"""


@pytest.fixture
def crawling(tmp_path: Path) -> Iterator[Crawling]:
    with Replica() as replica:
        yield Crawling(tmp_path, replica)


def sign(law: ListedLaw, manifest: Manifest) -> Request:
    return Request(f"https://{HOST}/changes/{law.key}")


def sign_of(answer: Answer, law: ListedLaw, manifest: Manifest) -> str:
    return answer.words("title")


def signed() -> Source:
    return invented_source(["lantern-act"], functions={"sign": sign, "sign_of": sign_of})


def asked(crawling: Crawling) -> list[str]:
    return [one.path for one in crawling.replica.asked]


def test_a_law_is_looked_at_again_where_its_page_of_changes_says_so(crawling: Crawling) -> None:
    here = signed()
    law = crawling.replica.put(f"https://{HOST}/law/lantern-act", law_page(), "text/xml", validators=False)
    sign = crawling.replica.put(f"https://{HOST}/changes/lantern-act", law_page("One change"), "text/xml")
    assert crawling.run(here).new == ["lantern-act"]
    assert asked(crawling) == ["/law/lantern-act"], "a law that is new has no need of a sign"
    assert crawling.run(here).unchanged == ["lantern-act"]
    assert asked(crawling) == ["/changes/lantern-act", "/law/lantern-act"], "the sign is not known before"
    assert crawling.run(here).unchanged == ["lantern-act"]
    assert asked(crawling) == ["/changes/lantern-act"]
    sign.body, law.body = law_page("Two changes"), law_page("Lantern Act, amended")
    assert crawling.run(here).changed == ["lantern-act"]
    assert crawling.run(here).unchanged == ["lantern-act"]
    assert asked(crawling) == ["/changes/lantern-act"], "what the page said before the law was read is remembered"


def test_a_sign_is_believed_for_a_month(crawling: Crawling, monkeypatch: pytest.MonkeyPatch) -> None:
    here = signed()
    crawling.replica.put(f"https://{HOST}/law/lantern-act", law_page(), "text/xml", validators=False)
    crawling.replica.put(f"https://{HOST}/changes/lantern-act", law_page("One change"), "text/xml")
    for _ in range(3):
        crawling.run(here)
    assert asked(crawling) == ["/changes/lantern-act"]
    monkeypatch.setattr(crawlers.crawl, "SIGN_BELIEVED_FOR", timedelta(0))
    assert crawling.run(here).unchanged == ["lantern-act"]
    assert asked(crawling) == ["/changes/lantern-act", "/law/lantern-act"]


def test_a_site_that_says_not_modified_is_asked_for_no_sign(crawling: Crawling) -> None:
    here = signed()
    serve_laws(crawling.replica, here)
    crawling.run(here)
    crawling.run(here)
    assert [(one.path, one.status) for one in crawling.replica.asked] == [("/law/lantern-act", 304)]


@pytest.mark.parametrize("status", [404, 200])
def test_a_page_of_changes_that_fails_fails_nothing(crawling: Crawling, status: int) -> None:
    here = signed()
    crawling.replica.put(f"https://{HOST}/law/lantern-act", law_page(), "text/xml", validators=False)
    crawling.replica.put(f"https://{HOST}/changes/lantern-act", b"<other/>", "text/xml", status=status)
    for _ in range(3):
        report = crawling.run(here)
    assert (report.unchanged, report.failed) == (["lantern-act"], [])
    assert asked(crawling) == ["/changes/lantern-act", "/law/lantern-act"]


def test_the_feed_of_changes_of_the_united_kingdom() -> None:
    here = source("uk-legislation")
    law = here.manifest.law("modern-slavery-act-2015")
    assert law is not None
    request = here.sign_request(law)
    assert request is not None
    assert "/changes/affected/ukpga/2015/30/data.feed" in request.address

    def sign(key: str = law.key, read: str = "2026-01-01", changed: str = "2025-01-01") -> str:
        feed = FEED.format(key=key, read=read, changed=changed)
        return here.sign_of(Answer(request, request.address, feed.encode()), law)

    assert sign() == sign(read="2026-02-02"), "when the feed was made is no change of the law"
    assert sign() != sign(changed="2026-01-30")
    with pytest.raises(ChangedPage):
        sign(key="ukpga/2015/9")
    pages = SourcePages(here, "recorded")
    if pages.folder.is_dir():
        act = ListedLaw(id="act", key="ukpga/2018/12", title="Act")
        address = "https://www.legislation.gov.uk/changes/affected/ukpga/2018/12/data.feed"
        assert len(here.sign_of(pages.answer(Request(address)), act)) == 64


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("15 MARS 1874. - Loi sur les extraditions", "Loi du 15 mars 1874 sur les extraditions", True),
        ("LEI Nº 12.850, DE 2 DE AGOSTO DE 2013", "Lei 12.850 de 2 de agosto de 2013 (Organizações Criminosas)", True),
        ("Lantern Act", "Lantern Act 2006 (as amended)", True),
        ("組織的犯罪処罰法", "組織的犯罪処罰法", True),
        ("قانون الفوانيس رقم 5", "قانون الفوانيس", True),
        ("Loi du 8 juin 2006 réglant les armes", "Loi du 29 février 2006 introduisant le Code pénal", False),
        ("Lantern Act 2006", "Lantern Act 2010", False),
        ("Harbour Dues Act", "Lantern Act", False),
        ("水産業協同組合法", "組織的犯罪処罰法", False),
    ],
)
def test_titles_that_are_alike(one: str, other: str, alike: bool) -> None:
    assert is_named_alike(one, other) is alike
    assert is_named_alike(other, one) is alike


def test_a_page_of_another_law_is_not_taken_for_the_law(crawling: Crawling) -> None:
    sure = {"id": "lantern-act", "key": "1", "title": "Lantern Act", "native_title": "Lantern Act"}
    unsure = {"id": "harbour-act", "key": "2", "title": "Harbour Act", "native_title": "Harbour Act", "unsure": True}
    here = invented_source(["lantern-act", "lake-act"])
    manifest = Manifest.model_validate({**here.manifest.model_dump(), "laws": [sure, unsure]})
    here = Source(manifest, here.module)
    for key in ("1", "2"):
        crawling.replica.put(f"https://{HOST}/law/{key}", law_page("Act on the Oil of Whales"), "text/xml")
    report = crawling.run(here)
    assert report.new == ["lantern-act"], "a law whose address is certain may have changed its name"
    assert [(one["law"], one["failure"]) for one in report.failed] == [("harbour-act", "AnotherLaw")]
    assert "Act on the Oil of Whales" in report.failed[0]["reason"]
    crawling.replica.put(f"https://{HOST}/law/2", law_page("The Harbour Act 1990"), "text/xml")
    assert crawling.run(here).new == ["harbour-act"]


@pytest.mark.parametrize(
    ("facts", "law"),
    [
        ({"native_title": "Lov om lygter"}, {}),  # Danish beside an English title: nothing can be compared
        ({"title": "Whale Act", "identifier": "4/2020"}, {"identifier": "4/2020"}),
        ({}, {"native_title": "Lantern Act"}),
    ],
)
def test_titles_that_cannot_be_compared(facts: dict[str, Any], law: dict[str, Any]) -> None:
    listed = ListedLaw.model_validate({"id": "lantern-act", "key": "1", "title": "Lantern Act", "unsure": True, **law})
    check_title(Fetched((File("law.xml", b"", ""),), language="da", **facts), listed, "")


def test_an_english_title_is_compared_with_an_english_page() -> None:
    listed = ListedLaw(id="lantern-act", key="1", title="Lantern Act", unsure=True)
    with pytest.raises(AnotherLaw, match="Whale Act"):
        check_title(Fetched((File("law.xml", b"", ""),), title="Whale Act", language="en"), listed, "")


@pytest.mark.parametrize("scope", [Scope(everything=True), Scope(words="lantern")])
def test_lists_are_asked_for_with_the_headers_of_the_manifest(crawling: Crawling, scope: Scope) -> None:
    here = invented_source(
        ["lantern-act"], lists=[f"https://{HOST}/list"], list_headers={"Accept": "application/xml"},
        addresses={"law": f"https://{HOST}/law/{{key}}", "find": f"https://{HOST}/find?{{words}}"},
        counts={"listed": {"floor": 1, "ceiling": 9}, "discovered": {"floor": 1, "ceiling": 9}},
    )  # fmt: skip
    serve_laws(crawling.replica, here)
    for path in ("list", "find?lantern"):
        crawling.replica.put(f"https://{HOST}/{path}", list_page({"lantern-act": "Lantern Act"}), "text/xml")
    report = crawling.run(here, scope)
    assert report.failures_of_source == []
    accepted = {one.path: one.accept for one in crawling.replica.asked}
    assert accepted.pop("/law/lantern-act") == "*/*"
    assert list(accepted.values()) == ["application/xml"]
