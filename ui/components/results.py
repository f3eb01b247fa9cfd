"""Results: found provisions as a list, and the way to the next ones."""

from __future__ import annotations

from collections.abc import Sequence

from library.searching import FoundProvision
from ui.components.address import Value, link, to
from ui.components.html import Html, element
from ui.components.languages import language_name
from ui.components.legal_text import language_of, snippet
from ui.components.names import citation, kind_badge, provision_title
from ui.components.tags import tag_summary

PER_PAGE = 20


def result_list(hits: Sequence[FoundProvision], first: int) -> Html:
    """The hits as a numbered list, counted from `first`."""
    return element("ol", [element("li", _result(hit)) for hit in hits], class_="results", start=first)


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
        tag_summary(hit.tags),
        class_=f"result result-{hit.law.kind.value}",
    )
