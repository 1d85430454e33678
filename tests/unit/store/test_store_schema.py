from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sessions import full_session, url_of
from sqlalchemy import create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from romtrack.errors import StorageError
from romtrack.store import _schema, open_repository
from romtrack.store._schema import NEWEST, SCRIPTS
from romtrack.store.tables import metadata

if TYPE_CHECKING:
    from pathlib import Path

_NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0008", "0007"


def upgrade():
    with op.batch_alter_table("sessions", recreate="always") as table:
        table.add_column(sa.Column("remark", sa.Text()))
    {then}
"""


def _tables(path: Path) -> dict[str, set[str]]:
    """Return what each CREATE statement lists, in any order: a column that was added stands last."""
    with closing(sqlite3.connect(path)) as raw:
        said = raw.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {
        name: {re.sub(r"[\s\"]+", " ", part).strip(" ,") for part in re.split(r"\n|, (?=[a-z_]+ [A-Z])", sql)}
        for name, sql in said
        if name != "alembic_version"
    }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "romtrack.db"


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the steps of a later romtrack, which has one more."""
    folder = tmp_path / "later release"
    with as_file(files("romtrack.store") / "migrations") as steps:
        shutil.copytree(steps, folder)
    later = folder / "versions" / "0008_next.py"
    later.write_text(_NEXT.format(then=""), encoding="utf-8")
    monkeypatch.setattr(_schema, "SCRIPTS", str(folder))
    monkeypatch.setattr(_schema, "NEWEST", "0008")
    return later


def test_the_steps_lead_to_the_tables(path: Path, tmp_path: Path) -> None:
    open_repository(url_of(path)).close()
    engine = create_engine(url_of(path))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
    direct = create_engine(url_of(tmp_path / "direct.db"))
    metadata.create_all(direct)
    direct.dispose()
    assert _tables(path) == _tables(tmp_path / "direct.db"), "checks too, which Alembic does not compare"


def test_the_newest_version_is_that_of_the_last_step() -> None:
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST


def test_postgresql_understands_the_tables() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    said = "".join(str(CreateTable(table).compile(dialect=dialect)) for table in metadata.sorted_tables)
    for table in metadata.sorted_tables:
        said += "".join(str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes)
    assert "id UUID NOT NULL" in said
    assert "analysed_at TIMESTAMP WITH TIME ZONE NOT NULL" in said
    assert "peak_deg DOUBLE PRECISION" in said


def test_an_old_log_is_upgraded_and_a_copy_kept(
    path: Path, next_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = full_session()
    with monkeypatch.context() as before:
        before.setattr(_schema, "SCRIPTS", SCRIPTS)
        before.setattr(_schema, "NEWEST", NEWEST)
        with open_repository(url_of(path)) as old:
            old.save(session)
    assert next_release.exists()
    with open_repository(url_of(path)) as new:
        assert new.schema_version() == "0008"
        assert new.get(session.id) == session, "rebuilding a table must not delete what hangs on it"
        assert new.check() == []
    copy = path.with_name("romtrack.db.0007.bak")
    assert copy.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(_schema, "SCRIPTS", SCRIPTS)
    monkeypatch.setattr(_schema, "NEWEST", NEWEST)
    with open_repository(url_of(copy)) as kept:
        assert kept.get(session.id) == session


def test_an_upgrade_that_fails_changes_nothing(
    path: Path, next_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = full_session()
    with monkeypatch.context() as before:
        before.setattr(_schema, "SCRIPTS", SCRIPTS)
        before.setattr(_schema, "NEWEST", NEWEST)
        with open_repository(url_of(path)) as old:
            old.save(session)
    next_release.write_text(_NEXT.format(then='op.execute("nonsense")'), encoding="utf-8")
    with pytest.raises(StorageError, match=r"romtrack\.db failed \(near \"nonsense\": syntax error\)"):
        open_repository(url_of(path))
    monkeypatch.setattr(_schema, "SCRIPTS", SCRIPTS)
    monkeypatch.setattr(_schema, "NEWEST", NEWEST)
    with open_repository(url_of(path)) as old:
        assert old.get(session.id) == session


def test_a_newer_log_is_refused_and_left_alone(path: Path) -> None:
    open_repository(url_of(path)).close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '0999'")
    before = path.read_bytes()
    with pytest.raises(StorageError, match=r"romtrack\.db was written by a newer romtrack; update romtrack"):
        open_repository(url_of(path))
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE cookies (id)")
    before = path.read_bytes()
    with pytest.raises(StorageError, match="holds the tables of another program"):
        open_repository(url_of(path))
    assert path.read_bytes() == before
