"""The app as a process of its own, and the clips to give it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conftest import SAMPLES, written

from romtrack.types import Frame
from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Iterator

START_WITHIN_S = 60


@dataclass(frozen=True)
class App:
    """A running app; ``scratch`` is where it keeps what it keeps for a while."""

    port: int
    scratch: Path

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def kept(self) -> set[str]:
        """Return the private folders that there are now."""
        return {path.name for path in self.scratch.glob("romtrack-*")}


def tool(name: str) -> str:
    """Return the command beside this Python."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    assert found, f"{name} is not installed in this environment: pip install -e ."
    return found


@contextmanager
def running(*command: str, folder: Path, cwd: Path, port_option: str) -> Iterator[App]:
    """Run the app with a log of its own; at the end it must leave nothing behind."""
    app = App(_free_port(), folder / "scratch")
    app.scratch.mkdir()
    environment = {
        **os.environ,
        "TMPDIR": str(app.scratch),
        "ROMTRACK_DATABASE_URL": f"sqlite:///{folder / 'romtrack.db'}",
    }
    with (
        (folder / "app.log").open("wb") as log,
        subprocess.Popen(
            [*command, port_option, str(app.port)], cwd=cwd, env=environment, stdout=log, stderr=log
        ) as process,
    ):
        try:
            _wait_for(app, process)
            yield app
        finally:
            process.terminate()
            process.wait(20)
    assert app.kept() == set()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def _wait_for(app: App, process: subprocess.Popen[bytes]) -> None:
    end_s = time.monotonic() + START_WITHIN_S
    while time.monotonic() < end_s:
        assert process.poll() is None, "the app ended at once"
        try:
            with urllib.request.urlopen(f"{app.url}/_stcore/health", timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the app does not answer")


def excerpt(name: str, target: Path, start_s: float, end_s: float) -> Path:
    """Write every other frame of a part of a sample: as little work as gives a result."""
    with VideoReader(SAMPLES / name) as reader:
        chosen = (
            Frame(frame.time_s - start_s, frame.image)
            for number, frame in enumerate(reader)
            if start_s <= frame.time_s < end_s and number % 2 == 0
        )
        return written(target, chosen)
