"""The fields of the index as Elasticsearch keeps them, and an entry as it takes it.

Texts come analysed, so the server only splits at spaces. Its own copy of each document (`_source`) is off: nothing
asks for the analysed texts again, and with them the index would be more than twice as large. What is given back is
the stored field `stored`, as compressed bytes.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from typing import Any

from index.contract import IndexEntry
from index.fields import (
    AMONG_EQUALS,
    CONCEPT_FIELDS,
    COUNTED_FIELDS,
    COUNTED_NUMBERS,
    EXACT_FIELDS,
    SORTED_FIELDS,
    WORD_FIELDS,
    YEAR_FIELD,
    Value,
    fields_of,
)

LONGEST_TOKEN = 255
"""Characters; the server cuts longer ones into several tokens, of texts and of phrases alike."""
BATCH_FIELD = "batch"
"""The number of the writing that the entry came with; see `index.cluster.state`."""
_LISTED_FIELDS = ("version", "tagged")
"""Of these all values are asked for, though nobody counts them for readers."""
_NO_WORDS = "."
"""No token is like this. Lucene counts how rare a word is only among the entries that have any in the field, so that
the few with a heading would weigh otherwise than in the embedded engine, which counts all."""
_LONGEST_VALUE = 8191
"""Characters; a longer value could be more bytes than Lucene takes, and is left out."""

_WITHOUT_WORDS = dict.fromkeys((*WORD_FIELDS, *CONCEPT_FIELDS), _NO_WORDS)

Json = dict[str, Any]


def settings_of(shards: int, replicas: int | None) -> Json:
    """The settings of an index. replicas: None keeps one copy as soon as there is a second server."""
    copies = {"auto_expand_replicas": "0-1"} if replicas is None else {"number_of_replicas": replicas}
    return {
        "number_of_shards": shards,
        **copies,
        "refresh_interval": "-1",  # entries are made findable by commits
        "similarity": {"default": {"type": "BM25", "k1": 1.2, "b": 0.75}},
    }


def mappings() -> Json:
    """The fields of `index.fields.FORM`."""
    words = {"type": "text", "analyzer": "whitespace", "index_options": "positions"}
    concepts = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
    exact = {"type": "keyword", "ignore_above": _LONGEST_VALUE, "doc_values": False}
    listed = {"type": "keyword", "ignore_above": _LONGEST_VALUE}
    number = {"type": "long", "index": False}
    properties: Json = {
        **dict.fromkeys(WORD_FIELDS, words),
        **dict.fromkeys(CONCEPT_FIELDS, concepts),
        **dict.fromkeys(EXACT_FIELDS, exact),
        **dict.fromkeys((*_LISTED_FIELDS, *COUNTED_FIELDS, *SORTED_FIELDS), listed),
        **dict.fromkeys((*COUNTED_NUMBERS, AMONG_EQUALS), number),
        YEAR_FIELD: {"type": "integer"},
        BATCH_FIELD: {"type": "integer"},
        "stored": {"type": "binary", "store": True},
    }
    return {"dynamic": "strict", "_source": {"enabled": False}, "properties": properties}


def document(entry: IndexEntry, batch: int) -> tuple[bytes, bytes]:
    """The entry as two lines of a bulk request: which document it is, and its fields.

    Sent twice, it is still one document: its id is made of the batch and of the entry's place.
    """
    fields: dict[str, Value] = {**_WITHOUT_WORDS, **fields_of(entry), BATCH_FIELD: batch}
    place, stored = fields["place"], fields["stored"]
    assert isinstance(place, str)
    assert isinstance(stored, bytes)
    fields["stored"] = b64encode(stored).decode("ascii")
    within = hashlib.blake2b(place.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return _line({"index": {"_id": f"{batch}-{within}"}}), _line(fields)


def _line(values: Json | dict[str, Value]) -> bytes:
    # a half of a character, which a broken file left, becomes a question mark: the server takes no such bytes
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
