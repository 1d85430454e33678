"""Versions of the packages that romtrack stands on, against what it asks for."""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution, requires
from itertools import zip_longest
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, Final

from romtrack import __version__
from romtrack.diagnosis._diagnosis import Diagnosis

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "MEDIAPIPE_VERSION",
    "check_packages",
    "fits",
    "installed_version",
    "opencv_twins",
    "package_diagnoses",
    "requirements",
    "wanted_versions",
]

MEDIAPIPE_VERSION: Final = "0.10.31"
_OPENCV: Final = "opencv-python"
_TWINS: Final = ("opencv-python-headless", "opencv-contrib-python", "opencv-contrib-python-headless")
# A line each; the others share one.
_SHOWN: Final = ("mediapipe", _OPENCV, "numpy", "av", "sqlalchemy", "streamlit")
_OPERATORS: Final = {"==": eq, "!=": ne, ">=": ge, "<=": le, ">": gt, "<": lt}
_REQUIREMENT: Final = re.compile(r"([\w.-]+)(?:\[[^]]*\])?\s*([^;]*)(.*)")
_PLATFORM: Final = re.compile(r"sys_platform\s*([!=]=)\s*[\"'](\w+)")


def check_packages() -> list[Diagnosis]:
    """Compare what is installed with what romtrack's own metadata asks for."""
    wanted = wanted_versions()
    if installed_version("romtrack") is None:
        detail = f"{__version__}, but not installed as a package: versions of the others are not checked"
        return [Diagnosis("romtrack", "problem", detail, "install it with pip, as its README says")]
    names = (*wanted, *_SHOWN, *_TWINS)
    found = {name: version for name in names if (version := installed_version(name)) is not None}
    twins = opencv_twins(found, wanted.get(_OPENCV, ""))
    return [Diagnosis("romtrack", "ok", __version__), *package_diagnoses(found, wanted), *twins]


def wanted_versions() -> dict[str, str]:
    """Return what romtrack asks for: name and version range; MediaPipe's is known in any case."""
    pinned = {"mediapipe": f"=={MEDIAPIPE_VERSION}"}
    try:
        return pinned | requirements(requires("romtrack") or ())
    except PackageNotFoundError:
        return pinned


def installed_version(name: str) -> str | None:
    """Return the version of an installed package, None if it is not there (or left in ruins)."""
    try:
        metadata = distribution(name).metadata
    except PackageNotFoundError:
        return None
    return metadata["Version"] if "Version" in metadata else None  # noqa: SIM401  has no get()


def requirements(lines: Iterable[str]) -> dict[str, str]:
    """Return name and version range of each requirement that holds on this system without extras."""
    matches = (_REQUIREMENT.match(line) for line in lines)
    return {match[1].lower(): match[2].strip() for match in matches if match and _holds(match[3])}


def _holds(marker: str) -> bool:
    asked = _PLATFORM.search(marker)
    here = asked is None or _OPERATORS[asked[1]](sys.platform, asked[2])
    return here and re.search(r"\bextra\b", marker) is None


def package_diagnoses(found: Mapping[str, str], wanted: Mapping[str, str]) -> list[Diagnosis]:
    """Judge the packages: a line for each that matters most or is wrong, one for the others."""
    diagnoses, others = [], []
    for name in dict.fromkeys((*_SHOWN, *wanted)):
        if name not in found and name not in wanted:
            continue  # an optional one
        diagnosis = _package_diagnosis(name, found.get(name), wanted.get(name, ""))
        if diagnosis.status == "ok" and name not in _SHOWN:
            others.append(f"{name} {diagnosis.detail}")
        else:
            diagnoses.append(diagnosis)
    return [*diagnoses, Diagnosis("other packages", "ok", ", ".join(others))] if others else diagnoses


def _package_diagnosis(name: str, version: str | None, wanted: str) -> Diagnosis:
    if name == "mediapipe" and version not in {None, MEDIAPIPE_VERSION}:
        detail = f"{version}: later ones than {MEDIAPIPE_VERSION} report usage over the network"
        return Diagnosis(name, "problem", detail, f"pip install mediapipe=={MEDIAPIPE_VERSION}")
    remedy = f'pip install "{name}{wanted}"'
    if version is None:
        return Diagnosis(name, "problem", "not installed", remedy)
    if not fits(version, wanted):
        return Diagnosis(name, "problem", f"{version}, but romtrack needs {wanted}", remedy)
    return Diagnosis(name, "ok", version)


def opencv_twins(found: Mapping[str, str], wanted: str) -> list[Diagnosis]:
    """Find the packages that put another ``cv2`` over that of opencv-python."""
    twins = [name for name in _TWINS if name in found]
    if not twins:
        return []
    detail = f"{' and '.join(f'{name} {found[name]}' for name in twins)} installed: it overwrites cv2"
    # Both write the same files: removing the twin alone would leave holes.
    remedy = f'pip uninstall -y {_OPENCV} {" ".join(twins)}; then pip install "{_OPENCV}{wanted}"'
    return [Diagnosis("opencv twins", "problem", detail, remedy)]


def fits(version: str, wanted: str) -> bool:
    """Whether a version lies in a range like ``>=15,<19``; other clauses (``~=``) are let through."""
    clauses = re.findall(r"([<>=!]=|[<>])\s*([\d.]+)", wanted)
    return all(_compare(version, operator, bound) for operator, bound in clauses)


def _compare(version: str, operator: str, bound: str) -> bool:
    pairs = list(zip_longest(_numbers(version), _numbers(bound), fillvalue=0))
    return bool(_OPERATORS[operator]([have for have, _ in pairs], [want for _, want in pairs]))


def _numbers(version: str) -> list[int]:
    """Return 4, 14, 0 of 4.14.0rc1: the release, without what follows it."""
    head = re.match(r"\d+(?:\.\d+)*", version)
    return [int(part) for part in head[0].split(".")] if head else []
