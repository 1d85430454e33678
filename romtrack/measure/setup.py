"""The set-up check: what is wrong with the picture, the person and the camera, and what to do.

Each frame is looked at by itself; what is found in a good share of the frames of a time is said.
Live that time is the last two seconds, for a file the whole recording. Limits: MEASUREMENT.md
("It must measure where people are"), and the ranges over 62 rendered clips of 5 bodies (yaw to 25
degrees, roll to 5, dim light, 66-214 pixels of shank), none of which may be stopped.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import fields
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from romtrack import units
from romtrack.kinematics.hip_rotation import hidden_deg
from romtrack.kinematics.posture import is_seated
from romtrack.kinematics.room import has_moved, stretches
from romtrack.kinematics.view import body_yaw_deg
from romtrack.language import N_, SOURCE, speaking
from romtrack.measure import findings as found
from romtrack.types import SIDES, Pose, ShankEvidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import ArrayLike

    from romtrack.measure.findings import Finding
    from romtrack.types import PoseTrack, Side, Skeleton

__all__ = ["SetupCheck", "Sight", "check_recording", "is_empty", "of_camera", "of_rate", "stops_first"]

WINDOW_S = 2.0
OFTEN = 0.3  # share of the frames from which on a finding is said,
MOSTLY = 0.5  # and from which on it stops
OUTSIDE_PX = 2.0
NEAR_EDGE = 0.1  # margin of knee and ankle over the shank's length; 0.17 and more in the clips
HEAD_AT_EDGE = 0.06  # height of the nose over the picture's; 0.03 where the head touches the edge
YAW_DEG, FAR_YAW_DEG = 28.0, 40.0  # medians over a clip with a true 25 read 20-25
ROLL_DEG = 6.0  # a true 5 reads up to 5.2
SMALL_PX, TOO_SMALL_PX = 55.0, 40.0
LARGE = 0.42  # shank over the picture's height; at most 0.33
DARK, FAINT = 30.0, 7.0  # grey levels of the shank (40 and more), of the step at its outline (9 and more)
WIDE_UPPER, WIDE_LOWER = 0.65, 0.5  # width over length; medians at most 0.51 and 0.30
# Uncertainty by what is in front of the shank: 0-0.9 in close clothes; skirts, hands, bars and loose
# trousers mostly 1-7.
COVERED_DEG, HIDDEN_DEG = 1.0, 4.0
TOUCHING = 0.3  # distance of the ankles over the shank's length; 0.45 and more
# The pose model invents people where there are none: followed by one leg, in 2.4 % of the frames of real
# bottles on a belt, 1 s of 40. Who does an exercise is there in most of a recording (90 % and more of all
# rendered and real clips), and where it was left running for long, for a trial or repetition at least.
NOBODY_SHARE, NOBODY_S = 0.05, 3.0
LOOK_EVERY_S = 0.1  # in a recording; shares do not need every frame
_LEAST_STEP_S = 1e-3
SLOW_S, TOO_SLOW_S = 1 / 14, 1 / 8  # between frames; a nominal 15 a second may come as 14.2


class Sight(NamedTuple):
    """One frame: the person in it (None = nobody), evidence of both shanks, and what is known besides.

    roll_deg: of the camera, NaN = not known. company: somebody else is in the picture.
    """

    time_s: float
    pose: Pose | None
    evidence: Mapping[Side, ShankEvidence]
    roll_deg: float = np.nan
    company: bool = False


class _Look(NamedTuple):
    """What was found in one frame, and of how much of it anything could be found."""

    time_s: float
    seen: bool
    seated: bool
    findings: frozenset[Finding]


class SetupCheck:
    """Looks at one frame after the other; ``side`` is the leg to be measured (None = either)."""

    def __init__(self, skeleton: Skeleton, side: Side | None, window_s: float = WINDOW_S) -> None:
        self._skeleton = skeleton
        self._sides: tuple[Side, ...] = SIDES if side is None else (side,)
        self._window_s = window_s
        self._looks: deque[_Look] = deque()

    def update(self, sight: Sight) -> tuple[Finding, ...]:
        """Take one frame; return what is wrong over the last seconds."""
        self.add(sight)
        return self.findings()

    def add(self, sight: Sight) -> None:
        """Take one frame."""
        self._looks.append(self._look(sight))
        while sight.time_s - self._looks[0].time_s > self._window_s:
            self._looks.popleft()

    def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong, stops first; a stop that is found often, but not mostly, is a warning."""
        return stops_first(chain(self.of_frames(), of_rate([look.time_s for look in self._looks])))

    def _look(self, sight: Sight) -> _Look:
        pose = sight.pose
        if pose is None:
            return _Look(sight.time_s, seen=False, seated=False, findings=frozenset({found.NO_PERSON}))
        if not is_seated(pose.image_px, self._skeleton):
            return _Look(sight.time_s, seen=True, seated=False, findings=frozenset({found.NOT_SEATED}))
        wrong = {*_of_legs(pose, self._skeleton, sight), *_of_view(pose, self._skeleton, sight)}
        wrong |= {finding for side in self._sides for finding in _of_shank(sight.evidence[side], pose)}
        return _Look(sight.time_s, seen=True, seated=True, findings=frozenset(wrong))

    def of_frames(self) -> Iterator[Finding]:
        """Return what is wrong but for the frame rate; of somebody who mostly does not sit, only that."""
        counts = Counter(finding for look in self._looks for finding in look.findings)
        seen, seated = sum(look.seen for look in self._looks), sum(look.seated for look in self._looks)
        possible = {found.NO_PERSON: len(self._looks), found.NOT_SEATED: seen}
        mostly_seated = seated > (1 - MOSTLY) * seen
        for finding, count in counts.items():
            share = count / possible.get(finding, seated)
            if share >= OFTEN and (mostly_seated or finding in possible):
                yield finding if share >= MOSTLY else finding._replace(severity="warning")


