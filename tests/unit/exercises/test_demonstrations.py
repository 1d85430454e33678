"""Every exercise and every measured way has its demonstration: small, short, without a seam."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
import pytest

from romtrack.exercises import demonstration, demonstration_file, exercise, exercise_ids
from romtrack.kinematics.quantities import quantity_of

if TYPE_CHECKING:
    from romtrack.types import Direction

MOST_BYTES = 120_000
BOTH_WAYS: dict[str, tuple[Direction, ...]] = {
    "seated-ir-measure": ("internal", "external")
}  # live, each is asked for


def names() -> list[str]:
    found = []
    for card in map(exercise, exercise_ids()):
        if card.quantity is None:
            found.append(demonstration(card.id))
        else:
            ways = BOTH_WAYS.get(card.id, quantity_of(card.quantity).wanted)
            found += [demonstration(card.id, way) for way in ways]
    return found


def test_there_is_one_for_every_exercise_and_every_way_that_is_asked_for() -> None:
    assert "" not in names()
    assert demonstration("none") == demonstration("seated-ir-measure") == ""
    assert demonstration_file("../pictures/clamshell") is None


@pytest.mark.parametrize("name", names())
def test_a_demonstration_is_small_and_ends_where_it_began(name: str) -> None:
    path = demonstration_file(name)
    assert path is not None
    assert path.stat().st_size <= MOST_BYTES
    with av.open(str(path)) as video:
        (stream,) = video.streams.video
        assert stream.codec_context.name == "h264"
        frames = list(video.decode(stream))
        assert 3 <= len(frames) / float(stream.average_rate or 1) <= 7
    first, middle, last = (frames[at].to_ndarray(format="gray") for at in (0, 2 * len(frames) // 5, -1))
    assert 320 <= max(first.shape) <= 480
    moved, seam = (float(np.mean(cv2.absdiff(first, other))) for other in (middle, last))
    assert moved > 4
    assert seam < 1
