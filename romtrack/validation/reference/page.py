"""The page of a study: one HTML file that needs nothing else, made to be printed."""

from __future__ import annotations

import platform
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from romtrack import __version__, units
from romtrack.charts import to_svg
from romtrack.validation.page import Plot, environment, inline
from romtrack.validation.reference.plots import contrast_plot
from romtrack.validation.reference.study import in_order
from romtrack.validation.reference.tables import contrast_name, study_tables

if TYPE_CHECKING:
    from romtrack.validation.reference.comparing import Contrast, StudyComparison
    from romtrack.validation.reference.study import About

__all__ = ["frame_of", "study_html"]

# What a reader has to know of a study, and how the file of texts names it.
_ASKED: Final = ("people", "position", "raters", "blinding", "instruments", "camera", "order", "place", "by")


def study_html(comparison: StudyComparison, about: About) -> str:
    """Return the page, without scripts or anything to fetch."""
    readings = comparison.study.readings
    counted = {
        "persons": comparison.persons,
        "readings": len(readings),
        "instruments": ", ".join(in_order(one.instrument for one in readings if one.instrument)),
        "raters": ", ".join(in_order(one.rater for one in readings if one.rater)),
        "days": ", ".join(in_order(one.day for one in readings if one.day)),
    }
    return (
        environment()
        .get_template("study.html.j2")
        .render(
            **frame_of(about),
            lead="Seated hip rotation, each value how far the hip goes in its direction, in degrees",
            counted={name: text for name, text in counted.items() if text},
            plots_title="Bland-Altman plots",
            plots=_plots(comparison),
            tables=study_tables(comparison),
            remarks=comparison.remarks,
            source=f"table of readings SHA-256 {comparison.study.sha256}",
        )
    )


def frame_of(about: About) -> dict[str, Any]:
    """Return what every page of agreement has: its style, what is said of the study, and the versions."""
    return {
        "style": Markup((files("romtrack.reports") / "templates" / "report.css").read_text("utf-8")),  # noqa: S704  our own file
        "title": about.title or "Agreement with a reference",
        "facts": {**dict.fromkeys(_ASKED, "not stated"), **about.facts},
        "versions": {
            "romtrack": __version__,
            "SciPy": version("scipy"),
            "NumPy": version("numpy"),
            "Python": platform.python_version(),
        },
    }


def _plots(comparison: StudyComparison) -> list[Plot]:
    """Return a picture for each comparison of instruments; where there is but one, of raters or days."""
    facets = [one.facet for one in comparison.contrasts]
    shown = [one for one in comparison.contrasts if one.facet == facets[0]]
    return [_plot(f"plot-{at}", one) for at, one in enumerate(shown)]


def _plot(name: str, one: Contrast) -> Plot:
    found = one.figures
    figures = (found.bias, found.low, found.high)
    bias, low, high = (units.minus_signed(units.number(value)) for value in figures)
    caption = f"{one.group.name}: bias {bias}, limits {low} to {high}; bands: 95 % intervals"
    return Plot(name, contrast_name(one), inline(to_svg(contrast_plot(one)), name), caption)
