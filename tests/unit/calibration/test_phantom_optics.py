"""Where a world point falls in the picture, and the rooms around it."""

from __future__ import annotations

import numpy as np
import pytest
from phantom_people import performance

from calibration.phantom.aim import bumped_at_s, camera_at
from calibration.phantom.chairs import CHAIRS, Seat, chair, support_chair
from calibration.phantom.geometry import X, Z
from calibration.phantom.meshes import Mesh, join
from calibration.phantom.optics import Camera, Lens
from calibration.phantom.rooms import Wanted, lived_in, tidy_room

FRONT = np.array([0.0, 0.0, 1.0])


def test_the_camera_sees_what_it_is_aimed_at_in_the_middle() -> None:
    lens, camera = Lens.of((640, 480), 60), Camera.before(FRONT, 2.0, 1.0)
    left, above = FRONT + 0.1 * X, FRONT + 0.1 * Z
    middle, to_left, up = lens.project(camera, np.array([FRONT, left, above]))
    assert middle == pytest.approx([320, 240])
    assert to_left == pytest.approx([320 + 0.05 * lens.f, 240])  # the subject's left is on the right
    assert up == pytest.approx([320, 240 - 0.05 * lens.f])


def test_yaw_and_roll_turn_the_way_they_are_told() -> None:
    lens = Lens.of((640, 480), 60)
    aside = Camera.before(FRONT, 2.0, 1.0, yaw=15)
    assert aside.eye[0] > 0  # toward the subject's left
    rolled = Camera.before(FRONT, 2.0, 1.0, roll=5)
    (above,) = lens.project(rolled, (FRONT + 0.3 * Z)[None])
    assert above[0] > 320  # the content turns clockwise
    assert np.degrees(np.arctan2(above[0] - 320, 240 - above[1])) == pytest.approx(5, abs=0.01)


@pytest.mark.parametrize("k1", [-0.25, -0.1, 0.05])
def test_a_lens_can_be_undone(k1: float) -> None:
    lens = Lens.of((640, 480), 75, k1)
    r = np.linspace(0, lens.corner, 20)
    undone = lens.undistorted(r)
    assert undone * (1 + lens.k1 * undone**2) == pytest.approx(r, abs=1e-9)
    width, height = lens.canvas
    u, v = lens.bent()
    assert u.min() >= -1
    assert v.max() <= height
    assert u.max() <= width


def test_a_wide_lens_bends_no_further_than_its_corners_bear() -> None:
    assert Lens.of((640, 480), 100, -0.9).k1 > -0.2
    assert Lens.of((640, 480), 60).canvas == (640, 480)


def test_a_knocked_camera_stands_rolled_afterwards() -> None:
    who = performance("seated_ir_measure", "--script short --bump 3")
    still = Camera.before(FRONT, 2.0, 1.0)
    at_s = bumped_at_s(who)
    assert camera_at(who, still, at_s - 0.1).roll == pytest.approx(0)
    assert camera_at(who, still, at_s + 1).roll == pytest.approx(3)


def whole(mesh: Mesh) -> bool:
    finite = bool(np.isfinite(mesh.positions).all())
    return finite and mesh.triangles.max() < len(mesh.positions) == len(mesh.material) == len(mesh.normals)


@pytest.mark.parametrize("kind", CHAIRS)
def test_every_chair_carries_at_its_top(kind: str) -> None:
    parts = join(chair(kind, np.random.default_rng(1), Seat(0.45, -0.3, 0.15)))
    assert whole(parts)
    assert 0.4 < parts.positions[:, 2].max() < 1.1
    assert parts.positions[:, 2].min() > -0.01


@pytest.mark.parametrize("seed", range(6))
def test_the_chair_that_is_held_stands_beside_and_under_the_hand(seed: int) -> None:
    side = "left" if seed % 2 else "right"
    who = performance("standing_hip_abduction", f"--body body_012 --side {side} --seed {seed}")
    support = who.support
    assert support is not None
    mesh = join(support_chair(np.random.default_rng(seed), support))
    assert whole(mesh)
    assert mesh.positions[:, 2].max() == pytest.approx(support.hand[2])
    joints = who.body.joints(who.bones(0).at)
    standing = joints[f"{'right' if side == 'left' else 'left'}_ankle"]
    assert (support.out * (mesh.positions[:, 0] - standing[0]) > 0.08).all()  # it is clear of the foot


@pytest.mark.parametrize("kind", [None, "wood"])
def test_a_room_is_drawn_from_its_seed(kind: str | None) -> None:
    who = performance("seated_ir_measure" if kind else "standing_hip_abduction", "--body male")
    bones = who.bones(0)
    vertices, joints = bones.at, who.body.joints(bones.at)
    (one, notes), (two, again) = (lived_in(5, vertices, joints, Wanted(kind)) for _ in range(2))
    assert notes == again
    assert np.array_equal(join(one).positions, join(two).positions)
    assert whole(join(one))
    tidy = tidy_room(np.random.default_rng(1), 1, 2.0, None, None)
    assert whole(join(tidy))
