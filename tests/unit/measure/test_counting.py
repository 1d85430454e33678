"""What is counted of somebody who sits: nothing where the set-up is refused, or they do something else."""

from __future__ import annotations

import pytest
from conftest import foreign, recorded

from romtrack.exercises import exercise
from romtrack.kinematics.view import assumed_camera
from romtrack.measure.counting import seated_sets
from romtrack.measure.findings import CAMERA_TILTED, SHANK_HIDDEN
from romtrack.measure.seated import read_seated
from romtrack.measure.setup import check_recording


@pytest.mark.parametrize("card", ["seated-ir-measure", "seated-resisted-ir"])
def test_a_refused_set_up_counts_nothing(card: str) -> None:
    track = recorded("measure_heavyf_right").track
    reading = read_seated(track, assumed_camera(track.width_px, track.height_px))
    counted = seated_sets(track, reading, exercise(card), (CAMERA_TILTED,))
    assert sum(len(one.reps) for one in counted) == 3
    assert not seated_sets(track, reading, exercise(card), (CAMERA_TILTED, SHANK_HIDDEN))


def test_a_knee_that_is_stretched_toward_the_camera_is_told_and_not_counted() -> None:
    track = foreign("knee_extension_1").track
    reading = read_seated(track, assumed_camera(track.width_px, track.height_px))
    setup = check_recording(track, reading.side, reading.view.roll_deg)
    sets = seated_sets(track, reading, exercise("seated-resisted-ir"), setup)
    assert not [rep for one in sets for rep in one.reps]
    assert any("the foot rose" in partial.reason for one in sets for partial in one.partials)
