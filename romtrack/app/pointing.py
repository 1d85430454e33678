"""Which of several people is meant: a click into the first picture, or two numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from romtrack.app import analysis
from romtrack.app.look import show_note
from romtrack.app.words import escaped
from romtrack.charts import SPOT, picture_chart
from romtrack.errors import RomtrackError
from romtrack.language import gettext, retold
from romtrack.settings import Place

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from romtrack.tracking import Still

__all__ = ["ask"]

_STILL: Final = "pointing-still"


def ask(upload: UploadedFile) -> Place | None:
    """Ask where the person is who is meant, if there are several; None = find out."""
    several = st.checkbox(
        gettext("Point at the person"),
        help=gettext(
            "Needed only where somebody else is in the picture: else whoever does the exercise is found."
        ),
    )
    still = _still(upload) if several else None
    if still is None:
        return None
    show_note(
        gettext(
            "Click on the person who exercises, or type where they are in the first picture. "
            "Until then, whoever does the exercise is found."
        )
    )
    keys = f"{upload.file_id}-x", f"{upload.file_id}-y"
    at_x, at_y = (st.session_state.get(key) for key in keys)
    at_px = None if at_x is None or at_y is None else (at_x, at_y)
    chart = picture_chart(still.jpeg, (still.width_px, still.height_px), at_px, _described(at_px))
    st.altair_chart(
        chart,
        width=chart.width,
        theme=None,  # it has margins
        key=f"{upload.file_id}-spot",
        on_select=lambda: _take_over(upload, keys),
    )
    x, y = (
        column.number_input(label, 0, most - 1, value=None, step=1, key=key)
        for column, label, most, key in zip(
            st.columns(2),
            (gettext("Pixels from the left"), gettext("Pixels from the top")),
            (still.width_px, still.height_px),
            keys,
            strict=True,
        )
    )
    return None if x is None or y is None else Place(x, y)


def _described(at_px: tuple[float, float] | None) -> str:
    """Return what the picture shows, for those who do not see it."""
    if at_px is None:
        return gettext("The first picture of the video; nothing is pointed at yet")
    return gettext("The first picture of the video; a ring marks the place that is pointed at")


def _still(upload: UploadedFile) -> Still | None:
    """Return the first picture, made once for each upload."""
    known: tuple[str, Still] | None = st.session_state.get(_STILL)
    if known is not None and known[0] == upload.file_id:
        return known[1]
    try:
        with st.spinner(gettext("Reading the first picture")):
            still = analysis.still_of(upload)
    except RomtrackError as error:
        st.error(escaped(retold(str(error))), icon=":material/error:")
        return None
    st.session_state[_STILL] = upload.file_id, still
    return still


def _take_over(upload: UploadedFile, keys: tuple[str, str]) -> None:
    """Put the square that was clicked into the numbers."""
    spots: list[dict[str, Any]] = st.session_state[f"{upload.file_id}-spot"]["selection"][SPOT]
    if spots:
        for key, name in zip(keys, ("x", "y"), strict=True):
            st.session_state[key] = round(spots[0][name])
