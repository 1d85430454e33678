"""What must not change the reading: which way round, how large, when, how often, how tilted."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import recorded
from hypothesis import given, settings
from hypothesis import strategies as st

from romtrack.kinematics.view import assumed_camera
from romtrack.measure.measuring import measure
from romtrack.measure.seated import read_seated
from romtrack.types import SIDES, PoseTrack, ShankEvidence, Side, opposite

if TYPE_CHECKING:
    from romtrack.measure.reading import QuantityReading

CLIPS = {name: recorded(name) for name in ("measure_elderly_left", "measure_slimf_right_both")}
LENGTHS = ("upper_px", "lower_px", "length_px", "margin_px")
TILTS = ("landmark_deg", "mask_deg", "shaft_deg", "outer_deg")
few = settings(max_examples=8, deadline=None)
clips = st.sampled_from(sorted(CLIPS))


def read(track: PoseTrack) -> QuantityReading:
    return read_seated(track, assumed_camera(track.width_px, track.height_px))


def changed(evidence: ShankEvidence, **columns: np.ndarray) -> ShankEvidence:
    return replace(evidence, **columns)


def mirrored(track: PoseTrack) -> PoseTrack:
    """Return the track of the picture seen in a mirror, by a model that names the legs anew."""
    names = track.skeleton.keypoints
    other = [
        names.index(n.replace("left", "L").replace("right", "left").replace("L", "right")) for n in names
    ]
    x, y = np.moveaxis(track.image_px, -1, 0)
    evidence = {
        side: changed(
            track.shank(opposite(side)),
            mask_x_px=track.width_px - track.shank(opposite(side)).mask_x_px,
            **{name: -getattr(track.shank(opposite(side)), name) for name in TILTS},
        )
        for side in SIDES
    }
    upright = track.upright_px * (-1, 1, -1, 1) + np.array([track.width_px, 0, track.width_px, 0])
    return replace(
        track,
        image_px=np.stack((track.width_px - x, y), axis=-1)[:, other],
        world_m=track.world_m[:, other] * np.array([-1, 1, 1]),
        visibility=track.visibility[:, other],
        shanks=evidence,
        upright_px=upright,
    )


def rolled(track: PoseTrack, roll_deg: float) -> PoseTrack:
    """Return the track of the picture turned clockwise about its middle."""
    angle = np.radians(roll_deg)
    middle = np.array([track.width_px, track.height_px]) / 2
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])

    def turned(points: np.ndarray) -> np.ndarray:
        return np.asarray((points - middle) @ turn + middle)

    def turned_shank(shank: ShankEvidence) -> ShankEvidence:
        x, y = turned(np.stack((shank.mask_x_px, shank.mask_y_px), axis=-1)).T
        tilts = {name: getattr(shank, name) - roll_deg for name in TILTS}
        return changed(shank, mask_x_px=x, mask_y_px=y, **tilts)

    return replace(
        track,
        image_px=turned(track.image_px),
        shanks={side: turned_shank(track.shank(side)) for side in SIDES},
        upright_px=turned(track.upright_px.reshape(-1, 2)).reshape(-1, 4),
    )


def scaled(track: PoseTrack, factor: float) -> PoseTrack:
    """Return the track of a picture with ``factor`` times the pixels."""

    def grown(shank: ShankEvidence) -> ShankEvidence:
        names = (*LENGTHS, "mask_x_px", "mask_y_px")
        return changed(shank, **{name: factor * getattr(shank, name) for name in names})

    return replace(
        track,
        width_px=round(track.width_px * factor),
        height_px=round(track.height_px * factor),
        image_px=track.image_px * factor,
        shanks={side: grown(track.shank(side)) for side in SIDES},
        upright_px=track.upright_px * factor,
    )


def thinned(track: PoseTrack) -> PoseTrack:
    """Return the track without every third frame: 12.5 frames a second become 8.3, unevenly."""
    kept = np.arange(len(track)) % 3 != 2

    def some(shank: ShankEvidence) -> ShankEvidence:
        return changed(shank, **{field.name: getattr(shank, field.name)[kept] for field in fields(shank)})

    return replace(
        track,
        time_s=track.time_s[kept],
        image_px=track.image_px[kept],
        world_m=track.world_m[kept],
        visibility=track.visibility[kept],
        shanks={side: some(track.shank(side)) for side in SIDES},
    )


def apart(here: QuantityReading, there: QuantityReading, swapped: bool = False) -> float:  # noqa: FBT001, FBT002
    """Return the largest median difference of either leg's signal, degrees."""
    return max(
        float(
            np.nanmedian(
                np.abs(here.signals[side].value - there.signals[opposite(side) if swapped else side].value)
            )
        )
        for side in SIDES
    )


