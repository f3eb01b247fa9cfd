"""Invented laws in several formats and sizes, for machines without real ones. The same every time."""

from __future__ import annotations

import html
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.invented_pdf import pdf_of_lines

SIZES = (8, 40, 160, 640)
"""Provisions in a law, in turn: most laws are short, codes are long."""

_SPEECH: dict[str, dict[str, Sequence[str]]] = {
    "en": {
        "states": ("UGA", "NAM", "GHA"),
        "title": ("Harbour and Lantern Act",),
        "chapter": ("Chapter",),
        "article": ("Section",),
        "heading": ("Lanterns in the harbour", "Duties of the warden", "Seizure of boats", "Help between States"),
        "sentence": (
            "Whoever leads an organized criminal group that hides boats at night is punished by imprisonment.",
            "The warden keeps a book of every lantern and shows it to the court on request.",
            "Extradition for an offence of this kind is granted where both sides punish it.",
            "The proceeds of crime that were turned into boats or lanterns are confiscated.",
            "A person who promises the warden a gift so that he looks away commits an offence.",
            "This section gives effect to article 16 of the United Nations Convention against Transnational "
            "Organized Crime as far as boats are concerned.",
        ),
    },
    "fr": {
        "states": ("FRA", "BEL", "SEN"),
        "title": ("Loi sur les lanternes du port",),
        "chapter": ("Chapitre",),
        "article": ("Article",),
        "heading": ("Des lanternes du port", "Des devoirs du gardien", "De la saisie des barques", "De l'entraide"),
        "sentence": (
            "Quiconque dirige une association de malfaiteurs qui cache des barques la nuit est puni de prison.",
            "Le gardien tient un livre de toutes les lanternes et le montre au juge qui le demande.",
            "L'extradition est accordée pour cette infraction lorsque les deux pays la punissent.",
            "Le produit du crime qui a servi à acheter des barques ou des lanternes est confisqué.",
            "Celui qui offre un cadeau au gardien pour qu'il détourne les yeux commet une infraction.",
        ),
    },
    "es": {
        "states": ("ARG", "MEX", "ESP"),
        "title": ("Ley de los faroles del puerto",),
        "chapter": ("Capítulo",),
        "article": ("Artículo",),
        "heading": ("De los faroles del puerto", "Deberes del guardián", "Del decomiso de las barcas", "De la ayuda"),
        "sentence": (
            "Quien dirija un grupo delictivo organizado que esconda barcas por la noche será castigado con prisión.",
            "El guardián lleva un libro de todos los faroles y lo muestra al juez que lo pida.",
            "La extradición por este delito se concede cuando ambos países lo castigan.",
            "El producto del delito que se haya convertido en barcas o faroles será decomisado.",
            "La persona que prometa un regalo al guardián para que no mire comete un delito.",
        ),
    },
}  # fmt: skip
_PER_CHAPTER = 12


@dataclass(frozen=True, slots=True)
class _Section:
    number: int
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Invented:
    title: str
    language: str
    state: str
    chapter: str
    article: str
    sections: tuple[_Section, ...]

    def chapters(self) -> list[tuple[int, tuple[_Section, ...]]]:
        starts = range(0, len(self.sections), _PER_CHAPTER)
        return [(place, self.sections[start : start + _PER_CHAPTER]) for place, start in enumerate(starts, 1)]


