"""One walk over an XML tree that turns elements into blocks, steered by a table of roles.

A reader of a known format gives each local name a role and says how its units and divisions print. The
walk never recurses, so depth does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from enum import Enum, auto

from lxml import etree

from ingest.document import Block, BlockKind, Component
from ingest.readers.xml_words import local_name, superscript, tidy, words


class Role(Enum):
    """What an element does to the running text."""

    INLINE = auto()
    """Joins its words to the paragraph around it."""
    BLOCK = auto()
    """Is a paragraph of its own."""
    LABEL = auto()
    """A printed number that stands at the start of the paragraph after it."""
    ROW = auto()
    """A table row: its cells are joined by ` | `."""
    CELL = auto()
    BREAK = auto()
    SUPERSCRIPT = auto()
    NOTE = auto()
    """Kept as a note, apart from the words of the law."""
    SKIP = auto()
    """Left out with everything in it."""
    UNIT = auto()
    DIVISION = auto()
    QUOTED = auto()
    """Words of another law, quoted: no unit or division starts in here."""


_CELL_JOINT = " | "
Roles = Mapping[str, Role | Callable[[etree._Element], Role]]
Opening = tuple[Block | None, Iterable[etree._Element]]
"""A block for a unit or division (None: it prints none), and the children that the block has used up; the element
itself among them where nothing of it is left."""


class Walk:
    """Collects blocks in reading order.

    roles: local name to role, INLINE where missing, or to a function where the role hangs on more than the name;
    unit and division: make the block for an element with that role, see `Opening`;
    before: what prints ahead of a BLOCK's words without being among them, such as the number of a list item;
    unprinted: local names of elements that do not print inside a note.
    """

    def __init__(
        self,
        roles: Roles,
        unit: Callable[[etree._Element], Opening],
        division: Callable[[etree._Element], Opening],
        before: Callable[[etree._Element], str] | None = None,
        unprinted: Container[str] = (),
    ) -> None:
        self.blocks: list[Block] = []
        self._roles = roles
        self._unit = unit
        self._division = division
        self._before = before
        self._unprinted = unprinted
        self._by_tag: dict[object, Role | Callable[[etree._Element], Role]] = {}
        self._buffer: list[str] = []
        self._labels = 0  # pieces at the start of the buffer that are only labels
        self._notes: list[tuple[str, str]] = []
        self._used: set[etree._Element] = set()
        self._components: list[Component] = []

    def run(self, root: etree._Element) -> list[Block]:
        """Walk everything in `root` and return all blocks so far; may be called for several roots in turn."""
        walk = etree.iterwalk(root, events=("start", "end"))
        units = cells = quoted = 0
        printed: list[bool] = []  # for each open division, whether it printed a block
        opened: list[tuple[etree._Element, Role]] = []
        buffer = self._buffer
        for event, node in walk:
            if event == "end":
                if opened and opened[-1][0] is node:
                    role = opened.pop()[1]
                    if role is Role.BLOCK or role is Role.ROW:
                        self._between(cells if role is Role.BLOCK else 0)
                    elif role is Role.LABEL:
                        buffer.append(" ")
                        self._labels = len(buffer)
                    elif role is Role.CELL:
                        cells -= 1
                        buffer.append(_CELL_JOINT)
                    elif role is Role.UNIT:
                        units -= 1
                        self.flush()
                    elif role is Role.DIVISION:
                        printed.pop()
                        self._components.pop()
                        self.flush()
                    elif role is Role.QUOTED:
                        quoted -= 1
                        self._between(cells)
                if node.tail and node is not root:
                    buffer.append(node.tail)
                continue
            if node in self._used:
                self._used.discard(node)
                walk.skip_subtree()
                continue
            role = self._role(node)
            if role is Role.INLINE:
                if node.text:
                    buffer.append(node.text)
                continue
            if role is Role.SKIP:
                walk.skip_subtree()
                continue
            if role is Role.NOTE:
                self.note(words(node, self._unprinted), node)
                walk.skip_subtree()
                continue
            if role is Role.SUPERSCRIPT:
                if len(node):
                    continue
                buffer.append(superscript("".join(buffer[-2:]).rstrip(), node.text or ""))
                continue
            if role is Role.BREAK:
                buffer.append(" ")
                continue
            if ((quoted or units) and role is Role.DIVISION) or (quoted and role is Role.UNIT):
                role = Role.BLOCK
            opened.append((node, role))
            if role is Role.BLOCK:
                self._between(cells)
                if self._before and (label := self._before(node)):
                    buffer.append(f"{label} ")
                    self._labels = len(buffer)
            elif role is Role.LABEL:
                self._between(cells)
            elif role is Role.ROW:
                self._between(0)
            elif role is Role.CELL:
                cells += 1
            elif role is Role.QUOTED:
                quoted += 1
                self._between(cells)
            else:
                self.flush()
                block, used = (self._unit if role is Role.UNIT else self._division)(node)
                for part in used:
                    self._used.add(part)
                    self._notes_inside(part)
                if role is Role.UNIT:
                    units += 1
                    if block and self._components and block.component is Component.MAIN:
                        block.component = self._components[-1]
                else:
                    printed.append(block is not None)
                    outer = self._components[-1] if self._components else Component.MAIN
                    if block:
                        block.level = block.level or sum(printed)
                        if block.component is Component.MAIN:
                            block.component = outer
                        outer = block.component
                    self._components.append(outer)
                if block:
                    block.place = block.place or place_of(node)
                    self.blocks.append(block)
                if node in self._used:
                    self._used.discard(node)
                    walk.skip_subtree()
                    continue
            if node.text:
                buffer.append(node.text)
        self.flush()
        return self.blocks

    def note(self, text: str, node: etree._Element) -> None:
        """Keep a note; it follows the paragraph that is being collected."""
        if text:
            self._notes.append((text, place_of(node)))

    def _notes_inside(self, part: etree._Element) -> None:
        # A number or heading may carry footnotes: they are no words of it, but they are kept.
        if len(part):
            walk = etree.iterwalk(part, events=("start",))
            for _, node in walk:
                if self._role(node) is Role.NOTE:
                    self.note(words(node, self._unprinted), node)
                    walk.skip_subtree()

    def flush(self) -> None:
        """Close the paragraph that is being collected."""
        if self._buffer:
            text = tidy("".join(self._buffer))
            self._buffer.clear()
            self._labels = 0
            if text.endswith(_CELL_JOINT.rstrip()):
                text = text[: -len(_CELL_JOINT.rstrip())].rstrip()
            if text and text.strip("| "):
                self.blocks.append(Block(text))
        if self._notes:
            self.blocks.extend(Block(text, BlockKind.NOTE, place=place) for text, place in self._notes)
            self._notes.clear()

    def _between(self, cells: int) -> None:
        # Inside a cell a paragraph only needs a space; a label waits for the words that it stands before.
        if cells:
            self._buffer.append(" ")
        elif self._labels and not any(piece.strip() for piece in self._buffer[self._labels :]):
            return
        else:
            self.flush()

    def _role(self, node: etree._Element) -> Role:
        tag = node.tag
        role = self._by_tag.get(tag)
        if role is None:
            role = self._by_tag[tag] = self._roles.get(local_name(node), Role.INLINE)
        return role if isinstance(role, Role) else role(node)


def place_of(node: etree._Element) -> str:
    """Where an element stands: its id, else its line."""
    for name in ("eId", "id", "{http://www.w3.org/XML/1998/namespace}id", "GUID"):
        value = node.get(name)
        if value:
            return value
    return f"line {node.sourceline}" if node.sourceline else ""
