"""Explicit references to the instruments, in invented sentences of many languages."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from palermo.errors import DataError
from palermo.model.tag import Grade
from palermo.reference_data import corpus_file, read_yaml
from palermo.tagging.explicit_references import METHOD, explicit_references, mentions
from palermo.tagging.treaty_names import fold, load_treaty_names
from palermo.treaties.load import instruments

NAMED = [
    ("A bridge toll is refunded under article 18 of the United Nations Convention against Transnational Organised Crime.", "untoc:18"),
    ("The harbour master has regard to UNTOC (art. 20) and to the tides.", "untoc:20"),
    ("see article 5(1)(a)(ii) of the Palermo Convention", "untoc:5"),
    ("Le péage visé à l'article 16, paragraphe 4, de la Convention des Nations Unies contre la criminalité transnationale organisée est levé.", "untoc:16"),
    ("article 3 du Protocole additionnel à la Convention des Nations Unies contre la criminalité transnationale organisée visant à prévenir, réprimer et punir la traite des personnes", "tip:3"),
    ("Según los artículos 5, 6 y 23 de la Convención de las Naciones Unidas contra la Delincuencia Organizada Transnacional", "untoc:5 untoc:6 untoc:23"),
    ("EL ARTICULO 6 DEL PROTOCOLO CONTRA EL TRAFICO ILICITO DE MIGRANTES POR TIERRA, MAR Y AIRE", "som:6"),
    ("nos termos do artigo 18.º da Convenção das Nações Unidas contra a Criminalidade Organizada Transnacional", "untoc:18"),
    ("l'articolo 10 del Protocollo contro la fabbricazione e il traffico illeciti di armi da fuoco", "fap:10"),
    ("Boote nach Artikel 16 Absatz 7 des Übereinkommens der Vereinten Nationen vom 15. November 2000 gegen die grenzüberschreitende organisierte Kriminalität", "untoc:16"),
    ("artikel 6 van het op 15 november 2000 te New York totstandgekomen Protocol tegen de smokkel van migranten over land, over de zee en in de lucht", "som:6"),
    ("в соответствии со статьями 16 и 18 Конвенции Организации Объединенных Наций против транснациональной организованной преступности", "untoc:16 untoc:18"),
    ("згідно зі статтею 18 Конвенції Організації Об’єднаних Націй проти транснаціональної організованої злочинності", "untoc:18"),
    ("渡船依照《联合国打击跨国有组织犯罪公约》第十八条办理。", "untoc:18"),
    ("《联合国打击跨国有组织犯罪公约关于预防、禁止和惩治贩运人口特别是妇女和儿童行为的补充议定书》第三条", "tip:3"),
    ("国際的な組織犯罪の防止に関する国際連合条約（以下「条約」という。）第二十一条の船", "untoc:21"),
    ("나룻배는 국제연합 초국가적 조직범죄 방지협약 제18조에 따른다", "untoc:18"),
    ("يعمل الجسر وفقا للمادتين ٥ و ٦ من اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية", "untoc:5 untoc:6"),
    ("SINIRAŞAN ÖRGÜTLÜ SUÇLARA KARŞI BİRLEŞMİŞ MİLLETLER SÖZLEŞMESİNİN 18. MADDESİ", "untoc:18"),
    ("art. 18 ust. 3 Konwencji Narodów Zjednoczonych przeciwko międzynarodowej przestępczości zorganizowanej", "untoc:18"),
    ("podle čl. 18 odst. 3 Úmluvy Organizace spojených národů proti nadnárodnímu organizovanému zločinu", "untoc:18"),
    ("enligt artikel 18 i Förenta nationernas konvention mot gränsöverskridande organiserad brottslighet", "untoc:18"),
    ("etter artikkel 18 i konvensjonen mot grenseoverskridende organisert kriminalitet", "untoc:18"),
    ("efter artikel 18 i FN's konvention mod grænseoverskridende organiseret kriminalitet", "untoc:18"),
    ("kansainvälisen järjestäytyneen rikollisuuden vastaisen Yhdistyneiden Kansakuntien yleissopimuksen 18 artiklan mukaan", "untoc:18"),
    ("του άρθρου 18 της Σύμβασης των Ηνωμένων Εθνών κατά του διεθνικού οργανωμένου εγκλήματος", "untoc:18"),
    ("articolul 18 din Convenţia Naţiunilor Unite împotriva criminalităţii transnaţionale organizate", "untoc:18"),
    ("ÜRO rahvusvahelise organiseeritud kuritegevuse vastase konventsiooni artikli 18 alusel", "untoc:18"),
    ("na podlagi 18. člena Konvencije Združenih narodov proti mednarodnemu organiziranemu kriminalu", "untoc:18"),
    ("a nemzetközi szervezett bűnözés elleni Egyezmény 18. cikke szerint", "untoc:18"),
    ("Pasal 18 Konvensi Perserikatan Bangsa-Bangsa Menentang Tindak Pidana Transnasional yang Terorganisasi", "untoc:18"),
    ("articles 7 to 9 of the Smuggling of Migrants Protocol", "som:7 som:8 som:9"),
]  # fmt: skip

NOT_NAMED = [
    ("under article 7 the ferryman applies the United Nations Convention against Transnational Organized Crime", "untoc"),
    ("the United Nations Convention against Transnational Organized Crime, article 18 of the Bridges Act", "untoc"),
    ("article 5. The United Nations Convention against Transnational Organized Crime hangs on the wall", "untoc"),
    ("article 10 of the Convention against Noise and the United Nations Convention against Transnational Organized Crime", "untoc"),
    ("article 50 of the Palermo Convention", "untoc"),
    ("section 467.11 and UNTOC", "untoc"),
    ("article 4 of a memorandum supplementing the United Nations Convention against Transnational Organized Crime", "untoc"),
    ("本法第五条及《联合国打击跨国有组织犯罪公约》", "untoc"),
    ("Protocol to Prevent, Suppress and Punish Trafficking in Persons, supplementing the United Nations Convention against Transnational Organized Crime", "tip"),
    ("the Palermo Convention; the Palermo Protocol", "untoc tip"),
]  # fmt: skip

NO_TREATY = [
    "",
    "The transnational ferry runs under article 18 of the protocol of the harbour.",
    "Das Protokoll der Sitzung führt nach Artikel 5 der Schriftführer.",
    "Palermo is a port, and article 18 of its statutes names a bridge.",
    "第十八条 渡船的议定书由船长保管。",
]


@pytest.mark.parametrize(("text", "targets"), NAMED)
def test_an_article_that_is_named_gives_a_tag(text: str, targets: str) -> None:
    tags = explicit_references("/akn/xx/act/bridges/eng@2001#sec_1", text)
    assert [tag.target for tag in tags] == targets.split()
    for tag in tags:
        assert (tag.grade, tag.score, tag.method) == (Grade.TOUCHES, 1.0, METHOD)
        assert tag.evidence
        assert all(evidence.stands_in(text) for evidence in tag.evidence)


@pytest.mark.parametrize(("text", "instruments_named"), NOT_NAMED)
def test_an_instrument_without_an_article_of_its_own_is_only_mentioned(text: str, instruments_named: str) -> None:
    found = mentions(text)
    assert [mention.instrument for mention in found] == instruments_named.split()
    assert all(mention.evidence.stands_in(text) for mention in found)
    assert explicit_references("/akn/xx/act/bridges/eng@2001#sec_1", text) == ()


@pytest.mark.parametrize("text", NO_TREATY)
def test_a_text_that_names_no_treaty(text: str) -> None:
    assert mentions(text) == ()


def test_the_same_article_named_twice_is_one_tag_with_two_places() -> None:
    text = "Article 18 of UNTOC binds the ferry. So does article 18 of the Palermo Convention."
    (tag,) = explicit_references("/akn/xx/act/bridges/eng@2001#sec_1", text)
    assert [evidence.quote for evidence in tag.evidence] == [
        "Article 18 of UNTOC",
        "article 18 of the Palermo Convention",
    ]


def test_every_full_name_of_an_instrument_is_known() -> None:
    for name, one in instruments().items():
        (mention,) = mentions(f"the {one.name}, as it stands")
        assert (mention.instrument, mention.evidence.quote) == (name, one.name)


def test_every_language_names_every_instrument() -> None:
    names = read_yaml(corpus_file("treaties", "names.yaml"))["names"]
    assert len(names) >= 25
    assert all(set(by_instrument) == set(instruments()) for by_instrument in names.values())


@given(st.text(max_size=60))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(
    st.lists(
        st.sampled_from(
            ["article 18", "第十八条", "of the ", "UNTOC", "议定书", "Palermo Protocol", "(", "5", " – ", "."]
        )
    )
)
def test_evidence_stands_in_any_soup_of_words(parts: list[str]) -> None:
    text = " ".join(parts)
    assert all(mention.evidence.stands_in(text) for mention in mentions(text))


def test_a_name_that_could_never_be_found_is_refused(tmp_path: Path) -> None:
    words = read_yaml(corpus_file("treaties", "names.yaml"))
    words["names"]["en"]["untoc"].append("Treaty of the Bridges")
    file = tmp_path / "names.yaml"
    file.write_text(yaml.safe_dump(words), encoding="utf-8")
    with pytest.raises(DataError, match=r"names\.en\.untoc: 'Treaty of the Bridges'"):
        load_treaty_names(file)
    words["names"]["en"]["untoc"][-1] = "UNTOC (broken"
    file.write_text(yaml.safe_dump(words), encoding="utf-8")
    with pytest.raises(DataError, match=r"'UNTOC \(broken'"):
        load_treaty_names(file)


def test_laws_that_name_no_treaty_pass_quickly() -> None:
    text = "The keeper of the bridge opens it for every boat that asks, and closes it after article 5. " * 9
    mentions(text)
    began = time.perf_counter()
    for _ in range(2000):
        mentions(text)
    # About 50,000 a second on a quiet machine; a fifth of what is asked leaves room for a busy one.
    assert 2000 / (time.perf_counter() - began) > 4000


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("law", "targets"),
    [
        ("nld/uitleveringswet/BWBR0002559.md", "som:6 tip:3 untoc:5 untoc:6 untoc:8 untoc:23"),
        ("nld/wet-wapens-en-munitie/BWBR0008804.md", "fap:10"),
        ("deu/waffengesetz/index.md", "fap:10"),
        ("fra/code-securite-interieure/LEGITEXT000025503132.md", "fap:10"),
        ("can/criminal-code/C-46-criminal-code.md", ""),
        ("jpn/organized-crime-punishment-act/411AC0000000136.md", ""),
    ],
)
def test_articles_that_real_laws_name(corpus_dir: Path, law: str, targets: str) -> None:
    text = (corpus_dir / law).read_text(encoding="utf-8")
    found = {tag.target for tag in explicit_references("/akn/xx/act/law/eng@2001#sec_1", text)}
    assert found == set(targets.split())
