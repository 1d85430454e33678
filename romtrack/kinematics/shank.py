"""What one picture says about a shank: its landmarks, its mid-line in the person mask, its quality.

The landmark of the knee slides toward the foot as the hip turns, so knee->ankle turns by less
than the shank does (gain 0.92 on rendered humans). The mid-line of the shank in the
segmentation mask has gain 1. It is taken from the two ends of the shank, below the knee and above
the ankle, where its middle lies on the line of the joints; the calf between them bulges inward
and would tilt a line through all of it by half a degree to a degree (106 legs of rendered
humans: 0.1 +- 1.0 degrees from the ends, 0.6 +- 1.2 from the whole). Where another leg or a shoe
crosses the ankle, the lower end is too wide; both widths are kept to tell. The outer outline stays
free then: its tilt is kept, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from romtrack.types import ShankEvidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.types import FloatArray, Frame, Pose, Side, Skeleton

__all__ = ["shank_evidence", "tilt_deg"]

_UPPER, _LOWER = (0.14, 0.31), (0.81, 1.0)  # the two ends, shares of knee->ankle
_SHAFT_TO = 0.62  # the upper two thirds reach so far
_STATIONS = 41  # cross-sections from the start of the upper end to the end of the lower one
_REACH = 0.45  # half-width of the sampled strip over the shank's length
_TRIMMED = 0.2  # share of cross-sections that a line fit drops
_LEAST_COVERAGE = 0.5  # of either end: below it there is no mid-line
_LEAST_LENGTH_PX = 20.0
_INSIDE = 0.5  # mask probability of the outline


class MidLine(NamedTuple):
    """The mid-line through the two ends, or that of the shaft, and the outlines (N, 2, 2) they come from.

    left_deg, right_deg: tilts of the outlines to the left and right in the picture, by the two ends.
    """

    x_px: float
    y_px: float
    tilt_deg: float
    shaft_deg: float
    left_deg: float
    right_deg: float
    upper_px: float
    lower_px: float
    coverage: float
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
    lined = (np.nan,) * 8 + (0.0,) if line is None else line[:-1]
    x_px, y_px, mask_deg, shaft_deg, *outlines_deg, upper_px, lower_px, coverage = map(np.array, lined)
    return ShankEvidence(
        landmark_deg=tilt_deg(knee, ankle),
        mask_deg=mask_deg,
        mask_x_px=x_px,
        mask_y_px=y_px,
        shaft_deg=shaft_deg,
        outer_deg=outlines_deg[side == "left"],
        upper_px=upper_px,
        lower_px=lower_px,
        coverage=coverage,
        edge_contrast=np.array(contrast),
        margin_px=np.array(margin_px),
        length_px=np.array(length_px),
        brightness=np.array(brightness),
    )


def _mid_line(mask: FloatArray, knee: FloatArray, ankle: FloatArray, length_px: float) -> MidLine | None:
    """Fit the mid-line twice: across knee->ankle, then across the line that this gave.

    Without a lower end the shaft gives that line: the ankle's landmark may be beside the leg.
    """
    if not length_px >= _LEAST_LENGTH_PX:
        return None
    line = _fit_across(mask, knee, (ankle - knee) / length_px, length_px)
    if line is None:
        return None
    toward_deg = line.tilt_deg if np.isfinite(line.tilt_deg) else line.shaft_deg
    turned = np.array([np.sin(np.radians(toward_deg)), np.cos(np.radians(toward_deg))])
    point = np.array([line.x_px, line.y_px])
    return _fit_across(mask, point + ((knee - point) @ turned) * turned, turned, length_px) or line


def _fit_across(mask: FloatArray, start: FloatArray, along: FloatArray, length_px: float) -> MidLine | None:
    """Fit lines through the mid-points of the cross-sections perpendicular to ``along``."""
    across = np.array([along[1], -along[0]])
    shares = np.linspace(_UPPER[0], _LOWER[1], _STATIONS)
    centres = start + length_px * shares[:, None] * along
    low, high = _outlines(mask, centres, across, _REACH * length_px)
    upper, lower, shaft = shares <= _UPPER[1], shares >= _LOWER[0], shares <= _SHAFT_TO
    seen = np.isfinite(low) & np.isfinite(high)
    if seen[shaft].mean() < _LEAST_COVERAGE:
        return None
    x, middle = length_px * shares, (low + high) / 2

    def by_ends(points: FloatArray) -> tuple[float, float]:
        if not _coverage(points, upper, lower) >= _LEAST_COVERAGE:
            return np.nan, np.nan
        ends = np.isfinite(points) & (upper | lower)
        return _trimmed_line(x[ends], points[ends])

    def tilted(slope: float) -> float:
        return float(tilt_deg(np.zeros(2), along + slope * across))

    slope, height = by_ends(middle)
    shaft_slope, shaft_height = _trimmed_line(x[shaft & seen], middle[shaft & seen])
    at_middle = (height + slope * x.mean(), shaft_height + shaft_slope * x.mean())
    point = start + x.mean() * along + at_middle[not np.isfinite(slope)] * across
    return MidLine(
        x_px=float(point[0]),
        y_px=float(point[1]),
        tilt_deg=tilted(slope),
        shaft_deg=tilted(shaft_slope),
        left_deg=tilted(by_ends(low)[0]),
        right_deg=tilted(by_ends(high)[0]),
        upper_px=_width(low, high, seen & upper),
        lower_px=_width(low, high, seen & lower),
        coverage=_coverage(middle, upper, lower),
        edges_px=centres[seen][:, None, :] + np.stack((low, high), axis=1)[seen][..., None] * across,
    )


def _coverage(points: FloatArray, upper: NDArray[np.bool_], lower: NDArray[np.bool_]) -> float:
    """Return the share of known points of the worse end."""
    known = np.isfinite(points)
    return float(min(known[upper].mean(), known[lower].mean()))


def _width(low: FloatArray, high: FloatArray, at: NDArray[np.bool_]) -> float:
    return _quantile((high - low)[at], 0.5) if at.any() else np.nan


def _outlines(
    mask: FloatArray, centres: FloatArray, across: FloatArray, reach_px: float
) -> tuple[FloatArray, FloatArray]:
    """Return where the person ends to either side of each centre (S, 2), along ``across``, (S,) each.

    NaN where the centre is not on the person or the person reaches the end of the strip.
    """
    offsets_px = np.arange(-reach_px, reach_px + 1.0)
    grid = (centres[:, None, :] + offsets_px[:, None] * across).astype(np.float32)
    section = cv2.remap(mask, grid[..., 0], grid[..., 1], cv2.INTER_LINEAR)  # outside the picture: 0
    middle = len(offsets_px) // 2
    high, low = (_first_exit(np.asarray(half)) for half in (section[:, middle:], section[:, middle::-1]))
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
    kept = residual <= _quantile(residual, 1 - _TRIMMED)
    return _least_squares(x[kept], y[kept])


def _quantile(values: FloatArray, share: float) -> float:
    """Return the quantile between order statistics, as NumPy's does, which costs far more on few values."""
    ordered = np.sort(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (at - low) * (ordered[high] - ordered[low]))


