"""What all fits share: least squares, each body left out, what a sigma covers, limits between two kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

import numpy as np

from romtrack import units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from romtrack.types import FloatArray

__all__ = [
    "Fitted",
    "OfBody",
    "Seen",
    "coverage",
    "covering",
    "least_squares",
    "limit",
    "refitted",
    "stretch",
]

_WITHIN_ONE = 0.6827  # share of a normal distribution within one standard deviation


class OfBody(Protocol):
    """Anything that was seen of one body."""

    @property
    def body(self) -> str:
        """Who it is."""
        ...


Item = TypeVar("Item", bound=OfBody)


class Fitted(NamedTuple):
    """A constant: as the code has it, as the clips say, and as they say without each body.

    error: standard error of the fit, NaN where there is none to tell. about: what else the clips say of it.
    """

    name: str
    today: float
    fit: float
    without: Mapping[str, float]
    error: float = np.nan
    about: str = ""

    @property
    def spread(self) -> tuple[float, float]:
        """The lowest and the highest with a body left out; NaN where the clips say nothing."""
        found = [one for one in self.without.values() if np.isfinite(one)]
        return (min(found), max(found)) if found else (np.nan, np.nan)


def refitted(
    items: Sequence[Item], fit: Callable[[Sequence[Item]], Mapping[str, float]], today: Mapping[str, float]
) -> list[Fitted]:
    """Fit the constants of ``today`` by all ``items``, and by those that are left without each body.

    The bodies are what was drawn from people: the standard error is over them, not over frames or clips.
    """
    whole = fit(items)
    bodies = sorted({item.body for item in items})
    without = {body: fit([item for item in items if item.body != body]) for body in bodies}
    others = {name: {body: found[name] for body, found in without.items()} for name in today}
    return [
        Fitted(name, value, whole[name], others[name], _jackknife([*others[name].values()]))
        for name, value in today.items()
    ]


def _jackknife(without: Sequence[float]) -> float:
    """Return the standard error of an estimate by what it is without each of n bodies (Tukey 1958)."""
    known = [one for one in without if np.isfinite(one)]
    return float(np.sqrt(len(known) - 1) * np.std(known)) if len(known) > 1 else np.nan


def least_squares(
    columns: Sequence[FloatArray], target: FloatArray, weight: FloatArray | None = None
) -> list[float]:
    """Return the shares of ``columns`` (N,) each that give ``target`` (N,) best; NaN where they cannot tell.

    weight: of each row, (N,); None = all alike. What is NaN in any of them is left out.
    """
    design, scale = np.column_stack(columns), np.sqrt(np.ones(len(target)) if weight is None else weight)
    known = np.isfinite(design).all(axis=1) & np.isfinite(target) & np.isfinite(scale)
    rows = design[known] * scale[known, None]
    if not len(rows) or np.linalg.matrix_rank(rows) < len(columns):
        return [np.nan] * len(columns)
    return [float(one) for one in np.linalg.lstsq(rows, target[known] * scale[known])[0]]


def coverage(errors: FloatArray, sigmas: FloatArray, times: float = 1.0) -> float:
    """Return the share of ``errors`` within so many times their sigma; NaN where none is known."""
    known = np.isfinite(errors) & np.isfinite(sigmas)
    return float(np.mean(np.abs(errors[known]) <= times * sigmas[known])) if known.any() else np.nan


def stretch(errors: FloatArray, sigmas: FloatArray) -> float:
    """Return by what all ``sigmas`` must be multiplied to cover what one standard deviation should."""
    known = np.isfinite(errors) & np.isfinite(sigmas) & (sigmas > 0)
    return float(np.quantile(np.abs(errors[known]) / sigmas[known], _WITHIN_ONE)) if known.any() else np.nan


def covering(errors: FloatArray, others: FloatArray, parts: FloatArray) -> float:
    """Return the least share of ``parts`` (N,) in a sigma that covers what one standard deviation should.

    others: the squares (N,) of what else is in that sigma. 0 where they cover as much alone; NaN where no
    part is in play (all are 0 or NaN).
    """
    known = np.isfinite(errors) & np.isfinite(others) & (parts > 0)
    if not known.any():
        return np.nan
    needed = np.sqrt(np.maximum(errors[known] ** 2 - others[known], 0.0)) / parts[known]
    return float(np.quantile(needed, _WITHIN_ONE))


class Seen(NamedTuple):
    """One value that a limit judges; above: it belongs above the limit."""

    body: str
    value: float
    above: bool


def limit(name: str, today: float, seen: Iterable[Seen]) -> Fitted:
    """Return a limit in the middle between the two kinds, or at the end of the one that there is."""
    known = [one for one in seen if np.isfinite(one.value)]
    (fitted,) = refitted(known, lambda some: {name: _middle(some)}, {name: today})
    return fitted._replace(error=np.nan, about=_kinds(known, today))


def _ends(seen: Sequence[Seen]) -> tuple[list[float], list[float]]:
    return [one.value for one in seen if not one.above], [one.value for one in seen if one.above]


def _middle(seen: Sequence[Seen]) -> float:
    below, above = _ends(seen)
    if not below or not above:
        return max(below, default=min(above, default=np.nan))
    return (max(below) + min(above)) / 2


def _kinds(seen: Sequence[Seen], today: float) -> str:
    """Say how far both kinds go, and how many of them are on the wrong side of today's limit."""
    below, above = _ends(seen)
    wrong = sum(one > today for one in below) + sum(one <= today for one in above)
    parts = [
        *([f"{len(below)} up to {units.figure(max(below), 3)}"] if below else []),
        *([f"{len(above)} from {units.figure(min(above), 3)}"] if above else []),
        *([f"{wrong} on the wrong side today"] if wrong else []),
    ]
    return "; ".join(parts)
