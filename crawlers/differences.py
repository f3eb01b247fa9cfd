"""What changed from one version of a law to the next, provision by provision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from palermo.model.provision import Provision

_WORDS_AROUND = 4
_ENOUGH_TO_KNOW = 8
"""Shorter texts, such as "(repealed)", may stand in many provisions."""
_MOST_WORDS = 3000
"""Longer texts are compared line by line: word by word would take minutes."""


class Kind(StrEnum):
    """What happened to a provision."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENUMBERED = "renumbered"
    """Its words are the same, its number is another."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that went and words that came in their place, with a few around them; one of the two may be empty."""

    old: str
    new: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One provision that is not as it was. old, new: the provision in the earlier and the later version."""

    kind: Kind
    old: Provision | None
    new: Provision | None
    passages: tuple[Passage, ...] = ()

    @property
    def provision(self) -> Provision:
        """The provision as it is now, or as it was where it is gone."""
        found = self.new or self.old
        assert found is not None
        return found


def differences(old: Sequence[Provision], new: Sequence[Provision]) -> list[Difference]:
    """The provisions that were added, removed, changed or renumbered, in the order of the later version.

    A provision is the same one where it has the same words, else where its name in the law (eId) or its number is the
    same. White space makes no difference.
    """
    pairs = _pairs(old, new)
    taken = {provision.id for provision in pairs.values()}
    found: list[tuple[int, Difference]] = []
    for each in new:
        before = pairs.get(each.id)
        difference = Difference(Kind.ADDED, None, each) if before is None else _between(before, each)
        if difference is not None:
            found.append((each.order, difference))
    place = {provision.id: each.order for each in new if (provision := pairs.get(each.id))}
    last = -1
    for each in old:  # what was removed stands behind what it stood behind
        last = place.get(each.id, last)
        if each.id not in taken:
            found.append((last, Difference(Kind.REMOVED, each, None)))
    return [difference for _, difference in sorted(found, key=lambda one: one[0])]


def _pairs(old: Sequence[Provision], new: Sequence[Provision]) -> dict[str, Provision]:
    """For the id of each later provision the earlier one that it is."""
    pairs: dict[str, Provision] = {}
    left_old, left_new = list(old), list(new)
    for key in (_eid_and_words, _words, _eid, _number):
        known: dict[object, list[Provision]] = {}
        for each in left_old:
            if (value := key(each)) is not None:
                known.setdefault(value, []).append(each)
        for each in left_new:
            same = known.get(key(each))
            if same:
                pairs[each.id] = same.pop(0)
        used = {provision.id for provision in pairs.values()}
        left_old = [each for each in left_old if each.id not in used]
        left_new = [each for each in left_new if each.id not in pairs]
    return pairs


def _between(old: Provision, new: Provision) -> Difference | None:
    if _plain(old.text) != _plain(new.text) or _plain(old.heading) != _plain(new.heading):
        return Difference(Kind.CHANGED, old, new, tuple(passages(_whole(old), _whole(new))))
    return Difference(Kind.RENUMBERED, old, new) if old.number != new.number else None


def passages(old: str, new: str) -> Iterator[Passage]:
    """Which words of a text went, and which came."""
    before, after = old.split(), new.split()
    if max(len(before), len(after)) > _MOST_WORDS:
        before, after = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind != "equal":
            yield Passage(
                " ".join(before[start:end]), " ".join(after[new_start:new_end]),
                " ".join(before[max(0, start - _WORDS_AROUND):start]), " ".join(before[end:end + _WORDS_AROUND]),
            )  # fmt: skip


def counts(found: Iterable[Difference]) -> dict[str, int]:
    """How many provisions of each kind."""
    kinds = sorted(difference.kind.value for difference in found)
    return {kind: len(list(those)) for kind, those in groupby(kinds)}


def in_words(difference: Difference) -> str:
    """A difference in one line for a person."""
    provision = difference.provision
    label = " ".join(part for part in (provision.number or provision.eid, provision.heading) if part)
    if difference.kind is Kind.RENUMBERED and difference.old:
        return f"{label}: was {difference.old.number or difference.old.eid}"
    if difference.kind is not Kind.CHANGED:
        return f"{label}: {difference.kind}"
    return f"{label}: " + "; ".join(_passage_in_words(each) for each in difference.passages)


def _passage_in_words(passage: Passage) -> str:
    old, new = _short(passage.old), _short(passage.new)
    if not old:
        return f"“{new}” added" + (f" after “{passage.before}”" if passage.before else "")
    return f"“{old}” became “{new}”" if new else f"“{old}” removed"


def _short(words: str, longest: int = 300) -> str:
    return words if len(words) <= longest else f"{words[:longest]} ..."


def _eid(provision: Provision) -> object:
    return provision.eid


def _eid_and_words(provision: Provision) -> object:
    return provision.eid, _plain(provision.text)


def _number(provision: Provision) -> object:
    return (provision.number, provision.path[:1]) if provision.number else None


def _words(provision: Provision) -> object:
    words = _plain(provision.text)
    return words if words.count(" ") >= _ENOUGH_TO_KNOW else None


def _whole(provision: Provision) -> str:
    return f"{provision.heading}\n{provision.text}" if provision.heading else provision.text


def _plain(words: str) -> str:
    return " ".join(words.split())
