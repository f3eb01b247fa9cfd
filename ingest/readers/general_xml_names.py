"""What local names of XML elements mean in the legal formats of many States. Names are compared in small letters."""

from __future__ import annotations

from ingest.readers.xml_walk import Role

UNIT_TIERS: tuple[frozenset[str], ...] = (
    frozenset("article articulo artículo artigo articolo artikel artikkeli artykuł artykul straipsnis čl pants "
              "precepto αρθρο άρθρο стаття статья член член".split())
    | {"disposición transitoria", "disposicion transitoria"},
    frozenset("section sect sec norm p1 § paragraf paragrahv paragraph1 pykala pykälä pasal sekcja".split()),
    frozenset("rule regulation clause regla regel".split()),
    frozenset("paragraph paragraphe absatz para".split()),
)  # fmt: skip
"""Names of the citable unit, the likeliest first; an attribute of type may say so instead of the name."""

TYPE_ATTRIBUTES = ("tipoParte", "tipo", "type", "typ", "soort", "class", "name")

DIVISIONS = frozenset(
    "book boek buch livre libro livro part deel teil partie parte pars title titeldeel titre titolo titulo título "
    "subtitle chapter hoofdstuk kapitel chapitre capitulo capítulo capitolo subchapter division afdeling abschnitt "
    "unterabschnitt subdivision paragraaf sectie subpart pblock psubblock schedule schedules annex annexe "
    "anexo anlage "
    "bijlage appendix attachment gliederungseinheit encabezado sectiongroup eugroup".split()
)

SCHEDULES = frozenset("schedule annex annexe anexo anlage bijlage appendix attachment allegato liite lisa".split())

NUMBERS = frozenset(
    "num number nr no pnumber enbez nummer numero número nombreparte designation gliederungsbez".split()
)
LABEL_WORDS = frozenset(["label"])
TITLES = frozenset(
    "title heading header titel titulo título titolo rubrica rubrique headnote marginalnote subject tituloparte "
    "titleblock gliederungstitel ueberschrift sidenote subheading betreff".split()
)
WRAPPERS = frozenset("kop head metadaten metadatos titleblock gliederungseinheit".split())
"""Elements that hold the number and the title of the element around them."""

_SKIPPED = (
    "meta metadata meta-data metadaten metadatos identificador identification toc acttoc contents tableofcontents "
    "inhaltsverzeichnis indice índice index kzinhalt fzinhalt layoutdaten layout tocitem bwb-inputbestand "
    "bwb-wijzigingen "
    "redactionele-correcties unappliedeffects alternatives resources versions bijlage-sluiting img image graphic "
    "del strike noteref footnoteref commentaryref referenceitem groupitem status head style script link property "
    "citableas docnumber publicdocument slc actnumber"
)
_NOTES = (
    "note notes footnote footnotes fussnote fussnoten fußnote noot nota notas notes commentary commentaries "
    "sourcecredit "
    "editorialnote annotation annotations nota_pie nota_inicial historicalnote editionnote explanationnote "
    "citationnote "
    "signature signatures wetsluiting slotformulering signedsection promulgacion redactioneel"
)
_QUOTED = "quotedcontent quotedtext quotedstructure blockamendment wijzig-artikel inlineamendment"
_INLINE = (
    "i b em strong u s small big sup sub span a ref xref extref intref nadruk font emphasis term abbreviation "
    "acronym date "
    "q citation citationsubref substitution addition repeal smallcaps sp tt var odq cdq osq csq emdash endash "
    "euro hr1 "
    "afada efada ifada ofada ufada inline headingtext elided foreign gldsym tab feld uppercase underline "
    "strong appendtext "
    "placeholder def defined designator ins mark abbr acronym external internallink"
)
_LABELS = "num number nr lidnr li.nr pnumber symbol dt listnumber"
_BREAKS = "br eol lb linebreak"
_ROWS = "tr row"
_CELLS = "td th entry cell column"

ROLES: dict[str, Role] = {
    **dict.fromkeys(_INLINE.split(), Role.INLINE),
    **dict.fromkeys(_LABELS.split(), Role.LABEL),
    **dict.fromkeys(_NOTES.split(), Role.NOTE),
    **dict.fromkeys(_QUOTED.split(), Role.QUOTED),
    **dict.fromkeys(_BREAKS.split(), Role.BREAK),
    **dict.fromkeys(_ROWS.split(), Role.ROW),
    **dict.fromkeys(_CELLS.split(), Role.CELL),
    **dict.fromkeys(_SKIPPED.split(), Role.SKIP),
    "sup": Role.SUPERSCRIPT, "superior": Role.SUPERSCRIPT, "superscript": Role.SUPERSCRIPT,
}  # fmt: skip
"""What is not a unit or division; names that are missing here are judged by how the document uses them."""

CHARACTERS = {
    "odq": "“", "cdq": "”", "osq": "‘", "csq": "’", "emdash": "—", "endash": "–", "euro": "€", "pound": "£",
    "afada": "á", "efada": "é", "ifada": "í", "ofada": "ó", "ufada": "ú",
    "Afada": "Á", "Efada": "É", "Ifada": "Í", "Ofada": "Ó", "Ufada": "Ú", "nbsp": " ", "ensp": " ", "emsp": " ",
}  # fmt: skip
"""Empty elements that stand for one character; these names keep their capitals."""
