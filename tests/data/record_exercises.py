"""Record the landmarks of exercise clips, small enough to keep: ``python record_exercises.py CLIP.mp4 ...``.

Each ``exercises/NAME.npz`` holds every frame's landmarks (sixteenths of a pixel, visibility in 255ths)
and the true repetitions, holds, partial attempts and faults. The clips are rendered
(``calibration/phantom``); the tests do not need them.
"""

import json
import sys
from pathlib import Path

import numpy as np
from record import Silent

from romtrack.settings import AUTO, Settings
from romtrack.tracking import track_person
from romtrack.types import PoseTrack
from romtrack.validation.truth import exercise_of

SIDED = ("shoulder", "wrist", "hip", "knee", "ankle")
KEYPOINTS = ("nose", *(f"{side}_{joint}" for joint in SIDED for side in ("left", "right")))
UNSEEN = np.iinfo(np.int16).min


def record(clip: Path) -> None:
    """Follow the person in ``clip`` and write the recording beside this file."""
    write(track_person(clip, Settings(AUTO), Silent()).track, clip)


def write(track: PoseTrack, clip: Path) -> None:
    """Write what was seen in ``clip``, with the truth beside it."""
    truth = json.loads(clip.with_suffix(".gt.json").read_text(encoding="utf-8"))
    points = [track.skeleton.index(name) for name in KEYPOINTS]
    pixels = np.where(np.isfinite(track.image_px[:, points]), track.image_px[:, points] * 16, UNSEEN)
    known = {
        "exercise": exercise_of(truth["motion"]),
        "side": truth["side"],
        "reps": [[rep["start_s"], rep["peak_s"], rep["end_s"]] for rep in truth["reps"]],
        "holds": [[hold["start_s"], hold["end_s"]] for hold in truth["holds"]],
        "partials": [[no["start_s"], no["end_s"]] for no in truth["not_reps"] if no["why"] == "partial"],
        "faults": [[fault["name"], fault["start_s"], fault["end_s"]] for fault in truth["faults"]],
    }
    target = Path(__file__).parent / "exercises" / f"{clip.stem}.npz"
    np.savez_compressed(
        target,
        allow_pickle=False,
        size_px=np.array([track.width_px, track.height_px]),
        time_s=track.time_s,
        sixteenths=pixels.round().astype(np.int16),
        visibility=np.nan_to_num(track.visibility[:, points] * 255).astype(np.uint8),
        truth=np.array(json.dumps(known)),
    )
    sys.stdout.write(f"{target.name}: {target.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        record(Path(argument))
