"""Which pictures of a fast recording are looked at, and at what times."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st
from video_clips import corners, ids, write_clip

from romtrack.video import VideoReader
from romtrack.video._thinning import thinned

if TYPE_CHECKING:
    from pathlib import Path


def kept(times_s: list[float]) -> list[float]:
    """Return the times of the pictures that are looked at."""
    return [time_s for time_s, _ in thinned((time_s, None) for time_s in times_s)]


@pytest.mark.parametrize(
    ("rate", "every"),
    [(15, 1), (29.97, 1), (30, 1), (48, 1), (50, 2), (59.94, 2), (60, 2), (100, 4), (120, 4), (240, 9)],
)
def test_of_an_even_rate_every_nth_is_looked_at(rate: float, every: int) -> None:
    for tick_s in (1e-6, 1e-3):  # MP4, and Matroska, which counts milliseconds
        times_s = [round(frame / rate / tick_s) * tick_s for frame in range(every * 400 + 1)]
        assert kept(times_s) == times_s[::every]


@given(st.lists(st.floats(0.001, 0.5), min_size=1, max_size=60))
def test_no_step_grows_beyond_a_twenty_fifth_and_none_is_left_out_for_nothing(steps_s: list[float]) -> None:
    times_s = [0.0]
    for step_s in steps_s:
        times_s.append(times_s[-1] + step_s)
    left = kept(times_s)
    assert (left[0], left[-1]) == (times_s[0], times_s[-1])
    own = {later: later - early for early, later in pairwise(times_s)}
    assert all(later - early <= max(0.0405, own[later]) + 1e-9 for early, later in pairwise(left))
    assert all(left[at + 2] - left[at] > 0.0405 - 1e-9 for at in range(len(left) - 2))


def test_what_is_left_out_is_counted_and_a_later_start_gets_the_same_pictures(tmp_path: Path) -> None:
    stamps_ms = [0, 8, 17, 25, 33, 42, 50, 58, 67, 75, 300, 340, 345, 380]
    clip = write_clip(tmp_path / "fast.mkv", [corners()] * len(stamps_ms), stamps_ms=stamps_ms)
    with VideoReader(clip, all_frames=False) as reader:
        times_s = [frame.time_s for frame in reader]
        assert reader.info().frames == len(stamps_ms)
        assert reader.duration_s > 0.38
    assert times_s == pytest.approx([0, 0.033, 0.067, 0.075, 0.3, 0.34, 0.38])
    with VideoReader(clip, 0.05, all_frames=False) as reader:
        assert [frame.time_s for frame in reader] == times_s[2:]
    with VideoReader(clip) as reader:
        assert len(list(reader)) == len(stamps_ms)


def test_the_progress_bar_ends_where_the_pictures_do(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "fast.mp4", [corners()] * 120, stamps_ms=range(0, 2400, 20))
    with VideoReader(clip, all_frames=False) as reader:
        assert reader.expected_frames == pytest.approx(len(list(reader)), abs=1)


@pytest.mark.parametrize(
    ("taken", "warned"), [("240.000000", ["slow_motion"]), ("30.0", []), ("", []), ("nan", []), ("fast", [])]
)
def test_slow_motion_is_read_whole_and_said(tmp_path: Path, taken: str, warned: list[str]) -> None:
    clip = tmp_path / "slow.mp4"
    with av.open(str(clip), "w", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata["com.android.capture.fps"] = taken
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(12):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(corners())))
        container.mux(stream.encode(None))
    with VideoReader(clip, all_frames=False) as reader:
        assert len(list(reader)) == 12
        assert ids(reader.warnings) == warned
        assert not warned or " 8 times slower" in reader.warnings[0].text
