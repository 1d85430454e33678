"""What a live session says, with its times, and whether there is the time to say it: ``pytest -s`` prints it.

Recorded people go through a whole measurement and through two sets; each sentence is read by espeak-ng, at
its usual speed and a sixth slower, and replaces the one before it, as on the page. A number that is counted
is spoken only where nothing else is.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import wave
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pytest
from conftest import performed, recorded
from replay import Player, ReplayEye, leave_all, rows

from romtrack.live import LiveSession, Plan
from romtrack.store import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator

ESPEAK: Final = shutil.which("espeak-ng")
WORDS_A_MINUTE: Final = (175, 145)
MOST_CUT_S: Final = 0.5  # "Again.", to somebody who turns already
SILENT: Final = 300  # of 32768

pytestmark = pytest.mark.skipif(ESPEAK is None, reason="espeak-ng is not installed (Debian: espeak-ng)")


class Said(NamedTuple):
    """A sentence, or a number that is counted."""

    time_s: float
    kind: str
    text: str


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    yield f"sqlite:///{tmp_path / 'romtrack.db'}"
    leave_all()


@cache
def takes_s(text: str, words_a_minute: int) -> float:
    """Return how long a sentence is spoken."""
    assert ESPEAK
    with TemporaryDirectory() as folder:
        target = Path(folder) / "said.wav"
        command = [ESPEAK, "-v", "en", "-s", str(words_a_minute), "-w", str(target), text]
        subprocess.run(command, check=True)
        with wave.open(str(target)) as sound:
            samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
            return float(np.flatnonzero(abs(samples) > SILENT)[-1] / sound.getframerate())


def said(player: Player) -> list[Said]:
    began_s = player.updates[0].time_s
    return [
        Said(update.time_s - began_s, sound.kind, sound.what)
        for update in player.updates
        for sound in update.sounds
        if sound.kind != "tone"
    ]


def cut_s(sayings: list[Said], words_a_minute: int) -> list[float]:
    """Print the transcript; return how much of each sentence the next one cuts off, seconds."""
    sentences = [one for one in sayings if one.kind == "say"]
    ends = [*(one.time_s for one in sentences[1:]), np.inf]
    lost = {
        one: max(0.0, one.time_s + takes_s(one.text, words_a_minute) - end_s)
        for one, end_s in zip(sentences, ends, strict=True)
    }
    sys.stdout.write(f"\n  at s  takes  cut   ({words_a_minute} words a minute)\n")
    busy_s = -np.inf
    for one in sayings:
        took_s = takes_s(one.text, words_a_minute)
        if one.kind == "count":
            heard = one.time_s >= busy_s
            sys.stdout.write(
                f"{one.time_s:6.1f} {took_s:6.1f}        {one.text}{'' if heard else ' (tone)'}\n"
            )
        else:
            busy_s = one.time_s + took_s
            cut = f"{lost[one]:4.1f}" if lost[one] > 0 else "    "
            sys.stdout.write(f"{one.time_s:6.1f} {took_s:6.1f}  {cut}  {one.text}\n")
    return list(lost.values())


def measured(url: str) -> Player:
    """Play both legs, one after the other."""
    left, right = recorded("measure_elderly_left"), recorded("measure_heavyf_right")
    eye = ReplayEye(left.track)
    player = Player(LiveSession(Plan(sides=("left", "right")), eye, open_repository(url)), eye)
    for one in (left, right):
        eye.track = one.track
        player.hang(8)
        player.run(rows(eye, 0, np.inf))
    player.hang(3)
    return player


def exercised(url: str) -> Player:
    """Play two sets with a rest between."""
    known = performed("fault_clamshell_feet")
    eye = ReplayEye(known.track)
    plan = Plan(exercise=known.exercise, sides=(known.side,), sets=2, reps=5, rest_s=15)
    player = Player(LiveSession(plan, eye, open_repository(url)), eye)
    for pause_s in (17, 3):
        player.hang(6)
        player.run(rows(eye, 0, np.inf))
        player.hang(pause_s)
    return player


@pytest.mark.parametrize("session", [measured, exercised])
def test_every_sentence_has_the_time_to_be_said(session: object, url: str) -> None:
    assert callable(session)
    player = session(url)
    assert player.phase() == "done"
    for words_a_minute in WORDS_A_MINUTE:
        lost = cut_s(said(player), words_a_minute)
        sys.stdout.write(f"{sum(each > 0 for each in lost)} of {len(lost)} sentences are cut off\n")
    assert max(cut_s(said(player), WORDS_A_MINUTE[0])) < MOST_CUT_S
