"""One provision: its words in the original language, its place, its links to the treaties, and its source."""

from __future__ import annotations

from library.browsing import in_other_versions, surroundings
from library.page_view import has_page
from library.reading import ProvisionPage, read_provision
from library.similar import SimilarProvision, similar
from palermo.concepts.load import concepts
from palermo.errors import UsageError
from palermo.model.law import Kind, Version
from palermo.model.provision import Provision
from ui.components import address
from ui.components.frame import begin, crumbs, end
from ui.components.html import Html, Part, element, joined, show
from ui.components.languages import language_name
from ui.components.legal_text import language_of, legal_text, notes
from ui.components.names import citation, designated, kind_badge, place_label, provision_title, state_name
from ui.components.notices import NOT_RECORDED, digest_banner, model_banner, notice
from ui.components.opened import the_library
from ui.components.reading import reading_line
from ui.components.review_form import PLACE_ON_PAGE, review_form
from ui.components.reviews import changed_words, decision_list
from ui.components.tags import tag_list, treaty_order

_MOST_SIMILAR = 6


def show_provision() -> None:
    """The view at /provision?id=..."""
    provision_id = address.parameter("id")
    if not provision_id:
        raise UsageError("the address names no provision: open one from a search or from a law")
    page = read_provision(the_library(), provision_id)
    provision, law = page.provision, page.law
    begin(citation(law, provision), _heading(provision), above=_where(page))
    show(
        element(
            "div",
            element("article", _banner(page), _facts(page), reading_line(provision, has_page(provision, page.source)),
                    legal_text(provision.text, provision.language),
                    notes(() if law.kind is Kind.DIGEST else provision.notes, provision.language), _turn(page),
                    class_="reading"),
            element("div", _tags(page), decision_list(provision, page.decisions), _others(page), _neighbours(page),
                    _similar(page), _source(page), class_="aside"),
            class_="with-aside",
        )
    )  # fmt: skip
    linked = {tag.target for tag in page.tags} | {each.review.target for each in page.decisions}
    review_form(provision, page.tags, sorted(linked, key=treaty_order))
    end()


def _heading(provision: Provision) -> Html:
    number = element("span", designated(provision), class_="number") if provision.number else None
    heading = element("span", provision.heading, lang=language_of(provision.language)) if provision.heading else None
    return element("span", number, " ", heading) if number or heading else element("span", provision_title(provision))


def _where(page: ProvisionPage) -> Html:
    law, provision = page.law, page.provision
    path = [element("span", step, lang=language_of(provision.language), dir="auto") for step in provision.path]
    return crumbs(
        address.link(state_name(law.state), "holdings", state=law.state),
        address.link(law.title, "law", id=law.id, version=None if page.is_current else page.version.id), *path,
    )  # fmt: skip


def _banner(page: ProvisionPage) -> Html:
    old: Part = None
    if not page.is_current:
        words = "Another version of this law is read today. "
        old = notice(
            "Not the current version",
            element("p", words, address.link("Open the law", "law", id=page.law.id)),
        )
    kinds = {
        Kind.DIGEST: lambda: digest_banner(page.law, page.provision.notes),
        Kind.MODEL: model_banner,
    }
    banner = kinds.get(page.law.kind)
    return joined([banner() if banner else None, old])


def _facts(page: ProvisionPage) -> Html:
    dated = f"version of {page.version.version_date}" if page.version.version_date else "version date not recorded"
    return element(
        "p", kind_badge(page.law.kind), element("span", language_name(page.provision.language)),
        element("span", dated), element("span", citation(page.law, page.provision), dir="auto"), class_="meta",
    )  # fmt: skip


def _turn(page: ProvisionPage) -> Html | None:
    """To the provision before and the one after."""
    if not (page.previous or page.following):
        return None
    return element(
        "nav",
        element("span", "Previous: ", _to(page.previous, 50)) if page.previous else element("span"),
        element("span", "Next: ", _to(page.following, 50)) if page.following else None,
        class_="turn", aria_label="Previous and next provision",
    )  # fmt: skip


