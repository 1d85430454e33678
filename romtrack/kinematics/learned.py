"""What was learnt from rendered people: how a leg sits, how its line errs, and how sure that is.

Straight-line relations to the cues of ``leg_cues``, fitted by ``calibration/fits/learned.py`` to people who
differ in rooms that look lived in. A leg's usual cues, while it hangs, tell where its thigh points and how
the knee is bent; with those of the frame they tell what the line is off by. A cue that is missing, or farther
from the usual than any that was learnt from, counts as usual or as the farthest.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from romtrack.kinematics.leg_cues import CUES
from romtrack.kinematics.view import Thigh
from romtrack.sane import filled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from romtrack.kinematics.view import View
    from romtrack.types import FloatArray, Side, SignalTrack

__all__ = [
    "FARTHEST_Z",
    "SIGMA_TERMS",
    "Learned",
    "Seat",
    "cues_of_error",
    "heeded",
    "line_sigma_deg",
    "relations",
    "sigma_terms",
    "standardized",
    "strangeness",
]

FARTHEST_Z: Final = 4.0  # standard deviations
_FARTHEST_LEAN_DEG: Final = 25.0
_SQUARE_DEG: Final = 2.0  # of the lean that is told: it is off by 7, and so little is no lean
_FARTHEST_ASIDE_DEG: Final = 45.0
MOST_OTHERWISE: Final = (1.0, 0.25)  # degrees, and a share of the turn
HEED_DEG: Final = (0.95, 1.25)
_BEARING: Final = CUES.index("bearing")


@dataclass(frozen=True, slots=True)
class Seat:
    """How a leg sits, by its usual cues (F,).

    aside_deg: how far the thigh points outward of the camera. lean_deg: of the shank, + = the foot is
    forward.
    """

    aside_deg: float
    lean_deg: float
    usual: FloatArray

    def thigh(self, side: Side) -> Thigh:
        """Return it as the camera has it, from where the knee usually is."""
        outward_deg = self.aside_deg - float(np.nan_to_num(self.usual[_BEARING]))
        return Thigh(outward_deg if side == "left" else -outward_deg, self.lean_deg)


@dataclass(frozen=True, slots=True)
class Learned:
    """The relations; columns (F,) over the cues unless said.

    mean, scale: of the cues. aside, lean: what the usual cues tell of the seat, after a constant. error: what
    the cues of a frame, the usual ones, the usual ones with the sine of the turn, and the seat tell of the
    error. variance: degrees squared that each of ``SIGMA_TERMS`` squared adds, (K,).
    """

    mean: FloatArray
    scale: FloatArray
    aside: FloatArray
    lean: FloatArray
    error: FloatArray
    aside_deg: float
    lean_deg: float
    error_deg: float
    variance: FloatArray

    def seat(self, usual: FloatArray) -> Seat:
        """Return how a leg sits by its usual cues, (F,)."""
        z = standardized(usual, self.mean, self.scale)
        aside_deg, lean_deg = float(self.aside_deg + z @ self.aside), float(self.lean_deg + z @ self.lean)
        told_deg = min(max(abs(lean_deg) - _SQUARE_DEG, 0.0), _FARTHEST_LEAN_DEG)
        return Seat(
            float(np.clip(aside_deg, -_FARTHEST_ASIDE_DEG, _FARTHEST_ASIDE_DEG)),
            float(np.copysign(told_deg, lean_deg)),
            usual,
        )

    def off_deg(self, read_deg: FloatArray, cues: FloatArray, seat: Seat, heed: FloatArray) -> FloatArray:
        """Return by how much a line's reading (T,) is too far inward in each frame, from cues (T, F).

        ``heed``: the share of what they tell that is heeded, (T,).
        What a frame tells otherwise than the hang is believed as far as the leg is turned: 1 degree, and a
        quarter of the turn. Cues that change more belong to another movement.
        """
        usual_deg, now_deg = (self._told_deg(each, seat) for each in (seat.usual[None], cues))
        most_deg = MOST_OTHERWISE[0] + MOST_OTHERWISE[1] * np.abs(read_deg)
        told_deg = usual_deg + np.clip(now_deg - usual_deg, -most_deg, most_deg)
        return np.asarray(heed * told_deg)

    def _told_deg(self, cues: FloatArray, seat: Seat) -> FloatArray:
        return self.error_deg + _summed(cues_of_error(cues, seat, self.mean, self.scale), self.error)

    def sigma_deg(self, terms: FloatArray) -> FloatArray:
        """Return the standard uncertainty, (T,), from its terms (T, K)."""
        return np.sqrt(_summed(terms**2, self.variance))


def _summed(columns: FloatArray, weight: FloatArray) -> FloatArray:
    """Return the weighted sum of each row (T, K): the same to the last digit for one row as for many."""
    return np.asarray((columns * weight).sum(axis=-1))


SIGMA_TERMS: Final = ("always", "line", "roll", "aside", "inward", "outward", "correction", "hem", "strange")
"""What a standard uncertainty is made of, in the order of ``sigma_terms``."""


def sigma_terms(signal: SignalTrack, view: View, seat: Seat, off_deg: FloatArray, by: Learned) -> FloatArray:
    """Return what the uncertainty of a corrected signal is told by, (T, len(SIGMA_TERMS)).

    What the line's own readings say of it, and the camera's roll, degrees; what an unknown lean costs, by the
    sine of how far the thigh points past the camera; the turn, in 30 degrees; the correction, degrees; how
    wide the hem is, and how unusual the leg is, in standard deviations.
    """
    z = standardized(seat.usual, by.mean, by.scale)
    line_deg = line_sigma_deg(signal.sigma, view)
    turn = filled(signal.value) / 30
    same = (
        1.0,
        view.roll_sigma_deg,
        10 * np.sin(np.radians(seat.aside_deg)),
        max(z[CUES.index("width above the ankle")], 0.0),
        strangeness(z),
    )
    always, roll, aside, hem, strange = (np.full(len(line_deg), each) for each in same)
    inward, outward = np.maximum(turn, 0), np.maximum(-turn, 0)
    return np.stack((always, line_deg, roll, aside, inward, outward, off_deg, hem, strange), axis=1)


def strangeness(z: FloatArray) -> float:
    """Return how unusual a leg is by its usual cues (F,), beyond what is usual, in standard deviations."""
    return max(float(np.sqrt(np.mean(z * z))) - 1.0, 0.0)


def heeded(line_deg: FloatArray) -> FloatArray:
    """Return the share of what the cues tell that is heeded, 0..1: nothing where the line is at its best.

    With whole bodies left out, the cues' word was worth 0.6 of itself in the fifth of the clips with the
    least uncertain lines (up to 0.97 degrees), and the whole from 1.1 on.
    """
    return np.asarray(np.clip((line_deg - HEED_DEG[0]) / (HEED_DEG[1] - HEED_DEG[0]), 0.0, 1.0))


def line_sigma_deg(sigma_deg: FloatArray, view: View) -> FloatArray:
    """Return the uncertainty of a line without that of the camera's roll, (T,)."""
    return np.asarray(np.sqrt(np.maximum(sigma_deg**2 - view.roll_sigma_deg**2, 0.0)))


