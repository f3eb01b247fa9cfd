"""Text laid out with spaces: paragraphs by indent, notes in a column on the right."""

from __future__ import annotations

import re

from lxml import etree

_RIGHT_COLUMN = re.compile(r"(?<=\S) {6,}(\S.*)$")
_ONLY_RIGHT = re.compile(r"^ {40,}(\S.*)$")


def unfold_columns(root: etree._Element) -> None:
    """Turn laid-out text inside elements into `p` and `note` children.

    Only text of several lines of which one has a gap of six spaces or opens with an indent.
    """
    for node in list(root.iter()):
        text = node.text
        if not isinstance(node.tag, str) or len(node) or not text or text.count("\n") < 2:
            continue
        lines = text.expandtabs().splitlines()
        if not any(_RIGHT_COLUMN.search(line) or re.match(r" {3,}\S", line) for line in lines):
            continue
        paragraphs, notes = _read(lines)
        node.text = None
        for paragraph in paragraphs:
            etree.SubElement(node, "p").text = paragraph
        if notes:
            etree.SubElement(node, "note").text = " ".join(notes)


def _read(lines: list[str]) -> tuple[list[str], list[str]]:
    paragraphs: list[list[str]] = []
    notes: list[str] = []
    opens = True
    for line in lines:
        if not line.strip():
            opens = True
            continue
        alone = _ONLY_RIGHT.match(line)
        if alone:
            notes.append(alone[1].strip())
            continue
        beside = _RIGHT_COLUMN.search(line)
        if beside:
            notes.append(beside[1].strip())
            line = line[: beside.start()]
        if opens or re.match(r" {3,}\S", line) or not paragraphs:
            paragraphs.append([])
        opens = False
        paragraphs[-1].append(line.strip())
    return [" ".join(paragraph) for paragraph in paragraphs], notes
