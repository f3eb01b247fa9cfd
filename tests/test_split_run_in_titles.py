"""Titles that run into the line of the number that they name. The texts are ours."""

from __future__ import annotations

import pytest

from ingest.document import Document
from ingest.readers.plain_text import read_text_blocks
from ingest.split.assemble import Draft
from ingest.split.splitting import split

TITLES = ["Harbour of the act", "Lantern keepers", "Boats at night", "Fees of the pier"]
LABELS = ["Section {}.", "Art. {}.", "§ {}.", "Чл. {}.", "Artículo {}.-", "Madde {} –"]
SENTENCE = "The keeper of the harbour lights the lantern before the boats come in at night."


def parts(lines: list[str]) -> list[Draft]:
    return split(Document("plain", read_text_blocks("\n\n".join(lines))))


@pytest.mark.parametrize("label", LABELS)
def test_the_title_is_parted_from_the_number(label: str) -> None:
    lines = [f"{title} {label.format(number)} {SENTENCE}" for number, title in enumerate(TITLES, start=1)]
    drafts = [draft for draft in parts(lines) if draft.number]
    assert [(draft.number, draft.heading, draft.text) for draft in drafts] == [
        (str(number), title, SENTENCE) for number, title in enumerate(TITLES, start=1)
    ]


def test_some_titles_on_lines_of_their_own_count_as_well() -> None:
    lines = [f"{title} Art. {number}. {SENTENCE}" for number, title in enumerate(TITLES, start=1)]
    lines[1:2] = [TITLES[1], f"Art. 2. {SENTENCE}"]
    drafts = [draft for draft in parts(lines) if draft.number]
    assert [(draft.number, draft.heading) for draft in drafts] == list(zip("1234", TITLES, strict=True))


@pytest.mark.parametrize(
    "cited",
    [
        "As laid down in Section {}. The keeper reports to the harbour master before the boats leave.",
        "Subject to what is said of lanterns: Section {}. The keeper reports to the harbour master.",
        "the lantern of Section {}. The keeper reports to the harbour master before the boats leave.",
    ],
)
def test_a_number_cited_in_a_sentence_parts_nothing(cited: str) -> None:
    """The numbers cited are often the next ones, but not as a rule."""
    lines = []
    for number, following in ((1, 2), (2, 9), (3, 4), (4, 1), (5, 2)):
        lines += [f"Section {number}. {SENTENCE}", cited.format(following)]
    drafts = [draft for draft in parts(lines) if draft.number]
    assert [draft.number for draft in drafts] == ["1", "2", "3", "4", "5"]
    assert all(cited.format(2)[:20] in draft.text for draft in drafts)
