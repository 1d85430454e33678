"""What a live session shows: everything that a page draws, writes and speaks, in plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from romtrack.language import N_, gettext
from romtrack.measure import findings as found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from romtrack.kinematics.signals import BodySegment
    from romtrack.live.reading import Angle
    from romtrack.measure.findings import CheckName, Finding
    from romtrack.types import FloatArray, Side

__all__ = [
    "CHECKS",
    "Attempted",
    "Check",
    "PhaseName",
    "Result",
    "Screen",
    "Sound",
    "State",
    "Steps",
    "Traced",
    "Update",
    "checks_of",
    "untold",
]

State = Literal["good", "limits", "stops", "unknown"]
PhaseName = Literal["position", "neutral", "trials", "between", "ready", "set", "rest", "done"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing about the set-up, and how it stands."""

    id: str
    label: str
    state: State


@dataclass(frozen=True, slots=True)
class Attempted:
    """A trial as it was judged; degrees are magnitudes."""

    number: int
    direction: str
    value_deg: float
    accepted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """A finished value of one leg and direction; None = no number."""

    side: Side
    direction: str
    value_deg: float | None
    sigma_deg: float | None


@dataclass(frozen=True, slots=True)
class Sound:
    """A sentence to speak, a number that is spoken unless a sentence is, or a short tone."""

    kind: Literal["say", "count", "tone"]
    what: str


@dataclass(frozen=True, slots=True)
class Traced:
    """What is counted where it is not the hip's rotation: ``value`` now (None = not seen), in ``unit``.

    name: in words. span: how much the trace shows at least.
    """

    value: float | None
    name: str
    unit: str
    span: float


@dataclass(frozen=True, slots=True)
class Steps:
    """How many of the trials, repetitions or sets that make a whole are done."""

    what: str
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Screen:
    """What is to be seen over the picture.

    title: what to do now, in a few large words. advice: a sentence more. progress: 0..1 of a hang,
    a hold or a rest (None = nothing to wait for). big: a number to be read from two metres, and
    ``unit`` under it. peak_deg: the end of range so far. steps: how far it is, the smallest last.
    cue: what to do otherwise, and ``fault``: the segment of the body that it is about. problem: what
    keeps it from going on. demonstration: the name of what shows the movement (empty = nothing does now).
    """

    phase: PhaseName
    side: Side | None
    title: str
    advice: str = ""
    progress: float | None = None
    big: str = ""
    unit: str = ""
    peak_deg: float | None = None
    checks: tuple[Check, ...] = ()
    attempts: tuple[Attempted, ...] = ()
    results: tuple[Result, ...] = ()
    steps: tuple[Steps, ...] = ()
    cue: str = ""
    fault: BodySegment | None = None
    problem: str = ""
    demonstration: str = ""
    traced: Traced | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """The answer to one frame.

    points_px: keypoints of the person by name. angles: of both hips. sounds: since the last answer.
    hand_s: how long a hand has been held above the head, which means next; 0 = none is.
    """

    time_s: float
    found: bool
    screen: Screen
    points_px: Mapping[str, FloatArray] = field(default_factory=dict)
    angles: Mapping[Side, Angle] = field(default_factory=dict)
    sounds: Sequence[Sound] = ()
    hand_s: float = 0.0


CHECKS: Final[tuple[tuple[CheckName, str], ...]] = (
    ("person", N_("One person, facing me")),
    ("seated", N_("Seated, legs side by side")),
    ("whole", N_("Head and feet in the picture")),
    ("distance", N_("The right distance")),
    ("straight", N_("Thighs toward me, camera level")),
    ("clear", N_("Lower legs clear to see")),
    ("rate", N_("Enough pictures a second")),
)
"""The position guide: which check, and its label; a finding says which one it stands against."""


def untold() -> tuple[Check, ...]:
    """Return the checks before anything is known."""
    return tuple(Check(name, gettext(label), "unknown") for name, label in CHECKS)


_NEEDS_SEAT: Final = frozenset({"whole", "distance", "straight", "clear"})


def checks_of(findings: Sequence[Finding]) -> tuple[Check, ...]:
    """Return the state of each check; without a seated person most cannot be told."""
    ids = {finding.id for finding in findings}
    nobody = found.NO_PERSON.id in ids
    standing = nobody or found.NOT_SEATED.id in ids
    checks = []
    for name, label in CHECKS:
        severities = {finding.severity for finding in findings if finding.about == name}
        state: State = "good"
        if "stop" in severities:
            state = "stops"
        elif (nobody and name not in {"person", "rate"}) or (standing and name in _NEEDS_SEAT):
            state = "unknown"
        elif severities:
            state = "limits"
        checks.append(Check(name, gettext(label), state))
    return tuple(checks)
