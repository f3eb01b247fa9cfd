"""Pages set glyph by glyph, byte for byte the same everywhere: layouts of gazettes in any script, without fonts."""

from __future__ import annotations

import random
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pdf_maker import HEIGHT, WIDTH, Page, pdf_of

from pdf_making.laws import SPEECHES, Article, Law

_WIDE = frozenset(("zh", "ja", "ko"))
_WITHOUT_SPACES = frozenset(("zh", "ja", "th"))
_TOP, _BOTTOM, _MARGIN, _PITCH = 90.0, 770.0, 50.0, 13.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PDF and what a reader should find in it.

    lines: headings and paragraphs in reading order; notes: what may stand anywhere, such as footnotes; unwanted: words
    of running heads; laws: whose provisions should be split off.
    """

    name: str
    data: bytes
    languages: tuple[str, ...]
    lines: list[str]
    laws: tuple[Law, ...]
    notes: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


def _is_sign(character: str) -> bool:
    return unicodedata.category(character) == "Mn"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line to be set. kind: of the paragraph; last: whether the paragraph ends with it."""

    text: str
    kind: str
    last: bool = False


def seen(logical: str, from_right: bool) -> str:
    """The glyphs of a line from left to right, as the eye meets them."""
    if not from_right:
        return logical
    runs: list[str] = []
    for character in logical:
        digit = character.isdigit() or (character.isascii() and character.isalpha())
        if digit and runs and (runs[-1][-1].isdigit() or (runs[-1][-1].isascii() and runs[-1][-1].isalpha())):
            runs[-1] += character
        else:
            runs.append(character)
    mirrored = str.maketrans("()", ")(")
    return "".join(run.translate(mirrored) for run in reversed(runs))


class Setter:
    """Sets lines of one language: how wide they are, where they begin."""

    def __init__(self, language: str, size: float = 10.0) -> None:
        self.language, self.size = language, size
        self.from_right = SPEECHES[language].from_right
        self.wide = language in _WIDE

    def width(self, text: str) -> float:
        """Of a line in points; signs above and below letters take no room of their own."""
        letters = sum(1 for character in text if not _is_sign(character))
        return letters * self.size * (1.0 if self.wide else 0.5)

    def wrap(self, text: str, room: float) -> list[str]:
        """The text in lines that fit into so many points."""
        columns = int(room / (self.size * (1.0 if self.wide else 0.5)))
        if self.language in _WITHOUT_SPACES:
            cut = [text[start : start + columns] for start in range(0, len(text), columns)]
            for place in range(1, len(cut)):  # a vowel sign does not open a line
                while cut[place] and _is_sign(cut[place][0]):
                    cut[place - 1], cut[place] = cut[place - 1] + cut[place][0], cut[place][1:]
            return [line.strip() for line in cut]
        return textwrap.wrap(text, columns, break_long_words=False, break_on_hyphens=False)

    def put(self, page: Page, text: str, left: float, right: float, down: float, centred: bool = False) -> None:
        """Set a line into a column."""
        width = self.width(text)
        start = (left + right - width) / 2 if centred else right - width if self.from_right else left
        page.put_glyphs(seen(text, self.from_right), start, down, self.size, self.wide)

    def larger(self, by: float) -> Setter:
        return Setter(self.language, self.size * by)


def _paragraphs(law: Law) -> Iterator[tuple[str, str]]:
    """(kind, text): title, chapter, heading, text."""
    yield "title", law.title
    for chapter in law.chapters:
        yield "chapter", chapter.label
        yield "chapter", chapter.title
        for article in chapter.articles:
            yield "heading", f"{article.label} {article.title}".strip()
            for paragraph in article.paragraphs:
                yield "text", paragraph


def _lines(law: Law, setter: Setter, room: float) -> Iterator[_Line]:
    for kind, text in _paragraphs(law):
        wrapped = setter.wrap(text, room * (0.7 if kind in ("title", "chapter") else 1.0))
        for place, line in enumerate(wrapped):
            yield _Line(line, kind, place == len(wrapped) - 1)


