"""Who is in the picture: who is meant among several people, and noticing company."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from romtrack.exercises import exercise, exercise_ids
from romtrack.kinematics.body import Body, tilt_deg
from romtrack.kinematics.positions import POSITIONS
from romtrack.kinematics.signals import SIGNALS
from romtrack.language import N_
from romtrack.pose.appearance import hips_and_trunk, legs_in_view
from romtrack.types import SIDES, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from romtrack.exercises import Exercise
    from romtrack.pose.estimator import PeopleFinder
    from romtrack.pose.sighting import Sighting
    from romtrack.types import FloatArray, Frame, Pose, Side, Skeleton

__all__ = ["SEVERAL_PEOPLE", "Candidate", "Census", "Chosen", "Reason", "choose", "is_placed", "often_there"]

Reason = Literal["alone", "position", "movement", "size", "pointed"]

_COMPARABLE: Final = 0.65  # of the subject's size: somebody who could be meant instead
_COMPANY: Final = 0.5  # of the subject's size: somebody who may come into the way
_APART_TRUNKS: Final = 0.6
_LOOK_EVERY_S: Final = 5.0  # a look costs more than a frame
_OFTEN: Final = 0.5  # share of the looks
# The widest range of whoever exercises over that of whoever only sits there too: 2.0-30 (rendered, 14 scenes,
# 9 bodies; 2.0 where the neighbour's leg is cut off by the picture's edge); of two who both exercise 1.0-1.2.
_MORE: Final = 1.6
_FEWEST: Final = 5  # looks that make a range
_WALKS_TRUNKS: Final = (
    3.0  # from side to side: at most 2.4 in 190 recordings of exercises, 3.8 who walks across
)
_RARE: Final = 0.3  # of the looks at whoever was in position most: somebody who only walks by


class Moved(NamedTuple):
    """How far somebody moved: surely, without the farthest look on either side, and at most, with them.

    One look that went wrong makes no movement, but a quick repetition shows in one look only.
    """

    surely: float
    at_most: float


@dataclass(eq=False, slots=True)
class Candidate:
    """One of the people of a recording, as seen so far."""

    seen: list[Sighting] = field(default_factory=list)

    def placed(self, skeleton: Skeleton, card: Exercise | None) -> int:
        """Return how often they were in the exercise's position with their legs in view."""
        return sum(is_placed(one.pose, skeleton, card) for one in self.seen)

    def moved(self, skeleton: Skeleton, card: Exercise | None) -> Moved:
        """Return how far they moved what the exercise counts, in its smallest repetitions; 0 = not known.

        Where it is not known, it is the one that they moved most in, of those in whose position they were.
        """
        if card is not None:
            return self._moved(skeleton, card)
        points = np.array([one.pose.image_px for one in self.seen])
        body = Body(points, skeleton, np.array([one.looks.trunk_px for one in self.seen]))
        legs = {
            count: np.array([legs_in_view(one.pose, skeleton, count) for one in self.seen])
            for count in (1, 2)
        }
        cards = [
            one
            for one in map(exercise, exercise_ids())
            if _often(legs[one.legs] & POSITIONS[one.position].enters(body))
        ]
        return max((self._moved(skeleton, one) for one in cards), default=Moved(0.0, 0.0))

    def _moved(self, skeleton: Skeleton, card: Exercise) -> Moved:
        if card.count is None or len(self.seen) < _FEWEST:
            return Moved(0.0, 0.0)
        points = np.array([one.pose.image_px for one in self.seen])
        torso_px = np.median([one.looks.trunk_px for one in self.seen])
        body = Body(points, skeleton, np.full(len(points), torso_px))
        return max(_moved(_counted(body, card.count.signal, side) / card.count.least) for side in SIDES)

    @property
    def stays(self) -> bool:
        """Whether they do not walk about."""
        hips_px = np.array([one.looks.hips_px for one in self.seen])
        return float(np.hypot(*np.ptp(hips_px, axis=0))) < _WALKS_TRUNKS * _size_px(self)


class Chosen(NamedTuple):
    """The subject among several people, by what they were chosen, and whether they are clearly meant."""

    subject: Candidate
    by: Reason
    clear: bool


def is_placed(pose: Pose, skeleton: Skeleton, card: Exercise | None) -> bool:
    """Say whether the legs are in view and the body is in the exercise's position (None: any)."""
    if card is None:
        return legs_in_view(pose, skeleton, 1)
    body = Body(pose.image_px, skeleton, np.asarray(hips_and_trunk(pose.image_px, skeleton)[1]))
    return legs_in_view(pose, skeleton, card.legs) and bool(POSITIONS[card.position].enters(body))


def _legs(card: Exercise | None) -> int:
    """Return how many legs must be seen of whoever does the exercise."""
    return 1 if card is None else card.legs


