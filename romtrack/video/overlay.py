"""What is drawn on the frames of the annotated video: the body, the angle, and the instruments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack.types import SIDES, Frame, PoseTrack, Side, SignalTrack, opposite
from romtrack.video._drawing import GREY, ORANGE, SKY, WHITE, Box, Canvas, Colour
from romtrack.video._gauges import FOOTER, Marks, Panel, Trace, ink, is_hip_rotation, reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from romtrack.types import FloatArray

__all__ = ["Overlay"]

_BONES: Final = ("hip knee", "knee ankle", "ankle heel", "heel foot_index", "ankle foot_index")
_TRUNK_AND_ARMS: Final = ("shoulder hip", "shoulder elbow", "elbow wrist")
_LOWER: Final = ("knee", "ankle", "heel", "foot_index")
_LEAST_VISIBILITY: Final = 0.3
_MASK_ASTRAY_DEG: Final = 12.0  # from the landmarks: the mask's line is then not the shank
_ROOMY_PX: Final = 200  # a smaller picture has no room for the trace
_CORNER: Final = (0.38, 0.2)  # what a trace covers, in shares of the picture
_OVERSHOOT: Final = 1.12  # shank and plumb are drawn a little beyond the ankle
_DISCLAIMER: Final = "approximate - not a medical device"


class Overlay:
    """Draws what was measured on the frames it was measured on.

    Parameters
    ----------
    track: the followed person; its pixels are those of a picture ``track.width_px`` wide, which
        may be smaller than the frames.
    signals: what the exercise measures or counts for each leg, with a value for each row of ``track``. A
        hip's rotation is drawn as an angle at the knee, anything else with the whole body.
    side: the working leg; None draws skeletons only.
    marks: the trials or repetitions of that leg, in the order of time.
    roll_deg: + = the picture's content turns clockwise; plumb is turned with it.
    """

    def __init__(
        self,
        track: PoseTrack,
        signals: Mapping[Side, SignalTrack],
        side: Side | None,
        marks: Marks,
        roll_deg: float,
    ) -> None:
        turned = side is None or is_hip_rotation(signals[side])
        working = SIDES if marks.both else (side,)
        self._body = _DrawnBody(track, tuple(leg for leg in working if leg), whole=not turned)
        self._footer_right = _emptier_right(track, side, 0.7, 2.0)
        self._goniometer: _Goniometer | None = None
        self._panel: Panel | None = None
        if side is None:
            return
        panel_right = _emptier_right(track, None, -1.0, 0.25)
        self._panel = Panel(signals[side], marks, panel_right)
        if turned:
            self._goniometer = _Goniometer(self._body, signals[side], -roll_deg)
            self._trace = Trace(signals[side], marks, self._footer_right)
        else:
            self._footer_right, top = _emptiest(track, panel_right=panel_right)
            self._trace = Trace(signals[side], marks, self._footer_right, top)

    def draw(self, frame: Frame, row: int) -> Frame:
        """Return a new frame with the drawing for ``row`` of the track; ``frame`` stays as it is.

        Raises
        ------
        IndexError: the track has no such row.
        """
        canvas = Canvas(frame.image)
        self._body.draw(canvas, row)
        _footer(canvas, right=self._footer_right)
        if self._panel is not None:
            taken = [self._panel.draw(canvas, row)]
            if min(frame.image.shape[:2]) >= _ROOMY_PX:
                taken.append(self._trace.draw(canvas, row))
            if self._goniometer is not None:
                self._goniometer.draw(canvas, row, taken)
        return Frame(frame.time_s, canvas.image)


class _Shank(NamedTuple):
    """The measured shank in the pixels of one frame; a tilt is + toward the right edge."""

    knee: FloatArray
    length: float
    half_width: float
    tilt_deg: float

    def reach(self, tilt_deg: float, share: float = _OVERSHOOT) -> FloatArray:
        """Return the point at ``share`` of the shank's length from the knee."""
        return self.knee + share * self.length * _unit_vector(tilt_deg)


