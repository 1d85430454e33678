"""The result of a live session as it stays on the stage: large numbers, a sentence each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.app.words import DISCLAIMER
from romtrack.exercises import exercise
from romtrack.kinematics.quantities import QUANTITIES, hip_name
from romtrack.language import N_, gettext, ngettext
from romtrack.live import NO_TURN_SEEN, practised_text
from romtrack.measure.result import is_small
from romtrack.plans import stop_texts
from romtrack.reps import held_s, to_change, to_keep
from romtrack.trends import plain_text, trends_of
from romtrack.types import WORST_PAIN, Measured, Pain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from romtrack.live import Plan
    from romtrack.types import Direction, Measurement, Session, Side

__all__ = [
    "LargeNumber",
    "OnStage",
    "WayOn",
    "as_measured",
    "on_stage",
    "pain_asked",
    "pain_told",
    "practised_on_stage",
    "saved",
]


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
class PainAsked:
    """How much it hurt. said: what the chosen level tells. stop: why to stop."""

    question: str
    levels: tuple[WayOn, ...]
    said: str
    stop: str


@dataclass(frozen=True, slots=True)
class OnStage:
    """What the stage shows of a result. heading: what became of it. fine: small print."""

    figures: tuple[LargeNumber, ...]
    heading: str
    ways: tuple[WayOn, ...]
    fine: str
    pain: PainAsked | None = None


_PAIN: Final = "pain-"
_SAVED: Final = N_("Saved")
_AFTER: Final = (("undo", N_("Undo")), ("details", N_("Details")), ("again", N_("Again")))
_AFTER_NOTHING: Final = (("again", N_("Again")),)
_TRIED: Final = (("measure", N_("Now measure")), ("practise", N_("Once more")))


def on_stage(plan: Plan, session: Session, earlier: Sequence[Measured], pain: Pain = Pain()) -> OnStage:  # noqa: B008  immutable
    """Return what came of a session; ``earlier``: what else is known of the person, in the order of time.

    ``pain``: what was said of it; after an exercise it is asked for.
    Every hip that was asked for is there; of one that was not seen to turn, with what to do.
    """
    if session.sets:
        return replace(saved((_done(session),)), pain=pain_asked(pain))
    found = {(one.side, one.direction): one for one in session.measurements}
    several = len(plan.directions) > 1
    asked = dict.fromkeys([*product(plan.sides, plan.directions), *found])
    hips = tuple(
        _hip(session, found[hip], earlier, several=several) if hip in found else _unseen(hip, several=several)
        for hip in asked
    )
    return saved(hips) if found else _stays(hips, N_("No number"), _AFTER_NOTHING)


def _unseen(hip: tuple[Side, Direction], *, several: bool) -> LargeNumber:
    side, direction = hip
    name = hip_name(side, direction if several else None)
    return LargeNumber("\N{EN DASH}", name, gettext(NO_TURN_SEEN))


def pain_asked(pain: Pain) -> PainAsked:
    """Return how it is asked how much it hurts; ``pain``: what was said of it."""
    levels = tuple(WayOn(_told(level), str(level)) for level in range(WORST_PAIN + 1))
    said = "" if pain.after is None else _told(pain.after)
    question = gettext("Does it hurt now? 0 is not at all, 10 the worst.")
    return PainAsked(question, levels, said, " ".join(stop_texts(pain)))


def _told(level: int) -> str:
    return f"{_PAIN}{level}"


def pain_told(told: str) -> int | None:
    """Return the level of pain that the stage has told, None = it has told something else."""
    return int(told.removeprefix(_PAIN)) if told.startswith(_PAIN) else None


def saved(figures: tuple[LargeNumber, ...]) -> OnStage:
    """Return what stays on the stage of a session that was saved."""
    return _stays(figures, _SAVED, _AFTER)


def practised_on_stage(plan: Plan, session: Session) -> OnStage:
    """Return what was seen in a practice, of which nothing is kept."""
    counted = {t.direction: t for one in session.measurements for t in one.trials if t.accepted}
    seen = ", ".join(units.degrees(abs(trial.peak_deg), 0) for trial in counted.values())
    figure = LargeNumber(seen or "\N{EN DASH}", gettext("Practice"), practised_text(plan, session))
    return _stays((figure,), N_("It does not count"), _TRIED)


def _stays(figures: tuple[LargeNumber, ...], heading: str, ways: Iterable[tuple[str, str]]) -> OnStage:
    """Return what stays on the stage, in the language in force."""
    said = tuple(WayOn(tells, gettext(label)) for tells, label in ways)
    return OnStage(figures, gettext(heading), said, gettext(DISCLAIMER))


def _hip(
    session: Session, measured: Measurement, earlier: Sequence[Measured], *, several: bool
) -> LargeNumber:
    name = hip_name(measured.side, measured.direction if several else None)
    if measured.value_deg is None or measured.sigma_deg is None:
        return LargeNumber("\N{EN DASH}", name, gettext("No number: the details say why."))
    now = as_measured(session, measured)
    others = [one for one in earlier if one.session_id != session.id]
    said = plain_text(trends_of([*others, now]), now) or gettext("The first value of this hip")
    if is_small(measured):
        least_deg = units.degrees(QUANTITIES[measured.quantity].leave_deg, 0)
        return LargeNumber(f"<\N{NO-BREAK SPACE}{least_deg}", name, f"{said}.")
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
    """Return all that was counted, with one thing to keep and one to change."""
    card, sets = exercise(session.exercise), len(session.sets)
    said = " ".join(filter(None, (to_keep(card, session.sets), to_change(card, session.sets))))
    if card.kind == "hold":
        held = ngettext("seconds held in {count} set", "seconds held in {count} sets", sets)
        return LargeNumber(units.number(held_s(session.sets), 0), held, said)
    done = ngettext("repetitions in {count} set", "repetitions in {count} sets", sets)
    return LargeNumber(str(sum(len(record.reps) for record in session.sets)), done, said)
