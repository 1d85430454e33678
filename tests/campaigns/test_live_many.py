"""Twenty sessions, one after the other: memory and threads are back at the start.

On request: ``pytest tests/campaigns/test_live_many.py -n 0 -s`` (minutes).
"""

from __future__ import annotations

import gc
import sys
import threading
from pathlib import Path

import pytest
from conftest import SAMPLES
from live_client import frames

from romtrack.app.live import BOOTHS
from romtrack.live import Plan, decoded
from romtrack.types import Frame

SESSIONS, FRAMES = 20, 200
MEBIBYTE = 2**20


def resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * 4096


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_twenty_sessions_leave_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", f"sqlite:///{tmp_path / 'romtrack.db'}")
    clip = frames(SAMPLES / "seated_measure.mp4")[:FRAMES]
    sizes, threads = [], []
    for _ in range(SESSIONS):
        token = BOOTHS.start(Plan(sides=("left",)))
        booth = BOOTHS.find(token)
        assert booth is not None
        session = booth.executor.submit(getattr, booth, "session").result()
        for time_s, jpeg in clip:
            booth.executor.submit(session.update, Frame(time_s, decoded(jpeg))).result()
        BOOTHS.save(token)
        del session, booth
        gc.collect()
        sizes.append(resident_bytes() / MEBIBYTE)
        threads.append(threading.active_count())
    sys.stdout.write(f"\nmemory, MiB: {[round(size) for size in sizes]}; threads: {threads}\n")
    assert threads[-1] <= threads[0]
    assert sizes[-1] - sizes[4] < 30
