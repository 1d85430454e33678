"""What would make a reading surer: true causes are named, in their order, and nothing that would not help."""

from __future__ import annotations

from dataclasses import replace
from math import hypot
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import camera_of, reading_of, recorded

from romtrack.exercises import exercise
from romtrack.kinematics.hip_rotation import StandIns, inward_sign, unknown_habit
from romtrack.kinematics.learned import SIGMA_TERMS, Seat, relations
from romtrack.kinematics.leg import BEYOND_USE_DEG, LegHabit
from romtrack.kinematics.leg_cues import CUES
from romtrack.kinematics.view import THIGH_SHANKS, assumed_camera, thigh_turn_deg
from romtrack.measure import findings as found
from romtrack.measure.advice import LEANING_DEG, WIDE_HEM, Advice, advise, advised
from romtrack.measure.measuring import measure
from romtrack.measure.seated import read_seated
from romtrack.types import SIDES

if TYPE_CHECKING:
    from romtrack.types import FloatArray, Side

CARD = exercise("seated-ir-measure")
LOOSE = ("lr_02", "lr_11")  # people in trousers, drawn for a living room
CAMERA = assumed_camera(640, 480)
OF_ADVICE = {found.LOOSE_TROUSERS.id, found.FEET_AWAY.id, found.LEVEL_UNKNOWN.id, "thigh_aside"}


def terms_of(**degrees: float) -> FloatArray:
    """Return the terms of a leg of which each adds so many degrees to the uncertainty."""
    named = {"always": 1.0, "line": 1.0, **degrees}
    variance = dict(zip(SIGMA_TERMS, relations().variance, strict=True))
    return np.array([named.get(term, 0.0) / np.sqrt(variance[term]) for term in SIGMA_TERMS])


def habit_of(*, aside_deg: float = 0.0, lean_deg: float = 0.0, wide: bool = False) -> LegHabit:
    """Return a leg that is as usual but for how it sits, and for a wide hem."""
    by = relations()
    usual = by.mean.copy()
    if wide:
        hem = CUES.index("width above the ankle")
        usual[hem] += 2 * WIDE_HEM * by.scale[hem]
    return LegHabit(unknown_habit(), StandIns(), 100.0, Seat(aside_deg, lean_deg, usual))


def causes(advice: tuple[Advice, ...]) -> list[str]:
    return [one.cause for one in advice]


def test_a_sure_leg_is_left_alone() -> None:
    assert advise(terms_of(hem=2.0), habit_of(aside_deg=40, lean_deg=20, wide=True), "left") == ()


def test_each_cause_is_told_by_what_it_costs() -> None:
    (loose,) = advise(terms_of(hem=3.0), habit_of(wide=True), "left")
    assert loose.cause == "trousers"
    assert (loose.sigma_deg, loose.without_deg) == pytest.approx((hypot(3, 1, 1), hypot(1, 1)))
    assert loose.share == pytest.approx(9 / 11)
    assert causes(advise(terms_of(roll=3.0), habit_of(), "left")) == ["level"]
    assert causes(advise(terms_of(aside=3.0), habit_of(aside_deg=30), "left")) == ["thigh"]


def test_something_before_a_bare_shank_is_no_trouser_leg() -> None:
    habit, variance = habit_of(), relations().variance[SIGMA_TERMS.index("line")]
    habit = replace(habit, shank=replace(habit.shank, hidden_deg=3.0))
    (cover,) = advise(terms_of(line=hypot(3 * np.sqrt(variance), 1)), habit, "right")
    assert cover.cause == "cover"
    assert cover.without_deg == pytest.approx(hypot(1, 1))


def test_a_lean_matters_only_where_the_thigh_is_seen_from_beside() -> None:
    leaning = habit_of(aside_deg=20, lean_deg=-2 * LEANING_DEG)
    assert causes(advise(terms_of(aside=3.0), leaning, "left")) == ["feet", "thigh"]
    straight = habit_of(lean_deg=-2 * LEANING_DEG, wide=True)
    assert causes(advise(terms_of(aside=0.2, hem=3.0), straight, "left")) == ["trousers"]


