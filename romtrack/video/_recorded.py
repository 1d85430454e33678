"""When and with what a video was recorded, as it says itself; when, else by the file's modification time.

QuickTime keeps seconds since 1904 and Matroska nanoseconds since 2001, both in UTC by convention, and
FFmpeg hands them out as ``creation_time``; some cameras write their local time there, which nobody can
tell. Apple's ``creationdate`` has its zone, and outlives an export, so it goes first.

Make and model stand in Apple's and Android's own keys, else in QuickTime's ``make`` and ``model``; most other
cameras say nothing, and nothing is made up of a file's name or codec.
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
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from romtrack.types import RecordedBy

__all__ = ["Origin", "Recorded", "origin_of"]

_KEYS: Final = ("com.apple.quicktime.creationdate", "creation_time", "date_utc", "dateutc", "date")
_MAKES: Final = ("com.apple.quicktime.make", "com.android.manufacturer", "make")
_MODELS: Final = ("com.apple.quicktime.model", "com.android.model", "model")
_LONGEST_NAME: Final = 80
_WITH_TIME: Final = len("2026-11-25T0")  # a day alone is no moment


class Recorded(NamedTuple):
    """When something was recorded, with its zone, and what says so."""

    at: datetime
    by: RecordedBy


class Origin(NamedTuple):
    """Where a video comes from, as far as it is known.

    recorded: None = neither its container nor its file says anything likely. camera: make and model, "" = the
    container does not tell.
    """

    recorded: Recorded | None
    camera: str


def origin_of(path: Path) -> Origin:
    """Return when and with what a video was recorded.

    Raises
    ------
    InputError: the file cannot be read or holds no video.
    """
    with Source(path) as source:
        told = within(OPEN_WITHIN_S, lambda: _told(path, source), late=source.close)
        return Origin(_recorded(told, source.modified_s), _camera(told))


def _told(path: Path, source: Source) -> list[Mapping[str, str]]:
    """Return what the container and its streams tell."""
    with closing(open_container(path, source)) as container:
        return [_by_key(each.metadata) for each in (container, *container.streams)]


def _recorded(told: Sequence[Mapping[str, str]], modified_s: float) -> Recorded | None:
    for text in _said(told, _KEYS):
        when = _moment(text)
        if when is not None and is_plausible(when):
            return Recorded(when, "container")
    modified = _moment_of(modified_s)
    return Recorded(here(modified), "file") if modified is not None and is_plausible(modified) else None


def _camera(told: Sequence[Mapping[str, str]]) -> str:
    """Return make and model; the make is left out where the model begins with it."""
    make, model = (next(_words(_said(told, keys)), "") for keys in (_MAKES, _MODELS))
    if model.casefold().startswith(make.casefold()):
        return model
    return f"{make} {model}".strip()


def _said(told: Sequence[Mapping[str, str]], keys: Iterable[str]) -> Iterator[str]:
    """Yield what stands under these keys, the most trustworthy first."""
    for key in keys:
        yield from (each[key] for each in told if key in each)


def _words(texts: Iterable[str]) -> Iterator[str]:
    """Yield what people can read of texts that a file holds, on one line and not too long."""
    for text in texts:
        words = " ".join("".join(one if one.isprintable() else " " for one in text).split())
        if words:
            yield words[:_LONGEST_NAME]


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
