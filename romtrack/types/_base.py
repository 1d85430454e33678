"""What the value types are made of, and how they check themselves."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from romtrack.errors import ShapeError

Side = Literal["left", "right"]
QuantityName = Literal["hip_rotation", "hip_abduction"]
Direction = Literal["internal", "external", "abduction", "adduction"]
Reference = Literal["gravity", "neutral"]
RecordedBy = Literal["container", "file", "user", "camera"]  # what says when something was recorded
FloatArray = NDArray[np.floating]
Image = NDArray[np.uint8]
SIDES: tuple[Side, Side] = ("left", "right")


def opposite(side: Side) -> Side:
    """Return the other side."""
    return "right" if side == "left" else "left"


def check(owner: str, name: str, array: NDArray[np.generic], expected: tuple[int | None, ...]) -> None:
    """Raise ShapeError unless ``array.shape`` fits ``expected`` (None fits any length)."""
    fits = array.shape == expected or (
        array.ndim == len(expected)
        and all(want is None or have == want for have, want in zip(array.shape, expected, strict=True))
    )
    if not fits:
        wanted = tuple("any" if want is None else want for want in expected)
        message = f"{owner}.{name} must have shape {wanted}, but has {array.shape}"
        raise ShapeError(message)


def set_arrays(owner: object, **arrays: NDArray[np.generic]) -> None:
    """Set arrays of a value that is being made: what is wild in them has become missing."""
    for name, array in arrays.items():
        object.__setattr__(owner, name, array)


def check_increasing(owner: str, time_s: FloatArray) -> None:
    if not (np.isfinite(time_s).all() and (time_s[1:] > time_s[:-1]).all()):
        message = f"{owner}.time_s must be finite and strictly increasing"
        raise ShapeError(message)
