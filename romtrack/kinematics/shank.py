"""What a picture says about the shanks: their landmarks, mid-lines in the person mask, and quality.

The landmark of the knee slides toward the foot as the hip turns, so knee->ankle turns by less
than the shank does (gain 0.92 on rendered humans). The mid-line of the shank in the
segmentation mask has gain 1. It is taken from the two ends of the shank, below the knee and above
the ankle, where its middle lies on the line of the joints; the calf between them bulges inward
and would tilt a line through all of it by half a degree to a degree (106 legs of rendered
humans: 0.1 +- 1.0 degrees from the ends, 0.6 +- 1.2 from the whole). Where another leg or a shoe
crosses the ankle, the lower end is too wide; both widths are kept to tell. The outer outline stays
free then: its tilt is kept, too.

Both legs are worked on at once, as rows (L, ...) of the same arrays: with so few numbers, NumPy costs by
the call.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from romtrack.sane import direction_deg, filled, known_points
from romtrack.types import SIDES, ShankEvidence

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
_LEAST_LENGTH_PX = 20.0  # a shorter shank says nothing, nor does one longer than the picture
_INSIDE = 0.5  # mask probability of the outline
_NEAR = 3  # stations, 6 % of the shank
_NEVER_PX = 1e9  # farther than any point is from a line


def _between(shares: FloatArray, low: float, high: float) -> NDArray[np.bool_]:
    return (low <= shares) & (shares <= high)


_SHARES = np.linspace(_UPPER[0], _LOWER[1], _STATIONS)
_MIDDLE = _SHARES.mean()
_ENDS = _between(_SHARES, *_UPPER), _between(_SHARES, *_LOWER)
_IN_SHAFT = _between(_SHARES, 0.0, _SHAFT_TO)
# The lines: middle, left and right outline by both ends, middle of the shaft.
_FITTED = np.stack((*(_ENDS[0] | _ENDS[1],) * 3, _IN_SHAFT))
_BY_ENDS, _OUTER, _SHAFT = 0, {"left": 2, "right": 1}, 3


class _Lines(NamedTuple):
    """Outlines at the stations (L, S) of each leg, and the lines through them.

    low, high: distances of the outlines from ``centres`` (L, S, 2) along ``across`` (L, 2), NaN = not known.
    tilts_deg: of the four lines, (L, 4), NaN = none. point, toward: on and along the best line of the middle
    (L, 2). coverage: share of the stations at the worse end, (L,). usable: whether there is a line, (L,).
    """

    low: FloatArray
    high: FloatArray
    centres: FloatArray
    across: FloatArray
    tilts_deg: FloatArray
    point: FloatArray
    toward: FloatArray
    coverage: FloatArray
    usable: NDArray[np.bool_]


def tilt_deg(upper_px: FloatArray, lower_px: FloatArray) -> FloatArray:
    """Return the tilt of upper->lower (..., 2) against the picture's vertical, degrees.

    + = the lower point lies toward the right edge of the picture.
    """
    return _tilt_deg(known_points(lower_px) - known_points(upper_px))


def _tilt_deg(along: FloatArray) -> FloatArray:
    return direction_deg(along[..., 0], along[..., 1])


def shank_evidence(frame: Frame, pose: Pose, skeleton: Skeleton) -> dict[Side, ShankEvidence]:
    """Measure both shanks of ``pose`` in ``frame``; what cannot be seen is NaN."""
    knee, ankle = (
        pose.image_px[[skeleton.index(f"{side}_{joint}") for side in SIDES]].astype(np.float64)
        for joint in ("knee", "ankle")
    )
    length_px = np.hypot(*(ankle - knee).T)
    joints, size = np.stack((knee, ankle)), np.array((pose.width_px, pose.height_px))
    columns = {field.name: np.full(len(SIDES), np.nan) for field in fields(ShankEvidence)}
    columns |= {
        "coverage": np.zeros(len(SIDES)),
        "margin_px": np.minimum(joints, size - joints).min(axis=(0, 2)),
        "length_px": length_px,
    }
    legs = np.flatnonzero((length_px >= _LEAST_LENGTH_PX) & (length_px <= np.hypot(*size)))
    if len(legs):
        for name, column in _measured(frame, pose, knee[legs], ankle[legs], legs).items():
            columns[name][legs] = column
    return {
        side: ShankEvidence(**{name: column[leg] for name, column in columns.items()})
        for leg, side in enumerate(SIDES)
    }


def _measured(
    frame: Frame, pose: Pose, knee: FloatArray, ankle: FloatArray, legs: NDArray[np.intp]
) -> dict[str, FloatArray]:
    """Return what can be seen of shanks that are long enough, (L,) each; ``legs``: places in ``SIDES``."""
    mask = np.zeros((1, 1), np.float32) if pose.mask is None else pose.mask
    length_px = np.hypot(*(ankle - knee).T)
    lines = _mid_lines(mask, knee, ankle, length_px)
    brightness, edge_contrast = _light(frame, knee, ankle, lines)
    upper_px, lower_px = _widths(lines)
    on_line = np.where(lines.usable[:, None], lines.point, np.nan)
    outer = [_OUTER[SIDES[leg]] for leg in legs]
    return {
        "landmark_deg": tilt_deg(knee, ankle),
        "mask_deg": lines.tilts_deg[:, _BY_ENDS],
        "mask_x_px": on_line[:, 0],
        "mask_y_px": on_line[:, 1],
        "shaft_deg": lines.tilts_deg[:, _SHAFT],
        "outer_deg": lines.tilts_deg[np.arange(len(legs)), outer],
        "upper_px": upper_px,
        "lower_px": lower_px,
        "coverage": lines.coverage,
        "edge_contrast": edge_contrast,
        "brightness": brightness,
        "uneven": _uneven(lines) / length_px,
    }


def _mid_lines(mask: FloatArray, knee: FloatArray, ankle: FloatArray, length_px: FloatArray) -> _Lines:
    """Fit the mid-lines twice: across knee->ankle, then across the lines that this gave.

    Without a lower end the shaft gives that line: the ankle's landmark may be beside the leg.
    """
    first = _fit_across(mask, knee, (ankle - knee) / length_px[:, None], length_px)
    toward = first.toward
    start = first.point + ((knee - first.point) * toward).sum(axis=1, keepdims=True) * toward
    return _fit_across(mask, start, toward, length_px)


def _fit_across(mask: FloatArray, start: FloatArray, along: FloatArray, length_px: FloatArray) -> _Lines:
    """Fit lines through the cross-sections perpendicular to ``along``."""
    across = np.column_stack((along[:, 1], -along[:, 0]))
    low, high = _outlines(mask, start, along, length_px)
    middle = (low + high) / 2
    in_shaft = (np.isfinite(middle) & _IN_SHAFT).sum(axis=1)
    usable = in_shaft >= _LEAST_COVERAGE * _IN_SHAFT.sum()
    points = np.stack((middle, low, high, middle), axis=1)
    used = np.isfinite(points) & _FITTED & usable[:, None, None]
    coverage = np.min([(used[:, :_SHAFT] & end).sum(axis=2) / end.sum() for end in _ENDS], axis=0)
    used[:, :_SHAFT] &= (coverage >= _LEAST_COVERAGE)[..., None]
    slope, height = _trimmed_lines(length_px[:, None, None] * (_SHARES - _MIDDLE), points, used)
    directions = along[:, None] + slope[..., None] * across[:, None]
    legs, best = np.arange(len(along)), np.where(np.isfinite(slope[:, _BY_ENDS]), _BY_ENDS, _SHAFT)
    toward = np.where(usable[:, None], directions[legs, best], along)
    centres = start[:, None] + (length_px[:, None] * _SHARES)[..., None] * along[:, None]
    return _Lines(
        low,
        high,
        centres,
        across,
        tilts_deg=_tilt_deg(directions),
        point=centres.mean(axis=1) + filled(height[legs, best])[:, None] * across,
        toward=toward / np.hypot(*toward.T)[:, None],
        coverage=coverage[:, _BY_ENDS],
        usable=usable,
    )


def _widths(lines: _Lines) -> list[FloatArray]:
    """Return the width of each shank at its upper and at its lower end, (L,) each."""
    wide = lines.high - lines.low
    seen = np.isfinite(wide) & lines.usable[:, None]
    return [_quantiles(wide, 0.5, seen & end) for end in _ENDS]


def _uneven(lines: _Lines) -> FloatArray:
    """Return the largest change of each shank's width over a few stations, (L,), NaN = not seen.

    A leg widens and narrows slowly; the edge of a skirt, a hand or a table's leg does not.
    """
    wide = np.where(lines.usable[:, None], lines.high - lines.low, np.nan)
    change = np.abs(wide[:, _NEAR:] - wide[:, :-_NEAR])
    known = np.isfinite(change)
    return np.where(known.any(axis=1), np.where(known, change, 0.0).max(axis=1), np.nan)


def _outlines(
    mask: FloatArray, start: FloatArray, along: FloatArray, length_px: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return where the person ends to either side of each station, to the right of ``along``, (L, S) each.

    NaN where the station is not on the person or the person reaches the end of the strip.
    """
    reach_px = (_REACH * length_px).astype(int)
    reach = int(reach_px.max())
    steps = length_px[:, None] * along
    across = np.column_stack((along[:, 1], -along[:, 0]))
    corners = start + _SHARES[0] * steps - reach * across
    strips = np.stack(
        [
            cv2.warpAffine(  # outside the picture: 0
                mask,
                np.column_stack((across[leg], (_SHARES[1] - _SHARES[0]) * steps[leg], corners[leg])),
                (2 * reach + 1, _STATIONS),
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            )
            for leg in range(len(along))
        ]
    )
    exits = _first_exit(np.clip((strips[..., reach::-1], strips[..., reach:]), 0, 1))
    low, high = np.where(exits <= reach_px[:, None], exits, np.nan)
    return -low, high


