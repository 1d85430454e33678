"""Two sessions, or both legs of one, side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from app_sessions import counted, log, measured, page
from conftest import recorded
from streamlit.testing.v1 import AppTest

from romtrack.app.words import escaped
from romtrack.store import Correction, open_repository
from romtrack.types import SIDES, Camera, SignalTrack

if TYPE_CHECKING:
    from romtrack.types import Session

SESSIONS = page("sessions")

pytestmark = pytest.mark.usefixtures("own_log")


def opened(session: Session, other: str = "") -> AppTest:
    test = AppTest.from_string(SESSIONS, default_timeout=20)
    test.query_params["session"] = session.id.hex
    if other:
        test.query_params["with"] = other
    test.run()
    assert not test.exception
    return test


def texts(test: AppTest) -> list[str]:
    kinds = (test.title, test.header, test.markdown, test.info)
    return [str(each.value) for kind in kinds for each in kind]


def table(test: AppTest) -> list[list[str]]:
    return [list(map(str, row)) for row in test.table[0].value.to_numpy()]


def with_tracks(session: Session, **peak_deg: float) -> Session:
    """Log a session whose legs turn as far as they are said to, at its trials."""
    track = recorded("measure_male_left_offset").track
    time_s = track.time_s
    signals = {
        side: SignalTrack(
            "hip_rotation", side, "deg", time_s, np.full(len(time_s), peak_deg[side]),
            np.ones(len(time_s)), np.ones(len(time_s), dtype=bool),
        )
        for side in SIDES
    }  # fmt: skip
    with open_repository() as repository, repository.new_tracks(session.id, track, signals) as file:
        kept = replace(session, tracks_file=file)
        repository.save(kept)
    return kept


def charts(test: AppTest) -> str:
    return "\n".join(each.proto.spec for each in test.get("vega_lite_chart"))


def test_the_earlier_session_stands_first_and_the_sentence_says_what_changed() -> None:
    later = with_tracks(measured(9, left=24.0), left=24.0, right=0.0)
    earlier = with_tracks(measured(0, left=12.0), left=12.0, right=0.0)
    test = opened(later)
    (choice,) = (each for each in test.selectbox if each.label == "Compare with")
    assert len(choice.options) == 1
    choice.select_index(0).run()
    assert not test.exception
    assert table(test) == [
        ["When", "2 Mar 2026, 18\\:20", "11 Mar 2026, 18\\:20"],
        ["Left hip, internal rotation", "12\\.0° ± 1\\.6°, 3 of 3 trials", "24\\.0° ± 1\\.6°, 3 of 3 trials"],
    ]
    assert any(
        escaped("12 → 24 degrees from 2 Mar 2026 to 11 Mar 2026: a gain (the difference of 12.0° ±2.3 is")
        in each
        for each in texts(test)
    )
    assert "Left leg, internal" in texts(test)
    assert "2 Mar 2026, 18:20, 3 trials" in charts(test)
    next(each for each in test.button if each.label == "Back to the session").click().run()
    assert [each.value for each in test.metric] == ["24.0° ± 1.6°"]
    assert earlier.id.hex not in str(test.query_params)


def test_another_camera_is_said_beside_the_difference(own_log: str) -> None:
    one, other = (
        replace(measured(day, left=20.0), camera=Camera(name, 640, 480))
        for day, name in ((0, "old"), (9, "new"))
    )
    log(own_log, one, other)
    test = opened(other, one.id.hex)
    assert ["Camera", "old, 640 x 480 pixels", "new, 640 x 480 pixels"] in table(test)
    assert any("different cameras" in each for each in texts(test))


def test_both_legs_of_one_session_lie_over_one_another() -> None:
    session = with_tracks(measured(0, left=31.0, right=20.0), left=31.0, right=20.0)
    test = opened(session, session.id.hex)
    assert table(test) == [
        ["Internal rotation", "31\\.0° ± 1\\.6°, 3 of 3 trials", "20\\.0° ± 1\\.6°, 3 of 3 trials"]
    ]
    assert "Left over right, internal" in texts(test)
    assert any("the left hip goes farther" in each for each in texts(test))


def test_sessions_of_one_leg_each_are_left_over_right() -> None:
    left, right = measured(0, left=31.0), measured(1, right=30.0)
    with_tracks(left, left=31.0, right=0.0)
    with_tracks(right, left=0.0, right=30.0)
    test = opened(right, left.id.hex)
    assert "Left over right, internal" in texts(test)
    assert any("no difference that can be told" in each for each in texts(test))


def test_a_leg_that_was_corrected_is_compared_as_the_other_one() -> None:
    wrong, right = measured(0, left=31.0), measured(1, right=30.0)
    with_tracks(wrong, left=31.0, right=0.0)
    with_tracks(right, left=0.0, right=30.0)
    with open_repository() as repository:
        repository.records.correct(wrong.id, Correction(exchanged=True))
        signals = repository.signals(repository.sessions()[0])
        assert {side: float(one.value[0]) for side, one in signals.items()} == {"left": 0.0, "right": 31.0}
        assert [one.side for one in signals.values()] == list(signals)
    assert "Right leg, internal" in texts(opened(right, wrong.id.hex))
    with open_repository() as repository:
        repository.records.undo()
        signals = repository.signals(repository.sessions()[0])
    assert float(signals["left"].value[0]) == 31.0


def test_exercises_are_compared_by_what_was_done(own_log: str) -> None:
    one, other = counted(0, 9), counted(8, 11)
    log(own_log, one, other)
    test = opened(one, other.id.hex)
    assert ["Done", "9 reps", "11 reps"] in table(test)
    assert ["Form", "0 faults", "0 faults"] in table(test)
    assert any("No chart" in each for each in texts(test))


def test_nothing_of_anybody_else_is_compared(own_log: str) -> None:
    mine, others, exercise = measured(0, left=31.0), measured(1, "Grace", left=30.0), counted(1, 4)
    log(own_log, mine, others, exercise)
    assert not [each for each in opened(mine).selectbox if each.label == "Compare with"]
    for name in (others.id.hex, exercise.id.hex, "0" * 32, "no id"):
        assert any("no such session" in each for each in texts(opened(mine, name)))


def test_what_another_tab_deleted_is_compared_no_more(own_log: str) -> None:
    one, other = measured(0, left=31.0), measured(1, left=30.0)
    log(own_log, one, other)
    test = opened(one, other.id.hex)
    with open_repository() as repository:
        repository.records.delete(other.id)
    test.run()
    assert not test.exception
    assert any("no such session" in each for each in texts(test))
