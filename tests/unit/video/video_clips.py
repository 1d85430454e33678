"""Small clips with known content, written for the tests of reader and writer."""

from __future__ import annotations

import struct
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from av.audio.stream import AudioStream
    from av.video.stream import VideoStream

    from romtrack.types import Frame, Image, Notice

RED, GREEN, BLUE, WHITE, BLACK = (200, 60, 40), (30, 200, 60), (40, 60, 220), (255, 255, 255), (0, 0, 0)


def corners(width: int = 64, height: int = 48) -> Image:
    """Grey, with a red patch top left, green top right, blue bottom left, white bottom right."""
    image = np.full((height, width, 3), 128, np.uint8)
    image[:16, :16], image[:16, -16:] = RED, GREEN
    image[-16:, :16], image[-16:, -16:] = BLUE, WHITE
    return image


def disc(width: int, height: int, radius_x: int, radius_y: int) -> Image:
    """A white ellipse in the middle of black."""
    y, x = np.mgrid[:height, :width]
    inside = ((x - width / 2 + 0.5) / radius_x) ** 2 + ((y - height / 2 + 0.5) / radius_y) ** 2 <= 1
    return np.where(inside[..., None], 255, 0).astype(np.uint8).repeat(3, axis=2)


def noise(count: int, width: int = 64, height: int = 48) -> list[Image]:
    """Pictures that do not compress, so that a cut in bytes is a cut in time."""
    random = np.random.default_rng(7)
    return [random.integers(0, 256, (height, width, 3), np.uint8) for _ in range(count)]


def write_clip(  # noqa: PLR0913 - one knob for each thing that real files differ in
    path: Path,
    images: Iterable[Image],
    *,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    stamps_ms: Iterable[int] | None = None,
    pixel_aspect: Fraction | None = None,
    container: str | None = None,
    muxer: Mapping[str, str] | None = None,
    coder: Mapping[str, str] | None = None,
) -> Path:
    """Write ``images`` at ``stamps_ms`` (40 ms apart unless told)."""
    pictures = list(images)
    stamps = range(0, 40 * len(pictures), 40) if stamps_ms is None else stamps_ms
    with av.open(str(path), "w", format=container, options=dict(muxer or {})) as output:
        stream = output.add_stream(codec, rate=25, options=dict(coder or {}))
        assert isinstance(stream, av.VideoStream)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = pix_fmt
        ticks_hz = {".gif": 100, ".avi": 50}.get(path.suffix, 1000)
        stream.codec_context.time_base = Fraction(1, ticks_hz)
        if pixel_aspect:
            stream.codec_context.sample_aspect_ratio = pixel_aspect
        _encode(output, stream, zip(pictures, stamps, strict=True))
    return path


def _encode(
    output: av.container.OutputContainer, stream: VideoStream, pictures: Iterable[tuple[Image, int]]
) -> None:
    for image, stamp_ms in pictures:
        frame = av.VideoFrame.from_ndarray(image, format="rgb24")
        frame.pts, frame.time_base = stamp_ms, Fraction(1, 1000)
        output.mux(stream.encode(frame))
    output.mux(stream.encode(None))


def write_picture(path: Path, image: Image, codec: str = "png") -> Path:
    """Write one still picture, whatever its name ends with."""
    coder = av.CodecContext.create(codec, "w")
    assert isinstance(coder, av.VideoCodecContext)
    coder.height, coder.width = image.shape[:2]
    coder.pix_fmt, coder.time_base = {"png": "rgb24", "mjpeg": "yuvj420p"}[codec], Fraction(1, 25)
    packets = [*coder.encode(av.VideoFrame.from_ndarray(image)), *coder.encode(None)]
    path.write_bytes(b"".join(bytes(packet) for packet in packets))
    return path


def write_sound(path: Path, seconds: float = 0.5) -> Path:
    """Write silence."""
    with av.open(str(path), "w") as output:
        _encode_silence(output, output.add_stream("aac", rate=16_000, layout="mono"), seconds)
    return path


def write_clip_with_longer_sound(path: Path, images: list[Image], sound_s: float) -> Path:
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=25)
        sound = output.add_stream("aac", rate=16_000, layout="mono")
        stream.height, stream.width = images[0].shape[:2]
        _encode(output, stream, ((image, 40 * number) for number, image in enumerate(images)))
        _encode_silence(output, sound, sound_s)
    return path


def _encode_silence(output: av.container.OutputContainer, stream: AudioStream, seconds: float) -> None:
    for start in range(0, round(16_000 * seconds), 1024):
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 16_000, start, Fraction(1, 16_000)
        output.mux(stream.encode(frame))
    output.mux(stream.encode(None))


def packet_spans(path: Path) -> list[tuple[int, int]]:
    """Where in the file each video packet lies: offset and size in bytes."""
    with av.open(str(path)) as source:
        packets = [packet for packet in source.demux(video=0) if packet.size]
    return [(packet.pos or 0, packet.size) for packet in packets]


def spoil(path: Path, offset: int, size: int) -> None:
    """Overwrite bytes of a file with nonsense."""
    data = path.read_bytes()
    path.write_bytes(data[:offset] + b"\x55" * size + data[offset + size :])


def cut(path: Path, share: float) -> Path:
    """Keep the first part of a file."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def set_display_matrix(path: Path, a: int, b: int, c: int, d: int) -> None:
    """Patch the track header of an MP4: the stored (x, y) is shown at (a x + c y, b x + d y)."""
    data = path.read_bytes()
    start = data.index(b"tkhd") + 4 + 40  # version 0: times, id, duration, layer, group, volume
    matrix = struct.pack(">9i", a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30)
    path.write_bytes(data[:start] + matrix + data[start + len(matrix) :])


def read(path: Path) -> tuple[list[Frame], tuple[Notice, ...]]:
    """Return all frames and the warnings."""
    with VideoReader(path) as reader:
        frames = list(reader)
        return frames, reader.warnings


def times_s(path: Path) -> list[float]:
    return [frame.time_s for frame in read(path)[0]]


def ids(warnings: Iterable[Notice]) -> list[str]:
    return [notice.id for notice in warnings]


def near(pixel: Image, colour: tuple[int, int, int], tolerance: int = 6) -> bool:
    return bool(np.all(np.abs(pixel.astype(int) - colour) <= tolerance))


def extents(image: Image) -> tuple[int, int]:
    """Width and height of what is bright."""
    bright = image[..., 1] > 127
    return int(bright.any(axis=0).sum()), int(bright.any(axis=1).sum())
