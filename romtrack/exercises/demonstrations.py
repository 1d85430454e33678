"""The demonstrations: a loop of one repetition, for each exercise of the catalog and way of a measurement.

``calibration/demonstrations.py`` renders them: somebody whose left leg works, tinted, on a plain ground.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from romtrack.types import Direction

__all__ = ["demonstration", "demonstration_file"]


def demonstration(exercise_id: str, direction: Direction | None = None) -> str:
    """Return the name of what shows an exercise, or one way of a measurement; empty = nothing does."""
    name = f"{exercise_id}.{direction}" if direction else exercise_id
    return name if name in _files() else ""


def demonstration_file(name: str) -> Path | None:
    """Return the video (MP4, H.264) of that name, None = there is none."""
    return _files().get(name)


@cache
def _files() -> dict[str, Path]:
    folder = Path(str(files("romtrack.exercises"))) / "demonstrations"
    return {path.stem: path for path in folder.glob("*.mp4")}
