"""The report of a session, as one HTML file that needs nothing else."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from romtrack import units
from romtrack.charts.words import in_words, moved_in_words
from romtrack.errors import UsageError
from romtrack.language import gettext, retold, spoken
from romtrack.reports import _words
from romtrack.reports._movements import movements_of
from romtrack.reports._provenance import provenance_of
from romtrack.reports._results import quantities_of, results_of

if TYPE_CHECKING:
    from romtrack.types import Session

__all__ = ["environment", "report_html"]

_OPENING: Final = re.compile(r"\A\s*(?:<\?xml[^>]*\?>)?\s*<svg\b([^>]*)>")
_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
_NAMESPACE_OR_ROLE: Final = re.compile(r'\s(?:xmlns(?::\w+)?|role|aria-[\w-]+)="[^"]*"')


def report_html(session: Session, *charts_svg: str) -> str:
    """Return a report of ``session`` as one HTML file, without scripts or anything to fetch.

    Parameters
    ----------
    charts_svg: the charts, as ``romtrack.charts.to_svg`` makes them, in the light theme; they go into the
        page as they are. Empty = no chart.

    Raises
    ------
    UsageError: a chart is no SVG, or holds a script.
    """
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            title=_words.title_of(session),
            when=_words.happened(session),
            quantities=quantities_of(session),
            quantity_titles=", ".join(gettext(quantity.title) for quantity, _ in quantities_of(session)),
            legs=_words.LEGS,
            session=session,
            chart=Markup().join(map(_inline, charts_svg)),
            results=results_of(session),
            movements=movements_of(session),
            warnings=[retold(notice.text) for notice in session.remarks],
            **_words.about(session),
            provenance=provenance_of(session),
        )
    )


@cache
def environment() -> Environment:
    """Return what the templates of reports are read with; all texts in them are escaped."""
    made = Environment(
        loader=PackageLoader("romtrack.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "amount": units.amount,
        "bold": _bold,
        "cue": _words.cue,
        "in_words": in_words,
        "percent": units.percent,
        "moved": moved_in_words,
        "fault": _words.fault,
        "plain": _words.plain,
        "retold": retold,
        "seconds": _words.seconds,
        "sentence": _words.sentence,
        "takes_turns": _words.takes_turns,
    }
    made.globals |= {"gettext": gettext, "language": spoken}
    return made


def _bold(text: str) -> Markup:
    """Return a text with what stands between two pairs of stars in bold."""
    return Markup(_BOLD.sub(r"<strong>\1</strong>", str(escape(text))))  # noqa: S704  it is escaped


def _inline(svg: str) -> Markup:
    """Return the picture as part of a page: named for screen readers, without XML's namespaces."""
    if not svg:
        return Markup()
    opening = _OPENING.match(svg)
    if opening is None or "<script" in svg.lower():
        raise UsageError("the chart of a report must be an SVG without scripts: use romtrack.charts.to_svg")
    attributes = _NAMESPACE_OR_ROLE.sub("", opening.group(1))
    named = f'<svg role="img" aria-labelledby="chart-title"{attributes}>'
    return Markup(named + svg[opening.end() :])  # noqa: S704  vl-convert has escaped every text in it
