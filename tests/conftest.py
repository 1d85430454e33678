"""What the tests share: clips, recordings, the command, one analysis of a sample a session."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import chain, islice, takewhile
from math import nan
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pytest
from hypothesis import settings
from quiet import a_turn
from servers import log_url, on_a_server, repository, server  # noqa: F401  fixtures

from romtrack.cli import main
from romtrack.kinematics.view import camera_for
from romtrack.protocols import read
from romtrack.reps import held_s
from romtrack.sane import FARTHEST
from romtrack.store import _sqlite
from romtrack.types import SIDES, Frame, Measured, PoseTrack, ShankEvidence, Side, Skeleton, Summary
from romtrack.video import VideoReader, VideoWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from romtrack.exercises import Exercise
    from romtrack.protocols import Reading
    from romtrack.types import CameraModel, FloatArray, Image, Session

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.register_profile("campaign", deadline=None, max_examples=3000, print_blob=True)
settings.register_profile("brief", deadline=None, max_examples=10)
settings.load_profile("untimed")

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sample_videos"
DATA = Path(__file__).with_name("data")
PHANTOM = ROOT.parent / "shared" / "phantom" / "dev"
FOOTAGE = ROOT.parent / "shared" / "footage"
EIGHT = tuple(f"{side}_{joint}" for joint in ("shoulder", "hip", "knee", "ankle") for side in SIDES)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let a test that is marked ``alone`` have the machine to itself."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        return (yield)
    with a_turn(run, alone=item.get_closest_marker("alone") is not None):
        return (yield)


@pytest.fixture(scope="session", autouse=True)
def heard_signals() -> None:
    """Let children hear them: what a shell begins in the background, or nohup, ignores them."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


@dataclass(frozen=True)
class Recorded:
    """A track recorded from a phantom clip (``tests/data/record.py``), and its truth."""

    name: str
    track: PoseTrack
    side: Side
    true_deg: dict[Side, FloatArray]


def camera_of(track: PoseTrack) -> CameraModel:
    """Return the typical camera of a track."""
    return camera_for(track.width_px, track.height_px)


def reading_of(track: PoseTrack, card: Exercise, side: Side | Literal["auto"] = "auto") -> Reading:
    """Read a track as a file is read, by a typical camera."""
    return read(track, card, camera_of(track), side)


def recorded(name: str) -> Recorded:
    """Load a recording from ``tests/data``."""
    with np.load(DATA / f"{name}.npz") as data:
        left, right = (ShankEvidence.recorded(columns) for columns in data["evidence"])
        width_px, height_px = data["size_px"].tolist()
        track = PoseTrack(
            Skeleton("eight", EIGHT, ()),
            width_px,
            height_px,
            data["time_s"],
            data["image_px"],
            data["world_m"],
            data["visibility"],
            {"left": left, "right": right},
            data["upright_px"],
        )
        side: Side = "left" if data["side"] == "left" else "right"
        return Recorded(name, track, side, {leg: data[f"true_{leg}_deg"] for leg in SIDES})


@dataclass(frozen=True)
class Performed:
    """The landmarks of somebody who does an exercise (``tests/data/record_exercises.py``), and the truth.

    reps: start, peak, end in seconds. holds, partials: start, end. faults: name, start, end.
    """

    name: str
    track: PoseTrack
    exercise: str
    side: Side
    reps: list[tuple[float, float, float]]
    holds: list[tuple[float, float]]
    partials: list[tuple[float, float]]
    faults: list[tuple[str, float, float]]


PERFORMED = tuple(sorted(path.stem for path in (DATA / "exercises").glob("*.npz")))
_SIDED = ("shoulder", "wrist", "hip", "knee", "ankle")
ELEVEN = ("nose", *(f"{side}_{joint}" for joint in _SIDED for side in SIDES))


@cache
def performed(name: str) -> Performed:
    """Load a recording from ``tests/data/exercises``."""
    with np.load(DATA / "exercises" / f"{name}.npz") as data:
        sixteenths = data["sixteenths"].astype(float)
        image_px = np.where(sixteenths == np.iinfo(np.int16).min, np.nan, sixteenths / 16)
        width_px, height_px = data["size_px"].tolist()
        truth = json.loads(str(data["truth"]))
        return Performed(
            name,
            landmark_track(data["time_s"], image_px, data["visibility"] / 255, (width_px, height_px)),
            **truth,
        )


