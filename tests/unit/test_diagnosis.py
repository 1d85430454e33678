"""The doctor, with real patients where they can be had: broken libraries, models and databases."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import venv
from contextlib import closing
from pathlib import Path

import pytest
from sessions import session_of

import romtrack
from romtrack.diagnosis import Diagnosis, _child, data, diagnose, libraries, machine, packages
from romtrack.diagnosis._child import Answer, ask
from romtrack.diagnosis.machine import Platform
from romtrack.store import open_repository
from romtrack.store._open import find_database

PACKAGE = Path(romtrack.__file__).parent
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="how Linux loads libraries")


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of a database that is not there yet."""
    path = tmp_path / "data" / "romtrack.db"
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", f"sqlite:///{path}")
    return path


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose modules and packages stand before the installed ones."""
    folder = tmp_path / "modules"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


def install(folder: Path, name: str, version: str) -> None:
    record = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    record.mkdir()
    (record / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")


def named(diagnoses: list[Diagnosis], name: str) -> Diagnosis:
    (found,) = [diagnosis for diagnosis in diagnoses if diagnosis.name == name]
    return found


# The whole


def test_nothing_is_wrong_here(database: Path) -> None:
    diagnoses = diagnose()
    assert [diagnosis for diagnosis in diagnoses if diagnosis.status == "problem"] == []
    assert not database.parent.exists()
    for diagnosis in diagnoses:
        assert "\n" not in f"{diagnosis.name}{diagnosis.detail}{diagnosis.remedy}"
    names = [diagnosis.name for diagnosis in diagnoses]
    assert len(set(names)) == len(names)


def test_with_no_package_installed_at_all_it_still_tells(tmp_path: Path) -> None:
    venv.create(tmp_path / "bare")
    folder = tmp_path / "bare" / ("Scripts" if os.name == "nt" else "bin")
    code = (
        "import json, dataclasses; from romtrack.diagnosis import diagnose;"
        "print(json.dumps([dataclasses.asdict(diagnosis) for diagnosis in diagnose()]))"
    )
    done = subprocess.run(
        [folder / "python", "-W", "error", "-c", code],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        text=True,
    )
    assert done.returncode == 0, done.stderr
    diagnoses = {entry["name"]: Diagnosis(**entry) for entry in json.loads(done.stdout)}
    wrong = {name for name, diagnosis in diagnoses.items() if diagnosis.status == "problem"}
    assert wrong == {"romtrack", "import cv2", "import mediapipe", "codecs", "exercises", "database"}
    assert diagnoses["import cv2"].detail == "ModuleNotFoundError: No module named 'cv2'"
    assert all(diagnoses[name].remedy for name in wrong)


@pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is not installed (Linux: apt install strace)"
)
def test_it_opens_no_internet_socket(tmp_path: Path) -> None:
    log = tmp_path / "sockets.log"
    trace = ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(log)]
    code = "from romtrack.diagnosis import diagnose; diagnose()"
    subprocess.run([*trace, sys.executable, "-c", code], check=True, timeout=120)
    assert [line for line in log.read_text(encoding="utf-8").splitlines() if "AF_INET" in line] == []


# Child processes


def test_a_child_answers() -> None:
    assert ask("print('yes')") == Answer("yes")


def test_an_exception_becomes_one_line() -> None:
    assert ask("raise ValueError('one\\n\\ntwo')").error == "ValueError: one two"


def test_a_crash_becomes_an_answer() -> None:
    assert "Python died of SIG" in str(ask("import os; os.abort()").error) or os.name == "nt"


def test_last_words_before_a_crash_are_kept() -> None:
    answer = ask("import os, sys; print('Check failed: x', file=sys.stderr, flush=True); os._exit(3)")
    assert answer.error == "Python died of exit code 0x3, saying: Check failed: x"


def test_a_hanging_child_is_given_up() -> None:
    assert ask("import time; time.sleep(60)", timeout_s=0.5).error == "no answer within 0.5 s"


def test_a_python_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    assert "Python could not be started: " in str(ask("").error)


def test_a_module_in_the_working_folder_is_not_taken_for_a_library(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "romtrack_stray.py").touch()
    monkeypatch.chdir(tmp_path)
    assert ask("import romtrack_stray").error == "ModuleNotFoundError: No module named 'romtrack_stray'"


def test_windows_names_its_crashes_by_number() -> None:
    assert _child.cause(0xC0000005) == "exit code 0xc0000005"
    assert _child.cause(-1073741819) == "exit code 0xc0000005"


# Python and platform


@pytest.mark.parametrize(
    ("version", "status"),
    [((3, 10, 14), "problem"), ((3, 11, 0), "ok"), ((3, 13, 9), "ok"), ((3, 14, 0), "problem")],
)
def test_versions_of_python(version: tuple[int, int, int], status: str) -> None:
    assert machine.python_diagnosis(version).status == status


@pytest.mark.parametrize(
    "where",
    [
        Platform("Linux", "x86_64", ("glibc", "2.28")),
        Platform("Linux", "x86_64", ("glibc", "2.41")),
        Platform("Darwin", "arm64"),
        Platform("Windows", "AMD64"),
    ],
)
def test_platforms_with_a_wheel(where: Platform) -> None:
    assert machine.platform_diagnosis(where).status == "ok"


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        (Platform("Linux", "aarch64", ("glibc", "2.36")), "this processor"),
        (Platform("Linux", "x86_64", ("musl", "")), "musl (Alpine)"),
        (Platform("Linux", "x86_64", ("glibc", "2.17")), "a C library this old (glibc >=2.28)"),
        (Platform("Linux", "x86_64", ("glibc", "2.36"), is_64bit=False), "a 32-bit Python"),
        (Platform("Darwin", "x86_64"), "this processor"),
        (Platform("Windows", "ARM64"), "this processor"),
        (Platform("FreeBSD", "amd64"), "this system"),
    ],
)
def test_platforms_without_a_wheel(where: Platform, reason: str) -> None:
    diagnosis = machine.platform_diagnosis(where)
    assert diagnosis.status == "problem"
    assert diagnosis.detail.endswith(f"MediaPipe 0.10.31 has no wheel for {reason}")
    assert "x86_64" in str(diagnosis.remedy)


# Packages


def test_a_mediapipe_that_calls_home_is_a_problem_and_is_not_loaded(modules: Path) -> None:
    install(modules, "mediapipe", "0.10.35")
    (modules / "mediapipe.py").write_text("raise SystemExit('loaded')")
    diagnosis = named(packages.check_packages(), "mediapipe")
    assert diagnosis.status == "problem"
    assert "report usage over the network" in diagnosis.detail
    assert diagnosis.remedy == "pip install mediapipe==0.10.31"
    tried = named(libraries.check_imports(), "import mediapipe")
    assert (tried.status, tried.detail) == (
        "warning",
        "not tried: 0.10.35 may open network connections",
    )


@pytest.mark.parametrize("twin", ["opencv-python-headless", "opencv-contrib-python"])
def test_twins_of_opencv(twin: str, modules: Path) -> None:
    install(modules, twin, "4.11.0.86")
    diagnosis = named(packages.check_packages(), "opencv twins")
    assert diagnosis.status == "problem"
    assert f"{twin} 4.11.0.86" in diagnosis.detail
    assert f"uninstall -y opencv-python {twin}" in str(diagnosis.remedy)
    assert 'install "opencv-python' in str(diagnosis.remedy)


def test_a_version_out_of_range(modules: Path) -> None:
    install(modules, "numpy", "1.26.4")
    diagnosis = named(packages.check_packages(), "numpy")
    assert diagnosis.status == "problem"
    assert diagnosis.detail.startswith("1.26.4, but romtrack needs ")
    assert str(diagnosis.remedy).startswith('pip install "numpy')


def test_what_a_failed_uninstall_leaves_is_no_package(modules: Path) -> None:
    (modules / "numpy-2.1.0.dist-info").mkdir()
    assert packages.installed_version("numpy") is None
    assert named(packages.check_packages(), "numpy").detail == "not installed"


def test_packages_that_matter_less_share_a_line_until_they_are_wrong() -> None:
    wanted = {"numpy": ">=2", "scipy": ">=1.15", "rich": ">=14"}
    good = packages.package_diagnoses({"numpy": "2.4", "scipy": "1.17", "rich": "15.0"}, wanted)
    assert [(diagnosis.name, diagnosis.detail) for diagnosis in good] == [
        ("numpy", "2.4"),
        ("other packages", "scipy 1.17, rich 15.0"),
    ]
    bad = packages.package_diagnoses({"numpy": "2.4", "rich": "15.0"}, wanted)
    assert named(bad, "scipy") == Diagnosis("scipy", "problem", "not installed", 'pip install "scipy>=1.15"')


def test_requirements_leave_extras_out() -> None:
    lines = ["av<19,>=15", "Mediapipe==0.10.31", "x[y]>=1 ; python_version > '3'", "ruff>=1; extra == 'dev'"]
    assert packages.requirements(lines) == {"av": "<19,>=15", "mediapipe": "==0.10.31", "x": ">=1"}


@pytest.mark.parametrize(("platform", "asked"), [("linux", {"b": ""}), ("win32", {"a": ">=7"})])
def test_what_another_system_needs_is_not_asked_for(
    monkeypatch: pytest.MonkeyPatch, platform: str, asked: dict[str, str]
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    lines = [
        'a>=7; sys_platform != "linux"',
        "b; sys_platform == 'linux'",
        'c; sys_platform != "x" and extra == "dev"',
    ]
    assert packages.requirements(lines) == asked


@pytest.mark.parametrize(
    ("version", "wanted", "expected"),
    [
        ("18.1.0", "<19,>=15", True),
        ("19.0.0", "<19,>=15", False),
        ("19.0rc1", "<19,>=15", False),
        ("2", ">=2.0", True),
        ("4.9.0", ">=4.11,<4.15", False),
        ("0.10.31", "==0.10.31", True),
        ("0.10.3", "==0.10.31", False),
        ("1.0", "", True),
    ],
)
def test_ranges(version: str, wanted: str, *, expected: bool) -> None:
    assert packages.fits(version, wanted) is expected


# Libraries


@only_linux
def test_a_missing_library_and_its_package() -> None:
    answer = ask("import ctypes; ctypes.CDLL('libromtrack.so.1')")
    assert answer.error == (
        "OSError: libromtrack.so.1: cannot open shared object file: No such file or directory"
    )
    diagnosis = libraries.library_diagnosis("libGL.so.1", answer)
    assert diagnosis.status == "problem"
    assert str(diagnosis.remedy).startswith("apt install libgl1 (")


@only_linux
def test_a_broken_libgl_is_found_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "libGL.so.1").write_text("no library")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    library = named(libraries.check_shared_libraries(), "libGL.so.1")
    module = named(libraries.check_imports(), "import cv2")
    for diagnosis in (library, module):
        assert diagnosis.status == "problem"
        assert "libGL.so.1" in diagnosis.detail
        assert str(diagnosis.remedy).startswith("apt install libgl1 (")


@only_linux
def test_romtrack_needs_no_libegl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("libEGL.so.1", "libGLESv2.so.2"):
        (tmp_path / name).write_text("no library")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    diagnosis = named(libraries.check_shared_libraries(), "libEGL.so.1")
    assert diagnosis.status == "warning"
    assert str(diagnosis.remedy).startswith("apt install libegl1 (")
    estimate = """
