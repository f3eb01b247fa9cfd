"""XML of any other format: units and divisions guessed from names and structure, or else plain headings and text.

The guess counts only where it accounts for the words: otherwise the splitter works from the words themselves.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from ingest.document import Block, BlockKind, Component, Document
from ingest.readers.base import Reader
from ingest.readers.general_xml_names import (
    CHARACTERS,
    DIVISIONS,
    LABEL_WORDS,
    NUMBERS,
    ROLES,
    SCHEDULES,
    TITLES,
    TYPE_ATTRIBUTES,
    UNIT_TIERS,
    WRAPPERS,
)
from ingest.readers.numbers import bare_number, has_digit
from ingest.readers.source_facts import language_code, stated
from ingest.readers.xml_columns import unfold_columns
from ingest.readers.xml_walk import Opening, Role, Walk
from ingest.readers.xml_words import child, first, local_name, resolve_entities, words
from ingest.source import Source
from ingest.split.numbers import LATIN_WORDS
from palermo.errors import ReadError

_FEW = 3
_SHARE_OF_WORDS = 0.4
_PRINTED = re.compile(
    r"^((?:[^\W\d_]+\.?\s?|§+\s?){1,2}\d+[^\s.,;:–—]*(?:\s(?:" + LATIN_WORDS + r")\b)?(?:\s[a-z](?!\w))?)"
    r"\s?[.:)º°]*[-–—.]*\s*(.*)$",
    re.DOTALL | re.IGNORECASE,
)
_REMARK = re.compile(r"\s\([^()]*\)$")
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_TITLE_ELEMENTS = (
    "longTitle",
    "LongTitle",
    "citeertitel",
    "intitule",
    "TituloNorma",
    "langue",
    "docTitle",
    "title",
    "titulo",
)
_NOTES = tuple(name for name, role in ROLES.items() if role is Role.NOTE)


def knows(source: Source) -> bool:
    """Whether the text is XML that is not HTML."""
    return source.looks_like_xml


def read(source: Source) -> Document:
    """The document by structure where that explains its words, else as headings and text; ReadError if empty."""
    root = source.xml_root
    resolve_entities(root)
    unfold_columns(root)
    for node in root.iter(*(f"{{*}}{name}" for name in CHARACTERS)):
        if not len(node) and not node.text:
            node.text = CHARACTERS[local_name(node)]
    guess = _Guess(root)
    document = Document("general-xml", facts=_facts(root))
    if guess.units:
        document.blocks = Walk(guess.roles, guess.unit, guess.division, guess.before).run(root)
        if _explains(document.blocks):
            document.blocks = _with_printed_labels(document.blocks)
        else:
            guess.units.clear()
            document.blocks = []
            document.warn("", "the elements do not show which are provisions; the words decide")
    if not document.blocks:
        guess.plain = True
        blocks = Walk(guess.roles, guess.unit, guess.heading, guess.before).run(root)
        document.blocks = [block for block in blocks if block.text]
    if not document.blocks:
        raise ReadError(source.name, "the XML holds no text")
    return document


def _explains(blocks: list[Block]) -> bool:
    inside = total = units = 0
    current = False
    for block in blocks:
        if block.kind is BlockKind.UNIT:
            units += has_digit(block.number) or block.number.isalpha()
            current = True
        elif block.kind is BlockKind.DIVISION:
            current = False
        elif block.kind is BlockKind.TEXT:
            size = len(block.text.split())
            total += size
            inside += size if current else 0
    return units >= 1 and inside >= _SHARE_OF_WORDS * total


def _with_printed_labels(blocks: list[Block]) -> list[Block]:
    """Blocks in which the first words of a unit's text no longer repeat its label."""
    kept: list[Block] = []
    for block in blocks:
        unit = kept[-1] if kept and kept[-1].kind is BlockKind.UNIT else None
        if unit and unit.number and block.kind is BlockKind.TEXT:
            printed = _PRINTED.match(block.text)
            number = bare_number(printed[1]) if printed else ""
            if printed and _plain(number) == _plain(unit.number):
                unit.label, block.text = printed[1], printed[2]
            elif printed and printed[2][:1] != "(" and _plain(number) == _plain(_REMARK.sub("", unit.number)):
                # Of two articles 1, one within the other, the source calls one "1 (of art. 1)"; the law does not.
                unit.label, unit.number, block.text = printed[1], number, printed[2]
            elif unit.label.rstrip(".") == unit.number:  # a paragraph "1." under "Article 1" is no repetition
                block.text = re.sub(rf"^{re.escape(unit.number)}\s?\.[-–—]?\s+", "", block.text)
            if not block.text:
                continue
        kept.append(block)
    return kept