class Columns:
    """Lines poured into pages of so many columns. across: whether titles and chapters run over all columns."""

    def __init__(self, setter: Setter, count: int = 1, gutter: float = 20.0, across: bool = False) -> None:
        self.setter, self.count, self.across = setter, count, across
        self.width = (WIDTH - 2 * _MARGIN - (count - 1) * gutter) / count
        self.gutter = gutter
        self.pages = [Page()]
        self.column, self.top, self.down = 0, _TOP, _TOP
        self.lowest = _TOP

    def pour(self, law: Law) -> list[Page]:
        lines = list(_lines(law, self.setter, self.width))
        for place, line in enumerate(lines):
            following = lines[place + 1] if place + 1 < len(lines) else None
            wanted = 60.0 if line.kind != "text" else 14.0
            if self.across and line.kind in ("title", "chapter"):
                self._set_across(line, lines[place - 1] if place else None)
                continue
            if self.down + wanted > _BOTTOM:
                self._next_column()
            self._set(line)
            self.down += _PITCH + (7.0 if line.last and following else 0.0)
            self.lowest = max(self.lowest, self.down)
        return self.pages

    def _edges(self) -> tuple[float, float]:
        place = self.count - 1 - self.column if self.setter.from_right else self.column
        left = _MARGIN + place * (self.width + self.gutter)
        return left, left + self.width

    def _set(self, line: _Line) -> None:
        left, right = self._edges()
        setter = self.setter.larger(1.2) if line.kind in ("title", "chapter") else self.setter
        setter.put(self.pages[-1], line.text, left, right, self.down, line.kind in ("title", "chapter"))

    def _set_across(self, line: _Line, before: _Line | None) -> None:
        """A heading over all columns; the text below it begins anew on the first."""
        if before is None or before.kind not in ("title", "chapter"):
            self.down = self.lowest + 10
        if self.down > _BOTTOM - 120:
            self._next_page()
        left, right = _MARGIN, WIDTH - _MARGIN
        self.setter.larger(1.4).put(self.pages[-1], line.text, left, right, self.down, True)
        self.down += 1.5 * _PITCH
        self.column, self.top, self.lowest = 0, self.down + 6, self.down
        self.down = self.top

    def _next_column(self) -> None:
        if self.column + 1 < self.count:
            self.column += 1
            self.down = self.top
        else:
            self._next_page()

    def _next_page(self) -> None:
        self.pages.append(Page())
        self.column, self.top, self.down, self.lowest = 0, _TOP, _TOP, _TOP


def with_heads(pages: list[Page], first: int = 31) -> list[Page]:
    """The pages with a running head that changes sides, and page numbers above and below."""
    for place, page in enumerate(pages):
        number = f"{first + place}"
        words = ("Gazette No. 4 of 2031", number) if place % 2 else (number, "Gazette No. 4 of 2031")
        page.put(words[0], _MARGIN, 45, 8).put(words[1], WIDTH - _MARGIN - 100, 45, 8)
        page.put(f"- {place + 1} -", WIDTH / 2 - 8, 812, 8)
    return pages


def _drawn(name: str, law: Law, pages: list[Page], **more: object) -> Drawn:
    given: dict[str, object] = {"lines": law.lines, "laws": (law,)} | more
    return Drawn(name, pdf_of(*pages), (law.language,), **given)  # type: ignore[arg-type]


def one_column(law: Law) -> Drawn:
    return _drawn("one column", law, Columns(Setter(law.language)).pour(law))


def two_columns(law: Law) -> Drawn:
    """Running heads that change sides, page numbers above and below."""
    pages = with_heads(Columns(Setter(law.language, 9), 2).pour(law))
    return _drawn("two columns, running heads", law, pages, unwanted=("Gazette", "- 1 -"))


def three_columns(law: Law) -> Drawn:
    return _drawn("three columns", law, Columns(Setter(law.language, 7), 3, 14).pour(law))


def headings_across(law: Law) -> Drawn:
    """The headings of the chapters run over both columns and part them."""
    return _drawn("headings across columns", law, Columns(Setter(law.language, 9), 2, across=True).pour(law))


