"""When a video was recorded: by what its container says, else by the file's modification time.

QuickTime keeps seconds since 1904 and Matroska nanoseconds since 2001, both in UTC by convention, and
FFmpeg hands them out as ``creation_time``; some cameras write their local time there, which nobody can
tell. Apple's ``creationdate`` has its zone, and outlives an export, so it goes first.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from romtrack.clock import here, is_plausible
from romtrack.video._container import open_container
from romtrack.video._deadline import within
from romtrack.video._limits import OPEN_WITHIN_S
from romtrack.video._source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from romtrack.types import RecordedBy

__all__ = ["Recorded", "recorded_of"]

_KEYS: Final = ("com.apple.quicktime.creationdate", "creation_time", "date_utc", "dateutc", "date")
_WITH_TIME: Final = len("2026-11-25T0")  # a day alone is no moment


class Recorded(NamedTuple):
    """When something was recorded, with its zone, and what says so."""

    at: datetime
    by: RecordedBy


def recorded_of(path: Path) -> Recorded | None:
    """Return when a video was recorded; None = neither its container nor its file says anything likely.

    Raises
    ------
    InputError: the file cannot be read or holds no video.
    """
    with Source(path) as source:
        for text in within(OPEN_WITHIN_S, lambda: list(_said(path, source)), late=source.close):
            when = _moment(text)
            if when is not None and is_plausible(when):
                return Recorded(when, "container")
        modified = _moment_of(source.modified_s)
    return Recorded(here(modified), "file") if modified is not None and is_plausible(modified) else None


def _said(path: Path, source: Source) -> Iterator[str]:
    """Yield every date that the container and its streams tell, the most trustworthy first."""
    with closing(open_container(path, source)) as container:
        told = [_by_key(each.metadata) for each in (container, *container.streams)]
    for key in _KEYS:
        yield from (each[key] for each in told if key in each)


def _by_key(metadata: Mapping[str, str]) -> dict[str, str]:
    return {key.lower(): text for key, text in metadata.items()}


def _moment(text: str) -> datetime | None:
    """Read an ISO date with its time; without a zone it is UTC, and is told as of this place."""
    try:
        when = datetime.fromisoformat(text.strip()) if len(text.strip()) >= _WITH_TIME else None
    except ValueError:
        return None
    if when is None or (when.tzinfo is not None and when.utcoffset()):
        return when
    return here(when.replace(tzinfo=UTC))


def _moment_of(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
