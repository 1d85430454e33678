"""Sets of exercises in the real browser, from the form to the saved session, against their truth.

On request: ``pytest tests/campaigns/test_live_exercises.py -n 0 -s`` (minutes; needs ../shared/phantom/dev
beside the checkout). With ROMTRACK_SHOTS naming a folder, a picture of each is left there.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from live_browser import context, needs_chromium, picture, wait_for

from camera_clips import camera_clip  # isort: skip  found by live_browser
from running_app import running, tool

from romtrack.exercises import exercise
from romtrack.reps import held_s
from romtrack.store import open_repository

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_chromium

EXERCISES = {
    "clamshell": "clamshell",
    "sidelying_ir": "sidelying-ir",
    "quadruped_rockback": "quadruped-rockback",
    "pigeon_hold": "pigeon",
}


@pytest.mark.parametrize("name", EXERCISES)
def test_a_set_is_counted_exactly_in_the_browser(phantom: Path, tmp_path: Path, name: str) -> None:
    truth = json.loads((phantom / f"{name}.gt.json").read_text(encoding="utf-8"))
    card = exercise(EXERCISES[name])
    clip = camera_clip(tmp_path / "camera.mjpeg", phantom / f"{name}.mp4", before_s=12, after_s=13)
    command = (tool("romtrack"), "app", "--no-browser")
    with (
        running(*command, folder=tmp_path, cwd=tmp_path, port_option="--port") as app,
        context(clip=clip) as browser,
    ):
        page = browser.new_page()
        page.goto(app.at("/train"))
        page.get_by_role("button", name=card.title, exact=True).click()
        page.get_by_text(card.movement).wait_for()
        page.get_by_role("radio", name=truth["side"].capitalize()).click()
        page.get_by_label("Sets for each side").fill("1")
        page.get_by_label("Sets for each side").press("Enter")
        page.wait_for_timeout(500)
        if card.ask_pain:
            page.get_by_text("No", exact=True).click()
        page.get_by_role("button", name="Start").click()
        wait_for(
            page,
            "stage.connection.screen?.phase === 'set' && Number(stage.connection.screen?.big) >= 3",
            90_000,
        )
        picture(page, f"set_{name}", "light")
        page.get_by_role("heading", name="Result").wait_for(timeout=90_000)
        picture(page, f"result_{name}", "light")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("heading", name="Sessions").wait_for()
    with open_repository(f"sqlite:///{tmp_path / 'romtrack.db'}") as repository:
        (session,) = repository.sessions()
    reps, seconds = sum(len(record.reps) for record in session.sets), held_s(session.sets)
    faults = [fault.name for record in session.sets for fault in record.faults]
    sys.stdout.write(f"\n{name}: {reps} of {len(truth['reps'])}, held {seconds:.0f} s, faults {faults}\n")
    assert reps == len(truth["reps"])
    assert faults == [fault["name"] for fault in truth["faults"]]
    assert bool(seconds) == bool(truth["holds"])
