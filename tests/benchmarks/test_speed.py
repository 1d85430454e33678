"""Speed and memory beside a bare loop: ``just bench`` (minutes; not part of the suite).

Machines are noisy, so speeds are ratios within one run, each side taken at its best of three.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, run
from typing import NamedTuple

import bare_loop as bare
import pytest
from bare_loop import bare_loop

from romtrack.pipeline import analyze
from romtrack.settings import Settings
from romtrack.types import Frame
from romtrack.video import VideoReader, VideoWriter

if sys.platform != "win32":
    import resource

SAMPLE = Path(__file__).parents[2] / "sample_videos" / "seated_measure.mp4"
ROUNDS = 3
MEBIBYTE = 2**20


class Silent:
    """No progress bar."""

    def begin(self, stage: str, expected_frames: int | None) -> None:
        """Do nothing."""

    def step(self) -> None:
        """Do nothing."""


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


class Cost(NamedTuple):
    """What a process took, with all that it started: on the clock, and of processors."""

    wall_s: float
    processor_s: float


def cost(*words: str) -> Cost:
    """Run Python with ``words`` and return what it took."""
    before, began_s = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    run([sys.executable, *words], stdout=DEVNULL, stderr=DEVNULL, check=True)
    wall_s, after = time.perf_counter() - began_s, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall_s, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


@pytest.mark.skipif(sys.platform == "win32", reason="processor time is read with the resource module")
def test_the_whole_command_beside_a_bare_loop(tmp_path: Path) -> None:
    """Whole processes in turn, so that whatever else the machine does meets all alike."""
    video = looped(76, tmp_path / "clip.mp4")
    out, command = str(tmp_path / "out"), "from romtrack.cli import main; main()"
    analyze = ["-c", command, "analyze", str(video), "--out", out, "--no-log", "--force", "--jobs"]
    kinds = {
        "bare": [str(bare.__file__), str(video)],
        "one job": [*analyze, "1", "--no-video"],
        "two jobs": [*analyze, "2", "--no-video"],
        "one job, annotated video": [*analyze, "1"],
    }
    rounds = [{name: cost(*words) for name, words in kinds.items()} for _ in range(ROUNDS)]
    for name in kinds:
        wall, processor = (
            median(each[name][of] / each["bare"][of] for each in rounds) for of in range(len(Cost._fields))
        )
        sys.stdout.write(f"\n{name}: {wall:.2f} of the bare loop on the clock, {processor:.2f} of processors")
    drawn = median(
        each["one job, annotated video"].processor_s / each["one job"].processor_s for each in rounds
    )
    sys.stdout.write(f"\nthe annotated video costs {100 * (drawn - 1):.0f} % more\n")
    assert drawn < 1.35
