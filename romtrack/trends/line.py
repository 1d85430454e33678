"""The line through a person's sessions, which one bad session does not move.

Tukey's bisquare, fitted by iterated weighted least squares from the plain line, its residuals adjusted by
leverage (Beaton and Tukey 1974; Holland and Welsch 1977; DuMouchel and O'Brien 1989: MATLAB's ``robustfit``).
The scale is Huber's proposal 2 (1964), pooled with the quantity's own error: of eight sessions alone it would
be a guess.
"""

from __future__ import annotations

from math import erf, exp, pi, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.types import FloatArray

__all__ = ["FOR_ROBUST", "STARTING_DEGREES", "Line", "line_through"]

STARTING_DEGREES: Final = 8.0  # of freedom, of the quantity's own SEM
FOR_ROBUST: Final = 5  # sessions; of fewer nobody can say which one is off
_OFF: Final = 2.5  # residuals, of their own error, from which on a session is off (Rousseeuw and Leroy 1987)
_BISQUARE: Final = 4.685  # where a session counts no more; 95 % as good as least squares where none is off
_HUBER: Final = 1.5  # residuals count to here in the scale, as in R's MASS::hubers
_HUBER_MEAN: Final = (  # of min(residual, _HUBER)**2 where residuals are normal
    erf(_HUBER / sqrt(2))
    - 2 * _HUBER * exp(-(_HUBER**2) / 2) / sqrt(2 * pi)
    + _HUBER**2 * (1 - erf(_HUBER / sqrt(2)))
)
_MOST_ROUNDS: Final = 50
_LEAST_SHARE: Final = 1e-4  # of its own error in the residual of a session that draws the line to itself
_LEAST_SPREAD: Final = 1e-12  # of the times, of their square
_CLOSE: Final = 1e-6  # of the scale


class Line(NamedTuple):
    """What a line says of its sessions.

    slope: a unit of time, 0 where the times are all the same. end: where it is at the last session.
    spread: of the times, each as it weighs. scale: the standard error of one session, with so many degrees
    of freedom. off: which lie off it, (N).
    """

    slope: float
    end: float
    spread: float
    scale: float
    degrees: float
    off: NDArray[np.bool_]


def line_through(when: FloatArray, value: FloatArray, weight: FloatArray, scale: float) -> Line:
    """Return the line through sessions.

    Parameters
    ----------
    when, value: of each session, in order, (N). weight: what it counts by what is known of it, (N).
    scale: the error of a session as it is known of others, with ``STARTING_DEGREES``.
    """
    weight = weight * (len(weight) / weight.sum())  # 1 on average
    plain = _Fit.of(when, value, weight, weight)
    own_degrees = max(len(when) - 1 - plain.is_sloped, 0)
    degrees, known = STARTING_DEGREES + own_degrees, STARTING_DEGREES * scale**2
    squares = plain.misfit @ plain.misfit if own_degrees else 0.0
    found = sqrt((known + squares) / degrees)
    if len(when) < FOR_ROBUST:
        return Line(plain.slope, plain.end, plain.spread, found, degrees, np.zeros(len(when), bool))
    fit, own_share = plain, np.sqrt(np.maximum(1 - _leverage(when, weight, plain), _LEAST_SHARE))
    for _ in range(_MOST_ROUNDS):
        before, bent = (fit.slope, found), np.minimum(fit.misfit, _HUBER * found)
        found = sqrt((known + bent @ bent / _HUBER_MEAN) / degrees)
        far = np.minimum(fit.misfit / (_BISQUARE * found * own_share), 1.0)
        fit = _Fit.of(when, value, weight, weight * (1 - far**2) ** 2)
        moved = abs(fit.slope - before[0]) * sqrt(plain.spread) + abs(found - before[1])
        if moved < _CLOSE * scale:
            break
    return Line(fit.slope, fit.end, fit.spread, found, degrees, fit.misfit > _OFF * found * own_share)


class _Fit(NamedTuple):
    """A weighted line. misfit: residuals without sign, in errors of a usual session, (N)."""

    slope: float
    end: float
    spread: float
    is_sloped: bool
    misfit: FloatArray

    @classmethod
    def of(cls, when: FloatArray, value: FloatArray, known: FloatArray, weight: FloatArray) -> _Fit:
        """Fit it by ``weight``; ``known`` is the weight of the residuals."""
        total = float(weight.sum())
        middle = float(weight @ value) / total
        x, y = when - (weight @ when) / total, value - middle
        heavy = weight * x
        spread = float(heavy @ x)
        is_sloped = spread > _LEAST_SPREAD * (1 + float(when[-1]) ** 2)
        slope = float(heavy @ y) / spread if is_sloped else 0.0
        return cls(
            slope, middle + slope * float(x[-1]), spread, is_sloped, np.sqrt(known) * np.abs(y - slope * x)
        )


def _leverage(when: FloatArray, weight: FloatArray, plain: _Fit) -> FloatArray:
    """Return how much of its own misfit each session takes away by drawing the line to itself, 0..1."""
    total = weight.sum()
    x = when - (weight @ when) / total
    return np.asarray(weight / total + (weight * x**2 / plain.spread if plain.is_sloped else 0.0))
