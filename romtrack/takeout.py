"""All that is held about one person in one file, and into the log of another machine.

A zip of ``about.json`` (who; plan, goals, what was measured by hand; and of each session its note, pain,
tracks, what was changed in it, and whether its legs were exchanged and it is in the bin), a
``romtrack.result/2`` for each session under ``sessions/``, the measured values as ``measurements.csv`` and
``.parquet``, and the tracks.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from cattrs import BaseValidationError
from cattrs.preconf.json import make_converter

from romtrack.errors import InputError, OutputError, StorageError
from romtrack.export import read_result, write_csv, write_result, write_text
from romtrack.files import ARCHIVE_DAMAGE, open_ordinary
from romtrack.kinematics.quantities import is_way
from romtrack.scratch import scratch_folder
from romtrack.store import Correction, Which, load_tracks
from romtrack.tidy import measurements_frame
from romtrack.types import Goal, HandMeasurement, Pain, PlanItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from romtrack.store import Repository
    from romtrack.types import Entry, Session, Summary

__all__ = ["BroughtIn", "TakenOut", "bring_in", "take_out"]

_FORMAT: Final = "romtrack.person/1"
_ABOUT: Final = "about.json"
_TABLES: Final = ("measurements.csv", "measurements.parquet")
_NAMES: Final = re.compile(
    r"about\.json|measurements\.(?:csv|parquet)|(?:sessions/[\w-]+\.json|tracks/[\w-]+\.npz)"
)
_ENTRIES: Final[Mapping[str, type[Entry]]] = {
    "plan": PlanItem,
    "goals": Goal,
    "measured_by_hand": HandMeasurement,
}
_PLAIN: Final = make_converter()
_PLAIN.register_unstructure_hook(UUID, str)
_PLAIN.register_structure_hook(UUID, lambda text, _: UUID(text))
_MOST_BYTES: Final = 1 << 35  # unpacked: thousands of hours
_DAMAGE: Final = (*ARCHIVE_DAMAGE, BaseValidationError, KeyError, TypeError, AttributeError)


class TakenOut(NamedTuple):
    """What was written: sessions, with those in the bin, and tracks."""

    sessions: int
    tracks: int


class BroughtIn(NamedTuple):
    """What was read: whose, how many sessions were new, and how many were known."""

    person: str
    new: int
    known: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A session of a file, with what was said of it and its tracks, None = it has none."""

    session: Session
    said: Correction
    tracks: Path | None


def take_out(repository: Repository, name: str, file: Path) -> TakenOut:
    """Write all that the log holds about a person; the file appears whole or not at all.

    Raises
    ------
    StorageError: nobody has the name, or the log cannot be read. OutputError: the disk does not take it.
    """
    person = repository.roster.find(name)
    if person is None:
        raise StorageError(f"nobody in the log is called {name}", "romtrack people lists them")
    with _written(file), scratch_folder(file.absolute().parent) as folder:
        content = folder / "content"
        (content / "sessions").mkdir(parents=True)
        (content / "tracks").mkdir()
        told = []
        sessions = []
        for binned in (False, True):
            which = Which(person=name, binned=binned)
            said = {one.id: one for one in repository.summaries(which=which)}
            for session in repository.sessions(which=which):
                tracks = _copied(repository, session, content)
                write_result(session, content / "sessions" / f"{session.id}.json")
                told.append(_told(repository, session, said.get(session.id), tracks, binned=binned))
                sessions.append(session)
        known = {
            "name": person.name,
            "sex": person.sex,
            "birth_year": person.birth_year,
            "notes": person.notes,
        }
        made = {
            "format": _FORMAT,
            "made_at": datetime.now(UTC).isoformat(),
            "person": known,
            **{name: _entries(repository, person.name, kind) for name, kind in _ENTRIES.items()},
            "sessions": told,
        }
        write_text(content / _ABOUT, json.dumps(made, indent=1, ensure_ascii=False))
        _write_tables(sessions, content)
        _pack(content, folder / "packed", file)
    return TakenOut(len(sessions), sum(one["tracks"] is not None for one in told))


@contextmanager
def _written(file: Path) -> Iterator[None]:
    """Say of which file it is that the disk does not take it."""
    try:
        yield
    except (StorageError, OutputError):
        raise
    except OSError as error:
        raise OutputError(
            f"cannot write {file} ({error.strerror}): make room, or choose another place"
        ) from error


def _copied(repository: Repository, session: Session, content: Path) -> str | None:
    """Copy the tracks of a session; return their name, None = there are none."""
    source = None if session.tracks_file is None else repository.tracks_folder / session.tracks_file
    if source is None or not source.is_file():
        return None
    name = f"tracks/{session.id}.npz"
    shutil.copyfile(source, content / name)
    return name


def _entries(repository: Repository, name: str, kind: type[Entry]) -> list[dict[str, Any]]:
    """Return a person's plan, goals or hand measurements as JSON has them."""
    return [
        _PLAIN.unstructure(one) | {"in_the_bin": binned}
        for binned in (False, True)
        for one in repository.entries.of(name, kind, binned=binned)
    ]


