"""The server killed at random moments: what was shown is in the log, once. 20 sessions leave nothing behind.

On request: ``pytest tests/campaigns/test_live_kill.py -n 0 -s`` (ten minutes).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from conftest import SAMPLES
from live_client import frames, talking
from websockets.exceptions import ConnectionClosed

from romtrack.store import open_repository

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.types import Session

KILLS = 30

SERVER = """
import socket, sys, uvicorn
from starlette.applications import Starlette
from romtrack.app.live import BOOTHS, ROUTES
from romtrack.live import Plan
token = BOOTHS.start(Plan(exercise=sys.argv[1], sides=("left",), sets=1, reps=12))
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], token, flush=True)
config = uvicorn.Config(Starlette(routes=ROUTES), log_level="error", ws="websockets-sansio")
uvicorn.Server(config).run([listening])
"""


@pytest.fixture(scope="module")
def measured() -> list[tuple[float, bytes]]:
    return frames(SAMPLES / "seated_measure.mp4", before_s=8)[::2]


@pytest.fixture(scope="module")
def counted() -> list[tuple[float, bytes]]:
    return frames(SAMPLES / "seated_resisted_ir.mp4", before_s=10)[::2]


def shown_until_killed(
    exercise: str, clip: list[tuple[float, bytes]], stop_at: int, kill_after_s: float, url: str
) -> dict[str, Any]:
    """Show ``stop_at`` frames, then kill the server while the next ones are under way."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, exercise],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "ROMTRACK_DATABASE_URL": url},
    ) as process:
        assert process.stdout is not None
        port, token = process.stdout.readline().split()
        screen: dict[str, Any] = {}
        with suppress(ConnectionClosed, EOFError, OSError), talking(int(port), token) as talk:
            for number, (time_s, jpeg) in enumerate(clip):
                if number == stop_at:
                    killer = subprocess.Popen(  # noqa: S602
                        f"sleep {kill_after_s:.3f}; kill -9 {process.pid}", shell=True
                    )
                screen = dict(talk.show(time_s, jpeg))
        if stop_at < len(clip):
            killer.wait()
        process.kill()
    return screen


def found(url: str) -> Session | None:
    with open_repository(url) as repository:
        assert repository.check() == []
        kept = repository.open_sessions()
        assert len(kept) <= 1
        return kept[0].session if kept else None


def test_nothing_that_was_shown_is_lost(
    tmp_path: Path, measured: list[tuple[float, bytes]], counted: list[tuple[float, bytes]]
) -> None:
    chance = random.Random(7)  # noqa: S311  no secret
    seen = 0
    for kill in range(KILLS):
        url = f"sqlite:///{tmp_path / f'{kill}.db'}"
        exercise = ("seated-ir-measure", "seated-resisted-ir")[kill % 2]
        clip = (measured, counted)[kill % 2]
        stop_at = chance.randrange(len(clip) // 2, len(clip))
        screen = shown_until_killed(exercise, clip, stop_at, chance.uniform(0, 0.2), url)
        session = found(url)
        assert session is not None
        if exercise == "seated-ir-measure":
            trials = [trial for one in session.measurements for trial in one.trials]
            shown = [round(one["value_deg"], 3) for one in screen.get("attempts", [])]
            kept = [round(abs(trial.peak_deg), 3) for trial in trials]
            if screen.get("phase") == "trials":
                assert kept[: len(shown)] == shown
                assert len(kept) <= len(shown) + 1
            seen += len(shown)
        else:
            reps = [rep for record in session.sets for rep in record.reps]
            count = int(screen["big"]) if screen.get("phase") == "set" else 0
            assert count <= len(reps) <= count + 1
            assert len({rep.start_s for rep in reps}) == len(reps)
            seen += count
        sys.stdout.write(f"\nkill {kill}: frame {stop_at}, phase {screen.get('phase')}, {seen} shown so far")
        sys.stdout.flush()
    assert seen > KILLS / 2
