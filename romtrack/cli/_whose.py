"""Whose session it is: names as the log knows them, and slips of the pen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from romtrack.cli._terminal import warn
from romtrack.settings import name_of

if TYPE_CHECKING:
    from romtrack.store import Repository

__all__ = ["ME", "known_name", "warn_of_slip"]

ME = "me"


def known_name(repository: Repository | None, name: str) -> str:
    """Return a name as the log spells it; warn of one that it does not know and that looks like a slip.

    Raises
    ------
    UsageError: it is empty, or longer than any name.
    """
    asked = name_of(name)
    person = None if repository is None else repository.roster.find(asked)
    if person is not None:
        return person.name
    if repository is not None:
        warn_of_slip(repository, asked)
    return asked


def warn_of_slip(repository: Repository, name: str) -> None:
    """Warn where nobody has this name, and somebody has one that is a letter away."""
    near = repository.roster.alike(name)
    if near is not None and repository.roster.find(name) is None:
        warn(
            f"there is no {name} in the log yet; did you mean {near}? "
            f"Then: romtrack people {_quoted(name)} --merge-into {_quoted(near)}"
        )


def _quoted(name: str) -> str:
    return name if name.isalnum() else f'"{name}"'
