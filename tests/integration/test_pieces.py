"""A video followed in pieces is the video followed as a whole, but for the noise of the model."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import SAMPLES, rewritten
from test_who import hips_x, seated_pair, video

from romtrack.batch import in_pieces
from romtrack.batch.pieces import handed_on
from romtrack.kinematics.view import assumed_camera
from romtrack.measure.seated import read_seated
from romtrack.progress import SILENT
from romtrack.settings import Place, Settings
from romtrack.tracking import Followed, Segment, find_subject, joined, track_person
from romtrack.types import SIDES, Frame

if TYPE_CHECKING:
    from pathlib import Path


def followed(clip: Path, segment: Segment) -> Followed:
    """Follow a piece as another process would hand it over."""
    found = track_person(clip, Settings(), SILENT, segment=segment)
    again: Followed = pickle.loads(pickle.dumps(found))  # noqa: S301  our own
    return again


def test_three_pieces_are_the_whole(tmp_path: Path) -> None:
    clip = rewritten(SAMPLES / "seated_measure.mp4", tmp_path / "clip.mp4", lambda frame: frame, 100)
    whole = track_person(clip, Settings(), SILENT)
    first = followed(clip, Segment(0.0, 1.3))
    second = followed(clip, Segment(1.3, 2.7, first.subject))  # goes on from where the first one ended
    third = followed(clip, Segment(2.7, subject=find_subject(clip, Settings())))  # starts by itself
    pieces = joined([first, second, third])
    assert (pieces.info, pieces.by, pieces.clear) == (whole.info, whole.by, whole.clear)
    np.testing.assert_array_equal(pieces.track.time_s, whole.track.time_s)
    np.testing.assert_array_equal(pieces.track.detected, whole.track.detected)
    np.testing.assert_array_equal(pieces.track.upright_px, whole.track.upright_px)
    assert pieces.track.room is not None
    assert not pieces.track.room.stretch.any()
    apart_px = np.linalg.norm(pieces.track.image_px - whole.track.image_px, axis=-1)
    assert np.median(apart_px) < 1.0
    assert np.median(apart_px[pieces.track.time_s < 1.3]) == 0
    camera = assumed_camera(whole.track.width_px, whole.track.height_px)
    one, other = (read_seated(found.track, camera) for found in (whole, pieces))
    assert other.view.roll_deg == pytest.approx(one.view.roll_deg, abs=0.1)
    for side in SIDES:
        apart_deg = np.abs(other.signals[side].value - one.signals[side].value)
        assert np.nanmedian(apart_deg) < 0.3


def test_a_piece_that_starts_by_itself_follows_the_one_who_was_chosen(tmp_path: Path) -> None:
    clip = video(tmp_path / "two.mp4", seated_pair(1.25))  # the neighbour is larger, and only sits there
    subject = find_subject(clip, Settings())
    assert (subject.by, subject.clear) == ("movement", True)
    late = followed(clip, Segment(3.5, subject=subject))
    assert np.mean(late.track.detected) > 0.9
    assert np.nanmax(hips_x(late.track)) < 320
    assert (late.by, late.clear) == ("movement", True)


def test_pieces_of_a_fast_recording_have_the_pictures_of_the_whole(tmp_path: Path) -> None:
    def fast(frame: Frame) -> Frame:
        return Frame(frame.time_s * 25 / 60, frame.image)

    clip = rewritten(SAMPLES / "seated_measure.mp4", tmp_path / "fast.mp4", fast, 60)
    whole = track_person(clip, Settings(), SILENT)
    first = followed(clip, Segment(0.0, 0.49))
    pieces = joined([first, followed(clip, Segment(0.49, subject=first.subject))])
    np.testing.assert_array_equal(pieces.track.time_s, whole.track.time_s)
    np.testing.assert_allclose(whole.track.time_s[:30], np.arange(30) / 30, atol=1e-4)
    assert pieces.info == whole.info
    assert (whole.info.frames, len(whole.track)) == (60, 31)  # the last one, too
    assert "all_frames=False" in whole.track.provenance[-1]


def test_beyond_the_end_there_is_nothing(tmp_path: Path) -> None:
    clip = rewritten(SAMPLES / "seated_measure.mp4", tmp_path / "clip.mp4", lambda frame: frame, 20)
    first = followed(clip, Segment(0.0, 60.0))
    beyond = followed(clip, Segment(60.0, subject=first.subject))
    assert (len(first.track), len(beyond.track)) == (20, 0)
    whole = joined([first, beyond])
    np.testing.assert_array_equal(whole.track.image_px, first.track.image_px)
    assert whole.info.frames == 20


class Counting:
    """Counts the frames that it is told of, and remembers what was begun."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.frames = 0

    def begin(self, stage: str, _expected_frames: int | None) -> None:
        self.stages.append(stage)

    def step(self) -> None:
        self.frames += 1


def test_two_processes_see_what_one_sees(tmp_path: Path) -> None:
    def slowly(frame: Frame) -> Frame:
        return Frame(8 * frame.time_s, frame.image)

    clip = rewritten(SAMPLES / "seated_measure.mp4", tmp_path / "clip.mp4", slowly, 100)
    told = Counting()
    shared = in_pieces(clip, Settings(), told, jobs=2)
    alone = in_pieces(clip, Settings(), SILENT, jobs=1)
    assert (shared.pieces, alone.pieces) == (2, 1)
    assert (told.stages, told.frames) == (["pose"], 100)
    assert shared.info == alone.info
    np.testing.assert_array_equal(shared.track.time_s, alone.track.time_s)
    np.testing.assert_array_equal(shared.track.detected, alone.track.detected)
    assert np.median(np.linalg.norm(shared.track.image_px - alone.track.image_px, axis=-1)) < 1.0


def test_a_piece_of_somebody_else_is_followed_again(tmp_path: Path) -> None:
    clip = video(tmp_path / "two.mp4", seated_pair(1.0))
    first = followed(clip, Segment(0.0, 2.0, find_subject(clip, Settings())))
    neighbour = find_subject(clip, Settings(person_at=Place(480, 250)))
    wrong = followed(clip, Segment(2.0, subject=neighbour))
    assert np.nanmin(hips_x(wrong.track)) > 320
    told = Counting()
    right = handed_on([first, wrong], clip, Settings(), told)
    assert np.nanmax(hips_x(joined(right).track)) < 320
    assert (len(right[1].track), told.frames) == (len(wrong.track), len(wrong.track))
