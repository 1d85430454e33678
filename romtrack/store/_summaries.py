"""What sessions gave, computed by the database: no repetition and no trial is read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from math import nan
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import case, func, select, type_coerce

from romtrack.errors import UsageError
from romtrack.kinematics.quantities import is_way
from romtrack.sane import FARTHEST
from romtrack.store._columns import UNREADABLE, Number, Value
from romtrack.store._reading import PERSON, DamagedError, moments, named
from romtrack.store.tables import AT, MOMENTS, OWNED, faults, holds, measurements, reps, sessions, trials
from romtrack.types import SIDES, Measured, Pain, Summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, Select

__all__ = ["MeasuredSeries", "Summaries", "read_bests", "read_series", "read_summaries"]

_WHO: Final = (sessions.c.id, PERSON, *(sessions.c[name] for name in ("recorded_by", *MOMENTS)))

_IS_KNOWN: Final = reps.c.range_value.between(0, FARTHEST)
_NOTHING: Final = (None, 0, 0.0, 0.0, nan, nan, "", "")  # what no repetitions are
_PAIN: Final = tuple(f"pain_{field.name}" for field in fields(Pain))


class Summaries(NamedTuple):
    """What was read; left_out names the sessions that have a damaged row."""

    sessions: list[Summary]
    left_out: list[str]


class MeasuredSeries(NamedTuple):
    """Measured values, the earliest first; left_out names the sessions that have a damaged row."""

    values: list[Measured]
    left_out: list[str]


def read_summaries(connection: Connection, chosen: Select[Any]) -> Summaries:
    """Return the sessions whose ids ``chosen`` selects, the latest first."""
    wanted = (
        select(*_WHO, *(sessions.c[name] for name in ("exercise", "side", "video_name", "note", *_PAIN)))
        .select_from(OWNED)
        .where(sessions.c.id.in_(chosen))
        .order_by(AT.desc(), sessions.c.saved_at.desc())
    )
    measured: dict[Any, list[Sequence[Any]]] = defaultdict(list)
    for row in connection.execute(_measured(measurements.c.session_id.in_(chosen))):
        measured[row[0]].append(row)
    counted, held, faulty = (
        {row[0]: row for row in connection.execute(given)}
        for given in (_counted(chosen), _held(chosen), _faulty(chosen))
    )
    found = Summaries([], [])
    for row in connection.execute(wanted):
        try:
            of_events = (one.get(row[0]) for one in (counted, held, faulty))
            found.sessions.append(_summary(row, measured[row[0]], *of_events))
        except DamagedError:
            found.left_out.append(_named(row))
    return found


def read_series(connection: Connection, *conditions: ColumnElement[bool]) -> MeasuredSeries:
    """Return all values of the sessions that fulfil ``conditions``."""
    found = MeasuredSeries([], [])
    for row in connection.execute(_measured(measurements.c.value_deg.is_not(None), *conditions)):
        try:
            found.values.append(_one(row))
        except DamagedError:
            found.left_out.append(_named(row))
    return found


def _measured(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Return measured directions, the earliest first."""
    here = (trials.c.session_id == measurements.c.session_id) & (
        trials.c.measurement_position == measurements.c.position
    )
    count = select(func.count()).select_from(trials).where(here)
    columns = ("quantity", "side", "direction", "value_deg", "sd_deg", "sigma_deg")
    return (
        select(
            *_WHO,
            *(measurements.c[name] for name in columns),
            count.where(trials.c.accepted).scalar_subquery().label("accepted"),
            count.scalar_subquery().label("trials"),
        )
        .select_from(OWNED.join(measurements))
        .where(*conditions)
        .order_by(AT, sessions.c.saved_at, measurements.c.position)
    )


def read_bests(connection: Connection, *conditions: ColumnElement[bool]) -> dict[str, float]:
    """Return the largest range of a repetition of each exercise, as far as one is known."""
    wanted = (
        select(sessions.c.exercise, func.max(reps.c.range_value))
        .select_from(sessions.join(reps, reps.c.session_id == sessions.c.id))
        .where(_IS_KNOWN, *conditions)
        .group_by(sessions.c.exercise)
    )
    return {name: best for name, best in connection.execute(wanted) if isinstance(name, str)}


