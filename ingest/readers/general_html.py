"""HTML of any publisher: the words in blocks, without the page around them and without struck-out wording."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape
from typing import Any

from lxml import html as lxml_html

from ingest.document import Block, BlockKind, Document
from ingest.readers.base import Reader
from ingest.readers.plain_text import read_text_blocks, rejoin
from ingest.source import Source
from ingest.tidy import superscript, tidy

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_LEFT_OUT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "iframe",
        "object",
        "svg",
        "nav",
        "del",
        "s",
        "strike",
        "canvas",
        "video",
        "audio",
        "map",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration\s*:\s*line-through", re.IGNORECASE)
_CHROME = re.compile(
    r"\b(?:cookie|breadcrumbs?|navbar|site-?header|site-?footer|skip-?link|print-?only|share-?buttons?|pagination|slider|carousel"
    r"|toc-?toggle)\b",
    re.IGNORECASE,
)
_ROLES_AROUND = frozenset(("navigation", "search", "banner", "contentinfo"))
_NOTE = re.compile(r"\b(?:foot-?notes?|endnotes?|amendment-?notes?|hist(?:ory|orical)-?notes?)\b", re.IGNORECASE)
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)\s*>|<[A-Za-z/!][^<>]*>", re.DOTALL | re.IGNORECASE)
_AKOMA_NTOSO = (
    ".//la-akoma-ntoso",
    ".//*[contains(concat(' ', normalize-space(@class), ' '), ' akn-akomaNtoso ')]",
)
_MAIN = ".//*[self::main or @role = 'main']"
_PAGE_HEAD_OR_FOOT = (
    ".//*[self::header or self::footer][not(ancestor::article or ancestor::aside or ancestor::main or ancestor::nav"
    " or ancestor::section)]"
)
_TEXTS = ".//text()[not(parent::script or parent::style)]"
_MOST = 0.5
_BOLD = frozenset(("b", "strong"))
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)


class _Walker:
    """Goes through the elements in order with a stack of its own, since pages may be nested without limit."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.characters = self.linked = self.bold = 0
        self.style = ""
        self.level = 0
        self.line = 0
        self.name = ""
        self.note = False

    def add(self, text: str | None, bold: int, link: int, high: bool) -> None:
        if not text or (high and link):  # a raised link is the sign of a footnote
            return
        words = superscript(text) if high else text
        if words.strip():
            count = len(words.strip())
            self.characters += count
            self.linked += count if link else 0
            self.bold += count if bold else 0
        self.words.append(words)

    def close(self) -> None:
        raw = "".join(self.words)
        words = tidy(re.sub(r"\s+", " ", raw)) if raw else ""
        if words.strip(" |"):  # a row of cells with paragraphs of their own leaves only its bars
            style = self.style
            if self.bold >= self.characters * 0.9 and self.characters:
                style += "-bold"
            if self.linked >= self.characters * 0.9 and self.characters:
                style += "-link"
            kind = BlockKind.NOTE if self.note else BlockKind.HEADING if self.level else BlockKind.TEXT
            place = f"#{self.name}" if self.name else f"line {self.line}"
            self.blocks.append(Block(words.strip(" |") or words, kind, self.level, style=style.strip("-"), place=place))
        self.words = []
        self.characters = self.linked = self.bold = 0


def _hidden(element: Any) -> bool:
    get = element.get
    if get("hidden") is not None or get("aria-hidden") == "true":
        return True
    style = get("style")
    if style and _HIDDEN.search(style):
        return True
    css_class = get("class")
    return bool(css_class and _CHROME.search(css_class)) or get("role") in _ROLES_AROUND


def _footnotes(root: Any) -> set[str]:
    """The anchors of footnotes: what a raised link points to, further on in the page."""
    signs: dict[str, int] = {}
    anchors: dict[str, int] = {}
    for place, element in enumerate(root.iter("a", "sup", "p", "div", "li", "span", "td", "tr")):
        for name in (element.get("id"), element.get("name")):
            if name:
                anchors.setdefault(name, place)
        if element.tag == "a" and (element.get("href") or "").startswith("#"):
            parent = element.getparent()
            raised = any(child.tag == "sup" for child in element) or (parent is not None and parent.tag == "sup")
            if raised:
                signs.setdefault(element.get("href")[1:], place)
    return {name for name, place in signs.items() if anchors.get(name, -1) > place}


