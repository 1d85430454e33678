"""Record clips of movements that are none of the exercises: ``python record_foreign.py CLIP.mp4 ...``.

The clips are rendered by ``calibration/foreign_motions.py``. Each ``foreign/NAME.npz`` holds every frame's
landmarks (sixteenths of a pixel, visibility in 255ths), the world's hips and the shanks' evidence, so that
the seated exercises can be tried on them, too. The tests do not need the clips.
"""

import json
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
from record import Silent
from record_exercises import KEYPOINTS, UNSEEN

from romtrack.settings import AUTO, Settings
from romtrack.tracking import track_person
from romtrack.types import SIDES, PoseTrack, ShankEvidence

HIPS = tuple(f"{side}_hip" for side in SIDES)


def record(clip: Path) -> None:
    """Follow the person in ``clip`` and write the recording beside this file."""
    write(track_person(clip, Settings(AUTO), Silent()).track, clip)


def write(track: PoseTrack, clip: Path) -> None:
    """Write what was seen in ``clip``, with the times of its movements beside it."""
    truth = json.loads(clip.with_suffix(".gt.json").read_text(encoding="utf-8"))
    points, hips = ([track.skeleton.index(name) for name in names] for names in (KEYPOINTS, HIPS))
    pixels = np.where(np.isfinite(track.image_px[:, points]), track.image_px[:, points] * 16, UNSEEN)
    evidence = [
        [getattr(track.shank(side), column.name) for column in fields(ShankEvidence)] for side in SIDES
    ]
    reps = [[rep.get("direction", ""), rep["start_s"], rep["end_s"]] for rep in truth["reps"]]
    holds = [[hold["start_s"], hold["end_s"]] for hold in truth["holds"]]
    known = {"side": truth["side"], "reps": reps, "holds": holds}
    target = Path(__file__).parent / "foreign" / f"{clip.stem}.npz"
    np.savez_compressed(
        target,
        allow_pickle=False,
        size_px=np.array([track.width_px, track.height_px]),
        time_s=track.time_s.astype(np.float32),
        sixteenths=np.clip(pixels.round(), UNSEEN, -UNSEEN - 1).astype(np.int16),
        visibility=np.nan_to_num(track.visibility[:, points] * 255).astype(np.uint8),
        hips_m=track.world_m[:, hips].astype(np.float16),
        evidence=np.clip(np.array(evidence), -60000, 60000).astype(np.float16),
        truth=np.array(json.dumps(known)),
    )
    sys.stdout.write(f"{target.name}: {target.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        record(Path(argument))
