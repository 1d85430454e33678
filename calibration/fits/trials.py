"""The repetitions of seated clips at their peaks: what the body does beside the turn, read and true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from calibration.fits.legs import Seated, read
from romtrack.kinematics.posture import neutral_stance, stance
from romtrack.sane import median_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from calibration.fits.clips import Clip
    from romtrack.kinematics.posture import Posture
    from romtrack.types import FloatArray
    from romtrack.validation.truth import Span

__all__ = ["Trial", "trials_of"]

_PLATEAU_S: Final = 0.5
_LINES: Final = ("hips_deg", "shoulders_deg", "trunk_deg")


@dataclass(frozen=True, slots=True)
class Trial:
    """One true repetition, medians over the middle 0.5 s of its peak.

    faults: that it was rendered with. turn_deg: of the hip from its rest. unrest_deg: spread of the rotation;
    sway_deg: of the shank by the landmarks. error_deg: of the rotation. read: by ``Posture``'s names.
    hips_deg, shoulders_deg, trunk_deg: of the stance against the hang. hike_deg: the true rise of the pelvis
    on the working side.
    """

    clip: str
    body: str
    exercise: str
    direction: str
    faults: frozenset[str]
    turn_deg: float
    unrest_deg: float
    sway_deg: float
    sigma_deg: float
    error_deg: float
    read: Mapping[str, float]
    hips_deg: float
    shoulders_deg: float
    trunk_deg: float
    hike_deg: float


def trials_of(clips: Iterable[Clip]) -> list[Trial]:
    """Return the repetitions of all seated clips in which somebody was seen at rest."""
    seated = (one for one in read(clips) if one.reading.hang)
    return [trial for one in seated for trial in _trials(one)]


def _trials(seated: Seated) -> Iterator[Trial]:
    clip, reading = seated.clip, seated.reading
    track, side, hanging = seated.track, clip.truth.side, seated.hanging
    signal, held, rest_deg = reading.signals[side], reading.postures[side], reading.rest_deg
    if rest_deg is None or clip.truth.true_deg is None:
        return
    stances = stance(track.image_px, track.skeleton, side, reading.view.roll_deg)
    neutral = neutral_stance(stances, hanging)
    changes = {line: getattr(stances, line) - getattr(neutral, line) for line in _LINES}
    rise_deg = (1 if side == "left" else -1) * clip.columns["pelvis_roll"]
    true_deg = clip.columns[f"hip_rot_gravity_{side}"]
    for rep in clip.truth.reps:
        at = np.abs(track.time_s - rep.peak_s) <= _PLATEAU_S / 2
        if not np.isfinite(signal.value[at]).any():
            continue
        yield Trial(
            clip.name,
            clip.body,
            clip.truth.exercise,
            rep.name,
            _faults(rep, clip.truth.faults),
            abs(median_of(signal.value[at]) - rest_deg),
            _spread(signal.value[at]),
            _spread(held.shank_deg[at]),
            median_of(signal.sigma[at]),
            median_of(signal.value[at] - true_deg[at]),
            _medians(held, at),
            **{line: median_of(change[at]) for line, change in changes.items()},
            hike_deg=median_of(rise_deg[at]) - median_of(rise_deg[hanging], 0.0),
        )


def _faults(rep: Span, faults: Iterable[Span]) -> frozenset[str]:
    return frozenset(one.name for one in faults if one.overlap_s(rep.start_s, rep.end_s) > 0)


def _medians(held: Posture, at: NDArray[np.bool_]) -> dict[str, float]:
    return {name: median_of(column[at]) for name, column in held._asdict().items()}


def _spread(values: FloatArray) -> float:
    """Return the standard deviation by the middle two thirds, as the project takes it."""
    seen = values[np.isfinite(values)]
    return float(np.subtract(*np.percentile(seen, (84, 16)))) / 2 if len(seen) else np.nan
