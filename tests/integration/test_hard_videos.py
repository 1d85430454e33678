"""Videos that go wrong in the ways that videos do: what is said, and that nothing is invented."""

from __future__ import annotations

import re
import shutil
import subprocess
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from conftest import SAMPLES, excerpt, rewritten, written

from romtrack.types import Frame
from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Run

MEASURE, RESISTED = SAMPLES / "seated_measure.mp4", SAMPLES / "seated_resisted_ir.mp4"
SHORT = 25  # frames


def warnings(result: dict[str, Any]) -> set[str]:
    found = [*result["quality"]["warnings"]]
    for measurement in result["measurements"]:
        found += measurement["warnings"]
    return {warning["id"] for warning in found}


def numbers(result: dict[str, Any]) -> list[float]:
    return [m["value_deg"] for m in result["measurements"] if m["value_deg"] is not None]


def analysed(
    here: Callable[..., Run], folder: Path, video: Path, *options: str
) -> tuple[Run, dict[str, Any]]:
    run = here(folder / "out", "analyze", video, "--out", folder / "out", "--no-video", "--no-log", *options)
    return run, run.result()


def images(clip: Path, start: int, stop: int) -> list[np.ndarray]:
    """Return every other picture of a part."""
    with VideoReader(clip) as reader:
        return [frame.image for frame in islice(reader, start, stop, 2)]


def video(path: Path, pictures: list[np.ndarray], rate_hz: float = 12.5) -> Path:
    return written(path, (Frame(count / rate_hz, picture) for count, picture in enumerate(pictures)))


def test_bottles_on_a_belt_are_nobody(here: Callable[..., Run], footage: Path, tmp_path: Path) -> None:
    clip = excerpt(footage / "no_person_bottles.mp4", tmp_path / "bottles.mp4", end_s=6.0)
    run, result = analysed(here, tmp_path, clip)
    assert run.code == 4
    assert (numbers(result), result["reps"]) == ([], [])


def test_legs_outside_the_picture(here: Callable[..., Run], tmp_path: Path) -> None:
    clip = excerpt(MEASURE, tmp_path / "cut.mp4", 2.0, 4.8, lambda image: image[:330].copy())
    run, result = analysed(here, tmp_path, clip)
    assert run.code in {0, 4}
    assert numbers(result) == []
    assert warnings(result) & {"no_person", "shank_out_of_view", "not_seated"}
    assert "warning" in run.stderr


def test_head_outside_the_picture(here: Callable[..., Run], tmp_path: Path) -> None:
    clip = excerpt(MEASURE, tmp_path / "cut.mp4", end_s=3.6, change=lambda image: image[170:].copy())
    run, result = analysed(here, tmp_path, clip)
    assert run.code in {0, 4}
    assert numbers(result) == []
    assert run.stderr.startswith("warning")


def test_two_seated_people_leave_it_unclear_who_is_meant(here: Callable[..., Run], tmp_path: Path) -> None:
    left, right = images(MEASURE, 50, 170), images(RESISTED, 0, 120)
    pictures = [np.hstack((a[:, 160:480], b[:, 160:480])) for a, b in zip(left, right, strict=True)]
    run, result = analysed(here, tmp_path, video(tmp_path / "two.mp4", pictures))
    assert run.code == 0
    assert numbers(result) == []
    assert {"several_people", "no_clear_subject"} <= warnings(result)


def test_somebody_else_after_the_subject_is_not_measured(here: Callable[..., Run], tmp_path: Path) -> None:
    pictures = images(MEASURE, 0, 40) + images(RESISTED, 0, 150)
    run, result = analysed(here, tmp_path, video(tmp_path / "left.mp4", pictures))
    assert run.code == 0
    assert result["quality"]["detected"] < 0.3
    assert (numbers(result), result["reps"]) == ([], [])
    assert "person_lost" in warnings(result)


def test_black_frames_in_the_middle_cost_only_themselves(
    here: Callable[..., Run], sample_truth: dict[str, Any], tmp_path: Path
) -> None:
    pictures = images(MEASURE, 0, 380)
    for count in range(93, 98):  # between two turns
        pictures[count] = np.zeros_like(pictures[count])
    run, result = analysed(here, tmp_path, video(tmp_path / "black.mp4", pictures))
    assert run.code == 0
    assert result["quality"]["detected"] < 0.985
    (value,) = numbers(result)
    assert value == pytest.approx(np.mean([rep["peak_deg"] for rep in sample_truth["reps"][:2]]), abs=1.5)


def test_a_person_standing_is_not_measured(here: Callable[..., Run], phantom: Path, tmp_path: Path) -> None:
    clip = excerpt(phantom / "lateral_lunge.mp4", tmp_path / "standing.mp4", end_s=2.0)
    run, result = analysed(here, tmp_path, clip)
    assert run.code == 0
    assert (numbers(result), result["reps"]) == ([], [])
    assert "not_seated" in warnings(result)
    assert run.stderr.count("sit on a chair") == 1  # the value and the recording both say it


