"""Recordings in which there is nothing to measure: refused with a reason, whatever they hold."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import recorded

from romtrack.kinematics.view import assumed_camera
from romtrack.measure.measuring import measure
from romtrack.measure.quality import judge_quality
from romtrack.measure.seated import read_seated
from romtrack.measure.setup import check_recording
from romtrack.types import SIDES, PoseTrack, ShankEvidence

if TYPE_CHECKING:
    from collections.abc import Callable

    from romtrack.types import FloatArray, Measurement, Quality

NAN_COLUMNS = {column.name: np.nan for column in fields(ShankEvidence)}
NO_MASK = {
    name: np.nan for name in NAN_COLUMNS if name.startswith(("mask", "shaft", "upper", "lower", "edge"))
}


def with_points(track: PoseTrack, change: Callable[[FloatArray], FloatArray]) -> PoseTrack:
    return replace(track, image_px=change(track.image_px.copy()))


def with_evidence(track: PoseTrack, **values: float) -> PoseTrack:
    columns = {name: np.full(len(track), value) for name, value in values.items()}
    return replace(track, shanks={side: replace(track.shank(side), **columns) for side in SIDES})


def at(track: PoseTrack, *joints: str) -> list[int]:
    return [track.skeleton.index(f"{side}_{joint}") for joint in joints for side in SIDES]


def lying(track: PoseTrack) -> PoseTrack:
    return with_points(track, lambda points: points[..., ::-1])


def standing(track: PoseTrack) -> PoseTrack:
    return with_points(track, lambda points: _lowered(points, at(track, "knee", "ankle")))


def _lowered(points: FloatArray, which: list[int]) -> FloatArray:
    points[:, which, 1] += 100
    return points


def back_to_the_camera(track: PoseTrack) -> PoseTrack:
    turned = with_points(
        track, lambda points: np.stack((track.width_px - points[..., 0], points[..., 1]), -1)
    )
    return replace(turned, world_m=track.world_m * np.array([-1, 1, -1]))


def crossed_legs(track: PoseTrack) -> PoseTrack:
    left, right = at(track, "ankle")

    def change(points: FloatArray) -> FloatArray:
        points[:, [left, right]] = points[:, [right, left]]
        return points

    return with_points(track, change)


def without_ankles(track: PoseTrack) -> PoseTrack:
    def change(points: FloatArray) -> FloatArray:
        points[:, at(track, "ankle")] = np.nan
        return points

    return with_evidence(with_points(track, change), **NAN_COLUMNS)


def skirt(track: PoseTrack) -> PoseTrack:
    wide_px = 0.8 * float(np.nanmedian(track.shank("left").length_px))
    return with_evidence(track, upper_px=wide_px, lower_px=wide_px)


def without_mask(track: PoseTrack) -> PoseTrack:
    return with_evidence(track, coverage=0.0, **NO_MASK)


def nobody(track: PoseTrack) -> PoseTrack:
    gone = with_evidence(with_points(track, lambda points: np.full_like(points, np.nan)), **NAN_COLUMNS)
    return replace(gone, world_m=np.full_like(track.world_m, np.nan))


def analysed(track: PoseTrack) -> tuple[tuple[Measurement, ...], Quality]:
    reading = read_seated(track, assumed_camera(track.width_px, track.height_px))
    setup = check_recording(track, reading.side, reading.view.roll_deg)
    return measure(reading, setup=setup), judge_quality(track, reading.signal, (), setup)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lying, "not_seated"),
        (standing, "not_seated"),
        (without_ankles, "not_seated"),
        (back_to_the_camera, "facing_away"),
        (crossed_legs, "legs_crossed"),
        (skirt, "shank_hidden"),
        (without_mask, "shank_hidden"),
        (nobody, "no_person"),
    ],
)
def test_no_number_and_the_reason(spoil: Callable[[PoseTrack], PoseTrack], why: str) -> None:
    measurements, quality = analysed(spoil(recorded("measure_elderly_left").track))
    assert [one.value_deg for one in measurements if one.value_deg is not None] == []
    assert why in {warning.id for warning in quality.warnings}
    if measurements:
        assert why in {warning.id for one in measurements for warning in one.warnings}


@pytest.mark.parametrize("seed", range(5))
def test_landmarks_and_evidence_missing_here_and_there_break_nothing(seed: int) -> None:
    track = recorded("measure_elderly_left").track
    rng = np.random.default_rng(seed)

    def change(points: FloatArray) -> FloatArray:
        points[rng.random(points.shape[:2]) < 0.005] = np.nan
        return points

    holed = with_points(track, change)
    columns = {name: np.where(rng.random(len(track)) < 0.005, np.nan, 0) for name in NAN_COLUMNS}
    evidence = {
        side: replace(e, **{name: getattr(e, name) + hole for name, hole in columns.items()})
        for side, e in (track.shanks or {}).items()
    }
    (before,), _ = analysed(track)
    (after,), _ = analysed(replace(holed, shanks=evidence))
    assert before.value_deg is not None
    assert after.value_deg == pytest.approx(before.value_deg, abs=1.0)
