"""What the first words of a line say: whether it opens a provision, a part, or an item of a list."""

from __future__ import annotations

import re

_NUMERAL = r"(?:\d+|[ivxlcdm]+\b|[一二三四五六七八九十百千〇零]+)"
# The words for article, section, chapter and part that stand before a number; for the layout of lines only.
# Which of them opens a provision, and with which number, is for the splitter to say.
_WORDS = (
    "article|art|section|sec|clause|rule|regulation|chapter|part|title|schedule|annex|paragraph|"
    "artículo|artigo|articolo|artikel|articolul|artiklis?|članak|člen|článek|článok|artykuł|straipsnis|pants|"
    "capítulo|capitolo|kapitel|kapittel|hoofdstuk|chapitre|titre|título|titolo|titel|teil|abschnitt|partie|"
    "sección|secção|seção|sezione|paragraf|pasal|bab|madde|bölüm|neni|peatükk|luku|pykälä|"
    "άρθρο|αρθρο|κεφάλαιο|κεφαλαιο|μέρος|τμήμα|статья|статя|стаття|глава|раздел|розділ|член|чл|бап|"
    "المادة|مادة|ماده|الفصل|الباب|القسم|მუხლი|סעיף|פרק"
)
_UNIT = re.compile(
    rf"^[\W_]*(?:(?:{_WORDS})\b\.?[\s(:\u00a0-]*{_NUMERAL}|§§?\s*\d|第\s*{_NUMERAL}\s*[条條章节節編编款]|"
    rf"(?:المادة|مادة|ماده|الفصل|الباب)\s+ال|\d+\s*\.\s*§|제\s*\d+\s*[조장절])",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"^(?:\x0e[^\x0f]{1,4}\x0f\s*\S|[(\[]\s*\w{1,5}\s*[)\]]|\w{1,3}[).]\s|\d+(?:[.-]\d+)*[A-Za-z]{0,3}[.)]\s?\D|"
    r"[•‣▪◦–—-]\s)"
)


def opens_unit(text: str) -> bool:
    """Whether a line begins like the heading of a provision or part: `Article 5`, `§ 5`, `مادة (٥)`, `第五条`."""
    return bool(_UNIT.match(text))


def opens_item(text: str) -> bool:
    """Whether a line begins with the mark of an item: `(a)`, `1.`, `IV)`, a bullet or a raised number."""
    return bool(_ITEM.match(text))
