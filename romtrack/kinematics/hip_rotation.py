"""Hip rotation of both legs from a pose track: the shank in the mask, and what stands in for it.

The reading is the signed angle between the shank and gravity in the plane perpendicular to the
thigh, + = internal. The mid-line of the shank in the person mask is the measurement. Where the
mask fails, because the other leg or a shoe crosses the ankle, the landmarks, the upper part of the
mid-line and the outer outline stand in together. Each errs systematically and by the person (how far
the knee landmark slides, how the calf bulges, how the leg tapers), so they are first set right against
the mask where it can be trusted. How the leg sits, and what the line errs by, is put right by ``leg``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from romtrack.kinematics.posture import is_seated
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.kinematics.view import Thigh, View, rectified_tilt_deg
from romtrack.sane import filled, median_of, ratio
from romtrack.types import FloatArray, PoseTrack, Side, SignalTrack

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "ShankHabit",
    "ShankReading",
    "StandIns",
    "calf_lean_deg",
    "covered",
    "hidden_deg",
    "hip_rotation",
    "inward_sign",
    "read_shank",
    "shank_habit",
    "stand_ins",
    "unknown_habit",
]

LEAST_MARGIN_PX = 2.0
LEAST_LENGTH_PX = 40.0
CROSSED = 1.3  # the lower end of the shank is this much wider than usual, beside the upper one
SWOLLEN = 1.25  # the upper end is this much wider than usual
USUAL_TAPER_MOST = 0.8  # a lower end wider than this share of the upper one is never usual
# What follows can be fitted again: calibration/fits/{calf,sigma,covers,stand_ins}.py.
# How far the mid-line of the mask leans outward of the line of the joints. Seen from the side the calf
# stands out behind the shank and takes the mid-line along; and a calf that stands out much, so that the
# shank narrows toward the ankle, stands out inward: a fifth of what it narrows. Fit to both legs of 51
# rendered clips: degrees; degrees a degree; degrees a share of the shank's length. With each body left
# out the last is 15.0 to 17.1, and the gain 1.005 to 1.012.
CALF_DEG, CALF_PER_YAW, CALF_PER_NARROWING = 0.13, 0.05, -16.3
USUAL_NARROWING, USUAL_TAPER = 0.13, 0.62
CALF_GAIN = 1.01
# Standard uncertainties, set so that they cover 68 and 95 % of the frames of 71 clips: of the mask's reading
# at its best; a degree of yaw; where the outline's brightness steps by FAINT_STEP grey levels; a share of the
# shank's length by which its narrowing is unusual; of what stands in when alone; and of that together, beside
# a share of what it disagrees by.
MASK_SIGMA_DEG, SIGMA_PER_YAW, FAINT_SIGMA_DEG, FAINT_STEP, SIGMA_PER_NARROWING = 0.8, 0.055, 0.3, 30.0, 9.0
# What covers a part of the shank: its edge makes the width uneven, what hangs, stands or reaches in beside
# the leg makes it change as the leg turns, below the knee or above the ankle, and the ends are not found.
# From which on, and degrees of uncertainty a unit above: of legs that are seen whole 0.03-0.05, 0.03-0.11,
# 0.05-0.29 (two of 60 legs 0.37 and 0.39) and 0-0.15; behind skirts, hands, bars, straps and boxes
# 0.05-0.30, 0.2-0.7, 0.31-0.74 where they cover the ankle, and 0-1. Of 33 recordings of those, of 10 people
# in 9 rooms, 74 % of the rests and holds lie within one sigma and 95 % within two; without it 44 and 83 %.
EVEN, SIGMA_PER_UNEVEN = 0.055, 30.0
STEADY, SIGMA_PER_CHANGE = 0.12, 6.5
STEADY_ANKLE, SIGMA_PER_ANKLE_CHANGE = 0.3, 12.0
COVERED, SIGMA_PER_UNCOVERED = 0.15, 3.0
_INWARD_DEG = 5.0  # turned inward by more, the other leg makes the shank wide
ALONE_SIGMA_DEG, STAND_IN_SIGMA_DEG, SPREAD_SHARE = 2.6, 1.7, 0.35
DISAGREEMENT_SHARE = 0.3  # share of a disagreement with the stand-ins that is error of the mask
# The outline leans by the leg's taper, which is the person's own. As the knee's landmark slides down, the
# stations slide along. Its errors have nothing to do with those of the other two, nor these with each other.
OUTLINE_GAIN = 1.03
_STAND_IN_WEIGHTS = np.array([[1.0], [1.0], [2.0]])  # landmarks, shaft, outer outline
_PRIOR_WEIGHT = 40  # frames of the mask that outweigh what is usual of the stand-ins


@dataclass(frozen=True, slots=True)
class _StandIn:
    """What is usual of a reading that stands in: true = ``offset_deg`` + ``gain`` * read."""

    offset_deg: float
    gain: float


# Rendered humans (53 clips, 5 bodies): the readings against the true tilt of the shank.
_LANDMARKS = _StandIn(-1.0, 1.09)
_SHAFT = _StandIn(-1.3, 1.0)


@dataclass(frozen=True, slots=True)
class StandIns:
    """How the readings that stand in are set right against the mask in one recording.

    outer_deg: what is added to the outline's reading, NaN = not known.
    """

    landmark: _StandIn = _LANDMARKS
    shaft: _StandIn = _SHAFT
    outer_deg: float = np.nan


@dataclass(frozen=True, slots=True)
class ShankHabit:
    """What one shank mostly looks like in a recording, so that single frames can be judged.

    taper: width above the ankle over that below the knee. narrowing: how much narrower it is there, a
    share of its length. upper_px: width below the knee; step: brightness at its outlines (NaN = not known).
    hidden_deg: uncertainty that comes of what is in front of it.
    """

    taper: float
    narrowing: float
    upper_px: float
    step: float
    hidden_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class ShankReading:
    """One shank set against gravity by three readings, degrees, (T,), + = internal rotation.

    mask_deg: the mid-line by both ends, where nothing crosses. landmark_deg, shaft_deg, outer_deg:
    what can stand in. sigma_deg: standard uncertainty of the mask's reading, as seen by the view. ok: shank
    inside the picture and long enough, and the person seated.
    """

    side: Side
    time_s: FloatArray
    mask_deg: FloatArray
    landmark_deg: FloatArray
    shaft_deg: FloatArray
    outer_deg: FloatArray
    sigma_deg: float
    ok: NDArray[np.bool_]


def inward_sign(side: Side) -> int:
    """Return +1 where a tilt to the picture's right is internal rotation (left leg), else -1."""
    return 1 if side == "left" else -1


