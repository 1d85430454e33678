"""A study's figures as tables to read: the terminal and the page show the same ones."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.validation.reference.study import in_order
from romtrack.validation.tables import Table

if TYPE_CHECKING:
    from romtrack.validation.reference.comparing import Contrast, Repeats, StudyComparison
    from romtrack.validation.reliability import Span95

__all__ = ["contrast_name", "study_tables", "with_95"]

_MISSING: Final = "\N{EN DASH}"
_DIFFERENCES: Final = (
    "[ ] are 95 % intervals; they count persons, not pairs. The limits of agreement hold 95 % of single "
    "differences, between and within persons together (Bland and Altman 2007)."
)
_REPEATS: Final = (
    "By instruments and by raters: between them; by days and by trials: within one. A value is the mean of "
    "so many trials. ICC(2,1): any such raters, days, trials or instruments, absolute agreement. ICC(3,1): "
    "these very ones, consistency. [ ] are 95 % intervals (McGraw and Wong 1996). SEM has the mean "
    "differences in it; a change between two values counts beyond MDC95 = 1.96 \N{MULTIPLICATION SIGN} "
    "\N{SQUARE ROOT}2 \N{MULTIPLICATION SIGN} SEM."
)
_OTHER_DAYS: Final = " Of day {day}, where a day is held; the others are in agreement.json."


def study_tables(comparison: StudyComparison) -> tuple[Table, ...]:
    """Return the tables that have rows, in degrees."""
    days = in_order(one.day for one in comparison.repeats if one.day)
    shown = [one for one in comparison.repeats if one.day in {"", *days[:1]}]
    others = _OTHER_DAYS.format(day=days[0]) if len(days) > 1 else ""
    tables = (
        Table(
            "Differences",
            ("", "difference", "persons", "pairs", "bias", "lower limit", "upper limit", "RMSE"),
            tuple(map(_contrast, comparison.contrasts)),
            _DIFFERENCES,
        ),
        Table(
            "Repeatability",
            ("", "read again by", "of", "trials", "persons", "ICC(2,1)", "ICC(3,1)", "SEM", "MDC95"),
            tuple(map(_repeats, shown)),
            f"{_REPEATS}{others}",
        ),
    )
    return tuple(table for table in tables if table.rows)


def _contrast(one: Contrast) -> tuple[str, ...]:
    found = one.figures
    return (
        one.group.name,
        contrast_name(one),
        str(found.persons),
        str(found.pairs),
        with_95(found.bias, found.bias_95, 1),
        with_95(found.low, found.low_95, 1),
        with_95(found.high, found.high_95, 1),
        _figure(found.rmse, 1),
    )


def contrast_name(one: Contrast) -> str:
    """Return what is taken from what."""
    words = [f"{one.facet} {name}" if one.facet != "instrument" else name for name in (one.other, one.first)]
    return " \N{MINUS SIGN} ".join(words) + (f"; {one.held}" if one.held else "")


def _repeats(one: Repeats) -> tuple[str, ...]:
    found = one.figures
    return (
        one.group.name,
        _levels(one),
        one.held,
        units.span(*one.trials),
        f"{found.targets}" + (f" ({one.left_out} left out)" if one.left_out else ""),
        with_95(found.icc_agreement, found.icc_agreement_95, 2),
        with_95(found.icc_consistency, found.icc_consistency_95, 2),
        _figure(found.sem, 1),
        _figure(found.mdc95, 1),
    )


def _levels(one: Repeats) -> str:
    names = ", ".join(one.levels)
    return names if one.facet == "instrument" else f"{one.facet}s {names}"


def with_95(value: float, span: Span95, digits: int) -> str:
    """Return a figure with its interval."""
    if not math.isfinite(span.low):
        return _figure(value, digits)
    return f"{_figure(value, digits)} [{_figure(span.low, digits)} to {_figure(span.high, digits)}]"


def _figure(value: float, digits: int) -> str:
    return units.minus_signed(units.number(value, digits)) if math.isfinite(value) else _MISSING
