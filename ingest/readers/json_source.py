"""JSON out of a source, or ReadError."""

from __future__ import annotations

import json
from typing import Any

from ingest.source import Source
from ingest.storable import storable_data
from palermo.errors import ReadError


def looks_like_json(source: Source) -> bool:
    """Whether the text opens and closes as one JSON document does, or is called one; it is not parsed."""
    text = source.text.strip("\ufeff \r\n\t")
    if source.ending == "json" and text[:1] in ("{", "["):  # one that was cut off must not pass for plain text
        return True
    return (text[:1], text[-1:]) in (("{", "}"), ("[", "]"))


def parsed(source: Source) -> Any:
    """The JSON document, its strings storable; ReadError where it is cut off, malformed or nested too deep."""
    try:
        return storable_data(json.loads(source.text.lstrip("\ufeff")))
    except RecursionError as error:
        raise ReadError(source.name, "the JSON is nested too deep to be a law") from error
    except ValueError as error:
        raise ReadError(source.name, f"the JSON cannot be read: {error}") from error
