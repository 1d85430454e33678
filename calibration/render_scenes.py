"""Render the 45 scenes of ACCURACY.md: ``python render_scenes.py TOOL OUT`` with the phantom tool's Python.

TOOL is the folder that holds the ``phantom`` package; OUT gets the clips and their truth. About twenty
minutes on one core. Bodies, legs, clothes, cameras, light and resting offsets are drawn once, from one seed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

BODIES = ("male", "female", "heavy_female", "elderly", "slim_female")
ROUNDS, LARGER_ROUNDS = 9, (2, 5, 8)


def scenes() -> Iterator[tuple[str, list[str]]]:
    """Yield each scene's name and the arguments that render it."""
    draw = np.random.default_rng(7).choice
    number = 0
    for turn in range(ROUNDS):
        for body in BODIES:
            options = {
                "cam-yaw": draw([0, 0, 5, -5, 10, -10, 15, -15, 20, -20, 25, -25]),
                "cam-roll": draw([0, 0, 0, 2, -2, 4, -4, 5, -5]),
                "cam-height": draw([0.5, 0.6, 0.75, 0.75, 0.9, 1.0]),
                "cam-distance": draw([0, 0, 1.5, 1.8, 2.2, 2.5]),
                "hfov": draw([60, 60, 70, 78]),
                "size": "640x480",
            }
            if turn in LARGER_ROUNDS:
                options["size"] = draw(["640x480", "640x480", "960x540", "480x640", "1280x720"])
            options |= {
                "exposure": draw([1, 1, 1, 0.6, 0.35]),
                "rest-offset": draw([0, 0, 4, -4, 8, -6, 6]),
                "rest-offset-other": draw([0, 0, 3, -5, 6, -3]),
                "side": draw(["left", "right"]),
                "outfit": draw(3),
            }
            nearest = 1.8 if options["hfov"] == 60 else 1.5  # noqa: PLR2004  the whole person in the picture
            distance = max(float(options["cam-distance"]), nearest) if options["cam-distance"] else 0
            if not distance or str(options["size"]).endswith("x640"):
                del options["cam-distance"]
            else:
                options["cam-distance"] = distance
            arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
            fixed = ["--body", body, "--seed", str(1000 + number), "--fps", "10", "--reps", "2", "--outward"]
            yield f"m_{number:03d}_{body}", [*arguments, *fixed]
            number += 1


def main() -> None:
    """Render what is not there yet."""
    tool, out = Path(sys.argv[1]), Path(sys.argv[2]).absolute()
    out.mkdir(parents=True, exist_ok=True)
    for name, arguments in scenes():
        if (out / f"{name}.gt.json").exists():
            continue
        command = [sys.executable, "-m", "phantom.render", "--motion", "seated_ir_measure", *arguments]
        subprocess.run([*command, "--out", str(out / f"{name}.mp4")], cwd=tool, check=True)


if __name__ == "__main__":
    main()
