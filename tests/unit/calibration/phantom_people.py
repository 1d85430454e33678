"""What the tests of the phantom share: options, performances, truth without a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from calibration.phantom.aim import aimed, lens_of
from calibration.phantom.ground_truth import GroundTruth
from calibration.phantom.options import Options, parse
from calibration.phantom.performance import Performance
from calibration.phantom.truth import Angles, angles

if TYPE_CHECKING:
    from calibration.phantom.optics import Camera, Lens


def options(motion: str, words: str = "") -> Options:
    return parse(["--motion", motion, "--out", "clip.mp4", *words.split()])


def performance(motion: str, words: str = "") -> Performance:
    return Performance(options(motion, words))


def angles_at(who: Performance, t: float) -> Angles:
    bones = who.bones(t)
    return angles(who.body.joints(bones.at), bones.turns[who.body.index["root"]])


def value(found: Angles, name: str) -> float:
    """Return an angle that is there."""
    held = found[name]
    assert held is not None, name
    return held


def filmed(who: Performance, pictures: int) -> tuple[GroundTruth, Lens, Camera]:
    """Collect the truth of some moments, as ``render`` does beside its pictures."""
    lens = lens_of(who)
    camera = aimed(who, lens)
    truth = GroundTruth(who, lens, camera)
    for t in np.linspace(0, 0.999 * who.script.time, pictures).tolist():
        truth.add(t, who.bones(t))
    return truth, lens, camera