class _Guess:
    """What the elements of one document are, by their names, their parts and how they are used."""

    def __init__(self, root: etree._Element) -> None:
        self.plain = False
        self.units: set[etree._Element] = set()
        self._parts: dict[etree._Element, tuple[str, str, list[etree._Element]]] = {}
        self._block_names = self._names_of_blocks(root)
        self._choose_units(root)
        names = {local_name(node) for node in root.iter() if isinstance(node.tag, str)}
        self.roles = dict.fromkeys(names, self._role)

    def _names_of_blocks(self, root: etree._Element) -> set[str]:
        """Unknown names that mostly do not stand in the middle of text."""
        used, inline = Counter[str](), Counter[str]()
        for node in root.iter():
            name = local_name(node)
            above = node.getparent()
            if not name or above is None:
                continue
            used[name] += 1
            first_child = node.getprevious() is None
            beside = (node.tail or "").strip() or (first_child and (above.text or "").strip())
            inline[name] += bool(beside)
        return {name for name, count in used.items() if inline[name] * 3 < count}

    def _choose_units(self, root: etree._Element) -> None:
        tiers: list[list[etree._Element]] = [[] for _ in UNIT_TIERS]
        for node in root.iter():
            name = local_name(node).casefold()
            tier = _tier(node, name) if name else None
            if tier is not None and not self._left_out(node):
                label, title, used = self._head(node)
                if (label and has_digit(label)) or (tier < 2 and label and name != "norm"):
                    self._parts[node] = (label, title, used)
                    tiers[tier].append(node)
        counts = [len(tier) for tier in tiers]
        best = max(
            range(len(counts)),
            key=lambda place: (counts[place] >= _FEW, counts[place] * (3, 2, 1.0, 0.5)[place]),
        )
        if not counts[best]:
            return
        chosen = set(tiers[best])
        holding = {above for node in chosen for above in node.iterancestors() if above in chosen}
        # What holds other units is a division, unless its own words come first.
        self.units = chosen - holding

    def _left_out(self, node: etree._Element) -> bool:
        return any(
            ROLES.get(local_name(above).casefold()) in (Role.SKIP, Role.NOTE, Role.QUOTED)
            for above in node.iterancestors()
        )

    def _head(self, node: etree._Element) -> tuple[str, str, list[etree._Element]]:
        """Label and title of an element, and the children that hold them."""
        label, number, title = "", "", ""
        used: list[etree._Element] = []
        for part in node:
            name = local_name(part).casefold()
            if name in WRAPPERS:
                inner_label, inner_title, _ = self._head(part)
                label, title = label or inner_label, title or inner_title
                used.append(part)
            elif name in LABEL_WORDS and not label:
                label = words(part, _NOTES)
                used.append(part)
            elif name in NUMBERS and not number:
                number = words(part, _NOTES)
                used.append(part)
            elif name in TITLES and child(part, "num", "number") is None:
                title = f"{title} {words(part, _NOTES)}".strip()
                used.append(part)
        label = f"{label} {number}".strip() if label != number else label
        if not label:
            printed = _PRINTED.match(node.get("titulo") or node.get("label") or "")
            if printed and _tier(node, local_name(node).casefold()) is not None:
                label, title = printed[1], title or printed[2]
        return label, title, used

    def _role(self, node: etree._Element) -> Role:
        name = local_name(node).casefold()
        if node in self.units:
            return Role.UNIT
        if name == "version":  # several wordings of one provision: the last is the present one
            return Role.BLOCK if next(node.itersiblings(tag=node.tag), None) is None else Role.SKIP
        if self.plain and (name in TITLES or name == "kop"):
            return Role.DIVISION
        if self._is_division(node, name):
            return Role.DIVISION
        if name == "pnumber" and _clml_mark(node.getparent()):
            return Role.SKIP  # printed in brackets, by `before`
        if name == "title" and _is_group(node.getparent()) and not self.plain:
            return Role.SKIP  # already the heading of the unit in this group
        role = ROLES.get(name)
        if role is not None:
            return role
        return Role.BLOCK if local_name(node) in self._block_names else Role.INLINE

    def _is_division(self, node: etree._Element, name: str) -> bool:
        if self.plain:
            return False
        if name in UNIT_TIERS[1] and _grouping(node) is not None:
            return True
        if name in DIVISIONS or _typed(node) in DIVISIONS:
            return bool(len(node)) and (name not in TITLES or child(node, "num", "number") is not None)
        return bool(self.units) and node in self._parts and any(below in self.units for below in node.iterdescendants())

    def before(self, node: etree._Element) -> str:
        """The bracketed number of a subdivision whose source gives it bare."""
        return _clml_mark(node)

    def unit(self, node: etree._Element) -> Opening:
        """The block for a unit."""
        label, title, used = self._parts.get(node) or self._head(node)
        above = node.getparent()
        if not title and above is not None and _is_group(above) and _first_unit(above, node):
            title = words(child(above, "Title", "title"), _NOTES)
        used = [*used, *self._repeated(node, label, title)]
        first_word = label.split(" ")[0].casefold()
        component = Component.SCHEDULE if first_word in SCHEDULES else Component.MAIN
        if (node.get("transitorio") or "").casefold().startswith("transitorio"):
            component = Component.TRANSITIONAL
        return Block(title, BlockKind.UNIT, label=label, number=bare_number(label), component=component), used

    def _repeated(self, node: etree._Element, label: str, title: str) -> list[etree._Element]:
        """The opening paragraphs that together only repeat the label and title."""
        wanted = {_plain(f"{label} {title}"), _plain(label), _plain(title)} - {""}
        found: list[etree._Element] = []
        told = ""
        for part in node.iterdescendants():
            if len(part) or not (part.text or "").strip() or local_name(part).casefold() in NUMBERS:
                continue
            above = part.getparent()
            in_sentence = (part.tail or "").strip() or (above is not None and (above.text or "").strip())
            told += _plain(part.text or "")
            if in_sentence or not any(whole.startswith(told) for whole in wanted):
                return []
            found.append(part)
            if told in wanted:
                return found
        return []

    def division(self, node: etree._Element) -> Opening:
        """The block for a part, chapter, schedule ...; None where it prints nothing of its own."""
        label, title, used = self._head(node)
        name = local_name(node).casefold()
        component = Component.SCHEDULE if name in SCHEDULES or _typed(node) in SCHEDULES else Component.MAIN
        if not label and not title:
            title = node.get("titulo") or ""
        used = [*used, *self._repeated(node, label, title)]
        if not label and not title:
            return None, ()
        grouping = _grouping(node)
        if grouping is not None:  # flat documents number the levels: three digits for each
            level = len(words(child(grouping, "gliederungskennzahl"))) // 3
            return Block(title, BlockKind.DIVISION, level=max(1, level), label=label), ()
        return Block(title, BlockKind.DIVISION, label=label, component=component), used

    def heading(self, node: etree._Element) -> Opening:
        """In a plain reading: a heading as deep as it stands."""
        text = words(node, _NOTES)
        level = 1 + sum(local_name(above).casefold() in DIVISIONS for above in node.iterancestors())
        return (Block(text, BlockKind.HEADING, level=level) if text else None), [node]


