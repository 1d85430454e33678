"""How the body is held: seated or not, and what it does besides turning the hip."""

import numpy as np
import pytest
from conftest import EIGHT, recorded
from hypothesis import given
from hypothesis import strategies as st

from romtrack.kinematics.posture import Posture, is_seated, neutral_stance, posture, stance
from romtrack.types import SIDES, FloatArray, Side, Skeleton

SKELETON = Skeleton("eight", EIGHT, ())
SHANK_PX = 110.0


HANG_DEG = 2.0


def person(
    turn_deg: float = 0.0,
    side: Side = "left",
    *,
    knee_out_px: float = 0.0,
    hike_deg: float = 0.0,
    lean_deg: float = 0.0,
) -> FloatArray:
    """Draw a seated person from the front, (8, 2) pixels, the way the faults look in the picture.

    A lean takes the shoulder line along 1.5 times and leaks into the hip landmarks.
    """
    sign = 1.0 if side == "left" else -1.0
    other: Side = "right" if side == "left" else "left"
    middle = np.array([320.0, 240.0])

    def line(half_px: float, rise_deg: float) -> FloatArray:
        return half_px * np.array([np.cos(np.radians(rise_deg)) * sign, -np.sin(np.radians(rise_deg))])

    def down(length_px: float, out_deg: float, outward: float) -> FloatArray:
        return length_px * np.array([np.sin(np.radians(out_deg)) * outward, np.cos(np.radians(out_deg))])

    shoulders_deg = -1.5 * lean_deg
    hips = line(25, 0.55 * hike_deg + 0.47 * shoulders_deg)
    shoulders = line(45, shoulders_deg + 0.25 * hike_deg)
    trunk = down(-100, 0.37 * hike_deg - lean_deg, sign)
    knee = middle + np.array([sign * (40 + knee_out_px), 35])
    knee_other = middle + np.array([-sign * 40, 35])
    points = {
        f"{side}_hip": middle + hips,
        f"{other}_hip": middle - hips,
        f"{side}_shoulder": middle + trunk + shoulders,
        f"{other}_shoulder": middle + trunk - shoulders,
        # the landmark slides toward the foot as the leg turns
        f"{side}_knee": knee + down(0.25 * abs(turn_deg), turn_deg + HANG_DEG, sign),
        f"{other}_knee": knee_other,
        f"{side}_ankle": knee + down(SHANK_PX, turn_deg + HANG_DEG, sign),
        f"{other}_ankle": knee_other + down(SHANK_PX, 0, -sign),
    }
    return np.array([points[name] for name in EIGHT])


def held(
    picture: FloatArray, hang: FloatArray, turn_deg: float, side: Side = "left", roll: float = 0.0
) -> Posture:
    stances = stance(np.stack((hang, hang, picture)), SKELETON, side, roll)
    neutral = neutral_stance(stances, np.array([True, True, False]))
    columns = posture(stances, neutral, np.array([0.0, 0.0, turn_deg]) + HANG_DEG, HANG_DEG)
    return Posture(*(column[2] for column in columns))


def test_a_person_on_a_chair_is_seated_and_a_standing_or_lying_one_is_not() -> None:
    seated = person()
    standing, lying = seated.copy(), seated[:, ::-1].copy()
    standing[EIGHT.index("left_knee") : EIGHT.index("left_ankle"), 1] += 75
    standing[EIGHT.index("left_ankle") :, 1] += 75
    assert is_seated(seated, SKELETON)
    assert not is_seated(standing, SKELETON)
    assert not is_seated(lying, SKELETON)
    assert not is_seated(np.full((8, 2), np.nan), SKELETON)


