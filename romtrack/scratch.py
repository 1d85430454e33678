"""Folders for what is on its way: private, marked with their owner, and swept once the owner is gone.

A process that is killed cannot tidy up. Whoever comes next may: a folder whose mark names a process
that is certainly gone is nobody's. The mark is the first thing in a folder, so one without a mark holds
nothing of value yet, and only an empty one is removed.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR
from typing import TYPE_CHECKING, Final

from romtrack.owner import Owner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "BESIDE",
    "TEMPORARY",
    "abandoned",
    "is_abandoned",
    "new_folder",
    "remove",
    "scratch_folder",
    "sweep",
    "sweep_temporary",
    "temporary",
]

BESIDE: Final = ".romtrack-"  # hidden, beside what it becomes
TEMPORARY: Final = "romtrack-"
CLAIM: Final = ".{}.romtrack"  # the folder that is written beside the one it replaces
_RANDOM: Final = r"[a-z0-9_]{8}"  # what tempfile adds
_ANY: Final = re.compile(rf"\.?romtrack-(?:[a-z]+-)?{_RANDOM}|\..+\.romtrack")
_MARK, _HALF_A_MARK = "owner", "owner.new"


def temporary() -> Path:
    """Return the folder of temporary files.

    Raises
    ------
    OSError: none of them can be written.
    """
    return Path(tempfile.gettempdir())


def new_folder(parent: Path, prefix: str = BESIDE) -> Path:
    """Make a folder in ``parent`` that only this user can read and that this process owns.

    Raises
    ------
    OSError: the folder or the disk does not take it.
    """
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        try:
            _mark(folder)
        except FileNotFoundError:  # swept in the moment before it had its mark
            continue
        except OSError:
            remove(folder)
            raise
        return folder


def _mark(folder: Path) -> None:
    """Let the mark appear whole or not at all."""
    half = folder / _HALF_A_MARK
    half.write_text(Owner.here().mark, encoding="utf-8")
    half.replace(folder / _MARK)


@contextmanager
def scratch_folder(parent: Path, prefix: str = BESIDE) -> Iterator[Path]:
    """Yield a new folder beside what is written in it; it is gone in the end.

    What processes that were killed left beside it, writing such a thing, goes first.

    Raises
    ------
    OSError: the folder or the disk does not take it.
    """
    sweep(parent)
    folder = new_folder(parent, prefix)
    try:
        yield folder
    finally:
        remove(folder)


def remove(folder: Path) -> None:
    """Remove a scratch folder, its mark last: killed here, it can still be judged. What resists stays."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name not in {_MARK, _HALF_A_MARK}:
                _remove_anything(path)
        (folder / _HALF_A_MARK).unlink(missing_ok=True)
        if {path.name for path in folder.iterdir()} <= {_MARK}:
            (folder / _MARK).unlink(missing_ok=True)
            folder.rmdir()


def _remove_anything(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def abandoned(parent: Path) -> list[Path]:
    """Return the folders of any kind in ``parent`` that nobody owns any more."""
    return [folder for folder in _entries(parent, _ANY) if is_abandoned(folder)]


def is_abandoned(folder: Path) -> bool:
    """Whether a folder is this user's, and its owner is certainly gone."""
    owner = _owner_of(folder) if _is_mine(folder) else None
    return owner is not None and owner.gone


def sweep(parent: Path, prefix: str = BESIDE, settle: Callable[[Path], None] = remove) -> None:
    """Settle the scratch folders in ``parent`` that nobody owns any more; what cannot be removed stays."""
    for folder in _folders(parent, prefix):
        if is_abandoned(folder):
            settle(folder)
        elif _is_mine(folder) and _owner_of(folder) is None:
            _remove_unmarked(folder)


def sweep_temporary() -> None:
    """Remove what killed processes of this user left among the temporary files."""
    with suppress(OSError):
        sweep(temporary(), TEMPORARY)


def _remove_unmarked(folder: Path) -> None:
    """Remove a folder that a process left, or is about to mark (it then makes another)."""
    with suppress(OSError):
        (folder / _HALF_A_MARK).unlink(missing_ok=True)
        folder.rmdir()  # fails where a mark has appeared, or anything else is in it


def _owner_of(folder: Path) -> Owner | None:
    try:
        return Owner.of((folder / _MARK).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


def _is_mine(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return S_ISDIR(found.st_mode) and (not hasattr(os, "getuid") or found.st_uid == os.getuid())


def _folders(parent: Path, prefix: str) -> list[Path]:
    return _entries(parent, re.compile(re.escape(prefix) + _RANDOM))


def _entries(parent: Path, name: re.Pattern[str]) -> list[Path]:
    try:
        with os.scandir(parent) as entries:
            return [Path(entry.path) for entry in entries if name.fullmatch(entry.name)]
    except OSError:  # not there, or not for us to look into
        return []
