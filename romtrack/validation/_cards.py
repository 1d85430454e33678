"""The summary of a validation: a few figures, each with what to hold it against."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from romtrack import units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from romtrack.validation.rows import Row

__all__ = ["Figure", "cards_of"]

_UNKNOWN = "none"


class Figure(NamedTuple):
    """A figure of the summary: what it is, its value, and what to hold it against."""

    name: str
    value: str
    about: str


def cards_of(overall: Row) -> tuple[Figure, ...]:
    """Return the summary of the figures over all clips."""
    return (*_frames(overall), *_events(overall))


def _frames(row: Row) -> Iterator[Figure]:
    worst, largest = _degrees(row, "worst_clip_mae_deg"), _degrees(row, "max_deg")
    low, high = _degrees(row, "loa_low_deg"), _degrees(row, "loa_high_deg")
    within_2 = _percent(row, "within_2_sigma_share")
    yield Figure(
        "mean absolute error", _degrees(row, "mae_deg"), f"{row['frames_read']} frames; worst clip {worst}"
    )
    yield Figure("bias", _degrees(row, "bias_deg"), f"limits of agreement {low} to {high}")
    yield Figure("95 % of errors under", _degrees(row, "p95_deg"), f"largest {largest}")
    yield Figure(
        "within one sigma",
        _percent(row, "within_1_sigma_share"),
        f"within two {within_2}; honest: 68 % and 95 %",
    )


def _events(row: Row) -> Iterator[Figure]:
    largest, detected = _degrees(row, "trial_max_error_deg"), _percent(row, "detected_share")
    yield Figure(
        "error of a trial",
        _degrees(row, "trial_mean_error_deg"),
        f"{row['trials_accepted']} accepted; largest {largest}",
    )
    yield Figure("usable frames", _percent(row, "usable_share"), f"person found in {detected}")
    yield Figure(
        "repetitions",
        f"{row['reps_counted']} of {row['reps_true']}",
        f"partial attempts found: {row['partials_found']} of {row['partials_true']}",
    )
    yield Figure(
        "faults found",
        f"{row['faults_found']} of {row['faults_true']}",
        f"falsely raised: {row['faults_false']}",
    )


def _degrees(row: Row, key: str) -> str:
    value = row.get(key)
    if not isinstance(value, float):
        return _UNKNOWN
    return units.minus_signed(units.degrees(value, 2))


def _percent(row: Row, key: str) -> str:
    value = row.get(key)
    return units.percent(value) if isinstance(value, float) else _UNKNOWN
