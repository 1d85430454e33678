"""How well a video could be read, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from romtrack.kinematics.posture import is_seated
from romtrack.types import Notice, Quality

if TYPE_CHECKING:
    from romtrack.types import PoseTrack, SignalTrack

__all__ = ["judge_quality"]

LEAST_USABLE = 0.8
SHORTEST_S = 3.0
LONGEST_ABSENCE_S = 0.5
LEAVING_S = 3.0  # people get up to stop the recording

NO_PERSON = Notice(
    "no_person",
    "nobody was found with both legs in view: film the whole person, head to feet, from the front.",
)


def judge_quality(track: PoseTrack, signal: SignalTrack | None, about_file: tuple[Notice, ...]) -> Quality:
    """Return the shares of frames that were read, with warnings; ``signal`` is the chosen leg's."""
    detected = _share(track.detected)
    if not detected:
        return Quality(0.0, 0.0, (*about_file, NO_PERSON))
    usable = 0.0 if signal is None else _share(signal.ok)
    found = (_too_short(track), _lost(track), _not_seated(track), _out_of_view(track, usable))
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


def _not_seated(track: PoseTrack) -> Notice | None:
    seated = is_seated(track.image_px, track.skeleton)[track.detected]
    if _share(seated) >= LEAST_USABLE:
        return None
    text = "the person does not sit facing the camera: sit on a chair, thighs toward the camera, shanks free."
    return Notice("not_seated", text)


def _out_of_view(track: PoseTrack, usable: float) -> Notice | None:
    """Warn when the shank was lost in many of the frames in which the person sat."""
    seated = is_seated(track.image_px, track.skeleton)
    if usable >= LEAST_USABLE * _share(seated):
        return None
    text = (
        f"the shank could be read in only {usable:.0%} of the frames: keep both feet and knees "
        "inside the picture, with some room around them."
    )
    return Notice("shank_out_of_view", text)
