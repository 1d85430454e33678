"""Damaged videos of every container: none hangs, crashes, or takes more memory than it may.

On request: ``pytest tests/campaigns/test_video_fuzz.py -n 0 -s`` (five minutes). Each of 200 videos is read
in a process of its own with 1 GiB of data and a minute.
"""

from __future__ import annotations

import random
import struct
import time
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import av
import numpy as np
from fuzz_works import read_whole

from romtrack.apart import run_apart

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VIDEOS, SEED = 200, 12
LIMIT_BYTES, LIMIT_S = 2**30, 60.0
MOST_MIB = 400
KINDS = [
    ("a.mp4", "libx264", "yuv420p"),
    ("b.mp4", "mpeg4", "yuv420p"),
    ("c.mov", "png", "rgb24"),
    ("d.webm", "libvpx", "yuv420p"),
    ("e.webm", "libvpx-vp9", "yuv420p"),
    ("f.mkv", "ffv1", "yuv420p"),
    ("g.mkv", "libx265", "yuv420p"),
    ("h.avi", "mpeg4", "yuv420p"),
    ("i.avi", "mjpeg", "yuvj420p"),
    ("j.ts", "libx264", "yuv420p"),
    ("k.gif", "gif", "rgb8"),
    ("l.apng", "apng", "rgb24"),
    ("m.flv", "flv", "yuv420p"),
    ("n.mpg", "mpeg2video", "yuv420p"),
]
EXTREMES = [0, 1, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF]


class _Patient:
    """Waits for a minute."""

    def __init__(self) -> None:
        self._end_s = time.monotonic() + LIMIT_S

    def begin(self, _stage: str, _expected_frames: int | None) -> None:
        pass

    def step(self) -> None:
        pass

    def go_on(self) -> None:
        assert time.monotonic() < self._end_s, "it hangs"


def written(path: Path, codec: str, pix_fmt: str) -> bytes:
    rng = np.random.default_rng(3)
    options = {"x265-params": "log-level=none"} if codec == "libx265" else {}
    with av.open(str(path), "w") as output:
        stream = output.add_stream(codec, rate=25, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 96, 64, pix_fmt
        for _ in range(12):
            image = rng.integers(0, 256, (8, 12, 3), np.uint8).repeat(8, axis=0).repeat(8, axis=1)
            output.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        output.mux(stream.encode(None))
    return path.read_bytes()


def flipped(data: bytearray, rng: random.Random) -> bytearray:
    for _ in range(rng.choice([1, 5, 30, 200])):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return data


def extreme(data: bytearray, rng: random.Random) -> bytearray:
    """Put extreme numbers where the head (or, of an MP4, the index at the end) tells sizes and counts."""
    for _ in range(rng.choice([1, 2, 8])):
        at = rng.randrange(min(len(data) - 4, 1500))
        at = at if rng.random() < 0.5 else len(data) - 4 - at
        data[at : at + 4] = struct.pack(rng.choice("<>") + "I", rng.choice(EXTREMES))
    return data


def cut(data: bytearray, rng: random.Random) -> bytearray:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randrange(1, 2000) :]


def doubled(data: bytearray, rng: random.Random) -> bytearray:
    start = rng.randrange(len(data))
    return data[:start] + data[start : start + rng.randrange(1, 4000)] * rng.choice([2, 50]) + data[start:]


CHANGES: list[Callable[[bytearray, random.Random], bytearray]] = [flipped, extreme, extreme, cut, doubled]


def test_no_damaged_video_hangs_crashes_or_fills_the_memory(tmp_path: Path) -> None:
    rng = random.Random(SEED)  # noqa: S311  no secret
    whole = {name: written(tmp_path / name, codec, pix_fmt) for name, codec, pix_fmt in KINDS}
    ends: Counter[str] = Counter()
    most_mib, longest_s = 0, 0.0
    for number in range(VIDEOS):
        name, *_ = KINDS[number % len(KINDS)]
        path = tmp_path / f"{number}-{name}"
        path.write_bytes(rng.choice(CHANGES)(bytearray(whole[name]), rng))
        begun_s = time.monotonic()
        frames, why, peak_mib = run_apart(partial(read_whole, path), _Patient(), LIMIT_BYTES)
        most_mib, longest_s = max(most_mib, peak_mib), max(longest_s, time.monotonic() - begun_s)
        ends["read" if frames else why.replace(str(path), "").split(";")[0]] += 1
        assert peak_mib < MOST_MIB, path.name
    print(f"\nmost memory {most_mib} MiB, longest {longest_s:.1f} s", *ends.most_common(), sep="\n  ")  # noqa: T201
