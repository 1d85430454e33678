"""How well a video could be read, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from romtrack.types import Notice, Quality

if TYPE_CHECKING:
    from romtrack.measure.seated import SeatedTest
    from romtrack.types import PoseTrack

__all__ = ["judge_quality"]

LEAST_USABLE = 0.8
SHORTEST_S = 3.0
LONGEST_ABSENCE_S = 0.5
LEAVING_S = 3.0  # people get up to stop the recording

NO_PERSON = Notice(
    "no_person",
    "nobody was found with both legs in view: film the whole person, head to feet, from the front.",
)


def judge_quality(track: PoseTrack, test: SeatedTest, about_file: tuple[Notice, ...]) -> Quality:
    """Return the shares of frames that were read, with warnings; ``about_file`` come first."""
    detected = _share(track.detected)
    if not detected:
        return Quality(0.0, 0.0, (*about_file, NO_PERSON))
    usable = 0.0 if test.side is None else _share(test.signals[test.side].ok)
    found = (_too_short(track), _lost(track), _out_of_view(detected, usable))
    return Quality(detected, usable, (*about_file, *(notice for notice in found if notice is not None)))


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


def _out_of_view(detected: float, usable: float) -> Notice | None:
    if usable >= LEAST_USABLE * detected:
        return None
    text = (
        f"the shank could be read in only {usable:.0%} of the frames: keep both feet and knees "
        "inside the picture, with some room around them."
    )
    return Notice("shank_out_of_view", text)
