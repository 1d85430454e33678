"""The browser of the tests: Debian's Chromium, which asks no other machine for anything."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

CHROMIUM: Final = shutil.which("chromium")
PATIENCE_MS: Final = 60_000
"""A busy machine is no failure."""
expect.set_options(timeout=PATIENCE_MS)
MISSING: Final = "chromium is not installed (Debian: apt install chromium)"
FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FAKE_CAMERA: Final = "--use-fake-device-for-media-stream"
CAMERA_ALLOWED: Final = "--use-fake-ui-for-media-stream"


def camera_showing(clip: Path) -> tuple[str, ...]:
    """Return the flags of a camera that shows an MJPEG file, and that pages may use."""
    return (FAKE_CAMERA, CAMERA_ALLOWED, f"--use-file-for-fake-video-capture={clip}")
