"""The estimators that can be set side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import recorded

from romtrack.errors import UsageError
from romtrack.types import SIDES, PoseTrack, ShankEvidence, Side, SignalTrack, Skeleton
from romtrack.validation.estimators import ESTIMATORS, estimates, estimator_names, world_rotation_deg

if TYPE_CHECKING:
    from romtrack.types import FloatArray

JOINTS = tuple(f"{side}_{joint}" for joint in ("hip", "knee", "ankle") for side in SIDES)


def seated(rotation_deg: FloatArray, thigh: FloatArray) -> PoseTrack:
    """Return both legs turned outward in the picture by the same angle, thighs along ``thigh``."""
    frames = len(rotation_deg)
    world = np.zeros((frames, len(JOINTS), 3))
    angle = np.radians(rotation_deg)
    left = np.cross(thigh, (0.0, 1.0, 0.0))
    left /= np.linalg.norm(left)
    down = np.cross(left, thigh / np.linalg.norm(thigh))
    for row, sign in enumerate((1, -1)):  # to the person's left is inward for the left leg only
        world[:, 2 + row] = thigh
        world[:, 4 + row] = thigh + 0.4 * (
            np.cos(angle)[:, None] * down + sign * np.sin(angle)[:, None] * left
        )
    nothing = ShankEvidence(*(np.full(frames, np.nan) for _ in range(14)))
    return PoseTrack(
        Skeleton("six", JOINTS, ()),
        640,
        480,
        np.arange(frames) / 25,
        np.zeros((frames, len(JOINTS), 2)),
        world,
        np.ones((frames, len(JOINTS))),
        {"left": nothing, "right": nothing},
    )


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("thigh", [(0, 0, -0.4), (0.2, 0, -0.4), (-0.1, 0.15, -0.4)])
def test_world_reads_the_angle_in_the_plane_across_the_thigh(
    side: Side, thigh: tuple[float, float, float]
) -> None:
    rotation = np.linspace(-40, 50, 19)
    track = seated(rotation, np.array(thigh, dtype=float))
    assert world_rotation_deg(track, side) == pytest.approx(rotation, abs=1e-9)


def test_a_thigh_without_length_has_no_angle() -> None:
    track = seated(np.zeros(2), np.array((0, 0, -0.4)))
    track.world_m[1] = 0.0
    assert np.isnan(world_rotation_deg(track, "left")).tolist() == [False, True]


@pytest.mark.parametrize("name", ["measure_elderly_left", "measure_heavyf_right"])
def test_every_estimator_follows_the_truth_with_its_sign(name: str) -> None:
    clip = recorded(name)
    value = clip.true_deg[clip.side]
    signal = SignalTrack(
        "hip_rotation",
        clip.side,
        "deg",
        clip.track.time_s,
        value,
        np.ones(len(value)),
        np.arange(len(value)) > 3,
    )
    readings = estimates(clip.track, signal)
    assert tuple(readings) == tuple(ESTIMATORS)
    for read in readings.values():
        both = np.isfinite(read) & np.isfinite(value)
        assert np.corrcoef(read[both], value[both])[0, 1] > 0.9
    assert np.isnan(readings["fused"][:4]).all()


def test_names_are_split_and_unknown_ones_refused() -> None:
    assert estimator_names(" mask,fused ,mask,") == ("mask", "fused")
    assert estimator_names("") == ()
    with pytest.raises(UsageError, match=r"'mouse'.*landmarks, world, mask, fused"):
        estimator_names("mask,mouse")
