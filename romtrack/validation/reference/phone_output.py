"""The files of a comparison with a phone: figures, frames, rows for a study, and the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from romtrack import __version__
from romtrack.export import write_csv, write_text
from romtrack.validation.reference.phone_page import phone_html
from romtrack.validation.reference.plain import json_text, plain
from romtrack.validation.reference.study import STUDY_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from romtrack.validation.agreement import Agreement
    from romtrack.validation.reference.phone import PhoneComparison
    from romtrack.validation.reference.study import About

__all__ = ["PHONE_FILES", "phone_json", "write_phone"]

_FIGURES, _FRAMES, _ROWS, _PAGE = PHONE_FILES = ("phone.json", "frames.csv", "study.csv", "phone.html")


def write_phone(comparison: PhoneComparison, about: About, folder: Path) -> None:
    """Write phone.json, frames.csv, study.csv (rows for ``read_study``) and phone.html into a folder.

    Raises
    ------
    OutputError: a file cannot be written.
    """
    write_text(folder / _FIGURES, json_text(phone_json(comparison)))
    write_csv(folder / _FRAMES, ("time_s", "romtrack_deg", "phone_deg", "still"), _frames(comparison))
    write_csv(folder / _ROWS, STUDY_COLUMNS, _rows(comparison))
    write_text(folder / _PAGE, phone_html(comparison, about))


def _frames(comparison: PhoneComparison) -> Iterator[tuple[float | None, ...]]:
    columns = (comparison.time_s, comparison.romtrack_deg, comparison.phone_deg, comparison.still)
    for time_s, ours, theirs, still in zip(*columns, strict=True):
        angles = (None if np.isnan(one) else round(float(one), 2) for one in (ours, theirs))
        yield round(float(time_s), 4), *angles, int(still)


def _rows(comparison: PhoneComparison) -> Iterator[tuple[str | float, ...]]:
    """Yield each accepted trial by both instruments, as a study has them."""
    session = comparison.recording.session
    day = "" if session.recorded_at is None else session.recorded_at.date().isoformat()
    count = dict.fromkeys(("internal", "external"), 0)
    for one in comparison.trials:
        if not one.accepted or one.direction not in count:
            continue
        count[one.direction] += 1
        who = (session.person, comparison.side, one.direction, str(count[one.direction]), "", day)
        yield *who, round(one.romtrack_deg, 2), "romtrack"
        yield *who, round(one.phone_deg, 2), "phone"


def phone_json(comparison: PhoneComparison) -> dict[str, Any]:
    """Return all figures as JSON takes them; null = not known."""
    session, phone = comparison.recording.session, comparison.phone
    return {
        "schema": "romtrack.agreement.phone/1",
        "romtrack_version": __version__,
        "read_by_version": session.romtrack_version,
        "video_sha256": None if session.video is None else session.video.sha256,
        "phone_sha256": phone.sha256,
        "side": comparison.side,
        "phone_rate_hz": plain(phone.rate_hz),
        "phone_unit": phone.unit,
        "clock_offset_s": plain(comparison.clocks.offset_s),
        "clock_drift": plain(comparison.clocks.drift),
        "swing_in_common_share": plain(comparison.clocks.explained),
        "arc_deg": plain(comparison.swing.arc_deg),
        "hang_deg": plain(comparison.offset_deg),
        "frames": _agreement(comparison.frames),
        "still_frames": _agreement(comparison.held),
        "trials": [
            {
                "direction": one.direction,
                "peak_s": plain(one.peak_s),
                "romtrack_deg": plain(one.romtrack_deg),
                "phone_deg": plain(one.phone_deg),
                "difference_deg": plain(one.difference_deg),
                "accepted": one.accepted,
            }
            for one in comparison.trials
        ],
        "remarks": list(comparison.remarks),
    }


def _agreement(found: Agreement) -> dict[str, Any]:
    names = ("bias_deg", "mae_deg", "rmse_deg", "p95_deg", "max_deg", "gain", "loa_low_deg", "loa_high_deg")
    return {"frames": found.frames, **{name: plain(getattr(found, name)) for name in names}}
