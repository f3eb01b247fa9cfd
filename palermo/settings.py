"""Every setting of Palermo, each from an environment variable `PALERMO_...` or its default."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read anew each time it is made, so that tests and commands may set the environment."""

    model_config = SettingsConfigDict(env_prefix="PALERMO_")

    library: Path = Path(".palermo")
    """The folder of the library: source bytes, the search index and, unless named elsewhere, the catalogue."""

    catalogue_url: str | None = None
    """Another database for the catalogue, such as postgresql://user@host/name; SQLite in the folder if unset."""

    workers: int = 2
    """How many processes read documents, or the pages of a long PDF; 0 reads in the command itself."""

    seconds_for_a_deposit: float = 120.0
    """How long a reading process may take for one deposit before it is stopped."""

    megabytes_for_a_deposit: int = Field(default=1500, gt=0)
    """How much memory a reading process may take for one deposit before it is stopped."""

    embedding_votes: bool = False
    """Whether the embedding model has a say in tags that are in doubt; see docs/tagging.md."""

    language_model: Path | None = None
    """A program on this computer that asks a language model about tags that are in doubt; see docs/tagging.md."""

    reviewer: str | None = None
    """Who decides on tags; the name of the login if unset."""

    embedding_model: Path | None = None
    """The folder of an embedding model, to search by nearness in meaning as well; see docs/vectors.md."""

    embedding_floor: float = Field(default=0.4, ge=0.0, le=1.0)
    """The least cosine at which two texts count as near in meaning; it differs from model to model."""

    elasticsearch_url: str | None = None
    """Search in this Elasticsearch instead of the library's folder: https://host:9200, several divided by commas."""

    elasticsearch_user: str | None = None
    """Who we are to Elasticsearch, with a password; an API key is better."""

    elasticsearch_password: SecretStr | None = None

    elasticsearch_api_key: SecretStr | None = None
    """The encoded key, which may do no more than docs/elasticsearch.md lists."""

    elasticsearch_ca: Path | None = None
    """The certificate of the authority that signed Elasticsearch's, where the system does not know it."""

    elasticsearch_index: str = "palermo"
    """What the names of the indices begin with: several libraries may share a cluster."""

    elasticsearch_shards: int = Field(default=1, ge=1, le=64)
    """Parts of an index made from now on; one holds millions of provisions."""

    elasticsearch_replicas: int | None = Field(default=None, ge=0, le=10)
    """Copies of each part on other servers; unset: one as soon as there is a second server."""

    elasticsearch_timeout: float = Field(default=10.0, gt=0)
    """Seconds that a search may take."""

    elasticsearch_patience: float = Field(default=120.0, ge=0)
    """Seconds for which writing goes on trying while Elasticsearch is away or has too much to do."""
