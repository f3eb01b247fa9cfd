"""Invented entries for the tests of search, and short words for filling and asking an engine."""

from __future__ import annotations

from typing import Any

from index.contract import Hit, IndexEntry, SearchEngine, SearchQuery, SearchResult


def an_entry(text: str = "", number: str = "1", **fields: Any) -> IndexEntry:
    """An entry; its id is `state/language/number` unless given."""
    state, language = fields.get("state", "CAN"), fields.get("language", "en")
    law = fields.pop("law", f"/akn/{state.lower()}/act/2001/rivers")
    return IndexEntry(
        **{
            "id": f"{state}/{language}/{number}",
            "version": f"{law}@{language}",
            "law": law,
            "law_title": "Rivers Act",
            "state": state,
            "language": language,
            "kind": "law",
            "number": number,
            "heading": "",
            "path": (),
            "text": text,
            "year": 2001,
            "order": int(number) if number.isdigit() else 0,
            "targets": (),
        }
        | fields
    )


def filled(engine: SearchEngine, *entries: IndexEntry) -> SearchEngine:
    """The engine with these entries in it."""
    engine.add(entries)
    engine.commit()
    return engine


def find(engine: SearchEngine, words: str = "", **selections: Any) -> SearchResult:
    """Search by words and selections."""
    return engine.search(SearchQuery(words, **selections))


def ids(result: SearchResult) -> list[str]:
    """The ids found, best first."""
    return [hit.id for hit in result.hits]


def highlighted(hit: Hit) -> list[str]:
    """The words that are highlighted."""
    return [hit.snippet[start:end] for start, end in hit.highlights]
