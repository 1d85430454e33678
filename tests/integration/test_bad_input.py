"""Whatever is given, one clear line, the right exit code, and nothing left behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import struct
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
import pytest

from romtrack.store import open_repository
from romtrack.types import Frame
from romtrack.video import VideoWriter

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

SAMPLE = Path(__file__).parents[2] / "sample_videos" / "seated_measure.mp4"


def missing(folder: Path) -> Path:
    return folder / "nowhere.mp4"


def a_folder(folder: Path) -> Path:
    return folder


def empty(folder: Path) -> Path:
    (folder / "empty.mp4").touch()
    return folder / "empty.mp4"


def header_only(folder: Path) -> Path:
    (folder / "header.mp4").write_bytes(SAMPLE.read_bytes()[:258])
    return folder / "header.mp4"


def text(folder: Path) -> Path:
    (folder / "notes.mp4").write_text("these are my notes\n" * 50, encoding="utf-8")
    return folder / "notes.mp4"


def picture(folder: Path) -> Path:
    cv2.imwrite(str(folder / "picture.png"), np.zeros((48, 64, 3), np.uint8))
    return folder / "picture.png"


def sound(folder: Path) -> Path:
    path = folder / "voice.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4096), np.float32), format="fltp", layout="mono")
        frame.rate = 44100
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def index_lost(folder: Path) -> Path:
    """A recording that was cut off before its index, which stands at the end, was written."""
    path = folder / "cut.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for shade in range(0, 250, 5):
            image = np.full((48, 64, 3), shade, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode(None))
    path.write_bytes(path.read_bytes()[:-800])
    return path


def strip(folder: Path) -> Path:
    """A video of 10,000 x 2 pixels."""
    with VideoWriter(folder / "strip.mp4", 10_000, 2) as writer:
        writer.write(Frame(0.0, np.zeros((2, 10_000, 3), np.uint8)))
    return folder / "strip.mp4"


def bomb(folder: Path) -> Path:
    """An animation of 16,000 x 16,000 pixels in a few bytes."""
    patch = b"\x21\xf9\x04\x04\x04\0\0\0," + struct.pack("<4HB", 0, 0, 8, 8, 0) + b"\x02\x02\x4c\x01\0"
    head = b"GIF89a" + struct.pack("<2H3B", 16_000, 16_000, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    (folder / "bomb.gif").write_bytes(head + patch * 3 + b";")
    return folder / "bomb.gif"


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.mp4")
    return folder / "pipe.mp4"


def zeros(folder: Path) -> Path:
    (folder / "zeros.mp4").symlink_to("/dev/zero")
    return folder / "zeros.mp4"


NO_VIDEOS = [missing, a_folder, empty, header_only, text, picture, sound, index_lost, strip, bomb]
if sys.platform != "win32":
    NO_VIDEOS += [pipe, zeros]


@pytest.mark.parametrize("make", NO_VIDEOS)
def test_what_is_no_video_is_refused_in_one_line(
    here: Callable[..., Run], tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    source = make(tmp_path)
    out = tmp_path / "out" / "deep"
    run = here(out, "analyze", source, "--out", out)
    assert run.code == 3
    assert run.stdout == ""
    assert run.stderr.count("\n") == 1
    assert run.stderr.startswith("romtrack: ")
    assert source.name in run.stderr
    assert not out.parent.exists()


def test_what_is_no_video_is_said_also_where_the_folder_is_taken(
    romtrack: Callable[..., Run], tmp_path: Path
) -> None:
    result = tmp_path / "result.json"
    result.write_text(json.dumps({"video": {"name": "other.mp4", "sha256": "ab" * 32}}), encoding="utf-8")
    run = romtrack(tmp_path, "analyze", text(tmp_path), "--out", tmp_path)
    assert run.code == 3
    assert run.stderr.count("\n") == 1


def test_nobody_in_the_video_is_exit_4_with_a_result_without_numbers(
    here: Callable[..., Run], tmp_path: Path
) -> None:
    with VideoWriter(tmp_path / "room.mp4", 160, 120) as writer:
        for count in range(40):
            writer.write(Frame(count / 20, np.full((120, 160, 3), 90 + count, np.uint8)))
    run = here(tmp_path, "analyze", tmp_path / "room.mp4", "--out", tmp_path / "out")
    assert run.code == 4
    assert "nobody was found" in run.stderr
    result = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))
    assert result["measurements"] == []
    assert result["quality"]["detected"] == 0
    assert [warning["id"] for warning in result["quality"]["warnings"]] == ["no_person"]


def test_a_folder_that_cannot_be_written_is_exit_5_before_any_work(
    here: Callable[..., Run], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    run = here(tmp_path, "analyze", SAMPLE, "--out", tmp_path / "file" / "out")
    assert run.code == 5
    assert run.stderr.count("\n") == 1
    assert "--out" in run.stderr


@pytest.mark.parametrize(
    "arguments",
    [["analyze"], ["analyze", "x.mp4", "--side", "up"], ["analyze", "x.mp4", "--colour"], ["measure"]],
)
def test_wrong_usage_is_exit_2_in_one_line(
    here: Callable[..., Run], tmp_path: Path, arguments: list[str]
) -> None:
    run = here(tmp_path, *arguments)
    assert run.code == 2
    assert run.stderr.count("\n") == 1
    assert "--help" in run.stderr


def test_a_model_that_is_none_is_exit_2(here: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "other.task").write_bytes(b"not a model")
    run = here(tmp_path, "analyze", SAMPLE, "--model", tmp_path / "other.task", "--out", tmp_path / "o")
    assert run.code == 2
    assert run.stderr.count("\n") == 1
    assert "other.task" in run.stderr


def test_help_of_every_command_has_an_example(here: Callable[..., Run], tmp_path: Path) -> None:
    assert "analyze" in here(tmp_path).stdout
    for command in ("analyze", "progress", "doctor", "validate", "app"):
        assert f"romtrack {command} " in here(tmp_path, command, "--help").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals cannot be sent to one process on Windows")
@pytest.mark.parametrize(("asked", "code"), [(signal.SIGINT, 130), (signal.SIGHUP, 129)])
def test_asked_to_end_it_leaves_no_half_result(tmp_path: Path, asked: signal.Signals, code: int) -> None:
    command = shutil.which("romtrack", path=str(Path(sys.executable).parent))
    assert command
    out = tmp_path / "out"
    env = {**os.environ, "ROMTRACK_DATABASE_URL": f"sqlite:///{tmp_path / 'log.db'}"}
    with subprocess.Popen(
        [command, "analyze", SAMPLE, "--out", out], stderr=subprocess.PIPE, text=True, env=env
    ) as run:
        while not (tmp_path / ".out.romtrack").exists():  # it has begun
            assert run.poll() is None
        run.send_signal(asked)
        _, stderr = run.communicate(timeout=60)
    assert run.returncode == code
    assert stderr == "romtrack: interrupted: what was not finished is not kept\n"
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("log.db")] == []
    with open_repository(env["ROMTRACK_DATABASE_URL"]) as repository:
        assert repository.sessions() == []
