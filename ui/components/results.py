"""Results: found provisions as a list, and the way to the next ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from library.near_identical import Alike, Likeness
from library.searching import FoundProvision
from ui.components.address import Value, link, to
from ui.components.html import Html, element
from ui.components.languages import language_name
from ui.components.legal_text import language_of, snippet
from ui.components.names import citation, kind_badge, provision_title
from ui.components.reading import doubt_line
from ui.components.tags import tag_summary

PER_PAGE = 20


def result_list(hits: Sequence[FoundProvision], first: int, alike: Mapping[int, Sequence[Alike]] | None = None) -> Html:
    """The hits as a numbered list, counted from `first`; those that say the same as one above stand below it.

    alike: by the place of a hit the later ones that say the same.
    """
    below = {each.place for others in (alike or {}).values() for each in others}
    items = [
        element("li", _result(hit), _same(hits, (alike or {}).get(place, ())), value=first + place)
        for place, hit in enumerate(hits)
        if place not in below
    ]
    return element("ol", items, class_="results", start=first)


def _same(hits: Sequence[FoundProvision], alike: Sequence[Alike]) -> Html | None:
    """Links to provisions that say the same: in other languages, and with nearly the same words."""
    if not alike:
        return None
    lines = []
    for each in alike:
        hit = hits[each.place]
        in_language = each.likeness is Likeness.LANGUAGE
        words = f"Also in {language_name(hit.provision.language)}: " if in_language else "Nearly the same words: "
        lines.append(element("li", words, link(citation(hit.law, hit.provision), "provision", id=hit.provision.id)))
    return element("ul", lines, class_="same plain-list")


def pages(total: int, page: int, view: str, **parameters: Value) -> Html | None:
    """Links to the pages before and after; None where everything is on one."""
    last = -(-total // PER_PAGE)
    if last <= 1:
        return None
    before = element("a", "Previous page", href=to(view, **{**parameters, "page": page - 1 if page > 2 else None}))
    after = element("a", "Next page", href=to(view, **{**parameters, "page": page + 1}))
    return element(
        "nav",
        element("ul",
            element("li", before) if page > 1 else None,
            element("li", f"Page {page} of {last}", aria_current="page"),
            element("li", after) if page < last else None),
        class_="pages", aria_label="Pages of results",
    )  # fmt: skip


def _result(hit: FoundProvision) -> Html:
    provision = hit.provision
    title = link(provision_title(provision), "provision", id=provision.id)
    return element(
        "article",
        element("p", kind_badge(hit.law.kind), element("span", language_name(provision.language)), class_="meta"),
        element("h3", title, lang=language_of(provision.language), dir="auto"),
        element("p", citation(hit.law, provision), class_="citation", dir="auto"),
        snippet(hit.snippet, hit.highlights, provision.language),
        element("p", f"Near in meaning: model {hit.near_by}", class_="quiet") if hit.near_by else None,
        doubt_line(provision),
        tag_summary(hit.tags),
        class_=f"result result-{hit.law.kind.value}",
    )
