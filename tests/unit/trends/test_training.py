"""What is told of exercises: week by week, beside the person's own best."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import nan

import pytest
from conftest import summary_of
from sessions import measurement, rep, session_of

from romtrack.trends import weeks_of
from romtrack.types import Fault, Hold, Session, SetRecord

SUNDAY = datetime(2026, 3, 8, 20, 0, tzinfo=UTC)
FAULT = Fault("knee_drift", "left", 1.0, 2.0, 0.2)


def done(after: timedelta, *ranges_deg: float, lasts_s: float = 2.0, faults: int = 0) -> Session:
    reps = tuple(rep(5.0 * at, size, lasts_s=lasts_s) for at, size in enumerate(ranges_deg))
    record = SetRecord(0.0, 60.0, reps, faults=(FAULT,) * faults)
    return session_of(exercise="seated-resisted-ir", analysed_at=SUNDAY + after, video=None, sets=(record,))


def test_a_week_goes_from_monday_to_sunday_and_is_beside_the_best() -> None:
    sessions = [
        done(timedelta(0), 20.0, 20.0, faults=1),
        done(timedelta(days=1), 40.0, 30.0, lasts_s=3.0),
        done(timedelta(days=3), 26.0, lasts_s=3.0, faults=2),
    ]
    ((name, (latest, first)),) = weeks_of(map(summary_of, sessions), {"seated-resisted-ir": 40.0}).items()
    assert name == "seated-resisted-ir"
    assert (first.monday, first.reps, first.faults) == (date(2026, 3, 2), 2, 1)
    assert (latest.monday, latest.reps, latest.faults) == (date(2026, 3, 9), 3, 2)
    assert (first.tempo_s, latest.tempo_s) == (2.0, 3.0)
    assert first.share == pytest.approx(20 / 40)
    assert latest.share == pytest.approx(32 / 40)


def test_a_hold_has_seconds_and_no_range() -> None:
    record = SetRecord(0.0, 60.0, holds=(Hold("left", 0.0, 12.5, 0.3), Hold("left", 20.0, 30.0, 0.3)))
    held = replace(done(timedelta(0)), exercise="pigeon", sets=(record,))
    ((_, (week,)),) = weeks_of([summary_of(held)], {}).items()
    assert (week.reps, week.held_s, week.tempo_s, week.share) == (0, 22.5, None, None)


def test_measurements_and_ranges_that_are_not_known_are_left_out() -> None:
    measured = session_of(measurements=(measurement(30.0),))
    assert weeks_of([summary_of(measured)], {}) == {}
    unknown = summary_of(done(timedelta(0), nan, 10.0))
    ((_, (week,)),) = weeks_of([unknown], {"seated-resisted-ir": 10.0}).items()
    assert (week.reps, week.share) == (2, 1.0)
    ((_, (week,)),) = weeks_of([summary_of(done(timedelta(0), nan))], {}).items()
    assert (week.reps, week.share) == (1, None)