@dataclass(frozen=True)
class _DrawnBody:
    """The skeleton; the ``working`` legs are prominent. whole: with trunk and arms, else the legs alone."""

    track: PoseTrack
    working: tuple[Side, ...]
    whole: bool

    def draw(self, canvas: Canvas, row: int) -> None:
        """Draw the working leg last, so that it lies on top."""
        across = ("hip", "shoulder") if self.whole else ("hip",)
        for joint in across:
            canvas.stroke(np.array([self.joint(canvas, row, side, joint) for side in SIDES]), GREY, 1.2)
        for side in SIDES if self.whole else ():
            for bone in _TRUNK_AND_ARMS:
                self._bone(canvas, row, (side, bone), (GREY, 1.4))
            for joint in ("shoulder", "elbow", "wrist"):
                canvas.dot(self.joint(canvas, row, side, joint), 2.2, GREY)
        for side in sorted(SIDES, key=lambda side: side in self.working):
            self._leg(canvas, row, side)

    def _leg(self, canvas: Canvas, row: int, side: Side) -> None:
        colour, width = (SKY, 3.0) if side in self.working else (GREY, 1.4)
        for bone in _BONES:
            measured = bone == "knee ankle" and not self.whole  # the goniometer draws its own shank there
            self._bone(canvas, row, (side, bone), (colour, 1.4 if measured else width))
        for joint in ("hip", "knee", "ankle"):
            canvas.dot(self.joint(canvas, row, side, joint), 1 + width, colour)

    def _bone(self, canvas: Canvas, row: int, bone: tuple[Side, str], pen: tuple[Colour, float]) -> None:
        side, joints = bone
        ends = np.array([self.joint(canvas, row, side, joint) for joint in joints.split()])
        canvas.stroke(ends, *pen)

    def joint(self, canvas: Canvas, row: int, side: Side, joint: str) -> FloatArray:
        """Return (2,) in pixels of the frame; NaN where the model did not see the joint."""
        index = self.track.skeleton.index(f"{side}_{joint}")
        if not self.track.visibility[row, index] >= _LEAST_VISIBILITY:
            return np.full(2, np.nan)
        return np.asarray(self.track.image_px[row, index] * self._scale(canvas))

    def shank(self, canvas: Canvas, row: int, side: Side) -> _Shank | None:
        """Return the shank along its mid-line in the mask, else by the landmarks; None if unseen."""
        knee, ankle = (self.joint(canvas, row, side, joint) for joint in ("knee", "ankle"))
        along, scale, evidence = ankle - knee, self._scale(canvas), self.track.shank(side)
        if not np.isfinite(along).all():
            return None
        length, half_width = float(np.hypot(*along)), float(evidence.upper_px[row]) * scale / 2
        landmark_deg, mask_deg = float(np.degrees(np.arctan2(*along))), float(evidence.mask_deg[row])
        anchor = np.array([evidence.mask_x_px[row], evidence.mask_y_px[row]]) * scale
        # Not NaN, and not the outline of two legs that cross.
        if np.isfinite([*anchor, half_width]).all() and abs(mask_deg - landmark_deg) < _MASK_ASTRAY_DEG:
            axis = _unit_vector(mask_deg)
            return _Shank(anchor + axis * ((knee - anchor) @ axis), length, half_width, mask_deg)
        return _Shank(knee, length, 0.15 * length, landmark_deg)

    def outward(self, canvas: Canvas, row: int, side: Side) -> int:
        """Return +1 where the free side of that leg is to the right, else -1."""
        own, other = (self.joint(canvas, row, leg, "knee")[0] for leg in (side, opposite(side)))
        return 1 if (own > other if np.isfinite(own - other) else side == "left") else -1

    def _scale(self, canvas: Canvas) -> float:
        return canvas.width_px / max(self.track.width_px, 1)


