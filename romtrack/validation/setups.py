"""Set-ups: the circumstances under which clips are looked at together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from romtrack.validation.truth import Truth

__all__ = ["SETUPS", "setups_of"]

_STRAIGHT_YAW_DEG: Final = 5.0
_TURNED_YAW_DEG: Final = 15.0
_TILTED_ROLL_DEG: Final = 2.0
_DIM_EXPOSURE: Final = 0.7
_OFFSET_HANG_DEG: Final = 2.0

SETUPS: Final = (
    "straight",
    "yaw 5-15",
    "yaw over 15",
    "roll 2 or more",
    "dim",
    "offset hang",
    "without faults",
)
"""Straight: yaw under 5 and roll under 2 degrees. A clip can belong to several, or to none."""


def setups_of(truth: Truth) -> tuple[str, ...]:
    """Return the set-ups of a clip, in the order of ``SETUPS``."""
    yaw_deg, roll_deg = abs(truth.yaw_deg), abs(truth.roll_deg)
    belongs = (
        yaw_deg < _STRAIGHT_YAW_DEG and roll_deg < _TILTED_ROLL_DEG,
        _STRAIGHT_YAW_DEG <= yaw_deg <= _TURNED_YAW_DEG,
        yaw_deg > _TURNED_YAW_DEG,
        roll_deg >= _TILTED_ROLL_DEG,
        truth.exposure < _DIM_EXPOSURE,
        abs(truth.hang_deg) >= _OFFSET_HANG_DEG,
        not truth.faults,
    )
    return tuple(name for name, is_in in zip(SETUPS, belongs, strict=True) if is_in)