def unknown_habit() -> ShankHabit:
    """Return what is usual of people, for a shank that was not seen yet."""
    return ShankHabit(USUAL_TAPER, USUAL_NARROWING, np.nan, np.nan)


def shank_habit(track: PoseTrack, side: Side) -> ShankHabit:
    """Return what the shank mostly looks like in ``track``.

    The length by the landmarks is no measure for its width: it shrinks by a fifth as the leg turns.
    """
    evidence = track.shank(side)
    return ShankHabit(
        _usual_taper(track, side),
        _narrowing(track, side),
        median_of(evidence.upper_px),
        median_of(evidence.edge_contrast),
        hidden_deg(track, side),
    )


def hidden_deg(track: PoseTrack, side: Side) -> float:
    """Return the standard uncertainty of a shank's tilt that comes of what covers a part of it."""
    limits = (EVEN, STEADY, STEADY_ANKLE, COVERED)
    costs = (SIGMA_PER_UNEVEN, SIGMA_PER_CHANGE, SIGMA_PER_ANKLE_CHANGE, SIGMA_PER_UNCOVERED)
    parts = (
        cost * (shown - limit) for cost, shown, limit in zip(costs, covered(track, side), limits, strict=True)
    )
    return math.hypot(*(max(part, 0.0) for part in parts))


def covered(track: PoseTrack, side: Side) -> tuple[float, float, float, float]:
    """Return what tells that something covers a shank.

    How uneven its width is, a share of its length; by which share its width changes below the knee, and above
    the ankle, while it is not turned inward; and the share of frames in which an end is not wholly found.
    """
    evidence, sign = track.shank(side), inward_sign(side)
    turned_deg = sign * (evidence.landmark_deg - median_of(evidence.landmark_deg))
    alone = turned_deg > -_INWARD_DEG
    crossed = ratio(evidence.lower_px, evidence.upper_px) > CROSSED * _usual_taper(track, side)
    read = alone & np.isfinite(evidence.mask_deg) & ~crossed  # by the lower end, too
    seen = np.isfinite(evidence.length_px)
    uncovered = float(np.mean(evidence.coverage[seen] < 1)) if seen.any() else 0.0
    return (
        median_of(evidence.uneven, EVEN),
        _change(evidence.upper_px[alone]),
        _change(evidence.lower_px[read]),
        uncovered,
    )


