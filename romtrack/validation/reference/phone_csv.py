"""The recording of a phone's acceleration sensor, as sensor apps write it."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack import units
from romtrack.errors import InputError, UsageError
from romtrack.imports import csv_rows
from romtrack.signals.zero_phase import LONGEST_GAP_S, zero_phase
from romtrack.video import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from romtrack.types import FloatArray

__all__ = ["PhoneRecording", "read_phone"]

_MOST_BYTES: Final = 1 << 26
# phyphox: "Time (s)" and "Acceleration x (m/s^2)", in the phone's language. Physics Toolbox: time, gFx, …
_AXIS: Final = re.compile(r".*\b([xyz]) \(m/s(?:\^2|²)\)|gf([xyz])|gravity[ _]?([xyz])\b.*")
_TIME: Final = re.compile(r"[^()]* \(s\)|time|seconds_elapsed")
_WITHOUT_G: Final = re.compile(r"lin[eé]a[lr].*|lin[eé]aire.*|a[xyz]")
_OF_DAY: Final = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})(?:[.:,](\d{1,9}))?", re.ASCII)
# Gravity turns as slowly as the leg; tremor and knocks, which would tilt it, are faster.
_GRAVITY_HZ: Final = 3.0
_DAY_S: Final = 86400.0
_STANDARD_G: Final = 9.80665
_SCALES: Final = {_STANDARD_G: "m/s2", 1.0: "g", 1000.0: "mg"}
_WITHIN: Final = 0.1  # of a unit's gravity; a phone's sensor is off by a few hundredths at most
_NO_GRAVITY: Final = 0.3
_KNOCK_G: Final = (0.3, 3.0)  # no swing of a leg pulls less or more at a phone on its shank
_LONGEST_STEP_S: Final = 0.1
_OTHER_RATE: Final = 1.5
_WINDOW_S: Final = 2.0


class PhoneRecording(NamedTuple):
    """What gravity did in the phone's axes.

    time_s: (N,) of the phone's own clock, increasing. up: (N, 3) in g, in x, y, z of the phone (right, up,
    out of the screen), without what is faster than a swing; NaN = missing. remarks: what was odd about it.
    """

    time_s: FloatArray
    up: FloatArray
    rate_hz: float
    unit: str
    remarks: tuple[str, ...]
    sha256: str


def read_phone(path: Path, columns: Sequence[str] = ()) -> PhoneRecording:
    """Read a CSV of acceleration with gravity, or of gravity; its unit is told by its size.

    Parameters
    ----------
    columns: names of time, x, y and z; empty: those that phyphox and Physics Toolbox write.

    Raises
    ------
    InputError: the file cannot be read, or is no recording of gravity: why, and what to do.
    UsageError: ``columns`` are not four, or not in the file.
    """
    rows = csv_rows(path, _MOST_BYTES)
    _, headings = next(rows, (1, []))
    at = _places(path, [one.strip() for one in headings], columns)
    table = np.array(list(_numbers(path, rows, at)), dtype=float).reshape(-1, 4)
    time_s, values = _in_time(path, table)
    scale, unit = _unit(path, values)
    rate_hz, remarks = _rates(path, time_s)
    up = values / scale
    size = np.linalg.norm(up, axis=1)
    knocks = (size < _KNOCK_G[0]) | (size > _KNOCK_G[1])
    up[knocks] = np.nan
    if knocks.any():
        remarks.append(f"{units.counted(int(knocks.sum()), 'sample')} of knocks left out")
    smooth = np.stack([zero_phase(time_s, axis, _GRAVITY_HZ) for axis in up.T], axis=1)
    return PhoneRecording(time_s, smooth, rate_hz, unit, tuple(remarks), sha256_of(path))


def _places(path: Path, headings: Sequence[str], asked: Sequence[str]) -> list[int]:
    """Return where time, x, y and z stand."""
    has = f"{path} has the columns {', '.join(headings)}"
    if asked:
        if len(asked) != 4 or not set(asked) <= set(headings):  # noqa: PLR2004  time and three axes
            raise UsageError(f"--columns needs four names, of time, x, y and z; {has}")
        return [headings.index(name) for name in asked]
    names = [one.lower() for one in headings]
    axes = dict[str, int]()
    for place, name in enumerate(names):
        found = _AXIS.fullmatch(name)
        if found is not None and _WITHOUT_G.fullmatch(name) is None:
            axes.setdefault(next(filter(None, found.groups())), place)
    times = [place for place, name in enumerate(names) if _TIME.fullmatch(name)]
    if len(axes) == 3 and times:  # noqa: PLR2004  x, y and z
        return [times[0], *(axes[axis] for axis in "xyz")]
    if any(_WITHOUT_G.fullmatch(name) for name in names):
        raise InputError(
            f"{path} holds acceleration without gravity: record 'Acceleration (with g)' in phyphox, the "
            "'G-Force Meter' in Physics Toolbox"
        )
    raise InputError(f"{has}: say which are time, x, y and z: --columns TIME,X,Y,Z")


def _numbers(
    path: Path, rows: Iterator[tuple[int, list[str]]], at: Sequence[int]
) -> Iterator[tuple[float, ...]]:
    """Yield time, x, y and z of each row; a row that lacks one of them is missing."""
    midnights, before = 0, -np.inf
    for number, cells in rows:
        wanted = [cells[place].strip() if place < len(cells) else "" for place in at]
        if not all(wanted):
            continue
        try:
            time_s = _seconds(wanted[0])
            values = [float(cell.replace(",", ".")) for cell in wanted[1:]]
        except ValueError:
            raise InputError(
                f"{path}, row {number}: {', '.join(wanted)} are not a time and three numbers: export the "
                "recording again"
            ) from None
        if _OF_DAY.fullmatch(wanted[0]) and time_s + midnights * _DAY_S < before - _DAY_S / 2:
            midnights += 1
        before = time_s + midnights * _DAY_S
        yield before, *values


def _seconds(cell: str) -> float:
    """Return seconds of a number, a date with its time, or a time of day."""
    of_day = _OF_DAY.fullmatch(cell)
    if of_day is not None:
        hours, minutes, seconds, part = of_day.groups()
        return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{part or 0}")
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return datetime.fromisoformat(cell).timestamp()


def _in_time(path: Path, table: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return times, each once, in seconds, and values."""
    table = table[np.isfinite(table).all(axis=1)]
    steps = np.diff(table[:, 0])
    if (steps < 0).any():
        back = int(np.argmax(steps < 0)) + 1
        raise InputError(f"{path}: the time goes back after sample {back}: export one recording at a time")
    time, first = np.unique(table[:, 0], return_index=True)
    if len(time) < 100:  # noqa: PLR2004  some seconds
        raise InputError(f"{path} holds {len(time)} samples: that is no recording of a measurement")
    values = np.add.reduceat(table[:, 1:], first) / np.diff([*first, len(table)])[:, None]
    step = float(np.median(np.diff(time)))
    # a second, a thousandth, a millionth or a billionth: rates from 5 to 2000 a second exclude each other
    scale = next((one for one in (1.0, 1e3, 1e6, 1e9) if 0.0005 <= step / one <= 0.2), None)  # noqa: PLR2004
    if scale is None:
        apart = units.figure(step)
        raise InputError(f"{path}: its times are {apart} apart, which is no rate of a sensor in any unit")
    return time / scale, values


