"""Trials, repetitions, partial attempts and faults of a session, held against those that were done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from romtrack.types import Direction, Fault, Hold, Measurement, Partial, Rep, Session, Trial
    from romtrack.validation.truth import Span, Truth

__all__ = [
    "CountScore",
    "FaultScore",
    "JudgedTrial",
    "JudgedValue",
    "TrialScore",
    "score_counts",
    "score_faults",
    "score_trials",
    "trial_error_deg",
]

_AROUND_PEAK_S: Final = 0.25
_FAULTY_SHARE: Final = 0.5  # of a repetition that a fault must touch: the next one is not faulty too


class JudgedTrial(NamedTuple):
    """A trial beside what was done.

    read_deg: against gravity, as the truth is. was: "clean", the name of the fault of the repetition that it
    is, or "no repetition". reasons: why it was refused.
    """

    direction: Direction
    start_s: float
    peak_s: float
    end_s: float
    read_deg: float
    error_deg: float
    accepted: bool
    was: str
    reasons: tuple[str, ...]


class JudgedValue(NamedTuple):
    """The value of one direction; error_deg: the mean of its accepted trials' errors."""

    direction: Direction
    value_deg: float
    sigma_deg: float
    error_deg: float


@dataclass(frozen=True, slots=True)
class TrialScore:
    """What became of the trials of a measurement.

    clean: repetitions without a fault. values: those that were given. faulty_accepted, clean_refused,
    others_accepted: a sentence for each trial or repetition that was judged wrongly; others are no repetition
    at all.
    """

    true_reps: int = 0
    clean: int = 0
    trials: tuple[JudgedTrial, ...] = ()
    values: tuple[JudgedValue, ...] = ()
    faulty_accepted: tuple[str, ...] = ()
    clean_refused: tuple[str, ...] = ()
    others_accepted: tuple[str, ...] = ()

    @property
    def accepted(self) -> int:
        """Number of trials that count."""
        return sum(trial.accepted for trial in self.trials)

    @property
    def refused(self) -> int:
        """Number of trials that do not."""
        return len(self.trials) - self.accepted

    @property
    def errors_deg(self) -> tuple[float, ...]:
        """Peak - truth of each accepted trial."""
        return tuple(trial.error_deg for trial in self.trials if trial.accepted)


@dataclass(frozen=True, slots=True)
class CountScore:
    """Repetitions, holds and partial attempts: done, and found. partials_found: true ones that were listed.

    errors_s: how far start, peak and end of each counted repetition are from those of the true one.
    """

    reps_true: int = 0
    reps_counted: int = 0
    errors_s: tuple[tuple[float, float, float], ...] = ()
    holds_true: int = 0
    holds_found: int = 0
    partials_true: int = 0
    partials_found: int = 0


@dataclass(frozen=True, slots=True)
class FaultScore:
    """Form faults: done, found among them, and raised where none of this name was."""

    true: int = 0
    found: int = 0
    false: int = 0


def score_counts(session: Session, truth: Truth) -> CountScore:
    """Count the repetitions and partial attempts."""
    listed = [partial for record in session.sets for partial in record.partials]
    held = [hold for record in session.sets for hold in record.holds]
    return CountScore(
        reps_true=len(truth.reps),
        reps_counted=sum(len(record.reps) for record in session.sets),
        errors_s=tuple(_timing_s([rep for record in session.sets for rep in record.reps], truth)),
        holds_true=len(truth.holds),
        holds_found=sum(any(_touches(true, one) for one in held) for true in truth.holds),
        partials_true=len(truth.partials),
        partials_found=sum(any(_touches(true, one) for one in listed) for true in truth.partials),
    )


def _timing_s(counted: Sequence[Rep], truth: Truth) -> Iterator[tuple[float, float, float]]:
    """Yield the errors of each counted repetition against the true one that it overlaps most."""
    for rep in counted:
        overlaps_s = {true: true.overlap_s(rep.start_s, rep.end_s) for true in truth.reps}
        true = max(overlaps_s, key=overlaps_s.__getitem__, default=None)
        if true is not None and overlaps_s[true] > 0:
            yield rep.start_s - true.start_s, rep.peak_s - true.peak_s, rep.end_s - true.end_s


def score_faults(session: Session, truth: Truth) -> FaultScore:
    """Match the faults by name and overlap."""
    raised = [fault for record in session.sets for fault in record.faults]
    return FaultScore(
        true=len(truth.faults),
        found=sum(any(_is_same(true, one) for one in raised) for true in truth.faults),
        false=sum(not any(_is_same(true, one) for true in truth.faults) for one in raised),
    )


