"""Bytes to text: byte order mark, then UTF-8 if it fits, then what is declared, then a guess."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from palermo.errors import ReadError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"""(?:encoding\s*=|charset\s*=)\s*["']?\s*([A-Za-z0-9_.:-]+)""")
# Browsers read these labels as Windows-1252, and publishers rely on it.
_WINDOWS = frozenset(("iso-8859-1", "us-ascii", "latin1", "ascii"))
_ENOUGH_TO_GUESS = 2_000
# What publishers of a language used before UTF-8.
_USUAL = {
    **dict.fromkeys(("cs", "pl", "hu", "sk", "sl", "hr", "bs", "ro", "sq"), "cp1250"),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "kk", "ky", "mn"), "cp1251"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
    **dict.fromkeys(("ar", "fa", "ur"), "cp1256"),
    "el": "cp1253", "tr": "cp1254", "he": "cp1255", "vi": "cp1258", "th": "cp874", "ja": "cp932", "zh": "gb18030",
    "ko": "cp949",
}  # fmt: skip


def decode(data: bytes, name: str, language: str | None = None) -> str:
    """The text of a file. name: for messages; language: ISO 639-1 where the deposit declares one.

    ReadError where the file is empty or no text at all.
    """
    if not data.strip():
        raise ReadError(name, "the file is empty")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if data[:400].count(b"\0") > min(40, len(data) // 3):  # UTF-16 has a zero in every second byte of Latin text
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    if b"\0" in data[:4000]:
        raise ReadError(name, "the file is binary, not text")
    try:
        return data.decode("utf-8")  # UTF-8 that decodes is UTF-8, whatever the file declares
    except UnicodeDecodeError as error:
        broken_late = error.start > 1000
    if broken_late and data.decode("utf-8", errors="replace").count("�") < len(data) // 5000 + 2:
        return data.decode("utf-8", errors="replace")
    declared = _DECLARED.search(data[:2048])
    label = declared[1].decode("ascii", errors="replace").lower() if declared else ""
    if label and label not in ("utf-8", "utf8"):
        try:
            return data.decode("cp1252" if label in _WINDOWS else label, errors="replace")
        except (LookupError, UnicodeError):  # a codec that Python has, but not for text: idna, undefined
            pass
    return _guessed(data, language)


def _guessed(data: bytes, language: str | None) -> str:
    """Neither UTF-8 nor declared: the usual encoding of the language, else a guess from enough text."""
    usual = _USUAL.get(language or "")
    if usual:
        try:
            return data.decode(usual)
        except UnicodeDecodeError:
            pass
    high = sum(byte > 127 for byte in data[:_ENOUGH_TO_GUESS])
    if len(data) >= _ENOUGH_TO_GUESS or high > min(len(data), _ENOUGH_TO_GUESS) * 0.2:
        best = from_bytes(data[:200_000]).best()
        if best:
            return data.decode(best.encoding, errors="replace")
    return data.decode("cp1252", errors="replace")