def standardized(cues: FloatArray, mean: FloatArray, scale: FloatArray) -> FloatArray:
    """Return cues (..., F) in standard deviations from the mean; 0 where missing."""
    return np.asarray(filled((cues - mean) / scale).clip(-FARTHEST_Z, FARTHEST_Z))


def cues_of_error(cues: FloatArray, seat: Seat, mean: FloatArray, scale: FloatArray) -> FloatArray:
    """Return what the error is told by: cues of the frame, the usual ones and the seat, (T, 2 F + 3)."""
    now, mostly = standardized(cues, mean, scale), standardized(seat.usual, mean, scale)
    sits = np.array(
        (seat.aside_deg / 10, seat.lean_deg / 10, seat.lean_deg * np.sin(np.radians(seat.aside_deg)))
    )
    same = np.broadcast_to(np.concatenate((mostly, sits)), (len(now), len(mostly) + len(sits)))
    return np.concatenate((now, same), axis=1)


def relations() -> Learned:
    """Return what is kept in ``learned.json``."""
    return _kept()


@cache
def _kept() -> Learned:
    held = json.loads((files("romtrack.kinematics") / "learned.json").read_text("utf-8"))
    return _learned(held)


def _learned(held: Mapping[str, Any]) -> Learned:
    by_cue = [held["cues"][cue] for cue in CUES]
    columns = {name: np.array([one[name] for one in by_cue]) for name in ("mean", "scale", "aside", "lean")}
    error = np.array([*(one["now"] for one in by_cue), *(one["mostly"] for one in by_cue), *held["seat"]])
    return Learned(
        **columns,
        error=error,
        aside_deg=held["aside_deg"],
        lean_deg=held["lean_deg"],
        error_deg=held["error_deg"],
        variance=np.array([held["variance"][term] for term in SIGMA_TERMS]),
    )
