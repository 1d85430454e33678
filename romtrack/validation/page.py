"""The page of a validation: one HTML file that needs nothing else."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from romtrack import __version__
from romtrack.charts import to_svg
from romtrack.validation import plots
from romtrack.validation._cards import cards_of
from romtrack.validation.estimators import ESTIMATORS
from romtrack.validation.rows import overall_row
from romtrack.validation.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import altair as alt

    from romtrack.validation.run import Validation

__all__ = ["Plot", "environment", "inline", "validation_html"]

_OPENING: Final = re.compile(r"\A\s*<svg\b([^>]*)>")
_NAMESPACE_OR_ROLE: Final = re.compile(r'\s(?:xmlns(?::\w+)?|role|aria-[\w-]+)="[^"]*"')
_IDENTIFIER: Final = re.compile(r'(\bid="|url\(#|href="#)')


class Plot(NamedTuple):
    """A picture with the sentence under it."""

    id: str
    title: str
    svg: Markup
    caption: str


def validation_html(validation: Validation) -> str:
    """Return the page, without scripts or anything to fetch."""
    return (
        environment()
        .get_template("validation.html.j2")
        .render(
            style=Markup((files("romtrack.reports") / "templates" / "report.css").read_text("utf-8")),  # noqa: S704  our own file
            version=__version__,
            folder=validation.folder.resolve().name,
            clips=len(validation.clips),
            cards=cards_of(overall_row(validation)),
            plots=_plots(validation),
            tables=tables_of(validation),
            estimators=[(name, ESTIMATORS[name]) for name in validation.estimators],
            remarks=[(clip.name, clip.remarks) for clip in validation.clips if clip.remarks],
            skipped=validation.skipped,
            damaged=validation.damaged,
        )
    )


@cache
def environment() -> Environment:
    """Return what the templates of validations and studies are read with; all texts in them are escaped."""
    return Environment(
        loader=PackageLoader("romtrack.validation"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


_PLOTS: Final[tuple[tuple[str, str, Callable[[Validation], alt.LayerChart], str], ...]] = (
    (
        "read",
        "Read over true",
        plots.truth_plot,
        "A point for a frame; not all are drawn, but the worst are.",
    ),
    (
        "error",
        "Error over true angle",
        plots.error_plot,
        "A slope means a gain that is not 1. + reads as more internal.",
    ),
    (
        "difference",
        "Bland-Altman",
        plots.bland_altman_plot,
        "Difference over mean; 95 % of normally distributed differences lie within the limits.",
    ),
    ("clips", "Error of each clip", plots.clips_plot, "Mean error, and the limits of agreement around it."),
    (
        "estimators",
        "Estimators side by side",
        plots.estimators_plot,
        "Mean absolute error on a logarithmic scale; further left is better.",
    ),
)


def _plots(validation: Validation) -> tuple[Plot, ...]:
    """Return the pictures; none without frames, the last one only with estimators."""
    if not validation.pairs.agreement.frames:
        return ()
    shown = _PLOTS if validation.estimators else _PLOTS[:-1]
    return tuple(
        Plot(name, title, inline(to_svg(draw(validation)), name), caption)
        for name, title, draw, caption in shown
    )


def inline(svg: str, name: str) -> Markup:
    """Return a picture as part of a page: its identifiers its own, named by the caption below it."""
    own = _IDENTIFIER.sub(rf"\g<1>{name}-", svg)
    opening = _OPENING.match(own)
    if opening is None:
        raise ValueError("to_svg made no SVG")
    attributes = _NAMESPACE_OR_ROLE.sub("", opening.group(1))
    named = f'<svg role="img" aria-labelledby="caption-{name}"{attributes}>'
    return Markup(named + own[opening.end() :])  # noqa: S704  vl-convert has escaped every text in it
