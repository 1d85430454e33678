"""Native libraries: those of the system, OpenCV and MediaPipe, and the codecs of PyAV."""

from __future__ import annotations

import sys
from typing import Final

from romtrack.diagnosis._child import Answer, ask
from romtrack.diagnosis._diagnosis import Diagnosis
from romtrack.diagnosis.packages import MEDIAPIPE_VERSION, installed_version, wanted_versions

__all__ = [
    "check_codecs",
    "check_imports",
    "check_shared_libraries",
    "codecs_diagnosis",
    "import_diagnosis",
    "library_diagnosis",
    "mediapipe_diagnosis",
]

# The Debian package of each library of the system that a wheel may want.
_PACKAGES: Final = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb.so.1": "libxcb1",
}
# cv2 4.14 does not load without these (readelf -d).
_NEEDED: Final = ("libGL.so.1", "libgthread-2.0.so.0")
# MediaPipe's graphics path; strace shows that 0.10.31 on the processor opens neither.
_SPARE: Final = ("libEGL.so.1", "libGLESv2.so.2")

# MediaPipe loads its library only when a task is made: importing it alone proves nothing.
_LOAD_MEDIAPIPE: Final = """
from mediapipe.tasks.python import vision
from mediapipe.tasks.python.core.mediapipe_c_bindings import load_raw_library
load_raw_library()
"""
# The package's own __init__ is left out: it imports cv2, which has its own diagnosis.
_CODECS: Final = """
import sys
from importlib.util import find_spec, module_from_spec
sys.modules["romtrack.video"] = module_from_spec(find_spec("romtrack.video"))
from romtrack.video.codecs import missing_codecs
print(", ".join(missing_codecs()))
"""


def check_shared_libraries() -> list[Diagnosis]:
    """Load the libraries of a Linux system that the wheels do not bring; elsewhere they bring all."""
    if sys.platform != "linux":
        return []
    return [
        library_diagnosis(name, ask(f"import ctypes; ctypes.CDLL({name!r})")) for name in _NEEDED + _SPARE
    ]


def library_diagnosis(name: str, answer: Answer) -> Diagnosis:
    """Judge one shared library by what loading it said."""
    if answer.error is None:
        return Diagnosis(name, "ok", "found")
    if name in _SPARE:
        detail = f"{answer.error}; not needed as romtrack uses MediaPipe, which may ask for it"
        return Diagnosis(name, "warning", detail, _apt(name))
    return Diagnosis(name, "problem", f"{answer.error}; OpenCV needs it", _apt(name))


def _apt(*names: str) -> str:
    packages = " ".join(_PACKAGES[name] for name in names)
    return f"apt install {packages} (Debian, Ubuntu; elsewhere the package that holds {' and '.join(names)})"


def check_imports() -> list[Diagnosis]:
    """Import OpenCV and MediaPipe for real."""
    cv2 = ask("import cv2; print(cv2.__version__)")
    return [import_diagnosis("import cv2", "opencv-python", cv2), _check_mediapipe()]


def _check_mediapipe() -> Diagnosis:
    return mediapipe_diagnosis(installed_version("mediapipe"))


def mediapipe_diagnosis(version: str | None) -> Diagnosis:
    """Load MediaPipe, unless it is a version that could call home."""
    name = "import mediapipe"
    if version not in {None, MEDIAPIPE_VERSION}:
        return Diagnosis(name, "warning", f"not tried: {version} may open network connections")
    return import_diagnosis(name, "mediapipe", ask(_LOAD_MEDIAPIPE))


def import_diagnosis(name: str, package: str, answer: Answer) -> Diagnosis:
    """Judge the import of a library by what the child said."""
    if answer.error is None:
        return Diagnosis(name, "ok", answer.output or "loads")
    missing = [library for library in _PACKAGES if library in answer.error]
    remedy = _apt(*missing) if missing else _reinstall(package)
    return Diagnosis(name, "problem", answer.error, remedy)


def _reinstall(package: str) -> str:
    wanted = f"{package}{wanted_versions().get(package, '')}"
    return f'pip install --force-reinstall --only-binary={package} "{wanted}"'


def check_codecs() -> Diagnosis:
    """Ask PyAV for the codecs of the videos that people bring, and of the one that romtrack writes."""
    return codecs_diagnosis(ask(_CODECS))


def codecs_diagnosis(answer: Answer) -> Diagnosis:
    """Judge PyAV by the list of codecs that it lacks."""
    remedy = _reinstall("av")  # a wheel, with its FFmpeg
    if answer.error is not None:
        return Diagnosis("codecs", "problem", answer.error, remedy)
    if answer.output:
        return Diagnosis("codecs", "problem", f"PyAV cannot {answer.output}", remedy)
    return Diagnosis("codecs", "ok", "reads H.264, HEVC, VP8, VP9, AV1, MJPEG, GIF; writes H.264")
