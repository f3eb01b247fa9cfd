"""Consolidated Spanish laws in the XML of the BOE: the wording in force, and the editors' notes beside it. Invented."""

from __future__ import annotations

import pytest

from ingest.readers import reader_for
from ingest.readers.boe import READER
from ingest.source import Source
from ingest.split.assemble import Draft
from ingest.split.splitting import split
from palermo.errors import ReadError


def block(kind: str, title: str, *wordings: str) -> str:
    return f'<bloque id="x" tipo="{kind}" titulo="{title}">{"".join(wordings)}</bloque>'


def wording(since: str, *paragraphs: tuple[str, str], after: str = "") -> str:
    lines = "".join(f'<p class="{css_class}">{words}</p>' for css_class, words in paragraphs)
    return f'<version id_norma="BOE-A-2031-1" fecha_vigencia="{since}">{lines}{after}</version>'


def provisions(*blocks: str) -> list[Draft]:
    source = Source("law.xml", f"<response><data><texto>{''.join(blocks)}</texto></data></response>".encode())
    assert reader_for(source) is READER
    return split(READER.read(source))


def test_the_wording_that_came_into_force_last_is_read_wherever_it_stands() -> None:
    (draft,) = provisions(
        block(
            "precepto", "Artículo 2",
            wording("19850423", ("articulo", "Artículo 2."), ("parrafo", "La lámpara es roja.")),
            wording("20131231", ("articulo", "Artículo 2."), ("parrafo", "La lámpara es verde.")),
            wording("19900111", ("articulo", "Artículo 2."), ("parrafo", "La lámpara es azul.")),
        )
    )  # fmt: skip
    assert (draft.number, draft.label, draft.text) == ("2", "Artículo 2", "La lámpara es verde.")


def test_what_the_editors_write_is_a_note() -> None:
    quote = (
        '<blockquote class="soloTexto"><p class="cita_con_pleca">Redacción anterior:</p><p class="parrafo">Vieja.</p>'
        '</blockquote><blockquote><p class="nota_pie">Se modifica por la Ley 1/2031.</p></blockquote>'
        '<p class="nota_pie_2">Véase la Ley 2.</p>'
    )
    lines = (("articulo", "Artículo 1 bis. Faroles."), ("parrafo", "Nueva."))
    (draft,) = provisions(block("precepto", "Artículo 1 bis", wording("20310101", *lines, after=quote)))
    assert (draft.number, draft.heading, draft.text) == ("1 bis", "Faroles", "Nueva.")
    assert draft.notes == ["Redacción anterior: Vieja.", "Se modifica por la Ley 1/2031.", "Véase la Ley 2."]


def test_headings_additional_provisions_annexes_and_the_signature() -> None:
    day = "20310101"
    drafts = provisions(
        block("preambulo", "[preambulo]", wording(day, ("parrafo", "El puerto quiere luz."))),
        block("encabezado", "TÍTULO I", wording(day, ("titulo_num", "TÍTULO I"), ("titulo_tit", "De la luz"),
                                                ("capitulo_num", "CAPÍTULO I"), ("capitulo_tit", "De día"))),
        block("precepto", "Artículo 1", wording(day, ("articulo", "Artículo 1."), ("parrafo", "Sol."))),
        block("encabezado", "CAPÍTULO II", wording(day, ("capitulo", "CAPÍTULO II De noche"))),
        block("precepto", "Artículo 2", wording(day, ("articulo", "Artículo 2."), ("parrafo", "Luna."))),
        block("precepto", "Disposición final única",
              wording(day, ("articulo", "Disposición final única. Entrada en vigor."), ("parrafo", "Mañana."))),
        block("precepto", "ANEXO I", wording(day, ("anexo_num", "ANEXO I"), ("anexo_tit", "Velas"), ("parrafo", "Diez."))),
        block("firma", "[firma]", wording(day, ("firma_rey", "La guardiana."))),
    )  # fmt: skip
    assert [(draft.number, draft.heading, draft.text) for draft in drafts] == [
        ("", "", "El puerto quiere luz."), ("1", "", "Sol."), ("2", "", "Luna."),
        ("Disposición final única", "Entrada en vigor", "Mañana."), ("ANEXO I", "Velas", "Diez."),
    ]  # fmt: skip
    assert drafts[1].path == ("TÍTULO I De la luz", "CAPÍTULO I De día")
    assert drafts[2].path == ("TÍTULO I De la luz", "CAPÍTULO II De noche")
    assert drafts[-1].notes == ["La guardiana."]


def test_blocks_without_words_are_not_read() -> None:
    with pytest.raises(ReadError, match="no text"):
        provisions(block("precepto", "Artículo 1", wording("20310101")))
