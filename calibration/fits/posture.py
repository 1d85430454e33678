"""Posture: how lines become a pelvic hike (kinematics/posture.py), and what measure/acceptance.py refuses.

The leak of the shoulders is fitted to leaning trunks, the hike to the true rise of the pelvis in all faulty
repetitions. A limit of acceptance lies between good repetitions and those that were rendered with its fault;
what is usual of the person is taken off as the judge does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from calibration.fits.clips import turns_a_hip
from calibration.fits.command import main
from calibration.fits.statistics import Seen, least_squares, limit, refitted
from calibration.fits.trials import Trial, trials_of
from romtrack.kinematics.posture import (
    _HIKE_OF_HIPS,
    _HIKE_OF_TRUNK,
    _SHOULDERS_IN_HIPS,
    _SHOULDERS_IN_TRUNK,
)
from romtrack.measure.acceptance import (
    _USUAL_DRIFT,
    _USUAL_HIKE_DEG,
    KNEE_DRIFT_SHANKS,
    PARTIAL_SHARE,
    PELVIC_HIKE_DEG,
    RESTLESS_DEG,
    TRUNK_LEAN_DEG,
    UNCLEAR_DEG,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from calibration.fits.clips import Clip
    from calibration.fits.statistics import Fitted
    from romtrack.types import FloatArray

__all__ = ["fit", "lines"]

_MEASURED: Final = "seated-ir-measure"
_WRONG_DEG: Final = 6.0  # a reading that is off by more should have been refused
TODAY: Final = {
    "_SHOULDERS_IN_HIPS": _SHOULDERS_IN_HIPS,
    "_SHOULDERS_IN_TRUNK": _SHOULDERS_IN_TRUNK,
    "_HIKE_OF_HIPS": _HIKE_OF_HIPS,
    "_HIKE_OF_TRUNK": _HIKE_OF_TRUNK,
}


def fit(clips: Iterable[Clip]) -> list[Fitted]:
    """Fit posture and its limits to the repetitions of the seated clips."""
    trials = trials_of(clips)
    measured = [trial for trial in trials if trial.exercise == _MEASURED]
    return [*refitted(trials, lines, TODAY), *_refusals(measured)]


def lines(trials: Sequence[Trial]) -> dict[str, float]:
    """Return the constants of the pelvic hike that fit best."""
    leaning = [one for one in trials if one.faults == {"trunk_lean"}]
    hips, shoulders, trunk = _columns(leaning)
    in_hips, in_trunk = least_squares([shoulders], hips)[0], -least_squares([shoulders], trunk)[0]
    faulty = [one for one in trials if one.faults]
    hips, shoulders, trunk = _columns(faulty)
    of_hips, of_trunk = least_squares(
        [hips - _SHOULDERS_IN_HIPS * shoulders, trunk + _SHOULDERS_IN_TRUNK * shoulders],
        np.array([one.hike_deg for one in faulty]),
    )
    return dict(zip(TODAY, (in_hips, in_trunk, of_hips, of_trunk), strict=True))


def _columns(trials: Sequence[Trial]) -> tuple[FloatArray, FloatArray, FloatArray]:
    table = np.array([(one.hips_deg, one.shoulders_deg, one.trunk_deg) for one in trials]).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _refusals(trials: Sequence[Trial]) -> list[Fitted]:
    """Return the limits of what the body may do, and of how sure a reading must be."""
    good = [one for one in trials if not one.faults]
    moved = [min(one.unrest_deg, one.sway_deg) for one in good]
    flicker = [0.0 if by > RESTLESS_DEG else one.unrest_deg for one, by in zip(good, moved, strict=True)]
    unclear = [float(np.hypot(one.sigma_deg, by)) for one, by in zip(good, flicker, strict=True)]
    return [
        limit("KNEE_DRIFT_SHANKS", KNEE_DRIFT_SHANKS, _departures(trials, "knee_drift")),
        limit("PELVIC_HIKE_DEG", PELVIC_HIKE_DEG["hip_rotation"], _departures(trials, "pelvic_hike")),
        limit("TRUNK_LEAN_DEG", TRUNK_LEAN_DEG, _departures(trials, "trunk_lean")),
        limit(
            "RESTLESS_DEG",
            RESTLESS_DEG,
            (Seen(one.body, by, above=False) for one, by in zip(good, moved, strict=True)),
        ),
        limit(
            "UNCLEAR_DEG",
            UNCLEAR_DEG,
            (
                Seen(one.body, value, above=abs(one.error_deg) > _WRONG_DEG)
                for one, value in zip(good, unclear, strict=True)
            ),
        ),
    ]


def _departures(trials: Sequence[Trial], fault: str) -> Iterator[Seen]:
    """Yield what a limit of the body judges: of good repetitions, and of those with the fault alone."""
    for one in trials:
        if one.faults <= {fault}:
            alike = [
                other
                for other in trials
                if (other.clip, other.direction) == (one.clip, one.direction) and _is_full(other, trials)
            ]
            yield Seen(one.body, _departure(one, alike, fault), above=bool(one.faults))


def _is_full(one: Trial, trials: Sequence[Trial]) -> bool:
    best_deg = max(other.turn_deg for other in trials if other.clip == one.clip)
    return one.turn_deg >= PARTIAL_SHARE * best_deg


def _departure(one: Trial, alike: Sequence[Trial], fault: str) -> float:
    """Return how far the body departs, less what is usual of the person."""
    if fault == "trunk_lean":
        return abs(one.read["trunk_lean_deg"])
    if fault == "pelvic_hike":
        least = min((other.read["pelvic_hike_deg"] for other in alike), key=abs, default=0.0)
        return one.read["pelvic_hike_deg"] - min(least, _USUAL_HIKE_DEG)
    slopes = [other.read["knee_drift"] / np.tan(np.radians(other.turn_deg)) for other in alike]
    usual = float(np.clip(min(slopes, key=abs, default=0.0), -_USUAL_DRIFT, _USUAL_DRIFT))
    return abs(one.read["knee_drift"] - usual * float(np.tan(np.radians(one.turn_deg))))


if __name__ == "__main__":
    main(__doc__, fit, turns_a_hip)
