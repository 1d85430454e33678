"""The command killed, or asked to end, at random moments: nothing half, nothing twice, nothing left behind.

On request: ``pytest tests/campaigns/test_command_kill.py -n 0 -s`` (five minutes). A process that has loaded
the libraries forks for each run, and hands it the analysis of a short clip and no drawing: so all the moments
are spent on what writes, and not on what loads. The last test starts whole commands.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from conftest import SAMPLES, rewritten

from romtrack import outputs, pipeline
from romtrack.cli import main

if TYPE_CHECKING:
    from romtrack.pipeline import Analysis

KILLS, ASKED, STARTED = 200, 100, 40
CHANCE = random.Random(11)  # noqa: S311  no secret
SESSION = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ANALYSE = """
import pickle, sys
from pathlib import Path
from romtrack import pipeline
from romtrack.settings import Settings
made = [pipeline.analyze(Path(sys.argv[1]), Settings(one)) for one in sys.argv[3:]]
Path(sys.argv[2]).write_bytes(pickle.dumps(made))
"""


@dataclass(frozen=True)
class Place:
    """Where the runs write: ``folder/out``, a log, temporary files; and the analyses that they write."""

    folder: Path
    clip: Path
    analyses: list[Analysis]

    @property
    def out(self) -> Path:
        return self.folder / "results" / "out"

    def files(self) -> dict[str, str]:
        """Return what the folder of results holds, each run's own number left out."""
        return {
            path.name: hashlib.sha256(SESSION.sub(b"", path.read_bytes())).hexdigest()
            for path in self.out.iterdir()
        }

    def logged(self) -> dict[str, str]:
        """Return the tracks file of each session in the log."""
        if not (self.folder / "log" / "romtrack.db").exists():
            return {}
        with closing(sqlite3.connect(self.folder / "log" / "romtrack.db")) as raw:
            return {
                str(UUID(name.removesuffix(".npz"))): name
                for (name,) in raw.execute("SELECT tracks_file FROM sessions")
            }

    def left(self) -> list[Path]:
        """Return all that is there and is neither result nor log nor a session's tracks."""
        expected = {self.out, *(self.folder / "log" / "tracks" / name for name in self.logged().values())}
        assert all(path.exists() for path in expected)
        found = [
            path
            for place in ("results", "temporary", "log/tracks")
            for path in (self.folder / place).iterdir()
            if path not in expected
        ]
        return found + list((self.folder / "log").glob(".*"))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return a place with the analyses of one clip as a measurement and as an exercise."""
    for name in ("log", "temporary", "results"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", f"sqlite:///{tmp_path / 'log' / 'romtrack.db'}")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr("tempfile.tempdir", None)
    clip = rewritten(SAMPLES / "seated_measure.mp4", tmp_path / "clip.mp4", lambda frame: frame, 12)
    made = tmp_path / "made"
    names = ("seated-ir-measure", "clamshell")
    subprocess.run([sys.executable, "-c", ANALYSE, clip, made, *names], check=True)
    return Place(tmp_path, clip, pickle.loads(made.read_bytes()))  # noqa: S301  our own


def begun(place: Place, kind: int, *options: str) -> tuple[int, str]:
    """Fork a run of the command that finds one of the analyses in the clip; return it, and its session."""
    found = place.analyses[kind]
    analysis = replace(found, session=replace(found.session, id=uuid4()))
    child = os.fork()
    if child:
        return child, str(analysis.session.id)
    for number, name in ((1, "stdout"), (2, "stderr")):
        said = os.open(place.folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(said, number)
    sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
    vars(pipeline)["analyze"] = lambda *_: analysis  # in this child alone
    vars(outputs)["to_svg"] = lambda *_: "<svg/>"
    sys.argv = ["romtrack", "analyze", str(place.clip), "--out", str(place.out), "--force", *options]
    code = 1
    try:
        main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        os._exit(code)


def at_some_moment(place: Place, child: int, run_s: float, least_s: float) -> None:
    """Wait for any moment of a run, or for one of those around publishing and logging."""
    if CHANCE.random() < 1 / 2:
        time.sleep(CHANCE.uniform(least_s, 1.1 * run_s))
        return
    staged = place.out.with_name(".out.romtrack") / "result" / "report.html"
    while not staged.exists() and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        time.sleep(0.001)
    time.sleep(CHANCE.uniform(0, run_s / 5))


def waited(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def finished(place: Place, kind: int, *options: str) -> str:
    """Run the command to its end; return its session."""
    child, session = begun(place, kind, *options)
    assert waited(child) == 0, (place.folder / "stderr").read_text(encoding="utf-8")
    return session


def whole(place: Place) -> tuple[float, list[dict[str, str]]]:
    """Return how long a run takes, and what the folder holds after each possible one."""
    kinds, began_s = [], time.monotonic()
    for kind in (0, 1):
        for options in ((), ("--no-video",)):
            finished(place, kind, *options)
            kinds.append(place.files())
            assert place.left() == []
    assert len({str(files) for files in kinds}) == 4
    return (time.monotonic() - began_s) / 4, kinds


def test_killed_at_any_moment_the_results_are_whole_and_the_next_run_mends_all(place: Place) -> None:
    run_s, kinds = whole(place)
    acknowledged, left = set(place.logged()), 0
    for kill in range(KILLS):
        before, kind, options = place.files(), CHANCE.choice([0, 1]), CHANCE.choice([(), ("--no-video",)])
        child, session = begun(place, kind, *options)
        at_some_moment(place, child, run_s, 0)
        os.kill(child, signal.SIGKILL)
        waited(child)
        new = kinds[2 * kind + len(options)]
        assert place.files() in (before, new)
        if session in place.logged():  # what is logged is published
            assert place.files() == new
        if "Results in" in (place.folder / "stdout").read_text(encoding="utf-8"):
            acknowledged.add(session)
        assert acknowledged <= place.logged().keys()
        left += len(place.left())
        if kill % 10 == 9:
            acknowledged.add(finished(place, 0, "--no-video"))
            assert place.left() == []
            assert place.files() == kinds[1]
    told = (
        f"{len(place.logged())} sessions, {len(acknowledged)} acknowledged, {left} leftovers seen, 0 stayed"
    )
    sys.stdout.write(f"\n{KILLS} kills: {told}")


def test_asked_to_end_at_any_moment_it_says_what_is_true(place: Place) -> None:
    run_s, kinds = whole(place)
    ends: Counter[str] = Counter()
    for _ in range(ASKED):
        before, kind = place.files(), CHANCE.choice([0, 1])
        asked = CHANCE.choice([signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
        child, session = begun(place, kind)
        at_some_moment(place, child, run_s, 0.05)  # by then main() has the signals
        os.kill(child, asked)
        code, said = waited(child), (place.folder / "stderr").read_text(encoding="utf-8")
        assert "Traceback" not in said
        assert code in {0, 128 + asked}
        (line,) = [one for one in said.splitlines() if one.startswith("romtrack: ")] or [""]
        assert (code == 0) == (not line)
        kept = "not kept" not in line
        assert (session in place.logged()) == kept
        assert place.files() == (kinds[2 * kind] if kept else before)
        assert place.left() == []
        ends[line.replace(str(place.folder), "") or "done"] += 1
    sys.stdout.write(f"\n{ASKED} times asked to end: {dict(ends)}")


def test_ctrl_c_from_the_first_moment_on_is_no_traceback_of_ours(place: Place) -> None:
    command = str(shutil.which("romtrack", path=str(Path(sys.executable).parent)))
    ends: Counter[str] = Counter()
    for number in range(STARTED):
        with subprocess.Popen(
            [command, "analyze", place.clip, "--out", place.out, "--no-video", "--force"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as run:
            time.sleep(CHANCE.uniform(0, 0.3 if number % 2 else 4))
            run.send_signal(signal.SIGINT)
            said = run.communicate()[1]
        ours = "romtrack/" in said.replace("bin/romtrack", "")
        assert not ("Traceback" in said and ours), said
        ends[f"{run.returncode}{' (Python was still starting)' if 'Traceback' in said else ''}"] += 1
    sys.stdout.write(f"\n{STARTED} times Ctrl-C: {dict(ends)}")
