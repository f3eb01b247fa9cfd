"""Reading: one state of the index, held on to with a point in time while others write."""

from __future__ import annotations

from base64 import b64decode
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from functools import cached_property

from elastic_transport import TransportError
from elasticsearch import ApiError, NotFoundError

from index.cluster.bulk import every_value
from index.cluster.conditions import query_of
from index.cluster.connection import raise_refusal
from index.cluster.mapping import Json
from index.cluster.state import StateStore
from index.conditions import Anything, Condition, Word
from index.fields import AMONG_EQUALS, WORD_FIELDS, stored_entry
from index.reader import Counted, Counts, Found, Order, Page
from palermo.errors import SearchEngineError

_KEPT_FOR = "10m"
"""Nobody searched for so long: the server may forget the point in time, and another one is opened."""
_WINDOW = 10_000
"""So many entries the server looks at for one page; what lies beyond is walked to."""
_MOST_VALUES = 60_000
"""More than there are different tags of an entry, and within the 65,536 that the server counts at once."""
_MOST_REMEMBERED = 50_000
_A_FEW = 40
_SORTED_BY = {
    Order.SCORE: [{"_score": "desc"}, {AMONG_EQUALS: "asc"}],
    Order.PLACE: [{"place": "asc"}],
    Order.NEWEST: [{"newest": "asc"}],
}
_NOTHING: Json = {
    "hits": {"hits": []},
    "aggregations": defaultdict(lambda: {"buckets": [], "sum_other_doc_count": 0}),
}
"""What a search finds where there is no index."""


class OutdatedError(Exception):
    """The index has changed, or the server has forgotten the point in time: look again."""


