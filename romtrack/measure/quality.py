"""How well a video could be read, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from romtrack import units
from romtrack.language import N_, SOURCE, speaking
from romtrack.measure.findings import NO_PERSON
from romtrack.measure.setup import is_empty
from romtrack.types import Notice, Quality

if TYPE_CHECKING:
    from collections.abc import Iterable

    from romtrack.measure.findings import Finding
    from romtrack.types import PoseTrack, SignalTrack

__all__ = ["judge_quality"]

SHORTEST_S = 3.0
LONGEST_ABSENCE_S = 0.5
LONGEST_STEP_S, GAP_STEPS = 0.25, 4.0  # between frames: longer, in seconds and in usual steps, is a gap
LEAVING_S = 3.0  # people get up to stop the recording


@speaking(SOURCE)
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
    if is_empty(track):
        besides = (finding.notice for finding in setup if finding != NO_PERSON)
        return Quality(0.0, 0.0, (*about_file, *besides, nobody))
    usable = 0.0 if signal is None else float(np.mean(signal.ok))
    of_time = (notice for notice in (_too_short(track), _lost(track), _gaps(track)) if notice is not None)
    advice = (finding.notice for finding in setup)
    return Quality(float(np.mean(track.detected)), usable, (*about_file, *of_time, *advice))


def _too_short(track: PoseTrack) -> Notice | None:
    length_s = float(track.time_s[-1] - track.time_s[0])
    if length_s >= SHORTEST_S:
        return None
    text = N_("{frames} frames over {time} are too short for a trial: record the whole test.")
    return Notice("too_short", text.format(frames=len(track), time=units.seconds(length_s)))


def _lost(track: PoseTrack) -> Notice | None:
    """Warn when pictures lacked the person for longer than a moment, or well before the end."""
    rows = np.flatnonzero(track.detected)
    filmed_s = np.cumsum(np.diff(track.time_s, prepend=track.time_s[0]) * ~_after_gap(track))
    absent_s = np.diff(filmed_s[rows])[np.diff(rows) > 1]
    left_s = float(filmed_s[-1] - filmed_s[rows[-1]])
    away_s = float(absent_s[absent_s > LONGEST_ABSENCE_S].sum()) + left_s * (left_s > LEAVING_S)
    if not away_s:
        return None
    text = N_(
        "the person was out of sight, or somebody else was in front, for {time}; that time is left out."
    )
    return Notice("person_lost", text.format(time=units.seconds(away_s)))


def _gaps(track: PoseTrack) -> Notice | None:
    """Warn when the recording has no pictures for longer than a moment: nobody was lost then."""
    missing_s = float(np.diff(track.time_s, prepend=track.time_s[0])[_after_gap(track)].sum())
    if missing_s <= LONGEST_ABSENCE_S:
        return None
    text = N_(
        "the recording has no pictures for {time} in all (a pause, or a jump of its clock); "
        "that time is left out."
    )
    return Notice("frames_missing", text.format(time=units.seconds(missing_s)))


def _after_gap(track: PoseTrack) -> np.typing.NDArray[np.bool_]:
    """Return before which frames others are missing, (T,): steps far longer than the usual one."""
    steps_s = np.diff(track.time_s, prepend=track.time_s[0])
    usual_s = float(np.median(steps_s[1:])) if len(steps_s) > 1 else 0.0
    return np.asarray(steps_s > max(LONGEST_STEP_S, GAP_STEPS * usual_s))
