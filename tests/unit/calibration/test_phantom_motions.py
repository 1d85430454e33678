"""What people do and when: time lines, poses and the lifted leg."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from phantom_people import angles_at, filmed, options, performance, value

from calibration.foreign_motions import CLIPS, FOREIGN
from calibration.phantom.faults import FAULTS
from calibration.phantom.geometry import SIDES, Side, other, sign
from calibration.phantom.kinematics import place
from calibration.phantom.motions import MOTIONS
from calibration.phantom.switches import draw
from calibration.phantom.timeline import Script
from calibration.render_scenes import SETS

if TYPE_CHECKING:
    from calibration.phantom.performance import Performance

ABDUCTION = "standing_hip_abduction"
STEP_S = 0.05
CHANNELS = ("phase", "turn", "depth", "lift", "fault", "rise", "way")


def moments(who: Performance) -> list[float]:
    """Return the beginning, the ends of the movements and the middles between."""
    events = who.script.reps + who.script.not_reps
    ends = sorted({0.0, *(event[name] for event in events for name in event if name.endswith("_s"))})
    return sorted([*ends, *((a + b) / 2 for a, b in itertools.pairwise(ends))])


@pytest.mark.parametrize("motion", MOTIONS)
def test_every_time_line_idles_counts_tries_and_rests(motion: str) -> None:
    who = performance(motion, "--seed 5 --side right")
    script = who.script
    events = sorted(script.reps + script.not_reps, key=lambda event: event["start_s"])
    assert events[0]["start_s"] >= 2
    assert script.time - max(event["end_s"] for event in events + script.holds) >= 1.8
    assert [event["why"] for event in script.not_reps].count("partial") == 1
    assert [event["why"] for event in script.not_reps].count("rest") == 1
    assert len(script.reps) == (0 if motion == "pigeon_hold" else who.motion.reps)
    for before, after in zip(script.reps, script.reps[1:], strict=False):
        assert before["start_s"] < before["peak_s"] < before["end_s"] <= after["start_s"] + 1e-6
    (rest,) = (event for event in script.not_reps if event["why"] == "rest")
    still = {script.value("phase", t) for t in np.arange(rest["start_s"], rest["end_s"], STEP_S)}
    assert len(still) == 1


def test_a_channel_moves_smoothly_and_arrives() -> None:
    script = Script(np.random.default_rng(1))
    script.wait(1)
    script.move("phase", 0.8, 2)
    values = [script.value("phase", t) for t in np.arange(0, 4, 0.01)]
    assert (values[0], values[-1]) == (0.0, 0.8)
    assert script.value("phase", 2) == pytest.approx(0.4)
    assert np.all(np.diff(values) >= 0)
    assert np.abs(np.diff(values, 2)).max() < 2e-4  # no jerk where it starts or ends
    assert script.value("unused", 1.0) == 0.0


@pytest.mark.parametrize("motion", [*MOTIONS, *FOREIGN])
def test_every_motion_has_a_pose_on_every_moment(motion: str) -> None:
    made = {**MOTIONS, **FOREIGN}[motion]
    body = performance(ABDUCTION, "--body body_020").body
    style = {**made.style(np.random.default_rng(3)), "side_view": True, "other_bent": False, "arm": True}
    for phase in (0.0, 0.5, 1.1):
        bones = place(body, made.pose(body, "left", dict.fromkeys(CHANNELS, phase).__getitem__, style))
        assert np.isfinite(bones.at).all()
        assert body.lowest(bones) > -0.12  # nobody sinks into the floor


# ---- the leg that is lifted sideways -------------------------------------------------------------
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("body", ["heavy_female", "body_025"])
def test_the_leg_lifts_and_the_rest_stays(body: str, side: Side) -> None:
    who = performance(ABDUCTION, f"--body {body} --side {side} --seed 8")
    stance = other(side)
    start, style = who.body.joints(who.bones(0).at), who.style
    for t in moments(who):
        found, joints = angles_at(who, t), who.body.joints(who.bones(t).at)
        phase = who.script.value("phase", t)
        wanted = style["stance"] + phase * style["peak"]
        assert value(found, f"hip_abduction_{side}") == pytest.approx(wanted, abs=0.02)
        assert abs(value(found, "pelvis_roll")) < 2.5
        assert abs(value(found, "trunk_lean_left")) < 2.5
        assert value(found, f"knee_flexion_{side}") < 7
        assert joints[f"{stance}_ankle"] == pytest.approx(start[f"{stance}_ankle"], abs=0.005)
        assert joints[f"{stance}_wrist"] == pytest.approx(start[f"{stance}_wrist"], abs=0.005)
        lifted = joints[f"{side}_ankle"][0] - start[f"{side}_ankle"][0]
        assert phase < 0.5 or sign(side) * lifted > 0.05


@pytest.mark.parametrize("side", SIDES)
def test_the_truth_is_gravity_less_the_pelvis_tilt(side: Side) -> None:
    who = performance(ABDUCTION, f"--body male --side {side} --seed 2 --fault pelvic_hike --reps 3")
    tilts = []
    for t in moments(who):
        found, joints = angles_at(who, t), who.body.joints(who.bones(t).at)
        thigh = joints[f"{side}_knee"] - joints[f"{side}_hip"]
        against_gravity = np.degrees(np.arctan2(sign(side) * thigh[0], -thigh[2]))
        tilt = sign(side) * value(found, "pelvis_roll")  # + = working side up
        tilts.append(tilt)
        assert value(found, f"hip_abduction_{side}") == pytest.approx(against_gravity - tilt, abs=0.5)
    assert max(tilts) > 7  # it was hiked


def test_lifts_are_between_ten_and_forty_degrees() -> None:
    peaks = []
    for seed in range(15):
        who = performance(ABDUCTION, f"--seed {seed} --body male")
        tops = [who.script.value("phase", rep["peak_s"]) for rep in who.script.reps]
        peaks += [who.style["stance"] + top * who.style["peak"] for top in tops]
    assert min(peaks) > 10
    assert max(peaks) < 41


@pytest.mark.parametrize(
    ("fault", "angle", "size"), [("pelvic_hike", "pelvis_roll", 7), ("trunk_lean", "trunk_lean_left", 12)]
)
def test_faults_grow_in_the_later_lifts_only(fault: str, angle: str, size: float) -> None:
    who = performance(ABDUCTION, f"--seed 3 --side left --reps 4 --fault {fault}")
    clean, *faulty = (abs(value(angles_at(who, rep["peak_s"]), angle)) for rep in who.script.reps)
    assert clean < 3
    assert min(faulty) > size
    assert [start for start, _ in who.faulty] == [rep["start_s"] for rep in who.script.reps[1:]]


def test_lifts_are_held_and_the_holds_lie_about_their_peaks() -> None:
    who = performance(ABDUCTION, "--seed 6 --reps 4")
    script = who.script
    assert {rep["direction"] for rep in script.reps} == {"abduction"}
    for rep, hold in zip(script.reps, script.holds, strict=True):
        assert rep["start_s"] < hold["start_s"] < rep["peak_s"] < hold["end_s"] < rep["end_s"]
        assert 1.2 < hold["end_s"] - hold["start_s"] < 1.8
        inside = {
            round(script.value("phase", t), 9) for t in np.arange(hold["start_s"], hold["end_s"], STEP_S)
        }
        assert len(inside) == 1


@pytest.mark.parametrize("words", ["--cam-yaw -15 --cam-roll 4", "--scene-seed 801"])
@pytest.mark.parametrize("side", SIDES)
def test_the_whole_movement_is_in_the_picture(side: Side, words: str) -> None:
    who = performance(ABDUCTION, f"--body body_003 --side {side} --seed 1 {words}")
    truth, lens, camera = filmed(who, 12)
    pixels = np.array([row["joints_px"] for row in truth.frames])
    assert pixels.min() > 0
    assert (pixels < [lens.width, lens.height]).all()
    if "--cam-yaw" in words:
        assert camera.yaw == who.options.cam_yaw
        assert camera.roll == who.options.cam_roll


def test_restless_people_keep_their_foot_and_their_hand() -> None:
    who = performance(ABDUCTION, "--body female --side left --seed 1 --fidget 1 --tremor 1 --trunk-sway 3")
    calm = performance(ABDUCTION, "--body female --side left --seed 1 --fidget 0")
    start = who.body.joints(who.bones(0).at)
    for t in moments(who):
        joints = who.body.joints(who.bones(t).at)
        for joint in ("right_ankle", "right_wrist"):
            assert joints[joint] == pytest.approx(start[joint], abs=0.01)
    differs = [
        abs(value(angles_at(who, t), "hip_abduction_left") - value(angles_at(calm, t), "hip_abduction_left"))
        for t in moments(who)
    ]
    assert 0.3 < max(differs) < 5


# ---- what is drawn and asked for -----------------------------------------------------------------
def test_a_scene_is_drawn_the_same_again_and_what_is_given_stays() -> None:
    words = "--body body_003 --seed 1 --scene-seed 12 --cam-yaw 3 --knee 75"
    one, two = (performance("seated_ir_measure", words) for _ in range(2))
    assert one.switches == two.switches
    assert one.switches is not None
    assert (one.switches.knee, one.options.cam_yaw) == (75, 3)
    other_scene = performance("seated_ir_measure", words.replace("12", "13"))
    assert other_scene.switches != one.switches


def test_nobody_who_stands_is_given_a_skirt(capsys: pytest.CaptureFixture[str]) -> None:
    skirts = [seed for seed in range(40) if draw(seed, hard=False)[0]["bottoms"] == "skirt"]
    assert skirts
    for seed in skirts[:2]:
        who = performance(ABDUCTION, f"--body body_003 --scene-seed {seed}")
        assert who.switches is not None
        assert who.switches.bottoms == "trousers"
    with pytest.raises(SystemExit):
        options(ABDUCTION, "--bottoms skirt")
    assert capsys.readouterr().err.endswith(
        "error: a skirt is drawn for somebody who sits: choose other --bottoms\n"
    )


def test_a_fault_that_a_motion_has_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        options(ABDUCTION, "--fault knee_drift")
    assert capsys.readouterr().err.endswith("faults of standing_hip_abduction: pelvic_hike, trunk_lean\n")
    assert set(FAULTS) <= set(MOTIONS)


@pytest.mark.parametrize("name", SETS)
def test_every_scene_of_a_set_can_be_asked_for(name: str) -> None:
    scenes = list(SETS[name]())
    assert len({scene for scene, _ in scenes}) == len(scenes) > 5
    for _, words in scenes:
        asked = options(words[words.index("--motion") + 1], " ".join(words))
        assert asked.body
    assert len({clip for clip, *_ in CLIPS}) == len(CLIPS)
