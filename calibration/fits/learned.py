"""The relations of kinematics/learned.json: how a leg sits, how its line errs, and how sure that is.

    python -m calibration.fits.learned [--tracks DIR] [--write] FOLDER...

Straight lines, held back toward nothing (ridge regression): first from a leg's usual cues to where its thigh
points and how its shank leans; then, with the line read by that, from the cues to what is left of the error.
Every leg counts alike. The error is judged with whole bodies left out, in six parts; from those errors the
variances are set. Scenes of a dozen stills each will do (``calibration.render_scenes learned``).
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.optimize import minimize

from calibration.fits.clips import clips_in, turns_a_hip
from calibration.fits.legs import read
from romtrack.kinematics import learned
from romtrack.kinematics.hip_rotation import inward_sign
from romtrack.kinematics.learned import (
    SIGMA_TERMS,
    Learned,
    Seat,
    cues_of_error,
    sigma_terms,
    standardized,
)
from romtrack.kinematics.leg import LegHabit, heed, leg_habit, uncorrected
from romtrack.kinematics.leg_cues import CUES, leg_cues
from romtrack.signals.zero_phase import smoothed
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from calibration.fits.clips import Clip
    from calibration.fits.legs import Seated
    from romtrack.kinematics.view import View
    from romtrack.types import FloatArray, PoseTrack, Side, SignalTrack

__all__ = ["Sample", "fit", "left_out", "samples_of"]

FOLDS: Final = 6
PENALTY: Final = 0.05  # a row, of coefficients of cues in standard deviations
IDLE: Final = 0.4  # weight of the leg that only hangs
PLAIN: Final = 3.0  # weight of tidy scenes: a tenth of all, and what people with a bare wall have
LEAST_FRAMES: Final = 3
LEAST_SHARE: Final = 0.1  # of what the cues tell that is heeded: below it a frame teaches nothing
SPREAD_OVER: Final = 12  # frames of a leg that tell what is usual of cues


@dataclass(frozen=True, slots=True)
class Sample:
    """One leg of a clip: what was seen, and what is true of it, aside_deg and lean_deg while it hangs."""

    clip: Clip
    side: Side
    track: PoseTrack
    view: View
    habit: LegHabit
    cues: FloatArray
    true_deg: FloatArray
    aside_deg: float
    lean_deg: float

    @property
    def works(self) -> bool:
        """Whether it does the test."""
        return self.side == self.clip.truth.side

    @property
    def weight(self) -> float:
        """How much it counts."""
        return (1.0 if self.works else IDLE) * (PLAIN if self.clip.plain else 1.0)


class Judged(NamedTuple):
    """A leg by relations that were fitted without its body: its signal, what sigma is told by, the error."""

    sample: Sample
    signal: SignalTrack
    terms: FloatArray
    error_deg: FloatArray


def samples_of(clips: Iterable[Clip]) -> list[Sample]:
    """Return the legs of the seated clips that are seen."""
    return [sample for seated in read(clips) for side in SIDES for sample in _sample(seated, side)]


def _sample(seated: Seated, side: Side) -> Iterator[Sample]:
    clip, track, view = seated.clip, seated.track, seated.reading.view
    habit = leg_habit(track, side, view)
    aside_deg, lean_deg = _sits(clip, side)
    true_deg = clip.columns[f"hip_rot_gravity_{side}"]
    near = np.abs(true_deg) < 15.0  # noqa: PLR2004  as of hanging frames
    cues = leg_cues(track, side, view, habit.shank_px)
    if near.any() and np.isfinite(habit.shank_px) and np.isfinite(habit.seat.usual).any():
        where = float(np.median(aside_deg[near])), float(np.median(lean_deg[near]))
        yield Sample(clip, side, track, view, habit, cues, true_deg, *where)


def _sits(clip: Clip, side: Side) -> tuple[FloatArray, FloatArray]:
    """Return how far a thigh points outward of the camera, and how far the shank leans forward, (T,) each."""
    hip, knee = (clip.joints_m[f"{side}_{joint}"] for joint in ("hip", "knee"))
    ahead, sight = (_level(vector, clip.down) for vector in (knee - hip, -knee))
    turn = np.arctan2(np.cross(ahead, sight) @ clip.down, np.sum(ahead * sight, axis=1))
    return inward_sign(side) * np.degrees(turn), 90 - clip.columns[f"knee_flexion_{side}"]


def _level(vectors: FloatArray, down: FloatArray) -> FloatArray:
    return np.asarray(vectors - (vectors @ down)[:, None] * down)


def fit(samples: Sequence[Sample]) -> Learned:
    """Return the relations that the samples tell, without variances."""
    some = [sample.cues[:: max(len(sample.cues) // SPREAD_OVER, 1)] for sample in samples]
    spread = np.concatenate(some)
    mean, scale = np.nanmean(spread, axis=0), np.nanstd(spread, axis=0) + 1e-9
    usual = standardized(np.array([sample.habit.seat.usual for sample in samples]), mean, scale)
    weight = np.array([sample.weight for sample in samples])
    (aside, aside_deg), (lean, lean_deg) = (
        _ridge(usual, np.array([getattr(sample, name) for sample in samples]), weight)
        for name in ("aside_deg", "lean_deg")
    )
    nothing = np.zeros(2 * len(CUES) + 3)
    seats = Learned(mean, scale, aside, lean, nothing, aside_deg, lean_deg, 0.0, np.ones(len(SIGMA_TERMS)))
    rows = [row for sample in samples for row in _rows(sample, seats)]
    x, y, weights = (np.concatenate(column) for column in zip(*rows, strict=True))
    error, error_deg = _ridge(x, y, weights)
    return replace(seats, error=error, error_deg=error_deg)


def _rows(sample: Sample, known: Learned) -> Iterator[tuple[FloatArray, FloatArray, FloatArray]]:
    """Return what tells of the error, the error, and the weight, of the frames of a leg that has any."""
    habit = _sat(sample, known.seat(sample.habit.seat.usual))
    signal = uncorrected(sample.track, sample.side, sample.view, habit)
    error_deg, share = signal.value - sample.true_deg, heed(signal, sample.view, habit)
    seen = np.isfinite(error_deg) & (share > LEAST_SHARE)
    if seen.sum() >= LEAST_FRAMES:
        x = cues_of_error(sample.cues[seen], habit.seat, known.mean, known.scale)
        yield x, error_deg[seen] / share[seen], sample.weight * share[seen] ** 2 / seen.sum()


def _sat(sample: Sample, seat: Seat) -> LegHabit:
    """Return a leg's habit with another seat."""
    return replace(sample.habit, seat=seat)


