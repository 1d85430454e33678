from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from romtrack.pose.estimator import BLAZEPOSE
from romtrack.reps import LevelLine
from romtrack.types import SIDES, Fault, Frame, Hold, PoseTrack, ShankEvidence, Side, SignalTrack
from romtrack.video import Mark, Marks
from romtrack.video._drawing import AMBER, GREY, ORANGE, SKY, WHITE, Canvas, Colour
from romtrack.video._gauges import limits
from romtrack.video.overlay import Overlay

if TYPE_CHECKING:
    from romtrack.types import FloatArray, Image

WIDTH_PX, HEIGHT_PX = 640, 480
LENGTH_PX = 160.0
KNEES_PX = {"left": (380.0, 240.0), "right": (260.0, 240.0)}  # the person faces the camera
NOWHERE = np.full((len(BLAZEPOSE.keypoints), 2), np.nan)
TIME_S = np.arange(0, 20, 0.1)


def down(tilt_deg: float) -> FloatArray:
    return np.array([np.sin(np.radians(tilt_deg)), np.cos(np.radians(tilt_deg))])


def posed(tilts_deg: dict[Side, float], shift_px: float = 0.0) -> FloatArray:
    """Return the keypoints of a seated person; a tilt is + toward the right edge."""
    points = np.tile([320.0 + shift_px, 120.0], (len(BLAZEPOSE.keypoints), 1))
    for side in SIDES:
        knee = KNEES_PX[side] + np.array([shift_px, 0])
        for joint, share in (("knee", 0.0), ("ankle", 1.0), ("heel", 1.1), ("foot_index", 1.2)):
            points[BLAZEPOSE.index(f"{side}_{joint}")] = knee + share * LENGTH_PX * down(tilts_deg[side])
        points[BLAZEPOSE.index(f"{side}_hip")] = knee - np.array([0, 60])
    return points


def tracked(points_px: FloatArray, mask: tuple[float, float, float] = (np.nan, np.nan, np.nan)) -> PoseTrack:
    """Return one pose held for 20 s; ``mask`` is the line of either shank: tilt, x, y."""
    count = len(TIME_S)
    evidence = ShankEvidence(
        *(np.full(count, one) for one in (np.nan, *mask, *[np.nan] * 2, 40.0, *[np.nan] * 7))
    )
    return PoseTrack(
        skeleton=BLAZEPOSE,
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        time_s=TIME_S,
        image_px=np.tile(points_px, (count, 1, 1)),
        world_m=np.zeros((count, len(points_px), 3)),
        visibility=np.ones((count, len(points_px))),
        shanks=dict.fromkeys(SIDES, evidence),
    )


def overlay(
    person: FloatArray | PoseTrack = NOWHERE,
    value_deg: FloatArray | float = 20.0,
    side: Side | None = "left",
    marks: tuple[Mark, ...] = (),
    roll_deg: float = 0.0,
) -> Overlay:
    track = person if isinstance(person, PoseTrack) else tracked(person)
    value, one = np.broadcast_to(value_deg, len(TIME_S)).astype(float), np.ones(len(TIME_S))
    signals = {
        leg: SignalTrack("hip_rotation", leg, "deg", TIME_S, value, one, np.isfinite(value)) for leg in SIDES
    }
    return Overlay(track, signals, side, Marks("trial", marks), roll_deg)


def drawn(what: Overlay, row: int = 0, width_px: int = WIDTH_PX, height_px: int = HEIGHT_PX) -> Image:
    black = np.zeros((height_px, width_px, 3), np.uint8)
    return what.draw(Frame(float(TIME_S[row]), black), row).image


def inked(image: Image, colour: Colour) -> np.typing.NDArray[np.bool_]:
    close: np.typing.NDArray[np.bool_] = np.abs(image.astype(int) - colour).max(axis=-1) <= 8
    return close


