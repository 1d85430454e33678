"""What a pose backend is, and the skeleton that the bundled model speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from romtrack.pose.bundle import bundled_model, check_model_file
from romtrack.types import Skeleton

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from romtrack.types import Frame, Pose

__all__ = ["BLAZEPOSE", "PeopleFinder", "PoseEstimator", "open_estimator", "open_finder"]


class PoseEstimator(Protocol):
    """Finds one person in each picture of a video; frames come in the order of their time."""

    @property
    def skeleton(self) -> Skeleton:
        """The keypoints of the poses that ``detect`` returns."""
        ...

    def detect(self, frame: Frame) -> Pose | None:
        """Return the person in ``frame`` with the person mask, or None when nobody is found."""
        ...

    def close(self) -> None:
        """Release the model. A closed estimator cannot be used again."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class PeopleFinder(Protocol):
    """Finds everybody in a single picture; slower than an estimator, without masks."""

    @property
    def skeleton(self) -> Skeleton:
        """The keypoints of the poses that ``find`` returns."""
        ...

    def find(self, frame: Frame) -> tuple[Pose, ...]:
        """Return the people in ``frame``; where there are many, at least two of them."""
        ...

    def close(self) -> None:
        """Release the model."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_finder(model: Path | None = None) -> PeopleFinder:
    """Open a finder; ``model`` and errors as for ``open_estimator``."""
    path = bundled_model() if model is None else check_model_file(model)
    from romtrack.pose._mediapipe import MediaPipePeople  # noqa: PLC0415  as below

    return MediaPipePeople(path)


def open_estimator(model: Path | None = None) -> PoseEstimator:
    """Open MediaPipe with ``model`` (a ``.task`` file), or with the one in the package.

    Raises
    ------
    ModelError: the file is missing, damaged, or not a pose model.
    """
    path = bundled_model() if model is None else check_model_file(model)
    from romtrack.pose._mediapipe import MediaPipeEstimator  # noqa: PLC0415  loading MediaPipe takes a second

    return MediaPipeEstimator(path)


_SIDED = (
    "shoulder",
    "elbow",
    "wrist",
    "pinky",
    "index",
    "thumb",
    "hip",
    "knee",
    "ankle",
    "heel",
    "foot_index",
)
_BONES = (
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("shoulder", "hip"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "heel"),
    ("ankle", "foot_index"),
    ("heel", "foot_index"),
)

BLAZEPOSE = Skeleton(
    name="blazepose-33",
    keypoints=(
        "nose",
        *(f"{side}_eye{part}" for side in ("left", "right") for part in ("_inner", "", "_outer")),
        "left_ear",
        "right_ear",
        "mouth_left",
        "mouth_right",
        *(f"{side}_{joint}" for joint in _SIDED for side in ("left", "right")),
    ),
    edges=(
        ("left_shoulder", "right_shoulder"),
        ("left_hip", "right_hip"),
        *((f"{side}_{a}", f"{side}_{b}") for side in ("left", "right") for a, b in _BONES),
    ),
)
"""The 33 keypoints of MediaPipe's pose landmarker, in its order."""
