"""RTF made ready for the library that takes its words: what a law needs is marked, what is no text of it left out.

Written after Microsoft's Rich Text Format Specification 1.9.1. The library (striprtf) drops footnotes and numbers of
older lists, keeps deleted and hidden words, knows no superscripts, table cells or outline levels, and trips over
pictures. So one pass over the groups writes a smaller RTF of the same words, with marks that no text can contain.
"""

from __future__ import annotations

import codecs
import copy
import re
from dataclasses import dataclass, field

from striprtf.striprtf import charset_map, destinations, specialchars

from palermo.errors import ReadError

# Noncharacters of Unicode: never letters of a text, and kept by the library as they are.
LINE, CELL, ROW, RAISED, LOWERED, NOTE_HERE, NOTE, TITLE, BOLD, LEVEL = (chr(0xFDD0 + n) for n in range(10))

_TOKEN = re.compile(
    r"\\(?P<word>[a-z]{1,32})(?P<value>-?\d{1,10})? ?|\\'[0-9a-f]{2}|\\[^a-z]|[{}]|[\r\n\0]+|[^\\{}\r\n\0]+",
    re.IGNORECASE | re.DOTALL,
)
_IN_SKIPPED = re.compile(r"\\bin(?P<bytes>\d{1,10}) ?|\\.|[{}]", re.DOTALL)
_FONT = re.compile(r"\\f(\d{1,10})(?![^;]*?\\f\d)(?:[^;]*?\\fcharset(\d{1,10}))?[^;]*;", re.DOTALL)
_DEEPEST = 500
"""Groups within groups; what word processors write stays below a hundred."""
_LARGEST = 20_000_000
"""Characters of RTF without pictures; the longest codes have a quarter of it."""
_CHARACTER_SETS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_CODE_PAGES = {"65001": "utf-8", "10000": "mac_roman", "10006": "mac_greek", "10007": "mac_cyrillic",
               "10029": "mac_latin2", "10081": "mac_turkish", "1361": "johab", "20866": "koi8-r",
               "54936": "gb18030"}  # fmt: skip
_DOUBLE_BYTE = frozenset(("cp932", "cp936", "cp949", "cp950", "cp1361", "johab", "gb18030"))
_UNSEEN = {"zwj": 0x200D, "zwnj": 0x200C}
_NO_FONT = "9999999999"
"""Letters in no font of the table are in the document's code page."""
_SPECIAL_SYMBOLS = frozenset(symbol for symbol in specialchars if len(symbol) == 1 and symbol not in "\r\n")


@dataclass(slots=True)
class Prepared:
    """RTF for the library, the code page of its letters, and what a maintainer should know."""

    rtf: str
    encoding: str
    remarks: list[str]


@dataclass(slots=True)
class _State:
    """What a group inherits and may change until it ends."""

    font: str = ""
    fallback: int = 1
    is_gone: bool = False
    is_hidden: bool = False
    is_raised: bool = False
    is_bold: bool = False
    is_label: bool = False
    in_table: bool = False
    level: int = 0

    @property
    def is_left_out(self) -> bool:
        return self.is_gone or self.is_hidden


@dataclass(slots=True)
class _Part:
    """The body, a note or the title, as it is written, with what is known of the paragraph at hand."""

    depth: int
    pieces: list[str] = field(default_factory=list)
    has_words: bool = False
    is_bold: bool = True
    is_raised: bool = False
    has_label: bool = False


def prepare(data: bytes, name: str) -> Prepared:
    """The same words in RTF that the library reads rightly; name: for messages.

    ReadError where the file is cut off, nested too deeply or too large.
    """
    return _Pass(data.decode("latin-1"), name).run()


