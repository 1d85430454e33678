"""What the reader makes of whole files."""

from __future__ import annotations

import hashlib
import weakref
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from video_clips import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    corners,
    disc,
    extents,
    ids,
    near,
    noise,
    read,
    set_display_matrix,
    times_s,
    write_clip,
)

from romtrack.video import VideoReader, sha256_of

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.types import Image

UNEVEN_MS = [0, 40, 95, 96, 400, 433, 1500]


def corner_colours(image: Image) -> tuple[str, ...]:
    """Names of the patches, clockwise from the top left."""
    names = {"red": RED, "green": GREEN, "blue": BLUE, "white": WHITE}
    pixels = (image[6, 6], image[6, -7], image[-7, -7], image[-7, 6])
    return tuple(next(name for name in names if near(pixel, names[name], 70)) for pixel in pixels)


@pytest.mark.parametrize("name", ["uneven.mp4", "uneven.mov", "uneven.mkv"])
def test_uneven_times_are_exact(tmp_path: Path, name: str) -> None:
    clip = write_clip(tmp_path / name, [corners()] * len(UNEVEN_MS), stamps_ms=UNEVEN_MS)
    assert times_s(clip) == pytest.approx([stamp / 1000 for stamp in UNEVEN_MS], abs=1e-9)


def test_times_count_from_the_first_frame(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "late.mkv", [corners()] * 3, stamps_ms=[5000, 5040, 5100])
    assert times_s(clip) == pytest.approx([0.0, 0.04, 0.1], abs=1e-9)


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt", "container"),
    [
        ("plain.mp4", "libx264", "yuv420p", None),
        ("plain.mov", "libx264", "yuv420p", None),
        ("plain.webm", "libvpx", "yuv420p", None),
        ("webm_named.mp4", "libvpx", "yuv420p", "webm"),
        ("plain.mkv", "libx264", "yuv420p", None),
        ("mpeg4.avi", "mpeg4", "yuv420p", None),
        ("reordered.avi", "libx264", "yuv420p", None),
        ("stream.ts", "libx264", "yuv420p", None),
        ("moving.gif", "gif", "rgb8", None),
        ("sp ace é 🎥 %03d.mp4", "libx264", "yuv420p", None),
    ],
)
def test_containers(tmp_path: Path, name: str, codec: str, pix_fmt: str, container: str | None) -> None:
    images = [np.roll(corners(), 4 * step, axis=1) for step in range(12)]
    clip = write_clip(tmp_path / name, images, codec=codec, pix_fmt=pix_fmt, container=container)
    with VideoReader(clip) as reader:
        frames = list(reader)
        info = reader.info()
    assert [frame.time_s for frame in frames] == pytest.approx([0.04 * step for step in range(12)], abs=1e-6)
    assert corner_colours(frames[0].image) == ("red", "green", "white", "blue")
    assert near(frames[8].image[6, 32 + 6], RED, 70)
    assert info.duration_s == pytest.approx(0.48, abs=0.021)
    assert (info.width_px, info.height_px, info.frames, info.warnings) == (64, 48, 12, ())
    assert info.name == name


# The stored corner moves as the matrix of the track header says; y points down.
@pytest.mark.parametrize(
    ("matrix", "size", "expected"),
    [
        ((1, 0, 0, 1), (64, 48), ("red", "green", "white", "blue")),
        ((0, 1, -1, 0), (48, 64), ("blue", "red", "green", "white")),  # 90 clockwise: phone upright
        ((-1, 0, 0, -1), (64, 48), ("white", "blue", "red", "green")),
        ((0, -1, 1, 0), (48, 64), ("green", "white", "blue", "red")),  # 270 clockwise
        ((-1, 0, 0, 1), (64, 48), ("green", "red", "blue", "white")),  # a selfie's mirror image
        ((0, 1, 1, 0), (48, 64), ("red", "blue", "white", "green")),
    ],
)
def test_rotation_and_mirroring(
    tmp_path: Path, matrix: tuple[int, int, int, int], size: tuple[int, int], expected: tuple[str, ...]
) -> None:
    clip = write_clip(tmp_path / "turned.mp4", [corners()] * 2)
    set_display_matrix(clip, *matrix)
    with VideoReader(clip) as reader:
        image = next(reader).image
        assert (reader.width_px, reader.height_px) == size
    assert image.shape == (size[1], size[0], 3)
    assert image.flags.c_contiguous
    assert corner_colours(image) == expected


@pytest.mark.parametrize(
    ("aspect", "stored", "radii", "size"),
    [
        (Fraction(2), (60, 80), (12, 24), (120, 80)),
        (Fraction(1, 2), (80, 60), (24, 12), (80, 120)),
        (Fraction(4, 3), (90, 80), (18, 24), (120, 80)),
    ],
)
def test_pixels_are_squared(
    tmp_path: Path, aspect: Fraction, stored: tuple[int, int], radii: tuple[int, int], size: tuple[int, int]
) -> None:
    clip = write_clip(tmp_path / "wide.mp4", [disc(*stored, *radii)] * 2, pixel_aspect=aspect)
    image = read(clip)[0][0].image
    assert image.shape[1::-1] == size
    width, height = extents(image)
    assert width == pytest.approx(48, abs=1)
    assert height == pytest.approx(48, abs=1)


