"""Every setting of Palermo, each from an environment variable `PALERMO_...` or its default."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read anew each time it is made, so that tests and commands may set the environment."""

    model_config = SettingsConfigDict(env_prefix="PALERMO_")

    library: Path = Path(".palermo")
    """The folder of the library: source bytes, the search index and, unless named elsewhere, the catalogue."""

    catalogue_url: str | None = None
    """Another database for the catalogue, such as postgresql://user@host/name; SQLite in the folder if unset."""

    workers: int = 2
    """How many processes read documents; 0 reads in the command itself."""

    seconds_for_a_deposit: float = 120.0
    """How long a reading process may take for one deposit before it is stopped."""

    reviewer: str | None = None
    """Who decides on tags; the name of the login if unset."""
