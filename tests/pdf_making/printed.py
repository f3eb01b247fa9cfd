"""Pages as a browser prints them: real fonts, shaped letters, any writing direction. Needs Chromium and fonts."""

from __future__ import annotations

import html
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from pdf_making.laws import SPEECHES, Law

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or "/usr/bin/chromium"
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


def is_there() -> bool:
    """Whether there is a browser to print with."""
    return Path(CHROMIUM).exists()


def has_font(language: str) -> bool:
    """Whether some font has the letters of a language."""
    listed = subprocess.run(["fc-list", f":lang={language}"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


class Printer:
    """A browser without a window that prints pages of HTML; use it as a context."""

    def __enter__(self) -> Self:
        from playwright.sync_api import sync_playwright

        self._driver = sync_playwright().start()
        self._browser = self._driver.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        self._page = self._browser.new_page()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._browser.close()
        self._driver.stop()

    def print(self, page: str) -> bytes:
        """The PDF of a page of HTML, on A4."""
        self._page.set_content(page)
        return bytes(self._page.pdf(format="A4", prefer_css_page_size=True, print_background=True))


@dataclass(frozen=True, slots=True)
class Printed:
    """HTML to print, and what a reader should find in it.

    lines: headings and paragraphs in reading order; notes: what may stand anywhere, such as footnotes; unwanted: words of running heads; laws: whose
    provisions should be split off.
    """

    name: str
    page: str
    languages: tuple[str, ...]
    lines: list[str]
    laws: tuple[Law, ...]
    notes: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


_FONTS = '"Noto Serif","Noto Serif CJK SC","Noto Naskh Arabic","Noto Serif Devanagari",serif'


def _document(law: Law, body: str, style: str) -> str:
    direction = "rtl" if SPEECHES[law.language].from_right else "ltr"
    return (
        f'<!doctype html><html lang="{law.language}" dir="{direction}"><meta charset="utf-8"><style>'
        "@page { size: A4; margin: 22mm 20mm 20mm 20mm }"
        f"body {{ font: 10pt/1.35 {_FONTS}; margin: 0; text-align: justify }}"
        "h1 { font-size: 15pt; text-align: center; column-span: all } h2 { font-size: 12pt; text-align: center }"
        "h3 { font-size: 10pt; margin: 8pt 0 2pt } p { margin: 0 0 4pt } h2, h3 { break-after: avoid }"
        f"{style}</style>{body}</html>"
    )


def _heading(chapter: str, title: str) -> str:
    return f"<h2>{_safe(chapter)}<br>{_safe(title)}</h2>"


def _safe(words: str) -> str:
    return html.escape(words)


def _body(law: Law, words: Callable[[str], str] = _safe) -> str:
    parts = [f"<h1>{_safe(law.title)}</h1>"]
    for chapter in law.chapters:
        parts.append(_heading(chapter.label, chapter.title))
        for article in chapter.articles:
            parts.append(f"<h3>{_safe(article.label)} {_safe(article.title)}</h3>")
            parts += [f"<p>{words(paragraph)}</p>" for paragraph in article.paragraphs]
    return "".join(parts)


def one_column(law: Law) -> Printed:
    return Printed("one column", _document(law, _body(law), ""), (law.language,), law.lines, (law,))


_HEADS = (
    '@page { @top-center { content: "Gazette Extra 2031"; font-size: 8pt }'
    '@bottom-center { content: "Folio " counter(page); font-size: 8pt } }'
)


def two_columns(law: Law) -> Printed:
    """Running heads, page numbers; chapter headings across both columns."""
    style = _HEADS + "h2 { column-span: all } body { column-count: 2; column-gap: 8mm }"
    return Printed(
        "two columns, running heads",
        _document(law, _body(law), style),
        (law.language,),
        law.lines,
        (law,),
        unwanted=("Gazette", "Folio"),
    )


def three_columns(law: Law) -> Printed:
    style = "body { column-count: 3; column-gap: 6mm; font-size: 8pt } h3 { font-size: 8pt } h2 { font-size: 9pt }"
    return Printed("three columns", _document(law, _body(law), style), (law.language,), law.lines, (law,))


def two_columns_with_rule(law: Law) -> Printed:
    """A narrow gutter with a line in it, ragged lines."""
    style = "body { column-count: 2; column-gap: 5mm; column-rule: 0.5pt solid; text-align: start; column-fill: auto }"
    return Printed(
        "narrow gutter with a rule, ragged", _document(law, _body(law), style), (law.language,), law.lines, (law,)
    )


def centred_headings(law: Law) -> Printed:
    """Article headings centred on two lines, as in France and Egypt; first lines indented."""
    parts = [f"<h1>{_safe(law.title)}</h1>"]
    for chapter in law.chapters:
        parts.append(_heading(chapter.label, chapter.title))
        for article in chapter.articles:
            parts.append(f"<p class=a>{_safe(article.label)}<br>{_safe(article.title)}</p>")
            parts += [f"<p class=t>{_safe(paragraph)}</p>" for paragraph in article.paragraphs]
    style = ".a { text-align: center; break-after: avoid; margin-top: 8pt } .t { text-indent: 1.5em; margin: 0 }"
    return Printed(
        "centred headings, indents", _document(law, "".join(parts), style), (law.language,), law.lines, (law,)
    )


def hyphenated(law: Law) -> Printed:
    """Words broken at the ends of the lines, ligatures on."""

    def words(text: str) -> str:
        return " ".join(_with_breaks(word) for word in _safe(text).split(" "))

    style = "body { column-count: 3; font-size: 9pt; font-family: 'Noto Sans','DejaVu Serif',serif; font-variant-ligatures: common-ligatures }"
    return Printed(
        "hyphenation and ligatures", _document(law, _body(law, words), style), (law.language,), law.lines, (law,)
    )


def _with_breaks(word: str) -> str:
    if len(word) < 7 or not word.isalpha():
        return word
    return "\u00ad".join((word[:3], word[3:-3], word[-3:]))


def side_by_side(law: Law, other: Law) -> Printed:
    """Two languages beside each other, article by article."""
    rows = []
    for one, two in zip(_groups(law), _groups(other), strict=True):
        cells = []
        for language, group in ((law.language, one), (other.language, two)):
            direction = "rtl" if SPEECHES[language].from_right else "ltr"
            cells.append(f'<div lang="{language}" dir="{direction}">{"".join(group)}</div>')
        rows.append(f"<div class=row>{''.join(cells)}</div>")
    style = ".row { display: flex; gap: 9mm; break-inside: auto } .row > div { width: 50%; font-size: 9pt }"
    return Printed(
        "two languages side by side",
        _document(law, "".join(rows), style),
        (law.language, other.language),
        law.lines + other.lines,
        (law, other),
    )


def _groups(law: Law) -> Iterator[list[str]]:
    yield [f"<h1>{_safe(law.title)}</h1>"]
    for chapter in law.chapters:
        head = [_heading(chapter.label, chapter.title)]
        for article in chapter.articles:
            yield [
                *head,
                f"<h3>{_safe(article.label)} {_safe(article.title)}</h3>",
                *(f"<p>{_safe(paragraph)}</p>" for paragraph in article.paragraphs),
            ]
            head = []


def with_table(law: Law) -> Printed:
    """A table of four columns with wrapped cells behind the last article."""
    heads = [article.title for article in law.articles[:4]]
    cells = [[_piece(law, row * 7 + column) for column in range(4)] for row in range(6)]
    rows = ["<tr>" + "".join(f"<th>{_safe(c)}</th>" for c in heads) + "</tr>"]
    rows += ["<tr>" + "".join(f"<td>{_safe(c)}</td>" for c in row) + "</tr>" for row in cells]
    style = "table { border-collapse: collapse; width: 100% } td, th { border: 0.5pt solid; padding: 2pt 4pt; vertical-align: top; text-align: start }"
    held = [" | ".join(row) for row in [heads, *cells]]
    return Printed(
        "a table",
        _document(law, _body(law) + f"<table>{''.join(rows)}</table>", style),
        (law.language,),
        law.lines + held,
        (_with_rows(law, held),),
    )


def _with_rows(law: Law, rows: list[str]) -> Law:
    """The law with rows behind the words of its last article, which they belong to."""
    *chapters, chapter = law.chapters
    *articles, article = chapter.articles
    longer = replace(article, paragraphs=(*article.paragraphs, *rows))
    return replace(law, chapters=(*chapters, replace(chapter, articles=(*articles, longer))))


def _piece(law: Law, seed: int) -> str:
    chance = random.Random(seed)
    words = SPEECHES[law.language].sentences[seed % 5]
    if law.language in ("zh", "ja", "th"):
        return words[: chance.randint(4, 16)]
    return " ".join(words.split()[: chance.randint(1, 8)]).strip(" ,;،")


def with_footnotes(law: Law) -> Printed:
    """A page an article, its footnotes in small type below a rule; raised marks in the text."""
    parts = [f"<h1>{_safe(law.title)}</h1>"]
    notes = []
    number = 0
    for chapter in law.chapters:
        parts.append(_heading(chapter.label, chapter.title))
        for article in chapter.articles:
            number += 1
            note = SPEECHES[law.language].sentences[number % 6]
            notes.append(f"{number} {note}")
            text = [f"<p>{_safe(p)}</p>" for p in article.paragraphs]
            text[0] = text[0].replace("</p>", f"<sup>{number}</sup></p>")
            parts.append(
                f"<h3>{_safe(article.label)} {_safe(article.title)}</h3>{''.join(text)}"
                f"<div class=n><sup>{number}</sup> {_safe(note)}</div><div class=b></div>"
            )
    style = "sup { font-size: 6pt; line-height: 0 } .n { font-size: 7.5pt; border-top: 0.5pt solid; margin-top: 40pt } .b { break-after: page }"
    return Printed("footnotes", _document(law, "".join(parts), style), (law.language,), law.lines, (law,), tuple(notes))


def with_marginal_notes(law: Law) -> Printed:
    """The titles of the sections stand in the margin, in small type."""
    parts = [f"<h1>{_safe(law.title)}</h1>"]
    for chapter in law.chapters:
        parts.append(_heading(chapter.label, chapter.title))
        for article in chapter.articles:
            first, *rest = article.paragraphs
            parts.append(
                f"<div class=s><div class=m>{_safe(article.title)}</div><p>{_safe(article.label)} {_safe(first)}</p>"
                + "".join(f"<p>{_safe(paragraph)}</p>" for paragraph in rest)
                + "</div>"
            )
    style = "body { padding-right: 34mm } .s { position: relative; margin-top: 6pt; break-inside: avoid } .m { position: absolute; right: -34mm; width: 28mm; font-size: 7.5pt; text-align: left; line-height: 1.1 }"
    lines = [law.title]
    for chapter in law.chapters:
        lines += [chapter.label, chapter.title]
        for article in chapter.articles:
            lines += [article.title, f"{article.label} {article.paragraphs[0]}", *article.paragraphs[1:]]
    return Printed("marginal notes", _document(law, "".join(parts), style), (law.language,), lines, (law,))


def with_contents(law: Law) -> Printed:
    """A table of contents with dots and pages before the text."""
    entries, listed = [], []
    for chapter in law.chapters:
        listed.append(f"{chapter.label} {chapter.title}")
        entries.append(f"<div class=e><span>{_safe(chapter.label)} {_safe(chapter.title)}</span></div>")
        for number, article in enumerate(chapter.articles):
            listed.append(f"{article.label} {article.title} {number + 2}")
            entries.append(
                f"<div class=e><span>{_safe(article.label)} {_safe(article.title)}</span><i></i><span>{number + 2}</span></div>"
            )
    style = (
        ".e { display: flex } .e i { flex: 1; overflow: hidden; white-space: nowrap } .e i::before { content: '"
        + " . " * 90
        + "' } .e:last-of-type { break-after: page }"
    )
    return Printed(
        "a table of contents",
        _document(law, "".join(entries) + "<div style='break-after:page'></div>" + _body(law), style + _HEADS),
        (law.language,),
        law.lines,
        (law,),
        tuple(listed),
        ("Gazette", "Folio"),
    )


def vertical(law: Law) -> Printed:
    """Lines from top to bottom, from the right-hand side to the left."""
    style = "html { writing-mode: vertical-rl } h1, h2 { text-align: start }"
    return Printed("vertical lines", _document(law, _body(law), style), (law.language,), law.lines, (law,))


def vertical_in_two_rows(law: Law) -> Printed:
    """Vertical lines in two bands, the upper one first, as in East Asian gazettes."""
    style = "html { writing-mode: vertical-rl } body { column-count: 2; column-gap: 9mm; font-size: 9pt } h1 { column-span: none; font-size: 12pt; text-align: start } h2 { text-align: start; font-size: 10pt }"
    return Printed("vertical lines in two bands", _document(law, _body(law), style), (law.language,), law.lines, (law,))


def lists(law: Law) -> Printed:
    """Items with hanging marks, two levels deep."""
    marked = replace(
        law,
        chapters=tuple(
            replace(
                chapter,
                articles=tuple(
                    replace(a, paragraphs=tuple(f"({'abc'[place]}) {p}" for place, p in enumerate(a.paragraphs)))
                    for a in chapter.articles
                ),
            )
            for chapter in law.chapters
        ),
    )
    parts = [f"<h1>{_safe(law.title)}</h1>"]
    for chapter in marked.chapters:
        parts.append(_heading(chapter.label, chapter.title))
        for article in chapter.articles:
            parts.append(f"<h3>{_safe(article.label)} {_safe(article.title)}</h3>")
            parts += [f"<p class=i><span>{p[:3]}</span>{_safe(p[4:])}</p>" for p in article.paragraphs]
    style = ".i { position: relative; padding-inline-start: 9mm } .i span { position: absolute; inset-inline-start: 0 }"
    return Printed(
        "items with hanging marks", _document(law, "".join(parts), style), (law.language,), marked.lines, (marked,)
    )


def small_pages(law: Law) -> Printed:
    """Narrow pages: every paragraph runs over lines and pages."""
    style = "@page { size: 105mm 148mm; margin: 14mm 12mm }" + _HEADS
    return Printed(
        "small pages with running heads",
        _document(law, _body(law), style),
        (law.language,),
        law.lines,
        (law,),
        unwanted=("Gazette", "Folio"),
    )


Layout = Callable[[Law], Printed]
LAYOUTS: tuple[Layout, ...] = (
    one_column, two_columns, three_columns, two_columns_with_rule, centred_headings, with_table, with_footnotes,
    with_marginal_notes, with_contents, lists, small_pages,
)  # fmt: skip
"""What any language can be printed in; beside these there are `side_by_side`, `vertical` and `hyphenated`."""
