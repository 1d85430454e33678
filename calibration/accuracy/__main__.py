"""Write the measured part of ACCURACY.md from what ``romtrack validate`` found.

    python -m calibration.accuracy FOLDER...

Each folder holds clips with their truth, and in ``validation`` what ``romtrack validate FOLDER --out
FOLDER/validation`` wrote. The first one is that which counts: its reliability diagram and its worst clips are
drawn into docs/pictures.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from calibration.accuracy.diagram import reliability_svg
from calibration.accuracy.results import read_results
from calibration.accuracy.sheet import contact_sheet
from calibration.accuracy.tables import circumstances, headline, section, worst_table
from romtrack.errors import InputError, RomtrackError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calibration.accuracy.results import Results

__all__ = ["BEGIN", "END", "main", "measured", "replaced"]

BEGIN: Final = "<!-- measured: python -m calibration.accuracy -->"
END: Final = "<!-- end of what is measured -->"
_ROOT: Final = Path(__file__).parents[2]
_DIAGRAM, _SHEET = "docs/pictures/reliability.svg", "docs/pictures/worst_clips.jpg"


def main(words: Sequence[str]) -> None:
    """Write the tables and the pictures of the folders that the command line names."""
    parser = argparse.ArgumentParser(
        prog="python -m calibration.accuracy",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", nargs="+", type=Path, help="clips, with their results in validation/")
    try:
        write([read_results(folder) for folder in parser.parse_args(words).folders], _ROOT)
    except RomtrackError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(error.exit_code)


def write(results: Sequence[Results], root: Path) -> None:
    """Write the measured part into the document of a checkout, and draw its pictures.

    Raises
    ------
    InputError: the document lacks the marks between which it stands, or a clip cannot be read.
    """
    document = root / "calibration" / "ACCURACY.md"
    text = replaced(document.read_text("utf-8"), measured(results))
    (root / _DIAGRAM).write_text(reliability_svg(results[0]), "utf-8")
    (root / _SHEET).write_bytes(contact_sheet(results[0]))
    document.write_text(text, "utf-8")


_HOW_TO_READ: Final = (
    "Degrees. Error: mean size over the ok frames of a clip, then over clips with any. In each frame it is",
    "the sum of three parts, which may cancel; mean size of each: *line*, the shank's in the picture, as",
    "read against the true one, both through the geometry that was read; *level*, the camera's roll and",
    "pitch; *seat*, how the leg sits (thigh's direction, knee's bend), field of view and lens. Values are of",
    "two trials and more (rendered people turn outward once). Within one and two sigma: 68 and 95 % would be",
    "exact. Rank correlation: of sigma and error, between clips, and between values. Invented: accepted",
    "where no repetition was.",
    "",
)


def measured(results: Sequence[Results]) -> str:
    """Return the measured part: the first set with its pictures, then the others."""
    first, *others = results
    lines = [
        *headline(first),
        "",
        *_HOW_TO_READ,
        *section(first),
        *circumstances(first),
        f"![Sigma as stated over the errors as found, by clothes.](../{_DIAGRAM})",
        "",
        "The ten worst clips, mean size of the error and of its parts:",
        "",
        *worst_table(first),
        "",
        f"![The ten worst clips where they are farthest off.](../{_SHEET})",
        "",
        "Each at its farthest off. White: the true line from knee to ankle; orange: the mid-line that was",
        "found, or the landmarks' line where none was, drawn from the same knee.",
        "",
        *(line for other in others for line in section(other)),
    ]
    return "\n".join(lines).strip()


def replaced(document: str, part: str) -> str:
    """Return a document with another part between its marks.

    Raises
    ------
    InputError: it lacks them.
    """
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise InputError(f"ACCURACY.md lacks the lines {BEGIN!r} and {END!r}: put them back")
    return f"{before}{begin}\n\n{part}\n\n{end}{after}"


if __name__ == "__main__":
    main(sys.argv[1:])