def _counted(chosen: Select[Any]) -> Select[Any]:
    """Return how many repetitions each session has, how far they went and how long one took."""
    lasted = func.avg(reps.c.end_s - reps.c.start_s)
    ends = (func.max(column).label(f"last_{column.name}") for column in (reps.c.start_s, reps.c.end_s))
    return (
        select(
            reps.c.session_id,
            func.count().label("reps"),
            func.min(reps.c.range_value).label("least"),
            func.max(reps.c.range_value).label("most"),
            type_coerce(func.avg(case((_IS_KNOWN, reps.c.range_value))), Value).label("mean"),
            type_coerce(lasted, Value).label("lasted_s"),
            func.min(reps.c.unit).label("unit"),
            func.max(reps.c.unit).label("last_unit"),  # a damaged one sorts before or after the others
            func.min(reps.c.side).label("leg"),
            func.max(reps.c.side).label("last_leg"),
            *ends,
        )
        .where(reps.c.session_id.in_(chosen))
        .group_by(reps.c.session_id)
    )


def _held(chosen: Select[Any]) -> Select[Any]:
    """Return how long each session held."""
    seconds = type_coerce(func.sum(holds.c.end_s - holds.c.start_s), Number)
    legs = (func.min(holds.c.side).label("leg"), func.max(holds.c.side).label("last_leg"))
    ends = (func.max(column).label(f"last_{column.name}") for column in (holds.c.start_s, holds.c.end_s))
    return (
        select(
            holds.c.session_id, seconds.label("held_s"), *legs, *ends
        )  # what is no number sorts after them
        .where(holds.c.session_id.in_(chosen))
        .group_by(holds.c.session_id)
    )


def _faulty(chosen: Select[Any]) -> Select[Any]:
    """Return how often the form was off in each session."""
    count = select(faults.c.session_id, func.count().label("faults"))
    return count.where(faults.c.session_id.in_(chosen)).group_by(faults.c.session_id)


def _summary(
    row: Sequence[Any],
    measured: Sequence[Sequence[Any]],
    counted: Sequence[Any] | None,
    held: Sequence[Any] | None,
    faulty: Sequence[Any] | None,
) -> Summary:
    key, person, *when, exercise, side, video_name, note, before, after, sharp = row
    _check(row, key, person, exercise, note, sharp)
    _, reps, least, most, mean, lasted_s, unit, _, *moved = _NOTHING if counted is None else _whole(counted)
    held_s, *still = (0.0,) if held is None else _whole(held)[1:4]
    return Summary(
        id=key,
        person=person,
        exercise=exercise,
        side=side,
        when=moments(*when),
        measured=tuple(_one(one) for one in measured),
        reps=reps,
        held_s=held_s,
        ranges=(least, most) if reps else None,
        unit=unit,
        video_name=video_name,
        note=note,
        pain=_pain(before, after, sharp),
        mean_range=mean,
        tempo_s=lasted_s,
        faults=0 if faulty is None else faulty[1],
        legs=tuple(one for one in SIDES if one in (*moved, *still)),
    )


def _pain(before: Any, after: Any, sharp: Any) -> Pain:  # noqa: ANN401  they are looked at here
    try:
        return Pain(before, after, sharp)
    except UsageError as error:
        raise DamagedError from error


def _one(row: Sequence[Any]) -> Measured:
    key, person, *when = row[: len(_WHO)]
    quantity, side, direction, *numbers = row[len(_WHO) :]
    _check(row, key, person, quantity, side, direction)
    if not is_way(quantity, direction):
        raise DamagedError
    return Measured(key, person, moments(*when), quantity, side, direction, *numbers)


def _named(row: Sequence[Any]) -> str:
    """Return what a session is called; ``row`` begins with the columns of ``_WHO``."""
    of = dict(zip(("id", "person", "recorded_by", *MOMENTS), row, strict=False))
    return named(of["id"], of["person"], of["recorded_at"], of["analysed_at"])


def _whole(row: Sequence[Any]) -> Sequence[Any]:
    """Return a row in which nothing may be missing."""
    _check(row, *row)
    return row


def _check(row: Sequence[Any], *needed: object) -> None:
    if UNREADABLE in row or None in needed:
        raise DamagedError
