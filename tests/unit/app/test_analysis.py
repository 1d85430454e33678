"""An analysis for the app: private files, the command's sentences, a log that notices."""

from __future__ import annotations

import io
import stat
import tempfile
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from app_sessions import log, measured, stay_here
from app_works import crashed
from conftest import reading_of, recorded

from romtrack.apart import run_apart
from romtrack.app.analysis import JOBS, Outcome, Request, log_again, start
from romtrack.app.jobs import private_folder
from romtrack.errors import InputError
from romtrack.exercises import exercise
from romtrack.pipeline import Analysis
from romtrack.settings import Settings
from romtrack.store import open_repository
from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from romtrack.app.job import Job


@pytest.fixture(autouse=True)
def no_jobs_left() -> Iterator[None]:
    yield
    JOBS.close()


@pytest.fixture
def log_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'romtrack.db'}"
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", url)
    return url


def ended(token: str) -> Job[Outcome]:
    job = JOBS.find(token)
    assert job is not None
    end_s = time.monotonic() + 60  # a process that imports everything anew
    while job.state == "running" and time.monotonic() < end_s:
        time.sleep(0.01)
    return job


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def outcome(tmp_path: Path) -> Outcome:
    track = recorded("measure_male_left_offset").track
    reading = reading_of(track, exercise("seated-ir-measure"))
    session = measured(0, left=30.0)
    return Outcome(
        Analysis(session, track, reading, tmp_path / "clip.mp4", Settings()),
        tmp_path,
    )


def test_a_bad_file_says_what_the_command_says(tmp_path: Path, scratch: Path) -> None:
    text = b"this is no video\n" * 20
    (tmp_path / "notes.mp4").write_bytes(text)
    with pytest.raises(InputError) as refused:
        VideoReader(tmp_path / "notes.mp4")
    job = ended(start(Request("notes.mp4", io.BytesIO(text), Settings())))
    assert job.state == "failed"
    assert job.error == str(refused.value).replace(f"{tmp_path}/", "")
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("name", ["../../evil.mp4", "/etc/passwd", "a\x00b.mp4", "con", "x" * 400])
def test_an_upload_is_written_under_a_name_of_our_own(
    name: str, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Path, int, bytes]] = []

    def look(video: Path, *_: object, **_how: object) -> None:
        seen.append((video, stat.S_IMODE(video.parent.stat().st_mode), video.read_bytes()))
        raise InputError(f"{video} was looked at")

    stay_here(monkeypatch)
    monkeypatch.setattr("romtrack.app.analysis.outputs.pipeline.analyze", look)
    job = ended(start(Request(name, io.BytesIO(b"bytes"), Settings())))
    ((video, mode, content),) = seen
    assert (video.parent.parent, video.name, mode, content) == (scratch, "recording", 0o700, b"bytes")
    assert job.error == f"{name} was looked at"


def test_a_logged_recording_is_replaced_when_asked(outcome: Outcome, log_url: str) -> None:
    log(log_url, replace(outcome.analysis.session, id=uuid4()))
    again = log_again(replace(outcome, earlier=outcome.analysis.session))
    assert (again.earlier, again.not_logged) == (None, "")
    with open_repository(log_url) as repository:
        assert len(repository.sessions()) == 1


def test_a_log_that_cannot_be_written_is_said(
    outcome: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no.db").write_bytes(b"not a database at all, not at all" * 100)
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", f"sqlite:///{tmp_path / 'no.db'}")
    assert "no.db" in log_again(outcome).not_logged


def test_a_video_that_kills_its_analysis_ends_nothing_else(scratch: Path) -> None:
    folder = private_folder()
    job = ended(JOBS.start(lambda _, patient: run_apart(crashed, patient), folder))
    assert job.state == "failed"
    assert "the analysis ended unexpectedly" in job.error
    assert list(scratch.iterdir()) == []
