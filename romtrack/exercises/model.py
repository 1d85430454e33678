"""What an exercise card holds. Every field is checked when the card is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from romtrack.errors import ExerciseError
from romtrack.kinematics.positions import Position  # noqa: TC001  the card's reader resolves it
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.kinematics.signals import SIGNALS, signals_in
from romtrack.types import QuantityName  # noqa: TC001  as above

__all__ = [
    "CountRule",
    "Cue",
    "Dose",
    "Exercise",
    "Guard",
    "HoldRule",
    "Kind",
    "NotCued",
    "SideRule",
    "Viewpoint",
]

Kind = Literal["measurement", "reps", "alternating", "hold"]
Viewpoint = Literal["front", "diagonal", "side"]
Departure = Literal["above", "below", "away"]
_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # also a file's name


def _check_known(signal: str) -> None:
    if signal not in SIGNALS:
        raise ExerciseError(f"signal: {signal!r} is not known; allowed are {', '.join(sorted(SIGNALS))}")


def _check_signal(signal: str, unit: str) -> None:
    _check_known(signal)
    if unit != SIGNALS[signal].unit:
        raise ExerciseError(f"unit: {signal} is in {SIGNALS[signal].unit!r}, not in {unit!r}")


def _check_texts(**texts: str | tuple[str, ...]) -> None:
    for name, text in texts.items():
        each = (text,) if isinstance(text, str) else text
        if not each or not all(one.strip() for one in each):
            raise ExerciseError(f"{name}: must not be empty")


@dataclass(frozen=True, slots=True)
class CountRule:
    """How repetitions of one signal are told from everything else.

    Attributes
    ----------
    signal, unit: what is counted; the unit is that of the signal.
    direction: which way a repetition moves the signal; ``both`` counts either way from rest.
    notice: smallest movement that is looked at at all. least: smallest range of a repetition.
    sure: a range that is a repetition even when there is nothing to compare it with.
    partial_share: of the typical range so far; under it an attempt is partial.
    shortest_s, longest_s: duration of a repetition.
    most: largest range that a body can do; more is another movement, or another thing in the picture.
    """

    signal: str
    unit: str
    direction: Literal["increase", "decrease", "both"]
    notice: float
    least: float
    sure: float
    partial_share: float
    shortest_s: float
    longest_s: float
    most: float | None = None

    def __post_init__(self) -> None:
        _check_signal(self.signal, self.unit)
        if not 0 < self.notice <= self.least <= self.sure:
            raise ExerciseError("notice, least, sure: must be above 0 and in this order, smallest first")
        if self.most is not None and not self.sure < self.most:
            raise ExerciseError("most: must be above sure")
        if not 0 < self.partial_share < 1:
            raise ExerciseError("partial_share: must lie between 0 and 1")
        if not 0 < self.shortest_s < self.longest_s:
            raise ExerciseError("shortest_s, longest_s: must be above 0 and in this order")


@dataclass(frozen=True, slots=True)
class Guard:
    """What else a repetition moves, or leaves alone; an attempt that does otherwise is another movement.

    Attributes
    ----------
    signal, unit: what is looked at.
    at: ``change`` of the peak against the start, or the signal itself at the ``start`` or the ``peak``.
    direction: a change ``above`` or ``below`` the start, or ``away`` from it either way; of the signal
        itself, its value, the negative of it, or its size.
    at_least, at_most: how far it goes that way; one of them at least.
    otherwise: why the attempt does not count.
    """

    signal: str
    unit: str
    direction: Departure
    otherwise: str
    at_least: float | None = None
    at_most: float | None = None
    at: Literal["change", "start", "peak"] = "change"

    def __post_init__(self) -> None:
        _check_signal(self.signal, self.unit)
        if self.at_least is None and self.at_most is None:
            raise ExerciseError("at_least, at_most: one of them must be given")

    def allows(self, start: float, peak: float) -> bool:
        """Say whether a movement that takes the signal from ``start`` to ``peak`` is one of the exercise."""
        change = {"change": peak - start, "start": start, "peak": peak}[self.at]
        gone = {"above": change, "below": -change, "away": abs(change)}[self.direction]
        least_ok = self.at_least is None or gone >= self.at_least
        return least_ok and (self.at_most is None or gone <= self.at_most)


@dataclass(frozen=True, slots=True)
class HoldRule:
    """When a position is held.

    Attributes
    ----------
    signal, unit: what tells. direction: whether the signal is above or below ``enter`` while it is held;
        ``away``: farther than it from 0, either way.
    enter, leave: it begins past ``enter`` and ends past ``leave``, which lies nearer to rest.
    least_s: shorter ones are none. wobble_s: leaving for less than this is a pause, not the end.
    """

    signal: str
    unit: str
    direction: Departure
    enter: float
    leave: float
    least_s: float
    wobble_s: float

    def __post_init__(self) -> None:
        _check_signal(self.signal, self.unit)
        ordered = self.leave > self.enter if self.direction == "below" else self.leave < self.enter
        if not ordered:
            nearer = "above" if self.direction == "below" else "below"
            raise ExerciseError(f"leave: must be {nearer} enter, so that a wobble does not end the hold")
        if not (self.least_s > 0 and self.wobble_s >= 0):
            raise ExerciseError("least_s, wobble_s: must be above 0, and not under 0")


@dataclass(frozen=True, slots=True)
class Cue:
    """A form fault that one camera can see, and what to say about it.

    Attributes
    ----------
    fault: its name in the result. signal, unit: what shows it.
    direction: ``above`` or ``below`` rest, or ``away`` from it either way.
    limit: departure from rest that is a fault. own: departure that may be the person's own or the
        view's; how much of it is believed, the repetitions so far tell. persist_s: how long it must last.
    settle_reps: so many repetitions are not judged: the landmarks settle once the body has moved.
    unless: faults that explain this one: while one of them lasts, it is none.
    say: one sentence, shown and spoken.
    """

    fault: str
    signal: str
    unit: str
    direction: Departure
    limit: float
    persist_s: float
    say: str
    own: float = 0.0
    settle_reps: int = 0
    unless: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_signal(self.signal, self.unit)
        if not 0 <= self.own < self.limit:
            raise ExerciseError("own, limit: must not be under 0, and own must be under limit")
        if self.settle_reps < 0:
            raise ExerciseError("settle_reps: must not be under 0")
        if not self.persist_s > 0:
            raise ExerciseError("persist_s: must be above 0")
        _check_texts(fault=self.fault, say=self.say)


@dataclass(frozen=True, slots=True)
class NotCued:
    """A form fault that one camera cannot see reliably, and why."""

    fault: str
    why: str

    def __post_init__(self) -> None:
        _check_texts(fault=self.fault, why=self.why)


@dataclass(frozen=True, slots=True)
class Dose:
    """How much to do; pairs are from-to. ``per`` says of what the sets are."""

    sets: tuple[int, int]
    reps: tuple[int, int] | None = None
    hold_s: tuple[float, float] | None = None
    rest_s: tuple[float, float] = (30.0, 90.0)
    per: Literal["side", "both sides together"] = "side"

    def __post_init__(self) -> None:
        if (self.reps is None) == (self.hold_s is None):
            raise ExerciseError("reps, hold_s: one of the two must be there, and only one")
        pairs = {"sets": self.sets, "reps": self.reps, "hold_s": self.hold_s, "rest_s": self.rest_s}
        for name, pair in pairs.items():
            if pair is not None and not 0 < pair[0] <= pair[1]:
                raise ExerciseError(f"{name}: must be [from, to], above 0, smallest first")


@dataclass(frozen=True, slots=True)
class SideRule:
    """Which leg works: the one whose signal has the larger range, or the higher level, or starts lower."""

    signal: str
    by: Literal["range", "level", "start"]

    def __post_init__(self) -> None:
        _check_known(self.signal)


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise, as its card says.

    Attributes
    ----------
    kind: what is recorded. ``alternating``: both sides in turn.
    position: the body's, outside which nothing counts. legs: how many the camera must see.
    quantity: what a measurement measures; its signal is the one that is counted.
    view, camera: where the camera stands, in a word and in a sentence.
    movement, steps: for people. ask_pain: whether to ask before starting.
    count, hold: rules, one of them at least. guards: what else a repetition does. side: how the working
        leg is found.
    """

    id: str
    title: str
    kind: Kind
    position: Position
    view: Viewpoint
    camera: str
    movement: str
    steps: tuple[str, ...]
    dose: Dose
    muscles: tuple[str, ...]
    sources: tuple[str, ...]
    legs: Literal[1, 2] = 2
    quantity: QuantityName | None = None
    ask_pain: bool = False
    side: SideRule | None = None
    count: CountRule | None = None
    hold: HoldRule | None = None
    guards: tuple[Guard, ...] = ()
    cues: tuple[Cue, ...] = ()
    not_cued: tuple[NotCued, ...] = field(default=())

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ExerciseError(f"id: {self.id!r} may have small letters, digits and single hyphens only")
        _check_texts(title=self.title, camera=self.camera, movement=self.movement)
        _check_texts(steps=self.steps, muscles=self.muscles, sources=self.sources)
        if self.kind == "hold" and self.hold is None:
            raise ExerciseError("hold: is missing; an exercise of the kind 'hold' needs one")
        if self.kind != "hold" and self.count is None:
            raise ExerciseError(f"count: is missing; an exercise of the kind {self.kind!r} needs one")
        self._check_quantity()
        self._check_given()

    def _check_quantity(self) -> None:
        if (self.quantity is None) != (self.kind != "measurement"):
            allowed = ", ".join(QUANTITIES)
            raise ExerciseError(
                f"quantity: must be there for the kind 'measurement', and only there; allowed are {allowed}"
            )
        if self.quantity is None:
            return
        place = QUANTITIES[self.quantity].position
        if self.position != place:
            raise ExerciseError(f"position: {self.quantity} is measured {place!r}, not {self.position!r}")
        if self.signal != self.quantity:
            raise ExerciseError(f"count.signal: must be {self.quantity!r}, not {self.signal!r}")

    def _check_given(self) -> None:
        """Check that each signal can be read of somebody in the exercise's position."""
        for key, name in self._named_signals():
            if not SIGNALS[name].is_given(self.position):
                allowed = ", ".join(sorted(signals_in(self.position)))
                raise ExerciseError(
                    f"{key}.signal: {name!r} cannot be read in the position {self.position!r}; "
                    f"allowed are {allowed}"
                )

    def _named_signals(self) -> list[tuple[str, str]]:
        """Return each signal that a rule names, with the rule's key."""
        rules = {"count": self.count, "hold": self.hold, "side": self.side}
        named = [(key, rule.signal) for key, rule in rules.items() if rule is not None]
        named += [(f"guards[{at}]", guard.signal) for at, guard in enumerate(self.guards)]
        return named + [(f"cues[{at}]", cue.signal) for at, cue in enumerate(self.cues)]

    @property
    def reads(self) -> QuantityName | None:
        """The quantity that must be read for it; None where landmarks are enough."""
        return next((SIGNALS[name].quantity for name in self.signals if SIGNALS[name].quantity), None)

    @property
    def signal(self) -> str:
        """The signal that stands for the exercise in tables and charts."""
        rule = self.hold if self.count is None else self.count
        assert rule is not None  # noqa: S101  checked above
        return rule.signal

    @property
    def unit(self) -> str:
        """The unit of that signal."""
        return SIGNALS[self.signal].unit

    @property
    def needs_shanks(self) -> bool:
        """Whether each picture is asked what it says of the shanks: quantities are read from them."""
        return self.reads is not None

    @property
    def signals(self) -> tuple[str, ...]:
        """All signals that the card refers to, that of the exercise first."""
        return tuple(dict.fromkeys((self.signal, *(name for _, name in self._named_signals()))))
