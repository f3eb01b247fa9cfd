"""A law: its table of contents, from which every provision opens."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from library.browsing import versions_of
from library.reading import read_law
from library.text_quality import quality_of
from palermo.errors import UsageError
from palermo.model.law import Kind, Law, Version
from palermo.model.provision import Provision
from ui.components import address
from ui.components.frame import begin, crumbs, end
from ui.components.html import Html, Part, element, joined, show
from ui.components.languages import language_name
from ui.components.legal_text import language_of
from ui.components.names import kind_badge, shortened, state_name
from ui.components.notices import NOT_RECORDED, digest_banner, model_banner
from ui.components.opened import the_library
from ui.components.reading import missing_pages, unread_notice, version_quality

OPEN_UP_TO = 150
"""Provisions up to which the whole table of contents stands open."""


def show_law() -> None:
    """The view at /law?id=...&version=..."""
    law_id = address.parameter("id")
    if not law_id:
        raise UsageError("the address names no law: open one from what is held")
    law, version, provisions = read_law(the_library(), law_id, address.parameter("version") or None)
    quality = quality_of(the_library(), version)
    native = law.native_title if law.native_title and law.native_title != law.title else None
    begin(
        f"{state_name(law.state)}, {law.title}", element("span", law.title),
        element("span", native, lang=language_of(version.language), dir="auto") if native else None,
        crumbs(address.link(state_name(law.state), "holdings", state=law.state)),
    )  # fmt: skip
    show(
        element(
            "div",
            element("div", _banner(law),
                    element("p", kind_badge(law.kind), None if version.is_unread else _counted(law, len(provisions)),
                            class_="meta"),
                    unread_notice(law, version, quality.reasons), missing_pages(quality),
                    None if version.is_unread else joined([element("h2", "Contents"), _contents(provisions)]),
                    class_="reading"),
            element("div", _versions(law, version), version_quality(quality), _facts(law), class_="aside"),
            class_="with-aside",
        )
    )  # fmt: skip
    end()


def _counted(law: Law, number: int) -> str:
    unit = "digest" if law.kind is Kind.DIGEST else "provision"
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _banner(law: Law) -> Html | None:
    if law.kind is Kind.DIGEST:
        return digest_banner(law, ())
    return model_banner() if law.kind is Kind.MODEL else None


def _contents(provisions: Sequence[Provision]) -> Html:
    if not provisions:
        return element("p", "No provisions could be read from this law’s files.", class_="quiet")
    return element("div", _level(provisions, 0, len(provisions) <= OPEN_UP_TO), class_="contents")


def _level(provisions: Sequence[Provision], depth: int, is_open: bool) -> Html:
    """The provisions below one heading: those directly under it as a list, the others under theirs."""
    parts: list[Html] = []
    for step, found in groupby(provisions, key=lambda each: each.path[depth] if len(each.path) > depth else None):
        group = list(found)
        if step is None:
            parts.append(element("ul", [element("li", _line(each)) for each in group]))
        else:
            heading = element("span", shortened(step, 160), lang=language_of(group[0].language), dir="auto")
            parts.append(
                element("details", element("summary", heading), _level(group, depth + 1, is_open), open=is_open)
            )
    return joined(parts)


def _line(provision: Provision) -> Html:
    words: Part = provision.heading or shortened(provision.text)
    number = element("span", provision.number, class_="number")
    words = element("span", words, lang=language_of(provision.language), dir="auto")
    return address.link(joined([number, " ", words]), "provision", id=provision.id)


def _versions(law: Law, shown: Version) -> Html:
    held = versions_of(the_library(), law.id)
    items = [
        element(
            "li",
            address.link(f"{language_name(version.language)}, {version.version_date or 'date not recorded'}",
                         "law", id=law.id, version=version.id),
            " (current)" if is_current else " (not current)", ", could not be read" if version.is_unread else None,
            aria_current="page" if version.id == shown.id else None,
        )
        for version, is_current in held
    ]  # fmt: skip
    return element("section", element("h2", "Versions held"), element("ul", items))


def _facts(law: Law) -> Html:
    official: Part = address.outside(law.official_url, law.official_url) if law.official_url else NOT_RECORDED
    facts: list[tuple[str, Part]] = [
        ("Type", law.type), ("Year", str(law.year) if law.year else NOT_RECORDED),
        ("Number", law.identifier or NOT_RECORDED), ("Publisher", law.publisher or NOT_RECORDED),
        ("Official address", official), ("Licence", law.licence or NOT_RECORDED),
        ("Identifier", element("code", law.id)),
    ]  # fmt: skip
    if law.subdivision:
        facts.insert(0, ("Part of the State", law.subdivision))
    rows = [joined([element("dt", name), element("dd", value, dir="auto")]) for name, value in facts]
    return element("section", element("h2", "About this law"), element("dl", rows, class_="facts"))
