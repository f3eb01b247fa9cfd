"""Reading: orders, filters, unknown ids, and the export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from catalogue_samples import Backend, a_law, a_tag, a_version, blobs_of, numbers, put
from sqlalchemy import event

from catalogue.read_laws import Holdings
from catalogue.store import Catalogue
from palermo.errors import CatalogueError, UnknownIdError, UsageError
from palermo.model.law import Kind
from palermo.model.tag import Grade

pytest_plugins = ["catalogue_backends"]

RIVER, HARBOUR, GUIDE = a_law("river"), a_law("harbour", "BEL"), a_law("guide", "UNO", kind=Kind.MODEL)


@pytest.fixture
def stocked(catalogue: Catalogue) -> Catalogue:
    """Three laws; the first has an old version too, and two languages."""
    for edition in ("2020", "2021"):
        put(catalogue, RIVER, a_version(RIVER, edition, language="fr"))
    put(catalogue, GUIDE, a_version(GUIDE, provisions=3))
    put(catalogue, HARBOUR, a_version(HARBOUR, provisions=0))
    put(catalogue, RIVER, a_version(RIVER, "2021", language="en", provisions=4))
    return catalogue


def test_laws_by_state_and_kind(stocked: Catalogue) -> None:
    assert stocked.laws() == [RIVER, HARBOUR, GUIDE]
    assert stocked.laws(state="BEL") == [HARBOUR]
    assert stocked.laws(kind=Kind.MODEL) == [GUIDE]
    assert stocked.laws(state="BEL", kind=Kind.MODEL) == []


def test_versions_by_language_and_date(catalogue: Catalogue) -> None:
    given = [("x", "fr", "2020"), ("a", "fr", "2021"), ("b", "en", "2021"), ("z", "fr", None)]
    for edition, language, date in given:
        put(catalogue, RIVER, a_version(RIVER, edition, language=language, date=date))
    ends = [version.id.rsplit("/", 1)[1] for version in catalogue.versions(RIVER.id)]
    assert ends == ["en@b", "fr@z", "fr@x", "fr@a"]


def test_holdings_count_current_provisions_and_all_versions(stocked: Catalogue) -> None:
    assert stocked.holdings() == [
        Holdings("AND", laws=1, versions=3, provisions=9),
        Holdings("BEL", laws=1, versions=1, provisions=0),
        Holdings("UNO", laws=1, versions=1, provisions=3),
    ]
    assert [each.state for each in stocked.holdings(kind=Kind.LAW)] == ["AND", "BEL"]
    assert stocked.holdings(state="FRA") == []


def test_provisions_in_the_order_asked_for(stocked: Catalogue) -> None:
    held = a_version(GUIDE, provisions=3).provisions
    ids = [held[2].id, held[0].id]
    assert stocked.provisions_by_ids(ids) == [held[2], held[0]]
    assert stocked.provisions_by_ids([*ids, "/akn/none#x"], skip_unknown=True) == [held[2], held[0]]
    assert stocked.provisions_by_ids([]) == []
    assert stocked.provisions(a_version(HARBOUR).version.id) == []


def test_more_ids_than_fit_into_one_question(catalogue: Catalogue) -> None:
    contents = a_version(RIVER, provisions=1100)
    put(catalogue, RIVER, contents)
    ids = [each.id for each in reversed(contents.provisions)]
    assert [each.id for each in catalogue.provisions_by_ids(ids)] == ids
    assert sum(map(len, catalogue.tags_of(ids).values())) == 550
    assert catalogue.concepts_of(ids).keys() == set(ids[:-1])
    assert catalogue.concepts_of(["/akn/none#x"]) == catalogue.concepts_of([]) == {}


def test_neighbours(stocked: Catalogue) -> None:
    held = a_version(GUIDE, provisions=3).provisions
    assert stocked.neighbours(held[0].id) == (None, held[1])
    assert stocked.neighbours(held[1].id) == (held[0], held[2])
    assert stocked.neighbours(held[2].id) == (held[1], None)


def test_tagged_finds_a_place_and_all_below_it_on_current_versions(stocked: Catalogue) -> None:
    contents = a_version(GUIDE, provisions=3)
    targets = ["untoc:5", "untoc:5.1", "untoc:5.1#purpose", "untoc:5.1.a#conduct", "untoc:5.10", "untoc:6"]
    stocked.replace_tags(
        contents.version.id,
        [a_tag(contents.provisions[1], target, grade="touches") for target in targets],
    )
    assert numbers(stocked.tagged("untoc:5", ["AND"])) == ["0", "2", "0", "2", "4"]  # en, then fr of 2021
    assert [tag.target for tag in stocked.tagged("untoc:5", ["UNO"])] == targets[:5]
    assert [tag.target for tag in stocked.tagged("untoc:5.1", ["UNO"])] == targets[1:4]
    assert [tag.target for tag in stocked.tagged("untoc:5.1.a#conduct")] == [targets[3]]
    assert {tag.grade for tag in stocked.tagged("untoc:5", grade=Grade.IMPLEMENTS)} == {Grade.IMPLEMENTS}
    assert stocked.tagged("untoc:5", []) == []
    with pytest.raises(UsageError, match="no treaty reference"):
        stocked.tagged("article five")


@pytest.mark.parametrize(
    "ask",
    [
        lambda it: it.law("/akn/xx/act/none"),
        lambda it: it.versions("/akn/xx/act/none"),
        lambda it: it.version("/akn/xx/act/none/en@"),
        lambda it: it.provisions("/akn/xx/act/none/en@"),
        lambda it: it.remarks("/akn/xx/act/none/en@"),
        lambda it: it.provision("/akn/xx/act/none/en@#art_1"),
        lambda it: it.provisions_by_ids(["/akn/xx/act/none/en@#art_1"]),
        lambda it: it.neighbours("/akn/xx/act/none/en@#art_1"),
        lambda it: it.source_bytes("0" * 64),
        lambda it: it.source_bytes("../catalogue.sqlite"),
    ],
)
def test_an_id_that_names_nothing(catalogue: Catalogue, ask: Callable[[Catalogue], Any]) -> None:
    with pytest.raises(UnknownIdError, match="held"):
        ask(catalogue)


def test_the_export_is_in_one_order_whatever_the_order_of_the_puts(catalogue: Catalogue) -> None:
    # Capitals, accents and hyphens: what a server's locale would sort otherwise than code points.
    names = ["b-a", "ba", "B-c", "éa", "a.b", "ab"]
    for name in names:
        law = a_law(name)
        put(catalogue, law, a_version(law, provisions=12))
    put(catalogue, a_law("ba"), a_version(a_law("ba"), "2021", provisions=700))
    rows = list(catalogue.export_rows())
    expected = [
        (law.id, place) for law in map(a_law, sorted(names)) for place in range(700 if law.id.endswith("/ba") else 12)
    ]
    assert [(row.law.id, row.provision.order) for row in rows] == expected
    assert all(row.provision.version == row.version.id and row.version.law == row.law.id for row in rows)
    assert all(len(row.tags) == (row.provision.order + 1) % 2 for row in rows)
    assert len(list(catalogue.export_rows(current_only=False))) == len(rows) + 12


def test_the_export_is_of_one_moment(stocked: Catalogue, backend: Backend) -> None:
    before = list(stocked.export_rows())
    stream = stocked.export_rows()
    first = next(stream)
    with backend.open() as other:
        put(other, RIVER, a_version(RIVER, "2022", language="en"))
        put(other, a_law("tower", "ZWE"), a_version(a_law("tower", "ZWE")))
        other.renew(a_version(RIVER, "2021", language="fr", provisions=1))
    assert [first, *stream] == before
    assert len(list(stocked.export_rows())) == len(before) + 1 + 5 - 4


def test_a_closed_export_gives_its_connection_back(stocked: Catalogue) -> None:
    for _ in range(40):  # more often than the pool has connections
        stream = stocked.export_rows()
        next(stream)
        stream.close()
    assert stocked.laws()


def test_no_question_reads_a_whole_table_of_provisions_or_tags(tmp_path: Any) -> None:
    asked: list[tuple[str, Any]] = []
    with Backend(tmp_path).open() as catalogue:
        law = a_law()
        contents = a_version(law)
        put(catalogue, law, contents)
        event.listen(
            catalogue._database.engine,
            "before_cursor_execute",
            lambda _c, _cursor, statement, values, _context, _many: asked.append((statement, values)),
        )
        ids = [each.id for each in contents.provisions]
        catalogue.tagged("untoc:5", ["AND"], Grade.IMPLEMENTS)
        catalogue.tagged("untoc:5.1")
        catalogue.tags_of(ids)
        catalogue.neighbours(ids[1])
        catalogue.provisions(contents.version.id)
        list(catalogue.export_rows())
        catalogue.replace_tags(contents.version.id, contents.tags)
        questions = [each for each in asked if each[0].startswith(("SELECT", "DELETE"))]
        with catalogue._database.reading() as connection:
            plans = [
                row.detail
                for statement, values in questions
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            ]
    assert len(questions) > 8
    assert not [plan for plan in plans if plan.startswith(("SCAN tags", "SCAN provisions"))]


def test_a_failing_database_is_a_catalogue_error(stocked: Catalogue) -> None:
    with stocked._database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE remarks RENAME TO gone")
    try:
        with pytest.raises(CatalogueError, match="remarks"):
            stocked.remarks(a_version(GUIDE).version.id)
    finally:
        with stocked._database.writing() as connection:
            connection.exec_driver_sql("ALTER TABLE gone RENAME TO remarks")


def test_source_bytes_may_be_left_out_when_they_are_held(stocked: Catalogue) -> None:
    stocked.put(RIVER, [a_version(RIVER, "2020", language="de")], {})
    assert stocked.source_bytes(next(iter(blobs_of(RIVER, "2020"))))
