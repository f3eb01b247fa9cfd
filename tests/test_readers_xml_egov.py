"""Japanese laws in the XML of e-Gov: articles, supplementary provisions, appendices, ruby. The laws are invented."""

from __future__ import annotations

import pytest

from ingest.document import Document
from ingest.readers import reader_for
from ingest.readers.egov import READER
from ingest.source import Source
from ingest.split.assemble import Draft
from ingest.split.splitting import split
from palermo.errors import ReadError


def read(body: str) -> Document:
    law = (
        '<Law Era="Showa" Lang="ja" LawType="Act" Num="9" Year="33"><LawNum>昭和三十三年法律第九号</LawNum>'
        f"<LawBody><LawTitle>灯台法</LawTitle>{body}</LawBody></Law>"
    )
    source = Source("law.xml", f"<DataRoot><LawFullText>{law}</LawFullText></DataRoot>".encode())
    assert reader_for(source) is READER
    return READER.read(source)


def provisions(body: str) -> list[Draft]:
    return split(read(body))


def sentence(words: str) -> str:
    return f"<ParagraphSentence><Sentence>{words}</Sentence></ParagraphSentence>"


def article(number: str, label: str, words: str, caption: str = "") -> str:
    above = f"<ArticleCaption>（{caption}）</ArticleCaption>" if caption else ""
    paragraph = f'<Paragraph Num="1"><ParagraphNum/>{sentence(words)}</Paragraph>'
    return f'<Article Num="{number}">{above}<ArticleTitle>{label}</ArticleTitle>{paragraph}</Article>'


def test_an_article_has_its_caption_its_paragraphs_and_its_items() -> None:
    body = (
        '<TOC><TOCLabel>目次</TOCLabel></TOC><MainProvision><Chapter Num="1"><ChapterTitle>第一章　総則</ChapterTitle>'
        '<Article Num="3_2"><ArticleCaption>（<Ruby>灯<Rt>ひ</Rt></Ruby>台）</ArticleCaption>'
        "<ArticleTitle>第三条の二</ArticleTitle>"
        f'<Paragraph Num="1"><ParagraphNum/>{sentence("守る。")}</Paragraph>'
        f'<Paragraph Num="2"><ParagraphNum>２</ParagraphNum>{sentence("次のとおり。")}<Item Num="1"><ItemTitle>一</ItemTitle>'
        "<ItemSentence><Column><Sentence>船</Sentence></Column><Column><Sentence>岸<Ruby>辺<Rt>べ</Rt></Ruby></Sentence>"
        "</Column></ItemSentence><Subitem1><Subitem1Title>イ</Subitem1Title><Subitem1Sentence><Sentence>小船</Sentence>"
        "</Subitem1Sentence></Subitem1></Item></Paragraph></Article></Chapter></MainProvision>"
    )
    document = read(body)
    (draft,) = split(document)
    assert (draft.number, draft.label, draft.heading) == ("3-2", "第三条の二", "灯台")
    assert draft.path == ("第一章 総則",)
    assert draft.paragraphs == ["守る。", "２ 次のとおり。", "一 船 岸辺", "イ 小船"]
    assert document.facts == {
        "native_title": "灯台法", "language": "ja", "identifier": "昭和三十三年法律第九号", "year": "1958",
    }  # fmt: skip


def test_articles_repealed_together_have_one_number() -> None:
    (draft,) = provisions(f"<MainProvision>{article('5:7', '第五条から第七条まで', '削除')}</MainProvision>")
    assert (draft.number, draft.text) == ("5–7", "削除")


def test_supplementary_provisions_number_anew_under_the_law_that_brings_them() -> None:
    label = "<SupplProvisionLabel>附　則</SupplProvisionLabel>"
    drafts = provisions(
        f"<MainProvision>{article('1', '第一条', '灯台を守る。')}</MainProvision>"
        f'<SupplProvision>{label}<Paragraph Num="1"><ParagraphNum>１</ParagraphNum>{sentence("施行する。")}</Paragraph>'
        f'</SupplProvision><SupplProvision AmendLawNum="令和二年法律第三号" Extract="true">{label}'
        f"{article('1', '第一条', '施行期日を定める。', '施行期日')}</SupplProvision>"
    )
    assert [(draft.number, draft.heading, draft.text) for draft in drafts] == [
        ("1", "", "灯台を守る。"), ("附則", "", "１ 施行する。"),
        ("附則（令和二年法律第三号）:1", "施行期日", "施行期日を定める。"),
    ]  # fmt: skip
    assert len({draft.eid for draft in drafts}) == 3


def test_appendices_keep_their_rows_and_the_articles_they_belong_to() -> None:
    row = "<TableRow><TableColumn><Sentence>一</Sentence></TableColumn><TableColumn><Sentence>灯</Sentence></TableColumn></TableRow>"
    _, draft = provisions(
        f"<MainProvision>{article('1', '第一条', '守る。')}</MainProvision><AppdxTable Num='1'><AppdxTableTitle>別表第一"
        f"</AppdxTableTitle><RelatedArticleNum>（第一条関係）</RelatedArticleNum><TableStruct><Table>{row}</Table></TableStruct>"
        "</AppdxTable>"
    )
    assert (draft.number, draft.heading, draft.text) == ("別表第一", "第一条関係", "一 | 灯")


def test_a_law_of_numbered_paragraphs_has_them_for_provisions() -> None:
    paragraphs = "".join(
        f'<Paragraph Num="{n}"><ParagraphNum>{n}</ParagraphNum>{sentence(f"その{n}。")}</Paragraph>' for n in (1, 2)
    )
    drafts = provisions(f"<MainProvision>{paragraphs}</MainProvision>")
    assert [(draft.number, draft.text) for draft in drafts] == [("1", "その1。"), ("2", "その2。")]


def test_articles_of_another_law_stay_words_of_the_amending_one() -> None:
    quoted = f"<AmendProvision><NewProvision>{article('9', '第九条', '消す。')}</NewProvision></AmendProvision>"
    body = article("1", "第一条", "次のように改める。").replace("</Paragraph>", f"{quoted}</Paragraph>")
    (draft,) = provisions(f"<MainProvision>{body}</MainProvision>")
    assert draft.number == "1"
    assert draft.paragraphs[1:] == ["第九条 消す。"]


def test_a_law_without_words_is_not_read() -> None:
    with pytest.raises(ReadError, match="no text"):
        read("<MainProvision/>")