def interleaved(law: Law) -> Drawn:
    """Two columns; the file has the first line of both before the second of either."""
    pages = Columns(Setter(law.language, 9), 2).pour(law)
    for page in pages:
        page.content.sort(key=_height)
    return _drawn("columns interleaved in the file", law, pages)


def shuffled(law: Law) -> Drawn:
    """Each line is set on its own, and the file has them in no order."""
    pages = Columns(Setter(law.language, 9), 2).pour(law)
    for page in pages:
        random.Random(7).shuffle(page.content)
    return _drawn("lines in no order in the file", law, pages)


def _height(operation: str) -> float:
    found = re.search(r"([\d.]+) Td", operation)
    return -float(found[1]) if found else 0.0


def sideways(law: Law) -> Drawn:
    """A page that the viewer turns: its lines run up the sheet."""
    pages = []
    for upright in Columns(Setter(law.language)).pour(law):
        page = Page(rotate=90)
        for operation in upright.content:
            found = re.search(r"BT /(\w+) ([\d.]+) Tf ([\d.-]+) ([\d.-]+) Td (.*) ET", operation)
            assert found
            font, size, left, height, words = found.groups()
            page.content.append(f"BT /{font} {size} Tf 0 1 -1 0 {HEIGHT - float(height):.2f} {left} Tm {words} ET")
        pages.append(replace(page, width=HEIGHT, height=WIDTH))
    return _drawn("sideways", law, pages)


def side_by_side(law: Law, other: Law) -> Drawn:
    """Two languages beside each other, article by article."""
    setters = (Setter(law.language, 9), Setter(other.language, 9))
    width = (WIDTH - 2 * _MARGIN - 24) / 2
    pages = [Page()]
    down = _TOP
    for group, second in zip(_groups(law), _groups(other), strict=True):
        poured = []
        for setter, texts in ((setters[0], group), (setters[1], second)):
            lines = []
            for kind, text in texts:
                wrapped = setter.wrap(text, width)
                lines += [(kind, line) for line in wrapped] + [("gap", "")]
            poured.append(lines)
        if down + max(map(len, poured)) * 12 > _BOTTOM:
            pages.append(Page())
            down = _TOP
        for side, lines in enumerate(poured):
            left = _MARGIN + side * (width + 24)
            at = down
            for kind, line in lines:
                if line:
                    setters[side].put(pages[-1], line, left, left + width, at, kind in ("title", "chapter"))
                at += 12 if line else 5
        down += max(sum(12 if line else 5 for _, line in lines) for lines in poured) + 4
    return Drawn("two languages side by side", pdf_of(*pages), (law.language, other.language), law.lines + other.lines,
                 (law, other))  # fmt: skip


def _groups(law: Law) -> Iterator[list[tuple[str, str]]]:
    group: list[tuple[str, str]] = []
    for kind, text in _paragraphs(law):
        if kind == "heading" and any(before == "heading" for before, _ in group):
            yield group
            group = []
        if kind == "chapter" and any(before == "text" for before, _ in group):
            yield group
            group = []
        group.append((kind, text))
    yield group


def with_ruled_table(law: Law) -> Drawn:
    """A ruled table of three columns behind the last article, its cells two lines high."""
    return _with_table(law, ruled=True)


def with_plain_table(law: Law) -> Drawn:
    """The same without rules, rows set apart by space."""
    return _with_table(law, ruled=False)


