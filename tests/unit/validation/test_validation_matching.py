"""Readings and truth matched by time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from romtrack.validation.matching import joined, nearest, paired


def test_nearest_of_a_grid() -> None:
    assert nearest(np.array([-1, 0.04, 0.06, 0.31, 9]), np.arange(4) / 10).tolist() == [0, 0, 1, 3, 3]
    assert nearest(np.array([3.0]), np.array([1.0])).tolist() == [0]


@given(st.sets(st.integers(0, 99), min_size=1))
def test_dropped_frames_still_meet_their_own_truth(kept: set[int]) -> None:
    truth_s = np.arange(100) / 25
    at = np.array(sorted(kept))
    found = paired(truth_s[at] + 0.001, at * 1.0, np.ones(len(at)), truth_s, np.arange(100.0))
    assert len(found) == len(at)
    assert found.agreement.max_deg == 0


def test_frames_without_truth_or_after_its_end_are_left_out() -> None:
    truth_s = np.arange(10) / 10
    true = np.where(np.arange(10) == 4, np.nan, 1.0)
    time_s = np.arange(20) / 10
    found = paired(time_s, np.full(20, 2.0), np.ones(20), truth_s, true)
    assert found.time_s.tolist() == pytest.approx([one / 10 for one in range(10) if one != 4])


def test_a_frame_that_was_not_read_lowers_the_share_and_nothing_else() -> None:
    time_s = np.arange(4) / 10
    found = paired(time_s, np.array([1, np.nan, 3, 4]), np.ones(4), time_s, np.array([0, 1, 2, 3.0]))
    assert found.read_share == 0.75
    assert found.agreement.frames == 3
    assert found.agreement.bias_deg == 1


def test_nothing_joined_is_empty() -> None:
    assert len(joined(())) == 0
    assert np.isnan(joined(()).read_share)
