"""The library that is open: one for all readers of this process."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from library import Library, open_library
from palermo.settings import Settings


def the_library() -> Library:
    """The library that PALERMO_LIBRARY names; CatalogueError, which says how to make one, where there is none."""
    return _opened(Settings().library.resolve())


@st.cache_resource(show_spinner=False, max_entries=1, on_release=Library.close)
def _opened(folder: Path) -> Library:
    # Catalogue and engine may be shared between threads and see what other processes write, so one is enough.
    return open_library(folder, create=False)