def _unit(path: Path, values: FloatArray) -> tuple[float, str]:
    size = float(np.median(np.linalg.norm(values, axis=1)))
    for gravity, name in _SCALES.items():
        if abs(size / gravity - 1) <= _WITHIN:
            return gravity, name
    if size < _NO_GRAVITY:
        why = "gravity is missing in it: record acceleration with g"
    else:
        why = "that is gravity in no unit (9.8 in m/s2, 1 in g): check columns and sensor"
    raise InputError(f"{path}: its values are {units.number(size, 2)} in size: {why}")


def _rates(path: Path, time_s: FloatArray) -> tuple[float, list[str]]:
    """Return the usual rate, and what is odd about the times."""
    steps = np.diff(time_s)
    step_s = float(np.median(steps))
    if step_s > _LONGEST_STEP_S:
        rate = units.number(1 / step_s)
        raise InputError(f"{path}: {rate} samples a second are too few: 50 and more are needed")
    remarks = []
    gaps = steps[steps > LONGEST_GAP_S]
    if len(gaps):
        remarks.append(f"{units.counted(len(gaps), 'gap')}, {units.seconds(float(gaps.sum()))} in all")
    window = ((time_s[1:] - time_s[0]) // _WINDOW_S).astype(int)
    medians = [float(np.median(steps[window == one])) for one in np.unique(window)]
    if any(_differ(a, b) for a, b in pairwise(medians)):
        low, high = (units.number(1 / most(medians), 0) for most in (max, min))
        remarks.append(f"another rate in the middle: between {low} and {high} samples a second")
    return 1 / step_s, remarks


def _differ(a: float, b: float) -> bool:
    return max(a, b) > _OTHER_RATE * min(a, b)
