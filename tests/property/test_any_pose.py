"""Whatever pose, mask and picture: missing in, missing out; no exception, no number of nothing."""

from __future__ import annotations

import inspect
from dataclasses import fields
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wild import Scripted, checked, frames, landmarks, numbers, poses, share, sizes

import romtrack.kinematics
from romtrack.exercises import exercise, exercise_ids
from romtrack.kinematics import body as body_of
from romtrack.kinematics import hip_rotation, level, posture, shank, view
from romtrack.kinematics.body import Body, TorsoScale
from romtrack.kinematics.positions import POSITIONS, VIEWS
from romtrack.kinematics.signals import SIGNALS
from romtrack.measure.setup import SetupCheck, Sight
from romtrack.pose import BLAZEPOSE
from romtrack.pose.appearance import is_somebody
from romtrack.pose.people import Candidate, choose
from romtrack.pose.sighting import only, sightings
from romtrack.protocols.whereabouts import legs_in_picture
from romtrack.sane import known_points
from romtrack.tracking.rooms import RoomRecord, joined_rooms
from romtrack.types import SIDES, Frame, Pose, ShankEvidence

if TYPE_CHECKING:
    from romtrack.types import FloatArray

CAMERA = view.assumed_camera(640, 480)
pairs = st.tuples(numbers, numbers).map(np.array)


def evidence_of(draw: st.DataObject, size: tuple[int, int], pose: Pose) -> dict[str, ShankEvidence]:
    frame = draw.draw(frames(size))
    return {str(side): one for side, one in shank.shank_evidence(frame, pose, BLAZEPOSE).items()}


@share(0.4)
@given(draw=st.data(), size=sizes)
def test_evidence_of_any_shank(draw: st.DataObject, size: tuple[int, int]) -> None:
    pose = draw.draw(poses(size))
    for side, found in evidence_of(draw, size, pose).items():
        columns = {field.name: float(getattr(found, field.name)) for field in fields(ShankEvidence)}
        assert not np.isinf(list(columns.values())).any()
        joints = pose.image_px[[BLAZEPOSE.index(f"{side}_{joint}") for joint in ("knee", "ankle")]]
        if np.isnan(joints).any() or pose.mask is None or not (pose.mask >= 0.5).any():
            assert np.isnan([columns[name] for name in columns if name.startswith(("mask", "shaft"))]).all()
        if np.isnan(joints).any():
            assert np.isnan([value for name, value in columns.items() if name != "coverage"]).all()


@share(0.2)
@given(draw=st.data(), size=sizes)
def test_upright_edges_of_any_picture(draw: st.DataObject, size: tuple[int, int]) -> None:
    found = level.surroundings(draw.draw(frames(size)), draw.draw(poses(size)), BLAZEPOSE)
    assert found.upright_px.shape[1] == 4
    assert np.isfinite(found.upright_px).all()
    assert np.isfinite(found.content).all()


@share(0.2)
@given(draw=st.data(), size=sizes, looks=st.integers(1, 4))
def test_a_room_about_any_pose(draw: st.DataObject, size: tuple[int, int], looks: int) -> None:
    """As a whole, and joined of pieces."""
    whole, times_s = RoomRecord(BLAZEPOSE), np.arange(looks) / 5
    pieces: list[tuple[RoomRecord, list[float]]] = []
    for time_s in times_s:
        frame = Frame(float(time_s), draw.draw(frames(size)).image)
        pose = draw.draw(st.one_of(st.none(), poses(size)))
        if not pieces or draw.draw(st.booleans()):
            pieces.append((RoomRecord(BLAZEPOSE), [float(time_s)]))
        else:
            pieces[-1][1].append(float(time_s))
        for record in (whole, pieces[-1][0]):
            record.look(frame, pose)
    joined = joined_rooms(record.seen(np.array(seen_s)) for record, seen_s in pieces)
    for seen in (whole.seen(times_s), joined):
        for column in fields(seen.motion):
            assert np.isfinite(getattr(seen.motion, column.name)).all()
        assert all(np.isfinite(edges_px).all() for edges_px in seen.edges_px.values())