def dots(image: Image, colour: Colour) -> int:
    """Count the blobs of one colour that are more than the soft edge of a letter."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(inked(image, colour).astype(np.uint8))
    return int(np.sum(stats[1:, cv2.CC_STAT_AREA] >= 25))


def trial(end_s: float, *, accepted: bool) -> Mark:
    return Mark(end_s - 1, end_s, 15.0, accepted)


def test_the_frame_given_is_not_modified_even_when_it_cannot_be() -> None:
    image = np.full((HEIGHT_PX, WIDTH_PX, 3), 90, np.uint8)
    image.flags.writeable = False
    out = overlay(posed({"left": 20, "right": 0})).draw(Frame(1.5, image), 0)
    assert np.all(image == 90)
    assert np.any(out.image != 90)
    assert out.time_s == 1.5


@pytest.mark.parametrize(
    ("side", "value_deg", "roll_deg", "tilt_deg", "arc_is_right"),
    [
        ("left", 25.0, 0.0, 25.0, True),
        ("left", -25.0, 0.0, -25.0, False),
        ("right", 25.0, 0.0, -25.0, False),
        ("right", -25.0, 0.0, 25.0, True),
        ("left", 12.0, 20.0, -8.0, True),  # the camera is rolled: plumb tilts to the left
        ("left", -12.0, 20.0, -32.0, False),
        ("right", 12.0, -20.0, 8.0, False),
        ("right", -12.0, -20.0, 32.0, True),
    ],
)
def test_the_arc_lies_on_the_side_of_plumb_where_the_foot_is(
    *, side: Side, value_deg: float, roll_deg: float, tilt_deg: float, arc_is_right: bool
) -> None:
    points = posed({"left": tilt_deg, "right": tilt_deg})
    shown = drawn(overlay(points, value_deg, side, roll_deg=roll_deg))
    unseen = drawn(overlay(points, np.nan, side, roll_deg=roll_deg))
    x, y = KNEES_PX[side]
    depth = 45  # between the knee's marker and the number
    columns = np.arange(WIDTH_PX)
    share = {True: 0, False: 0}
    for below in range(12, depth):
        changed = np.any(shown[int(y) + below] != unseen[int(y) + below], axis=-1)
        plumb = x - below * np.tan(np.radians(roll_deg))
        share[True] += int(np.sum(changed & (columns > plumb + 5)))
        share[False] += int(np.sum(changed & (columns < plumb - 5)))
    assert share[arc_is_right] > 100
    assert share[arc_is_right] > 10 * share[not arc_is_right]


@pytest.mark.parametrize(("mask_deg", "shift_px"), [(20.0, 14.0), (50.0, 0.0), (np.nan, 0.0)])
def test_the_shank_is_drawn_along_the_mask_unless_that_is_not_the_shank(
    mask_deg: float, shift_px: float
) -> None:
    points = posed({"left": 20, "right": 0})
    middle = points[BLAZEPOSE.index("left_knee")] + 0.7 * LENGTH_PX * down(20)  # beyond the arc
    image = drawn(overlay(tracked(points, (mask_deg, middle[0] + 14, middle[1]))))
    line = np.flatnonzero(inked(image, ORANGE)[round(middle[1]), :450])
    assert line.mean() == pytest.approx(middle[0] + shift_px, abs=1)


def test_without_a_value_no_angle_is_drawn() -> None:
    points = posed({"left": 25, "right": 0})
    assert inked(drawn(overlay(points, 25.0)), ORANGE).any()
    unseen = drawn(overlay(points, np.nan))
    assert not inked(unseen, ORANGE).any()
    assert inked(unseen, SKY).any()  # the leg itself was seen


def test_the_drawing_grows_with_the_frame() -> None:
    what = overlay(posed({"left": 25, "right": 0}))
    middles = []
    for scale in (1, 2, 3):
        x, y = (int(scale * part) for part in KNEES_PX["left"])
        near = inked(drawn(what, 0, scale * WIDTH_PX, scale * HEIGHT_PX), WHITE)
        near = near[y - 10 * scale : y + 4 * scale, x - 10 * scale : x + 10 * scale]
        assert near.sum() > 20 * scale**2
        middles.append(x - 10 * scale + np.flatnonzero(near.any(axis=0)).mean())
    assert np.array(middles) / (1, 2, 3) == pytest.approx([KNEES_PX["left"][0]] * 3, abs=0.6)


@pytest.mark.parametrize("shift_px", [-330.0, -200.0, 0.0, 100.0, 180.0])
@pytest.mark.parametrize("tilt_deg", [-30.0, 0.0, 35.0])
def test_the_number_does_not_cover_the_shank(shift_px: float, tilt_deg: float) -> None:
    points = posed({"left": tilt_deg, "right": 0}, shift_px)
    image = drawn(overlay(points, tilt_deg))
    for share in np.linspace(0.15, 0.85, 30):
        x, y = points[BLAZEPOSE.index("left_knee")] + share * LENGTH_PX * down(tilt_deg)
        if 0 <= x < WIDTH_PX - 1 and tilt_deg:  # at 0 degrees plumb and shank are one line
            assert inked(image, ORANGE)[round(y), round(x)], share


@pytest.mark.parametrize("size", [(160, 120), (161, 121), (33, 21), (3, 2), (480, 640), (855, 481)])
@pytest.mark.parametrize("side", ["left", "right", None])
def test_any_size_of_frame_is_drawn_on(size: tuple[int, int], side: Side | None) -> None:
    image = drawn(overlay(posed({"left": 20, "right": -20}), side=side), 0, *size)
    assert image.shape == (size[1], size[0], 3)
    assert image.any()


@pytest.mark.parametrize("shift_px", [-1e7, -700.0, 700.0, 1e7, np.nan])
def test_a_person_outside_the_picture_leaves_only_the_panels(shift_px: float) -> None:
    points = posed({"left": 20, "right": 0}, shift_px)
    middle = drawn(overlay(points), 100)[110:360]
    assert not inked(middle, SKY).any()
    assert drawn(overlay(points), 100)[:90].any()


@pytest.mark.parametrize(
    ("time_s", "accepted", "refused"),
    [(4.9, 0, 0), (5.0, 1, 0), (9.0, 1, 0), (11.0, 1, 1), (16.0, 2, 1)],
)
def test_a_trial_counts_from_its_end_on(time_s: float, accepted: int, refused: int) -> None:
    trials = (
        trial(5.0, accepted=True),
        trial(10.0, accepted=False),
        trial(15.0, accepted=True),
    )
    counted = drawn(overlay(marks=trials), round(time_s * 10), 1280, 960)[80:104]
    assert (dots(counted, SKY), dots(counted, GREY)) == (accepted, refused)


def test_many_trials_stay_inside_the_panel() -> None:
    trials = tuple(trial(0.2 * number, accepted=True) for number in range(1, 60))
    image = drawn(overlay(marks=trials), 199)
    assert inked(image[:90, :186], SKY).any()
    assert not inked(image[:, 240:], SKY).any()


def test_the_trace_keeps_its_scale() -> None:
    what = overlay(value_deg=np.where(TIME_S > 15, 50.0, 5.0))
    early, late = drawn(what, 10), drawn(what, 199)
    scale = np.s_[393:465, 8:36]
    assert inked(early[scale], GREY).any()
    assert np.array_equal(early[scale], late[scale])
    assert not np.array_equal(early[393:465], late[393:465])


def test_a_gap_in_the_signal_stays_a_gap() -> None:
    value_deg = np.where((TIME_S > 3) & (TIME_S < 5), np.nan, 10.0)
    trace = drawn(overlay(value_deg=value_deg), 80)[393:465]
    columns = np.flatnonzero(inked(trace, ORANGE)) % WIDTH_PX
    assert set(range(55, 105)) <= set(columns)
    assert not set(range(115, 153)) & set(columns)
    assert set(range(162, 225)) <= set(columns)


def test_without_a_measured_leg_nothing_is_claimed() -> None:
    image = drawn(overlay(posed({"left": 20, "right": 0}), side=None))
    assert inked(image, GREY).any()
    assert not inked(image, ORANGE).any()
    assert not image[:100].any()


CLAMS = (Mark(4.0, 5.0, 0.4, accepted=True), Mark(8.0, 9.0, -0.1, accepted=False))
FAULT = Fault("pelvis_roll", "left", 10.0, 12.0, float("nan"))


def exercising(marks: Marks, unit: str = "torso", value: float = 0.42, *, seen: bool = True) -> Overlay:
    """Return the overlay of an exercise that counts a length, 20 s."""
    track = tracked(posed({"left": 10.0, "right": -10.0}))
    values, unknown = np.full(len(TIME_S), value if seen else np.nan), np.full(len(TIME_S), np.nan)
    signals = {
        leg: SignalTrack("knee_rise", leg, unit, TIME_S, values, unknown, np.isfinite(values))
        for leg in SIDES
    }
    return Overlay(track, signals, "left", marks, 0.0)


def test_an_exercise_has_a_whole_body_and_no_angle_at_the_knee() -> None:
    image = drawn(exercising(Marks("rep")))
    x, y = KNEES_PX["left"]
    below = inked(image, ORANGE)[int(y) : int(y + 0.8 * LENGTH_PX), int(x) - 80 : int(x) + 100]
    assert not below.any()
    person = image[110:130, 300:340]  # shoulders, elbows and wrists are there
    assert inked(person, GREY).any()


def test_a_form_fault_is_named_while_it_lasts() -> None:
    what = exercising(Marks("rep", CLAMS, faults=(FAULT,)))
    named = [
        inked(drawn(what, round(10 * time_s))[82:104], AMBER).any() for time_s in (9.9, 10.0, 11.9, 12.0)
    ]
    assert named == [False, True, True, False]


def test_partial_attempts_have_a_dot_but_are_no_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    written = texts_of(exercising(Marks("rep", CLAMS)), 150, monkeypatch)
    assert "1 rep" in written
    assert not [text for text in written if "trunk" in text or "last peak" in text], "no unit for people"


def test_a_hold_grows_while_it_lasts_and_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    what = exercising(Marks("hold", holds=(Hold("left", 2.0, 14.3, 0.3),)))
    assert "0.0 s held" in texts_of(what, 10, monkeypatch)
    assert {"8.0 s held", "last hold -"} <= set(texts_of(what, 100, monkeypatch))
    assert {"12.3 s held", "last hold 12.3 s"} <= set(texts_of(what, 190, monkeypatch))


def test_sides_that_take_turns_are_both_prominent(monkeypatch: pytest.MonkeyPatch) -> None:
    image = drawn(exercising(Marks("rep", both=True)))
    for side in SIDES:
        x, y = (int(part) for part in KNEES_PX[side])
        assert inked(image, SKY)[y - 3 : y + 4, x - 3 : x + 4].any()
    assert "both" in texts_of(exercising(Marks("rep", both=True)), 0, monkeypatch)


def test_the_scale_of_a_trace_fits_its_signal() -> None:
    levels = (LevelLine("least", "least that counts", -0.6), LevelLine("rest", "rest", -0.7))
    low, high = limits(exercising_signal(0.42), Marks("rep", CLAMS, levels=levels))
    assert -0.8 < low < -0.7
    assert 0.42 < high < 0.6
    low, high = limits(exercising_signal(1.7), Marks("rep"))
    assert [low, high] == pytest.approx([1.55, 1.85])


@pytest.mark.parametrize("seen", [True, False])
def test_an_exercise_is_drawn_on_any_frame(*, seen: bool) -> None:
    what = exercising(Marks("rep", CLAMS, faults=(FAULT,)), seen=seen)
    for size in ((33, 21), (160, 120), (480, 854), (1920, 1080)):
        assert drawn(what, 110, *size).shape == (size[1], size[0], 3)


def exercising_signal(value: float) -> SignalTrack:
    values = np.full(len(TIME_S), value)
    return SignalTrack("knee_rise", "left", "torso", TIME_S, values, values * np.nan, np.isfinite(values))


def texts_of(what: Overlay, row: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is written on a frame."""
    written: list[str] = []

    def text(_: Canvas, left: float, _middle: float, text: str, *_pen: object) -> float:
        written.append(text)
        return left

    with monkeypatch.context() as patch:
        patch.setattr(Canvas, "text", text)
        drawn(what, row)
    return written
