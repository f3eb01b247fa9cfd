"""From blocks with roles to provisions with number, path, eId and text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from ingest.document import Block, BlockKind, Component, Document
from ingest.split.grammar import read_mark
from palermo.model.identifiers import slug

_PREFIXES = {"§": "para", "art": "art", "sec": "sec", "rule": "rule", "reg": "reg", "clause": "clause"}
_LONGEST_LABEL = 40
_MOST_CHAPTERS = 0.8
_COMPONENT_PREFIX = {Component.SCHEDULE: "sched", Component.TRANSITIONAL: "trans", Component.QUOTED: "quoted",
                     Component.FRONT: "front"}  # fmt: skip


@dataclass(slots=True)
class Draft:
    """A provision before it has a version: as `palermo.model.provision.Provision`, text as one string.

    component_number: which schedule or transitional part it stands in, 0 for the main body;
    within: the label of the innermost part of that schedule that has one, such as the article of an annexed treaty.
    """

    number: str
    heading: str
    path: tuple[str, ...]
    place: str
    component: Component
    label: str = ""
    chapter: str = ""
    component_label: str = ""
    component_number: int = 0
    within: str = ""
    paragraphs: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    language: str = ""
    eid: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


def assemble(document: Document) -> list[Draft]:
    """The provisions of a document whose blocks have their roles, in reading order, with unique eIds.

    Words before the first provision become one of their own (`preamble`), words of a schedule without
    numbered provisions too; a document without any provision becomes a single one that holds everything.
    """
    drafts = _collect(document.blocks)
    drafts = [d for d in drafts if d.paragraphs or d.heading or d.notes or d.number]
    for draft in drafts:
        if not draft.paragraphs and draft.heading:
            # "Section 30 [Repealed]": the printed words are all there is.
            draft.paragraphs, draft.heading = [draft.heading], ""
        elif not draft.paragraphs and draft.notes:
            draft.paragraphs, draft.notes = draft.notes, []
        elif not draft.paragraphs:
            draft.paragraphs = [draft.label or draft.number]  # a number with nothing behind it
    drafts = _without_listing(_merge_continuations(drafts))
    _number_by_chapter(drafts)
    _give_eids(drafts)
    return drafts


def _collect(blocks: list[Block]) -> list[Draft]:
    drafts: list[Draft] = []
    divisions: list[tuple[int, str, str]] = []  # level, words for the path, number
    labels: list[tuple[int, str]] = []  # level and label of the divisions in a schedule
    current: Draft | None = None
    component, component_label, component_count, component_level = Component.MAIN, "", 0, 0
    started = any(block.kind is BlockKind.UNIT for block in blocks)
    if started:
        current = Draft("", "", (), blocks[0].place, Component.FRONT)
        drafts.append(current)
    for block in blocks:
        if block.kind is BlockKind.DIVISION:
            words = " ".join(part for part in (block.label, block.text) if part)
            if block.component is not Component.MAIN and (
                block.component is not component or block.level <= component_level
            ):
                component, component_label, component_level = block.component, block.label or words, block.level
                component_count += 1
                divisions, labels = [(block.level, words, "")], []
                current = Draft("", block.text, (words,), block.place, component, label=block.label,
                                component_label=component_label, component_number=component_count)  # fmt: skip
                drafts.append(current)
                continue
            while divisions and divisions[-1][0] >= block.level > 0:
                divisions.pop()
            divisions.append((block.level, words, block.number))
            labels = [(level, label) for level, label in labels if 0 < level < block.level]
            if component is not Component.MAIN and (label := _label_of(block)):
                labels.append((block.level, label))
            if current and current.component is not Component.FRONT:
                current = None
        elif block.kind is BlockKind.UNIT:
            if block.component is Component.MAIN and component is not Component.MAIN:
                component, component_label = Component.MAIN, ""
            current = Draft(
                block.number, block.text, tuple(words for _, words, _ in divisions if words), block.place,
                block.component, label=block.label, language=block.language,
                chapter=next((n for _, _, n in reversed(divisions) if n), ""),
                component_label=component_label, component_number=component_count if component_label else 0,
                within=labels[-1][1] if labels else "",
            )  # fmt: skip
            drafts.append(current)
        else:
            if current is None:
                current = Draft("", "", tuple(words for _, words, _ in divisions if words), block.place, component,
                                component_label=component_label,
                                component_number=component_count if component_label else 0,
                                within=labels[-1][1] if labels else "")  # fmt: skip
                drafts.append(current)
            (current.notes if block.kind is BlockKind.NOTE else current.paragraphs).append(block.text)
            if not current.place:
                current.place = block.place
            if block.language and not current.language:
                current.language = block.language
    return drafts


def _label_of(block: Block) -> str:
    """The short label of a division: as its reader gives it, or what its words open with."""
    label = block.label
    if not label and (mark := read_mark(block.text, heading=True)) and mark.group not in ("bare", "ordinal", "named"):
        label = mark.label
    return label if len(label) <= _LONGEST_LABEL else ""


def _merge_continuations(drafts: list[Draft]) -> list[Draft]:
    """A section that a converter cut in pieces, each under the same number and heading, made whole."""
    merged: list[Draft] = []
    for draft in drafts:
        last = merged[-1] if merged else None
        if last and draft.number and (last.number, last.heading) == (draft.number, draft.heading) and draft.heading:
            last.paragraphs += draft.paragraphs
            last.notes += draft.notes
        else:
            merged.append(draft)
    return merged


def _without_listing(drafts: list[Draft]) -> list[Draft]:
    """The provisions without a table of contents that reads like provisions: numbers, titles, then all again.

    Where a number has its words only in the body, its title in the table becomes the heading.
    """
    numbered = [index for index, d in enumerate(drafts) if d.number and d.component is Component.MAIN]
    if len(numbered) < 8:
        return drafts
    again = {drafts[index].number: index for index in numbered}
    end = next(
        (place for place, index in enumerate(numbered) if again[drafts[index].number] == index), len(numbered)
    )  # fmt: skip
    listing = numbered[:end]
    if len(listing) < 4:
        return drafts
    short = [len(drafts[index].text) + len(drafts[index].heading) < 200 for index in listing]
    here = sum(len(drafts[index].text) for index in listing)
    there = sum(len(drafts[again[drafts[index].number]].text) for index in listing)
    if sum(short) < len(short) * 0.85 or there < here * 2:
        return drafts
    last = listing[-1]
    for index in listing:
        body = drafts[again[drafts[index].number]]
        title = drafts[index].heading or (drafts[index].paragraphs or [""])[0]
        if not body.heading and len(title) < 200:
            body.heading = title.rstrip(" .")
    kept = Draft("", "", (), drafts[0].place, Component.FRONT, paragraphs=list(drafts[0].paragraphs))
    kept.paragraphs += drafts[last].paragraphs[1:]
    front = [kept] if not drafts[0].number else [kept, drafts[0]] if last and 0 not in listing else [kept]
    return [d for d in front if d.paragraphs] + drafts[last + 1 :]


def _number_by_chapter(drafts: list[Draft]) -> None:
    """`2:17` where numbering starts again in each chapter; the part's name before it in schedules."""
    main = [d for d in drafts if d.component is Component.MAIN and d.number]
    chapters: dict[str, set[str]] = defaultdict(set)
    for draft in main:
        if draft.chapter:
            chapters[draft.number].add(draft.chapter)
    repeated = sum(1 for found in chapters.values() if len(found) > 1)
    if repeated and _starts_again_in_chapters(main, often=repeated >= max(2, len(chapters) * 0.25)):
        for draft in main:
            if draft.chapter and ":" not in draft.number:
                draft.number = f"{draft.chapter}:{draft.number}"
    numbers = {d.number for d in main}
    parent = ""
    again = _parts_that_number_anew(drafts)
    for draft in drafts:
        if draft.component is Component.QUOTED and draft.number in numbers and parent:
            draft.number = f"{parent}:{draft.number}"
        elif draft.component is not Component.QUOTED and draft.number:
            parent = draft.number
        if draft.component in (Component.SCHEDULE, Component.TRANSITIONAL) and draft.component_label:
            label = draft.component_label
            if len(label) > _LONGEST_LABEL:  # a sentence, not a name by which anybody cites it
                label = f"annex {draft.component_number}"
            if (draft.component_number, draft.within) in again:
                draft.number = f"{draft.within}:{draft.number}" if draft.number else draft.within
            draft.number = f"{label}:{draft.number}" if draft.number else label


