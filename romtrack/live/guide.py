"""The position guide: whether the person can be measured where they sit, and what to change."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from romtrack.exercises import position_text
from romtrack.language import gettext
from romtrack.live.coaching import Whereabouts
from romtrack.live.fitting import Fitting
from romtrack.live.screen import Check, State, checks_of, untold
from romtrack.measure.findings import NO_PERSON
from romtrack.measure.setup import SetupCheck, Sight, stops_first

if TYPE_CHECKING:
    from romtrack.exercises import Exercise
    from romtrack.live.coaching import Bodies
    from romtrack.live.look import Look
    from romtrack.measure.findings import Finding
    from romtrack.types import Skeleton

__all__ = ["Guide", "PositionGuide"]

WINDOW_S = 1.2
SETTLED_S = 1.0  # nothing is said before
OFTEN = 0.7  # share of the last looks
BEAR_WITH_S = 4.0  # so long advice is shown that does not stop anything
_LOOK_EVERY_S = 0.2


class Guide:
    """Judges the set-up of the last second, a few times a second.

    settled: enough was seen to judge.
    """

    def __init__(self, skeleton: Skeleton) -> None:
        self._skeleton = skeleton
        self.restart()

    def restart(self) -> None:
        """Forget what was seen: the time before a gap says nothing about now."""
        self._check = SetupCheck(self._skeleton, None, window_s=WINDOW_S)
        self._fitting = Fitting(self._skeleton)
        self._began_s: float | None = None
        self._next_s = 0.0
        self._passable_since_s: float | None = None
        self._now_s = 0.0
        self._advised: tuple[Finding, ...] = ()
        self.findings: tuple[Finding, ...] = ()
        self.checks: tuple[Check, ...] = untold()
        self.settled = False

    def update(self, look: Look, roll_deg: float) -> None:
        """Take the next look; ``roll_deg`` of the camera, NaN = not known."""
        self._now_s = look.time_s
        if self._began_s is None:
            self._began_s = look.time_s
        self._check.add(Sight(look.time_s, look.pose, look.shanks or {}, roll_deg, look.company))
        self._fitting.update(look)
        if look.time_s < self._next_s or look.time_s - self._began_s < SETTLED_S:
            return
        self._next_s = look.time_s + _LOOK_EVERY_S
        self.settled = True
        self._judge()
        if self.stopped:
            self._passable_since_s = None
        elif self._passable_since_s is None:
            self._passable_since_s = look.time_s

    def advise(self, findings: tuple[Finding, ...], *, anew: bool) -> None:
        """Take what a leg told while it hung, beside what single frames tell, until it tells otherwise.

        ``anew``: it is to be borne with, as if the set-up were seen only now.
        """
        self._advised = findings
        if anew:
            self._passable_since_s = None
        self._judge()

    def _judge(self) -> None:
        found = stops_first((*self._advised, *self._check.findings()))
        self.findings = tuple(map(self._fitting.told, found))
        self.checks = checks_of(self.findings)

    @property
    def stopped(self) -> bool:
        """Whether something makes a measurement impossible now."""
        return any(finding.severity == "stop" for finding in self.findings)

    @property
    def ready(self) -> bool:
        """Whether it can begin: all is well, or it was bearable for a while."""
        if self._passable_since_s is None:
            return False
        return not self.findings or self._now_s - self._passable_since_s >= BEAR_WITH_S

    @property
    def advice(self) -> str:
        """What to change first, as a request; empty = nothing."""
        if not self.findings:
            return ""
        return self.findings[0].request

    @property
    def reminder(self) -> str:
        """The same in other words: what is wrong first; empty = nothing."""
        return self.findings[0].reminder if self.findings else ""


class PositionGuide:
    """The same for exercises that are not done sitting: whether the person is in the card's position."""

    def __init__(self, bodies: Bodies, card: Exercise) -> None:
        self._bodies, self._card = bodies, card
        self.restart()

    def restart(self) -> None:
        """Forget what was seen."""
        self._recent: deque[tuple[float, bool, bool]] = deque()
        self._whereabouts = Whereabouts(self._card)
        self.settled = False
        self.checks: tuple[Check, ...] = self._checks("unknown", "unknown")

    def _checks(self, person: State, position: State) -> tuple[Check, ...]:
        place = gettext("In position: {place}", place=position_text(self._card))
        return (
            Check("person", gettext("One person, legs in view"), person),
            Check("position", place, position),
        )

    def update(self, look: Look, _roll_deg: float) -> None:
        """Take the next look."""
        placed = self._whereabouts.update(look, self._bodies.of(look))
        self._recent.append((look.time_s, look.pose is not None, placed))
        while look.time_s - self._recent[0][0] > WINDOW_S:
            self._recent.popleft()
        self.settled = self.settled or look.time_s - self._recent[0][0] > 0.8 * SETTLED_S
        if self.settled:
            seen, placed_often = (self._often(column) for column in (1, 2))
            self.checks = self._checks(
                "good" if seen else "stops", "good" if placed_often else "stops" if seen else "unknown"
            )

    def _often(self, column: int) -> bool:
        flags = [bool(row[column]) for row in self._recent]
        return sum(flags) >= OFTEN * len(flags)

    @property
    def stopped(self) -> bool:
        """Whether the exercise cannot be followed now."""
        return self.settled and any(check.state == "stops" for check in self.checks)

    @property
    def ready(self) -> bool:
        """Whether it can begin."""
        return self.settled and not self.stopped

    @property
    def advice(self) -> str:
        """What to change, as a request; empty = nothing."""
        if not self.stopped:
            return ""
        return NO_PERSON.request if self.checks[0].state == "stops" else self._card.camera

    @property
    def reminder(self) -> str:
        """The same in other words; empty = nothing."""
        return NO_PERSON.reminder if self.advice == NO_PERSON.request else self.advice