@dataclass(frozen=True)
class Foreign:
    """Somebody who does none of the exercises, or one in an unusual way (``tests/data/record_foreign.py``).

    reps: whose they are where the legs work in turn, start, end in seconds. holds: start, end.
    """

    track: PoseTrack
    side: Side
    reps: list[tuple[str, float, float]]
    holds: list[tuple[float, float]]


FOREIGN = tuple(sorted(path.stem for path in (DATA / "foreign").glob("*.npz")))


@cache
def foreign(name: str) -> Foreign:
    """Load a recording from ``tests/data/foreign``."""
    with np.load(DATA / "foreign" / f"{name}.npz") as data:
        sixteenths = data["sixteenths"].astype(float)
        image_px = np.where(sixteenths == np.iinfo(np.int16).min, np.nan, sixteenths / 16)
        width_px, height_px = data["size_px"].tolist()
        bare = landmark_track(
            data["time_s"].astype(float), image_px, data["visibility"] / 255, (width_px, height_px)
        )
        world_m = bare.world_m.copy()
        world_m[:, [ELEVEN.index(f"{side}_hip") for side in SIDES]] = data["hips_m"]
        left, right = (ShankEvidence.recorded(columns) for columns in data["evidence"].astype(float))
        track = replace(bare, world_m=world_m, shanks={"left": left, "right": right})
        return Foreign(track, **json.loads(str(data["truth"])))


def landmark_track(
    time_s: FloatArray, image_px: FloatArray, visibility: FloatArray, size_px: tuple[int, int]
) -> PoseTrack:
    """Return a track of eleven landmarks with nothing else in it."""
    unseen = ShankEvidence(*np.full((len(fields(ShankEvidence)), len(time_s)), np.nan))
    return PoseTrack(
        Skeleton("eleven", ELEVEN, ()),
        *size_px,
        time_s,
        image_px,
        np.full((*image_px.shape[:2], 3), np.nan),
        visibility,
        {"left": unseen, "right": unseen},
    )


def excerpt(
    source: Path,
    target: Path,
    start_s: float = 0.0,
    end_s: float = np.inf,
    change: Callable[[Image], Image] = lambda image: image,
) -> Path:
    """Write every other picture of a part of ``source``, changed: as little work as gives a result."""
    with VideoReader(source) as reader:
        chosen = (
            Frame(frame.time_s - start_s, change(frame.image))
            for number, frame in enumerate(takewhile(lambda frame: frame.time_s < end_s, reader))
            if start_s <= frame.time_s and number % 2 == 0
        )
        return written(target, chosen)


def rewritten(source: Path, target: Path, change: Callable[[Frame], Frame], count: int | None = None) -> Path:
    """Write the first ``count`` frames of ``source`` again, each of them changed."""
    with VideoReader(source) as reader:
        return written(target, (change(frame) for frame in islice(reader, count)))


def written(target: Path, frames: Iterable[Frame]) -> Path:
    """Write frames as a video."""
    rest = iter(frames)
    first = next(rest)
    height, width = first.image.shape[:2]
    with VideoWriter(target, width, height) as writer:
        for frame in chain([first], rest):
            writer.write(frame)
    return target


@dataclass(frozen=True)
class Run:
    """A finished run of the command."""

    code: int
    stdout: str
    stderr: str
    folder: Path

    def result(self) -> dict[str, Any]:
        """Return the result file."""
        found: dict[str, Any] = json.loads((self.folder / "result.json").read_text(encoding="utf-8"))
        return found


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the logs whose every page was read, while they are."""
    found: list[Path] = []
    look = _sqlite.faults_of

    def noticed(path: Path) -> list[str]:
        found.append(path)
        return look(path)

    monkeypatch.setattr(_sqlite, "faults_of", noticed)
    return found


def log_in(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the URL of a new log."""
    return f"sqlite:///{tmp_path_factory.mktemp('log') / 'romtrack.db'}"


@pytest.fixture
def own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the URL of a new log, which this process takes for the user's own."""
    url = f"sqlite:///{tmp_path / 'romtrack.db'}"
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", url)
    return url


