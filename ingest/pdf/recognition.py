"""Character recognition by tesseract, for pages whose text layer is missing or cannot be read.

The program is asked for its table of words (TSV), with a confidence for each: a layer laid under the picture would lose
both the confidence and, in many scripts, the order.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import Any

from ingest.pdf.characters import letters_only, reads_from_right
from ingest.pdf.directions import in_order_of_reading
from ingest.pdf.frame import Frame
from ingest.pdf.joining import WITHOUT_SPACES
from ingest.pdf.layer import Box
from ingest.pdf.quality import Word
from ingest.pdf.segments import Segment
from ingest.pdf.text import PageText

_PROGRAM = "tesseract"
_DOTS_PER_INCH = 300
_FEWER_DOTS = 240
"""For scripts of large letters: with 300, clean scans gave 91 instead of 96 % of the Arabic characters, 97 instead of
98 % of the Chinese ones."""
_LONGEST_SIDE = 12.0
"""In inches: larger pages are drawn smaller."""
_SECONDS_FOR_A_PAGE = 60.0
_LEAST_CONFIDENCE = 0.2
"""Single signs below are specks and lines of the scan."""
_LEAST_CONFIDENCE_OF_A_PAGE = 0.5
"""Below, the page is in another script, or a drawing: what looks like words is none."""
_WIDE_GAP = 1.6
_ONE_LINE = 0.4
"""In heights of a line: so far apart may the pieces of one line stand. Two lines are a whole height apart."""
_MORE_THAN_SPECKS = re.compile("[^\\W_]{2}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_MODELS = dict(
    pair.split(":")
    for pair in (
        "af:afr am:amh ar:ara az:aze be:bel bg:bul bn:ben bo:bod bs:bos ca:cat ckb:ckb cs:ces cy:cym da:dan "
        "de:deu dv:div dz:dzo el:ell en:eng es:spa et:est eu:eus fa:fas fi:fin fil:fil fr:fra ga:gle gl:glg "
        "gu:guj he:heb hi:hin hr:hrv ht:hat hu:hun hy:hye id:ind is:isl it:ita ja:jpn ka:kat kk:kaz km:khm kn:kan "
        "ko:kor ku:kmr ky:kir la:lat lb:ltz lo:lao lt:lit lv:lav mi:mri mk:mkd ml:mal mn:mon mr:mar ms:msa mt:mlt "
        "my:mya nb:nor ne:nep nl:nld nn:nor no:nor or:ori pa:pan pl:pol ps:pus pt:por ro:ron ru:rus si:sin sk:slk "
        "sl:slv sq:sqi sr:srp sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir to:ton tr:tur ug:uig uk:ukr ur:urd "
        "uz:uzb vi:vie yi:yid zh:chi_sim "
    ).split()
)
"""Tesseract's names of languages, by ISO 639-1."""
_LARGE_LETTERS = frozenset(("ara", "fas", "urd", "pus", "uig", "ckb", "chi_sim", "chi_tra", "jpn", "kor"))
_COUNT_BY_SIGN = frozenset(("deu", "nor", "dan", "swe", "fin", "est", "ces", "slk", "hun"))
"""Languages whose laws are counted by paragraph signs; tesseract takes these for dollars, which they do not mention."""
_CONFUSES_FIGURES = frozenset(("ara", "fas", "urd", "pus", "uig", "ckb"))
"""Arabic and Persian figures are taken for each other and for signs and letters of other scripts, however sure
tesseract is."""
_UNSURE = 0.5
_FIGURE = re.compile(r"\d")
_OWN_FIGURES_ALONE = re.compile("[\\W\\d]*[\u0660-\u0669\u06f0-\u06f9][\\W\\d]*")
_DOLLAR = re.compile(r"^\$+(?=\d*$)")
_TRADITIONAL = frozenset(("TWN", "HKG", "MAC"))


@dataclass(frozen=True, slots=True)
class Model:
    """What recognises a page: the name of tesseract's data."""

    name: str

    @property
    def dots_per_inch(self) -> int:
        """How finely a page is drawn for it."""
        return _FEWER_DOTS if self.name in _LARGE_LETTERS else _DOTS_PER_INCH


@dataclass(frozen=True, slots=True)
class Missing:
    """Why nothing can be recognised, and what to install."""

    advice: str


def model_for(language: str, state: str = "") -> Model | Missing:
    """The data for a language (ISO 639-1), or what has to be installed for it.

    An unknown language is read with the data for English, which knows Latin letters.
    """
    code = language.casefold().split("-")[0]
    name = "chi_tra" if code == "zh" and state in _TRADITIONAL else _MODELS.get(code, "eng")
    package = f"tesseract-ocr-{name.replace('_', '-')}"
    held = installed_models()
    if held is None:
        return Missing(f"install tesseract: apt-get install tesseract-ocr {package}")
    if name not in held:
        return Missing(f"install tesseract's data for this language: apt-get install {package}")
    return Model(name)