def _first_exit(profile: FloatArray) -> FloatArray:
    """Return how many samples from the first one (..., M) the probability falls through 0.5, (...)."""
    rows = profile.reshape(-1, profile.shape[-1])
    first = (~(rows >= _INSIDE)).argmax(axis=1)  # what is not known is not the person
    known = first > 0  # 0: starts outside, or never gets there
    each, at = np.arange(len(rows)), np.maximum(first, 1)
    inner, outer = rows[each, at - 1], rows[each, at]
    exits = np.where(known, at - 1 + (inner - _INSIDE) / np.where(known, inner - outer, 1), np.nan)
    return np.asarray(exits.reshape(profile.shape[:-1]))


def _trimmed_lines(x: FloatArray, y: FloatArray, used: NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
    """Return the least-squares line of each row of y (..., S) over x, refitted without its worst fifth.

    ``used``: the points of each line, (..., S). Slopes, and heights at x = 0; NaN where there are no points.
    """
    slope, height = _least_squares(x, y, used)
    residual = np.abs(y - height[..., None] - slope[..., None] * x)
    limit = _quantiles(residual, 1 - _TRIMMED, used)
    return _least_squares(x, y, used & (residual <= limit[..., None]))


def _least_squares(x: FloatArray, y: FloatArray, used: NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
    count = used.sum(axis=-1)
    number = np.where(count > 1, count, np.nan)
    heights = np.where(used, y, 0.0)
    middle = (used * x).sum(axis=-1) / number
    apart = np.where(used, x - middle[..., None], 0.0)
    spread = (apart * apart).sum(axis=-1)
    slope = (apart * heights).sum(axis=-1) / np.where(spread > 0, spread, np.nan)
    return slope, heights.sum(axis=-1) / number - slope * middle


def _quantiles(values: FloatArray, share: float, used: NDArray[np.bool_]) -> FloatArray:
    """Return the quantile of the used values of each row (..., S), NaN where there are none.

    Between order statistics, as NumPy's, which costs far more on few values.
    """
    count = used.sum(axis=-1)
    ordered = np.sort(np.where(used, values, _NEVER_PX), axis=-1).reshape(-1, values.shape[-1])
    at = share * (np.maximum(count, 1).ravel() - 1)
    low = at.astype(int)
    rows = np.arange(len(ordered))
    below, above = ordered[rows, low], ordered[rows, np.minimum(low + 1, values.shape[-1] - 1)]
    quantiles = (below + (at - low) * (above - below)).reshape(count.shape)
    return np.where(count > 0, quantiles, np.nan)


def _light(frame: Frame, knee: FloatArray, ankle: FloatArray, lines: _Lines) -> tuple[FloatArray, FloatArray]:
    """Return the shanks' mean grey level, and the median brightness step across their outlines, (L,) each."""
    seen = np.isfinite(lines.low + lines.high) & lines.usable[:, None]
    low, high = np.where(seen, lines.low, 0.0), np.where(seen, lines.high, 0.0)
    step = 0.25 * (high - low)
    offsets = np.stack((low + step, high - step, low - step, high + step))
    grey = _grey(frame, lines.centres + offsets[..., None] * lines.across[:, None])
    inside, outside = grey[:2], grey[2:]
    both = np.concatenate(np.abs(inside - outside), axis=1)
    contrast = _quantiles(both, 0.5, np.tile(seen, 2))
    brightness = (inside.sum(axis=0) * seen).sum(axis=1) / (2 * np.maximum(seen.sum(axis=1), 1))
    if not lines.usable.all():
        between = _grey(frame, np.linspace(knee, ankle, _STATIONS, axis=1)).mean(axis=1)
        brightness = np.where(lines.usable, brightness, between)
    return brightness, contrast


def _grey(frame: Frame, points_px: FloatArray) -> FloatArray:
    """Return the mean of R, G and B at points (..., 2), clamped into the picture."""
    height, width = frame.image.shape[:2]
    at = np.clip(points_px.round(), 0, (width - 1, height - 1)).astype(np.intp)
    return np.asarray(frame.image[at[..., 1], at[..., 0]].sum(axis=-1, dtype=np.float64) / 3)
