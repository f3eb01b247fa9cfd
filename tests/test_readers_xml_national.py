"""The national XML formats: what is a unit, its number and heading, and the order of its words."""

from __future__ import annotations

from ingest.document import BlockKind, Component, Document
from ingest.readers import justice_canada, lexdania, lovdata, riigi_teataja
from ingest.readers.base import Reader
from ingest.source import Source


def read(reader: Reader, text: str) -> Document:
    source = Source("law.xml", text.encode())
    assert reader.knows(source)
    return reader.read(source)


def lines(document: Document) -> list[tuple[str, str, str, str]]:
    return [(block.kind.value, block.label, block.number, block.text) for block in document.blocks]


CANADA = """<Statute xml:lang="en" xmlns:lims="x" lims:pit-date="2025-04-04"><Identification>
<ShortTitle>Boats Act</ShortTitle><ConsolidatedNumber>B-1</ConsolidatedNumber></Identification><Body>
<Heading level="1"><Label>PART II.1</Label><TitleText>Rowing</TitleText></Heading>
<Section><MarginalNote>Definitions</MarginalNote><Label>4.11</Label>
<Subsection><Label>(1)</Label><Text>In this Act,</Text><Definition><Text>
<DefinedTermEn>boat</DefinedTermEn> means</Text>
<Paragraph><Label>(a)</Label><Text>a hull under subsection <XRefInternal>4.1</XRefInternal>(1), or</Text></Paragraph>
<ContinuedDefinition><Text>and a raft.</Text></ContinuedDefinition></Definition></Subsection>
<Subsection><MarginalNote>Exception</MarginalNote><Label>(2)</Label><Text>Not a log.</Text></Subsection>
<HistoricalNote><HistoricalNoteSubItem>1990, c. 1</HistoricalNoteSubItem>
<HistoricalNoteSubItem>1995, c. 2</HistoricalNoteSubItem>
</HistoricalNote></Section>
<Section><Label>5</Label><Text><Repealed>[Repealed, 2001, c. 3]</Repealed></Text></Section></Body>
<Schedule id="NifProvs"><ScheduleFormHeading><TitleText>Not in force</TitleText></ScheduleFormHeading><BillPiece>
<RelatedOrNotInForce><Heading level="5"><TitleText>2009, c. 9</TitleText></Heading><Section type="amending">
<Label>7</Label>
<Text>The Act is amended:</Text><AmendedText><Section><Label>4.2</Label><Text>No fog.</Text></Section>
</AmendedText></Section>
</RelatedOrNotInForce></BillPiece></Schedule></Statute>"""


def test_justice_canada() -> None:
    document = read(justice_canada.READER, CANADA)
    assert lines(document) == [
        ("division", "PART II.1", "", "Rowing"),
        ("unit", "4.11", "4.11", "Definitions"),
        ("text", "", "", "(1) In this Act,"),
        ("text", "", "", "boat means"),
        ("text", "", "", "(a) a hull under subsection 4.1(1), or"),
        ("text", "", "", "and a raft."),
        ("text", "", "", "Exception"),
        ("text", "", "", "(2) Not a log."),
        ("note", "", "", "1990, c. 1 1995, c. 2"),
        ("unit", "5", "5", ""),
        ("text", "", "", "[Repealed, 2001, c. 3]"),
        ("division", "", "", "Not in force"),
        ("division", "", "", "2009, c. 9"),
        ("unit", "7", "7", ""),
        ("text", "", "", "The Act is amended:"),
        ("text", "", "", "4.2 No fog."),
    ]
    assert [b.component for b in document.blocks if b.kind is BlockKind.UNIT][-1] is Component.TRANSITIONAL
    assert document.facts["identifier"] == "B-1"
    assert document.facts["language"] == "en"
    assert document.facts["version_date"] == "2025-04-04"


ESTONIA = """<oigusakt xmlns="tyviseadus"><metaandmed><globaalID>11</globaalID><dokumentLiik>seadus</dokumentLiik>
<vastuvoetud><aktikuupaev>2001-06-06</aktikuupaev></vastuvoetud></metaandmed>
<aktinimi><nimi><pealkiri>Paadiseadus</pealkiri></nimi></aktinimi>
<muutmismarge><aktikuupaev>2002-01-01</aktikuupaev></muutmismarge><sisu><peatykk><peatykkNr>2</peatykkNr>
<kuvatavNr>2. peatükk</kuvatavNr><peatykkPealkiri>Aerud</peatykkPealkiri>
<paragrahv id="para43b1"><paragrahvNr ylaIndeks="1">43</paragrahvNr><kuvatavNr>§ 43&lt;sup&gt;1&lt;/sup&gt;.</kuvatavNr>
<paragrahvPealkiri>Sõudmine</paragrahvPealkiri><loige><loigeNr>1</loigeNr><kuvatavNr>(1)</kuvatavNr><sisuTekst>
<tavatekst>
Vastavalt §-le 5<sup>2</sup>:</tavatekst></sisuTekst><alampunkt><alampunktNr>1</alampunktNr>
<kuvatavNr>1)</kuvatavNr><sisuTekst>
<tavatekst>öösel;</tavatekst></sisuTekst></alampunkt></loige>
<muutmismarge><avaldamismarge><RTosa>RT I</RTosa><RTaasta>2009</RTaasta><aktViide>77</aktViide>
</avaldamismarge></muutmismarge>
</paragrahv></peatykk></sisu></oigusakt>"""


