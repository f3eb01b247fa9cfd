"""Choices: widgets whose values stand in the address, so that what a reader chose can be shared.

The address is the one truth: before each run it fills the widgets, and a changed widget writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st


def several(
    label: str, key: str, options: Sequence[str], chosen: Sequence[str], name: Callable[[str], str],
    counts: Mapping[str, int] | None = None, *, changed: Callable[[], None], most: int | None = None,
    placeholder: str = "All",
) -> None:  # fmt: skip
    """A choice of several values; each option shows how many texts it has, where `counts` are given."""
    _fill(key, list(chosen))
    st.multiselect(
        label, list(dict.fromkeys([*options, *chosen])), key=key, format_func=_labelled(name, counts),
        on_change=changed, max_selections=most, placeholder=placeholder, select_all=False,
    )  # fmt: skip


def one(
    label: str, key: str, options: Sequence[str], chosen: str, name: Callable[[str], str],
    counts: Mapping[str, int] | None = None, *, changed: Callable[[], None], none: str = "All",
) -> None:  # fmt: skip
    """A choice of one value or none."""
    _fill(key, chosen)
    labelled = _labelled(name, counts)
    st.selectbox(
        label, list(dict.fromkeys(["", *options, chosen])), key=key,
        format_func=lambda value: labelled(value) if value else none, on_change=changed,
    )  # fmt: skip


def switch(label: str, key: str, chosen: bool, *, changed: Callable[[], None], about: str) -> None:
    """A choice of yes or no, with a sentence on what it does."""
    _fill(key, chosen)
    st.toggle(label, key=key, on_change=changed, help=about)


def chosen_in(key: str) -> Any:
    """What a widget holds."""
    return st.session_state.get(key)


def _fill(key: str, value: Any) -> None:
    st.session_state[key] = value


def _labelled(name: Callable[[str], str], counts: Mapping[str, int] | None) -> Callable[[str], str]:
    if counts is None:
        return name
    return lambda value: f"{name(value)} ({counts.get(value, 0)})"
