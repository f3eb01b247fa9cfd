"""Article: a numbered article of an instrument with its heading, theme and paragraphs."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field, field_validator

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ITEM = rf"(?:\.(?:{'|'.join(_ROMAN)}))?"
_PARAGRAPH = re.compile(rf"^(?:[1-9]\d?(?:\.[a-z]{_ITEM})?|[a-z]{_ITEM})$")


class Theme(BaseModel):
    """One of a closed list of subjects that run across the four instruments."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    name: str = Field(min_length=1)
    about: str = Field(min_length=1)


class Article(BaseModel):
    """An article: its heading as in the instrument, and one sentence of ours on what it is about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = Field(ge=1)
    heading: str = Field(min_length=1)
    theme: str = Field(min_length=1)
    """The id of a theme."""
    statement: str = Field(min_length=20, pattern=r"\.$")
    paragraphs: tuple[str, ...] = ()
    """Ids of paragraphs, subparagraphs and items in order, such as `1.a.ii`; empty where undivided."""

    @field_validator("paragraphs")
    @classmethod
    def _paragraphs_follow_one_another(cls, paragraphs: tuple[str, ...]) -> tuple[str, ...]:
        children: dict[str, int] = {"": 0}
        for paragraph in paragraphs:
            if not _PARAGRAPH.match(paragraph):
                raise ValueError(f"'{paragraph}' is no paragraph id: write it like 2, 2.a, 2.a.ii or a")
            if paragraph in children:
                raise ValueError(f"'{paragraph}' stands there twice")
            parent = paragraph.rpartition(".")[0]
            if parent not in children:
                raise ValueError(f"the parent of '{paragraph}', '{parent}', is missing or comes after it")
            children[parent] += 1
            if _place(paragraph) != children[parent]:
                raise ValueError(f"'{paragraph}' is number {children[parent]} in '{parent}': the order is broken")
            children[paragraph] = 0
        if len({paragraph[0].isdigit() for paragraph in paragraphs}) > 1:
            raise ValueError("an article has numbered paragraphs or lettered ones, not both")
        return paragraphs


def _place(paragraph: str) -> int:
    """Which of its siblings a paragraph is. Levels: 1, (a), (i); or (a), (i) where nothing is numbered."""
    *above, last = paragraph.split(".")
    if last.isdigit():
        return int(last)
    lettered = not above or (len(above) == 1 and above[0].isdigit())
    return ord(last) - ord("a") + 1 if lettered else _ROMAN.index(last) + 1
