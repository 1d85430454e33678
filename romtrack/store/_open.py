"""From a URL to an engine whose tables are up to date."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import platformdirs
from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from romtrack import units
from romtrack.errors import StorageError
from romtrack.store import _schema, _sqlite
from romtrack.store._errors import DATABASE_URL_VARIABLE, damaged, storage_errors
from romtrack.store._seal import Seal

__all__ = ["Opened", "describe", "file_of", "find_database", "open_engine", "tracks_beside"]


def find_database(url: str | None) -> URL:
    """Return where the sessions are: ``url``, else the environment's, else the user's data folder.

    Raises
    ------
    StorageError: no URL of a database that lasts.
    """
    text = url or os.environ.get(DATABASE_URL_VARIABLE)
    if not text:
        return URL.create("sqlite", database=str(_user_folder() / "romtrack.db"))
    with storage_errors(repr(text)):
        found = make_url(text)
    if found.drivername == "postgresql":  # SQLAlchemy would take a driver that nobody installs any more
        found = found.set(drivername="postgresql+psycopg")
    lost = found.database in {None, "", ":memory:"} or "uri" in found.query
    if found.get_backend_name() == "sqlite" and lost:
        raise StorageError(
            f"{text!r} names no file", f"{DATABASE_URL_VARIABLE} reads sqlite:////folder/file.db"
        )
    return found


class Opened(NamedTuple):
    """An engine whose tables are up to date.

    damage: why the log is only read, empty = it is whole. seal: that of a SQLite file.
    """

    engine: Engine
    damage: str = ""
    seal: Seal | None = None


def open_engine(url: URL) -> Opened:
    """Return an engine on ``url``, its tables up to date.

    A damaged SQLite file is only read, and a copy of it kept.

    Raises
    ------
    StorageError: the database cannot be reached, made, read or upgraded.
    """
    where, path = describe(url), file_of(url)
    with storage_errors(where):
        if path is None:
            return Opened(_up_to_date(url, where, None))
        _sqlite.make_private_file(path)
        seal = Seal(path)
        is_known = seal.fits()
        if not is_known and _sqlite.faults_of(path):
            return _only_read(url, where, path)
        engine = _up_to_date(url, where, seal)
        if not is_known and not _schema.is_as_made(engine):
            engine.dispose()
            return _only_read(url, where, path)
        seal.hold(looked_at=not is_known)
        return Opened(engine, seal=seal)


def _up_to_date(url: URL, where: str, seal: Seal | None) -> Engine:
    engine = _engine(url, foreign_keys=True)
    try:
        if not _schema.is_newest(engine):
            # Rebuilding a table with foreign keys on would delete what hangs on its rows.
            builder = _engine(url, foreign_keys=False)
            try:
                _schema.upgrade(builder, where, file_of(url))
            finally:
                builder.dispose()
            if seal is not None:
                seal.written = True
        if seal is not None:
            _sqlite.use_wal(engine)
    except BaseException:  # whatever it is (Ctrl-C, too) is raised again; no connection stays open
        engine.dispose()
        raise
    return engine


def _only_read(url: URL, where: str, path: Path) -> Opened:
    """Return an engine on a damaged file, which stays as it is."""
    damage = damaged(where, _copied(path))
    engine = create_engine(url, creator=lambda: _sqlite.connect(path, read_only=True))
    _sqlite.configure(engine, foreign_keys=True)
    try:
        readable = _schema.is_newest(engine)
    except (SQLAlchemyError, UnicodeDecodeError):
        readable = False
    if not readable:
        engine.dispose()
        raise damage
    return Opened(engine, str(damage))


def _copied(path: Path) -> Path | None:
    """Return the copy of a damaged file, made once; None = it cannot be made."""
    when = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    copy = path.with_name(f"{path.name}.damaged-{units.stamp(when)}.bak")
    if not copy.exists():
        try:
            _sqlite.back_up(path, copy)
        except (sqlite3.Error, UnicodeDecodeError, OSError):
            return None
    return copy


def describe(url: URL) -> str:
    """Return what people know the database by, without its password."""
    path = file_of(url)
    return url.render_as_string(hide_password=True) if path is None else str(path)


def tracks_beside(url: URL) -> Path:
    """Return the folder of the track files: beside the SQLite file, else in the user's data folder."""
    path = file_of(url)
    return (_user_folder() if path is None else path.parent) / "tracks"


def _engine(url: URL, *, foreign_keys: bool) -> Engine:
    if file_of(url) is None:
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": _sqlite.BUSY_TIMEOUT_S})
    _sqlite.configure(engine, foreign_keys=foreign_keys)
    return engine


def file_of(url: URL) -> Path | None:
    """Return the file of a SQLite log, None = it is on a server."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _user_folder() -> Path:
    return platformdirs.user_data_path("romtrack", appauthor=False)
