"""Many videos in one go: each as it would be alone, and whatever is cut off goes on."""

from __future__ import annotations

import csv
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

import pandas as pd
import pytest
from conftest import SAMPLES, excerpt

from romtrack import Analysis, RomtrackError, analyze, analyze_many, load_session
from romtrack.store import open_repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from conftest import Run


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    for name, start_s in (("one", 0.0), ("two", 0.2), ("three", 0.4)):
        excerpt(SAMPLES / "seated_measure.mp4", folder / f"{name}.mp4", start_s, start_s + 1.5)
    return folder


def rows_of(out: Path) -> list[dict[str, str]]:
    with (out / "summary.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(out: Path) -> dict[str, int]:
    return {path.parent.name: path.stat().st_mtime_ns for path in out.glob("*/result.json")}


def test_each_is_as_it_would_be_alone_and_a_bad_one_stops_no_other(
    here: Callable[..., Run], clips: Path, tmp_path: Path
) -> None:
    (clips / "three.mp4").rename(tmp_path / "away.mp4")
    (clips / "bad.mp4").write_text("no video")
    (clips / "same.mov").write_bytes((clips / "one.mp4").read_bytes())
    out = tmp_path / "out"
    run = here(out, "batch", clips, "--out", out, "--jobs", "2", "--person", "=Ada")
    assert run.code == 3
    assert "1 of 4 videos could not be analysed" in run.stderr
    rows = {row["file"]: row for row in rows_of(out)}
    assert set(rows) == {"bad.mp4", "one.mp4", "same.mov", "two.mp4"}
    assert (rows["bad.mp4"]["kind"], "not a video" in rows["bad.mp4"]["error"]) == ("error", True)
    assert (rows["same.mov"]["folder"], rows["one.mp4"]["person"]) == ("one", "'=Ada")
    alone, found = analyze(clips / "one.mp4").session, load_session(out / "one")
    assert [one.trials for one in found.measurements] == [one.trials for one in alone.measurements]
    assert sorted(path.name for path in out.iterdir()) == [
        "index.html",
        "one",
        "summary.csv",
        "summary.parquet",
        "two",
    ]
    assert (out / "one" / "annotated.mp4").is_file()
    table = pd.read_parquet(out / "summary.parquet")
    assert list(table.columns) == list(rows["bad.mp4"])
    page = (out / "index.html").read_text("utf-8")
    assert re.findall(r"<h2>(.*?)</h2>", page) == ["bad.mp4", "one.mp4", "same.mov", "two.mp4"]
    before = written(out)
    assert here(out, "batch", clips, "--out", out, "--person", "=Ada").code == 3
    assert written(out) == before  # done already
    (clips / "bad.mp4").unlink()
    (clips / "same.mov").unlink()
    (tmp_path / "away.mp4").rename(clips / "three.mp4")
    (clips / "list.csv").write_text("file,person\none.mp4,Bo\n", encoding="utf-8")
    assert here(out, "batch", clips / "list.csv", "--out", out, "--no-video").code == 0
    after = written(out)
    assert after["one"] > before["one"]  # asked otherwise
    assert after["two"] == before["two"]
    assert [row["person"] for row in rows_of(out)] == ["Bo"]


def test_what_is_cut_off_goes_on_where_it_was(clips: Path, tmp_path: Path) -> None:
    out, database = tmp_path / "out", f"sqlite:///{tmp_path / 'log.db'}"
    command = [str(Path(sys.executable).with_name("romtrack")), "batch", str(clips), "--out", str(out)]
    command += ["--no-video", "--log", "--jobs", "1"]
    env = {**os.environ, "ROMTRACK_DATABASE_URL": database}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as cut:
        while not written(out) and cut.poll() is None:
            time.sleep(0.02)
        cut.send_signal(signal.SIGINT)
        _, told = cut.communicate(timeout=60)
    assert cut.returncode == 130
    assert re.search(r"interrupted: \d of 3 videos are done and kept in ", told)
    assert [path for path in out.iterdir() if path.name.startswith(".")] == []
    before = written(out)
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    with open_repository(database) as log:
        logged = {one.video.name for one in log.sessions() if one.video is not None}
        assert len(log.sessions()) == 3
    assert logged == {"one.mp4", "two.mp4", "three.mp4"}
    assert set(before) < set(written(out))


def test_of_one_recording_each_exercise_is_logged_and_what_was_deleted_is_not_again(
    here: Callable[..., Run], clips: Path, tmp_path: Path
) -> None:
    out, database = tmp_path / "out", f"sqlite:///{tmp_path / 'log.db'}"
    rows = f"file,exercise\n{clips / 'one.mp4'},\n{clips / 'one.mp4'},clamshell\n"
    (tmp_path / "list.csv").write_text(rows, encoding="utf-8")
    command = ("batch", tmp_path / "list.csv", "--out", out, "--no-video", "--log")

    def logged() -> dict[str, UUID]:
        assert here(out, *command, database=database).code == 0
        with open_repository(database) as log:
            return {one.exercise: one.id for one in log.sessions()}

    found = logged()
    assert set(found) == {"clamshell", "seated-ir-measure"}
    with open_repository(database) as log:
        log.records.delete(found["clamshell"])
    before = written(out)
    assert set(logged()) == {"seated-ir-measure"}
    assert written(out) == before
    with open_repository(database) as log:
        log.purge(datetime.now(UTC) + timedelta(days=1))  # as if cut off before this one was logged
    assert set(logged()) == {"clamshell", "seated-ir-measure"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text_is_in_the_table_and_its_chart_on_the_page(
    here: Callable[..., Run], clips: Path, tmp_path: Path
) -> None:
    name = os.fsdecode(b"\xff.mp4")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes((clips / "one.mp4").read_bytes())
    out = tmp_path / "out"
    assert here(out, "batch", tmp_path / "in", "--out", out, "--no-video").code == 0
    assert rows_of(out)[0]["file"] == "\\udcff.mp4"
    assert pd.read_parquet(out / "summary.parquet")["file"].tolist() == ["\\udcff.mp4"]
    (chart,) = re.findall(r'src="(.*?)"', (out / "index.html").read_text("utf-8"))
    assert (out / os.fsdecode(unquote_to_bytes(chart))).is_file()


class Remembering(ThreadPoolExecutor):
    """One thread; remembers what it was given."""

    def __init__(self) -> None:
        super().__init__(1)
        self.given: list[Future[object]] = []

    def submit(self, fn: Callable[..., Any], /, *args: object, **kwargs: object) -> Future[Any]:
        self.given.append(super().submit(fn, *args, **kwargs))
        return self.given[-1]


def test_an_executor_has_the_work_from_the_call_on_and_keeps_none_that_nobody_wants(clips: Path) -> None:
    with Remembering() as executor:
        found = analyze_many([clips / "one.mp4"], executor=executor)
    assert isinstance(next(found), Analysis)  # as with map, after the executor has gone
    with Remembering() as executor:
        found = analyze_many([clips / "away.mp4", *[clips / "one.mp4"] * 5], executor=executor)
        assert isinstance(next(found), RomtrackError)
        del found
    assert sum(one.cancelled() for one in executor.given) >= 4  # one may have begun


def test_any_executor_does_the_work(clips: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_text("no video")
    with ThreadPoolExecutor(1) as executor:
        found, refused = analyze_many([clips / "one.mp4", bad], executor=executor)
    assert isinstance(found, Analysis)
    assert found.video == clips / "one.mp4"
    assert isinstance(refused, RomtrackError)
