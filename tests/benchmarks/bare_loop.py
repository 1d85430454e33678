"""What any analysis costs at the least: decoding and the pose model, ``python bare_loop.py VIDEO``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import av
import mediapipe as mp
from mediapipe.tasks.python import BaseOptions, vision

from romtrack.pose import bundled_model


def bare_loop(video: Path) -> float:
    """Decode and detect, one after the other, with the mask on; frames per second."""
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(bundled_model())),
        running_mode=vision.RunningMode.VIDEO,
        output_segmentation_masks=True,
    )
    began, frames = time.perf_counter(), 0
    with vision.PoseLandmarker.create_from_options(options) as landmarker, av.open(str(video)) as container:
        for frame in container.decode(video=0):
            image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.to_ndarray(format="rgb24"))
            landmarker.detect_for_video(image, round((frame.time or 0) * 1000))
            frames += 1
    return frames / (time.perf_counter() - began)


if __name__ == "__main__":
    bare_loop(Path(sys.argv[1]))
