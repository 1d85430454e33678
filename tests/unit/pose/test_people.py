"""Who is meant among several people."""

from dataclasses import replace
from typing import Self

import numpy as np
import pytest

from romtrack.errors import UsageError
from romtrack.exercises import exercise
from romtrack.pose.appearance import Appearance
from romtrack.pose.people import Candidate, choose
from romtrack.pose.scout import Scout
from romtrack.pose.sighting import Sighting
from romtrack.settings import Place
from romtrack.types import SIDES, Frame, Pose, Skeleton

UPPER = ("nose", "left_ear", "right_ear")
JOINTS = tuple(f"{side}_{joint}" for joint in ("shoulder", "hip", "knee", "ankle") for side in SIDES)
SKELETON = Skeleton("eleven", (*UPPER, *JOINTS), ())
MEASURE = exercise("seated-ir-measure")
RED, BLUE = (200, 30, 30), (30, 30, 200)


def person(
    x_px: float, size_px: float, *, standing: bool = False, legs_seen: bool = True, turn_deg: float = 0.0
) -> Pose:
    heights = (0.0, 1.0, 2.0, 3.0) if standing else (0.0, 1.0, 1.2, 2.2)
    points = [(x_px, -0.4 * size_px)] * 3
    breadths = (0.7, 0.2, 0.2, 0.2)  # as people are, seen from the front
    points += [
        (x_px + side * breadth * size_px / 2, height * size_px)
        for height, breadth in zip(heights, breadths, strict=True)
        for side in (1, -1)
    ]
    points[-2] = (points[-2][0] + np.tan(np.radians(turn_deg)) * size_px, points[-2][1])
    visibility = np.array([1.0] * 7 + [1.0 if legs_seen else 0.2] * 4)
    return Pose(0.0, 640, 480, np.array(points), np.zeros((11, 3)), visibility)


def candidate(*poses: Pose) -> Candidate:
    colours = np.ones(4, dtype=np.float32) / 4
    return Candidate(
        [Sighting(one, Appearance(one.image_px[5:7].mean(0), _trunk(one), colours, 0.0)) for one in poses]
    )


def _trunk(pose: Pose) -> float:
    return float(pose.image_px[5, 1] - pose.image_px[3, 1])


def turning(x_px: float, size_px: float, far_deg: float) -> Candidate:
    """Return somebody who turns one shank so far, half the time."""
    return candidate(*(person(x_px, size_px, turn_deg=far_deg * (count % 4 > 1)) for count in range(16)))


def test_one_person_is_clear_also_out_of_position() -> None:
    me = candidate(person(300, 100, standing=True))
    assert choose([me], SKELETON, MEASURE) == (me, "alone", True)


def test_who_sits_is_meant_also_beside_somebody_larger_who_stands() -> None:
    me = candidate(person(300, 90))
    assert choose([candidate(person(100, 140, standing=True)), me], SKELETON, MEASURE) == (
        me,
        "position",
        True,
    )


def test_a_smaller_person_behind_does_not_make_it_unclear() -> None:
    me = candidate(person(300, 100))
    assert choose([candidate(person(500, 55)), me], SKELETON, MEASURE) == (me, "size", True)


def test_two_seated_people_of_like_size_who_both_sit_still_are_unclear() -> None:
    choice = choose([turning(150, 100, 0), turning(450, 90, 3)], SKELETON, MEASURE)
    assert choice is not None
    assert not choice.clear


@pytest.mark.parametrize("fidget_deg", [0, 4, 10])
@pytest.mark.parametrize("neighbour_px", [60, 100, 150])
def test_of_two_who_sit_the_one_is_meant_who_turns_a_leg(neighbour_px: float, fidget_deg: float) -> None:
    me = turning(150, 100, 30)
    assert choose([turning(450, neighbour_px, fidget_deg), me], SKELETON, MEASURE) == (me, "movement", True)


def test_two_who_both_turn_a_leg_are_unclear_whatever_their_size() -> None:
    choice = choose([turning(150, 100, 30), turning(450, 55, 25)], SKELETON, MEASURE)
    assert choice is not None
    assert not choice.clear


def test_somebody_whose_legs_are_hidden_is_nobody() -> None:
    helper, me = candidate(person(300, 100, legs_seen=False)), candidate(person(300, 80))
    assert choose([helper], SKELETON, MEASURE) is None
    assert choose([helper, me], SKELETON, MEASURE) == (me, "position", True)
    assert choose([], SKELETON, MEASURE) is None


