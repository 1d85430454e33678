"""What ``romtrack validate`` wrote of a folder of clips, as tables: the seated measurements in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from romtrack.errors import InputError
from romtrack.validation import CAUSES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["CLOTHES", "WRITTEN", "Results", "read_results"]

WRITTEN: Final = "validation"  # the folder in that of the clips
EXERCISE: Final = "seated-ir-measure"
CLOTHES: Final = {
    "close": ("", "tight_shorts", "shorts", "leggings"),
    "trousers": ("jeans", "trousers"),
    "loose": ("loose",),
    "skirt": ("skirt",),
}
"""The groups of clothes, by what a truth file calls them; empty = the bare body of a tidy scene."""


@dataclass(frozen=True, slots=True)
class Results:
    """The seated measurements of a folder, with validate's columns.

    clips: a row each, with ``group`` of the clothes. frames: those in which something was read, with
    ``error_deg`` and the part of each cause in it. trials: all; given: the values.
    """

    folder: Path
    clips: pd.DataFrame
    frames: pd.DataFrame
    trials: pd.DataFrame
    given: pd.DataFrame

    @property
    def name(self) -> str:
        """The set's name."""
        return self.folder.name

    def of(self, clips: pd.DataFrame) -> Results:
        """Return the results of some of the clips."""
        parts = (part[part["clip"].isin(clips["clip"])] for part in (self.frames, self.trials, self.given))
        return Results(self.folder, clips, *parts)

    def by_clothes(self) -> Iterator[tuple[str, Results]]:
        """Yield all clips, and where there are several groups of clothes each of them."""
        yield "all", self
        groups = [group for group in CLOTHES if (self.clips["group"] == group).any()]
        for group in groups if len(groups) > 1 else ():
            yield group, self.of(self.clips[self.clips["group"] == group])


def read_results(folder: Path) -> Results:
    """Read what was written of the clips in ``folder``.

    Raises
    ------
    InputError: it was not validated, or holds no seated measurement.
    """
    held = folder / WRITTEN
    try:
        clips, frames, trials, given = (
            pd.read_csv(held / f"{name}.csv") for name in ("validation", "frames", "trials", "values")
        )
    except FileNotFoundError as error:
        again = f"run romtrack validate {folder} --out {held}"
        raise InputError(f"{held} lacks {error.filename!r}: {again}") from error
    clips = clips[clips["exercise"] == EXERCISE].reset_index(drop=True)
    if clips.empty:
        raise InputError(f"{folder} holds no seated measurement: name another folder")
    names = {cloth: group for group, cloths in CLOTHES.items() for cloth in cloths}
    clips["group"] = clips["clothes"].fillna("").map(names)
    return Results(folder, clips, _judged(frames), trials, given).of(clips)


def _judged(frames: pd.DataFrame) -> pd.DataFrame:
    """Return the frames in which something was read, with the error and its parts."""
    seen = frames.dropna(subset=["read_deg"])
    error_deg = seen["read_deg"] - seen["true_deg"]
    parts = (
        seen["read_deg"] - seen["true_line_deg"],
        seen["true_line_deg"] - seen["true_level_deg"],
        seen["true_level_deg"] - seen["true_deg"],
    )
    return seen.assign(error_deg=error_deg, **dict(zip(CAUSES, parts, strict=True)))
