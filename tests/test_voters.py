"""Optional voters: what a vote may change, and tiny models that the tests make themselves."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from palermo.embedding import unit_rows
from palermo.errors import DataError, UsageError
from palermo.settings import Settings
from palermo.tagging.embedding_voter import EmbeddingVoter
from palermo.tagging.language_model_voter import LanguageModelVoter, Program, Question
from palermo.tagging.law_text import LawText, ProvisionText
from palermo.tagging.parameters import METHOD, parameters
from palermo.tagging.tagger import Tagger, is_by_signals, needs_review, tag_law
from palermo.tagging.voters import DOUBT_FROM, Pair, voted, voters_of
from palermo.treaties.knowledge import knowledge

ARTICLES = ["untoc:6", "untoc:16"]
LAW = LawText(
    (("en", "Harbour Act"),),
    [
        ProvisionText("Laundering", ("Part 1",), "Whoever launders the proceeds of smuggling is liable.", "en"),
        ProvisionText("Surrender", (), "The person sought is surrendered to the requesting State.", "en"),
    ],
)
SURE_FROM = 0.8


class Always:
    """A voter with one opinion, which remembers what it was asked."""

    name = "always/1"

    def __init__(self, vote: float) -> None:
        self.vote = vote
        self.asked: list[Pair] = []

    def votes(self, law: LawText, pairs: Sequence[Pair]) -> Sequence[float]:
        self.asked += pairs
        return [self.vote] * len(pairs)


def scores(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32).reshape(2, 2)


def test_only_what_is_in_doubt_is_put_to_the_vote() -> None:
    voter = Always(1)
    before = scores(0.5, DOUBT_FROM / 2, 0.9, 0.2)
    after, in_doubt = voted(before, LAW, ARTICLES, [voter], SURE_FROM)
    assert voter.asked == [Pair(0, "untoc:6"), Pair(1, "untoc:16")]
    assert in_doubt.tolist() == [[True, False], [False, True]]
    assert after[0, 1] == before[0, 1]
    assert after[1, 0] == before[1, 0]
    assert after[0, 0] == pytest.approx(0.731, abs=0.001)


def test_a_vote_goes_both_ways_and_never_makes_a_tag_sure() -> None:
    up, _ = voted(scores(0.75, 0.2, 0, 0), LAW, ARTICLES, [Always(1)], SURE_FROM)
    down, _ = voted(scores(0.75, 0.2, 0, 0), LAW, ARTICLES, [Always(-1)], SURE_FROM)
    none, _ = voted(scores(0.75, 0.2, 0, 0), LAW, ARTICLES, [Always(1), Always(-1)], SURE_FROM)
    assert 0.75 < up[0, 0] < SURE_FROM
    assert up[0, 1] > 0.2 > down[0, 1]
    assert none == pytest.approx(scores(0.75, 0.2, 0, 0), abs=1e-6)


def test_without_voters_nothing_changes() -> None:
    before = scores(0.5, 0.2, 0.9, 0)
    after, in_doubt = voted(before, LAW, ARTICLES, [], SURE_FROM)
    assert after is before
    assert not in_doubt.any()


@pytest.mark.parametrize("vote", [1.5, -2, float("nan")])
def test_what_is_no_vote_is_refused(vote: float) -> None:
    with pytest.raises(DataError, match="always/1: 4 votes from -1 to 1"):
        voted(scores(0.5, 0.5, 0.5, 0.5), LAW, ARTICLES, [Always(vote)], SURE_FROM)


def test_a_tag_that_was_voted_on_says_so_and_may_be_lost_by_the_vote() -> None:
    plain = tag_law(LAW)
    for vote in (1.0, -1.0):
        tagged = Tagger(knowledge(), parameters(), [Always(vote)]).tag(LAW)
        own = [tag for tags in tagged.tags for tag in tags if is_by_signals(tag)]
        by_vote = [tag for tag in own if tag.method == f"{METHOD}+always/1"]
        assert by_vote
        assert all(needs_review(tag) for tag in by_vote)
        assert {tag.method for tag in own} <= {METHOD, f"{METHOD}+always/1"}
    loud = sum(map(len, Tagger(knowledge(), parameters(), [Always(1)]).tag(LAW).tags))
    quiet = sum(map(len, Tagger(knowledge(), parameters(), [Always(-1)]).tag(LAW).tags))
    assert quiet < sum(map(len, plain.tags)) <= loud


def test_none_is_on_unless_the_settings_name_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PALERMO_EMBEDDING_MODEL", "PALERMO_EMBEDDING_VOTES", "PALERMO_LANGUAGE_MODEL"):
        monkeypatch.delenv(name, raising=False)
    assert voters_of(Settings(), knowledge()) == ()


class WordVectors:
    """An embedder of two subjects in two languages: a word is as near to its translation as to itself."""

    name, fingerprint, dimensions, floor = "words", "0f", 2, 0.4
    subjects: ClassVar = {"launder": 0, "lavado": 0, "mark": 1, "firearm": 1, "arma": 1}

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        found = np.zeros((len(texts), 2), np.float32)
        for row, text in enumerate(texts):
            for word, subject in self.subjects.items():
                found[row, subject] += text.casefold().count(word)
        return unit_rows(found)


def test_the_nearer_article_has_the_vote_in_any_language() -> None:
    voter = EmbeddingVoter(WordVectors(), knowledge())
    assert voter.name == "embedding-similarity/1 words 0f"
    words = ("Whoever launders money.", "A firearm is marked.", "El lavado de activos.")
    law = LawText((), [ProvisionText("", (), one, "en") for one in words])
    pairs = [Pair(row, article) for row in range(3) for article in ("untoc:6", "fap:8")]
    votes = voter.votes(law, pairs)
    assert votes == voter.votes(law, pairs)
    assert votes[0] > 0 > votes[1]
    assert votes[3] > 0 > votes[2]
    assert votes[4] > 0 > votes[5]
    assert voter.votes(law, [Pair(0, "untoc:999")]) == [0.0]
    assert voter.votes(law, []) == []


def test_the_model_votes_only_where_that_is_switched_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("palermo.embedding.load_embedder", lambda folder, floor: WordVectors())
    monkeypatch.setenv("PALERMO_EMBEDDING_MODEL", str(tmp_path))
    assert voters_of(Settings(), knowledge()) == ()
    monkeypatch.setenv("PALERMO_EMBEDDING_VOTES", "1")
    assert [voter.name for voter in voters_of(Settings(), knowledge())] == ["embedding-similarity/1 words 0f"]
    monkeypatch.delenv("PALERMO_EMBEDDING_MODEL")
    with pytest.raises(UsageError, match="names no model"):
        voters_of(Settings(), knowledge())


def test_a_language_model_is_asked_what_the_article_asks() -> None:
    asked: list[Question] = []

    def model(questions: Sequence[Question]) -> Sequence[float]:
        asked.extend(questions)
        return [0.5] * len(questions)

    assert LanguageModelVoter(model, knowledge()).votes(LAW, [Pair(0, "untoc:6")]) == [0.5]
    assert asked[0].headings == ("Part 1", "Laundering")
    assert asked[0].text == LAW.provisions[0].text
    assert asked[0].article_heading == "Criminalization of the laundering of proceeds of crime"
    assert asked[0].requirements == tuple(one.statement for one in knowledge().of_article("untoc:6"))


def program(file: Path, body: str) -> Path:
    file.write_text(f"#!{sys.executable}\nimport json, sys\n{body}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


ANSWERING = "for line in sys.stdin: print(1 if 'launder' in json.loads(line)['text'] else -1)"


def test_a_program_answers_a_line_for_each_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALERMO_LANGUAGE_MODEL", str(program(tmp_path / "ask", ANSWERING)))
    (language_model,) = voters_of(Settings(), knowledge())
    assert language_model.name == "language-model/1"
    assert language_model.votes(LAW, [Pair(0, "untoc:6"), Pair(1, "untoc:6")]) == [1, -1]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("sys.exit('the model is cold')", "status 1: the model is cold"),
        ("print('perhaps')", "a number a line"),
        ("import time; time.sleep(30)", "no answer within"),
    ],
)
def test_a_program_that_fails_is_named(tmp_path: Path, body: str, said: str) -> None:
    asking = LanguageModelVoter(Program(program(tmp_path / "ask", body), seconds=3), knowledge())
    with pytest.raises(DataError, match=said):
        asking.votes(LAW, [Pair(0, "untoc:6")])


def test_a_program_that_cannot_be_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no program at"):
        Program(tmp_path / "none")
    (tmp_path / "plain").write_text("no program", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be run"):
        Program(tmp_path / "plain")([])
