"""Speed and memory beside a bare loop: ``just bench`` (minutes; not part of the suite).

Machines are noisy, so speeds are ratios within one run, each side taken at its best of three.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from subprocess import run

import av
import mediapipe as mp
import pytest
from mediapipe.tasks.python import BaseOptions, vision

from romtrack.pipeline import analyze
from romtrack.pose import bundled_model
from romtrack.settings import Settings
from romtrack.types import Frame
from romtrack.video import VideoReader, VideoWriter

SAMPLE = Path(__file__).parents[2] / "sample_videos" / "seated_measure.mp4"
ROUNDS = 3
MEBIBYTE = 2**20


class Silent:
    """No progress bar."""

    def begin(self, stage: str, expected_frames: int | None) -> None:
        """Do nothing."""

    def step(self) -> None:
        """Do nothing."""


def bare_loop(video: Path) -> float:
    """Decode and detect, one after the other, with the mask on; frames per second."""
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(bundled_model())),
        running_mode=vision.RunningMode.VIDEO,
        output_segmentation_masks=True,
    )
    began, frames = time.perf_counter(), 0
    with vision.PoseLandmarker.create_from_options(options) as landmarker, av.open(str(video)) as container:
        for frame in container.decode(video=0):
            image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.to_ndarray(format="rgb24"))
            landmarker.detect_for_video(image, round((frame.time or 0) * 1000))
            frames += 1
    return frames / (time.perf_counter() - began)


def whole_analysis(video: Path) -> float:
    """Analyse without the annotated video; frames per second."""
    began = time.perf_counter()
    analysis = analyze(video, Settings(), Silent())
    return len(analysis.track) / (time.perf_counter() - began)


def test_analysis_is_within_a_tenth_of_a_bare_loop() -> None:
    pairs = [(bare_loop(SAMPLE), whole_analysis(SAMPLE)) for _ in range(ROUNDS)]
    bare, ours = (max(speeds) for speeds in zip(*pairs, strict=True))
    sys.stdout.write(
        f"\nbare loop {bare:.1f} frames/s, analysis {ours:.1f} frames/s, ratio {ours / bare:.2f}\n"
    )
    assert ours >= 0.9 * bare


def looped(seconds: float, target: Path) -> Path:
    """Write the sample again and again until the video is ``seconds`` long."""
    written_s, last_s = 0.0, -1.0
    with VideoWriter(target, 640, 480) as writer:
        while last_s < seconds:
            with VideoReader(SAMPLE) as reader:
                for frame in reader:
                    last_s = written_s + frame.time_s
                    writer.write(Frame(last_s, frame.image))
            written_s = last_s + 0.04
    return target


def peak_bytes(video: Path, out: Path) -> int:
    """Analyse in a process of its own and return its peak resident memory."""
    script = (
        "import resource, sys; from romtrack.cli import main\n"
        "try: main()\n"
        "except SystemExit: sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024))"
    )
    arguments = ["analyze", str(video), "--out", str(out), "--no-video", "--json"]
    done = run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
    return int(done.stderr.splitlines()[-1])


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is read with the resource module")
def test_memory_does_not_grow_with_the_length(tmp_path: Path) -> None:
    short = peak_bytes(looped(30, tmp_path / "short.mp4"), tmp_path / "short")
    long = peak_bytes(looped(600, tmp_path / "long.mp4"), tmp_path / "long")
    grown = (long - short) / MEBIBYTE
    sys.stdout.write(f"\npeak memory: 30 s {short / MEBIBYTE:.0f} MiB, 10 min {long / MEBIBYTE:.0f} MiB\n")
    assert grown < 50
