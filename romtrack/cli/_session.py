"""What the command says of a session: tables, and what does not count."""

from __future__ import annotations

from collections import Counter
from statistics import fmean
from typing import TYPE_CHECKING

from romtrack import units
from romtrack.cli._terminal import say, say_table
from romtrack.exercises import exercise
from romtrack.kinematics.quantities import quantity_of
from romtrack.outputs import is_sample
from romtrack.reps.totals import held_s, range_text
from romtrack.trends import RECORDED_BY, happened_text, range_deg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from romtrack.types import Measurement, Session, SetRecord

__all__ = ["say_session"]


def say_session(session: Session, folder: Path, earlier: Session | None) -> None:
    """Print what a session holds, what in it does not count and why, and where its files are.

    earlier: the session that was logged of the same recording before.
    """
    _say_measurements(session)
    if not session.measurements:
        _say_sets(session)
    for line in _left_out(session):
        say(f"  {line}")
    if earlier is not None:
        say(
            f"Already in the log since {units.day_and_time(earlier.analysed_at)}, as {earlier.person}'s "
            f"(romtrack sessions {earlier.id.hex[:8]}); --force replaces that session"
        )
    elif session.video is not None and is_sample(session.video.sha256):
        say("A sample of romtrack's: it enters nobody's log")
    known = "" if session.recorded_by is None else f" ({RECORDED_BY[session.recorded_by]})"
    say(f"Recorded: {happened_text(session.when)}{known}")
    say(f"Results in {folder}")


def _say_measurements(session: Session) -> None:
    for quantity in dict.fromkeys(one.quantity for one in session.measurements):
        rows = [_cells(one) for one in session.measurements if one.quantity == quantity]
        headings = ("hip", "direction", "value", "spread", "uncertainty", "trials accepted")
        title = f"{quantity_of(quantity).title} (approximate; not a medical device)"
        say_table(title, headings, rows)


def _cells(measurement: Measurement) -> tuple[str, ...]:
    return (
        measurement.side,
        measurement.direction,
        *_value_cells(measurement),
        f"{sum(trial.accepted for trial in measurement.trials)} of {len(measurement.trials)}",
    )


def _value_cells(measurement: Measurement) -> tuple[str, str, str]:
    value, sd, sigma = range_deg(measurement), measurement.sd_deg, measurement.sigma_deg
    if value is None or sd is None or sigma is None:
        return "no number", "", ""
    return units.degrees(value), units.degrees(sd), f"{units.plus_minus(sigma)}°"


def _say_sets(session: Session) -> None:
    rows = [
        (session.side or "", str(len(record.reps)), str(len(record.partials)), *_set_cells(record))
        for record in session.sets
    ]
    headings = ("leg", "reps", "partial", "held", "range", "time for one", "form faults")
    say_table(f"{exercise(session.exercise).title} (approximate)", headings, rows)


def _set_cells(record: SetRecord) -> tuple[str, str, str, str]:
    """Return seconds held, range, time for one and faults of a set; empty where there is none."""
    held = units.seconds(held_s([record])) if record.holds else ""
    span = range_text(record.reps) if record.reps else ""
    one = units.seconds(fmean(rep.end_s - rep.start_s for rep in record.reps)) if record.reps else ""
    faults = Counter(fault.name.replace("_", " ") for fault in record.faults)
    told = ", ".join(f"{name} {count}x" if count > 1 else name for name, count in faults.items())
    return held, span, one, told


def _left_out(session: Session) -> Iterator[str]:
    """Yield a line for each trial or attempt that does not count, with the reason."""
    for measurement in session.measurements:
        for trial in measurement.trials:
            if trial.reasons:
                yield f"trial at {units.seconds(trial.peak_s)} not counted: {'; '.join(trial.reasons)}"
    for record in () if session.measurements else session.sets:
        for partial in record.partials:
            yield f"attempt at {units.seconds(partial.peak_s)} not counted: {partial.reason}"