def stops_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in their order, but what stops before what only limits."""
    return tuple(sorted(findings, key=lambda finding: finding.severity != "stop"))


def of_rate(time_s: ArrayLike) -> Iterator[Finding]:
    """Find too few frames a second."""
    steps_s = np.diff(time_s)
    if not len(steps_s):
        return
    if np.median(steps_s) > TOO_SLOW_S:
        yield found.TOO_FEW_FRAMES
    elif np.median(steps_s) > SLOW_S:
        yield found.FEW_FRAMES


def _of_legs(pose: Pose, skeleton: Skeleton, sight: Sight) -> Iterator[Finding]:
    """Find what is wrong with how the legs of somebody who sits are placed.

    A leg outside the picture is a guess of the model, which often lays it across the other one.
    """
    hips, knees, ankles = (_width_px(pose, skeleton, joint) for joint in ("hip", "knee", "ankle"))
    if hips < 0 and knees < 0:
        yield found.FACING_AWAY
    elif knees < 0 or ankles < 0:
        outside = any(not shank.margin_px >= OUTSIDE_PX for shank in sight.evidence.values())
        yield found.SHANK_OUT_OF_VIEW if outside else found.LEGS_CROSSED


def _width_px(pose: Pose, skeleton: Skeleton, joint: str) -> float:
    """Return how far the left joint is to the right of the right one, as it is when facing the camera."""
    left, right = (pose.image_px[skeleton.index(f"{side}_{joint}"), 0] for side in SIDES)
    return float(left - right)


def _of_view(pose: Pose, skeleton: Skeleton, sight: Sight) -> Iterator[Finding]:
    """Find what is wrong with where the camera stands."""
    left, right = (pose.world_m[skeleton.index(f"{side}_hip")] for side in SIDES)
    yaw_deg = float(body_yaw_deg(left, right))
    if abs(yaw_deg) > FAR_YAW_DEG:
        yield found.FAR_TURNED
    elif abs(yaw_deg) > YAW_DEG:
        yield found.TURNED_LEFT if yaw_deg > 0 else found.TURNED_RIGHT
    if abs(sight.roll_deg) > ROLL_DEG:
        yield found.CAMERA_TILTED
    if sight.company:
        yield found.SEVERAL_PEOPLE
    if "nose" in skeleton.keypoints:
        nose_y = pose.image_px[skeleton.index("nose"), 1]
        if nose_y < HEAD_AT_EDGE * pose.height_px:
            yield found.HEAD_AT_EDGE
    ankles_px = _width_px(pose, skeleton, "ankle")
    if 0 <= ankles_px < TOUCHING * max(float(one.length_px) for one in sight.evidence.values()):
        yield found.SHANKS_TOUCH


def _of_shank(shank: ShankEvidence, pose: Pose) -> Iterator[Finding]:
    """Find what is wrong with how one shank is seen."""
    length_px, margin_px = float(shank.length_px), float(shank.margin_px)
    if not margin_px >= OUTSIDE_PX:
        yield found.SHANK_OUT_OF_VIEW
    elif margin_px < NEAR_EDGE * length_px:
        yield found.FEET_AT_EDGE
    if length_px < TOO_SMALL_PX:
        yield found.FAR_AWAY
    elif length_px < SMALL_PX:
        yield found.TOO_FAR
    elif length_px > LARGE * pose.height_px:
        yield found.TOO_NEAR
    if shank.brightness < DARK or shank.edge_contrast < FAINT:
        yield found.TOO_DARK
    if not shank.upper_px <= WIDE_UPPER * length_px or shank.lower_px > WIDE_LOWER * length_px:
        yield found.SHANK_HIDDEN


def is_empty(track: PoseTrack) -> bool:
    """Say whether nobody was there: the pose model invents a person in a frame here and there."""
    share = float(np.mean(track.detected)) if len(track) else 0.0
    length_s = float(track.time_s[-1] - track.time_s[0]) if len(track) else 0.0
    return not share or (share < NOBODY_SHARE and share * length_s < NOBODY_S)


def check_recording(track: PoseTrack, side: Side | None, roll_deg: float) -> tuple[Finding, ...]:
    """Return what is wrong over a whole recording, in the frames in which the person is seen."""
    if is_empty(track):
        return (found.NO_PERSON,)
    check = SetupCheck(track.skeleton, side, window_s=np.inf)
    rows = np.flatnonzero(track.detected)
    time_s = track.time_s[rows]
    step_s = max(float(np.median(np.diff(time_s))), _LEAST_STEP_S) if len(rows) > 1 else LOOK_EVERY_S
    for row in rows[:: max(round(LOOK_EVERY_S / step_s), 1)]:
        check.add(_sight(track, int(row), roll_deg))
    sides: tuple[Side, ...] = SIDES if side is None else (side,)
    of_frames = tuple(check.of_frames())
    hidden = any(one.is_a(found.SHANK_HIDDEN) for one in of_frames)
    covered = () if hidden else _of_cover(track, sides)
    return stops_first(chain(of_frames, covered, of_rate(time_s), of_camera(track)))


def _of_cover(track: PoseTrack, sides: tuple[Side, ...]) -> Iterator[Finding]:
    """Find what covers a part of a shank over the recording."""
    worst_deg = max(hidden_deg(track, side) for side in sides)
    if worst_deg > COVERED_DEG:
        yield (
            found.SHANK_HIDDEN if worst_deg > HIDDEN_DEG else found.SHANK_HIDDEN._replace(severity="warning")
        )


def of_camera(track: PoseTrack) -> Iterator[Finding]:
    """Find a camera that moved while the person was seen: say when first, and how far the picture turned."""
    views = [view for view in stretches(track) if view.detected.any()]
    longest_px = max(track.width_px, track.height_px)
    times_s, turns_deg = [view.time_s[0] for view in views[1:]], [0.0]
    for view in views:
        if view.room is not None:
            times_s += view.time_s[has_moved(view.room, longest_px)].tolist()
            turns_deg.append(float(np.ptp(view.room.turned_deg)))
    if not times_s:
        return
    yield found.camera_moved(_how_it_moved(min(times_s), max(turns_deg), len(views)))


@speaking(SOURCE)
def _how_it_moved(first_s: float, turn_deg: float, views: int) -> str:
    """Return when the camera moved first, and how far the picture turned, as it is kept."""
    once = N_("(first at {time}; the picture turned by {turn} degrees)")
    several = N_(
        "(first at {time}; the picture turned by {turn} degrees; {views} views, each read by itself)"
    )
    text = several if views > 1 else once
    return text.format(time=units.seconds(first_s), turn=units.number(turn_deg), views=views)


def _sight(track: PoseTrack, row: int, roll_deg: float) -> Sight:
    pose = Pose(
        float(track.time_s[row]),
        track.width_px,
        track.height_px,
        track.image_px[row],
        track.world_m[row],
        track.visibility[row],
    )
    evidence: dict[Side, ShankEvidence] = {leg: _at(track.shank(leg), row) for leg in SIDES}
    return Sight(pose.time_s, pose, evidence, roll_deg)


def _at(columns: ShankEvidence, row: int) -> ShankEvidence:
    return ShankEvidence(*(getattr(columns, column.name)[row] for column in fields(columns)))