def test_the_most_helpful_comes_first() -> None:
    told = advise(terms_of(hem=3.0, aside=4.0, roll=0.5), habit_of(aside_deg=30, wide=True), "left")
    assert causes(told) == ["thigh", "trousers"]
    assert [one.without_deg for one in told] == sorted(one.without_deg for one in told)


def seen_aside_deg(side: Side, thigh_deg: float, camera_deg: float) -> float:
    """Return how far a thigh is seen to point outward of the camera, both so far to the person's left."""
    hip, knee = np.zeros(2), 0.41 * np.array((np.sin(np.radians(thigh_deg)), np.cos(np.radians(thigh_deg))))
    away = np.array((np.sin(np.radians(camera_deg)), np.cos(np.radians(camera_deg))))
    right = np.array((away[1], -away[0]))  # of the picture: the person's left
    eye = knee + 2.5 * away  # it looks at the knee
    x_px = [CAMERA.cx_px + CAMERA.fx_px * ((p - eye) @ right) / -((p - eye) @ away) for p in (hip, knee)]
    shank_px = np.array([0.41 / THIGH_SHANKS * CAMERA.fy_px / 2.5])
    hip_px, knee_px = (np.array([[x, 200.0]]) for x in x_px)
    return inward_sign(side) * float(thigh_turn_deg(hip_px, knee_px, shank_px, CAMERA, 0.0)[0])


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("thigh_deg", "camera_deg"), [(25.0, 0.0), (-20.0, 0.0), (5.0, -20.0), (-5.0, 15.0)])
def test_the_camera_is_sent_to_where_the_thigh_points(
    side: Side, thigh_deg: float, camera_deg: float
) -> None:
    before_deg = seen_aside_deg(side, thigh_deg, camera_deg)
    assert abs(before_deg) == pytest.approx(abs(thigh_deg - camera_deg), abs=2)
    (told,) = advise(terms_of(aside=3.0), habit_of(aside_deg=before_deg), side)
    after_deg = seen_aside_deg(side, thigh_deg, camera_deg + told.turn_deg)
    assert abs(after_deg) < 5
    way = "left" if thigh_deg > camera_deg else "right"
    assert told.finding.remedy.endswith(f"{abs(told.turn_deg):.0f} degrees round you, to your {way}.")


def test_what_the_set_up_says_already_is_not_said_again() -> None:
    thigh, cover = Advice("thigh", 5.0, 3.0, 20.0), Advice("cover", 5.0, 3.0)
    assert advised((thigh, cover), ()) == (thigh.finding, cover.finding)
    assert advised((thigh, cover), (found.TURNED_LEFT, found.SHANK_HIDDEN)) == ()


def test_loose_trousers_are_told_and_close_ones_are_not() -> None:
    told = {name: {found.LOOSE_TROUSERS.id} for name in LOOSE}
    for name in (*LOOSE, "measure_elderly_left", "measure_slimf_right_both"):
        clip = recorded(name)
        ids = {finding.id for finding in reading_of(clip.track, CARD, clip.side).findings}
        assert OF_ADVICE & ids == told.get(name, set())


def test_a_reading_beyond_use_is_refused_for_what_it_is() -> None:
    clip = recorded("measure_elderly_left")
    track = replace(
        clip.track,
        shanks={
            side: replace(clip.track.shank(side), uneven=np.full(len(clip.track), 0.5)) for side in SIDES
        },
    )
    reading = read_seated(track, camera_of(track), clip.side)
    signal = reading.signals[clip.side]
    assert not signal.ok.any()
    assert np.nanmin(signal.sigma) > BEYOND_USE_DEG
    (refused,) = measure(reading)
    assert (refused.value_deg, [one.id for one in refused.warnings]) == (None, ["too_unsure"])
