"""The app in a real browser: nothing leaves the machine, and a video becomes a number."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import axe
import numpy as np
import pytest
from axe import AXE, violations
from chromium import CHROMIUM, FLAGS, MISSING
from conftest import ROOT, SAMPLES, excerpt
from playwright.sync_api import expect, sync_playwright
from running_app import WEAK, App, leave_weak_settings, running, tool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Run
    from playwright.sync_api import Browser, FilePayload, Page

    from romtrack.types import Image

ANALYSED_WITHIN_MS = 90_000
MEASURE = SAMPLES / "seated_measure.mp4"
EDGES, SQUARE_PX = ("Pixels from the left", "Pixels from the top"), 10  # a click chooses a square
ODD_NAME = "my [clip] *one* $x$ <b>.mp4"

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason=MISSING),
]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("app")
    leave_weak_settings(folder)
    command = (tool("romtrack"), "app", "--no-browser")
    with running(*command, folder=folder, cwd=folder, port_option="--port", environment=WEAK) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a tab of its own; at the end, none has asked anybody but this machine, nor tried to."""
    asked: list[str] = []
    said: list[str] = []
    contexts = []

    def opened(address: str, scheme: str = "light") -> Page:
        dark = scheme == "dark"
        context = browser.new_context(color_scheme="dark" if dark else "light", accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda websocket: asked.append(websocket.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert any(url.startswith("ws://127.0.0.1:") for url in asked)
    here = re.compile(r"(https?|ws)://127\.0\.0\.1[:/]|data:|blob:")
    assert [url for url in asked if not here.match(url)] == []
    assert [text for text in said if "Policy" in text] == []


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return two trials and a partial attempt."""
    return excerpt(MEASURE, tmp_path_factory.mktemp("clip") / "clip.mp4", 1.5, 15.0)


def upload(page: Page, file: Path | FilePayload) -> None:
    expect(page.get_by_test_id("stFileUploader")).to_have_count(1)  # the old page may still fade
    page.locator("input[type=file]").set_input_files(file)
    measure = page.get_by_role("button", name="Measure", exact=True)
    expect(measure).to_be_enabled()
    measure.click()
    page.wait_for_url("**job=*")


def payload(video: Path, name: str) -> FilePayload:
    return {"name": name, "mimeType": "video/mp4", "buffer": video.read_bytes()}


def wait_for_result(page: Page) -> None:
    page.get_by_role("heading", name="Result").wait_for(timeout=ANALYSED_WITHIN_MS)
    page.get_by_role("button", name="Analyze another video").wait_for()


def frames_done(page: Page) -> int:
    text = page.get_by_text(re.compile(r"^frame \d+")).first.inner_text()
    return int(text.split()[1])


def test_an_upload_becomes_the_number_of_the_command(
    app: App, tab: Callable[..., Page], clip: Path, here: Callable[..., Run], tmp_path: Path
) -> None:
    page = tab(app.at("/analyze"))
    upload(page, payload(clip, ODD_NAME))
    wait_for_result(page)
    command = here(tmp_path, "analyze", clip, "--out", tmp_path, "--no-video", "--no-log")
    (measured,) = command.result()["measurements"]
    kept = (measured["value_deg"], measured["sigma_deg"])  # the file keeps two digits, the page rounds once
    value, sigma = ("|".join({f"{each + half:.1f}" for half in (-0.005, 0.005)}) for each in kept)
    number = re.compile(rf"^\s*({value})° ± ({sigma})°\s*$")
    expect(page.get_by_test_id("stMetricValue")).to_have_text(number)
    expect(page.get_by_text(ODD_NAME)).to_be_visible()
    expect(page.get_by_text("not medical advice")).to_be_visible()
    expect(page.get_by_text("not counted: partial: under")).to_be_visible()

    before_s, after_s, width_px = page.evaluate(
        """async () => {
            const video = document.querySelector("video"), before = video.currentTime;
            video.muted = true;
            await video.play();
            await new Promise(done => setTimeout(done, 1500));
            return [before, video.currentTime, video.videoWidth];
        }"""
    )
    assert after_s > before_s + 0.5
    assert width_px == 640

    with page.expect_download() as download:
        page.get_by_role("button", name="Report").click()
    report = Path(download.value.path()).read_text(encoding="utf-8")
    assert f"{measured['value_deg']:.1f}" in report
    assert "my [clip] *one* $x$ &lt;b&gt;.mp4" in report

    page.get_by_role("link", name="See progress").click()
    page.get_by_role("heading", name="Sessions").wait_for()
    expect(page.get_by_test_id("stMetricValue")).to_have_text(number)

    page.reload()  # the session is gone, the address still finds the result
    page.get_by_role("heading", name="Sessions").wait_for()
    page.get_by_role("link", name="Analyze", exact=True).click()
    wait_for_result(page)
    expect(page.get_by_test_id("stMetricValue")).to_have_text(number)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return two who turn a hip once, side by side: one the left, their mirror image the right."""
    target = tmp_path_factory.mktemp("pair") / "pair.mp4"
    return excerpt(MEASURE, target, 1.5, 7.5, beside_mirrored)


def beside_mirrored(image: Image) -> Image:
    one = image[:, 100:540]
    return np.hstack((one, one[:, ::-1]))


class Still:
    """The first picture of ``pair`` on the page; places are in its pixels, whatever it is shown in."""

    def __init__(self, page: Page) -> None:
        self._shown = page.get_by_label("The first picture of the video")

    def _box(self, inner: str) -> tuple[float, float, float, float]:
        box = self._shown.locator(inner).last.bounding_box()
        assert box is not None
        return box["x"], box["y"], box["width"], box["height"]

    def click(self, x_px: float, y_px: float) -> None:
        scale = self._box("svg")[2] / 880
        self._shown.click(position={"x": x_px * scale, "y": y_px * scale})

    def ring_px(self) -> tuple[float, float]:
        left, top, width, _ = self._box("svg")
        x, y, across, down = self._box("path[stroke='#e6550d']")
        return (x + across / 2 - left) * 880 / width, (y + down / 2 - top) * 880 / width


@pytest.mark.parametrize("window_px", [390, 1280])
def test_the_person_who_is_clicked_is_followed(
    app: App, tab: Callable[..., Page], pair: Path, window_px: int
) -> None:
    page = tab(app.at("/analyze"))
    page.set_viewport_size({"width": window_px, "height": 800})
    page.locator("input[type=file]").set_input_files(pair)
    page.get_by_text("Point at the person").click()
    still, across, down = Still(page), *(page.get_by_role("spinbutton", name=edge) for edge in EDGES)
    for place in ((220, 430), (660, 140)):  # the one's feet, then the other's chest
        still.click(*place)
        expect(across).to_have_value(near(place[0]))
        expect(down).to_have_value(near(place[1]))
        assert still.ring_px() == pytest.approx(place, abs=SQUARE_PX)
    if window_px > 500:  # once is enough
        assert followed(page) == ("pointed", "right", 1)


def near(place_px: float) -> re.Pattern[str]:
    """Return what matches the numbers that a click there may give."""
    return re.compile("|".join(f"^{round(place_px + off)}$" for off in range(-SQUARE_PX, SQUARE_PX + 1)))


def followed(page: Page) -> tuple[str, str, int]:
    """Measure; return by what the person was chosen, the leg of the trials, and how many were accepted."""
    page.get_by_role("button", name="Measure", exact=True).click()
    wait_for_result(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Result (JSON)").click()
    result = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    (measured,) = result["measurements"]
    return (
        result["settings"]["person_by"],
        measured["side"],
        sum(trial["accepted"] for trial in measured["trials"]),
    )


def test_a_reload_loses_nothing_and_a_cancel_leaves_nothing(app: App, tab: Callable[..., Page]) -> None:
    before = app.kept()
    page = tab(app.at("/analyze"))
    upload(page, MEASURE)
    page.get_by_text("frames per second").wait_for()
    done = frames_done(page)
    page.reload()
    page.get_by_text("frames per second").wait_for()
    assert frames_done(page) >= done
    assert len(app.kept() - before) == 1

    asked_s = time.monotonic()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Nothing was kept").wait_for()
    assert time.monotonic() - asked_s < 3
    assert app.kept() == before
    expect(page.get_by_role("button", name="Measure", exact=True)).to_be_disabled()


def test_two_tabs_do_not_mix(app: App, tab: Callable[..., Page], tmp_path: Path) -> None:
    clips = {
        "one.mp4": excerpt(MEASURE, tmp_path / "1.mp4", 3.0, 4.5),
        "two.mp4": excerpt(SAMPLES / "seated_resisted_ir.mp4", tmp_path / "2.mp4", 2.0, 3.5),
    }
    pages = {name: tab(app.at("/analyze")) for name in clips}
    for name, page in pages.items():
        upload(page, payload(clips[name], name))
    assert pages["one.mp4"].url != pages["two.mp4"].url
    for name, page in pages.items():
        wait_for_result(page)
        (other,) = set(pages) - {name}
        expect(page.get_by_text(name)).to_be_visible()
        expect(page.get_by_text(other)).to_have_count(0)


def test_a_bad_file_says_what_the_command_says(
    app: App, tab: Callable[..., Page], here: Callable[..., Run], tmp_path: Path
) -> None:
    bad = tmp_path / "notes.mp4"
    bad.write_text("this is no video\n" * 20, encoding="utf-8")
    said = here(tmp_path, "analyze", bad, "--out", tmp_path / "out")
    assert said.code == 3
    page = tab(app.at("/analyze"))
    upload(page, bad)
    sentence = said.stderr.removeprefix("romtrack: ").strip().replace(str(bad), bad.name)
    expect(page.get_by_test_id("stAlert")).to_contain_text(sentence, timeout=ANALYSED_WITHIN_MS)
    expect(page.get_by_test_id("stFileUploader")).to_have_count(1)  # the old page may still fade


def test_an_exercise_leads_to_its_analysis(app: App, tab: Callable[..., Page]) -> None:
    page = tab(app.at())
    page.get_by_role("link", name="Exercises", exact=True).click()
    page.get_by_role("heading", name="Exercises").wait_for()
    pictures = page.get_by_role("img", name=re.compile("[.]$"))  # each described by a sentence
    expect(pictures).to_have_count(12)
    assert pictures.last.evaluate("async image => { await image.decode(); return image.naturalWidth }") == 800

    page.get_by_role("button", name="Pigeon").click()
    page.get_by_role("heading", name="Pigeon").wait_for()
    shown = page.get_by_label("Demonstration, as in a mirror")
    shown.evaluate(
        "video => new Promise(plays => { video.ontimeupdate = () => video.currentTime > 0.3 && plays(); })"
    )
    page.get_by_role("button", name="Pause").click()
    assert shown.evaluate("video => video.paused")
    expect(page.get_by_role("button", name="Analyze a video of it")).to_have_count(0)
    page.get_by_text("No", exact=True).click()
    page.get_by_role("heading", name="Camera").wait_for()
    page.reload()  # the address keeps the exercise, and it asks again
    page.get_by_role("heading", name="Pigeon").wait_for()
    page.get_by_text("No", exact=True).click()
    page.get_by_role("button", name="Analyze a video of it").click()
    page.get_by_role("heading", name="Analyze a video").wait_for()
    expect(page.get_by_role("combobox", name="Exercise")).to_have_value("Pigeon")


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(14, 17, 23)")])
def test_the_theme_follows_the_machine(app: App, tab: Callable[..., Page], scheme: str, paper: str) -> None:
    page = tab(app.at(), scheme)
    page.get_by_role("heading", level=1).first.wait_for()
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", paper)


def test_it_listens_on_this_machine_only(app: App) -> None:
    with socket.socket() as probe:
        probe.settimeout(2)
        assert probe.connect_ex(("127.0.0.2", app.port)) != 0


def test_the_checkout_starts_the_same(tab: Callable[..., Page], tmp_path: Path) -> None:
    command = (tool("streamlit"), "run", "app.py", "--server.headless=true")
    with running(*command, folder=tmp_path, cwd=ROOT, port_option="--server.port", environment=WEAK) as app:
        page = tab(app.at(), "dark")
        page.get_by_role("heading", name="How far does your hip turn?").wait_for()
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", "rgb(14, 17, 23)")
        test_it_listens_on_this_machine_only(app)


def test_the_checkout_does_not_start_for_others(tmp_path: Path) -> None:
    done = subprocess.run(
        [tool("streamlit"), "run", "app.py", "--server.headless=true"],
        cwd=ROOT,
        env={**os.environ, "STREAMLIT_SERVER_ADDRESS": "0.0.0.0", "TMPDIR": str(tmp_path)},  # noqa: S104
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.fullmatch(r"romtrack: this app keeps to 127\.0\.0\.1, .* server\.address .*\n", done.stderr)


PAGES = ("home", "measure", "train", "analyze", "exercises", "sessions", "progress", "learn")


@pytest.mark.skipif(not AXE.exists(), reason=axe.MISSING)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_can_be_used_by_everybody(app: App, tab: Callable[..., Page], scheme: str) -> None:
    page = tab(app.at("/"), scheme)
    for name in PAGES:
        page.goto(app.at(f"/{'' if name == 'home' else name}"))
        page.get_by_role("heading", level=1).wait_for()
        expect(page).to_have_title(f"{name.capitalize()} · romtrack")
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], name
