"""Creating the tables, upgrading old ones, refusing newer ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Column, MetaData, Table, Text, create_engine, inspect, select

from romtrack.errors import StorageError
from romtrack.store import _sqlite
from romtrack.store._postgresql import wait_for_others
from romtrack.store.tables import metadata

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine

__all__ = ["NEWEST", "SCRIPTS", "is_as_made", "is_newest", "revision_of", "upgrade"]

NEWEST: Final = "0007"  # known without the scripts: reading them takes longer than opening the log
SCRIPTS = "romtrack.store:migrations"  # a folder of this package, wherever that is installed
_VERSION: Final = Table("alembic_version", MetaData(), Column("version_num", Text))


def revision_of(connection: Connection) -> str | None:
    """Return the version of the tables, None = there are none yet."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.execute(select(_VERSION)).scalar()


def is_newest(engine: Engine) -> bool:
    """Say whether the tables are those of this romtrack."""
    with engine.connect() as connection:
        return revision_of(connection) == NEWEST


def is_as_made(engine: Engine) -> bool:
    """Say whether a SQLite file's statements still make the tables of this romtrack."""
    model = create_engine("sqlite://")
    try:
        metadata.create_all(model)
        return _sqlite.shape_of(engine, metadata.tables) == _sqlite.shape_of(model, metadata.tables)
    finally:
        model.dispose()


def upgrade(engine: Engine, where: str, path: Path | None) -> None:
    """Create the tables in an empty database, upgrade older ones, leave anything else alone.

    ``path`` is the SQLite file, of which an upgrade keeps a copy (``<name>.<old version>.bak``).

    Raises
    ------
    StorageError: newer tables, or tables of something else.
    SQLAlchemyError, sqlite3.Error, OSError: the upgrade failed; nothing was changed.
    """
    from alembic import command  # noqa: PLC0415  takes longer than opening the log
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.connect() as connection:  # another program's tables are not even locked
        _check(connection, known, where)
    with engine.execution_options(**{_sqlite.BEGIN: "BEGIN IMMEDIATE"}).begin() as connection:
        wait_for_others(connection)
        old = _check(connection, known, where)
        if old == NEWEST:  # another program was faster
            return
        if old is not None and path is not None:
            _sqlite.back_up(path, path.with_name(f"{path.name}.{old}.bak"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _check(connection: Connection, known: set[str], where: str) -> str | None:
    """Return the version, where it is one that can be upgraded."""
    revision = revision_of(connection)
    if revision is None and inspect(connection).get_table_names():
        raise StorageError(f"{where} holds the tables of another program", "choose an empty or new database")
    if revision is not None and revision not in known:
        raise StorageError(f"{where} was written by a newer romtrack", "update romtrack")
    return revision
