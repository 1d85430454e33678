"""From a pose track to the signals of an exercise, for one working side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from romtrack.kinematics.body import Body, TorsoScale
from romtrack.kinematics.positions import POSITIONS, VIEWS, Placing
from romtrack.kinematics.signals import SIGNALS
from romtrack.signals.zero_phase import zero_phase
from romtrack.types import SIDES, SignalTrack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from romtrack.exercises import Exercise
    from romtrack.types import FloatArray, PoseTrack, Side, Skeleton

__all__ = ["PositionGate", "in_position", "landmark_signals", "legs_in_picture", "seen_from", "track_body"]

CUTOFF_HZ = 6.0
_LEAST_VISIBILITY = 0.3
_OUTSIDE_SHARE = 0.02  # of the picture's height: a landmark this far outside is invented


def track_body(track: PoseTrack) -> Body:
    """Return the landmarks of a whole track with the scale as it was known at each frame."""
    scale = TorsoScale()
    rows = zip(track.time_s.tolist(), track.image_px, strict=True)
    torso_px = np.array([scale.update(time_s, points, track.skeleton) for time_s, points in rows])
    return Body(track.image_px, track.skeleton, torso_px)


class PositionGate:
    """Whether somebody is in an exercise's position and seen as it wants, frame by frame."""

    def __init__(self, card: Exercise) -> None:
        self._card = card
        self._placing = Placing()

    def update(self, time_s: float, body: Body, legs: NDArray[np.bool_]) -> bool:
        """Take one frame's body, and whether enough legs are in the picture."""
        enters, stays = _placed(body, self._card, legs)
        return self._placing.update(time_s, enters=bool(enters), stays=bool(stays))


def in_position(track: PoseTrack, body: Body, card: Exercise) -> NDArray[np.bool_]:
    """Return where the body is in the exercise's position with so many legs in view as it needs, (T,)."""
    size_px = (track.width_px, track.height_px)
    legs = legs_in_picture(track.image_px, track.visibility, size_px, track.skeleton, card.legs)
    enters, stays = (one.tolist() for one in _placed(body, card, legs & track.detected))
    placing, rows = Placing(), zip(track.time_s.tolist(), enters, stays, strict=True)
    return np.array([placing.update(time_s, enters=into, stays=on) for time_s, into, on in rows], dtype=bool)


def _placed(
    body: Body, card: Exercise, legs: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return where the body comes into the position, and where it has not left it, (...) each."""
    place = POSITIONS[card.position]
    return place.enters(body) & seen_from(body, card) & legs, place.stays(body) & legs


def seen_from(body: Body, card: Exercise) -> NDArray[np.bool_]:
    """Return where the camera sees the body from where the exercise wants it, (...)."""
    return VIEWS[card.view](body)


def landmark_signals(track: PoseTrack, body: Body, card: Exercise, side: Side) -> Mapping[str, SignalTrack]:
    """Return those signals of the card that come from landmarks, where the position is right."""
    ok = in_position(track, body, card)
    found = {}
    for name in card.signals:
        of = SIGNALS[name].of
        if of is not None:
            found[name] = _signal(track, name, side, np.where(ok, of(body, side), np.nan))
    return found


def legs_in_picture(
    image_px: FloatArray, visibility: FloatArray, size_px: tuple[int, int], skeleton: Skeleton, legs: int
) -> NDArray[np.bool_]:
    """Return where so many legs (1: either) are seen inside the picture, (...)."""
    seen = [_leg_in_picture(image_px, visibility, size_px, skeleton, side) for side in SIDES]
    return np.asarray(np.sum(seen, axis=0) >= legs)


def _leg_in_picture(
    image_px: FloatArray, visibility: FloatArray, size_px: tuple[int, int], skeleton: Skeleton, side: Side
) -> NDArray[np.bool_]:
    at = [skeleton.index(f"{side}_{joint}") for joint in ("knee", "ankle")]
    points, slack = image_px[..., at, :], _OUTSIDE_SHARE * size_px[1]
    inside = np.all((points > -slack) & (points < np.array(size_px) + slack), axis=(-1, -2))
    return np.asarray(inside & np.all(visibility[..., at] > _LEAST_VISIBILITY, axis=-1))


def _signal(track: PoseTrack, name: str, side: Side, raw: FloatArray) -> SignalTrack:
    value = zero_phase(track.time_s, raw, CUTOFF_HZ)
    return SignalTrack(
        name=name,
        side=side,
        unit=SIGNALS[name].unit,
        time_s=track.time_s,
        value=value,
        sigma=np.full(len(value), np.nan),
        ok=np.isfinite(value),
        provenance=(f"{name}(landmarks)", f"zero_phase(cutoff_hz={CUTOFF_HZ})"),
    )