def _told(
    repository: Repository, session: Session, said: Summary | None, tracks: str | None, *, binned: bool
) -> dict[str, Any]:
    changes = [
        {
            "at": one.at.isoformat(),
            "kind": one.kind,
            "undone": one.undone,
            "before": one.before,
            "after": one.after,
        }
        for one in repository.records.history(session.id)
    ]
    note, pain = ("", Pain()) if said is None else (said.note, said.pain)
    return {
        "id": str(session.id),
        "note": note,
        "pain": asdict(pain),
        "exchanged": repository.records.is_exchanged(session.id),
        "in_the_bin": binned,
        "tracks": tracks,
        "changes": changes,
    }


def _write_tables(sessions: list[Session], content: Path) -> None:
    table = measurements_frame(sessions)
    plain = table.astype(object).where(table.notna(), None)
    rows = [
        [cell.isoformat() if isinstance(cell, datetime) else cell for cell in row] for row in plain.to_numpy()
    ]
    write_csv(content / _TABLES[0], list(table.columns), rows)
    table["recorded_at"] = [None if one is None else one.astimezone(UTC) for one in plain["recorded_at"]]
    table.to_parquet(content / _TABLES[1])


def _pack(content: Path, part: Path, file: Path) -> None:
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(content.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(content).as_posix())
    with part.open("rb+") as written:
        os.fsync(written.fileno())
    part.chmod(0o600)
    part.replace(file)


def bring_in(repository: Repository, file: Path, name: str | None = None) -> BroughtIn:
    """Log the sessions of a file that ``take_out`` wrote; all of it is read before anything is logged.

    Sessions that the log has already, and those that were in the bin, are left out. Interrupted, it goes on
    the next time where it stopped.

    Parameters
    ----------
    name: whose they shall be; None: as the file says.

    Raises
    ------
    InputError: it is no such file, damaged, or of a newer romtrack. StorageError: the log does not take it.
    """
    with scratch_folder(repository.tracks_folder.parent) as folder:
        about = _unpacked(file, folder)
        try:
            person, found = about["person"], list(_sessions(about, folder))
            entries = _entries_in(about)
            owner = str(person["name"]) if name is None else name
        except (*_DAMAGE, StorageError) as error:
            raise _damaged(file) from error
        is_new = repository.roster.find(owner) is None
        new = sum(_logged(repository, one, owner) for one in found)
        if entries:
            repository.entries.add(owner, entries)
        if is_new and name is None:
            _keep_facts(repository, owner, person)
    return BroughtIn(owner, new, len(found) - new)


def _damaged(file: Path) -> InputError:
    return InputError(
        f"{file} holds no person as romtrack export writes one, or it is damaged: nothing was logged"
    )


def _unpacked(file: Path, folder: Path) -> Mapping[str, Any]:
    try:
        source = open_ordinary(file)
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror})") from error
    try:
        with source, zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
            if not all(_NAMES.fullmatch(one.filename) for one in entries):
                raise _damaged(file)
            if sum(one.file_size for one in entries) > _MOST_BYTES:
                raise _damaged(file)
            archive.extractall(folder)
        about: dict[str, Any] = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        made = str(about["format"])
    except (*_DAMAGE, FileNotFoundError) as error:
        raise _damaged(file) from error
    if made != _FORMAT:
        raise InputError(f"{file} is of the format {made!r}, which is not known here: update romtrack")
    return about


def _sessions(about: Mapping[str, Any], folder: Path) -> Iterator[_Found]:
    """Yield what a file holds but for the bin, its tracks looked at."""
    for told in about["sessions"]:
        if told["in_the_bin"]:
            continue
        key = UUID(told["id"])
        session = read_result(folder / "sessions" / f"{key}.json")
        tracks = None if told["tracks"] is None else folder / "tracks" / f"{key}.npz"
        if session.id != key:
            raise ValueError(key)
        if tracks is not None:
            load_tracks(tracks)
        pain, exchanged = Pain(**told.get("pain", {})), told.get("exchanged", False) is True
        yield _Found(session, Correction(note=str(told["note"]), pain=pain, exchanged=exchanged), tracks)


def _entries_in(about: Mapping[str, Any]) -> list[Entry]:
    """Return plan, goals and hand measurements of a file, but for the bin; one of before 0006 has none."""
    found = [
        _PLAIN.structure(told, kind)
        for name, kind in _ENTRIES.items()
        for told in about.get(name, [])
        if not told["in_the_bin"]
    ]
    for one in found:
        if not isinstance(one, PlanItem) and not is_way(one.quantity, one.direction):
            raise ValueError(one.direction)
    return found


def _logged(repository: Repository, found: _Found, owner: str) -> bool:
    """Log a session; return whether it was new."""
    session = replace(found.session, person=owner)
    if repository.knows(session):
        return False
    if found.tracks is None:
        repository.records.bring_in(session, found.said)
    else:
        with repository.new_tracks(session.id, *load_tracks(found.tracks)) as tracks_file:
            repository.records.bring_in(replace(session, tracks_file=tracks_file), found.said)
    return True


def _keep_facts(repository: Repository, owner: str, told: Mapping[str, Any]) -> None:
    """Keep what a file says of a person whom the log did not know."""
    sex, born, notes = told["sex"], told["birth_year"], told["notes"]
    person = repository.roster.add(owner)
    repository.roster.change(
        replace(
            person,
            sex=sex if sex in {"female", "male", "other"} else None,
            birth_year=born if isinstance(born, int) else None,
            notes=str(notes),
        )
    )
