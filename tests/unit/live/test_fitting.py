"""Who does not fit into the picture is told how far to go, or to tilt the screen, before a known camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from romtrack.language import speaking
from romtrack.live import Look
from romtrack.live.guide import Guide
from romtrack.measure.framing import ROOM, framing, way_in
from romtrack.pose.estimator import BLAZEPOSE
from romtrack.types import Pose

if TYPE_CHECKING:
    from romtrack.measure.framing import Framing

BODY_M: Final = {  # to the right of the middle, up, and behind the knees: a person of 1.70 m on a chair
    "nose": (0.0, 1.16, 0.40),
    "shoulder": (0.175, 0.98, 0.45),
    "hip": (0.1, 0.56, 0.42),
    "knee": (0.12, 0.52, 0.0),
    "ankle": (0.12, 0.11, 0.0),
}
CAMERA_UP_M: Final = 0.75
STEP_S: Final = 0.1


def seen(distance_m: float, size: tuple[int, int], fov_deg: float, head: float = 0.1) -> Pose:
    """Return the landmarks of the person; head: where the nose is, share of the picture's height."""
    width_px, height_px = size
    focal_px = max(size) / 2 / np.tan(np.radians(fov_deg / 2))
    nose = np.arctan2(BODY_M["nose"][1] - CAMERA_UP_M, BODY_M["nose"][2] + distance_m)
    pitch = nose - np.arctan((0.5 - head) * height_px / focal_px)
    points = np.full((len(BLAZEPOSE.keypoints), 2), np.nan)
    visibility = np.zeros(len(points))
    for name, (across_m, up_m, behind_m) in BODY_M.items():
        for side, sign in (("left_", 1), ("right_", -1)) if name != "nose" else (("", 1),):
            ahead_m, above_m = distance_m + behind_m, up_m - CAMERA_UP_M
            deep_m = ahead_m * np.cos(pitch) + above_m * np.sin(pitch)
            high_m = above_m * np.cos(pitch) - ahead_m * np.sin(pitch)
            at = BLAZEPOSE.index(f"{side}{name}")
            points[at] = (
                width_px / 2 + focal_px * sign * across_m / deep_m,
                height_px / 2 - focal_px * high_m / deep_m,
            )
            visibility[at] = 0 <= points[at, 1] < height_px
    return Pose(0.0, width_px, height_px, points, np.zeros((len(points), 3)), visibility)


def framed(*where: float | tuple[int, int]) -> Framing:
    found = framing(seen(*where), BLAZEPOSE)  # type: ignore[arg-type]
    assert found is not None
    return found


def feet(distance_m: float, size: tuple[int, int], fov_deg: float) -> float:
    """Return where the ankles truly are, share of the picture's height; the nose has just room enough."""
    pose = seen(distance_m, size, fov_deg, head=ROOM)
    return float(pose.image_px[BLAZEPOSE.index("left_ankle"), 1]) / size[1]


@pytest.mark.parametrize("fov_deg", [55.0, 65.0, 80.0])
@pytest.mark.parametrize("size", [(640, 480), (1280, 720)])
def test_by_how_much_to_go_back_is_right_whatever_the_camera(size: tuple[int, int], fov_deg: float) -> None:
    true_m = next(at for at in np.arange(0.5, 4, 0.01) if feet(at, size, fov_deg) < 1 - ROOM)
    for short_m in (0.3, 0.45):
        way = way_in(framed(true_m - short_m, size, fov_deg), stuck=False)
        assert way is not None
        assert way.remedy == "back"
        assert way.by_m == pytest.approx(short_m, abs=0.15 * short_m + 0.1)
        assert way.enough_m == pytest.approx(true_m, rel=0.55), "by a camera that is not known"


def test_a_screen_is_tilted_where_that_is_all_it_takes() -> None:
    assert way_in(framed(2.0, (640, 480), 65.0), stuck=False) is None
    remedies = [way_in(framed(2.0, (640, 480), 65.0, head), stuck=False) for head in (0.6, 0.02)]
    assert [way.remedy for way in remedies if way] == ["down", "up"]


def told(guide: Guide, distance_m: float, lasts_s: float, since_s: float) -> list[str]:
    """Return all that the guide asks for, each once in a row, of somebody whose legs are not seen."""
    asked: list[str] = []
    for time_s in np.arange(since_s, since_s + lasts_s, STEP_S):
        wavering = distance_m * (1 + 0.01 * np.sin(7 * time_s))
        pose = seen(wavering, (640, 480), 65.0)
        guide.update(Look(time_s, 640, 480, glimpsed=pose), np.nan)
        if guide.settled and [guide.advice] != asked[-1:]:
            asked.append(guide.advice)
    return asked


def test_who_stays_where_they_are_hears_what_else_would_do_and_who_goes_hears_how_far_still() -> None:
    guide = Guide(BLAZEPOSE)
    (first, second) = told(guide, 0.7, 24.0, 0.0)
    assert first == "Move back about 0.5 metres. About 1.2 metres from the laptop are enough."
    assert second.startswith("It takes about 1.1 metres from this laptop")
    assert {check.id for check in guide.checks if check.state == "stops"} == {"whole"}
    with speaking("de"):
        assert told(guide, 0.7, 1.0, 24.0)[0].startswith("Von diesem Laptop braucht es etwa 1,1 Meter")
    asked = told(guide, 1.03, 24.0, 30.0)
    assert asked[-2].startswith("Move back a little.")
    assert asked[-1].startswith("If you cannot go back, tilt the screen down")


def test_nobody_is_asked_in_as_before() -> None:
    guide = Guide(BLAZEPOSE)
    for time_s in np.arange(0, 2, STEP_S):
        guide.update(Look(time_s, 640, 480), np.nan)
    assert guide.advice == "Come into the picture, with head and both feet."
