"""Live, in a real browser whose camera shows a clip: from the first page to the saved session."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from camera_clips import camera_clip
from chromium import CHROMIUM, FLAGS, MISSING, camera_showing
from conftest import SAMPLES
from playwright.sync_api import expect, sync_playwright
from running_app import App, running, tool

from romtrack.exercises import exercise
from romtrack.store import open_repository
from romtrack.types import Pain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run
    from playwright.sync_api import Page

    from romtrack.types import Session

DONE_WITHIN_MS = 120_000
STILL_S = 25.0
"""So long the camera shows somebody who waits: longer than a slow machine takes to its first "Go"."""
SAMPLE = SAMPLES / "seated_measure.mp4"

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.alone,
    pytest.mark.skipif(CHROMIUM is None, reason=MISSING),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("live")


@pytest.fixture(scope="module")
def app(folder: Path) -> Iterator[App]:
    command = (tool("romtrack"), "app", "--no-browser")
    with running(*command, folder=folder, cwd=folder, port_option="--port") as started:
        yield started


@contextmanager
def seen_by_camera(clip: Path, address: str) -> Iterator[Page]:
    """Open a page in a browser whose camera shows ``clip``; it must not ask anybody but this machine."""
    asked: list[str] = []
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *camera_showing(clip)])
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda websocket: asked.append(websocket.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(address)
        yield page
        browser.close()
    assert any(re.match(r"ws://127\.0\.0\.1:\d+/live/socket$", url) for url in asked)
    here = re.compile(r"(https?|ws)://127\.0\.0\.1[:/]|data:|blob:")
    assert [url for url in asked if not here.match(url)] == []
    assert [text for text in said if "Policy" in text] == []


def logged(folder: Path, exercise: str) -> Session:
    """Return the only session of the log."""
    with open_repository(f"sqlite:///{folder / 'romtrack.db'}") as repository:
        assert repository.open_sessions() == []
        (session,) = repository.sessions(exercise=exercise)
        return session


def logged_pain(folder: Path, exercise: str) -> Pain:
    with open_repository(f"sqlite:///{folder / 'romtrack.db'}") as repository:
        (pain,) = (one.pain for one in repository.summaries() if one.exercise == exercise)
        return pain


def saved(page: Page) -> str:
    """Wait for the result on the stage, go on to its details and to the progress; return its large number."""
    page.get_by_role("heading", name="Saved").wait_for(timeout=DONE_WITHIN_MS)
    number = page.locator(".figures .value").first.inner_text()
    page.get_by_role("button", name="Details").click()
    page.get_by_role("heading", name="Result").wait_for()
    page.get_by_role("button", name="See progress").click()
    page.get_by_role("heading", name="Sessions").wait_for()
    return number


def test_a_measurement_gives_the_number_of_its_recording(
    sample_run: Run, app: App, folder: Path, tmp_path: Path
) -> None:
    clip = camera_clip(tmp_path / "camera.mjpeg", SAMPLE, before_s=STILL_S)
    with seen_by_camera(clip, app.at()) as page:
        page.get_by_role("link", name="Measure").click()
        page.get_by_role("radio", name="Left").click()
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_role("heading", name=re.compile("^Turn your left foot"))).to_be_visible(
            timeout=DONE_WITHIN_MS
        )
        large = saved(page)
        shown = page.get_by_test_id("stMetricValue").inner_text()
    (measured,) = logged(folder, "seated-ir-measure").measurements
    (offline,) = sample_run.result()["measurements"]
    assert measured.value_deg == pytest.approx(offline["value_deg"], abs=1.0)
    assert measured.sigma_deg is not None
    assert shown == f"{measured.value_deg:.1f}° ± {measured.sigma_deg:.1f}°"
    assert large == f"{measured.value_deg:.0f}°"
    accepted = [trial.peak_deg for trial in measured.trials if trial.accepted]
    truly = [trial["peak_deg"] for trial in offline["trials"] if trial["accepted"]]
    assert sorted(accepted) == pytest.approx(sorted(truly), abs=1.0)


def test_a_set_of_an_exercise_is_counted_exactly(app: App, folder: Path, tmp_path: Path) -> None:
    sample = SAMPLES / "seated_resisted_ir.mp4"
    clip = camera_clip(tmp_path / "camera.mjpeg", sample, before_s=STILL_S, end_s=11.75, after_s=13)
    with seen_by_camera(clip, app.at("/train")) as page:
        page.get_by_role("button", name=exercise("seated-resisted-ir").title).click()
        page.get_by_label("Sets for each side").fill("1")
        page.get_by_role("button", name="Start").click()
        page.get_by_role("button", name="2", exact=True).click(timeout=DONE_WITHIN_MS)
        expect(page.get_by_role("button", name="2", exact=True, pressed=True)).to_be_visible()
        assert saved(page) == "3"
    assert logged_pain(folder, "seated-resisted-ir") == Pain(after=2)
    (record,) = logged(folder, "seated-resisted-ir").sets
    assert (len(record.reps), len(record.partials)) == (3, 1)  # between the first and the second