def invent(folder: Path, laws: int = 60, sizes: Sequence[int] = SIZES) -> None:
    """Write `laws` deposits with labels (`gold.jsonl`) below `folder`, in turn in each format, size and language."""
    chance = random.Random(20001115)
    languages, formats = list(_SPEECH), list(_FORMATS)
    for place in range(laws):
        # Sizes change every second law and formats with each, so that every format comes in every size.
        size = sizes[place // 2 % len(sizes)]
        law = _law(place + 1, size, languages[place % len(languages)], chance)
        name, write = formats[place % len(formats)], _FORMATS[formats[place % len(formats)]]
        home = folder / law.state.lower() / f"lantern-law-{place + 1}"
        home.mkdir(parents=True)
        file = f"law.{name}"
        (home / file).write_bytes(write(law))
        meta = {
            "state": law.state, "title": law.title, "language": law.language, "kind": "act",
            "year": 1950 + place % 70, "identifier": f"{place + 1}", "version_date": "2024-01-01", "files": [file],
        }  # fmt: skip
        (home / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
        labels = "".join(json.dumps({"provision": str(section.number), "tags": []}) + "\n" for section in law.sections)
        (home / "gold.jsonl").write_text(labels, encoding="utf-8")


def _law(place: int, size: int, language: str, chance: random.Random) -> _Invented:
    speech = _SPEECH[language]
    sections = tuple(
        _Section(number, chance.choice(speech["heading"]), _paragraphs(speech["sentence"], chance))
        for number in range(1, size + 1)
    )  # fmt: skip
    state = speech["states"][place % len(speech["states"])]
    return _Invented(
        f"{speech['title'][0]} {place}", language, state, speech["chapter"][0], speech["article"][0], sections
    )


def _paragraphs(sentences: Sequence[str], chance: random.Random) -> tuple[str, ...]:
    count = chance.randint(1, 4)
    return tuple(" ".join(chance.choices(sentences, k=chance.randint(1, 4))) for _ in range(count))


def _markdown(law: _Invented) -> bytes:
    lines = [f"# {law.title}", ""]
    for chapter, sections in law.chapters():
        lines += [f"## {law.chapter} {chapter}", ""]
        for section in sections:
            lines += [f"### {law.article} {section.number}. {section.heading}", ""]
            for paragraph in section.paragraphs:
                lines += [paragraph, ""]
    return "\n".join(lines).encode()


def _text_lines(law: _Invented) -> list[str]:
    lines = [law.title, ""]
    for chapter, sections in law.chapters():
        lines += [f"{law.chapter} {chapter}", ""]
        for section in sections:
            lines += [f"{law.article} {section.number}. {section.heading}", "", *section.paragraphs, ""]
    return lines


def _text(law: _Invented) -> bytes:
    return "\n".join(_text_lines(law)).encode()


def _html(law: _Invented) -> bytes:
    parts = [f"<!doctype html><html lang='{law.language}'><head><title>{law.title}</title></head><body>"]
    parts.append(f"<h1>{law.title}</h1>")
    for chapter, sections in law.chapters():
        parts.append(f"<h2>{law.chapter} {chapter}</h2>")
        for section in sections:
            parts.append(f"<h3>{law.article} {section.number}. {html.escape(section.heading)}</h3>")
            parts += [f"<p>{html.escape(paragraph)}</p>" for paragraph in section.paragraphs]
    return "".join([*parts, "</body></html>"]).encode()


def _xml(law: _Invented) -> bytes:
    parts = ['<?xml version="1.0"?><akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><body>']
    for chapter, sections in law.chapters():
        parts.append(f'<chapter eId="chp_{chapter}"><num>{law.chapter} {chapter}</num>')
        for section in sections:
            parts.append(f'<article eId="art_{section.number}"><num>{law.article} {section.number}</num>')
            parts.append(f"<heading>{html.escape(section.heading)}</heading>")
            for paragraph in section.paragraphs:
                parts.append(f"<paragraph><content><p>{html.escape(paragraph)}</p></content></paragraph>")
            parts.append("</article>")
        parts.append("</chapter>")
    return "".join([*parts, "</body></act></akomaNtoso>"]).encode()


def _json(law: _Invented) -> bytes:
    provisions = [
        {
            "provision_ref": f"s{section.number}", "section": str(section.number),
            "chapter": f"{law.chapter} {chapter}", "title": section.heading, "content": "\n".join(section.paragraphs),
        }
        for chapter, sections in law.chapters()
        for section in sections
    ]  # fmt: skip
    return json.dumps({"title": law.title, "provisions": provisions}, ensure_ascii=False).encode()


def _pdf(law: _Invented) -> bytes:
    return pdf_of_lines(_text_lines(law))


_FORMATS: dict[str, Callable[[_Invented], bytes]] = {
    "md": _markdown, "xml": _xml, "html": _html, "json": _json, "txt": _text, "pdf": _pdf,
}  # fmt: skip
