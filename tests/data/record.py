"""Record what the pipeline saw in phantom clips, small enough to keep: ``python record.py CLIP.mp4 ...``.

Each ``NAME.npz`` holds every second frame (all where there are few a second): the keypoints that the
measurement uses, the shanks' evidence of both legs, and the true angles. The clips are rendered
(``calibration/phantom``); the tests do not need them.
"""

import json
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np

from romtrack.settings import Settings
from romtrack.tracking import track_person
from romtrack.types import SIDES, PoseTrack, ShankEvidence

LEAST_HZ = 20.0
COLUMNS = {"standing_hip_abduction": "hip_abduction_"}
KEYPOINTS = tuple(f"{side}_{joint}" for joint in ("shoulder", "hip", "knee", "ankle") for side in SIDES)


class Silent:
    """No progress bar."""

    def begin(self, stage: str, expected_frames: int | None) -> None:
        """Do nothing."""

    def step(self) -> None:
        """Do nothing."""


def record(clip: Path) -> None:
    """Analyse ``clip`` and write its recording beside this file."""
    track = track_person(clip, Settings(), Silent()).track
    truth = json.loads(clip.with_suffix(".gt.json").read_text(encoding="utf-8"))
    target = Path(__file__).with_name(f"{clip.stem}.npz")
    every = 2 if np.median(np.diff(track.time_s)) < 1 / LEAST_HZ else 1
    np.savez_compressed(target, allow_pickle=False, **columns(track, every), **truths(truth, every))
    sys.stdout.write(f"{target.name}: {target.stat().st_size / 1000:.0f} kB\n")


def columns(track: PoseTrack, every: int) -> dict[str, np.ndarray]:
    """Return the track's arrays, thinned."""
    points = [track.skeleton.index(name) for name in KEYPOINTS]
    evidence = [
        [getattr(track.shank(side), column.name)[::every] for column in fields(ShankEvidence)]
        for side in SIDES
    ]
    return {
        "size_px": np.array([track.width_px, track.height_px]),
        "time_s": track.time_s[::every],
        "image_px": track.image_px[::every, points],
        "world_m": track.world_m[::every, points],
        "visibility": track.visibility[::every, points],
        "upright_px": track.upright_px,
        "evidence": np.array(evidence, dtype=np.float32),
    }


def truths(truth: dict[str, object], every: int) -> dict[str, np.ndarray]:
    """Return the true angles of both legs, and which leg works."""
    frames = truth["frames"]
    assert isinstance(frames, dict)
    column = COLUMNS.get(str(truth["motion"]), "hip_rot_gravity_")
    both = {f"true_{side}_deg": np.array(frames[f"{column}{side}"], np.float32)[::every] for side in SIDES}
    return {**both, "side": np.array(truth["side"])}


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        record(Path(argument))
