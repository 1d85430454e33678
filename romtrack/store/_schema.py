"""Creating the tables, upgrading old ones, refusing newer ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from romtrack.errors import StorageError
from romtrack.store import _sqlite

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine

__all__ = ["SCRIPTS", "revision_of", "upgrade"]

SCRIPTS = "romtrack.store:migrations"  # a folder of this package, wherever that is installed


def revision_of(connection: Connection) -> str | None:
    """Return the version of the tables, None = there are none yet."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, where: str, path: Path | None) -> None:
    """Create the tables in an empty database, upgrade older ones, leave anything else alone.

    ``path`` is the SQLite file, of which an upgrade keeps a copy (``<name>.<old version>.bak``).

    Raises
    ------
    StorageError: newer tables, or tables of something else.
    SQLAlchemyError, sqlite3.Error, OSError: the upgrade failed; nothing was changed.
    """
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        if not _outdated(connection, scripts, where):
            return
    with engine.execution_options(**{_sqlite.BEGIN: "BEGIN IMMEDIATE"}).begin() as connection:
        if not _outdated(connection, scripts, where):  # another program was faster
            return
        old = revision_of(connection)
        if old is not None and path is not None:
            _sqlite.back_up(path, path.with_name(f"{path.name}.{old}.bak"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _outdated(connection: Connection, scripts: ScriptDirectory, where: str) -> bool:
    revision = revision_of(connection)
    if revision is None and inspect(connection).get_table_names():
        raise StorageError(f"{where} holds the tables of another program; choose an empty or new database")
    known = {script.revision for script in scripts.walk_revisions()}
    if revision is not None and revision not in known:
        raise StorageError(f"{where} was written by a newer romtrack; update romtrack")
    return revision != scripts.get_current_head()
