"""Every state of the live page in the real browser: a clear message and a way on.

On request: ``pytest tests/campaigns/test_live_states.py -n 0`` (minutes). With ROMTRACK_SHOTS naming a
folder, a picture of each state in each theme is left there.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from live_browser import SCHEMES, app_in, context, needs_chromium, picture, stage, start, wait_for

from camera_clips import camera_clip  # isort: skip  found by live_browser
from chromium import CAMERA_ALLOWED, FAKE_CAMERA
from conftest import SAMPLES
from playwright.sync_api import expect
from running_app import App, free_port, printed_key, tool

from romtrack.store import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("clip") / "camera.mjpeg"
    return camera_clip(target, SAMPLES / "seated_measure.mp4", before_s=6)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with app_in(tmp_path_factory.mktemp("app")) as it:
        yield it


def message(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", name=title)).to_be_visible(timeout=20_000)


def live(page: Page) -> None:
    """Wait until frames are answered."""
    wait_for(page, "stage.meter.shown > 5")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_permission_denied(app: App, scheme: str) -> None:
    with context(FAKE_CAMERA, scheme=scheme) as browser:
        page = browser.new_page()
        start(page, app)
        message(page, "The camera is not allowed")
        picture(page, "denied", scheme)
        browser.grant_permissions(["camera"])
        page.get_by_role("button", name="Try again").click()
        live(page)
        discard(page)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_camera(app: App, scheme: str) -> None:
    with context(CAMERA_ALLOWED, scheme=scheme) as browser:
        page = browser.new_page()
        start(page, app)
        message(page, "No camera was found")
        expect(page.get_by_role("button", name="Try again")).to_be_visible()
        picture(page, "no_camera", scheme)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_camera_in_use(app: App, clip: Path, scheme: str) -> None:
    with context(scheme=scheme, clip=clip) as browser:
        page = browser.new_page()
        page.add_init_script(
            """const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
            let held = true;
            window.letGo = () => { held = false; };
            navigator.mediaDevices.getUserMedia = wanted => held
                ? Promise.reject(new DOMException("Could not start video source", "NotReadableError"))
                : real(wanted);"""
        )
        start(page, app)
        message(page, "The camera is in use")
        picture(page, "in_use", scheme)
        page.evaluate("window.letGo()")
        page.get_by_role("button", name="Try again").click()
        live(page)
        discard(page)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_camera_unplugged_and_back(app: App, clip: Path, scheme: str) -> None:
    with context(scheme=scheme, clip=clip) as browser:
        page = browser.new_page()
        start(page, app)
        live(page)
        picture(page, "position", scheme)
        began_s = time.monotonic()
        stage(page, "stage.camera.stream.getVideoTracks()[0].dispatchEvent(new Event('ended')), 1")
        message(page, "The camera was unplugged")
        assert time.monotonic() - began_s < 1.5
        time.sleep(0.3)
        message(page, "The camera was unplugged")
        picture(page, "unplugged", scheme)
        shown = stage(page, "stage.meter.shown")
        page.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
        wait_for(page, f"stage.meter.shown > {shown} + 5")
        discard(page)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_reload_closed_tab_and_second_tab(app: App, clip: Path, scheme: str) -> None:
    with context(scheme=scheme, clip=clip) as browser:
        page = browser.new_page()
        start(page, app)
        wait_for(page, "stage.connection.screen?.phase === 'trials'", 90_000)
        page.reload()
        wait_for(page, "stage.connection.screen?.phase === 'trials'", 90_000)

        second = browser.new_page()
        second.goto(app.at("/measure"))
        expect(second.get_by_text("A session is going on in another tab")).to_be_visible()
        picture(second, "second_tab", scheme)
        second.get_by_role("button", name="Go on here").click()
        live(second)
        message(page, "This goes on in another tab")
        picture(page, "taken", scheme)
        page.get_by_role("button", name="Go on here").click()
        message(second, "This goes on in another tab")
        second.close()

        page.close()
        third = browser.new_page()
        time.sleep(1)
        third.goto(app.at("/measure"))
        third.get_by_text("waits for you").wait_for()
        picture(third, "waiting", scheme)
        third.get_by_role("button", name="Go on", exact=True).click()
        live(third)
        assert stage(third, "stage.connection.screen?.phase") in {"trials", "neutral", "position"}
        discard(third)


def discard(page: Page) -> None:
    page.keyboard.press("e")
    page.keyboard.press("e")  # it is meant, where it was asked
    page.get_by_role("button", name=re.compile("^(Discard|Back)$")).click()
    page.get_by_role("button", name="Start").wait_for()


@contextmanager
def serving(folder: Path, port: int, *command: str) -> Iterator[tuple[App, subprocess.Popen[str]]]:
    """Run the app on a port of ours, so that it can be killed and started again."""
    environment = {**os.environ, "ROMTRACK_DATABASE_URL": f"sqlite:///{folder / 'romtrack.db'}"}
    words = command or (tool("romtrack"), "app", "--no-browser", "--port", str(port))
    with subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            yield App(port, folder, printed_key(process)), process
        finally:
            process.kill()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_server_killed_and_back(clip: Path, tmp_path: Path, scheme: str) -> None:
    port = free_port()
    with context(scheme=scheme, clip=clip) as browser:
        page = browser.new_page()
        with serving(tmp_path, port) as (app, process):
            start(page, app)
            wait_for(page, "stage.connection.screen?.attempts.length > 0", 90_000)
            shown = stage(page, "stage.connection.screen?.attempts.map(one => one.value_deg)")
            process.send_signal(signal.SIGKILL)
            process.wait()
        message(page, "romtrack does not answer")
        picture(page, "server_gone", scheme)
        with serving(tmp_path, port) as (again, _):
            opened = browser.new_page()  # as the command does: the key of this start reaches all tabs
            opened.goto(again.at())
            opened.close()
            page.get_by_role("button", name="Continue").first.wait_for(timeout=40_000)
            picture(page, "server_back", scheme)
            if page.get_by_role("heading", name="romtrack was started again").is_visible():
                page.get_by_role("button", name="Continue").click()
            page.get_by_text("Interrupted").wait_for()
            picture(page, "interrupted", scheme)
            with open_repository(f"sqlite:///{tmp_path / 'romtrack.db'}") as repository:
                ((session, *_),) = repository.open_sessions()
            kept = [abs(trial.peak_deg) for one in session.measurements for trial in one.trials]
            assert kept == shown
            page.get_by_role("button", name="Continue").click()
            live(page)
            discard(page)


SLOW = """
import sys, time
from romtrack.pose._mediapipe import MediaPipeEstimator
quick = MediaPipeEstimator.detect
def slow(self, frame):
    time.sleep(0.13)
    return quick(self, frame)
