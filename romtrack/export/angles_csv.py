"""Angles over time as CSV: a row for each frame that was looked at, an empty cell where nothing was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from romtrack import units
from romtrack.export._files import write_csv
from romtrack.types import SIDES, Side, SignalTrack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["write_angles", "write_angles_both", "write_signals"]


def write_angles(signal: SignalTrack, path: Path) -> None:
    """Write ``time_s,angle_deg,sigma_deg,ok`` (+ = internal rotation, ok 1 or 0).

    Raises
    ------
    OutputError: the file cannot be written.
    """
    rows = ([_number(time_s, 4), *cells] for time_s, cells in zip(signal.time_s, _cells(signal), strict=True))
    write_csv(path, ["time_s", "angle_deg", "sigma_deg", "ok"], rows)


def write_angles_both(signals: Mapping[Side, SignalTrack], path: Path) -> None:
    """Write both legs side by side: ``time_s,left_angle_deg,left_sigma_deg,left_ok,right_…``.

    Raises
    ------
    OutputError: the file cannot be written.
    """
    header = ["time_s", *(f"{side}_{name}" for side in SIDES for name in ("angle_deg", "sigma_deg", "ok"))]
    columns = zip(signals["left"].time_s, *(_cells(signals[side]) for side in SIDES), strict=True)
    write_csv(path, header, ([_number(time_s, 4), *left, *right] for time_s, left, right in columns))


def write_signals(signals: Mapping[Side, SignalTrack], path: Path) -> None:
    """Write what an exercise counts, for both legs: ``time_s,left_<signal>_<unit>,left_ok,right_…``.

    Raises
    ------
    OutputError: the file cannot be written.
    """
    header = ["time_s"]
    for side in SIDES:
        header += [f"{side}_{signals[side].name}_{signals[side].unit}", f"{side}_ok"]
    columns = zip(signals["left"].time_s, *(_cells(signals[side]) for side in SIDES), strict=True)
    rows = (
        [_number(time_s, 4), *(left[0], left[2]), *(right[0], right[2])] for time_s, left, right in columns
    )
    write_csv(path, header, rows)


def _cells(signal: SignalTrack) -> Iterator[list[str]]:
    for value, sigma, ok in zip(signal.value, signal.sigma, signal.ok, strict=True):
        yield [_number(value, 3 if signal.unit != "deg" else 2), _number(sigma, 2), str(int(ok))]


def _number(value: float, digits: int) -> str:
    return "" if value != value else units.number(value, digits)  # noqa: PLR0124  NaN is not itself
