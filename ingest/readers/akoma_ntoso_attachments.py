"""Articles that an Akoma Ntoso document keeps as bare text, each in an attachment of its own.

Normattiva, https://www.normattiva.it, gives so every old code that a short decree approves: the decree's articles are
in the body, the code's are `<attachment><doc name="Code-art. 5">` with number, heading and words in one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.readers.xml_words import first, local_name, tidy, words
from ingest.split.numbers import NUMBER

_ONE_OF_A_PART = re.compile(
    rf"^(?P<part>.*?)[\s,;:–—-]*\b(?P<word>art(?:icle|icolo|[íi]culo|igo|ikel)?|sec(?:tion)?|para(?:graph)?)\b"
    rf"[.\s]*(?P<number>{NUMBER})\s*\.?$",
    re.IGNORECASE,
)
_HOLDERS = ("attachment", "component", "annex")
_RULE = re.compile(r"-{4,}|_{4,}")
_HEADING = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)\s*\.?\s*")
_BLANK_LINE = re.compile(r"\n\s*\n")
_LONGEST_HEADING = 250


@dataclass
class _Attached:
    """An attachment that is one article: of which part, under which number, and its words, lines kept."""

    holder: etree._Element
    part: str
    number: str
    text: str


def strip_marks_of_insertion(root: etree._Element) -> None:
    """Take the publisher's `((` and `))` from words that are marked as inserted: the law does not print them."""
    for node in root.iter("{*}ins"):
        inside = list(node.iter())
        if (node.text or "").lstrip().startswith("(("):
            node.text = (node.text or "").lstrip()[2:]
        last = inside[-1]
        on_tail = last is not node and bool((last.tail or "").strip())
        end = ((last.tail if on_tail else last.text) or "").rstrip()
        if end.endswith("))"):
            if on_tail:
                last.tail = end[:-2]
            else:
                last.text = end[:-2]


def raise_attached_articles(root: etree._Element) -> None:
    """Turn attachments that are one article each into articles below their part, in place.

    The part with most articles is the law itself where the body has fewer; the body is then the decree that brings it
    in. The other parts are annexes. A document without such attachments is left as it is.
    """
    attached = [found for node in root.iter("{*}doc") if (found := _attached(node))]
    if not attached:
        return
    parts: dict[str, list[_Attached]] = {}
    for one in attached:
        parts.setdefault(one.part.casefold(), []).append(one)
    largest = max(parts.values(), key=len)
    body = first(root, "body", "mainBody")
    if body is not None and len(largest) > sum(1 for _ in body.iter("{*}article")):
        _set_body_apart(root, body)
    else:
        largest = []
    for members in parts.values():
        holder = members[0].holder
        part = holder.makeelement(_named(holder, "part" if members is largest else "annex"))
        etree.SubElement(part, _named(holder, "heading" if members is largest else "num")).text = members[0].part
        if members[0].part:
            holder.addprevious(part)
        for one in members:
            for node in _article(one):
                if members[0].part:
                    part.append(node)
                else:
                    one.holder.addprevious(node)
            _remove(one.holder)


def _attached(document: etree._Element) -> _Attached | None:
    """The article that a `doc` is: it is called so, and nothing in it is marked as an article."""
    named = _ONE_OF_A_PART.match(tidy(document.get("name") or ""))
    above = document.getparent()
    if not named or above is None or next(document.iter("{*}article", "{*}section"), None) is not None:
        return None
    text = _lines(document)
    if not text:
        return None
    holder = above if local_name(above) in _HOLDERS else document
    return _Attached(holder, named["part"].strip(" ,;:–—-"), named["number"], text)


def _set_body_apart(root: etree._Element, body: etree._Element) -> None:
    """The articles of the decree that brings in a code number anew: they go under the name of its type."""
    title = words(first(root, "docType")) or "Decree"
    apart = body.makeelement(_named(body, "transitional"))
    etree.SubElement(apart, _named(body, "num")).text = title
    for node in list(body):
        apart.append(node)
    body.append(apart)


