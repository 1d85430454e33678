"""The pages as scripts, with a real log and real jobs."""

from __future__ import annotations

import io
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from app_sessions import counted, held, log, measured, page, rolled, shown, stay_here
from conftest import SAMPLES, reading_of, recorded
from streamlit.testing.v1 import AppTest

from romtrack.app import MAIN
from romtrack.app.analysis import JOBS, Outcome
from romtrack.app.jobs import private_folder
from romtrack.clock import local_now
from romtrack.errors import InputError
from romtrack.exercises import exercise
from romtrack.outputs import save
from romtrack.pipeline import Analysis
from romtrack.settings import Place, Settings
from romtrack.store import open_repository
from romtrack.types import HandMeasurement, Notice, Quality, Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from romtrack.apart import Patient
    from romtrack.progress import Progress
    from romtrack.types import Session


@pytest.fixture(autouse=True)
def no_jobs_left() -> Iterator[None]:
    yield
    JOBS.close()


@pytest.fixture(autouse=True)
def log_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'romtrack.db'}"
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", url)
    return url


ANALYZE = page("analyze")
PROGRESS = page("progress")
HOME = page("home").replace("show(other)", "show(Ways(*[other] * 8))")
EXERCISES = page("exercises").replace("show(other)", "show(Ways(*[other] * 8))")
LEARN = page("learn")


def texts(test: AppTest) -> str:
    kinds: tuple[Any, ...] = (
        test.title, test.header, test.markdown, test.info, test.warning, test.error, test.success
    )  # fmt: skip
    return "\n".join(str(each.value) for kind in kinds for each in kind)


def cells(test: AppTest) -> str:
    return "\n".join(str(cell) for table in test.table for cell in table.value.to_numpy().ravel())


def started(work: Callable[[Path, Patient], Outcome], state: str) -> str:
    token = JOBS.start(work, private_folder())
    job = JOBS.find(token)
    assert job is not None
    end_s = time.monotonic() + 10
    while job.state != state and time.monotonic() < end_s:
        time.sleep(0.01)
    assert job.state == state
    return token


def endless(_: Path, progress: Progress) -> Outcome:
    progress.begin("pose", 100)
    while True:
        progress.step()
        time.sleep(0.01)


def finished(
    session: Session, earlier: Session | None = None, not_logged: str = "", proposal: Notice | None = None
) -> str:
    track = recorded("measure_male_left_offset").track
    reading = reading_of(track, exercise("seated-ir-measure"))

    def work(folder: Path, _: Progress) -> Outcome:
        analysis = Analysis(session, track, reading, folder / "recording", Settings(), proposal)
        save(analysis, folder)
        (folder / "recording").write_bytes(b"as it was uploaded")
        (folder / "annotated.mp4").write_bytes((SAMPLES / "seated_measure.mp4").read_bytes())
        return Outcome(analysis, folder, earlier, not_logged, to_confirm=proposal is not None)

    return started(work, "done")


def test_home_shows_the_way_and_the_last_session(log_url: str) -> None:
    log(log_url, measured(0, left=30.0), measured(5, "Grace", left=33.3))
    test = AppTest.from_file(MAIN, default_timeout=20).run()
    assert not test.exception
    assert "Grace" in texts(test)
    assert [metric.value for metric in test.metric] == ["33.3° ± 1.6°"]
    assert "not medical advice" in texts(test)
    assert [button.label for button in test.button[-2:]] == ["Measure now with this camera", "I have a video"]


def test_home_without_a_session_is_no_error() -> None:
    test = AppTest.from_file(MAIN, default_timeout=20).run()
    assert not test.exception
    assert "Last session" not in texts(test)


def test_progress_says_that_there_is_nothing_yet() -> None:
    assert "No sessions yet" in texts(shown(PROGRESS))


def test_who_was_only_measured_by_hand_has_progress(log_url: str) -> None:
    with open_repository(log_url) as repository:
        values = [
            HandMeasurement(
                uuid4(), day, "hip_rotation", "left", "internal", 30.0, local_now(), "goniometer", ""
            )
            for day in (date(2026, 3, 2), date(2026, 3, 9))
        ]
        repository.entries.add("me", values)
    said = texts(shown(PROGRESS))
    assert "goniometer" in said
    assert "No sessions yet" not in said