class View:
    """What the index held at one commit: a Reader. OutdatedError from each look-up once that is no longer so.

    With each look-up goes a question for the stamp of the last commit, so that no search is answered from the past.
    """

    def __init__(self, store: StateStore, seconds: float) -> None:
        self.remembered: dict[Counts, Counted] = {}
        self.state = store.shown()
        self._frequencies: dict[tuple[str, str], int] = {}
        self._store = store
        self._client = store.client
        self._timeout = f"{int(seconds * 1000)}ms"
        self._counts = self.state.counts()
        self._point: str | None = None
        self._type = ""
        if self.state.index:
            self._open(self.state.index)

    @property
    def is_missing(self) -> bool:
        """Whether there is no index to look into: never made, or deleted by somebody."""
        return self._point is None

    @cached_property
    def languages(self) -> frozenset[str]:
        """See Reader."""
        return self.values("language")

    @cached_property
    def versions(self) -> frozenset[str]:
        """The versions of all entries."""
        return self.values("version")

    def check(self) -> None:
        """OutdatedError where this is no longer the last commit."""
        self._ask([])

    def look_up(self, page: Page | None, counts: Sequence[Counts]) -> tuple[list[Found], list[Counted]]:
        """See Reader."""
        searches: dict[Condition, Json] = {}
        deep = page is not None and page.offset + page.limit > _WINDOW
        if page and not deep:
            searches[page.condition] = self._page(page) | {"from": page.offset, "size": page.limit}
        for each in counts:
            if not each.fields:
                continue
            search = searches.setdefault(each.condition, self._search(each.condition))
            aggregations = search.setdefault("aggs", {})
            aggregations |= {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in each.fields}
        answers = dict(zip(searches, self._ask(list(searches.values())), strict=True))
        found = [] if page is None else self._walk(page) if deep else _found(page, answers[page.condition])
        return found, [_counted(each, answers.get(each.condition, _NOTHING)) for each in counts]

    def frequencies(self, field: str, tokens: Collection[str]) -> Mapping[str, int]:
        """See Reader."""
        if self.is_missing:
            return {}
        found = {token: self._frequencies.get((field, token)) for token in tokens}
        unknown = [token for token, count in found.items() if count is None]
        if unknown:
            counted = self._count_tokens(field, unknown)
            found |= {token: counted[field, token] for token in unknown}
            if len(self._frequencies) > _MOST_REMEMBERED:
                self._frequencies.clear()
            self._frequencies |= counted
        return {token: count for token, count in found.items() if count is not None}

    def _count_tokens(self, field: str, tokens: Sequence[str]) -> dict[tuple[str, str], int]:
        """In how many entries tokens stand; of a few in all parts of an entry, since those are asked for next."""
        kind = field.rpartition("_")[2]
        alike = [name for name in WORD_FIELDS if name.endswith(kind)]
        fields = alike if field in alike and len(tokens) <= _A_FEW else [field]
        pairs = [(name, token) for name in fields for token in tokens]
        search = self._search(Anything())
        search["aggs"] = {"tokens": {"filters": {"filters": [query_of(Word(*pair)) for pair in pairs]}}}
        (answer,) = self._ask([search])
        buckets = answer["aggregations"]["tokens"]["buckets"]
        return {pair: bucket["doc_count"] for pair, bucket in zip(pairs, buckets, strict=True)}

    def close(self) -> None:
        """Let the server forget the point in time."""
        if self._point:
            with suppress(ApiError, TransportError):
                self._client.close_point_in_time(id=self._point)

    def _open(self, index: str) -> None:
        try:
            opened = self._client.open_point_in_time(
                index=index, keep_alive=_KEPT_FOR, allow_partial_search_results=False
            )
        except NotFoundError:
            return
        self._point = opened["id"]
        # each shard knows how rare a word is within itself: with several, the server asks all of them first
        self._type = "query_then_fetch" if opened["_shards"]["total"] == 1 else "dfs_query_then_fetch"

    def _page(self, page: Page) -> Json:
        return self._search(page.condition) | {"sort": _SORTED_BY[page.order], "stored_fields": ["stored"]}

    def _walk(self, page: Page) -> list[Found]:
        """A page that lies deeper than the server looks at once."""
        search = self._page(page)
        found: list[Found] = []
        to_skip, wanted = page.offset, page.limit
        while wanted:
            size = min(to_skip or wanted, _WINDOW)
            stored = "_none_" if to_skip else ["stored"]
            (answer,) = self._ask([search | {"size": size, "stored_fields": stored}])
            hits = answer["hits"]["hits"]
            if to_skip:
                to_skip -= size
            else:
                found += _found(page, answer)
                wanted -= size
            if len(hits) < size:
                break
            search["search_after"] = hits[-1]["sort"]
        return found

    def _search(self, condition: Condition) -> Json:
        """What finds the entries that meet the condition and count; none of them shown."""
        query = self._counts
        if condition != Anything():
            query = {"bool": {"must": [query_of(condition)], "filter": [self._counts]}}
        return {"query": query, "size": 0, "track_total_hits": False, "_source": False, "timeout": self._timeout}

    def values(self, field: str) -> frozenset[str]:
        """See Reader."""
        return frozenset(every_value(lambda search: self._ask([search])[0], field, self._counts))

    def _ask(self, searches: list[Json]) -> list[Json]:
        """The answers to several searches at once."""
        asked: list[Json] = [{"index": self._store.index}, self._store.check()]
        if self._point:
            how = {"search_type": self._type, "allow_partial_search_results": False}
            point = {"pit": {"id": self._point, "keep_alive": _KEPT_FOR}}
            for search in searches:
                asked += [how, search | point]
        answers: list[Json] = self._client.msearch(searches=asked)["responses"]
        check = answers.pop(0)
        if self._store.stamp_in(check) != self.state.stamp:
            raise OutdatedError
        if self.is_missing:
            return [_NOTHING for _ in searches]
        for answer in answers:
            if answer["status"] == 404:  # the point in time, or its index
                raise OutdatedError
            raise_refusal(answer)
            self._point = answer["pit_id"]
        return answers


def _found(page: Page, answer: Json) -> list[Found]:
    scored = page.order is Order.SCORE
    return [
        (float(hit["sort"][0]) if scored else 0.0, stored_entry(b64decode(hit["fields"]["stored"][0])))
        for hit in answer["hits"]["hits"]
    ]


def _counted(counts: Counts, answer: Json) -> Counted:
    counted: Counted = {}
    for field in counts.fields:
        values = answer["aggregations"][field]
        if values["sum_other_doc_count"]:
            raise SearchEngineError(f"the search index has more than {_MOST_VALUES} different values of '{field}'")
        counted[field] = {bucket["key"]: bucket["doc_count"] for bucket in values["buckets"]}
    return counted