def choose(candidates: Sequence[Candidate], skeleton: Skeleton, card: Exercise | None) -> Chosen | None:
    """Choose who does the exercise: by position, then by movement, then by size; None of nobody.

    Two of like size who both sit there, and of whom both or none moves, leave it unclear who is meant.
    """
    legs = _legs(card)
    whole = [one for one in candidates if _often(legs_in_view(see.pose, skeleton, legs) for see in one.seen)]
    if not whole:
        return None
    if len(candidates) == 1:
        return Chosen(whole[0], "alone", clear=True)
    placed = _placed(whole, skeleton, card)
    if len(placed) == 1 and card is not None:
        return Chosen(placed[0], "position", clear=True)
    return _by_movement(placed, skeleton, card) or _by_size(placed or whole)


def _placed(
    candidates: Sequence[Candidate], skeleton: Skeleton, card: Exercise | None
) -> Sequence[Candidate]:
    """Return those who were in the position, and more than in passing against whoever was most.

    Where the exercise is not known, they are in position who stay: nobody is meant because they sit.
    Somebody close behind disturbs the landmarks: the patient may seem out of position most of the time.
    """
    if card is None:
        most = max(len(one.seen) for one in candidates)
        return [one for one in candidates if len(one.seen) >= _RARE * most and one.stays]
    counts = [one.placed(skeleton, card) for one in candidates]
    return [
        one for one, count in zip(candidates, counts, strict=True) if count >= max(_RARE * max(counts), 1)
    ]


def _by_movement(candidates: Sequence[Candidate], skeleton: Skeleton, card: Exercise | None) -> Chosen | None:
    if not candidates or (card is not None and card.count is None):
        return None
    moved = {id(one): one.moved(skeleton, card) for one in candidates}
    first, *rest = sorted(candidates, key=lambda one: moved[id(one)], reverse=True)
    if moved[id(first)].surely < 1:
        return None
    others = max((moved[id(one)].at_most for one in rest), default=0.0)
    return Chosen(first, "movement", clear=moved[id(first)].at_most > _MORE * others)


def _by_size(candidates: Sequence[Candidate]) -> Chosen:
    first, *rest = sorted(candidates, key=_size_px, reverse=True)
    return Chosen(first, "size", clear=all(_size_px(one) < _COMPARABLE * _size_px(first) for one in rest))


def _size_px(candidate: Candidate) -> float:
    return float(np.median([one.looks.trunk_px for one in candidate.seen]))


def _counted(body: Body, signal: str, side: Side) -> FloatArray:
    """Return what the exercise counts, (T,); of the hip's rotation, the tilt of the shank."""
    of = SIGNALS[signal].of
    if of is None:
        return tilt_deg(body.point(f"{side}_ankle") - body.point(f"{side}_knee"))
    return of(body, side)


def _moved(values: FloatArray) -> Moved:
    ordered = np.sort(values)
    return Moved(float(ordered[-2] - ordered[1]), float(ordered[-1] - ordered[0]))


def _often(flags: Iterable[bool]) -> bool:
    return bool(np.mean(list(flags)) >= _OFTEN)


class Census:
    """Looks now and then whether somebody else is in the picture, with so many legs as the exercise needs.

    memory: so many looks count (None = all). looks: what they told.
    """

    def __init__(self, finder: PeopleFinder, memory: int | None = None, card: Exercise | None = None) -> None:
        self._finder, self._legs = finder, _legs(card)
        self._next_s = 0.0
        self.looks: deque[bool] = deque(maxlen=memory)

    def look(self, frame: Frame, subject: Pose) -> None:
        """Look at this frame if it is time to."""
        if frame.time_s < self._next_s:
            return
        self._next_s = frame.time_s + _LOOK_EVERY_S
        people = self._finder.find(frame)
        self.looks.append(any(self._is_company(pose, subject) for pose in people))

    def _is_company(self, pose: Pose, subject: Pose) -> bool:
        skeleton = self._finder.skeleton
        hips, trunk_px = hips_and_trunk(pose.image_px, skeleton)
        mine, my_trunk_px = hips_and_trunk(subject.image_px, skeleton)
        apart = float(np.hypot(*(hips - mine))) > _APART_TRUNKS * my_trunk_px
        return apart and trunk_px > _COMPANY * my_trunk_px and legs_in_view(pose, skeleton, self._legs)

    @property
    def company(self) -> bool:
        """Whether somebody else was often there."""
        return often_there(self.looks)


def often_there(looks: Iterable[bool]) -> bool:
    """Say whether somebody else was in the picture at half of the looks for them at least."""
    looks = list(looks)
    return bool(looks) and bool(np.mean(looks) >= _OFTEN)


SEVERAL_PEOPLE: Final = Notice(
    "several_people",
    N_(
        "somebody else is in the picture: the one followed is marked in the annotated video; "
        "film one person alone."
    ),
)