@share(0.5)
@given(draw=st.data(), size=sizes)
def test_signals_positions_and_stances_of_raw_landmarks(draw: st.DataObject, size: tuple[int, int]) -> None:
    """The functions take arrays as they come, not cleaned by ``Pose``."""
    points, world, visibility = draw.draw(landmarks(size))
    scale = TorsoScale().update(0.0, points, BLAZEPOSE)
    someone = Body(points, BLAZEPOSE, np.asarray(draw.draw(st.one_of(st.just(scale), numbers))))
    known = np.isfinite(someone.image_px[:, 0])
    for signal in SIGNALS.values():
        for side in SIDES:
            if signal.of is not None:
                value = checked(signal.of(someone, side))
                assert known.any() or np.isnan(value)
    for is_in in (*(one for place in POSITIONS.values() for one in place), *VIEWS.values()):
        assert bool(is_in(someone)) in {True, False}
        assert known.any() or not is_in(someone)
    legs = legs_in_picture(points, visibility, size, BLAZEPOSE, 1)
    assert known.any() or not legs
    for side in SIDES:
        stance = posture.stance(points, BLAZEPOSE, side, 3.0)
        columns = posture.Stance(*(np.atleast_1d(number) for number in stance))
        neutral = posture.neutral_stance(columns, np.array([True]))
        held = posture.posture(stance, neutral, np.asarray(draw.draw(numbers)), draw.draw(numbers))
        for number in (*stance, *neutral, *held):
            checked(number)
    checked(view.body_yaw_deg(world[23], world[24]))
    assert bool(posture.is_seated(points, BLAZEPOSE)) in {True, False}


@share(0.3)
@given(three=st.tuples(pairs, pairs, pairs), x=numbers, tilt=numbers, segments=st.lists(pairs, max_size=4))
def test_angles_of_any_points(
    three: tuple[FloatArray, ...], x: float, tilt: float, segments: list[FloatArray]
) -> None:
    first, corner, second = (known_points(point) for point in three)
    for found in (
        body_of.angle_deg(first, corner, second),
        body_of.tilt_deg(first - corner),
        body_of.incline_deg(first - corner),
        shank.tilt_deg(three[0], three[1]),
        view.bearing_deg(np.array([x]), CAMERA),
        view.thigh_turn_deg(three[0][None], three[1][None], np.array([x]), CAMERA, 0.0),
        view.rectified_tilt_deg(np.array([x]), three[0][:1], np.array([tilt]), view.View(CAMERA)),
    ):
        checked(found)
    rows = np.array([(*a, *b) for a, b in zip(segments[::2], segments[1::2], strict=False)]).reshape(-1, 4)
    assert abs(level.camera_level(rows, CAMERA, level.Level(0.0, 0.0, 1.0)).roll_deg) < 13


def test_no_angle_between_points_that_coincide() -> None:
    here = np.array([3.0, 4.0])
    assert np.isnan(body_of.angle_deg(here, here, np.zeros(2)))
    assert np.isnan(body_of.tilt_deg(here - here))
    assert np.isnan(body_of.incline_deg(here - here))
    assert np.isnan(view.body_yaw_deg(np.zeros(3), np.zeros(3)))


@share(0.3)
@given(draw=st.data(), size=sizes, count=st.integers(0, 3), name=st.sampled_from(exercise_ids()))
def test_who_is_meant_among_any_people(
    draw: st.DataObject, size: tuple[int, int], count: int, name: str
) -> None:
    frame = draw.draw(frames(size))
    seen = sightings(Scripted([draw.draw(poses(size)) for _ in range(count)]), frame)
    choice = choose([Candidate([one]) for one in seen], BLAZEPOSE, exercise(name))
    assert choice is None or is_somebody(choice.subject.seen[0].pose, BLAZEPOSE, exercise(name).legs)
    for one in seen:
        assert np.isfinite([*one.looks.hips_px, one.looks.trunk_px]).all()
        assert only(frame, one, BLAZEPOSE).image.shape == frame.image.shape
        one.encloses(*size)


