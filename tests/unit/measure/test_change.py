"""What counts as progress: only what the instrument can tell from chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from romtrack.measure.change import changes, detectable_change_deg

ranges = st.lists(st.floats(5, 60), min_size=1, max_size=12)


def test_the_first_sessions_use_the_published_error() -> None:
    assert detectable_change_deg([30.0]) == pytest.approx(5.54, abs=0.01)
    assert detectable_change_deg([30, 31, 45, 20]) == pytest.approx(5.54, abs=0.01)


def test_five_sessions_use_the_persons_own_error() -> None:
    steady = [30.0, 31.0, 30.0, 31.0, 30.0]  # differences of 1: SEM = sqrt(1/2)
    assert detectable_change_deg(steady) == pytest.approx(1.96 * 2**0.5 * 0.5**0.5)


def test_a_change_inside_the_error_is_no_change() -> None:
    first, second, third = changes([30.0, 34.0, 41.0])
    assert first is None
    assert second is not None
    assert not second.is_real
    assert third is not None
    assert third.is_real
    assert third.change_deg == pytest.approx(7)


@given(values=ranges, shift=st.floats(-4, 4))
def test_adding_the_same_to_all_sessions_changes_nothing(values: list[float], shift: float) -> None:
    for here, there in zip(changes(values), changes([v + shift for v in values]), strict=True):
        if here is None:
            assert there is None
            continue
        assert there is not None
        assert here.change_deg == pytest.approx(there.change_deg, abs=1e-6)
        assert here.detectable_deg == pytest.approx(there.detectable_deg, abs=1e-6)


@given(values=ranges)
def test_later_sessions_do_not_rewrite_what_earlier_ones_said(values: list[float]) -> None:
    assert changes(values)[:-1] == changes(values[:-1])