def test_who_only_walks_by_is_not_meant() -> None:
    me, passer = turning(300, 100, 2), candidate(person(100, 140), person(140, 140))
    assert choose([passer, me], SKELETON, MEASURE) == (me, "position", True)


WHOLE = Skeleton("thirteen", (*SKELETON.keypoints, "left_wrist", "right_wrist"), ())


def with_hands(one: Candidate) -> Candidate:
    """Return somebody whose hands hang beside the hips."""

    def whole(seen: Sighting) -> Sighting:
        pose = seen.pose
        hands = np.add(pose.image_px[5:7], (0, 0.1))
        pose = replace(
            pose,
            image_px=np.vstack((pose.image_px, hands)),
            world_m=np.zeros((13, 3)),
            visibility=np.append(pose.visibility, (1.0, 1.0)),
        )
        return Sighting(pose, seen.looks)

    return Candidate([whole(seen) for seen in one.seen])


def squatting(x_px: float, size_px: float, depth: float) -> Candidate:
    """Return somebody who stands, and goes down by a share of the trunk now and then."""
    poses = []
    for count in range(16):
        pose = person(x_px, size_px, standing=True)
        down_px = np.array([0, depth * size_px * (count % 4 > 1)])
        moved = np.where(
            np.arange(11)[:, None] < 7, down_px, np.where(np.arange(11)[:, None] < 9, down_px / 2, 0)
        )
        poses.append(replace(pose, image_px=pose.image_px + moved))
    return candidate(*poses)


def chosen(*people: Candidate) -> tuple[int, str, bool]:
    """Return who is meant where the exercise is not known, by their place, and how clearly."""
    candidates = [with_hands(one) for one in people]
    choice = choose(candidates, WHOLE, None)
    assert choice is not None
    return candidates.index(choice.subject), choice.by, choice.clear


def test_where_the_exercise_is_not_known_who_does_one_is_meant_and_not_who_sits() -> None:
    sitter, helper = turning(450, 140, 0), squatting(300, 130, 0.0)
    assert chosen(sitter, squatting(150, 100, 0.6)) == (1, "movement", True)
    assert chosen(helper, turning(450, 100, 30)) == (1, "movement", True)
    assert chosen(sitter, squatting(150, 60, 0.0)) == (0, "size", True)
    assert not chosen(sitter, helper)[2]


def test_where_the_exercise_is_not_known_who_walks_about_does_none() -> None:
    walker = candidate(*(person(100 + 30 * count, 110, standing=True) for count in range(14)))
    assert chosen(walker, turning(300, 100, 30)) == (1, "movement", True)
    assert chosen(walker, turning(300, 100, 0)) == (1, "size", True)


class Finder:
    """Finds the people that it is told."""

    skeleton = SKELETON

    def close(self) -> None:
        """Release nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __init__(self, *pictures: tuple[Pose, ...]) -> None:
        self.pictures = list(pictures)

    def find(self, _: Frame) -> tuple[Pose, ...]:
        """Return those of the next picture."""
        return self.pictures.pop(0) if self.pictures else ()


def test_people_who_change_their_order_and_places_are_told_apart_by_their_clothes() -> None:
    image = np.full((480, 640, 3), 128, dtype=np.uint8)
    pictures = []
    for count in range(10):
        mine, theirs = person(300, 100, turn_deg=30 * (count % 4 > 1)), person(500 - 6 * count, 100)
        pictures.append((mine, theirs) if count % 2 else (theirs, mine))
    scout = Scout(Finder(*pictures), MEASURE)
    for count in range(10):
        picture = image.copy()
        picture[:110, 285:315] = RED
        picture[:110, 485 - 6 * count : 515 - 6 * count] = BLUE
        scout.look(Frame(count / 2, picture))
    choice = scout.choice()
    assert choice is not None
    assert (len(choice.subject.seen), choice.by, choice.clear) == (10, "movement", True)
    assert {round(one.looks.hips_px[0]) for one in choice.subject.seen} == {300}


@pytest.mark.parametrize(("text", "place"), [("3,4", (3, 4, 0)), (" 3.5, 40 @1.25", (3.5, 40, 1.25))])
def test_a_place_is_read(text: str, place: tuple[float, float, float]) -> None:
    read = Place.of(text)
    assert (read.x_px, read.y_px, read.time_s) == place
    assert Place.of(str(Place(3, 4, 1.5))) == Place(3, 4, 1.5)


@pytest.mark.parametrize("text", ["", "3", "3,", "a,b", "-3,4", "3,4@", "3,4,5", "nan,1", "3;4"])
def test_what_is_no_place_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="no place in the picture"):
        Place.of(text)
