"""A folder takes the place of another by one rename; what is not ours in it stays.

Killed at any moment, the target is the whole earlier folder or the whole new one, and on the disk.
"""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from romtrack.export._exchange import exchange

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["publish", "put_back"]

_EARLIER: Final = "earlier"  # where the earlier folder waits on systems that cannot exchange two


def publish(result: Path, target: Path, ours: Collection[str]) -> None:
    """Let the folder ``result`` be ``target``; afterwards ``result`` is the earlier one, if there was one.

    ours: the names that an earlier result may have had; any other file of ``target`` is carried over.

    Raises
    ------
    OSError: it failed; the target is as it was.
    """
    is_new = _is_empty(target)
    if not is_new:
        _carry_over(target, result, ours)
    for path in (*(result / name for name in ours), result):
        _to_disk(path)
    if is_new:
        result.replace(target)
    elif exchange(result, target) or _in_two_steps(result, target):
        _settle(result, target, ours)
    _to_disk(target.parent)


def put_back(staging: Path) -> None:
    """Give an earlier folder its name again that a killed process had moved aside.

    Raises
    ------
    OSError: it cannot be moved.
    """
    for folder in (staging / _EARLIER).glob("*"):
        if not os.path.lexists(staging.parent / folder.name):
            folder.rename(staging.parent / folder.name)


def _is_empty(target: Path) -> bool:
    with suppress(FileNotFoundError), os.scandir(target) as entries:
        return next(entries, None) is None
    return True


def _carry_over(target: Path, result: Path, ours: Collection[str]) -> None:
    """Give the new folder the mode of the old one, and other names to all that is not ours."""

    def ignored(folder: str, names: list[str]) -> set[str]:
        return set(ours).intersection(names) if Path(folder) == target else set()

    shutil.copytree(target, result, symlinks=True, ignore=ignored, copy_function=_linked, dirs_exist_ok=True)
    os.utime(result)


def _linked(source: str, name: str) -> None:
    try:
        os.link(source, name)
    except OSError as error:
        if error.errno == errno.EXDEV:  # another file system is mounted there: it cannot go along
            raise
        shutil.copy2(source, name)


def _in_two_steps(result: Path, target: Path) -> bool:
    """Exchange two folders where the system cannot at once; ``put_back`` mends a kill in between."""
    earlier = result.with_name(_EARLIER) / target.name
    earlier.parent.mkdir()
    target.rename(earlier)
    try:
        result.rename(target)
    except OSError:
        earlier.rename(target)
        raise
    earlier.rename(result)
    return True


def _settle(old: Path, new: Path, ours: Collection[str]) -> None:
    """Move what came into the old folder while the new one was made."""
    for path in old.iterdir():
        if path.name not in ours:
            _keep(path, new / path.name)


def _keep(old: Path, new: Path) -> None:
    if not os.path.lexists(new):
        old.rename(new)
    elif old.is_dir() and not old.is_symlink():
        for path in old.iterdir():
            _keep(path, new / path.name)
    elif not os.path.samestat(old.lstat(), new.lstat()):
        old.replace(new)


def _to_disk(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    is_folder = path.is_dir()
    if is_folder and os.name == "nt":  # Windows has no such thing for a folder
        return
    with suppress(FileNotFoundError):
        descriptor = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
