"""Work in the background: found again, never mixed, ended and cleaned up."""

from __future__ import annotations

import time
from threading import Event
from typing import TYPE_CHECKING

import pytest

from romtrack.app.job import Job, Pace
from romtrack.app.jobs import Jobs, private_folder
from romtrack.errors import InputError
from romtrack.scratch import remove

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from romtrack.progress import Progress

SOON_S = 5.0


@pytest.fixture
def jobs() -> Iterator[Jobs[str]]:
    kept: Jobs[str] = Jobs()
    yield kept
    kept.close()


def endless(folder: Path, progress: Progress) -> str:
    (folder / "file").touch()
    progress.begin("endless", None)
    while True:
        progress.step()
        time.sleep(0.005)


def within(condition: Callable[[], bool]) -> bool:
    end_s = time.monotonic() + SOON_S
    while not condition() and time.monotonic() < end_s:
        time.sleep(0.01)
    return condition()


def found(jobs: Jobs[str], token: str) -> Job[str]:
    job = jobs.find(token)
    assert job is not None
    return job


def test_a_token_finds_the_result(jobs: Jobs[str]) -> None:
    folder = private_folder()
    token = jobs.start(lambda where, _: f"made in {where}", folder)
    assert within(lambda: found(jobs, token).state == "done")
    assert found(jobs, token).result == f"made in {folder}"
    assert folder.exists()
    assert jobs.find("another") is None


def test_progress_is_told_by_stage(jobs: Jobs[str]) -> None:
    seen, go_on = Event(), Event()

    def work(_: Path, progress: Progress) -> str:
        progress.begin("pose", 2)
        progress.step()
        progress.step()
        progress.begin("annotated video", 5)
        progress.step()
        seen.set()
        go_on.wait(SOON_S)
        return ""

    job = found(jobs, jobs.start(work, private_folder()))
    assert seen.wait(SOON_S)
    pace = job.pace
    assert (pace.stage, pace.number, pace.frames, pace.expected) == ("annotated video", 2, 1, 5)
    go_on.set()


def test_time_left_needs_a_settled_rate() -> None:
    assert Pace("pose", 1, 3, 100, 0.1).left_s is None
    assert Pace("pose", 1, 50, None, 2.0).left_s is None
    assert Pace("pose", 1, 50, 100, 2.0).left_s == pytest.approx(2.0)
    assert Pace("pose", 1, 120, 100, 2.0).left_s == 0  # the expected number was an estimate


def test_cancel_ends_it_at_once_and_leaves_nothing(jobs: Jobs[str]) -> None:
    folder = private_folder()
    job = found(jobs, jobs.start(endless, folder))
    assert within((folder / "file").exists)
    job.cancel()
    assert job.state == "cancelled"
    assert not folder.exists()


def test_a_cancel_after_the_last_step_still_counts(jobs: Jobs[str]) -> None:
    go_on, folder = Event(), private_folder()
    job = found(jobs, jobs.start(lambda _where, _progress: str(go_on.wait(SOON_S)), folder))
    job.ask_to_end()
    go_on.set()
    assert within(lambda: job.state == "cancelled")
    assert not folder.exists()


def test_an_error_on_purpose_is_its_sentence(jobs: Jobs[str]) -> None:
    def work(_: Path, __: Progress) -> str:
        raise InputError("clip.mp4 is empty; record it again")

    folder = private_folder()
    job = found(jobs, jobs.start(work, folder))
    assert within(lambda: job.state == "failed")
    assert job.error == "clip.mp4 is empty; record it again"
    assert not folder.exists()


def test_any_other_error_ends_in_a_sentence_too(jobs: Jobs[str], caplog: pytest.LogCaptureFixture) -> None:
    def work(_: Path, __: Progress) -> str:
        raise ZeroDivisionError("a bug")

    job = found(jobs, jobs.start(work, private_folder()))
    assert within(lambda: job.state == "failed")
    assert "ZeroDivisionError" in job.error
    assert "an analysis failed" in caplog.text


def test_two_jobs_do_not_mix(jobs: Jobs[str]) -> None:
    one = jobs.start(lambda *_: "one", private_folder())
    two = jobs.start(endless, private_folder())
    assert within(lambda: found(jobs, one).state == "done")
    assert found(jobs, one).result == "one"
    assert found(jobs, two).state == "running"


def test_a_running_job_that_nobody_asks_for_is_ended() -> None:
    jobs: Jobs[str] = Jobs(abandoned_s=0.0)
    folder = private_folder()
    token = jobs.start(endless, folder)
    time.sleep(0.01)
    jobs.sweep()
    assert jobs.find(token) is None
    assert not folder.exists()


def test_a_running_job_that_somebody_asks_for_goes_on(jobs: Jobs[str]) -> None:
    token = jobs.start(endless, private_folder())
    jobs.sweep()
    assert found(jobs, token).state == "running"


def test_a_result_is_kept_for_a_while_only() -> None:
    jobs: Jobs[str] = Jobs(abandoned_s=0.0, kept_s=0.2)
    folder = private_folder()
    token = jobs.start(lambda *_: "done", folder)
    assert within(lambda: found(jobs, token).state == "done")
    jobs.sweep()
    assert found(jobs, token).result == "done"
    time.sleep(0.25)
    jobs.sweep()
    assert jobs.find(token) is None
    assert not folder.exists()


def test_the_end_of_the_app_drops_everything() -> None:
    jobs: Jobs[str] = Jobs()
    folders = [private_folder(), private_folder()]
    tokens = [jobs.start(endless, folder) for folder in folders]
    jobs.close()
    assert [jobs.find(token) for token in tokens] == [None, None]
    assert not any(folder.exists() for folder in folders)


def test_a_private_folder_is_private() -> None:
    folder = private_folder()
    assert folder.stat().st_mode & 0o077 == 0
    remove(folder)