def test_pixels_are_squared_before_the_turn(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "both.mp4", [disc(60, 80, 12, 24)] * 2, pixel_aspect=Fraction(2))
    set_display_matrix(clip, 0, 1, -1, 0)
    image = read(clip)[0][0].image
    assert image.shape == (120, 80, 3)
    assert extents(image) == pytest.approx((48, 48), abs=1)


@pytest.mark.parametrize("size", [(65, 47), (33, 64), (190, 36), (35, 35)])
def test_odd_sizes_keep_every_pixel(tmp_path: Path, size: tuple[int, int]) -> None:
    image = corners(*size)
    clip = write_clip(tmp_path / "odd.mkv", [image], codec="ffv1", pix_fmt="yuv444p")
    shown = read(clip)[0][0].image
    assert shown.shape == image.shape
    assert np.abs(shown.astype(int) - image).max() <= 4


@pytest.mark.parametrize(
    "pix_fmt", ["yuv420p", "yuv420p10le", "yuv422p", "yuv444p", "yuv444p12le", "bgr0", "gbrp10le"]
)
def test_colours_of_every_pixel_format(tmp_path: Path, pix_fmt: str) -> None:
    clip = write_clip(tmp_path / "colour.mkv", [corners()], codec="ffv1", pix_fmt=pix_fmt)
    image = read(clip)[0][0].image
    assert image.dtype == np.uint8
    for row, column, colour in ((6, 6, RED), (6, -7, GREEN), (-7, 6, BLUE), (-7, -7, WHITE)):
        assert near(image[row, column], colour), (colour, image[row, column])


@pytest.mark.parametrize("pix_fmt", ["gray", "gray16le", "yuv420p"])
def test_grey_spans_black_to_white(tmp_path: Path, pix_fmt: str) -> None:
    image = np.zeros((48, 64, 3), np.uint8)
    image[:, 32:] = 255
    clip = write_clip(tmp_path / "grey.mkv", [image], codec="ffv1", pix_fmt=pix_fmt)
    shown = read(clip)[0][0].image
    assert (int(shown[20, 5].max()), int(shown[20, 60].min())) == (0, 255)


def test_repeated_times_are_dropped_and_reported(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "twice.mkv", [corners()] * 4, codec="mjpeg", pix_fmt="yuvj420p")
    repeated = tmp_path / "repeated.mkv"
    with av.open(str(clip)) as source, av.open(str(repeated), "w") as output:
        stream = output.add_stream_from_template(source.streams.video[0])
        for packet, stamp_ms in zip(source.demux(), (0, 40, 40, 80), strict=False):
            packet.pts = packet.dts = stamp_ms
            packet.stream = stream
            output.mux(packet)
    frames, warnings = read(repeated)
    assert [frame.time_s for frame in frames] == pytest.approx([0.0, 0.04, 0.08], abs=1e-9)
    assert ids(warnings) == ["timestamps_repaired"]
    assert warnings[0].text.startswith("1 frames")


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt"),
    [
        ("bare.h264", "libx264", "yuv420p"),
        ("bare.mjpeg", "mjpeg", "yuvj420p"),
        ("bare.m4v", "mpeg4", "yuv420p"),
    ],
)
def test_a_bare_stream_says_that_its_times_are_guessed(
    tmp_path: Path, name: str, codec: str, pix_fmt: str
) -> None:
    container = {"bare.m4v": "m4v"}.get(name)  # the name alone would make it an MP4
    clip = write_clip(tmp_path / name, [corners()] * 6, codec=codec, pix_fmt=pix_fmt, container=container)
    frames, warnings = read(clip)
    assert len(frames) == 6
    steps_s = np.diff([frame.time_s for frame in frames])
    assert steps_s == pytest.approx([steps_s[0]] * 5)
    assert ids(warnings) == ["timestamps_guessed"]
    assert f"{1 / steps_s[0]:.4g} pictures a second" in warnings[0].text


def test_a_bare_stream_runs_at_the_rate_that_its_pictures_state(tmp_path: Path) -> None:
    path = tmp_path / "thirty.h264"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(31):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(corners(), format="rgb24")))
        output.mux(stream.encode(None))
    assert times_s(path)[-1] == pytest.approx(1.0)


