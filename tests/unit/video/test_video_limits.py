"""Files that would fill the memory, never end, or have no picture to see a person in: one line at once."""

from __future__ import annotations

import os
import socket
import struct
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import av
import pytest
from bombs import apng, gif, matroska, tagged, with_attachment, with_samples
from video_clips import corners, ids, noise, read, write_clip

from romtrack.errors import InputError
from romtrack.video import VideoReader, reader, sha256_of
from romtrack.video._deadline import within

if TYPE_CHECKING:
    from collections.abc import Callable

MIB = 2**20


def peak_mib() -> float:
    """The most memory that this process has held since the last reset."""
    fields = Path("/proc/self/status").read_text(encoding="utf-8").split("VmHWM:")
    return int(fields[1].split()[0]) / 1024


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        VideoReader(path)
    message = str(caught.value)
    assert path.name in message
    assert "\n" not in message
    assert ";" in message, "what to do next"
    return message


@pytest.mark.parametrize("size_px", [(8000, 8000), (16_000, 16_000), (65_535, 65_535), (40_000, 1000)])
@pytest.mark.parametrize("make", [gif, apng])
def test_pictures_larger_than_any_camera_makes_are_refused(
    tmp_path: Path, size_px: tuple[int, int], make: Callable[[int, int], bytes]
) -> None:
    clip = tmp_path / f"large.{make.__name__}"
    clip.write_bytes(make(*size_px))
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # the peak begins here
    before_mib = peak_mib()
    said = refused(clip)
    assert "million pixels (8K)" in said or "is a picture" in said  # FFmpeg knows no animated PNG so large
    assert peak_mib() - before_mib < 40  # one of the smallest would take 256


def test_a_picture_of_8k_is_read(tmp_path: Path) -> None:
    clip = tmp_path / "8k.gif"
    clip.write_bytes(gif(8192, 4320))
    with VideoReader(clip) as opened:
        assert (opened.width_px, opened.height_px) == (8192, 4320)
        assert next(opened).image.shape == (4320, 8192, 3)


@pytest.mark.parametrize("size_px", [(1, 16_000), (10_000, 2), (31, 64), (64, 8), (400, 66)])
def test_pictures_in_which_nobody_can_be_seen_are_refused(tmp_path: Path, size_px: tuple[int, int]) -> None:
    clip = tmp_path / "strip.gif"
    clip.write_bytes(gif(*size_px))
    assert f"{size_px[0]} x {size_px[1]} pixels" in refused(clip)


def test_pictures_that_grow_too_large_when_their_pixels_are_squared_are_refused(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "wide.mp4", [corners(180, 64)] * 2, pixel_aspect=Fraction(4))
    assert "720 x 64 pixels" in refused(clip)


def test_a_picture_that_is_larger_than_the_file_says_is_left_out(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "odd.avi", [corners()] * 6, codec="mjpeg", pix_fmt="yuvj420p")
    data = bytearray(clip.read_bytes())
    size_at = -1
    for _ in range(4):  # the fourth picture says that it has 65,500 lines of 65,500 pixels
        size_at = data.index(b"\xff\xc0", size_at + 1)
    data[size_at + 5 : size_at + 9] = struct.pack(">HH", 65_500, 65_500)
    clip.write_bytes(data)
    frames, warnings = read(clip)
    assert len(frames) == 5
    assert ids(warnings) == ["damaged"]


@pytest.mark.parametrize("claimed", [10_000_000, 2**32 - 1])
@pytest.mark.parametrize("boxes", ["stsz", "elst", "trun"])
def test_an_index_that_claims_more_than_a_day_is_refused(tmp_path: Path, claimed: int, boxes: str) -> None:
    clip = with_samples(write_clip(tmp_path / "claims.mp4", [corners()] * 3), claimed, boxes)
    assert "lists more than 4 million" in refused(clip)


def test_sound_without_a_codec_may_have_as_many_samples_as_it_likes(tmp_path: Path) -> None:
    """Ten minutes of it have 29 million, one for each number."""
    path = tmp_path / "plain_sound.mov"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=25)
        sound = output.add_stream("pcm_u8", rate=48_000, layout="mono")
        stream.width, stream.height = 64, 48
        for number in range(3):
            picture = av.VideoFrame.from_ndarray(corners())
            picture.pts = number
            output.mux(stream.encode(picture))
        output.mux(stream.encode(None))
        piece = av.Packet(bytes(5_000_000))
        piece.stream, piece.pts, piece.dts, piece.duration = sound, 0, 0, 5_000_000
        piece.time_base = Fraction(1, 48_000)
        output.mux(piece)
    assert len(read(path)[0]) == 3


