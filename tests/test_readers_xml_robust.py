"""Whatever the XML is: a document or ReadError, never another exception, and no time lost on depth."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ingest.document import Block, BlockKind
from ingest.readers import akoma_ntoso, general_xml, justice_canada, lexdania, lovdata, riigi_teataja
from ingest.readers.base import Reader
from ingest.readers.numbers import bare_number
from ingest.readers.xml_walk import Role, Walk
from ingest.readers.xml_words import resolve_entities, words
from ingest.source import Source
from palermo.errors import ReadError

READERS = [r.READER for r in (akoma_ntoso, general_xml, justice_canada, lexdania, lovdata, riigi_teataja)]
NAMES = st.sampled_from(
    "akomaNtoso article section num heading p paragraph quotedStructure td tr note "
    "Section Label Text Heading paragrahv "
    "kuvatavNr Paragraf Explicatus Exitus Linea P1 Pnumber title sup version kop nr html".split()
)
TREES = st.recursive(
    st.tuples(NAMES, st.text(alphabet="a1 §(.^", max_size=6)).map(lambda t: f"<{t[0]}>{t[1]}</{t[0]}>"),
    lambda inner: st.tuples(NAMES, st.lists(inner, max_size=4)).map(lambda t: f"<{t[0]}>x{''.join(t[1])}</{t[0]}>y"),
    max_leaves=25,
)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@settings(max_examples=40, deadline=None)
@given(tree=TREES)
def test_any_tree_gives_a_document_or_a_read_error(reader: Reader, tree: str) -> None:
    try:
        document = reader.read(Source("law.xml", f"<law>{tree}</law>".encode()))
    except ReadError:
        return
    assert all("  " not in block.text and block.text == block.text.strip() for block in document.blocks)
    assert all(block.text for block in document.blocks if block.kind in (BlockKind.TEXT, BlockKind.NOTE))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_depth_is_no_danger(reader: Reader) -> None:
    deep = "<section>" * 10_000 + "x" + "</section>" * 10_000
    start = time.perf_counter()
    with suppress(ReadError):
        reader.read(Source("law.xml", f"<act>{deep}</act>".encode()))
    assert time.perf_counter() - start < 5


def test_the_walk_itself_does_not_recurse() -> None:
    root = node = etree.Element("section")
    for _ in range(5000):
        node = etree.SubElement(node, "section")
    node.text = "bottom"
    walk = Walk({"section": Role.BLOCK}, lambda node: (None, ()), lambda node: (None, ()))
    assert walk.run(root) == [Block("bottom")]


def test_entities_that_the_parser_left_standing() -> None:
    root = etree.fromstring(
        b"<p>a&nbsp;b &sect; 5<i>c</i>&eacute;d</p>", etree.XMLParser(resolve_entities=False, recover=True)
    )
    resolve_entities(root)
    assert words(root) == "a b § 5céd"


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<p>sub<i>section</i> 4(1)</p>", "subsection 4(1)"),
        ("<p>§ 133<sup>1</sup></p>", "§ 133^1"),
        ("<p>5 m<sup>2</sup> a 1<sup>er</sup></p>", "5 m² a 1er"),
        ("<p>one<br/>two\u00ad\u200b</p>", "one two"),
    ],
)
def test_inline_markup_joins_as_it_prints(markup: str, said: str) -> None:
    assert words(etree.fromstring(markup)) == said


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("Article 5.", "5"), ("§ 12", "12"), ("4 a §", "4 a"), ("Artículo 2o. Bis.-", "2 Bis"),
        ("Art. L425-1", "L425-1"),
        ("467.11", "467.11"), ("§ 43^1.", "43^1"), ("Article premier", "premier"),
        ("Art. 1er.", "1er"), ("Section 24A", "24A"),
        ("Art. 3º", "3"), ("416-bis", "416-bis"), ("", ""), ("SEC. 2.", "2"), ("Article IV", "IV"),
    ],
)  # fmt: skip
def test_the_number_in_a_label(label: str, number: str) -> None:
    assert bare_number(label) == number
