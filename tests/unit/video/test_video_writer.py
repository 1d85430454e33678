"""What the writer leaves on the disk."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from video_clips import BLACK, BLUE, GREEN, RED, WHITE, corners, near, noise, read

from romtrack.errors import OutputError, ShapeError
from romtrack.types import Frame
from romtrack.video import VideoReader, VideoWriter

if TYPE_CHECKING:
    from romtrack.types import Image

UNEVEN_S = [0.0, 0.04, 0.0951, 0.1333333, 0.5, 0.511, 2.0]


def write(path: Path, image: Image, times_s: list[float]) -> Path:
    return write_all(path, [Frame(time_s, image) for time_s in times_s])


def write_all(path: Path, frames: list[Frame]) -> Path:
    height, width, _ = frames[0].image.shape
    with VideoWriter(path, width, height) as writer:
        for frame in frames:
            writer.write(frame)
    return path


def test_times_come_back(tmp_path: Path) -> None:
    clip = write(tmp_path / "out.mp4", corners(), UNEVEN_S)
    with VideoReader(clip) as reader:
        times_s = [frame.time_s for frame in reader]
        assert times_s == pytest.approx(UNEVEN_S, abs=2e-5)
        assert reader.duration_s == pytest.approx(2.0 + (2.0 - 0.511), abs=1e-3)
        assert reader.warnings == ()


def test_the_length_is_that_of_the_frames(tmp_path: Path) -> None:
    clip = write(tmp_path / "out.mp4", corners(), [0.04 * number for number in range(25)])
    with av.open(str(clip)) as file:
        stream = file.streams.video[0]
        assert stream.time_base is not None
        assert stream.duration is not None
        assert float(stream.duration * stream.time_base) == pytest.approx(1.0, abs=1e-3)
        assert stream.start_time == 0


def test_colours_come_back(tmp_path: Path) -> None:
    image = corners()
    image[16:32, 16:48] = BLACK
    shown = read(write(tmp_path / "out.mp4", image, [0.0, 0.04]))[0][1].image
    patches = {(8, 8): RED, (8, 56): GREEN, (40, 8): BLUE, (40, 56): WHITE, (24, 32): BLACK}
    for place, colour in patches.items():
        assert near(shown[place], colour, 4), (colour, shown[place])


@pytest.mark.parametrize("size", [(65, 47), (64, 47), (65, 48), (64, 48), (33, 33)])
def test_odd_sizes_are_padded_by_the_edge(tmp_path: Path, size: tuple[int, int]) -> None:
    width, height = size
    image = np.full((height, width, 3), 128, np.uint8)
    image[:, max(0, width - 5) :] = WHITE
    shown = read(write(tmp_path / "out.mp4", image, [0.0]))[0][0].image
    assert shown.shape == (height + height % 2, width + width % 2, 3)
    assert shown[:, -2:].min() >= 250


def test_browsers_can_play_it(tmp_path: Path) -> None:
    clip = write(tmp_path / "out.mp4", noise(1, 65, 47)[0], UNEVEN_S)
    data = clip.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")
    with av.open(str(clip)) as file:
        context = file.streams.video[0].codec_context
        assert (context.name, context.pix_fmt, context.profile) == ("h264", "yuv420p", "High")
        tags = (context.color_range, context.colorspace, context.color_primaries, context.color_trc)
        assert tags == (1, 1, 1, 1), "limited range, BT.709"


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_nothing_is_left_after_an_exception(tmp_path: Path, error: type[BaseException]) -> None:
    def interrupted() -> None:
        with VideoWriter(tmp_path / "out.mp4", 64, 48) as writer:
            for number, image in enumerate(noise(60)):
                writer.write(Frame(0.04 * number, image))
            assert list(tmp_path.iterdir()), "it grows beside its place"
            assert not (tmp_path / "out.mp4").exists()
            raise error

    with pytest.raises(error):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_survives_an_exception_and_gives_way_to_success(tmp_path: Path) -> None:
    clip = tmp_path / "out.mp4"
    clip.write_bytes(b"older")
    with pytest.raises(ShapeError), VideoWriter(clip, 64, 48) as writer:
        writer.write(Frame(0.0, corners(32, 32)))
    assert clip.read_bytes() == b"older"
    write(clip, corners(), [0.0, 0.04])
    assert len(read(clip)[0]) == 2
    assert list(tmp_path.iterdir()) == [clip]


def test_without_a_frame_there_is_no_file(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "out.mp4", 64, 48):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no colon in names")
def test_a_name_that_ffmpeg_would_read_as_a_protocol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("tcp:9")
    folder.mkdir()
    path = folder / "out é%03d 🎥.mp4"
    assert len(read(write(path, corners(), [0.0, 0.04]))[0]) == 2
    assert list(folder.iterdir()) == [path]


def test_a_frame_of_another_size_is_a_bug_of_the_caller(tmp_path: Path) -> None:
    with (
        pytest.raises(ShapeError, match=r"\(48, 64, 3\), but has \(64, 48, 3\)"),
        VideoWriter(tmp_path / "out.mp4", 64, 48) as writer,
    ):
        writer.write(Frame(0.0, corners(48, 64)))


def test_bad_places(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"x")
    for path, said in (
        (tmp_path / "no" / "out.mp4", "its folder does not exist"),
        (tmp_path / "folder", "is a folder"),
        (tmp_path / "file" / "out.mp4", "cannot be written"),
    ):
        with pytest.raises(OutputError, match=said) as caught, VideoWriter(path, 64, 48):
            pass
        assert path.name in str(caught.value)
        assert "\n" not in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limit to reach")
def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    resource = importlib.import_module("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    frames = [Frame(0.04 * number, image) for number, image in enumerate(noise(60, 128, 96))]
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
        with pytest.raises(OutputError, match=r"out\.mp4 cannot be written \(File too large\)"):
            write_all(tmp_path / "out.mp4", frames)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []
