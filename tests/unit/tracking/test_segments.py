"""Pieces of a video: what fits together is joined, and what does not is told in one line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from conftest import landmark_track

from romtrack.errors import UsageError
from romtrack.pose import SEVERAL_PEOPLE
from romtrack.tracking import Followed, Segment, joined
from romtrack.types import Notice, PoseTrack, VideoInfo

RATE_HZ = 10


def track(start_s: float, end_s: float, size_px: tuple[int, int] = (640, 480)) -> PoseTrack:
    time_s = np.arange(round(start_s * RATE_HZ), round(end_s * RATE_HZ)) / RATE_HZ
    points = np.random.default_rng(round(start_s)).uniform(0, 400, (len(time_s), 11, 2))
    return landmark_track(time_s, points, np.ones((len(time_s), 11)), size_px)


def piece(start_s: float, end_s: float, size_px: tuple[int, int] = (640, 480)) -> Followed:
    info = VideoInfo("clip.mp4", "5" * 64, *size_px, end_s, round(end_s * RATE_HZ))
    return Followed(track(start_s, end_s, size_px), info, clear=True, segment=Segment(start_s, end_s))


def test_all_frames_are_there_in_their_order() -> None:
    pieces = [piece(0, 3), piece(3, 200), piece(200, 210)]
    whole = joined(pieces)
    for name in ("time_s", "image_px", "visibility"):
        together = np.concatenate([getattr(one.track, name) for one in pieces])
        np.testing.assert_allclose(getattr(whole.track, name), together, rtol=1e-6)
    for side in ("left", "right"):
        assert len(whole.track.shank(side).mask_deg) == 2100
    assert (whole.segment.start_s, whole.segment.end_s, whole.info.frames) == (0, 210, 2100)
    assert whole.track.provenance == ("joined(pieces=3)",)
    again = joined([joined(pieces[:2]), pieces[2]])
    np.testing.assert_array_equal(again.track.image_px, whole.track.image_px)


def test_a_piece_without_frames_is_none() -> None:
    whole = joined([piece(0, 3), replace_track(piece(3, 9), track(3, 3, (0, 0)))])
    assert (len(whole.track), whole.track.width_px) == (30, 640)


def replace_track(one: Followed, other: PoseTrack) -> Followed:
    return one._replace(track=other)


def test_who_was_chosen_and_what_was_seen_besides_is_told_of_the_whole() -> None:
    nobody = track(0, 3)
    nobody = replace(nobody, image_px=np.full_like(nobody.image_px, np.nan))
    first = replace_track(piece(0, 3), nobody)._replace(looks=(False,), partly=2)
    second = piece(3, 6)._replace(by="size", clear=False, looks=(True, True), partly=3)
    cut = Notice("truncated", "The recording is cut off.")
    last = piece(6, 9)._replace(looks=(False,))
    last = last._replace(info=replace(last.info, warnings=(cut,)))
    whole = joined([first, second, last])
    assert (whole.by, whole.clear, whole.partly) == ("size", False, 5)
    assert whole.info.warnings == (cut, SEVERAL_PEOPLE)
    assert joined([first, second._replace(looks=(True, False)), last]).info.warnings == (cut,)


@pytest.mark.parametrize(
    ("pieces", "says"),
    [
        ([], "no pieces of a video to join"),
        ([piece(0, 3), piece(4, 6)], "nothing was followed from 3 s to 4 s: follow that piece"),
        ([piece(0, 4), piece(3, 6)], "two pieces overlap from 3 s to 4 s: let each begin"),
        ([piece(3, 6), piece(0, 3)], "the piece from 0 s comes after that from 3 s: join them in the order"),
        ([piece(0, 3), piece(3, 6, (320, 240))], "320 x 240 pixels, the one before of 640 x 480: follow all"),
        (
            [piece(0, 3), replace_track(piece(3, 6), replace(track(3, 6), shanks=None))],
            "only one tells of the shanks: follow all pieces for one exercise",
        ),
        (
            [piece(0, 3), piece(3, 6)._replace(info=replace(piece(3, 6).info, sha256="6" * 64))],
            "of another video than the one before: join pieces of one file",
        ),
        (
            [
                piece(0, 3),
                replace_track(
                    piece(3, 6),
                    replace(track(3, 6), skeleton=replace(track(3, 6).skeleton, name="other")),
                ),
            ],
            "keypoints of other, the one before those of eleven: follow all pieces with one pose model",
        ),
    ],
)
def test_what_does_not_fit_together_is_one_line(pieces: list[Followed], says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        joined(pieces)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("start_s", "end_s"), [(3, 3), (5, 2), (-1, 4), (np.nan, 4), (0, np.nan), (np.inf, np.inf)]
)
def test_a_piece_that_is_none(start_s: float, end_s: float) -> None:
    with pytest.raises(UsageError, match=r"cannot go from .* give a start at 0 or later"):
        Segment(start_s, end_s)
