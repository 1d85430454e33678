"""How the seated test is done otherwise: where the other foot is, both ways in one sweep, odd legs."""

from __future__ import annotations

import numpy as np
import pytest
from phantom_people import angles_at, options, performance, value

from calibration.phantom.aim import aimed, lens_of
from calibration.phantom.body import SKIN_VERTICES
from calibration.phantom.geometry import SIDES, Side
from calibration.render_scenes import SETS

SEATED = "seated_ir_measure"
FIDGETS = "--body body_007 --seed 4 --script short --fidget 1"


@pytest.mark.parametrize("foot", ["tucked", "resting"])
@pytest.mark.parametrize("side", SIDES)
def test_the_working_leg_does_the_same_wherever_the_other_foot_is(side: Side, foot: str) -> None:
    words = f"{FIDGETS} --side {side}"
    here, hanging = performance(SEATED, f"{words} --other-foot {foot}"), performance(SEATED, words)
    for t in np.linspace(0, hanging.script.time, 20).tolist():
        turned, plain = (value(angles_at(who, t), f"hip_rot_gravity_{side}") for who in (here, hanging))
        assert turned == pytest.approx(plain, abs=0.01)


def test_a_tucked_foot_is_under_the_chair_and_on_no_floor() -> None:
    who = performance(SEATED, "--body body_020 --side left --other-foot tucked")
    joints = who.body.joints(who.bones(0).at)
    assert 0.15 < joints["right_ankle"][1] - joints["right_knee"][1] < 0.3
    assert abs(who.body.lowest(who.bones(0))) < 0.03  # the toes


def test_a_resting_foot_stands_level_on_the_floor_and_stays_there() -> None:
    who = performance(SEATED, f"{FIDGETS} --side right --other-foot resting --air 0.06")
    sole_m = who.body.ankle_height
    feet = [who.body.joints(who.bones(t).at)["left_ankle"] for t in np.linspace(0, who.script.time, 12)]
    assert np.array(feet)[:, 2] == pytest.approx(sole_m, abs=0.01)
    assert np.ptp(feet, axis=0).max() < 0.02


def test_a_sweep_goes_from_end_to_end_through_the_hang_without_a_rest() -> None:
    who = performance(SEATED, "--side left --seed 3 --script sweep --reps 3")
    script = who.script
    assert [rep["direction"] for rep in script.reps] == ["internal", "external"] * 3
    for inward, outward in zip(script.reps[::2], script.reps[1::2], strict=True):
        assert inward["end_s"] == outward["start_s"]
        assert value(angles_at(who, inward["end_s"]), "hip_rot_gravity_left") == pytest.approx(0, abs=1.5)
        between = np.arange(script.holds[0]["end_s"], script.holds[1]["start_s"], 0.05)
        assert (np.diff([script.value("phase", t) for t in between]) < 0).all()
    for rep, hold in zip(script.reps, script.holds, strict=True):
        assert rep["start_s"] < hold["start_s"] < rep["peak_s"] < hold["end_s"] < rep["end_s"]


def test_what_only_a_sitter_does_is_refused_of_others(capsys: pytest.CaptureFixture[str]) -> None:
    for motion, words, why in (
        ("clamshell", "--other-foot tucked", "--other-foot is of somebody who sits"),
        ("seated_resisted_ir", "--script sweep", "--script sweep is of seated_ir_measure"),
    ):
        with pytest.raises(SystemExit):
            options(motion, words)
        assert capsys.readouterr().err.endswith(f"error: {why}\n")


def test_a_prosthesis_is_thin_between_knee_and_ankle_and_the_other_leg_is_not() -> None:
    plain, thin = (
        performance(SEATED, f"--body body_004 --side left {words}").body
        for words in ("--script short", "--prosthesis 0.02")
    )
    moved = np.linalg.norm(plain.rest - thin.rest, axis=1) > 0.001
    assert moved.any()
    assert (plain.rest[moved, 0] > 0).all()
    knee, ankle = plain.head("lowerleg01.L"), plain.head("foot.L")
    skin = thin.rest[:SKIN_VERTICES]
    along = (skin - knee) @ (ankle - knee) / ((ankle - knee) @ (ankle - knee))
    middle = (skin[:, 0] > 0) & (abs(along - 0.5) < 0.1) & (skin[:, 2] < knee[2])
    off = skin[middle] - knee - along[middle, None] * (ankle - knee)
    assert np.linalg.norm(off, axis=1).max() < 0.022


@pytest.mark.parametrize("side", SIDES)
def test_the_camera_looks_aside_from_any_distance(side: Side) -> None:

    who = performance(SEATED, f"--side {side} --cam-distance 1.3 --aside 0.75 --script short")
    lens = lens_of(who)
    joints = who.body.joints(who.bones(0).at)
    ankles = lens.project(aimed(who, lens), np.array([joints["left_ankle"], joints["right_ankle"]]))
    assert ankles[0, 0] > 0 > ankles[1, 0]


def test_variants_and_their_controls_differ_in_the_variant_alone() -> None:
    for (name, words), (same, plain) in zip(SETS["variants"](), SETS["variants_hanging"](), strict=True):
        assert name == same
        kept = ("--body", "--side", "--seed", "--fps", "--air", "--cam-yaw", "--scene-seed", "--bottoms")
        for option in kept:
            assert (option in words) == (option in plain)
            if option in words:
                assert words[words.index(option) + 1] == plain[plain.index(option) + 1]

        assert "--other-foot" not in plain
