"""Hand labels: read from a folder of laws, and joined with the provisions that the library holds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from library.label_numbers import Ranges, comparable_number, is_inside, ranges
from library.opening import Library
from palermo.errors import UsageError
from palermo.model.law import Version
from palermo.model.tag import Tag
from palermo.tagging.labels import LabelledLaw
from palermo.tagging.law_text import LawText, ProvisionText, law_titles
from palermo.treaties.load import exists
from palermo.treaties.reference import TreatyReference

RELATED = "related"
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class GoldLaw:
    """What people say of one law. Numbers are in the form of `comparable_number`."""

    deposit: str
    """The last two folders, in small letters."""
    state: str
    language: str
    core: Mapping[str, frozenset[str]]
    """The articles that a number implements; perhaps none."""
    related: Mapping[str, frozenset[str]]
    """Articles that count neither way for a number."""
    borderline: frozenset[str]
    """Numbers that count neither way, unless they are labelled too."""
    scope: Ranges | None
    """What was examined; None for everything."""
    printed: Mapping[str, str]
    """Each labelled number as the label writes it."""

    def counts(self, number: str) -> bool:
        """Whether somebody looked at the provision and made up their mind."""
        if number in self.core:
            return True
        return number not in self.borderline and (number in self.related or is_inside(number, self.scope))


@dataclass(frozen=True)
class HeldText:
    """A version of a labelled law that the library holds, with the tags of each provision."""

    gold: GoldLaw
    law: LabelledLaw
    tags: Sequence[Sequence[Tag]]


def read_gold(folder: Path) -> list[GoldLaw]:
    """Every law of `<state>/<law>/` with a `gold.jsonl`, in the order of the folders.

    UsageError where there is none, and for a file that cannot be used, with its line.
    """
    laws = [_read_law(file) for file in sorted(folder.glob("*/*/gold.jsonl"))]
    if not any(law.printed for law in laws):
        raise UsageError(f"{folder} holds no labels: <state>/<law>/gold.jsonl beside meta.json")
    return laws


def held_texts(library: Library, laws: Sequence[GoldLaw]) -> list[HeldText]:
    """The current versions of the labelled laws, in the order of the laws; a law that is not held has none."""
    versions: dict[str, list[Version]] = {}
    for version in library.catalogue.current_versions():
        versions.setdefault(version.deposit.lower(), []).append(version)
    return [_held_text(library, law, version) for law in laws for version in versions.get(law.deposit, ())]


def _held_text(library: Library, gold: GoldLaw, version: Version) -> HeldText:
    law = library.catalogue.law(version.law)
    provisions = library.catalogue.provisions(version.id)
    tags = library.catalogue.tags_of([provision.id for provision in provisions])
    numbers = [comparable_number(provision.number) for provision in provisions]
    text = LawText(
        law_titles(version.language, law.title, law.native_title),
        [ProvisionText(one.heading, one.path, one.text, one.language) for one in provisions],
    )
    labelled = LabelledLaw(
        gold.deposit, gold.state, gold.language, text, numbers,
        [gold.core.get(number, _NOTHING) for number in numbers],
        [gold.related.get(number, _NOTHING) for number in numbers],
        [gold.counts(number) for number in numbers],
    )  # fmt: skip
    return HeldText(gold, labelled, [tags[provision.id] for provision in provisions])


def _read_law(file: Path) -> GoldLaw:
    core: dict[str, frozenset[str]] = {}
    related: dict[str, frozenset[str]] = {}
    printed: dict[str, str] = {}
    meta = _read_meta(file.with_name("meta.json"))
    for place, line in enumerate(_words_of(file).splitlines(), start=1):
        if not line.strip():
            continue
        label = _object(line, f"{file}, line {place}")
        number, articles = label.get("provision"), label.get("tags")
        if not isinstance(number, str | int) or not _are_words(articles):
            raise _unreadable(f"{file}, line {place}", "'provision' and a list 'tags' are expected")
        for article in articles:
            _check_article(article, f"{file}, line {place}")
        number = str(number)
        grade = related if label.get("grade") == RELATED else core
        comparable = comparable_number(number)
        grade[comparable] = grade.get(comparable, _NOTHING) | frozenset(articles)
        printed[comparable] = number
    return GoldLaw(
        f"{file.parent.parent.name}/{file.parent.name}".lower(), str(meta.get("state", "?")),
        str(meta.get("language", "?")), core, related,
        frozenset(comparable_number(str(number)) for number in meta.get("gold_borderline", [])),
        _scope(meta.get("gold_scope", "all")), printed,
    )  # fmt: skip


def _read_meta(file: Path) -> dict[str, Any]:
    meta = _object(_words_of(file), str(file))
    if not isinstance(meta.get("gold_borderline", []), list):
        raise _unreadable(str(file), "'gold_borderline' should be a list of numbers")
    return meta


def _scope(written: object) -> Ranges | None:
    parts = written if isinstance(written, list) else [written]
    return None if parts == ["all"] else ranges([str(part) for part in parts])


def _words_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(str(file), str(error)) from error


def _object(words: str, place: str) -> dict[str, Any]:
    try:
        found = json.loads(words)
    except ValueError as error:
        raise _unreadable(place, str(error)) from error
    if not isinstance(found, dict):
        raise _unreadable(place, "a JSON object is expected")
    return found


def _are_words(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _check_article(article: str, place: str) -> None:
    if not exists(article) or TreatyReference.parse(article).article_id != article:
        raise _unreadable(place, f"'{article}' is no article of the instruments: write it like untoc:5")


def _unreadable(place: str, problem: str) -> UsageError:
    return UsageError(f"{place}: the labels cannot be read: {problem}")
