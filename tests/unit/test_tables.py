"""What the command prints of an exercise, and of the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from conftest import summary_of

from romtrack.cli._session import say_session
from romtrack.cli.progress import progress
from romtrack.store import open_repository
from romtrack.trends import progress_rows, trends_of
from romtrack.types import Fault, Hold, Partial, Quality, Rep, Session, SetRecord

if TYPE_CHECKING:
    import pytest

REP = Rep("right", "knee_rise", "torso", 1.0, 2.0, 3.0, -0.2, 0.2, 0.4, 0.5)
SHORT = Partial("right", "knee_rise", "torso", 4.0, 5.0, 6.0, -0.2, -0.1, 0.1, "too little to count")
FAULTS = tuple(Fault("pelvis_roll", "right", at, at + 0.5, float("nan")) for at in (1.0, 8.0))
SETS = (
    SetRecord(1.0, 10.0, (REP, replace(REP, range_value=0.52, end_s=3.4)), (SHORT,), faults=FAULTS),
    SetRecord(40.0, 43.0, (REP,)),
)
SESSION = Session(
    id=UUID(int=3),
    person="Ada",
    exercise="clamshell",
    side="right",
    analysed_at=datetime(2026, 3, 3, 14, 5, tzinfo=UTC),
    recorded_at=datetime(2026, 3, 3, 14, 5, tzinfo=UTC),
    recorded_by="camera",
    video=None,
    sets=SETS,
    measurements=(),
    quality=Quality(1.0, 1.0),
)
PIGEON = replace(
    SESSION, exercise="pigeon", sets=(SetRecord(2.0, 34.3, holds=(Hold("right", 2.0, 34.3, 0.3),)),)
)


def printed(session: Session, capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    """Return the lines of what is printed, as cells."""
    say_session(session, Path("out"), None)
    return [
        [cell.strip() for cell in line.split("│")[1:-1]] or [line]
        for line in capsys.readouterr().out.splitlines()
    ]


def test_a_set_a_row_with_the_unit_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(SESSION, capsys)
    assert lines[0][0].strip() == "Clam shell (approximate)"
    assert ["right", "2", "1", "", "from 77% of the best", "2.2 s", "pelvis roll 2x"] in lines
    assert ["right", "1", "0", "", "100% of the best", "2.0 s", ""] in lines
    assert ["  attempt at 5.0 s not counted: too little to count"] in lines


def test_a_hold_has_its_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    assert ["right", "0", "0", "32.3 s", "", "", ""] in printed(PIGEON, capsys)


def test_the_log_lists_repetitions_and_seconds() -> None:
    reps, hold = progress_rows([summary_of(replace(SESSION, side="both")), summary_of(PIGEON)], trends_of([]))
    assert (reps.hip, reps.result, reps.spread) == ("both", "3 reps", "from 77% of the best")
    assert (hold.hip, hold.result, hold.spread) == ("right", "held 32.3 s", "")


def test_the_latest_sessions_are_listed_and_all_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", f"sqlite:///{tmp_path / 'romtrack.db'}")
    with open_repository() as repository:
        for day in range(60):
            started = SESSION.when.at + timedelta(days=day)
            repository.save(replace(SESSION, id=UUID(int=day), recorded_at=started))
    progress(limit=50)
    said = capsys.readouterr().out
    days = [line.split("│")[1].split(",")[0].strip() for line in said.splitlines() if "Ada" in line]
    assert (len(days), days[0], days[-1]) == (50, "13 Mar 2026", "1 May 2026")
    assert said.endswith("The latest 50 of 60 sessions; --limit 0 lists all\n")
    progress(person="Ada", limit=0)
    assert capsys.readouterr().out.count("Ada") == 60