def _with_table(law: Law, ruled: bool) -> Drawn:
    setter = Setter(law.language, 9)
    poured = Columns(setter)
    pages = [*poured.pour(law), Page()]
    page, down, width = pages[-1], _TOP, 150.0
    rows = []
    for number in range(1, 7):
        sentence = SPEECHES[law.language].sentences[number % 6]
        cells = [SPEECHES[law.language].article.format(number), sentence, f"{number * 125}"]
        wrapped = [setter.wrap(cells[0], width), setter.wrap(cells[1], width)[:2], [cells[2]]]
        rows.append(
            " | ".join(" ".join(cell) if law.language not in _WITHOUT_SPACES else "".join(cell) for cell in wrapped)
        )
        for place, cell in enumerate(wrapped):
            column = 2 - place if setter.from_right else place
            left = _MARGIN + column * (width + 16)
            for row, line in enumerate(cell):
                setter.put(page, line, left + 4, left + width, down + 12 * row)
        down += 32
    if ruled:
        for number in range(7):
            page.rule(_MARGIN - 4, _TOP - 14 + 32 * number, _MARGIN + 3 * 166 - 8, _TOP - 14 + 32 * number)
        for number in range(4):
            page.rule(_MARGIN - 4 + 166 * number - (4 if number == 3 else 0), _TOP - 14,
                      _MARGIN - 4 + 166 * number - (4 if number == 3 else 0), _TOP - 14 + 32 * 6)  # fmt: skip
    *chapters, last = law.chapters
    *articles, article = last.articles
    longer = replace(article, paragraphs=(*article.paragraphs, *rows))
    whole = replace(law, chapters=(*chapters, replace(last, articles=(*articles, longer))))
    return _drawn(f"a {'ruled' if ruled else 'plain'} table", law, pages, lines=law.lines + rows, laws=(whole,))


def with_margin_notes(law: Law) -> Drawn:
    """The titles of the articles stand in the margin, in smaller type."""
    setter, small = Setter(law.language, 9), Setter(law.language, 6)
    left, right = (_MARGIN + 100, WIDTH - _MARGIN) if setter.from_right else (_MARGIN, WIDTH - _MARGIN - 100)
    pages = [Page()]
    down = _TOP
    lines = [law.title]
    setter.larger(1.3).put(pages[-1], law.title, left, right, down, True)
    down += 24
    for chapter in law.chapters:
        for text in (chapter.label, chapter.title):
            setter.larger(1.2).put(pages[-1], text, left, right, down, True)
            lines.append(text)
            down += 18
        for article in chapter.articles:
            first, *rest = article.paragraphs
            texts = [f"{article.label} {first}", *rest]
            lines += [article.title, *texts]
            wrapped = [setter.wrap(text, right - left) for text in texts]
            if down + 12 * sum(map(len, wrapped)) + 10 > _BOTTOM:
                pages.append(Page())
                down = _TOP
            for place, line in enumerate(small.wrap(article.title, 80)):
                edge = _MARGIN if setter.from_right else right + 18
                small.put(pages[-1], line, edge, edge + 80, down + 7.5 * place - 1)
            for paragraph in wrapped:
                for line in paragraph:
                    setter.put(pages[-1], line, left, right, down)
                    down += 12
                down += 6
            down += 4
        down += 8
    return _drawn("marginal notes", law, pages, lines=lines)


def with_footnotes(law: Law) -> Drawn:
    """A footnote to the first paragraph of each article, at the foot of its page."""
    setter, small = Setter(law.language, 10), Setter(law.language, 7)
    pages, notes, number = [], [], 100
    for chapter in law.chapters:
        for place, article in enumerate(chapter.articles):
            number += 1
            page = Page()
            pages.append(page)
            down = _TOP
            if not place:
                for text in ([law.title] if chapter is law.chapters[0] else []) + [chapter.label, chapter.title]:
                    setter.larger(1.2).put(page, text, _MARGIN, WIDTH - _MARGIN, down, True)
                    down += 22
            down = _set_article(page, setter, article, down, f"{number}")
            note = SPEECHES[law.language].sentences[number % 6]
            notes.append(f"{number} {note}")
            at = 760.0
            edge = WIDTH - _MARGIN - 14 if setter.from_right else _MARGIN
            page.put(f"{number}", edge, at - 3, 5)
            for line in small.wrap(note, WIDTH - 2 * _MARGIN - 20):
                small.put(page, line, _MARGIN + 16, WIDTH - _MARGIN - 16, at)
                at += 9
    return _drawn("footnotes", law, pages, notes=tuple(notes))


