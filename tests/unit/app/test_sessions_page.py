"""What is kept is listed, opened, corrected, deleted and brought back in the app."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, time, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from app_sessions import counted, log, measured, page, rolled, shown
from conftest import reading_of, recorded
from sessions import session_of
from streamlit.testing.v1 import AppTest

from romtrack.app.words import escaped
from romtrack.clock import local_now
from romtrack.exercises import exercise
from romtrack.store import Correction, Which, open_repository
from romtrack.types import Camera, Notice, Quality

if TYPE_CHECKING:
    from uuid import UUID

    from romtrack.types import Session

SESSIONS = page("sessions")

pytestmark = pytest.mark.usefixtures("own_log")


def opened(session: Session) -> AppTest:
    test = AppTest.from_string(SESSIONS, default_timeout=20)
    test.query_params["session"] = session.id.hex
    test.run()
    assert not test.exception
    return test


def press(test: AppTest, label: str) -> None:
    next(each for each in test.button if each.label == label).click().run()
    assert not test.exception


def choose(test: AppTest, label: str, option: str) -> None:
    next(each for each in test.selectbox if each.label == label).select(option).run()
    assert not test.exception


def entries(test: AppTest) -> list[str]:
    return [each.label for each in test.button if str(each.key).startswith("open-")]


def texts(test: AppTest) -> str:
    kinds = (test.title, test.header, test.markdown, test.info, test.warning, test.error)
    return "\n".join(str(each.value) for kind in kinds for each in kind)


def kept(session_id: UUID) -> Session:
    with open_repository() as repository:
        found = repository.get(session_id)
    assert found is not None
    return found


def test_the_list_is_by_day_the_latest_first_and_of_one_person(own_log: str) -> None:
    log(
        own_log, measured(0, left=25.0), counted(0, 9), measured(3, left=33.0), measured(2, "Grace", left=1.0)
    )
    test = shown(SESSIONS)
    assert [each.value for each in test.header] == ["5 Mar 2026", "2 Mar 2026"]
    assert [label.split()[0] for label in entries(test)] == [r"18\:20", r"19\:20", r"18\:20"]
    assert "left internal 33" in texts(test)
    assert r"clip\.mp4" in texts(test)
    assert "live camera" in texts(test)


def test_the_list_never_loads_what_it_does_not_show(own_log: str, monkeypatch: pytest.MonkeyPatch) -> None:
    log(own_log, *(measured(day, left=20.0) for day in range(60)), *(counted(day, 1) for day in range(51)))
    monkeypatch.setattr("romtrack.store.repository.read_sessions", None)
    test = shown(SESSIONS)
    assert len(entries(test)) == 50
    test.number_input[0].set_value(3).run()
    assert len(entries(test)) == 11
    choose(test, "Source", "Live camera")
    assert len(entries(test)) == 1, "the last part that there is"
    choose(test, "Exercise", "Clam shell")
    assert "No such sessions" in texts(test)


@pytest.mark.parametrize(
    ("label", "option", "left"),
    [
        ("Exercise", "Clam shell", ["19"]),
        ("Leg", "Right", ["18"]),
        ("Source", "Videos", ["17", "18"]),
        ("Period", "Last 2 weeks", ["17"]),
    ],
)
def test_filters_leave_what_was_asked_for(own_log: str, label: str, option: str, left: list[str]) -> None:
    both = replace(measured(0, left=25.0, right=30.0), side="both")
    at_five = local_now().replace(hour=17, minute=0) - timedelta(days=2)
    log(own_log, both, rolled(1), replace(measured(9, left=26.0), recorded_at=at_five, side="left"))
    test = shown(SESSIONS)
    assert [one[:2] for one in entries(test)] == ["17", "19", "18"]
    choose(test, label, option)
    assert [one[:2] for one in entries(test)] == left


def test_one_opened_tells_all_and_leads_back(own_log: str) -> None:
    session = replace(
        measured(0, left=31.7),
        quality=Quality(1.0, 0.5, (Notice("dark", "the picture is dark"),)),
        camera=Camera("Webcam <b>", 1280, 720),
    )
    log(own_log, session)
    test = shown(SESSIONS)
    test.button(key=f"open-{session.id}").click().run()
    assert not test.exception
    assert [metric.value for metric in test.metric] == ["31.7° ± 1.6°"]
    assert "3 of 3 trials accepted" in texts(test)
    assert "The picture is dark" in texts(test)
    assert "No chart" in texts(test)
    assert escaped("Camera: Webcam <b>, 1280 x 720 pixels") in texts(test)
    told = "\n".join(str(cell) for table in test.table for cell in table.value.to_numpy().ravel())
    assert escaped("2 Mar 2026, 18:20, says the file: when it was last changed") in told
    press(test, "All sessions")
    assert len(entries(test)) == 1


def test_a_session_with_tracks_has_its_chart(own_log: str) -> None:
    track = recorded("measure_male_left_offset").track
    signals = reading_of(track, exercise("seated-ir-measure")).own
    session = measured(0, left=31.7)
    with open_repository(own_log) as repository, repository.new_tracks(session.id, track, signals) as file:
        repository.save(replace(session, tracks_file=file))
    test = opened(session)
    assert "Left leg over time" in texts(test)
    assert "No chart" not in texts(test)


def test_what_was_wrong_is_corrected_and_told(own_log: str) -> None:
    session = measured(0, left=31.7)
    log(own_log, session, measured(1, "Grace", left=40.0))
    test = opened(session)
    next(each for each in test.selectbox if each.label == "Whose").select("Grace")
    test.checkbox[0].check()
    test.date_input[0].set_value(date(2026, 3, 1))
    test.time_input[0].set_value(time(7, 30))
    test.text_area[0].set_value("<b>stiff</b> after **travel**")
    press(test, "Save")
    found = kept(session.id)
    assert found.person == "Grace"
    assert [one.side for one in found.measurements] == ["right"]
    assert found.recorded_at is not None
    assert found.recorded_at.astimezone(UTC).isoformat() == "2026-03-01T07:30:00+00:00"
    assert found.measurements[0].value_deg == session.measurements[0].value_deg
    assert escaped("<b>stiff</b> after **travel**") in texts(test)
    assert escaped("corrected: person, leg, date was ") in texts(test)


def test_saving_nothing_new_changes_nothing(own_log: str) -> None:
    session = measured(0, left=31.7)
    log(own_log, session)
    test = opened(session)
    press(test, "Save")
    assert kept(session.id) == session
    assert "What was changed" not in [each.label for each in test.expander]


def test_what_was_measured_cannot_become_an_exercise_that_measures_something_else(own_log: str) -> None:
    session, done = measured(0, left=31.7), rolled(1)
    log(own_log, session, done)
    (offered,) = (each.options for each in opened(session).selectbox if each.label == "Exercise")
    assert "Clam shell" not in offered
    (offered,) = (each.options for each in opened(done).selectbox if each.label == "Exercise")
    assert "Pigeon" in " ".join(offered)


def test_a_deleted_session_comes_back_with_undo(own_log: str) -> None:
    session, other = measured(0, left=31.7), measured(1, left=33.0)
    log(own_log, session, other)
    test = opened(session)
    press(test, "Delete")
    assert "in the bin" in texts(test)
    with open_repository() as repository:
        assert repository.sessions() == [other]
        repository.records.correct(other.id, Correction(note="meanwhile"))
    press(test, "Undo")
    assert [metric.value for metric in test.metric] == ["31.7° ± 1.6°"]
    assert kept(session.id) == session
    with open_repository() as repository:
        assert [one.note for one in repository.summaries(which=Which(session_id=other.id))] == ["meanwhile"]


@pytest.mark.parametrize("label", ["Save", "Delete"])
def test_what_another_tab_deleted_is_one_line(own_log: str, label: str) -> None:
    session = measured(0, left=31.7)
    log(own_log, session)
    test = opened(session)
    with open_repository() as repository:
        repository.records.delete(session.id)
    press(test, label)
    assert [each.value for each in test.info] == ["This session is in the bin, for 30 days."]
    with open_repository() as repository:
        repository.delete(session.id)
    press(test, "Undo")
    assert [each.value for each in test.info] == ["This session is not in the log any more."]
    assert not test.error


@pytest.mark.parametrize("name", ["no id", "0" * 32])
def test_an_address_without_a_session_is_one_line(name: str) -> None:
    test = AppTest.from_string(SESSIONS, default_timeout=20)
    test.query_params["session"] = name
    test.run()
    assert not test.exception
    assert len(test.info) == 1


def test_a_session_of_a_card_that_is_gone_is_shown_as_far_as_it_goes(own_log: str) -> None:
    session = replace(session_of(person="Ada"), exercise="my-own")
    log(own_log, session)
    assert [r"my\-own" in each for each in entries(shown(SESSIONS))] == [True]
    assert "not here any more" in texts(opened(session))


def test_the_bin_lists_what_was_deleted_and_gives_it_back(own_log: str) -> None:
    session, other = measured(0, left=31.7), measured(1, left=33.0)
    log(own_log, session, other)
    test = shown(SESSIONS)
    test.toggle[0].set_value(True).run()
    assert "Nothing is in the bin" in texts(test)
    with open_repository() as repository:
        repository.records.delete(session.id)
    test.run()
    assert [each.value for each in test.header] == ["2 Mar 2026"]
    press(test, entries(test)[0])
    press(test, "Undo")
    assert kept(session.id) == session


def test_what_a_later_analysis_replaced_says_so_instead_of_standing_beside_it(own_log: str) -> None:
    session = measured(0, left=31.7)
    log(own_log, session)
    with open_repository() as repository:
        repository.records.replace(replace(session, id=uuid4()))
    test = opened(session)
    press(test, "Undo")
    assert ["later analysis" in each.value for each in test.error] == [True]


def test_all_that_is_held_about_a_person_is_one_file(own_log: str) -> None:
    log(own_log, measured(0, "=cmd|<b>", left=25.0), measured(1, "=cmd|<b>", left=26.0))
    test = shown(SESSIONS)
    assert not test.get("download_button")
    press(test, "Export everything")
    (button,) = test.get("download_button")
    assert "2 sessions" in button.proto.label