def _parts_that_number_anew(drafts: list[Draft]) -> set[tuple[int, str]]:
    """The parts inside schedules that have a provision with a number that the schedule has elsewhere too."""
    often = Counter((d.component_number, d.number) for d in drafts)
    return {
        (d.component_number, d.within)
        for d in drafts
        if d.component_number and d.within and often[d.component_number, d.number] > 1
    }


def _starts_again_in_chapters(main: list[Draft], often: bool) -> bool:
    """Whether numbering starts with 1 in several chapters: in nearly all of them, or `often` enough overall."""
    first: dict[str, str] = {}
    for draft in main:
        if draft.chapter:
            first.setdefault(draft.chapter, draft.number)
    ones = sum(number in ("1", "I") for number in first.values())
    return ones >= 2 and (often or ones >= len(first) * _MOST_CHAPTERS)


def _give_eids(drafts: list[Draft]) -> None:
    """Akoma Ntoso style ids: `art_5`, `chp_2__para_17`, `sched_1__sec_4`; `_2` behind what occurs again."""
    seen: Counter[str] = Counter()
    for draft in drafts:
        base = _eid(draft)
        seen[base] += 1
        draft.eid = base if seen[base] == 1 else f"{base}~{seen[base]}"


def _eid(draft: Draft) -> str:
    own = draft.number
    if draft.component is not Component.MAIN:
        own = own.split(":")[-1]
        if draft.within and f":{draft.within}:" in draft.number:
            own = f"{draft.within}:{own}"
    parts = []
    if draft.component is Component.QUOTED:
        parts.append("quoted")
    elif draft.component_number and draft.component in _COMPONENT_PREFIX:
        parts.append(f"{_COMPONENT_PREFIX[draft.component]}_{draft.component_number}")
    names_the_part_itself = parts and draft.component is not Component.QUOTED and ":" not in draft.number
    if draft.number and not names_the_part_itself:
        if draft.component is Component.MAIN and ":" in draft.number and draft.chapter:
            chapter, own = draft.number.split(":", 1)
            parts.append(f"chp_{slug(chapter)}")
        parts.append(f"{_word(draft.label)}_{_plain(own)}")
    elif not parts:
        parts.append("preamble" if draft.component is Component.FRONT else "text")
    return "__".join(parts)


def _word(label: str) -> str:
    match = re.match(r"[^\W\d_]+|§", label.strip())
    word = match[0].casefold() if match else ""
    if "§" in label:
        return "para"
    for start, prefix in _PREFIXES.items():
        if word.startswith(start):
            return prefix
    if not word or word == label.strip().casefold():
        return "sec"
    return "art"


def _plain(number: str) -> str:
    return re.sub(r"\s+", "-", slug(number.replace("^", "-").replace(":", "-"))) or "x"
