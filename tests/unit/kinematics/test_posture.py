"""Sitting and standing told apart."""

import numpy as np
from conftest import recorded

from romtrack.kinematics.posture import is_seated
from romtrack.types import Skeleton

JOINTS = tuple(f"{side}_{joint}" for joint in ("hip", "knee", "ankle") for side in ("left", "right"))
SKELETON = Skeleton("legs", JOINTS, ())


def legs(hip: float, knee: float, ankle: float) -> np.ndarray:
    heights = [hip, hip, knee, knee, ankle, ankle]
    return np.array([[100.0, height] for height in heights])


def test_standing_lying_and_nobody_are_not_seated() -> None:
    assert is_seated(legs(200, 230, 330), SKELETON)
    assert not is_seated(legs(200, 300, 400), SKELETON)  # standing
    assert not is_seated(legs(300, 305, 300), SKELETON)  # lying: the shank does not hang
    assert not is_seated(np.full((6, 2), np.nan), SKELETON)


def test_every_frame_of_the_seated_test_is_seated_also_while_the_leg_swings() -> None:
    for name in ("measure_elderly_left", "measure_heavyf_right", "measure_slimf_right_both"):
        track = recorded(name).track
        assert is_seated(track.image_px, track.skeleton)[track.detected].mean() > 0.99
