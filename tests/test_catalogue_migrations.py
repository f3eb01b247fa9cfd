"""Migrations: they make the tables that the code expects, on both databases."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from catalogue_samples import Backend, a_law, a_version, dump, put
from sqlalchemy import insert, text

from catalogue.connection import Database, database_url
from catalogue.migrate import HEAD, VERSION_TABLE, bring_up_to_date, schema_revision
from catalogue.rows import law_row, provision_row, source_rows, tag_row, version_row
from catalogue.store import Catalogue
from catalogue.tables import current_versions, laws, metadata, provisions, source_files, tags, versions
from palermo.errors import CatalogueError

pytest_plugins = ["catalogue_backends"]


def differences(catalogue: Catalogue) -> list[object]:
    options = {"compare_type": True, "version_table": VERSION_TABLE}
    with catalogue._database.reading() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def run(catalogue: Catalogue, statement: str) -> None:
    with catalogue._database.writing() as connection:
        connection.execute(text(statement))


def test_an_empty_database_comes_to_the_shape_of_the_code(empty: Backend) -> None:
    with empty.open() as catalogue:
        assert differences(catalogue) == []
        with catalogue._database.reading() as connection:
            assert schema_revision(connection) == HEAD


def test_the_comparison_sees_a_difference(empty: Backend) -> None:
    with empty.open() as catalogue:
        for change in ("DROP INDEX ix_tags_article_version", "ALTER TABLE remarks ADD COLUMN mood TEXT"):
            run(catalogue, change)
        assert len(differences(catalogue)) == 2


def test_the_head_written_in_the_code_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", "catalogue:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_the_migrations_are_part_of_the_package() -> None:
    folder = resources.files("catalogue") / "migrations"
    assert (folder / "env.py").is_file()
    assert (folder / "versions" / "first_tables.py").is_file()


def test_opening_again_keeps_everything(backend: Backend) -> None:
    with backend.open() as catalogue:
        put(catalogue, a_law(), a_version(a_law()))
        before = dump(catalogue)
    with backend.open(create=False) as catalogue:
        assert dump(catalogue) == before


def test_a_library_of_a_newer_palermo_is_refused_and_left_alone(empty: Backend) -> None:
    with empty.open() as catalogue:
        run(catalogue, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
        with pytest.raises(CatalogueError, match="newer Palermo"):
            empty.open()
        with catalogue._database.reading() as connection:
            assert schema_revision(connection) == "9999"


def test_a_migration_that_fails_half_way_leaves_nothing(empty: Backend) -> None:
    empty.folder.mkdir()
    database = Database(database_url(empty.folder, empty.url), 1)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE tags (other INTEGER)"))
    with pytest.raises(CatalogueError, match="tags"):
        empty.open()
    with database.writing() as connection:
        assert schema_revision(connection) is None
        connection.execute(text("DROP TABLE tags"))
    database.close()
    with empty.open() as catalogue:
        assert differences(catalogue) == []


def test_a_library_without_concepts_is_upgraded_and_says_that_it_has_none(
    empty: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    law, contents = a_law(), a_version(a_law())
    version = contents.version
    empty.folder.mkdir()
    database = Database(database_url(empty.folder, empty.url), 1)
    with monkeypatch.context() as patch:
        patch.setattr("catalogue.migrate.HEAD", "0002")
        bring_up_to_date(database)
    plain = {name: value for name, value in version_row(version).items() if name not in ("text_score", "unread_with")}
    parts = [provision_row(each) for each in contents.provisions]
    for part in parts:
        del part["reading"]
    with database.writing() as connection:
        connection.execute(insert(laws).values(law_row(law)))
        connection.execute(insert(versions).values({**plain, "held_since": "2024-01-01"}))
        connection.execute(insert(source_files), source_rows(version))
        connection.execute(insert(current_versions).values(law=law.id, language="en", version=version.id))
        connection.execute(insert(provisions), parts)
        connection.execute(insert(tags), [tag_row(each, version.id) for each in contents.tags])
    database.close()
    with empty.open() as catalogue:
        assert differences(catalogue) == []
        assert catalogue.provisions(version.id) == contents.provisions
        assert catalogue.version(version.id) == version
        assert catalogue.pages(version.id) == []
        ids = [each.id for each in contents.provisions]
        assert [tag for found in catalogue.tags_of(ids).values() for tag in found] == contents.tags
        assert catalogue.concepts_of(ids) == {}
        assert contents.concepts is not None
        with catalogue._database.reading() as connection:
            assert connection.execute(text("SELECT concepts_method FROM versions")).scalars().all() == [None]
        catalogue.replace_concepts(version.id, contents.concepts)
        assert list(catalogue.concepts_of(ids).values()) == contents.concepts.found


def test_a_library_that_is_up_to_date_opens_without_alembic(backend: Backend) -> None:
    program = (
        "import sys; from pathlib import Path; from catalogue.store import Catalogue; "
        "Catalogue.open(Path(sys.argv[1]), sys.argv[2] or None).close(); "
        "sys.exit('alembic' in sys.modules)"
    )
    arguments = [sys.executable, "-c", program, str(backend.folder), backend.url or ""]
    assert subprocess.run(arguments, check=False).returncode == 0
