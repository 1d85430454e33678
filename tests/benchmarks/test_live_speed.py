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
from romtrack.exercises import exercise
from romtrack.live import CameraEye, LiveSession, Plan, decoded
from romtrack.pose import open_estimator
from romtrack.store import open_repository
from romtrack.types import Frame

SAMPLE = Path(__file__).parents[2] / "sample_videos" / "seated_measure.mp4"
ROUNDS = 4
COUNTED_S = 30


def costs_ms(clip: list[tuple[float, bytes]], url: str) -> tuple[float, float]:
    """Return milliseconds of processor time a frame: decoding and detecting alone, and all of a session.

    Frame by frame in turn, so that whatever else the machine does meets both alike.
    """
    session = LiveSession(
        Plan(sides=("left",)), CameraEye(exercise("seated-ir-measure")), open_repository(url)
    )
    answers, spent_s = Answers(), [0.0, 0.0]

    def bare(_seq: int, time_s: float, jpeg: bytes) -> None:
        image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)
        estimator.detect(Frame(time_s, np.asarray(image, dtype=np.uint8)))

    def live(seq: int, time_s: float, jpeg: bytes) -> None:
        update = session.update(Frame(time_s, decoded(jpeg)))
        assert update is not None
        answers.answer(seq, update, 0.0)

    with open_estimator() as estimator:
        for seq, (time_s, jpeg) in enumerate(clip):
            for which, work in enumerate((bare, live)):
                began_s = time.process_time()
                work(seq, time_s, jpeg)
                spent_s[which] += time.process_time() - began_s
    session.discard()
    return spent_s[0] / len(clip) * 1000, spent_s[1] / len(clip) * 1000


def test_the_server_costs_little_more_than_the_pose_model(tmp_path: Path) -> None:
    clip = frames(SAMPLE, before_s=4)
    pairs = [costs_ms(clip, f"sqlite:///{tmp_path / f'{turn}.db'}") for turn in range(ROUNDS)]
    ratios = sorted(ours / bare for bare, ours in pairs)
    sys.stdout.write("\n" + "; ".join(f"bare {bare:.1f} ms, live {ours:.1f} ms" for bare, ours in pairs))
    sys.stdout.write(f" of processor a frame: {', '.join(f'{ratio:.3f}' for ratio in ratios)}\n")
    assert ratios[len(ratios) // 2] <= 1.15


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
        start(page, app)
        wait_for(page, "stage.meter.shown > 60", 60_000)
        page.keyboard.press("i")
        before, began_s = stage(page, "stage.meter.shown"), time.monotonic()
        stage(page, "stage.meter.delaysMs = []")
        time.sleep(COUNTED_S)
        shown = stage(page, "stage.meter.shown") - before
        rate = shown / (time.monotonic() - began_s)
        delays = sorted(stage(page, "stage.meter.delaysMs"))
        server_ms = stage(page, "stage.connection.flight.serverMs")
    median, late = delays[len(delays) // 2], delays[round(0.95 * len(delays))]
    sys.stdout.write(
        f"\n{rate:.1f} frames/s, capture to overlay {median:.0f} ms, p95 {late:.0f} ms, "
        f"server {server_ms:.0f} ms\n"
    )
    assert rate >= 27
    assert median <= 60
    assert late <= 110