def html_blocks(root: Any, around: Collection[Any] = ()) -> list[Block]:
    """The blocks of a parsed page, in reading order. `root`: an lxml element; `around`: elements in it to leave out."""
    footnotes = _footnotes(root)
    walker = _Walker()
    # Each entry: element, whether it is being left, and what holds inside it: bold, link, superscript, note.
    stack: list[tuple[Any, bool, int, int, bool, bool]] = [(root, False, 0, 0, False, False)]
    while stack:
        element, leaving, bold, link, high, note = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        tag = tag.rsplit("}", 1)[-1].lower()
        block = tag in _BLOCKS
        if leaving:
            if tag in ("td", "th"):
                walker.words.append(" | ")
            elif block:
                walker.close()
                walker.level = 0
            outer = element.getparent()
            parent_bold, parent_link, parent_high = (
                (bold - (tag in _BOLD)), (link - (tag == "a")), (high and tag != "sup"),
            )  # fmt: skip
            if outer is not None and element is not root:
                walker.add(element.tail, parent_bold, parent_link, parent_high)
            continue
        if not tag or tag in _LEFT_OUT or _hidden(element) or element in around:
            if element is not root:
                walker.add(element.tail, bold, link, high)
            continue
        if tag == "br":
            walker.close()
            walker.add(element.tail, bold, link, high)
            continue
        note = note or bool(_NOTE.search(element.get("class") or ""))
        if block and tag not in ("td", "th"):
            walker.close()
            walker.note = note
            walker.level = int(tag[1]) if tag[0] == "h" and tag[1:].isdigit() else 0
            css_class = (element.get("class") or "").split()
            centred = element.get("align") == "center" or tag == "center" or _CENTRED.search(element.get("style") or "")
            walker.style = tag + ("." + css_class[0] if css_class else "") + ("-centred" if centred else "")
            walker.line = element.sourceline or 0
            walker.name = element.get("id") or ""
        elif tag == "a" and (element.get("name") or element.get("id")) and not walker.characters:
            walker.name = element.get("name") or element.get("id") or ""
        if footnotes and (element.get("name") in footnotes or element.get("id") in footnotes):
            walker.note = True
            note = note or block
        bold += tag in _BOLD
        link += tag == "a" and bool(element.get("href"))
        high = high or tag == "sup"
        stack.append((element, True, bold, link, high, note))
        walker.add(element.text, bold, link, high)
        stack.extend((child, False, bold, link, high, note) for child in reversed(element))
    walker.close()
    return walker.blocks


def read_html_blocks(markup: str) -> list[Block]:
    """The blocks of a piece of HTML; none where it holds no words."""
    if not markup.strip():
        return []
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=True)
    return _blocks(lxml_html.fromstring(f"<div>{markup}</div>", parser=parser), markup)


def _blocks(root: Any, markup: str, around: Collection[Any] = ()) -> list[Block]:
    """The blocks below `root`; where the parser gave up on too deep a nesting, the words without their tags."""
    blocks = html_blocks(root, around)
    if blocks or not (words := _TAG.sub("\n", markup)).strip():
        return rejoin(blocks)
    return read_text_blocks(unescape(words))


def _read(source: Source) -> Document:
    document = Document("general-html")
    root = source.html_root
    titles = root.xpath("//title/text()")
    if titles and titles[0].strip():
        document.facts["title"] = tidy(titles[0])
    language = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").split("-")[0]
    if len(language) in (2, 3) and language.isalpha():
        document.facts["language"] = language.casefold()
    bodies = root.xpath("//body")
    part = _part_with_the_law(bodies[0] if bodies else root)
    document.blocks = _blocks(part, source.text, _head_and_foot(part))
    return document


def _part_with_the_law(body: Any) -> Any:
    """The element that holds the law: Akoma Ntoso in HTML, else the page's `main` where most words stand in it.

    Akoma Ntoso in HTML is what Indigo and PeachJam of Laws.Africa write, https://docs.laws.africa.
    """
    for names in _AKOMA_NTOSO:
        found = body.xpath(names)
        if len(found) == 1 and _letters(found[0]):
            return found[0]
    main = body.xpath(_MAIN)
    return main[0] if len(main) == 1 and _letters(main[0]) >= _letters(body) * _MOST else body


def _head_and_foot(part: Any) -> list[Any]:
    """The page's own header and footer, as HTML tells them from those of a section, unless most words are there.

    https://www.w3.org/TR/html-aam-1.0/#html-element-role-mappings.
    """
    if part.tag != "body":
        return []
    found = part.xpath(_PAGE_HEAD_OR_FOOT)
    letters = _letters(part) if found else 0
    return [element for element in found if _letters(element) < letters * _MOST]


def _letters(element: Any) -> int:
    """How long the words in `element` are, scripts left out."""
    return sum(len(text.strip()) for text in element.xpath(_TEXTS))


def _knows(source: Source) -> bool:
    head = source.text[:5000].lstrip("\ufeff \r\n\t").casefold()
    return bool(
        re.match(
            r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|p|table|center|meta|font|span|h\d|title|tr|td|ul|ol|br|b|strong)\b",
            head,
            re.DOTALL,
        )
    ) or (source.ending in ("html", "htm", "xhtml") and "<" in head)


READER = Reader("general-html", knows=_knows, read=_read)
