"""Standing hip abduction on recorded tracks of rendered people, whose angle is known."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import foreign, reading_of, recorded

from romtrack.exercises import exercise
from romtrack.measure.acceptance import PARTIAL, PELVIC_HIKE, TRUNK_LEAN

CARD = exercise("standing-abduction-measure")


@pytest.mark.parametrize("name", ["elderly_left", "hike_male_left", "lean_male_right"])
def test_each_frame_is_close_to_the_truth_and_knows_how_close(name: str) -> None:
    known = recorded(f"abduction_{name}")
    reading = reading_of(known.track, CARD)
    assert reading.side == known.side
    signal = reading.own[known.side]
    error_deg = signal.value - known.true_deg[known.side][: len(signal.value)]
    assert signal.ok.mean() > 0.95
    assert np.sqrt(np.nanmean(error_deg**2)) < 2.1
    assert np.nanmean(np.abs(error_deg) < 2 * signal.sigma) > 0.9


def test_clean_trials_make_a_number() -> None:
    known = recorded("abduction_elderly_left")
    (measured,) = reading_of(known.track, CARD).measurements
    assert (measured.quantity, measured.direction) == ("hip_abduction", "abduction")
    assert measured.value_deg == pytest.approx(22.8, abs=1.0)  # the mean of the three true peaks
    assert measured.sigma_deg is not None
    assert 0.5 < measured.sigma_deg < 2
    assert [trial.reasons for trial in measured.trials] == [(), (PARTIAL,), (), ()]


@pytest.mark.parametrize(
    ("name", "reason"), [("hike_male_left", PELVIC_HIKE), ("lean_male_right", TRUNK_LEAN)]
)
def test_a_body_that_helps_is_refused_with_its_reason(name: str, reason: str) -> None:
    reading = reading_of(recorded(f"abduction_{name}").track, CARD)
    (measured,) = reading.measurements
    assert measured.value_deg is None
    first, _, *helped = measured.trials
    assert first.accepted
    assert len(helped) == 3
    assert all(reason in trial.reasons for trial in helped)
    assert {fault.name for one in reading.sets for fault in one.faults} >= {
        reason.partition(":")[0].replace(" ", "_")
    }


@pytest.mark.parametrize("name", ["jumping_jack_1", "march_1", "squat_1"])
def test_another_movement_makes_no_number(name: str) -> None:
    with np.errstate(divide="ignore"):
        reading = reading_of(foreign(name).track, CARD)
    assert all(measured.value_deg is None for measured in reading.measurements)


def test_who_sits_is_told_to_stand() -> None:
    reading = reading_of(recorded("measure_male_left_offset").track, CARD)
    assert reading.findings[0].id == "not_standing"
    assert all(measured.value_deg is None and not measured.trials for measured in reading.measurements)
