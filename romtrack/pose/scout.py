"""Who is meant in a recording: a few looks at everybody in its first seconds, before it is read.

Most recordings show one person, and two looks tell. Where there are several, each is followed from
look to look by place, size and colours, until it is clear who does the exercise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack.pose.people import Candidate, choose, is_placed
from romtrack.pose.sighting import sightings, without

if TYPE_CHECKING:
    from collections.abc import Iterable

    from romtrack.exercises import Exercise
    from romtrack.pose.estimator import PeopleFinder
    from romtrack.pose.people import Chosen, Reason
    from romtrack.pose.sighting import Sighting
    from romtrack.types import Frame

__all__ = ["Scout", "Subject", "pointed", "scouted"]

EVERY_S: Final = 0.5
ALONE_LOOKS: Final = 2
ALONE_S: Final = 4.0  # one person, who is not in position yet: so long until nobody else is waited for
ALONE_EVERY_S: Final = 2.0  # meanwhile; these looks must not cost 2 % of a short recording
WATCH_S: Final = 8.0  # several people: so long until it is taken as it looks
WAIT_S: Final = 20.0  # several who could be meant, and nobody has moved yet
_STEP_TRUNKS: Final = 1.2  # somebody who walks covers 1 in half a second
_GROWTH: Final = 1.5
_OTHER: Final = 0.8  # Bhattacharyya distance of the clothes: the same ones show up to 0.55 from look to look


class Subject(NamedTuple):
    """Who is to be followed: as seen first, by what they were chosen, whether that is clear.

    sighting: None = nobody has been seen yet; whoever comes first into view is followed.
    """

    sighting: Sighting | None
    by: Reason = "alone"
    clear: bool = True


class Scout:
    """Looks at pictures, half a second apart, and links who is seen in them over time."""

    def __init__(self, finder: PeopleFinder, card: Exercise | None) -> None:
        self._finder, self._card = finder, card
        self._candidates: list[Candidate] = []
        self._looks = 0

    def look(self, frame: Frame) -> None:
        """Take the next picture."""
        seen = sightings(self._finder, frame)
        if seen and self._looks < ALONE_LOOKS and not self._placed(seen):
            seen += self._placed(without(seen, self._finder, frame))
        self._looks += 1
        free = list(self._candidates)
        for one in seen:
            known = min((c for c in free if _may_be(one, c)), key=lambda c: _gap(one, c), default=None)
            if known is None:
                self._candidates.append(Candidate([one]))
            else:
                free.remove(known)
                known.seen.append(one)

    def _placed(self, seen: Iterable[Sighting]) -> tuple[Sighting, ...]:
        return tuple(one for one in seen if is_placed(one.pose, self._finder.skeleton, self._card))

    def choice(self) -> Chosen | None:
        """Return who is meant as far as was seen, None = nobody was."""
        return choose(self._candidates, self._finder.skeleton, self._card)

    @property
    def pause_s(self) -> float:
        """How long until the next look is worth its time."""
        alone = len(self._candidates) == 1 and self._looks >= ALONE_LOOKS
        return ALONE_EVERY_S if alone else EVERY_S

    def done(self, time_s: float) -> bool:
        """Say whether more looks would tell nothing more."""
        choice = self.choice()
        if choice is None:
            return time_s >= WATCH_S
        if choice.by == "alone":
            placed = choice.subject.placed(self._finder.skeleton, self._card)
            return time_s >= ALONE_S or placed >= ALONE_LOOKS
        if choice.by == "size":
            return time_s >= (WAIT_S if self._card is None or self._card.count is not None else WATCH_S)
        return time_s >= WATCH_S  # whoever moves first need not be the only one


def scouted(frames: Iterable[Frame], finder: PeopleFinder, card: Exercise | None) -> Subject:
    """Return who does the exercise of ``card`` (None: not known) by the first seconds of a recording.

    Of several people, they are told as they are at its beginning, where they are looked for; of one, as they
    are when it is clear that nobody else comes.
    """
    scout, next_s = Scout(finder, card), 0.0
    for frame in frames:
        if frame.time_s < next_s:
            continue
        scout.look(frame)
        next_s = frame.time_s + scout.pause_s
        if scout.done(frame.time_s):
            break
    choice = scout.choice()
    if choice is None:
        return Subject(None)
    return Subject(choice.subject.seen[-1 if choice.by == "alone" else 0], choice.by, choice.clear)


def pointed(frame: Frame, x_px: float, y_px: float, finder: PeopleFinder) -> Subject | None:
    """Return whoever is at a point of ``frame``, the one with the nearest hips; None = nobody is."""
    seen = sightings(finder, frame)
    for people in (seen, without(seen, finder, frame)):
        here = [one for one in people if one.encloses(x_px, y_px)]
        if here:
            nearest = min(here, key=lambda one: float(np.hypot(*(one.looks.hips_px - (x_px, y_px)))))
            return Subject(nearest, "pointed")
    return None


def _may_be(one: Sighting, known: Candidate) -> bool:
    """Say whether somebody in a picture may be the one who was seen before."""
    before = known.seen[-1].looks
    near = one.looks.away(before) < _STEP_TRUNKS and one.looks.growth(before) < _GROWTH
    return near and one.looks.unlike(before) < _OTHER


def _gap(one: Sighting, known: Candidate) -> float:
    before = known.seen[-1].looks
    return one.looks.away(before) + one.looks.unlike(before)
