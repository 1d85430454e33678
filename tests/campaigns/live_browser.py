"""A browser before a running app, for the campaigns: any camera, any theme, pictures of every state."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

sys.path.append(str(Path(__file__).parents[1] / "e2e"))

from chromium import CHROMIUM, FLAGS, MISSING, camera_showing
from running_app import running, tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page
    from running_app import App

SCHEMES = ("light", "dark")

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)

STAGE = """() => {
    for (const element of document.querySelectorAll("*")) {
        const root = element.shadowRoot && element.shadowRoot.querySelector(".stage");
        const stage = root && root.romtrack;
        if (stage) return (EXPRESSION);
    }
    return null;
}"""


def stage(page: Page, expression: str) -> Any:  # noqa: ANN401  whatever the page says
    """Return what ``expression`` is of the page's ``stage``, None where there is none."""
    return page.evaluate(STAGE.replace("EXPRESSION", expression))


@contextmanager
def context(*flags: str, scheme: str = "light", clip: Path | None = None) -> Iterator[BrowserContext]:
    """Open a browser."""
    camera = () if clip is None else camera_showing(clip)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags, *camera])
        size = {"width": 1280, "height": 800}
        yield browser.new_context(color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
        browser.close()


@contextmanager
def app_in(folder: Path) -> Iterator[App]:
    """Run the app with its log in a folder."""
    with running(
        tool("romtrack"), "app", "--no-browser", folder=folder, cwd=folder, port_option="--port"
    ) as app:
        yield app


def picture(page: Page, name: str, scheme: str) -> None:
    """Keep a picture of the page in the folder that ROMTRACK_SHOTS names."""
    folder = os.environ.get("ROMTRACK_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}_{scheme}.png")


def start(page: Page, app: App) -> None:
    """Begin a measurement."""
    page.goto(app.at("/measure"))
    page.get_by_role("button", name="Start").click()


def wait_for(page: Page, expression: str, timeout_ms: float = 30_000) -> None:
    """Wait until ``expression`` holds of the page's ``stage``."""
    page.wait_for_function(STAGE.replace("EXPRESSION", expression), timeout=timeout_ms)
