"""Following one person: a pose that belongs to somebody else is a gap, not a measurement.

The pose model follows whoever fills its region of interest, and after a loss takes whoever it
finds first. So each pose is compared with the person followed so far: where the hips are, how
large the trunk is, and the colours of its clothes. While the person is lost, the picture
outside the place where they were last seen is hidden from the model, so that it looks for them
and not for a bystander.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

import numpy as np

from romtrack.pose.appearance import appearance, is_somebody
from romtrack.pose.people import Candidate, choose, is_placed
from romtrack.pose.scout import Subject
from romtrack.pose.sighting import Sighting, only, sightings
from romtrack.types import Frame

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from romtrack.exercises import Exercise
    from romtrack.pose.appearance import Appearance
    from romtrack.pose.estimator import PeopleFinder, PoseEstimator
    from romtrack.types import Pose, Skeleton

__all__ = ["STEP_TRUNKS", "SubjectFollower"]

STEP_TRUNKS = 0.6  # farthest move of the hips from one frame to the next
_STRANGE_STEP_TRUNKS = 0.3  # of somebody who takes on other colours with it
_GROWTH = 1.5  # largest change of the trunk's length from one frame to the next
_RETURN_TRUNKS = 1.2  # how near to the last place a lost person must reappear
_COLOUR = 0.55  # Bhattacharyya distance of the clothes above which it is somebody else
_STRANGE_FRAMES = 5  # so many frames in a row of other colours are a change of person
_LEARN = 0.1  # share of each frame in the remembered look: a trunk that bends takes on other shades
_WINDOW_TRUNKS = (2.0, 3.5)  # half-width and half-height of the place left visible when lost
_FORGET_S = 3.0  # after this long the lost person may reappear anywhere
_HIDDEN_GREY = 127
_SEEK_EVERY_S = 0.5
_FREE_TRUNKS = 1.0  # from hips to hips: nearer, the legs of one hide those of the other


class SubjectFollower:
    """Wrap an estimator so that it returns the poses of one person only.

    Parameters
    ----------
    card: the exercise that is done (None: not known): so many legs must be seen of the person.
    subject: who is meant; else they are chosen when the first one comes into view.

    Attributes
    ----------
    clear: False when somebody else could have been meant as well. by: what the person was chosen by.
    partly: number of frames that are a gap because fewer legs were seen than the exercise needs.
    glimpsed: the pose in the last frame where it is such a gap.
    """

    def __init__(
        self,
        estimator: PoseEstimator,
        finder: PeopleFinder,
        card: Exercise | None = None,
        subject: Subject = Subject(None),  # noqa: B008  immutable
    ) -> None:
        self._estimator, self._finder, self._card = estimator, finder, card
        self._legs = 1 if card is None else card.legs
        self.clear, self.by = subject.clear, subject.by
        self.partly = 0
        self.glimpsed: Pose | None = None
        self._known: Appearance | None = None
        self._seen: Pose | None = None  # when they were last
        self._home: Appearance | None = None  # when they were last in position
        self._lost = False
        self._lost_s = self._sought_s = -np.inf
        self._led_to: Sighting | None = None
        self._strange = 0
        if subject.sighting is not None:
            self._lead_to(subject.sighting)

    def _lead_to(self, who: Sighting) -> None:
        """Show the model nobody else until it has them."""
        self._known, self._lost, self._led_to, self._strange = who.looks, True, who, 0
        self._seen = who.pose

    @property
    def skeleton(self) -> Skeleton:
        """The keypoints of the estimator's poses."""
        return self._estimator.skeleton

    @property
    def subject(self) -> Subject:
        """Who is followed, as they were seen last: another follower can go on from there."""
        if self._known is None or self._seen is None:
            return Subject(None, self.by, self.clear)
        return Subject(Sighting(replace(self._seen, mask=None), self._known), self.by, self.clear)

    def detect(self, frame: Frame) -> Pose | None:
        """Return the followed person's pose, or None when they cannot be seen."""
        if self._lost:
            self._seek(frame)
        pose = self._estimator.detect(self._without_bystanders(frame))
        self.glimpsed = None
        if pose is None or not is_somebody(pose, self.skeleton, self._legs):
            self.partly += pose is not None and is_somebody(pose, self.skeleton, 1)
            self.glimpsed = pose
            self._lose(frame)
            return None
        looks = appearance(frame, pose, self.skeleton)
        if self._known is None:
            self._known = self._choose(frame, looks)
        if not self._is_same(looks):
            self._lose(frame)
            return None
        self._lost, self._led_to, self._seen = False, None, pose
        self._remember(looks)
        return None if self._was_carried_off(frame, pose, looks) else pose

    def _was_carried_off(self, frame: Frame, pose: Pose, looks: Appearance) -> bool:
        """Say whether this is a passer-by in like clothes, while the subject is where they were."""
        if self._home is None or is_placed(pose, self.skeleton, self._card):
            self._home = looks
        home = self._home
        if looks.away(home) < STEP_TRUNKS or frame.time_s - self._sought_s < _SEEK_EVERY_S:
            return False
        self._sought_s = frame.time_s
        stayed = [
            one
            for one in sightings(self._finder, frame)
            if one.looks.away(home) < STEP_TRUNKS
            and one.looks.unlike(home) < _COLOUR
            and is_placed(one.pose, self.skeleton, self._card)
        ]
        if stayed:
            self._lead_to(stayed[0])
        return bool(stayed)

    def _lose(self, frame: Frame) -> None:
        if self._known is not None and not self._lost:
            self._lost, self._lost_s = True, frame.time_s

    def _choose(self, frame: Frame, first: Appearance) -> Appearance:
        """Return the look of the subject among all who are there."""
        people = [Candidate([one]) for one in sightings(self._finder, frame)]
        choice = choose(people, self.skeleton, self._card)
        if choice is None:
            return first
        self.clear, self.by = choice.clear, choice.by
        return choice.subject.seen[0].looks

    def reconsider(self, frame: Frame) -> None:
        """Follow whoever is in the exercise's position, if the one followed is not: nothing has begun yet."""
        seen = sightings(self._finder, frame)
        placed = [Candidate([one]) for one in seen if is_placed(one.pose, self.skeleton, self._card)]
        choice = choose(placed, self.skeleton, self._card)
        if choice is None or self._known is None:
            return
        self.clear, self.by = choice.clear, choice.by
        if not any(self._is_known(one.seen[0].looks) for one in placed):
            self._lead_to(choice.subject.seen[0])

    def _seek(self, frame: Frame) -> None:
        """Look now and then whether a lost person is among several, so that the model is led to them."""
        if min(frame.time_s - self._lost_s, frame.time_s - self._sought_s) < _SEEK_EVERY_S:
            return
        self._sought_s = frame.time_s
        led_to, known = self._led_to, self._known
        if led_to is not None and frame.time_s - led_to.pose.time_s > _FORGET_S:
            self._led_to = None
        people = sightings(self._finder, frame)
        mine = [one for one in people if self._is_known(one.looks) and _is_free(one, people)]
        if len(people) > 1 and mine and known is not None:
            self._led_to = min(
                mine,
                key=lambda one: (
                    not is_placed(one.pose, self.skeleton, self._card),
                    one.looks.away(known) + one.looks.unlike(known),
                ),
            )

    def _without_bystanders(self, frame: Frame) -> Frame:
        """Hide all but a lost person who is known to be there, or the place where they were last seen."""
        if self._led_to is not None:
            return only(frame, self._led_to, self.skeleton)
        known = self._known
        if not self._lost or known is None or frame.time_s - known.time_s > _FORGET_S:
            return frame
        reach = np.array(_WINDOW_TRUNKS) * known.trunk_px
        size = np.array(frame.image.shape[1::-1])
        (left, top), (right, bottom) = (
            np.clip(known.hips_px + sign * reach, 0, size).astype(int) for sign in (-1, 1)
        )
        image = np.full_like(frame.image, _HIDDEN_GREY)
        image[top:bottom, left:right] = frame.image[top:bottom, left:right]
        return Frame(frame.time_s, image)

    def _is_same(self, looks: Appearance) -> bool:
        known = self._known
        assert known is not None  # noqa: S101  set by the caller
        if self._lost:
            return self._is_known(looks)
        self._strange = self._strange + 1 if looks.unlike(known) > _COLOUR else 0
        step = _STRANGE_STEP_TRUNKS if self._strange else STEP_TRUNKS
        near = looks.away(known) < step and looks.growth(known) < _GROWTH
        return near and self._strange < _STRANGE_FRAMES

    def _is_known(self, looks: Appearance) -> bool:
        """Say whether somebody may be the one who was lost, by place, size and colours."""
        known = self._known
        assert known is not None  # noqa: S101  set by the caller
        anywhere = looks.time_s - known.time_s > _FORGET_S
        near = looks.away(known) < _RETURN_TRUNKS and looks.growth(known) < _GROWTH
        return looks.unlike(known) < _COLOUR and (anywhere or near)

    def _remember(self, looks: Appearance) -> None:
        assert self._known is not None  # noqa: S101  set by the caller
        if self._strange:
            looks.colours = self._known.colours
        else:
            looks.colours = (1 - _LEARN) * self._known.colours + _LEARN * looks.colours
        self._known = looks

    def close(self) -> None:
        """Close the estimator and the finder."""
        self._estimator.close()
        self._finder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _is_free(one: Sighting, people: Sequence[Sighting]) -> bool:
    """Say whether nobody else stands right in front of them or behind."""
    return all(other is one or other.looks.away(one.looks) > _FREE_TRUNKS for other in people)
