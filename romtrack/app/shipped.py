"""Files that lie elsewhere in the checkout and beside this module in an installed wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from romtrack.language import N_

__all__ = ["CONFIG", "Sample", "samples"]

_HERE: Final = Path(__file__).parent
_CHECKOUT: Final = _HERE.parents[1]


def _shipped(in_wheel: str, in_checkout: str) -> Path:
    beside = _HERE / in_wheel
    return beside if beside.exists() else _CHECKOUT / in_checkout


CONFIG: Final = _shipped("config.toml", ".streamlit/config.toml")


class Sample:
    """A clip that comes along, and the exercise that it shows."""

    def __init__(self, title: str, file: str, exercise: str) -> None:
        self.title = title
        self.path = _shipped(f"samples/{file}", f"sample_videos/{file}")
        self.exercise = exercise


def samples() -> dict[str, Sample]:
    """Return the sample clips by title."""
    found = (
        Sample(N_("The measurement, left hip (20 s)"), "seated_measure.mp4", "seated-ir-measure"),
        Sample(N_("Seven resisted repetitions (20 s)"), "seated_resisted_ir.mp4", "seated-resisted-ir"),
    )
    return {sample.title: sample for sample in found}