def test_a_new_size_midway_keeps_the_shapes(tmp_path: Path) -> None:
    path = tmp_path / "resized.mkv"
    sizes = [(120, 80), (60, 120)]
    with av.open(str(path), "w") as output:
        stream = output.add_stream("mjpeg", rate=25)
        stream.width, stream.height, stream.pix_fmt = 120, 80, "yuvj420p"
        for number, (width, height) in enumerate(sizes):
            coder = av.CodecContext.create("mjpeg", "w")
            assert isinstance(coder, av.VideoCodecContext)
            coder.width, coder.height, coder.pix_fmt = width, height, "yuvj420p"
            coder.time_base = Fraction(1, 25)
            picture = av.VideoFrame.from_ndarray(disc(width, height, 24, 24))
            picture.pts, picture.time_base = number, Fraction(1, 25)
            for packet in [*coder.encode(picture), *coder.encode(None)]:
                packet.stream = stream
                output.mux(packet)
    frames, _ = read(path)
    assert [frame.image.shape for frame in frames] == [(80, 120, 3), (80, 120, 3)]
    assert extents(frames[0].image) == pytest.approx((48, 48), abs=1)
    assert extents(frames[1].image) == pytest.approx((32, 32), abs=1)


def test_cover_art_is_not_the_video(tmp_path: Path) -> None:
    cover = write_clip(
        tmp_path / "cover.png", [corners(200, 200)], codec="png", pix_fmt="rgb24", container="image2"
    )
    clip = write_clip(tmp_path / "plain.mkv", [corners()] * 3)
    covered = tmp_path / "covered.mkv"
    with av.open(str(clip)) as source, av.open(str(covered), "w") as output:
        output.add_attachment("cover.png", "image/png", cover.read_bytes())
        stream = output.add_stream_from_template(source.streams.video[0])
        for packet in source.demux():
            if packet.size:
                packet.stream = stream
                output.mux(packet)
    with av.open(str(covered)) as check:
        assert len(check.streams.video) == 2
    frames, _ = read(covered)
    assert [frame.image.shape for frame in frames] == [(48, 64, 3)] * 3


def test_what_the_file_promises_is_known_before_the_first_frame(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "plain.mp4", [corners()] * 10)
    with VideoReader(clip) as reader:
        assert (reader.width_px, reader.height_px, reader.frames) == (64, 48, 0)
        assert reader.expected_frames == 10
        assert reader.expected_duration_s == pytest.approx(0.4, abs=0.02)
        next(reader)
        assert reader.frames == 1


def test_a_browser_recording_promises_nothing_and_is_read(tmp_path: Path) -> None:
    clip = write_clip(
        tmp_path / "live.webm", [corners()] * 6, codec="libvpx", stamps_ms=UNEVEN_MS[:6], muxer={"live": "1"}
    )
    with VideoReader(clip) as reader:
        assert reader.expected_duration_s is None
        assert reader.expected_frames is None
        assert [frame.time_s for frame in reader] == pytest.approx([ms / 1000 for ms in UNEVEN_MS[:6]])
        assert reader.warnings == ()


def test_only_one_frame_lives_at_a_time(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "long.mp4", [corners()] * 40)
    seen: list[weakref.ref[Image]] = []
    most_alive = 0
    with VideoReader(clip) as reader:
        for frame in reader:
            seen.append(weakref.ref(frame.image))
            most_alive = max(most_alive, sum(image() is not None for image in seen))
    assert len(seen) == 40
    assert most_alive <= 2


def test_a_reader_is_read_once(tmp_path: Path) -> None:
    with VideoReader(write_clip(tmp_path / "plain.mp4", [corners()] * 3)) as reader:
        assert len(list(reader)) == 3
        assert list(reader) == []
        assert reader.frames == 3


def test_a_closed_reader_gives_no_more_frames_but_its_counts(tmp_path: Path) -> None:
    with VideoReader(write_clip(tmp_path / "plain.mp4", [corners()] * 5)) as reader:
        next(reader)
        next(reader)
    assert list(reader) == []
    assert (reader.frames, reader.width_px, reader.warnings) == (2, 64, ())
    assert reader.duration_s == pytest.approx(0.08, abs=1e-6)


def test_sha256(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "noise.mp4", noise(5))
    digest = hashlib.sha256(clip.read_bytes()).hexdigest()
    assert sha256_of(clip) == digest
    with VideoReader(clip) as reader:
        assert reader.info().sha256 == digest


def test_a_large_picture_is_shrunk_upright_and_in_place(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "large.mp4", [disc(480, 240, 60, 60)] * 3)
    set_display_matrix(clip, 0, 1, -1, 0)
    with VideoReader(clip, longest_px=160) as reader:
        assert (reader.width_px, reader.height_px) == (240, 480)
        image = next(reader).image
        assert image.shape == (160, 80, 3)
        assert extents(image) == pytest.approx((40, 40), abs=1)
        across, down = (np.flatnonzero((image[..., 1] > 127).any(axis=axis)).mean() for axis in (0, 1))
        assert (across, down) == pytest.approx((39.5, 79.5), abs=0.5)
    with VideoReader(clip, longest_px=480) as reader:
        assert next(reader).image.shape == (480, 240, 3)
