"""romtrack validate: how wrong romtrack is on clips whose true angles are known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from romtrack.cli._ending import ENDING
from romtrack.cli._terminal import bars, say, say_json, say_table, warn
from romtrack.scratch import sweep_temporary

if TYPE_CHECKING:
    from romtrack.validation import Validation

__all__ = ["validate"]


def validate(
    folder: Annotated[Path, typer.Argument(help="Folder of clips: each x.mp4 with its truth, x.gt.json.")],
    compare: Annotated[
        str, typer.Option(help="Estimators to set side by side: landmarks,world,mask,fused.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results [default: romtrack-out/validation].")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print only the figures, as JSON, on stdout.")
    ] = False,
) -> None:
    """Analyse clips whose true angles are known, and say how wrong romtrack is.

    Prints tables, and writes them by clip, frame, trial and value (validation.csv, frames.csv, trials.csv,
    values.csv), and validation.html.
    """
    from romtrack import validation  # noqa: PLC0415  --help must not load the pose model's libraries
    from romtrack.export import claimed  # noqa: PLC0415

    estimators = validation.estimator_names(compare)
    found = validation.find_clips(folder)
    target = out or Path("romtrack-out") / "validation"
    with ENDING.orderly(), claimed(target, validation.VALIDATION_FILES) as claim:
        sweep_temporary()
        with ENDING.at_once(), bars() as progress:
            result = validation.validate(found, folder, estimators, progress)
            validation.write(result, claim.folder)
        claim.publish()
        ENDING.kept = f"the results are in {target}"
    for line in result.damaged:
        warn(line)
    if as_json:
        say_json(validation.to_json(result))
    else:
        _say_validation(result, target)


def _say_validation(result: Validation, folder: Path) -> None:
    from romtrack.validation import tables_of  # noqa: PLC0415

    for known in tables_of(result):
        say_table(known.title, known.headings, known.rows, figures=True)
    for clip in result.clips:
        for remark in clip.remarks:
            say(f"  {clip.name}: {remark}")
    if result.skipped:
        names = ", ".join(f"{clip} ({motion})" for clip, motion in result.skipped.items())
        say(f"Left out, no exercise for their motion: {names}")
    say(f"Results in {folder}")
