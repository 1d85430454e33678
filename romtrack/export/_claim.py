"""A folder to be written: claimed at the start by a hidden folder beside it, at the end replaced whole."""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import TYPE_CHECKING, Final

from romtrack import scratch
from romtrack.errors import OutputError
from romtrack.export._publish import publish, put_back

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Claim", "claimed"]

_LONGEST_NAME: Final = 255  # bytes, on every usual file system
_RESULT: Final = "result"


@dataclass(frozen=True, slots=True)
class Claim:
    """A folder that this process alone may replace.

    Attributes
    ----------
    target: what it replaces. ours: the names that it may write there. staging: the hidden folder.
    """

    target: Path
    ours: tuple[str, ...]
    staging: Path

    @property
    def folder(self) -> Path:
        """Where the files are written until they are published."""
        return self.staging / _RESULT

    def publish(self) -> None:
        """Let all files appear at once, instead of those of an earlier result.

        Raises
        ------
        OutputError: the disk does not take them; the target is as it was.
        """
        with _output_errors(self.target):
            _refuse_strangers(self.target, self.ours)
            publish(self.folder, self.target, self.ours)


@contextmanager
def claimed(folder: Path, ours: tuple[str, ...]) -> Iterator[Claim]:
    """Claim ``folder`` for files of these names; without ``publish`` it stays as it is.

    Raises
    ------
    OutputError: it cannot be written, cannot be replaced as a whole, or somebody else is writing it.
    """
    with _output_errors(folder):
        target = _whole(folder)
        made = [path for path in target.parents if not path.exists()]
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _refuse_strangers(target, ours)
            staging = _staging(target)
        except OSError:
            _remove_empty(made)
            raise
    try:
        yield Claim(target, ours, staging)
    finally:
        scratch.remove(staging)
        _remove_empty(made)


def _remove_empty(folders: list[Path]) -> None:
    with suppress(OSError):
        for path in folders:
            path.rmdir()


def _staging(target: Path) -> Path:
    """Make the folder that is the claim; what killed processes left beside it is mended and removed."""
    staging = target.with_name(scratch.CLAIM.format(target.name))
    if len(os.fsencode(staging.name)) > _LONGEST_NAME:
        digest = hashlib.sha256(os.fsencode(target.name)).hexdigest()
        staging = target.with_name(scratch.CLAIM.format(digest))
    with _alone(target.parent):
        _sweep(target.parent)
        mine = scratch.new_folder(target.parent)
        try:
            (mine / _RESULT).mkdir()
            mine.rename(staging)  # never over a claim: that is not empty
        except OSError as error:
            scratch.remove(mine)
            if not staging.exists():
                raise
            raise OutputError(
                f"another romtrack is writing into {target}: wait for it, or choose another folder with --out"
            ) from error
    return staging


def _sweep(parent: Path) -> None:
    scratch.sweep(parent)
    for staging in parent.glob(scratch.CLAIM.format("*")):
        if scratch.is_abandoned(staging):
            put_back(staging)
            scratch.remove(staging)


@contextmanager
def _alone(parent: Path) -> Iterator[None]:
    """Let one process at a time judge and claim in a folder, where the system has such locks."""
    with ExitStack() as stack:
        with suppress(ImportError, OSError):  # Windows; a network's file system
            import fcntl  # noqa: PLC0415

            lock = os.open(parent, os.O_RDONLY)
            stack.callback(os.close, lock)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _whole(folder: Path) -> Path:
    """Return the real folder behind a name; refuse one that cannot change its name with another."""
    target = Path(os.path.realpath(folder))
    if target in _stood_on() or _is_mounted(target):
        raise OutputError(
            f"{folder} cannot be replaced as a whole: name a new folder in it, such as "
            f"--out {folder / 'romtrack-result'}"
        )
    return target


def _stood_on() -> set[Path]:
    """Return the folders that people and programs stand in: the current one, home, and those above."""
    found = set[Path]()
    for stand in (Path.cwd, Path.home):
        with suppress(OSError, RuntimeError):  # the current one is deleted; nobody knows a home
            found |= {stand(), *stand().parents}
    return found


def _is_mounted(target: Path) -> bool:
    """Whether a folder, or one in it, is another file system."""
    return any(os.path.ismount(folder) for folder, _, _ in os.walk(target))


def _refuse_strangers(target: Path, ours: tuple[str, ...]) -> None:
    """Refuse what only looks like an earlier result of ours."""
    with suppress(FileNotFoundError):
        if not S_ISDIR(target.stat().st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(target, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    for path in (target / name for name in ours):
        with suppress(FileNotFoundError):
            mode = path.lstat().st_mode
            if not (S_ISREG(mode) or S_ISLNK(mode)):
                raise OutputError(
                    f"{path} is in the way, and no file: move it, or choose another folder with --out"
                )


@contextmanager
def _output_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(
            f"cannot write into {folder} ({error.strerror or error}): choose another folder with --out"
        ) from error
