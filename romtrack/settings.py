"""What is asked of an analysis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final, Literal

from romtrack import units
from romtrack.clock import here, is_plausible
from romtrack.errors import UsageError
from romtrack.names import LONGEST_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.types import Side

__all__ = ["AUTO", "Place", "Settings", "day_of", "moment_of", "name_of"]

AUTO: Final = "auto"
_PLACE: Final = re.compile(r"(\d+(?:\.\d+)?) *, *(\d+(?:\.\d+)?)(?: *@ *(\d+(?:\.\d+)?))?")


@dataclass(frozen=True, slots=True)
class Place:
    """A point in the pictures of a video, upright and in their own size, at a time."""

    x_px: float
    y_px: float
    time_s: float = 0.0

    @classmethod
    def of(cls, text: str) -> Place:
        """Read ``X,Y`` or ``X,Y@SECONDS``.

        Raises
        ------
        UsageError: it is none.
        """
        found = _PLACE.fullmatch(text.strip())
        if found is None:
            raise UsageError(
                f"{text!r} is no place in the picture: give pixels from the left and from the top, "
                "and the second of the video if it is not the first picture: 320,240 or 320,240@1.5"
            )
        return cls(*(float(number or 0) for number in found.groups()))

    def __str__(self) -> str:
        """Return it as ``of`` reads it."""
        return f"{units.number(self.x_px, 0)},{units.number(self.y_px, 0)}@{units.number(self.time_s, 2)}"


@dataclass(frozen=True, slots=True)
class Settings:
    """How to analyse a video.

    exercise: an id of the catalog; ``auto`` takes what the recording looks like. side: the leg;
    ``auto`` takes the one that moves. mirrored: the recording is a selfie's mirror image. model: a
    ``.task`` file instead of the package's own. person_at: where the person is who is meant, in the
    pictures as the file has them; None: found out. recorded_at: when it happened, with its zone; None: what
    the video says of itself. all_frames: look at every picture of a recording with 50 a second and more, too,
    instead of so many that no step is longer than 1/25 s.
    """

    exercise: str = "seated-ir-measure"
    side: Side | Literal["auto"] = "auto"
    person: str = "me"
    mirrored: bool = False
    model: Path | None = None
    person_at: Place | None = None
    recorded_at: datetime | None = None
    all_frames: bool = False


def name_of(text: str) -> str:
    """Read a person's name, or their alias.

    Raises
    ------
    UsageError: it is empty, or longer than any name.
    """
    name = " ".join(text.split())
    if not name:
        raise UsageError("a person needs a name, or an alias")
    if len(name) > LONGEST_NAME:
        raise UsageError(f"a name of {len(name)} characters cannot be kept: give {LONGEST_NAME} at most")
    return name


def moment_of(text: str) -> datetime:
    """Read when something was recorded: a date, or a date and time; without a zone, of this place.

    Raises
    ------
    UsageError: it is no date, or nothing can have been recorded then.
    """
    try:
        given = text.strip()
        when = day_of(date.fromisoformat(given)) if "T" not in given and ":" not in given else _local(given)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{text!r} is no date: give 2026-11-25 or 2026-11-25T18:30, with a zone if it was elsewhere: "
            "2026-11-25T18:30+01:00"
        ) from error
    if not is_plausible(when):
        raise UsageError(f"nothing can have been recorded on {units.day_and_time(when)}: check the date")
    return when


def day_of(day: date) -> datetime:
    """Return the noon of a day: of no other day in any zone near by."""
    return here(datetime.combine(day, time(12)))


def _local(text: str) -> datetime:
    when = datetime.fromisoformat(text)
    return here(when) if when.tzinfo is None else when
