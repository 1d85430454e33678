"""How well a video could be read, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from romtrack.measure.findings import NO_PERSON
from romtrack.types import Notice, Quality

if TYPE_CHECKING:
    from collections.abc import Iterable

    from romtrack.measure.findings import Finding
    from romtrack.types import PoseTrack, SignalTrack

__all__ = ["judge_quality"]

SHORTEST_S = 3.0
LONGEST_ABSENCE_S = 0.5
LEAVING_S = 3.0  # people get up to stop the recording


def judge_quality(
    track: PoseTrack,
    signal: SignalTrack | None,
    about_file: tuple[Notice, ...],
    setup: Iterable[Finding],
    nobody: Notice = NO_PERSON.notice,
) -> Quality:
    """Return the shares of frames that were read, with warnings.

    ``signal`` is the chosen leg's, ``setup`` what is wrong with the set-up, ``nobody`` what to say when
    nobody was found.
    """
    detected = _share(track.detected)
    if not detected:
        return Quality(
            0.0,
            0.0,
            (*about_file, *(finding.notice for finding in setup if finding.id != NO_PERSON.id), nobody),
        )
    usable = 0.0 if signal is None else _share(signal.ok)
    of_time = (notice for notice in (_too_short(track), _lost(track)) if notice is not None)
    return Quality(detected, usable, (*about_file, *of_time, *(finding.notice for finding in setup)))


def _share(flags: np.typing.NDArray[np.bool_]) -> float:
    return float(flags.mean()) if len(flags) else 0.0


def _too_short(track: PoseTrack) -> Notice | None:
    length_s = float(track.time_s[-1] - track.time_s[0])
    if length_s >= SHORTEST_S:
        return None
    text = f"{len(track)} frames over {length_s:.1f} s are too short for a trial: record the whole test."
    return Notice("too_short", text)


def _lost(track: PoseTrack) -> Notice | None:
    """Warn when the person was away for longer than a moment, or left well before the end."""
    seen_s = track.time_s[track.detected]
    gaps_s = np.diff(seen_s)
    left_s = float(track.time_s[-1] - seen_s[-1])
    away_s = float(gaps_s[gaps_s > LONGEST_ABSENCE_S].sum()) + left_s * (left_s > LEAVING_S)
    if not away_s:
        return None
    text = (
        f"the person was out of sight, or somebody else was in front, for {away_s:.1f} s; "
        "that time is left out."
    )
    return Notice("person_lost", text)
