"""Whether somebody is in an exercise's position, with enough legs in view, seen as the exercise wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from romtrack.exercises import position_text
from romtrack.kinematics.body import Body, TorsoScale
from romtrack.kinematics.positions import POSITIONS, VIEWS, Placing
from romtrack.language import N_
from romtrack.measure.findings import Finding
from romtrack.types import SIDES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.exercises import Exercise
    from romtrack.types import FloatArray, PoseTrack, Side, Skeleton

__all__ = ["PositionGate", "about_view", "in_position", "legs_in_picture", "seen_from", "track_body"]

_LEAST_VISIBILITY: Final = 0.3
_OUTSIDE_SHARE: Final = 0.02  # of the picture's height: a landmark this far outside is invented
_OFTEN: Final = 0.5  # share of the frames


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
    enters, stays = (one.tolist() for one in _placed(body, card, _legs_of(track, card) & track.detected))
    placing, rows = Placing(), zip(track.time_s.tolist(), enters, stays, strict=True)
    return np.array([placing.update(time_s, enters=into, stays=on) for time_s, into, on in rows], dtype=bool)


def about_view(
    track: PoseTrack, body: Body, placed: NDArray[np.bool_], card: Exercise
) -> tuple[Finding, ...]:
    """Return what to do about the set-up, in the frames in which the person is seen."""
    seen = track.detected
    if not seen.any():
        return ()
    if np.mean(_legs_of(track, card)[seen]) < _OFTEN:
        what = N_("the legs are not well in view. {camera}").format(camera=card.camera)
        return (Finding("legs_out_of_view", "warning", what),)
    if card.kind == "hold":
        return ()
    if np.mean(seen_from(body, card)[seen]) < _OFTEN:
        what = N_("the camera sees this exercise from elsewhere. {camera}").format(camera=card.camera)
        return (Finding("wrong_view", "warning", what),)
    if np.mean(placed[seen]) < _OFTEN:
        what = N_("the person is mostly not in the position ({place}). {camera}")
        what = what.format(place=position_text(card), camera=card.camera)
        return (Finding("not_in_position", "warning", what),)
    return ()


def _legs_of(track: PoseTrack, card: Exercise) -> NDArray[np.bool_]:
    """Return where so many legs are in the picture as the exercise needs, (T,)."""
    size_px = (track.width_px, track.height_px)
    return legs_in_picture(track.image_px, track.visibility, size_px, track.skeleton, card.legs)


def _placed(
    body: Body, card: Exercise, legs: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return where the body comes into the position, and where it has not left it, (...) each."""
    place = POSITIONS[card.position]
    return place.enters(body) & seen_from(body, card) & legs, place.stays(body) & legs


def seen_from(body: Body, card: Exercise) -> NDArray[np.bool_]:
    """Return where the camera sees the body from where the exercise wants it, (...)."""
    return VIEWS[card.view](body)


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
