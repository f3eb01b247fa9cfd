"""The second engine's characters without their places."""

from __future__ import annotations

from io import BytesIO

import pytest
from pdf_maker import Page, pdf_of
from pdfminer.cmapdb import CMapParser, FileUnicodeMap

from ingest.pdf import second_opinion
from ingest.pdf.bare_text import _Meanings, _MeaningsParser

_TABLE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
4 beginbfrange
<0100> <01FF> <0400>
<0203> <0205> <0041>
<0206> <0207> [<0066006C> <00660069>]
<0210> <0280> <00660041>
endbfrange
2 beginbfchar
<0300> <00DF>
<0301> <D83DDE00>
endbfchar
endcmap CMapName currentdict /CMap defineresource pop end end"""


def test_long_ranges_mean_what_they_would_mean_written_out() -> None:
    whole, found = FileUnicodeMap(), _Meanings()
    CMapParser(whole, BytesIO(_TABLE)).run()
    _MeaningsParser(found, BytesIO(_TABLE)).run()
    assert len(whole.cid2unichr) > 350 > 20 > len(found.cid2unichr)
    for code in range(0x400):
        if code in whole.cid2unichr:
            assert found.get_unichr(code) == whole.cid2unichr[code]
        else:
            with pytest.raises(KeyError):
                found.get_unichr(code)


def test_all_characters_of_a_page_are_found_in_the_order_of_the_file() -> None:
    data = pdf_of(Page().put("Second", 72, 500).put_glyphs("Πρώτο", 72, 400, 10.0, False))
    assert second_opinion._text_of(data, 1) == "SecondΠρώτο"
