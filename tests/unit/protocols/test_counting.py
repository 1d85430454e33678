"""What is counted of somebody who sits: nothing where the set-up is refused, or they do something else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from conftest import foreign, reading_of, recorded

from romtrack.exercises import exercise
from romtrack.measure.findings import SHANK_HIDDEN


@pytest.mark.parametrize("card", ["seated-ir-measure", "seated-resisted-ir"])
def test_a_refused_set_up_counts_nothing(card: str) -> None:
    track = recorded("measure_heavyf_right").track
    counted = reading_of(track, exercise(card)).sets
    assert sum(len(one.reps) for one in counted) == 3
    right = replace(track.shank("right"), uneven=np.full(len(track), 0.3))
    shanks = {"left": track.shank("left"), "right": right}
    hidden = reading_of(replace(track, shanks=shanks), exercise(card), "right")
    assert SHANK_HIDDEN in hidden.findings
    assert not hidden.sets
    assert not any(measured.trials for measured in hidden.measurements)


def test_a_knee_that_is_stretched_toward_the_camera_is_told_and_not_counted() -> None:
    sets = reading_of(foreign("knee_extension_1").track, exercise("seated-resisted-ir")).sets
    assert not [rep for one in sets for rep in one.reps]
    assert any("the foot rose" in partial.reason for one in sets for partial in one.partials)