def _least_squares(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    x0, y0 = float(x.sum()) / len(x), float(y.sum()) / len(y)
    across = x - x0
    slope = float((across @ (y - y0)) / (across @ across))
    return slope, y0 - slope * x0


def _light(frame: Frame, knee: FloatArray, ankle: FloatArray, line: MidLine | None) -> tuple[float, float]:
    """Return the shank's mean grey level, and the median brightness step across its outlines."""
    if line is None:
        return _grey(frame, np.linspace(knee, ankle, _STATIONS)).mean(), np.nan
    low, high = line.edges_px[:, 0], line.edges_px[:, 1]
    step = 0.25 * (high - low)
    inner, outer = np.concatenate((low + step, high - step)), np.concatenate((low - step, high + step))
    inside = _grey(frame, inner)
    return float(inside.mean()), _quantile(np.abs(inside - _grey(frame, outer)), 0.5)


def _grey(frame: Frame, points_px: FloatArray) -> FloatArray:
    """Return the mean of R, G and B at points (N, 2), clamped into the picture."""
    height, width = frame.image.shape[:2]
    columns = np.clip(points_px[:, 0].round().astype(int), 0, width - 1)
    rows = np.clip(points_px[:, 1].round().astype(int), 0, height - 1)
    return np.asarray(frame.image[rows, columns].sum(axis=1, dtype=np.float64) / 3)
