"""People whose hips or chairs are unusual, live in the browser: what was said to them, and what was kept.

On request: ``ROMTRACK_PEOPLE=FOLDER pytest tests/campaigns/test_live_people.py -n 0 -s`` (minutes).
FOLDER holds clips of the seated measurement with their truth, as the phantom renders them, for instance
``calibration.render_scenes variants FOLDER``. Chromium's camera shows each again and again, at its own pace.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from live_browser import app_in, context, needs_chromium, picture, stage, wait_for

from camera_clips import camera_clip  # isort: skip  found by live_browser
from playwright.sync_api import Error

from romtrack.store import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator

    from running_app import App

    from romtrack.types import Session

PEOPLE = sorted(Path(os.environ.get("ROMTRACK_PEOPLE", "/nowhere")).glob("*.mp4"))
LONGEST_S = 180

pytestmark = [
    needs_chromium,
    pytest.mark.skipif(not PEOPLE, reason="ROMTRACK_PEOPLE names no folder of clips"),
]

LISTEN = """(() => {
    window.heard = [];
    const answered = stage.answered.bind(stage);
    stage.answered = (frame, takenMs, answer, screen) => {
        const spoken = answer.sounds.filter(([kind]) => kind === "say");
        for (const [, what] of spoken) window.heard.push([performance.now() / 1000, screen.phase, what]);
        answered(frame, takenMs, answer, screen);
    };
    return true;
})()"""


ENDED = "stage.notice === 'outcome' || window.heard.at(-1)?.[1] === 'done'"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with app_in(tmp_path_factory.mktemp("app")) as it:
        yield it


def kept_in(app: App) -> list[Session]:
    with open_repository(f"sqlite:///{app.scratch.parent / 'romtrack.db'}") as repository:
        return repository.sessions()


@pytest.mark.parametrize("clip", PEOPLE, ids=[clip.stem for clip in PEOPLE])
def test_what_is_said_and_kept(app: App, clip: Path, tmp_path: Path) -> None:
    truth = json.loads(clip.with_suffix(".gt.json").read_text(encoding="utf-8"))
    shown = camera_clip(tmp_path / "camera.mjpeg", clip, before_s=4)
    before = len(kept_in(app))
    with context(clip=shown) as browser:
        page = browser.new_page()
        page.goto(app.at("/measure"))
        page.get_by_role("radio", name=truth["side"].capitalize(), exact=True).click()
        page.get_by_role("button", name="Start").click()
        wait_for(page, "stage.meter.shown > 1", 60_000)
        stage(page, LISTEN)
        try:
            wait_for(page, ENDED, LONGEST_S * 1000)
            page.wait_for_timeout(3000)  # what stays on the stage then
        except Error:
            sys.stdout.write(f"\n{clip.stem}: no end after {LONGEST_S} s\n")
        picture(page, clip.stem, "light")
        rate = stage(page, "stage.meter.words()")
        sys.stdout.write(f"\n{clip.stem} ({truth['side']}, {rate}):\n")
        first_s = None
        heard = page.evaluate("window.heard")
        for time_s, phase, what in heard:
            first_s = time_s if first_s is None else first_s
            sys.stdout.write(f"{time_s - first_s:6.1f}  {phase:9} {what}\n")
    new = kept_in(app)[before:]
    for measured in (measured for one in new for measured in one.measurements):
        trials = [(round(trial.peak_deg, 1), trial.accepted, trial.reasons) for trial in measured.trials]
        sys.stdout.write(f"kept: {measured.value_deg} sigma {measured.sigma_deg}, {trials}\n")
    assert heard[-1][1] == "done"
