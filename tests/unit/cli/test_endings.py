"""However a run ends: one line that is true, the right code, and no traceback."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from conftest import reading_of, recorded

from romtrack.cli._ending import ENDING
from romtrack.cli.analyze import _log
from romtrack.clock import local_now
from romtrack.errors import StorageError
from romtrack.exercises import exercise
from romtrack.pipeline import Analysis
from romtrack.settings import Settings
from romtrack.store import open_repository
from romtrack.types import Quality, Session, VideoInfo

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals, shells and devices")
COMMAND = str(shutil.which("romtrack", path=os.path.dirname(sys.executable)))  # noqa: PTH120
# A command whose work is what a test says, under the real main().
MAIN = """
import os, signal, sys, types
from romtrack.cli._ending import ENDING
def ask(name="SIGINT"):
    os.kill(os.getpid(), getattr(signal, name))
def run():
{work}
    return 0
stub = types.ModuleType("romtrack.cli._root")
stub.run = run
sys.modules[stub.__name__] = stub
from romtrack.cli import main
main()
"""


def worked(*lines: str) -> subprocess.CompletedProcess[str]:
    """Run ``main`` with these lines as the work."""
    code = MAIN.format(work="\n".join(f"    {line}" for line in lines))
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def shell(line: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in which ``romtrack`` is the command; its exit code is the command's."""
    script = f'romtrack() {{ "{COMMAND}" "$@"; }}; {line}; exit ${{PIPESTATUS[0]}}'
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, cwd=cwd)


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_work_is_unwound_and_the_line_says_that_nothing_is_kept(name: str, code: int) -> None:
    done = worked(
        "with ENDING.orderly():",
        "    try:",
        f"        with ENDING.at_once(): ask('{name}'); print('never')",
        "    finally: print('tidied')",
    )
    assert (done.returncode, done.stdout) == (code, "tidied\n")
    assert done.stderr == "romtrack: interrupted: what was not finished is not kept\n"


def test_a_signal_waits_until_what_is_kept_is_whole() -> None:
    done = worked(
        "with ENDING.orderly():",
        "    with ENDING.at_once(): pass",
        "    ask(); ask('SIGHUP')",
        "    ENDING.kept = 'the results are in out and in the log'",
        "    print('whole')",
        "print('never')",
    )
    assert (done.returncode, done.stdout) == (129, "whole\n")
    assert done.stderr == "romtrack: interrupted: the results are in out and in the log\n"


def test_long_work_is_not_begun_once_a_signal_came() -> None:
    done = worked("with ENDING.orderly():", "    ask()", "    with ENDING.at_once(): print('never')")
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "romtrack: interrupted: what was not finished is not kept\n"


def test_a_signal_that_a_library_lost_ends_the_work_all_the_same() -> None:
    done = worked(
        "class Library:",
        "    def __del__(self): ask()",
        "with ENDING.orderly():",
        "    with ENDING.at_once(): Library(); print('went on')",
        "    print('never')",
    )
    assert (done.returncode, done.stdout) == (130, "went on\n")
    assert done.stderr.endswith("romtrack: interrupted: what was not finished is not kept\n")


def test_nothing_stays_of_a_claim_whenever_the_signal_comes(tmp_path: Path) -> None:
    """Ask after so many lines of the claim's own code have run."""
    ends = set[tuple[int, bool]]()
    for lines in range(1, 120, 4):
        parent = tmp_path / f"{lines}"
        parent.mkdir()
        done = worked(
            "from pathlib import Path",
            "from romtrack.export import claimed",
            f"left = [{lines}]",
            "def count(frame, what, _):",
            "    if what == 'line' and frame.f_code.co_filename.endswith(('_claim.py', 'scratch.py')):",
            "        left[0] -= 1",
            "        if not left[0]: ask()",
            "    return count",
            "sys.settrace(count)",
            f"with ENDING.orderly(), claimed(Path({str(parent / 'out')!r}), ('a',)) as claim:",
            "    with ENDING.at_once(): (claim.folder / 'a').write_text('x')",
            "    claim.publish()",
            "    ENDING.kept = 'all is there'",
        )
        whole = sorted(path.name for path in parent.rglob("*")) == ["a", "out"]
        assert whole or not list(parent.iterdir())
        assert whole == (done.returncode == 0 or "all is there" in done.stderr)
        ends.add((done.returncode, whole))
    assert ends == {(130, False), (130, True), (0, True)}


def test_before_anything_is_begun_it_ends_at_once() -> None:
    done = worked("try: ask()", "except BaseException: print('unwound')")
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "romtrack: interrupted: what was not finished is not kept\n"