def test_repetitions_are_counted_as_they_are(here: Callable[..., Run], tmp_path: Path) -> None:
    clip = excerpt(RESISTED, tmp_path / "resisted.mp4")
    run, result = analysed(here, tmp_path, clip, "--exercise", "seated-resisted-ir")
    assert (len(result["reps"]), len(result["partials"])) == (7, 1)
    assert "45 %" in result["partials"][0]["reason"].replace("%", " %")
    assert result["measurements"] == []
    assert "7" in run.stdout


def with_clock_set(source: Path, target: Path, after: int, ahead_s: int) -> Path:
    """Copy a recording whose clock is set ahead after so many frames."""
    with av.open(str(source)) as read, av.open(str(target), "w") as output:
        stream = output.add_stream_from_template(read.streams.video[0])
        for number, packet in enumerate(read.demux(video=0)):
            if packet.pts is None or packet.dts is None or packet.time_base is None:
                continue
            ahead = int(ahead_s / packet.time_base) if number >= after else 0
            packet.pts, packet.dts, packet.stream = packet.pts + ahead, packet.dts + ahead, stream
            output.mux(packet)
    return target


def test_a_clock_set_eleven_days_ahead_loses_nothing(
    here: Callable[..., Run], short: Path, tmp_path: Path
) -> None:
    clip = with_clock_set(short, tmp_path / "days.mkv", after=SHORT // 2, ahead_s=950_400)
    run = here(tmp_path / "out", "analyze", clip, "--out", tmp_path / "out", "--no-log")
    assert run.code == 0
    result = run.result()
    assert "timestamps_repaired" in warnings(result)
    assert "truncated" not in warnings(result)
    assert result["video"]["frames"] == SHORT
    assert result["video"]["duration_s"] == pytest.approx(
        SHORT / 25 + 2, abs=0.1
    )  # a jump becomes two seconds
    with VideoReader(tmp_path / "out" / "annotated.mp4") as annotated:
        times_s = [frame.time_s for frame in annotated]
    assert len(times_s) == SHORT
    assert times_s[-1] == pytest.approx(SHORT / 25 + 1.92, abs=0.05)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a disk of ``size`` on ``folder``; skip where that is not allowed."""
    folder.mkdir()
    if shutil.which("mount") is None:
        pytest.skip("no mount here")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("needs to be root to mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_said_and_leaves_nothing_half_written(
    here: Callable[..., Run], short: Path, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", "40k") as disk:
        run = here(disk, "analyze", short, "--out", disk / "out", "--no-log")
        assert run.code == 5
        assert run.stderr.count("\n") == 1
        assert "No space" in run.stderr
        assert list(disk.iterdir()) == []


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a second of the sample."""
    return rewritten(MEASURE, tmp_path_factory.mktemp("short") / "short.mp4", lambda frame: frame, SHORT)


def test_the_same_video_replaces_its_result_and_another_one_does_not(
    here: Callable[..., Run], short: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = here(out, "analyze", short, "--out", out, "--no-log")
    assert (out / "annotated.mp4").exists()
    again = here(out, "analyze", short, "--out", out, "--no-video", "--no-log")
    assert (first.code, again.code) == (0, 0)
    assert not (out / "annotated.mp4").exists()  # no file of two analyses side by side
    other = rewritten(MEASURE, tmp_path / "other.mp4", lambda frame: frame, SHORT + 1)
    before = (out / "result.json").read_text(encoding="utf-8")
    refused = here(out, "analyze", other, "--out", out, "--no-log")
    assert refused.code == 5
    assert "short.mp4" in refused.stderr
    assert (out / "result.json").read_text(encoding="utf-8") == before
    forced = here(out, "analyze", other, "--out", out, "--no-video", "--no-log", "--force")
    assert forced.result()["video"]["name"] == "other.mp4"


def test_the_log_notices_the_same_video_and_progress_lists_it_once(
    here: Callable[..., Run], short: Path, tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path / 'log.db'}"
    options = ("--out", tmp_path / "out", "--no-video", "--person", "Ada")
    assert "No sessions" in here(tmp_path, "progress", database=database).stdout
    here(tmp_path, "analyze", short, *options, database=database)
    again = here(tmp_path, "analyze", short, *options, database=database)
    assert re.search(r"Already in the log since .*, as Ada's \(romtrack sessions \w{8}\)", again.stdout)
    listed = here(tmp_path, "progress", "--person", "Ada", database=database).stdout
    assert listed.count("seated-ir-measure") == 1
    here(tmp_path, "analyze", short, *options, "--force", database=database)
    listed = here(tmp_path, "progress", database=database).stdout
    assert listed.count("seated-ir-measure") == 1, "a rerun replaces"
    assert "No sessions of Bob" in here(tmp_path, "progress", "--person", "Bob", database=database).stdout


def test_a_damaged_log_is_said_and_left_as_it_is(
    here: Callable[..., Run], short: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log.db"
    log.write_bytes(b"this is no database " * 200)
    before = log.read_bytes()
    out = tmp_path / "out"
    run = here(out, "analyze", short, "--out", out, database=f"sqlite:///{log}")
    assert run.code == 5
    assert run.stderr.count("\n") == 1
    assert "log.db" in run.stderr
    assert log.read_bytes() == before
