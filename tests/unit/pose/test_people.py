"""Who is meant among several people."""

import numpy as np

from romtrack.pose.people import choose_subject
from romtrack.types import Pose, Skeleton

JOINTS = tuple(
    f"{side}_{joint}" for joint in ("shoulder", "hip", "knee", "ankle") for side in ("left", "right")
)
SKELETON = Skeleton("eight", JOINTS, ())


def person(x_px: float, size_px: float, *, standing: bool = False, legs_seen: bool = True) -> Pose:
    heights = (0.0, 1.0, 2.0, 3.0) if standing else (0.0, 1.0, 1.2, 2.2)
    points = [(x_px + side, height * size_px) for height in heights for side in (10, -10)]
    visibility = np.array([1.0] * 4 + [1.0 if legs_seen else 0.2] * 4)
    return Pose(0.0, 640, 480, np.array(points), np.zeros((8, 3)), visibility)


def test_one_person_is_clear() -> None:
    me = person(300, 100)
    choice = choose_subject((me,), SKELETON)
    assert choice is not None
    assert (choice.subject, choice.clear) == (me, True)


def test_who_sits_is_meant_also_beside_somebody_larger_who_stands() -> None:
    me = person(300, 90)
    choice = choose_subject((person(100, 140, standing=True), me), SKELETON)
    assert choice is not None
    assert (choice.subject is me, choice.clear) == (True, True)


def test_a_smaller_person_behind_does_not_make_it_unclear() -> None:
    me = person(300, 100)
    choice = choose_subject((person(500, 55), me), SKELETON)
    assert choice is not None
    assert (choice.subject is me, choice.clear) == (True, True)


def test_two_seated_people_of_like_size_are_unclear() -> None:
    choice = choose_subject((person(150, 100), person(450, 90)), SKELETON)
    assert choice is not None
    assert not choice.clear


def test_a_phantom_without_legs_is_nobody() -> None:
    assert choose_subject((person(300, 100, legs_seen=False),), SKELETON) is None
    assert choose_subject((), SKELETON) is None