def _tier(node: etree._Element, name: str) -> int | None:
    for place, names in enumerate(UNIT_TIERS):
        if name in names or (place < 2 and _typed(node) in names):
            return place
    return None


def _typed(node: etree._Element) -> str:
    for attribute in TYPE_ATTRIBUTES:
        value = node.get(attribute)
        if value:
            return value.casefold()
    return ""


def _grouping(node: etree._Element) -> etree._Element | None:
    """The element in its wrapper that makes this one a heading of several units, not a unit."""
    wrapper = child(node, "metadaten")
    return child(wrapper, "gliederungseinheit") if wrapper is not None else None


def _is_group(node: etree._Element | None) -> bool:
    return node is not None and local_name(node).casefold().endswith("group")


def _first_unit(group: etree._Element, node: etree._Element) -> bool:
    return next((part for part in group if local_name(part) == local_name(node)), None) is node


def _clml_mark(node: etree._Element | None) -> str:
    """`(1)` for the number of a P2 to P7 of Crown Legislation Markup Language, which gives it bare."""
    if node is None or not re.fullmatch(r"P[2-7]", local_name(node)):
        return ""
    number = words(child(node, "Pnumber"), _NOTES)
    return f"({number})" if number and number.isalnum() else number


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _facts(root: etree._Element) -> dict[str, str]:
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("lang") or ""
    language = words(next(root.iter(f"{_DUBLIN_CORE}language"), None)) or language
    title = words(next(root.iter(f"{_DUBLIN_CORE}title"), None))
    for name in _TITLE_ELEMENTS:
        title = title or words(first(root, name), (*_NOTES, "meta-data"))
    return stated(native_title=title, language=language_code(language))


READER = Reader(name="general-xml", knows=knows, read=read)
