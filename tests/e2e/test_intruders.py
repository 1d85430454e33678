"""The guard in a real browser: pages of other servers, other names and other users get nothing."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from chromium import CHROMIUM, FLAGS, MISSING
from foreign import foreign_server, framed, tried
from playwright.sync_api import expect, sync_playwright
from running_app import App, running, tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason=MISSING),
]

BROWSER = """#!/bin/sh
printf '%s' "$1" > "$(dirname "$0")/asked"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guard")


@pytest.fixture(scope="module")
def app(folder: Path) -> Iterator[App]:
    """Run an app that opens a browser: a script that only keeps what it was told."""
    browser = folder / "browser"
    browser.write_text(BROWSER, encoding="utf-8")
    browser.chmod(0o755)
    os.mkfifo(folder / "asked")
    with running(
        *(tool("romtrack"), "app"),
        folder=folder,
        cwd=folder,
        port_option="--port",
        environment={"BROWSER": f"{browser} %s", "DISPLAY": ":99"},
    ) as started:
        yield started


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        rules = "--host-resolver-rules=MAP rebind.test 127.0.0.1"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, rules])
        yield browser.new_context()
        browser.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened = context.new_page()
    yield opened
    opened.close()


def be_let_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("heading", name="How far does your hip turn?").wait_for()


def test_the_browser_is_opened_without_the_key_in_its_command(app: App, folder: Path, page: Page) -> None:
    never = Timer(60, (folder / "asked").write_text, ("",))
    never.start()
    told = (folder / "asked").read_text(encoding="utf-8")  # waits until the browser was asked
    never.cancel()
    assert told.startswith("file://")
    assert app.key not in told
    file = Path(unquote(urlsplit(told).path))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    be_let_in(page, told)
    assert page.url == f"{app.url}/"


def test_a_foreign_page_gets_nothing(app: App, page: Page) -> None:
    be_let_in(page, app.at())  # the browser holds the key in its cookie
    with foreign_server() as port:
        page.goto(f"http://127.0.0.1:{port}")
        ends = tried(page, app.url)
        assert set(ends.values()) == {"refused"}, ends
        assert framed(page, app.url) == {403}
        with page.expect_popup() as popup:
            page.evaluate("url => { window.shown = window.open(url); }", app.url)
        popup.value.get_by_role("heading", name="How far does your hip turn?").wait_for()
        assert page.evaluate("shown.closed"), "the page is out of reach of who opened it"
        popup.value.close()


def test_another_name_for_this_machine_gets_nothing(app: App, page: Page) -> None:
    address = f"http://rebind.test:{app.port}"
    for path in ("/", f"/?token={app.key}", "/_stcore/health"):
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 421
    ends = tried(page, address)
    assert {ends["stream 0"], ends["live"]} == {"refused"}
    assert "no such name" in ends["fetch"]


def test_who_does_not_hold_the_key_is_told_where_it_is(app: App, context: BrowserContext) -> None:
    assert context.browser is not None
    other = context.browser.new_context()  # another user has another browser
    page = other.new_page()
    answer = page.goto(f"{app.url}/measure")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_text("Open the address that romtrack has printed")).to_be_visible()
    ends = tried(page, app.url)
    assert {ends["stream 0"], ends["live"]} == {"refused"}
    be_let_in(page, app.at())
    other.close()