def _ridge(x: FloatArray, y: FloatArray, weight: FloatArray) -> tuple[FloatArray, float]:
    """Return the coefficients and the constant of the penalized least squares."""
    share = weight / weight.sum()
    middle, level = share @ x, float(share @ y)
    apart = x - middle
    square = (apart * share[:, None]).T @ apart + PENALTY * np.eye(x.shape[1])
    found = np.linalg.solve(square, (apart * share[:, None]).T @ (y - level))
    return found, level - float(middle @ found)


def left_out(samples: Sequence[Sample]) -> Iterator[Judged]:
    """Judge every leg by relations that were fitted without its body, nor those that share its part."""
    bodies = sorted({sample.clip.body for sample in samples})
    for part in range(FOLDS):
        out = set(bodies[part::FOLDS])
        known = fit([sample for sample in samples if sample.clip.body not in out])
        yield from (_judged(sample, known) for sample in samples if sample.clip.body in out)


def _judged(sample: Sample, known: Learned) -> Judged:
    habit = _sat(sample, known.seat(sample.habit.seat.usual))
    by_line = uncorrected(sample.track, sample.side, sample.view, habit)
    off_deg = known.off_deg(by_line.value, sample.cues, habit.seat, heed(by_line, sample.view, habit))
    signal = smoothed(replace(by_line, value=by_line.value - off_deg))
    terms = sigma_terms(signal, sample.view, habit.seat, off_deg, known)
    return Judged(sample, signal, terms, signal.value - sample.true_deg)