class _Pass:
    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.encoding = "cp1252"
        self.fonts: dict[str, str] = {}
        self.default_font = ""
        self.states: list[_State] = []
        self.state = _State()
        self.body = self.part = _Part(0)
        self.outer: list[_Part] = []
        self.asides: list[str] = []
        self.size = 0
        self.is_starred = False
        self.has_high_byte = False
        self.remarks: list[str] = []

    def run(self) -> Prepared:
        at = self._through(self.text.index("{"))
        if self.text[at:].strip("\0\r\n\t }\x1a"):
            self.remarks.append("words behind the end of the RTF were left out; compare it with the official text")
        self._end_paragraph()
        fonts = "".join(f"{{\\f{font}\\fcharset{charset} x;}}" for font, charset in self.fonts.items())
        head = ("{\\rtf1 {\\fonttbl", fonts, "}", self._font_word(self.default_font))
        return Prepared("".join((*head, *self.body.pieces, *self.asides, "}")), self.encoding, self.remarks)

    def _through(self, at: int) -> int:
        """Every token up to the end of the document; gives the place behind it."""
        while at < len(self.text):
            found = _TOKEN.match(self.text, at)
            if found is None:  # a lone backslash at the very end
                break
            at, sign = found.end(), found[0]
            if found["word"]:
                at = self._word(found["word"], found["value"], at)
            elif sign == "{":
                self._open()
            elif sign == "}":
                if not self._close():
                    return at
            elif sign == "\\*":
                self.is_starred = True
                continue
            elif sign[0] == "\\":
                self._symbol(sign)
            elif sign[0] not in "\r\n\0":
                self._words(sign)
            if sign[0] not in "\r\n\0":
                self.is_starred = False
        raise ReadError(self.name, "the RTF is cut off before its end; fetch it again")

    def _open(self) -> None:
        if len(self.states) >= _DEEPEST:
            raise ReadError(self.name, "the RTF is nested too deeply to be read")
        self.states.append(copy.copy(self.state))
        if len(self.states) > 1:
            self._write("{")

    def _close(self) -> bool:
        """The end of a group; whether the document goes on."""
        if self.outer and len(self.states) == self.part.depth:
            self._settle(raised=False)
            self.asides.append("\\par {" + "".join(self.part.pieces) + "}")
            self.part = self.outer.pop()
        self.state = self.states.pop()
        if self.states:
            self._write("}")
        return bool(self.states)

    def _skip(self, at: int) -> int:
        """Pass over the rest of a group; its end is left to be read. The bytes of pictures may hold braces."""
        depth = 0
        while found := _IN_SKIPPED.search(self.text, at):
            at = found.end()
            if found["bytes"]:
                at += int(found["bytes"])
            elif found[0] == "{":
                depth += 1
            elif found[0] == "}":
                depth -= 1
                if depth < 0:
                    return found.start()
        return len(self.text)

    def _word(self, word: str, value: str | None, at: int) -> int:
        if word == "bin":
            return at + int(value or 0) if int(value or 0) > 0 else at
        if word == "fonttbl":
            end = self._skip(at)
            self._read_fonts(self.text[at:end])
            return end
        if word == "footnote":
            if self.state.is_left_out or self.outer:
                return self._skip(at)
            self._mark(NOTE_HERE)
            self._aside(NOTE)
        elif word == "title" and not self.outer:
            self._aside(TITLE)
        elif word in ("listtext", "pntext"):
            if self.part.has_label:  # one number written in the ways of two generations
                return self._skip(at)
            self.part.has_label = self.state.is_label = True
        elif word != "info" and (self.is_starred or word in destinations):
            return self._skip(at)
        elif word in ("u", "uc", "f", "plain"):
            self._character_word(word, value)
        elif word in specialchars or word in ("cell", "nestcell", "row", "column", *_UNSEEN):
            self._special(word)
        else:
            self._setting(word, value)
        return at

    def _aside(self, kind: str) -> None:
        """What the group holds is written behind the body, in letters that owe nothing to their surroundings."""
        self.outer.append(self.part)
        self.part = _Part(len(self.states))
        self.state = _State(font=self.default_font, fallback=self.state.fallback)
        self._write(f"\\uc{self.state.fallback} ")
        self._write(self._font_word(self.default_font))
        self._mark(kind)

    def _character_word(self, word: str, value: str | None) -> None:
        number = int(value or 0)
        if word == "u":
            number += 0x10000 if -0x8000 <= number < 0 else 0
            is_letter = value is not None and 0 <= number <= 0x10FFFF and not 0xFDD0 <= number <= 0xFDEF
            self._content(f"\\u{number if is_letter else 0xFFFD} ")
        elif word == "uc":
            self.state.fallback = max(0, min(1 if value is None else number, 99))
            self._write(f"\\uc{self.state.fallback} ")
        else:
            self.state.font = str(number) if word == "f" else self.default_font
            if word == "plain":
                self.state.is_gone = self.state.is_hidden = self.state.is_raised = self.state.is_bold = False
            self.has_high_byte = False
            self._write(self._font_word(self.state.font))

    def _special(self, word: str) -> None:
        """Signs that are words: ends of paragraphs, lines and cells, dashes, quotes."""
        if word == "row":
            self._mark(ROW)
            self._end_paragraph()
            self._write("\\par ")
        elif word == "cell":
            self._settle(raised=False)
            self.part.has_label = False
            self._mark(CELL)
        elif self.state.is_left_out:
            return
        elif word == "line":
            self._mark(LINE)
        elif word in ("par", "sect", "page", "column") and (self.outer or self.state.in_table):
            self.part.has_label = False
            self._write("\\tab ")
        elif word in ("par", "sect", "page", "column"):
            self._end_paragraph()
            self._write("\\par ")
        elif word in _UNSEEN:
            self._mark(chr(_UNSEEN[word]))
        else:
            self._content("\\tab " if word == "nestcell" else f"\\{word} ", is_word=False)

    def _setting(self, word: str, value: str | None) -> None:
        is_on = value != "0"
        if word in ("deleted", "mvf"):
            self.state.is_gone = is_on
        elif word == "v":
            self.state.is_hidden = is_on
        elif word in ("super", "up", "nosupersub", "sub", "dn"):
            self.state.is_raised = word in ("super", "up") and is_on
        elif word == "b":
            self.state.is_bold = is_on
        elif word == "intbl":
            self.state.in_table = is_on
        elif word == "outlinelevel":
            self.state.level = int(value or 0) + 1 if value in tuple("012345678") else 0
        elif word == "pard":
            self.state.in_table, self.state.level = False, 0
        elif word == "deff":
            self.default_font = self.state.font = str(int(value or 0))
        elif word in _CHARACTER_SETS:
            self.encoding = _CHARACTER_SETS[word]
        elif word == "ansicpg":
            self._code_page(value or "")

    def _code_page(self, number: str) -> None:
        encoding = _CODE_PAGES.get(number, f"cp{number}")
        try:
            codecs.lookup(encoding)
        except LookupError:
            self.remarks.append(f"the code page {number} is not known: check letters other than English ones")
        else:
            self.encoding = encoding

    def _read_fonts(self, table: str) -> None:
        """The character set of each font; 1, the document's own, where none is named or Python has none for it."""
        for font, charset in _FONT.findall(table):
            encoding = charset_map.get(int(charset or 1), self.encoding)
            try:
                codecs.lookup(encoding)
            except LookupError:
                self.remarks.append(f"the character set {charset} of a font is not known: check its letters")
                charset = ""
            self.fonts[str(int(font))] = charset or "1"

    def _font_word(self, font: str) -> str:
        return f"\\f{font} " if font in self.fonts else f"\\f{_NO_FONT} "

    def _symbol(self, sign: str) -> None:
        if len(sign) == 4:
            self._bytes(bytes.fromhex(sign[2:]))
        elif sign[1] in "\r\n":
            self._special("par")
        elif sign[1] in _SPECIAL_SYMBOLS:
            self._content(sign, is_word=False)
        elif sign[1] >= "\x80":
            self._words(sign[1])

    def _words(self, sign: str) -> None:
        """Plain letters; bytes above 127 stand there unescaped in RTF of careless writers."""
        if self.has_high_byte or not sign.isascii():
            self._bytes(sign.encode("latin-1"))
        else:
            self._content(sign, is_word=bool(sign.strip()))

    def _bytes(self, letters: bytes) -> None:
        """Escaped bytes; the second half of an East Asian letter may stand unescaped, as an English one."""
        self.has_high_byte = letters[-1] > 0x80 and self._is_double_byte()
        self._content("".join(f"\\'{byte:02x}" for byte in letters))

    def _is_double_byte(self) -> bool:
        charset = int(self.fonts.get(self.state.font, "1"))
        return charset_map.get(charset, self.encoding) in _DOUBLE_BYTE

    def _content(self, rtf: str, is_word: bool = True) -> None:
        if self.state.is_left_out:
            return
        self._settle(self.state.is_raised)
        if is_word and not self.state.is_label:
            self.part.is_bold = self.state.is_bold and (self.part.is_bold or not self.part.has_words)
            self.part.has_words = True
        self._write(rtf)

    def _settle(self, raised: bool) -> None:
        if raised != self.part.is_raised:
            self.part.is_raised = raised
            self._mark(RAISED if raised else LOWERED)

    def _end_paragraph(self) -> None:
        self._settle(raised=False)
        if self.state.level:
            self._mark(LEVEL + str(self.state.level))
        elif self.part.has_words and self.part.is_bold:
            self._mark(BOLD)
        self.part.has_words, self.part.has_label, self.part.is_bold = False, False, True

    def _mark(self, mark: str) -> None:
        self._write("{\\uc0" + "".join(f"\\u{ord(letter)} " for letter in mark) + "}")

    def _write(self, rtf: str) -> None:
        self.size += len(rtf)
        if self.size > _LARGEST:
            raise ReadError(self.name, f"the RTF has more than {_LARGEST:,} characters of text; no law is as long")
        self.part.pieces.append(rtf)
