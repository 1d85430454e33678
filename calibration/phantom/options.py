"""The command line of ``render``."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from . import switches
from .body import BODIES
from .faults import FAULTS
from .motions import MOTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .geometry import Side

OTHER_FOOT = ("hanging", "tucked", "resting")
CAMERAS = {"front": 0.0, "front45": 45.0, "side": 80.0}  # yaw in degrees, toward the working side


class Options(argparse.Namespace):
    """What was asked for. Switches of ``switches.NAMES`` are attributes, too; None = not given."""

    motion: str
    body: str
    side: Side
    reps: int | None
    seed: int
    fault: str | None
    drift: float
    rest_offset: float
    rest_offset_other: float
    range_deg: float | None
    other_foot: str
    outward: bool
    tempo: float
    camera: str
    cam_distance: float | None
    cam_height: float | None
    cam_yaw: float | None
    cam_roll: float
    still_camera: bool
    hfov: float | None
    size: str
    fps: float
    crf: float
    exposure: float
    outfit: int
    still: int | None
    linger: int
    bodies: Path | None
    script: str | None
    scene_seed: int | None
    difficulty: str
    out: Path
    given: frozenset[str]

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture."""
        width, height = map(int, self.size.split("x"))
        return width, height


def parse(words: Sequence[str]) -> Options:
    """Return the options of a command line; ``given`` names those that are in it.

    Raises
    ------
    SystemExit: they do not go together; one line on stderr says why.
    """
    parser = _parser()
    options = parser.parse_args(words, Options())
    named = (word.split("=")[0] for word in words if word.startswith("--"))
    options.given = frozenset(name.lstrip("-").replace("-", "_") for name in named)
    known = FAULTS.get(options.motion, {})
    if options.fault and options.fault not in known:
        parser.error(f"faults of {options.motion}: {', '.join(known) or 'none'}")
    if options.other_foot != "hanging" and not options.motion.startswith("seated"):
        parser.error("--other-foot is of somebody who sits")
    if options.script == "sweep" and options.motion != "seated_ir_measure":
        parser.error("--script sweep is of seated_ir_measure")
    if options.motion == "standing_hip_abduction" and getattr(options, "bottoms", None) == "skirt":
        parser.error("a skirt is drawn for somebody who sits: choose other --bottoms")
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m calibration.phantom.render", description="Render one clip with its ground truth."
    )
    parser.add_argument("--motion", required=True, choices=list(MOTIONS))
    parser.add_argument("--out", required=True, type=Path, help="x.mp4; x.gt.json is written beside it")
    _add_movement(parser)
    _add_camera(parser)
    parser.add_argument("--bodies", type=Path, help="file of bodies to look the name up in")
    parser.add_argument("--scene-seed", type=int, help="draw every switch below at random that is not given")
    parser.add_argument(
        "--difficulty", default="living_room", choices=("living_room", "hard"), help="with --scene-seed"
    )
    for one in fields(switches.Switches):
        flag, kind, text = f"--{one.name.replace('_', '-')}", one.metadata["kind"], one.metadata["help"]
        if isinstance(kind, tuple):
            parser.add_argument(flag, choices=kind, help=text)
        else:
            parser.add_argument(flag, type=kind, help=text)
    return parser


def _add_movement(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    faults = "; ".join(f"{motion}: {', '.join(known)}" for motion, known in FAULTS.items())
    names = f"{', '.join(BODIES)}, or a name in the file of bodies (body_000 .. body_029)"
    add("--body", default="male", help=names)
    add("--side", default="left", choices=("left", "right"), help="working side")
    add("--reps", type=int, help="default: as the motion")
    add("--seed", type=int, default=0, help="amplitudes, tempo, camera shake, room")
    add("--fault", help=faults)
    add("--drift", type=float, default=-1, choices=(-1.0, 1.0), help="knee_drift inward (-1) or outward (1)")
    add(
        "--rest-offset",
        type=float,
        default=0.0,
        help="seated: hip rotation at rest of the working leg, degrees (its shank does not hang plumb)",
    )
    add("--rest-offset-other", type=float, default=0.0, help="the same for the other leg")
    add(
        "--range-deg",
        type=float,
        help="seated: how far the hip turns, degrees; default: as the motion, at random",
    )
    add("--other-foot", default="hanging", choices=OTHER_FOOT, help="seated: where the other foot is")
    add("--outward", action="store_true", help="seated_ir_measure: external rotation afterwards")
    add("--tempo", type=float, default=1.0, help="seconds per repetition times this")
    add("--outfit", type=int, default=0, choices=(0, 1, 2))
    add(
        "--script",
        choices=("short", "sweep"),
        help="seated; short: two trials inward, one outward in 14-18 s (resisted: 4 repetitions); "
        "sweep: inward and without a rest straight on outward (seated_ir_measure)",
    )


def _add_camera(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--camera", default="auto", choices=("auto", *CAMERAS))
    add("--cam-distance", type=float, help="metres to the knees; default: the whole movement fits")
    add("--cam-height", type=float, help="metres above the floor")
    add(
        "--cam-yaw",
        type=float,
        help="degrees added to the camera direction, + = toward the subject's left; default: random within 8",
    )
    add("--cam-roll", type=float, default=0.0, help="degrees")
    add("--still-camera", action="store_true", help="no random shift of camera yaw, height and distance")
    add("--hfov", type=float, help="horizontal field of view, degrees")
    add("--size", default="640x480")
    add("--fps", type=float, default=20.0)
    add("--crf", type=float, default=23.0, help="x264 quality")
    add("--exposure", type=float, default=1.0, help="1 normal, 0.35 dark")
    add("--still", type=int, help="for contact sheets: only this many frames, spread over the clip")
    add("--linger", type=int, default=1, help="with --still: show each for so many frames, as a camera would")
