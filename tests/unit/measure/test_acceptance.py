"""Trials in which the body helped the hip are refused for that reason, and the others are not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from romtrack.kinematics.posture import Posture
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.measure.acceptance import (
    DISAGREE,
    FOOT_ROSE,
    KNEE_DRIFT,
    PARTIAL,
    PELVIC_HIKE,
    TRUNK_LEAN,
    judge,
)
from romtrack.measure.trials import Attempt, Plateau

COMPENSATIONS = {KNEE_DRIFT, PELVIC_HIKE, TRUNK_LEAN}

ROTATION = QUANTITIES["hip_rotation"]


def attempt(turn_deg: float = 35.0, sigma_deg: float = 1.2, **body: float) -> Attempt:
    """Make a turn; ``body``: what it does beside, by the names of ``Posture``."""
    still = dict.fromkeys(Posture._fields, 0.0)
    held = Posture(**{name: np.array(value) for name, value in (still | body).items()})
    return Attempt(
        direction="internal" if turn_deg > 0 else "external",
        start_s=0.0,
        peak_s=1.0,
        end_s=2.0,
        peak_deg=turn_deg,
        turn_deg=abs(turn_deg),
        plateau=Plateau(0.5, 0.1, sigma_deg, held, 0.1),
        seen=1.0,
        gap_s=0.0,
        begun=True,
        finished=True,
    )


def reasons(*attempts: Attempt) -> list[set[str]]:
    return [set(trial.reasons) for trial in judge(ROTATION, "left", attempts)]


@pytest.mark.parametrize("sign", [1, -1])
def test_each_fault_is_found_by_its_name_in_both_directions(sign: int) -> None:
    turn_deg = 35.0 * sign
    clean = attempt(turn_deg)
    faulty = [
        (attempt(turn_deg, knee_drift=0.2), KNEE_DRIFT),
        (attempt(turn_deg, knee_drift=-0.2), KNEE_DRIFT),
        (attempt(turn_deg, pelvic_hike_deg=8), PELVIC_HIKE),
        (attempt(turn_deg, trunk_lean_deg=-15), TRUNK_LEAN),
        (attempt(turn_deg, trunk_lean_deg=15), TRUNK_LEAN),
        (attempt(turn_deg, foot_rise=0.4), FOOT_ROSE),
    ]
    for one, reason in faulty:
        assert reasons(clean, one) == [set(), {reason}]


def test_a_knee_that_seems_to_drift_under_cloth_is_no_fault_but_unclear() -> None:
    cloth, sure = attempt(40, 5.4, knee_drift=0.35), attempt(40, 1.8, knee_drift=0.35)
    assert reasons(cloth) == [{DISAGREE}]
    assert reasons(sure) == [{KNEE_DRIFT}]
    assert reasons(attempt(40, 5.4, knee_drift=0.45)) == [{KNEE_DRIFT}]


def test_a_fault_in_one_trial_does_not_touch_the_others() -> None:
    found = judge(
        ROTATION,
        "left",
        [attempt(), attempt(pelvic_hike_deg=9), attempt(), attempt(trunk_lean_deg=16), attempt()],
    )
    assert [trial.accepted for trial in found] == [True, False, True, False, True]


def test_faults_in_most_trials_do_not_become_the_persons_own() -> None:
    found = reasons(
        attempt(knee_drift=0.03),
        attempt(knee_drift=0.22),
        attempt(knee_drift=0.23),
        attempt(pelvic_hike_deg=7),
    )
    assert found == [set(), {KNEE_DRIFT}, {KNEE_DRIFT}, {PELVIC_HIKE}]


def test_faults_in_all_trials_are_found_where_no_person_is_like_that() -> None:
    assert reasons(attempt(pelvic_hike_deg=8), attempt(pelvic_hike_deg=9)) == [{PELVIC_HIKE}] * 2
    assert reasons(attempt(trunk_lean_deg=12), attempt(trunk_lean_deg=13)) == [{TRUNK_LEAN}] * 2
    assert reasons(attempt(30, knee_drift=0.3), attempt(30, knee_drift=0.28)) == [{KNEE_DRIFT}] * 2


@given(
    own_slope=st.floats(-0.2, 0.2),
    own_hike_deg=st.floats(-6, 3),
    lean_deg=st.floats(-2.8, 2.8),
    turns_deg=st.lists(st.floats(25, 50), min_size=1, max_size=4),
)
def test_what_is_a_persons_own_in_every_trial_is_no_fault(
    own_slope: float, own_hike_deg: float, lean_deg: float, turns_deg: list[float]
) -> None:
    trials = [
        attempt(
            turn_deg,
            knee_drift=own_slope * float(np.tan(np.radians(turn_deg))),
            pelvic_hike_deg=own_hike_deg,
            trunk_lean_deg=lean_deg,
        )
        for turn_deg in turns_deg
    ]
    assert not any(found & COMPENSATIONS for found in reasons(*trials))


def test_an_unknown_posture_is_no_fault() -> None:
    assert reasons(attempt(knee_drift=np.nan, pelvic_hike_deg=np.nan, trunk_lean_deg=np.nan), attempt()) == [
        set(),
        set(),
    ]


def test_a_value_that_is_too_unsure_is_refused() -> None:
    assert reasons(attempt(sigma_deg=6.0), attempt(sigma_deg=2.2)) == [{DISAGREE}, set()]


def test_a_partial_attempt_is_measured_against_its_own_direction() -> None:
    found = reasons(attempt(40), attempt(20), attempt(-22), attempt(-20))
    assert found == [set(), {PARTIAL}, set(), set()]


def test_the_trials_of_an_hour_are_judged_like_those_of_a_minute() -> None:
    """Comparing each with each, for each, would take hours."""
    few = [attempt(), attempt(18), attempt(-30, pelvic_hike_deg=9), attempt(-31), attempt(knee_drift=0.2)]
    assert reasons(*few * 800) == reasons(*few) * 800
