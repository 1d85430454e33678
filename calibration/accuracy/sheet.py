"""A picture of the worst clips: the frame that is farthest off, with the true shank and the found one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np

from calibration.accuracy.tables import worst_clips
from romtrack.errors import InputError
from romtrack.kinematics.hip_rotation import inward_sign
from romtrack.validation.matching import nearest
from romtrack.validation.truth import Truth, read_truth
from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calibration.accuracy.results import Results
    from romtrack.types import FloatArray, Image

__all__ = ["contact_sheet", "tile"]

_TILE_PX: Final = 256
_COLUMNS: Final = 5
_SHANK_SHARE: Final = 0.5  # of a tile
_CAPTION_PX: Final = 34
_TRUE, _FOUND = (255, 255, 255), (255, 140, 0)
_QUALITY: Final = 82


def contact_sheet(results: Results) -> bytes:
    """Return the worst clips side by side, the worst first, as JPEG.

    Raises
    ------
    InputError: a clip or its truth cannot be read.
    """
    tiles = [_worst_frame(results, clip) for clip in worst_clips(results)]
    tiles += [np.full_like(tiles[0], 255)] * (-len(tiles) % _COLUMNS)
    rows = [np.hstack(tiles[at : at + _COLUMNS]) for at in range(0, len(tiles), _COLUMNS)]
    sheet = cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR)
    return cv2.imencode(".jpg", sheet, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()


def _worst_frame(results: Results, clip: Mapping[str, Any]) -> Image:
    name = str(clip["clip"])
    frames = results.frames[results.frames["clip"] == name]
    worst = frames.iloc[int(frames["error_deg"].abs().to_numpy().argmax())]
    truth = read_truth(results.folder / f"{name}.gt.json")
    if not isinstance(truth, Truth) or truth.shank_px is None:
        raise InputError(f"{name}.gt.json holds no joints in the picture: render the clip again")
    time_s = float(worst["time_s"])
    shank_px = truth.shank_px[nearest(np.array([time_s]), truth.time_s)[0]]
    by_mask = np.isfinite(worst["mask_deg"])
    tilt_deg = inward_sign(truth.side) * float(worst["mask_deg" if by_mask else "landmarks_deg"])
    lines = (
        f"{name}  read {worst['read_deg']:.0f}  true {worst['true_deg']:.0f}",
        f"{clip['clothes']}, at {time_s:.1f} s{'' if by_mask else ', landmarks'}",
    )
    return tile(_picture(results, name, time_s), shank_px, tilt_deg, lines)


def _picture(results: Results, name: str, time_s: float) -> Image:
    with VideoReader(results.folder / f"{name}.mp4") as reader:
        return min(reader, key=lambda frame: abs(frame.time_s - time_s)).image


def tile(image: Image, shank_px: FloatArray, tilt_deg: float, lines: tuple[str, ...]) -> Image:
    """Return the part of a picture about a shank, (H, W, 3), with its true line, white, and the found one.

    shank_px: (2, 2) knee and ankle. tilt_deg: of the line that was found, + = the ankle to the right; it is
    drawn from the true knee on.
    """
    length_px = max(float(np.hypot(*(shank_px[1] - shank_px[0]))), 1.0)
    scale, middle_px = _SHANK_SHARE * _TILE_PX / length_px, shank_px.mean(axis=0)
    shift = _TILE_PX / 2 - scale * middle_px
    about = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
    shown = cv2.warpAffine(image, about, (_TILE_PX, _TILE_PX), flags=cv2.INTER_CUBIC)
    tilt = np.radians(tilt_deg)
    found_px = shank_px[0] + length_px * np.array([np.sin(tilt), np.cos(tilt)])
    for end_px, colour in ((shank_px[1], _TRUE), (found_px, _FOUND)):
        ends = [
            tuple(np.round(scale * point + shift).astype(int).tolist()) for point in (shank_px[0], end_px)
        ]
        cv2.line(shown, ends[0], ends[1], (0, 0, 0), 4, cv2.LINE_AA)
        cv2.line(shown, ends[0], ends[1], colour, 2, cv2.LINE_AA)
    caption = np.full((_CAPTION_PX, _TILE_PX, 3), 255, dtype=np.uint8)
    for row, text in enumerate(lines):
        cv2.putText(
            caption, text, (4, 13 + 15 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (0, 0, 0), 1, cv2.LINE_AA
        )
    return np.vstack((shown, caption))