def _lines(document: etree._Element) -> str:
    """The words with a blank line between paragraphs; blank lines inside a paragraph are kept, struck words are not."""
    found = []
    for node in document.iter("{*}p"):
        if not any(local_name(above) in ("meta", "del", "p") for above in node.iterancestors()):
            found.append("".join(_printed(node)).strip())
    text = "\n\n".join(filter(None, found))
    if text.count("((") == text.count("))"):  # marks of insertion again, here without an element
        text = re.sub(r"(?<!\S)\(\(|\)\)(?=[\s.,;:]|$)", "", text)
    return text.strip()


def _printed(node: etree._Element) -> Iterator[str]:
    """The pieces of text in a paragraph, without what is struck out and without notes."""
    walk = etree.iterwalk(node, events=("start", "end"))
    for event, part in walk:
        if event == "end":
            yield (part.tail or "") if part is not node else ""
        elif local_name(part) in ("del", "authorialNote", "noteRef"):
            walk.skip_subtree()
        else:
            yield part.text or ""


def _article(one: _Attached) -> Iterator[etree._Element]:
    """The article, and before it what stands above it as a heading."""
    above, label, rest = _opened(one)
    if above:
        heading_above = one.holder.makeelement(_named(one.holder, "crossHeading"))
        etree.SubElement(heading_above, _named(one.holder, "heading")).text = above
        yield heading_above
    article = one.holder.makeelement(_named(one.holder, "article"))
    etree.SubElement(article, _named(article, "num")).text = label
    rest = rest.lstrip(" \n.:–—-")
    heading = _HEADING.match(rest)
    if heading and 0 < len(heading[1]) <= _LONGEST_HEADING:
        etree.SubElement(article, _named(article, "heading")).text = tidy(heading[1])
        rest = rest[heading.end() :]
    elif (head := _first_line(rest)) is not None:
        etree.SubElement(article, _named(article, "heading")).text = tidy(head)
        rest = rest[len(head) :]
    editorial = False
    for paragraph in _BLANK_LINE.split(rest):
        # What stands below a rule of hyphens is the publisher's account of amendments.
        editorial = editorial or bool(_RULE.match(paragraph.strip()))
        text = tidy(_RULE.sub("", paragraph, count=1) if editorial else paragraph)
        if text.strip("."):
            etree.SubElement(article, _named(article, "note" if editorial else "p")).text = text
    yield article


def _opened(one: _Attached) -> tuple[str, str, str]:
    """What stands above the article's number in its words, the printed label, and what follows it."""
    number = r"[\s.-]*".join(re.escape(piece) for piece in re.findall(r"\w+", one.number))
    label = re.search(rf"(?<!\w)(?:art(?:icol[oi]|icle|[íi]culo|igo)?\.?|§)\s*{number}(?!\w)", one.text, re.IGNORECASE)
    before = one.text[: label.start()] if label else ""
    if not label or (before != before.upper() and one.part.casefold() not in before.casefold()):
        return "", f"Art. {one.number}", one.text
    above = re.sub(re.escape(one.part), "", tidy(before), count=1, flags=re.IGNORECASE) if one.part else tidy(before)
    return tidy(above).strip(" (.-"), tidy(label[0]), one.text[label.end() :]


def _first_line(text: str) -> str | None:
    """The first paragraph where it is short and no sentence: a heading without brackets, with words below it."""
    head, gap, below = text.partition("\n\n")
    short = len(head) < 160 and not head.rstrip().endswith((".", ";", ":", ",")) and head[:1].isupper()
    return head if gap and below.strip() and short else None


def _named(like: etree._Element, name: str) -> str:
    """`name` in the namespace of `like`."""
    return f"{{{etree.QName(like).namespace}}}{name}" if etree.QName(like).namespace else name


def _remove(node: etree._Element) -> None:
    above = node.getparent()
    if above is not None:
        above.remove(node)
