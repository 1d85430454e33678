"""The time of day, where the person is."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from romtrack.clock import midnight

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="the zone of a process is set otherwise here"
)


@pytest.fixture(autouse=True)
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as there:
        there.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


def test_a_day_begins_at_midnight_though_the_clocks_change_on_it() -> None:
    days = [midnight(date(2026, 3, day)).isoformat() for day in (29, 30)]
    assert days == ["2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00"]