def _tags(page: ProvisionPage) -> Html:
    provision = page.provision
    decide = address.link("Confirm, reject, regrade or add", "provision", at=PLACE_ON_PAGE, id=provision.id)
    return element(
        "section",
        element("h2", "Links to the treaties"),
        changed_words(provision, page.decisions),
        tag_list(provision, page.tags, page.law.kind, page.decisions),
        element("p", decide, class_="quiet"),
    )


def _others(page: ProvisionPage) -> Html | None:
    others = [version for version in page.versions if version.id != page.version.id]
    if not others:
        return None
    same = in_other_versions(the_library(), page.provision)
    return element(
        "section",
        element("h2", "Other versions held"),
        element("ul", [element("li", _other(version, same.get(version.id))) for version in others]),
    )


def _other(version: Version, same: Provision | None) -> Html:
    dated = version.version_date or "date not recorded"
    words = f"{language_name(version.language)}, {dated}"
    if same is None:
        return address.link(f"{words}: the law", "law", id=version.law, version=version.id)
    return address.link(f"{words}: this provision", "provision", id=same.id)


def _neighbours(page: ProvisionPage) -> Html | None:
    around = surroundings(the_library(), page.provision)
    if len(around) < 2:
        return None
    items = [element("li", _to(each), aria_current="page" if each.id == page.provision.id else None) for each in around]
    return element("nav", element("h2", "Around it"), element("ul", items), class_="around", aria_label="Around it")


def _similar(page: ProvisionPage) -> Html | None:
    """Provisions of this and other States that are like it, and what they share with it."""
    found = similar(the_library(), page.provision.id, limit=_MOST_SIMILAR)
    if not found:
        return None
    items = [element("li", _like(each)) for each in found]
    return element("section", element("h2", "Similar provisions"), element("ul", items, class_="similar"))


def _like(each: SimilarProvision) -> Html:
    provision, law = each.found.provision, each.found.law
    shared = [place_label(target) for target in each.requirements]
    shared += [concepts()[concept].name for concept in each.concepts if concept in concepts()]
    words = element("span", provision_title(provision, 60), lang=language_of(provision.language), dir="auto")
    return joined(
        [
            address.link(words, "provision", id=provision.id),
            element("p", citation(law, provision), class_="citation", dir="auto"),
            element("p", f"Both: {', '.join(shared)}" if shared else "Both use the same words.", class_="quiet"),
        ]
    )


def _to(provision: Provision, longest: int = 80) -> Html:
    words = element("span", provision_title(provision, longest), lang=language_of(provision.language), dir="auto")
    return address.link(words, "provision", id=provision.id)


def _source(page: ProvisionPage) -> Html:
    law, version, source = page.law, page.version, page.source
    official: Part = address.outside(law.official_url, law.official_url) if law.official_url else NOT_RECORDED
    where = f", {page.provision.source_place}" if page.provision.source_place else ""
    facts: list[tuple[str, Part]] = [
        ("Official address", official),
        ("Publisher", law.publisher or NOT_RECORDED),
        ("File", f"{source.file}{where}"),
        ("Fetched", source.fetched_at or NOT_RECORDED),
        ("Version date", version.version_date or NOT_RECORDED),
        ("Language", f"{language_name(version.language)} ({version.language_method})"),
        ("Licence", law.licence or NOT_RECORDED),
        ("SHA-256", element("code", source.sha256)),
        ("Identifier", element("code", page.provision.id)),
    ]
    if source.url and source.url != law.official_url:
        facts.insert(3, ("Fetched from", address.outside(source.url, source.url)))
    rows = [joined([element("dt", name), element("dd", value, dir="auto")]) for name, value in facts]
    return element("section", element("h2", "Source"), element("dl", rows, class_="facts"))