@pytest.fixture(scope="session")
def romtrack(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Run]:
    """Run the installed command, as a user does: ``romtrack(out_folder, 'analyze', video, ...)``.

    Its log is the session's own (or ``database=URL``), never that of the person who runs the tests.
    """
    own = log_in(tmp_path_factory)
    command = shutil.which("romtrack", path=str(Path(sys.executable).parent)) or shutil.which("romtrack")
    assert command, "romtrack is not installed in this environment: pip install -e ."

    def run(folder: Path, *arguments: str | Path, database: str = own) -> Run:
        done = subprocess.run(
            [command, *map(str, arguments)],
            capture_output=True,
            text=True,
            env={**os.environ, "ROMTRACK_DATABASE_URL": database},
            check=False,
            timeout=300,
        )
        return Run(done.returncode, done.stdout, done.stderr, folder)

    return run


@pytest.fixture
def here(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., Run]:
    """Run the command as ``romtrack`` does, in this process, whose libraries are loaded.

    Only how a process starts, is asked to end and ends is not in it.
    """
    own = log_in(tmp_path_factory)
    heard = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def run(folder: Path, *arguments: str | Path, database: str = own) -> Run:
        monkeypatch.setattr("sys.argv", ["romtrack", *map(str, arguments)])
        monkeypatch.setenv("ROMTRACK_DATABASE_URL", database)
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        for number, handler in heard.items():
            signal.signal(number, handler)
        return Run(int(ended.value.code or 0), *capsys.readouterr(), folder)

    return run


@pytest.fixture(scope="session")
def sample_run(romtrack: Callable[..., Run], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return one whole analysis of the measurement sample, annotated video included."""
    folder = tmp_path_factory.mktemp("sample")
    return romtrack(folder, "analyze", SAMPLES / "seated_measure.mp4", "--out", folder)


@pytest.fixture(scope="session")
def sample_truth() -> dict[str, Any]:
    """Return the truth of the measurement sample."""
    truth: dict[str, Any] = json.loads((SAMPLES / "seated_measure.gt.json").read_text(encoding="utf-8"))
    return truth


@pytest.fixture(scope="session")
def phantom() -> Path:
    """Return the folder of phantom clips, or skip."""
    if not PHANTOM.is_dir():
        pytest.skip("needs ../shared/phantom/dev beside the checkout")
    return PHANTOM


@pytest.fixture(scope="session")
def footage() -> Path:
    """Return the folder of real clips, or skip."""
    if not FOOTAGE.is_dir():
        pytest.skip("needs ../shared/footage beside the checkout")
    return FOOTAGE


def summary_of(session: Session) -> Summary:
    """Return what the log should say of a session, worked out from the session itself."""
    reps = [rep for record in session.sets for rep in record.reps]
    ranges = [rep.range_value for rep in reps]
    known = [one for one in ranges if 0 <= one <= FARTHEST]
    held = [hold for record in session.sets for hold in record.holds]
    return Summary(
        session.id,
        session.person,
        session.exercise,
        session.side,
        session.when,
        tuple(
            Measured(
                session.id,
                session.person,
                session.when,
                one.quantity,
                one.side,
                one.direction,
                one.value_deg,
                one.sd_deg,
                one.sigma_deg,
                sum(trial.accepted for trial in one.trials),
                len(one.trials),
            )
            for one in session.measurements
        ),
        len(reps),
        held_s(session.sets),
        (min(ranges), max(ranges)) if reps else None,
        reps[0].unit if reps else "",
        None if session.video is None else session.video.name,
        mean_range=fmean(known) if known else nan,
        tempo_s=fmean(rep.end_s - rep.start_s for rep in reps) if reps else nan,
        faults=sum(len(record.faults) for record in session.sets),
        legs=tuple(
            side for side in SIDES if side in {*(rep.side for rep in reps), *(hold.side for hold in held)}
        ),
    )


def series_of(*sessions: Session) -> list[Measured]:
    """Return the values of some sessions as the log should give them."""
    in_time = sorted(sessions, key=lambda session: session.when.at)
    return [one for session in in_time for one in summary_of(session).measured if one.value_deg is not None]
