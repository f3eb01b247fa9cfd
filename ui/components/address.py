"""Addresses: everything that a view shows is named in its address, so that it can be shared and opened again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

import streamlit as st

from ui.components.html import Html, Part, element

Value = str | int | Iterable[str] | None


def to(view: str, **parameters: Value) -> str:
    """The address of a view, relative so that it holds below any path that a server puts before it."""
    written = urlencode(plain(parameters), doseq=True)
    return f"{view or '.'}?{written}" if written else view or "."


def link(words: Part, view: str, class_: str | None = None, at: str | None = None, **parameters: Value) -> Html:
    """A link to a view; `at` is the id of a place on its page."""
    place = f"#{quote(at, safe=':')}" if at else ""
    return element("a", words, href=to(view, **parameters) + place, class_=class_)


def outside(words: Part, address: str) -> Html:
    """A link to somebody else's site, in a tab of its own; words alone where the address is not one of the web."""
    return element("a", words, href=address, target="_blank", rel="noopener noreferrer", class_="outside")


def parameter(name: str) -> str:
    """A value from the address, or nothing."""
    return str(st.query_params.get(name, "")).strip()


def parameters(name: str) -> list[str]:
    """Several values from the address, repeated or after commas, each once."""
    values = [value.strip() for given in st.query_params.get_all(name) for value in given.split(",")]
    return list(dict.fromkeys(value for value in values if value))


def number(name: str, least: int = 1) -> int:
    """A number from the address; `least` where there is none or it is smaller."""
    written = parameter(name)
    return max(int(written), least) if written.isascii() and written.isdigit() and len(written) < 7 else least


def go_to(**values: Value) -> None:
    """Write the address of the view that is shown; what is empty is left out."""
    st.query_params.from_dict(plain(values))


def plain(values: Mapping[str, Value]) -> dict[str, str | list[str]]:
    """Values as an address holds them, without the empty ones."""
    found: dict[str, str | list[str]] = {}
    for name, value in values.items():
        if isinstance(value, str | int):
            if str(value):
                found[name] = str(value)
        elif value is not None and (several := [str(each) for each in value if str(each)]):
            found[name] = several
    return found
