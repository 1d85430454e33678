"""The room of a recording that was watched in pieces is the one that was watched as a whole."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from drawn_rooms import SKELETON, frame, room, sitter, turned

from romtrack.tracking.rooms import RoomRecord, RoomSeen, joined_rooms

if TYPE_CHECKING:
    from romtrack.types import FloatArray, Frame

RATE_HZ, FRAMES, CUTS = 15, 90, (30, 62)
ROOMS = [np.pad(room(0.0, seed), ((160, 160), (180, 180), (0, 0)), mode="reflect") for seed in (1, 7)]
STEADY = np.zeros(FRAMES)


def pictures(rolls_deg: FloatArray, views: FloatArray) -> list[Frame]:
    return [
        frame(turned(ROOMS[int(view)], float(roll_deg)), number / RATE_HZ)
        for number, (roll_deg, view) in enumerate(zip(rolls_deg, views, strict=True))
    ]


def seen(frames: list[Frame], empty: range = range(0)) -> RoomSeen:
    record = RoomRecord(SKELETON)
    for one in frames:
        record.look(one, None if round(one.time_s * RATE_HZ) in empty else sitter(one.time_s))
    return record.seen(np.array([one.time_s for one in frames]))


def in_pieces(frames: list[Frame], cuts: tuple[int, ...], empty: range = range(0)) -> RoomSeen:
    return joined_rooms(seen(frames[a:b], empty) for a, b in pairwise((0, *cuts, FRAMES)))


@pytest.mark.parametrize(
    ("rolls_deg", "views"),
    [
        (STEADY, STEADY),
        (np.where(np.arange(FRAMES) < 20, 0.0, -2.5), STEADY),  # knocked before the first join
        (np.where(np.arange(FRAMES) < 30, 0.0, 1.5), STEADY),  # and right at it
        (1.2 * np.sin(np.arange(FRAMES) / RATE_HZ * 2 * np.pi * 0.6), STEADY),  # held in the hand
        (STEADY, np.repeat([0, 1, 0], (28, 30, 32))),  # another view, and the first one again
        (np.repeat([0.0, 2.0], (45, 45)), np.repeat([0, 1], (30, 60))),  # another, and knocked there
    ],
)
def test_joined_it_moves_as_it_did(rolls_deg: FloatArray, views: FloatArray) -> None:
    frames = pictures(rolls_deg, views)
    whole, joined = seen(frames).motion, in_pieces(frames, CUTS).motion
    late = np.flatnonzero(whole.stretch != joined.stretch)
    changes = np.count_nonzero(np.diff(views))
    assert len(late) <= 1.2 * RATE_HZ * changes  # a new view is told a second late, and at a join at once
    before_a_join = [cut - back for cut in CUTS for back in (1, 2)]  # what is not looked at stays as it was
    same = np.setdiff1d(np.arange(FRAMES), [*late, *before_a_join])
    for name, tolerance in (("turned_deg", 0.1), ("grown", 0.003), ("x_px", 1.0), ("y_px", 1.0)):
        assert getattr(joined, name)[same] == pytest.approx(getattr(whole, name)[same], abs=tolerance)


def test_its_edges_are_those_of_the_first_picture_that_shows_the_person() -> None:
    frames = pictures(np.where(np.arange(FRAMES) < 20, 0.0, -2.5), STEADY)
    whole, joined = seen(frames), in_pieces(frames, CUTS)
    assert list(joined.edges_px) == [0]
    np.testing.assert_array_equal(joined.edges_px[0], whole.edges_px[0])
    late = in_pieces(frames, CUTS, empty=range(40)).edges_px[0]  # nobody is in the first piece
    leans_deg = np.degrees(np.arctan2(late[:, 2] - late[:, 0], np.abs(late[:, 3] - late[:, 1])))
    assert abs(float(np.median(leans_deg))) < 0.5  # upright as they are in the first picture of all
    assert late.shape[1] == 4


def test_nobody_in_any_piece_leaves_the_track_as_it_is() -> None:
    joined = in_pieces(pictures(STEADY, STEADY), CUTS, empty=range(FRAMES))
    assert joined.content is None
    assert joined.edges_px == {}
