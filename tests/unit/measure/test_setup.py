"""The set-up check says what is wrong, and lets pass what can be measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import EIGHT, recorded

from romtrack.measure.setup import SetupCheck, Sight, check_recording
from romtrack.types import SIDES, Pose, ShankEvidence, Skeleton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from romtrack.types import FloatArray, Side

NAMES = ("nose", *EIGHT)
SKELETON = Skeleton("nine", NAMES, ())
GOOD_PX = {"nose": (320, 90), "shoulder": (45, 140), "hip": (25, 240), "knee": (40, 275), "ankle": (40, 385)}


def points() -> FloatArray:
    """Return a person who sits facing the camera, (9, 2) pixels of a picture of 640 x 480."""
    found = [np.array(GOOD_PX["nose"], dtype=float)]
    for name in EIGHT:
        side, joint = name.split("_")
        out, y = GOOD_PX[joint]
        found.append(np.array([320 + out * (1 if side == "left" else -1), y], dtype=float))
    return np.array(found)


def shank(**changes: float) -> ShankEvidence:
    good = {
        "landmark_deg": 0.0,
        "mask_deg": 0.0,
        "mask_x_px": 360.0,
        "mask_y_px": 330.0,
        "shaft_deg": 0.0,
        "outer_deg": -5.0,
        "upper_px": 32.0,
        "lower_px": 20.0,
        "coverage": 1.0,
        "edge_contrast": 45.0,
        "margin_px": 95.0,
        "length_px": 110.0,
        "brightness": 110.0,
        "uneven": 0.03,
    }
    return ShankEvidence(**{name: np.array(value) for name, value in (good | changes).items()})


def pose(image_px: FloatArray, yaw_deg: float = 0.0) -> Pose:
    world_m = np.zeros((len(NAMES), 3))
    hip = 0.1 * np.array([np.cos(np.radians(yaw_deg)), 0, np.sin(np.radians(yaw_deg))])
    world_m[NAMES.index("left_hip")], world_m[NAMES.index("right_hip")] = hip, -hip
    return Pose(0.0, 640, 480, image_px, world_m, np.ones(len(NAMES)))


def said(
    subject: Pose | None = None,
    changes: dict[str, float] | None = None,
    *,
    rate_hz: float = 15.0,
    roll_deg: float = 0.0,
    company: bool = False,
) -> dict[str, str]:
    """Return id and severity of what is said after two seconds of the same picture."""
    seen = subject or pose(points())
    evidence: dict[Side, ShankEvidence] = {"left": shank(**changes or {}), "right": shank()}
    return told(Sight(float(t), seen, evidence, roll_deg, company) for t in np.arange(0, 2, 1 / rate_hz))


def told(sights: Iterable[Sight]) -> dict[str, str]:
    check = SetupCheck(SKELETON, "left")
    for sight in sights:
        found = check.update(sight)
    return {finding.id: finding.severity for finding in found}


def moved(*changes: tuple[str, float, float]) -> Pose:
    """Return the person with some points put elsewhere."""
    image_px = points()
    for name, x_px, y_px in changes:
        image_px[NAMES.index(name)] = x_px, y_px
    return pose(image_px)


def test_a_good_set_up_is_let_pass() -> None:
    assert said() == {}


@pytest.mark.parametrize(
    ("found", "changes"),
    [
        ({}, {"brightness": 42.0, "edge_contrast": 10.0}),  # dim
        ({}, {"length_px": 60.0, "upper_px": 20.0, "lower_px": 12.0}),
        ({"too_dark": "warning"}, {"brightness": 20.0}),
        ({"too_dark": "warning"}, {"edge_contrast": 3.0}),
        ({"too_far": "warning"}, {"length_px": 50.0}),
        ({"too_small": "stop"}, {"length_px": 35.0, "upper_px": 10.0, "lower_px": 8.0}),
        ({"too_near": "warning"}, {"length_px": 230.0}),
        ({"feet_at_edge": "warning"}, {"margin_px": 6.0}),
        ({"shank_out_of_view": "stop"}, {"margin_px": -20.0}),
        ({"shank_hidden": "stop"}, {"upper_px": 95.0, "lower_px": 90.0}),  # a skirt
        ({"shank_hidden": "stop"}, {"upper_px": np.nan, "lower_px": np.nan, "coverage": 0.0}),  # no mask
    ],
)
def test_the_shank_must_be_seen(found: dict[str, str], changes: dict[str, float]) -> None:
    assert said(changes=changes) == found


@pytest.mark.parametrize(
    ("rate_hz", "found"),
    [(30.0, {}), (15.0, {}), (10.0, {"few_frames": "warning"}), (6.0, {"too_few_frames": "stop"})],
)
def test_the_frame_rate(rate_hz: float, found: dict[str, str]) -> None:
    assert said(rate_hz=rate_hz) == found


@pytest.mark.parametrize(
    ("yaw_deg", "found"),
    [(20.0, {}), (-20.0, {}), (31.0, {"camera_turned": "warning"}), (-60.0, {"turned_away": "stop"})],
)
def test_the_thighs_must_point_at_the_camera(yaw_deg: float, found: dict[str, str]) -> None:
    assert said(pose(points(), yaw_deg)) == found


def test_the_advice_on_a_turned_camera_names_the_side() -> None:
    advice = []
    for yaw_deg in (31.0, -31.0):  # the left hip farther away: the camera is on the person's right
        check = SetupCheck(SKELETON, "left")
        evidence: dict[Side, ShankEvidence] = {side: shank() for side in SIDES}
        (finding,) = check.update(Sight(0.0, pose(points(), yaw_deg), evidence))
        advice.append(finding.advice)
    assert "to your left" in advice[0]
    assert "to your right" in advice[1]


def test_camera_head_and_company() -> None:
    assert said(roll_deg=5.0) == {}
    assert said(roll_deg=-9.0) == {"camera_tilted": "warning"}
    assert said(moved(("nose", 320, 12))) == {"head_at_edge": "warning"}
    assert said(company=True) == {"several_people": "warning"}


def test_standing_and_lying_are_not_sitting() -> None:
    standing, lying = points(), points()[:, ::-1].copy()
    standing[-4:, 1] += 75
    standing[-2:, 1] += 10
    assert said(pose(standing)) == {"not_seated": "stop"}
    assert said(pose(lying))["not_seated"] == "stop"


def test_the_back_to_the_camera() -> None:
    behind = points()
    behind[:, 0] = 640 - behind[:, 0]
    assert said(pose(behind, yaw_deg=180.0))["facing_away"] == "stop"


def test_crossed_and_touching_legs() -> None:
    crossed = moved(("left_ankle", 290, 380), ("right_ankle", 350, 385))
    assert said(crossed) == {"legs_crossed": "stop"}
    guessed = said(crossed, {"margin_px": -30.0})  # a leg that the picture cuts off
    assert guessed == {"shank_out_of_view": "stop"}
    touching = moved(("left_ankle", 332, 380), ("right_ankle", 308, 385))
    assert said(touching) == {"shanks_touch": "warning"}


def test_missing_landmarks_are_said_and_break_nothing() -> None:
    missing = points()
    missing[NAMES.index("left_ankle")] = np.nan
    unknown = dict.fromkeys(("landmark_deg", "margin_px", "length_px", "upper_px", "lower_px"), np.nan)
    assert said(pose(missing), unknown)["not_seated"] == "stop"
    assert said(pose(np.full((9, 2), np.nan)))["not_seated"] == "stop"
    assert said(changes=unknown)["shank_out_of_view"] == "stop"


def test_what_has_been_put_right_is_forgotten_after_two_seconds() -> None:
    evidence: dict[Side, ShankEvidence] = {side: shank() for side in SIDES}
    people = [None] * 30 + [pose(points())] * 29
    sights = [Sight(count / 15, person, evidence) for count, person in enumerate(people)]
    assert told(sights[:45]) == {"no_person": "stop"}
    assert told(sights) == {}


def test_a_foot_that_crosses_during_the_turns_is_not_the_set_up() -> None:
    evidence: dict[Side, ShankEvidence] = {side: shank() for side in SIDES}
    crossing, hanging = moved(("left_ankle", 270, 360)), pose(points())
    people = [crossing if count % 5 == 0 else hanging for count in range(30)]
    assert told(Sight(count / 15, person, evidence) for count, person in enumerate(people)) == {}


@pytest.mark.parametrize(
    "name",
    ["measure_elderly_left", "measure_heavyf_right", "measure_male_left_offset", "measure_slimf_right_both"],
)
def test_nothing_is_wrong_with_a_clean_recording(name: str) -> None:
    clip = recorded(name)
    found = {finding.id for finding in check_recording(clip.track, clip.side, 3.0)}
    assert found <= {"few_frames", "too_few_frames"}  # every second frame was recorded
