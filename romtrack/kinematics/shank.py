"""What one picture says about a shank: its landmarks, its mid-line in the person mask, its quality.

The landmark of the knee slides toward the foot as the hip turns, so knee->ankle turns by less
than the shank does (gain 0.92 on rendered humans). The mid-line of the shank in the
segmentation mask has gain 1.0; it fails where the mask grabs something behind the shank.
Both are kept, with what is needed to weigh them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from romtrack.types import ShankEvidence

if TYPE_CHECKING:
    from romtrack.types import FloatArray, Frame, Pose, Side, Skeleton

__all__ = ["shank_evidence", "tilt_deg"]

_FROM, _TO = 0.15, 0.85  # share of knee->ankle that is sampled: neither joint bends the mid-line
_STATIONS = 25
_REACH = 0.45  # half-width of the sampled strip over the shank's length
_TRIMMED = 0.2  # share of stations that the line fit drops
_LEAST_COVERAGE = 0.5  # below it there is no mid-line
_LEAST_LENGTH_PX = 20.0
_INSIDE = 0.5  # mask probability of the outline


class MidLine(NamedTuple):
    """A straight line through mid-points of cross-sections, with the cross-sections' widths."""

    x_px: float
    y_px: float
    tilt_deg: float
    width_px: FloatArray
    edges_px: FloatArray


def tilt_deg(upper_px: FloatArray, lower_px: FloatArray) -> FloatArray:
    """Return the tilt of upper->lower (..., 2) against the picture's vertical, degrees.

    + = the lower point lies toward the right edge of the picture.
    """
    dx, dy = np.moveaxis(lower_px - upper_px, -1, 0)
    return np.asarray(np.degrees(np.arctan2(dx, dy)))


def shank_evidence(frame: Frame, pose: Pose, skeleton: Skeleton, side: Side) -> ShankEvidence:
    """Measure one shank of ``pose`` in ``frame``; what cannot be seen is NaN."""
    knee, ankle = (
        np.asarray(pose.image_px[skeleton.index(f"{side}_{joint}")], dtype=np.float64)
        for joint in ("knee", "ankle")
    )
    length_px = float(np.hypot(*(ankle - knee)))
    line = None if pose.mask is None else _mid_line(pose.mask, knee, ankle, length_px)
    brightness, contrast = _light(frame, knee, ankle, line)
    size = np.array([pose.width_px, pose.height_px])
    margin_px = min(float(np.min(point)) for joint in (knee, ankle) for point in (joint, size - joint))
    return ShankEvidence(
        landmark_deg=tilt_deg(knee, ankle),
        mask_deg=np.array(np.nan if line is None else line.tilt_deg),
        mask_x_px=np.array(np.nan if line is None else line.x_px),
        mask_y_px=np.array(np.nan if line is None else line.y_px),
        width_px=np.array(np.nan if line is None else np.median(line.width_px)),
        width_spread=np.array(np.nan if line is None else _spread(line.width_px)),
        coverage=np.array(0.0 if line is None else len(line.width_px) / _STATIONS),
        edge_contrast=np.array(contrast),
        margin_px=np.array(margin_px),
        length_px=np.array(length_px),
        brightness=np.array(brightness),
    )


def _spread(width_px: FloatArray) -> float:
    low, high = np.percentile(width_px, (10, 90))
    return float((high - low) / np.median(width_px))


def _mid_line(mask: FloatArray, knee: FloatArray, ankle: FloatArray, length_px: float) -> MidLine | None:
    """Fit the mid-line twice: across knee->ankle, then across the line that this gave."""
    if not length_px >= _LEAST_LENGTH_PX:
        return None
    line = _fit_across(mask, knee, (ankle - knee) / length_px, length_px)
    if line is None:
        return None
    direction = np.array([np.sin(np.radians(line.tilt_deg)), np.cos(np.radians(line.tilt_deg))])
    point = np.array([line.x_px, line.y_px])
    start = point + ((knee - point) @ direction) * direction
    return _fit_across(mask, start, direction, length_px)


