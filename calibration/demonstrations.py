"""Render the demonstrations of the exercises: ``python -m calibration.demonstrations [NAME ...]``.

From the checkout, in the environment of the phantom (``phantom/requirements.txt``; it needs ffmpeg). Each is
one repetition as a loop without a seam, in its place in ``romtrack/exercises/demonstrations``: a person on a
plain ground, whose left leg works and is tinted, seen from where the card wants the camera. One takes a
minute on one core.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from calibration.phantom.aim import aimed, lens_of
from calibration.phantom.chairs import WOODS, seat_under, wooden
from calibration.phantom.meshes import CLOTH, GLOW, Mesh, box
from calibration.phantom.options import parse
from calibration.phantom.performance import Performance
from calibration.phantom.scene import SUNS, Scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calibration.phantom.geometry import FloatArray
    from calibration.phantom.gfx import Image
    from calibration.phantom.options import Options
    from calibration.phantom.outfits import Outfit
    from calibration.phantom.poses import Pose
    from calibration.phantom.wardrobe import DressedBody

OUT = Path(__file__).parents[1] / "romtrack" / "exercises" / "demonstrations"
FPS, LONGER_PX = 15, 480
DRAWN = "1280x960"  # then made smaller: smooth edges
MARGIN = 0.04  # around what moves, shares of the longer side
GROUND = (226, 232, 236)
TINT = (0.90, 0.24, 0.02)  # linear, of the leg that works
SHIRT, BOTTOMS, WOOD = (0.16, 0.21, 0.26), (0.05, 0.06, 0.075), WOODS[1]

Step = tuple[str, float, float] | float  # move a channel to a value, in seconds; or wait


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: a motion, and one repetition of it; ``tinted``: one leg works."""

    motion: str
    steps: tuple[Step, ...]
    body: str = "female"
    tinted: bool = True
    more: str = ""


def there_and_back(out_s: float, hold_s: float, to: float = 1.0) -> tuple[Step, ...]:
    """Return a repetition with a pause before and after."""
    return (0.3, ("phase", to, out_s), hold_s, ("phase", 0.0, out_s), 0.5)


SEATED, LYING = "--range-deg 36", "--cam-height 0.75"
SHOWN = {
    "seated-ir-measure.internal": Shown("seated_ir_measure", there_and_back(1.1, 1.2), more=SEATED),
    "seated-ir-measure.external": Shown("seated_ir_measure", there_and_back(1.1, 1.2, -1.0), more=SEATED),
    "standing-abduction-measure.abduction": Shown("standing_hip_abduction", there_and_back(1.2, 1.2), "male"),
    "seated-resisted-ir": Shown("seated_resisted_ir", there_and_back(1.0, 0.4), "male", more=SEATED),
    "sidelying-ir": Shown("sidelying_ir", there_and_back(1.1, 0.4), more=LYING),
    "clamshell": Shown("clamshell", there_and_back(1.1, 0.4), "male", more=LYING),
    "fire-hydrant": Shown("fire_hydrant", there_and_back(1.1, 0.4)),
    "quadruped-rockback": Shown("quadruped_rockback", there_and_back(1.4, 0.5), "male", tinted=False),
    "ninety-ninety": Shown("ninety_ninety", there_and_back(1.6, 0.6), tinted=False),
    "pigeon": Shown("pigeon_hold", there_and_back(1.7, 1.6)),
    "single-leg-rdl-reach": Shown("single_leg_rdl_reach", there_and_back(1.5, 0.7), "male"),
    "lateral-lunge-reach": Shown(
        "lateral_lunge",
        (
            0.3,
            ("phase", 1.0, 1.2),
            0.4,
            ("phase", 0.0, 1.2),
            -0.5,
            ("lift", 1.0, 0.7),
            0.9,
            ("lift", 0.0, 0.7),
            0.4,
        ),
    ),
    "squat-with-rotation": Shown(
        "squat_with_rotation",
        (
            *(0.2, ("depth", 1.0, 1.1), 0.1, ("turn", 1.0, 0.9), 0.2, ("turn", -1.0, 1.5), 0.2),
            *(("turn", 0.0, 0.9), ("depth", 0.0, 1.1), 0.3),
        ),
        "male",
        tinted=False,
    ),
}


class OneRepetition(Performance):
    """Somebody who does one repetition and is then where they began: nothing sways."""

    def __init__(self, options: Options, steps: tuple[Step, ...]) -> None:
        self._steps = steps
        super().__init__(options)

    def _write(self, reps: int) -> None:
        del reps
        for step in self._steps:
            if isinstance(step, tuple):
                self.script.move(*step)
            else:
                self.script.wait(step)

    def pose(self, t: float) -> Pose:
        """Return the pose at time ``t``."""
        return self.motion.pose(self.body, self.side, lambda name: self.script.value(name, t), self.style)


