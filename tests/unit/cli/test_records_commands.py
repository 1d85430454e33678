"""The commands that look after what is kept: as somebody types them, at 80 columns."""

from __future__ import annotations

import csv
import json
import re
import sys
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from conftest import SAMPLES, reading_of, recorded
from sessions import START, VIDEO, measurement, session_of, trial, url_of

from romtrack import outputs
from romtrack.cli import _terminal
from romtrack.cli._root import run
from romtrack.cli._whose import known_name
from romtrack.cli.analyze import _whose
from romtrack.errors import RomtrackError, UsageError
from romtrack.exercises import exercise
from romtrack.pipeline import Analysis
from romtrack.settings import Settings
from romtrack.store import open_repository
from romtrack.types import Camera
from romtrack.units import day_and_time

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.types import Session

WIDTH = 80


@pytest.fixture(autouse=True)
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    found = url_of(tmp_path / "romtrack.db")
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", found)
    monkeypatch.setattr(_terminal, "_WIDE", WIDTH)
    return found


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(monkeypatch, capsys)


class Typed:
    """Types a command and returns what it said; a refusal is said, too."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: str) -> str:
        self._monkeypatch.setattr(sys, "argv", ["romtrack", *words])
        try:
            run()
        except RomtrackError as error:
            return f"refused: {error}"
        said = self._capsys.readouterr()
        return said.out + said.err


def of(person: str, week: int, value_deg: float) -> Session:
    one = measurement(value_deg, [trial(value_deg)])
    video = replace(VIDEO, sha256=f"{uuid4().int:064x}"[:64])
    when = START + timedelta(weeks=week)
    return session_of(id=uuid4(), person=person, measurements=(one,), video=video, analysed_at=when)


def save(*sessions: Session) -> None:
    with open_repository() as repository:
        for session in sessions:
            repository.save(session)


def test_lists_cut_no_date_and_no_id_at_80_columns(typed: Typed) -> None:
    long = "Anna Bjørnsdottir-Maximiliansen of the long names " * 3
    unknown = replace(of("Ben", 3, 20.0), recorded_at=None, recorded_by=None)
    mine = [of(long, week, 12 + 4.0 * week) for week in range(3)]
    save(*mine, unknown)
    said = typed("sessions")
    assert all(len(line) <= WIDTH for line in said.splitlines())
    for session in (*mine, unknown):
        assert session.id.hex[:8] in said
        assert day_and_time(session.analysed_at) in said
    assert "…" not in said
    people = typed("people")
    assert all(len(line) <= WIDTH for line in people.splitlines())
    assert "15 Mar 2026" in people
    assert "+8.0°" in people
    assert "".join(long.split()) in re.sub(r"[│\s]|\d+ \w{3} \d{4}", "", _column(people, 0))


def test_progress_cuts_no_date_and_no_id_at_80_columns(typed: Typed) -> None:
    unknown = replace(of("Anna", 0, 20.0), recorded_at=None, recorded_by=None)
    sessions = [unknown, *(of("Anna", week, 20.0 + 2 * week) for week in range(1, 8))]
    save(*sessions)
    said = typed("progress", "--person", "Anna")
    assert max(map(len, said.splitlines())) <= WIDTH
    for session in sessions:
        assert f"│ {session.id.hex[:8]} " in said
        assert f"│ {day_and_time(session.when.at)} " in said
    assert "│ analysed " in said
    assert "± is one standard uncertainty" in said
    assert "a gain" in said


def test_progress_is_told_to_programs(typed: Typed) -> None:
    save(*(of("Anna", week, 20.0 + 2 * week) for week in range(6)))
    (series,) = json.loads(typed("progress", "--person", "anna", "--json"))["series"]
    assert (series["person"], series["verdict"], series["change_deg"]) == ("Anna", "more", 10.0)
    assert [one["range_deg"] for one in series["values"]] == [20.0, 22.0, 24.0, 26.0, 28.0, 30.0]
    rows = list(csv.DictReader(typed("progress", "--csv").splitlines()))
    assert [row["range_deg"] for row in rows] == ["20.0", "22.0", "24.0", "26.0", "28.0", "30.0"]
    assert rows[-1]["verdict"] == "more"
    assert typed("progress", "--csv", "--json").startswith("refused: --json and --csv are two ways")


def _column(table: str, number: int) -> str:
    rows = [line.split("│") for line in table.splitlines() if line.startswith("│")]
    return "".join(cells[number + 1] for cells in rows)


def test_sessions_are_chosen_by_what_they_are(typed: Typed) -> None:
    mine, other = of("Anna", 0, 20.0), of("Ben", 2, 30.0)
    live = replace(of("Anna", 4, 25.0), video=None, side="right", exercise="clamshell")
    save(mine, other, live)
    options: dict[tuple[str, ...], list[Session]] = {
        ("--person", "ANNA"): [mine, live],
        ("--exercise", "clamshell"): [live],
        ("--side", "left"): [mine, other],
        ("--since", "2026-03-15"): [other, live],
        ("--until", "2026-03-15"): [mine, other],
        ("--source", "camera"): [live],
        ("--source", "video"): [mine, other],
        ("--bin",): [],
    }
    for words, wanted in options.items():
        said = typed("sessions", *words)
        assert {one.id for one in (mine, other, live) if one.id.hex[:8] in said} == {one.id for one in wanted}


def test_a_session_is_corrected_deleted_and_brought_back(typed: Typed, url: str) -> None:
    session = replace(of("Anna", 0, 20.0), camera=Camera("Fairphone 4", 640, 480))
    save(session, of("Ben", 1, 30.0))
    key = session.id.hex[:8]
    corrected = typed("edit", key, "--person", "Bem", "--note", "=cmd()")
    assert "did you mean Ben? Then: romtrack people Bem --merge-into Ben" in corrected
    shown = typed("sessions", key)
    assert "Bem, seated-ir-measure" in shown
    assert "  tracks: not kept" in shown
    assert "  camera: Fairphone 4, 640 x 480 pixels" in shown
    assert "corrected: person, note" in shown
    assert typed("edit", key).startswith("refused: say what to correct")
    assert "does not measure" in typed("edit", key, "--exercise", "standing-abduction-measure")
    assert "1 session of Bem went to Ben" in typed("people", "Bem", "--merge-into", "ben")
    assert "is in the bin" in typed("delete", key)
    assert typed("delete", key).startswith("refused: no session")
    assert "is back" in typed("undo")
    assert "two again" in typed("undo")
    assert "as it was" in typed("undo")
    assert typed("undo") == "Nothing to take back\n"
    with open_repository(url) as repository:
        assert repository.get(session.id) == session


def test_purging_says_how_much_went_and_which_copies_stay(typed: Typed, tmp_path: Path, url: str) -> None:
    sessions = [of("Somebody Else", week, 20.0) for week in range(30)]
    save(*sessions, of("Ben", 1, 30.0))
    (tmp_path / "romtrack.db.0004.bak").touch()
    size = (tmp_path / "romtrack.db").stat().st_size
    assert "Somebody Else with 30 sessions is in the bin" in typed("delete", "--person", "somebody else")
    assert typed("purge").startswith("Removed 0 sessions and 0 names")
    said = typed("purge", "--all")
    freed = re.search(r"Removed 30 sessions and 1 name, (\S+) MB freed", said)
    assert freed is not None
    assert float(freed[1]) > 0.01
    assert "romtrack.db.0004.bak" in said
    assert (tmp_path / "romtrack.db").stat().st_size < size
    assert b"Somebody Else" not in (tmp_path / "romtrack.db").read_bytes()
    with open_repository(url) as repository:
        assert (repository.people(), repository.check()) == (["Ben"], [])
    assert typed("purge", "--person", "ben").startswith("Removed 1 session and 1 name")
    with open_repository(url) as repository:
        assert (repository.people(), repository.check()) == ([], [])


def test_what_is_known_of_a_person_is_kept(typed: Typed) -> None:
    save(of("Anna", 0, 20.0))
    said = typed("people", "anna", "--born", "1980", "--sex", "female", "--notes", "left hip")
    assert said == "Anna\n  sex: female\n  born: 1980\n  notes: left hip\n"
    assert "did you mean Anna?" in typed("people", "Ana", "--notes", "x")
    assert typed("people", "Cleo", "--new") == "Cleo\n"
    for words in (
        ("--born", "1980"),
        ("Anna", "--born", "80"),
        ("x" * 201, "--new"),
        ("Anna", "--rename", " "),
    ):
        assert typed("people", *words).startswith("refused: ")


def test_a_name_is_taken_as_the_log_spells_it_and_a_slip_is_said(
    capsys: pytest.CaptureFixture[str], url: str
) -> None:
    save(of("Anna", 0, 20.0))
    with open_repository(url) as repository:
        assert known_name(repository, " ANNA ") == "Anna"
        assert capsys.readouterr().err == ""
        assert known_name(repository, "Ana") == "Ana"
        assert "did you mean Anna? Then: romtrack people Ana --merge-into Anna" in capsys.readouterr().err
        with pytest.raises(UsageError, match="a name of 10000 characters cannot be kept"):
            known_name(repository, "x" * 10_000)


def test_a_rerun_stays_whose_it_was_unless_somebody_is_named(url: str) -> None:
    session = of("Anna", 0, 20.0)
    save(session, of("Ben", 0, 20.0))
    assert session.video is not None
    with open_repository(url) as repository:
        rerun = (session.video.sha256,)
        assert _whose(repository, "me", *rerun, force=True, named=False) == "Anna"
        assert _whose(repository, "BEN", *rerun, force=True, named=True) == "Ben"
        assert _whose(repository, "me", *rerun, force=False, named=False) == "me"
        assert _whose(repository, "me", "0" * 64, force=True, named=False) == "me"


def test_the_samples_enter_nobodys_log(url: str) -> None:
    track = recorded("measure_male_left_offset").track
    reading = reading_of(track, exercise("seated-ir-measure"))
    clips = sorted(SAMPLES.glob("*.mp4"))
    assert clips
    with open_repository(url) as repository:
        for clip in clips:
            video = replace(VIDEO, sha256=sha256(clip.read_bytes()).hexdigest())
            analysis = Analysis(session_of(video=video), track, reading, clip, Settings())
            assert not outputs.keep(analysis, repository, again=True).logged
        assert (repository.sessions(), repository.unnamed_tracks()) == ([], [])
        other = replace(analysis, session=session_of(id=uuid4()))
        assert outputs.keep(other, repository).logged
        again = replace(analysis, session=session_of(id=uuid4(), person="Ben"))
        assert outputs.keep(again, repository).earlier is not None
        assert outputs.keep(again, repository, again=True).logged
        assert [one.person for one in repository.sessions()] == ["Ben"]


def test_how_a_session_felt_is_said_bit_by_bit_and_says_when_to_stop(typed: Typed) -> None:
    session = of("Anna", 0, 20.0)
    save(session)
    key = session.id.hex[:8]
    assert "Stop" not in typed("edit", key, "--pain-before", "2")
    assert "Stop here for today: it hurts more than before." in typed("edit", key, "--pain-after", "4")
    assert "pain, 0 to 10: 2 before, 4 after" in typed("sessions", key)
    assert "a sharp pain is a sign to stop" in typed("edit", key, "--pain-after", "2", "--sharp-pain")
    assert "pain, 0 to 10: 2 before, 2 after, sharp" in typed("sessions", key)
    typed("undo")
    assert "2 before, 4 after" in typed("sessions", key)
    assert typed("edit", key, "--pain-before", "11").startswith("refused: pain of 11: it goes from 0")


def test_a_plan_is_taken_over_listed_printed_and_taken_back(typed: Typed, tmp_path: Path) -> None:
    page, reminders = tmp_path / "plan.html", tmp_path / "plan.ics"
    assert "No plan of Ada yet" in typed("plan", "--person", "Ada")
    assert typed("plan", "--take", "yoga").startswith("refused: there is no ready plan 'yoga'; there are mob")
    assert typed("plan", "--at", "noon").startswith("refused: --at 'noon' is no time of day")
    assert "5 exercises added" in typed("plan", "--person", "Ada", "--take", "mobility")
    assert "It is so already" in typed("plan", "--person", "ada", "--take", "Mobility")
    assert "did you mean Ada?" in typed("plan", "--person", "Adda", "--take", "mobility")
    typed("undo")
    files = ("--page", str(page), "--reminders", str(reminders), "--at", "07:30")
    said = typed("plan", "--person", "Ada", *files)
    assert "Reminders at 07:30" in said
    assert all(len(line) <= WIDTH for line in said.splitlines() if "│" in line)
    assert "Pigeon" in page.read_text(encoding="utf-8")
    assert "T073000" in reminders.read_text(encoding="utf-8")
    assert "is there already" in typed("plan", "--person", "Ada", *files)
    assert "5 parts of plan" in typed("undo")
    assert "No plan of Ada yet" in typed("plan", "--person", "Ada")
