"""Who is measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

__all__ = ["SEXES", "KnownPerson", "Person", "Sex"]

Sex = Literal["female", "male", "other"]
SEXES: Final[tuple[Sex, ...]] = get_args(Sex)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose sessions are kept: a name or an alias, and what else is known (None, "" = nothing)."""

    id: UUID
    name: str
    sex: Sex | None = None
    birth_year: int | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person, and how much the log holds of them.

    Attributes
    ----------
    sessions, lately: how many, and how many of the days that were asked for. last_at: of the latest.
    """

    person: Person
    sessions: int
    lately: int
    last_at: datetime | None
