"""A pinhole camera looks at a shank of known rotation from any side; the angle must come back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from romtrack.kinematics.view import (
    THIGH_SHANKS,
    Thigh,
    View,
    assumed_camera,
    body_yaw_deg,
    rectified_tilt_deg,
    thigh_turn_deg,
)

CAMERA = assumed_camera(640, 480)


def seen_line(
    rotation_deg: float, yaw_deg: float, roll_deg: float, at_x: float, lean_deg: float = 0.0
) -> tuple[float, float, float]:
    """Project a shank turned about a horizontal thigh; return its mid-point (px) and tilt (degrees).

    ``lean_deg``: how far the foot is forward of a square knee.
    """
    lean = np.radians(lean_deg)
    turn, rotation, roll = np.radians((yaw_deg, rotation_deg, roll_deg))
    bearing = np.arctan2(at_x, 2.0)
    thigh = np.array([np.sin(turn - bearing), 0.0, -np.cos(turn - bearing)])
    down = np.array([0.0, 1.0, 0.0])
    left = np.cross(thigh, down)
    knee = np.array([at_x, 0.1, 2.0])
    hanging = np.sin(rotation) * left + np.cos(rotation) * down
    ankle = knee + 0.4 * (np.cos(lean) * hanging + np.sin(lean) * thigh)
    tilted = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    knee, ankle = tilted @ knee, tilted @ ankle
    a, b = (CAMERA.fx_px * p[:2] / p[2] + (CAMERA.cx_px, CAMERA.cy_px) for p in (knee, ankle))
    middle = (a + b) / 2
    return float(middle[0]), float(middle[1]), float(np.degrees(np.arctan2(*(b - a))))


@given(
    rotation_deg=st.floats(-40, 50),
    yaw_deg=st.floats(-35, 35),
    at_x=st.floats(-0.4, 0.4),
)
def test_rectification_recovers_the_rotation_from_any_side(
    rotation_deg: float, yaw_deg: float, at_x: float
) -> None:
    x, y, tilt = seen_line(rotation_deg, yaw_deg, 0.0, at_x)
    view = View(CAMERA, yaw_deg, bearing_deg=float(np.degrees(np.arctan2(at_x, 2.0))))
    found = rectified_tilt_deg(np.array([x]), np.array([y]), np.array([tilt]), view)
    assert found[0] == pytest.approx(rotation_deg, abs=0.05)


@given(
    rotation_deg=st.floats(-40, 50),
    aside_deg=st.floats(-30, 30),
    lean_deg=st.floats(-25, 25),
    at_x=st.floats(-0.4, 0.4),
)
def test_a_knee_that_is_not_bent_square_is_allowed_for(
    rotation_deg: float, aside_deg: float, lean_deg: float, at_x: float
) -> None:
    bearing_deg = float(np.degrees(np.arctan2(at_x, 2.0)))
    x, y, tilt = (np.array([each]) for each in seen_line(rotation_deg, aside_deg, 0.0, at_x, lean_deg))
    found = rectified_tilt_deg(x, y, tilt, View(CAMERA), Thigh(aside_deg - bearing_deg, lean_deg))
    assert found[0] == pytest.approx(rotation_deg, abs=0.05)
    square = rectified_tilt_deg(x, y, tilt, View(CAMERA), Thigh(aside_deg - bearing_deg))
    if abs(aside_deg) < 1:  # along the thigh a bent knee costs nothing
        assert square[0] == pytest.approx(rotation_deg, abs=1.0)


@given(rotation_deg=st.floats(-40, 50), roll_deg=st.floats(-10, 10))
def test_camera_roll_is_removed(rotation_deg: float, roll_deg: float) -> None:
    x, y, tilt = seen_line(rotation_deg, 0.0, roll_deg, 0.0)
    found = rectified_tilt_deg(
        np.array([x]), np.array([y]), np.array([tilt]), View(CAMERA, roll_deg=roll_deg)
    )
    assert found[0] == pytest.approx(rotation_deg, abs=0.05)


def test_unrectified_side_view_understates_the_angle() -> None:
    x, y, tilt = seen_line(40.0, 30.0, 0.0, 0.0)
    straight = rectified_tilt_deg(np.array([x]), np.array([y]), np.array([tilt]), View(CAMERA))
    assert straight[0] < 37.5


def test_yaw_grows_with_the_left_hip_farther_away_and_is_small_when_facing() -> None:
    turns = np.radians([-25, 0, 25])
    left = 0.1 * np.stack((np.cos(turns), np.zeros(3), np.sin(turns)), axis=-1)
    yaw_deg = body_yaw_deg(left, -left)
    assert np.all(np.diff(yaw_deg) > 20)
    assert yaw_deg == pytest.approx([-25, 0, 25], abs=6)  # the model's hip line is not the true one


@given(turn_deg=st.floats(-40, 40), at_x=st.floats(-0.4, 0.4), roll_deg=st.floats(-8, 8))
def test_where_the_thigh_points_is_read_from_hip_and_knee(
    turn_deg: float, at_x: float, roll_deg: float
) -> None:
    shank_m, roll = 0.4, np.radians(roll_deg)
    knee = np.array([at_x, 0.1, 2.0])
    thigh = np.array([np.sin(np.radians(turn_deg)), 0.0, -np.cos(np.radians(turn_deg))])
    hip = knee - THIGH_SHANKS * shank_m * thigh
    tilted = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    hip_px, knee_px = (
        (CAMERA.fx_px * p[:2] / p[2] + (CAMERA.cx_px, CAMERA.cy_px))[None]
        for p in (tilted @ hip, tilted @ knee)
    )
    shank_px = np.array([CAMERA.fx_px * shank_m / knee[2]])
    found = thigh_turn_deg(hip_px, knee_px, shank_px, CAMERA, roll_deg)
    assert found == pytest.approx([turn_deg], abs=0.5)


def test_a_thigh_that_is_not_seen_points_nowhere() -> None:
    nan = np.full((1, 2), np.nan)
    assert np.isnan(thigh_turn_deg(nan, nan, np.array([np.nan]), CAMERA, 0.0))[0]


def test_missing_line_stays_missing() -> None:
    nan = np.array([np.nan])
    assert np.isnan(rectified_tilt_deg(nan, nan, nan, View(CAMERA, yaw_deg=10.0, roll_deg=2.0)))[0]