def _set_article(page: Page, setter: Setter, article: Article, down: float, mark: str) -> float:
    setter.put(page, f"{article.label} {article.title}".strip(), _MARGIN, WIDTH - _MARGIN, down)
    down += 20
    for place, paragraph in enumerate(article.paragraphs):
        wrapped = setter.wrap(paragraph, WIDTH - 2 * _MARGIN - 20)
        for line in wrapped:
            setter.put(page, line, _MARGIN, WIDTH - _MARGIN, down)
            if not place and line is wrapped[-1]:
                width = setter.width(line)
                end = WIDTH - _MARGIN - width - 10 if setter.from_right else _MARGIN + width + 0.5
                page.put(mark, end, down - 4, 5)
            down += _PITCH
        down += 7
    return down


def with_contents(law: Law, pages: int | None = None) -> Drawn:
    """A table of contents with dots and page numbers before the text. pages: of the text, where some are lost."""
    setter = Setter(law.language, 9)
    page, down, listed = Page(), _TOP, []
    for chapter in law.chapters:
        entries = [(f"{chapter.label} {chapter.title}", "")]
        entries += [(f"{article.label} {article.title}", f"{int(article.number) + 1}") for article in chapter.articles]
        for words, number in entries:
            listed.append(f"{words} {number}".strip())
            dots = "." * max(6, 70 - len(words)) if number else ""
            setter.put(page, f"{words} {dots} {number}".strip(), _MARGIN, WIDTH - _MARGIN, down)
            down += _PITCH
    sheets = with_heads([page, *Columns(setter).pour(law)[:pages]])
    return _drawn("a table of contents", law, sheets, notes=tuple(listed), unwanted=("Gazette", "- 1 -"))


def vertical(law: Law) -> Drawn:
    """Lines from top to bottom, the first one on the right."""
    pages = [Page()]
    along, room = WIDTH - 60.0, 66
    for kind, text in _paragraphs(law):
        for start in range(0, len(text), room):
            if along < 50:
                pages.append(Page())
                along = WIDTH - 60.0
            indent = 20.0 if kind != "text" else 0.0
            for place, character in enumerate(text[start : start + room]):
                if character != " ":
                    pages[-1].put_glyphs(character, along, 80 + indent + 10 * place, 10, wide=True)
            along -= 15
        along -= 8
    return _drawn("vertical lines", law, pages)


def hyphenated(law: Law) -> Drawn:
    """Narrow columns whose long words are broken at the ends of the lines."""
    setter = Setter(law.language, 9)
    pages, down, room = [Page()], _TOP, 40
    for kind, text in _paragraphs(law):
        for line in _broken(text, room) if kind == "text" else setter.wrap(text, 180):
            if down > _BOTTOM:
                pages.append(Page())
                down = _TOP
            setter.put(pages[-1], line, _MARGIN, _MARGIN + 180, down)
            down += _PITCH
        down += 8
    return _drawn("words broken at the ends of lines", law, pages)


def _broken(text: str, room: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > room:
            rest = room - len(line) - 2
            if 3 <= rest <= len(word) - 3 and word.isalpha() and word.islower():
                lines.append(f"{line} {word[:rest]}-")
                line = word[rest:]
                continue
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def with_line_numbers(law: Law) -> Drawn:
    """Every fifth line of a page has its number in the margin, as in bills."""
    pages = Columns(Setter(law.language)).pour(law)
    for page in pages:
        for place, operation in enumerate(list(page.content), start=1):
            if place % 5 == 0:
                page.put(f"{place}", 20, HEIGHT + _height(operation), 7)
    return _drawn("line numbers", law, pages)


Layout = Callable[[Law], Drawn]
LAYOUTS: tuple[Layout, ...] = (
    one_column, two_columns, three_columns, headings_across, interleaved, shuffled, sideways, with_ruled_table,
    with_plain_table, with_margin_notes, with_footnotes, with_contents, with_line_numbers,
)  # fmt: skip
"""What any language can be set in; beside these there are `side_by_side`, `vertical` and `hyphenated`."""
