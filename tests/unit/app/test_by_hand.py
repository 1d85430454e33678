"""What was measured by hand is entered, corrected, deleted and brought back on Progress."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from app_sessions import FIRST_DAY, page, shown

from romtrack.app.words import escaped
from romtrack.store import open_repository
from romtrack.types import HandMeasurement

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

PROGRESS = page("progress")

pytestmark = pytest.mark.usefixtures("own_log")


def kept() -> list[HandMeasurement]:
    with open_repository() as repository:
        return repository.entries.of("me", HandMeasurement)


def press(test: AppTest, label: str) -> None:
    next(each for each in test.button if each.label == label).click().run()
    assert not test.exception


def said(test: AppTest) -> str:
    return "\n".join(str(each.value) for kind in (test.success, test.error, test.markdown) for each in kind)


def test_a_value_is_entered_corrected_deleted_and_brought_back() -> None:
    test = shown(PROGRESS)
    next(one for one in test.selectbox if one.label == "Leg and direction").select_index(3)
    next(one for one in test.number_input if one.label == "Degrees").set_value(31.5)
    test.date_input[0].set_value(date(2026, 3, 2))
    next(one for one in test.text_input if one.label == "Note").set_value("=cmd <b>")
    press(test, "Save")
    (one,) = kept()
    assert (one.side, one.direction, one.value_deg) == ("right", "external", -31.5), "signed as elsewhere"
    assert (one.measured_on, one.instrument, one.note) == (date(2026, 3, 2), "goniometer", "=cmd <b>")
    assert escaped("Right hip, external rotation") in said(test)
    assert escaped("=cmd <b>") in said(test)
    press(test, "Correct")
    next(one for one in test.number_input if one.value == 31.5).set_value(13.5)
    press(test, "Save")
    assert [(each.id, each.value_deg) for each in kept()] == [(one.id, -13.5)]
    press(test, "Undo")
    assert kept() == [one]
    press(test, "Delete")
    assert kept() == []
    press(test, "Undo")
    assert kept() == [one]


def test_below_zero_is_told_and_what_no_hip_does_is_refused() -> None:
    test = shown(PROGRESS)
    press(test, "Save")
    assert "how many degrees" in said(test)
    degrees = next(one for one in test.number_input if one.label == "Degrees")
    degrees.set_value(-5.0)
    press(test, "Save")
    assert [one.value_deg for one in kept()] == [-5.0]
    assert "does not reach the straight position" in said(test)
    press(test, "Save")
    assert "in the log already" in said(test)
    next(one for one in test.selectbox if one.label == "Leg and direction").select_index(4)  # abduction
    next(one for one in test.number_input if one.label == "Degrees").set_value(75.0)
    press(test, "Save")
    assert escaped("70° at most") in said(test)
    assert len(kept()) == 1


def test_what_another_tab_deleted_is_not_corrected() -> None:
    one = HandMeasurement(uuid4(), FIRST_DAY.date(), "hip_rotation", "left", "internal", 20.0, FIRST_DAY)
    with open_repository() as repository:
        repository.entries.add("me", [one])
    test = shown(PROGRESS)
    with open_repository() as repository:
        repository.entries.change("me", [], without=[one])
    press(test, "Delete")
    assert "deleted meanwhile" in said(test)
    assert kept() == []
