"""The result of a live session as it stays on the stage: large numbers, a sentence each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from romtrack import units
from romtrack.app.words import DISCLAIMER
from romtrack.exercises import cue_text, exercise
from romtrack.language import gettext
from romtrack.live import practised_text
from romtrack.reps import held_s
from romtrack.trends import plain_text, trends_of
from romtrack.types import Measured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.live import Plan
    from romtrack.types import Measurement, Session

__all__ = ["LargeNumber", "OnStage", "WayOn", "as_measured", "kept", "on_stage", "practised_on_stage"]


@dataclass(frozen=True, slots=True)
class LargeNumber:
    """A large number. value: with its unit. name: what it is of. said: one sentence about it."""

    value: str
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class WayOn:
    """A way on from a result. tells: what the stage tells the page when it is taken."""

    tells: str
    label: str


@dataclass(frozen=True, slots=True)
class OnStage:
    """What the stage shows of a result. heading: what became of it. fine: small print."""

    figures: tuple[LargeNumber, ...]
    heading: str
    ways: tuple[WayOn, ...]
    fine: str = DISCLAIMER


def kept(figures: tuple[LargeNumber, ...]) -> OnStage:
    """Return what the stage shows of a result that is saved."""
    ways = (
        WayOn("undo", gettext("Undo")),
        WayOn("details", gettext("Details")),
        WayOn("again", gettext("Again")),
    )
    return OnStage(figures, gettext("Saved"), ways)


def on_stage(session: Session, earlier: Sequence[Measured]) -> OnStage:
    """Return what came of a session; ``earlier``: what else is known of the person, in the order of time."""
    if not session.measurements:
        return kept((_done(session),))
    several = len({one.direction for one in session.measurements}) > 1
    return kept(tuple(_hip(session, one, earlier, several=several) for one in session.measurements))


def practised_on_stage(plan: Plan, session: Session) -> OnStage:
    """Return what was seen in a practice, of which nothing is kept."""
    counted = {t.direction: t for one in session.measurements for t in one.trials if t.accepted}
    seen = ", ".join(units.degrees(abs(trial.peak_deg), 0) for trial in counted.values())
    figure = LargeNumber(seen or "\N{EN DASH}", gettext("Practice"), practised_text(plan, session))
    ways = (WayOn("measure", gettext("Now measure")), WayOn("practise", gettext("Once more")))
    return OnStage((figure,), gettext("It does not count"), ways)


def _hip(
    session: Session, measured: Measurement, earlier: Sequence[Measured], *, several: bool
) -> LargeNumber:
    name = f"{measured.side} hip{f', {measured.direction}' if several else ''}"
    if measured.value_deg is None or measured.sigma_deg is None:
        return LargeNumber("\N{EN DASH}", name, "No number: the details say why.")
    now = as_measured(session, measured)
    others = [one for one in earlier if one.session_id != session.id]
    said = plain_text(trends_of([*others, now]), now) or "The first value of this hip"
    name = f"{name} {units.plus_minus(measured.sigma_deg)}"
    return LargeNumber(units.degrees(abs(measured.value_deg), 0), name, f"{said}.")


def as_measured(session: Session, measured: Measurement) -> Measured:
    """Return a value of a session as the log lists it among others."""
    return Measured(
        session_id=session.id,
        person=session.person,
        when=session.when,
        quantity=measured.quantity,
        side=measured.side,
        direction=measured.direction,
        value_deg=measured.value_deg,
        sd_deg=measured.sd_deg,
        sigma_deg=measured.sigma_deg,
        accepted=sum(trial.accepted for trial in measured.trials),
        trials=len(measured.trials),
    )


def _done(session: Session) -> LargeNumber:
    """Return all that was counted, and the one thing that was most often to be told."""
    card, sets = exercise(session.exercise), units.counted(len(session.sets), "set")
    faults = Counter(fault.name for fault in chain.from_iterable(record.faults for record in session.sets))
    said = cue_text(faults.most_common(1)[0][0], card) if faults else "Nothing was to be told about the form."
    if card.kind == "hold":
        return LargeNumber(units.number(held_s(session.sets), 0), f"seconds held in {sets}", said)
    return LargeNumber(str(sum(len(record.reps) for record in session.sets)), f"repetitions in {sets}", said)