@dataclass(frozen=True)
class _Goniometer:
    """The angle between plumb and shank, drawn about the knee."""

    body: _DrawnBody
    signal: SignalTrack
    plumb_deg: float

    def draw(self, canvas: Canvas, row: int, taken: Sequence[Box]) -> None:
        """Draw the angle, or say that it was not seen; its number keeps clear of ``taken``."""
        shank = self.body.shank(canvas, row, self.signal.side)
        if shank is None:
            return
        if np.isfinite(self.signal.value[row]):
            self._angle(canvas, shank)
        if canvas.holds(Box(*shank.knee, *shank.knee)):
            outward = self.body.outward(canvas, row, self.signal.side)
            self._label(canvas, shank, float(self.signal.value[row]), outward, taken)

    def _angle(self, canvas: Canvas, shank: _Shank) -> None:
        turn_deg = (shank.tilt_deg - self.plumb_deg + 180) % 360 - 180
        arc = np.array(
            [shank.reach(self.plumb_deg + turn_deg * part, 0.62) for part in np.linspace(0, 1, 24)]
        )
        canvas.tint(np.vstack([shank.knee, arc]), ORANGE, 0.42)
        canvas.dashes(shank.knee, shank.reach(self.plumb_deg), WHITE, 1.5)
        canvas.stroke(arc, ORANGE, 2)
        canvas.stroke(np.array([shank.knee, shank.reach(shank.tilt_deg)]), ORANGE, 3.2)
        canvas.dot(shank.knee, 4.2, WHITE)

    def _label(
        self, canvas: Canvas, shank: _Shank, value_deg: float, outward: int, taken: Sequence[Box]
    ) -> None:
        text, cap = reading(value_deg, self.signal), 15.0 if np.isfinite(value_deg) else 10.0
        pad = 0.55 * cap * canvas.unit
        size = np.array([canvas.width_of(text, cap) + 2 * pad, cap * canvas.unit + 2 * pad])
        places = [
            self._beside(shank, level, way, size, 6 * canvas.unit)
            for way in (outward, -outward)
            for level in (0.5, 0.25, 0.0, -0.5)
        ]
        free = (box for box in places if canvas.holds(box) and not any(map(box.overlaps, taken)))
        box = next(free, places[3].within(canvas.width_px, canvas.height_px))  # at worst above the knee
        canvas.panel(box)
        canvas.text(box.left + pad, (box.top + box.bottom) / 2, text, cap, ink(value_deg))

    def _beside(self, shank: _Shank, level: float, way: int, size: FloatArray, gap: float) -> Box:
        """Return a box ``level`` shank lengths below the knee, clear of leg and plumb on one side."""
        top = shank.knee[1] + level * shank.length - size[1] / 2
        heights = np.array([top, top + size[1]])
        lines = (shank.reach(shank.tilt_deg), shank.reach(self.plumb_deg))
        reached = [np.interp(heights, [shank.knee[1], end[1]], [shank.knee[0], end[0]]) for end in lines]
        near = np.max(way * np.array(reached)) + shank.half_width + gap
        left = near if way > 0 else -near - size[0]
        return Box(left, top, left + size[0], top + size[1])


def _emptier_right(track: PoseTrack, side: Side | None, top: float, bottom: float) -> bool:
    """Return whether one shank (None: the person) is more on the left between two shares of the height."""
    names = track.skeleton.keypoints
    chosen = [side is None or name in {f"{side}_{joint}" for joint in _LOWER} for name in names]
    x, y = np.moveaxis(track.image_px[:, chosen], -1, 0)
    level = (y > top * track.height_px) & (y < bottom * track.height_px)
    middle = track.width_px / 2
    return bool(np.sum(level & (x < middle)) > np.sum(level & (x > middle)))


def _emptiest(track: PoseTrack, *, panel_right: bool) -> tuple[bool, bool]:
    """Return (right, top) of the corner that the person is least in, other than the panel's."""
    x, y = np.moveaxis(track.image_px, -1, 0)
    (side_px, other_side_px), (top_px, bottom_px) = (
        (share * edge, (1 - share) * edge)
        for share, edge in zip(_CORNER, (track.width_px, track.height_px), strict=True)
    )
    corners = [(not panel_right, False), (panel_right, False), (not panel_right, True)]

    def crowd(corner: tuple[bool, bool]) -> int:
        right, top = corner
        across = x > other_side_px if right else x < side_px
        return int(np.sum(across & (y < top_px if top else y > bottom_px)))

    return min(corners, key=crowd)


def _footer(canvas: Canvas, *, right: bool) -> None:
    box = canvas.corner(
        (canvas.width_of(_DISCLAIMER, 6.5) / canvas.unit, FOOTER), canvas.height_px, right=right
    )
    canvas.text(box.left, canvas.height_px - 0.5 * FOOTER * canvas.unit, _DISCLAIMER, 6.5, WHITE)


def _unit_vector(tilt_deg: float) -> FloatArray:
    """Return the direction in the picture that is so far from straight down, + = to the right."""
    return np.array([np.sin(np.radians(tilt_deg)), np.cos(np.radians(tilt_deg))])
