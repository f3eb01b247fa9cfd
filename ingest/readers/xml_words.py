"""Words out of XML: local names, tidy text, inline markup joined without gaps."""

from __future__ import annotations

import html
import re
from collections.abc import Container
from functools import lru_cache

from lxml import etree

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f]")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ESCAPED_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ESCAPED_SUPERSCRIPT = re.compile(r"(.?)<sup[^>]*>\s*(.*?)\s*</sup>", re.IGNORECASE | re.DOTALL)
_APART = frozenset(
    "br eol p li tr td th num heading content signature person Linea Exitus Text Label text HistoricalNoteSubItem "
    "aktikuupaev avaldamismarge RTosa RTaasta RTnr RTartikkel joustumine avaldamineKuupaev tavatekst".split()
)
_RAISED = frozenset(("sup", "Sup", "SUP", "superscript", "Superscript"))
_BLOCK_TAG = re.compile(r"<(?:p|br|div|tr|li|table|h\d)\b[^>]*>|</(?:p|div|tr|li|table|h\d)>", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _after_brace(tag: str) -> str:
    return tag.rpartition("}")[2]


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace; empty for comments, instructions and entities."""
    tag = element.tag
    return _after_brace(tag) if isinstance(tag, str) else ""


def tidy(text: str) -> str:
    """`text` with single spaces and without soft hyphens and other characters that print nothing."""
    text = " ".join(text.split())
    return text if text.isascii() else _INVISIBLE.sub("", text)


def superscript(before: str, raised: str) -> str:
    """How a raised piece is written after `before`: `133^1` in a number, `m²` after a letter, else as it is."""
    raised = raised.strip()
    if not raised.isdigit() or not before:
        return raised
    last = before[-1]
    if last.isdigit():
        return f"^{raised}"
    return raised.translate(_SUPERSCRIPTS) if last.isalpha() and raised.isascii() else raised


def words(element: etree._Element | None, leave_out: Container[str] = ()) -> str:
    """The tidy text inside an element, without the subtrees whose local names are in `leave_out`.

    Inline markup is joined without gaps, a line break counts as a space. Empty for None.
    """
    if element is None:
        return ""
    if not len(element):
        return tidy(element.text or "")
    if len(element) == 1 and not len(element[0]) and not leave_out and local_name(element[0]) not in _RAISED:
        only = element[0]  # the usual shape, without the cost of a walk
        return tidy(
            f"{element.text or ''}{only.text or ''}{' ' if local_name(only) in _APART else ''}{only.tail or ''}"
        )
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        name = local_name(node)
        if event == "end":
            if name in _APART:
                pieces.append(" ")
            if node is not element and node.tail:
                pieces.append(node.tail)
        elif name in leave_out and node is not element:
            walk.skip_subtree()
        elif name in _RAISED and not len(node):
            pieces.append(superscript("".join(pieces[-2:]).rstrip(), node.text or ""))
        elif node.text:
            pieces.append(node.text)
    return tidy("".join(pieces))


def markup_words(text: str) -> str:
    """Text that holds escaped markup of its own (`§ 43<sup>1</sup>.`), as it would print."""
    if "<" not in text:
        return tidy(html.unescape(text) if "&" in text else text)
    text = _ESCAPED_SUPERSCRIPT.sub(lambda found: found[1] + superscript(found[1], found[2]), text)
    text = _ESCAPED_TAG.sub("", _BLOCK_TAG.sub(" ", text))
    return tidy(html.unescape(text))


def child(element: etree._Element, *names: str) -> etree._Element | None:
    """The first child with one of these local names, or None."""
    for node in element:
        if local_name(node) in names:
            return node
    return None


def first(root: etree._Element, *names: str) -> etree._Element | None:
    """The first element in the document with one of these local names, or None."""
    for node in root.iter(*(f"{{*}}{name}" for name in names)):
        return node
    return None


def resolve_entities(root: etree._Element) -> None:
    """Turn entity references that the parser left standing (`&nbsp;`, `&sect;`) into their characters."""
    for node in list(root.iter(etree.Entity)):
        parent, before = node.getparent(), node.getprevious()
        if parent is None:
            continue
        text = html.unescape(node.text or "") + (node.tail or "")
        node.tail = None
        if before is None:
            parent.text = (parent.text or "") + text
        else:
            before.tail = (before.tail or "") + text
        parent.remove(node)