def test_one_session_is_a_value_and_no_change(log_url: str) -> None:
    log(log_url, measured(0, left=31.7))
    test = shown(PROGRESS)
    assert [metric.value for metric in test.metric] == ["31.7° ± 1.6°"]
    assert "One session so far" in texts(test)


def test_each_leg_has_its_last_value_and_what_its_change_means(log_url: str) -> None:
    log(log_url, measured(0, left=25.0, right=30.0), measured(7, left=33.0, right=31.0))
    test = shown(PROGRESS)
    assert [(metric.label, metric.value) for metric in test.metric] == [
        ("Left hip, internal rotation", "33.0° ± 1.6°"),
        ("Right hip, internal rotation", "31.0° ± 1.6°"),
    ]
    assert r"Left, internal\: 25 → 33 degrees since 2 Mar 2026\: a gain" in texts(test)
    assert "no change that can be told" in texts(test)
    assert cells(test).count("spread") == 4


def test_a_refused_session_leaves_the_last_value_standing(log_url: str) -> None:
    log(log_url, measured(0, left=25.0), measured(7, left=None))
    test = shown(PROGRESS)
    assert [metric.value for metric in test.metric] == ["25.0° ± 1.6°"]
    assert "no number" in cells(test)


def test_repetitions_alone_have_no_chart(log_url: str) -> None:
    log(log_url, counted(0, 9))
    test = shown(PROGRESS)
    assert "No measured value yet" in texts(test)
    assert r"9 reps, range 25°" in cells(test)


def test_people_are_kept_apart(log_url: str) -> None:
    log(log_url, measured(0, left=25.0), measured(1, "Grace", left=40.0))
    test = shown(PROGRESS)
    assert test.metric[0].value == "40.0° ± 1.6°"
    test.selectbox[0].select("Ada").run()
    assert test.metric[0].value == "25.0° ± 1.6°"


def test_a_day_to_compare_with_is_chosen(log_url: str) -> None:
    log(log_url, *(measured(7 * week, left=deg) for week, deg in enumerate((40.0, 30.0, 39.0))))
    test = shown(PROGRESS)
    assert r"Left, internal\: 40 → 39 degrees since 2 Mar 2026\: no change" in texts(test)
    test.date_input[0].set_value(date(2026, 3, 5)).run()
    assert r"Left, internal\: 30 → 39 degrees since 9 Mar 2026\: a gain" in texts(test)


def test_a_chart_offers_no_empty_table(log_url: str) -> None:
    log(log_url, measured(0, left=25.0), measured(7, left=33.0))
    charts = shown(PROGRESS).get("vega_lite_chart")
    assert charts
    assert not any(chart.proto.data.data or chart.proto.datasets for chart in charts)


def test_exercises_are_told_week_by_week(log_url: str) -> None:
    log(log_url, counted(0, 8), counted(1, 4), counted(8, 10))
    told = cells(shown(PROGRESS))
    for words in ("2 Mar 2026", "12 reps", "9 Mar 2026", "10 reps", "100% of your best", "0 faults"):
        assert words in told


def test_a_long_log_is_shown_in_parts(log_url: str) -> None:
    log(log_url, *(measured(day, left=20.0 + day % 9) for day in range(120)))
    test = shown(PROGRESS)
    assert len(test.table[0].value) == 20
    (part,) = (each for each in test.number_input if each.label.startswith("Part"))
    assert part.label == "Part of 6: 20 sessions each, the latest first"
    assert "29 Jun 2026" in cells(test)
    part.set_value(6).run()
    assert len(test.table[0].value) == 20
    assert "2 Mar 2026" in cells(test)
    assert len([cell for cell in cells(test).splitlines() if "the first" in cell]) == 19


def test_a_damaged_row_is_a_sentence_on_home_and_progress(log_url: str, tmp_path: Path) -> None:
    log(log_url, measured(0, left=25.0), measured(7, left=33.0))
    with closing(sqlite3.connect(tmp_path / "romtrack.db")) as raw, raw:
        raw.execute(
            "UPDATE sessions SET recorded_zone_offset_s = 1e300 WHERE video_name IS NOT NULL AND rowid = 2"
        )
    for script in (HOME, PROGRESS):
        test = shown(script)
        assert [metric.value for metric in test.metric] == ["25.0° ± 1.6°"]
        assert ["left out, and unchanged" in warning.value for warning in test.warning] == [True]


