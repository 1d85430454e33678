from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from romtrack.charts import thin

if TYPE_CHECKING:
    from romtrack.types import FloatArray

values = arrays(np.float64, st.integers(0, 400), elements=st.floats(-90, 90) | st.just(np.nan))
limits = st.integers(5, 60)


@given(values, limits)
def test_never_more_than_asked_for_and_in_order(value: FloatArray, most: int) -> None:
    kept = thin(value, most)
    assert len(kept) <= most
    assert np.all(np.diff(kept) > 0)


@given(values, limits)
def test_the_highest_and_the_lowest_stay(value: FloatArray, most: int) -> None:
    if np.isfinite(value).any():
        kept = value[thin(value, most)]
        assert np.nanmax(kept) == np.nanmax(value)
        assert np.nanmin(kept) == np.nanmin(value)


@given(values, limits)
def test_no_gap_is_closed(value: FloatArray, most: int) -> None:
    kept = thin(value, most)
    for before, after in pairwise(kept):
        if np.isfinite(value[[before, after]]).all():
            assert np.isfinite(value[before:after]).all()


def test_a_short_signal_stays_whole() -> None:
    assert thin(np.arange(2000.0)).tolist() == list(range(2000))


def test_half_an_hour_is_small() -> None:
    value = 40 * np.sin(np.arange(54000) / 50)
    assert 1500 < len(thin(value)) <= 2000
