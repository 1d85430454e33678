"""MediaPipe Tasks in VIDEO mode. The only module that knows MediaPipe."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from romtrack.errors import ModelError
from romtrack.pose.estimator import BLAZEPOSE
from romtrack.types import Pose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from romtrack.types import FloatArray, Frame, Image, Skeleton

__all__ = ["MediaPipeEstimator", "MediaPipePeople"]

_STDERR = Lock()  # the process has one: of two analyses at once, the second must not keep the first's
_WIDTH_STEP_PX = 4  # numpy_view() of a mask aborts the process on any other width


class _Landmarker:
    """An open pose landmarker; closed by hand: MediaPipe's own clean-up at exit prints a traceback."""

    def __init__(self, model: Path, **options: Any) -> None:  # noqa: ANN401  MediaPipe is not typed
        self._landmarker = _open(model, **options)

    @property
    def skeleton(self) -> Skeleton:
        """BlazePose's 33 keypoints."""
        return BLAZEPOSE

    def close(self) -> None:
        """Release the model now."""
        with _silent_native_stderr():
            self._landmarker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class MediaPipeEstimator(_Landmarker):
    """One person per picture of a video, with the segmentation mask (see ``PoseEstimator``)."""

    def __init__(self, model: Path) -> None:
        super().__init__(model, running_mode=vision.RunningMode.VIDEO, output_segmentation_masks=True)
        self._chatty = True
        self._last_ms = -1

    def detect(self, frame: Frame) -> Pose | None:
        """Return the person in ``frame`` (image points in its pixels), or None."""
        padded = _pad_width(frame.image)
        result = self._landmark(padded, frame.time_s)
        if not result.pose_landmarks:
            return None
        self._chatty = False  # the last of its messages comes with the first person
        mask = result.segmentation_masks[0].numpy_view().reshape(padded.shape[:2])
        return replace(_pose(result, 0, frame, padded), mask=mask[:, : frame.image.shape[1]].copy())

    def _landmark(self, image: Image, time_s: float) -> Any:  # noqa: ANN401  MediaPipe is not typed
        """Run the model; its clock counts whole milliseconds and must advance."""
        self._last_ms = max(self._last_ms + 1, round(time_s * 1000))
        picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=image)
        if not self._chatty:
            return self._landmarker.detect_for_video(picture, self._last_ms)
        with _silent_native_stderr():
            return self._landmarker.detect_for_video(picture, self._last_ms)


class MediaPipePeople(_Landmarker):
    """Up to four people in a single picture (see ``PeopleFinder``)."""

    def __init__(self, model: Path) -> None:
        super().__init__(model, running_mode=vision.RunningMode.IMAGE, num_poses=4)

    def find(self, frame: Frame) -> tuple[Pose, ...]:
        """Return the people in ``frame``, without masks."""
        padded = _pad_width(frame.image)
        with _silent_native_stderr():
            result = self._landmarker.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=padded))
        return tuple(_pose(result, index, frame, padded) for index in range(len(result.pose_landmarks)))


def _open(model: Path, **options: Any) -> Any:  # noqa: ANN401  MediaPipe is not typed
    if sys.platform == "win32":  # there MediaPipe opens no path with a drive, nor one beyond ASCII
        base = BaseOptions(model_asset_buffer=model.read_bytes())
    else:  # bytes it would hold several times over: 30 MiB more
        base = BaseOptions(model_asset_path=str(model.absolute()))
    with _silent_native_stderr():
        try:
            return vision.PoseLandmarker.create_from_options(
                vision.PoseLandmarkerOptions(base_options=base, **options)
            )
        except (RuntimeError, ValueError) as error:
            message = f"{model}: MediaPipe cannot load this pose model; use a pose landmarker .task file"
            raise ModelError(message) from error


def _pose(result: Any, index: int, frame: Frame, padded: Image) -> Pose:  # noqa: ANN401
    """Return one person of a result, without the mask."""
    height_px, width_px = frame.image.shape[:2]
    points = np.array([(p.x, p.y, p.visibility) for p in result.pose_landmarks[index]], dtype=np.float32)
    return Pose(
        time_s=frame.time_s,
        width_px=width_px,
        height_px=height_px,
        image_px=points[:, :2] * np.array((padded.shape[1], height_px), dtype=np.float32),
        world_m=_world(result.pose_world_landmarks[index]),
        visibility=points[:, 2],
    )


def _pad_width(image: Image) -> Image:
    """Widen ``image`` at its right edge until MediaPipe can hand out the mask."""
    missing = -image.shape[1] % _WIDTH_STEP_PX
    if not missing:
        return np.ascontiguousarray(image)
    return np.asarray(cv2.copyMakeBorder(image, 0, 0, 0, missing, cv2.BORDER_REPLICATE), dtype=np.uint8)


def _world(landmarks: Any) -> FloatArray:  # noqa: ANN401  MediaPipe is not typed
    return np.array([(p.x, p.y, p.z) for p in landmarks], dtype=np.float32)


@contextmanager
def _silent_native_stderr() -> Iterator[None]:
    """Send what C++ writes to file descriptor 2 nowhere; Python's own stderr is flushed first."""
    with _STDERR:
        sys.stderr.flush()
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)
