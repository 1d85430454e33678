"""Nothing the camera sees leaves the machine: an analysis opens no internet socket."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SAMPLES, rewritten


@pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is not installed (Linux: apt install strace)"
)
def test_an_analysis_opens_no_internet_socket(tmp_path: Path) -> None:
    log = tmp_path / "sockets.log"
    clip = rewritten(SAMPLES / "seated_measure.mp4", tmp_path / "clip.mp4", lambda frame: frame, count=10)
    command = shutil.which("romtrack", path=str(Path(sys.executable).parent))
    assert command
    trace = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=network", "-o", str(log)]
    done = subprocess.run(
        [*trace, command, "analyze", str(clip), "--out", str(tmp_path / "out")],
        env={**os.environ, "ROMTRACK_DATABASE_URL": f"sqlite:///{tmp_path / 'log.db'}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    opened = [line for line in log.read_text(encoding="utf-8").splitlines() if "AF_INET" in line]
    assert opened == []


@pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is not installed (Linux: apt install strace)"
)
def test_the_trace_would_show_a_socket(tmp_path: Path) -> None:
    log = tmp_path / "sockets.log"
    trace = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=network", "-o", str(log)]
    opens = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"
    subprocess.run([*trace, sys.executable, "-c", opens], check=True)
    assert "AF_INET" in log.read_text(encoding="utf-8")