import numpy, romtrack.pose, romtrack.types
with romtrack.pose.open_estimator() as estimator:
    print(estimator.detect(romtrack.types.Frame(0.0, numpy.zeros((96, 96, 3), numpy.uint8))))
"""
    assert ask(estimate) == Answer("None")


def test_a_cv2_that_kills_python_is_a_diagnosis(modules: Path) -> None:
    (modules / "cv2.py").write_text("import os; os.abort()")
    diagnosis = named(libraries.check_imports(), "import cv2")
    assert diagnosis.status == "problem"
    assert diagnosis.detail.startswith("Python died of")
    assert str(diagnosis.remedy).startswith(
        'pip install --force-reinstall --only-binary=opencv-python "opencv-python'
    )


def test_without_cv2_model_and_codecs_are_still_checked(modules: Path) -> None:
    (modules / "cv2.py").write_text("import os; os.abort()")
    assert data.check_model().status == "ok"
    assert libraries.check_codecs().status == "ok"


def test_a_mediapipe_whose_library_is_gone(modules: Path) -> None:
    bindings = modules / "mediapipe" / "tasks" / "python" / "core"
    bindings.mkdir(parents=True)
    for folder in (bindings, *list(bindings.parents)[:3], bindings.parent / "vision"):
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
    (bindings / "mediapipe_c_bindings.py").write_text(
        "def load_raw_library(): raise OSError('libmediapipe.so: cannot open shared object file')"
    )
    diagnosis = named(libraries.check_imports(), "import mediapipe")
    assert diagnosis.detail == "OSError: libmediapipe.so: cannot open shared object file"
    assert str(diagnosis.remedy).endswith('"mediapipe==0.10.31"')


def test_a_pyav_without_a_codec() -> None:
    diagnosis = libraries.codecs_diagnosis(Answer("read hevc, write libx264"))
    assert diagnosis.status == "problem"
    assert diagnosis.detail == "PyAV cannot read hevc, write libx264"


def test_a_pyav_that_does_not_load(modules: Path) -> None:
    (modules / "av.py").write_text("raise ImportError('libavcodec.so.62')")
    diagnosis = libraries.check_codecs()
    assert (diagnosis.status, diagnosis.detail) == ("problem", "ImportError: libavcodec.so.62")


# Pose model


@pytest.fixture
def copied_model(modules: Path) -> Path:
    """The model in a copy of the package, which children take for romtrack."""
    shutil.copytree(PACKAGE, modules / "romtrack", ignore=shutil.ignore_patterns("__pycache__"))
    (path,) = (modules / "romtrack" / "pose" / "models").glob("*.task")
    return path


def test_a_damaged_model(copied_model: Path) -> None:
    assert data.check_model().status == "ok"
    copied_model.write_bytes(copied_model.read_bytes()[:-1])
    diagnosis = data.check_model()
    assert diagnosis.status == "problem"
    assert diagnosis.detail.startswith(f"the pose model {copied_model} is damaged (sha256 ")
    assert diagnosis.detail.endswith(")")
    assert diagnosis.remedy == "reinstall romtrack"


def test_a_missing_model(copied_model: Path) -> None:
    copied_model.unlink()
    diagnosis = data.check_model()
    assert diagnosis.status == "problem"
    assert diagnosis.detail.endswith("is missing")


# Database


def test_the_doctor_looks_where_romtrack_does(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert data.sqlite_path(data.database_url()) == database
    monkeypatch.delenv("ROMTRACK_DATABASE_URL")
    assert data.sqlite_path(data.database_url()) == Path(str(find_database(None).database))


def test_no_database_yet(database: Path) -> None:
    diagnosis = data.check_database()
    assert (diagnosis.status, diagnosis.detail) == ("ok", f"none yet: it will be made at {database}")
    assert not database.parent.exists()


@only_linux
@pytest.mark.parametrize("folder", ["/proc/romtrack", "/dev/null/romtrack"])
def test_a_folder_that_takes_no_database(folder: str) -> None:
    diagnosis = data.database_diagnosis(f"sqlite:///{folder}/romtrack.db")
    assert diagnosis.status == "problem"
    assert f"{folder} cannot be written (" in diagnosis.detail
    assert diagnosis.remedy


def test_a_sound_database(database: Path) -> None:
    with open_repository():
        pass
    diagnosis = data.check_database()
    assert diagnosis.status == "ok"
    assert diagnosis.detail.startswith(f"{database}, schema ")


def test_rows_that_hang_on_nothing(database: Path) -> None:
    with open_repository():
        pass
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE stray (person TEXT REFERENCES people (id))")
        connection.execute("INSERT INTO stray VALUES ('nobody')")
    diagnosis = data.check_database()
    assert diagnosis.status == "problem"
    assert "row 1 of stray belongs to no row of people" in diagnosis.detail


def test_a_file_that_is_no_database(database: Path) -> None:
    database.parent.mkdir()
    database.write_bytes(b"no database" * 1000)
    diagnosis = data.check_database()
    assert diagnosis.status == "problem"
    assert str(database) in diagnosis.detail
    assert "romtrack starts a new one" in str(diagnosis.remedy)
    assert database.read_bytes() == b"no database" * 1000


def test_a_database_of_another_program(database: Path) -> None:
    database.parent.mkdir()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE other (x)")
    diagnosis = data.check_database()
    assert diagnosis.detail == f"{database} holds the tables of another program"
    assert diagnosis.remedy == "choose an empty or new database"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?uri=true", "nonsense"])
def test_urls_that_name_no_database_that_lasts(url: str) -> None:
    diagnosis = data.database_diagnosis(url)
    assert diagnosis.status == "problem"
    assert "sqlite:////" in str(diagnosis.remedy)


def test_sessions_whose_tracks_are_missing_are_named(database: Path) -> None:
    lost, kept, none = (session_of(tracks_file=file) for file in ("lost.npz", "kept.npz", None))
    with open_repository() as repository:
        for session in (lost, kept, none):
            repository.save(session)
        repository.tracks_folder.mkdir()
        (repository.tracks_folder / "kept.npz").touch()
    diagnosis = data.check_database()
    assert diagnosis.status == "warning"
    assert diagnosis.detail.startswith(f"{database}, schema ")
    assert diagnosis.detail.endswith(f"of 1 session: Ada, 1 Mar 2026, 09:30 (session {lost.id})")
    assert "romtrack restore" in str(diagnosis.remedy)


def test_a_server_is_not_called_and_its_password_not_told() -> None:
    diagnosis = data.database_diagnosis("postgresql+psycopg://me:secret@db.example/romtrack")
    assert diagnosis.status == "warning"
    assert "secret" not in f"{diagnosis}"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:////abs/x.db", Path("/abs/x.db")),
        ("sqlite+pysqlite:///x.db?timeout=5", Path("x.db")),
        ("sqlite:///file:x?uri=true", None),
        ("sqlite://", None),
        ("postgresql:///x", None),
    ],
)
def test_the_file_of_a_url(url: str, path: Path | None) -> None:
    assert data.sqlite_path(url) == path


# Room, cameras, processor


def test_little_room() -> None:
    diagnosis = data.free_space_diagnosis("room", Path("/x"), 499_999_999)
    assert (diagnosis.status, diagnosis.remedy) == ("warning", "free at least 500 MB there")
    assert data.free_space_diagnosis("room", Path("/x"), 500_000_000).status == "ok"


def test_room_is_looked_at_before_the_folder_is_made(tmp_path: Path) -> None:
    diagnosis = data.disk_diagnosis("room", tmp_path / "a" / "b")
    assert diagnosis.detail.endswith(f"free in {tmp_path / 'a' / 'b'}")
    assert not (tmp_path / "a").exists()


def test_no_folder_for_temporary_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", refuse)
    diagnosis = named(data.check_disk(), "room for temporary files")
    assert diagnosis.status == "problem"
    assert "TMPDIR" in str(diagnosis.remedy)


def test_cameras() -> None:
    none = machine.camera_diagnosis("Linux", {})
    assert none.status == "warning"
    assert "recorded videos work all the same" in none.detail
    shut = machine.camera_diagnosis("Linux", {"/dev/video0": False})
    assert shut.status == "warning"
    assert "usermod -aG video" in str(shut.remedy)
    assert (
        machine.camera_diagnosis("Linux", {"/dev/video0": False, "/dev/video2": True}).detail == "/dev/video2"
    )
    assert machine.camera_diagnosis("Darwin", {}).status == "ok"


# Exercises


def test_a_bad_card_of_ones_own_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROMTRACK_EXERCISES", str(tmp_path))
    found = data.check_exercises()
    assert (found.status, found.remedy) == ("ok", None)
    assert str(tmp_path) in found.detail
    (tmp_path / "march.toml").write_text('id = "march"\ncolour = 3\n', encoding="utf-8")
    found = data.check_exercises()
    assert found.status == "warning"
    assert "not usable: march.toml: colour: is not a key" in found.detail
    assert "\n" not in found.detail
    assert data.exercises_diagnosis(Answer("", "ExerciseError: x.toml: bad")).status == "problem"
