"""Numbers of two sessions side by side, or of both legs of one."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

from romtrack import units
from romtrack.app.words import escaped, value_text, what_measured
from romtrack.kinematics.quantities import quantity_of
from romtrack.language import gettext, ngettext, pgettext
from romtrack.reps import best_range, done_text, far_text
from romtrack.trends import happened_text
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from romtrack.types import Camera, Direction, Measurement, Rep, Session, Side

__all__ = ["directions", "legs", "measured_in", "reps_of", "sessions"]


def directions(session: Session) -> Sequence[Direction | None]:
    """Return the directions that were measured; of an exercise the only one, None."""
    return list(dict.fromkeys(one.direction for one in session.measurements)) or [None]


def measured_in(session: Session, side: Side, direction: Direction) -> Measurement | None:
    """Return what was measured of a leg, None = it was not."""
    mine = (one for one in session.measurements if (one.side, one.direction) == (side, direction))
    return next(mine, None)


def reps_of(session: Session) -> list[Rep]:
    """Return the repetitions of all sets."""
    return [rep for done in session.sets for rep in done.reps]


def sessions(one: Session, other: Session) -> list[dict[str, str]]:
    """Return a row for each number that either has."""
    both_sessions = (one, other)
    rows = [(gettext("When"), *(happened_text(session.when) for session in both_sessions))]
    if any(session.camera for session in both_sessions):
        rows.append((gettext("Camera"), *(_camera_text(session.camera) for session in both_sessions)))
    ways = dict.fromkeys((each.side, each.direction) for each in (*one.measurements, *other.measurements))
    for side, direction in ways:
        both = [measured_in(session, side, direction) for session in (one, other)]
        name = next(what_measured(each) for each in both if each is not None)
        rows.append((name, *map(_value, both)))
    if not ways:
        rows += _exercise_rows(one, other)
    return [
        {
            gettext("What"): escaped(what),
            gettext("Earlier"): escaped(before),
            gettext("Later"): escaped(after),
        }
        for what, before, after in rows
    ]


def legs(session: Session) -> list[dict[str, str]]:
    """Return a row for each number of a session that has both legs."""
    rows = []
    for direction in directions(session):
        if direction is not None:
            both = [measured_in(session, side, direction) for side in SIDES]
            quantity = next(each.quantity for each in both if each is not None)
            name = gettext(quantity_of(quantity).way(direction).title)
            rows.append((name[:1].upper() + name[1:], *map(_value, both)))
    if not rows:
        reps = [[rep for rep in reps_of(session) if rep.side == side] for side in SIDES]
        rows = [
            (
                pgettext("of a session", "Done"),
                *(ngettext("{count} rep", "{count} reps", len(each)) for each in reps),
            )
        ]
    return [
        {gettext("What"): escaped(what), gettext("Left"): escaped(left), gettext("Right"): escaped(right)}
        for what, left, right in rows
    ]


def _camera_text(camera: Camera | None) -> str:
    return gettext("not known") if camera is None else camera.text


def _value(measured: Measurement | None) -> str:
    if measured is None:
        return gettext("not measured")
    accepted = sum(trial.accepted for trial in measured.trials)
    return gettext(
        "{value}, {accepted} of {trials} trials",
        value=value_text(measured),
        accepted=accepted,
        trials=len(measured.trials),
    )


def _exercise_rows(one: Session, other: Session) -> Iterator[tuple[str, str, str]]:
    """Yield what was done: how much, how far beside the best repetition of both, how fast, how well."""
    best = best_range((*one.sets, *other.sets))
    both = (one, other)
    first, last = (done_text(each.sets) for each in both)
    yield pgettext("of a session", "Done"), first, last
    if any(reps_of(each) for each in both):
        first, last = (_range_text(reps_of(each), best) for each in both)
        yield gettext("Range, on average"), first, last
        first, last = (_tempo_text(reps_of(each)) for each in both)
        yield gettext("One takes"), first, last
    faults = (sum(len(done.faults) for done in each.sets) for each in both)
    first, last = (ngettext("{count} fault", "{count} faults", number) for number in faults)
    yield gettext("Form"), first, last


def _range_text(reps: Sequence[Rep], best: float) -> str:
    return far_text(fmean(rep.range_value for rep in reps), reps[0].unit, best) if reps else gettext("none")


def _tempo_text(reps: Sequence[Rep]) -> str:
    return units.seconds(fmean(rep.end_s - rep.start_s for rep in reps)) if reps else gettext("none")
