"""The page of a comparison with a phone, in the form of a study's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.charts import to_svg
from romtrack.validation.page import Plot, environment, inline
from romtrack.validation.reference.page import frame_of
from romtrack.validation.reference.phone_plots import difference_plot, turn_plot
from romtrack.validation.tables import Table

if TYPE_CHECKING:
    from romtrack.validation.agreement import Agreement
    from romtrack.validation.reference.phone import PhoneComparison
    from romtrack.validation.reference.study import About

__all__ = ["phone_html", "phone_tables"]

_LEAD: Final = "Seated hip rotation from the hang, in degrees, by romtrack and by a phone on the same shank"
_FRAMES: Final = (
    "romtrack less phone, + is internal. Frames follow each other closely and are no independent samples, "
    "so there are no intervals; one person is no study. While the leg moves, its own acceleration tilts what "
    "the phone takes for gravity: the still frames tell."
)
_TRIALS: Final = "Median of the highest half second, from the hang, in the direction of the turn."


def phone_html(comparison: PhoneComparison, about: About) -> str:
    """Return the page, without scripts or anything to fetch."""
    session, phone = comparison.recording.session, comparison.phone
    clocks = comparison.clocks
    apart, drift = units.number(clocks.offset_s, 2), units.number(1e6 * clocks.drift, 0)
    when = "not known" if session.recorded_at is None else units.day(session.recorded_at)
    counted = {
        "person": session.person,
        "leg": comparison.side,
        "recorded": when,
        "read by": f"romtrack {session.romtrack_version}",
        "camera": "not known" if session.camera is None else session.camera.text,
        "phone": f"{units.number(phone.rate_hz, 0)} samples a second, {phone.unit}",
        "clocks": f"{apart} s apart, drift {drift} millionths",
        "swing in common": units.percent(clocks.explained),
        "hang, by romtrack": units.degrees(comparison.offset_deg, signed=True),
    }
    source = f"recording of the phone SHA-256 {phone.sha256}"
    if session.video is not None:
        source += f", video SHA-256 {session.video.sha256}"
    return (
        environment()
        .get_template("study.html.j2")
        .render(
            **frame_of(about),
            lead=_LEAD,
            counted=counted,
            plots_title="Both angles",
            plots=_plots(comparison),
            tables=phone_tables(comparison),
            remarks=comparison.remarks,
            source=source,
        )
    )


def phone_tables(comparison: PhoneComparison) -> tuple[Table, ...]:
    """Return the tables that have rows, in degrees."""
    trials = tuple(
        (
            one.direction,
            units.seconds(one.peak_s),
            "yes" if one.accepted else "no",
            *map(_figure, (one.romtrack_deg, one.phone_deg, one.difference_deg)),
        )
        for one in comparison.trials
    )
    frames = (_row("all", comparison.frames), _row("still", comparison.held))
    tables = (
        Table("Trials", ("", "peak", "accepted", "romtrack", "phone", "difference"), trials, _TRIALS),
        Table("Frames", ("", "frames", "bias", "RMSE", "95 % within", "largest", "gain"), frames, _FRAMES),
    )
    return tuple(table for table in tables if table.rows)


def _row(name: str, found: Agreement) -> tuple[str, ...]:
    figures = (found.bias_deg, found.rmse_deg, found.p95_deg, found.max_deg)
    return name, str(found.frames), *map(_figure, figures), units.number(found.gain, 3)


def _figure(value: float) -> str:
    return units.minus_signed(units.number(value, 1))


def _plots(comparison: PhoneComparison) -> list[Plot]:
    return [
        Plot("turn", "Over time", inline(to_svg(turn_plot(comparison)), "turn"), "From the hang on."),
        Plot(
            "difference",
            "Difference",
            inline(to_svg(difference_plot(comparison)), "difference"),
            "romtrack less phone; still frames are dark.",
        ),
    ]
