"""The live pages around a session: what was cut off is continued, kept or discarded."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from app_sessions import measured, page, shown
from conftest import recorded
from replay import Player, ReplayEye, leave_all, rows
from streamlit.testing.v1 import AppTest

from romtrack.app.live.booths import BOOTHS
from romtrack.live import LiveSession, Plan
from romtrack.store import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from romtrack.types import Direction, Session

MEASURE = page("measure")


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "romtrack.db"
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", f"sqlite:///{path}")
    yield path
    leave_all()
    BOOTHS.close()


@pytest.fixture
def cut(log: Path) -> Session:
    session = measured(0, left=31.0)
    with open_repository() as repository:
        repository.begin(session, Plan(person="Ada").plain()).release()
    assert log.exists()
    return session


@pytest.mark.usefixtures("log")
def test_a_sweep_is_tried_first_by_the_plan_that_is_measured_then() -> None:
    test = shown(MEASURE)
    legs, ways = test.button_group
    legs.set_value("Right")
    ways.set_value("Both in one sweep").run()
    next(each for each in test.button if each.label.startswith("Try it first")).click().run()
    assert not test.exception
    booth = BOOTHS.find(test.session_state["live-measure"])
    assert booth is not None
    assert booth.plan == Plan(
        "me", sides=("right",), directions=("internal", "external"), sweep=True, practice=True
    )


def shown_after(plan: Plan, state: str) -> tuple[AppTest, LiveSession]:
    """Show the page of a session that a recording of two sweeps was shown to, and that is over."""
    known = recorded("variant_sweep")
    eye = ReplayEye(known.track)
    live = LiveSession(replace(plan, sides=(known.side,)), eye, open_repository())
    player = Player(live, eye)
    player.hang(6)
    player.run(rows(eye, 0, np.inf))
    live.skip()
    token = BOOTHS.start(live.plan)
    booth = BOOTHS.find(token)
    assert booth is not None
    booth._session = live  # noqa: SLF001  the one whose camera is a recording
    test = AppTest.from_string(MEASURE, default_timeout=20)
    test.query_params["live"] = token
    test.session_state[state] = token
    test.run()
    assert not test.exception
    return test, live


@pytest.mark.usefixtures("log")
def test_the_details_of_a_measurement_have_its_curve_each_trial_and_its_files() -> None:
    both: tuple[Direction, ...] = ("internal", "external")
    test, live = shown_after(Plan("Ada", directions=both, sweep=True), "live-ended")
    live.save()
    test.run()
    headers = [each.value for each in test.header]
    assert headers == ["Right leg over time", "Left leg over time", "Trials", "Take it with you"]
    assert len(test.get("vega_lite_chart")) == 2
    files = [each.proto.label for each in test.get("download_button")]
    assert files == ["Report", "Angles of both legs (CSV)", "Result (JSON)"]


@pytest.mark.usefixtures("log")
def test_a_practice_ends_without_a_trace() -> None:
    _, live = shown_after(Plan("Ada", practice=True), "live-details")
    assert live.closed
    with open_repository() as repository:
        assert not any((repository.open_sessions(), repository.sessions(), repository.people()))


def test_what_was_cut_off_is_kept(cut: Session) -> None:
    test = shown(MEASURE)
    test.button(key=f"close-{cut.id}").click().run()
    with open_repository() as repository:
        assert (repository.open_sessions(), repository.sessions()) == ([], [cut])


def test_what_was_cut_off_is_discarded(cut: Session) -> None:
    test = shown(MEASURE)
    test.button(key=f"discard-{cut.id}").click().run()
    with open_repository() as repository:
        assert (repository.open_sessions(), repository.sessions()) == ([], [])


@pytest.mark.parametrize("wanted", ["close", "discard"])
def test_a_log_that_somebody_else_writes_is_said_and_nothing_is_lost(
    cut: Session, log: Path, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("romtrack.store._sqlite.BUSY_TIMEOUT_S", 0.1)
    test = shown(MEASURE)
    other = sqlite3.connect(log, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    test.button(key=f"{wanted}-{cut.id}").click().run()
    other.close()
    assert not test.exception
    assert len(test.error) == 1
    with open_repository() as repository:
        assert [one.session for one in repository.open_sessions()] == [cut]


@pytest.mark.parametrize("done", [True, False])
def test_a_session_that_goes_on_elsewhere_is_only_told(log: Path, *, done: bool) -> None:
    session = measured(0, left=31.0) if done else measured(0)
    with open_repository() as repository:
        lease = repository.begin(session, Plan(person="Ada").plain())
        test = shown(MEASURE)
        assert [each.value for each in test.info] == [
            "A session of Ada goes on in another romtrack: go on there, or end it there."
        ]
        assert not [button for button in test.button if str(session.id) in str(button.key)]
        lease.keep(session)
        assert [one.session for one in repository.open_sessions()] == [session]
    assert log.exists()


def test_what_was_continued_elsewhere_meanwhile_is_left_alone(cut: Session) -> None:
    test = shown(MEASURE)
    with open_repository() as repository:
        (found,) = repository.open_sessions()
        repository.take_over(found)
        test.button(key=f"discard-{cut.id}").click().run()
        assert [one.session for one in repository.open_sessions()] == [cut]
    assert ["goes on in another romtrack" in each.value for each in test.info] == [True]


def test_an_empty_session_that_was_cut_off_is_forgotten(log: Path) -> None:
    with open_repository() as repository:
        repository.begin(measured(0), Plan(person="Ada").plain()).release()
        assert not shown(MEASURE).info
        assert repository.open_sessions() == []
    assert log.exists()
