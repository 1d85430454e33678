"""The app killed, or asked to end, at random moments of an upload: nothing lost, nothing twice, nothing left.

On request: ``pytest tests/campaigns/test_app_kill.py -n 0 -s`` (ten minutes; needs Chromium). A browser gives
the app one recording after another, each until the page has said that it is saved. The app ends in some way
while it starts, receives, analyses, saves, or has just said so; the next start has to mend what that left.
"""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import SAMPLES, rewritten
from live_browser import context, needs_chromium
from playwright.sync_api import expect

from running_app import App, free_port, printed_key, tool  # isort: skip  found by live_browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page

pytestmark = [needs_chromium, pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")]

KILLS = 30
CHANCE = random.Random(12)  # noqa: S311  no secret
WITHIN_S = 90
PADDING_BYTES = 30_000_000  # an upload takes a while
SAVED = re.compile("Saved to the log|is in the log since")
WAYS = {
    "SIGKILL": (signal.SIGKILL,),
    "SIGTERM": (signal.SIGTERM,),
    "SIGHUP": (signal.SIGHUP,),
    "SIGTERM, SIGKILL": (signal.SIGTERM, signal.SIGKILL),
}


@dataclass
class Ordeal:
    """The folder of all the apps, and the browser before them. took_s: what an analysis and a saving take."""

    folder: Path
    browser: BrowserContext
    clip: bytes
    port: int
    said: list[str] = field(default_factory=list)
    analysing_s: float = 0.0
    saving_s: float = 0.0

    @property
    def scratch(self) -> Path:
        return self.folder / "scratch"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def upload_name(self) -> str:
        return f"{len(self.said)}.mp4"

    @property
    def upload(self) -> Path:
        """Return the recording that the page has not said to be saved: the clip, and what no player reads."""
        path = self.folder / self.upload_name
        size = PADDING_BYTES.to_bytes(4, "big")
        path.write_bytes(self.clip + size + b"free" + path.name.encode().ljust(PADDING_BYTES - 8))
        return path

    @contextmanager
    def started(self) -> Iterator[subprocess.Popen[str]]:
        """Start the app; what it says on stderr is kept."""
        url = f"sqlite:///{self.log / 'romtrack.db'}"
        with (
            (self.folder / "stderr").open("w", encoding="utf-8") as said,
            subprocess.Popen(
                [tool("romtrack"), "app", "--no-browser", "--port", str(self.port)],
                cwd=self.folder,
                env={**os.environ, "TMPDIR": str(self.scratch), "ROMTRACK_DATABASE_URL": url},
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
            ) as process,
        ):
            try:
                yield process
            finally:
                process.kill()

    def helpers(self) -> list[int]:
        """Return the processes that have our temporary folder: the app's own, and those of its analyses."""
        return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/environ") if self._ours(path)]

    def _ours(self, environ: Path) -> bool:
        try:
            return f"TMPDIR={self.scratch}\0".encode() in environ.read_bytes()
        except OSError:  # it has ended, or is somebody else's
            return False

    def logged(self) -> dict[str, str]:
        """Return the tracks file of each recording in the log, once each."""
        if not (self.log / "romtrack.db").exists():
            return {}
        with closing(sqlite3.connect(self.log / "romtrack.db")) as raw:
            if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'sessions'").fetchone():
                return {}
            rows = raw.execute("SELECT video_name, tracks_file FROM sessions").fetchall()
        assert len(dict(rows)) == len(rows), f"a recording is there twice: {rows}"
        return dict(rows)

    def left(self) -> list[Path]:
        """Return all that is there and is neither the log nor a session's tracks."""
        tracks = {self.log / "tracks" / name for name in self.logged().values()}
        assert all(path.exists() for path in tracks)
        unnamed = set((self.log / "tracks").glob("*")) | set((self.log / "tracks").glob(".*"))
        beside = [path for path in self.log.iterdir() if not path.name.startswith("romtrack.db")]
        return [
            *self.scratch.iterdir(),
            *(unnamed - tracks),
            *(path for path in beside if path.name != "tracks"),
        ]


@pytest.fixture
def ordeal(tmp_path: Path) -> Iterator[Ordeal]:
    clip = rewritten(SAMPLES / "seated_measure.mp4", tmp_path / "clip.mp4", lambda frame: frame, 12)
    with context() as browser:
        made = Ordeal(tmp_path, browser, clip.read_bytes(), free_port())
        for folder in (made.scratch, made.log):
            folder.mkdir()
        yield made


def until(happened: Callable[[], object], what: str) -> None:
    end_s = time.monotonic() + WITHIN_S
    while not happened():
        assert time.monotonic() < end_s, what
        time.sleep(0.002)


def opened(ordeal: Ordeal, process: subprocess.Popen[str]) -> Page:
    """Open the app, whose first page reads the log; return its form for a video."""
    page = ordeal.browser.new_page()
    page.set_default_timeout(WITHIN_S * 1000)
    page.goto(App(ordeal.port, ordeal.scratch, printed_key(process)).at())
    page.get_by_role("heading", name="How far does your hip turn?").wait_for()
    page.get_by_text("not medical advice").wait_for()  # the last line: the log was read before
    assert ordeal.left() == []
    page.get_by_role("button", name="I have a video").click()
    page.get_by_test_id("stFileUploader").wait_for()
    return page


def send(page: Page, video: Path) -> None:
    page.locator("input[type=file]").set_input_files(video)


def measure(page: Page) -> None:
    button = page.get_by_role("button", name="Measure", exact=True)
    expect(button).to_be_enabled(timeout=WITHIN_S * 1000)
    button.click()


def wait_for_folder(ordeal: Ordeal) -> Path:
    until(lambda: list(ordeal.scratch.glob("romtrack-*/owner")), "no analysis began")
    return next(ordeal.scratch.glob("romtrack-*/owner")).parent


def wait_for_saving(folder: Path) -> None:
    """Wait until the app is about to save: it removes the recording before."""
    until((folder / "recording").exists, "the upload was not kept")
    until(lambda: not (folder / "recording").exists(), "the analysis did not end")


def reach(ordeal: Ordeal, page: Page, moment: str) -> None:
    """Use the page until some moment of that kind."""
    send(page, ordeal.upload)
    if moment == "receiving":
        time.sleep(CHANCE.uniform(0, 0.5))
        return
    measure(page)
    if moment == "keeping":
        time.sleep(CHANCE.uniform(0, 0.3))
        return
    folder = wait_for_folder(ordeal)
    if moment == "analysing":
        time.sleep(CHANCE.uniform(0, ordeal.analysing_s))
        return
    wait_for_saving(folder)
    if moment == "saving":
        time.sleep(CHANCE.uniform(0, ordeal.saving_s))
        return
    if moment == "logging":
        name = ordeal.upload_name
        until(lambda: any(ordeal.log.glob(".*")) or name in ordeal.logged(), "nothing was logged")
        time.sleep(CHANCE.uniform(0, 0.05))
        return
    page.get_by_text(SAVED).wait_for()
    time.sleep(CHANCE.uniform(0, 0.1))


def end(process: subprocess.Popen[str], way: str) -> None:
    for number in WAYS[way]:
        process.send_signal(number)
        if len(WAYS[way]) > 1:
            time.sleep(CHANCE.uniform(0, 0.3))
    process.wait(WITHIN_S)


def whole(ordeal: Ordeal) -> None:
    """Let one upload come to its end; learn how long that takes."""
    with ordeal.started() as process:
        page = opened(ordeal, process)
        send(page, ordeal.upload)
        measure(page)
        folder, began_s = wait_for_folder(ordeal), time.monotonic()
        wait_for_saving(folder)
        saving_s = time.monotonic()
        until(ordeal.logged, "nothing was logged")
        ordeal.analysing_s, ordeal.saving_s = saving_s - began_s, 2 * (time.monotonic() - saving_s)
        page.get_by_text(SAVED).wait_for()
        ordeal.said.append(ordeal.upload_name)
        end(process, "SIGTERM")
    page.close()
    assert ordeal.left() == []


def killed(ordeal: Ordeal, moment: str, way: str) -> None:
    """Start the app, end it at some such moment, and look at what it leaves."""
    with ordeal.started() as process:
        if moment == "starting":
            time.sleep(CHANCE.uniform(0.2, 6))
            end(process, way)
        else:
            page = opened(ordeal, process)
            reach(ordeal, page, moment)
            end(process, way)
            if page.get_by_text(SAVED).count():
                ordeal.said.append(ordeal.upload_name)
            page.close()
    until(lambda: not ordeal.helpers(), "a process of the app goes on without it")
    assert set(ordeal.said) <= ordeal.logged().keys()
    if way in {"SIGTERM", "SIGHUP"}:
        assert ordeal.left() == []


def test_whenever_the_app_ends_nothing_is_lost_and_the_next_start_mends_all(ordeal: Ordeal) -> None:
    whole(ordeal)
    sys.stdout.write(f"\nanalysing {ordeal.analysing_s:.1f} s, saving {ordeal.saving_s / 2:.2f} s")
    moments = ["starting", "receiving", "keeping", "analysing", "saving", "logging", "saved"]
    ends: Counter[str] = Counter()
    left = 0
    for kill in range(KILLS):
        moment, way = moments[kill % len(moments)], CHANCE.choice(["SIGKILL", *WAYS])
        killed(ordeal, moment, way)
        found = [path.name for path in ordeal.left()]
        left += len(found)
        ends[way] += 1
        stderr = (ordeal.folder / "stderr").read_text(encoding="utf-8")
        sys.stdout.write(f"\n{kill} {moment}, {way}: {found}, {len(ordeal.said)} said; {stderr!r}")
        sys.stdout.flush()
        assert "Traceback" not in stderr
    with ordeal.started() as process:
        opened(ordeal, process).close()
        end(process, "SIGTERM")
    assert ordeal.left() == []
    sys.stdout.write(
        f"\n{KILLS} ends ({dict(ends)}): {len(ordeal.said)} said to be saved, {len(ordeal.logged())} in "
        f"the log, {left} leftovers seen, 0 stayed\n"
    )
