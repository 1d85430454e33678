"""Pain is asked about after an exercise, kept as soon as it is said, and says when to stop."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from app_sessions import counted, log, measured, page, shown
from streamlit.testing.v1 import AppTest

from romtrack.clock import local_now
from romtrack.live import Plan
from romtrack.store import Correction, open_repository
from romtrack.types import Pain

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from romtrack.types import Session

_RESULT = """
from romtrack.app import pain
from romtrack.store import open_repository
with open_repository() as repository:
    session = repository.open_sessions()[0].session
pain.show(session)
"""


@pytest.fixture(autouse=True)
def log_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'romtrack.db'}"
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", url)
    return url


def detail(session: Session) -> AppTest:
    test = AppTest.from_string(page("sessions"), default_timeout=20)
    test.query_params["session"] = session.id.hex
    test.run()
    assert not test.exception
    return test


def kept() -> list[Pain]:
    with open_repository() as repository:
        return [one.pain for one in repository.summaries()]


def say(test: AppTest, session_id: UUID, name: str, level: int) -> None:
    test.pills(key=f"pain-{session_id}-{name}").set_value(level).run()
    assert not test.exception


def test_a_rise_by_two_says_stop_and_is_kept(log_url: str) -> None:
    session = counted(0, 9)
    log(log_url, session)
    test = detail(session)
    say(test, session.id, "before", 2)
    assert not test.error
    say(test, session.id, "after", 3)
    assert not test.error
    say(test, session.id, "after", 4)
    assert test.error[0].value.startswith("Stop here for today")
    assert kept() == [Pain(2, 4)]


def test_what_is_said_elsewhere_is_not_overwritten_by_an_open_page(log_url: str) -> None:
    session = counted(0, 9)
    log(log_url, session)
    test = detail(session)
    say(test, session.id, "before", 1)
    with open_repository() as repository:
        repository.records.correct(session.id, Correction(pain=Pain(5, 6, sharp=True)))
    test.run()
    assert kept() == [Pain(5, 6, sharp=True)]
    say(test, session.id, "after", 5)
    assert kept() == [Pain(5, 5, sharp=True)]
    assert "sharp pain" in test.error[0].value


def test_the_result_of_a_session_that_is_not_saved_yet_keeps_it(log_url: str) -> None:
    session = counted(0, 9)
    with open_repository(log_url) as repository:
        lease = repository.begin(session, Plan("Ada", "seated-resisted-ir").plain())
        test = shown(_RESULT)
        say(test, session.id, "before", 0)
        test.checkbox(key=f"pain-{session.id}-sharp").check().run()
        assert test.error
        lease.close(session)
        assert repository.sessions() == [session]
    assert kept() == [Pain(0, None, sharp=True)]


def test_home_asks_about_what_was_done_today_and_nothing_older(log_url: str) -> None:
    home = page("home").replace("show(other)", "show(Ways(*[other] * 8))")
    session = counted(0, 9)
    log(log_url, session)
    assert not shown(home).pills
    now = local_now()
    session = replace(session, id=uuid4(), analysed_at=now, recorded_at=now)
    log(log_url, session)
    test = shown(home)
    say(test, session.id, "before", 1)
    say(test, session.id, "after", 8)
    assert test.error[0].value.startswith("Stop here for today")
    assert kept()[0] == Pain(1, 8)


def test_a_measurement_is_not_asked_about_but_tells_what_is_known(log_url: str) -> None:
    session = measured(0, left=30.0)
    log(log_url, session)
    assert "Did it hurt" not in str(detail(session).markdown)
    with open_repository() as repository:
        repository.records.correct(session.id, Correction(pain=Pain(None, 3)))
    test = detail(session)
    assert "Did it hurt" in str([each.value for each in test.markdown])
    assert test.pills(key=f"pain-{session.id}-after").value == 3