def variances(judged: Sequence[Judged]) -> FloatArray:
    """Return the variance of each term of sigma that makes the errors of the working legs likeliest."""
    rows = [
        (one.terms[seen], one.error_deg[seen], np.full(seen.sum(), one.sample.weight / seen.sum()))
        for one in judged
        if one.sample.works and (seen := np.isfinite(one.error_deg)).any()
    ]
    terms, errors, weight = (np.concatenate(column) for column in zip(*rows, strict=True))
    share = weight / weight.sum()

    def unlikely(logs: FloatArray) -> tuple[float, FloatArray]:
        variance = np.exp(logs)
        total = terms**2 @ variance
        slope = share * (1 / total - errors**2 / total**2) / 2
        return float(share @ (np.log(total) + errors**2 / total) / 2), (slope @ terms**2) * variance

    start = np.full(len(SIGMA_TERMS), -2.0)
    return np.exp(minimize(unlikely, start, jac=True, bounds=[(-14.0, 5.0)] * len(start)).x)


def kept(known: Learned) -> dict[str, object]:
    """Return relations as ``learned.json`` holds them."""
    count = len(CUES)
    now, mostly, seat = np.split(known.error, (count, 2 * count))
    columns = (known.mean, known.scale, known.aside, known.lean, now, mostly)
    names = ("mean", "scale", "aside", "lean", "now", "mostly")
    by_cue = {
        cue: {name: round(float(column[at]), 6) for name, column in zip(names, columns, strict=True)}
        for at, cue in enumerate(CUES)
    }
    return {
        "aside_deg": round(known.aside_deg, 4),
        "lean_deg": round(known.lean_deg, 4),
        "error_deg": round(known.error_deg, 4),
        "seat": [round(float(each), 6) for each in seat],
        "variance": {term: round(float(v), 6) for term, v in zip(SIGMA_TERMS, known.variance, strict=True)},
        "cues": by_cue,
    }


def main(words: Sequence[str]) -> None:
    """Say what the relations are worth with whole bodies left out; with ``--write`` keep them."""
    parser = argparse.ArgumentParser(
        prog="python -m calibration.fits.learned",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", nargs="+", type=Path, help="clips with their truth beside them")
    parser.add_argument("--tracks", type=Path, help="where tracks are kept; otherwise beside the clips")
    parser.add_argument("--write", action="store_true", help="keep the relations in romtrack/kinematics")
    options = parser.parse_args(words)
    samples = samples_of(clips_in(options.folders, options.tracks, turns_a_hip))
    judged = list(left_out(samples))
    variance = variances(judged)
    sys.stdout.write(f"{worth(samples, judged, variance)}\n")
    if options.write:
        path = Path(learned.__file__).with_name("learned.json")
        path.write_text(json.dumps(kept(replace(fit(samples), variance=variance)), indent=1) + "\n", "utf-8")


def worth(samples: Sequence[Sample], judged: Sequence[Judged], variance: FloatArray) -> str:
    """Return the mean error of the working legs' clips, and how much of it sigma covers."""
    of_clips = [
        (np.abs(error_deg), np.sqrt(one.terms[seen] ** 2 @ variance))
        for one in judged
        if one.sample.works and (seen := np.isfinite(one.error_deg)).any()
        for error_deg in (one.error_deg[seen],)
    ]
    mean_deg = np.mean([error_deg.mean() for error_deg, _ in of_clips])
    within = [
        100 * np.mean([np.mean(error_deg <= times * sigma_deg) for error_deg, sigma_deg in of_clips])
        for times in (1, 2)
    ]
    return (
        f"{len(samples)} legs; of {len(of_clips)} working ones, bodies left out: {mean_deg:.2f} degrees, "
        f"{within[0]:.0f} and {within[1]:.0f} % within one and two sigma"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
