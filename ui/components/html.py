"""HTML: the one door between what came from outside and the page.

Words become HTML only through `element`, which escapes them; `show` takes nothing but what `element` made. So a
title, a text or a query can never turn into markup. Streamlit's front end sanitizes the result once more.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import streamlit as st

_VOID = frozenset({"br", "hr", "wbr"})
_NEVER = frozenset({"script", "style", "iframe", "object", "embed", "form"})
_HERE = Path(__file__).parent


class Html(str):
    """Text that is HTML already. Adding plain words to it gives plain words again, which are escaped when used."""

    __slots__ = ()


Part: TypeAlias = "str | Iterable[Part] | None"
"""Html, words to escape, nothing, or several of them."""


def element(name: str, *parts: Part, **attributes: str | int | bool | None) -> Html:
    """An element around `parts`; words among them, and attributes' values, are escaped.

    Names of attributes are written `class_` and `aria_label`. None and False leave an attribute out. An address
    (`href`) that is neither of this site nor http(s) is left out too. ValueError for elements that run or load things.
    """
    if name in _NEVER:
        raise ValueError(f"no <{name}> is made from what a library holds")
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    return Html(f"<{name}{written}>") if name in _VOID else Html(f"<{name}{written}>{joined(parts)}</{name}>")


def joined(parts: Part, between: Part = "") -> Html:
    """Several parts, one after the other, with `between` in between."""
    if parts is None:
        return Html("")
    if isinstance(parts, Html):
        return parts
    if isinstance(parts, str):
        return Html(escape(parts))
    return Html(joined(between).join([joined(part) for part in parts if part is not None]))


def show(*parts: Html | None) -> None:
    """Put HTML on the page; TypeError for words that did not go through `element`."""
    for part in parts:
        if part is not None and not isinstance(part, Html):
            raise TypeError("only what `element` made is shown")
    body = joined(parts)
    if body:
        st.html(body)


def show_frame() -> None:
    """The style sheet, and the script that follows links within the page instead of loading it anew."""
    st.html(_HERE.parent / "style.css")
    script = (_HERE.parent / "links.js").read_text(encoding="utf-8")
    st.html(
        f'<script>{script}</script><span class="p-script" aria-hidden="true"></span>',
        unsafe_allow_javascript=True,
    )


def is_safe_address(address: str) -> bool:
    """Whether an address leads to this site or by http(s) to another one."""
    try:
        parsed = urlsplit(address.strip())
    except ValueError:
        return False
    return (parsed.scheme in ("http", "https") and bool(parsed.netloc)) or not (parsed.scheme or parsed.netloc)


def _attribute(key: str, value: str | int | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if name.startswith("on") or name in ("style", "src"):
        raise ValueError(f"the attribute '{name}' is not for what a library holds")
    if value is None or value is False or (name == "href" and not is_safe_address(str(value))):
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value), quote=True)}"'