def test_a_damaged_log_is_read_and_said(log_url: str, tmp_path: Path) -> None:
    log(log_url, measured(0, left=25.0))
    with closing(sqlite3.connect(tmp_path / "romtrack.db")) as raw, raw:
        raw.execute("DROP INDEX ix_sessions_person_id")
    test = shown(PROGRESS)
    assert [metric.value for metric in test.metric] == ["25.0° ± 1.6°"]
    assert ["is damaged" in warning.value for warning in test.warning] == [True]


def test_a_log_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "romtrack.db").write_bytes(b"no database at all" * 100)
    test = shown(PROGRESS)
    assert len(test.error) == 1
    assert r"romtrack\.db" in test.error[0].value


def test_learn_names_its_source_and_its_limits() -> None:
    test = shown(LEARN)
    assert "Czuppon 2017" in texts(test)
    assert "6.5°" in texts(test)
    assert "34.7°" in cells(test)


def test_nothing_can_be_measured_before_there_is_a_video() -> None:
    test = shown(ANALYZE)
    (button,) = (each for each in test.button if each.label == "Measure")
    assert button.disabled


def test_a_sample_is_analysed_with_what_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Settings]] = []

    def analyse(video: Path, settings: Settings, _: Progress, **_how: object) -> Analysis:
        asked.append((video.name, settings))
        raise InputError("seen enough")

    stay_here(monkeypatch)
    monkeypatch.setattr("romtrack.app.analysis.outputs.pipeline.analyze", analyse)
    with open_repository() as repository:
        repository.roster.add("Ada")
    test = shown(ANALYZE)
    test.segmented_control[0].set_value("A sample").run()
    test.radio[0].set_value(test.radio[0].options[1])
    test.segmented_control[1].set_value("right")
    test.checkbox[0].check()
    next(each for each in test.button if each.label == "Measure").click().run()
    wanted = Settings("seated-resisted-ir", "right", "Ada", mirrored=True)
    assert asked == [("seated_resisted_ir.mp4", wanted)]


def test_an_upload_is_analysed_under_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def analyse(video: Path, _settings: Settings, _: Progress, **_how: object) -> Analysis:
        raise InputError(f"{video} holds {video.read_bytes()!r}")

    stay_here(monkeypatch)
    monkeypatch.setattr("romtrack.app.analysis.outputs.pipeline.analyze", analyse)
    test = shown(ANALYZE)
    test.file_uploader[0].set_value(("my clip.mp4", io.BytesIO(b"bytes").getvalue(), "video/mp4")).run()
    next(each for each in test.button if each.label == "Measure").click().run()
    for _ in range(50):
        test.run()
        if test.error:
            break
        time.sleep(0.05)
    assert r"my clip\.mp4 holds b'bytes'" in test.error[0].value


def test_the_day_that_is_said_is_the_recordings_and_an_upload_has_no_time_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[Settings, float]] = []

    def analyse(video: Path, settings: Settings, _: Progress, **_how: object) -> Analysis:
        asked.append((settings, video.stat().st_mtime))
        raise InputError("seen enough")

    stay_here(monkeypatch)
    monkeypatch.setattr("romtrack.app.analysis.outputs.pipeline.analyze", analyse)
    test = shown(ANALYZE)
    test.file_uploader[0].set_value(("my clip.mp4", b"bytes", "video/mp4")).run()
    test.date_input[0].set_value(date(2026, 3, 1)).run()
    next(each for each in test.button if each.label == "Measure").click().run()
    JOBS.close()
    ((settings, modified_s),) = asked
    assert settings.recorded_at is not None
    assert settings.recorded_at.date() == date(2026, 3, 1)
    assert modified_s == 0, "1970 is not believed"


def test_the_person_who_is_meant_is_told_on_the_first_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Settings] = []

    def analyse(_video: Path, settings: Settings, _: Progress, **_how: object) -> Analysis:
        asked.append(settings)
        raise InputError("seen enough")

    stay_here(monkeypatch)
    monkeypatch.setattr("romtrack.app.analysis.outputs.pipeline.analyze", analyse)
    test = shown(ANALYZE)
    clip = (SAMPLES / "seated_measure.mp4").read_bytes()
    test.file_uploader[0].set_value(("my clip.mp4", clip, "video/mp4")).run()
    next(each for each in test.checkbox if each.label == "Point at the person").check().run()
    across, down = test.number_input
    assert (across.max, down.max) == (639, 479)
    across.set_value(320)
    down.set_value(240).run()
    next(each for each in test.button if each.label == "Measure").click().run()
    assert [one.person_at for one in asked] == [Place(320, 240)]