MediaPipeEstimator.detect = slow
from romtrack.app import serve
serve(int(sys.argv[1]), browser=False)
"""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_slow_machine_shows_fewer_pictures_never_old_ones(clip: Path, tmp_path: Path, scheme: str) -> None:
    port = free_port()
    script = tmp_path / "slow.py"
    script.write_text(SLOW, encoding="utf-8")
    with (
        serving(tmp_path, port, sys.executable, str(script), str(port)) as (app, _),
        context(scheme=scheme, clip=clip) as browser,
    ):
        page = browser.new_page()
        start(page, app)
        wait_for(page, "stage.meter.shown > 30", 60_000)
        early = stage(page, "stage.meter.delaysMs.slice(10, 25).sort((a, b) => a - b)[7]")
        wait_for(page, "stage.meter.shown > 90", 60_000)
        late = stage(page, "stage.meter.delaysMs.slice(-15).sort((a, b) => a - b)[7]")
        sys.stdout.write(f"\nslow machine: {early:.0f} ms behind after 3 s, {late:.0f} ms after 15 s\n")
        assert late < 450
        assert late < early + 100
        picture(page, "slow", scheme)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_background_and_sleep_are_no_angle_and_no_trial(app: App, clip: Path, scheme: str) -> None:
    with context(scheme=scheme, clip=clip) as browser:
        page = browser.new_page()
        start(page, app)
        wait_for(page, "stage.connection.screen?.phase === 'trials'", 60_000)
        page.evaluate(
            """() => {
                Object.defineProperty(document, "hidden", {value: true, configurable: true});
                document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
        time.sleep(1)
        shown = stage(page, "stage.connection.sent")
        time.sleep(1)
        assert stage(page, "stage.connection.sent") == shown
        page.evaluate(
            """() => {
                Object.defineProperty(document, "hidden", {value: false, configurable: true});
                document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
        wait_for(page, f"stage.connection.sent > {shown} + 5")
        attempts = stage(page, "stage.connection.screen?.attempts.length")
        page.evaluate("() => { const now = Date.now; Date.now = () => now() + 3600e3; }")
        live(page)
        time.sleep(0.5)
        assert stage(page, "stage.connection.clock.skewMs") > 3.5e6
        assert stage(page, "stage.connection.screen?.attempts.length") <= attempts + 1
        page.keyboard.press("p")
        message(page, "Paused")
        picture(page, "paused", scheme)
        page.keyboard.press("i")
        wait_for(page, "stage.root.querySelector('.info').textContent.includes('pictures')")
        picture(page, "info", scheme)
        page.keyboard.press("p")
        discard(page)
