"""Acronyms and short names: what they stand for, where they count, and what a broken file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from palermo.asking.aliases import Alias, AliasKind, aliases, aliases_in, load_aliases
from palermo.concepts.load import concepts
from palermo.errors import DataError
from palermo.model.state import states
from palermo.treaties.reference import instrument_ids


def found(question: str) -> list[tuple[str, str | None, str]]:
    """The short forms found, with their State and the words that they stand on."""
    return [(one.alias.short, one.alias.state, question[one.start : one.end]) for one in aliases_in(question)]


@pytest.mark.parametrize(
    ("question", "short", "treaty"),
    [
        ("UNTOC penalties", "UNTOC", "untoc"),
        ("the unctoc", "UNTOC", "untoc"),
        ("Palermo and after", "Palermo", "untoc"),
        ("palermo convention", "Palermo Convention", "untoc"),
        ("TIP", "TIP", "tip"),
        ("TiP", "TIP", "tip"),
        ("trafficking protocol", "Trafficking Protocol", "tip"),
        ("SOM", "SOM", "som"),
        ("Firearms Protocol", "Firearms Protocol", "fap"),
        ("Protocole relatif a la traite", "Protocole contre la traite", "tip"),
        ("Протокола о торговле людьми", "Протокол о торговле людьми", "tip"),
        ("《枪支议定书》", "枪支议定书", "fap"),
    ],
)
def test_treaties(question: str, short: str, treaty: str) -> None:
    (one,) = aliases_in(question)
    assert (one.alias.kind, one.alias.short, one.alias.treaty) == (AliasKind.TREATY, short, treaty)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("PMLA and UAPA offences India", [("PMLA", "IND", "PMLA"), ("PMLA", "LKA", "PMLA"), ("UAPA", "IND", "UAPA")]),
        ("section 3 itp act", [("ITP Act", "IND", "itp act")]),
        ("18 U.S.C. 1961", [("USC", "USA", "U.S.C")]),
        ("18 USC 1961", [("USC", "USA", "USC")]),
        ("art. 416-bis c.p.", [("c.p.", "ITA", "c.p")]),
        ("LFCDO", [("LFCDO", "MEX", "LFCDO")]),
        ("ст. 210 УК РФ", [("УК РФ", "RUS", "УК РФ")]),
        ("AML/CFT and KYC", [("AML", None, "AML/CFT"), ("KYC", None, "KYC")]),
        ("mla treaty", [("MLA", None, "mla")]),
    ],
)
def test_laws_and_general_terms(question: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert found(question) == expected


@pytest.mark.parametrize(
    "question",
    ["", "a tip for you", "palermo", "es poca cosa", "un hombre rico", "at a steady pace", "som om", "cp", "str",
     "untocable", "AMLX", "the protocol", "SR71"],
)  # fmt: skip
def test_words_that_are_no_short_form(question: str) -> None:
    assert found(question) == []


def test_a_form_of_several_states_comes_once_for_each_with_the_most_likely_first() -> None:
    assert [state for _, state, _ in found("§ 129 StGB")] == ["DEU", "AUT", "CHE", "LIE"]
    assert {one.alias.state for one in aliases_in("POCA")} >= {"GBR", "ZAF", "NAM"}
    assert len({(one.start, one.end) for one in aliases_in("POCA")}) == 1


def test_what_ships_is_of_every_kind_and_leads_somewhere() -> None:
    kinds = [one.kind for one in aliases()]
    assert {kind: kinds.count(kind) >= 30 for kind in AliasKind} == dict.fromkeys(AliasKind, True)
    assert {one.treaty for one in aliases() if one.kind is AliasKind.TREATY} >= set(instrument_ids())
    assert all(one.state in states() for one in aliases() if one.kind is AliasKind.LAW)
    assert all(one.concept in concepts() for one in aliases() if one.kind is AliasKind.GENERAL)
    assert not any(word[-4:].isdigit() for one in aliases() for word in one.words if one.kind is AliasKind.LAW)


@pytest.mark.parametrize("one", aliases(), ids=lambda one: f"{one.short}-{one.state}")
def test_every_form_that_ships_is_found(one: Alias) -> None:
    for form in one.forms:
        assert one in [each.alias for each in aliases_in(f"x {form} x")]


GOOD = "treaties: []\nlaws: []\ngeneral:\n  - {short: KYC, words: [know your customer]}\n"


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "aliases.yaml"
    file.write_text(GOOD, encoding="utf-8")
    (one,) = load_aliases(file)
    assert (one.kind, one.forms, one.words) == (AliasKind.GENERAL, ("KYC",), ("know your customer",))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{short: KYC}", "line 5: .*words"),
        ("{short: K, words: [a]}", "line 5: .*short"),
        ("{short: UBO, words: [a], colour: red}", "line 5: .*colour"),
        ("{short: UBO, words: [a], state: Germany}", "line 5: .*state"),
        ("{short: UBO, words: [a], state: XXX}", "line 5: 'XXX' is the code of no State"),
        ("{short: UBO, words: [a], treaty: 'untoc:99'}", "line 5: 'untoc:99' is no instrument"),
        ("{short: UBO, words: [a], concept: owner}", "line 5: the concept 'owner' is not in concepts.yaml"),
        ("{short: kyc, words: [know your customer]}", "line 5: 'kyc' stands there twice"),
    ],
)
def test_a_broken_entry_is_named_with_its_line(tmp_path: Path, line: str, problem: str) -> None:
    file = tmp_path / "aliases.yaml"
    file.write_text(f"{GOOD}  - {line}\n", encoding="utf-8")
    with pytest.raises(DataError, match=rf"aliases\.yaml, {problem}"):
        load_aliases(file)


def test_a_law_needs_its_state(tmp_path: Path) -> None:
    file = tmp_path / "aliases.yaml"
    file.write_text("treaties: []\nlaws:\n  - {short: POCA, words: [a]}\ngeneral: []\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 3: 'POCA' is a law and needs its state"):
        load_aliases(file)
