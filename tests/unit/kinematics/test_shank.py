"""The mid-line of a drawn shank must come back, whatever lies around it."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from romtrack.kinematics.shank import shank_evidence
from romtrack.types import Frame, Pose, ShankEvidence, Skeleton

SKELETON = Skeleton("legs", ("left_knee", "left_ankle", "right_knee", "right_ankle"), ())
SUPERSAMPLED = 4


def evidence(  # noqa: PLR0913  one knob for each thing that pictures differ in
    tilt_deg: float,
    *,
    landmark_error_px: float = 0.0,
    length_px: float = 140.0,
    size: tuple[int, int] = (480, 640),
    clutter: bool = False,
    touched: bool = False,
    with_mask: bool = True,
) -> ShankEvidence:
    """Return the evidence of a left shank drawn with a known tilt, thicker at the calf's end."""
    height, width = size
    knee = np.array([width * 0.5, height * 0.4])
    along = np.array([np.sin(np.radians(tilt_deg)), np.cos(np.radians(tilt_deg))])
    across = np.array([along[1], -along[0]])
    ankle = knee + length_px * along
    wide, narrow = 0.16 * length_px, 0.1 * length_px
    outline = [
        knee - wide * across - 0.2 * length_px * along,
        knee + wide * across - 0.2 * length_px * along,
        ankle + narrow * across + 0.2 * length_px * along,
        ankle - narrow * across + 0.2 * length_px * along,
    ]
    mask = np.zeros((height * SUPERSAMPLED, width * SUPERSAMPLED), np.uint8)
    cv2.fillPoly(mask, [np.round(np.array(outline) * SUPERSAMPLED).astype(np.int32)], 255)
    if clutter:
        left = int((knee[0] + 0.9 * length_px) * SUPERSAMPLED)
        cv2.rectangle(mask, (left, 0), (left + 80, mask.shape[0]), 255, -1)
    if touched:  # the other leg, at the inner side of the ankle
        beside = ankle - 0.3 * length_px * across - 0.1 * length_px * along
        cv2.circle(
            mask,
            tuple((beside * SUPERSAMPLED).astype(int).tolist()),
            int(0.25 * length_px * SUPERSAMPLED),
            255,
            -1,
        )
    small = cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    image = np.dstack([np.where(small > 0.5, 180, 60).astype(np.uint8)] * 3)
    points = np.array([knee, ankle + landmark_error_px * across, knee, ankle])
    pose = Pose(0.0, width, height, points, np.zeros((4, 3)), np.ones(4), small if with_mask else None)
    return shank_evidence(Frame(0.0, image), pose, SKELETON)["left"]


@given(tilt_deg=st.floats(-55, 55))
def test_mask_axis_is_the_drawn_axis(tilt_deg: float) -> None:
    assert float(evidence(tilt_deg).mask_deg) == pytest.approx(tilt_deg, abs=0.25)


@given(tilt_deg=st.floats(-50, 50), error_px=st.floats(-12, 12))
def test_mask_axis_ignores_a_wrong_ankle_landmark(tilt_deg: float, error_px: float) -> None:
    found = evidence(tilt_deg, landmark_error_px=error_px)
    assert float(found.mask_deg) == pytest.approx(tilt_deg, abs=0.5)
    expected = tilt_deg + np.degrees(np.arctan(error_px / 140.0))
    assert float(found.landmark_deg) == pytest.approx(expected, abs=0.01)


def test_mirroring_the_picture_changes_only_the_sign() -> None:
    here, there = evidence(23.0), evidence(-23.0)
    assert float(here.mask_deg) == pytest.approx(-float(there.mask_deg), abs=0.1)
    assert float(here.upper_px) == pytest.approx(float(there.upper_px), rel=0.02)


def test_scale_changes_lengths_and_not_angles() -> None:
    small, large = evidence(30.0), evidence(30.0, length_px=280.0, size=(960, 1280))
    assert float(large.mask_deg) == pytest.approx(float(small.mask_deg), abs=0.2)
    assert float(large.upper_px) == pytest.approx(2 * float(small.upper_px), rel=0.03)


def test_something_else_in_the_mask_beside_the_shank_does_not_bend_the_axis() -> None:
    assert float(evidence(0.0, clutter=True).mask_deg) == pytest.approx(0.0, abs=0.3)


@given(tilt_deg=st.floats(-40, 40))
def test_the_outer_outline_leans_by_the_taper_and_not_by_what_touches_the_inner_side(tilt_deg: float) -> None:
    lean_deg = np.degrees(np.arctan((0.16 - 0.1) / 1.4))
    assert float(evidence(tilt_deg).outer_deg) == pytest.approx(tilt_deg - lean_deg, abs=0.4)
    touched = evidence(tilt_deg, touched=True)
    assert np.isnan(touched.mask_deg) or abs(float(touched.mask_deg) - tilt_deg) > 0.5
    assert float(touched.outer_deg) == pytest.approx(tilt_deg - lean_deg, abs=1.0)


@pytest.mark.parametrize("error_px", [-30.0, 30.0])
def test_an_ankle_landmark_beside_the_leg_does_not_lose_the_shank(error_px: float) -> None:
    assert float(evidence(20.0, landmark_error_px=error_px).mask_deg) == pytest.approx(20.0, abs=1.0)


def test_without_a_mask_the_landmarks_remain() -> None:
    found = evidence(12.0, with_mask=False)
    assert np.isnan(found.mask_deg)
    assert float(found.coverage) == 0
    assert float(found.landmark_deg) == pytest.approx(12.0)


def test_a_shank_too_short_to_have_an_axis_gives_none() -> None:
    assert np.isnan(evidence(0.0, length_px=12.0).mask_deg)


def test_margin_is_negative_outside_the_picture() -> None:
    assert float(evidence(0.0, length_px=300.0).margin_px) == pytest.approx(480 - 0.4 * 480 - 300)


def test_contrast_and_brightness_are_those_of_the_picture() -> None:
    found = evidence(0.0)
    assert float(found.edge_contrast) == pytest.approx(120, abs=15)
    assert float(found.brightness) == pytest.approx(180, abs=10)