@share(0.3)
@given(draw=st.data(), size=sizes, roll=numbers)
def test_the_set_up_of_any_person(draw: st.DataObject, size: tuple[int, int], roll: float) -> None:
    check = SetupCheck(BLAZEPOSE, None)
    for time_s in (0.0, 0.1, 0.2):
        pose = draw.draw(st.one_of(st.none(), poses(size, time_s)))
        evidence = {} if pose is None else shank.shank_evidence(draw.draw(frames(size)), pose, BLAZEPOSE)
        check.update(Sight(time_s, pose, evidence, roll))


def public(room: object) -> set[str]:
    """Return the public functions of a package's modules."""
    found = set()
    for module in iter_modules(room.__path__):  # type: ignore[attr-defined]
        loaded = import_module(f"{room.__name__}.{module.name}")  # type: ignore[attr-defined]
        names = getattr(loaded, "__all__", ())
        found |= {name for name in names if inspect.isfunction(getattr(loaded, name))}
    return found


TRIED = {  # here or in test_any_track.py, through what calls them
    *("angle_deg", "incline_deg", "tilt_deg", "is_seated", "neutral_stance", "posture", "stance"),
    *("bearing_deg", "body_yaw_deg", "thigh_turn_deg", "rectified_tilt_deg", "down_direction"),
    *("assumed_camera", "body_level", "camera_level", "surroundings", "shank_evidence"),
    *("within", "along_pixels", "content_of"),
    *("has_moved", "moved_on", "put_back", "steadied", "still", "stretches", "hidden_deg"),
    *("found_in", "times", "turn_and_shift"),
    *("body_slopes_deg", "calf_lean_deg", "camera_for", "covered", "thighs_drop_deg"),
    *("faces_camera", "hike_deg", "hip_abduction", "read_leg", "standing_posture", "stands", "thigh_drop"),
    *(
        "seat_shares",
        "signals_in",
        "straight_points",
        "straightened",
        "hip_name",
        "quantity_of",
        "quantity_shown",
    ),
    *("hip_rotation", "inward_sign", "read_shank", "shank_habit", "stand_ins", "unknown_habit"),
    *(
        "corrected",
        "heed",
        "hanging_frames",
        "leg_cues",
        "leg_habit",
        "leg_rotation",
        "seated_leg",
        "shank_length_px",
        "uncorrected",
    ),
    *("cues_of_error", "heeded", "line_sigma_deg", "relations", "sigma_terms", "standardized"),
    "strangeness",
}


def test_no_function_of_the_kinematics_is_left_out() -> None:
    assert public(romtrack.kinematics) == TRIED
    assert hip_rotation.inward_sign("left") == -hip_rotation.inward_sign("right")


@pytest.mark.parametrize("count", [0, 1])
def test_a_shank_of_two_pixels_is_missing(count: int) -> None:
    """Both, or one of the two: knee and ankle coincide, as seen on real footage."""
    points = np.full((33, 2), 200.0)
    for side, x in zip(SIDES[count:], (372.0, 372.5), strict=False):
        points[BLAZEPOSE.index(f"{side}_knee")] = x, 248.6
        points[BLAZEPOSE.index(f"{side}_ankle")] = x + 1, 250.2
    mask = np.ones((480, 640), np.float32)
    pose = Pose(0.0, 640, 480, points, np.zeros((33, 3)), np.ones(33), mask)
    found = shank.shank_evidence(Frame(0.0, np.full((480, 640, 3), 128, np.uint8)), pose, BLAZEPOSE)
    for side in SIDES[count:]:
        assert np.isnan(float(found[side].mask_deg))
        assert np.isnan(float(found[side].landmark_deg))
        assert float(found[side].length_px) == pytest.approx(1.9, abs=0.1)
