"""How the words on a page were read, and which laws are held without theirs: neutral, and never left out."""

from __future__ import annotations

from collections.abc import Sequence

from library.text_quality import VersionQuality, doubt, in_words, pages_in_words, pages_named
from library.unread import UnreadLaw
from palermo.model.law import Law, Version
from palermo.model.provision import Provision
from palermo.model.reading_quality import HowRead, PageReading
from ui.components.address import link, outside
from ui.components.html import Html, element, joined
from ui.components.names import state_name
from ui.components.notices import notice

_MOST_RUNS = 200
"""Remarks on the pages of one law that are listed."""


def reading_line(provision: Provision, can_be_seen: bool) -> Html | None:
    """From which page the text was read and how, with the way to that page; None for formats without pages.

    can_be_seen: whether the page can be shown.
    """
    reading = provision.reading
    see = link("See it on the page", "page", id=provision.id) if can_be_seen else None
    if reading is None:
        return element("p", see, class_="read-from") if see else None
    words = in_words(reading)
    return element(
        "p", f"{words[:1].upper()}{words[1:]}. ", see,
        class_="read-from read-from-doubtful" if reading.is_doubtful else "read-from",
    )  # fmt: skip


def doubt_line(provision: Provision) -> Html | None:
    """What to know before relying on the words of a provision, wherever it stands in a list; None without doubt."""
    words = doubt(provision)
    return element("p", words, class_="read-from read-from-doubtful") if words else None


def unread_notice(law: Law, version: Version, reasons: Sequence[str]) -> Html | None:
    """Says that a version is held without its words, why, and what helps; None where it could be read."""
    if not version.is_unread:
        return None
    official = (
        element("p", "The official text is published at ", outside(law.official_url, law.official_url), ".")
        if law.official_url else None
    )  # fmt: skip
    again = "When that is done, palermo ingest reads the law. Until then nothing that it says can be found here."
    return notice(
        "Held, but could not be read",
        element("ul", [element("li", reason) for reason in reasons]),
        element("p", again), official,
    )  # fmt: skip


def version_quality(quality: VersionQuality) -> Html | None:
    """How the pages of a law were read, with those that leave a doubt; None for formats without pages, and where
    nothing could be read."""
    if not quality.pages or quality.reasons:
        return None
    noted = quality.with_reasons
    score = f"Score of the reading: {quality.score:.2f} of 1." if quality.score is not None else None
    listed = [element("li", _run(run)) for run in _runs(noted)[:_MOST_RUNS]]
    return element(
        "section",
        element("h2", "How the text was read"),
        element("p", f"{pages_in_words(quality.pages)}."),
        element("p", score, class_="quiet"),
        element("details", element("summary", "Pages with a remark"), element("ul", listed), open=len(listed) <= 3)
        if listed else None,
    )  # fmt: skip


def missing_pages(quality: VersionQuality) -> Html | None:
    """Says which pages of a law that was read could not be; None where all were."""
    unread = [page for page in quality.pages if page.how is HowRead.UNREAD]
    if not unread or quality.reasons:
        return None
    reasons = dict.fromkeys(reason for page in unread for reason in page.reasons)
    named = pages_named([page.page for page in unread])
    return notice(
        f"{named[:1].upper()}{named[1:]} could not be read, so provisions may be missing",
        element("ul", [element("li", reason) for reason in reasons]),
    )


def unread_list(laws: Sequence[UnreadLaw]) -> Html | None:
    """Laws whose title was asked for, but in which nothing can be found; None without any."""
    if not laws:
        return None
    items = [
        element(
            "li", link(each.law.title, "law", id=each.law.id, version=each.version.id),
            f", {state_name(each.law.state)}. ",
            element("span", "; ".join(each.reasons), class_="quiet"),
        )
        for each in laws
    ]  # fmt: skip
    return notice("Held, but could not be read", element("ul", items))


def _runs(pages: Sequence[PageReading]) -> list[list[PageReading]]:
    """Pages with the same remark, each run as one."""
    runs: list[list[PageReading]] = []
    for page in pages:
        last = runs[-1][-1] if runs else None
        if last and page.page == last.page + 1 and (page.reasons, page.score) == (last.reasons, last.score):
            runs[-1].append(page)
        else:
            runs.append([page])
    return runs


def _run(run: Sequence[PageReading]) -> Html:
    named = pages_named([page.page for page in run])
    score = "" if run[0].how is HowRead.UNREAD else f", score {run[0].score:.2f}"
    words = f"{named[:1].upper()}{named[1:]}{score}: "
    return joined([words, element("span", "; ".join(run[0].reasons), class_="quiet")])
