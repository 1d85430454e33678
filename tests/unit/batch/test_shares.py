"""How a video is shared out among processes, and whether two pieces show the same person at their join."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import ELEVEN, landmark_track
from hypothesis import given
from hypothesis import strategies as st

from romtrack.batch.pieces import goes_on, shared_out

if TYPE_CHECKING:
    from romtrack.types import PoseTrack

TRUNK_PX = 100.0


@given(st.floats(30, 36000), st.integers(2, 64))
def test_every_process_takes_as_long_as_the_others(duration_s: float, jobs: int) -> None:
    starts_s = np.array(shared_out(duration_s, jobs))
    assert (len(starts_s), starts_s[0]) == (jobs, 0)
    lengths_s = np.diff([*starts_s, duration_s])
    cost = lengths_s + 0.1 * (starts_s + lengths_s)  # all before its end is decoded
    np.testing.assert_allclose(cost, cost[0], rtol=1e-6)


@pytest.mark.parametrize("jobs", [0, 1])
def test_what_is_short_is_not_cut(jobs: int) -> None:
    assert shared_out(20.0, jobs) == [0.0]


def person(x_px: float, start_s: float, lost: slice = slice(0)) -> PoseTrack:
    """Return two seconds of somebody whose hips are at ``x_px``, a trunk of 100 pixels over them."""
    time_s = start_s + np.arange(20) / 10
    points = np.full((20, len(ELEVEN), 2), (x_px, 300.0))
    for side in ("left", "right"):
        points[:, ELEVEN.index(f"{side}_shoulder"), 1] -= TRUNK_PX
    points[lost] = np.nan
    return landmark_track(time_s, points, np.ones(points.shape[:2]), (640, 480))


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (person(200, 0), person(210, 2), True),
        (person(200, 0), person(261, 2), False),
        (person(200, 0), person(139, 2), False),
        (person(200, 0), person(205, 2, slice(0, 3)), True),
        (person(200, 0), person(205, 2, slice(0, 10)), False),
        (person(200, 0, slice(10, 20)), person(205, 2), False),
        (person(200, 0, slice(10, 20)), person(400, 2, slice(0, 10)), True),
        (person(200, 0), person(200, 2, slice(0, 20)), False),
    ],
    ids=["near", "beside", "other side", "a blink", "lost after", "lost before", "lost at both", "never"],
)
def test_who_is_followed_on_is_told_by_place(before: PoseTrack, after: PoseTrack, *, same: bool) -> None:
    assert goes_on(before, after) is same