@lru_cache(maxsize=1)
def installed_models() -> frozenset[str] | None:
    """The names of tesseract's data on this machine; None where the program is missing."""
    if shutil.which(_PROGRAM) is None:
        return None
    try:
        listed = subprocess.run([_PROGRAM, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return frozenset((listed.stdout or listed.stderr).split()[1:])


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as dots of grey. width, height: of the page as shown, in points; scale: dots for each point."""

    page: int
    width: float
    height: float
    scale: float
    data: bytes


def picture_of(page: Any, number: int, model: Model) -> Picture:
    """Draw a loaded pypdfium2 page, as a PGM file."""
    width, height = page.get_size()
    scale = model.dots_per_inch * min(1 / 72, _LONGEST_SIDE / max(width, height, 1.0))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        pixels = memoryview(bytes(bitmap.buffer))
        rows = b"".join(pixels[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
        return Picture(number, width, height, scale, b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + rows)
    finally:
        bitmap.close()


@dataclass(slots=True)
class Recognised:
    """A page that was read by character recognition."""

    page: PageText
    confidence: float
    words: list[Word]


def recognise(picture: Picture, model: Model, seconds: float = _SECONDS_FOR_A_PAGE) -> Recognised | None:
    """The words of a picture with their places; None where there are none to be sure of, or it took too long."""
    command = [_PROGRAM, "stdin", "stdout", "-l", model.name, "--dpi", str(model.dots_per_inch), "--psm", "3"]
    try:
        done = subprocess.run(
            [*command, "-c", "tessedit_create_tsv=1", "-c", "tessedit_create_txt=0"],
            input=picture.data, capture_output=True, timeout=seconds, check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = _lines(done.stdout.decode("utf-8", errors="replace"), picture.scale, model)
    found = _as_page(picture, lines) if lines else None
    return found if found and found.confidence >= _LEAST_CONFIDENCE_OF_A_PAGE else None


def _lines(table: str, scale: float, model: Model) -> list[list[Word]]:
    """The words of tesseract's table by its lines, places in points."""
    lines: dict[tuple[str, ...], list[Word]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = _as_read(letters_only(row.get("text") or "").strip(), model)
        if row.get("level") != "5" or not text:
            continue
        left, top, width, height = (int(row[name]) / scale for name in ("left", "top", "width", "height"))
        confidence = max(0.0, float(row["conf"])) / 100
        if model.name in _CONFUSES_FIGURES and _FIGURE.search(text):
            confidence = min(confidence, _UNSURE)
        if confidence >= _LEAST_CONFIDENCE or _MORE_THAN_SPECKS.search(text):
            edges = (round(left, 1), round(top, 1), round(left + width, 1), round(top + height, 1))
            line = lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), [])
            line.append(Word(text, *edges, round(confidence, 2)))
    return list(lines.values())


def _as_read(text: str, model: Model) -> str:
    """A word in the order of reading, with the signs that it stands for."""
    if model.name in _COUNT_BY_SIGN:
        return _DOLLAR.sub("§", text)
    if _OWN_FIGURES_ALONE.fullmatch(text):
        # Among words from right to left, tesseract gives these as they stand from left to right: `:)١٥(`.
        return in_order_of_reading(text, from_right=True)
    return text


def _as_page(picture: Picture, lines: list[list[Word]]) -> Recognised:
    words = [word for line in lines for word in line]
    letters = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / letters
    frame = Frame(Box(0.0, 0.0, picture.width, picture.height), _angle(lines))
    level = [[_in_frame(word, frame) for word in line] for line in lines] if frame.angle else lines
    usual = median(_height(line) for line in level)
    segments = [
        _segment(piece, median(word.bottom for word in line), _size(line, usual))
        for line in level
        for piece in _pieces(line)
    ]  # fmt: skip
    _set_level(segments, usual)
    raw = " ".join(segment.text for segment in segments)
    page = PageText(picture.page, frame.width, frame.height, segments, raw, True, frame, recognised=True)
    return Recognised(page, confidence, words)


def _angle(lines: list[list[Word]]) -> int:
    """Which way the lines run, in degrees against the clock: tesseract reads tables that are set sideways as well."""
    long = [word for line in lines for word in line if len(word.text) > 3]
    if sum(word.bottom - word.top > word.right - word.left for word in long) <= 0.5 * len(long):
        return 0
    downwards = sum(after.top - before.top for line in lines for before, after in pairwise(line))
    from_right = reads_from_right(" ".join(word.text for word in long))
    return 270 if (downwards > 0) != from_right else 90


def _in_frame(word: Word, frame: Frame) -> Word:
    """A word of a page that is set sideways, on the page as its lines are read."""
    height = frame.bounds.top
    (one, above), (other, below) = (
        frame.point(word.left, height - word.top),
        frame.point(word.right, height - word.bottom),
    )
    return replace(
        word, left=min(one, other), top=min(above, below), right=max(one, other), bottom=max(above, below)
    )  # fmt: skip


def _height(line: Sequence[Word]) -> float:
    """From the top of most words to the foot of most: a single word may have no letter that rises or hangs."""
    tops, feet = sorted(word.top for word in line), sorted(word.bottom for word in line)
    outside = len(line) // 6
    return feet[-1 - outside] - tops[outside]


def _size(line: Sequence[Word], usual: float) -> float:
    """The height of a line depends on its letters: only what is far from the usual is another size."""
    height = _height(line)
    return height if abs(height - usual) > 0.3 * usual else usual


def _pieces(line: list[Word]) -> list[list[Word]]:
    """A line parted where a wide gap opens: tesseract may run over a gutter."""
    height = _height(line)
    pieces = [[line[0]]]
    for before, word in pairwise(line):
        if max(word.left - before.right, before.left - word.right) > _WIDE_GAP * height:
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _set_level(segments: list[Segment], usual: float) -> None:
    """The pieces of one line, whose boxes end lower where a letter or bracket does, on the baseline of the longest."""
    for segment in sorted(segments, key=lambda segment: len(segment.text)):
        beside = [other for other in segments if abs(other.down - segment.down) < _ONE_LINE * usual]
        segment.down = max(beside, key=lambda other: len(other.text)).down


def _segment(words: Sequence[Word], down: float, size: float) -> Segment:
    text = words[0].text
    for word in words[1:]:
        close = WITHOUT_SPACES.match(text[-1]) and WITHOUT_SPACES.match(word.text[0])
        text += word.text if close else f" {word.text}"
    return Segment(text, min(word.left for word in words), max(word.right for word in words), down, size, False)
