"""Live beside a bare loop, in a real browser: ``pytest tests/benchmarks/test_live_speed.py -n 0 -s``.

Two measures in one run: frames answered and delay in the browser whose camera shows the sample at 30
frames a second, and the server's own processor time per frame beside a loop that only decodes the
same JPEGs and detects the pose.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

sys.path += [str(Path(__file__).parents[1] / name) for name in ("campaigns", "e2e")]

from camera_clips import camera_clip
from live_browser import context, needs_chromium, stage, start, wait_for
from live_client import frames
from running_app import running, tool

from romtrack.app.live.wire import Answers
from romtrack.live import CameraEye, LiveSession, Plan, decoded
from romtrack.pose import open_estimator
from romtrack.store import open_repository
from romtrack.types import Frame

SAMPLE = Path(__file__).parents[2] / "sample_videos" / "seated_measure.mp4"
ROUNDS = 4
COUNTED_S = 30


def bare_ms(clip: list[tuple[float, bytes]]) -> float:
    """Decode and detect; milliseconds of processor time for each frame."""
    with open_estimator() as estimator:
        began_s = time.process_time()
        for time_s, jpeg in clip:
            image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)
            estimator.detect(Frame(time_s, np.asarray(image, dtype=np.uint8)))
        return (time.process_time() - began_s) / len(clip) * 1000


def live_ms(clip: list[tuple[float, bytes]], url: str) -> float:
    """Answer the same frames in a live session; milliseconds of processor time for each."""
    session = LiveSession(Plan(sides=("left",)), CameraEye(), open_repository(url))
    answers = Answers()
    began_s = time.process_time()
    for seq, (time_s, jpeg) in enumerate(clip):
        update = session.update(Frame(time_s, decoded(jpeg)))
        assert update is not None
        answers.answer(seq, update, 0.0)
    took_ms = (time.process_time() - began_s) / len(clip) * 1000
    session.discard()
    return took_ms


def test_the_server_costs_little_more_than_the_pose_model(tmp_path: Path) -> None:
    clip = frames(SAMPLE, before_s=4)
    url = f"sqlite:///{tmp_path / 'romtrack.db'}"
    pairs = [(bare_ms(clip), live_ms(clip, url)) for _ in range(ROUNDS)]
    bare, ours = (min(times) for times in zip(*pairs, strict=True))
    sys.stdout.write(f"\nbare {bare:.1f} ms, live {ours:.1f} ms of processor a frame: {ours / bare:.2f}\n")
    assert ours <= 1.15 * bare


@needs_chromium
@pytest.mark.parametrize("scheme", ["light"])
def test_the_picture_keeps_up_with_the_camera(tmp_path: Path, scheme: str) -> None:
    clip = camera_clip(tmp_path / "camera.mjpeg", SAMPLE, before_s=6)
    command = (tool("romtrack"), "app", "--no-browser")
    with (
        running(*command, folder=tmp_path, cwd=tmp_path, port_option="--port") as app,
        context(scheme=scheme, clip=clip) as browser,
    ):
        page = browser.new_page()
        start(page, app.url)
        wait_for(page, "stage.counts.shown > 60", 60_000)
        page.keyboard.press("i")
        before, began_s = stage(page, "stage.counts.shown"), time.monotonic()
        stage(page, "stage.delays = []")
        time.sleep(COUNTED_S)
        shown = stage(page, "stage.counts.shown") - before
        rate = shown / (time.monotonic() - began_s)
        delays = sorted(stage(page, "stage.delays"))
        server_ms = stage(page, "stage.serverMs")
    median, late = delays[len(delays) // 2], delays[round(0.95 * len(delays))]
    sys.stdout.write(
        f"\n{rate:.1f} frames/s, capture to overlay {median:.0f} ms, p95 {late:.0f} ms, "
        f"server {server_ms:.0f} ms\n"
    )
    assert rate >= 27
    assert median <= 60
    assert late <= 110