def test_a_file_that_is_no_video_has_no_picture_to_point_at(monkeypatch: pytest.MonkeyPatch) -> None:
    stay_here(monkeypatch)
    test = shown(ANALYZE)
    test.file_uploader[0].set_value(("my clip.mp4", b"bytes", "video/mp4")).run()
    next(each for each in test.checkbox if each.label == "Point at the person").check().run()
    assert not test.exception
    assert len(test.error) == 1
    assert not test.number_input


def test_a_page_finds_its_running_job_and_can_cancel_it() -> None:
    token = started(endless, "running")
    test = shown(ANALYZE, job=token)
    assert "Measure" not in [each.label for each in test.button]
    (cancel,) = (each for each in test.button if each.label == "Cancel")
    cancel.click().run()
    assert "Stopped" in texts(test)
    assert "Measure" in [each.label for each in test.button]


def test_other_pages_lead_back_to_the_analysis() -> None:
    test = AppTest.from_file(MAIN, default_timeout=20)
    test.session_state["job"] = started(endless, "running")
    labels = [link.proto.label for link in test.run().get("page_link")]
    assert any(label.startswith("An analysis is running") for label in labels)
    test.session_state["job"] = finished(measured(0, left=31.7))
    assert "Back to the result" in [link.proto.label for link in test.run().get("page_link")]


def test_an_exercise_leaves_the_last_result_for_the_form_but_not_what_runs() -> None:
    for token, kept in ((finished(measured(0, left=31.7)), False), (started(endless, "running"), True)):
        test = shown(EXERCISES, job=token)
        test.button(key="open-clamshell").click().run()
        next(each for each in test.button if each.label == "Analyze a video of it").click().run()
        assert not test.exception
        assert test.session_state["job"] == (token if kept else "")


def test_a_token_of_old_says_so_and_offers_the_form() -> None:
    test = shown(ANALYZE, job="gone")
    assert "not kept any more" in texts(test)
    assert "Measure" in [each.label for each in test.button]


def test_a_result_shows_number_doubt_and_files() -> None:
    test = shown(ANALYZE, job=finished(measured(0, left=31.7)))
    assert [metric.value for metric in test.metric] == ["31.7° ± 1.6°"]
    assert "3 of 3 trials accepted" in texts(test)
    assert "not medical advice" in texts(test)
    assert "Saved to the log" in texts(test)
    assert len(test.get("download_button")) == 4


def test_a_refused_trial_says_why() -> None:
    session = measured(0, left=31.7)
    refused = Trial(
        "hip_rotation",
        "left",
        "internal",
        15.0,
        16.0,
        17.0,
        9.0,
        accepted=False,
        reasons=("the knee drifted",),
    )
    (found,) = session.measurements
    session = replace(session, measurements=(replace(found, trials=(*found.trials, refused)),))
    assert r"not counted\: the knee drifted" in cells(shown(ANALYZE, job=finished(session)))


def test_a_refused_measurement_is_no_number_and_a_reason() -> None:
    test = shown(ANALYZE, job=finished(measured(0, left=None)))
    assert [metric.value for metric in test.metric] == ["No number"]
    assert "Fewer than two trials count" in texts(test)


def test_advice_on_the_recording_is_shown() -> None:
    advice = Notice("dark", "the picture is dark; switch on a light")
    session = replace(measured(0, left=31.7), quality=Quality(1.0, 0.5, (advice,)))
    assert "switch on a light" in texts(shown(ANALYZE, job=finished(session)))


def test_what_refuses_a_value_is_said_beside_it_and_not_again() -> None:
    session = measured(0, left=None)
    (value,) = session.measurements
    why, other = Notice("shank_hidden", "the shank is hidden"), Notice("too_dark", "it is dark")
    refused = replace(
        session,
        measurements=(replace(value, warnings=(why,)),),
        quality=replace(session.quality, warnings=(why, other)),
    )
    test = shown(ANALYZE, job=finished(refused))
    assert [warning.value for warning in test.warning] == [r"The shank is hidden\.", r"It is dark\."]