def score_trials(session: Session, truth: Truth) -> TrialScore:
    """Hold the trials of a measurement against the repetitions; nothing for a session without one."""
    if not session.measurements:
        return TrialScore()
    trials = [trial for _, trial in _trials(session)]
    accepted = [trial for trial in trials if trial.accepted]
    return TrialScore(
        true_reps=len(truth.reps),
        clean=sum(_fault_of(rep, truth) is None for rep in truth.reps),
        trials=tuple(_judged(trial, measured, truth) for measured, trial in _trials(session)),
        values=tuple(_values(session, truth)),
        faulty_accepted=tuple(_faulty_accepted(accepted, truth)),
        clean_refused=tuple(_clean_refused(trials, truth)),
        others_accepted=tuple(
            f"accepted at {units.seconds(trial.peak_s)}, but no repetition"
            for trial in accepted
            if _rep_of(trial, truth) is None
        ),
    )


def trial_error_deg(peak_deg: float, peak_s: float, truth: Truth) -> float:
    """Return a trial's value minus the median of the truth over the half second about its peak."""
    if truth.true_deg is None:
        return np.nan
    about = (np.abs(truth.time_s - peak_s) <= _AROUND_PEAK_S) & np.isfinite(truth.true_deg)
    return peak_deg - float(np.median(truth.true_deg[about])) if about.any() else np.nan


def _trials(session: Session) -> Iterator[tuple[Measurement, Trial]]:
    return ((measured, trial) for measured in session.measurements for trial in measured.trials)


def _judged(trial: Trial, measured: Measurement, truth: Truth) -> JudgedTrial:
    rest_deg = np.nan if measured.offset_deg is None else measured.offset_deg
    read_deg = trial.peak_deg + (0.0 if measured.reference == "gravity" else rest_deg)
    rep = _rep_of(trial, truth)
    return JudgedTrial(
        trial.direction,
        trial.start_s,
        trial.peak_s,
        trial.end_s,
        read_deg,
        trial_error_deg(read_deg, trial.peak_s, truth),
        trial.accepted,
        "no repetition" if rep is None else _fault_of(rep, truth) or "clean",
        trial.reasons,
    )


def _values(session: Session, truth: Truth) -> Iterator[JudgedValue]:
    for measured in session.measurements:
        if measured.value_deg is not None:
            own = [_judged(trial, measured, truth) for trial in measured.trials if trial.accepted]
            sigma_deg = np.nan if measured.sigma_deg is None else measured.sigma_deg
            error_deg = float(np.mean([trial.error_deg for trial in own])) if own else np.nan
            yield JudgedValue(measured.direction, measured.value_deg, sigma_deg, error_deg)


def _faulty_accepted(accepted: Sequence[Trial], truth: Truth) -> Iterator[str]:
    for trial in accepted:
        rep = _rep_of(trial, truth)
        name = None if rep is None else _fault_of(rep, truth)
        if name is not None:
            yield f"accepted at {units.seconds(trial.peak_s)} in spite of {name}"


def _clean_refused(trials: Sequence[Trial], truth: Truth) -> Iterator[str]:
    for rep in truth.reps:
        own = [trial for trial in trials if _rep_of(trial, truth) == rep]
        if _fault_of(rep, truth) is not None or any(trial.accepted for trial in own):
            continue
        where = units.period(rep.start_s, rep.end_s)
        reasons = dict.fromkeys(reason for trial in own for reason in trial.reasons)
        yield f"clean, but refused: {where} ({'; '.join(reasons)})" if own else f"clean, not found: {where}"


def _rep_of(trial: Trial, truth: Truth) -> Span | None:
    """Return the repetition that a trial is; None when it is more of a partial attempt, or of neither."""
    done = [*truth.reps, *truth.partials]
    best = max(done, key=lambda span: span.overlap_s(trial.start_s, trial.end_s), default=None)
    if best is None or not _touches(best, trial) or best in truth.partials:
        return None
    return best


def _fault_of(rep: Span, truth: Truth) -> str | None:
    """Return the name of the fault that a repetition was done with."""
    least_s = _FAULTY_SHARE * (rep.end_s - rep.start_s)
    return next(
        (fault.name for fault in truth.faults if fault.overlap_s(rep.start_s, rep.end_s) > least_s), None
    )


def _touches(span: Span, event: Trial | Partial | Fault | Hold) -> bool:
    return span.overlap_s(event.start_s, event.end_s) > 0


def _is_same(true: Span, fault: Fault) -> bool:
    return true.name == fault.name and _touches(true, fault)
