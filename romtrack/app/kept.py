"""What a session that is kept has beside its numbers: what was followed over time, each movement, files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.app.downloads import report_of, show_downloads
from romtrack.app.log import read_log
from romtrack.app.look import chart_theme, show_chart, show_note
from romtrack.app.movements import show_movements
from romtrack.charts import signal_chart
from romtrack.exercises import exercise
from romtrack.export import write_angles_both, write_result, write_signals
from romtrack.language import N_, SOURCE, gettext, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from romtrack.types import Session, Side, SignalTrack

__all__ = ["show_kept"]

_HEADINGS: Final[Mapping[Side, str]] = {
    "left": N_("Left leg over time"),
    "right": N_("Right leg over time"),
}


def show_kept(session: Session) -> None:
    """Show charts (its own leg first) and movements of a session as the log keeps it, and offer its files."""
    signals = _signals(session)
    for signal in sorted(signals.values(), key=lambda each: session.side not in {each.side, "both"}):
        st.header(gettext(_HEADINGS[signal.side]), anchor=False)
        show_chart(signal_chart(signal, session, chart_theme()))
    show_movements(session)
    show_downloads(session, _files(session, signals))


def _signals(session: Session) -> Mapping[Side, SignalTrack]:
    """Return what was followed over time; where it is not kept, or cannot be read, say so."""
    signals = read_log(lambda log: log.signals(session))
    if signals is not None and not signals:
        show_note(gettext("No chart: what was followed over time is not kept of this session."))
    return signals or {}


def _files(session: Session, signals: Mapping[Side, SignalTrack]) -> dict[str, Callable[[], bytes | str]]:
    files: dict[str, Callable[[], bytes | str]] = {
        "report.html": report_of(session, list(signals.values())),
        "result.json": partial(_written, partial(write_result, session)),
    }
    if signals and exercise(session.exercise).reads is not None:
        files["angles_both.csv"] = partial(_written, partial(write_angles_both, signals))
    elif signals:
        files["signals.csv"] = partial(_written, partial(write_signals, signals))
    return files


@speaking(SOURCE)
def _written(write: Callable[[Path], None]) -> bytes:
    """Return the content of the file that ``write`` writes."""
    with TemporaryDirectory(prefix="romtrack-") as folder:
        file = Path(folder) / "file"
        write(file)
        return file.read_bytes()
