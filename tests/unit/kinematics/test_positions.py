"""Positions are come into strictly, and left only by more than the movements done in them."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from conftest import foreign, recorded

from romtrack.exercises import exercise
from romtrack.exercises.model import Viewpoint
from romtrack.kinematics.positions import POSITIONS, VIEWS, Placing, Position
from romtrack.protocols.whereabouts import in_position, track_body


def test_every_position_and_view_that_a_card_may_name_is_known() -> None:
    assert set(POSITIONS) == set(get_args(Position))
    assert set(VIEWS) == set(get_args(Viewpoint))


def test_who_has_come_in_stays_while_they_move_and_comes_in_anew_after_an_absence() -> None:
    placing = Placing()
    course = [
        (0.0, False, True),
        (0.1, True, True),
        (0.2, False, True),
        (0.7, False, False),
        (0.8, False, True),
    ]
    course += [(1.6, False, True), (1.7, True, True)]
    inside = [placing.update(time_s, enters=enters, stays=stays) for time_s, enters, stays in course]
    assert inside == [False, True, True, False, True, False, True]


def test_somebody_on_a_chair_seen_from_the_side_does_not_sit_for_the_measurement() -> None:
    track = recorded("measure_heavyf_right").track
    card = exercise("seated-resisted-ir")
    assert in_position(track, track_body(track), card).mean() > 0.95
    image_px = track.image_px.copy()
    image_px[..., 0] = 320 + 0.2 * (image_px[..., 0] - 320)  # turned by 78 degrees
    turned = replace(track, image_px=image_px)
    assert not in_position(turned, track_body(turned), card).any()


@pytest.mark.parametrize("name", ["stand_up_1", "seated_march_1", "seated_arms_1", "knee_extension_2_side"])
def test_somebody_on_a_chair_does_not_stand(name: str) -> None:
    track = foreign(name).track
    inside = in_position(track, track_body(track), exercise("lateral-lunge-reach"))
    assert not inside[track.time_s < 1.8].any()


def test_somebody_on_the_back_does_not_lie_on_the_side() -> None:
    for name in ("straight_leg_raise_1", "straight_leg_raise_2_bent", "heel_slide_1", "bridge_1"):
        track = foreign(name).track
        assert np.mean(in_position(track, track_body(track), exercise("clamshell"))) < 0.1
