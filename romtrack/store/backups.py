"""Backups: the whole log in one file, made while it is in use, checked wholly before it replaces anything.

A zip of ``romtrack.db``, the tracks that it names under ``tracks/``, and ``manifest.json``: format, version
of the tables, and size and SHA-256 of each of the others.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from romtrack import units
from romtrack.errors import InputError
from romtrack.files import ARCHIVE_DAMAGE, open_ordinary
from romtrack.scratch import scratch_folder
from romtrack.store import _sqlite
from romtrack.store._errors import storage_errors
from romtrack.store._schema import NEWEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["LOG", "Contents", "put_in_place", "unpacked", "write_backup"]

_FORMAT: Final = "romtrack.backup/1"
LOG: Final = "romtrack.db"
_MANIFEST: Final = "manifest.json"
_NAMES: Final = re.compile(r"romtrack\.db|tracks/[\w-]+\.npz")
_LONGEST_MANIFEST: Final = 1 << 26  # bytes: a million tracks
_PIECE_BYTES: Final = 1 << 20
_DAMAGE: Final = (*ARCHIVE_DAMAGE, KeyError, TypeError, AttributeError)


class Contents(NamedTuple):
    """What a backup holds: so many tracks, and bytes in all."""

    tracks: int
    size_bytes: int


def write_backup(file: Path, log: Path, tracks: Path, schema: str) -> Contents:
    """Write all that a log in a file holds, as it is at one moment; the backup appears whole or not at all.

    Raises
    ------
    StorageError: the log cannot be read, or the disk does not take the backup.
    """
    with storage_errors(str(file)), scratch_folder(file.absolute().parent) as folder:
        _sqlite.back_up(log, folder / LOG)
        found = {LOG: folder / LOG} | {
            f"tracks/{name}": tracks / name for name in _named(folder / LOG) if (tracks / name).is_file()
        }
        part = folder / "backup"
        told = {}
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            for name, path in found.items():
                told[name] = _added(archive, name, path)
            about = {
                "format": _FORMAT,
                "schema": schema,
                "made_at": datetime.now(UTC).isoformat(),
                "files": told,
            }
            archive.writestr(_MANIFEST, json.dumps(about))
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.chmod(0o600)
        part.replace(file)
        return Contents(len(found) - 1, file.stat().st_size)


def _named(log: Path) -> Iterable[str]:
    """Return the tracks that a log names, of those that can lie beside it."""
    with closing(_sqlite.connect(log, read_only=True)) as connection:
        rows = connection.execute("SELECT tracks_file FROM sessions WHERE tracks_file IS NOT NULL").fetchall()
    return sorted({name for (name,) in rows if isinstance(name, str) and _NAMES.fullmatch(f"tracks/{name}")})


def _added(archive: zipfile.ZipFile, name: str, path: Path) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as entry:
        while piece := source.read(_PIECE_BYTES):
            entry.write(piece)
            digest.update(piece)
            size += len(piece)
    return {"sha256": digest.hexdigest(), "bytes": size}


def unpacked(file: Path, folder: Path) -> Contents:
    """Unpack a backup into an empty folder, each byte of it checked.

    Raises
    ------
    InputError: it is no backup, damaged, or of a newer romtrack.
    StorageError: the disk does not take it.
    """
    try:
        source = open_ordinary(file)
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror})") from error
    with source, storage_errors(str(folder)):
        try:
            with zipfile.ZipFile(source) as archive:
                files = _manifest(file, archive)
                (folder / "tracks").mkdir()
                for name, known in files.items():
                    _unpack(archive, name, known, folder / name)
        except InputError:
            raise
        except _DAMAGE as error:
            raise InputError(
                f"{file} is no backup of romtrack, or it is damaged: nothing was replaced"
            ) from error
        if _sqlite.faults_of(folder / LOG):
            raise InputError(f"the log in {file} is damaged: nothing was replaced")
        return Contents(len(files) - 1, file.stat().st_size)


def _manifest(file: Path, archive: zipfile.ZipFile) -> Mapping[str, Mapping[str, Any]]:
    """Return what a backup says that it holds; what it holds besides is damage."""
    entry = archive.getinfo(_MANIFEST)
    if entry.file_size > _LONGEST_MANIFEST:
        raise ValueError(_MANIFEST)
    about = json.loads(archive.read(entry))
    made, schema = str(about["format"]), str(about["schema"])
    if made.startswith("romtrack.backup/") and (made != _FORMAT or schema > NEWEST):
        raise InputError(f"{file} was made by a newer romtrack: update romtrack; nothing was replaced")
    files: dict[str, dict[str, Any]] = about["files"]
    names = [one.filename for one in archive.infolist()]
    if made != _FORMAT or sorted(names) != sorted([*files, _MANIFEST]) or LOG not in files:
        raise ValueError(made)
    if not all(_NAMES.fullmatch(name) for name in files):
        raise ValueError(file)
    return files


def _unpack(archive: zipfile.ZipFile, name: str, known: Mapping[str, Any], target: Path) -> None:
    digest, left = hashlib.sha256(), int(known["bytes"])
    with (
        archive.open(name) as entry,
        os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file,
    ):
        while piece := _next(entry, left):
            file.write(piece)
            digest.update(piece)
            left -= len(piece)
        file.flush()
        os.fsync(file.fileno())
    if left or digest.hexdigest() != known["sha256"]:
        raise ValueError(name)


def _next(entry: IO[bytes], left: int) -> bytes:
    """Return the next piece; an entry that goes on beyond what was said is damage, however long it is."""
    piece = entry.read(_PIECE_BYTES)
    if len(piece) > left:
        raise ValueError(left)
    return piece


def put_in_place(folder: Path, log: Path, tracks: Path) -> Path | None:
    """Let what was unpacked take the place of a log; return the copy of that log, None = there was none.

    Tracks come first: killed in between, there are some that no session names, and nothing is lost. Whoever
    has the log open sees the new one.

    Raises
    ------
    StorageError: another romtrack writes, or the disk does not take it.
    """
    with storage_errors(str(log)):
        tracks.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in sorted((folder / "tracks").iterdir()):
            path.replace(tracks / path.name)
        if not log.exists():
            (folder / LOG).replace(log)
            return None
        copy = log.with_name(f"{log.name}.before-restore-{units.stamp(datetime.now(UTC))}.bak")
        _replace(folder / LOG, log, copy)
        return copy


def _replace(new: Path, log: Path, copy: Path) -> None:
    """Copy a log onto the one that is there, in one transaction; a damaged one is put aside instead."""
    try:
        _sqlite.back_up(log, copy)
        with closing(_sqlite.connect(new)) as source, closing(_sqlite.connect(log)) as target:
            source.backup(target)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in {
            sqlite3.SQLITE_NOTADB,
            sqlite3.SQLITE_CORRUPT,
        }:
            raise
        log.replace(copy)
        for end in ("-wal", "-shm"):
            log.with_name(log.name + end).unlink(missing_ok=True)
        new.replace(log)