def test_every_frame_of_the_seated_test_is_seated_also_while_the_leg_swings() -> None:
    for name in ("measure_slimf_right_both", "measure_heavyf_right"):
        track = recorded(name).track
        assert is_seated(track.image_px, track.skeleton)[track.detected].mean() > 0.99


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("turn_deg", [40.0, 0.0, -30.0])
def test_a_turn_alone_moves_neither_knee_nor_pelvis_nor_trunk(side: Side, turn_deg: float) -> None:
    found = held(person(turn_deg, side), person(0, side), turn_deg, side)
    assert found.knee_drift == pytest.approx(0, abs=0.01)
    assert found.foot_rise == pytest.approx(0, abs=0.03)
    assert found.pelvic_hike_deg == pytest.approx(0, abs=0.1)
    assert found.trunk_lean_deg == pytest.approx(0, abs=0.1)
    assert found.shank_deg == pytest.approx(turn_deg, abs=0.1)


@pytest.mark.parametrize("side", SIDES)
def test_a_knee_that_moves_by_a_fifth_of_a_shank(side: Side) -> None:
    for out_px in (22.0, -22.0):
        found = held(person(35, side, knee_out_px=out_px), person(0, side), 35, side)
        assert found.knee_drift == pytest.approx(out_px / SHANK_PX, abs=0.015)
        assert abs(found.pelvic_hike_deg) < 0.5


@pytest.mark.parametrize("side", SIDES)
def test_a_foot_rises_beyond_its_turn_where_the_knee_is_stretched_or_lifted(side: Side) -> None:
    stretched, lifted = person(10, side), person(10, side)
    knee, ankle = (EIGHT.index(f"{side}_{joint}") for joint in ("knee", "ankle"))
    stretched[ankle] = stretched[knee] + 0.6 * (stretched[ankle] - stretched[knee])  # foreshortened
    lifted[[knee, ankle], 1] -= 0.4 * SHANK_PX
    for picture in (stretched, lifted):
        assert held(picture, person(0, side), 10, side).foot_rise == pytest.approx(0.4, abs=0.02)


@pytest.mark.parametrize("side", SIDES)
def test_a_lean_is_no_hike_and_a_hike_is_hardly_a_lean(side: Side) -> None:
    lean = held(person(35, side, lean_deg=-15), person(0, side), 35, side)
    assert lean.trunk_lean_deg == pytest.approx(-15, abs=0.5)
    assert abs(lean.pelvic_hike_deg) < 1.5
    hike = held(person(35, side, hike_deg=10), person(0, side), 35, side)
    assert hike.pelvic_hike_deg > 6
    assert abs(hike.trunk_lean_deg) < 5


@given(
    roll_deg=st.floats(-8, 8),
    scale=st.floats(0.5, 3),
    shift_px=st.floats(-200, 200),
    hike_deg=st.floats(-5, 10),
    out_px=st.floats(-25, 25),
)
def test_a_rolled_scaled_or_shifted_picture_changes_nothing(
    roll_deg: float, scale: float, shift_px: float, hike_deg: float, out_px: float
) -> None:
    roll = np.radians(roll_deg)  # + = the content turns clockwise: y is down
    turn = np.array([[np.cos(roll), np.sin(roll)], [-np.sin(roll), np.cos(roll)]])
    straight = person(30, knee_out_px=out_px, hike_deg=hike_deg), person()
    seen = [scale * (picture @ turn) + shift_px for picture in straight]
    here = held(*straight, 30)
    there = held(seen[0], seen[1], 30, roll=roll_deg)
    assert np.allclose(here, there, atol=1e-6)


def test_a_mirrored_picture_swaps_the_legs_and_keeps_the_signs() -> None:
    left = held(person(30, "left", knee_out_px=15, hike_deg=6, lean_deg=-4), person(0, "left"), 30, "left")
    right = held(
        person(30, "right", knee_out_px=15, hike_deg=6, lean_deg=-4), person(0, "right"), 30, "right"
    )
    assert np.allclose(left, right, atol=1e-9)


def test_where_the_person_is_not_seen_there_is_no_posture_and_no_complaint() -> None:
    nobody = np.full((8, 2), np.nan)
    assert np.isnan(held(nobody, person(), 30)).all()
    assert np.isnan(held(person(30), nobody, 30)).all()
