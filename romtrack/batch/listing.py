"""Which videos a batch is of, how each is analysed, and what the folder of its results is called."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from romtrack.errors import InputError, RomtrackError, UsageError
from romtrack.exercises import exercise
from romtrack.imports import csv_values
from romtrack.settings import AUTO, moment_of, name_of
from romtrack.types import SIDES
from romtrack.video import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from romtrack.imports import Cells
    from romtrack.settings import Settings
    from romtrack.types import Side

__all__ = ["ALL_FILES", "LIST_COLUMNS", "Task", "listed"]

ALL_FILES: Final = ("summary.csv", "summary.parquet", "index.html")
"""What stands beside the folders of results, and is of all."""

LIST_COLUMNS: Final = ("file", "person", "exercise", "side", "recorded_at")
_VIDEOS: Final = frozenset({".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".gif"})
_RESULT: Final = "result.json"  # what stands beside it romtrack has written
_TOLD: Final = 8  # characters of a file's hash that tell it from others of its name
_LONGEST: Final = 200  # bytes of a name; file systems take 255, with what is added while it is written
_KEPT: Final = 50  # characters of a longer one, up to 4 bytes each


@dataclass(frozen=True, slots=True)
class Task:
    """One video of a batch.

    file: the video as it is told of, its place in the folder or in the list. name: of the folder of its
    results, in the folder of all. sha256: of the file; empty = it cannot be read: the analysis will say why.
    """

    video: Path
    file: str
    name: str
    settings: Settings
    sha256: str


def listed(source: Path, settings: Settings, out: Path) -> tuple[Task, ...]:
    """Return every video below a folder, or in a list (CSV), as a task, in their order.

    Parameters
    ----------
    settings: what holds where the list says nothing. out: where the results go; no videos are taken from it.

    Raises
    ------
    InputError: there is no such folder or list, no video in it, or a row that cannot be read.
    """
    if source.is_dir():
        found = [(video, settings) for video in _videos(source, out)]
        if not found:
            kinds = ", ".join(sorted(one.removeprefix(".").upper() for one in _VIDEOS))
            raise InputError(f"{source} holds no video ({kinds}): name the folder that they lie in")
        base = source
    else:
        found, base = _rows(source, settings), source.parent
    return _named(found, base)


def _videos(folder: Path, out: Path) -> Iterator[Path]:
    """Yield the videos below a folder, by name; not what is hidden, nor what romtrack has written."""
    kept = out.resolve()
    for place, folders, files in os.walk(folder, onerror=_refused):
        here = Path(place)
        folders[:] = sorted(
            one for one in folders if not one.startswith(".") and (here / one).resolve() != kept
        )
        if _RESULT in files:
            continue
        yield from (
            here / name
            for name in sorted(files)
            if not name.startswith(".") and Path(name).suffix.lower() in _VIDEOS
        )


def _refused(error: OSError) -> None:
    raise InputError(f"{error.filename} cannot be read ({error.strerror}): allow it, or name another folder")


def _rows(source: Path, settings: Settings) -> list[tuple[Path, Settings]]:
    """Return what each row of a list asks for."""

    def asked(row: int, cells: Cells) -> tuple[Path, Settings]:
        try:
            return _video(source, cells), _settings(cells, settings)
        except UsageError as error:
            raise InputError(f"row {row}: {error}") from error

    return csv_values(source, LIST_COLUMNS, asked, optional=LIST_COLUMNS[1:])


def _video(source: Path, cells: Cells) -> Path:
    name = cells.text("file")
    if not name:
        raise cells.wrong("file", "is empty: name a video")
    video = source.parent / name
    try:
        there = video.is_file()
    except OSError as error:
        raise cells.wrong(
            "file", f"{cells.shown('file')} cannot be reached ({error.strerror}): check the name"
        ) from error
    if not there:
        raise cells.wrong("file", f"there is no {cells.shown('file')}: it counts from the folder of the list")
    return video


def _settings(cells: Cells, settings: Settings) -> Settings:
    """Return what a row asks for; what it leaves empty is as for all."""
    person, what, side, when = (cells.text(column) for column in LIST_COLUMNS[1:])
    if what and what != AUTO:
        exercise(what)
    return replace(
        settings,
        person=name_of(person) if person else settings.person,
        exercise=what or settings.exercise,
        side=cast("Side", cells.one_of("side", (*SIDES, AUTO))) if side else settings.side,
        recorded_at=moment_of(when) if when else settings.recorded_at,
    )


def _named(found: Sequence[tuple[Path, Settings]], base: Path) -> tuple[Task, ...]:
    """Return the tasks; of several that would write into one folder each is told apart by its content.

    Two names that differ only in case are one folder on many disks.
    """
    plain = [_plain_name(video, base) for video, _ in found]
    hashes = [_sha256(video) for video, _ in found]
    wanted = Counter([*ALL_FILES, *map(str.casefold, plain)])
    taken, names = set[str](), []
    for whole, sha256 in zip(plain, hashes, strict=True):
        short = whole if len(os.fsencode(whole)) <= _LONGEST else whole[-_KEPT:]
        alone = short == whole and wanted[whole.casefold()] == 1
        names.append(_free(whole if alone else f"{short}-{sha256[:_TOLD]}", taken))
        taken.add(names[-1].casefold())
    return tuple(
        Task(video, _file(video, base), name, settings, sha256)
        for (video, settings), name, sha256 in zip(found, names, hashes, strict=True)
    )


def _free(name: str, taken: set[str]) -> str:
    """Return a name that is not taken: the same file may be there again, to be read otherwise."""
    if name.casefold() not in taken:
        return name
    return next(one for number in itertools.count(2) if (one := f"{name}-{number}").casefold() not in taken)


def _file(video: Path, base: Path) -> str:
    return (video.relative_to(base) if video.is_relative_to(base) else video).as_posix()


def _plain_name(video: Path, base: Path) -> str:
    """Return where a video is below the folder in one word, without its suffix: no folder holds another's."""
    inside = video.with_suffix("")
    relative = inside.relative_to(base) if inside.is_relative_to(base) else Path(inside.name)
    return "-".join(part for part in relative.parts if part != os.pardir)


def _sha256(video: Path) -> str:
    try:
        return sha256_of(video)
    except RomtrackError:
        return ""
