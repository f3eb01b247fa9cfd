"""Whole indices and many documents at once; tried again where the server has too much to do or is away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch

from index.cluster.connection import RefusedError, may_pass, patiently
from index.cluster.mapping import Json

_MOST_BYTES = 4_000_000
"""Of a request: large enough that the way to the server does not count, small enough for its memory."""
_MOST_DOCUMENTS = 2_000
_MOST_DELETED = 5_000
_MOST_VALUES = 10_000
_SECONDS_FOR_A_SHARD = "10s"

Operation = tuple[bytes, ...]
"""What to do, and the document where there is one; each a line."""


class Sender:
    """Sends documents to an index while the next ones are made.

    target: an alias of the index, which the server demands; so it never makes an index of that name by itself.
    check: called before each request; what it raises is raised.
    """

    def __init__(self, client: Elasticsearch, patience: float, check: Callable[[], None]) -> None:
        self.target = ""
        self._client = client
        self._patience = patience
        self._check = check
        self._waiting: list[Operation] = []
        self._bytes = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="palermo-index-sender")
        self._sent: Future[None] | None = None
        self._given_up = False

    def put(self, operation: Operation) -> None:
        """Send it, with others, some time until `flush`. What went wrong with earlier ones is raised here."""
        self._waiting.append(operation)
        self._bytes += sum(map(len, operation))
        if self._bytes >= _MOST_BYTES or len(self._waiting) >= _MOST_DOCUMENTS:
            self._send()

    def flush(self) -> None:
        """Return when the server has all of it for good."""
        if self._waiting:
            self._send()
        if self._sent:
            self._sent.result()

    def close(self) -> None:
        """Send no more; what was not flushed is lost."""
        self._given_up = True
        self._waiting.clear()
        self._thread.shutdown(cancel_futures=True)

    def _send(self) -> None:
        if self._sent:
            self._sent.result()
        self._sent = self._thread.submit(self._deliver, self._waiting)
        self._waiting, self._bytes = [], 0

    def _deliver(self, operations: list[Operation]) -> None:
        remaining = operations

        def deliver() -> None:
            nonlocal remaining
            if self._given_up:
                return
            self._check()
            remaining, refusal = _sent(self._client, self.target, remaining, require_alias=True)
            if refusal:
                raise refusal

        patiently(deliver, self._patience)


def make_index(
    client: Elasticsearch, name: str, patience: float, *, settings: Json, mappings: Json, aliases: Json | None = None
) -> None:
    """Make an index, if there is none of that name."""

    def make() -> None:
        try:
            client.indices.create(index=name, settings=settings, mappings=mappings, aliases=aliases)
        except BadRequestError as problem:
            if problem.error != "resource_already_exists_exception":  # or the answer to our first try was lost
                raise

    patiently(make, patience)


def refresh(client: Elasticsearch, index: str, patience: float) -> None:
    """Let searches find what was written, on every server that holds a part of the index."""

    def refresh() -> None:
        shards = client.indices.refresh(index=index)["_shards"]
        if shards["failed"]:
            reason = f"{shards['failed']} of {shards['total']} shards of {index} are missing"
            raise RefusedError(503, {"type": "shards_missing", "reason": reason})

    patiently(refresh, patience)


def search_all(client: Elasticsearch, index: str, search: Json, patience: float) -> Json:
    """The answer of all parts of the index, where the usual search would be content with some."""
    found = patiently(lambda: client.search(index=index, allow_partial_search_results=False, **search), patience)
    return dict(found)


def delete_found(client: Elasticsearch, index: str, query: Json, patience: float) -> None:
    """Delete the documents that a query finds, as far as the last refresh shows them."""
    search = {"query": query, "size": _MOST_DELETED, "sort": ["_doc"], "_source": False, "track_total_hits": False}
    while True:
        found = search_all(client, index, search, patience)["hits"]["hits"]
        if not found:
            return
        operations: list[Operation] = [(b'{"delete":{"_id":"%s"}}' % hit["_id"].encode(),) for hit in found]

        def delete(operations: list[Operation] = operations) -> None:
            _, refusal = _sent(client, index, operations, require_alias=False)
            if refusal:
                raise refusal

        patiently(delete, patience)
        refresh(client, index, patience)


def every_value(search: Callable[[Json], Json], field: str, query: Json) -> Iterator[str]:
    """All values that the documents found have in a field kept as it is."""
    after: Json = {}
    while True:
        sources = [{field: {"terms": {"field": field}}}]
        values = {"composite": {"size": _MOST_VALUES, "sources": sources, **after}}
        answer = search({"query": query, "size": 0, "track_total_hits": False, "aggs": {"values": values}})
        found = answer["aggregations"]["values"]
        for bucket in found["buckets"]:
            yield bucket["key"][field]
        if "after_key" not in found:
            return
        after = {"after": found["after_key"]}


def _sent(
    client: Elasticsearch, target: str, operations: Sequence[Operation], *, require_alias: bool
) -> tuple[list[Operation], RefusedError | None]:
    """Send once; what was refused, and why: the gravest reason where there are several."""
    lines: list[Any] = [line for operation in operations for line in operation]  # the client takes lines as well
    answer = client.bulk(
        index=target, operations=lines, require_alias=require_alias, timeout=_SECONDS_FOR_A_SHARD,
        filter_path=["errors", "items.*.status", "items.*.error"],
    )  # fmt: skip
    if not answer["errors"]:
        return [], None
    refused: list[Operation] = []
    reasons: list[RefusedError] = []
    for operation, item in zip(operations, answer["items"], strict=True):
        (outcome,) = item.values()
        if "error" in outcome:
            refused.append(operation)
            reasons.append(RefusedError(outcome["status"], outcome["error"]))
    return refused, min(reasons, key=may_pass, default=None)