def _change(wide_px: FloatArray) -> float:
    """Return by which share a width changes over a recording, without the tenths at its ends."""
    wide = np.log(np.maximum(wide_px[np.isfinite(wide_px)], 1.0))
    return float(np.subtract(*np.percentile(wide, (90, 10)))) if len(wide) else 0.0


def read_shank(
    track: PoseTrack, side: Side, view: View, habit: ShankHabit | None = None, thigh: Thigh | None = None
) -> ShankReading:
    """Read one shank in every frame as seen by ``view``; ok where somebody sits and faces the camera.

    ``habit``: what is known of the shank already; without it, what it is in ``track``. ``thigh``: how the leg
    sits; without it, as the body does, the knee at a right angle.
    """
    evidence, sign = track.shank(side), inward_sign(side)
    knee, ankle = track.point_px(f"{side}_knee"), track.point_px(f"{side}_ankle")
    middle = (knee + ankle) / 2
    inside = (evidence.margin_px >= LEAST_MARGIN_PX) & (evidence.length_px >= LEAST_LENGTH_PX)
    mask_deg, landmark_deg, shaft_deg, outer_deg = sign * rectified_tilt_deg(
        np.stack((evidence.mask_x_px, *(middle[:, 0],) * 3)),
        np.stack((evidence.mask_y_px, *(middle[:, 1],) * 3)),
        np.stack((evidence.mask_deg, evidence.landmark_deg, evidence.shaft_deg, evidence.outer_deg)),
        view,
        thigh,
    )
    usual = shank_habit(track, side) if habit is None else habit
    swollen = np.asarray(evidence.upper_px > SWOLLEN * usual.upper_px)
    crossed = np.asarray(ratio(evidence.lower_px, evidence.upper_px) > CROSSED * usual.taper)
    calf_deg = calf_lean_deg(side, view.yaw_deg, usual.narrowing)
    seen_sigma_deg = _sigma_deg(view, usual.narrowing - USUAL_NARROWING, usual.step)
    return ShankReading(
        side,
        track.time_s,
        mask_deg=np.where(crossed | swollen, np.nan, CALF_GAIN * (mask_deg - calf_deg)),
        landmark_deg=landmark_deg,
        shaft_deg=np.where(swollen, np.nan, shaft_deg),
        outer_deg=np.where(swollen, np.nan, outer_deg),
        sigma_deg=math.hypot(seen_sigma_deg, usual.hidden_deg),
        ok=inside & track.detected & is_seated(track.image_px, track.skeleton) & _is_named_right(track),
    )


def calf_lean_deg(side: Side, yaw_deg: float, narrowing: float) -> float:
    """Return how far the calf makes the mid-line of the mask lean, + = as internal rotation does."""
    across = CALF_PER_YAW * inward_sign(side) * yaw_deg
    return CALF_DEG + across + CALF_PER_NARROWING * (narrowing - USUAL_NARROWING)


def _sigma_deg(view: View, unusual: float, step: float) -> float:
    """Return the standard uncertainty of the mask's reading in a recording seen like this."""
    known_step = max(step, 1.0) if np.isfinite(step) else FAINT_STEP
    parts = (
        MASK_SIGMA_DEG,
        SIGMA_PER_YAW * view.yaw_deg,
        FAINT_SIGMA_DEG * FAINT_STEP / known_step,
        SIGMA_PER_NARROWING * unusual,
        view.roll_sigma_deg,
    )
    return math.hypot(*parts)


def _is_named_right(track: PoseTrack) -> NDArray[np.bool_]:
    """Return where the left hip is to the right in the picture, as it is of people who face the camera, (T,).

    Elsewhere the model has taken one leg for the other, or the person has turned their back.
    """
    return np.asarray(track.point_px("left_hip")[:, 0] > track.point_px("right_hip")[:, 0])


