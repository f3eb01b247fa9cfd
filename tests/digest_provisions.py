"""Finds a provision in a deposit's source files by its printed number, without any part of ingest.

A second, much simpler pair of eyes: it looks for a line that opens with the number and takes what follows up to
the next line of that kind. Where a number opens several passages, all of them are given.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

_WORD = r"(?:Art(?:icle|ículo|iculo|igo|ICULO|ÍCULO|ikel|\.)|ARTÍCULO|Άρθρο|§|Section)"
_BLOCK = re.compile(
    r"<(?:br|div|p|li)\b[^>]*>|</(?:p|div|tr|td|li|h\d|dt|dd|num|note|article|section|label|text|heading|content|"
    r"char|explicatus|kuvatavNr|paragrahvNr|tavatekst|paragrahvPealkiri|span|MarginalNote)\s*>|<a name=[^>]*>",
    re.IGNORECASE,
)


def passages(deposit: Path, number: str) -> Iterator[str]:
    """The passages in the deposit's files that open with this number."""
    for file in sorted(deposit.iterdir()):
        if file.suffix == ".json" and file.name != "meta.json":
            yield from _in_json(file, number)
        elif file.suffix in (".md", ".html", ".xml", ".txt"):
            yield from _in_lines(_lines(file), number, deposit.parent.name, file.suffix)


def _in_json(file: Path, number: str) -> Iterator[str]:
    data = json.loads(file.read_text(encoding="utf-8"))
    for provision in data.get("provisions", []) if isinstance(data, dict) else []:
        if provision.get("provision_ref") in (number, f"s{number}"):
            yield f"{provision.get('title')}\n{provision.get('content')}"


@lru_cache(maxsize=4)
def _lines(file: Path) -> str:
    data = file.read_bytes()
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    if file.suffix in (".html", ".xml"):
        text = re.sub(r"<!\[CDATA\[|\]\]>", "", html.unescape(text))
        text = re.sub(r'(?is)<a href="#fn\d+".*?</a>|<(script|style)\b.*?</\1>|<num>.*?</num>', "", text)
        text = _superscripts(text)
        text = re.sub(r"<[^>]+>", "", _BLOCK.sub("\n", re.sub(r">\s+<", "><", text)))
    return re.sub(r"[ \t\xa0\u202f\u2002\u3000]+", " ", _superscripts(html.unescape(text)))


def _superscripts(text: str) -> str:
    return re.sub(r"(?i)<sup[^>]*>\s*(\d+)\s*</sup\s*>", r"^\1", text)


def _in_lines(text: str, number: str, state: str, suffix: str) -> Iterator[str]:
    if state in ("chn", "jpn"):
        opening, following = _han_opening(number, state), r"(?m)^[#*\s]*第[一二三四五六七八九十百千零]+条"
    else:
        printed = re.escape(number.split(":")[-1]).replace(r"\ ", r"(?:o|º|°)?\.?\s*\**")
        printed = printed.replace(r"\-", r"\s*-\s*")
        opening = (
            rf"(?mi)^(?:#+ |[#*>\s\-]*{_WORD}[\s*]*){printed}(?:o|º|°|er)?(?![\d/^]|[\s*]*\^\d|[^\W\d_])(?!\.\d)"
            r"(?!\s*-\s*[\dA-Z]\b)(?!\s*(?:bis|ter|qu[aá]ter|quinquies|sexies)\b)"
        )
        # Where paragraphs open with § themselves, only the other words open an article.
        word = _WORD.replace("§|", "") if state in ("bel", "arg", "esp", "fra", "mex") else _WORD
        following = rf"(?m)^(?:#+ \d|[#*>\s\-]*{word}[\s*]*[A-Z]{{0,2}}\d)"
    if suffix == ".xml" and state == "can":
        opening, following = rf"(?m)^{re.escape(number)}$", r"(?m)^\d+(?:\.\d+)?$"
    found = []
    for match in re.finditer(opening, text):
        end = re.compile(following).search(text, match.end())
        found.append(text[match.start() : end.start() if end else match.end() + 20_000])
    if state == "usa":  # a long section comes in several pieces, each with the section's heading
        found = ["\n".join(found)] if found else []
    yield from found


def _han_opening(number: str, state: str) -> str:
    base, *branches = number.split("-")
    between = "の" if state == "jpn" else "之"
    printed = f"第{_han(int(base))}条" + "".join(between + _han(int(branch)) for branch in branches)
    return rf"(?m)^[#*\s]*{printed}(?!{between})"


def _han(number: int) -> str:
    """`number` in Chinese numerals, as a pattern: one before a ten and the zero are not always written."""
    digits, words, rest = "零一二三四五六七八九", "", number
    for unit, value in (("百", 100), ("十", 10)):
        count, rest = divmod(rest, value)
        if count:
            words += ("一?" if count == 1 else digits[count]) + unit
        elif words and rest:
            words += "零?"
    return words + (digits[rest] if rest else "")
