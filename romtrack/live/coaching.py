"""Counting and cueing during a set: where live sessions meet the engine of the exercises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from romtrack.kinematics.body import Body, TorsoScale
from romtrack.kinematics.signals import SIGNALS
from romtrack.protocols.signals_of import AtRest, frame_signals
from romtrack.protocols.whereabouts import PositionGate, legs_in_picture
from romtrack.reps import Coach
from romtrack.types import Fault, Hold, Partial, Rep

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from romtrack.exercises import Exercise
    from romtrack.kinematics.signals import BodySegment
    from romtrack.live.look import Look
    from romtrack.live.reading import Angle, Stretch
    from romtrack.types import Side, Skeleton

__all__ = ["Bodies", "Noted", "SetCoach", "Whereabouts"]

Noted = Rep | Partial | Hold | Fault


class Bodies:
    """The person of each look, in lengths of their trunk.

    The scale follows the person until a set begins; then it holds, so that nothing seems to move
    because the scale does.
    """

    def __init__(self, skeleton: Skeleton) -> None:
        self.skeleton = skeleton
        self._torso_px = np.asarray(np.nan)
        self._last_s = -np.inf
        self.learn()

    def learn(self) -> None:
        """Learn the scale anew from the looks that follow."""
        self._scale, self._held = TorsoScale(), False

    def hold(self) -> None:
        """Keep the scale as it is."""
        self._held = True

    def of(self, look: Look) -> Body | None:
        """Return the person of the latest look, None = nobody."""
        if look.pose is None:
            return None
        if look.time_s > self._last_s and not self._held:
            self._torso_px = np.asarray(self._scale.update(look.time_s, look.pose.image_px, self.skeleton))
        self._last_s = look.time_s
        return Body(look.pose.image_px, self.skeleton, self._torso_px)


class Whereabouts:
    """Whether the person is in the exercise's position, with enough legs in view, look by look."""

    def __init__(self, card: Exercise) -> None:
        self._card, self._gate = card, PositionGate(card)

    def update(self, look: Look, body: Body | None) -> bool:
        """Take the next look, and the person in it (None = nobody)."""
        pose = look.pose
        if pose is None or body is None:
            return False
        size_px = (look.width_px, look.height_px)
        legs = legs_in_picture(pose.image_px, pose.visibility, size_px, body.skeleton, self._card.legs)
        return self._gate.update(look.time_s, body, legs)


class SetCoach:
    """Follows one set of one side, look by look.

    Parameters
    ----------
    before: the seconds before the set, in which the person hung still; None where it reads no quantity.
    """

    def __init__(self, card: Exercise, side: Side, bodies: Bodies, before: Stretch | None) -> None:
        self._card, self._side, self._bodies = card, side, bodies
        self._whereabouts = Whereabouts(card)
        self._rest = None if before is None else AtRest.of(before.track, before.reading, side)
        counted = self._rest is not None and card.signal == card.reads
        self._coach = Coach(card, side, self._rest.rest_deg if counted and self._rest else None)
        self.value = float("nan")

    @property
    def cues(self) -> tuple[str, ...]:
        """Form cues that hold now, a sentence each."""
        return tuple(cue.say for cue in self._coach.cues)

    @property
    def fault(self) -> BodySegment | None:
        """The segment of the body that the first of them is about, None = there is none."""
        return SIGNALS[self._coach.cues[0].signal].segment if self._coach.cues else None

    @property
    def held_s(self) -> float:
        """How long the present hold lasts."""
        return self._coach.progress.held_s

    def update(self, look: Look, angles: Mapping[Side, Angle]) -> Sequence[Noted]:
        """Take the next look; return what ended with it."""
        values = self._values(look, angles)
        self.value = values[self._card.signal]
        return _without_sets(self._coach.update(look.time_s, values))

    def finish(self) -> Sequence[Noted]:
        """End the set; return what that leaves."""
        return _without_sets(self._coach.finish())

    def _values(self, look: Look, angles: Mapping[Side, Angle]) -> dict[str, float]:
        """Return the card's signals in this look, NaN where not seen."""
        body = self._bodies.of(look)
        if not self._whereabouts.update(look, body) or body is None:
            return dict.fromkeys(self._card.signals, float("nan"))
        return frame_signals(self._card, body, self._side, self._rest, angles[self._side].value_deg)


def _without_sets(events: Sequence[object]) -> list[Noted]:
    """Return the events that end within a set; where a set ends, the session decides."""
    return [event for event in events if isinstance(event, Rep | Partial | Hold | Fault)]