def test_whoever_asks_twice_does_not_wait_for_the_tidying() -> None:
    done = worked(
        "with ENDING.orderly():",
        "    try:",
        "        with ENDING.at_once(): ask()",
        "    finally: ask(); print('never')",
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.count("\n") == 1


def test_a_signal_that_the_caller_ignores_stays_ignored() -> None:
    code = MAIN.format(work="    ask('SIGHUP'); print('went on')")
    done = subprocess.run(
        ["bash", "-c", 'trap "" HUP; exec "$0" -c "$1"', sys.executable, code],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "went on\n")


def test_an_error_says_what_is_kept_all_the_same() -> None:
    done = worked(
        "from romtrack.errors import StorageError",
        "ENDING.kept = 'the results are in out, and not in the log'",
        "raise StorageError('no room left; make room')",
    )
    assert done.returncode == 5
    assert done.stderr == ("romtrack: no room left; make room; the results are in out, and not in the log\n")


@pytest.mark.parametrize("library", ["threading", "typer"])  # the first and the last that load
def test_ctrl_c_while_the_libraries_load_is_one_line(tmp_path: Path, library: str) -> None:
    (tmp_path / f"{library}.py").write_text(
        "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nraise SystemExit('it went on')\n",
        encoding="utf-8",
    )
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [COMMAND, "exercises"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("romtrack: interrupted")


@pytest.mark.parametrize(
    "options", ["--help", "analyze --help", "--version", "exercises --json", "exercises"]
)
def test_a_full_stdout_is_exit_5_in_one_line(options: str) -> None:
    done = shell(f"romtrack {options} >/dev/full")
    assert done.returncode == 5
    assert done.stderr == "romtrack: stdout does not take what was found (No space left on device)\n"


def test_a_full_stdout_hides_no_other_failure() -> None:
    done = shell("romtrack exercises nonsense >/dev/full")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("options", ["--help", "analyze --help", "exercises"])
def test_a_reader_that_has_seen_enough_is_no_failure(options: str) -> None:
    done = shell(f"romtrack {options} | head -n 0")
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_a_closed_stream_is_like_the_null_device(closed: str) -> None:
    assert shell(f"romtrack exercises {closed}").returncode == 0
    done = shell(f"romtrack exercises nonsense {closed}")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_file_never_takes_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    code = MAIN.format(work="    os.write(1, b'words of a library'); os.write(2, b'more')").replace(
        "def run():", "def run():\n    kept = open(sys.argv[1], 'w')"
    )
    kept = tmp_path / "kept"
    done = subprocess.run(["bash", "-c", f'"$0" -c "$1" {kept} >&- 2>&-', sys.executable, code], check=False)
    assert done.returncode == 0
    assert kept.read_bytes() == b""


@pytest.mark.parametrize("where", ["PYTHONIOENCODING=ascii:strict", "PYTHONIOENCODING=latin-1 LC_ALL=C"])
def test_an_encoding_without_our_characters_is_no_failure(where: str) -> None:
    assert shell(f"export {where}; romtrack exercises seated-ir-measure").returncode == 0
    done = shell(f"export {where}; romtrack exercises --json")
    assert "seated-ir-measure" in [one["id"] for one in json.loads(done.stdout)]


def test_a_current_folder_that_is_deleted_is_no_failure(tmp_path: Path) -> None:
    done = shell("mkdir gone && cd gone && rmdir ../gone && romtrack exercises", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_docstrings_there_is_help_and_drawing_is_refused_in_one_line() -> None:
    assert shell("PYTHONOPTIMIZE=2 romtrack analyze --help").returncode == 0
    code = """from romtrack.errors import UsageError
try: import romtrack.charts
except UsageError as error: print(error)"""
    done = subprocess.run([sys.executable, "-OO", "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("Altair cannot draw without its docstrings")


@pytest.mark.parametrize("zone", ["XXX-25:61", "XXX+99", "Nonsense/Zone", ":/etc/passwd"])
def test_a_time_zone_that_makes_no_sense_is_utc(zone: str) -> None:
    code = "from romtrack.clock import local_now; print(local_now().utcoffset())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TZ": zone},
    )
    assert (done.returncode, done.stdout) == (0, "0:00:00\n")


def test_ctrl_c_is_the_default_elsewhere() -> None:
    code = "import signal, romtrack.cli; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "True\n"


def test_results_that_the_log_refuses_are_said_to_be_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("romtrack.store._sqlite.BUSY_TIMEOUT_S", 0.1)
    path = tmp_path / "romtrack.db"
    track = recorded("measure_male_left_offset").track
    video = VideoInfo("clip.mp4", "0" * 64, 640, 480, 8.0, 190)
    session = Session(
        uuid4(), "me", "seated-ir-measure", "left", local_now(), video, (), (), Quality(1.0, 1.0)
    )
    analysis = Analysis(
        session, track, reading_of(track, exercise("seated-ir-measure")), tmp_path / "clip.mp4", Settings()
    )
    ENDING.begin()
    with open_repository(f"sqlite:///{path}") as repository, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="another romtrack or program holds"):
            _log(analysis, repository, Path("out"), force=True)
    assert ENDING.kept == "the results are in out, and not in the log"
    assert not list((tmp_path / "tracks").iterdir())
    with open_repository(f"sqlite:///{path}") as repository:
        _log(analysis, repository, Path("out"), force=True)
    assert ENDING.kept == "the results are in out and in the log"
    ENDING.begin()