def _fit_across(mask: FloatArray, start: FloatArray, along: FloatArray, length_px: float) -> MidLine | None:
    """Fit a line through the mid-points of the cross-sections perpendicular to ``along``."""
    across = np.array([along[1], -along[0]])
    reach_px = _REACH * length_px
    offsets_px = np.arange(-reach_px, reach_px + 1.0)
    stations_px = np.linspace(_FROM, _TO, _STATIONS) * length_px
    centres = start + stations_px[:, None] * along
    grid = (centres[:, None, :] + offsets_px[:, None] * across).astype(np.float32)
    section = cv2.remap(mask, grid[..., 0], grid[..., 1], cv2.INTER_LINEAR)  # outside: 0
    low, high = _crossings(np.asarray(section), offsets_px)
    seen = np.isfinite(low) & np.isfinite(high)
    if seen.mean() < _LEAST_COVERAGE:
        return None
    slope, height = _trimmed_line(stations_px[seen], (low + high)[seen] / 2)
    middle = start + stations_px.mean() * along + (height + slope * stations_px.mean()) * across
    heading = along + slope * across
    edges = centres[seen][:, None, :] + np.stack((low[seen], high[seen]), axis=1)[..., None] * across
    return MidLine(
        x_px=float(middle[0]),
        y_px=float(middle[1]),
        tilt_deg=float(np.degrees(np.arctan2(heading[0], heading[1]))),
        width_px=(high - low)[seen] / np.hypot(1, slope),
        edges_px=edges,
    )


def _crossings(section: FloatArray, offsets_px: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return where each cross-section (S, M) leaves the person to either side of its middle, (S,) each.

    NaN where the middle is not on the person or the person reaches the end of the strip.
    """
    middle = len(offsets_px) // 2
    high = _first_exit(section[:, middle:])
    low = _first_exit(section[:, middle::-1])
    return offsets_px[middle] - low, offsets_px[middle] + high


def _first_exit(profile: FloatArray) -> FloatArray:
    """Return, for each row (S, M), how many samples from column 0 the probability falls through 0.5."""
    outside = profile < _INSIDE
    last_inside = np.argmax(outside, axis=1) - 1
    known = outside.any(axis=1) & (last_inside >= 0)
    rows, at = np.arange(len(profile)), np.maximum(last_inside, 0)
    inner, outer = profile[rows, at], profile[rows, np.minimum(at + 1, profile.shape[1] - 1)]
    exits = np.full(len(profile), np.nan)
    exits[known] = (at + (inner - _INSIDE) / np.where(known, inner - outer, 1))[known]
    return exits


def _trimmed_line(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    """Return slope and intercept of y over x by least squares, refitted without the worst fifth."""
    slope, height = _least_squares(x, y)
    residual = np.abs(y - height - slope * x)
    kept = residual <= np.quantile(residual, 1 - _TRIMMED)
    return _least_squares(x[kept], y[kept])


def _least_squares(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    x0, y0 = x.mean(), y.mean()
    slope = float(((x - x0) @ (y - y0)) / ((x - x0) @ (x - x0)))
    return slope, float(y0 - slope * x0)


def _light(frame: Frame, knee: FloatArray, ankle: FloatArray, line: MidLine | None) -> tuple[float, float]:
    """Return the shank's mean grey level, and the median brightness step across its outlines."""
    if line is None:
        return _grey(frame, np.linspace(knee, ankle, _STATIONS)).mean(), np.nan
    low, high = line.edges_px[:, 0], line.edges_px[:, 1]
    step = 0.25 * (high - low)
    inner, outer = np.concatenate((low + step, high - step)), np.concatenate((low - step, high + step))
    inside = _grey(frame, inner)
    return float(inside.mean()), float(np.median(np.abs(inside - _grey(frame, outer))))


def _grey(frame: Frame, points_px: FloatArray) -> FloatArray:
    """Return the mean of R, G and B at points (N, 2), clamped into the picture."""
    height, width = frame.image.shape[:2]
    columns = np.clip(points_px[:, 0].round().astype(int), 0, width - 1)
    rows = np.clip(points_px[:, 1].round().astype(int), 0, height - 1)
    return np.asarray(frame.image[rows, columns].mean(axis=1))
