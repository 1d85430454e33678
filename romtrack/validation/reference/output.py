"""The files of a study: its figures for programs, and the page to be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from romtrack import __version__
from romtrack.export import write_text
from romtrack.validation.reference.page import study_html
from romtrack.validation.reference.plain import json_text, plain

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.validation.reference.comparing import Contrast, Group, Repeats, StudyComparison
    from romtrack.validation.reference.study import About

__all__ = ["STUDY_FILES", "study_json", "write_study"]

_FIGURES, _PAGE = STUDY_FILES = ("agreement.json", "agreement.html")


def write_study(comparison: StudyComparison, about: About, folder: Path) -> None:
    """Write agreement.json and agreement.html into an existing folder.

    Raises
    ------
    OutputError: a file cannot be written.
    """
    write_text(folder / _FIGURES, json_text(study_json(comparison, about)))
    write_text(folder / _PAGE, study_html(comparison, about))


def study_json(comparison: StudyComparison, about: About) -> dict[str, Any]:
    """Return all figures, degrees, as JSON takes them; null = not known."""
    return {
        "schema": "romtrack.agreement/1",
        "romtrack_version": __version__,
        "title": about.title,
        "about": dict(about.facts),
        "study_sha256": comparison.study.sha256,
        "readings": len(comparison.study.readings),
        "persons": comparison.persons,
        "differences": [_contrast(one) for one in comparison.contrasts],
        "repeatability": [_repeats(one) for one in comparison.repeats],
        "remarks": list(comparison.remarks),
    }


def _contrast(one: Contrast) -> dict[str, Any]:
    found = one.figures
    return {
        **_group(one.group),
        "facet": one.facet,
        "first": one.first,
        "other": one.other,
        "held": one.held,
        "persons": found.persons,
        "pairs": found.pairs,
        "bias_deg": plain(found.bias),
        "bias_95_deg": [*map(plain, found.bias_95)],
        "sd_deg": plain(found.sd),
        "loa_low_deg": plain(found.low),
        "loa_low_95_deg": [*map(plain, found.low_95)],
        "loa_high_deg": plain(found.high),
        "loa_high_95_deg": [*map(plain, found.high_95)],
        "rmse_deg": plain(found.rmse),
    }


def _repeats(one: Repeats) -> dict[str, Any]:
    found = one.figures
    return {
        **_group(one.group),
        "facet": one.facet,
        "levels": list(one.levels),
        "held": one.held,
        "trials_in_a_value": list(one.trials),
        "persons": found.targets,
        "persons_left_out": one.left_out,
        "icc_2_1": plain(found.icc_agreement),
        "icc_2_1_95": [*map(plain, found.icc_agreement_95)],
        "icc_3_1": plain(found.icc_consistency),
        "icc_3_1_95": [*map(plain, found.icc_consistency_95)],
        "sem_deg": plain(found.sem),
        "mdc95_deg": plain(found.mdc95),
    }


def _group(group: Group) -> dict[str, Any]:
    return {"direction": group.direction, "side": group.side}
