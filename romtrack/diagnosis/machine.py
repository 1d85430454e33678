"""The machine: Python, the platform, cameras, processor cores."""

from __future__ import annotations

import os
import platform
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from romtrack.diagnosis._diagnosis import Diagnosis
from romtrack.diagnosis.packages import MEDIAPIPE_VERSION, fits

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Platform",
    "camera_diagnosis",
    "check_cameras",
    "check_cores",
    "check_platform",
    "check_python",
    "platform_diagnosis",
    "python_diagnosis",
]

_OLDEST, _NEWEST = (3, 11), (3, 13)
_GLIBC: Final = ">=2.28"  # of MediaPipe's wheel, manylinux_2_28
_WHEELS: Final = {"Linux": "x86_64", "Darwin": "arm64", "Windows": "AMD64"}
_PLATFORM_REMEDY: Final = (
    "use Linux on x86_64 (Debian, Ubuntu, Fedora, not Alpine), a Mac with Apple silicon and a Python made"
    " for it, or 64-bit Windows on x86_64"
)
_RECORDED: Final = "recorded videos work all the same"


def check_python() -> Diagnosis:
    """Check the version of this Python."""
    return python_diagnosis(sys.version_info[:3])


def python_diagnosis(version: tuple[int, int, int]) -> Diagnosis:
    """Judge a version of Python."""
    found = ".".join(map(str, version))
    if _OLDEST <= version[:2] <= _NEWEST:
        return Diagnosis("Python", "ok", found)
    return Diagnosis("Python", "problem", f"{found} is not supported", "use Python 3.11, 3.12 or 3.13")


@dataclass(frozen=True, slots=True)
class Platform:
    """What decides which wheels fit.

    Attributes
    ----------
    system, machine: as of ``platform``; the machine is the one that Python was built for.
    libc: name (``glibc``, ``musl`` or empty) and version.
    """

    system: str
    machine: str
    libc: tuple[str, str] = ("", "")
    is_64bit: bool = True

    def __str__(self) -> str:
        libc = f", {' '.join(self.libc).strip()}" if self.libc[0] else ""
        return f"{self.system} {self.machine}{libc}"


def check_platform() -> Diagnosis:
    """Check whether MediaPipe has a wheel for this Python."""
    # Under ARM Windows an x86_64 Python may call the machine ARM64.
    machine = "AMD64" if sysconfig.get_platform() == "win-amd64" else platform.machine()
    return platform_diagnosis(Platform(platform.system(), machine, _libc(), sys.maxsize > 2**32))


def _libc() -> tuple[str, str]:
    if "musl" in (sysconfig.get_config_var("SOABI") or ""):
        return ("musl", "")
    return platform.libc_ver()


def platform_diagnosis(where: Platform) -> Diagnosis:
    """Judge a platform; the table of wheels is that of MediaPipe 0.10.31 on PyPI."""
    reason = _unfit(where)
    if reason is None:
        return Diagnosis("platform", "ok", str(where))
    detail = f"{where}: MediaPipe {MEDIAPIPE_VERSION} has no wheel for {reason}"
    return Diagnosis("platform", "problem", detail, _PLATFORM_REMEDY)


def _unfit(where: Platform) -> str | None:
    """Return what no wheel exists for, None if there is one."""
    if where.system not in _WHEELS:
        return "this system"
    if where.machine != _WHEELS[where.system]:
        return "this processor"
    if not where.is_64bit:
        return "a 32-bit Python"
    if where.system == "Linux" and where.libc[0] == "musl":
        return "musl (Alpine)"
    if where.libc[0] == "glibc" and not fits(where.libc[1], _GLIBC):
        return f"a C library this old (glibc {_GLIBC})"
    return None


def check_cameras() -> Diagnosis:
    """List the cameras, opening none."""
    nodes = sorted(map(str, Path("/dev").glob("video*")))
    return camera_diagnosis(platform.system(), {node: os.access(node, os.R_OK | os.W_OK) for node in nodes})


def camera_diagnosis(system: str, nodes: Mapping[str, bool]) -> Diagnosis:
    """Judge the device nodes of a system: each may be opened (True) or not."""
    if system != "Linux":
        return Diagnosis("camera", "ok", "not looked for: the browser asks when the live page starts")
    if not nodes:
        return Diagnosis("camera", "warning", f"none found (/dev/video*); {_RECORDED}", "connect a camera")
    usable = [node for node, may_open in nodes.items() if may_open]
    if usable:
        return Diagnosis("camera", "ok", ", ".join(usable))
    detail = f"{', '.join(nodes)} may not be opened by this user; {_RECORDED}"
    return Diagnosis("camera", "warning", detail, "sudo usermod -aG video $USER, then log in again")


def check_cores() -> Diagnosis:
    """Count the processor cores that this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Diagnosis("processor", "ok", f"{cores} core{'' if cores == 1 else 's'}")
