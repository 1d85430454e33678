"""The live stage on a page of its own, to which recorded answers are shown as fast as it draws them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from chromium import CHROMIUM, FLAGS
from conftest import performed, recorded
from playwright.sync_api import sync_playwright
from replay import Player, ReplayEye, leave_all, rows

from romtrack.app.live.script import parts_of
from romtrack.app.live.wire import Answers
from romtrack.exercises import demonstration_file
from romtrack.language import SOURCE
from romtrack.live import LiveSession, Plan
from romtrack.store import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page, Route

    from romtrack.types import PoseTrack

_ALONE: Final = Path(__file__).with_name("replayed_stage.js")
_PAGE: Final = '<!doctype html><html lang="en"><title>Stage</title><body style="margin: 0"></body></html>'


def measured(name: str, folder: Path) -> list[dict[str, Any]]:
    """Return the answers to a recorded measurement."""
    known = recorded(name)
    return _answers(known.track, Plan(sides=(known.side,)), folder)


def exercised(name: str, folder: Path) -> list[dict[str, Any]]:
    """Return the answers to a recorded exercise, its rest and a second set."""
    known = performed(name)
    return _answers(known.track, Plan(exercise=known.exercise, sides=(known.side,), sets=2, rest_s=5), folder)


def _answers(track: PoseTrack, plan: Plan, folder: Path) -> list[dict[str, Any]]:
    eye = ReplayEye(track)
    repository = open_repository(f"sqlite:///{folder / 'replayed.db'}")
    player = Player(LiveSession(plan, eye, repository), eye)
    player.hang(8)
    player.run(rows(eye, 0, np.inf))
    if player.phase() != "done":
        player.hang(15)
    leave_all()
    answers = Answers()
    return [json.loads(answers.answer(seq, update, 1.0)) for seq, update in enumerate(player.updates)]


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Open a browser without a camera."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        yield browser
        browser.close()


def stage_in(browser: Browser, width: int, height: int, language: str = SOURCE, *, first: str = "") -> Page:
    """Return a page that is nothing but the stage, live, with nobody near.

    first: a script that the page runs before all else, nothing having been pressed.
    """
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.add_init_script(first)
    open_stage(page, language)
    return page


def open_stage(page: Page, language: str = SOURCE) -> None:
    """Open the stage on a page."""
    page.route("**/*", lambda route: route.fulfill(body=_PAGE, content_type="text/html"))
    page.route("**/demonstrations/*.mp4", _demonstrate)
    page.goto("http://127.0.0.1:1/")
    page.evaluate(_ALONE.read_text(encoding="utf-8"))
    page.evaluate("parts => begin(...parts)", [*parts_of("stage", language), language])
    page.evaluate("stage.near.set('')")


def _demonstrate(route: Route) -> None:
    route.fulfill(path=demonstration_file(Path(route.request.url).stem), content_type="video/mp4")


def play(page: Page, answers: Sequence[dict[str, Any]], *, each: int = 1) -> list[dict[str, Any]]:
    """Show answers, ``each`` of so many, with all that was told between; return what is seen after each."""
    shown: list[dict[str, Any]] = []
    told: dict[str, Any] = {}
    for at, answer in enumerate(answers):
        told = told | answer["screen"]
        if at % each == 0:
            shown.append(answer | {"screen": told})
    seen: list[dict[str, Any]] = page.evaluate(f"answers => play(answers, still, {40 * each})", shown)
    return seen


def picture(page: Page, width: int, height: int, colour: str = "#777") -> None:
    """Let the camera see nothing but one colour, or noise."""
    page.evaluate("picture => { window.still = frame(...picture); }", [width, height, colour])
