"""A validation as tables to read: the terminal and the page show the same ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from romtrack import units
from romtrack.validation.rows import Row, overall_row, setup_rows, to_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from romtrack.validation.run import Validation

__all__ = ["Table", "tables_of"]

OVERALL: Final = "all"


class Table(NamedTuple):
    """A table of texts; the first column names the row. note: how to read it."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


class _Column(NamedTuple):
    """A heading, the figures under it, and how many digits they have; ``%`` = shares as percentages."""

    heading: str
    keys: tuple[str, ...]
    digits: int | str = 2
    between: str = " / "


def _one(heading: str, key: str, digits: int | str = 2) -> _Column:
    return _Column(heading, (key,), digits)


_FRAMES: Final = (
    _Column("found / usable %", ("detected_share", "usable_share"), "%"),
    _one("bias", "bias_deg"),
    _one("MAE", "mae_deg"),
    _one("RMSE", "rmse_deg"),
    _one("p95", "p95_deg"),
    _one("max", "max_deg"),
    _one("gain", "gain", 3),
    _one("r", "correlation", 4),
    _one("ICC", "icc_2_1", 4),
    _Column("LoA", ("loa_low_deg", "loa_high_deg"), between=" to "),
    _one("sigma", "sigma_median_deg"),
    _Column("in 1 / 2 sigma %", ("within_1_sigma_share", "within_2_sigma_share"), "%"),
)
_TRIALS: Final = (
    _one("true reps", "trial_reps_true", 0),
    _one("accepted", "trials_accepted", 0),
    _one("refused", "trials_refused", 0),
    _one("mean error", "trial_mean_error_deg"),
    _one("max error", "trial_max_error_deg"),
    _one("faulty accepted", "faulty_accepted", 0),
    _one("clean refused", "clean_refused", 0),
    _one("others accepted", "others_accepted", 0),
)
_COUNTS: Final = (
    _one("true reps", "reps_true", 0),
    _one("counted", "reps_counted", 0),
    _one("start off by", "rep_start_error_s", 2),
    _one("peak", "rep_peak_error_s", 2),
    _one("end (s)", "rep_end_error_s", 2),
    _one("true holds", "holds_true", 0),
    _one("found", "holds_found", 0),
    _one("true partials", "partials_true", 0),
    _one("found", "partials_found", 0),
    _one("true faults", "faults_true", 0),
    _one("found", "faults_found", 0),
    _one("falsely raised", "faults_false", 0),
)
_BY_CAUSE: Final = (
    _one("MAE", "mae_deg"),
    _one("line", "by_line_deg"),
    _one("level", "by_level_deg"),
    _one("seat", "by_seat_deg"),
)
_FRAMES_NOTE: Final = (
    "Degrees, read \N{MINUS SIGN} true, over the frames whose truth is known. LoA: Bland-Altman limits of "
    "agreement. ICC: ICC(2,1). Sigma: median of the stated; honest is 68 % within one, 95 % within two."
)
_TRIALS_NOTE: Final = (
    "Degrees, size of accepted trials' errors against the median of the truth over the half second about the "
    "peak. Others: accepted, but no repetition."
)
_CAUSES_NOTE: Final = (
    "Degrees, mean size over frames of three parts that add up to the error: the line of the shank (as read "
    "against the true one, both through the same geometry), the camera's level, and how the leg sits, with "
    "field of view and lens. Known where one camera saw the leg and the truth holds its joints."
)
_COUNTS_NOTE: Final = (
    "Found: of the true ones. Off by: mean size of the error, seconds. Falsely raised: faults where none of "
    "that name was. What a fault does to a trial stands under Trials."
)
_COMPARED_NOTE: Final = (
    "Degrees: MAE / bias / p95, and the share of frames that it reads where not all. landmarks, world and "
    "mask are as they come: nothing in them is corrected. A clip can belong to several set-ups."
)


def tables_of(validation: Validation) -> tuple[Table, ...]:
    """Return the tables that have rows: frames, set-ups, trials, counts and, if asked for, estimators."""
    clips, overall = to_rows(validation), {"clip": OVERALL, **overall_row(validation)}
    setups = [*setup_rows(validation), {**overall, "setup": OVERALL}]
    framed = [row for row in clips if row["frames_with_truth"]]
    caused = [row for row in clips if row["by_line_deg"] is not None]
    measured = [row for row in clips if row["trial_reps_true"]]
    compared = _estimator_columns(validation.estimators)
    found = (
        _table("Frames, by clip", "clip", _FRAMES, [*framed, overall], _FRAMES_NOTE),
        _table("Frames, by set-up", "setup", (_one("clips", "clips", 0), *_FRAMES), setups, _FRAMES_NOTE),
        _table("Error by cause", "clip", _BY_CAUSE, [*caused, overall] if caused else [], _CAUSES_NOTE),
        _table("Trials", "clip", _TRIALS, [*measured, overall], _TRIALS_NOTE),
        _table("Repetitions and faults", "clip", _COUNTS, [*clips, overall], _COUNTS_NOTE),
        _table("Estimators, by clip", "clip", compared, [*framed, overall], _COMPARED_NOTE),
        _table("Estimators, by set-up", "setup", compared, setups, _COMPARED_NOTE),
    )
    return tuple(table for table in found if len(table.rows) > 1 and len(table.headings) > 1)


def _estimator_columns(names: Iterable[str]) -> tuple[_Column, ...]:
    figures = ("mae_deg", "bias_deg", "p95_deg")
    return tuple(_Column(name, tuple(f"{name}_{figure}" for figure in figures)) for name in names)


def _table(title: str, first: str, columns: Sequence[_Column], rows: Iterable[Row], note: str) -> Table:
    texts = tuple((str(row[first]), *(_cell(row, column) for column in columns)) for row in rows)
    heading = "set-up" if first == "setup" else first
    return Table(title, (heading, *(column.heading for column in columns)), texts, note)


def _cell(row: Row, column: _Column) -> str:
    values = [row.get(key) for key in column.keys]
    if all(value is None for value in values):
        return ""
    text = column.between.join(_text(value, column.digits) for value in values)
    share = row.get(f"{column.heading}_read_share")
    return text if share is None or share == 1 else f"{text} ({_text(share, '%')} %)"


def _text(value: str | float | None, digits: int | str) -> str:
    """Return a figure with its digits."""
    if value is None or isinstance(value, str):
        return value or "?"
    if isinstance(digits, str):
        return units.percentage(value)
    return units.minus_signed(units.number(value, digits))