@pytest.mark.parametrize("name", sorted(CLIPS))
def test_a_mirror_swaps_the_legs_and_keeps_the_sign(name: str) -> None:
    here, there = read(CLIPS[name].track), read(mirrored(CLIPS[name].track))
    assert here.side is not None
    assert there.side == opposite(here.side)
    assert apart(here, there, swapped=True) < 0.6  # the model itself is not quite symmetrical


def misnamed(track: PoseTrack, rows: np.ndarray) -> PoseTrack:
    """Return the track with left and right taken for each other in some frames."""
    image, world = track.image_px.copy(), track.world_m.copy()
    names = track.skeleton.keypoints
    other = [
        names.index(n.replace("left", "L").replace("right", "left").replace("L", "right")) for n in names
    ]
    image[rows], world[rows] = image[rows][:, other], world[rows][:, other]

    def mixed(side: Side) -> ShankEvidence:
        mine, theirs = track.shank(side), track.shank(opposite(side))
        columns = {field.name: getattr(mine, field.name).copy() for field in fields(ShankEvidence)}
        for name, column in columns.items():
            column[rows] = getattr(theirs, name)[rows]
        return ShankEvidence(**columns)

    return replace(track, image_px=image, world_m=world, shanks={side: mixed(side) for side in SIDES})


@few
@given(name=clips, start=st.integers(0, 200), count=st.integers(1, 12))
def test_legs_taken_for_each_other_are_caught(name: str, start: int, count: int) -> None:
    track = CLIPS[name].track
    rows = np.arange(start, start + count)
    here, there = read(track), read(misnamed(track, rows))
    for side in SIDES:
        assert not there.signals[side].ok[rows].any()
        kept = np.setdiff1d(np.flatnonzero(here.signals[side].ok), np.arange(start - 5, start + count + 5))
        difference = there.signals[side].value[kept] - here.signals[side].value[kept]
        assert np.nanmax(np.abs(difference)) < 0.5


@few
@given(name=clips, roll_deg=st.floats(-6, 6))
def test_a_tilted_camera_moves_the_raw_reading_and_not_the_corrected_one(name: str, roll_deg: float) -> None:
    track = CLIPS[name].track
    tilted = rolled(track, roll_deg)
    raw = tilted.shank("left").mask_deg - track.shank("left").mask_deg
    assert np.nanmedian(raw) == pytest.approx(-roll_deg, abs=1e-5)  # the recordings hold 32-bit numbers
    here, there = read(track), read(tilted)
    assert there.view.roll_deg - here.view.roll_deg == pytest.approx(roll_deg, abs=0.3)
    assert apart(here, there) < 0.4


@few
@given(name=clips, factor=st.floats(0.7, 3))
def test_more_pixels_change_nothing(name: str, factor: float) -> None:
    track = CLIPS[name].track
    assert apart(read(track), read(scaled(track, factor))) < 0.3


@few
@given(name=clips, shift_s=st.floats(0, 3600))
def test_a_later_start_changes_nothing(name: str, shift_s: float) -> None:
    track = CLIPS[name].track
    here, there = read(track), read(replace(track, time_s=track.time_s + shift_s))
    assert apart(here, there) < 1e-3
    for mine, theirs in zip(measure(here), measure(there), strict=True):
        assert theirs.value_deg == pytest.approx(mine.value_deg, abs=0.02)


@pytest.mark.parametrize("name", sorted(CLIPS))
def test_fewer_frames_at_uneven_times_give_the_same_values(name: str) -> None:
    track = CLIPS[name].track
    here, there = measure(read(track)), measure(read(thinned(track)))
    for mine, theirs in zip(here, there, strict=True):
        assert theirs.value_deg == pytest.approx(mine.value_deg, abs=1.0)
