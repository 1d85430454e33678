"""Learn: what the measurement is, how to sit and film, what is usual, and what it cannot tell."""

from __future__ import annotations

from typing import Final, get_args

import streamlit as st

from romtrack.app.look import show_note
from romtrack.app.words import DISCLAIMER
from romtrack.measure.change import detectable_change_deg
from romtrack.reports import Band, bands_of
from romtrack.types import Direction

__all__ = ["show"]

_WHAT: Final = """
Sit with hip and knee bent to a right angle and the lower leg hanging. Keep the knee where it is and swing
the foot **outward**: the thigh turns inward in its socket. That is **internal rotation**. Swing the foot
**inward**, and it is external rotation. The number is the angle between the shin and a plumb line, as a
clinician reads it with a goniometer over the kneecap.
"""

_SIT: Final = """
- Take a chair or table high enough for the lower legs to hang free, and sit upright.
- Point your thighs at the camera, about two metres away, level, at the height of knees or table.
- The whole body belongs in the picture, head and both feet, with some room around. Bare or snug-clad
  shins are read best. Nobody else in the picture.
- Let both legs hang still for three seconds: that is where counting starts from.
- Turn to the end, hold for a second, come back. Three times for a leg and direction.
- Keep the knee still, both sides of the seat loaded, the trunk upright. Stop when it hurts.
"""

_COUNTED: Final = """
A trial's value is the middle of what was held at its end. A trial is refused, with the reason, when the knee
wanders, the pelvis lifts, the trunk leans, the leg cannot be seen well, or the turn is only partial. The
result is the mean of the accepted trials, two at least. Without them there is no number: it is never guessed.

The **±** is one standard uncertainty: how much the trials differ, and how well a camera can see, together.
About two times in three the true value lies inside.
"""

_LIMITS: Final = """
- How well it reads was measured on rendered people whose angles are known exactly. On real people it has
  not been compared with a goniometer.
- It reads active range: how far you turn by yourself. A clinician who turns the leg for you gets further.
- Trousers, skirts, a camera that looks from the side, or a dark room make it worse; it says so where it can.
- It knows nothing of pain, joints or causes. Ask a professional about those.
"""


def show() -> None:
    """Show the page."""
    st.title("Learn")
    st.subheader("What is measured", anchor=False)
    st.write(_WHAT)
    st.subheader("How to sit and film", anchor=False)
    st.write(_SIT)
    st.subheader("How a number comes about", anchor=False)
    st.write(_COUNTED)
    _show_change()
    _show_bands()
    st.subheader("What it cannot tell", anchor=False)
    st.write(_LIMITS)
    show_note(DISCLAIMER)


def _show_change() -> None:
    st.subheader("What a change means", anchor=False)
    st.write(
        f"A difference between two sessions of less than **{detectable_change_deg(()):.1f}°** cannot be told "
        "from the ordinary scatter of such measurements, so it is called no change. After five sessions the "
        "scatter of your own measurements decides. The same goes for left against right."
    )


def _show_bands() -> None:
    st.subheader("What is usual", anchor=False)
    rows = [_row(direction, band) for direction in get_args(Direction) for band in bands_of(direction)]
    st.table(rows, border="horizontal", hide_index=True)
    show_note(
        "Mean, and the range in which two thirds lie, hip bent to 90°. Source: Czuppon 2017, 430 young "
        "athletes, turned by an examiner. You turn by yourself, which gets less far. Values measured lying "
        "down are not comparable."
    )


def _row(direction: Direction, band: Band) -> dict[str, str]:
    low, high = band.mean_deg - band.sd_deg, band.mean_deg + band.sd_deg
    return {
        "Rotation": f"{direction}, {band.who}",
        "Mean": f"{band.mean_deg:.1f}°",
        "Two thirds": f"{low:.0f}° to {high:.0f}°",
    }
