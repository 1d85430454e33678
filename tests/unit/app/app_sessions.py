"""Sessions for the pages to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sessions import measurement, refused, rep, session_of, trial
from streamlit.testing.v1 import AppTest

from romtrack.store import open_repository
from romtrack.types import (
    Fault,
    Hold,
    Measurement,
    Notice,
    Rep,
    Session,
    SetRecord,
    VideoInfo,
)

if TYPE_CHECKING:
    import pytest

    from romtrack.types import Side

_PAGE = """
import streamlit as st
from romtrack.app import {page}, people
from romtrack.app.ways import Ways
other = st.Page(lambda: None, title="Other", url_path="other")
people.show()
st.navigation([st.Page(lambda: {page}.show(other), title="This", url_path="this"), other]).run()
"""
FIRST_DAY = datetime(2026, 3, 2, 18, 20, tzinfo=UTC)


def page(name: str) -> str:
    """Return a script that shows one page, and another one to lead to."""
    return _PAGE.format(page=name)


def stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let analyses run in this process, where a test has put something in their place."""
    monkeypatch.setattr("romtrack.app.analysis.run_apart", lambda work, patient: work(patient))


def shown(script: str, **state: str) -> AppTest:
    """Run a page with what its session remembers."""
    test = AppTest.from_string(script, default_timeout=20)
    for name, value in state.items():
        test.session_state[name] = value
    test.run()
    assert not test.exception
    return test


def measured(day: int, person: str = "Ada", **internal_deg: float | None) -> Session:
    """Return a session ``day`` days on, with a value for each leg that is named; None = refused."""
    sides: tuple[Side, Side] = ("left", "right")
    found = [_measurement(side, internal_deg[side]) for side in sides if side in internal_deg]
    return session_of(
        person=person,
        analysed_at=FIRST_DAY + timedelta(days=day, minutes=5),
        recorded_at=FIRST_DAY + timedelta(days=day),
        recorded_by="file",
        video=VideoInfo("clip.mp4", f"{day:064x}", 640, 480, 20.0, 500),
        measurements=tuple(found),
    )


def counted(day: int, reps: int) -> Session:
    """Return a session of repetitions."""
    done = tuple(rep(3.0 * at, 25.0) for at in range(reps))
    when = FIRST_DAY + timedelta(days=day, hours=1)
    return session_of(
        exercise="seated-resisted-ir",
        analysed_at=when,
        recorded_at=when,
        recorded_by="camera",
        video=None,
        sets=(SetRecord(0.0, 3.0 * reps, done),),
        romtrack_version="",
    )


def held(day: int, seconds: float) -> Session:
    """Return a session of one pigeon, held."""
    done = SetRecord(5.0, 5.0 + seconds, holds=(Hold("left", 5.0, 5.0 + seconds, 0.3),))
    return replace(counted(day, 0), exercise="pigeon", sets=(done,))


def rolled(day: int) -> Session:
    """Return a session of two clam shells, the second with a roll of the pelvis."""
    first = Rep("left", "knee_rise", "torso", 1.0, 2.0, 3.0, -0.25, 0.15, 0.4, 0.5)
    second = replace(first, start_s=4.0, peak_s=5.0, end_s=6.0, range_value=0.52, faults=("pelvis_roll",))
    faults = (Fault("pelvis_roll", "left", 4.5, 5.5, float("nan")),)
    done = SetRecord(1.0, 6.0, (first, second), faults=faults)
    return replace(counted(day, 0), exercise="clamshell", sets=(done,))


def log(url: str, *sessions: Session) -> None:
    """Keep the sessions in the log at ``url``."""
    with open_repository(url) as repository:
        for session in sessions:
            repository.save(session)


def _measurement(side: Side, value_deg: float | None) -> Measurement:
    if value_deg is None:
        notice = Notice("trials_few", "fewer than two trials count; turn three times")
        return refused(notice, side=side, offset_deg=0.4)
    peaks = (value_deg - 1, value_deg, value_deg + 1)
    trials = [trial(peak, (4.0 * at, 4.0 * at + 1, 4.0 * at + 3), side=side) for at, peak in enumerate(peaks)]
    return measurement(value_deg, trials, side=side)
