"""Work for the other process: reads a video to its end."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

from romtrack.errors import InputError
from romtrack.video import VideoReader

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.progress import Progress


def read_whole(path: Path, _: Progress) -> tuple[int, str, int]:
    """Return frames, why there are none, and the most memory that was held, MiB."""
    frames, why, last_s = 0, "", -1.0
    try:
        with VideoReader(path) as reader:
            for frame in reader:
                assert frame.image.shape == (reader.height_px, reader.width_px, 3)
                assert frame.time_s > last_s
                frames, last_s = frames + 1, frame.time_s
            reader.info()
    except InputError as error:
        why = str(error)
        assert "\n" not in why
    return frames, why, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
