"""The pose track while it grows: nothing of it in memory, nothing of it left behind, nothing of it lost."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from limits import file_size_limit

from romtrack.errors import StorageError
from romtrack.pose import TrackBuilder
from romtrack.types import SIDES, Pose, ShankEvidence, Side, Skeleton

if TYPE_CHECKING:
    from pathlib import Path

SKELETON = Skeleton("two", ("nose", "left_knee"), ())


def pose(row: int) -> Pose:
    rng = np.random.default_rng(row)
    image, world, seen = rng.random((2, 2)), rng.random((2, 3)), rng.random(2)
    return Pose(row / 30, 64, 48, *(part.astype(np.float32) for part in (image, world, seen)))


def evidence(row: int) -> dict[Side, ShankEvidence]:
    columns = (row + np.arange(28.0)).reshape(2, 14)
    return {side: ShankEvidence(*columns[at]) for at, side in enumerate(SIDES)}


def grown(folder: Path, frames: int, *, shanks: bool = True) -> TrackBuilder:
    builder = TrackBuilder(SKELETON, folder, shanks=shanks)
    for row in range(frames):
        found = row % 7 != 3
        builder.add(row / 30, pose(row) if found else None, evidence(row) if found else None)
    return builder


@pytest.mark.parametrize("first", [0, 1, 700, 2999, 3000])
def test_what_was_added_comes_back(tmp_path: Path, first: int) -> None:
    track = grown(tmp_path / "new", 3000).build(64, 48, first=first)
    assert len(track) == 3000 - first
    np.testing.assert_array_equal(track.time_s, np.arange(first, 3000) / 30)
    assert not any(array.flags.writeable for array in (track.image_px, track.world_m) if len(array))
    for at, row in enumerate(range(first, 3000)):
        assert track.detected[at] == (row % 7 != 3)
        if track.detected[at]:
            for name in ("image_px", "world_m", "visibility"):
                np.testing.assert_array_equal(getattr(track, name)[at], getattr(pose(row), name))
            assert track.shank("left").landmark_deg[at] == row
            assert track.shank("right").uneven[at] == row + 27


@pytest.mark.parametrize("shanks", [True, False])
def test_tracks_are_appended_whole(tmp_path: Path, shanks: bool) -> None:  # noqa: FBT001  a case
    parts = [
        grown(tmp_path, 1500, shanks=shanks).build(64, 48),
        grown(tmp_path, 0, shanks=shanks).build(0, 0),
    ]
    late = replace(parts[0], time_s=parts[0].time_s + 60)
    builder = TrackBuilder(SKELETON, tmp_path, shanks=shanks)
    for part in (*parts, late):
        builder.extend(part)
    track = builder.build(64, 48)
    np.testing.assert_array_equal(track.time_s, np.concatenate((parts[0].time_s, late.time_s)))
    for name in ("image_px", "world_m", "visibility"):
        once = getattr(late, name)
        np.testing.assert_array_equal(getattr(track, name), np.concatenate((once, once)))
    assert (track.shanks is None) == (not shanks)
    if shanks:
        np.testing.assert_array_equal(track.shank("right").uneven[1500:], late.shank("right").uneven)


def test_a_track_that_was_built_stays_as_it_is_while_more_is_added(tmp_path: Path) -> None:
    builder = grown(tmp_path, 10)
    track = builder.build(64, 48)
    before = track.image_px.copy()
    for row in range(10, 2000):
        builder.add(row / 30, pose(row), evidence(row))
    del builder
    np.testing.assert_array_equal(track.image_px, before)


def test_it_takes_no_memory_but_for_the_times(tmp_path: Path) -> None:
    builder, seen, shanks = TrackBuilder(SKELETON, tmp_path), pose(0), evidence(0)
    tracemalloc.start()
    for row in range(5000):
        builder.add(row / 30, seen, shanks)
    held_bytes = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert held_bytes < 16 * len(builder)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_a_killed_process_leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from test_track import grown;"
        "builder = grown(Path(sys.argv[1]), 100); print(len(os.listdir(sys.argv[1])), flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (-9, b"0\n", [])


def test_a_full_disk_is_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    builder = grown(tmp_path, 50)
    with (
        file_size_limit(1),
        pytest.raises(StorageError, match=rf"no room for the pose track in {tmp_path} \("),
    ):
        builder.add(9.0, pose(50), evidence(50))
    builder.add(10.0, pose(51), evidence(51))
    track = builder.build(64, 48)
    assert len(track) == 51
    np.testing.assert_array_equal(track.image_px[-1], pose(51).image_px)
    np.testing.assert_array_equal(track.image_px[49], pose(49).image_px)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="make room there"):
        TrackBuilder(SKELETON, tmp_path / "file")