def test_what_a_file_carries_along_does_not_fill_the_memory(tmp_path: Path) -> None:
    clip = with_attachment(tmp_path / "fonts.mkv", 130 * MIB)
    assert "128 MiB" in refused(clip)


def test_of_a_thousand_streams_the_first_are_looked_at(tmp_path: Path) -> None:
    clip = tmp_path / "many.mkv"
    clip.write_bytes(matroska(tracks=1000))
    refused(clip)  # they hold nothing


def test_a_beginning_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "OPEN_WITHIN_S", 0.2)
    clip = tmp_path / "texts.mkv"
    clip.write_bytes(tagged(6000))  # FFmpeg compares each text with all before
    assert "was not read within" in refused(clip)


def test_work_within_a_time_returns_or_raises_what_it_did() -> None:
    go_on, ended = Event(), Event()
    assert within(60, lambda: 7, ended.set) == 7
    with pytest.raises(ZeroDivisionError):
        within(60, lambda: 1 // 0, ended.set)
    with pytest.raises(TimeoutError):
        within(0.01, go_on.wait, ended.set)
    assert not ended.is_set()
    go_on.set()
    assert ended.wait(60)


def test_of_a_recording_longer_than_any_the_first_part_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MOST_FRAMES", 5)
    clip = write_clip(tmp_path / "days.mp4", [corners()] * 9)
    frames, warnings = read(clip)
    assert len(frames) == 5
    assert ids(warnings) == ["too_long"]
    assert read(write_clip(tmp_path / "fits.mp4", [corners()] * 5))[1] == ()


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.mp4")
    return folder / "pipe.mp4"


def socket_file(folder: Path) -> Path:
    path = folder / "s"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
    return path


def link_to_pipe(folder: Path) -> Path:
    (folder / "link.mp4").symlink_to(pipe(folder))
    return folder / "link.mp4"


def link_to_itself(folder: Path) -> Path:
    (folder / "loop.mp4").symlink_to(folder / "loop.mp4")
    return folder / "loop.mp4"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in its file system")
@pytest.mark.parametrize(
    "make",
    [
        pipe,
        socket_file,
        link_to_pipe,
        link_to_itself,
        lambda folder: folder,
        lambda _: Path("/dev/zero"),
        lambda _: Path("/dev/full"),
        lambda _: Path("/proc/self/mem"),
        lambda _: Path("/proc/self/pagemap"),
    ],
)
def test_what_is_no_file_is_refused_by_reader_and_hash_at_once(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path)
    with pytest.raises(InputError) as hashed:
        sha256_of(path)
    assert refused(path) == str(hashed.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in its file system")
def test_a_pipe_put_in_the_place_of_the_file_is_never_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = write_clip(tmp_path / "clip.mp4", [corners()] * 2)
    opens = os.open

    def swapped(path: Path, flags: int) -> int:
        clip.unlink()
        pipe(tmp_path).rename(clip)
        return opens(path, flags)

    monkeypatch.setattr(os, "open", swapped)
    assert "not an ordinary file" in refused(clip)


def test_what_is_read_and_what_is_hashed_are_one_file(tmp_path: Path) -> None:
    clip, other = (write_clip(tmp_path / f"{name}.mp4", noise(8)) for name in ("clip", "other"))
    other.write_bytes(other.read_bytes() + b"\0" * 8)
    right = sha256_of(clip)
    with VideoReader(clip) as opened:
        other.replace(clip)
        assert len(list(opened)) == 8
        assert opened.info().sha256 == right


def test_a_file_that_is_still_written_is_said(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "growing.mkv", [corners()] * 4)
    with VideoReader(clip) as opened, clip.open("ab") as writer:
        list(opened)
        writer.write(b"more")
        writer.flush()
        with pytest.raises(InputError, match=r"growing\.mkv was changed while it was read; wait"):
            opened.info()


def test_a_clock_that_was_set_loses_nothing(tmp_path: Path) -> None:
    stamps_ms = [0, 40, 80, 950_400_000, 950_400_040, 950_400_080]
    clip = write_clip(tmp_path / "days.mkv", [corners()] * 6, codec="ffv1", stamps_ms=stamps_ms)
    frames, warnings = read(clip)
    assert [frame.time_s for frame in frames] == pytest.approx([0, 0.04, 0.08, 2.08, 2.12, 2.16])
    assert ids(warnings) == ["timestamps_repaired"]