class PlainScene(Scene):
    """The person, and the chair that they use, on a plain ground."""

    def __init__(self, performance: OneRepetition, *, tinted: bool) -> None:
        self.tinted = tinted
        lens = lens_of(performance)
        super().__init__(performance, lens, aimed(performance, lens))
        red, green, blue = (level / 255 for level in GROUND)
        self.renderer.clear = (red, green, blue, 1.0)

    def _outfit(self) -> Outfit:
        return replace(
            super()._outfit(), bottoms="leggings", shirt=SHIRT, bottom_colour=BOTTOMS, stripes=False
        )

    def _dress(self) -> DressedBody:
        dress = super()._dress()
        if self.tinted:
            at, paint = dress.mesh.positions, dress.mesh.material
            leg = (at[:, 0] > 0) & (at[:, 2] < dress.body.mid_hip[2] - 0.02)
            paint[leg & (paint[:, 3] == CLOTH), :3] = TINT
        return dress

    def _room(self, vertices: FloatArray) -> list[Mesh]:
        if self.performance.motion.stance == "chair":
            return wooden(seat_under(vertices, self.first_joints), 0.25, np.array(WOOD), WOOD)
        nothing = (0, 0, -1)
        return [box(nothing, nothing, WOOD, GLOW)]  # there must be a mesh

    def drawn(self, t: float) -> Image:
        """Return the picture at time ``t``, without noise."""
        bones = self.performance.bones(t)
        self.renderer.move(*self.dress.posed(bones))
        self.renderer.background_key = None  # the shadow moves along
        light = self._light(self.performance.body.joints(bones.at), self.exposure, 0.0)
        return self.renderer.render(self.camera, self.lens.projection, SUNS[self.seed % 3], light)


def pictures(shown: Shown) -> list[Image]:
    """Return the pictures of a loop, cropped to what is seen in any of them."""
    words = f"--motion {shown.motion} --body {shown.body} --still-camera --size {DRAWN} --out - {shown.more}"
    performance = OneRepetition(parse(words.split()), shown.steps)
    scene = PlainScene(performance, tinted=shown.tinted)
    frames = round(performance.script.time * FPS)
    drawn = [scene.drawn(at * performance.script.time / frames) for at in range(frames)]
    return _cropped(drawn)


def _cropped(drawn: list[Image]) -> list[Image]:
    seen = np.any([(picture != GROUND).any(-1) for picture in drawn], axis=0)
    (top, bottom), (left, right) = (np.flatnonzero(seen.any(axis))[[0, -1]] + (0, 1) for axis in (1, 0))
    margin = round(MARGIN * max(bottom - top, right - left))
    size = np.array([right - left, bottom - top]) + 2 * margin
    width, height = (2 * round(LONGER_PX / max(size) * side / 2) for side in size.tolist())
    cropped = []
    for picture in drawn:
        part = np.full((size[1], size[0], 3), GROUND, np.uint8)
        part[margin:-margin, margin:-margin] = picture[top:bottom, left:right]
        cropped.append(cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8))
    return cropped


def write(loop: Sequence[Image], path: Path) -> None:
    """Write pictures as H.264, which every browser plays."""
    height, width = loop[0].shape[:2]
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(FPS), "-i", "-"]
    h264 = ["-c:v", "libx264", "-preset", "veryslow", "-tune", "animation", "-crf", "25", "-g", "300"]
    colours = [
        "-vf",
        "scale=out_color_matrix=bt709:out_range=tv",
        "-colorspace",
        "bt709",
        "-color_range",
        "tv",
    ]
    plain = ["-pix_fmt", "yuv420p", "-map_metadata", "-1", "-fflags", "+bitexact", "-movflags", "+faststart"]
    command = ["ffmpeg", "-y", "-loglevel", "error", *raw, *h264, *colours, *plain, str(path)]
    subprocess.run(command, input=b"".join(one.tobytes() for one in loop), check=True)


def main(names: Sequence[str]) -> None:
    """Render those named, or all."""
    OUT.mkdir(exist_ok=True)
    for name in names or SHOWN:
        path = OUT / f"{name}.mp4"
        loop = pictures(SHOWN[name])
        write(loop, path)
        height, width = loop[0].shape[:2]
        sys.stdout.write(
            f"{path.name}: {width}x{height}, {len(loop)} pictures, {path.stat().st_size // 1000} kB\n"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
