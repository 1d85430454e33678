"""How each quantity is read and its set-up checked: what is different about one stands here alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

from romtrack.kinematics.quantities import QUANTITIES
from romtrack.measure.findings import NO_PERSON
from romtrack.measure.seated import read_seated
from romtrack.measure.setup import check_recording
from romtrack.measure.standing import check_standing, read_standing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from romtrack.kinematics.positions import Position
    from romtrack.measure.findings import Finding
    from romtrack.measure.reading import QuantityReading
    from romtrack.types import CameraModel, PoseTrack, QuantityName, Side

__all__ = ["PROTOCOLS", "Method", "quantity_in"]


class _Reader(Protocol):
    def __call__(
        self, track: PoseTrack, camera: CameraModel, side: Side | Literal["auto"] = "auto"
    ) -> QuantityReading: ...


class Method(NamedTuple):
    """How a quantity is read.

    read: it, of both legs, from a whole track. check: what is wrong over a whole recording, for the leg
    and the camera's roll. nobody: what to say when nobody was found.
    """

    read: _Reader
    check: Callable[[PoseTrack, Side | None, float], tuple[Finding, ...]]
    nobody: Finding


PROTOCOLS: Final[Mapping[QuantityName, Method]] = {
    "hip_rotation": Method(read_seated, check_recording, NO_PERSON),
    "hip_abduction": Method(read_standing, check_standing, NO_PERSON),
}
"""The methods by the quantity's name."""


def quantity_in(position: Position) -> QuantityName | None:
    """Return the quantity that can be read of somebody in ``position``; None where there is none."""
    return next((one.name for one in QUANTITIES.values() if one.position == position), None)
