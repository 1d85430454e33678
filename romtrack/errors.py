"""The one tree of errors.

Every error says in one line what is wrong and what to do next, and carries the exit code
that the command line ends with (`docs/results.md` lists them)::

    RomtrackError
    ├── UsageError (ValueError)            2  an option or argument that makes no sense
    │   ├── ExerciseError                  2  an exercise card that cannot be used
    │   └── ModelError                     2  a pose model that cannot be loaded
    ├── InputError (ValueError)            3  the input cannot be read, or holds no video
    ├── OutputError (OSError)              5  a result cannot be written
    │   └── StorageError                   5  the log cannot be opened, read or written
    └── ShapeError (ValueError)            1  an array of the wrong shape: a bug in the caller
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "ExerciseError",
    "InputError",
    "ModelError",
    "OutputError",
    "RomtrackError",
    "ShapeError",
    "StorageError",
    "UsageError",
]


class RomtrackError(Exception):
    """Base of everything that romtrack raises on purpose; its text is one line.

    Attributes
    ----------
    what: what is wrong. remedy: what to do next; empty where ``what`` says it, too.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str = "", remedy: str = "") -> None:
        super().__init__(f"{what}; {remedy}" if remedy else what)
        self.what, self.remedy = what, remedy


class UsageError(RomtrackError, ValueError):
    """An option or argument that makes no sense."""

    exit_code = 2


class ExerciseError(UsageError):
    """An exercise card that cannot be used."""


class ModelError(UsageError):
    """The pose model is missing, damaged, or not a model."""


class InputError(RomtrackError, ValueError):
    """The input cannot be read, or holds no video."""

    exit_code = 3


class OutputError(RomtrackError, OSError):
    """A result cannot be written."""

    exit_code = 5


class StorageError(OutputError):
    """The log of sessions or their tracks cannot be opened, read or written."""


class ShapeError(RomtrackError, ValueError):
    """An array does not have the shape that its type promises."""
