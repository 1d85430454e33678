"""The command that all fits share: folders in, a table of the constants out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from calibration.fits.clips import any_of, clips_in
from romtrack import units
from romtrack.errors import RomtrackError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from calibration.fits.clips import Clip
    from calibration.fits.statistics import Fitted
    from romtrack.validation.truth import Truth

__all__ = ["main", "table"]


def main(
    what: str | None,
    fit: Callable[[Sequence[Clip]], Iterable[Fitted]],
    wanted: Callable[[Truth], bool] = any_of,
) -> None:
    """Print what ``fit`` makes of the wanted clips in the folders that the command line names."""
    parser = argparse.ArgumentParser(description=(what or "").partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="x.mp4 with x.gt.json")
    parser.add_argument("--tracks", type=Path, help="where tracks are kept; without it, beside the clips")
    asked = parser.parse_args()
    try:
        clips = list(clips_in(asked.folders, asked.tracks, wanted))
        sys.stdout.write(table(fit(clips)))
    except RomtrackError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(error.exit_code)
    bodies = sorted({clip.body for clip in clips})
    names = ", ".join(clip.name for clip in clips)
    sys.stdout.write(f"\n{units.counted(len(clips), 'clip')} ({', '.join(bodies)}): {names}\n")


def table(constants: Iterable[Fitted]) -> str:
    """Return the constants as a table: today, fitted with its standard error, and with each body left out."""
    lines = ["| constant | today | fit | each body left out | made from |", "|---|---|---|---|---|"]
    for one in constants:
        ends = " to ".join(_text(end) for end in one.spread) if np.isfinite(one.spread[0]) else "-"
        error = f" \N{PLUS-MINUS SIGN} {_text(one.error, 2)}" if np.isfinite(one.error) else ""
        lines.append(
            f"| `{one.name}` | {_text(one.today)} | {_text(one.fit)}{error} | {ends} | {one.about} |"
        )
    return "\n".join(lines) + "\n"


def _text(value: float, digits: int = 3) -> str:
    return units.figure(value, digits) if np.isfinite(value) else "-"