def test_an_exercise_shows_repetitions_dose_and_what_helps() -> None:
    test = shown(ANALYZE, job=finished(rolled(0)))
    assert [(metric.label, metric.value) for metric in test.metric] == [("Left leg, repetitions", "2")]
    assert r"not reached\: 2 of 20 repetitions" in texts(test)
    assert r"**Pelvis roll.** Keep the pelvis still" in texts(test)
    assert r"counted, but\: pelvis roll" in cells(test)
    assert "The angle over time" in texts(test)  # the track of the test is a hip's


def test_a_hold_is_shown_in_seconds() -> None:
    test = shown(ANALYZE, job=finished(held(0, 32.25)))
    assert [(metric.label, metric.value) for metric in test.metric] == [("Left leg, held", "32.2 s")]
    assert r"reached\: 32\.2 of 30 s held" in texts(test)
    assert "5.0 to 37.2 s" in cells(test)


def test_what_was_found_out_is_asked_and_logged_only_then(log_url: str) -> None:
    notice = Notice("exercise_proposed", "it looks like clamshell; name it with --exercise")
    session = replace(measured(0), measurements=(), sets=rolled(0).sets, exercise="clamshell")
    session = replace(session, quality=Quality(1.0, 0.9, (notice,)))
    token = finished(session, proposal=notice)
    test = shown(ANALYZE, job=token)
    assert "Looks like Clam shell. Right?" in texts(test)
    assert "--exercise" not in texts(test)
    assert "Saved to the log" not in texts(test)
    next(each for each in test.button if each.label == "Yes").click().run()
    assert "Right?" not in texts(test)
    assert "Saved to the log" in texts(test)
    with open_repository(log_url) as repository:
        assert [kept.exercise for kept in repository.sessions()] == ["clamshell"]
    job = JOBS.find(token)
    assert job is not None
    assert not (job.result.folder / "recording").exists()


def test_another_exercise_is_analysed_from_the_same_recording(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, bytes]] = []

    def analyse(video: Path, settings: Settings, _: Progress, **_how: object) -> Analysis:
        asked.append((settings.exercise, video.read_bytes()))
        raise InputError("seen enough")

    test = shown(ANALYZE, job=finished(rolled(0), proposal=Notice("exercise_proposed", "it looks like it")))
    stay_here(monkeypatch)
    monkeypatch.setattr("romtrack.app.analysis.outputs.pipeline.analyze", analyse)
    test.selectbox[1].select("sidelying-ir").run()
    next(each for each in test.button if each.label == "Analyze as this").click().run()
    assert asked == [("sidelying-ir", b"as it was uploaded")]


def test_the_video_may_say_what_it_is() -> None:
    options = shown(ANALYZE).selectbox[1].options
    assert options[-1] == "Find out from the video"


def test_progress_tells_holds_and_lengths(log_url: str) -> None:
    log(log_url, held(0, 32.25), rolled(1))
    found = cells(shown(PROGRESS))
    assert r"held 32\.2 s" in found
    assert r"2 reps, range from 77% of the best" in found


def test_the_same_video_twice_is_noticed_and_can_be_logged_again(log_url: str) -> None:
    log(log_url, measured(0, left=31.0))
    earlier = measured(0, left=31.0)
    test = shown(ANALYZE, job=finished(measured(2, left=31.7), earlier=earlier))
    assert "in the log since 2 Mar 2026" in texts(test)
    next(each for each in test.button if each.label == "Replace that session").click().run()
    assert "Saved to the log" in texts(test)
    assert cells(shown(PROGRESS)).count("spread") == 2


def test_a_result_that_could_not_be_logged_says_so() -> None:
    test = shown(ANALYZE, job=finished(measured(0, left=31.7), not_logged="the disk is full; make room"))
    assert "the disk is full" in texts(test)
    assert "Try to save again" in [each.label for each in test.button]


def test_names_of_others_are_no_markup(log_url: str) -> None:
    log(log_url, measured(0, "**Ada** :red[x] <b>", left=30.0))
    assert r"\*\*Ada\*\* \:red\[x\] \<b\>" in texts(shown(PROGRESS))