def _usual_taper(track: PoseTrack, side: Side) -> float:
    """Return the width of the shank above the ankle over that below the knee, as it mostly is."""
    evidence = track.shank(side)
    taper = median_of(ratio(evidence.lower_px, evidence.upper_px))
    return min(taper, USUAL_TAPER_MOST) if np.isfinite(taper) else USUAL_TAPER


def _narrowing(track: PoseTrack, side: Side) -> float:
    """Return how much narrower the shank is above the ankle than below the knee, a share of its length."""
    evidence = track.shank(side)
    share = ratio((1 - _usual_taper(track, side)) * evidence.upper_px, evidence.length_px)
    return median_of(share, USUAL_NARROWING)


def hip_rotation(reading: ShankReading, known: StandIns | None = None) -> SignalTrack:
    """Join the readings; degrees, + = internal.

    ``known``: how what stands in is set right; without it, as this reading tells.
    """
    stand_in, stand_in_sigma = _stand_in_deg(reading, stand_ins(reading) if known is None else known)
    by_mask = np.isfinite(reading.mask_deg)
    value = np.where(by_mask, reading.mask_deg, stand_in)
    apart = np.abs(reading.mask_deg - stand_in)
    by_mask_deg = np.hypot(reading.sigma_deg, DISAGREEMENT_SHARE * filled(apart))
    sigma = np.where(by_mask, by_mask_deg, np.hypot(reading.sigma_deg, stand_in_sigma))
    ok = reading.ok & (np.abs(value) <= QUANTITIES["hip_rotation"].most_deg)
    return SignalTrack(
        name="hip_rotation",
        side=reading.side,
        unit="deg",
        time_s=reading.time_s,
        value=np.where(ok, value, np.nan),
        sigma=np.where(ok, sigma, np.nan),
        ok=ok,
        provenance=(f"hip_rotation(crossed={CROSSED})",),
    )


def stand_ins(reading: ShankReading) -> StandIns:
    """Return how what stands in for the mask is set right against it in this recording."""
    apart_deg = (reading.mask_deg - OUTLINE_GAIN * reading.outer_deg)[reading.ok]
    return StandIns(
        _set_right(reading.landmark_deg, reading, _LANDMARKS),
        _set_right(reading.shaft_deg, reading, _SHAFT),
        median_of(apart_deg),
    )


def _stand_in_deg(reading: ShankReading, by: StandIns) -> tuple[FloatArray, FloatArray]:
    """Return the mean of what stands in for the mask, each set right against it, and its sigma, (T,) each."""
    each = np.stack(
        (
            by.landmark.offset_deg + by.landmark.gain * reading.landmark_deg,
            by.shaft.offset_deg + by.shaft.gain * reading.shaft_deg,
            by.outer_deg + OUTLINE_GAIN * reading.outer_deg,
        )
    )
    known = np.isfinite(each)
    number = known.sum(axis=0)
    weight = np.where(known, _STAND_IN_WEIGHTS, 0.0)
    total = np.where(known, _STAND_IN_WEIGHTS * each, 0.0).sum(axis=0)
    mean = total / np.where(number > 0, weight.sum(axis=0), np.nan)
    highest, lowest = (np.where(known, each, end) for end in (-np.inf, np.inf))
    spread = np.where(number > 0, highest.max(axis=0) - lowest.min(axis=0), 0.0)
    together = np.hypot(STAND_IN_SIGMA_DEG, SPREAD_SHARE * spread)
    return mean, np.where(number > 1, together, ALONE_SIGMA_DEG)


def _set_right(read_deg: FloatArray, reading: ShankReading, usual: _StandIn) -> _StandIn:
    """Return the straight-line relation of a reading to the mask in this recording.

    What is usual counts like some frames more, spread over the range, so that a recording with
    few good frames, or with good frames at one angle only, is not extrapolated wildly.
    """
    good = reading.ok & np.isfinite(reading.mask_deg) & np.isfinite(read_deg)
    at = np.array([-30.0, 0.0, 30.0])
    x = np.concatenate((read_deg[good], at))
    y = np.concatenate((reading.mask_deg[good], usual.offset_deg + usual.gain * at))
    weight = np.concatenate((np.full(good.sum(), 1.0), np.full(len(at), _PRIOR_WEIGHT / len(at))))
    gain, offset = np.polyfit(x, y, 1, w=np.sqrt(weight))
    return _StandIn(float(offset), float(gain))
