"""Options that many commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", envvar="PALERMO_LIBRARY", help="The folder of the library.", show_default=".palermo"),
]
