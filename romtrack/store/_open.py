"""From a URL to an engine whose tables are up to date."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
from sqlalchemy import URL, Engine, create_engine, make_url

from romtrack.errors import StorageError
from romtrack.store import _schema, _sqlite
from romtrack.store._errors import DATABASE_URL_VARIABLE, storage_errors

__all__ = ["find_database", "open_engine", "tracks_beside"]


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
    lost = found.database in {None, "", ":memory:"} or "uri" in found.query
    if found.get_backend_name() == "sqlite" and lost:
        raise StorageError(f"{text!r} names no file; {DATABASE_URL_VARIABLE} reads sqlite:////folder/file.db")
    return found


def open_engine(url: URL) -> Engine:
    """Return an engine on ``url``, its tables up to date.

    Raises
    ------
    StorageError: the database cannot be reached, made, read or upgraded.
    """
    where, path = describe(url), _file(url)
    with storage_errors(where):
        if path is not None:
            _sqlite.make_private_file(path)
            _sqlite.check_image(path)
        # Rebuilding a table with foreign keys on would delete what hangs on its rows.
        builder = _engine(url, foreign_keys=False)
        try:
            _schema.upgrade(builder, where, path)
        finally:
            builder.dispose()
        if path is not None:
            _sqlite.use_wal(path)
        return _engine(url, foreign_keys=True)


def describe(url: URL) -> str:
    """Return what people know the database by, without its password."""
    path = _file(url)
    return url.render_as_string(hide_password=True) if path is None else str(path)


def tracks_beside(url: URL) -> Path:
    """Return the folder of the track files: beside the SQLite file, else in the user's data folder."""
    path = _file(url)
    return (_user_folder() if path is None else path.parent) / "tracks"


def _engine(url: URL, *, foreign_keys: bool) -> Engine:
    if _file(url) is None:
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": _sqlite.BUSY_TIMEOUT_S})
    _sqlite.configure(engine, foreign_keys=foreign_keys)
    return engine


def _file(url: URL) -> Path | None:
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _user_folder() -> Path:
    return platformdirs.user_data_path("romtrack", appauthor=False)
