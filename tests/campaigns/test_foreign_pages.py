"""Every network call of the app, while foreign pages in a real browser try all ways in.

On request: ``pytest tests/campaigns/test_foreign_pages.py -n 0 -s`` (a minute; needs strace and Chromium).
"""

from __future__ import annotations

import re
import shutil
import sys
import time
from typing import TYPE_CHECKING

import pytest
from live_browser import context, needs_chromium

from foreign import foreign_server, framed, tried  # isort: skip  found by live_browser
from running_app import running, tool

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    needs_chromium,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]

HANDSHAKES = 10
NAMES = "--host-resolver-rules=MAP evil.test 127.0.0.1, MAP rebind.test 127.0.0.1"
CALL = re.compile(r"(connect|sendto|sendmsg|bind)\(.*(?:inet_addr\(\"|inet_pton\(AF_INET6, \")([^\"]+)")


def called(log: Path) -> set[tuple[str, str]]:
    """Return each network call with the address that it names."""
    lines = log.read_text(encoding="utf-8").splitlines()
    return {(found[1], found[2]) for found in map(CALL.search, lines) if found}


def test_foreign_pages_get_nothing_and_make_the_app_call_nobody(tmp_path: Path) -> None:
    log = tmp_path / "network.log"
    trace = ("strace", "-D", "-f", "-qq", "-e", "trace=network", "-o", str(log))
    command = (*trace, tool("romtrack"), "app", "--no-browser")
    with (
        running(*command, folder=tmp_path, cwd=tmp_path, port_option="--port") as app,
        foreign_server() as port,
        context(NAMES) as browser,
    ):
        own, foreign = browser.new_page(), browser.new_page()
        own.goto(app.at())
        own.get_by_role("heading", name="How far does your hip turn?").wait_for()
        for page in (f"http://evil.test:{port}", f"http://127.0.0.1:{port}"):
            foreign.goto(page)
            began_s = time.monotonic()
            ends = tried(foreign, app.url, HANDSHAKES)
            sys.stdout.write(f"\n{page}: {len(ends)} attempts in {time.monotonic() - began_s:.1f} s: {ends}")
            assert set(ends.values()) == {"refused"}
            assert framed(foreign, app.url) == {403}
        answer = foreign.goto(f"http://rebind.test:{app.port}/?token={app.key}")
        assert answer is not None
        assert answer.status == 421
        tried(foreign, f"http://rebind.test:{app.port}", HANDSHAKES)
        own.get_by_role("link", name="Progress", exact=True).click()  # it still answers its own page
        own.get_by_role("heading", name="Progress").wait_for()
    found = called(log)
    sys.stdout.write(f"\nnetwork calls of the app: {sorted(found)}\n")
    assert found == {("bind", "127.0.0.1")}
