"""Render one clip with its ground truth.

``python -m calibration.phantom.render --motion clamshell --body female --side left --seed 3 --out x.mp4``
writes x.mp4 (H.264) and x.gt.json (see README.md).
"""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np

from .aim import aimed, lens_of
from .body import NoSuchBodyError
from .ground_truth import GroundTruth
from .living import LivingScene
from .options import parse
from .performance import Performance
from .scene import Scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .geometry import FloatArray
    from .options import Options

CODEC_CRF = {"low": 8, "mjpeg": 3}  # how much coarser H.264 is then


def _encoder(options: Options, size: tuple[int, int], crf: float, jitter: float) -> subprocess.Popen[bytes]:
    """Start ffmpeg, which takes raw RGB frames; ``jitter``: see ``_times``."""
    out = ["-threads", "1", "-pix_fmt", "yuv420p", "-movflags", "+faststart", str(options.out)]
    h264 = ["-c:v", "libx264", "-preset", "fast"]
    if jitter:
        when = f"(N+{jitter}*sin(N*7.13+1.3)*gt(N,0))/{options.fps}*90000"
        clock = ["-vf", f"settb=1/90000,setpts='round({when})'", "-vsync", "vfr"]
        h264 = [*clock, "-enc_time_base", "1/90000", "-video_track_timescale", "90000", *h264, "-bf", "0"]
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{size[0]}x{size[1]}", "-r", str(options.fps)]
    command = ["ffmpeg", "-y", "-loglevel", "error", *raw, "-i", "-", *h264, "-crf", str(crf), *out]
    return subprocess.Popen(command, stdin=subprocess.PIPE)


def _times(performance: Performance, jitter: float) -> FloatArray:
    """Return when each frame is taken, seconds; ``jitter``: share of the interval that it is off."""
    options, script = performance.options, performance.script
    if options.still is None:
        times = np.arange(int(script.time * options.fps)) / options.fps
    elif options.still > 1:
        times = np.linspace(0, script.time * 0.999, options.still)
    else:
        times = np.array([script.reps[0]["peak_s"]])
    n = np.arange(len(times))
    shifted: FloatArray = times + jitter * np.sin(n * 7.13 + 1.3) * (n > 0) / options.fps
    return shifted


def render(options: Options) -> None:
    """Render the clip that the options describe.

    Raises
    ------
    NoSuchBodyError: there is no such body.
    """
    performance = Performance(options)
    q = performance.switches
    lens = lens_of(performance)
    camera = aimed(performance, lens)
    scene = LivingScene(performance, q, lens, camera) if q else Scene(performance, lens, camera)
    jitter = q.vfr if q and options.still is None else 0.0
    crf = options.crf + (CODEC_CRF.get(q.codec, 0) if q else 0)
    truth, began = GroundTruth(performance, lens, camera), time.monotonic()
    with _encoder(options, (lens.width, lens.height), crf, jitter) as video:
        for t in _times(performance, jitter).tolist():
            image, bones = scene.take(t)
            if video.stdin is not None:
                video.stdin.write(image.tobytes() * options.linger)
            truth.add(t, bones, options.linger)
    if video.returncode:
        message = f"ffmpeg could not write {options.out}"
        raise OSError(message)
    options.out.with_suffix(".gt.json").write_text(truth.text(scene.notes), encoding="utf-8")
    rate = len(truth.frames) / (time.monotonic() - began)
    size_mb = options.out.stat().st_size / 1e6
    sys.stdout.write(f"{options.out.name}: {len(truth.frames)} frames, {rate:.1f} fps, {size_mb:.2f} MB\n")


def main(words: Sequence[str] | None = None) -> None:
    """Render what the command line asks for."""
    try:
        render(parse(sys.argv[1:] if words is None else words))
    except (NoSuchBodyError, OSError) as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