def test_riigi_teataja() -> None:
    document = read(riigi_teataja.READER, ESTONIA)
    assert lines(document) == [
        ("division", "2. peatükk", "", "Aerud"),
        ("unit", "§ 43^1.", "43^1", "Sõudmine"),
        ("text", "", "", "(1) Vastavalt §-le 5^2:"),
        ("text", "", "", "1) öösel;"),
        ("note", "", "", "RT I 2009"),
    ]
    assert document.blocks[1].place == "para43b1"
    assert document.facts["native_title"] == "Paadiseadus"
    assert document.facts["year"] == "2001"


def _line(words: str) -> str:
    return f"<Exitus><Linea><Char>{words}</Char></Linea></Exitus>"


DENMARK = f"""<Dokument><Meta><DocumentTitle>Bådlov</DocumentTitle><Year>2024</Year><Number>4</Number>
<DocumentType>LBK H</DocumentType></Meta><DokumentIndhold><Bog><Kapitel><Explicatus>1. kapitel</Explicatus>
<Rubrica><Linea><Char>Årer</Char></Linea></Rubrica><ParagrafGruppe><Paragraf id="p"><Explicatus>§ 7 a.</Explicatus>
<Stk><Exitus><Linea><Char>En båd flyder.</Char></Linea><Linea><Char>Den er grøn.</Char></Linea></Exitus></Stk>
<Stk><Explicatus>Stk. 2.</Explicatus><Exitus><Linea><Char>Dog ikke:</Char></Linea><Index><Indentatio>
<Explicatus>1)</Explicatus>{_line("om natten,")}</Indentatio></Index></Exitus></Stk></Paragraf>
</ParagrafGruppe></Kapitel></Bog>
<AendringCentreretParagraf><Explicatus>§ 2</Explicatus>{_line("I loven ændres:")}<AendringsNummer>
<Explicatus>1.</Explicatus>
<Aendring><AendringDefinition>{_line("Efter § 1 indsættes:")}</AendringDefinition><AendringAktion>
<AendringNyTekst><Paragraf>
<Explicatus>§ 1 a.</Explicatus><Stk>{_line("Ny.")}</Stk></Paragraf></AendringNyTekst></AendringAktion>
</Aendring></AendringsNummer>
</AendringCentreretParagraf><Ikraft>{_line("Lov nr. 9 siger:")}<IkraftCentreretParagraf><Explicatus>§ 5</Explicatus>
<Stk>{_line("Gælder nu.")}</Stk></IkraftCentreretParagraf></Ikraft></DokumentIndhold></Dokument>"""


def test_lexdania() -> None:
    document = read(lexdania.READER, DENMARK)
    assert lines(document) == [
        ("division", "1. kapitel", "", "Årer"),
        ("unit", "§ 7 a.", "7 a", ""),
        ("text", "", "", "En båd flyder. Den er grøn."),
        ("text", "", "", "Stk. 2. Dog ikke:"),
        ("text", "", "", "1) om natten,"),
        ("unit", "§ 2", "2", ""),
        ("text", "", "", "I loven ændres:"),
        ("text", "", "", "1. Efter § 1 indsættes:"),
        ("text", "", "", "§ 1 a. Ny."),
        ("division", "", "", "Lov nr. 9 siger:"),
        ("unit", "§ 5", "5", ""),
        ("text", "", "", "Gælder nu."),
    ]
    assert document.blocks[0].level == 1, "an unprinted level above does not count"
    assert document.blocks[-2].component is Component.TRANSITIONAL
    assert document.facts["identifier"] == "LBK 4/2024"


NORWAY = """<html lang="nb"><head><title>Båtlov</title></head><body><header class="documentHeader"><dl>
<dd class="legacyID">LOV-2005-05-20-28</dd><dd class="table-of-contents"><ul><li>§ 1. Årer</li></ul></dd></dl></header>
<main class="documentBody"><h1>Båtlov</h1><section class="section" id="k"><h2>Kapittel 3. Årer</h2>
<article class="legalArticle" id="k-1"><h3 class="legalArticleHeader"><span class="legalArticleValue">§ 5-10 a</span>.
<span class="legalArticleTitle">Roing</span></h3>
<article class="legalP">Den som<sup class="footnotereference">1</sup> ror:
<ol><li data-name="a."><article class="listArticle">om natten,</article></li></ol></article>
<article class="changesToParent">Endret 2009.</article>
<footer class="footnotes"><article class="footnote">1 Se § 2.</article></footer></article></section></main>
</body></html>"""


def test_lovdata() -> None:
    document = read(lovdata.READER, NORWAY)
    assert lines(document) == [
        ("division", "Kapittel 3", "", "Årer"),
        ("unit", "§ 5-10 a", "5-10 a", "Roing"),
        ("text", "", "", "Den som ror:"),
        ("text", "", "", "a. om natten,"),
        ("note", "", "", "Endret 2009."),
        ("note", "", "", "1 Se § 2."),
    ]
    assert document.facts["identifier"] == "LOV-2005-05-20-28"
    assert document.facts["language"] == "nb"


def test_a_treaty_behind_the_act_in_lovdata_is_an_annex() -> None:
    def part(label: str, number: str) -> str:
        value = f'<h3><span class="legalArticleValue">{label} {number}</span></h3>'
        return f'<section class="section"><h2>Part</h2><article class="legalArticle">{value}<p>Row.</p></article></section>'

    page = '<html lang="nb"><body><main class="documentBody">{}</main></body></html>'
    document = read(lovdata.READER, page.format(part("§", "1") + part("§", "2") + part("Art", "1")))
    components = [block.component for block in document.blocks if block.kind is BlockKind.UNIT]
    assert components == [Component.MAIN, Component.MAIN, Component.SCHEDULE]
    document = read(lovdata.READER, page.format(part("Art", "1") + part("Art", "2")))
    assert {block.component for block in document.blocks} == {Component.MAIN}
